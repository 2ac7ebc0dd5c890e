"""Reads what a store's endpoint answers."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, cast

import pyoxigraph as ox

from rolegraph.errors import ResultTooLarge, StoreAnswer
from rolegraph.rdf.query_rewriting import order_of_text, star_of
from rolegraph.rdf.results import rows_of
from rolegraph.rdf.sparql_terminals import unescape_codepoints
from rolegraph.rdf.terms import Quad, RdfFormat, Term, parse
from rolegraph.store.workers.inside.loop import GRAPH_FORMATS, RESULT_FORMATS
from rolegraph.store.workers.inside.rows import RowCounter, TooManyRows

JSON = "application/sparql-results+json"
_BOOLEAN = b'"datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "'
_VARIABLES, _HEAD = re.compile(rb'"vars"\s*:\s*(\[[^\]]*\])'), 2**16
_NO_ANSWER = "The store's answer cannot be read; is its address that of a SPARQL endpoint?"


def bindings(body: bytes, headers: Mapping[str, str]) -> list[dict[str, Term]]:
    """Return the rows of a SELECT as maps from the names of bound variables to terms.

    Raises:
        StoreAnswer: it is no such result.
        ResultTooLarge: the engine has left rows out.
    """
    check_whole(headers)
    try:
        return rows_of(body)
    except (SyntaxError, ValueError, AttributeError):
        raise StoreAnswer(_NO_ANSWER) from None


def triples(body: bytes, headers: Mapping[str, str]) -> Iterator[Quad]:
    """Yield the triples of a graph.

    Raises:
        StoreAnswer: it is no N-Triples.
        ResultTooLarge: the engine has left some out.
    """
    check_whole(headers)
    try:
        yield from parse(body, format=RdfFormat.N_TRIPLES)
    except SyntaxError:
        raise StoreAnswer(_NO_ANSWER) from None


def check_whole(headers: Mapping[str, str]) -> None:
    """Go on only if the engine has not cut its answer short, which Virtuoso does quietly.

    Raises:
        ResultTooLarge: it has left rows out.
    """
    rows = headers.get("x-sparql-maxrows")
    if rows is not None:
        raise ResultTooLarge(
            f"The store gives at most {rows} rows of a result; ask for less, or page with LIMIT "
            "and OFFSET."
        )


def rewrite(body: IO[bytes], kind: str, format_name: str, row_limit: int, query: str = "") -> bytes:
    """Return an engine's answer in a format, as the embedded engine writes it.

    Engines differ in what they write, and some write another thing than they say; so they are
    always asked for one format, and this package writes the others.

    Args:
        body: JSON results, or Turtle.
        kind: bindings, boolean or graph.
        format_name: the format wanted.
        row_limit: rows that a table may have; 0 sets no limit.
        query: what was asked; the columns of `SELECT *` come in the order of its text.

    Raises:
        StoreAnswer: it is no such result.
        ResultTooLarge: it has more rows than the limit.
    """
    output = io.BytesIO()
    if kind == "bindings":
        body = io.BytesIO(_columns_in_order(_plain_booleans(body), query))
    try:
        if kind == "graph":
            quads = ox.parse(body, format=RdfFormat.TURTLE)
            triples_of = (Quad(q.subject, q.predicate, q.object) for q in quads)
            ox.serialize(triples_of, output, format=GRAPH_FORMATS[format_name])
            return output.getvalue()
        results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        if kind == "boolean":
            results = _boolean(results)
        rows = RowCounter(format_name, row_limit) if row_limit and kind == "bindings" else None
        cast("ox.QuerySolutions", results).serialize(output, format=RESULT_FORMATS[format_name])
        if rows is not None:
            rows.feed(output.getvalue())
    except TooManyRows as error:
        raise ResultTooLarge(str(error)) from None
    except (SyntaxError, ValueError, OSError):
        raise StoreAnswer(_NO_ANSWER) from None
    return output.getvalue()


def _columns_in_order(text: bytes, query: str) -> bytes:
    """Put the columns of `SELECT *` into the order of the query, as the embedded engine does."""
    head = _VARIABLES.search(text, 0, _HEAD)
    if head is None or star_of(query) is None:
        return text
    try:
        names = order_of_text(json.loads(head[1]), unescape_codepoints(query))
    except ValueError:
        return text
    return text[: head.start(1)] + json.dumps(names).encode() + text[head.end(1) :]


def _plain_booleans(body: IO[bytes]) -> bytes:
    """Write booleans as `true` and `false`, where Virtuoso has 1 and 0.

    A quotation mark inside a string is escaped in JSON, so this stands only where a value does.
    """
    text = body.read()
    for digit, word in ((b"1", b"true"), (b"0", b"false")):
        text = text.replace(_BOOLEAN + digit + b'"', _BOOLEAN + word + b'"')
    return text


def _boolean(results: object) -> ox.QueryBoolean:
    """Return the answer to an ASK; Virtuoso gives a table with a row for true, none for false."""
    if isinstance(results, ox.QueryBoolean):
        return results
    true = next(iter(cast("ox.QuerySolutions", results)), None) is not None
    text = b'{"head":{},"boolean":true}' if true else b'{"head":{},"boolean":false}'
    return cast("ox.QueryBoolean", ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON))
