"""`rolegraph query`: the query library on the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.support.folder import located
from rolegraph.errors import InputError, NotFound, ParameterError, StoreError
from rolegraph.folder.catalogue_folder import CatalogueFolder, sample, told_left_out
from rolegraph.folder.description import Description
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.resources import MANIFEST
from rolegraph.sparql.library import LibraryAnswer, NamedQuery, QueryLibrary, answer, load_library

_CATALOGUE = ("ontology", "shapes", "data")
_SUFFIXES = (".ttl", ".sssom.tsv")


class OutputFormat(StrEnum):
    """How answers are printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    MARKDOWN = "markdown"


def query(
    name: Annotated[
        str | None,
        typer.Argument(help="Name of the query; without it, the queries are listed."),
    ] = None,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="The folder of a catalogue, or files and folders to ask in its place; without "
            "any, the nearest catalogue, or else the sample.",
            show_default=False,
        ),
    ] = None,
    *,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            metavar="NAME=VALUE",
            help="A parameter of the query; things as an IRI, PLURAL/SLUG or SLUG.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        OutputFormat,
        typer.Option("--format", "-f", envvar="ROLEGRAPH_QUERY_FORMAT", help="How to print it."),
    ] = OutputFormat.TABLE,
    data_dir: Annotated[
        Path | None,
        typer.Option(
            envvar="ROLEGRAPH_DATA_DIR",
            help="Ask the store in this folder in place of files.",
        ),
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="Ask the service at this address in place of files.")
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            envvar="ROLEGRAPH_TOKEN", help="Token, where the service's reading is closed."
        ),
    ] = None,
) -> None:
    """Answer a question of the query library, or list the questions."""
    if url is not None:
        if paths:
            raise ParameterError("Ask either a service (--url) or files; both are given.")
        _at_service(url, token, name, _values(param or []), output)
        return
    folder = _folder(paths or [])
    library = load_library(*folder.query_folders(), about=Description.of(folder))
    if name is None:
        _list(library, output)
        return
    found = library.find(name)
    values = _values(param or [])
    _print(_ask(found, values, _Asked(folder, paths or [], data_dir)), output)


def _at_service(
    url: str, token: str | None, name: str | None, values: dict[str, str], output: OutputFormat
) -> None:
    """Ask the queries that a service has, which may be others than those of this catalogue."""
    from rolegraph.cli.support.remote_questions import RemoteQuestions
    from rolegraph.client import Client

    with Client(url, token) as client:
        remote = RemoteQuestions(client)
        library = remote.library()
        if name is None:
            _list(library, output)
        else:
            _print(remote.ask(library.find(name), values), output)


def _values(pairs: Iterable[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise ParameterError(f"--param {pair!r} is not of the form NAME=VALUE.")
        if key in values:
            raise ParameterError(f"The parameter {key!r} is given more than once.")
        values[key] = value
    return values


@dataclass(frozen=True)
class _Asked:
    """What is asked: a catalogue, or files or a data directory in its place."""

    folder: CatalogueFolder
    paths: list[Path]
    data_dir: Path | None


def _folder(paths: list[Path]) -> CatalogueFolder:
    """Return the catalogue that a question is about; says so where that is the sample."""
    given = paths[0] if len(paths) == 1 and (paths[0] / MANIFEST).is_file() else None
    found = located(given)
    if found is None:
        typer.echo("No catalogue is around, so this asks the sample.", err=True)
    return found or sample()


def _ask(found: NamedQuery, values: dict[str, str], asked: _Asked) -> LibraryAnswer:
    # The engine takes longer to import than listing the queries takes.
    from rolegraph.store.embedded import EmbeddedStore
    from rolegraph.store.files.loading import catalogue_quads

    paths, data_dir = asked.paths, asked.data_dir
    if data_dir is not None and not paths:
        if not (data_dir / "store").is_dir():
            raise StoreError(f"There is no store in {data_dir}; 'rolegraph serve' makes one.")
        store = EmbeddedStore(data_dir)
    else:
        store = EmbeddedStore()
        whole = not paths or (len(paths) == 1 and (paths[0] / MANIFEST).is_file())
        store.load(catalogue_quads(asked.folder.root) if whole else _quads(paths))
        if whole and (told := told_left_out(asked.folder)):
            typer.echo(told.replace("Not served", "Not asked"), err=True)
    try:
        return answer(found, values, store.select)
    finally:
        store.close()


def _quads(paths: Iterable[Path]) -> Iterable[Quad]:
    """Yield the quads of files and folders, each in the graph named after its file."""
    from rolegraph.rdf.sssom.graph import read_sssom
    from rolegraph.store.files.loading import turtle_quads

    for path in paths:
        if not path.exists():
            raise NotFound(f"There is no file or folder {path}.")
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        suitable = [file for file in files if file.name.endswith(_SUFFIXES)]
        if not suitable:
            raise InputError(f"{path} is or has no {' or '.join(_SUFFIXES)} file.")
        for file in suitable:
            graph = NamedNode(graph_of_file(_key(file)))
            read = read_sssom if file.name.endswith(_SUFFIXES[1]) else turtle_quads
            yield from read(file, graph, source=str(file))


def _key(file: Path) -> str:
    """Return the path of a file in its catalogue, or else from the working directory."""
    place = file.resolve()
    roots = [root for root in place.parents if all((root / part).is_dir() for part in _CATALOGUE)]
    for root in (*roots[:1], Path.cwd()):
        if place.is_relative_to(root):
            return place.relative_to(root).as_posix()
    return place.name


def _list(library: QueryLibrary, output: OutputFormat) -> None:
    from rolegraph.cli.query_output import print_list

    print_list(library, output.value, sys.stdout)


def _print(found: LibraryAnswer, output: OutputFormat) -> None:
    from rolegraph.cli.query_output import print_answer

    print_answer(found, output.value, sys.stdout)
