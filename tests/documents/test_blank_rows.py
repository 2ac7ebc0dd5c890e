"""A blank row within a table of a sheet ends it no more than a person would say."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from rolegraph.documents.reading import Reading, read_file

ROLES = [
    ["Role", "Responsibilities"],
    ["Lab Manager", "Plans the week"],
    [],
    ["Lab Technician", "Takes the samples"],
    ["Lab Technician", "Cleans the bench"],
    [],
    [],
    ["Quality Officer", "Signs the report"],
]
MATRIX = [
    ["Task", "Lab Manager", "Lab Technician", "Quality Officer"],
    ["Phase 1"],
    ["Plan the week", "A", "R", "C"],
    [],
    ["Phase 2"],
    ["Sign the reports", "", "C", "R"],
    [],
    ["R", "Responsible"],
    ["A", "Accountable"],
]


def sheet(folder: Path, rows: list[list[str]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append([cell or None for cell in row])
    book.save(folder / "roles.xlsx")
    return folder / "roles.xlsx"


def commas(folder: Path, rows: list[list[str]]) -> Path:
    width = max(map(len, rows))
    lines = [",".join([*row, *[""] * (width - len(row))]) if row else "" for row in rows]
    (folder / "roles.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "roles.csv"


def page(folder: Path, rows: list[list[str]]) -> Path:
    width = max(map(len, rows))
    cells = ["".join(f"<td>{each}</td>" for each in [*row, *[""] * width][:width]) for row in rows]
    body = "".join(f"<tr>{each}</tr>\n" for each in cells)
    text = f"<html><body><h1>Roles</h1>\n<table>{body}</table></body></html>"
    (folder / "roles.html").write_text(text, encoding="utf-8")
    return folder / "roles.html"


def marks(folder: Path, rows: list[list[str]]) -> Path:
    width = max(map(len, rows))
    lines = ["| " + " | ".join([*row, *[""] * width][:width]) + " |" for row in rows]
    lines.insert(1, "|---" * width + "|")
    (folder / "roles.md").write_text("# Roles\n\n" + "\n".join(lines), encoding="utf-8")
    return folder / "roles.md"


def said(reading: Reading) -> dict[str, list[str]]:
    return {r.name: [each.passage.plain for each in r.statements] for r in reading.roles}


@pytest.mark.parametrize("write", [sheet, commas, page, marks])
def test_blank_rows_do_not_end_a_table_whose_columns_go_on(tmp_path: Path, write: object) -> None:
    """All rows below the first blank one were left out of a sheet."""
    reading = read_file(write(tmp_path, ROLES))  # type: ignore[operator]

    assert said(reading) == {
        "Lab Manager": ["Plans the week"],
        "Lab Technician": ["Takes the samples", "Cleans the bench"],
        "Quality Officer": ["Signs the report"],
    }
    assert not reading.not_read


def test_a_blank_row_below_the_head_is_none_below_a_table(tmp_path: Path) -> None:
    """The head would be a table of one row, and the roles would have none."""
    reading = read_file(sheet(tmp_path, [ROLES[0], [], *ROLES[1:]]))

    assert len(reading.roles) == 3


def test_phases_of_a_matrix_may_stand_apart(tmp_path: Path) -> None:
    """The legend below it stays what it is, and no task is called “R”."""
    reading = read_file(sheet(tmp_path, MATRIX))
    activities = {each.activity for each in reading.assignments}

    assert activities == {"Plan the week", "Sign the reports"}


def test_a_table_with_a_head_of_its_own_is_one(tmp_path: Path) -> None:
    """Tools below roles are tools, and what is signed and noted below them is nobody's duty."""
    rows = [
        *ROLES[:2],
        [],
        ["Tool", "Vendor", "Purpose"],
        ["LIMS", "LabWare", "Keeps the samples"],
        [],
        ["Jira", "Atlassian", "Tracks the work"],
        [],
        ["Approved by", "Jane Doe"],
        [],
        ["This list is reviewed every year"],
    ]
    reading = read_file(sheet(tmp_path, rows))

    assert said(reading) == {"Lab Manager": ["Plans the week"]}
    assert [each.name for each in reading.tools] == ["LIMS", "Jira"]
    assert [(each.line, each.end_line) for each in reading.not_read] == [(9, 11)]


@pytest.mark.parametrize("first", ["Function | Lab Manager", "Job code | R-01", "Post | Keeper"])
def test_the_first_row_of_a_table_of_fields_is_a_field(tmp_path: Path, first: str) -> None:
    """It counted as the head, and was left out; “Field | Information” still is one."""
    text = "# Lab Manager\n\n| {} |\n|---|---|\n| Purpose | Runs the lab |\n| Duties | Plans |\n"
    document = tmp_path / "manager.md"
    document.write_text(text.format(first), encoding="utf-8")
    field = read_file(document)
    document.write_text(text.format("Field | Information"), encoding="utf-8")
    head = read_file(document)

    assert not any("the head of" in each.reason for each in field.not_read)
    assert any("the head of" in each.reason for each in head.not_read)
    assert ["Plans"] == [s.passage.plain for role in field.roles for s in role.statements]
