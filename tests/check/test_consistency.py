"""Contradictions are found by the OWL 2 RL rules and explained by the triples that cause them."""

from pathlib import Path

import pytest

import rolegraph
from rolegraph.checking.rules.consistency import contradictions
from rolegraph.rdf.terms import RdfFormat, parse
from rolegraph.shacl.wording import shown

PREFIXES = """
@prefix : <https://example.org/#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

CASES = {
    "types of disjoint classes": (
        ":Role owl:disjointWith :Tool . :x a :Role , :Tool .",
        "owl-disjoint-classes",
    ),
    "a subclass of a disjoint class": (
        ":Lead rdfs:subClassOf :Role . :Role owl:disjointWith :Tool . :x a :Lead , :Tool .",
        "owl-disjoint-classes",
    ),
    "a range that is disjoint": (
        ":p rdfs:range :Role . :Role owl:disjointWith :Tool . :t a :Tool . :x :p :t .",
        "owl-disjoint-classes",
    ),
    "the domain of a property above": (
        (
            ":q rdfs:subPropertyOf :p . :p rdfs:domain :Role . :Role owl:disjointWith :Tool . "
            ":x a :Tool ; :q :y ."
        ),
        "owl-disjoint-classes",
    ),
    "the range of an inverse": (
        (
            ":p owl:inverseOf :q . :q rdfs:range :Role . :Role owl:disjointWith :Tool . "
            ":x a :Tool ; :p :y ."
        ),
        "owl-disjoint-classes",
    ),
    "members of one list": (
        "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) . :x a :A , :C .",
        "owl-disjoint-classes",
    ),
    "an equivalent class": (
        ":A owl:equivalentClass :B . :B owl:disjointWith :C . :x a :A , :C .",
        "owl-disjoint-classes",
    ),
    "a union": (
        ":U owl:unionOf ( :A :B ) . :U owl:disjointWith :C . :x a :A , :C .",
        "owl-disjoint-classes",
    ),
    "an intersection": (
        ":I owl:intersectionOf ( :A :B ) . :I owl:disjointWith :C . :x a :A , :B , :C .",
        "owl-disjoint-classes",
    ),
    "a restriction to all values": (
        (
            ":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :B ] . "
            ":B owl:disjointWith :C . :x a :A ; :p :y . :y a :C ."
        ),
        "owl-disjoint-classes",
    ),
    "a restriction to some values": (
        (
            ":R owl:onProperty :p ; owl:someValuesFrom :B . :R rdfs:subClassOf :D . "
            ":D owl:disjointWith :C . :x a :C ; :p :y . :y a :B ."
        ),
        "owl-disjoint-classes",
    ),
    "a complement": (":A owl:complementOf :B . :x a :A , :B .", "owl-complement"),
    "nothing": (":A rdfs:subClassOf owl:Nothing . :x a :A .", "owl-nothing"),
    "no value allowed": (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 0 ] . :x a :A ; :p :y .",
        "owl-max-cardinality",
    ),
    "disjoint properties": (
        ":p owl:propertyDisjointWith :q . :x :p :y ; :q :y .",
        "owl-disjoint-properties",
    ),
    "disjoint properties by a chain": (
        (
            ":p owl:propertyChainAxiom ( :a :b ) ; owl:propertyDisjointWith :q . "
            ":x :a :m ; :q :y . :m :b :y ."
        ),
        "owl-disjoint-properties",
    ),
    "a circle of a transitive property": (
        ":p a owl:TransitiveProperty , owl:IrreflexiveProperty . :x :p :y . :y :p :x .",
        "owl-irreflexive",
    ),
    "both ways": (":p a owl:AsymmetricProperty . :x :p :y . :y :p :x .", "owl-asymmetric"),
    "both ways by symmetry": (
        (
            ":s a owl:SymmetricProperty ; rdfs:subPropertyOf :p . :p a owl:AsymmetricProperty . "
            ":x :s :y ."
        ),
        "owl-asymmetric",
    ),
    "said and denied": (
        (
            "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :x ; "
            "owl:assertionProperty :p ; owl:targetIndividual :y . :x :p :y . "
            ":p a owl:ObjectProperty ."
        ),
        "owl-negative",
    ),
    "two values that differ": (
        ":p a owl:FunctionalProperty . :x :p :y , :z . :y owl:differentFrom :z .",
        "owl-different",
    ),
    "two literals": (':p a owl:FunctionalProperty . :x :p "a" , "b" .', "owl-different"),
    "a literal outside the range": (':p rdfs:range xsd:integer . :x :p "a" .', "owl-datatype"),
}


@pytest.mark.parametrize(("turtle", "rule"), CASES.values(), ids=CASES.keys())
def test_a_contradiction_is_found_once(turtle: str, rule: str) -> None:
    """Each rule that concludes `false` must conclude it, and for one cause only once."""
    found = list(contradictions(parse(PREFIXES + turtle, format=RdfFormat.TURTLE)))

    assert [rule] == [contradiction.rule for contradiction, _ in found]


@pytest.mark.parametrize(("turtle", "rule"), CASES.values(), ids=CASES.keys())
def test_a_check_of_files_works_out_what_follows_where_something_is_forbidden(
    turtle: str, rule: str, tmp_path: Path
) -> None:
    """Where nothing is forbidden it saves the work, so it must know all that forbids."""
    (tmp_path / "data.ttl").write_text(PREFIXES + turtle)
    report = rolegraph.check([tmp_path / "data.ttl"], only=["consistency"])

    assert [rule] == [finding.rule for finding in report.findings]


@pytest.mark.parametrize("case", CASES)
def test_without_any_one_of_its_causes_the_contradiction_is_gone(case: str) -> None:
    """An explanation that names an innocent triple sends people to the wrong line."""
    quads = list(parse(PREFIXES + CASES[case][0], format=RdfFormat.TURTLE))
    ((_, causes),) = contradictions(quads)

    assert len(causes) >= 2
    for cause in causes:
        rest = [q for q in quads if (q.subject, q.predicate, q.object) != cause]
        assert [] == list(contradictions(rest)), " ".join(map(shown, cause))


def test_what_is_consistent_is_left_alone() -> None:
    """An open world: what is not said is not denied."""
    turtle = """
        :p rdfs:domain :A ; rdfs:range :B ; a owl:FunctionalProperty , owl:TransitiveProperty .
        :A owl:disjointWith :C . :x :p :y . :y :p :z . :n rdfs:range xsd:decimal . :x :n 5 .
    """

    assert [] == list(contradictions(parse(PREFIXES + turtle, format=RdfFormat.TURTLE)))
