"""Things as JSON-LD: every statement that Turtle has, whatever hangs on a thing."""

from __future__ import annotations

import json

from pyoxigraph import CanonicalizationAlgorithm, Dataset

from rolegraph.catalogue.reading.as_rdf import completed, triples_of
from rolegraph.rdf.terms import Quad, RdfFormat, Triple, parse

CONTEXT = {"id": "@id", "label": "urn:label", "part": "urn:part", "count": "urn:count"}
TURTLE = """@prefix : <urn:> .
:a :label "A" ; :part _:shown ; :count 1 ;
    :more [ :x 1 ; :y [ :z "deep"@en ] ] , ( 1 "two"@de :c ) , "نص"@ar--rtl , :a_part .
:a_part :x "of a part" .
_:shown :label "shown" ; :more "not shown" .
_:loop :to _:loop .
"""


def canonical(triples: list[Triple]) -> set[Triple]:
    """The triples with blank nodes named by what is said of them."""
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return {quad.triple for quad in dataset}


def written(turtle: str) -> tuple[set[Triple], set[Triple]]:
    """The triples of a thing, and those of its JSON-LD."""
    quads = list(parse(turtle, format=RdfFormat.TURTLE))
    shown = next((str(q.object) for q in quads if q.predicate.value == "urn:part"), "_:none")
    thing = {"id": "urn:a", "label": "A", "part": {"id": shown, "label": "shown"}, "count": 1}
    (found,) = completed([thing], quads, CONTEXT)
    text = json.dumps({"@context": CONTEXT} | found)
    read = [quad.triple for quad in parse(text, format=RdfFormat.JSON_LD)]
    return canonical(triples_of([thing], quads, CONTEXT)), canonical(read)


def test_nodes_that_json_does_not_show_are_there_in_json_ld() -> None:
    """Lists, nested nodes and parts of a thing were links that led nowhere."""
    wanted, found = written(TURTLE)

    assert wanted == found
    assert 20 == len(found)


def test_a_long_list_is_no_deep_document() -> None:
    """Each member of a list is a node within the one before."""
    quads = list(parse(f"<urn:a> <urn:more> ( {'1 ' * 3000} ) .", format=RdfFormat.TURTLE))

    (found,) = completed([{"id": "urn:a"}], quads, CONTEXT)

    text = json.dumps({"@context": CONTEXT} | found)
    assert 6001 == len(list(parse(text, format=RdfFormat.JSON_LD)))
