"""What a card of a persona or a workflow no longer says goes with the next import, and is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, Literal, Namespace, URIRef
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
ROLES = "# Ferry\n\n## Roles\n\n### Deckhand\n\n- Casts off the lines\n\n### Mate\n\n- Keeps the log\n\n"
CARD = """## Personas

### Mira

**Role:** Deckhand

**Summary:** Works the ferry since spring.

**Goals:** fewer forms; [one list](https://list.example/) for all

**Frustrations:** no signal on board; wet paper

**Skills:** knots

> “The sea does not wait.”
"""
LESS = """## Personas

### Mira

**Role:** Mate

**Goals:** fewer forms

**Frustrations:** wet paper
"""
SECTION = """# Ferry

## Deckhand

### Duties

- Casts off the lines

### Goals

- Fewer forms
- One list for all
"""
FLOW = """# Ferry

## Deckhand

- Casts off the lines

## Workflow: Cast off

Purpose: leave in time
Trigger: the bell
Frequency: hourly
Duration: two minutes

1. Deckhand: loose the lines
2. Deckhand: close the gate
"""
RG = Namespace("https://w3id.org/rolegraph/ontology#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
runner = CliRunner()


@pytest.fixture(autouse=True)
def ferry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, "utf-8")
    monkeypatch.chdir(tmp_path)


def write(text: str, command: str = "import", *options: str) -> str:
    """Write the document, bring it in, and return what was told."""
    Path("data/ferry.md").write_text(text, "utf-8")
    done = runner.invoke(app, [command, *options, "data/ferry.md"])
    assert done.exit_code in {0, 1}, done.output
    return done.output


def graph() -> Graph:
    return Graph().parse("data/ferry.ttl")


def said(predicate: URIRef, kind: URIRef = RG.Persona) -> set[str]:
    """Return what is said of the things of a class."""
    known = graph()
    return {
        str(each) for one in known.subjects(None, kind) for each in known.objects(one, predicate)
    }


def test_what_a_card_no_longer_says_is_gone() -> None:
    write(ROLES + CARD)
    assert {"fewer forms", "one list for all"} == said(RG.hasGoal)

    write(ROLES + LESS)

    assert {"fewer forms"} == said(RG.hasGoal)
    assert {"wet paper"} == said(RG.hasPainPoint)
    for predicate in (RG.quote, RG.hasSkill, DCTERMS.description):
        assert set() == said(predicate), predicate
    assert {"https://ferry.example/id/roles/mate"} == said(RG.representsRole)


def test_what_a_card_no_longer_says_is_told() -> None:
    write(ROLES + CARD)

    told = write(ROLES + LESS, "sync")

    assert "“Mira” stands in the document without" in told
    for each in ("goal “one list for all”", "pain point “no signal on board”", "skill “knots”"):
        assert each in told, told
    assert "The sea does not wait" in told


def test_what_a_person_wrote_of_a_persona_stays() -> None:
    write(ROLES + CARD)
    known = graph()
    (mira,) = known.subjects(None, RG.Persona)
    known.add((mira, RG.hasGoal, Literal("a dry coat", lang="en")))
    known.serialize("data/ferry.ttl", format="turtle")

    write(ROLES + LESS)

    assert {"fewer forms", "a dry coat"} == said(RG.hasGoal)


def test_goals_below_a_role_go_as_well() -> None:
    write(SECTION)

    write(SECTION.replace("- One list for all\n", ""))

    assert {"Fewer forms"} == said(RG.hasGoal)


@pytest.mark.parametrize(
    ("line", "predicate"),
    [
        ("Purpose: leave in time\n", RG.purpose),
        ("Trigger: the bell\n", RG.trigger),
        ("Frequency: hourly\n", RG.frequency),
        ("Duration: two minutes\n", RG.duration),
    ],
)
def test_what_a_workflow_no_longer_says_is_gone_and_told(line: str, predicate: URIRef) -> None:
    write(FLOW)
    (text,) = said(predicate, RG.Workflow)

    told = write(FLOW.replace(line, ""), "sync", "--write")

    assert set() == said(predicate, RG.Workflow)
    assert "“Cast off” stands in the document without" in told
    assert text in told
