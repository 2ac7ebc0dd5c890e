"""A name with a slash that a person said to be two roles: both have all that the name had."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

MATRIX = "Activity,CFO/GC,Clerk\nSign contracts,A,R\nKeep the files,C,\n"
OWNERS = """# Roles

## Clerk

- Keeps the files

| Task | Responsible | Accountable | Consulted |
|---|---|---|---|
| Sign contracts | Clerk | CFO/Auditor | Auditor |
"""
SECTION = """# Roles

## Owner / Lead

### Responsibilities

- Plans the work
"""


def letters(reading: Reading) -> list[tuple[str, str, str]]:
    return [
        (each.role, letter, each.activity)
        for each in reading.assignments
        for letter in each.letters
    ]


def read(tmp_path: Path, name: str, text: str, whole: str) -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_file(path, answers={("two-names", whole): "two"})


def test_two_roles_in_the_head_of_a_matrix_have_the_letter_each(tmp_path: Path) -> None:
    """Who answers "two" must not lose who is accountable."""
    reading = read(tmp_path, "raci.csv", MATRIX, "CFO/GC")

    assert [
        ("CFO", "A", "Sign contracts"),
        ("GC", "A", "Sign contracts"),
        ("Clerk", "R", "Sign contracts"),
        ("CFO", "C", "Keep the files"),
        ("GC", "C", "Keep the files"),
    ] == letters(reading)
    assert ["CFO", "GC", "Clerk"] == [role.name for role in reading.roles]


def test_a_half_that_is_a_role_already_gets_the_letter(tmp_path: Path) -> None:
    """Two roles of one name would be two things where the document has one."""
    reading = read(tmp_path, "roles.md", OWNERS, "CFO/Auditor")

    assert [
        ("Clerk", "R", "Sign contracts"),
        ("CFO", "A", "Sign contracts"),
        ("Auditor", "A", "Sign contracts"),
        ("Auditor", "C", "Sign contracts"),
    ] == letters(reading)


@pytest.mark.parametrize("name", ["Owner", "Lead"])
def test_both_have_the_statements_of_their_section(tmp_path: Path, name: str) -> None:
    """What is said of both is said of each."""
    reading = read(tmp_path, "roles.md", SECTION, "Owner / Lead")
    role = next(each for each in reading.roles if each.name == name)

    assert ["Plans the work"] == [each.passage.plain for each in role.statements]


HALVES = """# Roles

## Auditor or Oversight Reviewer

- Checks the records

## RACI

| Task | Auditors | Oversight Reviewers | Owner |
|---|---|---|---|
| Check | R | A | C |
"""


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("one", {("Auditor or Oversight Reviewer", "R"), ("Auditor or Oversight Reviewer", "A")}),
        ("two", {("Auditors", "R"), ("Oversight Reviewers", "A")}),
    ],
)
def test_columns_with_the_two_names_of_a_role_go_by_the_answer(
    tmp_path: Path, answer: str, expected: set[tuple[str, str]]
) -> None:
    """They became roles beside it, one of them without a question."""
    path = tmp_path / "oversight.md"
    path.write_text(HALVES, encoding="utf-8")
    (asked,) = read_file(path).questions
    waiting = {role.name for role in read_file(path).roles if role.waits_for}
    answered = read_file(
        path, answers=dict.fromkeys([("two-names", t) for t in asked.texts], answer)
    )

    assert {"Auditors", "Oversight Reviewers"} == waiting
    assert {"Auditor or Oversight Reviewer", *waiting} == set(asked.texts)
    assert expected | {("Owner", "C")} == {(r, letter) for r, letter, _ in letters(answered)}
