"""Templates filled in: headings in another language, limits of authority, words between languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.account.model import Reading
from rolegraph.documents.importing.service import import_document
from rolegraph.documents.language.other_language import label_elsewhere
from rolegraph.documents.language.words import Words
from rolegraph.documents.reading import read_file


def _read(tmp_path: Path, text: str, language: str | None = None) -> Reading:
    path = tmp_path / "roles.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, language=language)


def _told(reading: Reading) -> dict[str, tuple[str | None, str, str]]:
    return {
        each.passage.plain: (each.kind, each.status, each.topic)
        for role in reading.roles
        for each in role.statements
    }


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "Limits of authority"),
        ("en", "Authority limits"),
        ("en", "Limits on their decision rights"),
        ("de", "Grenzen der Befugnisse"),
        ("de", "Kompetenzgrenzen"),
        ("de", "Limits of authority"),
        ("fr", "Limites de l\u2019autorité"),
        ("fr", "Limites de délégation"),
        ("es", "Límites de autoridad"),
        ("es", "Límites de sus facultades"),
        ("it", "Limiti dei poteri"),
        ("nl", "Bevoegdheidsgrenzen"),
        ("pt", "Limites de competência"),
        ("pl", "Granice uprawnień"),
        ("ru", "Пределы полномочий"),
        ("uk", "Межі повноважень"),
        ("tr", "Yetki limitleri"),
        ("zh", "授权限额"),
        ("ja", "権限の限界"),
    ],
)
def test_limits_of_authority_are_asked_about(tmp_path: Path, language: str, heading: str) -> None:
    """Below it stand rights that go so far, and prohibitions; both were taken for plain rights."""
    name = {"ru": "Менеджер", "uk": "Менеджер", "tr": "Depo Sorumlusu"}.get(language, "Manager")
    reading = _read(tmp_path, f"## {name}\n\n### {heading}\n\n- DEF 34\n", language)

    assert {"DEF 34": ("privilege", "asked", "bound")} == _told(reading)
    (question,) = reading.questions
    assert heading in question.question
    assert ("privilege", "exclusion") == question.choices[:2]


def test_what_says_itself_that_it_is_a_right_is_not_asked_about(tmp_path: Path) -> None:
    """“May …” is a right below such a heading too; what denies has the question of denials."""
    entries = "- May stop any lift\n- No contracts with suppliers\n- Five thousand euros\n"
    reading = _read(tmp_path, f"## Crane Driver\n\n### Limits of authority\n\n{entries}")

    assert {
        "May stop any lift": ("privilege", "inferred", ""),
        "No contracts with suppliers": ("exclusion", "asked", "negation"),
        "Five thousand euros": ("privilege", "asked", "bound"),
    } == _told(reading)


@pytest.mark.parametrize(
    ("language", "heading", "kinds"),
    [
        ("de", "Responsibilities", ("responsibility",)),
        ("fr", "Responsibilities", ("responsibility",)),
        ("es", "2. Requirements", ("requirement",)),
        ("en", "Aufgaben", ("responsibility",)),
        ("en", "Exigences", ("requirement",)),
        ("de", "Rights and duties", ("privilege", "responsibility")),
        ("de", "Supervisor", None),  # the name of a role
        ("de", "Responsibilities der Leitung", None),  # more than the label
        ("de", "Salz", None),
    ],
)
def test_a_heading_is_understood_as_a_whole(
    language: str, heading: str, kinds: tuple[str, ...] | None
) -> None:
    """A word of another language within a heading says nothing: it may be any word of this one."""
    words = Words.load(language)
    assert words is not None
    label = label_elsewhere(heading, words)

    assert kinds == (label.kinds if label else None)


def test_a_heading_that_languages_understand_differently_announces_nothing() -> None:
    """A guess between two meanings would be the quiet one."""
    words = Words.load("en")
    assert words is not None
    meanings = {}
    for code in ("fr", "it", "es", "pt", "nl", "de"):
        other = Words.load(code)
        assert other is not None
        for kind in ("responsibility", "requirement", "privilege", "practice"):
            for phrase in other.set_of("kinds", kind):
                label = other.label(phrase)
                if label and not label.rest and words.label(phrase) is None:
                    meanings.setdefault(phrase, set()).add(label.kinds)
    differing = [phrase for phrase, kinds in meanings.items() if len(kinds) > 1]

    assert all(label_elsewhere(phrase, words) is None for phrase in differing)


@pytest.mark.parametrize(
    ("language", "text", "to"),
    [
        ("en", "**Escalates to:** Harbour Master", "Harbour Master"),
        ("de", "**Eskaliert an:** Hafenmeister", "Hafenmeister"),
        ("fr", "**Fait remonter à :** Capitaine", "Capitaine"),
        ("es", "**Escala a:** Capitán", "Capitán"),
    ],
)
def test_whom_something_is_escalated_to_is_no_superior(
    tmp_path: Path, language: str, text: str, to: str
) -> None:
    """A duty officer may be escalated to by people who report to others."""
    reading = _read(tmp_path, f"## Manager\n\n- ABC 12\n\n{text}\n", language)

    (relation,) = reading.roles[0].relations
    assert ("escalates-to", to, ()) == (relation.kind, relation.to, relation.roles)
    assert (to,) == relation.parties


def test_limits_of_authority_are_in_the_graph_once_they_are_answered(tmp_path: Path) -> None:
    """A prohibition that stands in the graph as a right would be believed."""
    path = tmp_path / "roles.md"
    path.write_text("## Crane Driver\n\n### Limits of authority\n\n- Five lifts a day\n", "utf-8")

    first = import_document(path)
    assert ["Five lifts a day"] == [each.text for each in first.waiting]
    assert "rg:Privilege" not in first.turtle

    curation = tmp_path / "roles.curation.yaml"
    curation.write_text(first.curation.replace("answer:\n", "answer: privilege\n", 1), "utf-8")
    assert "a rg:Privilege" in import_document(path).turtle
