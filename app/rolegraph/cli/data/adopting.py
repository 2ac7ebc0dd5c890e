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
        folder = find_folder(data)
        root = folder.root if folder else data
        keys = [key for key, _ in folder.documents()] if folder else []
        pairs = [(root / key, root / graph_key(key)) for key in keys]
        self._before = {
            document: (graph, graph.read_bytes())
            for document, graph in pairs
            if document.is_file() and graph.is_file()
        }

    def keep_changes(self, other_versions: Collection[Path] = ()) -> None:
        """Write what changed since into the curations, and tell what only documents can say.

        Args:
            other_versions: documents that are of another version now, with their curations.
        """
        new = {path.resolve() for path in other_versions}
        for document, (graph, before) in self._before.items():
            if document.resolve() in new:
                continue
            if graph.is_file() and (now := graph.read_bytes()) != before:
                try:
                    self._keep(document, graph, before, now)
                except (InputError, ConfigurationError, OSError) as error:
                    typer.echo(f"note: {document.name}: {error}", err=True)

    @staticmethod
    def _keep(document: Path, graph: Path, before: bytes, now: bytes) -> None:
        from rolegraph.documents.graph.record import ImportRecord
        from rolegraph.documents.importing.adopting import adopt
        from rolegraph.documents.importing.service import is_strict
        from rolegraph.documents.text.home import lying, shown_name
        from rolegraph.rdf.terms import RdfFormat, parse

        if is_strict(document):
            return  # `documents check` and `sync` tell what the graph alone has
        was, has = (
            [quad.triple for quad in parse(text, format=RdfFormat.TURTLE)] for text in (before, now)
        )
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
