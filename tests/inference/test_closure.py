"""The closure is that of OWL 2 RL: held to owlrl and reasonable, and kept while triples change."""

from __future__ import annotations

import os
import random
from functools import partial
from pathlib import Path

import pytest
from inferring import (
    by_owlrl,
    by_reasonable,
    by_rolegraph,
    closure_of,
    contradictions,
    example,
    infers,
    triples_of,
)
from random_ontologies import FACTS, fill, random_ontology
from rdflib import OWL

from rolegraph.inference.closure import Closure, OntologyChanged

CASES = int(os.environ.get("INFERENCE_CASES", "12"))
SEEDS = range(CASES)
pytestmark = pytest.mark.filterwarnings("ignore")


def ontology(seed: int, *without: str) -> list[str]:
    """Return the lines of a random ontology, but for those with certain words."""
    axioms, facts = random_ontology(random.Random(seed))
    return [line for line in axioms + facts if not any(word in line for word in without)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_closure_is_that_of_owlrl(seed: int) -> None:
    """Two independent readings of the specification that agree are seldom both wrong.

    owlrl takes things without a value of a key for the same; see below.
    """
    triples = triples_of("\n".join(ontology(seed, "hasKey")))

    found, wrong = by_rolegraph(triples)
    expected, errors = by_owlrl(triples)

    assert expected == found
    assert wrong or not errors


@pytest.mark.parametrize("seed", SEEDS)
def test_what_reasonable_infers_follows(seed: int, tmp_path: Path) -> None:
    """A second reasoner finds what the first one and we overlook alike.

    reasonable takes what any two values of an inverse functional property have for the same.
    """
    text = "\n".join(ontology(seed, "InverseFunctional", "maxQualified"))

    found, _ = by_rolegraph(triples_of(text))

    assert by_reasonable(text, tmp_path) <= found


@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_changes_the_closure_is_as_if_made_anew(seed: int) -> None:
    """A closure that drifts from its catalogue says what nobody stated, for ever."""
    choices = random.Random(seed)
    axioms, facts = random_ontology(choices)
    fixed, present = triples_of("\n".join(axioms)), set(triples_of("\n".join(facts)))
    closure = closure_of([*fixed, *present])
    for _ in range(12):
        added = set(triples_of(fill(choices.choice(FACTS), choices, 0))) - present
        removed = set(choices.sample(sorted(present, key=str), min(len(present), 1))) - added
        present |= added
        present -= removed
        try:
            closure.change(removed, added)
        except OntologyChanged:
            closure.rebuild([*fixed, *present].copy)

        fresh = closure_of([*fixed, *present])
        assert set(fresh.triples()) == set(closure.triples())
        assert contradictions(fresh) == contradictions(closure)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_closure_that_was_kept_goes_on_as_the_one_it_was(seed: int) -> None:
    """The next start takes it from a file, and commits come to it as to any other."""
    choices = random.Random(seed)
    axioms, facts = random_ontology(choices)
    fixed, present = triples_of("\n".join(axioms)), set(triples_of("\n".join(facts)))
    made = closure_of([*fixed, *present])
    kept = Closure(partial(iter, ()), kept=made.packed())
    assert set(made.triples()) == set(kept.triples())
    assert contradictions(made) == contradictions(kept)

    added = set(triples_of(fill(choices.choice(FACTS), choices, 0))) - present
    removed = set(choices.sample(sorted(present, key=str), 1)) - added
    try:
        made.change(removed, added)
    except OntologyChanged:
        with pytest.raises(OntologyChanged):
            kept.change(removed, added)
    else:
        kept.change(removed, added)
        assert set(made.triples()) == set(kept.triples())
        assert contradictions(made) == contradictions(kept)
    for subject in {triple[0] for triple in made.triples()}:
        own = {triple for triple in made.triples() if triple[0] == subject}
        assert own == set(made.about(subject))


@pytest.mark.parametrize("seed", SEEDS)
def test_contradictions_are_found_without_all_that_follows(seed: int) -> None:
    """`check` works out only what can lead to a contradiction, and must miss none."""
    triples = triples_of("\n".join(ontology(seed)))
    whole = closure_of(triples)
    part = type(whole)(lambda: triples, only_false=True)

    assert contradictions(whole) == contradictions(part)
    assert len(part.facts) <= len(whole.facts)


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    ("axiom", "facts", "rule"),
    [
        ("[] a owl:AllDifferent ; owl:members ( {} {} {} ) .", ":a owl:sameAs :b .", "eq-diff2"),
        (
            "[] a owl:AllDifferent ; owl:distinctMembers ( {} {} {} ) .",
            ":a owl:sameAs :b .",
            "eq-diff3",
        ),
        (
            "[] a owl:AllDisjointProperties ; owl:members ( {} {} {} ) .",
            ":x :a :y ; :b :y .",
            "prp-adp",
        ),
        ("[] a owl:AllDisjointClasses ; owl:members ( {} {} {} ) .", ":x a :a , :b .", "cax-adc"),
    ],
)
def test_any_two_items_of_a_list_are_told_apart(
    axiom: str, facts: str, rule: str, place: int
) -> None:
    """Owlrl 7.6.2 never looks at the last item of a list; the specification at each i < j."""
    items = [":a", ":b"]
    items.insert(place, ":c")

    _, found = by_rolegraph(triples_of(axiom.format(*items) + facts))

    assert {rule} == {application.clause.rule for application in found}


