"""XLSX to an outline: all sheets that are shown, or the one that is asked for."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from rolegraph.documents.outline import Block, Heading, Outline, Passage, Row, SetAside
from rolegraph.documents.readers.grid import blocks_of
from rolegraph.documents.readers.office.package import check_size, fault
from rolegraph.documents.readers.plain import plain_text
from rolegraph.documents.text.model import Span
from rolegraph.documents.text.source import SourceText

_LEVEL = 2
_OTHER = "another sheet; name it in rolegraph.toml to read it"
_HIDDEN = "a hidden sheet; show it, or name it in rolegraph.toml to read it alone"
_MOST_CELLS = 500_000
"""Cells up to the last one with a text; a sheet of a thousand roles has a tenth of them."""
LINE_BREAK = "\u2028"
"""Stands for a line break within a cell, since a row of a sheet is one line of the source text."""


def read_sheet(path: Path, shown_as: str, sheet: str | None = None) -> Outline:
    """Return the outline of a workbook, or of one sheet of it.

    The source text has one line for each row, cells parted by tabs. Merged cells are filled;
    hidden rows and columns, error values and formulas without a value are not read, and said so.

    Raises:
        MalformedDocument: it is no workbook, too large a one, or has no such sheet.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        check_size(path, shown_as)
        values = load_workbook(path, data_only=True)
        formulas = load_workbook(path)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise fault(shown_as, f"This is no XLSX workbook: {error}.") from None
    return outline_of_workbook(values, formulas, shown_as, sheet)


def outline_of_workbook(values: Any, formulas: Any, shown_as: str, sheet: str | None) -> Outline:
    """Return the outline of a workbook of openpyxl, opened with its values and its formulas.

    Raises:
        MalformedDocument: it has no such sheet.
    """
    shown = [each for each in values.worksheets if each.sheet_state == "visible"]
    names = [each.title for each in values.worksheets]
    if sheet is not None and sheet not in names:
        raise fault(shown_as, f"There is no sheet “{sheet}”; there are {', '.join(names)}.")
    chosen = [values[sheet]] if sheet else [each for each in shown if _has_text(each)]
    chosen = chosen or (shown or values.worksheets)[:1]
    titles = [each.title for each in chosen]
    others = [
        (name, _OTHER if values[name] in shown else _HIDDEN) for name in names if name not in titles
    ]
    sheets = [
        _Sheet(
            each,
            formulas[each.title],
            _extent((each, formulas[each.title]), shown_as),
            is_one=len(chosen) == 1,
        )
        for each in chosen
    ]
    return _outline(sheets, others, shown_as)


def _has_text(sheet: Any) -> bool:
    """Tell whether a sheet has any cell with a value."""
    return any(cell.value is not None for cell in _cells(sheet))


def _cells(sheet: Any) -> list[Any]:
    """Return the cells that a sheet has.

    `iter_rows` makes each one up to the last, 17 billion where one stands in the last corner.
    """
    return list(sheet._cells.values())  # noqa: SLF001 - what is public makes them


def _extent(sheets: tuple[Any, ...], shown_as: str) -> tuple[int, int]:
    """Return how many rows and columns there are up to the last cell with a text.

    Raises:
        MalformedDocument: they are more cells than are read.
    """
    full = [cell for sheet in sheets for cell in _cells(sheet) if cell.value is not None]
    rows = max((cell.row for cell in full), default=1)
    columns = max((cell.column for cell in full), default=1)
    if rows * columns > _MOST_CELLS:
        last = max(full, key=lambda cell: (cell.row * cell.column, cell.row))
        raise fault(
            shown_as,
            f"Up to cell {last.coordinate} the sheet “{last.parent.title}” has {rows * columns:,} "
            f"cells, and {_MOST_CELLS:,} are read at most. Delete what stands far from the rest, "
            "or copy the part with the roles into a file of its own.",
        )
    return rows, columns


