"""What a twelfth set of documents taught: software catalogues, ladders, books, numbered rules."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from rolegraph.documents.account.model import Reading
from rolegraph.documents.reading import read_file
from rolegraph.documents.text.errors import MalformedDocument


def _read(tmp_path: Path, text: str, name: str = "roles.md") -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def _told(reading: Reading) -> dict[str, list[str]]:
    """Return the statements of each role: kind and text, and what is nested in it."""
    return {
        role.name: [
            " | ".join(
                (f"{each.kind}: {each.passage.plain}", *(p.passage.plain for p in each.parts))
            )
            for each in role.statements
        ]
        for role in reading.roles
    }


_CATALOGUE = """---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: harbour-office
  description: Runs the harbour.
spec:
  type: team
  profile:
    displayName: Harbour Office
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: anna.lind
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata:
  name: berths
"""


def test_groups_of_a_software_catalogue_are_roles(tmp_path: Path) -> None:
    """Several documents in a file were an error; its users and systems are told, and no roles."""
    reading = _read(tmp_path, _CATALOGUE, "catalog-info.yaml")

    (role,) = reading.roles
    assert ("Harbour Office", ["harbour-office"]) == (role.name, role.aliases)
    assert ["Runs the harbour."] == [each.plain for each in role.description]
    reasons = [each.reason for each in reading.not_read]
    assert any("is a User" in each and "people" in each for each in reasons)
    assert any("is a System, and no role" in each for each in reasons)


def test_each_document_of_a_file_of_records_is_a_role(tmp_path: Path) -> None:
    """`---` parts the records of a file."""
    text = (
        "name: Harbour Master\nduties:\n- Assign berths\n---\nname: Pilot\nduties:\n- Guide ships\n"
    )

    reading = _read(tmp_path, text, "roles.yaml")

    assert {
        "Harbour Master": ["responsibility: Assign berths"],
        "Pilot": ["responsibility: Guide ships"],
    } == _told(reading)


def test_each_row_of_a_ladder_is_expected_at_each_level(tmp_path: Path) -> None:
    """“Communication” was told as no duty, and “Leadership” went into the descriptions."""
    reading = _read(
        tmp_path,
        "# Ladder\n\n| Skill | Engineer I | Senior Engineer |\n|---|---|---|\n"
        "| Communication | Asks early. | Writes guides. |\n"
        "| Leadership | Learns from reviews. | Mentors two engineers. |\n",
    )

    assert {
        "Engineer I": [
            "requirement: Communication | Asks early.",
            "requirement: Leadership | Learns from reviews.",
        ],
        "Senior Engineer": [
            "requirement: Communication | Writes guides.",
            "requirement: Leadership | Mentors two engineers.",
        ],
    } == _told(reading)


def test_levels_without_the_name_of_a_role_are_asked_about(tmp_path: Path) -> None:
    """A table of “L1” and “L2” was told as not read; in the section of a role they are its levels."""
    table = "| Area | L1 | Staff+ |\n|---|---|---|\n| Craft | Draws screens | Owns the library |\n"

    alone = _read(tmp_path, f"# Matrix for design\n\n{table}")
    within = _read(tmp_path, f"# Crane Driver\n\n## Levels\n\n{table}")

    assert {
        "L1": ["practice: Craft | Draws screens"],
        "Staff+": ["practice: Craft | Owns the library"],
    } == _told(alone)
    assert all("role" == role.waits_for for role in alone.roles)
    assert ["Crane Driver", "Crane Driver L1", "Crane Driver Staff+"] == [
        role.name for role in within.roles
    ]


def test_a_level_before_a_name_is_another_name(tmp_path: Path) -> None:
    """“Level 1: Junior Rigger” described no role."""
    reading = _read(
        tmp_path,
        "# Levels\n\n## Level 1: Junior Rigger\n\n**Expectations**\n\n- Ties knots with help\n\n"
        "## IC2 - Rigger\n\n### Communication\n\n- Explains each lift\n",
    )

    assert {
        "Junior Rigger": ["practice: Ties knots with help"],
        "Rigger": ["practice: Explains each lift"],
    } == _told(reading)
    assert [["Level 1"], ["IC2"]] == [role.aliases for role in reading.roles]


_AGENT = """---
name: dock-planner
description: >-
  Plans berths for the week
  and tells the pilots.
tools:
  - Tide Table
model: fast
---

You are a dock planner.

## Responsibilities

