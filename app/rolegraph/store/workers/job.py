"""What is asked of a worker and what comes back."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from rolegraph.errors import RolegraphError
from rolegraph.store.workers import wire

STREAM_BUFFER = 1024 * 1024
"""Bytes of a result held on this side before its worker has to wait for the client."""


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


@dataclass(frozen=True)
class Rewind:
    """How a replica is brought to another state before it is asked.

    Attributes:
        revision: the revision that the change is made for.
        removed: N-Quads to remove.
        added: N-Quads to add.
        union: whether the default graph is the union of the default dataset graphs.
        stored_default: N-Triples of the stored default graph.
    """

    revision: int
    removed: bytes
    added: bytes
    union: bool
    stored_default: bytes = b""

    def values(self) -> tuple[bytes, bytes, bool, bytes]:
        """Return the plain values that a worker is sent."""
        return (self.removed, self.added, self.union, self.stored_default)


@dataclass(frozen=True)
class QueryJob:
    """One query to be run.

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

    def message(self) -> tuple[object, ...]:
        """Return the plain values that a worker is sent."""
        return (
            wire.QUERY,
            self.text,
            self.base,
            None if self.default_graphs is None else list(self.default_graphs),
            None if self.named_graphs is None else list(self.named_graphs),
            [list(pair) for pair in self.substitutions],
            self.result_format,
            self.graph_format,
            None if self.rewind is None else self.rewind.values(),
        )


@dataclass(frozen=True)
class UpdateJob:
    """One update to be evaluated, not committed.

    Attributes:
        text: the update, for the list of running ones.
        texts: texts of its operations whose syntax the engine is to judge first.
        operations: its operations as plain values; see `updates.Evaluation.run`.
        union: whether the default graph is the union of the default dataset graphs.
        stored_default: N-Triples of the stored default graph.
    """

    text: str
    texts: tuple[str, ...]
    operations: tuple[tuple[object, ...], ...]
    union: bool
    stored_default: bytes = b""

    def message(self) -> tuple[object, ...]:
        """Return the plain values that a worker is sent."""
        return (wire.UPDATE, self.texts, self.operations, self.union, self.stored_default)


@dataclass
class Answer:
    """A result: whole, or a stream whose first megabyte is already here.

    Attributes:
        revision: the revision of the dataset that was asked.
        kind: bindings, boolean or graph; or change for an update.
        body: the whole result, or None for a stream; of an update, N-Quads of what it adds.
        stream: the parts of the result; ends early with an error where the query failed midway.
        removed: of an update, N-Quads of what it removes.
    """

    revision: int
    kind: str
    body: bytes | None = None
    stream: AsyncIterator[bytes] | None = None
    removed: bytes = b""


class ResultStream:
    """The parts of a large result on their way from a worker to a client.

    Args:
        pause: called with True when too much waits here, with False when there is room again.
        abandon: called when the client stops reading before the end.
    """

    def __init__(self, pause: Callable[[bool], None], abandon: Callable[[], None]) -> None:
        self._pause, self._abandon = pause, abandon
        self._parts: deque[bytes] = deque()
        self._held = 0
        self._ended = False
        self._error: RolegraphError | None = None
        self._news = asyncio.Event()

    def put(self, part: bytes) -> None:
        """Add a part."""
        self._parts.append(part)
        self._held += len(part)
        if self._held > STREAM_BUFFER:
            self._pause(True)
        self._news.set()

    def end(self, error: RolegraphError | None = None) -> None:
        """Say that no more comes, because all is there or because of an error."""
        self._ended, self._error = True, error
        self._news.set()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the parts; raise the error that ended the query midway."""
        try:
            while True:
                while self._parts:
                    part = self._parts.popleft()
                    self._held -= len(part)
                    if self._held <= STREAM_BUFFER // 2:
                        self._pause(False)
                    yield part
                if self._ended:
                    if self._error is not None:
                        raise self._error
                    return
                self._news.clear()
                await self._news.wait()
        finally:
            if not self._ended:
                self._abandon()


@dataclass(eq=False)
class Running:
    """A query that waits or runs, as `GET /api/v1/running` lists it."""

    number: int
    job: QueryJob | UpdateJob
    client: str
    answer: asyncio.Future[Answer]
    on_slow: Callable[[Callable[[], None]], None] | None = None
    revision: int = 0
    asked: float = field(default_factory=time.monotonic)
    started: float | None = None
    stream: ResultStream | None = None
    parts: list[bytes] = field(default_factory=list)
    held: int = 0
    taken_long: bool = False
    slow: bool = False
    timer: asyncio.TimerHandle | None = None
