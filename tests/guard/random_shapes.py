"""Random shapes, data and changes: all of SHACL Core, and the queries that people write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guarding import quads
from hypothesis import strategies as st

from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, Quad

Draw = Callable[..., str]

NODES = ["ex:n1", "ex:n2", "ex:n3", "ex:n4", "_:b1"]
CLASSES = ["ex:A", "ex:B", "ex:C"]
PREDICATES = ["ex:p", "ex:q", "ex:r"]
VALUES_OF = ["ex:t", "ex:u"]
LITERALS = [
    *("1", "2", "3", "2.5", "true", "false", '"1.5"^^xsd:double', '"NaN"^^xsd:double'),
    *('""', '"a"', '"ab"', '"B"', '"b_c"', r'"a\n"', '"x"@en', '"y"@en', '"x"@de'),
    *('"2024-01-01"^^xsd:date', '"2023-05-05"^^xsd:date', '"12024-01-01"^^xsd:date'),
    *('"2024-01-01T12:00:00"^^xsd:dateTime', '"2024-01-01T12:00:00Z"^^xsd:dateTime'),
    *('"2024"^^xsd:gYear', '"24"^^xsd:gYear', '"P1M"^^xsd:duration', '"P30D"^^xsd:duration'),
    *('"x"^^xsd:integer', '"1e3"^^xsd:decimal', '"2024-02-30"^^xsd:date', '"q"^^ex:own'),
]
LIMITS = [
    "1",
    "2",
    "2.5",
    '"1.5"^^xsd:double',
    '"2023-05-05"^^xsd:date',
    "false",
    '"ab"',
    '"2024-01-01T12:00:00"^^xsd:dateTime',
    '"P1M"^^xsd:duration',
    '"2024"^^xsd:gYear',
]
DATATYPES = [
    f"xsd:{name}"
    for name in (
        *("integer", "decimal", "double", "string", "boolean", "date", "dateTime", "gYear"),
        *("duration",),
    )
] + ["rdf:langString", "ex:own"]
PATTERNS = [
    "^a",
    "b$",
    "^[a-z]+$",
    r"^\\w+$",
    r"^\\i\\c*$",
    "^[a-z-[b]]+$",
    "A",
    r"\\d",
    ".",
    "^.$",
    r"^\\p{Lu}",
    "n1$",
]
FLAGS = ["", ' ; sh:flags "i"', ' ; sh:flags "x"']
LANGUAGES = ['"en"', '"de"']
KINDS = ["IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
PREFIX_NODE = """ex:Prefixes sh:declare [ sh:prefix "ex" ;
    sh:namespace "https://example.org/id/"^^xsd:anyURI ], [ sh:prefix "xsd" ;
    sh:namespace "http://www.w3.org/2001/XMLSchema#"^^xsd:anyURI ] .
