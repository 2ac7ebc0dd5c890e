"""The guard judges values, class targets and queries as the specifications have them."""

from __future__ import annotations

import pytest
from guarding import SHAPES, Truth, keys, quads, store_of

from rolegraph.rdf.patch import Patch
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.guard.guard import Guard

OWL_CLASS = "<http://www.w3.org/2002/07/owl#Class>"


def found_in(shapes: str, added: str, data: str = "") -> list[Finding]:
    """What the guard finds in a change."""
    return Guard(store_of(quads(shapes, SHAPES), quads(data))).check(Patch(added=quads(added)))


@pytest.mark.parametrize(
    ("shape", "targeted"),
    [
        ("ex:Thing a rdfs:Class ;", True),
        ("ex:Thing a rdfs:Class, sh:NodeShape ;", True),
        ("ex:Meta rdfs:subClassOf rdfs:Class . ex:Thing a ex:Meta, sh:NodeShape ;", True),
        (f"{OWL_CLASS} rdfs:subClassOf rdfs:Class . ex:Thing a {OWL_CLASS} ;", True),
        (f"ex:Thing a {OWL_CLASS}, sh:NodeShape ;", False),
        ("ex:Thing a ex:Meta, sh:NodeShape ;", False),
    ],
)
def test_a_class_that_is_a_shape_has_its_things_as_targets(shape: str, targeted: bool) -> None:
    """SHACL 2.1.3.3 asks for a SHACL instance of `rdfs:Class`; properties alone make a shape."""
    shape += "sh:property [ sh:path ex:name ; sh:minCount 1 ] ."

    assert targeted is bool(found_in(shape, "ex:new a ex:Thing ."))


UNFIT = {
    "number where a date is wanted": ("sh:minInclusive '2020-01-01'^^xsd:date", "2019"),
    "number where a boolean is wanted": ("sh:minInclusive false", "1"),
    "not a number": ("sh:maxInclusive 2.5", "'NaN'^^xsd:double"),
    "ill-formed number": ("sh:minInclusive 1", "'1e3'^^xsd:decimal"),
    "month or thirty days": ("sh:maxInclusive 'P30D'^^xsd:duration", "'P1M'^^xsd:duration"),
    "one of two time zones": (
        "sh:maxInclusive '2024-01-01T12:00:00Z'^^xsd:dateTime",
        "'2024-01-01T12:00:00'^^xsd:dateTime",
    ),
    "line break at the end": ("sh:pattern '^[a-z]+$'", r"'a\n'"),
    "lower case": (r"sh:pattern '^\\p{Lu}'", "'a'"),
    "decimal with an exponent": ("sh:datatype xsd:decimal", "'1e3'^^xsd:decimal"),
    "integer between spaces": ("sh:datatype xsd:gYear", "'24'^^xsd:gYear"),
    "byte out of bounds": ("sh:datatype xsd:date", "'2024-02-30'^^xsd:date"),
}
FIT = {
    "before the year 1": ("sh:minInclusive '-0044-03-15'^^xsd:date", "'0000-01-01'^^xsd:date"),
    "after the year 9999": ("sh:minInclusive '2020-01-01'^^xsd:date", "'12020-01-01'^^xsd:date"),
    "negative year": ("sh:datatype xsd:gYear", "'-0044'^^xsd:gYear"),
    "end of a day": ("sh:datatype xsd:dateTime", "'2024-01-01T24:00:00'^^xsd:dateTime"),
    "upper case": (r"sh:pattern '^\\p{Lu}'", "'A'"),
}


@pytest.mark.parametrize(
    ("constraint", "value", "faults"),
    [(*case, 1) for case in UNFIT.values()] + [(*case, 0) for case in FIT.values()],
    ids=[*UNFIT, *FIT],
)
def test_values_are_judged_as_xml_schema_has_them(constraint: str, value: str, faults: int) -> None:
    """What cannot be compared lies within no range (SHACL 4.3), and nothing ends in an error."""
    shape = f"ex:S sh:targetClass ex:Thing ; sh:property [ sh:path ex:v ; {constraint} ] ."

    assert faults == len(found_in(shape, f"ex:one a ex:Thing ; ex:v {value} ."))


