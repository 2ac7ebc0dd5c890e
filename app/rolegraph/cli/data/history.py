"""`rolegraph log`, `rolegraph diff` and `rolegraph revert`: what changed, and taking it back."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rolegraph import resources
from rolegraph.cli.data.exchange import Confirm, DataDir, DryRun, Token, Url, telling
from rolegraph.cli.support.folder import settings_here
from rolegraph.errors import ParameterError, StoreError
from rolegraph.history.permission import confirmations
from rolegraph.history.remote.sources import HistorySource, LocalHistory


class DiffFormat(StrEnum):
    """How a difference is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    PATCH = "patch"
    JSON = "json"


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
    old: Annotated[
        str | None,
        typer.Argument(
            metavar="[A]",
            help="A revision of a store (a number), or a time (ISO 8601). With --from: the folder "
            "of a catalogue, by default the nearest.",
        ),
    ] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="[B]", help="The same; by default the present.")
    ] = None,
    *,
    since: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="REV", help="Compare files, beginning at this git revision."
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="REV", help="With --from: a git revision, by default the files as now."
        ),
    ] = None,
    shapes: Annotated[
        list[Path] | None,
        typer.Option(help="With --from: shapes for a folder that is no catalogue; repeatable."),
    ] = None,
    ontology: Annotated[
        list[Path] | None, typer.Option(help="With --from: an ontology for such a folder.")
    ] = None,
    format_: Annotated[
        DiffFormat,
        typer.Option(
            "--format",
            help="markdown is ready for a pull request; patch is for stores, json for files.",
        ),
    ] = DiffFormat.TEXT,
    url: Url = None,
    token: Token = None,
    data_dir: DataDir = None,
) -> None:
    """Show what changed between two revisions, thing by thing.

    With --from: of the files of a catalogue under git, with a summary of what it means; this needs
    no service and no store. Without it: of a store, or of a service (--url).
    """
    if since is not None:
        if new is not None or url is not None:
            wrong = "a second argument" if new is not None else "--url"
            raise ParameterError(
                f"--from compares files under git, so {wrong} has no meaning beside it. Name the "
                "later git revision with --to."
            )
        given = (tuple(shapes or ()), tuple(ontology or ()))
        typer.echo(_of_files(Path(old or "."), since, until, format_, given), nl=False)
        return
    if shapes or ontology:
        raise ParameterError("--shapes and --ontology go with --from, which compares files.")
    if old is None or until is not None or format_ is DiffFormat.JSON:
        raise ParameterError(
            "Say what to compare: a revision of a store (rolegraph diff 12), or the files of a "
            "catalogue under git (rolegraph diff --from main). --to and the format json go with "
            "--from."
        )
    _require_revision(old)
    with history(url, token, data_dir) as source:
        typer.echo(source.diff(old, new, format_.value), nl=False)


def _require_revision(text: str) -> None:
    """Refuse what can only be meant for git, before a store is looked for."""
    if text.isdigit():
        return
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise ParameterError(
            f"{text!r} is neither the number of a revision nor a time such as "
            f"2026-11-23T14:00:00Z. If it is a git revision, write: rolegraph diff --from {text}"
        ) from None


def _of_files(
    place: Path,
    since: str,
    until: str | None,
    form: DiffFormat,
    given: tuple[tuple[Path, ...], tuple[Path, ...]],
) -> str:
    """Return what changed in files, by the shapes and the ontology that are given for them."""
    from rolegraph.checking.changes import rendering
    from rolegraph.checking.changes.comparing import compare

    if form is DiffFormat.PATCH:
        raise ParameterError("--format patch is for stores. Of files, git diff shows the lines.")
    shapes, ontology = given
    found = compare(place, since, until, resources.root(), shapes=shapes, ontology=ontology)
    if form is DiffFormat.JSON:
        return rendering.as_json(found, since, until)
    title = f"What changed from {since} to {until or 'the files as they are now'}"
    render = rendering.markdown if form is DiffFormat.MARKDOWN else rendering.text
    return render(found, title)


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
        from rolegraph.history.remote.remote_history import RemoteHistory

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
    opened = open_store(settings)
    store = opened.store
    try:
        guard = Guard(store)
        yield LocalHistory(store, guard, settings.guard, getpass.getuser(), opened.mirror)
    finally:
        opened.close()
