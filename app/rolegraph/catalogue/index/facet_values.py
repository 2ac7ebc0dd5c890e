"""The values that many things share, field by field: read once, then kept up with commits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from sys import intern

from msgspec import Raw, msgpack

from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.quad_source import QuadSource, visible
from rolegraph.rdf.terms import Literal, NamedNode, Quad

MOST_VALUES = 60
"""More values than this are no choice that people look through."""
_TYPE = RDF + "type"
_MANY = 200
"""Things of one commit; with more, a field is read anew."""

Value = tuple[str, bool]
"""An IRI or a text, and whether it is an IRI."""
Shared = dict[Value, set[str]]
"""Value → the things that have it."""
Place = tuple[str, str, bool]
"""Plural of a type, predicate of a field, and whether it points to the thing."""
_Kept = list[tuple[str, bool, list[int]]] | None
"""Values, each with the places of the things that have it."""
State = list[tuple[str, str, bool, Raw]]
"""Fields with their values, packed as `_Kept`."""


class FacetValues:
    """Knows the values of fields, where there are few.

    Args:
        is_in: tells whether a thing is in the list of a type.
    """

    def __init__(self, is_in: Callable[[str, str], bool]) -> None:
        self._is_in = is_in
        self._known: dict[Place, Shared | None] = {}
        self._packed: dict[Place, Raw] = {}
        self._names: Callable[[int], str] = str

    def of(self, place: Place, quads: QuadSource, members: Iterable[str]) -> Shared | None:
        """Return the values of a field, or None where there are too many to choose from.

        Args:
            place: the field.
            quads: where they are read, once.
            members: the things of the type; looked at where the field is read.
        """
        if place not in self._known:
            packed = self._packed.get(place)
            if packed is not None:
                self._unpack(place, packed)
            else:
                self._known[place] = _read(place, quads, frozenset(members))
        return self._known[place]

    def settle(self) -> None:
        """Unpack all that was kept; a change asks for it."""
        for place, packed in list(self._packed.items()):
            self._unpack(place, packed)
        self._packed = {}
        self._names = str  # what names were taken from is needed no more

    def follow(self, changed: Collection[Quad], quads: QuadSource) -> None:
        """Take in a commit, at the cost of the change.

        Args:
            changed: the quads that it removed and added.
            quads: which have them no more, and already.
        """
        self.settle()
        for place, shared in list(self._known.items()):
            things = set(_touched(place, changed))
            if not things:
                continue
            if shared is None or len(things) > _MANY:
                del self._known[place]
                continue
            for thing in things:
                for having in shared.values():
                    having.discard(thing)
                if self._is_in(place[0], thing):
                    for value in _values(place, quads, thing):
                        shared.setdefault(value, set()).add(intern(thing))
            for value in [value for value, having in shared.items() if not having]:
                del shared[value]
            if len(shared) > MOST_VALUES:
                self._known[place] = None

    def state(self, places: Mapping[str, int]) -> State:
        """Return what is known, to be kept; things by their place."""
        self.settle()
        kept: State = []
        for where, shared in self._known.items():
            values: _Kept = None
            if shared is not None:
                values = [
                    (*value, sorted(places[thing] for thing in having))
                    for value, having in shared.items()
                ]
            kept.append((*where, Raw(msgpack.encode(values))))
        return kept

    def take(self, state: State, name: Callable[[int], str]) -> None:
        """Know what was known before.

        Args:
            state: what `state` gave; a field is unpacked when it is asked for.
            name: gives the thing of a place.
        """
        self._names = name
        self._packed = {
            # Copied, since each would keep all that it was read from.
            (plural, predicate, inverse): values.copy()
            for plural, predicate, inverse, values in state
        }

    def _unpack(self, place: Place, packed: Raw) -> None:
        values = msgpack.decode(packed, type=_Kept)
        shared: Shared | None = None
        if values is not None:
            shared = {
                (text, is_iri): set(map(self._names, having)) for text, is_iri, having in values
            }
        # Another thread may have done the same.
        self._known.setdefault(place, shared)


def _read(place: Place, quads: QuadSource, members: Collection[str]) -> Shared | None:
    found: Shared = {}
    for thing, value in _pairs(place, quads, None):
        if thing in members:
            found.setdefault(value, set()).add(intern(thing))
            if len(found) > MOST_VALUES:
                return None
    return found


def _values(place: Place, quads: QuadSource, thing: str) -> Iterator[Value]:
    return (value for _, value in _pairs(place, quads, NamedNode(thing)))


def _pairs(place: Place, quads: QuadSource, thing: NamedNode | None) -> Iterator[tuple[str, Value]]:
    """Yield things with their values of a field: of one thing, or of all."""
    _, name, inverse = place
    predicate = NamedNode(name)
    found = quads.match(None, predicate, thing) if inverse else quads.match(thing, predicate, None)
    for quad in visible(found):
        subject, value = (quad.object, quad.subject) if inverse else (quad.subject, quad.object)
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            yield subject.value, (value.value, isinstance(value, NamedNode))


def _touched(place: Place, changed: Iterable[Quad]) -> Iterator[str]:
    """Yield the things whose values of a field, or whose type, a commit has changed."""
    _, name, inverse = place
    for quad in changed:
        predicate = quad.predicate.value
        if predicate == name:
            term = quad.object if inverse else quad.subject
            if isinstance(term, NamedNode):
                yield term.value
        if predicate == _TYPE and isinstance(quad.subject, NamedNode):
            yield quad.subject.value
