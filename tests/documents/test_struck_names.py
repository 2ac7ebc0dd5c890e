"""Names of roles that are struck through, and names that an “or” joins."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

LIST = """# Conference

## Roles

- Treasurer: keeps the books
- ~~Keynote Coordinator (may not need this role?)~~
- Website Coordinator: keeps the pages
- Programme Chair: plans the days
"""
SECTION = """# Roles

## ~~Keynote Coordinator~~

### Responsibilities

- Finds speakers

## Treasurer ~~(interim)~~

### Responsibilities

- Keeps the books
"""
STRUCK = ("struck", "Keynote Coordinator")


def read(folder: Path, text: str, answers: dict[tuple[str, str], str] | None = None) -> Reading:
    path = folder / "roles.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, answers=answers)


@pytest.mark.parametrize("text", [LIST, SECTION], ids=["list", "section"])
def test_a_struck_name_waits_for_an_answer(tmp_path: Path, text: str) -> None:
    """Somebody crossed the role out; a catalogue that has it as a live one says the opposite."""
    reading = read(tmp_path, text)

    waits = {role.name: role.waits_for for role in reading.roles}
    assert waits.pop("Keynote Coordinator") == "struck"
    assert set(waits.values()) == {""}
    assert [("struck", ("yes", "no"))] == [(each.topic, each.choices) for each in reading.questions]
    assert ("Keynote Coordinator",) == reading.questions[0].texts


@pytest.mark.parametrize("text", [LIST, SECTION], ids=["list", "section"])
def test_the_answer_keeps_a_struck_role_or_leaves_it_out(tmp_path: Path, text: str) -> None:
    """Both answers end the question."""
    kept = read(tmp_path, text, {STRUCK: "yes"})
    gone = read(tmp_path, text, {STRUCK: "no"})

    assert {"Keynote Coordinator": ""}.items() <= {r.name: r.waits_for for r in kept.roles}.items()
    assert "Keynote Coordinator" not in {role.name for role in gone.roles}
    assert not kept.questions
    assert not gone.questions


def test_two_names_with_or_are_asked_about(tmp_path: Path) -> None:
    """“A or B” may be one role whose name is not settled, or two."""
    text = "# Team\n\n## Roles\n\n- Sprints coordinator or Venue liaison\n- Treasurer\n- Chair\n"
    reading = read(tmp_path, text)

    whole = "Sprints coordinator or Venue liaison"
    assert [("two-names", (whole,))] == [(each.topic, each.texts) for each in reading.questions]
    two = read(tmp_path, text, {("two-names", whole): "two"})
    assert {"Sprints coordinator", "Venue liaison"} <= {role.name for role in two.roles}