def querying(select: str) -> str:
    """A shape of things with one SPARQL constraint."""
    return f"""ex:Q sh:targetClass ex:Thing ; sh:sparql ex:Q-query .
        ex:Q-query sh:prefixes ex:Prefixes ; sh:select '''{select}''' .
        ex:Prefixes sh:declare [ sh:prefix "ex" ;
            sh:namespace "https://example.org/id/"^^xsd:anyURI ] ."""


def test_only_what_a_query_selects_reaches_the_result() -> None:
    """A `?value` that is not selected is none of the result's (SHACL 5.3.2)."""
    shapes = querying("SELECT $this WHERE { $this ex:name ?value }")

    (finding,) = found_in(shapes, "ex:one a ex:Thing ; ex:name 'one', 'un' .")

    assert "https://example.org/id/one" == finding.value


THINGS = "ex:one a ex:Thing . ex:two a ex:Thing ."
LINKS = """ex:one ex:a ex:n ; ex:b ex:n . ex:n ex:c ex:m ; ex:b ex:k .
    ex:two ex:b ex:m ; ex:text 'a' . ex:n ex:text "b"@en ."""
REUSED = {
    "optional": "OPTIONAL { $this ex:a ?x } $this ex:b ?x .",
    "optional, then more": "OPTIONAL { $this ex:a ?x } ?x ex:c ?value .",
    "union": "{ $this ex:a ?x } UNION { $this ex:b ?y } ?x ex:c ?y .",
    "union, then more": "{ $this ex:a ?x } UNION { $this ex:b ?value } $this ex:b ?x .",
    "two optionals": "$this ex:b ?b . OPTIONAL { $this ex:a ?x } OPTIONAL { ?x ex:c ?value }",
    "bind": "OPTIONAL { $this ex:a ?x } BIND(COALESCE(?x, $this) AS ?y) ?y ex:b ?value .",
    "exists": "OPTIONAL { $this ex:a ?x } FILTER NOT EXISTS { ?x ex:c ?value }",
    "functions": """$this (ex:b|ex:text) ?value . OPTIONAL { ?value ex:text ?text }
        FILTER (isLiteral(?value) || langMatches(lang(?text), 'en') || STRLEN(STR(?value)) < 2)""",
}


@pytest.mark.parametrize("where", REUSED.values(), ids=REUSED.keys())
def test_a_variable_that_may_be_unbound_can_be_used_again(where: str) -> None:
    """These ended a write in an error of the server."""
    shapes = querying(f"SELECT $this ?value WHERE {{ {where} }}")
    before, after = quads(THINGS), quads(THINGS + LINKS)

    found = keys(found_in(shapes, LINKS, THINGS))

    assert Truth(quads(shapes, SHAPES), "pyshacl").new(before, after) == found


@pytest.mark.parametrize(
    ("test", "value", "holds"),
    [
        ("?value != 1", "'x'", False),
        ("?value = 1", "'x'", False),
        ("?value != 1", "2.0", True),
        ("?value != 1", "ex:x", True),
        ("?value != 'x'", "'x'@en", False),
        ("?value IN (1, 'x')", "'x'", True),
        ("?value NOT IN (1, 2)", "'x'", False),
        ("!(?value > 1)", "'NaN'^^xsd:double", True),
        (
            "?value < '10000-01-01'^^<http://www.w3.org/2001/XMLSchema#date>",
            "'9999-12-31'^^xsd:date",
            True,
        ),
        ("isNumeric(?value)", "' 1 '^^xsd:integer", False),
        ("REGEX(?value, '^a$')", r"'a\n'", False),
        ("REGEX(?value, '[b-[b]]')", "'b'", False),
        ("IF(isIRI(?value), true, ?value > 1)", "2", True),
    ],
)
def test_comparisons_in_queries_are_those_of_sparql(test: str, value: str, holds: bool) -> None:
    """Two literals of different families are neither equal nor unequal; that is an error."""
    shapes = querying(f"SELECT $this ?value WHERE {{ $this ex:v ?value FILTER ({test}) }}")

    assert holds is bool(found_in(shapes, f"ex:one a ex:Thing ; ex:v {value} ."))
