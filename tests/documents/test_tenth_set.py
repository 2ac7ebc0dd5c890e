"""Kinds of documents that nobody had tried: statutes in more languages, runbooks, handbooks."""

# ruff: noqa: RUF001 - statutes number with a dash
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

Read = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a text under a file name."""

    def _read(text: str, name: str = "roles.md") -> Reading:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_file(path)

    return _read


def told(reading: Reading) -> dict[str, list[str]]:
    """Return the statements of each role: kind and text."""
    return {
        role.name: [f"{each.kind}: {each.passage.plain}" for each in role.statements]
        for role in reading.roles
    }


STATUTES = {
    "pt": """# Convenção do condomínio

## CAPÍTULO III – DA ADMINISTRAÇÃO

Art. 13. Compete ao síndico:

I – representar o condomínio;
II – convocar a assembleia geral;
III – prestar contas aos condôminos.

Art. 14. Ao subsíndico cabe substituir o síndico em suas faltas.
""",
    "es": """# Estatutos de la asociación de vecinos

## Artículo 8. De los órganos

Corresponde al Presidente:

1. Convocar la asamblea de los vecinos.

Son funciones del Tesorero:

- Llevar los libros de la asociación.
""",
    "it": """# Statuto dell'associazione

## Art. 7 – Organi

Spetta al presidente:

- convocare l'assemblea dei soci;

Sono compiti del tesoriere:

- tenere la contabilità dell'associazione;
""",
    "fr": """# Statuts de l'association

## Article 9. Administration

Il appartient au président :

- de convoquer l'assemblée générale ;

Les attributions du trésorier sont :

- la tenue des comptes de l'association ;
""",
    "pl": """# Statut stowarzyszenia

## Rozdział IV. Władze

Do obowiązków skarbnika należy:

- prowadzenie kasy stowarzyszenia,

Do zadań sekretarza należy:

