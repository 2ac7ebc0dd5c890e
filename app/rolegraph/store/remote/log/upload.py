"""The entry of a large commit on its way into the log: piece by piece, and resumable.

The commit is named after the digest of its patch. So who sends the same patch again, from here or
from another machine, finds what was sent before, and sends the rest. Nobody looks for the entry
until it is published.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from rolegraph.store.files.pieces import ahead, whole_lines
from rolegraph.store.remote.endpoints.client import StoreClient
from rolegraph.store.remote.log import names
from rolegraph.store.remote.log.names import commit_iri, in_log
from rolegraph.store.remote.log.templates import (
    entry_of,
    literal,
    packed_part_of,
    packed_parts_of,
    part_of,
    parts_of,
)

_SPACE = uuid.UUID("3f0c2c5e-0d0b-4b8e-9d0a-2b7b6f6d1f6e")
_PARTS_AT_ONCE = 256
_PARTS_FOR_VIRTUOSO = 4

Parts = Callable[[], Iterable[bytes]]
"""Gives the lines of a patch in pieces, from the beginning each time it is called."""


@dataclass(frozen=True)
class PatchText:
    """The text of a patch, which may be too large for memory.

    Attributes:
        parts: its lines.
        size: its quads.
        plain: whether it only adds, and its lines are known to be quads as a remote store has them:
            each has a graph, and none has a blank node or a triple term.
    """

    parts: Parts
    size: int
    plain: bool = False


class StagedUpload:
    """A staged commit whose patch is too large for memory.

    Args:
        client: the store.
        parts: the lines of its patch.

    Attributes:
        commit: its UUID.
        digest: SHA-256 of the lines of its patch.
        length: how many bytes they have.
        parts: how many literals they take.
        resumed: how many requests an earlier attempt has made already.
    """

    def __init__(self, client: StoreClient, parts: Parts) -> None:
        self._client, self._parts = client, parts
        # Virtuoso has what it was tested with.
        self._packs = not client.is_virtuoso
        at_once = _PARTS_FOR_VIRTUOSO if client.is_virtuoso else _PARTS_AT_ONCE
        self._at_once = at_once
        digest, self.length, self.parts = hashlib.sha256(), 0, 0
        for lines in whole_lines(parts()):
            digest.update(lines)
            self.length += len(lines)
            self.parts += len(packed_parts_of(lines) if self._packs else parts_of(lines))
        self.digest = digest.hexdigest()
        self.commit = self._unpublished()
        self._sent = self._sent_before()
        self.resumed = len(self._sent)
        self.mark = self._mark()

    def published(self, revision: int) -> str:
        """Return the triple that makes it the commit of a revision."""
        return f"{commit_iri(self.commit)} {names.COMMITTED} {revision} ."

    def send(self, tell: Callable[[float], None]) -> None:
        """Send what of the patch is not there yet.

        Args:
            tell: told which share of it is there.

        Raises:
            StoreError: the store fails; the same upload can be resumed.
        """
        requests = -(-self.parts // self._at_once)
        mine = commit_iri(self.commit)
        begun = f"{self.mark} {mine} {names.PARTS} {self.parts} ."
        self._client.update(f"INSERT DATA {{ {in_log(begun)} }}")
        for number, text in enumerate(ahead(self._requests())):
            if number not in self._sent:
                done = f"{mine} {names.SENT} {number} ."
                self._client.insert(in_log(f"{text} {done}"))
                self._sent.add(number)
            tell((number + 1) / requests)

    def describe(self, headers: Mapping[str, str]) -> None:
        """Say of it what the headers of its journal entry say; what was said before goes.

        Raises:
            StoreError: the store fails.
        """
        old = in_log(f"{commit_iri(self.commit)} {names.HEADERS} ?h .")
        new = in_log(entry_of(self.commit, headers, self.parts))
        self._client.update(f"DELETE {{ {old} }} WHERE {{ {old} }} ;\nINSERT DATA {{ {new} }}")

    def tidy(self) -> None:
        """Remove what only the upload needed."""
        sent = in_log(f"{commit_iri(self.commit)} {names.SENT} ?n .")
        self._client.update(f"DELETE {{ {sent} }} WHERE {{ {sent} }}")

    def _requests(self) -> Iterator[str]:
        texts: list[str] = []
        number = 0
        for lines in whole_lines(self._parts()):
            for triple in self._triples(lines, number):
                texts.append(triple)
                number += 1
                if len(texts) == self._at_once:
                    yield " ".join(texts)
                    texts = []
        if texts:
            yield " ".join(texts)

    def _triples(self, lines: bytes, first: int) -> Iterator[str]:
        """Yield the triples of some lines of the patch, the first of which has a number."""
        if not self._packs:
            for number, text in enumerate(parts_of(lines), first):
                yield part_of(self.commit, number, text)
            return
        for number, part in enumerate(packed_parts_of(lines), first):
            yield packed_part_of(self.commit, number, part)

    def _unpublished(self) -> str:
        """Return the name of the commit: the same patch may have been committed before."""
        number = 0
        while True:
            # What an earlier version sent of it has other parts, or others in a request.
            form = " packed by 256" if self._packs else ""
            commit = str(uuid.uuid5(_SPACE, f"{self.digest} {number}{form}"))
            made = in_log(f"{commit_iri(commit)} {names.COMMITTED} ?r .")
            if not self._client.select(f"SELECT ?r WHERE {{ {made} }}"):
                return commit
            number += 1

    def _sent_before(self) -> set[int]:
        sent = in_log(f"{commit_iri(self.commit)} {names.SENT} ?n .")
        rows = self._client.select(f"SELECT ?n WHERE {{ {sent} }}")
        return {int(row["n"].value) for row in rows}  # type: ignore[union-attr]

    def _mark(self) -> str:
        mine = commit_iri(self.commit)
        staged = in_log(f"{mine} {names.STAGED} ?t .")
        rows = self._client.select(f"SELECT ?t WHERE {{ {staged} }}")
        when = str(rows[0]["t"]) if rows else literal(datetime.now(UTC).isoformat())
        return f"{mine} {names.STAGED} {when} ."
