"""`rolegraph release`: an archive of a catalogue, to keep, to cite and to hand on."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolegraph.cli.data.exchange import DataDir
from rolegraph.cli.support.output import whole_file
from rolegraph.errors import ParameterError

if TYPE_CHECKING:
    from rolegraph.release.verify import ReleaseVerdict

FOUND = 1
_SHOWN = 20
"""Faults that are shown."""


def release(
    archive: Annotated[
        Path | None,
        typer.Argument(
            metavar="[ARCHIVE]", help="ZIP file; release-REVISION.zip if none.", show_default=False
        ),
    ] = None,
    *,
    verify: Annotated[
        bool, typer.Option("--verify", help="Make none: read ARCHIVE back and judge it.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Write an archive of the catalogue: data, ontology, shapes, documentation and checksums.

    It is then read back: the checksums, and the data against the shapes inside. The same revision
    gives the same bytes. What is recorded about people is left out. Exit 0 when all is well, 1 when
    something in the archive is wrong.
    """
    from rolegraph.release.archive import read_archive
    from rolegraph.release.verify import verdict_on

    if verify:
        if archive is None:
            raise ParameterError("--verify: name the archive that is to be read back.")
    else:
        archive = _written(archive, data_dir)
    _tell(archive, verdict_on(read_archive(archive)))


def _written(archive: Path | None, data_dir: Path | None) -> Path:
    """Write the archive, and return where it is."""
    from rolegraph.cli.support.folder import settings_to_read
    from rolegraph.release.archive import write_archive
    from rolegraph.release.content import content_of
    from rolegraph.service.opening import open_store

    opened = open_store(settings_to_read(data_dir))
    try:
        content = content_of(opened.store)
    finally:
        opened.close()
    target = archive or Path(f"release-{content.facts.revision}.zip")
    with whole_file(target, packs=False) as file:
        file.write(write_archive(content.files, content.facts.modified))
    typer.echo(f"Revision {content.facts.revision} of {content.facts.about.title} is in {target}.")
    if content.withheld:
        typer.echo(f"{content.withheld} statements about people were left out.")
    return target


def _tell(archive: Path, verdict: ReleaseVerdict) -> None:
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    typer.echo(f"SHA-256 {digest}")
    for fault in verdict.faults[:_SHOWN]:
        typer.echo(fault)
    if len(verdict.faults) > _SHOWN:
        typer.echo(f"and {len(verdict.faults) - _SHOWN} more")
    if verdict.faults:
        typer.echo(f"{archive} does not keep what it promises: {len(verdict.faults)} faults.")
        raise typer.Exit(FOUND)
    typer.echo(
        f"{archive} is whole: {verdict.files} files, and {verdict.triples} triples that keep the "
        f"rules inside; {len(verdict.findings)} warnings and hints remain."
    )
