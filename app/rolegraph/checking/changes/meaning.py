"""What a change of a catalogue's files means: gains and losses, cover, completeness, findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rolegraph.analysis.score import Completeness
from rolegraph.checking.changes.cover import CoverChange, cover_changes
from rolegraph.checking.changes.readable import ReadableChanges
from rolegraph.checking.changes.required import required_values
from rolegraph.checking.changes.states import FileState
from rolegraph.checking.completeness import completeness_of, questions_of
from rolegraph.checking.files.sources import SHAPES as SHAPES_PART
from rolegraph.checking.findings.compare import anywhere, beyond
from rolegraph.folder.description import Description
from rolegraph.history.reports.differences import ThingChange, differences
from rolegraph.rdf.namespaces import ONTOLOGY, RDFS, SH, SHAPES, compact
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode
from rolegraph.shacl.findings import Finding
from rolegraph.sparql.library import QueryLibrary
from rolegraph.store.embedded import EmbeddedStore

_TEXT = ONTOLOGY + "verbatimText"


@dataclass(frozen=True)
class RoleChange:
    """What a role that is there in both states gained and lost.

    Attributes:
        role: its IRI.
        gained, lost: class → IRIs of its statements.
    """

    role: str
    gained: Mapping[str, Sequence[str]]
    lost: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class NamesForPeople:
    """Names for people.

    Attributes:
        labels: IRI of a thing or class → its label, or the text of a statement without one.
        plurals: label of a class → the plural that its shape gives it.
    """

    labels: Mapping[str, str]
    plurals: Mapping[str, str]

    def label(self, iri: str) -> str:
        """Return the label of a thing or class, else a short form of its IRI."""
        return self.labels.get(iri) or compact(iri).rpartition("/")[2]

    def counted(self, number: int, cls: str) -> str:
        """Return a number of things of a class, such as `2 responsibilities`."""
        return f"{number} {self.kind(self.label(cls), number)}"

    def kind(self, label: str, number: int) -> str:
        """Return the label of a class as it stands behind a number."""
        return label if number == 1 else self.plurals.get(label) or plural(label)


@dataclass(frozen=True)
class Meaning:
    """What changed between two states of a catalogue.

    Attributes:
        words: names for people.
        came, went: class → IRIs of things, statements of roles among them.
        roles: what roles gained and lost.
        cover: what is covered otherwise.
        before, after: how complete each state is.
        new, fixed: findings of a check.
        rules: names of files of shapes that say something else.
        things: all that changed in ontology and data, thing by thing.
        reason: what was not as it is now in the state before; a sentence, empty where it was.
    """

    words: NamesForPeople
    came: Mapping[str, Sequence[str]]
    went: Mapping[str, Sequence[str]]
    roles: Sequence[RoleChange]
    cover: Sequence[CoverChange]
    before: Completeness
    after: Completeness
    new: Sequence[Finding]
    fixed: Sequence[Finding]
    rules: Sequence[str]
    things: Sequence[ThingChange]
    reason: str = ""

    def __bool__(self) -> bool:
        return bool(self.things or self.rules or self.new or self.fixed)


def meaning(before: FileState, after: FileState) -> Meaning:
    """Compare two states of a catalogue.

    Raises:
        SyntaxFault: a named query of the catalogue is wrong.
    """
    library = questions_of(after.corpus) or questions_of(before.corpus)
    old = frozenset(quad for quads in before.rules.values() for quad in quads)
    new = frozenset(quad for quads in after.rules.values() for quad in quads)
    changed = {name for name, quads in before.rules.items() if quads - new}
    changed |= {name for name, quads in after.rules.items() if quads - old}
    return Meaning(
        words=_words(before, after),
        came=_by_class(after, before.types.keys()),
        went=_by_class(before, after.types.keys()),
        roles=list(_roles(before, after)),
        cover=cover_changes(before, after),
        before=_completeness(before, library),
        after=_completeness(after, library),
        new=beyond(after.findings, map(anywhere, before.findings), anywhere),
        fixed=beyond(before.findings, map(anywhere, after.findings), anywhere),
        rules=sorted(changed),
        things=_things(before, after),
        reason=before.reason,
    )


def _completeness(state: FileState, library: QueryLibrary | None) -> Completeness:
    """Return how complete a state is: by the questions of its catalogue, else by its shapes."""
    if state.corpus is None:
        return Completeness(())
    return (
        required_values(state.corpus) if library is None else completeness_of(state.quads, library)
    )


def plural(word: str) -> str:
    """Return the plural of an English noun as it is usually made."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def _words(before: FileState, after: FileState) -> NamesForPeople:
    labels: dict[str, str] = {}
    plurals: dict[str, str] = {}
    for state in (before, after):
        if state.corpus is None:
            continue
        for quad in state.quads:
            if quad.predicate.value == _TEXT and isinstance(quad.subject, NamedNode):
                labels.setdefault(quad.subject.value, str(getattr(quad.object, "value", "")))
        named = {
            node.value
            for quad in state.quads
            for node in (quad.subject, quad.object)
            if isinstance(node, NamedNode)
        }
        labels |= {iri: label for iri in named if (label := state.label(iri))}
        targets, names = {}, {}
        for quad in (q for source in state.corpus.part(SHAPES_PART) for q in source.quads):
            if quad.predicate.value == SH + "targetClass" and isinstance(quad.object, NamedNode):
                targets[quad.subject] = quad.object.value
            elif quad.predicate.value == SHAPES + "pluralName":
                names[quad.subject] = str(getattr(quad.object, "value", ""))
        plurals |= {
            labels[cls]: names[shape].replace("-", " ")
            for shape, cls in targets.items()
            if shape in names and cls in labels
        }
    return NamesForPeople(labels, plurals)


