"""A change that uses terms which no ontology declares is told of it: no shape speaks of them."""

from __future__ import annotations

import pytest
from guarding import DATA, ONTOLOGY, SHAPES, quads, store_of

from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode
from rolegraph.shacl.guard.guard import Guard

TERMS = """
<https://garden.example/terms> a <http://www.w3.org/2002/07/owl#Ontology> .
<https://garden.example/terms#Plant> a rdfs:Class .
<https://garden.example/terms#grows> a rdf:Property .
"""
PREFIX = "@prefix g: <https://garden.example/terms#> ."


def garden(data: str = "") -> Guard:
    return Guard(store_of(quads(TERMS, ONTOLOGY), quads(PREFIX + data)))


def told(guard: Guard, data: str, graph: NamedNode = DATA) -> list[tuple[str | None, ...]]:
    found = guard.check(Patch(added=quads(PREFIX + data, graph)))
    assert all((one.severity, one.rule) == ("Warning", "undeclared-term") for one in found)
    return [(one.message.partition(" ")[0], one.hint) for one in found]


@pytest.mark.parametrize(
    ("data", "term", "meant"),
    [
        ("ex:rose g:growss ex:bed .", "growss", "grows"),
        ("ex:rose a g:Plannt .", "Plannt", "Plant"),
        ("ex:rose ex:like g:weather .", "weather", None),
        ("ex:rose ex:note 'x'^^xsd:strin .", "strin", "string"),
        ("ex:rose ex:like g:plantt .", "plantt", "Plant"),
    ],
)
def test_a_misspelt_term_is_told_with_the_one_that_was_meant(
    data: str, term: str, meant: str | None
) -> None:
    """The triple was taken without a word, and nothing ever read it."""
    ((message, hint),) = told(garden(), data)

    assert message.endswith(term)
    assert hint is None if meant is None else (hint or "").endswith(f"{meant}?")


@pytest.mark.parametrize(
    "data",
    [
        "ex:rose a g:Plant ; g:grows ex:bed .",
        "ex:rose ex:anything ex:bed .",
        "ex:rose <https://schema.example/colour> 'red'@en ; rdfs:seeAlso ex:bed .",
    ],
)
def test_declared_terms_and_vocabularies_of_others_are_taken_without_a_word(data: str) -> None:
    """What the catalogue does not define, it cannot know the terms of."""
    assert [] == told(garden(), data)


def test_what_stood_there_before_and_what_is_taken_away_is_not_told() -> None:
    """A fault of before must not be told at each later change."""
    guard = garden("ex:rose g:growss ex:bed .")

    assert [] == told(guard, "ex:lily g:grows ex:bed .")
    assert [] == guard.check(Patch(removed=quads(PREFIX + "ex:rose g:growss ex:bed .")))


def test_a_term_counts_from_the_change_on_that_declares_it() -> None:
    """Terms and data may come in one change, and data after it are measured by the new terms."""
    store = store_of(quads(TERMS, ONTOLOGY))
    guard = Guard(store)
    use, name = (
        "ex:rose g:smells 'good' .",
        "<https://garden.example/terms#smells> a rdf:Property .",
    )
    assert 1 == len(told(guard, use))

    both = Patch(added=quads(PREFIX + use) | quads(name, ONTOLOGY))
    assert [] == guard.check(both)
    store.apply(both)
    assert [] == told(guard, use.replace("rose", "lily"))

    store.apply(Patch(removed=quads(name, ONTOLOGY)))
    assert 1 == len(told(guard, use.replace("rose", "daisy")))


def test_terms_of_rules_are_the_matter_of_other_checks() -> None:
    """The ontology and the shapes are judged as such, by `check`."""
    assert [] == told(garden(), "g:Tree rdfs:subClassOf g:Plannt .", ONTOLOGY)
    assert [] == told(garden(), "g:Shape g:growss g:x .", SHAPES)


def test_a_term_that_is_used_often_is_told_once() -> None:
    """A table of a thousand rows with one misspelt head is one fault."""
    assert 1 == len(told(garden(), "".join(f"ex:p{n} g:growss ex:bed ." for n in range(50))))