def test_a_key_needs_a_value_that_both_have() -> None:
    """Rule prp-key has (x p z) and (y p z) among its premises; owlrl 7.6.2 does without."""
    stated = ":C owl:hasKey ( :p ) . :a a :C ; :p 1 . :b a :C ."
    same = (example("a"), OWL.sameAs, example("b"))

    assert not infers(stated, ":a owl:sameAs :b .")
    assert infers(stated + ":b :p 1 .", ":a owl:sameAs :b .")
    assert same in by_owlrl(triples_of(stated))[0]


def test_an_inverse_functional_property_needs_one_value(tmp_path: Path) -> None:
    """Rule prp-ifp has (x p z) and (y p z); reasonable 0.4.4 takes any two values for one."""
    stated = ":p a owl:InverseFunctionalProperty . :a :p :c . :b :p :d ."

    assert not infers(stated, ":a owl:sameAs :b .")
    assert infers(stated + ":b :p :c .", ":a owl:sameAs :b .")
    assert (example("a"), OWL.sameAs, example("b")) in by_reasonable(stated, tmp_path)


def test_a_chain_of_three_is_walked() -> None:
    """Reasonable 0.4.4 knows no chains; rule prp-spo2 has them of any length."""
    stated = ":p owl:propertyChainAxiom ( :q :r :q ) . :a :q :b . :b :r :c . :c :q :d ."

    assert infers(stated, ":a :p :d .")


def test_a_datatype_property_takes_part_by_its_values() -> None:
    """Rule dt-type2: a class of what has a small number must find those who have one."""
    stated = (
        ":S owl:onProperty :p ; owl:someValuesFrom xsd:byte . :a :p 5 . :b :p 500 . "
        ":c :p 'five' . :d :p 5.0 ."
    )

    assert infers(stated, ":a a :S . :d a :S .")
    assert not infers(stated, ":b a :S .")
    assert not infers(stated, ":c a :S .")


@pytest.mark.parametrize(
    ("values", "differ"),
    [
        ('"1"^^xsd:integer , "01"^^xsd:integer', False),
        ('"1"^^xsd:integer , "1.0"^^xsd:decimal', False),
        ('"1"^^xsd:integer , "2"^^xsd:integer', True),
        ('"1"^^xsd:integer , "1"', True),
        ('"a"@en , "a"', True),
        ('"a"^^xsd:token , "a"', False),
        ('"2020-01-01T00:00:00Z"^^xsd:dateTime , "2020-01-01T01:00:00+01:00"^^xsd:dateTime', False),
        ('"a"^^:unknown , "b"^^:unknown', False),
    ],
)
def test_a_functional_property_compares_values_not_spellings(values: str, differ: bool) -> None:
    """Rule dt-diff speaks of data values; 1 and 01 are one, and of an unknown type none knows."""
    _, found = by_rolegraph(triples_of(f":p a owl:FunctionalProperty . :x :p {values} ."))

    assert differ == bool(found)


def test_an_axiom_that_follows_from_facts_is_used_as_one() -> None:
    """What is the same as a class is that class, also where a rule asks for classes."""
    stated = ":A rdfs:subClassOf :B . :A owl:sameAs :A2 . :x a :A2 ."

    assert infers(stated, ":A2 rdfs:subClassOf :B . :x a :B .")
