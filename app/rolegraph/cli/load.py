"""`rolegraph load`: RDF files into a data directory or a service."""

from __future__ import annotations

import gc
import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.exchange import DataDir, Token, Url, guarded_service, tell_findings, telling
from rolegraph.settings import GuardMode
from rolegraph.store.rdf_files import RdfFile


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
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge it, store nothing.")] = False,
) -> None:
    """Add the triples of files as one guarded commit: all of them or none.

    Files of any size: only those for a service at an address have to fit into memory.

    Exit 0 when done, 1 when the guard refuses it.
    """
    from rolegraph.errors import ParameterError

    opened = [RdfFile(path, graph) for path in files]
    said = message or f"Load {', '.join(path.name for path in files)}"
    if url is None or data_dir is not None:
        revision, added = _into_folder(opened, data_dir, guard, said, dry_run=dry_run)
    elif guard is not None:
        raise ParameterError("--guard is for a data directory; a service has a setting of its own.")
    else:
        revision, added = _into_service(opened, url, token, said, dry_run=dry_run)
    would = "would be " if dry_run else ""
    typer.echo(f"{added} quads {would}added; the service is at revision {revision}.")


def _into_folder(
    files: Sequence[RdfFile],
    data_dir: Path | None,
    guard: GuardMode | None,
    message: str,
    *,
    dry_run: bool,
) -> tuple[int, int]:
    from rolegraph.cli.progress import loading
    from rolegraph.cli.serve import read_settings
    from rolegraph.history.bulk_load import Loading
    from rolegraph.history.bulk_load import load as run
    from rolegraph.store.opening import open_store

    settings = read_settings({} if data_dir is None else {"data_dir": data_dir})
    gc.disable()  # millions of small objects, none of them in a circle
    opened = open_store(settings)
    try:
        with telling(), loading(sum(file.size for file in files)) as progress:
            mode = guard or settings.guard
            how = Loading(mode, getpass.getuser(), message, dry_run, progress)
            loaded = run(opened.store, files, how, opened.mirror)
    finally:
        opened.close()
    tell_findings(finding.to_json() for finding in loaded.findings)
    return loaded.revision, loaded.added


def _into_service(
    files: Sequence[RdfFile], url: str, token: str | None, message: str, *, dry_run: bool
) -> tuple[int, int]:
    from rolegraph.rdf.patch import Patch

    with guarded_service(url, token, None) as service, telling():
        quads = frozenset(quad for file in files for batch in file.quads() for quad in batch)
        present = service.read()
        patch = Patch(added=quads - frozenset(present.quads))
        outcome = service.commit(patch, message, present.revision, dry_run=dry_run)
    return outcome.revision, len(patch.added)
