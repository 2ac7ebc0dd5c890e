"""OpenDocument texts and sheets, which public offices write, are read as Word and Excel are."""

from __future__ import annotations

from pathlib import Path

import pytest
from open_files import cell, entries, heading, rows, write_open

from rolegraph.documents.reading import read_file
from rolegraph.documents.text.errors import MalformedDocument


def _told(path: Path) -> list[tuple[str, str | None, str]]:
    return [
        (role.name, each.kind, each.passage.plain)
        for role in read_file(path).roles
        for each in role.statements
    ]


def test_headings_lists_and_parts_of_a_text_are_read(tmp_path: Path) -> None:
    """A text of an office has headings, lists and lists in lists."""
    nested = "<text:p>Lift <text:span text:style-name='Bold'>loads</text:span></text:p>"
    path = write_open(
        tmp_path / "yard.odt",
        "<text:p text:style-name='P1'>The yard</text:p>"
        + heading("Crane Driver", 2)
        + heading("Responsibilities", 3)
        + entries(nested + entries("with two ropes"), "Keep<text:s text:c='2'/>the log")
        + "<text:p><text:span text:style-name='Bold'>Must not:</text:span></text:p>"
        + entries("Lift people", style="L1"),
    )

    (role,) = read_file(path).roles

    assert "Crane Driver" == role.name
    assert [
        ("responsibility", "Lift loads", ["with two ropes"]),
        ("responsibility", "Keep the log", []),
        ("exclusion", "Lift people", []),
    ] == [
        (each.kind, each.passage.plain, [part.passage.plain for part in each.parts])
        for each in role.statements
    ]


def test_what_is_nested_behind_a_break_stays_a_part(tmp_path: Path) -> None:
    """LibreOffice writes a list anew behind a break, with an empty entry around what is nested."""
    again = entries("<text:p></text:p>" + entries("with two ropes"))
    path = write_open(
        tmp_path / "yard.odt",
        heading("Crane Driver") + heading("Duties", 2) + entries("Lift loads") + again,
    )

    (statement,) = read_file(path).roles[0].statements

    assert ["with two ropes"] == [part.passage.plain for part in statement.parts]


def test_a_numbered_heading_is_no_entry_of_a_list(tmp_path: Path) -> None:
    """Chapters with numbers are written as lists of headings."""
    numbered = (
        f"<text:list><text:list-item>{heading('Crane Driver', 1)}</text:list-item></text:list>"
    )
    path = write_open(
        tmp_path / "yard.odt", numbered + heading("Duties", 2) + entries("Lift loads")
    )

    assert [("Crane Driver", "responsibility", "Lift loads")] == _told(path)


def test_pending_changes_and_hidden_text_of_a_text_are_asked_about(tmp_path: Path) -> None:
    """“May not approve”, with the “not” pending, must not become “may approve” in silence."""
    changes = (
        "<text:tracked-changes><text:changed-region text:id='c1'><text:insertion/>"
        "</text:changed-region><text:changed-region text:id='c2'><text:deletion>"
        "<text:p>never</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    inserted = (
        "May <text:change-start text:change-id='c1'/>not <text:change-end text:change-id='c1'/>sign"
    )
    hidden = "<text:span text:style-name='Gone'>Lift people</text:span>"
    path = write_open(
        tmp_path / "yard.odt",
        changes + heading("Crane Driver") + heading("Duties", 2) + entries(inserted, hidden),
    )

    questions = " ".join(each.question for each in read_file(path).questions)

    assert "inserted text: “not”" in questions
    assert "deleted text: “never”" in questions
    assert "hidden text: “Lift people”" in questions


def test_struck_text_of_a_text_is_asked_about(tmp_path: Path) -> None:
    """What is struck through may no longer hold."""
    struck = "<text:span text:style-name='Struck'>Lift people</text:span>"
    path = write_open(
        tmp_path / "yard.odt", heading("Crane Driver") + heading("Duties", 2) + entries(struck)
    )

    assert ["asked"] == [each.status for each in read_file(path).roles[0].statements]