"""
QUERIES = [
    "SELECT $this ?value WHERE {{ $this {p} ?value }}",
    "SELECT $this WHERE {{ $this {p} ?value . ?value {q} $this }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value FILTER (?value != {limit}) }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value FILTER (?value = {limit}) }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value FILTER (?value < {limit}) }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value FILTER (!(?value >= {limit})) }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value FILTER (?value IN ({limit}, 'a')) }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value, ?other FILTER (?value != ?other) }}",
    "SELECT $this ?value WHERE {{ $this {p} ?value, ?other FILTER (?value != ?other) }}",
    "SELECT $this (?b AS ?value) WHERE {{ $this {t} ?a ; {u} ?b FILTER (?a < ?b) }}",
    "SELECT $this WHERE {{ $this {t} ?a OPTIONAL {{ $this {p} ?x }} FILTER (!BOUND(?x)) }}",
    "SELECT $this ?value WHERE {{ OPTIONAL {{ $this {p} ?x }} ?x {q} ?value }}",
    "SELECT $this ?value WHERE {{ OPTIONAL {{ $this {p} ?value }} $this {q} ?value }}",
    "SELECT $this ?value WHERE {{ {{ $this {p} ?x }} UNION {{ $this {q} ?y }} ?x {r} ?value }}",
    "SELECT $this ?value WHERE {{ {{ $this {p} ?value }} UNION {{ ?value {q} $this }} }}",
    "SELECT $this ?value WHERE {{ $this {p} ?v {{ ?v {q} ?value }} UNION {{ ?v {r} ?value }} }}",
    "SELECT $this WHERE {{ FILTER NOT EXISTS {{ $this {p} ?x . ?x {q} ?y }} }}",
    "SELECT $this ?value WHERE {{ $this {p} ?value FILTER EXISTS {{ ?value {q} $this }} }}",
    """SELECT $this ?value WHERE {{ $this {p} ?value FILTER NOT EXISTS {{ ?value {q} ?x
        FILTER NOT EXISTS {{ ?x {r} $this }} }} }}""",
    "SELECT $this ?value WHERE {{ $this {p}/{q}* ?value . ?value a ex:B }}",
    "SELECT $this ?value WHERE {{ $this (^{p}|{q})+ ?value FILTER (?value = $this) }}",
    "SELECT $this ?value WHERE {{ $this {p} ?x . ?x {q} ?y . ?y {p} ?value . ?value {q} ?x }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value BIND (STR(?value) AS ?s) FILTER (STRLEN(?s) > 1) }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value FILTER (datatype(?value) = xsd:integer) }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value FILTER (!isNumeric(?value)) }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value FILTER (LANG(?value) = 'en') }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value FILTER langMatches(LANG(?value), 'en') }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value FILTER regex(?value, '^[a-z]+$') }}",
    "SELECT $this ?value WHERE {{ $this {t}|{p} ?value FILTER (isLiteral(?value) || isIRI(?value)) }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value OPTIONAL {{ $this {u} ?b FILTER (?b > 1) }} FILTER (COALESCE(?b, 0) < 3) }}",
    "SELECT $this ?value WHERE {{ $this {t} ?value FILTER (IF(isNumeric(?value), ?value > 1, false)) }}",
    "SELECT $this ?value WHERE {{ $this {t} ?a BIND (?a + 1 AS ?value) FILTER (?value > 2) }}",
    "SELECT $this ?path ?value WHERE {{ $this {p} ?value BIND ({q} AS ?path) }}",
    "SELECT DISTINCT $this ?value WHERE {{ $this {p} ?x . ?x {t} ?value }} ORDER BY ?value",
    "SELECT $this WHERE {{ $this {p} ?x . ?x a ?class . ?class rdfs:subClassOf* ex:A }}".replace(
        "rdfs:subClassOf", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    ),
]
OF_PROPERTIES = [
    "SELECT $this ?value WHERE {{ $this $PATH ?value FILTER NOT EXISTS {{ ?value {p} ?x }} }}",
    "SELECT $this ?value WHERE {{ $this $PATH ?value . ?value $PATH $this }}",
]


@dataclass(frozen=True)
class Case:
    """Shapes, a state, and a change of it."""

    shapes: str
    state: frozenset[Quad]
    patch: Patch


def one(draw: Draw, choices: list[str]) -> str:
    return draw(st.sampled_from(choices))


def path(draw: Draw, depth: int = 2) -> str:
    """A property path in the form of the shapes graph."""
    kind = draw(st.integers(0, 9)) if depth else 0
    if kind < 5:
        return one(draw, [*PREDICATES, *VALUES_OF])
    inner = [path(draw, depth - 1) for _ in range(2)]
    forms = {
        5: f"[ sh:inversePath {inner[0]} ]",
        6: f"( {inner[0]} {inner[1]} )",
        7: f"[ sh:alternativePath ( {inner[0]} {inner[1]} ) ]",
        8: f"[ sh:zeroOrMorePath {inner[0]} ]",
        9: f"[ sh:{one(draw, ['oneOrMorePath', 'zeroOrOnePath'])} {inner[0]} ]",
    }
    return forms[kind]


Forms = dict[str, Callable[[], str]]
"""Constraints by a name; a shape has one of a name, since most parameters have one value."""


def value_forms(draw: Draw) -> Forms:
    """Constraints on each value by itself."""
    number = draw(st.integers(0, 3))
    return {
        "class": lambda: f"sh:class {one(draw, CLASSES)}",
        "datatype": lambda: f"sh:datatype {one(draw, DATATYPES)}",
        "kind": lambda: f"sh:nodeKind sh:{one(draw, KINDS)}",
        "least": lambda: f"sh:minInclusive {one(draw, LIMITS)}",
        "below": lambda: f"sh:maxExclusive {one(draw, LIMITS)}",
        "above": lambda: f"sh:minExclusive {one(draw, LIMITS)}",
        "most": lambda: f"sh:maxInclusive {one(draw, LIMITS)}",
        "short": lambda: f"sh:minLength {number}",
        "long": lambda: f"sh:maxLength {number}",
        "pattern": lambda: f'sh:pattern "{one(draw, PATTERNS)}"{one(draw, FLAGS)}',
        "language": lambda: f"sh:languageIn ( {one(draw, LANGUAGES)} )",
        "in": lambda: f"sh:in ( {' '.join(one(draw, [*NODES[:4], *LITERALS]) for _ in range(3))} )",
    }


def set_forms(draw: Draw, depth: int) -> Forms:
    """Constraints on the values of a property together."""
    number = draw(st.integers(0, 2))
    return {
        "count": lambda: f"sh:minCount {number}",
        "at most": lambda: f"sh:maxCount {number}",
        "has": lambda: f"sh:hasValue {one(draw, [*NODES[:4], *LITERALS])}",
        "languages": lambda: "sh:uniqueLang true",
        "equals": lambda: f"sh:equals {one(draw, PREDICATES + VALUES_OF)}",
        "disjoint": lambda: f"sh:disjoint {one(draw, PREDICATES + VALUES_OF)}",
        "less": lambda: f"sh:lessThan {one(draw, VALUES_OF)}",
        "not more": lambda: f"sh:lessThanOrEquals {one(draw, VALUES_OF)}",
        "qualified": lambda: (
            f"sh:qualifiedValueShape {nested(draw, depth)} ; "
            f"sh:qualifiedMinCount {number} ; sh:qualifiedMaxCount {number + 1} ; "
            f"sh:qualifiedValueShapesDisjoint {one(draw, ['true', 'false'])}"
        ),
    }


def logical_forms(draw: Draw, depth: int) -> Forms:
    """Constraints that hold values to other shapes."""
    return {
        "not": lambda: f"sh:not {nested(draw, depth)}",
        "and": lambda: f"sh:and ( {nested(draw, depth)} {nested(draw, depth)} )",
        "or": lambda: f"sh:or ( {nested(draw, depth)} {nested(draw, depth)} )",
        "xone": lambda: f"sh:xone ( {nested(draw, depth)} {nested(draw, depth)} )",
        "node": lambda: f"sh:node {nested(draw, depth)}",
        "named": lambda: "sh:node ex:Named",
    }


def some(draw: Draw, forms: list[Forms]) -> list[str]:
    """One to three constraints, of kinds that are drawn alike."""
    found: dict[str, str] = {}
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(forms))
        name = draw(st.sampled_from(sorted(kind)))
        if name not in found:
            found[name] = kind[name]()
    return list(found.values())


def nested(draw: Draw, depth: int) -> str:
    return f"[ {' ; '.join(constraints(draw, depth - 1, queries=False))} ]"


def closing(draw: Draw) -> str:
    return f"sh:closed true ; sh:ignoredProperties ( rdf:type {one(draw, PREDICATES)} )"


def query(draw: Draw, *, of_property: bool) -> str:
    """A SPARQL constraint."""
    texts = QUERIES + (OF_PROPERTIES * 5 if of_property else [])
    p, q, r = (one(draw, PREDICATES) for _ in range(3))
    t, u = (one(draw, VALUES_OF) for _ in range(2))
    limit = one(draw, LIMITS).replace('"', "'")
    select = one(draw, texts).format(p=p, q=q, r=r, t=t, u=u, limit=limit)
    off = one(draw, ["", "", "", "sh:deactivated true ; "])
    return f'sh:sparql [ {off}sh:prefixes ex:Prefixes ; sh:select """{select}""" ]'


def constraints(draw: Draw, depth: int, *, queries: bool = True) -> list[str]:
    """The constraints of a node shape."""
    forms: list[Forms] = [value_forms(draw), {"closed": lambda: closing(draw)}]
    if depth > 0:
        forms += [logical_forms(draw, depth)]
        forms += [
            {str(n): lambda: f"sh:property {property_shape(draw, depth - 1, queries=queries)}"}
            for n in range(4)
        ]
    if queries:
        forms += [{f"query {n}": lambda: query(draw, of_property=False)} for n in range(2)]
    return some(draw, forms)


def property_shape(draw: Draw, depth: int, *, queries: bool = True) -> str:
    """A property shape without a name."""
    forms = [value_forms(draw), set_forms(draw, depth)] * 2
    if depth > 0:
        inner = {
            "property": lambda: f"sh:property {property_shape(draw, depth - 1, queries=queries)}"
        }
        forms += [logical_forms(draw, depth), {"closed": lambda: closing(draw)}, inner]
    if queries:
        forms += [{"query": lambda: query(draw, of_property=True)}]
    severity = one(draw, ["", "sh:severity sh:Warning"])
    return f"[ sh:path {path(draw)} ; {' ; '.join(filter(None, [*some(draw, forms), severity]))} ]"


def target(draw: Draw, name: str) -> str:
    """A target; a class is one of its own."""
    return one(
        draw,
        [
            *(f"sh:targetClass {cls}" for cls in CLASSES),
            *(f"sh:targetNode {node}" for node in NODES[:2]),
            "sh:targetSubjectsOf ex:p",
            "sh:targetObjectsOf ex:q",
            "sh:targetObjectsOf ex:t",
            "a rdfs:Class" if name.startswith("ex:Class") else "sh:targetClass ex:A",
        ],
    )


@st.composite
def shapes_graphs(draw: Draw) -> str:
    """One to three shapes with targets, and one that others refer to."""
    parts = [PREFIX_NODE]
    for number in range(draw(st.integers(1, 3))):
        name = one(draw, [f"ex:Shape{number}", f"ex:Class{number}"])
        body = [target(draw, name), *constraints(draw, 2)]
        off = one(draw, [""] * 9 + ["sh:deactivated true"])
        parts.append(f"{name} {' ; '.join(filter(None, [*body, off]))} .")
    named = " ; ".join(constraints(draw, 1, queries=False))
    # What a shape that refers to itself means is left open by SHACL.
    parts.append(f"ex:Named {named.replace('sh:node ex:Named', 'sh:class ex:A')} .")
    return "\n".join(parts)


TRIPLES = [f"{s} {p} {o} ." for s in NODES for p in PREDICATES for o in NODES]
TRIPLES += [f"{s} {p} {o} ." for s in NODES for p in VALUES_OF for o in LITERALS]
TRIPLES += [f"{s} {p} {o} ." for s in NODES[:3] for p in PREDICATES[:2] for o in LITERALS[:12]]
TRIPLES += [f"{s} {p} {o} ." for s in NODES[:3] for p in VALUES_OF for o in NODES[:3]]
TYPES = [f"{s} a {c} ." for s in NODES for c in [*CLASSES, "ex:Class0", "ex:Class1"]]
TYPES += [
    "ex:B rdfs:subClassOf ex:A .",
    "ex:C rdfs:subClassOf ex:B .",
    "ex:C rdfs:subClassOf ex:Class0 .",
]


def _labelled(quad: Quad) -> Quad:
    """Give blank nodes a label that does not depend on the text they were read from."""
    subject, value = (
        BlankNode("b1") if isinstance(n, BlankNode) else n for n in (quad.subject, quad.object)
    )
    return Quad(subject, quad.predicate, value, quad.graph_name)


POOL = [_labelled(quad) for text in TRIPLES + TYPES * 4 for quad in quads(text)]


@st.composite
def cases(draw: Callable) -> Case:
    """Shapes, a state, and a change of it."""
    shapes = draw(shapes_graphs())
    state = frozenset(draw(st.lists(st.sampled_from(POOL), min_size=10, max_size=40)))
    known = sorted(state, key=str)
    removed = draw(st.lists(st.sampled_from(known), max_size=4)) if known else []
    added = draw(st.lists(st.sampled_from(POOL), max_size=6))
    return Case(shapes, state, Patch.exact(removed, added, state.__contains__))
