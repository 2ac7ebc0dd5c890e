"""PDF files: read by their tags, or by how their pages look; each text has its page.

The three files were written for these tests: `theatre-tagged.pdf` by WeasyPrint with tags,
`theatre-plain.pdf` and `ferry-two-pages.pdf` by LibreOffice without.
"""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from typer.testing import CliRunner, Result

from rolegraph.cli.main import application
from rolegraph.documents.outline import Table, walk
from rolegraph.documents.readers.pdf.pages import Columns, Joining, Line, Word
from rolegraph.documents.reading.read import Reading, read_file

PDF = Path(__file__).parent / "pdf"
THEATRE = ("theatre-tagged.pdf", "theatre-plain.pdf")
runner = CliRunner()


def _run(*arguments: str) -> Result:
    return runner.invoke(application(arguments[0]), list(arguments))


def _read(name: str) -> Reading:
    return read_file(PDF / name, shown_as=name)


def _statements(reading: Reading, role: str) -> dict[str, str]:
    found = next(each for each in reading.roles if each.name == role)
    return {each.passage.plain: str(each.kind) for each in found.statements}


@pytest.mark.parametrize("name", THEATRE)
def test_a_pdf_has_its_roles_with_or_without_tags(name: str) -> None:
    """Headings, lists, lists in lists and labels in bold are read as in the text it was made of."""
    said = _statements(_read(name), "Stage manager")

    assert "Calls the cues." in said
    assert any(
        text.startswith("Keeps the prompt book") and text.endswith("a show.") for text in said
    )
    assert "exclusion" in said["Change the text of the play."].casefold()
    assert "requirement" in said["First aid certificate"].casefold()


@pytest.mark.parametrize("name", THEATRE)
def test_what_is_nested_in_a_pdf_stays_nested(name: str) -> None:
    """A list within a bullet is a part of it."""
    role = next(each for each in _read(name).roles if each.name == "Stage manager")
    duty = next(each for each in role.statements if each.passage.plain.startswith("Checks before"))

    assert ["the fire doors", "the fly lines"] == [each.passage.plain for each in duty.parts]


@pytest.mark.parametrize("name", THEATRE)
def test_letters_stay_with_their_role_beside_an_empty_cell(name: str) -> None:
    """The stage manager sells no programmes, though her cell is empty."""
    tables = [each for each in walk(_read(name).outline.blocks) if isinstance(each, Table)]
    *_, last = tables[-1].rows

    assert ["Sell programmes", None, "A/R"] == [cell and cell.plain for cell in last.cells]


def test_a_table_over_two_pages_is_one() -> None:
    """The rows of the second page have the head of the first."""
    tables = [
        each
        for each in walk(_read("ferry-two-pages.pdf").outline.blocks)
        if isinstance(each, Table)
    ]

    assert 1 == len(tables)
    assert ["Task", "Deck officer", "Purser"] == [
        cell and cell.plain for cell in tables[0].head.cells
    ]
    *_, last = tables[0].rows
    assert ["Lock the safe", None, "A"] == [cell and cell.plain for cell in last.cells]


def test_each_place_in_a_pdf_names_its_page() -> None:
    """A reader looks on that page."""
    result = _run("documents", "read", str(PDF / "ferry-two-pages.pdf"))

    assert "Deck officer, line 2 (page 1)" in result.output


def test_a_catalogue_from_a_pdf_knows_the_page(tmp_path: Path) -> None:
    """A quotation has its page, so that a citation can lead there."""
    folder = tmp_path / "roles"
    source = str(PDF / "theatre-tagged.pdf")
    given = ["--yes", "--title", "Theatre", "--base", "https://theatre.example/id/"]
    made = _run("init", str(folder), "--from", source, *given)
    assert 0 == made.exit_code, made.output

    written = "".join(path.read_text() for path in folder.rglob("*.ttl"))
    checked = _run("check", str(folder))
    assert "rg:sourcePage 1" in written
    assert 0 == checked.exit_code, checked.output


def _faulty(tmp_path: Path, what: str) -> Path:
    path = tmp_path / "roles.pdf"
    if what == "damaged":
        path.write_bytes(b"%PDF-1.7\nnot one")
        return path
    writer = pypdf.PdfWriter()
    if what == "locked":
        writer.append(PDF / "theatre-tagged.pdf")
        writer.encrypt("secret", algorithm="RC4-128")
    else:
        writer.add_blank_page(200, 200)
    writer.write(path)
    return path


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("damaged", "This is no PDF, or a damaged one"),
        ("locked", "locked with a password. Save a copy without one"),
        ("empty", "The pages of this PDF are pictures: they hold no text"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(tmp_path: Path, what: str, told: str) -> None:
    """Each has its way out."""
    result = _run("documents", "read", str(_faulty(tmp_path, what)))

    assert result.exit_code
    assert told in " ".join(f"{result.output} {result.exception}".split())


def test_text_that_stands_on_its_side_is_told(tmp_path: Path) -> None:
    """It may be a stamp, or half of the document."""
    writer = pypdf.PdfWriter()
    writer.append(PDF / "ferry-two-pages.pdf")
    turned = pypdf.Transformation().rotate(90).translate(600, 0)
    writer.pages[1].add_transformation(turned)
    writer.write(tmp_path / "turned.pdf")

    told = [each.reason for each in read_file(tmp_path / "turned.pdf").not_read]
    assert any("stands on its side" in reason for reason in told)


def _lines(*texts: str) -> list[Line]:
    return [
        Line(
            tuple(
                Word(
                    text, 1, 50.0 + 40 * n, 85.0 + 40 * n, top * 14.0, top * 14.0 + 10, 10.0, False
                )
                for n, text in enumerate(line.split())
            )
        )
        for top, line in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("whole_words", "parted", "read"),
    [
        ("responsibility matters", ("has the respon-", "sibility"), "has the responsibility"),
        ("a well-defined task", ("is a well-", "defined task"), "is a well-defined task"),
        ("", ("works day-", "today"), "works day-today"),
        ("", ("in pre-", "and postproduction"), "in pre- and postproduction"),
    ],
)
def test_words_at_the_end_of_lines_are_put_together(
    whole_words: str, parted: tuple[str, str], read: str
) -> None:
    """A file that never hyphenates keeps its hyphens; else the file's own words decide."""
    lines = _lines(*filter(None, (whole_words,)), *parted)
    joining = Joining(lines, Columns([]))

    assert read == joining.text(lines[-2:])
