"""Small documents, one structure each, with what is read in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.documents.reading import read_file
from rolegraph.documents.reading.output import as_data, as_markdown, as_text

STRUCTURES = Path(__file__).parent / "structures"
DOCUMENTS = sorted(
    path for path in STRUCTURES.iterdir() if not path.name.endswith(".expected.json")
)
runner = CliRunner()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_structure_is_read_as_a_person_would(path: Path) -> None:
    """Each stands for a habit of writers; the expected result was read by a person."""
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8"))

    assert expected == as_data(read_file(path, shown_as=path.name))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_statement_is_a_stretch_of_its_file(path: Path) -> None:
    """A statement whose place is wrong cannot be traced to its source."""
    reading = read_file(path)
    text = reading.outline.source.text

    for role in reading.roles:
        for passage in (role.passage, *(each.passage for each in role.statements)):
            assert passage.span.text == text[passage.span.start : passage.span.end]


def test_the_command_tells_what_would_be_read() -> None:
    """Programs read the JSON, so its shape is a promise."""
    path = str(STRUCTURES / "mustnot.md")
    result = runner.invoke(app, ["read", path, "--format", "json"])

    assert 0 == result.exit_code
    found = json.loads(result.output)
    assert {"file", "language", "roles", "assignments", "not_read", "questions"} == set(found)
    assert [("responsibility", "Lift loads"), ("exclusion", "Lift people")] == [
        (each["kind"], each["text"]) for each in found["roles"][0]["statements"]
    ]


def test_a_document_without_a_role_ends_with_1_and_advice() -> None:
    """A writer must learn what to change."""
    result = runner.invoke(app, ["read", str(STRUCTURES / "nothing.md")])

    assert 1 == result.exit_code
    assert "No role was found. Name each role in a heading" in result.output


@pytest.mark.parametrize(
    ("name", "content", "reported"),
    [
        ("roles.ppt", b"PK", "save it as PowerPoint (.pptx)"),
        ("roles.ott", b"PK", "save it as OpenDocument text (.odt)"),
        ("roles.org", b"* Roles", "pandoc -t gfm"),
        ("roles.xyz", b"Roles", "A file that ends in .xyz is not read here"),
        ("roles.md", b"# Caf\xe9\n", "not UTF-8"),
    ],
)
def test_what_cannot_be_opened_ends_with_2(
    tmp_path: Path, name: str, content: bytes, reported: str
) -> None:
    """Formats are refused by name, never read as something they are not."""
    path = tmp_path / name
    path.write_bytes(content)
    result = runner.invoke(app, ["read", str(path)])

    assert 2 == result.exit_code
    assert reported in result.output


def test_a_missing_file_ends_with_2(tmp_path: Path) -> None:
    """Scripts tell a missing file from an empty one."""
    assert 2 == runner.invoke(app, ["read", str(tmp_path / "roles.md")]).exit_code


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_text_and_markdown_name_every_statement(path: Path) -> None:
    """People read these; what JSON has must be there."""
    reading = read_file(path)
    for shown in (as_text(reading), as_markdown(reading)):
        for role in reading.roles:
            assert all(each.passage.plain in shown for each in role.statements)
