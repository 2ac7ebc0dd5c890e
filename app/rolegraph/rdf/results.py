"""Results of queries, read from SPARQL 1.1 Query Results JSON or TSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import pyoxigraph as ox

from rolegraph.rdf.terms import Term


def rows_of(body: bytes) -> list[dict[str, Term]]:
    """Return the rows as maps from the names of bound variables to terms.

    Raises:
        SyntaxError, ValueError, AttributeError: it is no such result.
    """
    return _rows(body, ox.QueryResultsFormat.JSON)


class DistinctRows(list[dict[str, Term]]):
    """Rows of which no two are equal."""


def distinct_rows_of(tsv: bytes) -> DistinctRows:
    """Return the rows of a result in TSV, each of them once, where it stands first.

    A line of TSV is a row, so equal rows are found without a term being read.

    Raises:
        SyntaxError, ValueError, AttributeError: it is no such result.
    """
    head, *lines = tsv.split(b"\n")
    del lines[-1:]  # behind the last line end
    once = b"\n".join([head, *dict.fromkeys(lines), b""])
    return DistinctRows(_rows(once, ox.QueryResultsFormat.TSV))


def _rows(body: bytes, format_: ox.QueryResultsFormat) -> list[dict[str, Term]]:
    solutions = cast("ox.QuerySolutions", ox.parse_query_results(body, format=format_))
    names = [variable.value for variable in solutions.variables]
    return [
        {name: term for name, term in zip(names, solution, strict=True) if term is not None}
        for solution in solutions
    ]


def answer_of(body: bytes) -> bool | tuple[list[str], Iterator[Sequence[Term | None]]]:
    """Return the answer of ASK, or the variables of SELECT in order, and the terms of each row.

    Raises:
        SyntaxError, ValueError: it is no such result; also while the rows are read.
    """
    results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    names = [variable.value for variable in results.variables]
    return names, (tuple(solution) for solution in results)
