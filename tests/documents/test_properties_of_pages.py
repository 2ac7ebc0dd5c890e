"""The properties that Notion and the like write below the title of a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.importing.service import import_document
from rolegraph.documents.reading import Reading, read_file

PAGE = """# Harbour Master

Owner: Jane Miller
Status: In progress
Last edited: November 3, 2026
Tags: operations, port
Purpose: Keeps order in the port
Berths: north pier

## Responsibilities

- Assigns the berths
"""


def read(folder: Path, text: str, language: str = "en") -> Reading:
    path = folder / "page.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, language=language)


def described(reading: Reading) -> str:
    return " ".join(each.plain for role in reading.roles for each in role.description)


def test_properties_of_a_page_do_not_describe_its_role(tmp_path: Path) -> None:
    """“Owner: Jane Miller In progress …” was the definition of the role."""
    reading = read(tmp_path, PAGE)

    assert "Keeps order in the port" == described(reading)
    reasons = {n: e.reason for e in reading.not_read for n in range(e.line, e.end_line + 1)}
    assert "names of people are left out" in reasons[3]
    assert all("a property of the page" in reasons[line] for line in (4, 5, 6, 8))


def test_the_owner_of_a_page_is_nowhere_in_its_graph(tmp_path: Path) -> None:
    """Whose page it is tells of a person and not of the role."""
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")

    assert "Miller" not in import_document(path).turtle


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Owner: Jane Miller", "en"),
        ("**Owner:** Jane", "en"),
        ("Created by: Jane Miller, Bo Chu", "de"),
        ("Eigentümer: Jane Miller", "de"),
        ("Propriétaire : Anne Petit", "fr"),
    ],
)
def test_one_line_with_the_owner_is_enough(tmp_path: Path, line: str, language: str) -> None:
    """It was a sentence of the description, wherever it stood alone."""
    name = {"en": "Harbour Master", "de": "Kassenwart", "fr": "Trésorier"}[language]
    duty = {"en": "Assigns the berths", "de": "Führt die Kasse", "fr": "Tient la caisse"}[language]
    reading = read(tmp_path, f"# {name}\n\n{line}\n\n- {duty}\n- {duty}.\n", language)

    assert [name] == [role.name for role in reading.roles]
    assert not described(reading)
    assert reading.people


def test_fields_of_a_role_are_no_properties_of_a_page(tmp_path: Path) -> None:
    """“Reports to” and an owner that is a role say something of the role."""
    reading = read(
        tmp_path,
        "# Roles\n\n## Pilot\n\nOwner: Harbour Office\nShift: at night\n"
        "Shift: at night\n\nResponsibilities:\n\n- Guides ships\n",
    )

    assert "Shift: at night" in described(reading)
    assert "Harbour Office" in described(reading)
    assert not reading.people
