"""Tabs of MkDocs, tables with tabs in a text, and text that was copied out of a PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

TABS = """# Data roles

=== "Data Owner"

    Responsibilities:

    - Decides who may read the data

    Must not:

    - Change the data

===+ "Data Steward"

    Responsibilities:

    - Keeps the glossary
"""
PDF = """HARBOUR HANDBOOK
1. ROLES AND RESPONSIBILITIES
HARBOUR MASTER
RESPONSIBILITIES
• Assigns the berths
• Keeps the log of
all ships
MUST NOT
• Sign for the pilot
PILOT
RESPONSIBILITIES
• Guides the ships into the port
Page 3 of 9
• Reports damage
2. HISTORY
The port was built in 1890.
"""


def read(path: Path, text: str) -> Reading:
    path.write_text(text, encoding="utf-8")
    return read_file(path, language="en")


def told(reading: Reading) -> dict[str, list[tuple[str | None, str]]]:
    return {r.name: [(s.kind, s.passage.plain) for s in r.statements] for r in reading.roles}


def test_each_tab_of_a_page_may_be_a_role(tmp_path: Path) -> None:
    """The tabs hid the roles in them, and all that they do."""
    reading = read(tmp_path / "page.md", TABS)

    assert {
        "Data Owner": [
            ("responsibility", "Decides who may read the data"),
            ("exclusion", "Change the data"),
        ],
        "Data Steward": [("responsibility", "Keeps the glossary")],
    } == told(reading)
    assert not any(role.description for role in reading.roles)
    assert not reading.not_read


def test_a_tab_in_code_is_code(tmp_path: Path) -> None:
    """A page that shows how tabs are written has none."""
    reading = read(tmp_path / "page.md", f"# Tabs\n\n```\n{TABS}```\n")

    assert not reading.roles


def test_a_text_with_tabs_is_a_table(tmp_path: Path) -> None:
    """That is what a sheet saved as text is."""
    text = "Role\tDuties\nPilot\tGuides, and brings in, ships\nMaster\tKeeps the log\n"
    reading = read(tmp_path / "roles.txt", text)

    assert {
        "Pilot": [("responsibility", "Guides, and brings in, ships")],
        "Master": [("responsibility", "Keeps the log")],
    } == told(reading)
    assert "cell=2,2" == reading.roles[0].statements[0].passage.cell


@pytest.mark.parametrize(
    "text", ["# Roles\n\n## Pilot\n\n-\tGuides ships\n", "\tPilot\n\tMaster\n"]
)
def test_tabs_that_indent_make_no_table(tmp_path: Path, text: str) -> None:
    """Many people indent with them."""
    assert not any(role.passage.cell for role in read(tmp_path / "roles.txt", text).roles)


@pytest.mark.parametrize("gap", ["", "\n"])
def test_lines_in_capitals_are_titles(tmp_path: Path, gap: str) -> None:
    """“Keeps the log PILOT” was a duty, and the pilot was nobody."""
    text = PDF if not gap else PDF.replace("\nPILOT", "\n\nPILOT").replace("\n2.", "\n\n2.")
    reading = read(tmp_path / "copied.txt", text)

    assert {
        "HARBOUR MASTER": [
            ("responsibility", "Assigns the berths"),
            ("responsibility", "Keeps the log of all ships"),
            ("exclusion", "Sign for the pilot"),
        ],
        "PILOT": [
            ("responsibility", "Guides the ships into the port"),
            ("responsibility", "Reports damage"),
        ],
    } == told(reading)
    assert "a page number" in {each.reason for each in reading.not_read}


def test_capitals_are_no_titles_beside_headings(tmp_path: Path) -> None:
    """There they are loud words."""
    text = "# Roles\n\n## Pilot\n\n- Guides ships\n\nALWAYS SAFE\n\nNEVER LATE\n"

    assert ["Pilot"] == [role.name for role in read(tmp_path / "roles.md", text).roles]
