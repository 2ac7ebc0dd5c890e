"""Facets of a list: the values of its fields that several things share, and how many have each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from rolegraph.catalogue.index.facet_values import MOST_VALUES, Shared
from rolegraph.catalogue.index.index import ThingIndex
from rolegraph.catalogue.reading.listing import Lister, ListQuery
from rolegraph.catalogue.schema.fields import Field
from rolegraph.catalogue.schema.types import LABEL, ResourceType
from rolegraph.catalogue.schema.values import BOOLEAN
from rolegraph.rdf.terms import Literal, NamedNode

SHARED = 1.5
"""So many things must have a value on average: what is each thing's own divides nothing."""


@dataclass(frozen=True)
class FacetValue:
    """A value that a list can be narrowed to.

    Attributes:
        text: what a filter of the field takes: an IRI, or the value.
        is_thing: whether it is an IRI.
        count: how many things of the list have it, the other filters being as they are.
        chosen: whether the list is narrowed to it.
    """

    text: str
    is_thing: bool
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A field with its values, those that most things have first."""

    field: Field
    values: tuple[FacetValue, ...]


class Facets:
    """Finds the facets of lists at one revision.

    Args:
        lister: makes the lists.
        index: keeps what was read until a commit touches it.
    """

    def __init__(self, lister: Lister, index: ThingIndex) -> None:
        self._lister, self._index = lister, index

    def of(
        self, resource_type: ResourceType, query: ListQuery, among: Collection[str] | None = None
    ) -> list[Facet]:
        """Return the facets of a list.

        Args:
            resource_type: whose things are listed.
            query: which of them.
            among: only these count, if given.

        Raises:
            ParameterError: a filter has a value that its field cannot have.
        """
        return [
            facet
            for field in resource_type.fields
            if _divides(field) and (facet := self._facet(resource_type, field, query, among))
        ]

    def _facet(
        self,
        resource_type: ResourceType,
        field: Field,
        query: ListQuery,
        among: Collection[str] | None,
    ) -> Facet | None:
        own = [f for f in query.filters if f.path == (field,)]
        if (values := self._values(resource_type, field, however_many=bool(own))) is None:
            return None
        pairs = sum(map(len, values.values()))
        shared = 1 < len(values) <= MOST_VALUES and pairs >= SHARED * len(values)
        if not own and not shared:
            return None
        others = tuple(f for f in query.filters if f not in own)
        counts = {value: len(having) for value, having in values.items()}
        if others or among is not None:
            left = set(self._lister.members(resource_type, others))
            if among is not None:
                left.intersection_update(among)
            counts = {value: len(having & left) for value, having in values.items()}
        chosen = {text for f in own for text in f.values}
        most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_VALUES]
        found = [
            FacetValue(text, is_thing, count, text in chosen)
            for (text, is_thing), count in most
            if count
        ]
        return Facet(field, tuple(found)) if found or own else None

    def _values(
        self, resource_type: ResourceType, field: Field, *, however_many: bool
    ) -> Shared | None:
        """Return value → the things of the type that have it; None where there are too many."""
        place = (resource_type.plural, field.predicate, field.inverse)
        few = self._index.facet(place)
        if few is not None or not however_many:
            return few

        def read() -> tuple[tuple[str, str, bool], ...]:
            own = frozenset(self._lister.members(resource_type, ()))
            return tuple(
                (iri, term.value, isinstance(term, NamedNode))
                for iri, term in self._lister.values(field, own, bulk=True)
                if iri in own and isinstance(term, NamedNode | Literal)
            )

        found: Shared = defaultdict(set)
        for iri, text, is_thing in self._index.kept(("facet", *place), (field.predicate,), read):
            found[str(text), bool(is_thing)].add(str(iri))
        return found


def _divides(field: Field) -> bool:
    """Tell whether the values of a field can be a choice: things, or a few fixed values."""
    if field.name == LABEL or field.nested:
        return False
    if field.kind == "link":
        return True
    return field.kind == "literal" and (bool(field.choices) or field.datatype == BOOLEAN)
