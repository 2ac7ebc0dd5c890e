"""Blanks of a template are no roles, and the name of a role keeps all its letters."""

# ruff: noqa: RUF001 - headings have dashes
from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file


def read(folder: Path, text: str, language: str | None = None) -> Reading:
    path = folder / "document.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, language=language)


def names(reading: Reading) -> list[str]:
    return [role.name for role in reading.roles]


@pytest.mark.parametrize("blank", ["[TODO]", "TBD", "[Role name]", "<role>", "To be defined"])
def test_a_blank_is_no_role_wherever_it_stands(tmp_path: Path, blank: str) -> None:
    """A catalogue with a role “[TODO]” is one that nobody looks at twice."""
    reading = read(
        tmp_path,
        f"# Roles\n\n## {blank}\n\n- Keep the yard\n\n## Crane Driver\n\n- Lift loads\n\n"
        f"## Others\n\n| Role | Duties |\n|---|---|\n| Banksman | Give signs |\n"
        f"| {blank} | Paint |\n\n## Who does what\n\n| Task | Crane Driver | {blank} |\n"
        "|---|---|---|\n| Lifting | R | C |\n| Planning | A | I |\n",
    )

    assert ["Crane Driver", "Banksman"] == names(reading)
    assert {"Crane Driver"} == {each.role for each in reading.assignments}
    reported = {n for each in reading.not_read for n in range(each.line, each.end_line + 1)}
    assert {5, 16, 22, 23} <= reported


@pytest.mark.parametrize(
    ("language", "heading", "name"),
    [
        ("fr", "Laila Responsable", "Laila Responsable"),
        ("fr", "La responsable technique", "responsable technique"),
        ("fr", "L’animatrice", "animatrice"),
        ("fr", "RACI – Responsable Technique", "Responsable Technique"),
        ("en", "RACI matrix: Crane Driver", "Crane Driver"),
        ("en", "[Crane Driver]", "Crane Driver"),
        ("en", "**Crane Drivers**&#x20;", "Crane Drivers"),
        ("en", "Crane Driver \\", "Crane Driver"),
    ],
)
def test_a_name_loses_what_is_no_part_of_it_alone(
    tmp_path: Path, language: str, heading: str, name: str
) -> None:
    """“Laila” lost its first letters, since “la” is an article in French."""
    reading = read(tmp_path, f"# {heading}\n\n## Missions\n\n- Ranger\n- Compter\n", language)

    assert [name] == names(reading)
    assert not reading.people


def test_a_person_who_was_left_out_beside_a_role_is_so_in_a_matrix(tmp_path: Path) -> None:
    """The matrix of a small firm has first names; they made roles that are people."""
    reading = read(
        tmp_path,
        "# Roles\n\n## Salma Diallo – Crane Driver\n\n- Lift loads\n\n## Jon Berg – Banksman\n\n"
        "- Give signs\n\n## RACI\n\n| Task | Salma | Jon |\n|---|---|---|\n| Lifting | R | C |\n",
    )

    assert ["Crane Driver", "Banksman"] == names(reading)
    assert ["Crane Driver", "Banksman"] == [each.role for each in reading.assignments]
    assert {"Salma Diallo", "Salma", "Jon Berg", "Jon"} == {each.text for each in reading.people}


def test_the_number_of_a_heading_in_html_is_no_part_of_a_name(tmp_path: Path) -> None:
    """Tools for books set it in an element of its own."""
    (tmp_path / "roles.html").write_text(
        "<h1>Roles</h1><h2><span class='number'>6.1.1</span> Crane Driver</h2>"
        "<h3>Responsibilities</h3><ul><li>Lift loads</li></ul>"
    )

    reading = read_file(tmp_path / "roles.html")

    assert ["Crane Driver"] == names(reading)


def test_half_of_code_or_of_a_blank_is_no_name(tmp_path: Path) -> None:
    """“repo` directory differs” was asked about as a role."""
    reading = read(
        tmp_path,
        "# Team\n\nThe `crane team` directory differs from others.\n\n## {{ roles.driver }}:\n\n"
        "- Lift loads\n\n## Banksman\n\n### Responsibilities\n\n- Give signs\n",
    )

    assert ["Banksman"] == names(reading)
    assert not reading.questions
