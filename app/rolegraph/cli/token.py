"""`rolegraph token`: makes, lists and revokes the tokens of a data directory."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens, parse_duration
from rolegraph.cli.support.folder import settings_here

app = typer.Typer(help="Make, list and revoke tokens.", no_args_is_help=True)

DataDir = Annotated[Path | None, typer.Option(help="Folder of the store.", show_default=False)]


def _tokens(data_dir: Path | None) -> Tokens:
    return Tokens(settings_here(data_dir).data_dir)


@app.command()
def create(
    role: Annotated[str, typer.Option(help="reader, editor or admin.")],
    name: Annotated[str, typer.Option(help="Who or what uses it; the author of its changes.")],
    data_dir: DataDir = None,
    expires: Annotated[
        str | None,
        typer.Option(help="How long it lasts: a number and m, h, d, w or y; no end by default."),
    ] = None,
) -> None:
    """Make a token and print it, on the last line, this once."""
    lifetime = None if expires is None else parse_duration(expires)
    secret = _tokens(data_dir).create(name, AccessRole.named(role), lifetime)
    typer.echo(f"Token of {name} ({role}); it is shown only now:")
    typer.echo(secret)


@app.command(name="list")
def list_tokens(data_dir: DataDir = None) -> None:
    """List the tokens, without their texts: name, role, state, made, ends."""
    now = datetime.now(UTC)
    rows = [("NAME", "ROLE", "STATE", "MADE", "ENDS")]
    rows += [
        (
            token.name,
            token.role.label,
            token.state(now),
            _day(token.created),
            _day(token.revoked or token.expires),
        )
        for token in _tokens(data_dir).all()
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        typer.echo(line.rstrip())


@app.command()
def revoke(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose token.")],
    data_dir: DataDir = None,
) -> None:
    """End a token at once, also for servers that run."""
    _tokens(data_dir).revoke(name)
    typer.echo(f"The token of {name} is revoked.")


def _day(time: datetime | None) -> str:
    return "never" if time is None else time.strftime("%Y-%m-%d %H:%M")
