"""What is asked of a worker and what comes back: plain data, and how a result is packed."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # workers would load what reads the environment, which takes half of their start
    from rolegraph.settings import Settings

GZIP_FROM = 1024
"""Bytes of a result below which compressing does not pay."""


Further = tuple[int | None, bytes]
"""N-Quads of graphs that no replica has, after the revision that they are of (None: of any)."""


@dataclass(frozen=True)
class Limits:
    """What one query may use.

    Attributes:
        seconds: wall-clock time, waiting for a worker not counted.
        memory: bytes by which the worker's address space may grow.
        result_bytes: bytes of the serialised result.
        result_rows: rows of a SELECT result; 0 sets no limit.
    """

    seconds: float
    memory: int
    result_bytes: int
    result_rows: int = 0

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Return those of a service."""
        return cls(
            seconds=settings.query_timeout,
            memory=settings.query_memory,
            result_bytes=settings.query_result_bytes,
            result_rows=settings.query_result_rows,
        )


@dataclass(frozen=True)
class Rewind:
    """How a replica is brought to another state before it is asked.

    Attributes:
        revision: the revision that the change is made for.
        wanted: the revision that it leads to.
        removed: N-Quads to remove.
        added: N-Quads to add.
        union: whether the default graph is the union of the default dataset graphs.
        stored_default: N-Triples of the stored default graph.
    """

    revision: int
    wanted: int
    removed: bytes
    added: bytes
    union: bool
    stored_default: bytes = b""


@dataclass(slots=True)
class QueryJob:
    """One query to be run. Not frozen, since one is made for each query, and that costs.

    Attributes:
        text: the SPARQL query.
        base: base IRI of relative IRIs in it.
        default_graphs: graphs that replace the default graph, or None.
        named_graphs: graphs that GRAPH sees, or None for all.
        substitutions: variables with the terms, written as in N-Triples, to put in their place.
        result_format: name of the format for bindings and booleans; None accepts none.
        graph_format: name of the format for CONSTRUCT and DESCRIBE; None accepts none.
        federated: whether it has SERVICE clauses, whose addresses lead to the relay.
        rewind: leads to the state that is asked, where that is not the present one.
        gzip: whether a result that is sent whole is wanted compressed as well.
        further: N-Quads of the graphs that it names and no replica has, and the revision that they
            are of, if they are of one; None until a worker has found that it names any.
        inferred: whether its default graph is to have the inferred triples as well.
        background: whether it is nobody's yet, and everything else goes before it.
    """

    text: str
    base: str | None = None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    substitutions: tuple[tuple[str, str], ...] = ()
    result_format: str | None = "json"
    graph_format: str | None = "turtle"
    federated: bool = False
    rewind: Rewind | None = None
    gzip: bool = False
    further: Further | None = None
    inferred: bool = False
    background: bool = False


@dataclass(frozen=True)
class UpdateJob:
    """One update to be evaluated, not committed.

    Attributes:
        text: the update, for the list of running ones.
        texts: texts of its operations whose syntax the engine is to judge first.
        operations: its operations as plain values; see `updates.Evaluation.run`.
        union: whether the default graph is the union of the default dataset graphs.
        stored_default: N-Triples of the stored default graph.
        further: as of a query.
        base: what relative IRIs in `texts` are resolved against.
        reads: whether it is evaluated on the dataset. Where it is not, the answer has all that
            DELETE DATA names as removed, and what is inserted and not deleted again as added.
    """

    text: str
    texts: tuple[str, ...]
    operations: tuple[tuple[object, ...], ...]
    union: bool
    stored_default: bytes = b""
    further: Further | None = None
    base: str | None = None
    reads: bool = True


@dataclass(slots=True)
class Answer:
    """A result: whole, or a stream whose first megabyte is already here.

    Attributes:
        revision: the revision of the dataset that was asked.
        kind: bindings, boolean or graph; or change for an update.
        body: the whole result, or None for a stream; of an update, N-Quads of what it adds.
        stream: the parts of the result; ends early with an error where the query failed midway.
        removed: of an update, N-Quads of what it removes.
        gzipped: the body compressed, where that was asked for and pays.
        hash: the hash of the body, where the worker made it; see `body_hash`.
    """

    revision: int
    kind: str
    body: bytes | None = None
    stream: AsyncIterator[bytes] | None = None
    removed: bytes = b""
    gzipped: bytes | None = None
    hash: str | None = None


VARIABLE = b"rolegraph-revision: %d\r\netag: %b\r\ncontent-length: %d\r\n\r\n"
"""The end of the head of an answer, with what differs between results."""


def body_hash(body: bytes) -> str:
    """Return what tells one result from another: 24 hexadecimal digits."""
    return hashlib.blake2b(body, digest_size=12, person=b"result").hexdigest()


def compress(body: bytes) -> bytes:
    """Return a result compressed, the same bytes each time."""
    return gzip.compress(body, 5, mtime=0)
