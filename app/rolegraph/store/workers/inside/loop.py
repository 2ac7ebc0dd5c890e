"""The loop of one worker: read a message, run it, write the answer.

This module and those it imports load fast and hold little, for they are in every worker.
"""

from __future__ import annotations

import contextlib
import select
import socket
import time
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from rolegraph.rdf.named_graphs import names_graph, speaks_of_graphs, without_enumerating
from rolegraph.rdf.namespaces import APART_GRAPHS, INFERRED_GRAPH
from rolegraph.rdf.query_rewriting import grouping_texts, rewritten
from rolegraph.rdf.sparql_terminals import unescape_codepoints
from rolegraph.sandbox.confinement import Confinement
from rolegraph.store.engine.free_memory import give_back
from rolegraph.store.workers.inside.answering import (
    FAULTS,
    SLOW,
    UNACCEPTABLE,
    formats_of,
    kind_of,
    tell_error,
    tell_fault,
)
from rolegraph.store.workers.inside.lent import RECEIVED, LentConnections, LentPlace
from rolegraph.store.workers.inside.output import WorkerOutput
from rolegraph.store.workers.inside.replica import WorkerReplica
from rolegraph.store.workers.inside.rows import RowCounter
from rolegraph.store.workers.inside.updates import Evaluation
from rolegraph.store.workers.messages import wire
from rolegraph.store.workers.messages.faults import LACKING

READ_BYTES = 64 * 1024
_PRESENT = (None, None, None, None, False)
"""Dataset, state, further graphs and what follows, of a query that asks what is there."""
_WRITTEN = 2**32
"""Bytes that a file of a snapshot may grow to which its worker may change."""
_REST = 0.5
"""Seconds without a query after which a worker on disk gives memory back."""


@dataclass(frozen=True)
class SnapshotToOpen:
    """Where the dataset is on disk.

    Attributes:
        path: the folder of the snapshot.
        revision: the revision that it has.
        writable: whether it is this worker's own, to be changed.
    """

    path: str
    revision: int
    writable: bool

    def open(self) -> WorkerReplica:
        """Open it."""
        return WorkerReplica.on_disk(self.path, self.revision, writable=self.writable)


def serve(
    connection: socket.socket,
    replica: WorkerReplica,
    memory: int,
    byte_limit: int,
    row_limit: int,
    connections: int = 0,
    snapshot: SnapshotToOpen | None = None,
    place: LentPlace | None = None,
) -> None:
    """Answer queries until the server closes the connection.

    Args:
        connection: the worker's end of its socket.
        replica: the dataset, inherited from the fork server; not looked at with a snapshot.
        memory: bytes that the address space may grow by.
        byte_limit: bytes that one result may have.
        row_limit: rows that one result may have; 0 sets no limit.
        connections: how many connections it may open.
        snapshot: the dataset on disk instead, which is opened once all other files are closed.
        place: where it finds connections of clients that it is lent; None where it is lent none.
    """
    lent = None
    if place is not None:
        confinement = Confinement(connection, memory, further=place.hand, received=RECEIVED)
        lent = LentConnections(confinement, replica, place, byte_limit, row_limit)
    elif snapshot is None:
        confinement = Confinement(connection, memory, connections)
    else:
        found: list[WorkerReplica] = []
        confinement = Confinement(
            connection,
            memory,
            connections,
            lambda: found.append(snapshot.open()),
            _WRITTEN if snapshot.writable else 0,
        )
        replica = found[0]
    session = _Session(confinement, replica, memory, byte_limit, row_limit, snapshot)
    messages = _Messages(session, replica, lent)
    if lent is not None:
        lent.serve(messages.take)
        return
    while (data := session.received()) and messages.take(data):
        pass


class _Messages:
    """Does what the server says.

    Args:
        session: answers queries.
        replica: the dataset.
        lent: the connections that this worker is lent, where it may be.
    """

    def __init__(
        self, session: _Session, replica: WorkerReplica, lent: LentConnections | None
    ) -> None:
        self._session, self._replica, self._lent = session, replica, lent
        self._frames = wire.FrameReader()

    def take(self, data: bytes) -> bool:
        """Take what was read; False where the server is gone."""
        # One read may bring several messages: a query is sent ahead of its turn.
        for message in self._frames.feed(data):
            if message[0] == wire.PATCH:
                self._replica.apply(*message[1:])
            elif message[0] == wire.RECALL and self._lent is not None:
                self._lent.clear()
            elif not self._session.answer(message):
                return False
        return True


