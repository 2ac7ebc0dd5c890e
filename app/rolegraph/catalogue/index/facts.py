"""What one state says: nodes, each read once, and of each thing its classes, label and order."""

from __future__ import annotations

import threading
from collections import ChainMap
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from itertools import chain, islice
from math import isnan
from sys import intern
from typing import TypeVar

from rolegraph.catalogue.index.kept_facts import (
    FactsState,
    KeptFacts,
    KeptLabels,
    Labels,
    Order,
    literals_of,
    state_of,
)
from rolegraph.catalogue.schema.types import ResourceType, ResourceTypes
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.quad_source import QuadSource, visible
from rolegraph.rdf.terms import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    Subject,
    Term,
)

SortKey = tuple[int, float, str, str, str]
"""Order, then label without case, then IRI."""

UNORDERED: Order = (2, 0.0, "")

_TYPE = NamedNode(RDF + "type")
_NOTHING: frozenset[str] = frozenset()
V = TypeVar("V")


def node_id(node: NamedNode | BlankNode) -> str:
    """Return the JSON-LD `id` of a node."""
    return node.value if isinstance(node, NamedNode) else f"_:{node.value}"


def order_of(term: Term) -> Order:
    """Return the place that the object of an ordering predicate gives."""
    if not isinstance(term, Literal):
        return UNORDERED
    try:
        number = float(term.value)
    except ValueError:
        return (1, 0.0, term.value)
    return UNORDERED if isnan(number) else (0, number, "")


class Facts:
    """Classes, labels and order of things.

    Args:
        types: what the shapes say.
    """

    def __init__(self, types: ResourceTypes) -> None:
        self._types = types
        self._label = NamedNode(types.label_predicate)
        self._classes: MutableMapping[str, frozenset[str]] = {}
        # What was kept becomes literals when it is asked for: most of it never is.
        self._labels: MutableMapping[str, Labels | KeptLabels] = {}
        self._orders: dict[str, MutableMapping[str, Order]] = {
            predicate: {} for predicate in types.orders
        }
        self._kept_facts: KeptFacts | None = None
        """Has all facts until they are unpacked, which `settle` does."""
        self._settling = threading.Lock()

    def with_changes(self, quads: QuadSource, changed: Iterable[Subject]) -> Facts:
        """Return facts in which some things are as `quads` has them; these facts stay."""
        if self._kept_facts is not None:
            self.settle()
        facts = Facts(self._types)
        facts._classes = ChainMap({}, self._classes)
        facts._labels = ChainMap({}, self._labels)
        facts._orders = {key: ChainMap({}, orders) for key, orders in self._orders.items()}
        for subject in changed:
            if isinstance(subject, NamedNode):
                facts.forget(subject.value)
                facts.read(quads, subject)
        return facts

    def read(self, quads: QuadSource, subject: Subject | None) -> None:
        """Read class, label and order of one thing, or of all."""
        classes: dict[str, set[str]] = {}
        labels: dict[str, set[Literal]] = {}
        for quad in visible(quads.match(subject, _TYPE)):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                classes.setdefault(intern(quad.subject.value), set()).add(quad.object.value)
        for quad in visible(quads.match(subject, self._label)):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                labels.setdefault(intern(quad.subject.value), set()).add(quad.object)
        for predicate, orders in self._orders.items():
            for quad in visible(quads.match(subject, NamedNode(predicate))):
                if isinstance(quad.subject, NamedNode):
                    place = order_of(quad.object)
                    known = orders.get(quad.subject.value, UNORDERED)
                    orders[quad.subject.value] = min(place, known)
        shared: dict[frozenset[str], frozenset[str]] = {}  # things of one class share one set
        for iri, found in classes.items():
            fixed = frozenset(found)
            self._classes[iri] = shared.setdefault(fixed, fixed)
        for iri, texts in labels.items():
            self._labels[iri] = tuple(sorted(texts, key=_english_first))

    def state(self) -> tuple[FactsState, dict[str, int]]:
        """Return what is known, to be kept, and the places of things in it."""
        self.settle()
        things = {*self._classes, *self._labels, *chain.from_iterable(self._orders.values())}
        rows = sorted(things, key=str.encode)
        state = state_of(rows, self._classes, self._labels, self._orders)
        return state, {iri: place for place, iri in enumerate(rows)}

    def take(self, state: FactsState) -> KeptFacts:
        """Know what was known when a state was made; each thing is unpacked when asked for."""
        self._kept_facts = kept = KeptFacts(state)
        return kept

    def settle(self) -> None:
        """Unpack all that was kept, so that later questions cost less; a change asks for it."""
        with self._settling:
            if self._kept_facts is not None:
                self._unpack(self._kept_facts)
                self._kept_facts = None

    def _unpack(self, kept: KeptFacts) -> None:
        classes: dict[str, frozenset[str]] = {}
        labels: dict[str, Labels | KeptLabels] = {}
        orders: dict[str, MutableMapping[str, Order]] = {name: {} for name in self._orders}
        for name, known in kept.items():
            iri = intern(name)  # texts of things name them as well: one text of each is enough
            if known.classes is not None:
                classes[iri] = known.classes
            if known.labels:
                labels[iri] = known.labels
            for predicate, order in known.orders.items():
                orders[predicate][iri] = order
        self._classes, self._labels, self._orders = classes, labels, orders

    def declare(self, iri: str, classes: frozenset[str]) -> None:
        """Know the classes of a thing that is about to be written."""
        self._classes[iri] = classes

    def forget(self, iri: str) -> None:
        """Know nothing of a thing any more."""
        _drop(self._classes, iri, _NOTHING)
        _drop(self._labels, iri, ())
        for orders in self._orders.values():
            _drop(orders, iri, UNORDERED)

    def classes(self, iri: str) -> frozenset[str]:
        """Return the asserted classes of a thing; empty where it is not known."""
        return self._classes_of(iri) or _NOTHING

    def types_of(self, iri: str) -> tuple[ResourceType, ...]:
        """Return the resource types of a thing, the most specific first."""
        classes = self._classes_of(iri)
        return self._types.of_classes(classes) if classes else ()

    def _classes_of(self, iri: str) -> frozenset[str] | None:
        kept = self._kept_facts
        return self._classes.get(iri) if kept is None else kept.thing(iri).classes

    def label(self, iri: str, languages: Sequence[str] = ()) -> Literal | None:
        """Return the label of a thing.

        Args:
            iri: the thing.
            languages: tags, the best first. A label fits a tag by its beginning (RFC 4647, 3.3.1).
                Where none fits, and by default, it is the English one.
        """
        labels = self._labels_of(iri)
        if not labels:
            return None
        fitting = (one for tag in languages for one in labels if fits(one.language, tag))
        return next(fitting, labels[0])

    def languages(self) -> set[str]:
        """Return the languages of all labels."""
        self.settle()
        every = (one for found in self._labels.values() for one in _languages(found))
        return {one for one in every if one}

    def sort_label(self, iri: str) -> str:
        """Return the text that things without an order are sorted by."""
        kept = self._kept_facts
        labels = self._labels.get(iri) if kept is None else kept.thing(iri).labels
        if isinstance(labels, str):  # lists are long, and literals made for their order would stay
            return labels.partition(":")[2].casefold()
        label = self.label(iri)
        return (label.value if label else iri).casefold()

    def key(self, resource_type: ResourceType, iri: str) -> SortKey:
        """Return the place of a thing in the list of a type."""
        name, kept = resource_type.ordered_by or "", self._kept_facts
        if kept is None:
            order = self._orders.get(name, {}).get(iri, UNORDERED)
        else:
            order = kept.thing(iri).orders.get(name, UNORDERED)
        return (*order, self.sort_label(iri), iri)

    def link_key(self, iri: str) -> SortKey:
        """Return the place of a thing among links: its own type's order, else its label."""
        types = self.types_of(iri)
        if types:
            return self.key(types[0], iri)
        return (*UNORDERED, self.sort_label(iri), iri)

    def _labels_of(self, iri: str) -> Labels:
        kept = self._kept_facts
        if kept is not None:
            return kept.labels(iri)
        found = self._labels.get(iri) or ()
        if isinstance(found, tuple):
            return found
        made = self._labels[iri] = literals_of(found)
        return made


