"""The texts of all things in a full-text index, one row a text; follows commits.

The index is an SQLite FTS5 table in memory (https://www.sqlite.org/fts5.html): its tokenizer folds
case and accents, and it finds words by their beginnings.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from rolegraph.catalogue.facts import Facts, Readable, visible
from rolegraph.catalogue.fields import LANG_STRING, Field
from rolegraph.catalogue.search_text import MARKS
from rolegraph.catalogue.types import ResourceTypes
from rolegraph.catalogue.values import STRING
from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import SKOS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode

OWN_NAMES = {SKOS + "prefLabel": 10.0, SKOS + "altLabel": 8.0, SKOS + "hiddenLabel": 8.0}
"""What weighs how much: the names of a thing before anything else,"""
GIVEN_NAME = 6.0
"""then names that it says are given to another thing,"""
TEXT = 3.0
"""then all other texts."""

_ROOM = 1024  # texts that one thing may have in the index
_WORDS = 30  # words of a text that a match shows
_SCHEMA = """
    CREATE VIRTUAL TABLE texts USING fts5(
        text, thing UNINDEXED, field UNINDEXED, weight UNINDEXED,
        tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3'
    );
    CREATE VIRTUAL TABLE words USING fts5vocab(texts, row);
"""


@dataclass(frozen=True)
class Found:
    """One text in which words were found; `marked` has them between `MARKS`."""

    iri: str
    field: str
    weight: float
    text: str
    marked: str


class SearchIndex:
    """The texts of all things at one revision.

    Args:
        quads: where texts are read.
        types: what the shapes say.
        facts: the classes of all things.
        revision: the revision that these tell of.

    Raises:
        ConfigurationError: this Python has no SQLite with FTS5.
    """

    def __init__(self, quads: Readable, types: ResourceTypes, facts: Facts, revision: int) -> None:
        self.revision = revision
        self._types, self._facts, self._quads = types, facts, quads
        self._numbers: dict[str, int] = {}
        self._iris: list[str] = []
        self._lock = threading.Lock()
        self._fields = _text_fields(types)
        self._table = sqlite3.connect(":memory:", check_same_thread=False)
        try:
            self._table.executescript(_SCHEMA)
        except sqlite3.OperationalError as error:
            raise ConfigurationError(f"Search needs SQLite with FTS5: {error}.") from None
        self._add(self._read(None))

    def follow(self, patch: Patch, revision: int) -> None:
        """Take in the texts of the things that a patch touched, once the facts have them."""
        touched = {quad.subject for quad in patch.removed | patch.added}
        with self._lock:
            for node in touched:
                if isinstance(node, NamedNode):
                    self._remove(node.value)
                    self._add(self._read(node))
            self.revision = revision

    def weights(self, phrase: str) -> dict[str, float]:
        """Return the things in which an FTS5 phrase is found, with the best weight of a text."""
        rows = self._rows(
            "SELECT thing, MAX(weight) FROM texts WHERE texts MATCH ? GROUP BY thing", (phrase,)
        )
        return {self._iris[number]: weight for number, weight in rows}

    def found(self, phrases: str, iris: Iterable[str]) -> Iterator[Found]:
        """Yield the texts of some things in which FTS5 phrases are found, the weightiest first."""
        begin, end = MARKS
        for iri in iris:
            first = self._numbers[iri] * _ROOM
            rows = self._rows(
                f"SELECT field, weight, text, snippet(texts, 0, ?, ?, '…', {_WORDS}) "  # noqa: S608
                "FROM texts WHERE texts MATCH ? AND rowid >= ? AND rowid < ? "
                "ORDER BY weight DESC, rowid",
                (begin, end, phrases, first, first + _ROOM),
            )
            for field, weight, text, marked in rows:
                yield Found(iri, field, weight, text, marked)

    def words(self, beginning: str) -> list[str]:
        """Return the indexed words with a beginning, folded as the index folds them."""
        rows = self._rows(
            "SELECT term FROM words WHERE term >= ? AND term < ?", (beginning, beginning + "\uffff")
        )
        return [term for (term,) in rows]

    def close(self) -> None:
        """Give the memory back."""
        self._table.close()

    def _rows(self, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._lock, closing(self._table.execute(statement, values)) as cursor:
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _read(self, subject: NamedNode | None) -> Iterator[tuple[str, Field, str, float]]:
        seen: set[tuple[str, str]] = set()
        for field, weight in self._fields:
            for quad in visible(self._quads.match(subject, NamedNode(field.predicate))):
                if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, Literal):
                    continue
                iri, text = quad.subject.value, quad.object.value
                fields = self._types.fields_of(self._facts.classes(iri))
                if (iri, text) not in seen and any(f.path == field.path for f in fields):
                    seen.add((iri, text))
                    yield iri, field, text, weight

    def _add(self, texts: Iterable[tuple[str, Field, str, float]]) -> None:
        counts: dict[str, int] = {}
        rows = []
        for iri, field, text, weight in texts:
            if iri not in self._numbers:
                self._numbers[iri] = len(self._iris)
                self._iris.append(iri)
            place = counts[iri] = counts.get(iri, -1) + 1
            if place < _ROOM:
                number = self._numbers[iri]
                rows.append((number * _ROOM + place, text, number, field.name, weight))
        self._table.executemany(
            "INSERT INTO texts (rowid, text, thing, field, weight) VALUES (?, ?, ?, ?, ?)", rows
        )

    def _remove(self, iri: str) -> None:
        number = self._numbers.get(iri)
        if number is not None:
            first = number * _ROOM
            self._table.execute(
                "DELETE FROM texts WHERE rowid >= ? AND rowid < ?", (first, first + _ROOM)
            )


def _text_fields(types: ResourceTypes) -> list[tuple[Field, float]]:
    """Return the fields that hold texts, the weightiest first, each path once."""
    found: dict[tuple[str, bool], tuple[Field, float]] = {}
    for resource_type in types.values():
        for field in resource_type.fields:
            plain = field.kind == "literal" and not field.choices
            if plain and field.datatype in {LANG_STRING, STRING, None}:
                found[field.path] = (field, weight_of(field))
    return sorted(found.values(), key=lambda pair: -pair[1])


def weight_of(field: Field) -> float:
    """Return how much a word in a field weighs."""
    known = OWN_NAMES.get(field.predicate)
    if known is not None:
        return known
    return GIVEN_NAME if field.predicate.endswith(("Label", "#label")) else TEXT
