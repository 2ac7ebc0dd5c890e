"""Results of SELECT queries, read from SPARQL 1.1 Query Results JSON."""

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
    results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    solutions = cast("ox.QuerySolutions", results)
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
