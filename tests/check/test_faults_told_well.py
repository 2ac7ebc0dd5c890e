"""A fault is told once, in words that are true, and in each format that was asked for."""

import json
import re
from pathlib import Path

import pytest
from checking import Check

import rolegraph
from rolegraph.shacl.formats import FORMATS

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix w: <https://water.example/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = f"""{PREFIXES}w:StationShape a sh:NodeShape ; sh:targetClass w:Station ;
  sh:property w:StationShape-label, [ sh:path w:river ; sh:class w:River ],
    [ sh:path w:opened ; sh:datatype xsd:date ] .
w:StationShape-label a sh:PropertyShape ; sh:path w:label ; sh:minCount 1 .
"""
DATA = f'{PREFIXES}w:st1 a w:Station ; w:label "x" .\n'
RDF_XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:w="https://water.example/"
  xmlns:xsd="http://www.w3.org/2001/XMLSchema#">
<w:Station rdf:about="https://water.example/s">{}</w:Station></rdf:RDF>"""
JSON_LD = json.dumps(
    {
        "@context": {"v": "https://v.example/", "Station": "https://water.example/Station"},
        "@id": "v:a",
        "@type": "Station",
        "v:home": "https://x.example/",
    }
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Shapes and data, in the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "s.ttl").write_text(SHAPES)
    (tmp_path / "data/d.ttl").write_text(DATA)
    return tmp_path


def said(check: Check, *options: str) -> str:
    """Return what a check of the folder says."""
    return check("data", "--shapes", "s.ttl", *options).output


@pytest.mark.parametrize("name", FORMATS)
def test_a_check_that_could_not_run_says_so_in_each_format(
    check: Check, folder: Path, name: str
) -> None:
    """Where nobody reads the log, an empty report is a green one, and an old file is a lie."""
    (folder / "report").write_text("old")
    result = check("lost", "--format", name, "--format", f"{name}=report")
    written = (folder / "report").read_text()

    assert 2 == result.exit_code
    assert "no such file or folder" in written
    assert result.stdout == ("" if name == "text" else written)
    if name == "github":
        assert written.startswith("::error title=")
    if name == "json":
        assert not json.loads(written)["passed"]
    if name == "sarif":
        (invocation,) = json.loads(written)["runs"][0]["invocations"]
        assert (False, 2) == (invocation["executionSuccessful"], invocation["exitCode"])
    if name == "junit":
        assert 'errors="1"' in written


def test_a_wrong_option_is_told_in_the_formats_as_well(check: Check, folder: Path) -> None:
    """It is the most frequent reason."""
    assert folder.is_dir()
    assert "::error" in check("--profile", "own", "--only", "nonsense", "--format", "github").stdout


def test_a_diff_of_fixes_does_not_spoil_what_programs_read(check: Check, folder: Path) -> None:
    """JSON with a diff behind it is no JSON."""
    shapes = SHAPES.replace("sh:class w:River", "sh:datatype xsd:integer")
    (folder / "s.ttl").write_text(shapes)
    (folder / "data/d.ttl").write_text(DATA.replace('"x" .', '"x" ; w:river "1" .'))
    options = ("data", "--shapes", "s.ttl", "--fix")
    program = check(*options, "--format", "json")

    assert json.loads(program.stdout)["findings"][0]["fix"]
    assert "+++ b/data/d.ttl" in program.stderr
    assert "+++ b/data/d.ttl" in check(*options).stdout


def test_writing_without_fixing_is_refused(check: Check, folder: Path) -> None:
    """Half of a wish is no wish that can be guessed."""
    assert folder.is_dir()
    result = check("data", "--shapes", "s.ttl", "--write")

    assert 2 == result.exit_code
    assert "--fix --write" in result.stderr


def test_it_says_where_there_is_no_fix_to_offer(check: Check, folder: Path) -> None:
    """Silence looks as if the option had not worked."""
    (folder / "data/d.ttl").write_text(DATA.replace('; w:label "x"', ""))

    assert "There is no fix to offer" in said(check, "--fix")
    assert "no fix" not in said(check)


