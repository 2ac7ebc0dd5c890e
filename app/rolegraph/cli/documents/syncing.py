"""`rolegraph documents sync`: what brings several documents up to date, each as the others will be.

A role that was moved to another document is retired in the graph of the first as long as that one
does not know the second. So what each document would bring is known before anything is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from shlex import quote

import typer

from rolegraph.cli.documents.importing import made_from, overtaken
from rolegraph.cli.documents.output import FINDINGS, exit_codes, print_proposal
from rolegraph.documents.drift.edited import edit_findings
from rolegraph.documents.drift.graph_there import is_as_imported
from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.record import ImportRecord, turned
from rolegraph.documents.importing import service
from rolegraph.documents.importing.elsewhere import Elsewheres
from rolegraph.documents.importing.reading_sync import sync_reading
from rolegraph.documents.sync.sync import SyncPlan
from rolegraph.documents.sync.sync import sync as sync_strict
from rolegraph.documents.text.home import lying, shown_name
from rolegraph.rdf.terms import RdfFormat, parse

_REMEDY = "`rolegraph documents sync --write` brings the graph up to the document"
_RENAMED = "drift-renamed"
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
        code = self._plan_all()
        renamed = self._calling_otherwise()
        for document in self._documents:
            if plan := self._plans.get(document.resolve()):
                code = max(code, self._show(document, plan, write=write))
        for document in self._overtaken():
            if document not in self._plans:
                _tell_to_run(document, "A role was moved from or to {}.")
        for document in renamed:
            _tell_to_run(document, "The graph of {} has the earlier name of a role.")
        return code

    def _plan_all(self) -> int:
        """Plan each document, and again those that the plans of others concern; return the code."""
        code = max((self._plan(each) for each in self._documents), default=0)
        for again in (self._naming_renamed, *[self._overtaken] * _ROUNDS):
            for document in again():
                if again == self._overtaken and self._goes_along(document):
                    self._documents = [*self._documents, document]
                    code = max(code, self._plan(document))
                elif document in self._plans:
                    code = max(code, self._plan(document))
        return code

    def _goes_along(self, document: Path) -> bool:
        """Tell whether a document that nobody named is brought up to date as well.

        What moved from there is retired in its graph; nothing else is new in it.
        """
        is_usual = self._graph is None and self._curation is None
        return is_usual and document not in self._plans and is_as_imported(document)

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
            held.learn(place.graph, (quad.triple for quad in quads), is_written=False)
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

    def _naming_renamed(self) -> list[Path]:
        """Return the documents with a role that will have another name in another document."""
        found: dict[Path, None] = {}
        for document, plan in self._plans.items():
            roles = [each.focus for each in plan.drifts if each.rule == _RENAMED and each.focus]
            place = lying(document)
            held = self._held.get(place.folder.root) if place.folder and roles else None
            if held is not None and place.folder is not None:
                graphs = held.naming(place.graph, roles)
                found |= dict.fromkeys(made_from(place.folder.root, graphs))
        return list(found)

    def _calling_otherwise(self) -> list[Path]:
        """Return the documents that are not asked for, whose graphs have a role's earlier name."""
        others = [each for each in self._naming_renamed() if each not in self._plans]
        if not others:
            return []
        names = {
            role: label
            for document, plan in self._plans.items()
            for role, label in _new_names(plan, lying(document).graph.resolve())
        }
        return [each for each in others if _calls_otherwise(lying(each).graph, names)]

    def _overtaken(self) -> list[Path]:
        """Return the documents whose graphs others will have overtaken."""
        return [
            document.resolve()
            for root, held in self._held.items()
            for document in overtaken(root, held)
        ]


def _new_names(plan: SyncPlan, graph: Path) -> Iterator[tuple[str, str]]:
    """Yield the roles that have another name once a plan is carried out, and that name."""
    roles = [each.focus for each in plan.drifts if each.rule == _RENAMED and each.focus]
    made = next((each.new for each in plan.changes if each.path.resolve() == graph), None)
    if roles and made is not None:
        after = Described(parse(made, format=RdfFormat.TURTLE))
        yield from ((role, after.label(role)) for role in roles)


def _calls_otherwise(graph: Path, names: Mapping[str, str]) -> bool:
    """Tell whether a graph has another name of a role than it is to have."""
    has = read_graph(graph, str(graph)).described
    return any(has.text(role, "skos:prefLabel") not in {None, name} for role, name in names.items())


def _tell_to_run(document: Path, reason: str) -> None:
    """Say which document is to be brought up to date as well, and why: `{}` stands for it."""
    name = shown_name(document)
    command = f"rolegraph documents sync {quote(name)} --write"
    typer.echo(f"{reason.format(name)} So run: {command}", err=True)


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