class _Session:
    def __init__(
        self,
        confinement: Confinement,
        replica: WorkerReplica,
        memory: int,
        byte_limit: int,
        row_limit: int,
        snapshot: SnapshotToOpen | None,
    ) -> None:
        self._confinement, self._connection = confinement, confinement.connection
        self._replica, self._memory = replica, memory
        self._byte_limit, self._row_limit = byte_limit, row_limit
        self._started = 0.0
        self._rests = snapshot is not None and not snapshot.writable
        self._ready = select.poll()
        self._ready.register(self._connection, select.POLLIN)
        self._worked = False

    def received(self) -> bytes:
        """Return what the server sends next; empty where it is gone.

        Who has nothing to do for a while after a slow query gives back what that has left behind.
        """
        if self._worked:
            self._connection.settimeout(_REST)
            try:
                return self._connection.recv(READ_BYTES)
            except TimeoutError:
                self._worked = False
                with contextlib.suppress(OSError):  # no more files may be open: then it stays open
                    self._replica.open_anew()
                give_back()
            finally:
                self._connection.settimeout(None)
        # Who waits in `recv` is woken as well when the server takes an answer out of the socket,
        # for nothing; who polls is not. Each time that cost the server some 6 microseconds.
        self._ready.poll()
        return self._connection.recv(READ_BYTES)

    def answer(self, request: tuple[Any, ...]) -> bool:
        """Answer one query; False where the server is gone."""
        self._started = time.monotonic()
        try:
            if request[0] == wire.UPDATE:
                self._update(*request[1:])
            else:
                self._query(*request[1:])
        except ConnectionError:
            return False
        except FAULTS as error:
            tell_error(self._connection, error)
        return True

    def _query(
        self,
        text: str,
        base: str | None,
        default_graphs: list[str] | None,
        named_graphs: list[str] | None,
        substitutions: list[tuple[str, str]],
        result_name: str | None,
        graph_name: str | None,
        rewind: tuple[bytes, bytes, bool, bytes] | None,
        gzip: bool,
        further: tuple[int | None, bytes] | None,
        inferred: bool,
    ) -> None:
        found = self._data_of(
            text, base, default_graphs, named_graphs, rewind, further, inferred=inferred
        )
        if found is None:
            return
        store, dataset = found
        if further is not None and default_graphs is None and named_graphs is None:
            text = _without_enumerating(text, base)
        dataset["substitutions"] = _substitutions(substitutions)
        # What a parameter stands for is no column.
        text = grouping_texts(text) if substitutions else rewritten(text, base)
        results: Any = store.query(text, base_iri=base, **dataset)
        kind = kind_of(results)
        name, formats = graph_name if kind == "graph" else result_name, formats_of(kind)
        if name is None:
            tell_fault(self._connection, UNACCEPTABLE, kind)
            return
        limited = self._row_limit and kind == "bindings"
        rows = RowCounter(name, self._row_limit) if limited else None
        revision = self._replica.revision
        output = WorkerOutput(self._connection, revision, kind, self._byte_limit, rows)
        results.serialize(output, format=formats[name])
        output.finish(retires=self._retires(), gzip=gzip)

    def _data_of(
        self,
        text: str,
        base: str | None,
        default_graphs: list[str] | None,
        named_graphs: list[str] | None,
        rewind: tuple[bytes, bytes, bool, bytes] | None,
        further: tuple[int | None, bytes] | None,
        *,
        inferred: bool,
    ) -> tuple[ox.Store, dict[str, Any]] | None:
        """Return the store that a query is to run on, and the engine's options for its dataset.

        None where the server has been told that it must send graphs that no replica has.
        """
        replica = self._replica
        asks = (default_graphs, named_graphs, rewind, further, inferred)
        if asks == _PRESENT and not speaks_of_graphs(text):
            return replica.plain, {}
        named = None if default_graphs is None and named_graphs is None else named_graphs or []
        lacking = replica.lacks(
            text, base, None if named is None else [*named, *(default_graphs or [])]
        )
        if inferred and INFERRED_GRAPH not in lacking:
            lacking.append(INFERRED_GRAPH)
        if not self._takes_in(lacking, further, merged=INFERRED_GRAPH if inferred else None):
            return None
        if rewind is not None:
            replica.bring_to(*rewind)
        asked = None if named is None else (default_graphs or [], named)
        merged = replica.merged(text, base, asked)
        if merged is not None:
            return merged
        if named is None and rewind is None and further is None:
            return replica.store_for(text), {}
        return replica.full, _dataset(default_graphs, named_graphs)

    def _update(
        self,
        texts: tuple[str, ...],
        operations: tuple[tuple[Any, ...], ...],
        union: bool,
        stored_default: bytes,
        further: tuple[int | None, bytes] | None,
        base: str | None,
        reads: bool,
    ) -> None:
        # The engine judges the syntax first; on an empty store it finds little to do. What fails
        # there for another reason, such as LOAD or DROP of a graph that it lacks, is none of
        # syntax.
        for text in texts:
            with contextlib.suppress(OSError, RuntimeError):
                ox.Store().update(text, base_iri=base)
        replica = self._replica if reads else WorkerReplica()
        lacking = [
            graph
            for graph in (APART_GRAPHS if reads else ())
            if any(names_graph(text, graph) for text in texts) or _uses(operations, graph)
        ]
        if not self._takes_in(lacking, further):
            return
        default = ox.parse(stored_default, format=ox.RdfFormat.N_TRIPLES)
        evaluation = Evaluation(replica.full, union=union, stored_default=default)
        for operation in operations:
            evaluation.run(operation)
        removed, added = (
            ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
            for quads in (evaluation.removed if reads else evaluation.denied, evaluation.added)
        )
        retires = reads or self._retires()
        frame = (wire.CHANGED, replica.revision, removed, added, retires)
        self._connection.sendall(wire.pack(frame))

    def _takes_in(
        self,
        lacking: list[str],
        further: tuple[int | None, bytes] | None,
        *,
        merged: str | None = None,
    ) -> bool:
        """Take in the graphs that no replica has; False where the server is to send them (anew).

        What it sent may be of another revision than this worker has.
        """
        if not lacking:
            return True
        if further is None or further[0] not in {None, self._replica.revision}:
            tell_fault(self._connection, LACKING, " ".join(lacking))
            return False
        self._replica.take_in(further[1], merged=merged)
        return True

    def _retires(self) -> bool:
        """Tell whether this worker holds so much that a fresh one is better."""
        if time.monotonic() - self._started < SLOW:
            return False
        self._worked = self._rests
        return self._confinement.holds_much