def test_findings_below_the_severity_are_counted(check: Check, folder: Path) -> None:
    """A strict run that is green has to say what it leaves out."""
    (folder / "s.ttl").write_text(SHAPES.replace("w:label ;", "w:label ; sh:severity sh:Warning ;"))
    (folder / "data/d.ttl").write_text(DATA.replace('; w:label "x"', ""))
    result = check("data", "--shapes", "s.ttl", "--strict", "--severity", "violation")

    assert 0 == result.exit_code
    assert "(1 finding not shown)" in result.stdout


def test_a_repository_without_an_ontology_is_not_given_ours(check: Check, folder: Path) -> None:
    """Its triples would be counted, and its words are not these."""
    (folder / "shapes").mkdir()
    (folder / "s.ttl").rename(folder / "shapes/s.ttl")

    assert "Read: 2 triples," in check().stdout


def test_a_shape_that_was_left_out_is_counted_and_told(check: Check, folder: Path) -> None:
    """“Add sh:path” alone does not say what became of the run."""
    (folder / "s.ttl").write_text(SHAPES + "w:StationShape sh:property [ sh:minCount 1 ] .")
    markdown = said(check, "--format", "markdown")
    report = rolegraph.check(["data"], shapes=["s.ttl"])

    assert 2 == report.exit_code
    assert 4 == report.read.shapes
    assert "1 shape was left out, and the rest was judged." in markdown
    assert "the exit code is 2: see s.ttl:7" in markdown


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("w:river w:r . w:r a <w:River> .", "w:r is a <w:River>. That is an IRI of its own"),
        ("w:river w:r . w:r a w:Rvier .", "w:r is a w:Rvier. Did you mean w:River?"),
        ("w:river w:gone .", "w:gone is not described in the files that were read."),
        ('w:opened "1"^^xsd:dat .', "xsd:dat, which XML Schema does not have. Did you mean xsd:da"),
        ('w:opened "1999"^^xsd:date .', "Its text is no valid xsd:date."),
        (
            'w:opened "1999-01-01"^^<xsd:date> .',
            "is the IRI <xsd:date>; did you mean <http://www.w3.org/2001/XMLSchema#date>?",
        ),
    ],
)
def test_the_help_says_what_the_value_is_in_truth(
    check: Check, folder: Path, statement: str, told: str
) -> None:
    """“w:r is a w:River” beside “expected: w:River” makes people doubt the tool."""
    (folder / "data/d.ttl").write_text(f"{DATA}w:st1 {statement}")
    text = said(check)

    assert told in text
    assert 1 == text.count("Violation [")


def test_a_datatype_that_does_not_exist_is_one_finding(folder: Path) -> None:
    """A warning and a violation for one slip are two things to look at."""
    (folder / "data/d.ttl").write_text(f'{DATA}w:st1 w:opened "1"^^xsd:dat .')
    (found,) = rolegraph.check(["data"], shapes=["s.ttl"]).findings

    assert "Violation" == found.severity


def test_a_severity_that_shacl_does_not_have_is_told_as_one(check: Check, folder: Path) -> None:
    """It is judged, and its findings are as grave as any."""
    shapes = SHAPES.replace("w:label ;", "w:label ; sh:severity sh:Warnign ;")
    (folder / "s.ttl").write_text(shapes)
    text = said(check)

    assert "sh:Warnign is no severity of SHACL" in text
    assert "nothing is judged by it" not in text


@pytest.mark.parametrize(
    ("name", "text", "told", "line"),
    [
        ("a.ttl", DATA + "<<<<<<< HEAD\nw:a w:b 1 .\n=======\n>>>>>>> x\n", "merge conflict", 4),
        ("a.jsonld", '{\n<<<<<<< HEAD\n"@id": "urn:a"}\n', "merge conflict", 2),
        ("a.ttl", RDF_XML.format(""), "This is RDF/XML", 1),
        ("a.nt", '{"@id": "urn:a"}', "This is JSON-LD", 1),
        ("a.rdf", DATA, "This is Turtle", 1),
        ("a.jsonld", DATA, "This is Turtle", 1),
    ],
)
def test_a_file_that_does_not_parse_is_told_what_it_is(
    folder: Path, name: str, text: str, told: str, line: int
) -> None:
    """The parser only sees a character that it does not expect."""
    (folder / "data" / name).write_text(text)
    (found,) = rolegraph.check(["data"], shapes=["s.ttl"]).findings

    assert told in found.message
    assert (line, "syntax") == (found.line, found.rule)


