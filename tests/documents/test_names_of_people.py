"""Names of people that a reading leaves out are in no part of the graph of a document."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, Namespace
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.documents.importing.people import without_people
from rolegraph.documents.importing.service import import_document
from rolegraph.documents.text.model import Span

PROV = Namespace("http://www.w3.org/ns/prov#")
MANIFEST = """[catalogue]
title = "Yard"
base = "https://yard.example/id/"

[documents]
"roles.md" = {}
"""
HOLDERS = """---
title: Governança
author: Rosa Lima
reviewers:
  - Davi Rocha
---

# Governança

## Papéis

- **Mantenedores**: Fause Carlos, Luis Miranda
  Responsáveis por registrar as decisões.
- **Gerente de projeto**: Amanda Campos

## Histórico

| Versão | Descrição | Autor |
|---|---|---|
| 1.0 | Criação do documento | Tiago Vieira |

## Membros da equipe

- Nuno Alves
"""
ROLES = """# PAOLO ROSSI - PROJECT MANAGER

## Responsibilities

- Plan the work

## Team members

- Mona Berg
- Jane Doe

# Crane Driver

**Responsibilities:**

- Lift loads

| Name | GitHub |
|---|---|
| Kofi Mensah | @kofi |
"""
NAMES = ("PAOLO", "Paolo", "Mona", "Berg", "Jane", "Kofi", "kofi")
runner = CliRunner()


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A document that names people in a heading, a list and a table."""
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, encoding="utf-8")
    path = tmp_path / "roles.md"
    path.write_text(ROLES, encoding="utf-8")
    return path


def texts(turtle: str) -> list[str]:
    """Return each literal of a graph."""
    return [str(o) for o in Graph().parse(data=turtle).objects() if isinstance(o, Literal)]


def test_no_literal_of_the_graph_names_a_person_that_was_left_out(document: Path) -> None:
    """Everybody reads that graph; who holds which role is for those with a token."""
    turtle = import_document(document).turtle
    told = [(name, text) for name in NAMES for text in texts(turtle) if name in text]
    assert [] == told
    assert not any(name in turtle for name in NAMES)


def test_what_is_read_keeps_its_words_and_its_offsets(document: Path) -> None:
    """Covered names must not move or cover what the roles are quoted from."""
    graph = Graph().parse(data=import_document(document).turtle)
    (kept,) = (str(value) for value in graph.objects(None, PROV.value))
    assert len(ROLES) == len(kept)
    assert kept.count("\n") == ROLES.count("\n")
    for read in ("PROJECT MANAGER", "- Plan the work", "# Crane Driver", "- Lift loads"):
        assert ROLES.index(read) == kept.index(read)


def test_names_stay_where_the_catalogue_asks_for_them(document: Path) -> None:
    """A public list of maintainers may be no secret."""
    manifest = document.with_name("rolegraph.toml")
    manifest.write_text(MANIFEST.replace("{}", "{ keep_people = true }"), encoding="utf-8")
    graph = Graph().parse(data=import_document(document).turtle)
    assert [ROLES] == [str(value) for value in graph.objects(None, PROV.value)]


def test_a_document_is_written_back_with_its_names(document: Path) -> None:
    """What the graph leaves out, the document has; without it nothing is written over it."""
    assert 0 == runner.invoke(app, ["import", str(document)]).exit_code
    assert ROLES == runner.invoke(app, ["render", str(document)]).stdout

    document.write_text(ROLES.replace("Mona", "Nora"), encoding="utf-8")
    refused = runner.invoke(app, ["render", str(document), "--write"])
    assert 2 == refused.exit_code
    assert "leaves out names of people" in refused.stderr
    assert "Nora" in document.read_text(encoding="utf-8")


def test_who_holds_a_role_is_no_part_of_what_describes_it(document: Path) -> None:
    """Charters name the holders first; a definition that names them is read by everybody."""
    document.write_text(HOLDERS, encoding="utf-8")
    made = import_document(document)
    people = ("Fause", "Miranda", "Amanda", "Rosa", "Davi", "Tiago", "Nuno")
    assert [] == [(name, text) for name in people for text in texts(made.turtle) if name in text]
    keeper, manager = made.reading.roles
    assert ["Responsáveis por registrar as decisões."] == [
        each.passage.plain for each in keeper.statements
    ]
    assert ([], []) == (manager.description, manager.statements)
    reason = "says who holds the role; names of people are left out"
    assert [reason, reason] == [
        each.reason for each in made.reading.not_read if "holds" in each.reason
    ]


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_a_covered_text_has_the_same_places(text: str, stretches: list[tuple[int, int]]) -> None:
    """Whatever is covered, and how often, every other character stands where it stood."""
    spans = [
        Span(text[min(pair) : max(pair)], min(pair), max(pair), 1, 1)
        for pair in stretches
        if max(pair) <= len(text)
    ]
    covered = without_people(text, spans)
    inside = {place for span in spans for place in range(span.start, span.end)}
    assert len(text) == len(covered)
    assert all(
        covered[at] == sign for at, sign in enumerate(text) if at not in inside or sign.isspace()
    )
    assert not any(covered[at].isalpha() for at in inside)
