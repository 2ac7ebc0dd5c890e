"""`rolegraph documents sync`: what brings several documents up to date, each as the others will be.

A role that was moved to another document is retired in the graph of the first as long as that one
does not know the second. So what each document would bring is known before anything is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from shlex import quote

import typer

from rolegraph.cli.documents.importing import overtaken
from rolegraph.cli.documents.output import FINDINGS, exit_codes, print_proposal
from rolegraph.documents.drift.edited import edit_findings
from rolegraph.documents.drift.inputs import read_graph, shown_name
from rolegraph.documents.graph.record import ImportRecord, turned
from rolegraph.documents.importing import service
from rolegraph.documents.importing.elsewhere import Elsewheres
from rolegraph.documents.importing.reading_sync import sync_reading
from rolegraph.documents.sync.sync import SyncPlan
from rolegraph.documents.sync.sync import sync as sync_strict
from rolegraph.documents.text.home import lying
from rolegraph.rdf.terms import RdfFormat, parse

_REMEDY = "`rolegraph documents sync --write` brings the graph up to the document"
_ROUNDS = 2
"""A graph that is made again may overtake one more."""


class Syncing:
    """Plans what brings documents up to date, and does it.

    Args:
        documents: the documents.
        graph: the graph of the only one, where it is not the usual one.
        curation: the curation of the only one, in the same way.
        overwrite: whether what was changed in the graph alone is taken back.
    """

    def __init__(
        self,
        documents: Sequence[Path],
        graph: Path | None,
        curation: Path | None,
        *,
        overwrite: bool,
    ) -> None:
        self._documents = documents
        self._graph = graph
        self._curation = curation
        self._overwrite = overwrite
        self._held: dict[Path, Elsewheres] = {}
        self._plans: dict[Path, SyncPlan] = {}

    def run(self, *, write: bool) -> int:
        """Show what is to do and, if `write`, do it; return the exit code.

        A document that cannot be read keeps no other from being brought up to date.
        """
        code = max((self._plan(each) for each in self._documents), default=0)
        for _ in range(_ROUNDS):
            for document in self._overtaken():
                if document in self._plans:
                    code = max(code, self._plan(document))
        for document in self._documents:
            if plan := self._plans.get(document.resolve()):
                code = max(code, self._show(document, plan, write=write))
        for document in self._overtaken():
            if document not in self._plans:
                name = shown_name(document)
                command = f"rolegraph documents sync {quote(name)} --write"
                typer.echo(f"A role was moved from or to {name}. So run: {command}", err=True)
        return code

    def _show(self, document: Path, plan: SyncPlan, *, write: bool) -> int:
        if len(self._documents) > 1:
            typer.echo(f"{shown_name(document)}:", err=True)
        print_proposal(plan)
        if not write or not self._is_done(plan):
            if not write and plan.drifts:
                typer.echo(f"{_REMEDY}.", err=True)
            return FINDINGS if plan.drifts else 0
        with exit_codes("written"):
            plan.write()
        place = lying(document)
        for change in plan.changes:
            if change.path == place.graph:
                ImportRecord(place).keep(change.new)
        for change in plan.changes:
            typer.echo(f"{change.name}: written.", err=True)
        return 0

    def _is_done(self, plan: SyncPlan) -> bool:
        return not plan.undone or self._overwrite

    def _plan(self, document: Path) -> int:
        """Find what a document brings, and note what its graph will hold; return the exit code."""
        try:
            with exit_codes("read"):
                self._plans[document.resolve()] = self._plan_of(document)
        except typer.Exit as end:
            return end.exit_code
        return 0

    def _plan_of(self, document: Path) -> SyncPlan:
        place, curation = lying(document), self._curation
        known = place.curation.exists() or curation is not None
        if not known or service.is_strict(document, curation):
            return _with_edits(document, sync_strict(document, self._graph, curation))
        held = self._elsewheres(document)
        elsewhere = held.without(place.graph) if held else None
        plan = sync_reading(document, self._graph, curation, elsewhere=elsewhere)
        made = next((each.new for each in plan.changes if each.path == place.graph), None)
        if held and made is not None and self._is_done(plan):
            quads = parse(made, format=RdfFormat.TURTLE)
            held.learn(place.graph, (quad.triple for quad in quads))
        return plan

    def _elsewheres(self, document: Path) -> Elsewheres | None:
        folder = lying(document).folder
        if folder is None:
            return None
        if folder.root not in self._held:
            found = service.elsewheres_of(document)
            assert found is not None  # noqa: S101 - it lies in a folder
            self._held[folder.root] = found
        return self._held[folder.root]

    def _overtaken(self) -> list[Path]:
        """Return the documents whose graphs others will have overtaken."""
        return [
            document.resolve()
            for root, held in self._held.items()
            for document in overtaken(root, held)
        ]


def _with_edits(document: Path, plan: SyncPlan) -> SyncPlan:
    """Return the plan of the strict form with the edits by hand that it would take back."""
    place = lying(document)
    change = next((each for each in plan.changes if each.path == place.graph), None)
    if change is None or change.old is None:
        return plan
    source = read_graph(place.graph, change.name)
    has = source.described.triples
    edited = ImportRecord(place).edited(change.old, has)
    if edited is None or edited.imported is None:
        return plan
    made = frozenset(quad.triple for quad in parse(change.new, format=RdfFormat.TURTLE))
    known = {each.focus for each in plan.undone}
    back = turned(edited.imported, has, made)
    edits = tuple(each for each in edit_findings(source, back) if each.focus not in known)
    return replace(plan, drifts=edits + plan.drifts, undone=edits + plan.undone)
