"""What documents of new kinds taught: agents, job descriptions, checklists, decision tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from rolegraph.documents.account.model import Reading
from rolegraph.documents.reading import read_file


def _read(tmp_path: Path, text: str, name: str = "roles.md") -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def _told(reading: Reading) -> list[tuple[str, str | None, str, str]]:
    return [
        (role.name, each.kind, each.passage.plain, each.status)
        for role in reading.roles
        for each in role.statements
    ]


_PAGE = """<html><body><h1>Who does what</h1><table>
<tr><th rowspan="2">Task</th><th colspan="2">Yard</th><th colspan="2">Customer</th></tr>
<tr><th>Foreman</th><th>Welder</th><th>Ship Owner</th><th>Surveyor</th></tr>
<tr><td>Order plates</td><td>A</td><td>R</td><td>I</td><td></td></tr>
<tr><td>Accept hull</td><td>I</td><td></td><td>A</td><td>R</td></tr>
</table></body></html>"""
_LETTERS = {
    ("Foreman", "Order plates"): "A",
    ("Welder", "Order plates"): "R",
    ("Ship Owner", "Order plates"): "I",
    ("Foreman", "Accept hull"): "I",
    ("Ship Owner", "Accept hull"): "A",
    ("Surveyor", "Accept hull"): "R",
}


def test_a_head_over_several_columns_is_no_role(tmp_path: Path) -> None:
    """“Yard” over “Foreman” and “Welder” must not take the letters of the first of them."""
    reading = _read(tmp_path, _PAGE, "raci.html")

    assert {(e.role, e.activity): e.letters[0] for e in reading.assignments} == _LETTERS
    assert any("stands over several columns" in each.reason for each in reading.not_read)


def test_a_head_over_several_columns_of_a_sheet_is_no_role(tmp_path: Path) -> None:
    """Sheets merge such cells, or leave those beside the first empty."""
    workbook = Workbook()
    sheet = workbook.active
    for row in (
        ("Task", "Yard", None, "Customer", None),
        (None, "Foreman", "Welder", "Ship Owner", "Surveyor"),
        ("Order plates", "A", "R", "I", None),
        ("Accept hull", "I", None, "A", "R"),
    ):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    path = tmp_path / "raci.xlsx"
    workbook.save(path)

    found = {(each.role, each.activity): each.letters[0] for each in read_file(path).assignments}

    assert found == _LETTERS


def test_a_sign_for_a_note_hides_no_letter(tmp_path: Path) -> None:
    """“A†” and “C²” are letters with a note below the table."""
    reading = _read(
        tmp_path, "# RACI\n\n| Task | Foreman | Welder |\n|---|---|---|\n| Weld | **A**† | R² |\n"
    )

    assert [("A",), ("R",)] == [each.letters for each in reading.assignments]


def test_who_has_a_role_is_no_other_name_of_it(tmp_path: Path) -> None:
    """“Who: Head of Finance” would else make one role of two."""
    reading = _read(
        tmp_path,
        "# Roles\n\n| Role | Responsibility | Who |\n|---|---|---|\n"
        "| Data Owner | Approves access | Head of Finance |\n"
        "| Data Steward | Keeps the quality | Data Analyst |\n",
    )

    assert [[], []] == [role.aliases for role in reading.roles]


def test_a_cross_before_an_entry_is_asked_about(tmp_path: Path) -> None:
    """Below “Permissions”, “❌ Delete posts” must not become a permission."""
    reading = _read(
        tmp_path,
        "# Roles\n\n## Moderator\n\nPermissions:\n\n- ✅ Read posts\n- ❌ Delete posts\n\n"
        "## Guest\n\nA guest visits.\n\n✔ Reads posts\n✘ Writes posts\n",
    )

    assert [
        ("Moderator", "privilege", "✅ Read posts", "read"),
        ("Moderator", "exclusion", "❌ Delete posts", "asked"),
        ("Guest", "responsibility", "✔ Reads posts", "inferred"),
        ("Guest", "exclusion", "✘ Writes posts", "asked"),
    ] == _told(reading)


def test_do_and_do_not_are_labels_with_a_tick_or_a_cross(tmp_path: Path) -> None:
    """Lines below each other are one paragraph for Markdown, and two rules for their writer."""
    reading = _read(
        tmp_path,
        "# Roles\n\n## Foreman\n\nLeads a crew.\n\n**Responsibilities:**\n\n- Plans the week\n\n"
        "✅ **Do**: Look after the crew\n❌ **Don't**: Hire people\n\n"
        "## Welder\n\n- Must: wear a mask\n- Must NOT: work alone\n",
    )

    assert [
        ("Foreman", "responsibility", "Plans the week"),
        ("Foreman", "responsibility", "Look after the crew"),
        ("Foreman", "exclusion", "Hire people"),
        ("Welder", "responsibility", "wear a mask"),
        ("Welder", "exclusion", "work alone"),
    ] == [each[:3] for each in _told(reading)]


def test_ticks_in_the_columns_of_a_table_of_roles_are_privileges(tmp_path: Path) -> None:
    """Nothing was read of such a table, and nothing said so."""
    reading = _read(
        tmp_path,
        "# Who may do what\n\n| Role | Read posts | Delete posts |\n|---|---|---|\n"
        "| Moderator | ✅ | ✅ |\n| Editor | ✅ | ❌ |\n",
    )

    assert [
        ("Moderator", "privilege", "Read posts"),
        ("Moderator", "privilege", "Delete posts"),
        ("Editor", "privilege", "Read posts"),
    ] == [each[:3] for each in _told(reading)]


def test_boxes_of_a_checklist_are_entries(tmp_path: Path) -> None:
    """Position checklists have boxes that no keyboard writes."""
    reading = _read(
        tmp_path,
        "# Position Checklist: Logistics Chief\n\n## Tasks\n\n☐ Put on the vest\n"
        "☐ Do not order aircraft\n",
    )

    assert [
        ("Logistics Chief", "responsibility", "Put on the vest", "read"),
        ("Logistics Chief", "exclusion", "Do not order aircraft", "asked"),
    ] == _told(reading)


_GERMAN = """# Stellenbeschreibung

