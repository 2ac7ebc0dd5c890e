"""A statement that moves from one document of a service to another is one thing there."""

from __future__ import annotations

import pytest

from bringing import Yard, triples

HEAD = "# Handbook of the {0}\n\n## Deckhand\n\n### Duties\n\n"
FERRY = HEAD.format("ferry") + "- Casts off the lines\n- Counts passengers\n"
LATER = HEAD.format("ferry") + "- Casts off the lines\n"
PIER = HEAD.format("pier") + "- Counts passengers\n- Sweeps the pier\n"
A, B = "data/ferry.md", "data/pier.md"
COUNTS = "<https://yard.example/id/responsibilities/deckhand-counts-passengers>"
RETIRED = f'{COUNTS} <https://w3id.org/rolegraph/ontology#status> "retired" .'


def says(yard: Yard, name: str) -> set[str]:
    """Return what the graph of a document says of the statement."""
    graph = yard.graph(name.replace(".md", ".ttl"))
    return {line for line in graph if line.startswith(COUNTS)}


def test_the_graph_that_kept_it_as_retired_lets_it_go_by_the_same_commit(yard: Yard) -> None:
    yard.put(FERRY, A)
    yard.put(LATER, A)
    assert RETIRED in says(yard, A)

    told = yard.put(PIER, B)

    assert 201 == told.status_code, told.text
    assert set() == says(yard, A)
    assert says(yard, B)
    assert RETIRED not in says(yard, B)
    assert [] == told.json()["overtaken"]
    assert ["moved"] == [each["what"] for each in told.json()["changes"]]


def test_both_graphs_are_then_as_the_folder_makes_them(yard: Yard) -> None:
    yard.put(FERRY, A)
    yard.put(LATER, A)
    yard.put(PIER, B)

    assert 0 == yard.pull().returncode

    checked = yard.run("documents", "check")
    assert 0 == checked.returncode, checked.stdout + checked.stderr
    assert 0 == yard.run("documents", "import").returncode
    assert yard.graph("data/ferry.ttl") == triples(yard.folder / "data/ferry.ttl")
    assert yard.graph("data/pier.ttl") == triples(yard.folder / "data/pier.ttl")


def test_the_other_order_leaves_both_graphs_as_valid(yard: Yard) -> None:
    yard.put(FERRY, A)
    yard.put(PIER, B)

    assert 200 == yard.put(LATER, A).status_code

    assert RETIRED in says(yard, A)
    assert set() == says(yard, B)  # it has one of its own, since the first was in force then
    assert 0 == yard.pull().returncode
    assert 0 == yard.run("check").returncode


def test_taking_the_second_document_back_gives_it_back_to_the_first(yard: Yard) -> None:
    yard.put(FERRY, A)
    yard.put(LATER, A)
    before = says(yard, A)
    yard.put(PIER, B)

    yard.take_back(yard.revision - 1)

    assert before == says(yard, A)
    assert 0 == len(yard.put(LATER, A).json()["changes"])


def test_a_next_version_of_the_first_document_takes_nothing_back(yard: Yard) -> None:
    """What it let go is no edit of its graph by hand."""
    yard.put(FERRY, A)
    yard.put(LATER, A)
    yard.put(PIER, B)

    told = yard.put(LATER + "- Coils ropes\n", A)

    assert (200, []) == (told.status_code, told.json()["undone"])
    assert set() == says(yard, A)


def test_a_name_that_differs_in_the_case_of_letters_alone_names_the_other_one(yard: Yard) -> None:
    yard.put(FERRY, A)

    told = yard.put(PIER, "data/FERRY.md")

    assert 409 == told.status_code, told.text
    assert "data/FERRY.md and data/ferry.md differ in the case of letters alone" in told.text


def test_a_name_that_gives_the_identity_of_another_document_is_a_conflict(yard: Yard) -> None:
    yard.put(FERRY, "data/old-ferry.md")

    told = yard.put(PIER, "data/old_ferry.md")

    assert 409 == told.status_code, told.text
    assert "data/old_ferry.md and data/old-ferry.md are too much alike" in told.text


PURSER = "\n## Purser\n\n### Duties\n\n- Sells tickets\n- Counts the cash\n"
CARD = "\n## Personas\n\n### Mira\n\n**Role:** Deckhand\n\n**Goals:** fewer forms\n"
FLOW = "\n## Workflow: Cast off\n\n1. Deckhand: loose the lines\n2. Deckhand: close the gate\n"


@pytest.mark.parametrize("section", [PURSER, CARD, FLOW])
def test_roles_personas_and_workflows_move_as_well(yard: Yard, section: str) -> None:
    """With all that stands below them; nothing is retired here and in force there."""
    yard.put(FERRY + section, A)
    yard.put(FERRY, A)

    told = yard.put(PIER.replace("- Counts passengers\n", "") + section, B)

    assert 201 == told.status_code, told.text
    assert [] == told.json()["overtaken"]
    assert 0 == yard.pull().returncode
    checked = yard.run("documents", "check")
    assert 0 == checked.returncode, checked.stdout + checked.stderr
    assert "retired" not in (yard.folder / "data/ferry.ttl").read_text("utf-8")
    done = yard.run("check")
    assert 0 == done.returncode, done.stdout
