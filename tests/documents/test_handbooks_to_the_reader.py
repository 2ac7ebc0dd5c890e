"""Handbooks that speak to who has a role: “You may …”, with labels in a line of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

HANDBOOK = """# Volunteer handbook

## Shift Lead (also called "early bird")

There is one per shift.

Duties

1. Open the house
2. Walk each dog
   - no longer than 40 minutes

Requirements

1. Be at least 18 years old

You may send home a volunteer who is not fit. As a shift lead, you must keep the log. You don't
administer medication. You are the first person guests meet. Never promises an animal to a guest.

## Dog Walker

* Clean the kennel
"""


def read(folder: Path, text: str, language: str | None = None) -> Reading:
    path = folder / "handbook.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, language=language)


def test_what_a_handbook_says_to_its_reader_is_said_of_the_role(tmp_path: Path) -> None:
    """Such a sentence became a part of the description: a right and a limit were lost in it."""
    role = read(tmp_path, HANDBOOK).roles[0]

    said = [(each.kind, each.status, each.passage.plain) for each in role.statements[3:]]
    assert [
        ("privilege", "inferred", "You may send home a volunteer who is not fit."),
        ("responsibility", "inferred", "As a shift lead, you must keep the log."),
        ("exclusion", "asked", "You don't administer medication."),
        ("exclusion", "asked", "Never promises an animal to a guest."),
    ] == said
    described = [each.plain for each in role.description]
    assert ["There is one per shift.", "You are the first person guests meet."] == described


def test_a_label_in_a_line_of_its_own_says_what_the_list_below_it_is(tmp_path: Path) -> None:
    """Without a colon and not bold it was a description, and a requirement became a duty."""
    role = read(tmp_path, HANDBOOK).roles[0]

    assert ["responsibility", "responsibility", "requirement"] == [
        each.kind for each in role.statements[:3]
    ]
    assert {"read"} == {each.status for each in role.statements[:3]}


def test_another_name_in_brackets_is_no_description(tmp_path: Path) -> None:
    role = read(tmp_path, HANDBOOK).roles[0]

    assert (["early bird"], "Shift Lead") == (role.aliases, role.name)
    assert not any("early bird" in each.plain for each in role.description)


@pytest.mark.parametrize(
    ("language", "limit", "denial"),
    [
        ("en", "No more than three walks a day", "No walks after dark"),
        ("de", "Nicht länger als eine Stunde", "Nicht ohne Leine"),
        ("fr", "Pas plus de trois sorties par jour", "Pas de sortie le soir"),
        ("es", "No más de tres paseos al día", "No pasear de noche"),
        ("it", "Non più di tre uscite al giorno", "Non uscire di notte"),
        ("nl", "Niet langer dan een uur", "Niet wandelen in het donker"),
        ("pt", "Não mais de três passeios por dia", "Não passear de noite"),
    ],
)
def test_how_much_at_most_is_no_prohibition(
    language: str, limit: str, denial: str, tmp_path: Path
) -> None:
    """A bound has words of a denial, and was asked about as an exclusion; a denial still is."""
    text = f"# Manager\n\n* Walk\n  - {limit}\n\n# Shop Manager\n\n* Walk\n  - {denial}\n"
    (bounded,), (denied,) = (role.statements for role in read(tmp_path, text, language).roles)

    assert [False] == [part.is_asked for part in bounded.parts]
    assert [True] == [part.is_asked for part in denied.parts]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Sie dürfen Besucher nach Hause schicken."),
        ("fr", "Vous pouvez renvoyer un visiteur."),
        ("nl", "Je mag een bezoeker naar huis sturen."),
        ("es", "Usted puede enviar a casa a un visitante."),
        ("it", "Tu puoi mandare a casa un visitatore."),
        ("pt", "Você pode mandar um visitante para casa."),
    ],
)
def test_the_reader_is_spoken_to_in_other_languages(
    language: str, sentence: str, tmp_path: Path
) -> None:
    text = f"# Manager\n\n* Walk\n\n{sentence}\n\n# Shop Manager\n\n* Walk\n"
    manager, _ = read(tmp_path, text, language).roles

    assert [("privilege", sentence)] == [
        (each.kind, each.passage.plain) for each in manager.statements[1:]
    ]
