"""Results of SPARQL queries as tables with typed columns.

A column whose values all have one datatype has the type of it. What a typed column cannot show
stands in columns beside it, and only where there is something to show. `x.lang` has the languages
of texts. `x.type` is for a column that holds several kinds: it says of each value whether it is an
`iri`, a `bnode` or a `triple`, or which datatype it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rolegraph.http.tables.columns import Cell
from rolegraph.http.tables.table import DataTable
from rolegraph.rdf.namespaces import RDF, XSD
from rolegraph.rdf.results import answer_of
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term

IRI = XSD + "anyURI"
_TEXTS = frozenset({XSD + "string", RDF + "langString"})


def table_of_results(body: bytes) -> DataTable:
    """Return SPARQL 1.1 Query Results JSON as a table; the answer of ASK as one cell `boolean`.

    Raises:
        SyntaxError, ValueError: it is no such result.
    """
    found = answer_of(body)
    if isinstance(found, bool):
        return DataTable("results", ["boolean"], [[found]], [], {"boolean": XSD + "boolean"})
    names, solutions = found
    return table_of_terms("results", names, solutions)


def table_of_terms(
    name: str, variables: Sequence[str], solutions: Iterable[Sequence[Term | None]]
) -> DataTable:
    """Return solutions as a table.

    Args:
        name: of the table.
        variables: the columns, in order.
        solutions: the terms of each row, None where nothing is bound.
    """
    columns = [list[Cell]() for _ in variables]
    kinds = [list[str | None]() for _ in variables]
    languages = [list[str | None]() for _ in variables]
    for solution in solutions:
        for at, term in enumerate(solution):
            columns[at].append(_cell(term))
            kinds[at].append(_kind(term))
            languages[at].append(term.language if isinstance(term, Literal) else None)
    headings: list[str] = []
    cells: list[Sequence[Cell]] = []
    datatypes: dict[str, str] = {}
    for at, variable in enumerate(variables):
        headings.append(variable)
        cells.append(columns[at])
        found = {kind for kind in kinds[at] if kind is not None}
        if len(found) == 1:
            datatypes[variable] = IRI if found == {"iri"} else found.pop()
        elif not found <= _TEXTS:
            headings.append(f"{variable}.type")
            cells.append(kinds[at])
        if any(languages[at]):
            headings.append(f"{variable}.lang")
            cells.append(languages[at])
    rows = list(zip(*cells, strict=True)) if cells else []
    return DataTable(name, headings, rows, [], datatypes)


def datatypes_of(columns: Sequence[str], rows: Sequence[dict[str, Term]]) -> dict[str, str]:
    """Return the datatype of each column whose values all are literals of one datatype."""
    found: dict[str, str] = {}
    for column in columns:
        kinds = {_kind(row[column]) for row in rows if column in row}
        kind = kinds.pop() if len(kinds) == 1 else None
        if kind is not None and ":" in kind:
            found[column] = kind
    return found


def _cell(term: Term | None) -> Cell:
    if isinstance(term, NamedNode | Literal):
        return term.value
    return None if term is None else str(term)


def _kind(term: Term | None) -> str | None:
    if isinstance(term, Literal):
        return term.datatype.value
    if isinstance(term, NamedNode):
        return "iri"
    if isinstance(term, BlankNode):
        return "bnode"
    return None if term is None else "triple"
