"""`rolegraph generate`."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.support.output import whole_file
from rolegraph.generate import Detail

_BATCH = 20_000


def generate(
    roles: Annotated[int, typer.Option(min=1, help="How many roles to make up.")] = 1000,
    seed: Annotated[int, typer.Option(help="Of the random choices.")] = 1,
    detail: Annotated[
        Detail, typer.Option(help="lean: about 88 triples a role; full: about 160.")
    ] = Detail.FULL,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="N-Quads file; standard output if none; packed if it ends in .gz.",
        ),
    ] = None,
) -> None:
    """Make up a catalogue of any size that is valid by the shapes, for tests and benchmarks."""
    from rolegraph.generate import generate as make
    from rolegraph.rdf.terms import RdfFormat, serialize

    quads = make(roles, seed, detail)
    with whole_file(output) as file:
        while batch := list(islice(quads, _BATCH)):
            file.write(serialize(batch, format=RdfFormat.N_QUADS) or b"")
