"""Brings the graph and the curation of a document imported from a reading up to the document.

What is only worded anew keeps its IRI: the new text is paired with the old one of the same role and
kind, and the curation says what it was (`formerly`), so that every later import gives the same IRI.
So it is with a role that says under a new name what one said that is gone, and with activities
and personas that have another name.
Never across a negation: “may approve” and “may not approve” are two statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rolegraph.documents.comparison.renamed_flows import Nearest, RenamedFlows, renamed_flows
from rolegraph.documents.comparison.rewording import nearest_text, reworded
from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.drift.edited import edit_findings
from rolegraph.documents.drift.inputs import GraphSource, read_graph
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.record import EditedGraph, ImportRecord, turned
from rolegraph.documents.importing.adopting import adopt
from rolegraph.documents.importing.answers import (
    AnsweredRole,
    AnsweredStatement,
    AnsweredThing,
    AnsweredWorkflow,
    Answers,
    read_answers,
)
from rolegraph.documents.importing.continued import continuing
from rolegraph.documents.importing.elsewhere import Elsewhere
from rolegraph.documents.importing.reading_drift import check_reading, differences, requoted
from rolegraph.documents.importing.service import ImportResult, elsewhere_of, import_document
from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Outline
from rolegraph.documents.reading.output import nothing_in
from rolegraph.documents.sync.dependents import dependents
from rolegraph.documents.sync.sync import GraphChange, SyncPlan
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.home import Lying, lying, shown_name
from rolegraph.documents.text.identity import folded_slug, slug
from rolegraph.errors import InputError
from rolegraph.folder.catalogue_folder import graph_key
from rolegraph.folder.own_words import OwnWords
from rolegraph.shacl.findings import Finding

_HALF = 0.5
_SAYS = ("rg:hasGoal", "rg:hasPainPoint", "rg:hasContext", "rg:quote")
_STATEMENTS = tuple(class_name for _, class_name, _ in KINDS.values())


@dataclass(frozen=True, slots=True)
class _Reworded:
    """A statement that has new words: its role's name, the new text, and the first one."""

    role: str
    text: str
    first: str


def sync_reading(
    document: Path,
    graph: Path | None = None,
    curation: Path | None = None,
    *,
    base: Path | None = None,
    elsewhere: Elsewhere | None = None,
) -> SyncPlan:
    """Return what it takes to bring graph and curation up to a document; see `synced_reading`."""
    return synced_reading(document, graph, curation, base=base, elsewhere=elsewhere).plan


@dataclass(frozen=True)
class SyncedReading:
    """What a document says by now.

    Attributes:
        plan: what it takes to bring graph and curation up to it.
        made: both as they are then.
        kept: names of the roles of which the curation takes over what was edited in the graph.
    """

    plan: SyncPlan
    made: ImportResult
    kept: tuple[str, ...] = ()


def synced_reading(
    document: Path,
    graph: Path | None = None,
    curation: Path | None = None,
    *,
    base: Path | None = None,
    elsewhere: Elsewhere | None = None,
    answers: Answers | None = None,
) -> SyncedReading:
    """Return what it takes to bring graph and curation up to a document; writes nothing.

    Args:
        document: the document, of any format that is read here.
        graph: its graph; None takes the one that belongs to it.
        curation: its curation; None takes the one that belongs to it.
        base: the folder that names of files are relative to; the working directory unless given.
        elsewhere: what the other documents of the catalogue say; read unless given.
        answers: what the curation says; read unless given.

    Raises:
        OSError: a file cannot be read.
        MalformedDocument: document or curation cannot be read.
        InputError: the graph cannot be read, or the document has lost all its roles.
    """
    place = lying(document)
    graph = graph or place.graph
    target = curation or place.curation
    name = shown_name(graph, base)
    source = read_graph(graph, name)
    before = source.described
    others = elsewhere if elsewhere is not None else elsewhere_of(document)
    shown = shown_name(document, base)
    answers = answers if answers is not None else _answers(target, base)

    def read(answered: Answers, outline: Outline | None = None) -> ImportResult:
        return import_document(
            document,
            answers=answered,
            previous=before.triples,
            elsewhere=others,
            shown_as=shown,
            outline=outline,
        )

    edited, given = None, answers
    if graph.resolve() == place.graph.resolve():
        edited = ImportRecord(place).edited(source.text, before.triples)
    if edited and edited.imported is not None and curation is None:
        answers = adopt(document, edited.imported, before.triples, answers).answers
    taken = tuple(name for name, role in answers.roles.items() if role != given.roles.get(name))
    made = read(answers)
    roles = before.present("rg:Role")
    if made.reading.is_empty and roles:
        many = f"{len(roles)} role{'s' if len(roles) != 1 else ''}"
        raise InputError(
            f"{shown}: nothing was changed, since the document says nothing of the {many} that "
            f"{name} has. {nothing_in(made.reading)} If the document is to go, remove its line in "
            f"rolegraph.toml, {name} and {shown_name(target, base)}."
        )
    renamed = [each for each in made.continued if each.is_plain]
    for each in renamed:
        answers = continuing(answers, each.former[0], each.role)
    if renamed:
        made = read(answers, made.reading.outline)
    pairs = list(_reworded(before, Described(made.triples), made, answers))
    if pairs:
        answers = _with(answers, pairs)
        made = read(answers, made.reading.outline)
    named = _renamed_things(before, Described(made.triples), made.reading.language, place.words)
    if named:
        answers = _with_former_names(answers, named)
        made = read(answers, made.reading.outline)
    nearest = _nearest(made.reading.language, place.words)
    made = _with_flows(answers, made, before, nearest, read)
    after = Described(made.triples)
    drifts = list(differences(before, after, shown, name, source.places))
    changes = [GraphChange(graph, name, source.text, made.turtle)]
    old = target.read_text(encoding="utf-8") if target.exists() else None
    changes.append(GraphChange(target, shown_name(target, base), old, made.curation))
    # Without anything that is gone, nothing can lean on it, and no other file is read.
    changed = {iri: before.label(iri) for iri in _gone(before, after)}
    told, lost = _with_edits(drifts, source, edited, made)
    plan = SyncPlan(
        drifts=told,
        undone=lost,
        changes=tuple(change for change in changes if change.old != change.new),
        dependents=tuple(dependents(graph, changed, base, derived=_derived(place))),
        questions=tuple(f"{shown}:{each.line}: {each.question}" for each in made.reading.questions),
    )
    return SyncedReading(plan, made, taken)


