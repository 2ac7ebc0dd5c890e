"""`rolegraph load`: RDF files into a data directory or a service."""

from __future__ import annotations

import gc
import getpass
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.data.exchange import (
    Confirm,
    DataDir,
    Token,
    Url,
    guarded_service,
    tell_findings,
    telling,
)
from rolegraph.errors import ParameterError, RolegraphError
from rolegraph.history.batch_load import MEND, Checkpoint, last_checkpoint, load_in_batches
from rolegraph.history.bulk_load import Loaded, Loading
from rolegraph.history.bulk_load import load as load_whole
from rolegraph.history.commit import Truth
from rolegraph.history.permission import Confirmation, confirmations
from rolegraph.settings import Settings
from rolegraph.settings.modes import GuardMode
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.rdf_files import RdfFile


def load(
    files: Annotated[
        list[Path], typer.Argument(help="RDF files; .gz, .bz2 and .zst are unpacked.")
    ],
    graph: Annotated[
        str | None, typer.Option(help="IRI of the graph that triples go to; else by the file.")
    ] = None,
    *,
    url: Url = None,
    token: Token = None,
    data_dir: DataDir = None,
    message: Annotated[
        str | None, typer.Option("--message", "-m", help="For the change log.")
    ] = None,
    guard: Annotated[
        GuardMode | None, typer.Option(help="What becomes of faulty data; else by the setting.")
    ] = None,
    confirm: Confirm = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge it, store nothing.")] = False,
    batch: Annotated[
        int | None, typer.Option(min=1, help="Commit each so many quads, unguarded; see --resume.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a load by --batch that was cut short.")
    ] = False,
) -> None:
    """Add the triples of files as one guarded commit: all of them or none.

    Files of any size: only those for a service at an address have to fit into memory. A load into
    a remote store that was cut short is resumed by the same command.

    With --batch they become many commits, which no guard can judge one by one, so that it takes
    --guard off. If such a load is cut short, the same command with --resume goes on behind the
    last commit.

    Exit 0 when done, 1 when the guard refuses it.
    """
    in_batches = batch is not None or resume
    if in_batches and (guard is not GuardMode.OFF or dry_run or (url and data_dir is None)):
        raise ParameterError(
            "--batch and --resume are for a data directory, with --guard off and without "
            "--dry-run: the shapes cannot judge a part of a file."
        )
    mend = {"mend": MEND} if in_batches else {}
    opened = [RdfFile(path, graph, **mend) for path in files]
    said = message or f"Load {', '.join(path.name for path in files)}"
    if url is None or data_dir is not None:
        bulk = partial(_in_batches, batch=batch, resume=resume) if in_batches else load_whole
        revision, added = _into_folder(opened, data_dir, guard, said, bulk, dry_run=dry_run)
    elif guard is not None:
        raise ParameterError("--guard is for a data directory; a service has a setting of its own.")
    else:
        revision, added = _into_service(
            opened, url, token, said, confirmations(confirm), dry_run=dry_run
        )
    would = "would be " if dry_run else ""
    typer.echo(f"{added} quads {would}added; the service is at revision {revision}.")


def _into_folder(
    files: Sequence[RdfFile],
    data_dir: Path | None,
    guard: GuardMode | None,
    message: str,
    run: Callable[[EmbeddedStore, Sequence[RdfFile], Loading, Truth | None], Loaded],
    *,
    dry_run: bool,
) -> tuple[int, int]:
    from rolegraph.cli.support.folder import settings_here
    from rolegraph.cli.support.progress import loading
    from rolegraph.service.opening import open_store

    settings = settings_here(data_dir)
    gc.disable()  # millions of small objects, none of them in a circle
    opened = open_store(settings)
    try:
        with telling(), loading(sum(file.size for file in files)) as progress:
            mode = guard or settings.guard
            how = Loading(mode, getpass.getuser(), message, dry_run, progress)
            loaded = run(opened.store, files, how, opened.mirror)
        if not dry_run and opened.mirror is None:
            _prepare_start(opened.store, settings)
    finally:
        opened.close()
    reported = (finding.to_json() for finding in loaded.findings.reported)
    tell_findings(reported, loaded.findings.total)
    return loaded.revision, loaded.added


def _prepare_start(store: EmbeddedStore, settings: Settings) -> None:
    """Make what the first start of a service would make: the copy on disk, and the index.

    The copy is made by another process, so this one has time for the index. Where there is no
    memory for that, it is not made here. A load that is done stays done without them.
    """
    from rolegraph.service.keeping import keep_for_first_start
    from rolegraph.store.copies.disk_copy import DiskCopy
    from rolegraph.store.workers.processes import memory_plan

    quads = store.journal.size
    if quads < memory_plan.BESIDE_MEMORY:
        return
    copy = DiskCopy(store, union=settings.union)
    with ThreadPoolExecutor(1) as beside:
        copied = beside.submit(copy.open)
        steps = [copied.result]
        if memory_plan.BASE + quads * memory_plan.A_QUAD_OF_INDEX < memory_plan.budget_of(settings):
            steps.insert(0, partial(keep_for_first_start, store))
        for step in steps:
            try:
                step()
            except RolegraphError as error:
                typer.echo(f"{error} The service makes it at its start.", err=True)
    copy.close()


def _in_batches(
    store: EmbeddedStore,
    files: Sequence[RdfFile],
    how: Loading,
    truth: Truth | None,
    *,
    batch: int | None,
    resume: bool,
) -> Loaded:
    if truth is not None:
        raise ParameterError(
            "--batch and --resume are for an embedded store. A remote store takes all as one "
            "commit: leave them out; after a cut, the same command goes on where it was."
        )
    start = last_checkpoint(store, files)
    if not resume:
        start = Checkpoint(start.digests)
    elif start.revision == 0 and batch is None:
        raise ParameterError(
            "The change log knows no load of these very files; begin one with --batch."
        )
    elif start.revision:
        typer.echo(f"Going on behind revision {start.revision}.", err=True)
    return load_in_batches(store, files, how, start, batch or start.batch)


def _into_service(
    files: Sequence[RdfFile],
    url: str,
    token: str | None,
    message: str,
    confirmed: frozenset[Confirmation],
    *,
    dry_run: bool,
) -> tuple[int, int]:
    from rolegraph.rdf.patch import Patch

    with guarded_service(url, token, None) as service, telling():
        quads = frozenset(quad for file in files for batch in file.quads() for quad in batch)
        present = service.read()
        patch = Patch(added=quads - frozenset(present.quads))
        outcome = service.commit(
            patch, message, present.revision, dry_run=dry_run, confirmed=confirmed
        )
    return outcome.revision, outcome.added
