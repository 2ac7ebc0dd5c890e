"""A heading has a new name, and a persona, a step or a matrix of the document keeps the old one."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.importing.reading_sync import synced_reading
from rolegraph.documents.importing.service import ImportResult, import_document

HEAD = """# Handbook of the yard

## Crane Driver

### Duties

- Lifts the loads
- Reports defects of the crane
- Writes the diary

## Banksman

### Duties

- Gives signals

"""
PERSONA = "## Personas\n\n### Maya Sharma\n\n**Role:** Crane Driver\n\n**Goals:** fewer delays\n"
FLOW = "## Workflow: Lift a load\n\n1. Crane Driver: look at the hook\n2. Banksman: clear the way\n"
MATRIX = "## Who does what\n\n| Task | Crane Driver | Banksman |\n|---|---|---|\n| Lift | R | C |\n"
NEW = HEAD.replace("## Crane Driver", "## Crane Operator")
OLD = "https://w3id.org/rolegraph/id/roles/crane-driver"


@pytest.fixture
def yard(tmp_path: Path) -> Path:
    return tmp_path / "yard.md"


def read(document: Path, text: str, before: ImportResult | None = None) -> ImportResult:
    """Import a version of the document as the folder does, with its curation."""
    document.write_text(text, encoding="utf-8")
    result = import_document(document, previous=before.triples if before else ())
    result.curation_target.write_text(result.curation, encoding="utf-8")
    result.target.write_text(result.turtle, encoding="utf-8")
    return result


def answered(result: ImportResult, answer: str) -> None:
    """Give the one open question its answer."""
    assert 1 == result.curation.count("    answer:\n"), result.curation
    text = result.curation.replace("    answer:\n", f"    answer: {answer}\n")
    result.curation_target.write_text(text, encoding="utf-8")


def roles(result: ImportResult) -> dict[str, str]:
    """Return the roles in force: end of the IRI → name."""
    return {
        each.partition("\n")[0].removesuffix(" a rg:Role ;"): each.partition('prefLabel "')[
            2
        ].partition('"')[0]
        for each in result.turtle.split("\nrole:")[1:]
        if " a rg:Role ;" in each.partition("\n")[0]
        and '"retired"' not in each.partition(" .\n")[0]
    }


@pytest.mark.parametrize("rest", [PERSONA, FLOW, MATRIX])
def test_it_is_asked_whether_the_new_name_is_that_of_the_old_role(yard: Path, rest: str) -> None:
    """Else the role is made anew: history, statements and what people wrote stay with a name."""
    second = read(yard, NEW + rest, read(yard, HEAD + rest))

    (question,) = [each for each in second.reading.questions if each.topic == "continues"]

    assert "“Crane Operator” (line 3) says what “Crane Driver” (3 of 3 texts) said, of which" in (
        question.question
    )
    assert "only the name is left (line " in question.question
    assert ("Crane Driver", "a new role") == question.choices


@pytest.mark.parametrize("rest", [PERSONA, FLOW, MATRIX, PERSONA + "\n" + FLOW + "\n" + MATRIX])
def test_an_answer_makes_both_names_one_role_with_its_history(yard: Path, rest: str) -> None:
    first = read(yard, HEAD + rest)
    answered(second := read(yard, NEW + rest, first), "Crane Driver")

    third = read(yard, NEW + rest, second)

    assert {"crane-driver": "Crane Operator", "banksman": "Banksman"} == roles(third)
    assert "“" not in "".join(each.question for each in third.reading.questions)
    for text in ("lifts-the-loads", "reports-defects-of-the-crane", "writes-the-diary"):
        entry = third.turtle.partition(f"\nresponsibility:crane-driver-{text} a ")[2]
        assert entry, text
        assert '"retired"' not in entry.partition(" .\n")[0]
    assert "role:crane-operator rg:" not in third.turtle
    if rest is PERSONA:
        assert "rg:representsRole role:crane-driver" in third.turtle
        assert 1 == third.turtle.count(" a rg:Persona ;")


def test_an_answer_before_the_first_import_of_the_new_version_makes_no_other_iri(
    yard: Path,
) -> None:
    """Over HTTP the question is answered before anything is stored."""
    first = read(yard, HEAD + PERSONA)
    yard.write_text(NEW + PERSONA, encoding="utf-8")
    asked = import_document(yard, previous=first.triples)
    answered(asked, "Crane Driver")

    synced = synced_reading(yard)

    assert "crane-operator" not in synced.made.turtle
    assert {"drift-renamed"} <= {each.rule for each in synced.plan.drifts}
    assert not synced.plan.dependents


def test_two_roles_stay_two_where_a_person_says_so(yard: Path) -> None:
    first = read(yard, HEAD + PERSONA)
    answered(second := read(yard, NEW + PERSONA, first), "a new role")

    third = read(yard, NEW + PERSONA, second)

    assert {"crane-driver", "crane-operator", "banksman"} == roles(third).keys()
    assert not [each for each in third.reading.questions if each.topic == "continues"]


def test_nothing_is_joined_or_asked_by_a_sync_that_nobody_answered(yard: Path) -> None:
    """Two names in one document are one role only if somebody says so."""
    read(yard, HEAD + PERSONA)
    yard.write_text(NEW + PERSONA, encoding="utf-8")

    synced = synced_reading(yard)

    assert any("Is it that role, under a new name?" in each for each in synced.plan.questions)
    assert {"crane-driver", "crane-operator", "banksman"} == roles(synced.made).keys()


def test_letters_that_go_to_another_column_ask_nothing(yard: Path) -> None:
    """A matrix in which somebody else does a task has two roles, as it says."""
    before = "| Task | Driver | Banksman |\n|---|---|---|\n| Lift | R | C |\n| Report | R | |\n"
    after = (
        "| Task | Driver | Banksman | Clerk |\n|---|---|---|---|\n"
        "| Lift | R | C | |\n| Report | | | R |\n"
    )

    second = read(yard, f"# RACI\n\n{after}", read(yard, f"# RACI\n\n{before}"))

    assert not [each for each in second.reading.questions if each.topic == "continues"]


def test_a_role_that_comes_back_below_its_old_name_is_one_of_its_own(yard: Path) -> None:
    """What the document describes is a role, whatever another one was called once."""
    first = read(yard, HEAD + PERSONA)
    answered(second := read(yard, NEW + PERSONA, first), "Crane Driver")
    third = read(yard, NEW + PERSONA, second)
    again = "## Crane Driver\n\n### Duties\n\n- Sweeps the cabin\n\n"

    fourth = read(yard, NEW + again + PERSONA, third)

    assert {"Crane Operator", "Crane Driver", "Banksman"} == set(roles(fourth).values())
