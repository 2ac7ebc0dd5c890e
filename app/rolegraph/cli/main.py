"""The `rolegraph` command."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rolegraph import __version__
from rolegraph.cli import check, data, documents, exchange, history, query, token
from rolegraph.cli.generate import generate
from rolegraph.cli.serve import serve
from rolegraph.errors import RolegraphError

COULD_NOT_RUN = 2

app = typer.Typer(
    name="rolegraph",
    help="A knowledge graph service for documented roles, personas, workflows and tools.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(serve)
app.command()(check.check)
app.command()(query.query)
app.command()(generate)
app.command()(data.load)
app.command()(data.dump)
app.command()(data.backup)
app.command()(data.restore)
app.command()(exchange.pull)
app.command()(exchange.push)
app.command()(history.log)
app.command()(history.diff)
app.command()(history.revert)
app.add_typer(documents.app, name="documents")
app.add_typer(token.app, name="token")


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"rolegraph {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    """Take the options of all commands."""


def main() -> None:
    """Run the command line; errors are one line on standard error and exit code 2."""
    try:
        app()
    except RolegraphError as error:
        typer.echo(f"rolegraph: {error}", err=True)
        sys.exit(COULD_NOT_RUN)
