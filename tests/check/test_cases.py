"""Small inputs that went wrong once, each for a kind: `cases/NAME.data.ttl` by `NAME.shapes.ttl`.

What is right is told by SHACL; where it leaves a choice, by what pySHACL and others agree on.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from checking import Check

CASES = Path(__file__).parent / "cases"
EX = "http://ex.org/"


@dataclass(frozen=True)
class Right:
    """What is right for a case.

    Attributes:
        code: the exit code.
        findings: the component or rule, severity and path of each finding, in any order.
        told: what people read about it.
    """

    code: int
    findings: list[tuple[str, str, str | None]]
    reported: tuple[str, ...] = ()


def of(component: str, path: str | None = None, severity: str = "Violation") -> Any:
    return (f"{component}ConstraintComponent", severity, path and EX + path)


RIGHT = {
    "folded-into-warning-by-or": Right(1, [of("Datatype", "note", "Warning"), of("Or")]),
    "folded-into-warning-by-not": Right(1, [of("Datatype", "note", "Warning"), of("Not")]),
    "baseline-hides-or": Right(1, [of("Datatype", "note"), of("Or")]),
    "four-results-on-one-value": Right(
        1,
        [of(name, "zip") for name in ("MinLength", "Pattern", "In", "NodeKind")],
        ("= also: ",),
    ),
    "custom-component": Right(1, [(EX + "CC", "Violation", EX + "p")], ("zz must start with a",)),
    "custom-severity": Right(
        1,
        [
            of("MinCount", "j", EX + "Fatal"),
            of("MinCount", "k", "Warning"),
            of("NodeKind", None, "Info"),
            of("MinCount", "l", "Debug"),
        ],
        ("1 ex:Fatal, 1 warning, 1 info, 1 debug",),
    ),
    "property-shape-without-path": Right(
        2,
        [("ill-formed-shape", "Violation", "http://www.w3.org/ns/shacl#inversePath")],
        ("property-shape-without-path.shapes.ttl:6:74", "Write sh:path [ sh:inversePath … ]."),
    ),
    "min-count-on-node-shape": Right(
        2,
        [("ill-formed-shape", "Violation", "http://www.w3.org/ns/shacl#minCount")],
        ("min-count-on-node-shape.shapes.ttl:7:57", "needs a property shape"),
    ),
    "https-shacl-namespace": Right(
        2,
        [("ill-formed-shape", "Violation", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")],
        ("Did you mean <http://www.w3.org/ns/shacl#>?",),
    ),
    "misspelt-shacl-term": Right(
        1,
        [
            ("misspelt-shacl-term", "Violation", "http://www.w3.org/ns/shacl#minCont"),
            ("misspelt-shacl-term", "Violation", "http://www.w3.org/ns/shacl#mincount"),
        ],
        ("sh:mincount is no SHACL term", "Did you mean sh:minCount?"),
    ),
    "closed-in-property-shape": Right(1, [of("Closed", "x")]),
    "sparql-function": Right(1, [of("SPARQL")], ("note: The reference engine, pySHACL, judged: ",)),
    "broken-constraint-query": Right(
        2,
        [("ill-formed-shape", "Violation", "http://www.w3.org/ns/shacl#select")],
        ("broken-constraint-query.shapes.ttl:7:", "line 1, column 10 of the query"),
    ),
    "node-without-detail": Right(1, [of("Node", "spec")], ("= inside: no definition",)),
    "one-step-sequence-path": Right(
        2,
        [("ill-formed-shape", "Violation", "http://www.w3.org/ns/shacl#path")],
        ("one-step-sequence-path.shapes.ttl:7:67", "at least two members"),
    ),
    "two-patterns": Right(1, [of("Pattern", "p")], ('does not hold a text that matches "^a".',)),
}
ONE_ENGINE = {
    "sparql-function": "only pySHACL knows functions",
    "custom-component": "pySHACL takes no ASK as sh:propertyValidator",
}
by_case = pytest.mark.parametrize(("name", "right"), RIGHT.items(), ids=RIGHT)


@pytest.fixture(autouse=True)
def _in_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work beside no catalogue, whose rules would hold."""
    monkeypatch.chdir(shutil.copytree(CASES, tmp_path / "cases"))


def arguments(name: str) -> tuple[str, ...]:
    return (f"{name}.data.ttl", "--shapes", f"{name}.shapes.ttl", "--only", "shacl")


@by_case
def test_each_finding_is_in_the_report_for_machines(check: Check, name: str, right: Right) -> None:
    """A script that reads less than there is passes data that is not valid."""
    result = check(*arguments(name), "--format", "json")
    report = json.loads(result.stdout)
    found = [(f["component"] or f["rule"], f["severity"], f["path"]) for f in report["findings"]]

    assert right.code == result.exit_code
    assert sorted(right.findings, key=str) == sorted(found, key=str)
    assert (0 == right.code) == report["passed"]
    assert all(f["file"] and f["line"] for f in report["findings"])


@by_case
def test_people_read_what_is_wrong_and_where(check: Check, name: str, right: Right) -> None:
    """An exit code alone sends them to another tool."""
    result = check(*arguments(name))

    assert right.code == result.exit_code
    assert [] == [text for text in right.reported if text not in result.stdout]


