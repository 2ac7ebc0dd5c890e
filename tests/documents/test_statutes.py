"""By-laws, ordinances and procedures: paragraphs that say whom they bind and how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

Read = Callable[[str], Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a text in Markdown."""

    def _read(text: str) -> Reading:
        path = tmp_path / "document.md"
        path.write_text(text, encoding="utf-8")
        return read_file(path)

    return _read


def told(reading: Reading) -> dict[str, list[str]]:
    """Return the statements of each role: kind and text."""
    return {
        role.name: [f"{each.kind}: {each.passage.plain}" for each in role.statements]
        for role in reading.roles
    }


def test_each_sentence_of_a_paragraph_binds_whom_it_names(read: Read) -> None:
    """All of a paragraph was one duty of the treasurer, what the board may do as well."""
    reading = read(
        "# Ordinance\n\n## § 4 Treasurer\n\n"
        "(1) The treasurer shall keep the books. She may sign small payments.\n\n"
        "(2) The treasurer shall not lend money. The board may remove the treasurer.\n"
    )

    assert told(reading) == {
        "Treasurer": [
            "responsibility: The treasurer shall keep the books.",
            "privilege: She may sign small payments.",
            "exclusion: The treasurer shall not lend money.",
        ],
        "board": ["privilege: The board may remove the treasurer."],
    }
    assert "asked" == reading.roles[1].status


def test_each_sentence_of_a_german_paragraph_binds_whom_it_names(read: Read) -> None:
    """What the chair does was read as what the whole committee does."""
    reading = read(
        "# Satzung des Rudervereins\n\n## § 7 Der Vorstand\n\n"
        "(1) Der Vorstand führt die Geschäfte des Vereins.\n\n"
        "(2) Der Vorsitzende vertritt den Verein. Er beruft die Versammlung ein.\n\n"
        "(3) Der Bootswart ist für die Boote zuständig. Er hat Schäden zu melden.\n"
    )

    assert ["Vorstand", "Vorsitzende", "Bootswart"] == [role.name for role in reading.roles]
    assert [1, 2, 2] == [len(role.statements) for role in reading.roles]


def test_a_list_below_the_paragraph_that_names_a_role_is_of_that_role(read: Read) -> None:
    """Below “§ 5 Meetings” all of it was told as describing no role."""
    reading = read(
        "# Ordinance\n\n## § 5 Meetings\n\n(1) Minutes are kept.\n\n(2) The secretary shall\n\n"
        "a) send the minutes within a week,\n\nb) not disclose ballots.\n"
    )

    assert told(reading) == {
        "secretary": [
            "responsibility: send the minutes within a week,",
            "exclusion: not disclose ballots.",
        ]
    }
    assert "asked" == reading.roles[0].statements[1].status


def test_a_list_behind_a_sentence_on_a_role_is_of_that_role(read: Read) -> None:
    """The role was found and its duties were lost."""
    reading = read(
        "# Sample intake\n\n## Procedure\n\nThe duty chemist is responsible for the intake. "
        "Responsibilities consist of:\n\n- Weighing samples\n- Sealing bags\n"
    )

    assert 3 == len(told(reading)["duty chemist"])


@pytest.mark.parametrize("dash", ["", " -"])
def test_a_title_and_an_area_make_a_name(read: Read, dash: str) -> None:
    """“Communications” announced how a group works, and the heading above took the duties."""
    areas = ("Finance", "Communications", "Education")
    text = "# By-law\n\n# Vice-Presidents\n\n"
    for area in areas:
        name = f"Vice-President{dash} {area}"
        text += f"## {name}\n\n1. The {name} shall send a report.\n2. Keeps a list.\n\n"

    assert [f"Vice-President{dash} {area}" for area in areas] == list(told(read(text)))


def test_a_heading_that_its_own_list_speaks_of_is_a_role(read: Read) -> None:
    """Nothing in the name says so, and yet each sentence below it does."""
    reading = read(
        "# Rules\n\n## Purpose\n\nThese rules are for all.\n\n## Night Watch\n\n"
        "1. The Night Watch shall lock the gate.\n2. The Night Watch may call the police.\n"
    )

    assert {
        "Night Watch": [
            "responsibility: The Night Watch shall lock the gate.",
            "privilege: The Night Watch may call the police.",
        ]
    } == told(reading)


@pytest.mark.parametrize(
    "heading",
    ["Dues", "General", "Limitations", "Termination of Membership", "Class Meetings"],
)
def test_what_a_by_law_is_about_is_no_role(read: Read, heading: str) -> None:
    """Each was one, since duties or officers stand beside it, and nobody was asked."""
    reading = read(
        f"# By-laws\n\n## Membership\n\n### {heading}\n\n1. It shall be paid each month.\n\n"
        "### Warden\n\n1. Locks the gate.\n"
    )

    assert ["Warden"] == list(told(reading))


@pytest.mark.parametrize(
    "number", ["Part II -", "BYLAW 4 -", "Chapter 3.", "Title IV:", "Schedule 2:"]
)
def test_the_number_of_a_chapter_is_no_part_of_a_name(read: Read, number: str) -> None:
    """“BYLAW 4 - Treasurer” was the name of a role."""
    reading = read(f"# Rules\n\n## {number} Treasurer\n\n- Keeps the books\n")

    assert ["Treasurer"] == list(told(reading))


def test_a_field_straight_below_a_bullet_is_no_part_of_it(read: Read) -> None:
    """The name of a person became a part of what the role must not do."""
    reading = read(
        "# Circle\n\n## Librarian\n\n**Accountabilities:**\n- Buying books\n"
        "- Lending books\n**Filled by:** Ada Byron\n\n## Host\n\n- Greets guests\n"
    )

    assert ["responsibility: Buying books", "responsibility: Lending books"] == (
        told(reading)["Librarian"]
    )
    assert any("people are left out" in each.reason for each in reading.not_read)
