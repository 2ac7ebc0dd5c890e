"""What a pull changed in the graphs of documents goes into their curation, or is told."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from shlex import quote

import typer

from rolegraph.errors import ConfigurationError, InputError
from rolegraph.folder.catalogue_folder import find_folder, graph_key

_SHOWN = 10


class GraphsOfDocuments:
    """The graphs of a catalogue's documents, as they are before a pull.

    Args:
        data: the folder that is pulled into.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._before = {document: graph.read_bytes() for document, graph in self._pairs()}

    def _pairs(self) -> list[tuple[Path, Path]]:
        folder = find_folder(self._data)
        root = folder.root if folder else self._data
        keys = [key for key, _ in folder.documents()] if folder else []
        pairs = [(root / key, root / graph_key(key)) for key in keys]
        return [(one, graph) for one, graph in pairs if one.is_file() and graph.is_file()]

    def keep_changes(self, other_versions: Collection[Path] = ()) -> None:
        """Write what changed since into the curations, and tell what only documents can say.

        Args:
            other_versions: documents that are of another version now, with their curations.
        """
        new = {path.resolve() for path in other_versions}
        for document, graph in self._pairs():
            # Of what is new here, the record of its import tells what was changed since.
            before = None if document.resolve() in new else self._before.get(document)
            now = graph.read_bytes()
            if now != before:
                try:
                    self._keep(document, graph, before, now)
                except (InputError, ConfigurationError, OSError) as error:
                    typer.echo(f"note: {document.name}: {error}", err=True)

    @staticmethod
    def _keep(document: Path, graph: Path, before: bytes | None, now: bytes) -> None:
        from rolegraph.documents.graph.record import ImportRecord
        from rolegraph.documents.importing.adopting import adopt
        from rolegraph.documents.importing.service import is_strict
        from rolegraph.documents.text.home import lying, shown_name
        from rolegraph.rdf.terms import RdfFormat, Triple, parse

        if is_strict(document):
            return  # `documents check` and `sync` tell what the graph alone has
        has = frozenset(quad.triple for quad in parse(now, format=RdfFormat.TURTLE))
        was: frozenset[Triple]
        if before is None:
            edited = ImportRecord(lying(document)).edited(now.decode(), has)
            if edited is None or edited.imported is None:
                return
            was = edited.imported
        else:
            was = frozenset(quad.triple for quad in parse(before, format=RdfFormat.TURTLE))
        adopted = adopt(document, was, has)
        again = f"rolegraph documents import {quote(shown_name(document))}"
        if adopted.curation is not None:
            adopted.target.write_text(adopted.curation, encoding="utf-8")
            then = "" if adopted.graph is not None else f" Then run: {again}"
            typer.echo(
                f"{shown_name(adopted.target)}: what was changed in the service stands there now, "
                f"so that the next import keeps it.{then}"
            )
        if adopted.graph is not None:
            graph.write_text(adopted.graph, encoding="utf-8")
            ImportRecord(lying(document)).keep(adopted.graph)
        if adopted.left:
            typer.echo(
                f"note: {shown_name(document)} says otherwise than the service. Change it there, "
                "or the next import takes back:",
                err=True,
            )
            for label, properties in adopted.left[:_SHOWN]:
                typer.echo(f"  “{label}”: {', '.join(properties)}", err=True)
            if len(adopted.left) > _SHOWN:
                typer.echo(f"  and {len(adopted.left) - _SHOWN} more", err=True)
