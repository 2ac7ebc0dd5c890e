"""`rolegraph dump`: the dataset as RDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.data.exchange import DataDir, Token, Url, guarded_service
from rolegraph.cli.support.output import whole_file
from rolegraph.cli.support.progress import counted
from rolegraph.errors import ParameterError
from rolegraph.rdf.namespaces import CHANGES_GRAPH
from rolegraph.rdf.terms import NamedNode, Quad, Triple, serialize

Format = Annotated[
    str | None,
    typer.Option(
        help="turtle, ntriples, nquads, trig, rdfxml, jsonld; of mappings also sssom-tsv and "
        "sssom-ttl, which tools for SSSOM read. Without it, by the ending of the file."
    ),
]


def dump(
    output: Annotated[Path | None, typer.Argument(help="File; standard output if none.")] = None,
    graph: Annotated[str | None, typer.Option(help="IRI of one graph; else all.")] = None,
    *,
    format: Format = None,  # noqa: A002 - the name of the option
    url: Url = None,
    token: Token = None,
    data_dir: DataDir = None,
) -> None:
    """Write the dataset, or one graph, as RDF; or its mappings as SSSOM."""
    from rolegraph.rdf.media import GRAPH_FORMATS, MAPPING_FORMATS, format_of_name, rdf_format

    known = (*MAPPING_FORMATS, *GRAPH_FORMATS)
    file_name = output.name.removesuffix(".gz").lower() if output else ""
    endings = [end for one in MAPPING_FORMATS for end in one.extensions]
    ending = next((end for end in endings if file_name.endswith(f".{end}")), None)
    ending = ending or file_name.rpartition(".")[2]
    name = format or ending or ("ntriples" if graph else "nquads")
    chosen = format_of_name(name, known)
    if chosen is None:
        names = ", ".join(one.name for one in known)
        raise ParameterError(f"The format {name!r} is not known; known are {names}.")
    named = _graph_name(graph)
    if chosen in MAPPING_FORMATS:
        written = _mappings(url, token, data_dir, named, chosen.name)
        with whole_file(output) as file:
            file.write(written)
        return
    if graph is None and chosen.name not in {"nquads", "trig", "jsonld"}:
        raise ParameterError(f"{chosen.name} holds one graph; name it with --graph.")
    with _quads(url, token, data_dir, named) as quads, whole_file(output) as file:
        serialize(quads, file, format=rdf_format(chosen))


def _graph_name(graph: str | None) -> NamedNode | None:
    try:
        return None if graph is None else NamedNode(graph)
    except ValueError as error:
        raise ParameterError(f"{graph!r} cannot name a graph: {error}.") from None


def _mappings(
    url: str | None, token: str | None, data_dir: Path | None, graph: NamedNode | None, form: str
) -> bytes:
    """Return the mappings of the dataset, or of one graph, in a form of SSSOM."""
    from rolegraph.rdf.sssom.mapping_set import quads_of_mappings
    from rolegraph.rdf.sssom.writing import written_mappings

    if url is not None and data_dir is None:
        with guarded_service(url, token, None) as service:
            return written_mappings(service.read().quads, graph, form)
    from rolegraph.cli.support.folder import settings_to_read
    from rolegraph.service.opening import open_store

    opened = open_store(settings_to_read(data_dir))
    try:
        return written_mappings(quads_of_mappings(opened.store, graph), graph, form)
    finally:
        opened.close()


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
        found = counted(every, len(every), "quads")
        if graph is None:
            yield (quad for quad in found if quad.graph_name != NamedNode(CHANGES_GRAPH))
        else:
            yield (quad.triple for quad in found if quad.graph_name == graph)
        return
    from rolegraph.cli.support.folder import settings_to_read
    from rolegraph.service.opening import open_store

    opened = open_store(settings_to_read(data_dir))
    try:
        if graph is None:
            yield counted(opened.store.data(), opened.store.journal.size, "quads")
        else:
            yield (quad.triple for quad in opened.store.match(graph=graph))
    finally:
        opened.close()
