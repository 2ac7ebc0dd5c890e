"""Facets of a list: the values of its fields that several things share, and how many have each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rolegraph.catalogue.index.index import ThingIndex
from rolegraph.catalogue.reading.listing import Lister, ListQuery
from rolegraph.catalogue.schema.fields import Field
from rolegraph.catalogue.schema.types import LABEL, ResourceType
from rolegraph.catalogue.schema.values import BOOLEAN
from rolegraph.rdf.terms import Literal, NamedNode

MOST_VALUES = 60
"""More values than this are no choice that people look through."""

_SHARED = 1.5
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
        values = self._values(resource_type, field, however_many=bool(own))
        distinct = {value for found in values.values() for value in found}
        pairs = sum(map(len, values.values()))
        shared = 1 < len(distinct) <= MOST_VALUES and pairs >= _SHARED * len(distinct)
        if not own and not shared:
            return None
        others = tuple(f for f in query.filters if f not in own)
        counts: Counter[tuple[str, bool]] = Counter()
        for iri in self._lister.members(resource_type, others):
            if among is None or iri in among:
                counts.update(values.get(iri, ()))
        chosen = {text for f in own for text in f.values}
        found = [
            FacetValue(text, is_thing, count, text in chosen)
            for (text, is_thing), count in counts.most_common(MOST_VALUES)
        ]
        return Facet(field, tuple(found)) if found or own else None

    def _values(
        self, resource_type: ResourceType, field: Field, *, however_many: bool
    ) -> Mapping[str, set[tuple[str, bool]]]:
        """Return thing → its values of a field; read once until a commit touches the field.

        Where there are more values than people look through, it is empty, and not all are read.
        """

        def read() -> tuple[tuple[str, str, bool], ...]:
            members = set(self._lister.members(resource_type, ()))
            found, distinct = [], set()
            for iri, term in self._lister.values(field, members, bulk=True):
                if iri in members and isinstance(term, NamedNode | Literal):
                    value = (term.value, isinstance(term, NamedNode))
                    distinct.add(value)
                    if len(distinct) > MOST_VALUES and not however_many:
                        return ()
                    found.append((iri, *value))
            return tuple(found)

        found: dict[str, set[tuple[str, bool]]] = defaultdict(set)
        for iri, text, is_thing in self._index.kept(
            ("facet", resource_type.plural, field.path, however_many), (field.predicate,), read
        ):
            found[str(iri)].add((str(text), bool(is_thing)))
        return found


def _divides(field: Field) -> bool:
    """Tell whether the values of a field can be a choice: things, or a few fixed values."""
    if field.name == LABEL or field.nested:
        return False
    if field.kind == "link":
        return True
    return field.kind == "literal" and (bool(field.choices) or field.datatype == BOOLEAN)