@by_case
def test_both_engines_say_the_same(check: Check, name: str, right: Right) -> None:
    """Which engine runs is a matter of speed alone."""
    if name in ONE_ENGINE:
        pytest.skip(ONE_ENGINE[name])
    reports = []
    for engine in ("shacl", "pyshacl"):
        output = check(*arguments(name), "--format", "json", "--engine", engine).stdout
        findings = json.loads(output)["findings"]
        reports.append(sorted((f["component"] or "", str(f["value"])) for f in findings))

    assert reports[0] == reports[1]
    assert len(right.findings) == len(reports[0])


def test_the_engine_that_cannot_judge_says_so(check: Check) -> None:
    """Whoever asks for an engine gets that one, or a reason."""
    result = check(*arguments("sparql-function"), "--engine", "shacl")

    assert 2 == result.exit_code
    assert "http://ex.org/mul" in result.stderr


def test_a_baseline_accepts_what_it_names_and_nothing_else(check: Check, tmp_path: Path) -> None:
    """A second fault of the same thing is new, whatever it may have to do with the first."""
    sound = tmp_path / "sound.ttl"
    sound.write_text(
        (CASES / "baseline-hides-or.data.ttl").read_text("utf-8").replace("5 .", "5 ; ex:name 1 .")
    )
    baseline = tmp_path / "known.json"
    shapes = ("--shapes", "baseline-hides-or.shapes.ttl", "--baseline", baseline)
    accepted = check(sound, *shapes, "--update-baseline")
    known = check(sound, *shapes)
    new = check("baseline-hides-or.data.ttl", *shapes)

    assert (0, 0, 1) == (accepted.exit_code, known.exit_code, new.exit_code)
    assert "conforms to none of the shapes that it may" in new.stdout


def test_a_file_may_be_data_and_shapes(check: Check) -> None:
    """Examples of shapes come in one file."""
    name = "both-in-one-file.ttl"
    results = [check(name, "--shapes", name), check(name)]

    assert [1, 1] == [result.exit_code for result in results]
    assert all("1 violation in 1 file" in result.stdout for result in results)


def test_imports_are_followed_or_told(check: Check, tmp_path: Path) -> None:
    """What is not read is said, and is no fault of the data."""
    missing = check("owl-imports.data.ttl")
    (tmp_path / "whole.ttl").write_text((CASES / "owl-imports.data.ttl").read_text("utf-8"))
    (tmp_path / "part.ttl").write_text("<http://ex.org/i> <http://ex.org/p> 1 .")
    whole = check(tmp_path / "whole.ttl")

    assert (0, 0) == (missing.exit_code, whole.exit_code)
    assert "Nothing to fix in 1 file." in missing.stdout
    assert "<http://ex.org/other>" in missing.stdout
    assert "part.ttl" in missing.stdout
    assert "Nothing to fix in 2 files. Read: 5 triples" in whole.stdout


def test_a_catalogue_file_says_which_file_stands_for_an_import(
    check: Check, tmp_path: Path
) -> None:
    """Ontologies import each other by IRIs; Protégé keeps the files in such a catalogue."""
    (tmp_path / "whole.ttl").write_text((CASES / "owl-imports.data.ttl").read_text("utf-8"))
    (tmp_path / "part.ttl").write_text("")
    (tmp_path / "other.ttl").write_text("<http://ex.org/i> <http://ex.org/p> 1 .")
    (tmp_path / "catalog-v001.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<uri name="http://ex.org/other" uri="other.ttl"/></catalog>'
    )

    assert "Nothing to fix in 3 files." in check(tmp_path / "whole.ttl").stdout


@pytest.mark.parametrize("shapes", ["own", "given"])
def test_shapes_that_import_a_file_that_is_not_there_are_an_error(
    check: Check, tmp_path: Path, shapes: str
) -> None:
    """Its rules judge nothing, so a green run is a false one: also of shapes among the data."""
    rules = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:S> a sh:NodeShape ; "
        "sh:targetClass <urn:P> ; sh:nodeKind sh:IRI .\n"
        "<> <http://www.w3.org/2002/07/owl#imports> <gone.ttl> ."
    )
    data = tmp_path / "data.ttl"
    data.write_text("<urn:a> a <urn:P> ." + (rules if shapes == "own" else ""))
    (tmp_path / "shapes.ttl").write_text(rules)
    result = check(data, *(() if shapes == "own" else ("--shapes", tmp_path / "shapes.ttl")))

    assert 2 == result.exit_code
    assert "imports gone.ttl, which is not there, so its rules judge nothing." in result.stdout


def test_a_list_member_is_found_where_it_stands(check: Check) -> None:
    """The same value stands at other places of the file as well."""
    result = check("locations.data.ttl", "--shapes", "locations.shapes.ttl", "--format", "json")
    findings = json.loads(result.stdout)["findings"]
    places = {(f["rule"], f["line"], f["column"]) for f in findings}

    assert ("S-first", 10, 24) in places
    assert ("S-text", 5, 11) in places
    assert ("S-num", 11, 35) in places


def test_the_report_names_no_node_that_the_files_do_not_have(check: Check) -> None:
    """Labels and IRIs made up on the way mean nothing to anybody."""
    for name in RIGHT:
        for form in ("turtle", "json"):
            output = check(*arguments(name), "--format", form).stdout
            assert "urn:rolegraph" not in output
            assert "rolegraph/graph/" not in output


def test_details_stand_in_the_shacl_report(check: Check) -> None:
    """`sh:detail` is where other tools look for the cause."""
    output = check(*arguments("node-without-detail"), "--format", "turtle").stdout

    assert "sh:detail" in output
    assert '"no definition"' in output