| Feld | Angabe |
|---|---|
| Stellenbezeichnung | Hafenmeister |
| Stelleninhaber/in | Ada Beispiel |
| Vorgesetzte Stelle | Leitung Hafenamt |
| Entgeltgruppe | E 9b |

## Aufgaben

- Weist Liegeplätze zu

## Befugnisse

- Zeichnet Bestellungen
"""
_JAPANESE = """# 職務記述書

| 項目 | 内容 |
|---|---|
| 職位名 | 港湾管理責任者 |
| 所属部署 | 港湾課 |
| 作成日 | 2025年3月1日 |

## 主な職務内容

- 港湾台帳を管理する

## 権限

- 発注を承認する
"""


@pytest.mark.parametrize(
    ("text", "name", "duty", "right"),
    [
        (_GERMAN, "Hafenmeister", "Weist Liegeplätze zu", "Zeichnet Bestellungen"),
        (_JAPANESE, "港湾管理責任者", "港湾台帳を管理する", "発注を承認する"),
    ],
)
def test_a_job_description_is_of_the_post_in_its_table(
    tmp_path: Path, text: str, name: str, duty: str, right: str
) -> None:
    """The table has the name; who holds the post and when it was written are no duties."""
    reading = _read(tmp_path, text)

    assert [
        (name, "responsibility", duty),
        (name, "privilege", right),
    ] == [each[:3] for each in _told(reading)]


def test_verbs_in_the_columns_of_roles_are_what_they_do(tmp_path: Path) -> None:
    """“Requests” in the column “User” was a role, and the other columns were left out."""
    reading = _read(
        tmp_path,
        "# Data\n\n## Roles\n\n- **Data Owner**: answers for data.\n- **Data Steward**: keeps it.\n"
        "- **Data User**: uses it.\n\n## Matrix\n\n"
        "| Activity | Owner | Steward | User |\n|---|---|---|---|\n"
        "| Grant access | Approves | Recommends | Requests |\n"
        "| Classify data | Approves | Defines | N/A |\n",
    )

    done = [
        (role.name, each.passage.plain, each.parts[0].passage.plain)
        for role in reading.roles
        for each in role.statements
        if each.parts
    ]
    assert [
        ("Data Owner", "Grant access", "Approves"),
        ("Data Owner", "Classify data", "Approves"),
        ("Data Steward", "Grant access", "Recommends"),
        ("Data Steward", "Classify data", "Defines"),
        ("Data User", "Grant access", "Requests"),
    ] == done
    assert ["Data Owner", "Data Steward", "Data User"] == [role.name for role in reading.roles]


def test_a_blank_before_a_name_is_no_part_of_it(tmp_path: Path) -> None:
    """Teams of agents write `{topic} Analyst`, and the name had half of the mark."""
    reading = _read(
        tmp_path,
        "analyst:\n  role: >\n    {topic} Data Analyst\n  goal: >\n    Find what is new\n",
        "agents.yaml",
    )

    assert ["Data Analyst"] == [role.name for role in reading.roles]


def test_former_maintainers_are_people_and_do_nothing(tmp_path: Path) -> None:
    """A handle with the years of somebody's service is no duty."""
    reading = _read(
        tmp_path, "# Maintainers\n\n## Emeritus\n\n- @eve (2021\u20132024)\n- @bob (2020)\n"
    )

    assert [] == _told(reading)


def test_rules_of_a_committee_are_of_the_committee(tmp_path: Path) -> None:
    """“Terms of Reference: Safety Committee” names whose duties follow."""
    reading = _read(
        tmp_path,
        "# Terms of Reference \u2013 Safety Committee\n\n## Duties\n\n- Reviews incidents\n",
    )

    assert [("Safety Committee", "responsibility", "Reviews incidents")] == [
        each[:3] for each in _told(reading)
    ]


def test_conditions_of_work_are_no_duties(tmp_path: Path) -> None:
    """A French job description ends with them."""
    reading = _read(
        tmp_path,
        "# Fiche de poste : Chef du port\n\n## Missions\n\n- Attribuer les postes\n\n"
        "## Conditions d'exercice\n\n- Travail le week-end\n",
    )

    assert [("Chef du port", "responsibility", "Attribuer les postes")] == [
        each[:3] for each in _told(reading)
    ]
