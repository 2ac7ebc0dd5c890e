"""The texts of all things in a full-text index, one row a text; follows commits.

The index is an SQLite FTS5 table in memory (https://www.sqlite.org/fts5.html): its tokenizer folds
case and accents, and it finds words by their beginnings. The number of a row tells the thing and
the kind of text, so that a common word is counted without reading a single text. A second column
has the words that a sign holds together, without the sign.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from sys import intern
from typing import Any

from msgspec import Struct, msgpack

from rolegraph.catalogue.index.facts import Facts
from rolegraph.catalogue.schema.fields import LANG_STRING, Field
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.catalogue.schema.values import STRING
from rolegraph.catalogue.search.known_words import SearchVocabulary
from rolegraph.catalogue.search.query_words import Form, all_words_of, joined_of
from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import SKOS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.quad_source import QuadSource, visible
from rolegraph.rdf.terms import Literal, NamedNode

NAME, OTHER_NAME, GIVEN_NAME, TEXT = range(4)
"""Kinds of texts: the name of a thing, its other names, names that it says are given to another
thing, and all else."""

WEIGHTS = (10.0, 8.0, 6.0, 3.0)
"""How much a word in a text of each kind counts."""

_EXACT, _PREFIX, _STEM, _STEM_PREFIX = 1.0, 0.7, 0.6, 0.4
"""Shares of that for the word itself, for longer words, and for words of its stem."""
_NEAR, _NEAR_STEM = 0.5, 0.3  # the same for words that are spelt alike
_LEAST = 3  # letters of a word that may be the beginning of others
_LEAST_STEM = 5  # letters of a stem that may be

_KINDS = {SKOS + "prefLabel": NAME, SKOS + "altLabel": OTHER_NAME, SKOS + "hiddenLabel": OTHER_NAME}
_TEXTS_OF_KIND = 256  # texts of one kind that a thing may have in the index
_ROWS = len(WEIGHTS) * _TEXTS_OF_KIND
_SCHEMA = """
    CREATE VIRTUAL TABLE texts USING fts5(
        text, joined, field UNINDEXED,
        tokenize = "unicode61 remove_diacritics 2", prefix = '2', detail = none, columnsize = 0
    );
    CREATE VIRTUAL TABLE words USING fts5vocab(texts, row);
