"""Who reports to whom: read from a document, a link of the graph, and gone with its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.documents.reading import read_file

YARD = """# Yard

## Yard Master

Supervises: Crane Driver, Banksman

### Responsibilities

- Plan the shifts

## Crane Driver

Reports to: the Yard Master (daily) and the Harbour Master

### Responsibilities

- Lift loads

## Banksman

Reports to: Crane Driver

Works with: Crane Driver

### Responsibilities

- Give signs
"""
LINKS = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
    SELECT ?below ?above { ?below rg:reportsTo ?above }"""
TOLD = """PREFIX rg: <https://w3id.org/rolegraph/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
    SELECT ?text { ?role rg:quotedFrom/oa:hasSelector/oa:exact ?text }"""
runner = CliRunner()


@pytest.fixture
def yard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with one document, imported."""
    text = '[catalogue]\ntitle = "Yard"\nbase = "https://yard.example/id/"\n[documents]\n"yard.md" = {}\n'
    (tmp_path / "rolegraph.toml").write_text(text, encoding="utf-8")
    (tmp_path / "yard.md").write_text(YARD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert 0 == runner.invoke(app, ["import"]).exit_code
    return tmp_path / "data" / "yard.ttl"


def links(graph: Path) -> list[tuple[str, str]]:
    """Return who reports to whom, by their ids."""
    rows = Graph().parse(graph).query(LINKS)
    return sorted((str(row[0]).split("/")[-1], str(row[1]).split("/")[-1]) for row in rows)


def test_reporting_lines_are_links_between_roles(yard: Path) -> None:
    """Both ways of saying it are one link, with the words that say it as its source."""
    assert [
        ("banksman", "crane-driver"),
        ("banksman", "yard-master"),
        ("crane-driver", "yard-master"),
    ] == links(yard)
    told = {str(row[0]) for row in Graph().parse(yard).query(TOLD)}
    assert {"Crane Driver, Banksman", "the Yard Master (daily) and the Harbour Master"} <= told


def test_whom_the_document_does_not_have_is_told(tmp_path: Path) -> None:
    """Neither a role without a section nor another kind of relation is lost in silence."""
    path = tmp_path / "yard.md"
    path.write_text(YARD, encoding="utf-8")
    reading = read_file(path)

    reasons = {each.line: each.reason for each in reading.not_read}
    assert "no role of this document is called “Harbour Master”" in reasons[13]
    assert 5 not in reasons
    path.write_text(YARD.replace("Reports to: Crane Driver", "Reports to: (vacant)"))
    told = {each.line: each.reason for each in read_file(path).not_read}
    assert "it names no other role" in told[21]
    assert "has no such link" in reasons[23]


def test_a_link_goes_with_the_words_that_told_it(yard: Path) -> None:
    """One that somebody made otherwise stays, as all that a document does not say."""
    made = "<https://yard.example/id/roles/{}> <https://w3id.org/rolegraph/ontology#reportsTo> "
    text = yard.read_text(encoding="utf-8") + made.format("yard-master")
    yard.write_text(text + "<https://yard.example/id/roles/banksman> .\n", encoding="utf-8")
    document = Path("yard.md")
    document.write_text(YARD.replace("Supervises: Crane Driver, Banksman\n\n", ""))

    assert 0 == runner.invoke(app, ["sync", "yard.md", "--write"]).exit_code
    assert [
        ("banksman", "crane-driver"),
        ("crane-driver", "yard-master"),
        ("yard-master", "banksman"),
    ] == links(yard)
    assert 0 == runner.invoke(app, ["check", "yard.md"]).exit_code
