"""SPARQL queries of shapes as rdflib reads them, with groups as SPARQL has them.

Source: https://www.w3.org/TR/sparql11-query/#aggregateAlgebra.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.one_import import ONE_IMPORT

SHAPES_GRAPH = "shapesGraph"
"""The variable that SHACL binds to the shapes graph (SHACL 5.3.1); engines need not know it."""


@lru_cache(maxsize=256)
def parsed(select: str) -> Any:
    """Return a query as rdflib reads it, which takes longer than all else that is read of a shape.

    The rules are read anew with each change of a shape, and for each part of a service.
    """
    with ONE_IMPORT:
        from rdflib.plugins.sparql import evaluate, prepareQuery  # noqa: F401 - loads it all
        from rdflib.plugins.sparql.algebra import traverse

    query = prepareQuery(select)
    traverse(query.algebra, visitPost=_without_empty_group)
    return query


def _without_empty_group(part: Any) -> Any:
    """Return a grouping that gives no solution where there is no group; None for other parts.

    rdflib gives one without bindings there. So a group counts its rows, and where nothing was
    counted there is none.
    """
    from rdflib import Variable
    from rdflib.plugins.sparql.operators import Builtin_BOUND
    from rdflib.plugins.sparql.parserutils import CompValue, Expr

    if getattr(part, "name", None) != "AggregateJoin" or part.p.expr is None:
        return None
    rows = Variable("__rows__")
    part.A = [*part.A, CompValue("Aggregate_Count", vars="*", distinct="", res=rows)]
    bound = Expr("Builtin_BOUND", Builtin_BOUND, arg=rows)
    return CompValue("Filter", p=part, expr=bound, _vars=part["_vars"])


def _parts(algebra: Any) -> Iterator[Any]:
    from rdflib.plugins.sparql.algebra import traverse

    found: list[Any] = []
    traverse(algebra, visitPre=found.append)
    return (part for part in found if getattr(part, "name", None))


def reads_elsewhere(algebra: Any) -> bool:
    """Tell whether a query has SERVICE, FROM, or a GRAPH other than that of the shapes."""
    return bool(algebra.datasetClause) or any(
        part.name == "ServiceGraphPattern"
        or (part.name == "Graph" and str(part.term) != SHAPES_GRAPH)
        for part in _parts(algebra)
    )


def functions(select: str) -> list[str]:
    """Return the IRIs of the functions that a query calls, without the casts of XML Schema.

    Raises:
        ConfigurationError: the query is no SPARQL 1.1.
    """
    try:
        algebra = parsed(select).algebra
    except Exception as error:  # rdflib passes on whatever its parser raises
        raise ConfigurationError(" ".join(str(error).split())) from error
    iris = {str(part.iri) for part in _parts(algebra) if part.name == "Function"}
    return sorted(iri for iri in iris if not iri.startswith(XSD))
