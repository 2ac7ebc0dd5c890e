"""A heading is renamed, and the question whether it is the same role waits for its answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.importing.service import ImportResult, import_document

ROLES = """# Roles

## Release Manager

Responsibilities:

- Plans the release
- Writes the notes
- Tags the version

## Developer

Responsibilities:

- Writes the code
"""


@pytest.fixture
def renamed(tmp_path: Path) -> tuple[Path, ImportResult]:
    """A document that was imported, and once more with its heading renamed."""
    document = tmp_path / "roles.md"
    document.write_text(ROLES, encoding="utf-8")
    first = import_document(document)
    first.curation_target.write_text(first.curation, encoding="utf-8")
    document.write_text(ROLES.replace("Release Manager", "Release Lead"), encoding="utf-8")
    return document, again(document, first)


def again(document: Path, before: ImportResult) -> ImportResult:
    result = import_document(document, previous=before.triples)
    result.curation_target.write_text(result.curation, encoding="utf-8")
    return result


def test_the_question_stays_until_it_is_answered(renamed: tuple[Path, ImportResult]) -> None:
    """A second import dropped it, and left two roles that nobody was asked about."""
    document, first = renamed
    second = again(document, first)
    third = again(document, second)

    assert "topic: continues" in first.curation
    assert first.curation == second.curation == third.curation


def test_the_question_names_where_the_role_stands_now(renamed: tuple[Path, ImportResult]) -> None:
    """And it stays where the duties were changed meanwhile, so that they are no sign any more."""
    document, first = renamed
    text = document.read_text(encoding="utf-8")
    text = text.replace("# Roles\n", "# Roles\n\nAll of them.\n")
    document.write_text(text.replace("- Writes the notes\n- Tags the version\n", "- Votes\n"))
    (continued,) = again(document, first).continued

    assert "“Release Lead” (line 5) says what “Release Manager”" in continued.question.question
    assert not continued.is_plain


def test_a_late_answer_still_counts(renamed: tuple[Path, ImportResult]) -> None:
    """The role has its IRI and its history again, and nothing is asked any more."""
    document, first = renamed
    second = again(document, first)
    answered = second.curation.replace("    answer:\n", "    answer: Release Manager\n")
    second.curation_target.write_text(answered, encoding="utf-8")
    third = again(document, second)

    assert not third.continued
    assert "role:release-manager" in third.turtle
    ours = third.turtle.partition("\nrole:release-manager a rg:Role ;")[2].partition(" .\n")[0]
    assert 'skos:prefLabel "Release Lead"' in ours
    assert '"retired"' not in ours


def test_the_question_goes_with_the_new_name(renamed: tuple[Path, ImportResult]) -> None:
    """Where the heading has its former name again, there is nothing to ask."""
    document, first = renamed
    document.write_text(ROLES, encoding="utf-8")

    assert "topic: continues" not in again(document, first).curation