def test_notes_remarks_and_contents_are_told_as_not_read(tmp_path: Path) -> None:
    """A note is no duty of the last role, and nothing is lost in silence."""
    note = (
        "Lift loads<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>As of May</text:p></text:note-body></text:note>"
    )
    remark = "Keep the log<office:annotation><text:p>Really?</text:p></office:annotation>"
    contents = (
        "<text:table-of-content><text:index-body><text:p>Crane Driver 1</text:p>"
        "</text:index-body></text:table-of-content>"
    )
    path = write_open(
        tmp_path / "yard.odt",
        contents + heading("Crane Driver") + heading("Duties", 2) + entries(note, remark),
    )

    told = {part for each in read_file(path).not_read for part in each.reason.split("; ")}

    assert ["Lift loads", "Keep the log"] == [text for _, _, text in _told(path)]
    assert {
        "a table of contents",
        "a note at the foot of a page",
        "a remark of somebody on the document",
    } <= told


def test_a_cell_over_two_rows_of_a_text_moves_no_letter(tmp_path: Path) -> None:
    """A phase over two rows must not hand the letters of the second one to other roles."""
    path = write_open(
        tmp_path / "raci.odt",
        "<table:table>"
        + rows(
            cell("Phase") + cell("Task") + cell("Foreman") + cell("Welder"),
            cell("Build", "table:number-rows-spanned='2'")
            + cell("Order plates")
            + cell("A")
            + cell("R"),
            "<table:covered-table-cell/>" + cell("Weld hull") + cell("C") + cell("A"),
        )
        + "</table:table>",
    )

    assert [
        ("Foreman", "Order plates", ("A",)),
        ("Welder", "Order plates", ("R",)),
        ("Foreman", "Weld hull", ("C",)),
        ("Welder", "Weld hull", ("A",)),
    ] == _assigned(path)


def _assigned(path: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.role, each.activity, each.letters) for each in read_file(path).assignments]


def test_sheets_are_read_with_the_names_of_their_cells(tmp_path: Path) -> None:
    """A sheet has repeated cells, merged ones, and hidden rows."""
    path = write_open(
        tmp_path / "raci.ods",
        "<table:table table:name='RACI'>"
        + rows(
            cell("Task") + cell("Foreman") + cell("Welder"),
            cell("Order plates") + cell("R", "table:number-columns-repeated='2'"),
        )
        + "<table:table-row table:number-rows-repeated='1048000'><table:table-cell "
        "table:number-columns-repeated='16384'/></table:table-row></table:table>"
        "<table:table table:name='Old' table:style-name='Off'>"
        + rows(cell("Task") + cell("Pilot"))
        + "</table:table>",
        "spreadsheet",
    )

    reading = read_file(path)

    assert [
        ("Foreman", "Order plates", ("R",)),
        ("Welder", "Order plates", ("R",)),
    ] == _assigned(path)
    assert ["B2", "C2"] == [each.passage.cell for each in reading.assignments]
    assert any("a hidden sheet" in each.reason for each in reading.not_read)


def test_a_cell_that_stands_for_a_million_is_refused(tmp_path: Path) -> None:
    """One element may say that a text stands in each cell of a sheet."""
    many = "<table:table-row table:number-rows-repeated='1048576'>"
    path = write_open(
        tmp_path / "raci.ods",
        f"<table:table table:name='RACI'>{many}"
        + cell("Order plates", "table:number-columns-repeated='16384'")
        + "</table:table-row></table:table>",
        "spreadsheet",
    )

    with pytest.raises(MalformedDocument, match="cells have a text"):
        read_file(path)


@pytest.mark.parametrize(
    ("body", "before", "message"),
    [
        ("<text:p>&a;</text:p>", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "document type"),
        ("<text:span>" * 120 + "</text:span>" * 120, "", "stand in each other"),
        ("<text:p>" + " " * (65 * 1024 * 1024) + "</text:p>", "", "MB of XML"),
        ("<text:p>", "", "damaged"),
    ],
)
def test_what_no_office_program_writes_is_refused(
    tmp_path: Path, body: str, before: str, message: str
) -> None:
    """A file from elsewhere may unpack to far more than it seems to be."""
    path = write_open(tmp_path / "yard.odt", body, before=before)

    with pytest.raises(MalformedDocument, match=message):
        read_file(path)


def test_a_file_that_is_no_open_document_is_refused(tmp_path: Path) -> None:
    """An ending promises a format."""
    path = tmp_path / "yard.odt"
    path.write_bytes(b"# Yard\n")
    sheet = write_open(tmp_path / "sheet.odt", "", "spreadsheet")

    for each in (path, sheet):
        with pytest.raises(MalformedDocument):
            read_file(each)
