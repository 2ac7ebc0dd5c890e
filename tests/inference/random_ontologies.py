"""Random small ontologies of the OWL 2 RL profile, with facts."""

from __future__ import annotations

import random

PREFIXES = """@prefix : <https://example.org/#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CLASSES = [f":C{n}" for n in range(5)]
PROPERTIES = [f":p{n}" for n in range(4)]
THINGS = [f":i{n}" for n in range(5)]
AXIOMS = [
    *["{c} rdfs:subClassOf {d} ."] * 3,
    "{c} owl:equivalentClass {d} .",
    "{c} owl:disjointWith {d} .",
    "{c} owl:complementOf {d} .",
    "{p} rdfs:domain {c} .",
    "{p} rdfs:range {c} .",
    *["{p} rdfs:subPropertyOf {q} ."] * 2,
    "{p} owl:equivalentProperty {q} .",
    "{p} owl:inverseOf {q} .",
    "{p} owl:propertyDisjointWith {q} .",
    "{p} a owl:TransitiveProperty .",
    "{p} a owl:SymmetricProperty .",
    "{p} a owl:AsymmetricProperty .",
    "{p} a owl:IrreflexiveProperty .",
    "{p} a owl:FunctionalProperty .",
    "{p} a owl:InverseFunctionalProperty .",
    "{p} owl:propertyChainAxiom ( {q} {r} ) .",
    "{c} owl:hasKey ( {p} ) .",
    "{c} owl:hasKey ( {p} {q} ) .",
    "{c} owl:intersectionOf ( {d} {e} ) .",
    "{c} owl:unionOf ( {d} {e} ) .",
    "{c} owl:oneOf ( {x} {y} ) .",
    "_:r{n} owl:onProperty {p} ; owl:someValuesFrom {d} . _:r{n} rdfs:subClassOf {c} .",
    "_:r{n} owl:onProperty {p} ; owl:someValuesFrom owl:Thing . _:r{n} rdfs:subClassOf {c} .",
    "{c} rdfs:subClassOf _:r{n} . _:r{n} owl:onProperty {p} ; owl:allValuesFrom {d} .",
    "{c} rdfs:subClassOf _:r{n} . _:r{n} owl:onProperty {p} ; owl:hasValue {x} .",
    "_:r{n} rdfs:subClassOf {c} . _:r{n} owl:onProperty {p} ; owl:hasValue {x} .",
    (
        "{c} rdfs:subClassOf _:r{n} . _:r{n} owl:onProperty {p} ; "
        'owl:maxCardinality "1"^^xsd:nonNegativeInteger .'
    ),
    (
        "{c} rdfs:subClassOf _:r{n} . _:r{n} owl:onProperty {p} ; "
        'owl:maxCardinality "0"^^xsd:nonNegativeInteger .'
    ),
    (
        "{c} rdfs:subClassOf _:r{n} . _:r{n} owl:onProperty {p} ; owl:onClass {d} ; "
        'owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger .'
    ),
    "[] a owl:AllDisjointClasses ; owl:members ( {c} {d} {e} ) .",
    "[] a owl:AllDisjointProperties ; owl:members ( {p} {q} {r} ) .",
    "[] a owl:AllDifferent ; owl:members ( {x} {y} {z} ) .",
    (
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual {x} ; owl:assertionProperty {p} ; owl:targetIndividual {y} ."
    ),
]
FACTS = [
    *["{x} a {c} ."] * 5,
    *["{x} {p} {y} ."] * 8,
    "{x} owl:sameAs {y} .",
    "{x} owl:differentFrom {y} .",
]


def fill(pattern: str, choices: random.Random, number: int) -> str:
    """Return a pattern with random classes, properties and things; no name twice."""
    names = {
        **dict(zip("cde", choices.sample(CLASSES, 3), strict=True)),
        **dict(zip("pqr", choices.sample(PROPERTIES, 3), strict=True)),
        **dict(zip("xyz", choices.sample(THINGS, 3), strict=True)),
    }
    return pattern.format(n=number, **names)


def random_ontology(choices: random.Random) -> tuple[list[str], list[str]]:
    """Return axioms and facts as lines of Turtle."""
    axioms = [f"{name} a owl:Class ." for name in CLASSES]
    axioms += [f"{name} a owl:ObjectProperty ." for name in PROPERTIES]
    axioms += [
        fill(choices.choice(AXIOMS), choices, number) for number in range(choices.randint(2, 7))
    ]
    facts = [fill(choices.choice(FACTS), choices, 0) for _ in range(choices.randint(2, 9))]
    return axioms, facts
