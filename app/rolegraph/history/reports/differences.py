"""A patch as people think of it: things that came, went or changed, property by property."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial

from rolegraph.documents.keeping.kept import WORDS as KEPT_WORDS
from rolegraph.documents.keeping.kept import named_by, words_of_kept
from rolegraph.folder.description import base_of
from rolegraph.rdf.namespaces import (
    KEPT_DOCUMENTS,
    PROPOSALS_GRAPH,
    RDF,
    SKOS,
    path_of_graph,
    short,
    whole_of,
    words_of,
)
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Subject, Term
from rolegraph.shacl.evaluation.states.state import Present, State
from rolegraph.shacl.writing import LABELS
from rolegraph.store.embedded import EmbeddedStore

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_LABELS = tuple(NamedNode(label) for label in LABELS)
_TYPE = NamedNode(RDF + "type")
_WORDS = KEPT_WORDS | {
    RDF + "type": "kind",
    SKOS + "prefLabel": "name",
    SKOS + "altLabel": "other name",
}
_PROPOSAL = re.compile(re.escape(PROPOSALS_GRAPH) + r"#proposal-(\d+)")
_RULES = ("ontology", "shapes")
"""What the names of graphs begin with that hold ontology and rules."""


@dataclass(frozen=True)
class ShownChange:
    """A term for people.

    Attributes:
        term: the term.
        text: the text of a literal, the label of a thing, else a short form of the IRI.
        place: the short form of an IRI; of other terms the text.
    """

    term: Term
    text: str
    place: str

    @property
    def language(self) -> str | None:
        """The language of a text, where it has one."""
        return self.term.language if isinstance(self.term, Literal) else None

    @property
    def words(self) -> str:
        """It for people who know no RDF: of an IRI without a label, its last part as words."""
        if isinstance(self.term, NamedNode) and self.text == self.place and "//" not in self.text:
            return words_of(self.term.value)
        return self.text


@dataclass(frozen=True)
class PropertyChange:
    """What happened to one property of a thing.

    Attributes:
        predicate: IRI of the property.
        label: its name for people.
        part: what stands behind the `#` of a part nested in the thing; empty for the thing.
        removed, added: values that went and came.
    """

    predicate: str
    label: str
    part: str
    removed: tuple[ShownChange, ...]
    added: tuple[ShownChange, ...]

    @property
    def words(self) -> str:
        """Its name for people who know no RDF."""
        if self.predicate in _WORDS:
            return _WORDS[self.predicate]
        return words_of(self.predicate) if ":" in self.label else self.label


@dataclass(frozen=True)
class ThingChange:
    """What happened to one thing.

    Attributes:
        iri: its IRI, or a blank label with `_:`.
        place: a short form of it.
        label: its name for people.
        kind: the name of its class, or empty.
        how: `added`, `removed` or `changed`.
        files: the files that its changed statements belong to, or names of other graphs.
        tell: tells what happened to its properties: much work for who only counts things.
    """

    iri: str
    place: str
    label: str
    kind: str
    how: str
    files: tuple[str, ...]
    tell: Callable[[], Iterable[PropertyChange]] = field(compare=False, repr=False)

    @cached_property
    def properties(self) -> tuple[PropertyChange, ...]:
        """What happened to its properties."""
        return tuple(self.tell())

    @property
    def is_rule(self) -> bool:
        """Whether it is a term of the ontology or a rule, and no content of the catalogue."""
        return all(file.startswith(_RULES) for file in self.files)

    @property
    def proposal(self) -> int | None:
        """The number of the proposal that it belongs to; None for things of the catalogue."""
        found = _PROPOSAL.match(self.iri)
        return int(found[1]) if found else None


def differences(
    store: EmbeddedStore, patch: Patch, since: Patch, *, tell: bool = True
) -> list[ThingChange]:
    """Return what a patch does, thing by thing, in the order of their kinds and labels.

    Args:
        store: the store, for labels.
        patch: the patch.
        since: what leads from the state after the patch to the present one.
        tell: whether what happened to properties is told at once; else when it is first asked for,
            and the store must not change meanwhile.
    """
    present = Present(store)
    after = State(present, since.added, since.removed)
    # Labels of what went are found in the state before.
    whole = State(present, since.added, since.removed | patch.removed)
    found = sorted(
        _Differ(after, whole, base_of(store)).things(patch),
        key=lambda thing: (thing.kind, thing.label.casefold(), thing.iri),
    )
    if tell:
        for thing in found:
            _ = thing.properties
    return found


class _Differ:
    def __init__(self, after: State, whole: State, base: str) -> None:
        self._after, self._whole, self._base = after, whole, base
        self._labels: dict[NamedNode, str] = {}

    def things(self, patch: Patch) -> Iterator[ThingChange]:
        removed, added = self._by_thing(patch.removed), self._by_thing(patch.added)
        for iri in removed.keys() | added.keys():
            yield self._thing(iri, removed.get(iri, []), added.get(iri, []))

    def _thing(self, iri: str, removed: list[Quad], added: list[Quad]) -> ThingChange:
        node = (removed or added)[0].subject if iri.startswith("_:") else NamedNode(iri)
        kinds = [self._label(kind) for kind in self._whole.objects(node, _TYPE)]
        return ThingChange(
            iri,
            short(iri, self._base),
            self._label(node),
            min(kinds, default=""),
            self._how(node, removed, added),
            tuple(sorted({_file(quad) for quad in (*removed, *added)})),
            partial(self._properties, removed, added),
        )

    def _how(self, node: Subject, removed: list[Quad], added: list[Quad]) -> str:
        """Tell by the classes: a thing without any more has gone, one that had none has come."""
        came = {q.object for q in added if q.predicate == _TYPE and q.subject == node}
        went = {q.object for q in removed if q.predicate == _TYPE and q.subject == node}
        if not came and not went:
            return CHANGED
        if isinstance(node, NamedNode) and named_by(node.value) is not None:
            # What is kept of documents is no part of the states that know the classes of things.
            return CHANGED if came and went else ADDED if came else REMOVED
        now = set(self._after.objects(node, _TYPE))
        if went and not now:
            return REMOVED
        return ADDED if came and came == now and not went else CHANGED

    def _properties(self, removed: list[Quad], added: list[Quad]) -> Iterator[PropertyChange]:
        values: dict[tuple[str, str], tuple[list[Term], list[Term]]]
        values = defaultdict(lambda: ([], []))
        for position, quads in enumerate((removed, added)):
            for quad in quads:
                term = _told(quad)
                if term is None:
                    continue
                found = values[self._part(quad.subject), quad.predicate.value][position]
                if term not in found:
                    found.append(term)
        order = {_TYPE.value: 0, SKOS + "prefLabel": 1}
        for part, predicate in sorted(values, key=lambda key: (key[0], order.get(key[1], 2), key)):
            went, came = values[part, predicate]
            label = self._label(NamedNode(predicate))
            yield PropertyChange(predicate, label, part, self._shown(went), self._shown(came))

    def _shown(self, terms: Iterable[Term]) -> tuple[ShownChange, ...]:
        shown = [ShownChange(term, self._label(term), self._place(term)) for term in terms]
        return tuple(sorted(shown, key=lambda value: (value.text, str(value.term))))

    def _place(self, term: Term) -> str:
        return short(term.value, self._base) if isinstance(term, NamedNode) else str(term)

    def _label(self, term: Term) -> str:
        if isinstance(term, Literal):
            return term.value
        if not isinstance(term, NamedNode):
            return str(term)
        known = self._labels.get(term)
        if known is None:
            known = self._labels[term] = self._read_label(term)
        return known

    def _read_label(self, term: NamedNode) -> str:
        document = named_by(term.value)
        if document is not None:
            return document
        for predicate in _LABELS:
            labels = [v for v in self._whole.objects(term, predicate) if isinstance(v, Literal)]
            if labels:
                # The present name goes before one that it had.
                now = set(self._after.objects(term, predicate))
                best = min(labels, key=lambda v: (v not in now, v.language != "en", v.value))
                return best.value
        return short(term.value, self._base)

    def _by_thing(self, quads: Iterable[Quad]) -> dict[str, list[Quad]]:
        found: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            subject = quad.subject
            name = self._owner(subject.value) if isinstance(subject, NamedNode) else str(subject)
            found[name].append(quad)
        return found

    def _owner(self, iri: str) -> str:
        """Return the thing that a node is nested in: parts of things have a fragment."""
        return whole_of(iri, self._base)

    def _part(self, subject: Subject) -> str:
        if isinstance(subject, NamedNode) and subject.value.startswith(self._base):
            return subject.value.partition("#")[2]
        return ""


def _told(quad: Quad) -> Term | None:
    """Return the value that a difference shows; of kept files in words, of their digests None."""
    if getattr(quad.graph_name, "value", "") not in KEPT_DOCUMENTS:
        return quad.object
    if not isinstance(quad.object, Literal):
        return quad.object
    words = words_of_kept(quad.predicate.value, quad.object.value)
    return None if words is None else Literal(words)


def _file(quad: Quad) -> str:
    graph = quad.graph_name
    name = graph.value if isinstance(graph, NamedNode) else "the default graph"
    return path_of_graph(name)