- Plan berths
"""


def test_the_front_matter_of_one_role_is_read(tmp_path: Path) -> None:
    """Files of agents say there what the agent is for; fields that say nothing of it stay told."""
    reading = _read(tmp_path, _AGENT)

    (role,) = reading.roles
    assert ["Plans berths for the week and tells the pilots.", "You are a dock planner."] == [
        each.plain for each in role.description
    ]
    assert ["responsibility: Plan berths"] == _told(reading)["dock-planner"]
    assert ["Tide Table"] == [tool.name for tool in role.tools]
    assert [(8, 8, "front matter")] == [
        (each.line, each.end_line, each.reason) for each in reading.not_read
    ]


def test_numbered_rules_in_one_paragraph_are_apart(tmp_path: Path) -> None:
    """“2.1 … 2.2 …” was one exclusion of a role “2 Treasurer”."""
    reading = _read(
        tmp_path,
        "# Rules of the club\n\n## 2 Treasurer\n\n2.1 The treasurer keeps the books. She may sign "
        "payments. 2.2 The treasurer pays the bills.\n2.3 The treasurer must not lend money.\n",
    )

    assert {
        "Treasurer": [
            "responsibility: The treasurer keeps the books.",
            "privilege: She may sign payments.",
            "responsibility: The treasurer pays the bills.",
            "exclusion: The treasurer must not lend money.",
        ]
    } == _told(reading)


def test_numbers_within_a_text_part_nothing(tmp_path: Path) -> None:
    """A reference to rules is a part of its sentence."""
    text = (
        "# Roles\n\n## Treasurer\n\nSee 2.1 The Books. 2.2 The Bills say what the treasurer pays.\n"
    )

    (role,) = _read(tmp_path, text).roles

    assert 0 == len(role.statements)


_BOOK = (
    '<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest>'
    "<spine>{spine}</spine></package>"
)


def _book(path: Path, *pages: str, more: dict[str, str] | None = None) -> Path:
    """Write a book with pages; the reader knows their order from the spine alone."""
    items = "".join(
        f'<item id="p{n}" href="p{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in reversed(range(len(pages)))
    )
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="EPUB/book.opf"/></rootfiles></container>',
        )
        package.writestr("EPUB/book.opf", _BOOK.format(items=items, spine=spine))
        for number, page in enumerate(pages):
            text = f"<?xml version='1.0'?>\n<html><head/>\n<body>\n{page}\n</body></html>"
            package.writestr(f"EPUB/p{number}.xhtml", text)
        for name, text in (more or {}).items():
            package.writestr(name, text)
    return path


def test_a_book_is_read_page_by_page(tmp_path: Path) -> None:
    """EPUB is a package of pages; a place in it is a page and a line."""
    path = _book(
        tmp_path / "yard.epub",
        "<h1>Yard</h1><nav><ol><li><a href='p1.xhtml'>Crane Driver</a></li></ol></nav>",
        "<h2>Crane Driver</h2>\n<h3>Duties</h3><ul><li>Lift loads</li></ul>",
        "<h2>Banksman</h2><h3>Duties</h3><ul><li>Give signs</li></ul>",
    )

    reading = read_file(path)

    assert {
        "Crane Driver": ["responsibility: Lift loads"],
        "Banksman": ["responsibility: Give signs"],
    } == _told(reading)
    assert "p1.xhtml, line 5" == reading.outline.place_of(reading.roles[0].statements[0].passage)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"META-INF/encryption.xml": "<x>EPUB/p0.xhtml</x>"}, "protected"),
        (None, "is no EPUB"),
    ],
)
def test_a_book_that_cannot_be_read_says_why(
    tmp_path: Path, more: dict[str, str] | None, message: str
) -> None:
    """A shop protects its books, and not each file that ends so is one."""
    path = tmp_path / "yard.epub"
    if more:
        _book(path, "<h2>Crane Driver</h2>", more=more)
    else:
        path.write_bytes(b"no book")

    with pytest.raises(MalformedDocument) as raised:
        read_file(path)

    assert message in str(raised.value.faults[0])


def test_codes_before_roles_hide_no_role(tmp_path: Path) -> None:
    """Stakeholders behind codes were duties of the heading above them."""
    reading = _read(
        tmp_path,
        "# Stakeholders\n\n## Port Leadership\n\n"
        "- **ST1** - Harbour Master (HM) - Decides on berths\n"
        "- **ST2** - Financial Controller - Approves the budget\n"
        "- **ST3** - Safety Officer - Stops unsafe work\n",
    )

    assert {"Harbour Master", "Financial Controller", "Safety Officer"} <= {
        role.name for role in reading.roles
    }
    assert ["HM", "ST1"] == next(r.aliases for r in reading.roles if r.name == "Harbour Master")


def test_a_bold_name_among_roles_is_asked_about(tmp_path: Path) -> None:
    """“Port Management” beside three plain roles was told as no role, with all it does."""
    reading = _read(
        tmp_path,
        "# Port\n\n## Who does what\n\n- **Port Management.** Owns the rules.\n"
        "- **Pilot.** Guides ships.\n- **Safety Officer.** Stops unsafe work.\n"
        "- **Data Manager.** Keeps the register.\n",
    )

    assert "role" == next(r.waits_for for r in reading.roles if r.name == "Port Management")


@pytest.mark.parametrize(
    "title", ["From Rigger to Manager", "Port Team Structure", "Critical Severity Indicators"]
)
def test_a_chapter_that_speaks_of_roles_is_none(tmp_path: Path, title: str) -> None:
    """Each was a role, with its list as duties, and nobody was asked."""
    reading = _read(tmp_path, f"# Port\n\n## {title}\n\n- Lead small projects\n- Shadow managers\n")

    assert () == reading.roles


def test_a_title_over_a_ladder_is_not_its_head(tmp_path: Path) -> None:
    """With a title over all columns nothing of the table was read."""
    reading = _read(
        tmp_path,
        "<html><body><h1>Levels</h1><table><tr><td colspan='3'>Rigger levels</td></tr>"
        "<tr><td>Skill</td><td>Rigger (P1)</td><td>Senior Rigger (P2)</td></tr>"
        "<tr><td>Knots</td><td>Ties knots</td><td>Teaches knots</td></tr></table></body></html>",
        "levels.html",
    )

    assert {
        "Rigger": ["requirement: Knots | Ties knots"],
        "Senior Rigger": ["requirement: Knots | Teaches knots"],
    } == _told(reading)


def test_the_levels_of_an_escalation_are_no_roles(tmp_path: Path) -> None:
    """“Level 1” over the names of those who act is no level of a role."""
    reading = _read(
        tmp_path,
        "# Escalation\n\n| Severity | Level 1 | Level 2 |\n|---|---|---|\n"
        "| High | Safety Officer (1 hour) | Harbour Master (4 hours) |\n",
    )

    assert not {"Level 1", "Level 2"} & {role.name for role in reading.roles}
