"""Queries of shapes: what none can be judged by is told, and groups are those of SPARQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from guarding import SHAPES, Truth, keys, quads, store_of

import rolegraph
from rolegraph.errors import Refused
from rolegraph.rdf.patch import Patch
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.guard.guard import Guard

THINGS = "ex:a a ex:T ; ex:p 1 , 2 ; ex:q ex:b . ex:b a ex:T ; ex:p 3 . ex:c a ex:T ; ex:q ex:a ."


def shape(query: str, predicate: str = "sh:select") -> str:
    return f'''
    ex:Prefixes sh:declare [
        sh:prefix "ex" ; sh:namespace "https://example.org/id/"^^xsd:anyURI ] .
    ex:S a sh:NodeShape ; sh:targetClass ex:T ;
        sh:sparql [ sh:prefixes ex:Prefixes ; {predicate} """{query}""" ] .'''


def told(shapes: str) -> list[Finding]:
    """What the guard says of new shapes themselves, whether an engine takes them or not."""
    try:
        found = Guard(store_of(quads(THINGS))).check(Patch(added=quads(shapes, SHAPES)))
    except Refused as refused:
        found = list(refused.findings)
    return [finding for finding in found if finding.check == "shapes"]


NOT_JUDGED = {
    "SELECT $this WHERE { GRAPH ?g { $this ex:p ?v } }": "GRAPH is not judged here",
    "SELECT $this WHERE { $this ex:p ?v OPTIONAL { GRAPH ex:g { ?x ?y ?z } } }": "GRAPH is not",
    "SELECT $this FROM ex:g WHERE { $this ex:p ?v }": "FROM is not judged here",
    "ASK { $this ex:p ?v }": "takes a query of the form SELECT",
    "CONSTRUCT { $this ex:p ?v } WHERE { $this ex:p ?v }": "takes a query of the form SELECT",
    "SELECT $this WHERE { $this $PATH ?v }": "$PATH is for property shapes",
    "SELECT $this WHERE { $this ex:p ?v FILTER(ex:fn(?v)) }": "fn> is not known",
    "SELECT $this WHERE { << $this ex:p ?v >> ex:q ?w }": "read SPARQL 1.1",
    "SELECT $this WHERE { ?r rdf:reifies <<( $this ex:p ?v )>> }".replace("rdf:", "ex:"): "1.1",
}
JUDGED = [
    "SELECT $this WHERE { $this ex:p ?v FILTER(xsd:integer(?v) > 5) }".replace(
        "xsd:integer", "<http://www.w3.org/2001/XMLSchema#integer>"
    ),
    "SELECT $this WHERE { $this ex:p (1 2) }",
    "SELECT $this WHERE { $this ex:p ?v FILTER(CONTAINS(STR(?v), '<<~ GRAPH FROM {|')) }",
]


@pytest.mark.parametrize(("query", "words"), NOT_JUDGED.items())
def test_a_query_that_nothing_can_judge_by_is_refused_in_words(query: str, words: str) -> None:
    """One engine ended in an error, another one passed all; nobody knew that nothing was judged."""
    found = told(shape(query))

    assert [("Violation", "ill-formed-shape")] == [(f.severity, f.rule) for f in found]
    assert words in found[0].message


@pytest.mark.parametrize("engine", ["auto", "shacl", "pyshacl"])
@pytest.mark.parametrize(("query", "words"), NOT_JUDGED.items())
def test_a_check_names_such_a_query_whatever_the_engine(
    query: str, words: str, engine: str, tmp_path: Path
) -> None:
    """The rest is judged, and the exit code says that it was not all."""
    prefixes = "\n".join(
        f"@prefix {prefix}: <{iri}> ."
        for prefix, iri in {
            "ex": "https://example.org/id/",
            "sh": "http://www.w3.org/ns/shacl#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        }.items()
    )
    (tmp_path / "s.ttl").write_text(prefixes + shape(query))
    (tmp_path / "d.ttl").write_text(prefixes + THINGS)

    report = rolegraph.check(
        [tmp_path / "d.ttl"], shapes=[tmp_path / "s.ttl"], profile="shacl", engine=engine
    )

    assert ["ill-formed-shape"] == [finding.rule for finding in report.findings]
    assert words in report.findings[0].message
    assert 2 == report.exit_code


@pytest.mark.parametrize("query", JUDGED)
def test_what_only_looks_like_it_is_judged(query: str) -> None:
    """Casts, lists of things, and words within a text."""
    assert [] == Guard(store_of(quads(THINGS))).check(Patch(added=quads(shape(query), SHAPES)))


def test_a_shape_written_into_the_service_is_held_to_the_rules_of_shacl() -> None:
    """`rolegraph check` names each of these; the service took them, and judged nothing by them."""
    misspelt = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property ex:S-p . "
    misspelt += "ex:S-p sh:path ex:p ; sh:mincount 1 ."
    minus = shape("SELECT $this WHERE { $this ex:p ?v MINUS { $this ex:q ?w } }")

    rules = [[(one.severity, one.rule) for one in told(text)] for text in (misspelt, minus)]

    assert [[("Violation", "misspelt-shacl-term")], [("Violation", "ill-formed-shape")]] == rules


def test_what_was_wrong_with_shapes_before_is_nobodys_fault() -> None:
    """An old misspelling must not keep others from writing rules."""
    old = quads("ex:Old a sh:NodeShape ; sh:targetClass ex:T ; sh:mincount 1 .", SHAPES)
    new = quads("ex:New a sh:NodeShape ; sh:targetClass ex:U ; sh:nodeKind sh:IRI .", SHAPES)

    assert [] == Guard(store_of(quads(THINGS), old)).check(Patch(added=new))


GROUPED = {
    "SELECT $this (COUNT(?v) AS ?value) WHERE { $this ex:none ?v } GROUP BY $this": set(),
    "SELECT $this (SAMPLE(?v) AS ?value) WHERE { $this ex:p ?v } GROUP BY $this HAVING(COUNT(?v)>1)": {
        "a"
    },
    "SELECT $this (GROUP_CONCAT(?v) AS ?value) WHERE { $this ex:p ?v } GROUP BY $this": {"a", "b"},
    "SELECT $this ?value WHERE { { SELECT $this (COUNT(*) AS ?value) "
    "WHERE { $this ex:none ?v } GROUP BY $this } }": set(),
    "SELECT $this ?value WHERE { { SELECT $this (COUNT(*) AS ?value) "
    "WHERE { $this ex:p ?v } GROUP BY $this } }": {"a", "b"},
    "SELECT $this (COUNT(?v) AS ?value) WHERE { OPTIONAL { $this ex:none ?v } } GROUP BY $this": {
        "a",
        "b",
        "c",
    },
}


@pytest.mark.parametrize(("query", "faulty"), GROUPED.items())
def test_where_there_is_no_group_there_is_no_fault(query: str, faulty: set[str]) -> None:
    """SPARQL 1.1, 18.5.1: without a solution there is no group; a count of 0 was a violation."""
    shapes, data = quads(shape(query), SHAPES), quads(THINGS)
    wanted = {f"https://example.org/id/{name}" for name in faulty}
    by_guard = {finding.focus for finding in Guard(store_of(shapes)).check(Patch(added=data))}
    by_engines = [
        {key[3] for key in Truth(shapes, engine).new(frozenset(), data)}
        for engine in ("shacl", "pyshacl")
    ]

    assert [wanted] * 3 == [by_guard, *by_engines]


def test_the_graph_of_shapes_is_left_to_the_engine_that_knows_it() -> None:
    """SHACL 5.3.1 leaves open whether `$shapesGraph` is known; the guard must not end in an error."""
    query = "SELECT $this WHERE { $this ex:p ?v . GRAPH $shapesGraph { $currentShape ?x ex:T } }"
    shapes, data = quads(shape(query), SHAPES), quads(THINGS)

    found = keys(Guard(store_of(shapes)).check(Patch(added=data)))

    assert Truth(shapes, "shacl").new(frozenset(), data) == found