def _answers(curation: Path, base: Path | None) -> Answers:
    """Return what a curation file says; nothing where there is none."""
    if not curation.exists():
        return Answers(reading=1)
    return read_answers(curation, shown_name(curation, base))


def _with_edits(
    drifts: list[Finding], source: GraphSource, edited: EditedGraph | None, made: ImportResult
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the drifts with edits of the graph by hand, and those that would be lost."""
    before = source.described
    undone = {iri for iri, *_ in requoted(before)}
    lost = [each for each in drifts if each.focus in undone]
    if edited and (edited.is_marked or edited.imported is not None):
        back = turned(edited.imported, before.triples, made.triples)
        edits = edit_findings(source, back)
        told = {each.focus for each in edits}  # more exactly than by the words alone
        drifts = edits + [each for each in drifts if each.focus not in told]
        lost = edits + [each for each in lost if each.focus not in told]
    return tuple(drifts), tuple(lost)


def drift_of(
    document: Path,
    graph: Path | None = None,
    curation: Path | None = None,
    *,
    base: Path | None = None,
    elsewhere: Elsewhere | None = None,
) -> list[Finding]:
    """Return where a document and its graph do not say the same, as a sync would tell it.

    A role under another name is told as that, and not as one that is new and one that is gone.
    Takes what `sync_reading` takes. What keeps a sync from being planned is a finding as well; so
    is what was edited by hand in the graph, which a sync would take over.

    Raises:
        OSError: a file cannot be read.
        InputError: the graph cannot be read.
    """
    place = lying(document)
    target = graph or place.graph
    source = read_graph(target, shown_name(target, base))
    is_own = target.resolve() == place.graph.resolve()
    if not is_own or not ImportRecord(place).edited(source.text, source.described.triples):
        with suppress(InputError, MalformedDocument):
            plan = sync_reading(document, graph, curation, base=base, elsewhere=elsewhere)
            return list(plan.drifts)
    return check_reading(document, graph, curation, base=base, elsewhere=elsewhere)


def _derived(place: Lying) -> frozenset[Path]:
    """Return the graphs of the catalogue's documents."""
    folder = place.folder
    keys = [key for key, _ in folder.documents()] if folder else []
    return frozenset((folder.root / graph_key(key)).resolve() for key in keys if folder)


def _gone(before: Described, after: Described) -> Iterator[str]:
    """Yield the things that are no longer there."""
    there = set(after.present("rg:Role", *_STATEMENTS))
    yield from (iri for iri in before.present("rg:Role", *_STATEMENTS) if iri not in there)


def _reworded(
    before: Described, after: Described, made: ImportResult, answers: Answers
) -> Iterator[_Reworded]:
    """Yield the statements that the document has in other words than the graph."""
    language = made.reading.language
    words = Words.load(language, lying(made.target).words)
    for iri, old in reworded(before, after, words, language):
        name, first = after.label(after.link(iri, "rg:statementOf") or ""), before.label(old)
        curated = answers.statement(name, first)
        yield _Reworded(name, after.label(iri), (curated.formerly if curated else None) or first)


def _with(answers: Answers, pairs: Iterable[_Reworded]) -> Answers:
    """Return the answers with what the statements were; what was said of them goes with them."""
    roles = dict(answers.roles)
    for pair in pairs:
        role = roles.get(pair.role, AnsweredRole())
        old = next((s for s in role.statements if pair.first in (s.text, s.formerly)), None)
        said = old or AnsweredStatement(text=pair.text, status="read")
        new = said.model_copy(update={"text": pair.text, "formerly": pair.first})
        others = tuple(each for each in role.statements if each is not old)
        roles[pair.role] = role.model_copy(update={"statements": (*others, new)})
    return answers.model_copy(update={"roles": roles})


@dataclass(frozen=True, slots=True)
class _NewName:
    """A thing with a new name: its section in the curation, that name, and the one before."""

    section: str
    name: str
    former: str


def _with_flows(
    answers: Answers,
    made: ImportResult,
    before: Described,
    nearest: Nearest,
    read: Callable[[Answers, Outline | None], ImportResult],
) -> ImportResult:
    """Return the import with workflows, and then their steps, under the IRIs that they had."""
    for _ in ("workflows", "their steps"):
        flows = _with_former(answers, renamed_flows(before, Described(made.triples), nearest))
        if flows == answers:
            break
        answers, made = flows, read(flows, made.reading.outline)
    return made


def _with_former(answers: Answers, renamed: RenamedFlows) -> Answers:
    """Return the answers with what workflows, steps and artifacts were called at first."""
    workflows, artifacts = dict(answers.workflows), dict(answers.artifacts)
    for name, old in renamed.workflows:
        said = workflows.pop(old, AnsweredWorkflow())
        workflows[name] = said.model_copy(update={"formerly": said.formerly or old})
    for workflow, text, old in renamed.steps:
        said = workflows.get(workflow, AnsweredWorkflow())
        steps = dict(said.steps)
        steps[text] = AnsweredThing(formerly=steps.pop(old, AnsweredThing()).formerly or old)
        workflows[workflow] = said.model_copy(update={"steps": steps})
    for name, old in renamed.artifacts:
        first = artifacts.pop(old, AnsweredThing()).formerly or old
        artifacts[name] = AnsweredThing(formerly=first)
    return answers.model_copy(update={"workflows": workflows, "artifacts": artifacts})


def _nearest(language: str, own: Mapping[str, OwnWords]) -> Nearest:
    """Return what pairs texts of a document by their words."""
    words = Words.load(language, own)
    return lambda text, texts: nearest_text(text, texts, words, language)


def _renamed_things(
    before: Described, after: Described, language: str, own: Mapping[str, OwnWords]
) -> list[_NewName]:
    """Return the activities and personas that a document has under another name than its graph.

    An activity has other words for the same, never across a negation. A persona says of the same
    role what one said that is gone.

    Args:
        before: the graph as it was.
        after: the graph that the document would give.
        language: the language of the document.
        own: the catalogue's own words.
    """
    words = Words.load(language, own)
    return [*_activities(before, after, words, language), *_personas(before, after)]


def _activities(
    before: Described, after: Described, words: Words | None, language: str
) -> Iterator[_NewName]:
    gone, new = _changed(before, after, "rg:Activity")
    left = {before.label(iri): iri for iri in gone}
    for iri in new:
        old = nearest_text(after.label(iri), left, words, language)
        if old is not None:
            first = _first_name(before, left.pop(old), old)
            yield _NewName("activities", after.label(iri), first)


def _personas(before: Described, after: Described) -> Iterator[_NewName]:
    gone, new = _changed(before, after, "rg:Persona")
    for iri in new:
        says, role = _said_by(after, iri), after.link(iri, "rg:representsRole")
        shared = {
            old: len(says & _said_by(before, old))
            for old in gone
            if before.link(old, "rg:representsRole") == role
        }
        best = max(shared, key=lambda old: shared[old], default=None)
        if best is not None and says and shared[best] >= _HALF * len(says):
            gone.remove(best)
            yield _NewName(
                "personas", after.label(iri), _first_name(before, best, before.label(best))
            )


def _changed(before: Described, after: Described, kind: str) -> tuple[list[str], list[str]]:
    """Return the things of a class that are gone, and those that are new, in their order."""
    old, new = before.present(kind), after.present(kind)
    there = set(old)
    return [i for i in old if i not in set(new)], [i for i in new if i not in there]


def _first_name(before: Described, iri: str, label: str) -> str:
    """Return the name that an IRI was made of: a former one, where the thing had several."""
    end = iri.rpartition("/")[2]
    others = before.texts(iri, "skos:altLabel")
    return next((each for each in others if end in (slug(each), folded_slug(each))), label)


def _said_by(described: Described, persona: str) -> set[str]:
    return {text.casefold() for each in _SAYS for text in described.texts(persona, each)}


def _with_former_names(answers: Answers, named: Iterable[_NewName]) -> Answers:
    """Return the answers with what activities and personas were called before."""
    sections = {"activities": dict(answers.activities), "personas": dict(answers.personas)}
    for each in named:
        things = sections[each.section]
        # The name between the first and the present one is no name of it any more.
        for name in [name for name, thing in things.items() if thing.formerly == each.former]:
            del things[name]
        things[each.name] = AnsweredThing(formerly=each.former)
    return answers.model_copy(update=sections)
