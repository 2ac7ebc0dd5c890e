"""`rolegraph backup`, `restore`, `verify`, `rebuild` and `compact`: care for a data directory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.data.exchange import DataDir

_TOKENS = "Tokens are no part of it: make new ones with `rolegraph token create`."


def backup(
    target: Annotated[Path, typer.Argument(help="Folder to make.")],
    *,
    data_dir: Annotated[
        Path | None, typer.Option(help="Folder of the store; by default the catalogue's.")
    ] = None,
) -> None:
    """Copy a data directory, also while a server uses it, and verify the copy.

    Tokens are no part of a backup.
    """
    from rolegraph.store.recovery.backup import backup as run

    folder = _folder(data_dir)
    manifest = run(folder, target)
    typer.echo(f"Revision {manifest.revision} of {folder} is in {target}. {_TOKENS}")


def restore(
    source: Annotated[Path, typer.Argument(help="Folder of the backup, or a data directory.")],
    *,
    data_dir: Annotated[Path, typer.Option(help="Folder of the store; missing or empty.")],
    until: Annotated[
        int | None, typer.Option(min=1, help="The last revision to take over; by default all.")
    ] = None,
) -> None:
    """Make a data directory from a backup or another data directory; overwrites nothing.

    All digests are checked. With --until, later commits are left out: for a commit that the engine
    cannot take, or for what is whole of a damaged change log. Tokens are no part of it.
    """
    from rolegraph.store.recovery.restore import restore as run

    revision = run(source, data_dir, until)
    typer.echo(f"{data_dir} is at revision {revision}. {_TOKENS}")


def verify(
    *,
    data_dir: DataDir = None,
    sample: Annotated[
        int, typer.Option(min=1, help="How many quads to look up in the engine.")
    ] = 1000,
    every: Annotated[bool, typer.Option("--all", help="Look up all quads.")] = False,
) -> None:
    """Compare change log, archive and engine of a data directory; changes nothing.

    Digests, seals, revisions, numbers of quads, and quads. Exit 0 when all is as it should be, 1
    when it is not; then each line says what to run.
    """
    from rolegraph.store.recovery.verify import verify as run

    found = run(_folder(data_dir), None if every else sample)
    for text in found.fine:
        typer.echo(text)
    for text in found.problems:
        typer.echo(text, err=True)
    if found.problems:
        raise typer.Exit(1)


def rebuild(
    *,
    data_dir: DataDir = None,
    accept_loss: Annotated[
        bool,
        typer.Option("--accept-loss", help="Do without commits that the change log has lost."),
    ] = False,
) -> None:
    """Build the engine of a data directory anew from its change log.

    A start does so by itself where it is needed. A change log that ends before the commits that
    the engine has is refused, unless --accept-loss says that these may be lost.
    """
    from rolegraph.store.recovery.commands import rebuild_directory

    mark = rebuild_directory(_folder(data_dir), accept_loss=accept_loss)
    typer.echo(f"The engine is at revision {mark.revision} with {mark.quads:,} quads.")


def compact(
    *,
    data_dir: DataDir = None,
    keep: Annotated[int, typer.Option(min=1, help="How many commits stay in the log.")] = 100,
) -> None:
    """Archive old commits of a data directory; a snapshot takes their place in the change log.

    Starts and memory no longer grow with their number. `log`, `diff`, `revert` and `at=` reach
    back to the snapshot; the archive has the rest. No service may use the directory meanwhile.
    """
    from rolegraph.cli.support.folder import settings_to_read
    from rolegraph.service.opening import refuse_mirror
    from rolegraph.store.recovery.compact import compact as run

    folder = settings_to_read(data_dir).data_dir
    refuse_mirror(folder)
    made = run(folder, keep)
    if made.archive is None:
        typer.echo(f"There is nothing to archive: the change log has {keep} commits or fewer.")
        return
    typer.echo(
        f"Commits up to revision {made.snapshot} are in {made.archive}. The change log begins "
        f"with a snapshot of {made.quads:,} quads: {made.before:,} bytes are now {made.after:,}."
    )


def _folder(data_dir: Path | None) -> Path:
    from rolegraph.cli.support.folder import settings_here

    return settings_here(data_dir).data_dir
