"""Who takes part in what, told in lines: “Budget: the treasurer is accountable”."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

ROLES = "# Club\n\n## Treasurer\n\n### Duties\n\n- Keep the books\n\n## Who does what\n\n"


def read(tmp_path: Path, text: str, language: str | None = None) -> Reading:
    path = tmp_path / "club.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, language=language)


def parts(reading: Reading) -> list[tuple[str, str, str]]:
    return [(e.activity, e.role, "".join(e.letters)) for e in reading.assignments]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Budget: Treasurer is accountable", [("Budget", "Treasurer", "A")]),
        ("Budget: the treasurer is responsible and accountable.", [("Budget", "Treasurer", "RA")]),
        ("**Budget:** Treasurer (A), Secretary (C, I)",
         [("Budget", "Treasurer", "A"), ("Budget", "Secretary", "CI")]),
        ("Budget - A: Treasurer; C: Secretary and Chair",
         [("Budget", "Treasurer", "A"), ("Budget", "Secretary", "C"), ("Budget", "Chair", "C")]),
        ("Budget: Accountable: Treasurer; Informed = Chair",
         [("Budget", "Treasurer", "A"), ("Budget", "Chair", "I")]),
    ],
)  # fmt: skip
def test_a_line_assigns_as_a_matrix_would(
    tmp_path: Path, line: str, expected: list[tuple[str, str, str]]
) -> None:
    """Such lines were told as describing no role, which is not so."""
    assert expected == parts(read(tmp_path, ROLES + line + "\n"))
    assert expected == parts(read(tmp_path, f"{ROLES}- {line}\n"))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Kasse: die Kassenwartin ist rechenschaftspflichtig"),
        ("fr", "Budget : le trésorier est responsable"),
        ("es", "Presupuesto: el tesorero es responsable"),
        ("it", "Bilancio: il tesoriere è responsabile"),
        ("nl", "Begroting: de penningmeester is verantwoordelijk"),
        ("pl", "Budżet: skarbnik jest odpowiedzialny"),
        ("uk", "Бюджет: скарбник є підзвітний"),
        ("ru", "Бюджет: казначей (A)"),
    ],
)
def test_a_line_is_read_in_other_languages(tmp_path: Path, language: str, line: str) -> None:
    """Where a language has no verb there, the letters count."""
    found = read(tmp_path, f"# X\n\n{line}\n", language).assignments

    assert 1 == len(found), line
    assert found[0].letters in {("A",), ("R",)}


@pytest.mark.parametrize(
    "line",
    [
        "Important: the treasurer is informed",
        "Budget: Treasurer is not accountable",
        "Budget: Treasurer is accountable unless ill",
        "The books are closed. Remark: Treasurer is informed",
        "R: Responsible; A: Accountable; C: Consulted",
        "Budget: everyone is responsible",
    ],
)
def test_what_is_no_such_line_assigns_nothing(tmp_path: Path, line: str) -> None:
    """A guess would turn a remark, or a “not”, into an assignment."""
    reading = read(tmp_path, ROLES + line + "\n")

    assert [] == parts(reading)
    assert any(each.line <= 11 <= each.end_line for each in reading.not_read) or any(
        "is accountable unless ill" in each.passage.plain or "not accountable" in each.passage.plain
        for role in reading.roles
        for each in role.statements
    )


def test_a_name_that_may_be_no_role_is_asked_about(tmp_path: Path) -> None:
    """“Harbour Police” may be one; nothing else in the document says so."""
    reading = read(tmp_path, f"{ROLES}Rescue drills: Harbour Police are consulted\n")

    assert [("Rescue drills", "Harbour Police", "C")] == parts(reading)
    assert ["Harbour Police"] == [role.name for role in reading.roles if role.waits_for]


def test_an_assignment_below_another_role_is_that_of_the_one_named(tmp_path: Path) -> None:
    """It became a responsibility of the role in whose section it stands."""
    text = ROLES.replace("- Keep", "- Yearly report: Chair is accountable\n- Keep")
    reading = read(tmp_path, text + "## Chair\n\n### Duties\n\n- Chair the meetings\n")

    assert [("Yearly report", "Chair", "A")] == parts(reading)
    assert ["Keep the books"] == [e.passage.plain for e in reading.roles[0].statements]
