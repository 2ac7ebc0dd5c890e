"""What lists and links need to know of every thing: class, label and place; one per revision.

Building it reads the store a few times over; a commit then moves only the things it touched, so
that the first page of a long list costs as little as that of a short one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from msgspec import Struct, msgpack

from rolegraph.catalogue.index.changes import LastChanges, members_of, touched_by
from rolegraph.catalogue.index.facet_values import FacetValues, Place, Shared, State
from rolegraph.catalogue.index.facts import (
    UNORDERED,
    Facts,
    SortKey,
    order_of,
)
from rolegraph.catalogue.index.kept_facts import FactsState, Order
from rolegraph.catalogue.index.model import foreign_slug, own_place
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.quad_source import QuadSource, visible
from rolegraph.rdf.terms import NamedNode
from rolegraph.store.protocol import Store

__all__ = ["UNORDERED", "Order", "QuadSource", "SortKey", "ThingIndex", "order_of"]

Keys = tuple[tuple[object, ...], ...]
"""A list in some order; each key ends with the IRI of its thing."""

_TYPE = RDF + "type"
_PLACES = "I"
_KEPT = 16  # lists in other orders, or filtered, that are kept for their next pages


class _State(Struct, array_like=True):
    """Facts, and the list of each type (places of its things), in a form that can be kept."""

    facts: FactsState
    members: dict[str, bytes]
    facets: State


class ThingIndex(Facts):
    """Classes, labels and order of all things at one revision.

    Args:
        store: where the quads are.
        types: what the shapes say.
        revision: the revision that is to be told of.
        kept: what `packed` gave for that revision; without it, all is read from the store.

    Attributes:
        revision: the revision of the store it tells of.
        changes: what commits have touched since it was built.
    """

    def __init__(
        self, store: Store, types: ResourceTypes, revision: int, kept: bytes | None = None
    ) -> None:
        super().__init__(types)
        self.revision = revision
        self._store = store
        self.changes = LastChanges(revision)
        # In order. Their keys are made when two are compared, or a page is read: most never are.
        self._members: dict[str, list[str]] = {}
        self._kept_members: dict[str, bytes] = {}
        self._names: Callable[[int], str] = str
        self._foreign: dict[str, dict[str, str]] = {}
        self._kept: dict[object, tuple[frozenset[str], Keys]] = {}
        self._facets = FacetValues(self._is_in)
        if kept is None:
            self._read_all()
        else:
            state = msgpack.decode(kept, type=_State)
            self._names = self.take(state.facts).name
            self._facets.take(state.facets, self._names)
            self._kept_members = state.members

    def packed(self) -> bytes:
        """Return what is known, to be kept."""
        facts, places = self.state()
        members = {
            plural: array(_PLACES, map(places.__getitem__, self._list(plural))).tobytes()
            for plural in self._types
        }
        return msgpack.encode(_State(facts, members, self._facets.state(places)))

    def settle(self) -> None:
        """Unpack all that was kept."""
        for plural in list(self._kept_members):
            self._list(plural)
        self._kept_members = {}
        self._facets.settle()
        super().settle()
        self._names = str  # the table that names were taken from is needed no more

    def _list(self, plural: str) -> list[str]:
        """Return the list of a type; what was kept is unpacked when it is first asked for."""
        known = self._members.get(plural)
        if known is not None:
            return known
        packed = self._kept_members.get(plural)
        if packed is None:
            return self._members[plural]
        # Another thread may have done the same, and a commit may have changed its list since.
        return self._members.setdefault(plural, list(map(self._names, array(_PLACES, packed))))

    def _read_all(self) -> None:
        self._members = {plural: [] for plural in self._types}
        self.read(self._store, None)
        for iri in self._classes:
            for resource_type in self.types_of(iri):
                self._members[resource_type.plural].append(iri)
        for plural, members in self._members.items():
            members.sort(key=self._key_in(plural))

    def _key_in(self, plural: str) -> Callable[[str], SortKey]:
        """Return what gives the place of things in the list of a type."""
        return partial(self.key, self._types[plural])

    def follow(self, patch: Patch, revision: int) -> None:
        """Move the things that a patch touched, and tell of its revision from now on."""
        self.settle()
        changed = list(visible(patch.removed | patch.added))
        touched = touched_by(changed)
        for subject in {quad.subject for quad in changed}:
            if not isinstance(subject, NamedNode):
                continue
            iri = subject.value
            for resource_type in self.types_of(iri):
                members = self._members[resource_type.plural]
                self._foreign.pop(resource_type.plural, None)
                key = self._key_in(resource_type.plural)
                place = bisect_left(members, key(iri), key=key)
                del members[place : place + 1]
                touched.add(members_of(resource_type.plural))
            self.forget(iri)
            self.read(self._store, subject)
            for resource_type in self.types_of(iri):
                self._foreign.pop(resource_type.plural, None)
                key = self._key_in(resource_type.plural)
                insort(self._members[resource_type.plural], iri, key=key)
                touched.add(members_of(resource_type.plural))
        self._facets.follow(changed, self._store)
        predicates = {quad.predicate.value for quad in changed}
        for name, (read, _) in list(self._kept.items()):
            if not predicates.isdisjoint(read):
                del self._kept[name]
        self.changes.note(touched, revision)
        self.revision = revision

    def facet(self, place: Place) -> Shared | None:
        """Return the values of a field, each with the things that have it; None where many."""
        return self._facets.of(place, self._store, self.iris(place[0]))

    def _is_in(self, plural: str, iri: str) -> bool:
        return any(found.plural == plural for found in self.types_of(iri))

    def count(self, plural: str) -> int:
        """Return how many things a type has."""
        packed = self._kept_members.get(plural) if plural not in self._members else None
        if packed is None:
            return len(self._list(plural))
        return len(packed) // array(_PLACES).itemsize

    def page(self, plural: str, limit: int, after: SortKey | None = None) -> list[SortKey]:
        """Return the keys of at most `limit` things of a type that come after a key."""
        members, key = self._list(plural), self._key_in(plural)
        start = bisect_right(members, after, key=key) if after else 0
        return list(map(key, members[start : start + limit]))

    def iris(self, plural: str) -> Iterator[str]:
        """Yield the IRIs of all things of a type in the order of its list."""
        if plural in self._types:  # a catalogue may lack the type
            yield from list(self._list(plural))

    def foreign(self, plural: str, base: str) -> Mapping[str, str]:
        """Return id → IRI of the things of a type whose IRIs are not made of the base."""
        known = self._foreign.get(plural)
        if known is None:
            others = (i for i in self.iris(plural) if own_place(i, base, self._types) is None)
            known = self._foreign[plural] = {foreign_slug(iri): iri for iri in others}
        return known

    def kept(self, name: object, read: Collection[str], make: Callable[[], Keys]) -> Keys:
        """Return a list that is kept from before, or else made now.

        Args:
            name: tells it from other lists.
            read: the predicates it depends on, besides class, label and order of things.
            make: makes it.
        """
        found = self._kept.get(name)
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            always = (_TYPE, self._types.label_predicate, *self._orders)
            found = self._kept[name] = (frozenset((*always, *read)), make())
        return found[1]
