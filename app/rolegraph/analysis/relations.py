"""What the catalogue says, property by property: subject → objects, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from sys import intern

from msgspec import Struct, msgpack

from rolegraph.rdf.namespaces import ONTOLOGY
from rolegraph.rdf.quad_source import visible
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad
from rolegraph.store.files.pairs_table import PairsTable, packed_names, packed_pairs
from rolegraph.store.files.sorted_table import SortedTable
from rolegraph.store.protocol import Store

Pairs = Mapping[str, tuple[str, ...]]
_RETIRED = "retired"
_Value = NamedNode | BlankNode | Literal


class _State(Struct, array_like=True):
    """Properties as tables, ahead and back, in which one thing is looked up.

    Attributes:
        names: the table of names of the tables.
        tables: property → its tables.
    """

    names: bytes
    tables: dict[str, tuple[bytes, bytes]]


class RoleRelations:
    """The pairs of properties at one state of a store, each property read once.

    Args:
        store: where the quads are; it must not change meanwhile.
        kept: what `packed` gave for this state; the other properties are read from the store.
    """

    def __init__(self, store: Store, kept: bytes | None = None) -> None:
        self._store = store
        self._forward: dict[str, Pairs] = {}
        self._backward: dict[str, Pairs] = {}
        # What an earlier start has kept is unpacked property by property, as each is asked for.
        self._names: SortedTable | None = None
        self._tables: dict[str, tuple[PairsTable, PairsTable]] = {}
        if kept is not None:
            state = msgpack.decode(kept, type=_State)
            names = self._names = SortedTable(state.names)
            self._tables = {
                name: (PairsTable(ahead, names), PairsTable(behind, names))
                for name, (ahead, behind) in state.tables.items()
            }

    def packed(self) -> bytes:
        """Return the pairs that were read so far, to be kept."""
        every = {*self._tables, *self._forward}
        if self._names is not None and every == self._tables.keys():
            tables = {name: (a.packed(), b.packed()) for name, (a, b) in self._tables.items()}
            return msgpack.encode(_State(self._names.packed(), tables))
        both = {name: (self.pairs(name), self._turned_of(name)) for name in every}
        names = packed_names([pairs for pairs, _ in both.values()])
        table = SortedTable(names)
        places = {table.key(place): place for place in range(len(table))}
        tables = {
            name: (packed_pairs(ahead, places), packed_pairs(behind, places))
            for name, (ahead, behind) in both.items()
        }
        return msgpack.encode(_State(names, tables))

    def ahead(self, name: str, subject: str) -> tuple[str, ...]:
        """Return the objects of one subject, without unpacking all pairs of the property."""
        return self._looked_up(name, subject, 0)

    def behind(self, name: str, value: str) -> tuple[str, ...]:
        """Return the subjects of one object, without unpacking all pairs of the property."""
        return self._looked_up(name, value, 1)

    def pairs(self, name: str) -> Pairs:
        """Return subject → objects of a property, values by their text.

        Args:
            name: IRI of the property, or its local name in the ontology.
        """
        if name not in self._forward:
            self._read(name)
        return self._forward[name]

    def has_any(self, name: str) -> bool:
        """Tell whether anything has a property."""
        known = self._forward.get(name) is None and self._table(name, 0)
        return bool(known or self.pairs(name))

    def inverse(self, name: str) -> Pairs:
        """Return object → subjects of a property."""
        found = self._backward.get(name)
        if found is None:
            found = self._backward[name] = _turned(self.pairs(name))
            self._tables.pop(name, None)  # both ways are unpacked, so nobody looks there again
        return found

    def one(self, name: str, subject: str) -> str | None:
        """Return the first object of a subject, or None."""
        found = self.ahead(name, subject)
        return found[0] if found else None

    @cached_property
    def retired(self) -> frozenset[str]:
        """What is no longer in force."""
        return frozenset(self.behind("status", _RETIRED))

    def below(self, name: str, top: str) -> set[str]:
        """Return a thing and all that point to it through a property, over any number of steps."""
        found = {top}
        pending = [top]
        while pending:
            for nearer in self.behind(name, pending.pop()):
                if nearer not in found:
                    found.add(nearer)
                    pending.append(nearer)
        return found

    @property
    def read(self) -> set[str]:
        """IRIs of the properties that were read so far."""
        return {_iri(name) for name in (*self._forward, *self._tables)}

    def following(self, changed: Collection[Quad]) -> RoleRelations:
        """Return the relations after a commit, at the cost of the change; these stay.

        Args:
            changed: the quads that it removed and added. The store has taken it already.
        """
        other = RoleRelations(self._store)
        other._names = self._names
        predicates = {quad.predicate.value for quad in changed}
        for name, tables in list(self._tables.items()):
            if _iri(name) in predicates:
                self.pairs(name)
            else:
                other._tables[name] = tables
        for name, pairs in list(self._forward.items()):
            touched = [quad for quad in changed if quad.predicate.value == _iri(name)]
            both = pairs, self._backward.get(name)
            ahead, behind = self._moved(name, *both, touched) if touched else both
            other._forward[name] = ahead
            if behind is not None:
                other._backward[name] = behind
        return other

    def _moved(
        self, name: str, forward: Pairs, backward: Pairs | None, touched: Collection[Quad]
    ) -> tuple[Pairs, Pairs | None]:
        predicate = NamedNode(_iri(name))
        ahead = dict(forward)
        for subject in {quad.subject for quad in touched}:
            if isinstance(subject, NamedNode):
                quads = visible(self._store.match(subject, predicate))
                values = (quad.object for quad in quads)
                _put(ahead, subject.value, (v.value for v in values if isinstance(v, _Value)))
        if backward is None:
            return ahead, None
        behind = dict(backward)
        for value in {quad.object for quad in touched if isinstance(quad.object, _Value)}:
            subjects = [*behind.get(value.value, ()), *_subjects(touched)]
            now = [subject for subject in subjects if value.value in ahead.get(subject, ())]
            _put(behind, value.value, now)
        return ahead, behind

    def _looked_up(self, name: str, key: str, way: int) -> tuple[str, ...]:
        known = (self._forward, self._backward)[way].get(name)
        if known is not None:
            return known.get(key, ())
        table = self._table(name, way)
        if table is None:
            return (self.inverse(name) if way else self.pairs(name)).get(key, ())
        return table.get(key)

    def _table(self, name: str, way: int) -> PairsTable | None:
        tables = self._tables.get(name)
        return None if tables is None else tables[way]

    def _turned_of(self, name: str) -> Pairs:
        return self._backward.get(name) or _turned(self.pairs(name))

    def _unpack(self, name: str, table: PairsTable) -> None:
        # Each name stands in many pairs, and in the index: one text of it is enough.
        shared = _Shared()
        self._forward[name] = {
            intern(subject): shared[tuple(map(intern, values))] for subject, values in table.items()
        }

    def _read(self, name: str) -> None:
        table = self._table(name, 0)
        if table is not None:
            self._unpack(name, table)
            return
        quads = visible(self._store.match(None, NamedNode(_iri(name))))
        found = ((quad.subject, quad.object) for quad in quads)
        self._know(
            name,
            (
                (subject.value, value.value)
                for subject, value in found
                if isinstance(subject, NamedNode) and isinstance(value, _Value)
            ),
        )

    def _know(self, name: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Have the pairs of a property at hand."""
        forward: dict[str, dict[str, None]] = defaultdict(dict)
        for subject, value in pairs:
            forward[intern(subject)][intern(value)] = None
        shared = _Shared()
        self._forward[name] = {key: shared[tuple(values)] for key, values in forward.items()}


class _Shared(dict[tuple[str, ...], tuple[str, ...]]):
    """Gives one of all equal tuples: most things have the status of many others."""

    def __missing__(self, values: tuple[str, ...]) -> tuple[str, ...]:
        self[values] = values
        return values


def _turned(forward: Pairs) -> Pairs:
    """Return object → subjects."""
    backward: dict[str, list[str]] = defaultdict(list)
    for subject, values in list(forward.items()):
        for value in values:
            backward[value].append(subject)
    return {value: tuple(found) for value, found in backward.items()}


def _iri(name: str) -> str:
    return name if ":" in name else ONTOLOGY + name


def _subjects(quads: Collection[Quad]) -> Iterator[str]:
    return (quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))


def _put(pairs: dict[str, tuple[str, ...]], key: str, values: Iterable[str]) -> None:
    found = tuple(dict.fromkeys(values))
    if found:
        pairs[key] = found
    else:
        pairs.pop(key, None)