"""


@dataclass(frozen=True)
class IndexedText:
    """A text of a thing.

    Attributes:
        iri: the thing.
        field: JSON name of the field that has it.
        kind: NAME, OTHER_NAME, GIVEN_NAME or TEXT.
        text: the text.
    """

    iri: str
    field: str
    kind: int
    text: str


class _State(Struct, array_like=True):
    """Things in the order of their numbers, languages, and the table with its words."""

    iris: list[str]
    languages: list[str]
    table: bytes


class SearchIndex:
    """The texts of all things at one revision; things go by numbers here.

    Args:
        quads: where texts are read.
        types: what the shapes say.
        facts: the classes of all things.
        revision: the revision that these tell of.
        kept: what `packed` gave for that revision; without it, all texts are read.

    Raises:
        ConfigurationError: this Python has no SQLite with FTS5.
    """

    def __init__(
        self,
        quads: QuadSource,
        types: ResourceTypes,
        facts: Facts,
        revision: int,
        kept: bytes | None = None,
    ) -> None:
        self.revision = revision
        self._types, self._facts, self._quads = types, facts, quads
        self._numbers: dict[str, int] = {}
        self._iris: list[str] = []
        self._lock = threading.Lock()
        self._fields = _text_fields(types)
        self._languages: set[str] = set()
        self._vocabulary: SearchVocabulary | None = None
        self._table = sqlite3.connect(":memory:", check_same_thread=False)
        if kept is not None:
            self._take(msgpack.decode(kept, type=_State))
            return
        try:
            self._table.executescript(_SCHEMA)
        except sqlite3.OperationalError as error:
            raise ConfigurationError(f"Search needs SQLite with FTS5: {error}.") from None
        self._add(self._read(None))

    def packed(self) -> bytes:
        """Return what is known, to be kept."""
        with self._lock:
            self._table.commit()
            table = self._table.serialize()
        return msgpack.encode(_State(self._iris, sorted(self._languages), table))

    def _take(self, state: _State) -> None:
        """Know what was known when a state was made."""
        self._iris, self._languages = list(map(intern, state.iris)), set(state.languages)
        self._numbers = {iri: number for number, iri in enumerate(self._iris)}
        with closing(sqlite3.connect(":memory:")) as kept:  # which could not grow for ever
            kept.deserialize(state.table)
            kept.backup(self._table)

    def follow(self, patch: Patch, revision: int) -> None:
        """Take in the texts of the things that a patch touched, once the facts have them."""
        touched = {quad.subject for quad in visible(patch.removed | patch.added)}
        with self._lock:
            languages = len(self._languages)
            for node in touched:
                if isinstance(node, NamedNode):
                    self._remove(node.value)
                    texts = list(self._read(node))
                    self._add(texts)
                    if self._vocabulary is not None:
                        self._vocabulary.add(w for *_, text in texts for w in all_words_of(text))
            if len(self._languages) > languages:
                self._vocabulary = None  # there are more stems now
            self.revision = revision

    def kinds(self, phrase: str) -> dict[int, int]:
        """Return the things in which an FTS5 phrase is found, with the best kind of text."""
        rows = self._rows(
            "SELECT rowid / ? AS thing, min(rowid % ?) / ? FROM texts WHERE texts MATCH ? "
            "GROUP BY thing",
            (_ROWS, _ROWS, _TEXTS_OF_KIND, phrase),
        )
        return dict(rows)

    def iri(self, number: int) -> str:
        """Return the IRI of a thing."""
        return self._iris[number]

    def number(self, iri: str) -> int | None:
        """Return the number of a thing, None where it has no texts."""
        return self._numbers.get(iri)

    def texts(self, number: int) -> list[IndexedText]:
        """Return the texts of a thing, names first."""
        first = number * _ROWS
        rows = self._rows(
            "SELECT rowid, field, text FROM texts WHERE rowid BETWEEN ? AND ? ORDER BY rowid",
            (first, first + _ROWS - 1),
        )
        iri = self._iris[number]
        return [IndexedText(iri, f, (row - first) // _TEXTS_OF_KIND, text) for row, f, text in rows]

    def forms(self, word: str, *, suggest: bool = False) -> list[Form]:
        """Return the ways in which a word may be found, those that count most first.

        Args:
            word: from `words_of`.
            suggest: whether it is the beginning of a word that is still being typed.
        """
        with self._lock:
            forms = [Form((word,), _EXACT)]
            if suggest or len(word) >= _LEAST:
                forms.append(Form((word,), _PREFIX, is_prefix=True))
            if not suggest:
                known = self._known()
                if related := known.related(word):
                    forms.append(Form(tuple(related), _STEM))
                shorter = known.stems(word) - {word}
                stems = tuple(sorted(stem for stem in shorter if len(stem) >= _LEAST_STEM))
                if stems:
                    forms.append(Form(stems, _STEM_PREFIX, is_prefix=True))
            return forms

    def knows(self, word: str) -> bool:
        """Tell whether a word is, or was, in a text."""
        with self._lock:
            return word in self._known()

    def instead(self, word: str) -> list[Form]:
        """Return what may have been meant by a word that is nowhere: its parts, or near words."""
        with self._lock:
            known = self._known()
            if parts := known.parts(word):
                return [Form(parts, _STEM, together=True)]
            near = known.near(word)
            if not near:
                return []
            every = [*near, *(other for one in near for other in known.related(one))]
            return [Form(tuple(near), _NEAR), Form(tuple(dict.fromkeys(every)), _NEAR_STEM)]

    def _known(self) -> SearchVocabulary:
        """Return the vocabulary, made when it is first asked for; the lock is held."""
        if self._vocabulary is None:
            with closing(self._table.execute("SELECT term FROM words")) as cursor:
                self._vocabulary = SearchVocabulary((term for (term,) in cursor), self._languages)
        return self._vocabulary

    def _rows(self, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._lock, closing(self._table.execute(statement, values)) as cursor:
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _read(self, subject: NamedNode | None) -> Iterator[tuple[str, str, int, str]]:
        """Yield thing, field, kind and text of all texts, or of those of one thing."""
        seen: set[tuple[str, str]] = set()
        for field, kind in self._fields:
            having: dict[frozenset[str], bool] = {}  # by classes, whether they have the field
            for quad in visible(self._quads.match(subject, NamedNode(field.predicate))):
                if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, Literal):
                    continue
                iri, text = quad.subject.value, quad.object.value
                classes = self._facts.classes(iri)
                has_it = having.get(classes)
                if has_it is None:
                    has_it = any(f.path == field.path for f in self._types.fields_of(classes))
                    having[classes] = has_it
                if has_it and (iri, text) not in seen:
                    seen.add((iri, text))
                    if quad.object.language:
                        self._languages.add(quad.object.language)
                    yield iri, field.name, kind, text

    def _add(self, texts: Iterable[tuple[str, str, int, str]]) -> None:
        places: dict[int, int] = {}

        def rows() -> Iterator[tuple[int, str, str, str]]:
            for iri, field, kind, text in texts:
                number = self._numbers.get(iri)
                if number is None:
                    number = self._numbers[iri] = len(self._iris)
                    self._iris.append(iri)
                first = number * _ROWS + kind * _TEXTS_OF_KIND
                place = places.get(first, 0)
                if place < _TEXTS_OF_KIND:
                    places[first] = place + 1
                    yield first + place, text, " ".join(joined_of(text)), field

        # FTS5 writes out what it has gathered whenever a number is lower than the one before.
        self._table.executemany(
            "INSERT INTO texts (rowid, text, joined, field) VALUES (?, ?, ?, ?)", sorted(rows())
        )

    def _remove(self, iri: str) -> None:
        number = self._numbers.get(iri)
        if number is not None:
            first = number * _ROWS
            self._table.execute(
                "DELETE FROM texts WHERE rowid BETWEEN ? AND ?", (first, first + _ROWS - 1)
            )


def _text_fields(types: ResourceTypes) -> list[tuple[Field, int]]:
    """Return the fields that hold texts with their kinds, names first, each path once."""
    found: dict[tuple[str, bool], tuple[Field, int]] = {}
    for resource_type in types.values():
        for field in resource_type.fields:
            plain = field.kind == "literal" and not field.choices
            if plain and field.datatype in {LANG_STRING, STRING, None}:
                found[field.path] = (field, _kind_of(field))
    return sorted(found.values(), key=lambda pair: pair[1])


def _kind_of(field: Field) -> int:
    known = _KINDS.get(field.predicate)
    if known is not None:
        return known
    return GIVEN_NAME if field.predicate.endswith(("Label", "#label")) else TEXT