def _drop(known: MutableMapping[str, V], iri: str, nothing: V) -> None:
    if isinstance(known, ChainMap):
        known[iri] = nothing  # hides what the map below has
    else:
        known.pop(iri, None)


def fits(language: str | None, tag: str) -> bool:
    """Tell whether a language is one that is asked for, or one of its regions or scripts."""
    return f"{language or ''}-".lower().startswith(f"{tag}-".lower())


def _languages(labels: Labels | KeptLabels) -> Iterator[str | None]:
    if isinstance(labels, str):
        yield labels.partition(":")[0]
        return
    for one in labels or ():
        yield one.language if isinstance(one, Literal) else one[1]


def _english_first(literal: Literal) -> tuple[bool, str, str]:
    language = literal.language or ""
    return (language != "en", language, literal.value)


Key = str | tuple[str, str]
"""What an answer may depend on: what is said of a node (its id), or which nodes point to it
(predicate, id)."""
Properties = dict[str, list[Term]]
"""Predicate → objects, each once."""

_MOST = 10_000
"""Nodes kept for the next question about them; an answer about all things asks once only."""


class Nodes:
    """Reads nodes of one state, which must not change meanwhile.

    A disk has to be asked for each quad and each of its terms, so asking twice costs twice.

    Args:
        quads: the state.

    Attributes:
        read: what was asked about; who keeps an answer may follow and clear it.
    """

    def __init__(self, quads: QuadSource) -> None:
        self._quads = quads
        self._known: dict[str, Properties] = {}
        self.read: set[Key] = set()

    def about(self, node: NamedNode | BlankNode) -> Properties:
        """Return what the graphs of the default dataset say of a node."""
        name = node_id(node)
        self.read.add(name)
        found = self._known.get(name)
        if found is None:
            properties: dict[str, dict[Term, None]] = {}
            for quad in visible(self._quads.match(node)):
                properties.setdefault(quad.predicate.value, {})[quad.object] = None
            found = {predicate: list(values) for predicate, values in properties.items()}
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[name] = found
        return found

    def pointing(self, predicate: str, node: NamedNode | BlankNode) -> list[NamedNode | BlankNode]:
        """Return the nodes that a predicate leads from to a node, each once."""
        self.read.add((predicate, node_id(node)))
        quads = visible(self._quads.match(None, NamedNode(predicate), node))
        return [
            subject
            for subject in dict.fromkeys(quad.subject for quad in quads)
            if isinstance(subject, NamedNode | BlankNode)
        ]

    def exists(self, node: NamedNode) -> bool:
        """Tell whether any graph says something of a node."""
        self.read.add(node_id(node))
        return next(iter(self._quads.match(node)), None) is not None

    def incoming(self, node: NamedNode | BlankNode, most: int | None = None) -> Sequence[Quad]:
        """Return the quads that point to a node by whatever predicate, at most so many."""
        return list(islice(visible(self._quads.match(None, None, node)), most))
