"""What lists and links need to know of every thing: class, label and place; one per revision.

Building it reads the store a few times over; a commit then moves only the things it touched, so
that the first page of a long list costs as little as that of a short one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from math import isnan

from rolegraph.catalogue.types import ResourceType, ResourceTypes
from rolegraph.rdf.namespaces import RDF, is_default_dataset_graph
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Subject, Term
from rolegraph.store.protocol import Store

Order = tuple[int, float, str]
"""Rank, number, text: numbers before texts before nothing."""

SortKey = tuple[int, float, str, str, str]
"""Order, then label without case, then IRI."""

UNORDERED: Order = (2, 0.0, "")
_TYPE = NamedNode(RDF + "type")


def visible(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads of graphs that belong to the default dataset."""
    for quad in quads:
        graph = quad.graph_name
        if not isinstance(graph, NamedNode) or is_default_dataset_graph(graph.value):
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


class Index:
    """Classes, labels and order of all things at one revision.

    Attributes:
        revision: the revision of the store it tells of.
    """

    def __init__(self, store: Store, types: ResourceTypes, revision: int) -> None:
        self.revision = revision
        self._store = store
        self._types = types
        self._label = NamedNode(types.label_predicate)
        self._classes: dict[str, frozenset[str]] = {}
        self._labels: dict[str, tuple[Literal, ...]] = {}
        self._orders: dict[str, dict[str, Order]] = {
            t.ordered_by: {} for t in types.values() if t.ordered_by
        }
        self._members: dict[str, list[SortKey]] = {plural: [] for plural in types}
        self._read(None)
        for iri in self._classes:
            for resource_type in self.types_of(iri):
                self._members[resource_type.plural].append(self._key(resource_type, iri))
        for members in self._members.values():
            members.sort()

    def _read(self, subject: Subject | None) -> None:
        """Read class, label and order of one thing or of all."""
        classes: dict[str, set[str]] = {}
        labels: dict[str, set[Literal]] = {}
        for quad in visible(self._store.match(subject, _TYPE)):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                classes.setdefault(quad.subject.value, set()).add(quad.object.value)
        for quad in visible(self._store.match(subject, self._label)):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                labels.setdefault(quad.subject.value, set()).add(quad.object)
        for predicate, orders in self._orders.items():
            for quad in visible(self._store.match(subject, NamedNode(predicate))):
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

    def follow(self, patch: Patch, revision: int) -> None:
        """Move the things that a patch touched, and tell of its revision from now on."""
        touched = {quad.subject for quad in patch.removed | patch.added}
        for subject in touched:
            if not isinstance(subject, NamedNode):
                continue
            iri = subject.value
            for resource_type in self.types_of(iri):
                members = self._members[resource_type.plural]
                place = bisect_left(members, self._key(resource_type, iri))
                del members[place : place + 1]
            self._classes.pop(iri, None)
            self._labels.pop(iri, None)
            for orders in self._orders.values():
                orders.pop(iri, None)
            self._read(subject)
            for resource_type in self.types_of(iri):
                insort(self._members[resource_type.plural], self._key(resource_type, iri))
        self.revision = revision

    def _key(self, resource_type: ResourceType, iri: str) -> SortKey:
        orders = self._orders.get(resource_type.ordered_by or "", {})
        return (*orders.get(iri, UNORDERED), self.sort_label(iri), iri)

    def classes(self, iri: str) -> frozenset[str]:
        """Return the asserted classes of a thing; empty where it is not known."""
        return self._classes.get(iri, frozenset())

    def types_of(self, iri: str) -> tuple[ResourceType, ...]:
        """Return the resource types of a thing, the most specific first."""
        classes = self._classes.get(iri)
        return self._types.of_classes(classes) if classes else ()

    def label(self, iri: str) -> Literal | None:
        """Return the label of a thing, the English one where there are several."""
        labels = self._labels.get(iri)
        return labels[0] if labels else None

    def sort_label(self, iri: str) -> str:
        """Return the text that things without an order are sorted by."""
        label = self.label(iri)
        return (label.value if label else iri).casefold()

    def link_key(self, iri: str) -> SortKey:
        """Return the place of a thing among links: its own type's order, else its label."""
        types = self.types_of(iri)
        if types:
            return self._key(types[0], iri)
        return (*UNORDERED, self.sort_label(iri), iri)

    def count(self, plural: str) -> int:
        """Return how many things a type has."""
        return len(self._members[plural])

    def page(self, plural: str, limit: int, after: SortKey | None = None) -> list[SortKey]:
        """Return the keys of at most `limit` things of a type that come after a key."""
        members = self._members[plural]
        start = bisect_right(members, after) if after else 0
        return members[start : start + limit]

    def iris(self, plural: str) -> Iterator[str]:
        """Yield the IRIs of all things of a type in the order of its list."""
        for key in list(self._members[plural]):
            yield key[-1]


def _english_first(literal: Literal) -> tuple[bool, str, str]:
    language = literal.language or ""
    return (language != "en", language, literal.value)