def test_a_broken_file_of_the_right_kind_keeps_the_words_of_its_parser(folder: Path) -> None:
    """It is what its ending says."""
    (folder / "data/a.ttl").write_text(DATA + "w:a w:b\n")
    (found,) = rolegraph.check(["data"], shapes=["s.ttl"]).findings

    assert not re.search("This is", found.message)


def test_an_attribute_that_rdf_xml_does_not_have_is_named(folder: Path) -> None:
    """It makes a statement with a property that nobody knows."""
    (folder / "data/a.rdf").write_text(
        RDF_XML.format('<w:label>y</w:label><w:river rdf:resorce="urn:a"/>')
    )
    found = {f.rule: f for f in rolegraph.check(["data"], shapes=["s.ttl"]).findings}

    assert "Did you mean rdf:resource?" == found["unknown-standard-term"].hint


def test_a_rule_of_ones_own_has_a_near_name_too(check: Check, folder: Path) -> None:
    """Its name is the one that one types."""
    assert folder.is_dir()
    assert "did you mean 'StationShape-label'?" in said(check, "--skip", "StationShape-labl")


@pytest.mark.parametrize(
    ("name", "text", "added"),
    [
        ("a.rdf", RDF_XML.format(""), "label>…</"),
        (
            "a.jsonld",
            '{"@id": "urn:a", "@type": "https://water.example/Station"}',
            '"https://water.example/label": "…"',
        ),
    ],
)
def test_turtle_is_proposed_for_turtle_alone(
    check: Check, folder: Path, name: str, text: str, added: str
) -> None:
    """In another format it would be one more fault."""
    (folder / "data" / name).write_text(text)
    (folder / "data/d.ttl").unlink()

    assert "w:label is missing" in said(check)
    (line,) = (line for line in said(check).splitlines() if "add:" in line)
    assert added in line
    assert not line.endswith(";")


def test_a_target_of_another_namespace_is_written_in_full(check: Check, folder: Path) -> None:
    """“instances of w:Station; did you mean w:Station?” tells nothing."""
    (folder / "data/d.ttl").write_text(DATA.replace("water.example/", "water.example/2/"))
    near = "did you mean <https://water.example/2/Station>?"

    assert f"(instances of <https://water.example/Station>; {near})" in said(check)


def test_text_of_another_encoding_is_not_shown(check: Check, folder: Path) -> None:
    """Half of its characters are none."""
    (folder / "data/d.ttl").write_bytes(DATA.encode("utf-16"))
    text = said(check)

    assert "The file is UTF-16" in text
    assert " | " not in text


def test_what_comes_from_the_standard_input_names_no_file(folder: Path) -> None:
    """GitHub looks for a file of that name, and shows nothing."""
    from rolegraph.shacl.findings import Finding
    from rolegraph.shacl.formats import render
    from rolegraph.shacl.report import STANDARD_INPUT, Report

    assert folder.is_dir()
    found = Finding("Violation", "r", "urn:r", None, None, None, None, "m", STANDARD_INPUT, 1, 1)

    assert "::error title=r::m" in render(Report((found,)), "github")


def test_a_misspelt_path_that_is_not_required_is_a_note(check: Check, folder: Path) -> None:
    """No thing needs it, so no finding shows that it judges nothing."""
    (folder / "s.ttl").write_text(SHAPES.replace("w:opened", "w:openned"))
    (folder / "data/d.ttl").write_text(f'{DATA}w:st1 w:opened "1999-01-01"^^xsd:date .')

    assert "w:openned (did you mean w:opened?)" in said(check)
    (folder / "s.ttl").write_text(SHAPES)
    assert "did you mean" not in said(check)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonld", JSON_LD),
        ("a.rdf", RDF_XML.replace("water.example/s", "v.example/a").format("")),
    ],
)
def test_names_are_shortened_by_the_prefixes_of_any_format(
    check: Check, folder: Path, name: str, text: str
) -> None:
    """A full IRI hides the one letter that is wrong."""
    (folder / "data/d.ttl").unlink()
    declared = text.replace("xmlns:w=", 'xmlns:v="https://v.example/" xmlns:w=')
    (folder / "data" / name).write_text(declared)

    assert "thing: v:a" in said(check)