def _uses(operations: tuple[tuple[Any, ...], ...], name: str) -> bool:
    """Tell whether the protocol's parameters name a graph for an update."""
    graph = f"<{name}>"
    lists = (
        part for operation in operations for part in operation if isinstance(part, list | tuple)
    )
    return any(graph in part for part in lists)


def _without_enumerating(text: str, base: str | None) -> str:
    """Return a query in which the graphs that stand apart answer only where they are named."""
    written = unescape_codepoints(text)
    for graph in APART_GRAPHS:
        written = without_enumerating(written, graph)
    try:
        ox.Store().query(written, base_iri=base)
    except SyntaxError:
        return text  # whose own faults have the right places
    return written


def _dataset(default: list[str] | None, named: list[str] | None) -> dict[str, Any]:
    given: dict[str, Any] = {"default_graph": None, "named_graphs": None}
    if default is not None:
        # An empty list would mean "no graph given" to the engine, not "an empty default graph".
        names = default or ["urn:rolegraph:empty"]
        given["default_graph"] = [ox.NamedNode(name) for name in names]
    if named is not None:
        given["named_graphs"] = [ox.NamedNode(name) for name in named]
    return given


def _substitutions(pairs: list[tuple[str, str]] | None) -> dict[ox.Variable, Any] | None:
    if not pairs:
        return None
    return {ox.Variable(name): _term(text) for name, text in pairs}


def _term(text: str) -> Any:
    """Read one term written as in N-Triples."""
    line = f"<urn:s> <urn:p> {text} ."
    return next(iter(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))).object
