"""ODS to an outline: the sheets become a workbook in memory, which is read as one of Excel is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from rolegraph.documents.outline import Outline
from rolegraph.documents.readers.office.opendocument import (
    OFFICE,
    TABLE,
    TEXT,
    Styles,
    open_document,
)
from rolegraph.documents.readers.office.package import fault
from rolegraph.documents.readers.office.sheet import outline_of_workbook

_MOST = 200_000
"""Cells with a text that are read; one cell may say that it stands for a million."""
_LONGEST = 32_767
"""Signs of a cell, in a workbook as in a sheet."""
_NO_TITLE = re.compile(r"[\\*?:/\[\]]")
_ERROR = re.compile(r"Err:[0-9]+|#[A-Z/0]+[!?]?")
_BLANKS = re.compile(r"[ \t\r\n]+")
_HIDDEN = frozenset({"collapse", "filter"})
_GROUPS = frozenset(
    f"{TABLE}table-{each}"
    for each in (
        *("header-rows", "row-group", "rows"),
        *("header-columns", "column-group", "columns"),
    )
)


def read_ods(path: Path, shown_as: str, sheet: str | None = None) -> Outline:
    """Return the outline of an OpenDocument spreadsheet, or of one sheet of it.

    Cells have the texts that are shown, with the names and places that Excel gives them.

    Raises:
        MalformedDocument: it is no spreadsheet, too large a one, or has no such sheet.
    """
    from openpyxl import Workbook

    file = open_document(path, shown_as, "spreadsheet")
    workbook = Workbook()
    workbook.remove(workbook.active)
    left = _MOST
    for table in file.body.iter(f"{TABLE}table"):
        name = _NO_TITLE.sub("_", table.get(f"{TABLE}name", "")) or "Sheet"
        added = workbook.create_sheet(name)
        style = table.get(f"{TABLE}style-name", "")
        if file.styles.property(style, "table", f"{TABLE}display") == "false":
            added.sheet_state = "hidden"
        left -= _Filler(added, file.styles, left, shown_as).fill(table)
    if not workbook.worksheets:
        raise fault(shown_as, "There is no sheet in the file.")
    return outline_of_workbook(workbook, workbook, shown_as, sheet)


class _Filler:
    """Fills a sheet of a workbook."""

    def __init__(self, sheet: Any, styles: Styles, most: int, shown_as: str) -> None:
        self._sheet = sheet
        self._styles = styles
        self._most = most
        self._shown_as = shown_as
        self._count = 0

    def fill(self, table: ET.Element) -> int:
        """Fill it from a table; return how many cells have a text."""
        self._hide_columns(table)
        number = 1
        for row in _within(table, f"{TABLE}table-row"):
            repeated = _number(row, f"{TABLE}number-rows-repeated")
            cells = list(self._cells(row))
            for _ in range(repeated if cells else 0):
                if row.get(f"{TABLE}visibility") in _HIDDEN:
                    self._sheet.row_dimensions[number].hidden = True
                for column, cell in cells:
                    self._put(number, column, cell)
                number += 1
            number += 0 if cells else repeated
        return self._count

    def _hide_columns(self, table: ET.Element) -> None:
        from openpyxl.utils import get_column_letter

        number = 1
        for each in _within(table, f"{TABLE}table-column"):
            repeated = _number(each, f"{TABLE}number-columns-repeated")
            if each.get(f"{TABLE}visibility") in _HIDDEN:
                for column in range(number, min(number + repeated, 500)):
                    self._sheet.column_dimensions[get_column_letter(column)].hidden = True
            number += repeated

    def _cells(self, row: ET.Element) -> Iterator[tuple[int, ET.Element]]:
        """Yield the cells of a row that have a text or reach over others, with their columns."""
        column = 1
        for cell in row:
            repeated = _number(cell, f"{TABLE}number-columns-repeated")
            if cell.tag == f"{TABLE}table-cell" and _text(cell):
                for number in range(column, column + min(repeated, self._most + 1)):
                    yield number, cell
            column += repeated

    def _put(self, row: int, column: int, cell: ET.Element) -> None:
        from openpyxl.styles import Font

        text = _text(cell)
        self._count += 1
        if self._count > self._most:
            message = f"More than {_MOST:,} cells have a text; keep the part with the roles."
            raise fault(self._shown_as, message)
        if len(text) > _LONGEST:
            message = f"A cell has more than {_LONGEST:,} signs (row {row}, column {column})."
            raise fault(self._shown_as, message)
        put = self._sheet.cell(row, column)
        put.value = text
        put.data_type = "e" if _ERROR.fullmatch(text) else "s"
        marks = self._styles.marks(cell.get(f"{TABLE}style-name", ""), "table-cell")
        if marks:
            put.font = Font(b="strong" in marks, strike="s" in marks)
        last_row = row + _number(cell, f"{TABLE}number-rows-spanned") - 1
        last_column = column + _number(cell, f"{TABLE}number-columns-spanned") - 1
        if (last_row, last_column) != (row, column):
            self._sheet.merge_cells(None, row, column, min(last_row, row + 500), last_column)


def _within(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """Yield the rows or columns of a table, also those in groups and in its head."""
    for each in element:
        if each.tag == name:
            yield each
        elif each.tag in _GROUPS:
            yield from _within(each, name)


def _number(element: ET.Element, key: str) -> int:
    value = element.get(key, "1")
    return max(int(value), 1) if value.isdecimal() and len(value) < 8 else 1  # noqa: PLR2004


def _text(cell: ET.Element) -> str:
    """Return the text that a cell shows, its paragraphs as lines; remarks on it are left out."""
    lines = [_line(each).strip() for each in cell if each.tag == f"{TEXT}p"]
    shown = "\n".join(lines).strip()
    return shown or (cell.get(f"{OFFICE}value") or cell.get(f"{OFFICE}string-value") or "")


def _line(element: ET.Element) -> str:
    parts = [_BLANKS.sub(" ", element.text or "")]
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" ")
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif child.tag != f"{TEXT}ruby-text":
            parts.append(_line(child))
        parts.append(_BLANKS.sub(" ", child.tail or ""))
    return "".join(parts)
