"""Headings, sentences and columns by which a role is found, and what is no name of one."""

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


def names(reading: Reading) -> list[str]:
    return [role.name for role in reading.roles]


@pytest.mark.parametrize(
    "heading",
    [
        "Website and Technical Lead",
        "Website & Technical Lead",
        "Website and Graphics Chair",
        "Website, Marketing and Events Coordinator",
        "Support and Services Manager",
        "Support Lead",
        "Nominations and Elections Officer",
    ],
)
def test_a_heading_that_ends_with_a_word_for_a_role_is_one(read: Read, heading: str) -> None:
    """A word that else announces links made the whole name something else, and it was lost."""
    text = f"# Roles\n\n- Treasurer\n- Secretary\n- {heading}\n\n"
    for each in ("Treasurer", heading, "Secretary"):
        text += f"### {each}\n\nResponsible for developing the public presence of the club.\n\n"
    reading = read(text)

    assert {"Treasurer", heading, "Secretary"} == set(names(reading))
    assert all(len(role.statements) == 1 for role in reading.roles)
    assert not reading.not_read


@pytest.mark.parametrize(
    "heading",
    ["Responsibilities and Team Lead", "Meetings and Voting Members", "Support the Lead"],
)
def test_a_heading_that_announces_something_beside_a_role_is_none(read: Read, heading: str) -> None:
    """Only what one role is for may stand before its word."""
    text = "# Governance\n\n## Treasurer\n\nKeeps the accounts of the club.\n\n"
    reading = read(text + f"## {heading}\n\nHere is what we agreed on.\n")

    assert heading not in names(reading)
