"""Word files: what mammoth reads, and what it would read without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_files import paragraph, table, write_word

from rolegraph.documents.readers.office.word import read_word
from rolegraph.documents.reading import read_file
from rolegraph.documents.text.errors import MalformedDocument

pytest.importorskip("mammoth", reason="Word files need the extra docx")


def test_headings_bullets_and_parts_are_read(tmp_path: Path) -> None:
    """Most roles in offices are described in Word."""
    path = write_word(
        tmp_path / "yard.docx",
        paragraph("Yard", "heading 1"),
        paragraph("Crane Driver", "heading 2"),
        paragraph("Responsibilities", "heading 3"),
        paragraph("Lift loads", "List Bullet"),
        paragraph("with two ropes", "List Bullet 2"),
        paragraph("Must not", "heading 3"),
        paragraph("Lift people", "List Bullet"),
    )

    (role,) = read_file(path).roles

    assert "Crane Driver" == role.name
    assert [
        ("responsibility", "Lift loads", ["with two ropes"]),
        ("exclusion", "Lift people", []),
    ] == [
        (each.kind, each.passage.plain, [part.passage.plain for part in each.parts])
        for each in role.statements
    ]


def test_pending_changes_and_hidden_text_are_asked_about(tmp_path: Path) -> None:
    """“May not approve”, with the “not” pending, must not become “may approve” in silence."""
    changed = (
        "<w:r><w:t>May </w:t></w:r><w:ins><w:r><w:t>not </w:t></w:r></w:ins>"
        "<w:r><w:t>approve</w:t></w:r>"
    )
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Lift people</w:t></w:r>"
    path = write_word(
        tmp_path / "yard.docx",
        paragraph("Crane Driver", "heading 1"),
        paragraph("Responsibilities", "heading 2"),
        paragraph(changed, "List Bullet"),
        paragraph(hidden, "List Bullet"),
    )

    questions = " ".join(each.question for each in read_file(path).questions)

    assert "inserted text: “not”" in questions
    assert "hidden text: “Lift people”" in questions


def test_struck_text_is_asked_about(tmp_path: Path) -> None:
    """What is struck through may no longer hold."""
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>Lift people</w:t></w:r>"
    path = write_word(
        tmp_path / "yard.docx",
        paragraph("Crane Driver", "heading 1"),
        paragraph(struck, "List Bullet"),
        paragraph("Lift loads", "List Bullet"),
    )

    (role,) = read_file(path).roles

    assert ["asked", "inferred"] == [each.status for each in role.statements]


def test_a_file_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    """An ending promises a format."""
    path = tmp_path / "yard.docx"
    path.write_bytes(b"# Yard\n")

    with pytest.raises(MalformedDocument, match="no Word file"):
        read_file(path)


def test_what_stands_in_a_cell_is_of_that_cell(tmp_path: Path) -> None:
    """A list in a cell took the lines of the cells behind it: a duty became an exclusion."""

    def cell(*paragraphs: str) -> str:
        return f"<w:tc>{''.join(paragraphs)}</w:tc>"

    rows = (
        (cell(paragraph("Role")), cell(paragraph("Duties")), cell(paragraph("Must not"))),
        (
            cell(paragraph("Choir Director")),
            cell(paragraph("Choose music", "List Bullet"), paragraph("Rehearse", "List Bullet")),
            cell(paragraph("Sign contracts", "List Bullet")),
        ),
        (
            cell(paragraph("Librarian")),
            cell(paragraph("Copy parts"), paragraph("Count folders")),
            cell(paragraph("Sell folders")),
        ),
    )
    table = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    reading = read_file(write_word(tmp_path / "choir.docx", f"<w:tbl>{table}</w:tbl>"))

    assert [
        ("Choir Director", "responsibility", "Choose music"),
        ("Choir Director", "responsibility", "Rehearse"),
        ("Choir Director", "exclusion", "Sign contracts"),
        ("Librarian", "responsibility", "Copy parts"),
        ("Librarian", "responsibility", "Count folders"),
        ("Librarian", "exclusion", "Sell folders"),
    ] == [(r.name, s.kind, s.passage.plain) for r in reading.roles for s in r.statements]


def test_a_cell_over_two_rows_moves_no_letter(tmp_path: Path) -> None:
    """A phase over two rows must not hand the letters of the second one to other roles."""
    path = write_word(
        tmp_path / "raci.docx",
        table(
            ("Phase", "Task", "Foreman", "Welder"),
            ("v Build", "Order plates", "A", "R"),
            ("^", "Weld hull", "C", "A"),
        ),
    )

    assert [
        ("Foreman", "Order plates", ("A",)),
        ("Welder", "Order plates", ("R",)),
        ("Foreman", "Weld hull", ("C",)),
        ("Welder", "Weld hull", ("A",)),
    ] == [(each.role, each.activity, each.letters) for each in read_file(path).assignments]


def test_a_note_at_the_foot_is_no_duty_of_the_last_role(tmp_path: Path) -> None:
    """The notes of all pages stand at the end of what is read."""
    mark = '<w:r><w:t>Lift loads</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>'
    path = write_word(
        tmp_path / "yard.docx",
        paragraph("Crane Driver", "heading 1"),
        paragraph("Responsibilities", "heading 2"),
        paragraph(mark, "List Bullet"),
        note="As of May",
    )

    reading = read_file(path)

    assert ["Lift loads"] == [each.passage.plain for each in reading.roles[0].statements]
    assert ["a note at the foot of a page; in the section of “Crane Driver”"] == [
        each.reason for each in reading.not_read
    ]


def test_a_table_of_one_cell_is_a_frame_around_text(tmp_path: Path) -> None:
    """Forms put a box around a role; what stands in it is read as it would be without one."""
    inner = paragraph("Crane Driver", "heading 1") + paragraph("Responsibilities", "heading 2")
    inner += paragraph("Lift loads", "List Bullet")
    path = write_word(tmp_path / "yard.docx", f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>")

    (role,) = read_file(path).roles

    assert ["Lift loads"] == [each.passage.plain for each in role.statements]


def test_a_table_of_cards_is_read_card_by_card(tmp_path: Path) -> None:
    """Cards side by side in a table were one row without a role, and all of them was lost."""

    def card(title: str, *told: str) -> str:
        bold = paragraph(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{title}</w:t></w:r>")
        entries = (paragraph(each, "List Bullet") for each in told)
        return f"<w:tc>{bold}{paragraph('Responsibilities')}{''.join(entries)}</w:tc>"

    row = card("Incident Manager", "Runs the bridge") + card("Change Manager", "Chairs the board")
    path = write_word(
        tmp_path / "cards.docx",
        paragraph("Role cards", "heading 1"),
        f"<w:tbl><w:tr>{row}</w:tr></w:tbl>",
    )

    assert [
        ("Incident Manager", ["Runs the bridge"]),
        ("Change Manager", ["Chairs the board"]),
    ] == [
        (role.name, [each.passage.plain for each in role.statements])
        for role in read_file(path).roles
    ]


@pytest.mark.parametrize("old", [False, True])
def test_a_text_box_is_read_once_whatever_wrote_it(tmp_path: Path, *, old: bool) -> None:
    """Only Word writes a text box in two forms; that of other programs was lost in silence."""
    names = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    text = f"<w:txbxContent>{paragraph('Never lift people')}</w:txbxContent>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{text}</v:textbox></w:pict></mc:Fallback>"
    box = (
        f"<w:r><mc:AlternateContent {names}><mc:Choice><w:drawing><wps:txbx>{text}</wps:txbx>"
        f"</w:drawing></mc:Choice>{fallback if old else ''}</mc:AlternateContent></w:r>"
    )
    path = write_word(
        tmp_path / "yard.docx",
        paragraph("Crane Driver", "heading 1"),
        paragraph("Responsibilities", "heading 2"),
        paragraph("Lift loads", "List Bullet"),
        paragraph(box),
    )

    (role,) = read_file(path).roles

    assert ["Lift loads", "Never lift people"] == [each.passage.plain for each in role.statements]


@pytest.mark.parametrize(
    "around",
    [
        '<w:fldSimple w:instr="DOCPROPERTY Owner">{}</w:fldSimple>',
        '<w:bdo w:val="ltr">{}</w:bdo>',
        '<w:dir w:val="ltr">{}</w:dir>',
        '<w:bdo w:val="ltr"><w:dir w:val="ltr">{}</w:dir></w:bdo>',
        "<w:r><w:ruby><w:rt><w:t>x</w:t></w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
    ],
)
def test_what_word_wraps_text_in_loses_none_of_it(tmp_path: Path, around: str) -> None:
    """Fields with properties of the file, directions of writing and glosses were left out."""
    inside = around.format("<w:r><w:t>the Board</w:t></w:r>")
    owner = f'<w:r><w:t xml:space="preserve">Owner: </w:t></w:r>{inside}'
    path = write_word(tmp_path / "roles.docx", paragraph("Roles", "heading 1"), paragraph(owner))

    outline = read_word(path, "roles.docx")

    assert ["Roles", "Owner: the Board"] == outline.source.text.split("\n")[:2]
    assert () == outline.doubts


def test_a_carriage_return_of_word_parts_two_words(tmp_path: Path) -> None:
    path = write_word(
        tmp_path / "roles.docx", paragraph("<w:r><w:t>signs</w:t><w:cr/><w:t>checks</w:t></w:r>")
    )

    assert ["signs", "checks"] == read_word(path, "roles.docx").source.text.split()


def test_text_that_word_keeps_in_another_form_is_asked_about(tmp_path: Path) -> None:
    """A formula is none of the text of a paragraph; it may still say what a role does."""
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    formula = f'<m:oMath xmlns:m="{math}"><m:r><m:t>score &gt; 0.8</m:t></m:r></m:oMath>'
    released = f'<w:r><w:t xml:space="preserve">Releases where </w:t></w:r>{formula}'
    path = write_word(tmp_path / "roles.docx", paragraph(released))

    ((line, question),) = read_word(path, "roles.docx").doubts

    assert 1 == line
    assert "“score > 0.8”" in question


def test_a_field_within_a_note_is_read_as_well(tmp_path: Path) -> None:
    field = '<w:fldSimple w:instr="DOCPROPERTY Owner"><w:r><w:t>the Board</w:t></w:r></w:fldSimple>'
    note = f'<w:r><w:t xml:space="preserve">Decided by </w:t></w:r>{field}'
    marked = '<w:r><w:t>Sign leases</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>'
    path = write_word(tmp_path / "roles.docx", paragraph(marked), note=note)

    assert "Decided by the Board" in read_word(path, "roles.docx").source.text
