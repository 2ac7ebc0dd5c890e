"""Labels that limit an authority: “should consult before”, “needs approval for”."""

# ruff: noqa: RUF001 - other languages have signs of their own
from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

LEAD = "## Incident Commander\n\n### Authority\n\n"


def read(folder: Path, text: str, language: str = "en") -> Reading:
    path = folder / "roles.md"
    path.write_text(f"---\nlanguage: {language}\n---\n# Roles\n\n{text}", encoding="utf-8")
    return read_file(path)


def told(reading: Reading) -> dict[str, tuple[str | None, str, str]]:
    return {
        each.passage.plain: (each.kind, each.status, each.topic)
        for role in reading.roles
        for each in role.statements
    }


@pytest.mark.parametrize(
    "label",
    [
        "**IC Should Consult For:**",
        "#### Should consult before",
        "#### Needs approval for",
        "**Only with the approval of the board:**",
        "The commander must consult the board before:",
        "- **Requires sign-off:**",
    ],
)
def test_what_needs_consent_first_is_no_plain_right(tmp_path: Path, label: str) -> None:
    """Below “can decide” it was read as what the role may do alone, which is the opposite."""
    nested = "    " if label.startswith("- ") else ""
    text = f"{LEAD}**IC Can Decide:**\n\n- Page any team\n\n{label}\n\n{nested}- Shut it down\n"
    if nested:
        text = f"{LEAD}{label}\n\n{nested}- Shut it down\n- Page any team\n"
    reading = read(tmp_path, text)

    said = told(reading)
    assert (said["Page any team"][0], said["Page any team"][2]) == ("privilege", "")
    assert said["Shut it down"][1:] == ("asked", "limit")
    (question,) = reading.questions
    assert ("Shut it down",) == question.texts
    assert label.strip("*#- :") in question.question
    assert {"privilege", "responsibility"} <= set(question.choices)


@pytest.mark.parametrize(
    ("language", "heading", "label"),
    [
        ("de", "Befugnisse", "Nur mit Zustimmung des Vorstands"),
        ("de", "Befugnisse", "Nach Rücksprache"),
        ("fr", "Pouvoirs", "Avec l’accord du bureau"),
        ("fr", "Pouvoirs", "Doit consulter avant"),
        ("es", "Permisos", "Requiere aprobación"),
        ("it", "Permessi", "Deve consultare prima"),
        ("nl", "Bevoegdheden", "Met toestemming van het bestuur"),
        ("pt", "Permissões", "Requer aprovação"),
        ("pl", "Uprawnienia", "Za zgodą dyrektora"),
        ("pl", "Uprawnienia", "Wymaga zgody"),
        ("ru", "Полномочия", "Требует согласования"),
        ("ru", "Полномочия", "Нужно согласовать"),
        ("uk", "Повноваження", "Потребує погодження"),
        ("zh", "权限", "须事先批准"),
        ("zh", "权限", "需要审批"),
        ("ja", "権限", "部長の承認を得て行うこと"),
        ("ja", "権限", "要承認"),
    ],
)
def test_other_languages_limit_an_authority_too(
    tmp_path: Path, language: str, heading: str, label: str
) -> None:
    """The same trap waits in each language."""
    text = f"## Manager\n\n### {heading}\n\n- ABC 12\n\n#### {label}\n\n- DEF 34\n"
    said = told(read(tmp_path, text, language))

    assert ("asked", "limit") == said["DEF 34"][1:]
    assert said["ABC 12"][2] == ""


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "Outside their authority"),
        ("en", "No decision rights beyond the scope of the role"),
        ("de", "Außerhalb der Zuständigkeit"),
        ("fr", "Hors de ses attributions"),
        ("es", "Fuera de sus competencias"),
        ("it", "Fuori dalle competenze"),
        ("nl", "Buiten zijn bevoegdheden"),
        ("pt", "Fora de sua competência"),
        ("pl", "Poza kompetencjami"),
        ("ru", "Вне компетенции"),
        ("uk", "Поза компетенцією"),
        ("zh", "权限之外"),
        ("ja", "権限外"),
    ],
)
def test_what_lies_outside_of_a_role_is_nothing_that_it_may_do(
    tmp_path: Path, language: str, label: str
) -> None:
    """The word for a right or a skill in such a label turned its meaning."""
    name = "Менеджер" if language == "uk" else "Manager"
    said = told(read(tmp_path, f"## {name}\n\n#### {label}\n\n- DEF 34\n", language))

    assert "exclusion" == said["DEF 34"][0]


def test_without_approval_is_no_limit(tmp_path: Path) -> None:
    """“Can decide without approval” gives the right."""
    text = f"{LEAD}**Can decide without approval:**\n\n- Page any team\n"
    assert ("privilege", "") == told(read(tmp_path, text))["Page any team"][::2]


def test_an_unknown_label_behind_another_kind_is_asked_about(tmp_path: Path) -> None:
    """It may go on with what the label before it said, or not."""
    row = "**Must not:**\n\n- Write code\n\n**Something strange:**\n\n- Buy coffee\n"
    said = told(read(tmp_path, f"{LEAD}**Pages:**\n\n- Page any team\n\n{row}"))

    assert ("asked", "label") == said["Buy coffee"][1:]
    assert ("privilege", "read", "") == said["Page any team"]