def _outline(sheets: list[_Sheet], others: list[tuple[str, str]], shown_as: str) -> Outline:
    """Return the outline of sheets, one below the other; several have their names as headings."""
    lines: list[str] = []
    rows: dict[int, str] = {}
    aside: list[SetAside] = []
    headings: list[tuple[int, int]] = []
    offset = 0
    for sheet in sheets:
        if len(sheets) > 1:
            headings.append((offset, offset + len(sheet.title)))
            lines.append(sheet.title)
            rows[len(lines)] = f"sheet “{sheet.title}”"
            offset += len(sheet.title) + 1
        for number, text in enumerate(sheet.lines(offset), start=1):
            lines.append(text)
            rows[len(lines)] = f"sheet “{sheet.title}”, row {number}"
            offset += len(text) + 1
    for name, reason in others:
        line = f"Sheet: {name}"
        aside.append(SetAside(offset, offset + len(line), reason))
        lines.append(line)
        rows[len(lines)] = f"sheet “{name}”"
        offset += len(line) + 1
    source = SourceText(shown_as, "\n".join(lines).encode())
    shell = Outline(source, (), plain_text)
    blocks: list[Block] = []
    for number, sheet in enumerate(sheets):
        if headings:
            blocks.append(Heading(shell.passage(*headings[number]), _LEVEL))
        blocks += blocks_of(sheet.rows(shell))
        aside += sheet.aside
    places = rows if headings else {}
    return Outline(source, tuple(blocks), plain_text, tuple(aside), rows=places)


class _Sheet:
    """One sheet.

    Args:
        values: the sheet with the values of its cells.
        formulas: the sheet with its formulas.
        extent: how many rows and columns of it are read.
        is_one: whether it is read alone; else its cells are named with it: `Roles!B4`.
    """

    def __init__(
        self, values: Any, formulas: Any, extent: tuple[int, int], *, is_one: bool
    ) -> None:
        self._values = values
        self._rows, self._columns = extent
        self._formulas = formulas
        self.title: str = values.title
        plain = self.title if self.title.isalnum() else f"'{self.title}'"
        self._prefix = "" if is_one else f"{plain}!"
        self.aside: list[SetAside] = []
        self._places: dict[tuple[int, int], tuple[int, int]] = {}

    def lines(self, offset: int) -> list[str]:
        """Return its rows as lines that begin at an offset, cells parted by tabs."""
        lines: list[str] = []
        for row in range(1, self._rows + 1):
            texts = [self._text(row, column) for column in range(1, self._columns + 1)]
            at = offset
            for column, text in enumerate(texts, start=1):
                self._places[row, column] = (at, at + len(text))
                at += len(text) + 1
            lines.append("\t".join(texts))
            offset += len(lines[-1]) + 1
        return lines

    def rows(self, shell: Outline) -> list[Row]:
        """Return its rows as cells of an outline; merged cells are filled."""
        merged = self._merged()
        rows = []
        for row in range(1, self._rows + 1):
            cells = []
            for column in range(1, self._columns + 1):
                place = merged.get((row, column), (row, column))
                cells.append(self._passage(shell, *place) if self._is_read(row, column) else None)
            line = shell.source.line_at(self._places[row, 1][0])
            rows.append(Row(tuple(cells), line))
        return rows

    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        found = {}
        for area in self._values.merged_cells.ranges:
            for row in range(area.min_row, min(area.max_row, self._rows) + 1):
                for column in range(area.min_col, min(area.max_col, self._columns) + 1):
                    found[row, column] = (area.min_row, area.min_col)
        return found

    def _text(self, row: int, column: int) -> str:
        value = self._values.cell(row, column).value
        if value is None:
            value = self._formulas.cell(row, column).value or ""
        text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        return text.replace("\n", LINE_BREAK)

    def _is_read(self, row: int, column: int) -> bool:
        """Tell whether a cell is read; note the reason where it is not."""
        from openpyxl.utils import get_column_letter

        cell = self._values.cell(row, column)
        start, end = self._places[row, column]
        reason = ""
        if self._values.row_dimensions[row].hidden:
            reason = "a hidden row"
        elif self._values.column_dimensions[get_column_letter(column)].hidden:
            reason = "a hidden column"
        elif cell.data_type == "e":
            reason = "an error value"
        elif cell.value is None and self._formulas.cell(row, column).value is not None:
            reason = "a formula without a value; open the file and save it"
        if reason and end > start:
            self.aside.append(SetAside(start, end, reason))
        return not reason

    def _passage(self, outline: Outline, row: int, column: int) -> Passage | None:
        from openpyxl.utils import get_column_letter

        start, end = self._places[row, column]
        span: Span = outline.source.span(start, end)
        if not span.text:
            return None
        font = self._values.cell(row, column).font
        return Passage(
            span,
            plain_text(span.text),
            f"{self._prefix}{get_column_letter(column)}{row}",
            is_bold=bool(font and font.b),
            is_struck=bool(font and font.strike),
        )
