"""Slips that parse, and by which nothing is judged: each is told where it stands."""

import json
from pathlib import Path
from typing import Any

import pytest
from checking import Check

import rolegraph

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix w: <https://water.example/> .
w:StationShape a sh:NodeShape ; sh:targetClass w:Station ;
  sh:property [ sh:path w:label ; sh:minCount 1 ] .
"""
DATA = '@prefix w: <https://water.example/> . w:st1 a w:Station ; w:label "x" .\n'
RDF_XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:w="https://water.example/">
<w:River rdf:about="https://water.example/r"/></rdf:RDF>"""
OWL = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Shapes and data in their folders, in the working directory."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("shapes/s.ttl", SHAPES), ("data/d.ttl", DATA)):
        write(tmp_path / name, text)
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def found(rule: str) -> list[Any]:
    """Return the findings of a rule in the working directory."""
    report = rolegraph.check(["data"], shapes=["shapes"])
    return [finding for finding in report.findings if finding.rule == rule]


@pytest.mark.parametrize("target", ["core/lost.ttl", "file:///nowhere/lost.ttl"])
@pytest.mark.parametrize("importing", ["shapes/s.ttl", "ontology/o.ttl"])
def test_a_lost_import_is_an_error_whatever_folders_lie_beside(
    check: Check, folder: Path, target: str, importing: str
) -> None:
    """With shapes/, ontology/ and data/ the files get other addresses; the import is lost still."""
    write(folder / "ontology/o.ttl", OWL + "<https://water.example/Station> a owl:Class .")
    file = folder / importing
    write(file, f"{OWL}<> owl:imports <{target}> .\n{file.read_text('utf-8')}")
    folders = ["data", "--shapes", "shapes", "--ontology", "ontology"]
    results = [check(*folders), check("data", "--shapes", "shapes/s.ttl"), check()]
    given = results if importing.startswith("shapes") else [results[0], results[2]]

    assert [2] * len(given) == [result.exit_code for result in given]
    assert all(f"{importing}:2:" in result.stdout for result in given)
    assert all("nothing is fetched" not in result.stdout for result in given)


def test_an_import_of_the_web_is_a_note_beside_any_folders(check: Check, folder: Path) -> None:
    """No file may be meant, also where its host is that of the addresses of catalogue files."""
    write(folder / "ontology/o.ttl", OWL + "<https://water.example/Station> a owl:Class .")
    imports = f"{OWL}<> owl:imports <https://w3id.org/rolegraph/graph/shapes/other> .\n"
    write(folder / "shapes/s.ttl", imports + SHAPES)

    assert 0 == check().exit_code


def test_a_local_import_by_its_address_is_followed(check: Check, folder: Path) -> None:
    """A file is a file, however it is named."""
    write(folder / "ontology/o.ttl", OWL + "<https://water.example/Station> a owl:Class .")
    write(folder / "more/m.ttl", SHAPES.replace("label", "code").replace("StationS", "CodeS"))
    address = (folder / "more/m.ttl").as_uri()
    write(folder / "shapes/s.ttl", f"{OWL}<> owl:imports <{address}> .\n{SHAPES}")

    assert "w:code is missing" in check().stdout


@pytest.mark.parametrize(
    ("target", "near"), [("w:Staton", "w:Station"), ("w:station", "w:Station")]
)
def test_a_misspelt_target_class_is_a_warning_at_its_line(
    check: Check, folder: Path, target: str, near: str
) -> None:
    """Its shape judges nothing; a run that is to be strict is not green."""
    write(folder / "shapes/s.ttl", SHAPES.replace("w:Station ;", f"{target} ;"))
    result = check("data", "--shapes", "shapes", "--strict", "--format", "github")

    assert 1 == result.exit_code
    assert "::warning file=shapes/s.ttl,line=3," in result.stdout
    assert f"Did you mean {near}?" in result.stdout


