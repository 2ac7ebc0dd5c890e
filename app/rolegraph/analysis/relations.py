"""What the catalogue says, property by property: subject → objects, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from sys import intern

from msgspec import Raw, Struct, msgpack

from rolegraph.catalogue.index.index import visible
from rolegraph.rdf.namespaces import ONTOLOGY
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad
from rolegraph.store.protocol import Store

Pairs = Mapping[str, tuple[str, ...]]
_Value = NamedNode | BlankNode | Literal


class _State(Struct, array_like=True):
    """Property → its pairs, packed."""

    forward: dict[str, Raw]


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
        self._packed = {} if kept is None else dict(msgpack.decode(kept, type=_State).forward)

    def packed(self) -> bytes:
        """Return the pairs that were read so far, to be kept."""
        known = {
            name: Raw(msgpack.encode(dict(self._forward[name]))) for name in list(self._backward)
        }
        return msgpack.encode(_State({**self._packed, **known}))

    def pairs(self, name: str) -> Pairs:
        """Return subject → objects of a property, values by their text.

        Args:
            name: IRI of the property, or its local name in the ontology.
        """
        if name not in self._forward:
            self._read(name)
        return self._forward[name]

    def inverse(self, name: str) -> Pairs:
        """Return object → subjects of a property."""
        if name not in self._backward:
            self._read(name)
        return self._backward[name]

    def one(self, name: str, subject: str) -> str | None:
        """Return the first object of a subject, or None."""
        return next(iter(self.pairs(name).get(subject, ())), None)

    def below(self, name: str, top: str) -> set[str]:
        """Return a thing and all that point to it through a property, over any number of steps."""
        found = {top}
        pending = [top]
        while pending:
            for nearer in self.inverse(name).get(pending.pop(), ()):
                if nearer not in found:
                    found.add(nearer)
                    pending.append(nearer)
        return found

    @property
    def read(self) -> set[str]:
        """IRIs of the properties that were read so far."""
        return {_iri(name) for name in (*self._forward, *self._packed)}

    def following(self, changed: Collection[Quad]) -> RoleRelations:
        """Return the relations after a commit, at the cost of the change; these stay.

        Args:
            changed: the quads that it removed and added. The store has taken it already.
        """
        other = RoleRelations(self._store)
        predicates = {quad.predicate.value for quad in changed}
        for name, packed in list(self._packed.items()):
            if _iri(name) in predicates:
                self._unpack(name, packed)
            elif name not in self._backward:
                other._packed[name] = packed
        for name, pairs in list(self._forward.items()):
            backward = self._backward.get(name)
            if backward is None:  # is being read at this moment
                continue
            touched = [quad for quad in changed if quad.predicate.value == _iri(name)]
            other._forward[name], other._backward[name] = (
                self._moved(name, pairs, backward, touched) if touched else (pairs, backward)
            )
        return other

    def _moved(
        self, name: str, forward: Pairs, backward: Pairs, touched: Collection[Quad]
    ) -> tuple[Pairs, Pairs]:
        predicate = NamedNode(_iri(name))
        ahead, behind = dict(forward), dict(backward)
        for subject in {quad.subject for quad in touched}:
            if isinstance(subject, NamedNode):
                quads = visible(self._store.match(subject, predicate))
                values = (quad.object for quad in quads)
                _put(ahead, subject.value, (v.value for v in values if isinstance(v, _Value)))
        for value in {quad.object for quad in touched if isinstance(quad.object, _Value)}:
            subjects = [*behind.get(value.value, ()), *_subjects(touched)]
            now = [subject for subject in subjects if value.value in ahead.get(subject, ())]
            _put(behind, value.value, now)
        return ahead, behind

    def _unpack(self, name: str, packed: Raw) -> None:
        forward: dict[str, tuple[str, ...]] = {}
        backward: dict[str, list[str]] = defaultdict(list)
        for one, others in msgpack.decode(packed, type=dict[str, tuple[str, ...]]).items():
            subject, values = intern(one), tuple(map(intern, others))
            forward[subject] = values
            for value in values:
                backward[value].append(subject)
        self._forward[name] = forward
        self._backward[name] = {value: tuple(found) for value, found in backward.items()}

    def _read(self, name: str) -> None:
        packed = self._packed.get(name)
        if packed is not None:
            self._unpack(name, packed)
            self._packed.pop(name, None)
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
        """Have the pairs of a property at hand, from both ends."""
        forward: dict[str, dict[str, None]] = defaultdict(dict)
        backward: dict[str, dict[str, None]] = defaultdict(dict)
        for one, other in pairs:
            # Each name stands in many pairs, and in the index: one text of it is enough.
            subject, value = intern(one), intern(other)
            forward[subject][value] = None
            backward[value][subject] = None
        self._forward[name] = {key: tuple(values) for key, values in forward.items()}
        self._backward[name] = {key: tuple(values) for key, values in backward.items()}


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
