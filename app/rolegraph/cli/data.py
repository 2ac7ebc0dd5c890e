"""`rolegraph dump`, `backup` and `restore`: data in and out as a whole."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.exchange import DataDir, Token, Url, guarded_service
from rolegraph.rdf.terms import Quad

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
    from rolegraph.errors import ParameterError
    from rolegraph.rdf.media import GRAPH_FORMATS, format_of_name, rdf_format
    from rolegraph.rdf.namespaces import CHANGES_GRAPH
    from rolegraph.rdf.terms import NamedNode, serialize

    ending = output.name.removesuffix(".gz").rsplit(".", 1)[-1] if output else ""
    name = format or ending or ("ntriples" if graph else "nquads")
    chosen = format_of_name(name, GRAPH_FORMATS)
    if chosen is None:
        known = ", ".join(known.name for known in GRAPH_FORMATS)
        raise ParameterError(f"The format {name!r} is not known; known are {known}.")
    if graph is None and chosen.name not in {"nquads", "trig", "jsonld"}:
        raise ParameterError(f"{chosen.name} holds one graph; name it with --graph.")
    with guarded_service(url, token, data_dir) as service:
        # The change log describes itself; it is told by `rolegraph log` and kept by `backup`.
        quads = frozenset(
            quad
            for quad in service.read().quads
            if quad.graph_name != NamedNode(CHANGES_GRAPH) or graph == CHANGES_GRAPH
        )
    if graph is not None:
        named = NamedNode(graph)
        quads = frozenset(
            Quad(q.subject, q.predicate, q.object) for q in quads if q.graph_name == named
        )
    body = serialize(quads, format=rdf_format(chosen)) or b""
    if output is None:
        sys.stdout.buffer.write(body)
    elif output.suffix == ".gz":
        output.write_bytes(gzip.compress(body, mtime=0))
    else:
        output.write_bytes(body)


def backup(
    target: Annotated[Path, typer.Argument(help="Folder to make.")],
    data_dir: Annotated[Path | None, typer.Option(help="Folder of the store.")] = None,
) -> None:
    """Copy a data directory, also while a server uses it, and verify the copy."""
    from rolegraph.cli.serve import read_settings
    from rolegraph.store.backup import backup as run

    settings = read_settings({} if data_dir is None else {"data_dir": data_dir})
    manifest = run(settings.data_dir, target)
    typer.echo(f"Revision {manifest.revision} of {settings.data_dir} is in {target}.")


def restore(
    source: Annotated[Path, typer.Argument(help="Folder of the backup.")],
    data_dir: Annotated[Path, typer.Option(help="Folder of the store; missing or empty.")],
) -> None:
    """Make a data directory from a backup, after checking its hash; overwrites nothing."""
    from rolegraph.store.backup import restore as run

    manifest = run(source, data_dir)
    typer.echo(f"{data_dir} is at revision {manifest.revision}.")
