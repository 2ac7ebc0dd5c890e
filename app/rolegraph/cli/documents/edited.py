"""Edits by hand in the graph of a document: kept in the curation, or told line by line."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

import typer

from rolegraph.cli.documents.output import FINDINGS, write_file
from rolegraph.documents.drift.edited import edit_findings
from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.graph.record import EditedGraph, ImportRecord, Turned, sources, turned
from rolegraph.documents.importing.adopting import adopt
from rolegraph.documents.text.home import lying, shown_name
from rolegraph.rdf.terms import Triple

_SHOWN = 20


class EditsInGraph:
    """What somebody edited in the file of a document's graph since the last import.

    Args:
        document: the document.
        previous: its graph as it is.
        overwrite: whether edits that cannot be kept are taken back.
    """

    def __init__(
        self, document: Path, previous: AbstractSet[Triple], *, overwrite: bool = False
    ) -> None:
        self._document = document
        self._place = lying(document)
        self._previous = previous
        self._overwrite = overwrite
        self._known: EditedGraph | None = None
        if previous:
            text = self._place.graph.read_text(encoding="utf-8")
            self._known = ImportRecord(self._place).edited(text, previous)

    def keep_in_curation(self) -> None:
        """Write into the curation what it can say of the edits.

        Raises:
            typer.Exit: the import would take back some of them; they were told.
            OSError, MalformedDocument: document or curation cannot be read.
        """
        if self._known is None or self._known.imported is None:
            return
        adopted = adopt(self._document, self._known.imported, self._previous)
        self._refuse(adopted.turned)
        if adopted.curation is not None:
            write_file(adopted.target, adopted.curation)
            typer.echo(
                f"{shown_name(adopted.target)}: what was edited in {shown_name(self._place.graph)} "
                "stands there now, so that it stays."
            )

    def tell_lost(self, made: AbstractSet[Triple], *, names_curation: bool = False) -> None:
        """Tell what the import takes back, where that is not known to be kept.

        Args:
            made: the graph that the import gives.
            names_curation: whether a graph names the version of its curation, as those of the
                strict form do. Then what it was made from tells what it was.

        Raises:
            typer.Exit: the file was edited, and some of it would go; it was told.
        """
        known = self._known
        if known is None:
            return
        is_same = names_curation and sources(made) == sources(self._previous)
        if known.imported is None and not is_same:
            found = turned(None, self._previous, made)
            if known.is_marked:
                self._refuse(found)
            elif found:
                typer.echo(
                    f"{self._name}: nothing tells what the last import wrote here. If somebody "
                    "edited the file, look at what is there no more:",
                    err=True,
                )
                self._list(found)
            return
        self._refuse(turned(known.imported or made, self._previous, made))

    @property
    def _name(self) -> str:
        return shown_name(self._place.graph)

    def _refuse(self, found: Turned) -> None:
        if not found:
            return
        if self._overwrite:
            typer.echo(f"{self._name}: these edits by hand were taken back:", err=True)
            self._list(found)
            return
        typer.echo(
            f"{self._name} was edited by hand since the last import, which would take this back:",
            err=True,
        )
        self._list(found)
        curation = self._place.curation
        also = f" or {shown_name(curation)}" if curation.exists() else ""
        typer.echo(
            f"So nothing was written. Make the changes in {shown_name(self._document)}{also}; or "
            "run it again with `--overwrite`, which takes these edits back.",
            err=True,
        )
        raise typer.Exit(FINDINGS)

    def _list(self, found: Turned) -> None:
        lines = edit_findings(read_graph(self._place.graph, self._name), found)
        for each in lines[:_SHOWN]:
            typer.echo(f"  {each.file}:{each.line}: {each.message}", err=True)
        if len(lines) > _SHOWN:
            typer.echo(f"  and {len(lines) - _SHOWN} more", err=True)
