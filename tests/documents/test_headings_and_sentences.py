"""Headings, sentences and columns by which a role is found, and what is no name of one."""

# ruff: noqa: RUF001 - headings have dashes
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


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("§2 Geschäftsführer", "Geschäftsführer"),
        ("§ 14a Kassenprüfer", "Kassenprüfer"),
        ("Art. 3 Kassenwart", "Kassenwart"),
        ("Artikel 3 – Kassenwart", "Kassenwart"),
        ("§2 Tätigkeitsbereich – Geschäftsführer", "Geschäftsführer"),
        ("Aufgabenbereich: Kassenwart", "Kassenwart"),
        ("§ 7 Aufgaben des Kassenwartes", "Kassenwart"),
        ("§ 7 Aufgaben der Kassenprüferin", "Kassenprüferin"),
    ],
)
def test_the_number_of_a_paragraph_is_no_part_of_a_name(
    read: Read, heading: str, name: str
) -> None:
    """A statute numbers its paragraphs, and says of each that it tells duties."""
    reading = read(
        "# Geschäftsordnung\n\n## §1 Allgemeines\n\nDiese Ordnung gilt für den ganzen Verein.\n\n"
        f"## {heading}\n\n- Führung der Geschäfte\n- Vertretung nach außen\n\n"
        "## §15 Schriftführer\n\n- Führung der Protokolle\n"
    )

    assert [name, "Schriftführer"] == names(reading)
    kinds = {(each.kind, each.status) for each in reading.roles[0].statements}
    is_told = "bereich" in heading or "Aufgaben" in heading
    assert {("responsibility", "read" if is_told else "inferred")} == kinds


@pytest.mark.parametrize(
    "heading",
    [
        "Article 3 Treasurer",
        "Section 4. Treasurer",
        "Article IV – Treasurer",
        "Area of activity – Treasurer",
        "Section 2.1: Treasurer",
        "Duties: Treasurer",
    ],
)
def test_article_and_section_are_numbering_in_english(read: Read, heading: str) -> None:
    """Bylaws say “Article” where a statute says “§”."""
    reading = read(
        "# Bylaws\n\n## Article 1 Name\n\nThe club is the club of the town and its people.\n\n"
        f"## {heading}\n\n- Keeps the accounts of the club\n\n"
        "## Secretary\n\n- Writes the minutes of the club\n"
    )

    assert ["Treasurer", "Secretary"] == names(reading)


def test_a_word_like_that_of_a_number_stays_in_a_name(read: Read) -> None:
    """“Art Director” and “Section Leader” are roles."""
    headings = ["Art Director", "Section Leader", "Article Editor"]
    reading = read(
        "# Roles\n\n" + "".join(f"## {each}\n\n- Plans the week\n\n" for each in headings)
    )

    assert headings == names(reading)


@pytest.mark.parametrize("title", ["# Aufgaben\n\n## ", "# Satzung\n\n## §3 Tätigkeitsbereich – "])
def test_a_sentence_with_the_heading_as_its_subject_names_a_role(read: Read, title: str) -> None:
    """Nothing in “Vizepräsident Finanzen” alone says that it is a role."""
    reading = read(
        f"{title}Vizepräsident Finanzen\n\nDer Vizepräsident Finanzen ist verantwortlich für die "
        "ordnungsgemäße Führung der Verbandskasse sowie für:\n\n- Einzug aller Einnahmen\n- Mahnwesen\n"
    )

    (role,) = reading.roles
    assert ("Vizepräsident Finanzen", "read") == (role.name, role.status)
    assert [("responsibility", "Einzug aller Einnahmen"), ("responsibility", "Mahnwesen")] == [
        (each.kind, each.passage.plain) for each in role.statements
    ]


def test_a_sentence_about_something_else_makes_no_role_of_a_heading(read: Read) -> None:
    """The heading itself must be who has the duty, and the sentence must say a duty."""
    reading = read(
        "# Club\n\n## Vice President Finance\n\nThe Vice President Finance is responsible for:\n\n"
        "- Collecting all fees\n\n"
        "## Old Harbour\n\nThe treasurer is responsible for:\n\n- Paying the crew\n\n"
        "## Great Hall\n\nThe Great Hall has the following doors:\n\n- The door to the street\n"
    )

    assert "Vice President Finance" in names(reading)
    assert not {"Old Harbour", "Great Hall"} & set(names(reading))


@pytest.mark.parametrize(
    ("label", "sentences"),
    [
        (
            "Rollen",
            [
                "**Zahlungen sind nur mit seiner** Unterschrift gültig.",
                "**Entscheidungen werden mit einfacher** Mehrheit getroffen.",
                "**Beschlüsse mit doppelter** Mehrheit der Mitglieder",
            ],
        ),
        (
            "Roles",
            [
                "**Payments are valid for the owner** with a signature of the board.",
                "**Decisions need** two votes of the board.",
            ],
        ),
    ],
)
def test_bold_words_that_a_sentence_begins_with_name_no_role(
    read: Read, label: str, sentences: list[str]
) -> None:
    """An author sets in bold what matters, and not only names."""
    text = "\n\n".join(sentences)

    assert not names(read(f"# {label}\n\n{text}\n"))
    assert not names(read(f"# {label}\n\n" + "\n".join(f"- {each}" for each in sentences) + "\n"))


def test_bold_names_of_roles_before_what_they_do_stay(read: Read) -> None:
    """“**Maintainers** review changes” begins a sentence with a name."""
    reading = read(
        "# Roles\n\n**Maintainers** review changes of the code.\n\n"
        "**Release Manager** is responsible for the release.\n\n**Treasurer:** keeps the accounts.\n"
    )

    assert ["Maintainers", "Release Manager", "Treasurer"] == names(reading)


OWNED = """# Documents

| Document | Where | {owner} | Status |
|---|---|---|---|
| Governance | docs/gov.md | {first} | done |
| Release notes | docs/rel.md | {second} | draft |
| Budget | docs/b.md | {third} | draft |

# Roles

## Maintainer

- Reviews changes

## Release Manager

- Cuts releases
"""


def test_the_owners_of_things_are_responsible_where_they_are_roles(read: Read) -> None:
    """A table of documents says who must care for each; its roles may be described behind it."""
    reading = read(
        OWNED.format(
            owner="Owner", first="Maintainer", second="Release Manager", third="Anne Petit"
        )
    )

    assert ["Maintainer", "Release Manager"] == names(reading)
    assert [
        ("Maintainer", ("R",), "Governance"),
        ("Release Manager", ("R",), "Release notes"),
    ] == [(each.role, each.letters, each.activity) for each in reading.assignments]
    reasons = [each.reason for each in reading.not_read]
    assert "stands below “Owner”, and is no role of this document" in " ".join(reasons)


def test_an_owner_that_could_be_a_role_is_asked_about(read: Read) -> None:
    """Nothing but the table names the treasurer."""
    reading = read(
        OWNED.format(owner="Owner", first="Maintainer", second="Maintainer", third="Treasurer")
    )

    (role,) = [role for role in reading.roles if role.name == "Treasurer"]
    assert "asked" == role.status
    assert ["role"] == [each.topic for each in reading.questions]


def test_a_table_of_owners_that_are_no_roles_says_so(read: Read) -> None:
    """The reason names the column that was looked at, and what was missing in it."""
    reading = read(
        OWNED.format(owner="Owner", first="Anne Petit", second="Bob Hill", third="Maintainer")
    )

    assert not reading.assignments
    assert any(
        "1 of 3 entries in its column “Owner” name a role" in each.reason
        for each in reading.not_read
    )
