"""One role whose name is spelled in two ways, in one document or in two."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rolegraph.documents.importing.service import ImportResult, elsewhere_of, import_document
from rolegraph.documents.reading import read_file

MANIFEST = """[catalogue]
title = "Yard roles"
base = "https://yard.example/id/"
language = "en"

[documents]
"first.md" = {}
"second.md" = {}
"""
ROLE = "# Roles\n\n## {}\n\nResponsibilities:\n\n- {}\n\n## Crane Driver\n\n- Lift loads\n"
runner = CliRunner()


@pytest.fixture
def yard(tmp_path: Path) -> Path:
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, encoding="utf-8")
    return tmp_path


def write(document: Path, name: str, duty: str) -> ImportResult:
    """Import a document with a role, and write its graph and curation."""
    document.write_text(ROLE.format(name, duty), encoding="utf-8")
    return again(document)


def again(document: Path) -> ImportResult:
    result = import_document(document, elsewhere=elsewhere_of(document))
    result.target.parent.mkdir(exist_ok=True)
    result.target.write_text(result.turtle, encoding="utf-8")
    result.curation_target.write_text(result.curation, encoding="utf-8")
    return result


def roles_in(result: ImportResult) -> set[str]:
    return {
        t.subject.value.rpartition("/")[2]
        for t in result.triples
        if t.predicate.value.endswith("#type") and t.object.value.endswith("Role")
    }


@pytest.mark.parametrize("other", ["Deckhand", "Deck-Hand", "deckhands"])
def test_blanks_and_hyphens_make_no_second_role(tmp_path: Path, other: str) -> None:
    """Two roles were in the catalogue, each with half of the duties, and nobody was told."""
    path = tmp_path / "roles.md"
    path.write_text(
        f"# Roles\n\n## Deck Hand\n\n- Moor the ferry\n\n## {other}\n\n- Clean the deck\n"
        f"\n## Who does what\n\n| Task | {other} | Master |\n|---|---|---|\n| Moor | R | A |\n"
        "| Sail | C | A |\n",
        encoding="utf-8",
    )
    reading = read_file(path, language="en")

    assert ["Deck Hand", "Master"] == [role.name for role in reading.roles]
    assert 2 == len(reading.roles[0].statements)
    assert {"Deck Hand", "Master"} == {each.role for each in reading.assignments}
    reasons = {each.line: each.reason for each in reading.not_read}
    assert f"“{other}” is taken for “Deck Hand”" in reasons[7]


def test_short_names_of_the_same_letters_stay_two(tmp_path: Path) -> None:
    """“IT A” and “ITA” may be anything."""
    path = tmp_path / "roles.csv"
    path.write_text("Role,Duty\nIT A,Mends the nets\nITA,Reads the tides\n", encoding="utf-8")

    assert 2 == len(read_file(path, language="en").roles)


def test_another_document_may_spell_a_role_otherwise(yard: Path) -> None:
    """It is the same role, as it would be within one document."""
    write(yard / "first.md", "Deck Hand", "Moor the ferry")
    second = write(yard / "second.md", "Deckhand", "Clean the deck")

    assert {"deck-hand", "crane-driver"} == roles_in(second)
    assert ("Deckhand", "Deck Hand") in second.joined
    assert not second.reading.questions


def test_one_of_two_names_in_another_document_is_asked_about(yard: Path) -> None:
    """“Auditors” beside “Auditor or Oversight Reviewer” were two roles without a word."""
    write(yard / "first.md", "Auditor or Oversight Reviewer", "Read the logs")
    second = write(yard / "second.md", "Auditors", "Read the accounts")
    (asked,) = second.reading.questions

    assert "“Auditors” (line 3) and “Auditor or Oversight Reviewer” of first.md" in asked.question
    assert {"auditors", "crane-driver"} == roles_in(second)

    curation = second.curation_target
    text = curation.read_text(encoding="utf-8")
    curation.write_text(text.replace("\n    answer:", "\n    answer: one", 1), encoding="utf-8")
    answered = again(yard / "second.md")
    assert not answered.reading.questions
    assert ("Auditors", "Auditor or Oversight Reviewer") in answered.joined
    assert {"auditor-or-oversight-reviewer"} <= roles_in(answered)
    first = again(yard / "first.md")
    assert all(each.topic != "same-role" for each in first.reading.questions)
    assert roles_in(answered) == roles_in(again(yard / "second.md"))


def test_two_roles_of_two_documents_may_stay_two(yard: Path) -> None:
    """Whoever said so is not asked again, in neither of the documents."""
    write(yard / "first.md", "Auditors", "Read the logs")
    second = write(yard / "second.md", "Auditor / Oversight Reviewer", "Read the accounts")
    text = second.curation
    at = text.index("topic: same-role")
    text = text[:at] + text[at:].replace("\n    answer:", "\n    answer: two", 1)
    second.curation_target.write_text(text, encoding="utf-8")

    for name in ("first.md", "second.md"):
        asked = again(yard / name).reading.questions
        assert all(each.topic != "same-role" for each in asked), asked
