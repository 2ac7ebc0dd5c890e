"""Activities and personas under a new name keep their IRI, their assignments and their history."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rdflib import Graph, Namespace
from rdflib.namespace import RDF, SKOS
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app

RG = Namespace("https://w3id.org/rolegraph/ontology#")
ID = "https://dock.example/id/"
MANIFEST = f"""[catalogue]
title = "Dock"
base = "{ID}"

[documents]
"roles.md" = {{}}
"""
ROLES = """# Dock

| Task | Dock Master | Rope Officer |
|---|---|---|
| Mooring of a ship | R | C |
| Do not moor in fog | A | R |
| Check of ropes | I | R |
"""
PERSONAS = """# Personas

## Priya Sharma

Role: Dock Master

### Goals

- Finds the plan in a minute
- Stops when the wind is too strong
"""
runner = CliRunner()


@pytest.fixture
def dock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _import(folder: Path, text: str) -> None:
    (folder / "roles.md").write_text(text, encoding="utf-8")
    result = runner.invoke(app, ["import"])
    assert 0 == result.exit_code, result.output


def _sync(folder: Path, text: str) -> None:
    (folder / "roles.md").write_text(text, encoding="utf-8")
    result = runner.invoke(app, ["sync", "--write"])
    assert result.exit_code in {0, 1}, result.output
    again = runner.invoke(app, ["sync"])
    assert "say the same" in again.output


def _in_force(folder: Path, kind: str) -> dict[str, str]:
    """Return the things of a class that are in force: label → IRI behind the base."""
    graph = Graph().parse(folder / "data/roles.ttl")
    return {
        str(graph.value(each, SKOS.prefLabel)): str(each).removeprefix(ID)
        for each in graph.subjects(RDF.type, RG[kind])
        if not list(graph.objects(each, RG.status)) or kind == "Persona"
    }


def test_an_activity_in_other_words_keeps_its_iri_and_its_assignments(dock: Path) -> None:
    """A row in other words retired the activity with all its letters."""
    _import(dock, ROLES)
    activities, assignments = _in_force(dock, "Activity"), _in_force(dock, "Assignment")

    _sync(dock, ROLES.replace("Mooring of a ship", "Mooring of the ships"))

    after = _in_force(dock, "Activity")
    assert activities.pop("Mooring of a ship") == after.pop("Mooring of the ships")
    assert activities == after
    assert set(assignments.values()) == set(_in_force(dock, "Assignment").values())


def test_a_second_new_name_leads_to_the_first_one(dock: Path) -> None:
    """The IRI is made of the first name, and a later import from nothing must find it."""
    _import(dock, ROLES)
    _sync(dock, ROLES.replace("Mooring of a ship", "Mooring of the ships"))
    _sync(dock, ROLES.replace("Mooring of a ship", "Mooring all the ships"))

    curation = (dock / "data/roles.curation.yaml").read_text(encoding="utf-8")
    expected = {"Mooring all the ships": {"formerly": "Mooring of a ship"}}
    assert expected == yaml.safe_load(curation)["activities"]
    (dock / "data/roles.ttl").unlink()
    _import(dock, (dock / "roles.md").read_text(encoding="utf-8"))
    assert "activities/mooring-of-a-ship" == _in_force(dock, "Activity")["Mooring all the ships"]


def test_an_activity_that_is_no_longer_forbidden_is_another_one(dock: Path) -> None:
    """The letters of “Do not moor in fog” say something else of “Do moor in fog”."""
    _import(dock, ROLES)
    _sync(dock, ROLES.replace("Do not moor in fog", "Do moor in fog"))

    assert "activities/do-moor-in-fog" == _in_force(dock, "Activity")["Do moor in fog"]


def test_a_persona_with_another_name_stays_the_persona_that_she_was(dock: Path) -> None:
    """What links to her would point to nobody."""
    _import(dock, PERSONAS)
    assert {"Priya Sharma": "personas/priya-sharma"} == _in_force(dock, "Persona")

    _sync(dock, PERSONAS.replace("Priya Sharma", "Maya Sharma"))

    assert {"Maya Sharma": "personas/priya-sharma"} == _in_force(dock, "Persona")


def test_a_persona_with_other_goals_is_another_one(dock: Path) -> None:
    """Whoever replaces a persona means somebody else."""
    _import(dock, PERSONAS)
    text = PERSONAS.replace("Priya Sharma", "Tom Berg").replace("Finds the plan", "Loses no rope")
    _sync(dock, text.replace("Stops when the wind", "Goes home when the tide"))

    assert "personas/tom-berg" == _in_force(dock, "Persona")["Tom Berg"]
