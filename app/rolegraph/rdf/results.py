"""Results of queries, read from SPARQL 1.1 Query Results JSON or TSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import cast, overload

import pyoxigraph as ox

from rolegraph.rdf.terms import Term


def rows_of(body: bytes) -> list[dict[str, Term]]:
    """Return the rows as maps from the names of bound variables to terms.

    Raises:
        SyntaxError, ValueError, AttributeError: it is no such result.
    """
    return _rows(body, ox.QueryResultsFormat.JSON)


class DistinctRows(Sequence[dict[str, Term]]):
    """Rows of which no two are equal; terms are read when somebody asks for them.

    Args:
        tsv: the result, in which a row may stand more than once. Each is there where it stands
            first. A line of TSV is a row, so equal rows are found without a term being read.

    Attributes:
        variables: names of the variables, in the order of the cells.
        lines: the rows as they are written, their cells parted by tabs.

    Raises:
        SyntaxError, ValueError: it is no such result; once terms are read.
    """

    def __init__(self, tsv: bytes) -> None:
        self._head, *lines = tsv.split(b"\n")
        del lines[-1:]  # behind the last line end
        self.variables = [name[1:].decode() for name in self._head.split(b"\t")]
        self.lines = list(dict.fromkeys(lines))

    @cached_property
    def _rows(self) -> list[dict[str, Term]]:
        whole = b"\n".join([self._head, *self.lines, b""])
        return _rows(whole, ox.QueryResultsFormat.TSV)

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, place: int) -> dict[str, Term]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Term]]: ...
    def __getitem__(self, place: int | slice) -> dict[str, Term] | list[dict[str, Term]]:
        return self._rows[place]


def as_json(tsv: bytes) -> bytes:
    """Return a result that is written as TSV as SPARQL 1.1 Query Results JSON.

    Raises:
        SyntaxError, ValueError: it is no such result.
    """
    found = cast("ox.QuerySolutions", ox.parse_query_results(tsv, format=ox.QueryResultsFormat.TSV))
    return found.serialize(format=ox.QueryResultsFormat.JSON) or b""


def term_of(cell: bytes) -> Term:
    """Return the term that a cell of TSV stands for.

    Raises:
        SyntaxError, ValueError: it stands for none.
    """
    (row,) = _rows(b"?cell\n%b\n" % cell, ox.QueryResultsFormat.TSV)
    return row["cell"]


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
