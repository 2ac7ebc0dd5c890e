"""What labels, columns and entries say, in documents whose form is not quite the usual one."""

# ruff: noqa: RUF001, RUF002 - other languages have letters and signs of their own
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

Read = Callable[[str, str], Reading]
CROATIAN = """# Uloge na gradilištu

## Rukovatelj dizalicom

Zadaci:

- Pažljivo podiže terete
- Svaki dan provjerava užad

Izvan ovlasti:

- Podizanje ljudi dizalicom
- Odobravanje vlastitog zahtjeva
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a text under a file name."""

    def _read(name: str, text: str) -> Reading:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_file(path)

    return _read


def said(reading: Reading) -> set[tuple[str, str | None, str]]:
    return {
        (role.name, each.kind, each.passage.plain)
        for role in reading.roles
        for each in role.statements
    }


def test_lists_below_two_labels_of_an_unknown_language_are_two_questions(read: Read) -> None:
    """One answer for “must” and “must not” would turn the meaning of one of them."""
    questions = [each for each in read("uloge.md", CROATIAN).questions if each.topic == "language"]

    assert [
        ("Pažljivo podiže terete", "Svaki dan provjerava užad"),
        ("Podizanje ljudi dizalicom", "Odobravanje vlastitog zahtjeva"),
    ] == [each.texts for each in questions]
    assert "They stand below “Izvan ovlasti:”." in questions[1].question


def test_many_labels_of_an_unknown_language_leave_the_longest_lists_apart(read: Read) -> None:
    """There are five questions at most; what is merged says that its labels differ."""
    more = "".join(
        f"\n{label}:\n\n- {label} vrijede za sve\n"
        for label in ("Primjeri", "Uvjeti", "Vještine", "Alati", "Bilješke")
    )
    questions = read("uloge.md", CROATIAN + more).questions

    assert len(questions) <= 5
    texts = [set(each.texts) for each in questions]
    assert {"Podizanje ljudi dizalicom", "Odobravanje vlastitog zahtjeva"} in texts
    assert any("different labels" in each.question for each in questions)


def test_turkish_has_words_of_its_own(read: Read) -> None:
    """Capitals with and without a dot are one letter, and the endings of verbs deny."""
    reading = read(
        "roller.md",
        "# GÖREV TANIMLARI\n\n## Depo Sorumlusu\n\n### GÖREV VE SORUMLULUKLAR\n\n"
        "- Stok sayımını ayda bir yapar\n- Onaysız malzeme çıkışı yapmaz\n\n"
        "### YETKİLER\n\n- Hasarlı malzemeyi reddedebilir\n\n"
        "### Yapmaması gerekenler\n\n- Forkliftle insan taşımak\n",
    )

    assert {
        ("Depo Sorumlusu", "responsibility", "Stok sayımını ayda bir yapar"),
        ("Depo Sorumlusu", "exclusion", "Onaysız malzeme çıkışı yapmaz"),
        ("Depo Sorumlusu", "privilege", "Hasarlı malzemeyi reddedebilir"),
        ("Depo Sorumlusu", "exclusion", "Forkliftle insan taşımak"),
    } == said(reading)
    assert ["asked"] == [
        e.status for e in reading.roles[0].statements if "yapmaz" in e.passage.plain
    ]


def test_a_table_whose_columns_are_all_roles_has_their_duties(read: Read) -> None:
    """Without a column of labels the first role was lost, or taken for labels."""
    reading = read(
        "roles.md",
        "# Working together\n\n"
        "| Product Manager | Delivery Manager |\n|---|---|\n"
        "| Defines the vision of the product | Removes what stands in the team's way |\n"
        "| Decides which work comes first | Must not change the order of the work |\n",
    )

    assert {
        ("Product Manager", "responsibility", "Defines the vision of the product"),
        ("Product Manager", "responsibility", "Decides which work comes first"),
        ("Delivery Manager", "responsibility", "Removes what stands in the team's way"),
    } <= said(reading)
    assert "Must not change the order of the work" in {
        text for question in reading.questions for text in question.texts
    } | {text for _, kind, text in said(reading) if kind == "exclusion"}
    assert not reading.not_read


