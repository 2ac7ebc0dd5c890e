"""Lists in other orders than their own, and lists of which filters leave a part."""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import total_ordering
from typing import Any

from rolegraph.catalogue.index.index import Keys, ThingIndex
from rolegraph.catalogue.index.model import Resolver
from rolegraph.catalogue.index.paging import unusable
from rolegraph.catalogue.reading.filters import Filter, matching
from rolegraph.catalogue.schema.fields import Field
from rolegraph.catalogue.schema.types import LABEL, ResourceType, ResourceTypes
from rolegraph.catalogue.schema.values import INTEGERS, NUMBERS
from rolegraph.rdf.quad_source import QuadSource, visible
from rolegraph.rdf.terms import Literal, NamedNode, Term

Place = tuple[int, float, str]
"""Rank, number and text of a value: numbers, then texts; what has none comes last."""

_LAST: Place = (2, 0.0, "")
_BULK = 0.1  # the share of a list from which on all values of a predicate are read in one go


@dataclass(frozen=True)
class Sorting:
    """A field that a list is sorted by."""

    field: Field
    descending: bool


@dataclass(frozen=True)
class ListQuery:
    """Which things a list has, and in which order; by default all, in the order of the shape."""

    filters: tuple[Filter, ...] = ()
    order: tuple[Sorting, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it is all things in the order of the shape."""
        return not (self.filters or self.order)

    @property
    def reads(self) -> set[str]:
        """The predicates that it depends on."""
        paths = [f.path for f in self.filters] + [(s.field,) for s in self.order]
        return {field.predicate for path in paths for field in path}

    @property
    def name(self) -> object:
        """What tells one query from another."""
        return (
            tuple((f.name, f.values) for f in self.filters),
            tuple((s.field.path, s.descending) for s in self.order),
        )


@total_ordering
@dataclass(frozen=True)
class Backwards:
    """A text that is sorted from Z to A."""

    text: str

    def __lt__(self, other: Backwards) -> bool:
        return other.text < self.text


class Lister:
    """Makes lists of things at one revision.

    Args:
        quads: where values are looked up.
        types: what the shapes say.
        index: classes, labels and places of all things.
        resolver: finds the things that filters name.
    """

    def __init__(
        self, quads: QuadSource, types: ResourceTypes, index: ThingIndex, resolver: Resolver
    ) -> None:
        self._quads, self._types, self._index = quads, types, index
        self._resolver = resolver

    def keys(self, resource_type: ResourceType, query: ListQuery) -> Keys:
        """Return the keys of all things of a type that a query finds, in its order.

        Raises:
            ParameterError: a filter has a value that its field cannot have.
        """
        name = (resource_type.plural, query.name)
        return self._index.kept(name, query.reads, lambda: self._made(resource_type, query))

    def _made(self, resource_type: ResourceType, query: ListQuery) -> Keys:
        members = self.members(resource_type, query.filters)
        if not query.order:
            return tuple(sorted(self._index.key(resource_type, iri) for iri in members))
        total = self._index.count(resource_type.plural)
        bulk = len(members) > total * _BULK
        columns = [self._places(sorting, members, bulk=bulk) for sorting in query.order]
        keys = [
            (*(column(iri) for column in columns), self._index.sort_label(iri), iri)
            for iri in members
        ]
        return tuple(sorted(keys))

    def members(self, resource_type: ResourceType, filters: tuple[Filter, ...]) -> Collection[str]:
        """Return the things of a type that all filters let through.

        Raises:
            ParameterError: a filter has a value that its field cannot have.
        """
        if not filters:
            return list(self._index.iris(resource_type.plural))
        sets = [matching(self._quads, self._types, self._resolver, f) for f in filters]
        found = set.intersection(*sets)
        return [iri for iri in found if resource_type in self._index.types_of(iri)]

    def _places(
        self, sorting: Sorting, members: Collection[str], *, bulk: bool
    ) -> Callable[[str], object]:
        """Return the function that gives the place of a thing by one field."""
        values: dict[str, list[Place]] = {}
        field = sorting.field
        if field.name == LABEL:
            return lambda iri: _directed((1, 0.0, self._index.sort_label(iri)), sorting)
        for iri, term in self.values(field, members, bulk=bulk):
            values.setdefault(iri, []).append(self._place(term))
        best = max if sorting.descending else min
        return lambda iri: _directed(best(values[iri]) if iri in values else _LAST, sorting)

    def values(
        self, field: Field, members: Collection[str], *, bulk: bool
    ) -> Iterable[tuple[str, Term]]:
        """Yield things with their values of a field.

        Args:
            field: the field.
            members: the things.
            bulk: read the values of all things, others among them, which is faster for many.
        """
        predicate = NamedNode(field.predicate)
        nodes = [None] if bulk else [NamedNode(iri) for iri in members]
        for node in nodes:
            pattern = (None, predicate, node) if field.inverse else (node, predicate, None)
            for quad in visible(self._quads.match(*pattern)):
                ends: tuple[Term, Term] = (quad.subject, quad.object)
                thing, value = reversed(ends) if field.inverse else ends
                if isinstance(thing, NamedNode):
                    yield thing.value, value

    def _place(self, term: Term) -> Place:
        if isinstance(term, NamedNode):
            return (1, 0.0, self._index.sort_label(term.value))
        if not isinstance(term, Literal):
            return _LAST
        if term.datatype.value in INTEGERS or term.datatype.value in NUMBERS:
            try:
                number = float(term.value)
            except ValueError:
                number = float("nan")
            if number == number:  # noqa: PLR0124 - not NaN, which has no place
                return (0, number, "")
        return (1, 0.0, term.value.casefold())


def _directed(place: Place, sorting: Sorting) -> tuple[int, float, str | Backwards]:
    rank, number, text = place
    return (rank, -number, Backwards(text)) if sorting.descending else place


def after(keys: Keys, key: Any | None) -> int:
    """Return where the part of a list begins that comes after a key."""
    return bisect_right(keys, key) if key is not None else 0


def cursor_of(key: tuple[Any, ...]) -> str:
    """Return the cursor of the page that begins after a thing of a list in another order."""
    *places, label, iri = key
    plain = [
        [rank, number, text.text if isinstance(text, Backwards) else text]
        for rank, number, text in places
    ]
    text = json.dumps([plain, label, iri], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def key_of(cursor: str, order: tuple[Sorting, ...]) -> tuple[Any, ...]:
    """Return the key that such a cursor stands for.

    Raises:
        ParameterError: it is none that a list in this order gave.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        places, label, iri = json.loads(base64.urlsafe_b64decode(padded))
        found = [
            (int(rank), float(number), Backwards(str(text)) if sorting.descending else str(text))
            for (rank, number, text), sorting in zip(places, order, strict=True)
        ]
    except (binascii.Error, ValueError, TypeError):
        raise unusable(cursor) from None
    if not isinstance(label, str) or not isinstance(iri, str):
        raise unusable(cursor)
    return (*found, label, iri)
