"""Tables as XLSX, made to be read: widths that fit, long texts in lines, a filter, and links."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from rolegraph.http.tables.columns import Cell
from rolegraph.http.tables.table import DataTable

_MOST_OF_CELL = 32_767
"""Characters that a cell of a sheet holds."""
_MOST_LINKS = 65_000
"""Links that Excel opens in one sheet; addresses behind them are text."""
_ADDRESS = re.compile(r"https?://[^\s|]{1,2000}")
_MOST_AT_TOP = 2_000
"""Rows up to which short cells stand at the top beside long ones: it doubles the time of a row."""
_SPECIAL = frozenset("=#")
"""What texts begin with that openpyxl would take for formulas and errors."""
_NARROWEST, _WIDEST = 8, 60
"""Widths of columns, in digits; longer texts go on in the next line."""
_SHEET = 150
"""Digits that stand beside each other on a sheet of A4, across, and can still be read."""
_A4 = 9
"""Number of that size of paper in SpreadsheetML (ECMA-376, 18.3.1.63)."""
_SHRUNK = 14
"""Width to which columns are made narrower at most, so that all of them fit on a sheet."""


def workbook_of(table: DataTable) -> bytes:
    """Return a table as a workbook with one sheet."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name[:31])
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    last = get_column_letter(max(len(table.columns), 1))
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    columns = list(zip(*table.rows, strict=True)) if table.rows else [()] * len(table.columns)
    widths = [_width(name, cells) for name, cells in zip(table.columns, columns, strict=True)]
    widths = _on_a_sheet(widths)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    if sum(widths) <= _SHEET * 1.5:  # smaller letters than that cannot be read
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    looks = _Looks(sheet, widths, at_top=len(table.rows) <= _MOST_AT_TOP)
    sheet.append(looks.head(table.columns))
    for row in table.rows:
        sheet.append(looks.row(row))
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


class _Looks:
    """Gives the cells of rows their looks.

    There is one cell of each look. Each is written before the next one is asked for, and to make
    one takes as long as to write it. What needs no look is given as it is.

    Args:
        sheet: that the rows are for.
        widths: of its columns, in digits; a longer text is broken into lines.
        at_top: whether short cells beside long ones stand at the top.
    """

    def __init__(self, sheet: Any, widths: Sequence[int], *, at_top: bool) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font

        def cell(font: Font | None = None, *, wrapped: bool = False) -> Any:
            made = WriteOnlyCell(sheet)
            made.alignment = Alignment(vertical="top", wrap_text=wrapped)
            if font:
                made.font = font
            return made

        self._head, self._plain = cell(Font(bold=True), wrapped=True), cell()
        self._long = cell(wrapped=True)
        self._link = cell(Font(color="0563C1", underline="single"), wrapped=True)
        self._widths = widths
        self._links, self._at_top = 0, at_top

    def head(self, names: Sequence[str]) -> Iterator[Any]:
        """Yield the cells of the first row."""
        for name in names:
            yield _filled(self._head, _clean(name))

    def row(self, row: Sequence[Cell]) -> Iterator[Any]:
        """Yield the cells of a row."""
        cells = [_clean(cell) if isinstance(cell, str) else cell for cell in row]
        both = list(zip(cells, self._widths, strict=True))
        tall = self._at_top and any(isinstance(cell, str) and _is_long(cell, w) for cell, w in both)
        for cell, width in both:
            look = self._text(cell, width) if isinstance(cell, str) else None
            if look is None and tall and cell is not None:
                look = self._plain
            yield cell if look is None else _filled(look, cell)

    def _text(self, text: str, width: int) -> Any:
        """Return the cell of the look that a text has; None where it needs none."""
        if text.startswith("http") and self._links < _MOST_LINKS and _ADDRESS.fullmatch(text):
            self._links += 1
            self._link.hyperlink = text
            return self._link
        if _is_long(text, width):
            return self._long
        return self._plain if text[:1] in _SPECIAL else None


def _filled(cell: Any, value: Cell) -> Any:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # also what begins like a formula is a text
    return cell


def _clean(text: str) -> str:
    """Return a text as a cell can hold it."""
    if not text.isprintable():
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        text = str(ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text))
    return text if len(text) <= _MOST_OF_CELL else text[: _MOST_OF_CELL - 1] + "…"


def _is_long(text: str, width: int) -> bool:
    return len(text) > width or "\n" in text or (not text.isascii() and _digits(text) > width)


def _on_a_sheet(widths: Sequence[int]) -> list[int]:
    """Return widths of columns that fit on a sheet of paper, where they can: the widest give way.

    Args:
        widths: as their texts want them.
    """
    found = list(widths)
    most = max(found, default=0)
    while sum(found) > _SHEET and most > _SHRUNK:
        most -= 1
        found = [min(width, most) for width in found]
    return found


def _width(name: str, cells: Sequence[Cell]) -> int:
    """Return how wide a column is: as its longest line, within bounds."""
    longest = max((_digits(str(cell)) for cell in cells if cell is not None), default=0)
    head = _digits(name) + 4  # the filter has a button there
    return min(max(longest + 2, head, _NARROWEST), _WIDEST)


def _digits(text: str) -> int:
    """Return how many digits are as wide as the longest line of a text."""
    if not text.isascii():  # letters of East Asia are twice as wide
        return max(sum(1 + (sign >= "\u1100") for sign in line) for line in text[:200].split("\n"))
    return max(map(len, text.split("\n"))) if "\n" in text else len(text)
