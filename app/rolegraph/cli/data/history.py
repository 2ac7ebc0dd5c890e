"""`rolegraph log`, `rolegraph diff` and `rolegraph revert`: what changed, and taking it back."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.data.exchange import Confirm, DataDir, DryRun, Token, Url, telling
from rolegraph.cli.support.folder import settings_here
from rolegraph.errors import StoreError
from rolegraph.history.permission import confirmations
from rolegraph.history.remote.sources import HistorySource, LocalHistory


class DiffFormat(StrEnum):
    """How a difference is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    PATCH = "patch"


def log(
    *,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many commits.")] = 20,
    url: Url = None,
    token: Token = None,
    data_dir: DataDir = None,
) -> None:
    """List commits, the newest first: revision, time, author, quads added and removed, message."""
    with history(url, token, data_dir) as source:
        for commit in source.log(limit):
            size = f"+{commit.added} -{commit.removed}"
            said = " ".join((commit.message or "").split())
            typer.echo(
                f"{commit.revision:>6}  {commit.time[:19]}Z  {commit.author or '-'}  {size}  {said}"
            )


def diff(
    old: Annotated[str, typer.Argument(metavar="A", help="A revision, or a time (ISO 8601).")],
    new: Annotated[
        str | None, typer.Argument(metavar="[B]", help="The same; by default the present.")
    ] = None,
    *,
    format_: Annotated[
        DiffFormat, typer.Option("--format", help="markdown is ready for a pull request.")
    ] = DiffFormat.TEXT,
    url: Url = None,
    token: Token = None,
    data_dir: DataDir = None,
) -> None:
    """Show what changed between two revisions, thing by thing."""
    with history(url, token, data_dir) as source:
        typer.echo(source.diff(old, new, format_.value), nl=False)


def revert(
    revision: Annotated[int, typer.Argument(min=1, help="The revision to take back.")],
    *,
    message: Annotated[
        str | None, typer.Option("--message", "-m", help="What the change log says of it.")
    ] = None,
    confirm: Confirm = None,
    dry_run: DryRun = False,
    url: Url = None,
    token: Token = None,
    data_dir: DataDir = None,
) -> None:
    """Take a commit back, by a guarded commit.

    Exit 0 when done, 1 when the guard refuses it (then nothing is stored).
    """
    with history(url, token, data_dir) as source, telling():
        made = source.revert(revision, message, dry_run=dry_run, confirmed=confirmations(confirm))
        if dry_run:
            typer.echo(f"Revision {revision} can be taken back; nothing was stored.")
        else:
            typer.echo(f"Revision {revision} is taken back; the store is at revision {made}.")


@contextmanager
def history(url: str | None, token: str | None, data_dir: Path | None) -> Iterator[HistorySource]:
    """Give the history of a service by its address, or of a data directory on this machine."""
    if url is not None and data_dir is None:
        from rolegraph.history.remote.service import RemoteHistory

        remote = RemoteHistory(url, token)
        try:
            yield remote
        finally:
            remote.close()
        return
    from rolegraph.service.opening import open_store
    from rolegraph.shacl.guard.guard import Guard

    settings = settings_here(data_dir)
    if not (settings.data_dir / "changes.rdfp").exists():
        raise StoreError(f"{settings.data_dir} holds no store; name its folder with --data-dir.")
    try:
        opened = open_store(settings)
    except StoreError as error:
        raise StoreError(f"{error} A server that runs on it can be asked with --url.") from error
    store = opened.store
    try:
        guard = Guard(store)
        yield LocalHistory(store, guard, settings.guard, getpass.getuser(), opened.mirror)
    finally:
        opened.close()
