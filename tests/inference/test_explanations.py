"""Explanations: every step is one of the rule that it names, and there is no shorter way."""

from __future__ import annotations

import os
import random

import pytest
from inferring import as_nodes, by_owlrl, closure_of, graph_of, triples_of
from random_ontologies import random_ontology
from replaying import in_order, replays

from rolegraph.inference.explain import Explainer, Explanation
from rolegraph.rdf.terms import NamedNode

CASES = int(os.environ.get("INFERENCE_CASES", "12"))
pytestmark = pytest.mark.filterwarnings("ignore")


def why(stated: str, wanted: str) -> Explanation:
    """Return why a triple of Turtle follows."""
    closure = closure_of(triples_of(stated))
    fact = closure.number_of(triples_of(wanted)[0])
    assert fact is not None
    found = Explainer(closure).fact(fact)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(CASES))
def test_each_step_can_be_replayed_with_its_rule(seed: int) -> None:
    """Somebody who doubts an inference must be able to check it by hand, rule by rule."""
    axioms, facts = random_ontology(random.Random(seed))
    stated = set(triples_of("\n".join(axioms + facts)))
    closure = closure_of(stated)
    explainer = Explainer(closure)
    found = [explainer.fact(fact) for fact in closure.inferred]
    found += [explainer.contradiction(one) for one in closure.contradictions]

    for explanation in found:
        assert explanation is not None
        assert set(explanation.stated) <= stated
        assert in_order(explanation)
        for step in explanation.steps:
            assert replays(step), step


@pytest.mark.parametrize("seed", range(CASES))
def test_what_is_stated_in_an_explanation_is_enough(seed: int) -> None:
    """An explanation with a gap convinces nobody; another reasoner comes to the same from it."""
    choices = random.Random(seed)
    axioms, facts = random_ontology(choices)
    closure = closure_of(triples_of("\n".join(axioms + facts)))
    rdf = sorted(fact for fact in closure.inferred if closure.terms.is_rdf(fact))
    for fact in choices.sample(rdf, min(3, len(rdf))):
        explanation = Explainer(closure).fact(fact)
        assert explanation is not None
        wanted = as_nodes(graph_of([closure.terms.triple(fact)]))

        assert wanted <= by_owlrl(list(explanation.stated))[0]


def test_the_shortest_way_is_told() -> None:
    """Of two ways, one by a single axiom and one by three, people want the single one."""
    found = why(
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :D . :x a :A . "
        ":p rdfs:domain :D . :x :p :y .",
        ":x a :D .",
    )

    assert ["prp-dom"] == [step.rule for step in found.steps]
    assert len(found.stated) == 2


def test_a_step_needed_twice_is_told_once() -> None:
    """A derivation is read from top to bottom; nothing is said again."""
    found = why(
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C , :D . :E owl:intersectionOf ( :C :D ) . "
        ":x a :A .",
        ":x a :E .",
    )
    conclusions = [step.conclusion for step in found.steps]

    assert len(conclusions) == len(set(conclusions))
    assert found.steps[-1].rule == "cls-int1"


def test_a_stated_triple_needs_no_step() -> None:
    """That somebody said so is the shortest reason."""
    found = why(":A rdfs:subClassOf :B . :x a :A , :B .", ":x a :B .")

    assert found.steps == ()
    assert found.stated[0][2] == NamedNode("https://example.org/#B")


def test_a_circle_is_no_reason() -> None:
    """Two classes that are equal each follow from the other, but neither from nothing."""
    found = why(
        ":A owl:equivalentClass :B . :p rdfs:domain :A . :x :p :y .",
        ":x a :B .",
    )

    assert found.steps[0].rule == "prp-dom"
    assert {str(triple[1].value).rpartition("#")[2] for triple in found.stated} == {
        "domain",
        "p",
        "equivalentClass",
    }
