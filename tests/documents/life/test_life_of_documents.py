"""Documents that change as people change them: identities, places, and what is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph
from typer.testing import CliRunner, Result

from rolegraph.cli.main import application

MANIFEST = """[catalogue]
title = "Ward roles"
base = "https://ward.example/id/"
language = "en"

[documents]
"ward.md" = {}
"night.md" = {}
"matrix.csv" = {}

[rules]
profile = "draft"
"""
NURSE = """## Staff Nurse

### Responsibilities

- Give medicines and sign for them
- Hand over at the bedside
"""
WARD = f"""# Ward

## Ward Sister

### Responsibilities

- Write the roster

### Must not

- Prescribe medicines

{NURSE}"""
NIGHT = "# Night\n\n## Night Porter\n\n### Responsibilities\n\n- Lock the doors\n"
MATRIX = """Task,Ward Sister,Staff Nurse
Order linen,A,R
Check the trolley,I,A/R
"""
runner = CliRunner()


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with two documents and a matrix, imported."""
    documents = {"ward.md": WARD, "night.md": NIGHT, "matrix.csv": MATRIX}
    for name, text in {"rolegraph.toml": MANIFEST, **documents}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert 0 == run("documents", "import").exit_code
    return tmp_path


def run(*arguments: str) -> Result:
    return runner.invoke(application(arguments[0]), list(arguments))


def sync(folder: Path, **documents: str) -> str:
    """Change documents, bring the graphs up to them, and return what was told."""
    for name, text in documents.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    result = run("documents", "sync", "--write")
    assert 0 == result.exit_code, result.output
    return result.stderr


def in_force(folder: Path) -> dict[str, str]:
    """Return what is in force: label → the end of its IRI."""
    graph = Graph()
    for path in sorted((folder / "data").glob("*.ttl")):
        graph.parse(path)
    asked = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?iri ?label { ?iri skos:prefLabel ?label . { ?iri a rg:Role }
            UNION { ?iri rg:statementOf [] } UNION { ?iri a rg:Activity }
            UNION { ?iri a rg:Assignment }
            FILTER NOT EXISTS { ?iri rg:status "retired" } }"""
    return {str(label): str(iri).partition("/id/")[2] for iri, label in graph.query(asked)}


def test_a_role_goes_to_another_document_in_one_step(ward: Path) -> None:
    """It was retired in one graph and in force in the other, until somebody synced once more."""
    before = in_force(ward)
    sync(ward, ward=WARD.replace(NURSE, ""), night=f"{NIGHT}\n{NURSE}")

    assert before == in_force(ward)
    assert 'rg:status "retired"' not in (ward / "data/ward.ttl").read_text("utf-8")
    assert 0 == run("documents", "check").exit_code


def test_what_is_planned_for_a_role_that_moves_is_what_is_done(ward: Path) -> None:
    """The patch that is shown first would retire it."""
    (ward / "ward.md").write_text(WARD.replace(NURSE, ""), encoding="utf-8")
    (ward / "night.md").write_text(f"{NIGHT}\n{NURSE}", encoding="utf-8")
    shown = run("documents", "sync")

    assert 1 == shown.exit_code
    assert 'rg:status "retired"' not in shown.stdout


def test_a_document_that_a_role_moved_away_from_goes_along(ward: Path) -> None:
    """Else both graphs would claim the role, one of them as retired."""
    (ward / "ward.md").write_text(WARD.replace(NURSE, ""), encoding="utf-8")
    run("documents", "sync", "ward.md", "--write")
    (ward / "night.md").write_text(f"{NIGHT}\n{NURSE}", encoding="utf-8")

    told = run("documents", "sync", "night.md", "--write").stderr
    assert "data/ward.ttl: written" in told
    assert 'rg:status "retired"' not in (ward / "data/ward.ttl").read_text("utf-8")


def test_a_document_that_a_role_moved_away_from_is_named_where_it_was_changed(ward: Path) -> None:
    """Who syncs one file alone has to know that another file waits."""
    (ward / "ward.md").write_text(WARD.replace(NURSE, ""), encoding="utf-8")
    run("documents", "sync", "ward.md", "--write")
    (ward / "ward.md").write_text(WARD.replace(NURSE, "") + "\n", encoding="utf-8")
    (ward / "night.md").write_text(f"{NIGHT}\n{NURSE}", encoding="utf-8")

    told = run("documents", "sync", "night.md", "--write").stderr
    assert "rolegraph documents sync ward.md --write" in told


def test_a_document_that_cannot_be_read_keeps_no_other_from_it(ward: Path) -> None:
    """Of twenty documents one was cut short; all that it had said would have been retired."""
    (ward / "matrix.csv").write_bytes(b"")
    (ward / "night.md").write_text(NIGHT.replace("Lock", "Close"), encoding="utf-8")

    result = run("documents", "sync", "--write")
    assert 2 == result.exit_code
    assert "matrix.csv: nothing was changed, since the document says nothing of the 2 roles" in (
        result.stderr
    )
    assert "Order linen" in in_force(ward)
    assert "Close the doors" in in_force(ward)


def test_what_is_retired_is_whole_and_nobody_is_asked_to_complete_it(ward: Path) -> None:
    """An assignment led to an activity that was gone; a finding named a line of another text."""
    row = "Check the trolley,I,A/R\n"
    (ward / "matrix.csv").write_text(MATRIX.replace(row, ""), encoding="utf-8")
    sync(ward, ward=WARD.replace(NURSE, ""))

    assert "Check the trolley" not in in_force(ward)
    checked = run("check", "--all")
    assert 0 == checked.exit_code, checked.output
    assert "Night Porter: A role must have a definition" in checked.output
    assert "Order linen: An activity must have a definition" in checked.output
    for retired in ("Check the trolley", "Hand over at the bedside"):
        assert retired not in checked.output


def test_what_is_gone_is_told_at_its_line_of_the_graph(ward: Path) -> None:
    """“Is in the graph only”, at line 1, told neither what had happened nor where to look."""
    told = sync(ward, ward=WARD.replace("- Hand over at the bedside\n", ""))

    assert "“Hand over at the bedside” is no longer in the document." in told
    (line,) = (line for line in told.splitlines() if "no longer in" in line)
    assert int(line.split(":")[1]) > 1


def test_another_kind_is_told_once_and_with_both_kinds(ward: Path) -> None:
    """“Added” and “removed”, with the same words, hid that a ban had become a duty."""
    told = sync(ward, ward=WARD.replace("### Must not", "### Powers"))

    reported = "was read as an exclusion, and is read as a privilege now"
    assert f"drift-kind: “Prescribe medicines” {reported}." in told
    assert "drift-added" not in told
    assert "drift-removed" not in told


def test_a_statement_below_another_role_is_told_once(ward: Path) -> None:
    """Both roles are named, since a bullet may have slipped below the wrong one."""
    line = "- Hand over at the bedside\n"
    told = sync(
        ward,
        ward=WARD.replace(line, "").replace("- Write the roster\n", f"- Write the roster\n{line}"),
    )
    assert (
        "drift-moved: “Hand over at the bedside” stands below “Ward Sister” now, and stood "
        "below “Staff Nurse”."
    ) in told
