"""What one state says: nodes, each read once, and of each thing its classes, label and order."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from itertools import chain, islice
from math import isnan
from sys import intern
from typing import TypeVar

from msgspec import Struct

from rolegraph.catalogue.schema.types import ResourceType, ResourceTypes
from rolegraph.rdf.namespaces import RDF, is_default_dataset_graph
from rolegraph.rdf.quad_source import QuadSource
from rolegraph.rdf.terms import (
    BaseDirection,
    BlankNode,
    GraphName,
    Literal,
    NamedNode,
    Quad,
    Subject,
    Term,
)

Order = tuple[int, float, str]
"""Rank, number, text: numbers before texts before nothing."""

SortKey = tuple[int, float, str, str, str]
"""Order, then label without case, then IRI."""

UNORDERED: Order = (2, 0.0, "")

_TYPE = NamedNode(RDF + "type")
_NOTHING: frozenset[str] = frozenset()
V = TypeVar("V")


def node_id(node: NamedNode | BlankNode) -> str:
    """Return the JSON-LD `id` of a node."""
    return node.value if isinstance(node, NamedNode) else f"_:{node.value}"


def visible(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads of graphs that belong to the default dataset."""
    known: dict[GraphName, bool] = {}
    for quad in quads:
        graph = quad.graph_name
        seen = known.get(graph)
        if seen is None:
            seen = not isinstance(graph, NamedNode) or is_default_dataset_graph(graph.value)
            known[graph] = seen
        if seen:
            yield quad


def order_of(term: Term) -> Order:
    """Return the place that the object of an ordering predicate gives."""
    if not isinstance(term, Literal):
        return UNORDERED
    try:
        number = float(term.value)
    except ValueError:
        return (1, 0.0, term.value)
    return UNORDERED if isnan(number) else (0, number, "")


KeptLiteral = tuple[str, str | None, str | None, str]
"""Text, language, direction and datatype of a literal."""


KeptLabels = str | list[KeptLiteral] | None
"""Labels of a thing, most often one: its language, a colon and its text."""
Labels = tuple[Literal, ...]


class FactsState(Struct, array_like=True):
    """Classes, labels and order of things, in a form that can be kept.

    Attributes:
        things: each thing that something is known of; what follows names them by their place.
        kinds: sets of classes.
        classes: of the first things, the place of the set in `kinds`; others have none.
        labels: of each thing.
        orders: ordering predicate → the things that have it, and their order.
    """

    things: list[str]
    kinds: list[list[str]]
    classes: list[int]
    labels: list[KeptLabels]
    orders: dict[str, list[tuple[int, Order]]]


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

    def with_changes(self, quads: QuadSource, changed: Iterable[Subject]) -> Facts:
        """Return facts in which some things are as `quads` has them; these facts stay."""
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

    def state(self) -> FactsState:
        """Return what is known, to be kept."""
        places: dict[frozenset[str], int] = {}
        classes = [places.setdefault(found, len(places)) for found in self._classes.values()]
        things = list(dict.fromkeys(chain(self._classes, self._labels, *self._orders.values())))
        at = {iri: place for place, iri in enumerate(things)}
        orders = {
            predicate: [(at[iri], order) for iri, order in found.items()]
            for predicate, found in self._orders.items()
        }
        labels = [_kept(self._labels.get(iri)) for iri in things]
        return FactsState(things, [sorted(kind) for kind in places], classes, labels, orders)

    def take(self, state: FactsState) -> list[str]:
        """Know what was known when a state was made; return its things, by place."""
        kinds = [frozenset(kind) for kind in state.kinds]
        # Texts of things name them as well: one text of each is enough.
        things = list(map(intern, state.things))
        self._classes = dict(zip(things, map(kinds.__getitem__, state.classes), strict=False))
        self._labels = {
            iri: found for iri, found in zip(things, state.labels, strict=True) if found
        }
        self._orders = {
            predicate: {things[place]: order for place, order in found}
            for predicate, found in state.orders.items()
        }
        return things

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
        return self._classes.get(iri, _NOTHING)

    def types_of(self, iri: str) -> tuple[ResourceType, ...]:
        """Return the resource types of a thing, the most specific first."""
        classes = self._classes.get(iri)
        return self._types.of_classes(classes) if classes else ()

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
        every = (one for found in self._labels.values() for one in _languages(found))
        return {one for one in every if one}

    def sort_label(self, iri: str) -> str:
        """Return the text that things without an order are sorted by."""
        label = self.label(iri)
        return (label.value if label else iri).casefold()

    def key(self, resource_type: ResourceType, iri: str) -> SortKey:
        """Return the place of a thing in the list of a type."""
        orders = self._orders.get(resource_type.ordered_by or "", {})
        return (*orders.get(iri, UNORDERED), self.sort_label(iri), iri)

    def link_key(self, iri: str) -> SortKey:
        """Return the place of a thing among links: its own type's order, else its label."""
        types = self.types_of(iri)
        if types:
            return self.key(types[0], iri)
        return (*UNORDERED, self.sort_label(iri), iri)

    def _labels_of(self, iri: str) -> Labels:
        found = self._labels.get(iri) or ()
        if isinstance(found, tuple):
            return found
        made = self._labels[iri] = _literals(found)
        return made


def _drop(known: MutableMapping[str, V], iri: str, nothing: V) -> None:
    if isinstance(known, ChainMap):
        known[iri] = nothing  # hides what the map below has
    else:
        known.pop(iri, None)


def fits(language: str | None, tag: str) -> bool:
    """Tell whether a language is one that is asked for, or one of its regions or scripts."""
    return f"{language or ''}-".lower().startswith(f"{tag}-".lower())


def _kept(labels: Labels | KeptLabels) -> KeptLabels:
    """Return labels as they are kept."""
    if not isinstance(labels, tuple):
        return labels
    if not labels:
        return None
    first = labels[0]
    if len(labels) == 1 and first.language is not None and first.direction is None:
        return f"{first.language}:{first.value}"
    return [
        (
            one.value,
            one.language,
            one.direction.value if one.direction else None,
            one.datatype.value,
        )
        for one in labels
    ]


def _literals(kept: str | list[KeptLiteral]) -> Labels:
    """Return labels that were kept."""
    if isinstance(kept, str):
        language, _, text = kept.partition(":")
        return (Literal(text, language=language),)
    return tuple(_literal(*one) for one in kept)


def _languages(labels: Labels | KeptLabels) -> Iterator[str | None]:
    if isinstance(labels, str):
        yield labels.partition(":")[0]
        return
    for one in labels or ():
        yield one.language if isinstance(one, Literal) else one[1]


def _literal(text: str, language: str | None, direction: str | None, datatype: str) -> Literal:
    if direction is not None:
        return Literal(text, language=language, direction=BaseDirection(direction))
    if language is not None:
        return Literal(text, language=language)
    return Literal(text, datatype=NamedNode(datatype))


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
