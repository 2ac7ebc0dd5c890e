"""A statement that moves from one document to another is one thing, in one graph, in force there."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app

MANIFEST = """[catalogue]
title = "Ferry"
base = "https://ferry.example/id/"
language = "en"
creator = "Ferry office"

[documents]
"data/ferry.md" = {}
"""
HEAD = "# Handbook of the {0}\n\n## Deckhand\n\n### Duties\n\n"
FERRY = HEAD.format("ferry") + "- Casts off the lines\n- Counts passengers\n"
LATER = HEAD.format("ferry") + "- Casts off the lines\n"
PIER = HEAD.format("pier") + "- Counts passengers\n- Sweeps the pier\n"
COUNTS = "https://ferry.example/id/responsibilities/deckhand-counts-passengers"
STATUS = URIRef("https://w3id.org/rolegraph/ontology#status")
runner = CliRunner()


@pytest.fixture(autouse=True)
def ferry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue whose first document has the statement."""
    (tmp_path / "data").mkdir()
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, "utf-8")
    monkeypatch.chdir(tmp_path)
    write("ferry", FERRY)
    run("import", "data/ferry.md")


def write(name: str, text: str) -> None:
    Path(f"data/{name}.md").write_text(text, "utf-8")


def run(*arguments: str) -> str:
    done = runner.invoke(app, [*arguments])
    assert 0 == done.exit_code, done.output
    return done.output


def holders(iri: str) -> dict[str, str]:
    """Return which graphs say something of a thing, each with its status there."""
    found = {}
    for name in ("ferry", "pier"):
        path = Path(f"data/{name}.ttl")
        graph = Graph().parse(path) if path.exists() else Graph()
        if (URIRef(iri), RDF.type, None) in graph:
            found[name] = str(graph.value(URIRef(iri), STATUS) or "in force")
    return found


def test_it_goes_from_the_first_graph_once_the_other_document_has_it() -> None:
    write("ferry", LATER)
    run("import", "data/ferry.md")
    assert {"ferry": "retired"} == holders(COUNTS)
    write("pier", PIER)

    told = run("import", "data/pier.md")

    assert "data/ferry.md is read again, since a role was moved." in told
    assert {"pier": "in force"} == holders(COUNTS)
    run("check")


def test_the_other_order_leaves_both_graphs_as_valid() -> None:
    write("pier", PIER)
    run("import", "data/pier.md")
    write("ferry", LATER)

    run("import", "data/ferry.md")

    assert {"ferry": "retired"} == holders(COUNTS)
    run("check")


def test_a_sync_that_brings_it_into_the_other_document_lets_the_first_one_go() -> None:
    write("pier", HEAD.format("pier") + "- Sweeps the pier\n")
    run("import", "data/pier.md")
    write("ferry", LATER)
    run("sync", "--write", "data/ferry.md")
    write("pier", PIER)

    runner.invoke(app, ["sync", "--write", "data/pier.md"])

    assert {"pier": "in force"} == holders(COUNTS)
    run("check")


def test_a_document_that_was_changed_meanwhile_is_not_read_on_the_way() -> None:
    """It would bring in what nobody asked for, so the command is told."""
    write("ferry", LATER)
    run("import", "data/ferry.md")
    write("ferry", LATER + "- Coils ropes\n")
    write("pier", PIER)

    told = run("import", "data/pier.md")

    assert "So run: rolegraph documents import data/ferry.md" in told
    assert "Coils ropes" not in Path("data/ferry.ttl").read_text("utf-8")


def test_a_name_that_differs_in_the_case_of_letters_alone_is_refused() -> None:
    write("FERRY", PIER)

    done = runner.invoke(app, ["import", "data/FERRY.md"])

    assert 0 != done.exit_code
    assert "data/FERRY.md and data/ferry.md differ in the case of letters alone" in str(
        done.exception
    )
    assert not Path("data/FERRY.ttl").exists()