def test_each_of_several_targets_is_looked_at(folder: Path) -> None:
    """The other one has nodes, so that the shape is not idle."""
    write(folder / "shapes/s.ttl", SHAPES.replace("w:Station ;", "w:Station, w:Rver ;"))
    write(folder / "data/r.ttl", DATA.replace("Station", "River").replace("st1", "r1"))
    (warning,) = found("misspelt-target")

    assert ("https://water.example/Rver", 3) == (warning.value, warning.line)
    assert "Did you mean w:River?" == warning.hint


@pytest.mark.parametrize("target", ["w:Pot", "w:Canal", "w:Known"])
def test_a_target_class_without_a_near_one_is_no_warning(folder: Path, target: str) -> None:
    """Shapes may be for more than the data hold today; a wrong guess would mislead."""
    write(folder / "shapes/s.ttl", SHAPES.replace("w:Station ;", f"w:Station, {target} ;"))
    write(folder / "data/r.ttl", DATA.replace("Station", "Plant").replace("st1", "r1"))
    known = DATA + f"{OWL}w:Known a owl:Class . w:k a w:Knwon ."
    write(folder / "data/k.ttl", known)

    assert [] == found("misspelt-target")


def test_a_class_of_another_namespace_is_named_in_full(folder: Path) -> None:
    """Two files may use one prefix for two namespaces: “did you mean w:Station?” helps nobody."""
    write(folder / "data/d.ttl", DATA.replace("water.example/", "water.example/2/"))
    (warning,) = found("misspelt-target")

    assert "Did you mean <https://water.example/2/Station>?" == warning.hint


def test_the_profile_shacl_has_no_new_results(check: Check, folder: Path) -> None:
    """What is odd in the shapes is no result of SHACL."""
    write(folder / "shapes/s.ttl", SHAPES.replace("w:Station ;", "w:Staton ;"))
    options = ("data", "--shapes", "shapes", "--profile", "shacl", "--format")

    assert "sh:conforms true" in check(*options, "turtle").stdout
    assert "sh:ValidationResult" not in check(*options, "turtle").stdout
    assert json.loads(check(*options, "json").stdout)["conforms"]


@pytest.mark.parametrize(
    ("slip", "rule", "hint"),
    [
        ("<https://water.example/a> rdf:typ w:Station .", "unknown-standard-term", "rdf:type"),
        ("w:a rdfs:lable 'x' .", "unknown-standard-term", "rdfs:label"),
        ("w:A a owl:Clas .", "unknown-standard-term", "owl:Class"),
        ("w:a sh:nmae 'x' .", "unknown-standard-term", "sh:name"),
        ("w:a w:b 'x'^^rdf:langStrin .", "unknown-standard-term", "rdf:langString"),
        ("w:a <w:opened> 1 .", "prefix-as-scheme", "w:opened"),
        ("<w:a> w:opened 1 .", "prefix-as-scheme", "w:a"),
        ("w:a w:day '1'^^<xsd:date> .", "prefix-as-scheme", "xsd:date"),
    ],
)
def test_a_slip_in_turtle_is_a_warning(folder: Path, slip: str, rule: str, hint: str) -> None:
    """It parses, and no shape looks at it."""
    prefixes = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n" + OWL
    prefixes += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    prefixes += "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    write(folder / "data/d.ttl", prefixes + DATA + slip)
    (warning,) = found(rule)

    assert (6, f"Did you mean {hint}?") == (warning.line, warning.hint)
    assert "Warning" == warning.severity


@pytest.mark.parametrize(
    "sound",
    [
        "<urn:a> w:b <tag:a,2024:b>, <mailto:a@b.c>, <http://a/>, <x:y> .",
        "@prefix v: <v:> . <v:a> v:b 1 .",
        "w:a w:b '<w:a> and <http://www.w3.org/2002/07/owl#Clas>' .",
        "<http://www.w3.org/2002/07/owl#> w:b <http://www.w3.org/1999/02/22-rdf-syntax-ns#_7> .",
    ],
)
def test_what_is_no_slip_is_quiet(folder: Path, sound: str) -> None:
    """A warning that is wrong costs trust in all others."""
    write(folder / "data/d.ttl", DATA + sound)

    assert () == rolegraph.check(["data"], shapes=["shapes"]).findings