def _by_class(state: FileState, known: Collection[str]) -> dict[str, list[str]]:
    """Return class → things of a state that another state does not know, without their parts."""
    found: dict[str, list[str]] = defaultdict(list)
    for thing, classes in state.types.items():
        part = thing.partition("#")[0] in state.types and "#" in thing
        if thing not in known and not part and not thing.startswith("_:"):
            found[min(classes, key=lambda cls: (state.label(cls) or cls, cls))].append(thing)
    return {cls: sorted(things) for cls, things in found.items()}


def _roles(before: FileState, after: FileState) -> Iterator[RoleChange]:
    old, new = _statements(before), _statements(after)
    roles = {role for role, _ in old | new}
    for role in sorted(roles & before.types.keys() & after.types.keys()):
        gained, lost = (
            _grouped(state, [statement for owner, statement in pairs if owner == role])
            for state, pairs in ((after, new - old), (before, old - new))
        )
        if gained or lost:
            yield RoleChange(role, gained, lost)


def _grouped(state: FileState, statements: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for statement in sorted(statements):
        for cls in state.types.get(statement, ()):
            found[cls].append(statement)
    return found


def _statements(state: FileState) -> set[tuple[str, str]]:
    """Return the pairs of a role and a statement of it, whichever of the two says so."""
    below = defaultdict(set)
    for quad in state.quads:
        if quad.predicate.value == RDFS + "subPropertyOf":
            below[str(quad.object)].add(quad.subject)
    having = {NamedNode(ONTOLOGY + "hasStatement")}
    pending = list(having)
    while pending:
        for inner in below[str(pending.pop())]:
            if isinstance(inner, NamedNode) and inner not in having:
                having.add(inner)
                pending.append(inner)
    found = set()
    for quad in state.quads:
        one, other = quad.subject, quad.object
        if isinstance(one, NamedNode) and isinstance(other, NamedNode):
            if quad.predicate in having:
                found.add((one.value, other.value))
            elif quad.predicate.value == ONTOLOGY + "statementOf":
                found.add((other.value, one.value))
    return found


def _things(before: FileState, after: FileState) -> list[ThingChange]:
    # What only moved to another file is no change: triples are compared, not their files.
    old, new = ({quad.triple for quad in state.quads} for state in (before, after))
    patch = Patch(
        frozenset(quad for quad in before.quads if quad.triple not in new),
        frozenset(quad for quad in after.quads if quad.triple not in old),
    )
    if not patch:
        return []
    folder = after.corpus.folder if after.corpus else None
    store = EmbeddedStore()
    try:
        store.load([*after.quads, *(Description.of(folder).quads() if folder else ())])
        readable = ReadableChanges(before, after)
        return [readable.thing(thing) for thing in differences(store, patch, Patch())]
    finally:
        store.close()