def test_an_activity_before_a_colon_is_no_part_of_a_name(read: Read) -> None:
    """“Security review: Security Officer” named a role that nobody has."""
    reading = read(
        "roles.md",
        "# Roles\n\n## Security Officer\n\n### Responsibilities\n\n- Reviews requests\n\n"
        "# Map\n\n- Security review: Security Officer is accountable where required\n"
        "- Sometimes, a Security Officer must wait\n",
    )

    assert ["Security Officer"] == [role.name for role in reading.roles]
    lines = {n for each in reading.not_read for n in range(each.line, each.end_line + 1)}
    told = lines | {each.passage.line for each in reading.roles[0].statements}
    assert {11, 12} <= told


def test_entries_inside_the_value_of_a_record_are_statements_of_their_own(read: Read) -> None:
    """A text of several lines in YAML is often a list."""
    reading = read(
        "roles.yaml",
        "- name: Crane Driver\n  responsibilities: |\n"
        "    - Lifts loads with two ropes\n    - Checks the ropes each day\n",
    )

    assert {
        ("Crane Driver", "responsibility", "Lifts loads with two ropes"),
        ("Crane Driver", "responsibility", "Checks the ropes each day"),
    } == said(reading)
    assert not reading.not_read


@pytest.mark.parametrize(
    ("title", "section"),
    [
        (
            "# Camarero",
            "## Servicio al cliente\n\n### Responsabilidades\n\n- Saluda a cada cliente",
        ),
        ("# Operador", "## Sumário\n\n- Levanta as cargas com cuidado"),
    ],
)
def test_a_heading_with_the_ending_of_a_role_is_none(read: Read, title: str, section: str) -> None:
    """“Servicio al cliente” is what a waiter does, and “Sumário” a summary."""
    reading = read(
        "roles.md",
        f"---\nlanguage: {'es' if 'Serv' in section else 'pt'}\n---\n{title}\n\n{section}\n",
    )

    assert not {"Servicio al cliente", "Sumário"} & {role.name for role in reading.roles}


def test_guide_before_a_colon_is_no_part_of_a_name(read: Read) -> None:
    """“Guide: Community Moderator” is about the moderator."""
    reading = read(
        "roles.md",
        "# Guide: Community Moderator\n\n## Responsibilities\n\n- Answers new members\n",
    )

    assert ["Community Moderator"] == [role.name for role in reading.roles]


@pytest.mark.parametrize(
    ("language", "heading", "name", "label"),
    [
        ("en", "Role: Growth Lead", "Growth Lead", "Responsibilities"),
        ("de", "Rolle: Kranführer", "Kranführer", "Aufgaben"),
        ("es", "Rol: Camarero", "Camarero", "Responsabilidades"),
        ("fr", "Rôle : Grutier", "Grutier", "Responsabilités"),
        ("it", "Ruolo: Gruista", "Gruista", "Responsabilità"),
        ("nl", "Rol: Kraanmachinist", "Kraanmachinist", "Verantwoordelijkheden"),
        ("pl", "Rola: Operator dźwigu", "Operator dźwigu", "Obowiązki"),
        ("pt", "Papel: Operador de guindaste", "Operador de guindaste", "Responsabilidades"),
        ("ru", "Роль: Крановщик", "Крановщик", "Обязанности"),
        ("uk", "Роль: Кранівник", "Кранівник", "Обов'язки"),
        ("zh", "角色：增长官（Growth Lead）", "增长官", "职责"),
        ("ja", "役割：クレーン運転士", "クレーン運転士", "責任"),
    ],
)
def test_the_word_for_role_before_a_colon_names_one(
    read: Read, language: str, heading: str, name: str, label: str
) -> None:
    """In Chinese and Japanese “role” and “roles” are one word, so that the role was lost."""
    reading = read(
        "r.md", f"---\nlanguage: {language}\n---\n# {heading}\n\n## {label}\n\n- ABC 123 DEF\n"
    )

    assert [(name, 1)] == [(role.name, len(role.statements)) for role in reading.roles]


