"""Whichever engine runs, and in the guard, a value gets the verdict of the specifications."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.rdf.namespaces import RDF, SH, XSD
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, RdfFormat, parse, serialize
from rolegraph.rdf.values.lexical import well_formed
from rolegraph.shacl.engines.validator import EngineName, Validator
from rolegraph.shacl.guard.guard import Guard
from rolegraph.shacl.results import ValidationResult
from rolegraph.shacl.shapes import Shapes
from rolegraph.store.embedded import EmbeddedStore
from verdicts import Verdict, verdicts

# rdflib tells of each ill-typed literal; here many are meant to be.
logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)

VERDICTS = list(verdicts())
SHAPES_GRAPH = NamedNode("https://w3id.org/rolegraph/graph/shapes/test.ttl")
both_engines = pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
PREFIXES = """
@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
"""


def numbered(kind: str, number: int) -> NamedNode:
    return NamedNode(f"urn:{kind}:{number}")


def shapes() -> list[Quad]:
    """A property shape for each verdict, aimed at a node of its own."""
    found = []
    for number, verdict in enumerate(VERDICTS):
        shape = numbered("shape", number)
        parts = {
            RDF + "type": NamedNode(SH + "PropertyShape"),
            SH + "path": NamedNode("urn:p"),
            SH + "targetNode": numbered("node", number),
            SH + verdict.constraint: verdict.parameter,
        }
        if verdict.flags:
            parts[SH + "flags"] = Literal(verdict.flags)
        found += [
            Quad(shape, NamedNode(name), value, SHAPES_GRAPH) for name, value in parts.items()
        ]
    return found


def data() -> list[Quad]:
    return [
        Quad(numbered("node", number), NamedNode("urn:p"), verdict.value)
        for number, verdict in enumerate(VERDICTS)
    ]


def wrong(results: list[ValidationResult]) -> list[tuple[Verdict, str]]:
    """The verdicts that differ from the table."""
    refused = {result.focus for result in results}
    return [
        (verdict, "refused" if numbered("node", number) in refused else "taken")
        for number, verdict in enumerate(VERDICTS)
        if (numbered("node", number) not in refused) is not verdict.right
    ]


@both_engines
def test_an_engine_gives_the_right_verdicts(engine: EngineName) -> None:
    """Both engines judge a quarter of the table otherwise, each another quarter."""
    validator = Validator(Shapes(shapes()), engine)

    assert [] == wrong(validator.results(data()))
    assert () == validator.notes


SEEDS = {
    "integer": "-12", "decimal": "+1.50", "double": "-1.5E-3", "boolean": "true", "byte": "-128",
    "date": "-2024-02-29+05:30", "dateTime": "2024-12-31T24:00:00.0Z", "time": "23:59:59.5+14:00",
    "gYear": "-0044Z", "gMonthDay": "--02-29", "gDay": "---31", "duration": "-P1Y2M3DT4H5M6.7S",
    "hexBinary": "0Fab", "base64Binary": "AQ== AQID", "language": "de-AT-1996", "NCName": "a-b.c",
    "unsignedLong": "18446744073709551615", "dateTimeStamp": "2024-01-01T12:00:00Z",
}  # fmt: skip


@st.composite
def nearly_right(draw: st.DrawFn) -> Literal:
    """A literal whose text is a right one, or differs from it in a few characters."""
    name = draw(st.sampled_from(sorted(SEEDS)))
    text = list(SEEDS[name])
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(text)))
        text[at : at + draw(st.integers(0, 1))] = draw(st.sampled_from(" 0159+-.:TZEPDM=é\n"))
    return Literal("".join(text), datatype=NamedNode(XSD + name))


@both_engines
@given(values=st.lists(nearly_right(), min_size=100, max_size=100))
@settings(max_examples=5)
def test_an_engine_judges_random_values_as_the_guard_does(
    engine: EngineName, values: list[Literal]
) -> None:
    """The table has the odd values that somebody thought of."""
    nodes = [numbered("node", number) for number in range(len(values))]
    path = NamedNode("urn:p")
    rules = [
        Quad(numbered("shape", number), NamedNode(predicate), term, SHAPES_GRAPH)
        for number, value in enumerate(values)
        for predicate, term in {
            RDF + "type": NamedNode(SH + "PropertyShape"),
            SH + "path": path,
            SH + "targetNode": nodes[number],
            SH + "datatype": value.datatype,
        }.items()
    ]
    triples = [Quad(node, path, value) for node, value in zip(nodes, values, strict=True)]
    refused = {str(result.focus) for result in Validator(Shapes(rules), engine).results(triples)}
    store = EmbeddedStore()
    store.load(rules)
    broken = {f"<{f.focus}>" for f in Guard(store).check(Patch(added=frozenset(triples)))}
    ill = {str(n) for n, value in zip(nodes, values, strict=True) if not well_formed(value)}

    assert ill == refused
    assert ill == broken


@both_engines
def test_a_file_is_judged_as_its_text(engine: EngineName, tmp_path: Path) -> None:
    """Large loads are validated from a file, the findings of a service from a text."""
    validator = Validator(Shapes(shapes()), engine)
    text = serialize([quad.triple for quad in data()], format=RdfFormat.N_TRIPLES)
    path = tmp_path / "data.nq"
    path.write_bytes(text or b"")

    assert [] == wrong(validator.results_of(text or b""))
    assert [] == wrong(validator.file_results(path, ()))


def test_the_guard_gives_the_right_verdicts() -> None:
    """A write must not be refused for what a check lets pass, nor the reverse."""
    store = EmbeddedStore()
    store.load(shapes())
    refused = {finding.focus for finding in Guard(store).check(Patch(added=frozenset(data())))}
    faults = [
        verdict
        for number, verdict in enumerate(VERDICTS)
        if (numbered("node", number).value not in refused) is not verdict.right
    ]

    assert [] == faults


def found(engine: EngineName, shape: str, triples: str) -> set[tuple[str, str, str | None, str]]:
    """Component, focus node, path and value of what an engine finds."""
    quads = [
        [
            Quad(t.subject, t.predicate, t.object)
            for t in parse(PREFIXES + text, format=RdfFormat.TURTLE)
        ]
        for text in (shape, triples)
    ]
    results = Validator(Shapes(quads[0]), engine).results(quads[1])
    return {
        (r.component.removesuffix("ConstraintComponent"), str(r.focus), r.path, str(r.value))
        for r in results
    }


@both_engines
def test_a_closed_property_shape_looks_at_its_values(engine: EngineName) -> None:
    """SHACL 4.8.1 speaks of the value nodes; one engine took the focus node."""
    shape = """ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:closed true ;
        sh:property [ sh:path ex:q ] ] ."""

    assert {
        ("Closed", "<https://example.org/a>", "https://example.org/x", "<https://example.org/c>")
    } == found(engine, shape, "ex:a ex:p ex:b ; ex:y ex:d . ex:b ex:q ex:c ; ex:x ex:c .")


@both_engines
def test_a_class_is_a_shape_by_a_parameter_alone(engine: EngineName) -> None:
    """One engine knew no shape in a class that is closed and nothing else."""
    shape = """ex:C a <http://www.w3.org/2000/01/rdf-schema#Class> ; sh:closed true ;
        sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ."""

    assert 1 == len(found(engine, shape, "ex:a a ex:C ; ex:p 1 ."))


@both_engines
def test_a_query_may_choose_the_path_of_its_result(engine: EngineName) -> None:
    """SHACL 5.3.2: else the result has the path of the shape."""
    shape = """ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:sparql [
        sh:prefixes ex:prefixes ; sh:select
        "SELECT $this ?path ?value WHERE { $this ex:p ?value . $this ?path ?value FILTER (?path = ex:q) }"
    ] ] ."""
    graphs = [
        [Quad(*t) for t in parse(PREFIXES + text, format=RdfFormat.TURTLE)]
        for text in (shape, "ex:a ex:p ex:b ; ex:q ex:b .")
    ]

    (finding,) = Validator(Shapes(graphs[0]), engine).validate(graphs[1])

    assert "https://example.org/q" == finding.path


@both_engines
def test_what_is_wrong_inside_a_value_is_told(engine: EngineName) -> None:
    """Also where our own evaluation found that the value does not conform."""
    shape = """ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:node [
        sh:property [ sh:path ex:q ; sh:datatype xsd:gYear ] ] ] ."""
    graphs = [
        [Quad(*t) for t in parse(PREFIXES + text, format=RdfFormat.TURTLE)]
        for text in (shape, 'ex:a ex:p ex:b . ex:b ex:q "24"^^xsd:gYear .')
    ]

    (finding,) = Validator(Shapes(graphs[0]), engine).validate(graphs[1])

    assert ["DatatypeConstraintComponent"] == [detail.component for detail in finding.details]


@both_engines
@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("SELECT $this (COUNT(?v) AS ?value) WHERE { $this ex:p ?v } GROUP BY $this", ["2"]),
        (
            "SELECT * WHERE { { SELECT $this (SUM(?v) AS ?value) { $this ex:p ?v } GROUP BY $this } }",
            ["3"],
        ),
        ("SELECT $this WHERE { $this ex:p ?v }", ["https://example.org/a"] * 2),
        (
            "SELECT $this ?value WHERE { $this ex:p ?v OPTIONAL { $this ex:q ?value } }",
            ["https://example.org/a"] * 2,
        ),
    ],
)
def test_a_query_gives_a_result_for_each_solution(
    engine: EngineName, query: str, values: list[str]
) -> None:
    """SHACL 5.3.2: the value is that of `?value`, and in a node shape else the focus node.

    Of solutions that are alike pySHACL makes one result.
    """
    shape = f"""ex:S a sh:NodeShape ; sh:targetNode ex:a ;
        sh:sparql [ sh:prefixes ex:prefixes ; sh:select "{query}" ] ."""
    graphs = [
        [Quad(*t) for t in parse(PREFIXES + text, format=RdfFormat.TURTLE)]
        for text in (shape, "ex:a ex:p 1, 2 .")
    ]

    results = Validator(Shapes(graphs[0]), engine).results(graphs[1])

    found = [getattr(result.value, "value", None) for result in results]
    assert found == (values if engine == "shacl" else sorted(set(values)))


@both_engines
def test_a_deactivated_query_finds_nothing(engine: EngineName) -> None:
    """One engine ran it all the same."""
    shape = """ex:S sh:targetNode ex:a ; sh:sparql [ sh:deactivated true ;
        sh:select "SELECT $this WHERE { $this ?p ?o }" ] ."""

    assert set() == found(engine, shape, "ex:a ex:p ex:b .")


@both_engines
def test_a_query_of_a_path_backwards_and_on_is_run(engine: EngineName) -> None:
    """One engine could not write such a path for `$PATH`."""
    shape = """ex:S a sh:PropertyShape ; sh:targetNode ex:a ;
        sh:path [ sh:inversePath ( ex:p ex:q ) ] ;
        sh:sparql [ sh:select "SELECT $this ?value WHERE { $this $PATH ?value }" ] ."""

    assert {("SPARQL", "<https://example.org/a>", None, "<https://example.org/c>")} == found(
        engine, shape, "ex:c ex:p ex:b . ex:b ex:q ex:a ."
    )


@both_engines
@pytest.mark.parametrize(
    ("value", "holds"), [('"x"', False), ("1", False), ("2", True), ("ex:b", True)]
)
def test_a_text_is_not_unequal_to_a_number(engine: EngineName, value: str, *, holds: bool) -> None:
    """SPARQL has an error for `"x" != 1`, so the filter lets nothing through."""
    shape = """ex:S sh:targetNode ex:a ; sh:sparql [ sh:prefixes ex:prefixes ;
        sh:select "SELECT $this ?value WHERE { $this ex:p ?value FILTER (?value != 1) }" ] ."""

    assert holds is bool(found(engine, shape, f"ex:a ex:p {value} ."))


@both_engines
def test_a_verdict_reaches_the_shapes_around(engine: EngineName) -> None:
    """What holds a value to a shape follows what that shape says of it."""
    shape = r"""ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ;
        sh:or ( [ sh:datatype xsd:gYear ] [ sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:pattern "^\\i$" ] ] ) ] ."""

    broken = found(
        engine,
        shape,
        """ex:a ex:p "24"^^xsd:gYear, "2024"^^xsd:gYear, ex:b, ex:c .
        ex:b ex:q "1" . ex:c ex:q "c" .""",
    )

    assert {"<https://example.org/b>", f'"24"^^<{XSD}gYear>'} == {value for *_, value in broken}
    assert {"Or"} == {component for component, *_ in broken}


@both_engines
def test_a_pattern_that_is_none_of_xpath_is_read_alike_and_told(engine: EngineName) -> None:
    """One engine refuses it, others read it; SHACL knows no such pattern."""
    shape = 'ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:pattern "^(?!ab)" ] .'
    quads = [Quad(*t) for t in parse(PREFIXES + shape, format=RdfFormat.TURTLE)]

    assert 1 == len(found(engine, shape, 'ex:a ex:p "abc", "bcd" .'))
    (note,) = Validator(Shapes(quads), engine).notes
    assert "(?!ab)" in note
    assert "https://example.org/S" in note


@both_engines
def test_what_only_an_engine_can_judge_is_told(engine: EngineName) -> None:
    """Silence would let people believe that both engines agree."""
    shape = """ex:S sh:targetNode ex:a ; sh:property ex:P .
        ex:P sh:path ex:p ; sh:datatype xsd:gYear ; sh:node ex:S ."""
    quads = [
        Quad(t.subject, t.predicate, t.object)
        for t in parse(PREFIXES + shape, format=RdfFormat.TURTLE)
    ]
    validator = Validator(Shapes(quads), engine)

    validator.results(
        [
            Quad(
                NamedNode("urn:a"),
                NamedNode("urn:b"),
                Literal("24", datatype=NamedNode(XSD + "gYear")),
            )
        ]
    )

    assert any("https://example.org/" in note for note in validator.notes)


def test_what_was_told_of_other_data_is_not_told_again() -> None:
    """Validators of the same shapes share what is compiled, and nothing else."""
    shape = """ex:S sh:targetNode ex:a ; sh:property ex:P .
        ex:P sh:path ex:p ; sh:datatype xsd:gYear ; sh:node ex:S ."""
    quads = [Quad(*t) for t in parse(PREFIXES + shape, format=RdfFormat.TURTLE)]
    told = []
    for year in ("24", "2024"):
        validator = Validator(Shapes(quads), "shacl")
        value = Literal(year, datatype=NamedNode(XSD + "gYear"))
        validator.results([Quad(NamedNode("urn:a"), NamedNode("urn:b"), value)])
        told.append(len(validator.notes))

    assert [1, 0] == told
