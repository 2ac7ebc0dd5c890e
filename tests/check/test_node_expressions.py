"""Node expressions of shapes (sh:expression): a faulty one is named, with its place and a fix."""

from pathlib import Path

import pytest

import rolegraph
from rolegraph.shacl.report import Report

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex.org/> .
ex:above a sh:SPARQLFunction ; sh:parameter [ sh:path ex:op1 ] , [ sh:path ex:op2 ; sh:optional true ] ;
  sh:ask "ASK { FILTER($op1 > 1) }" .
"""
FAULTY = {
    "[ ex:misspelt ( 1 2 ) ]": "ex:misspelt is not known: declare it as a sh:SPARQLFunction",
    "[ ex:above 3 ]": "This is no node expression, which is a term, sh:this",
    "[ ex:above ( ) ]": "A function without arguments is not judged here",
    "[ ex:above ( 1 2 3 ) ]": "in this number: 2. Here it has 3",
    "[ ex:above ( 1 ) ; sh:path ex:name ]": "has one form; this one has sh:path and ex:above",
    "[ ex:above ( 3 ) ]": "without its optional arguments; give all 2",
    "[ ]": "This is no node expression",
    "( 1 2 )": "This is no node expression",
    "[ sh:union ex:name ]": "sh:union takes a list of expressions",
    "[ sh:union ( ex:name [ ex:name ex:other ] ) ]": "This is no node expression",
    "[ sh:intersection ( [ ex:above ( [ ] 2 ) ] true ) ]": "This is no node expression",
    "[ sh:path [ ex:name ex:other ] ]": "A path in brackets is a list of steps",
    "[ sh:path ex:name ; sh:nodes ex:other ]": "a path begins at the focus node",
    "[ sh:filterShape [ sh:class ex:P ] ; sh:nodes sh:this ]": "sh:filterShape in a node expression",
    "[ sh:if true ; sh:then true ]": "sh:if in a node expression is not judged here",
}
SOUND = (
    "[ sh:path ex:good ]",
    "true",
    "[ ex:above ( 3 4 ) ]",
    "[ ex:above ( [ sh:path ex:age ] 4 ) ]",
    "[ sh:union ( true [ ex:above ( [ sh:path ex:age ] 4 ) ] ) ]",
    '[ ex:above ( 3 4 ) ; sh:message "Too few." ; <http://www.w3.org/2000/01/rdf-schema#comment> "c" ]',
)
DATA = "ex:a a ex:P ; ex:age 7 ; ex:good true ."


def judged(folder: Path, expression: str, *, rest: str = "") -> Report:
    """Check one person by a shape that has an expression, and the rest of a shapes graph."""
    shape = f"ex:S a sh:NodeShape ; sh:targetClass ex:P ;\n  sh:expression {expression} . {rest}"
    (folder / "shapes.ttl").write_text(f"{PREFIXES}{shape}")
    (folder / "data.ttl").write_text(f"{PREFIXES}{DATA}")
    data, shapes = [folder / "data.ttl"], [folder / "shapes.ttl"]
    return rolegraph.check(data, shapes=shapes, profile="shacl")


@pytest.mark.parametrize(("expression", "message"), FAULTY.items())
def test_a_faulty_expression_is_named_with_its_place_and_a_fix(
    tmp_path: Path, expression: str, message: str
) -> None:
    """The engine says “StopIteration”, by which nobody finds the shape."""
    report = judged(tmp_path, expression)
    (found,) = (one for one in report.findings if one.rule.endswith("-shape"))

    assert message in found.message
    assert ("http://ex.org/S", 5) == (found.focus, found.line)
    assert 2 == report.exit_code


def test_what_else_the_shapes_ask_is_judged(tmp_path: Path) -> None:
    """One fault must not hide what the sound shapes find."""
    rest = "ex:T sh:targetClass ex:P ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
    report = judged(tmp_path, "[ ex:misspelt ( 1 ) ]", rest=rest)

    assert {"ill-formed-shape", "T-name"} == {finding.rule for finding in report.findings}


@pytest.mark.parametrize("expression", SOUND)
def test_a_sound_expression_is_judged(tmp_path: Path, expression: str) -> None:
    """A rule about the form of shapes must not take the good ones away."""
    report = judged(tmp_path, expression)

    assert [] == [finding.message for finding in report.findings]
    assert 0 == report.exit_code


def test_an_expression_that_does_not_hold_is_a_finding(tmp_path: Path) -> None:
    """A path in an expression was taken for a constant, whatever the data said."""
    for expression in ("[ sh:path ex:bad ]", "[ sh:path ex:age ]", "false"):
        (found,) = judged(tmp_path, expression).findings

        assert "ExpressionConstraintComponent" == found.component


def test_rules_that_are_run_have_sound_expressions(tmp_path: Path) -> None:
    """They are worked out by the same part of the engine; rules that are not run do no harm."""
    rule = """ex:R a sh:NodeShape ; sh:targetClass ex:P ; sh:rule [ a sh:TripleRule ;
      sh:subject sh:this ; sh:predicate ex:name ; sh:object [ ex:misspelt ( 1 ) ] ] ."""
    runs = "<> sh:entailment sh:Rules ."

    assert ["ill-formed-shape"] == [
        f.rule for f in judged(tmp_path, "true", rest=rule + runs).findings
    ]
    assert [] == [f.rule for f in judged(tmp_path, "true", rest=rule).findings]
