"""Classes, labels and order of things as they are kept, each looked up without the others.

A page right after a start speaks of a hundred things. To unpack what is known of all things took
longer than all else that the page needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from sys import intern
from typing import NamedTuple

from msgspec import Struct, msgpack

from rolegraph.rdf.terms import BaseDirection, Literal, NamedNode
from rolegraph.store.files.sorted_table import SortedTable, packed_table

Order = tuple[int, float, str]
"""Rank, number, text: numbers before texts before nothing."""
KeptLiteral = tuple[str, str | None, str | None, str]
"""Text, language, direction and datatype of a literal."""
KeptLabels = str | list[KeptLiteral] | None
"""Labels of a thing, most often one: its language, a colon and its text."""
Labels = tuple[Literal, ...]

_Row = tuple[int, KeptLabels, list[tuple[int, Order]]]
"""The place of its classes, labels, and the places of ordering predicates with the order by each;
no classes are below 0."""


class FactsState(Struct, array_like=True):
    """Facts in a form that can be kept.

    Attributes:
        kinds: sets of classes.
        predicates: what orders things.
        things: table of each thing that something is known of; other parts name a thing by its
            place in it.
    """

    kinds: list[list[str]]
    predicates: list[str]
    things: bytes


class KnownThing(NamedTuple):
    """What is known of a thing: classes (None: of none), labels, and order by predicate."""

    classes: frozenset[str] | None
    labels: Labels | KeptLabels
    orders: Mapping[str, Order]


NOTHING_KNOWN = KnownThing(None, None, {})


class KeptFacts:
    """Facts that were kept. Safe to share among threads.

    Args:
        state: what `state_of` gave.
    """

    def __init__(self, state: FactsState) -> None:
        self._kinds = [frozenset(kind) for kind in state.kinds]
        self._predicates = state.predicates
        self._rows: msgpack.Decoder[_Row] = msgpack.Decoder(_Row)
        self._asked: dict[str, KnownThing] = {}
        self.things = SortedTable(state.things)

    def name(self, place: int) -> str:
        """Return the IRI of a thing by its place; one text of each is enough."""
        return intern(self.things.key(place))

    def thing(self, iri: str) -> KnownThing:
        """Return what is known of a thing."""
        known = self._asked.get(iri)
        if known is None:
            row = self.things.get(iri)
            known = self._asked[iri] = NOTHING_KNOWN if row is None else self._read(row)
        return known

    def labels(self, iri: str) -> Labels:
        """Return the labels of a thing."""
        known = self.thing(iri)
        found = known.labels or ()
        if isinstance(found, tuple):
            return found
        made = literals_of(found)
        self._asked[iri] = known._replace(labels=made)
        return made

    def items(self) -> Iterator[tuple[str, KnownThing]]:
        """Yield all things with what is known of them."""
        for iri, row in self.things.items():
            yield iri, self._read(row)

    def _read(self, row: bytes) -> KnownThing:
        kind, labels, orders = self._rows.decode(row)
        return KnownThing(
            self._kinds[kind] if kind >= 0 else None,
            labels,
            {self._predicates[place]: order for place, order in orders} if orders else {},
        )


def state_of(
    things: Sequence[str],
    classes: Mapping[str, frozenset[str]],
    labels: Mapping[str, Labels | KeptLabels],
    orders: Mapping[str, Mapping[str, Order]],
) -> FactsState:
    """Return facts in a form that can be kept.

    Args:
        things: all that something is known of.
        classes: of each thing.
        labels: of each thing.
        orders: ordering predicate → the things that have it, and their order.
    """
    kinds: dict[frozenset[str], int] = {}
    rows = {}
    by_place = list(enumerate(orders.values()))
    for iri in things:
        found = classes.get(iri)
        row: _Row = (
            -1 if found is None else kinds.setdefault(found, len(kinds)),
            _kept(labels.get(iri)),
            [(place, known[iri]) for place, known in by_place if iri in known],
        )
        rows[iri] = msgpack.encode(row)
    return FactsState([sorted(kind) for kind in kinds], list(orders), packed_table(rows))


def literals_of(kept: str | list[KeptLiteral]) -> Labels:
    """Return labels that were kept."""
    if isinstance(kept, str):
        language, _, text = kept.partition(":")
        return (Literal(text, language=language),)
    return tuple(_literal(*one) for one in kept)


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


def _literal(text: str, language: str | None, direction: str | None, datatype: str) -> Literal:
    if direction is not None:
        return Literal(text, language=language, direction=BaseDirection(direction))
    if language is not None:
        return Literal(text, language=language)
    return Literal(text, datatype=NamedNode(datatype))