@pytest.mark.parametrize(
    ("context", "said", "rule", "slip", "hint"),
    [
        ({"at": "w:at"}, {"@type": "Reading"}, "unmapped-type", "Reading", "Add it to the context"),
        ({"Reading": "w:R"}, {"@type": "Readng"}, "unmapped-type", "Readng", '"Reading"'),
        ({}, {"@type": ["w:R", "Staton"]}, "unmapped-type", "Staton", '"Station"'),
        ({}, {"@type": "ww:Reading"}, "prefix-as-scheme", "ww:Reading", "w:Reading"),
        ({}, {"wx:at": 1}, "prefix-as-scheme", "wx:at", "w:at"),
        ({}, {"w:at": {"@id": "zz:st3"}}, "prefix-as-scheme", "zz:st3", "Add the prefix zz:"),
        (
            {},
            {"w:at": {"@type": "xsd:date", "@value": "x"}},
            "prefix-as-scheme",
            "@value",
            "xsd:",
        ),
    ],
)
def test_a_name_of_json_ld_that_the_context_does_not_know_is_a_warning(
    folder: Path, context: dict[str, str], said: dict[str, Any], rule: str, slip: str, hint: str
) -> None:
    """Types and prefixes are as easily forgotten as keys."""
    document = {"@context": {"w": "https://water.example/"} | context, "@id": "w:a", **said}
    text = json.dumps(document, indent=1)
    write(folder / "data/d.jsonld", text)
    (warning,) = found(rule)

    assert "Warning" == warning.severity
    assert hint in warning.hint
    assert f'"{slip}"' in text.splitlines()[warning.line - 1]


def test_json_ld_with_a_vocabulary_is_quiet(folder: Path) -> None:
    """There every name means something."""
    context = {"@vocab": "https://water.example/", "kind": "@type"}
    document = {"@context": context, "@id": "urn:a", "@type": "Reading", "kind": "Other"}
    write(folder / "data/d.jsonld", json.dumps(document))

    assert () == rolegraph.check(["data"], shapes=["shapes"]).findings


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("z.xml", RDF_XML),
        ("z.turtle", DATA),
        ("z.n3", DATA),
        ("z.txt", f"# rivers\n{DATA}"),
        ("z.data", "<urn:a> <urn:b> <urn:c> .\n"),
        ("z.js", '{"@context": {}, "@id": "urn:a"}'),
        ("z.ttl.gz", ""),
    ],
)
def test_rdf_with_another_ending_is_a_warning(
    check: Check, folder: Path, name: str, text: str
) -> None:
    """It was meant to be checked, and a strict run must not be green without it."""
    write(folder / "data" / name, text)
    result = check("data", "--shapes", "shapes", "--strict", "--format", "github")

    assert 1 == result.exit_code
    assert f"::warning file=data/{name},line=1," in result.stdout


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("z.xml", "<project/>"),
        ("z.md", DATA),
        ("z.txt", f"The data are: {DATA}"),
        ("z.ttl.bak", DATA),
        ("z.sparql", "PREFIX w: <urn:w:> SELECT * { ?s ?p ?o }"),
        ("z.png", "\x89PNG"),
    ],
)
def test_another_file_that_is_not_read_stays_a_note(
    check: Check, folder: Path, name: str, text: str
) -> None:
    """Folders hold much beside data."""
    write(folder / "data" / name, text)

    assert 0 == check("data", "--shapes", "shapes", "--strict").exit_code


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "@prefix w: <urn:w:> .\n"])
def test_files_that_say_nothing_are_an_error(check: Check, folder: Path, text: str) -> None:
    """The command that was to write them has failed, and nothing was checked."""
    write(folder / "e.ttl", text)
    result = check("e.ttl", "--shapes", "shapes")

    assert 2 == result.exit_code
    assert "e.ttl: nothing to check" in result.stderr
    assert 0 == check("e.ttl", "data", "--shapes", "shapes").exit_code


def test_an_empty_standard_input_is_an_error(folder: Path, check: Check) -> None:
    """A broken pipe before it must not be green."""
    assert folder.is_dir()
    result = check("-", "--shapes", "shapes")

    assert 2 == result.exit_code
    assert "standard input: nothing to check" in result.stderr
