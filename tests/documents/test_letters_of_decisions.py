"""Letters of a matrix mean what its legend says, and not what RACI would make of them."""

from __future__ import annotations

from pathlib import Path

from rolegraph.documents.reading import read_file

_TABLE = """
| Decision | Yard Manager | Finance Lead | Ship Owner | Welder |
|---|---|---|---|---|
| Buy a crane | R | A | D | I |
| Change the hull | I | - | D | P |
"""


def _ways(tmp_path: Path, text: str) -> dict[tuple[str, str], tuple[str, ...]]:
    path = tmp_path / "decisions.md"
    path.write_text(text, encoding="utf-8")
    return {(each.role, each.activity): each.letters for each in read_file(path).assignments}


def test_who_agrees_is_not_accountable_and_who_gives_input_is_not_informed(tmp_path: Path) -> None:
    """In RAPID an A agrees, an I gives input, a P performs and a D decides."""
    legend = "Legend: R = Recommend, A = Agree, P = Perform, I = Input, D = Decide\n"

    ways = _ways(tmp_path, f"# Decision rights\n\n{legend}{_TABLE}")

    assert ("P",) == ways["Finance Lead", "Buy a crane"]
    assert ("A",) == ways["Ship Owner", "Buy a crane"]
    assert ("C",) == ways["Welder", "Buy a crane"]
    assert ("R",) == ways["Welder", "Change the hull"]
    # Nothing that the catalogue knows is meant: it is told, and a person sees it.
    assert ("Recommend",) == ways["Yard Manager", "Buy a crane"]


def test_a_matrix_with_d_and_p_is_understood_without_a_legend(tmp_path: Path) -> None:
    """Many assume that their readers know the letters of RAPID."""
    ways = _ways(tmp_path, f"# Decision rights\n{_TABLE}")

    assert ("P",) == ways["Finance Lead", "Buy a crane"]
    assert ("A",) == ways["Ship Owner", "Change the hull"]


def test_the_heads_of_daci_are_ways_of_taking_part(tmp_path: Path) -> None:
    """Driver, Approver and Contributors are columns with roles in their cells."""
    ways = _ways(
        tmp_path,
        "# DACI\n\n"
        "| Decision | Driver | Approver | Contributors | Informed |\n|---|---|---|---|---|\n"
        "| Buy a crane | Yard Manager | Ship Owner | Finance Lead, Welder | Foreman |\n"
        "| Hire a welder | Foreman | Yard Manager | Welder | Finance Lead |\n",
    )

    assert {
        ("Yard Manager", "Buy a crane"): ("R",),
        ("Ship Owner", "Buy a crane"): ("P",),
        ("Finance Lead", "Buy a crane"): ("C",),
        ("Welder", "Buy a crane"): ("C",),
        ("Foreman", "Buy a crane"): ("I",),
        ("Foreman", "Hire a welder"): ("R",),
        ("Yard Manager", "Hire a welder"): ("P",),
        ("Welder", "Hire a welder"): ("C",),
        ("Finance Lead", "Hire a welder"): ("I",),
    } == ways


def test_a_usual_legend_changes_nothing(tmp_path: Path) -> None:
    """Where the letters are those of RACI, they stay as they are written."""
    ways = _ways(
        tmp_path,
        "# RACI\n\n- **R** - Responsible: does the work\n- **A** - Accountable: answers for it\n"
        "- **C** - Consulted\n- **I** - Informed\n\n"
        "| Task | Foreman | Welder |\n|---|---|---|\n| Weld | A | R |\n| Paint | C | I |\n",
    )

    assert [("A",), ("R",), ("C",), ("I",)] == list(ways.values())