def test_a_label_behind_the_word_for_role_names_none(read: Read) -> None:
    """“角色：职责” is the heading over what roles do, as “Role: duties” is."""
    reading = read(
        "r.md", "---\nlanguage: zh\n---\n# 角色：职责\n\n## 增长官\n\n### 职责\n\n- 设计增长漏斗\n"
    )

    assert ["增长官"] == [role.name for role in reading.roles]


@pytest.mark.parametrize("heading", ["Step-by-Step Guides", "How-to Guide", "Quickstart guide"])
def test_guides_to_a_task_are_no_role(read: Read, heading: str) -> None:
    """A guide leads people, and these lead nobody but the reader."""
    reading = read(
        "r.md",
        "# Maintainer\n\n## Responsibilities\n\n- Reviews changes\n\n"
        f"## {heading}\n\n### Labels\n\n- Use the labels\n",
    )

    assert ["Maintainer"] == [role.name for role in reading.roles]


def test_what_a_heading_joins_to_exclusions_is_asked_about(read: Read) -> None:
    """“Limits & interfaces” holds both; an interface read as forbidden is turned round."""
    text = "# Rollen\n\n## Schriftführer\n\n### Abgrenzung & Schnittstellen\n\n- Alle Rollen\n"
    (role,) = read("rollen.md", text).roles
    (statement,) = role.statements
    assert "asked" == statement.status

    text = "# Roles\n\n## Clerk\n\n### Out of scope and not responsible for\n\n- Payments\n"
    (role,) = read("roles.md", text).roles
    assert [("exclusion", "read")] == [(each.kind, each.status) for each in role.statements]


def test_a_letter_of_another_script_counts_in_a_matrix(read: Read) -> None:
    """A Cyrillic С looks like a C, and a keyboard in Russian writes it."""
    reading = read("raci.csv", "Задача,Оператор,Аналитик\nПриём,R,С\nПроверка,А,R\n")
    assert [("R",), ("C",), ("A",), ("R",)] == [each.letters for each in reading.assignments]


def test_a_cell_of_a_matrix_that_is_not_read_is_named(read: Read) -> None:
    """The line of a sheet alone does not say which of its cells was left out."""
    reading = read(
        "raci.csv", "Task,Operator,Analyst,Lead\nLift,R,C,A\nTest,R,zz,A\nSign,A,I,R\nLand,A,R,I\n"
    )
    assert ["no letter of a responsibility matrix: “zz” (cell=3,3)"] == [
        each.reason for each in reading.not_read
    ]


@pytest.mark.parametrize(
    ("name", "title", "label", "role"),
    [
        ("es.md", "Manual Operativo para Meseros", "Áreas de Responsabilidad", "Meseros"),
        ("de.md", "Handbuch für Schichtleiter", "Aufgaben", "Schichtleiter"),
        ("en.md", "Handbook for Volunteers", "Responsibilities", "Volunteers"),
        ("nurse.md", "Job description: Nurse", "Areas of responsibility", "Nurse"),
    ],
)
def test_a_title_names_the_role_that_a_manual_is_for(
    read: Read, name: str, title: str, label: str, role: str
) -> None:
    """A chapter with duties below it was taken for the role, or nothing was."""
    text = f"# {title}\n\n## 1\n\n### {label}\n\n- Aa bb\n- Cc dd\n"
    found = {(each, plain) for each, _, plain in said(read(name, text))}
    assert {(role, "Aa bb"), (role, "Cc dd")} == found


def test_a_guide_that_says_no_duties_is_no_role(read: Read) -> None:
    """A guide for users is about a program."""
    assert read("guide.md", "# Manual for users\n\n## Install\n\n- Run pip\n").is_empty


def test_a_pronoun_in_polish_is_no_negation(read: Read) -> None:
    """“Na nie” means “for them”, and is no “not”."""
    text = "# Role\n\n## Koordynator\n\n### Uprawnienia\n\n- Może się na nie zapisywać\n"
    (role,) = read("role.md", text).roles
    assert [("privilege", "read")] == [(each.kind, each.status) for each in role.statements]
