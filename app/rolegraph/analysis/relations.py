"""What the catalogue says, property by property: subject → objects, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from rolegraph.catalogue.index.index import visible
from rolegraph.rdf.namespaces import ONTOLOGY
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode
from rolegraph.store.protocol import Store

Pairs = Mapping[str, Sequence[str]]


class RoleRelations:
    """The pairs of properties at one state of a store, each property read once.

    Args:
        store: where the quads are; it must not change meanwhile.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._forward: dict[str, Pairs] = {}
        self._backward: dict[str, Pairs] = {}

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

    def without(self, predicates: Collection[str]) -> RoleRelations:
        """Return the relations of a later state that differs by these predicates only."""
        other = RoleRelations(self._store)
        for name, pairs in list(self._forward.items()):
            if _iri(name) not in predicates and name in self._backward:
                other._forward[name], other._backward[name] = pairs, self._backward[name]
        return other

    def _read(self, name: str) -> None:
        iri = _iri(name)
        forward: dict[str, dict[str, None]] = defaultdict(dict)
        backward: dict[str, dict[str, None]] = defaultdict(dict)
        for quad in visible(self._store.match(None, NamedNode(iri))):
            subject, value = quad.subject, quad.object
            if isinstance(subject, NamedNode) and isinstance(
                value, NamedNode | BlankNode | Literal
            ):
                forward[subject.value][value.value] = None
                backward[value.value][subject.value] = None
        self._forward[name] = {key: tuple(values) for key, values in forward.items()}
        self._backward[name] = {key: tuple(values) for key, values in backward.items()}


def _iri(name: str) -> str:
    return name if ":" in name else ONTOLOGY + name
