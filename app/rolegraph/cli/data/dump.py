"""`rolegraph dump`: the dataset as RDF."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, cast

import typer

from rolegraph.cli.data.exchange import DataDir, Token, Url, guarded_service
from rolegraph.errors import InputError, ParameterError
from rolegraph.rdf.namespaces import CHANGES_GRAPH
from rolegraph.rdf.terms import NamedNode, Quad, Triple, serialize

Format = Annotated[str | None, typer.Option(help="turtle, ntriples, nquads, trig, rdfxml, jsonld.")]


def dump(
    output: Annotated[Path | None, typer.Argument(help="File; standard output if none.")] = None,
    graph: Annotated[str | None, typer.Option(help="IRI of one graph; else all.")] = None,
    *,
    format: Format = None,  # noqa: A002 - the name of the option
    url: Url = None,
    token: Token = None,
    data_dir: DataDir = None,
) -> None:
    """Write the dataset, or one graph, as RDF."""
    from rolegraph.rdf.media import GRAPH_FORMATS, format_of_name, rdf_format

    ending = output.name.removesuffix(".gz").rsplit(".", 1)[-1] if output else ""
    name = format or ending or ("ntriples" if graph else "nquads")
    chosen = format_of_name(name, GRAPH_FORMATS)
    if chosen is None:
        known = ", ".join(known.name for known in GRAPH_FORMATS)
        raise ParameterError(f"The format {name!r} is not known; known are {known}.")
    if graph is None and chosen.name not in {"nquads", "trig", "jsonld"}:
        raise ParameterError(f"{chosen.name} holds one graph; name it with --graph.")
    try:
        named = None if graph is None else NamedNode(graph)
    except ValueError as error:
        raise ParameterError(f"{graph!r} cannot name a graph: {error}.") from None
    with _quads(url, token, data_dir, named) as quads, _binary(output) as file:
        serialize(quads, file, format=rdf_format(chosen))


@contextmanager
def _quads(
    url: str | None, token: str | None, data_dir: Path | None, graph: NamedNode | None
) -> Iterator[Iterable[Quad] | Iterable[Triple]]:
    """Give the quads of a dataset, one after the other where it is on this machine, or triples.

    The change log describes itself; `rolegraph log` shows it and kept by `backup`.
    """
    if url is not None and data_dir is None:
        with guarded_service(url, token, None) as service:
            every = service.read().quads
        if graph is None:
            yield (quad for quad in every if quad.graph_name != NamedNode(CHANGES_GRAPH))
        else:
            yield (quad.triple for quad in every if quad.graph_name == graph)
        return
    from rolegraph.cli.support.folder import settings_here
    from rolegraph.service.opening import open_store

    opened = open_store(settings_here(data_dir))
    try:
        if graph is None:
            yield opened.store.data()
        else:
            yield (quad.triple for quad in opened.store.match(graph=graph))
    finally:
        opened.close()


@contextmanager
def _binary(output: Path | None) -> Iterator[BinaryIO]:
    """Give what to write to; a file is there under its name once all of it is written."""
    if output is None:
        yield sys.stdout.buffer
        return
    beside = output.with_name(f"{output.name}.part")
    try:
        with beside.open("wb") as file:
            if output.suffix == ".gz":
                with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
                    yield cast("BinaryIO", packed)
            else:
                yield file
        beside.replace(output)
    except OSError as error:
        raise InputError(f"{output} cannot be written: {error.strerror or error}.") from None
    finally:
        beside.unlink(missing_ok=True)
