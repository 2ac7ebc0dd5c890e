"""Workbooks of several sheets, as people keep them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.documents.importing.answers import read_answers
from rolegraph.documents.reading import Reading, read_file
from rolegraph.documents.text.errors import MalformedDocument

runner = CliRunner()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A cover, a sheet of roles with merged cells, a matrix below a merged title, a hidden one."""
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Cover"
    cover["A1"] = "Laboratory handbook"
    roles = book.create_sheet("Roles")
    _fill(roles, 1, [["Department", "Role", "Duties", "Must not"]])
    _fill(roles, 2, [["Chemistry", "Laboratory Head", "Approves methods", "Work alone"]])
    _fill(
        roles, 3, [[None, None, "Signs reports", None], [None, "Technician", "Runs samples", None]]
    )
    roles.merge_cells("B2:B3")
    matrix = book.create_sheet("Who does what")
    _fill(matrix, 1, [["Work of the laboratory", None, None]])
    matrix.merge_cells("A1:C1")
    _fill(matrix, 2, [["Task", "Laboratory Head", "Technician"], ["Order chemicals", "A", "R"]])
    hidden = book.create_sheet("Old")
    hidden["A1"] = "Driver"
    hidden.sheet_state = "hidden"
    path = tmp_path / "lab.xlsx"
    book.save(path)
    return path


def _fill(sheet: object, first: int, rows: Sequence[Sequence[str | None]]) -> None:
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)  # type: ignore[attr-defined]  # openpyxl has no types


def _statements(reading: Reading) -> list[tuple[str, str | None, str, str]]:
    return [
        (role.name, each.kind, each.passage.plain, each.passage.cell)
        for role in reading.roles
        for each in role.statements
    ]


def test_all_sheets_that_are_shown_are_read(workbook: Path) -> None:
    """Only the first was, and of a workbook that begins with a cover nothing was read."""
    reading = read_file(workbook)

    assert [
        ("Laboratory Head", "responsibility", "Approves methods", "Roles!C2"),
        ("Laboratory Head", "exclusion", "Work alone", "Roles!D2"),
        ("Laboratory Head", "responsibility", "Signs reports", "Roles!C3"),
        ("Technician", "responsibility", "Runs samples", "Roles!C4"),
    ] == _statements(reading)
    assert any("a hidden sheet" in each.reason for each in reading.not_read)


def test_a_title_merged_over_a_matrix_is_no_role(workbook: Path) -> None:
    """It was the head of each column, and so had all letters of the matrix."""
    reading = read_file(workbook)

    assert [
        ("Laboratory Head", ("A",), "'Who does what'!B3"),
        ("Technician", ("R",), "'Who does what'!C3"),
    ] == [(each.role, each.letters, each.passage.cell) for each in reading.assignments]


def test_one_sheet_can_be_named(workbook: Path) -> None:
    """Then its cells need no sheet before them, as before."""
    reading = read_file(workbook, sheet="Roles")

    assert "C2" == _statements(reading)[0][3]
    assert not reading.assignments


def test_people_are_told_the_sheet_and_the_row(workbook: Path) -> None:
    """Nobody sees the text with all sheets, in whose lines the rows stand."""
    shown = runner.invoke(app, ["read", str(workbook)]).output
    imported = runner.invoke(app, ["import", str(workbook)])
    curation = workbook.with_name("lab.curation.yaml")

    assert "Technician, sheet “Roles”, row 4" in shown
    assert "sheet “Old”: a hidden sheet" in shown
    assert 0 == imported.exit_code, imported.output
    assert "Technician:  # sheet “Roles”, row 4" in curation.read_text("utf-8")
    assert "lab" == read_answers(curation, "lab.curation.yaml").document.title


def test_a_page_tells_the_row_of_the_sheet(workbook: Path) -> None:
    """“Line 8” of a text that nobody sees is no place to look at."""
    runner.invoke(app, ["import", str(workbook)])
    graph = workbook.with_suffix(".ttl").read_text("utf-8")
    runs = graph[graph.index('"Runs samples"@en') :]

    assert "rg:sourceLine 4 ;" in runs[: runs.index(".\n")]


def test_formats_far_from_the_rest_are_no_cells_to_read(tmp_path: Path) -> None:
    """Spreadsheets keep a format, or a merged title, up to the last column and row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    _fill(sheet, 1, [["Role", "Duties"], ["Clerk", "Files reports"]])
    sheet["XFD1048576"].font = Font(bold=True)
    sheet.merge_cells("A3:XFD3")
    book.save(tmp_path / "roles.xlsx")

    reading = read_file(tmp_path / "roles.xlsx")

    assert ["Clerk"] == [role.name for role in reading.roles]


def test_a_text_far_from_the_rest_is_told_with_its_cell(tmp_path: Path) -> None:
    """All cells up to it would be 17 billion; reading them took until the limit of time."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Roles"
    _fill(sheet, 1, [["Role", "Duties"], ["Clerk", "Files reports"]])
    sheet["XFD1048576"] = "x"
    book.save(tmp_path / "roles.xlsx")

    with pytest.raises(MalformedDocument, match="cell XFD1048576 the sheet “Roles” has 17,179,"):
        read_file(tmp_path / "roles.xlsx")
