"""Rows of questions that are kept, compressed, until a commit touches a property that they read.

Those that are good at the last revision are kept on disk as well, for the next start.
"""

from __future__ import annotations

import threading
import zlib

from cachetools import LRUCache
from msgspec import DecodeError, msgpack

from rolegraph.api.questions.question_reads import QueryReads, QuestionDependence
from rolegraph.catalogue import Catalogue
from rolegraph.rdf.named_graphs import names_graph
from rolegraph.rdf.namespaces import INFERRED_GRAPH
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.kept import KeptIndex

Question = tuple[str, tuple[tuple[str, str], ...]]
"""The text of a query, and the terms that its variables have."""
_State = list[tuple[str, tuple[tuple[str, str], ...], bytes]]
_PART = "rows"
"""Name of the part that is kept for the next start."""


class KeptRows:
    """Keeps rows of questions. Safe to share among threads.

    Args:
        catalogue: knows what commits touch.
        store: what is asked.
        most: bytes that are kept; 0 keeps none.
    """

    def __init__(self, catalogue: Catalogue, store: EmbeddedStore, most: int) -> None:
        self._catalogue, self._store = catalogue, store
        self._reads = QueryReads()
        self._rows: LRUCache[Question, tuple[bytes, QuestionDependence]] = LRUCache(
            most, lambda rows: len(rows[0]) + 1024
        )
        self._lock = threading.Lock()
        self._file: KeptIndex | None = None
        self._taken = False
        self._on_disk: frozenset[Question] = frozenset()

    def use(self, file: KeptIndex) -> None:
        """Take what an earlier start has kept."""
        self._file = file

    def dependence(self, text: str) -> QuestionDependence:
        """Return what an answer of a query will hold on that is made from now on."""
        return QuestionDependence(text, self._reads, self._catalogue.dependence())

    def hold(self, question: Question) -> bool:
        """Tell whether there are rows that are good at the present revision."""
        return self._good(question) is not None

    def get(self, question: Question) -> bytes | None:
        """Return the rows of a question; None where there are none that are good now."""
        found = self._good(question)
        return None if found is None else zlib.decompress(found)

    def put(self, question: Question, rows: bytes, dependence: QuestionDependence) -> None:
        """Keep rows, where there is room for them."""
        packed = zlib.compress(rows, 1)
        with self._lock:
            if len(packed) < self._rows.maxsize // 4:
                self._rows[question] = packed, dependence

    def keep(self) -> None:
        """Keep the rows that are good now for the next start, if they are not yet kept."""
        if self._file is None:
            return
        with self._store.reading() as revision:
            if not self._taken or not self._file.keeps:
                return
            with self._lock:
                rows = list(self._rows.items())
            # What follows also depends on settings, which the next start may have others of.
            good: _State = [
                (text, terms, packed)
                for (text, terms), (packed, dependence) in rows
                if dependence.holds_at(revision) and not names_graph(text, INFERRED_GRAPH)
            ]
            asked = frozenset((text, terms) for text, terms, _ in good)
            # A service that ends early has asked some of the questions, and the next one the rest.
            if good and (self._file.revision != revision or not asked <= self._on_disk):
                self._file.write(revision, {_PART: msgpack.encode(good)})
                self._on_disk = asked

    def _good(self, question: Question) -> bytes | None:
        if not self._taken:
            self._take()
        with self._lock:
            packed, dependence = self._rows.get(question, (b"", None))
        if dependence is None or not dependence.holds_at(self._store.revision):
            return None
        return packed

    def _take(self) -> None:
        """Begin with the rows that an earlier start has kept, if nothing was committed since."""
        with self._store.reading() as revision:
            part = self._file and self._file.take(_PART, revision)
            rows: _State = []
            if part and part.revision == revision:
                try:
                    rows = msgpack.decode(part.content, type=_State)
                except DecodeError:
                    rows = []
            self._on_disk = frozenset((text, terms) for text, terms, _ in rows)
            for text, terms, packed in rows:
                dependence = self.dependence(text)
                with self._lock:
                    if (text, terms) not in self._rows and len(packed) < self._rows.maxsize // 4:
                        self._rows[text, terms] = packed, dependence
            self._taken = True
