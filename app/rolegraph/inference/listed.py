"""What follows about each thing, kept so that it is answered without all else that follows."""

from __future__ import annotations

from msgspec import msgpack

from rolegraph.inference.closure import Closure
from rolegraph.inference.facts import Stated
from rolegraph.rdf.terms import Term, terms_of, texts_of
from rolegraph.store.files.sorted_table import SortedTable, packed_table


def packed_list(closure: Closure) -> bytes:
    """Return the inferred triples of a closure, to be kept.

    It is a table of all their terms in N-Triples form. Each has the predicates and objects of what
    follows about it, one after the other, by their places in the table.
    """
    texts = texts_of(term for triple in closure.triples() for term in triple)
    terms = sorted(set(texts), key=str.encode)
    places = {text: place for place, text in enumerate(terms)}
    found: dict[str, list[int]] = {text: [] for text in terms}
    for subject, predicate, value in zip(texts[::3], texts[1::3], texts[2::3], strict=True):
        found[subject] += places[predicate], places[value]
    return packed_table({text: msgpack.encode(row) for text, row in found.items()})


class ListedTriples:
    """The inferred triples at the revision at which they were kept.

    Args:
        content: what `packed_list` gave.
    """

    def __init__(self, content: bytes) -> None:
        self._terms = SortedTable(content)

    def about(self, subject: Term) -> list[Stated]:
        """Return the triples with a subject."""
        row = self._terms.get(str(subject))
        if row is None:
            return []
        found = terms_of([self._terms.key(place) for place in msgpack.decode(row, type=list[int])])
        return [(subject, *pair) for pair in zip(found[::2], found[1::2], strict=True)]
