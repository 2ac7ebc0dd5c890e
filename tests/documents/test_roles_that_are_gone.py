"""What a person wrote of a role stays where the document no longer has that role."""

from __future__ import annotations

from pathlib import Path

from rolegraph.documents.importing.service import ImportResult, elsewhere_of, import_document

ROLES = """# Yard

## Crane Driver

- Lift loads
- Check the ropes

## Banksman

- Give signs
"""


def imported(document: Path, text: str) -> ImportResult:
    document.write_text(text, encoding="utf-8")
    result = import_document(document, elsewhere=elsewhere_of(document))
    result.curation_target.write_text(result.curation, encoding="utf-8")
    return result


def judged(document: Path) -> ImportResult:
    """Import the roles, and write a definition and a judgement of the crane driver."""
    first = imported(document, ROLES)
    text = first.curation.replace(
        "  Crane Driver:  # line 3\n", "  Crane Driver:\n    definition: Lifts what is heavy.\n"
    )
    text = text.replace("status: guessed", "status: confirmed", 1)
    first.curation_target.write_text(text, encoding="utf-8")
    return imported(document, ROLES)


def test_a_role_that_is_deleted_and_comes_back_has_what_was_written(tmp_path: Path) -> None:
    """A heading that somebody took out by mistake cost all answers, and nothing said so."""
    document = tmp_path / "roles.md"
    whole = judged(document).curation
    without = ROLES.replace("## Crane Driver\n\n- Lift loads\n- Check the ropes\n\n", "")
    gone = imported(document, without).curation

    assert "no longer in the document; what you wrote is kept" in gone
    assert "definition: Lifts what is heavy." in gone
    assert gone == imported(document, without).curation
    assert whole == imported(document, ROLES).curation


def test_a_role_that_is_split_in_two_keeps_what_was_written_of_it(tmp_path: Path) -> None:
    """Whoever splits it finds there what to write of each of the two."""
    document = tmp_path / "roles.md"
    judged(document)
    split = ROLES.replace("Crane Driver", "Crane Lifter").replace(
        "- Check the ropes", "\n## Rope Checker\n\n- Check the ropes"
    )
    text = imported(document, split).curation

    assert "  Crane Driver:  # no longer in the document" in text
    lifter = text[text.index("  Crane Lifter:") : text.index("  Rope Checker:")]
    assert "status: confirmed" in lifter  # it stands there now
