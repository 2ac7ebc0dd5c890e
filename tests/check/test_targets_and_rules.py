"""What shapes are for, and which triples they see, is the same by every engine."""

from pathlib import Path

import pytest

import rolegraph
from rolegraph.shacl.report import Report

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
RULES = """
ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ;
  sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:name ; sh:object "x" ] .
"""
SPARQL_TARGET = """
ex:S sh:property [ sh:path ex:name ; sh:minCount 1 ] ;
  sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this a ex:P }" ] .
ex:T sh:targetClass ex:P ; sh:property [ sh:path ex:age ; sh:minCount 1 ] .
"""
engines = pytest.mark.parametrize("engine", ["auto", "shacl", "pyshacl"])


def judged(folder: Path, shapes: str, engine: str = "auto") -> Report:
    """Check one person without a name."""
    (folder / "shapes.ttl").write_text(PREFIXES + shapes)
    (folder / "data.ttl").write_text(f"{PREFIXES} ex:a a ex:P .")
    data, rules = [folder / "data.ttl"], [folder / "shapes.ttl"]
    return rolegraph.check(data, shapes=rules, profile="shacl", engine=engine)  # type: ignore[arg-type]


@engines
@pytest.mark.parametrize(
    "kind",
    [
        "rdfs:Class",
        "rdfs:Class, sh:NodeShape",
        "owl:Class . owl:Class rdfs:subClassOf rdfs:Class . ex:P a ex:Q",
    ],
)
def test_a_class_that_is_a_shape_is_for_its_instances(
    tmp_path: Path, engine: str, kind: str
) -> None:
    """SHACL 2.1.3.3: an instance of rdfs:Class in the shapes graph, directly or by a subclass."""
    shapes = f"ex:P a {kind} ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."

    assert ["http://ex.org/name"] == [f.path for f in judged(tmp_path, shapes, engine).findings]


@engines
@pytest.mark.parametrize("kind", ["owl:Class", "owl:Class, sh:NodeShape"])
def test_an_owl_class_that_is_a_shape_for_nothing_is_named(
    tmp_path: Path, engine: str, kind: str
) -> None:
    """Ontologies write owl:Class and mean its instances; a green run would be a false one."""
    other = "ex:S sh:targetClass ex:P ; sh:property [ sh:path ex:age ; sh:minCount 1 ] ."
    shapes = f"{other} ex:P a {kind} ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
    report = judged(tmp_path, shapes, engine)
    (named,) = [found for found in report.findings if found.rule == "unaimed-shape"]

    assert "http://ex.org/P" == named.focus
    assert "rdfs:subClassOf rdfs:Class" in named.message
    assert 1 == report.exit_code
    assert ["http://ex.org/age"] == [f.path for f in report.findings if f.check == "shacl"]


@engines
def test_rules_are_not_run_unless_the_shapes_ask_for_it(tmp_path: Path, engine: str) -> None:
    """A rule that fills in what is missing would make data valid that is not."""
    report = judged(tmp_path, RULES, engine)

    assert ["http://ex.org/name"] == [finding.path for finding in report.findings]
    assert any("sh:entailment sh:Rules" in note for note in report.notes)


def test_rules_are_run_where_the_shapes_ask_for_it(tmp_path: Path) -> None:
    """SHACL Advanced Features has it so."""
    report = judged(tmp_path, f"{RULES} <> sh:entailment sh:Rules .")

    assert () == report.findings
    assert 0 == report.exit_code


def test_another_entailment_is_refused(tmp_path: Path) -> None:
    """Without the triples that it makes, the verdict would be wrong."""
    regime = "<http://www.w3.org/ns/entailment/RDFS>"
    report = judged(tmp_path, f"{RULES} <> sh:entailment {regime} .")

    assert 2 == report.exit_code
    assert any("sh:entailment" in finding.message for finding in report.findings)


def test_a_target_that_does_not_parse_is_named_and_the_rest_is_judged(tmp_path: Path) -> None:
    """One bad query among a hundred shapes must not hide what the others find."""
    report = judged(tmp_path, SPARQL_TARGET.replace("?this a ex:P", "?this a nope:P"))

    assert 2 == report.exit_code
    assert ["ill-formed-shape"] == [f.rule for f in report.findings if f.check == "shapes"]
    assert ["http://ex.org/age"] == [f.path for f in report.findings if f.check == "shacl"]


QUERY = """
<> sh:declare [ sh:prefix "ex" ; sh:namespace "http://ex.org/" ] ,
  [ sh:prefix "here" ; sh:namespace "./" ] .
ex:S sh:targetClass ex:P ; sh:sparql [ sh:prefixes <> ;
  sh:select "SELECT $this { FILTER NOT EXISTS { $this ex:name ?name } }" ] .
"""


@engines
def test_a_prefix_that_no_query_uses_spoils_none(tmp_path: Path, engine: str) -> None:
    """RO-Crate's profiles declare a relative namespace beside those that they need."""
    report = judged(tmp_path, QUERY, engine)

    assert ["SPARQLConstraintComponent"] == [finding.component for finding in report.findings]
    assert 1 == report.exit_code


def test_a_relative_namespace_that_a_query_uses_is_named(tmp_path: Path) -> None:
    """The parser would only speak of a line that is not in the file."""
    (finding,) = judged(tmp_path, QUERY.replace("ex:name", "here:name")).findings

    assert "the namespace './' of the prefix here: is no absolute IRI" in finding.message


@pytest.mark.parametrize("engine", ["auto", "pyshacl"])
@pytest.mark.parametrize(
    "target",
    [
        """[ a sh:SPARQLTarget ; sh:prefixes ex: ; sh:select "SELECT ?this { ?this a ex:P }" ] .
        ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://ex.org/" ] .""",
        """[ a ex:OfClass ; ex:kind ex:P ] . ex:OfClass a sh:SPARQLTargetType ;
        rdfs:subClassOf sh:Target ; sh:parameter [ sh:path ex:kind ] ;
        sh:select "SELECT ?this { ?this a $kind }" .""",
    ],
    ids=["query", "type"],
)
def test_focus_nodes_that_a_query_finds_are_counted(
    tmp_path: Path, engine: str, target: str
) -> None:
    """“0 focus nodes” beside a violation makes people doubt both."""
    shape = f"ex:S sh:property [ sh:path ex:name ; sh:minCount 1 ] ; sh:target {target}"
    report = judged(tmp_path, shape, engine)

    assert ["http://ex.org/name"] == [finding.path for finding in report.findings]
    assert 1 == report.read.focus_nodes
    assert "1 focus node." in report.summary


def test_a_shape_whose_query_finds_nothing_is_named(tmp_path: Path) -> None:
    """As one for a misspelt class is: it judges nothing."""
    target = '[ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this a <urn:q> }" ]'
    shape = f"ex:S sh:property [ sh:path ex:name ; sh:minCount 1 ] ; sh:target {target} ."
    report = judged(tmp_path, shape)

    assert 0 == report.read.focus_nodes
    assert any("ex:S (what a query finds)" in note for note in report.notes)
