"""Reads what a store's endpoint answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, cast

import pyoxigraph as ox

from rolegraph.errors import QueryResourceLimit, ResultTooLarge, StoreAnswer
from rolegraph.rdf.query_rewriting import order_of_text, star_of
from rolegraph.rdf.results import rows_of
from rolegraph.rdf.sparql_terminals import unescape_codepoints
from rolegraph.rdf.terms import Quad, RdfFormat, Term, parse
from rolegraph.store.files.pieces import as_file
from rolegraph.store.workers.inside.answering import GRAPH_FORMATS, RESULT_FORMATS
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


def rewrite(
    body: IO[bytes],
    kind: str,
    format_name: str,
    row_limit: int,
    output: IO[bytes],
    query: str = "",
) -> None:
    """Write an engine's answer in a format, as the embedded engine writes it.

    Engines differ in what they write, and some write another thing than they say; so they are
    always asked for one format, and this package writes the others. Rows pass through one by one:
    the memory that it takes does not grow with the answer.

    Args:
        body: JSON results, or Turtle.
        kind: bindings, boolean or graph.
        format_name: the format wanted.
        row_limit: rows that a table may have; 0 sets no limit.
        output: what it is written to.
        query: what was asked; the columns of `SELECT *` come in the order of its text.

    Raises:
        StoreAnswer: it is no such result.
        ResultTooLarge: it has more rows than the limit.
        QueryResourceLimit: the output takes no more.
    """
    rows = RowCounter(format_name, row_limit) if row_limit and kind == "bindings" else None
    counted = cast("IO[bytes]", _Counted(output, rows))
    try:
        if kind == "graph":
            quads = ox.parse(body, format=RdfFormat.TURTLE)
            triples_of = (Quad(q.subject, q.predicate, q.object) for q in quads)
            ox.serialize(triples_of, counted, format=GRAPH_FORMATS[format_name])
            return
        plain = as_file(_table(body, query)) if kind == "bindings" else body
        results = ox.parse_query_results(plain, format=ox.QueryResultsFormat.JSON)
        if kind == "boolean":
            results = _boolean(results)
        cast("ox.QuerySolutions", results).serialize(counted, format=RESULT_FORMATS[format_name])
    except TooManyRows as error:
        raise ResultTooLarge(str(error)) from None
    except (SyntaxError, ValueError, OSError):
        raise StoreAnswer(_NO_ANSWER) from None


class _Counted:
    """Passes on what is written, and counts the rows in it.

    Args:
        output: where it goes.
        rows: counts them; None where there is no limit.
    """

    def __init__(self, output: IO[bytes], rows: RowCounter | None) -> None:
        self._output, self._rows = output, rows
        self.flush = output.flush

    def write(self, text: bytes) -> int:
        """Take a part of the result.

        Raises:
            TooManyRows: there are more rows than the limit.
            QueryResourceLimit: the output takes no more.
        """
        if self._rows is not None:
            self._rows.feed(text)
        try:
            return self._output.write(text)
        except OSError as error:
            raise no_room(error) from error


def no_room(error: OSError) -> QueryResourceLimit:
    """Return what it means that a temporary file takes no more."""
    return QueryResourceLimit(
        f"The result has no room in the folder for temporary files ({error.strerror}). Ask for "
        "less, or free some space there."
    )


def _table(body: IO[bytes], query: str) -> Iterator[bytes]:
    """Yield a table in parts: its columns in order, and `true` and `false` where Virtuoso has 1, 0.

    A quotation mark inside a string is escaped in JSON, so a value stands only where one is.
    """
    rest = _columns_in_order(body.read(_HEAD), query)
    while part := body.read(_HEAD):
        text = _plain_booleans(rest + part)
        # A value that is cut in two is whole with the next part.
        cut = max(len(text) - len(_BOOLEAN) - 1, 0)
        yield text[:cut]
        rest = text[cut:]
    yield _plain_booleans(rest)


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


def _plain_booleans(text: bytes) -> bytes:
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
