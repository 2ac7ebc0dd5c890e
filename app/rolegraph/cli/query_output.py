"""How `rolegraph query` prints: tables for people, CSV, TSV and JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rolegraph.sparql.library import LibraryAnswer, QueryLibrary
from rolegraph.sparql.library_results import LABEL, WRITERS, plain_rows, text_of

_WIDE = 400  # columns of a table that goes to a file or pipe, where nothing should be wrapped


def print_answer(answer: LibraryAnswer, output: str, stream: TextIO) -> None:
    """Print the answer of a query.

    Args:
        answer: what was found.
        output: table, markdown, csv, tsv or json.
        stream: where to.
    """
    query = answer.query
    if output in ("csv", "tsv"):
        stream.write(WRITERS[output](query.columns, answer.rows).decode())
        return
    if output == "json":
        rows = plain_rows(query.columns, answer.rows, lambda _: None)
        document = {"name": query.name, "columns": list(query.columns), "rows": rows}
        stream.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        return
    columns = _columns_for_people(answer)
    cells = [[_cell(answer, row, column) for column in columns] for row in range(len(answer.rows))]
    if output == "markdown":
        stream.write(_markdown(answer, columns, cells))
        return
    console = Console(file=stream, highlight=False)
    if not console.is_terminal:
        console = Console(file=stream, highlight=False, width=_WIDE)
    console.print(Text(query.title, style="bold"))
    if cells:
        console.print(_table(columns, cells))
    console.print(Text(_count(answer)))


def print_list(library: QueryLibrary, output: str, stream: TextIO) -> None:
    """Print the names, questions and parameters of all queries."""
    columns = ("question", "name", "title", "parameters")
    cells = [
        [
            str(query.header.question),
            query.name,
            query.title,
            ", ".join(p.name if p.required else f"[{p.name}]" for p in query.parameters),
        ]
        for query in library.values()
    ]
    if output == "json":
        entries = [dict(zip(columns, row, strict=True)) for row in cells]
        stream.write(json.dumps(entries, ensure_ascii=False, indent=2) + "\n")
    elif output in ("csv", "tsv"):
        separator = "," if output == "csv" else "\t"
        stream.writelines(
            separator.join(_quoted(cell, separator) for cell in row) + "\n"
            for row in (columns, *cells)
        )
    elif output == "markdown":
        stream.write(_markdown_table(columns, cells))
    else:
        console = Console(file=stream, highlight=False)
        if not console.is_terminal:
            console = Console(file=stream, highlight=False, width=_WIDE)
        console.print(_table(columns, cells))


def _columns_for_people(answer: LibraryAnswer) -> list[str]:
    """Return the columns worth showing: a thing and its label are one, a parameter's value none."""
    columns = answer.query.columns
    return [
        name
        for name in columns
        if name not in answer.values
        and not (name.endswith(LABEL) and name.removesuffix(LABEL) in columns)
    ]


def _cell(answer: LibraryAnswer, row: int, column: str) -> str:
    bound = answer.rows[row]
    return text_of(bound.get(column + LABEL) or bound.get(column), answer.query.base)


def _table(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column)
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _markdown(answer: LibraryAnswer, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    table = f"\n{_markdown_table(columns, cells)}" if cells else ""
    return f"## {answer.query.title}\n{table}\n{_count(answer)}\n"


def _markdown_table(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    lines = [list(columns), ["---"] * len(columns)]
    lines += [[_escaped(cell) for cell in row] for row in cells]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _escaped(cell: str) -> str:
    escaped = cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return " ".join(escaped.split())


def _quoted(cell: str, separator: str) -> str:
    if separator in cell or '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _count(answer: LibraryAnswer) -> str:
    number = len(answer.rows)
    if number == 0:
        return answer.none or "Nothing was found."
    return "1 row" if number == 1 else f"{number} rows"
