"""Results of SELECT queries, read from SPARQL 1.1 Query Results JSON."""

from __future__ import annotations

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