- pisanie protokołów z zebrań,
""",
}
FALL_TO = {
    "pt": {
        "síndico": [
            "representar o condomínio;",
            "convocar a assembleia geral;",
            "prestar contas aos condôminos.",
        ],
        "subsíndico": ["Ao subsíndico cabe substituir o síndico em suas faltas."],
    },
    "es": {
        "Presidente": ["Convocar la asamblea de los vecinos."],
        "Tesorero": ["Llevar los libros de la asociación."],
    },
    "it": {
        "presidente": ["convocare l'assemblea dei soci;"],
        "tesoriere": ["tenere la contabilità dell'associazione;"],
    },
    "fr": {
        "président": ["de convoquer l'assemblée générale ;"],
        "trésorier": ["la tenue des comptes de l'association ;"],
    },
    "pl": {
        "skarbnik": ["prowadzenie kasy stowarzyszenia,"],
        "sekretarz": ["pisanie protokołów z zebrań,"],
    },
}


@pytest.mark.parametrize("language", STATUTES)
def test_a_duty_that_falls_to_somebody_is_a_duty_of_that_role(read: Read, language: str) -> None:
    """“Compete ao síndico:” named nobody, and the chapter was lost, or went to the board."""
    found = told(read(STATUTES[language]))

    for role, duties in FALL_TO[language].items():
        assert [f"responsibility: {each}" for each in duties] == found[role]


def test_what_falls_to_another_is_not_told_of_the_role_around_it(read: Read) -> None:
    """The board had the duties of its treasurer."""
    found = told(
        read(
            "# Estatutos del club\n\n## Junta Directiva\n\nSon funciones del Tesorero:\n\n"
            "- Llevar los libros del club\n\n## Presidente\n\n- Preside la asamblea del club\n"
        )
    )

    assert ["responsibility: Llevar los libros del club"] == found["Tesorero"]
    assert [] == found["Junta Directiva"]


def test_what_is_denied_behind_a_semicolon_is_no_part_of_a_duty(read: Read) -> None:
    """“Passes each concern on; must not look into it” was an exclusion as a whole, unasked."""
    reading = read(
        "# Roles\n\n## Crane Driver\n\n- Passes each concern on; must not look into it\n"
        "- Must not smoke; drink; sleep\n- Keeps the keys, and must not lend them\n"
    )
    (role,) = reading.roles

    assert [
        ("responsibility", "Passes each concern on;", "inferred"),
        ("exclusion", "must not look into it", "inferred"),
        ("exclusion", "Must not smoke; drink; sleep", "inferred"),
        ("exclusion", "Keeps the keys, and must not lend them", "asked"),
    ] == [(each.kind, each.passage.plain, each.status) for each in role.statements]


def test_a_tick_in_a_matrix_names_no_activity(read: Read) -> None:
    """The column of the first role was taken for the activities: “R for approves”."""
    reading = read(
        "# Runbook\n\n**IM (Incident Manager)** — runs the call. Does not debug.\n\n"
        "**Ops Lead** – changes production.\n\n"
        "| | IM | Ops Lead |\n|---|:-:|:-:|\n| Declare | ✓ | |\n| Roll back | approves | does |\n"
    )

    assert [("Incident Manager", "Roll back", ("P",)), ("Ops Lead", "Roll back", ("R",))] == [
        (each.role, each.activity, each.letters) for each in reading.assignments
    ]
    assert any("a row without a letter" in each.reason for each in reading.not_read)
    said = ["responsibility: runs the call.", "exclusion: Does not debug."]
    assert said == told(reading)["Incident Manager"]


def test_columns_of_holders_are_no_roles(read: Read) -> None:
    """“Work package | Lead | Deputy” gave the roles Lead and Deputy, described by their holders."""
    reading = read(
        "# Handbook\n\n## Coordinator\n\n- Keeps the list\n\n## Work packages\n\n"
        "| WP | Lead | Deputy |\n|---|---|---|\n| WP1 | Niva | Uio |\n| WP2 | Uio | Dtu |\n"
    )

    assert ["Coordinator"] == [role.name for role in reading.roles]


def test_what_somebody_needs_at_hand_is_no_duty(read: Read) -> None:
    """“Vest” and “Clipboard” were duties of the incident commander."""
    reading = read(
        "# Incident Commander\n\n## Responsibilities\n\n- Make decisions\n\n"
        "## Material Needed\n\n- Vest\n- Clipboard\n"
    )

    assert {"Incident Commander": ["responsibility: Make decisions"]} == told(reading)


def test_how_many_there_are_of_a_role_is_no_duty(read: Read) -> None:
    """“会長 1名” was a role of its own, and a duty."""
    reading = read(
        "# 町内会 会則\n\n## 役員\n\n第8条 本会に次の役員を置く。\n\n(1) 会長 1名\n(2) 会計 1名\n\n"
        "第9条 役員の職務は次のとおりとする。\n\n(1) 会長は、本会を代表し、会務を統括する。\n"
        "(2) 会計は、帳簿を管理する。\n"
    )
    found = told(reading)

    assert ["responsibility: 会長は、本会を代表し、会務を統括する。"] == found["会長"]
    assert {"役員", "会長", "会計"} == set(found)
    assert any("how many there are" in each.reason for each in reading.not_read)


JOB = """# JOB DESCRIPTION

| Field | Information |
|---|---|
| Job title | Warehouse Keeper |
| Reports to | Logistics Manager |
| Department | Logistics |

## Duties and responsibilities

- Compares each delivery with its note
"""
TURKISH_JOB = """# GÖREV TANIMI

| Alan | Bilgi |
|---|---|
| Unvan | Depo Sorumlusu |
| Bağlı olduğu kişi | Lojistik Müdürü |
| Bölümü | Lojistik |

## Görev ve Sorumluluklar

- Gelen malzemeyi irsaliye ile karşılaştırır
"""


@pytest.mark.parametrize("text", [JOB, TURKISH_JOB], ids=["en", "tr"])
def test_a_job_description_is_of_the_role_in_its_table(read: Read, text: str) -> None:
    """The role was called “JOB DESCRIPTION”, and that was asked about."""
    reading = read(text)
    (role,) = reading.roles

    assert role.name in {"Warehouse Keeper", "Depo Sorumlusu"}
    assert [] == role.aliases
    assert [] == role.description
    assert 1 == len(role.statements)
    assert () == reading.questions
