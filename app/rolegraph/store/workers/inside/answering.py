"""Results of the engine written in the format that is wanted, and its faults told."""

from __future__ import annotations

import re
import socket
from typing import Any

import pyoxigraph as ox

from rolegraph.store.workers.inside.output import LimitReached
from rolegraph.store.workers.inside.rows import TooManyRows
from rolegraph.store.workers.inside.updates import UpdateFault
from rolegraph.store.workers.messages import wire

SLOW = 0.05
"""Seconds after which a query makes its worker look at what memory it holds."""
RESULT_FORMATS: dict[str, Any] = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS: dict[str, Any] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
SYNTAX, LIMIT, RESOURCE, UNACCEPTABLE, FAILED = "syntax", "limit", "resource", "accept", "failed"
FAULTS = (
    *(SyntaxError, LimitReached, TooManyRows, MemoryError),
    *(OSError, ValueError, RuntimeError, UpdateFault),
)
"""What may go wrong with a query or an update."""
_PLACE = re.compile(r"error at (\d+):(\d+): ?")
_REFUSED = ("Too many open files", "Permission denied")


def kind_of(results: Any) -> str:
    """Return which form results have: bindings, graph or boolean."""
    if isinstance(results, ox.QuerySolutions):
        return "bindings"
    return "graph" if isinstance(results, ox.QueryTriples) else "boolean"


def formats_of(kind: str) -> dict[str, Any]:
    """Return the formats that a form of results may have."""
    return GRAPH_FORMATS if kind == "graph" else RESULT_FORMATS


def tell_error(connection: socket.socket, error: Exception) -> None:
    """Tell the server which of `FAULTS` a query met."""
    if isinstance(error, SyntaxError):
        tell_fault(connection, SYNTAX, *_place_of(error))
    elif isinstance(error, LimitReached | TooManyRows):
        tell_fault(connection, LIMIT, str(error))
    elif isinstance(error, MemoryError):
        tell_fault(connection, RESOURCE, "The query needed more memory than its limit.")
    else:
        tell_fault(connection, FAILED, _reason_of(error))


def tell_fault(
    connection: socket.socket,
    kind: str,
    message: str,
    line: int | None = None,
    column: int | None = None,
) -> None:
    """Tell the server that a query did not succeed."""
    connection.sendall(wire.pack((wire.FAULT, kind, message, line, column)))


def _place_of(error: SyntaxError) -> tuple[str, int | None, int | None]:
    message = error.msg or str(error)
    if error.lineno:
        return message, error.lineno, error.offset
    place = _PLACE.search(message)
    if place is None:
        return message, None, None
    return message[place.end() :] or message, int(place[1]), int(place[2])


def _reason_of(error: Exception) -> str:
    text = str(error)
    if any(refused in text for refused in _REFUSED):
        return "SERVICE is not allowed here: a query worker cannot connect to anything."
    return text
