"""XLSX to an outline: the first sheet that is shown, or the one that is asked for."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from rolegraph.documents.outline import Outline, Passage, Row, SetAside
from rolegraph.documents.readers.grid import blocks_of
from rolegraph.documents.readers.plain import plain_text
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.model import Span
from rolegraph.documents.text.source import SourceText
from rolegraph.errors import SyntaxFault

LINE_BREAK = "\u2028"
"""Stands for a line break within a cell, since a row of a sheet is one line of the source text."""


def read_sheet(path: Path, shown_as: str, sheet: str | None = None) -> Outline:
    """Return the outline of a sheet.

    The source text has one line for each row, cells parted by tabs. Merged cells are filled;
    hidden rows and columns, error values and formulas without a value are not read, and said so.

    Raises:
        MalformedDocument: it is no workbook, or has no such sheet.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        values = load_workbook(path, data_only=True)
        formulas = load_workbook(path)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _fault(shown_as, f"This is no XLSX workbook: {error}.") from None
    shown = [each for each in values.worksheets if each.sheet_state == "visible"]
    names = [each.title for each in values.worksheets]
    if sheet is not None and sheet not in names:
        raise _fault(shown_as, f"There is no sheet “{sheet}”; there are {', '.join(names)}.")
    chosen = values[sheet] if sheet else (shown or values.worksheets)[0]
    others = [name for name in names if name != chosen.title]
    return _Sheet(chosen, formulas[chosen.title], others, shown_as).outline()


def _fault(shown_as: str, message: str) -> MalformedDocument:
    return MalformedDocument([SyntaxFault(message, source=shown_as, line=1)])


class _Sheet:
    def __init__(self, values: Any, formulas: Any, others: list[str], shown_as: str) -> None:
        self._values = values
        self._formulas = formulas
        self._others = others
        self._shown_as = shown_as
        self._aside: list[tuple[int, int, str]] = []
        self._places: dict[tuple[int, int], tuple[int, int]] = {}

    def outline(self) -> Outline:
        """Return the outline."""
        lines: list[str] = []
        offset = 0
        last_row, last_column = self._values.max_row, self._values.max_column
        for row in range(1, last_row + 1):
            texts = [self._text(row, column) for column in range(1, last_column + 1)]
            at = offset
            for column, text in enumerate(texts, start=1):
                self._places[row, column] = (at, at + len(text))
                at += len(text) + 1
            lines.append("\t".join(texts))
            offset += len(lines[-1]) + 1
        for name in self._others:
            line = f"Sheet: {name}"
            reason = "another sheet; name it in rolegraph.toml to read it"
            self._aside.append((offset, offset + len(line), reason))
            lines.append(line)
            offset += len(line) + 1
        source = SourceText(self._shown_as, "\n".join(lines).encode())
        return self._read(source, last_row, last_column)

    def _read(self, source: SourceText, last_row: int, last_column: int) -> Outline:
        shell = Outline(source, (), plain_text)
        merged = self._merged()
        rows = []
        for row in range(1, last_row + 1):
            cells = []
            for column in range(1, last_column + 1):
                place = merged.get((row, column), (row, column))
                cells.append(self._passage(shell, *place) if self._is_read(row, column) else None)
            rows.append(Row(tuple(cells), row))
        aside = [SetAside(start, end, reason) for start, end, reason in self._aside]
        return Outline(source, tuple(blocks_of(rows)), plain_text, tuple(aside))

    def _merged(self) -> dict[tuple[int, int], tuple[int, int]]:
        found = {}
        for area in self._values.merged_cells.ranges:
            for row in range(area.min_row, area.max_row + 1):
                for column in range(area.min_col, area.max_col + 1):
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
            self._aside.append((start, end, reason))
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
            f"{get_column_letter(column)}{row}",
            is_bold=bool(font and font.b),
            is_struck=bool(font and font.strike),
        )
