"""What is proposed for a file is written in the format of that file, and does what it says."""

import re
from pathlib import Path

import pytest
from checking import Check

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix lab: <https://lab.example/> .
lab:SensorShape a sh:NodeShape ; sh:targetClass lab:Sensor ;
  sh:property [ sh:path lab:serial ; sh:minCount 1 ] ;
  sh:property [ sh:path lab:state ; sh:in ("running" "stopped") ; sh:minCount 1 ] ;
  sh:property [ sh:path lab:channels ; sh:datatype xsd:integer ; sh:minCount 1 ] ;
  sh:property [ sh:path lab:weight ; sh:datatype xsd:decimal ; sh:minCount 1 ] ;
  sh:property [ sh:path lab:note ; sh:datatype xsd:string ; sh:minCount 1 ] ;
  sh:property [ sh:path lab:name ; sh:languageIn ("en" "de") ; sh:minCount 1 ] ;
  sh:property [ sh:path <https://other.example/page> ; sh:nodeKind sh:IRI ; sh:minCount 1 ] ;
  sh:property [ sh:path lab:site ; sh:class lab:Site ; sh:minCount 1 ] .
"""
TURTLE = """@prefix lab: <https://lab.example/> .
lab:harbour a lab:Site .
lab:s1 a lab:Sensor ; @ .
"""
MARKUP = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:lab="https://lab.example/">
  <lab:Site rdf:about="https://lab.example/harbour"/>
  <lab:Sensor rdf:about="https://lab.example/s1">@</lab:Sensor>
</rdf:RDF>
"""
JSON = """{"@context": {"lab": "https://lab.example/", "serial": "lab:serial", "@language": "de",
    "site": {"@id": "lab:site", "@type": "@id"}, "state": {"@id": "lab:state", "@type": "lab:X"}},
  "@graph": [{"@id": "lab:harbour", "@type": "lab:Site"},
    {"@id": "lab:s1", "@type": "lab:Sensor"@}]}
"""
FORMATS = {"a.ttl": (TURTLE, " "), "a.rdf": (MARKUP, ""), "a.jsonld": (JSON, ", ")}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with shapes."""
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_to_be_added_can_be_copied_into_the_file(
    check: Check, folder: Path, name: str
) -> None:
    """Only the blanks are to be filled in; a line of another format is one more fault."""
    text, between = FORMATS[name]
    (folder / name).write_text(text.replace("@}", "}").replace("@<", "<").replace("@ .", "."))
    missing = check(name, "--shapes", "shapes.ttl")
    lines = re.findall(r"= add: (.*)", missing.stdout)
    assert len(lines) == 8, missing.stdout

    lines = [line.replace(" … ", ' "…" ') for line in lines]  # of any kind, as Turtle has it
    filled = [line.replace("…", "https://x.example/") for line in lines]
    added = "".join(between + line for line in filled)
    place = max(text.rfind("@}"), text.rfind("@<"), text.rfind("@ ."))
    (folder / name).write_text(text[:place] + added + text[place + 1 :])
    after = check(name, "--shapes", "shapes.ttl")
    assert 0 == after.exit_code, after.stdout


WRONG_MARKUP = """
    <lab:serial>1</lab:serial><lab:state>Runing</lab:state>
    <lab:channels rdf:datatype='http://www.w3.org/2001/XMLSchema#string'>4</lab:channels>
    <lab:weight>0.5</lab:weight><lab:note xml:lang="en">a &lt; b</lab:note>
    <lab:name xml:lang="eng">A &amp; B</lab:name>
    <o:page xmlns:o="https://other.example/">https://x.example/?a=1&amp;b=2</o:page>
    <lab:site rdf:resource="https://lab.example/harbour"/>
"""
MENDED_MARKUP = """
    <lab:serial>1</lab:serial><lab:state>running</lab:state>
    <lab:channels rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">4</lab:channels>
    <lab:weight rdf:datatype="http://www.w3.org/2001/XMLSchema#decimal">0.5</lab:weight>\
<lab:note>a &lt; b</lab:note>
    <lab:name xml:lang="en">A &amp; B</lab:name>
    <o:page xmlns:o="https://other.example/" rdf:resource="https://x.example/?a=1&amp;b=2"/>
    <lab:site rdf:resource="https://lab.example/harbour"/>
"""
WRONG_JSON = """, "serial": "1", "lab:state": "Runing", "lab:channels": "4", "lab:weight": 0.5,
    "lab:note": {"@value": "a", "@language": "en"}, "site": "lab:harbour",
    "lab:name": {"@language": "eng", "@value": "A \\"B\\""},
    "https://other.example/page": "https://x.example/"
"""
MENDED_JSON = """, "serial": "1", "lab:state": {"@value": "running"}, "lab:channels": 4,\
 "lab:weight": {"@value": "0.5", "@type": "http://www.w3.org/2001/XMLSchema#decimal"},
    "lab:note": {"@value": "a"}, "site": "lab:harbour",
    "lab:name": {"@value": "A \\"B\\"", "@language": "en"},
    "https://other.example/page": {"@id": "https://x.example/"}
"""


@pytest.mark.parametrize(
    ("name", "text", "wrong", "mended"),
    [
        ("a.rdf", MARKUP, WRONG_MARKUP, MENDED_MARKUP),
        ("a.jsonld", JSON, WRONG_JSON, MENDED_JSON),
    ],
)
def test_values_are_fixed_in_the_format_of_the_file(
    check: Check, folder: Path, name: str, text: str, wrong: str, mended: str
) -> None:
    """Elsewhere nothing changes: neither quotes nor blanks nor order."""
    (folder / name).write_text(text.replace("@}", f"{wrong}}}").replace("@<", f"{wrong}<"))
    done = check(name, "--shapes", "shapes.ttl", "--fix", "--write")

    assert 0 == done.exit_code, done.stdout
    right = text.replace("@}", f"{mended}}}").replace("@<", f"{mended}<")
    assert right == (folder / name).read_text()


def test_a_key_that_means_nothing_is_fixed_wherever_it_stands(check: Check, folder: Path) -> None:
    """What stands under it is in no graph until then; contexts given by --context count."""
    (folder / "c.json").write_text('{"@context": {"@vocab": null, "note": "urn:x:note"}}')
    text = '{"@context": "urn:c", "@id": "urn:a", "noet": "1", "urn:b": {"noet": "2"}}'
    (folder / "a.jsonld").write_text(text)
    options = ("--context", "urn:c=c.json", "--fix", "--write")
    done = check("a.jsonld", "--shapes", "shapes.ttl", *options)

    assert 'write "note" instead' not in done.stdout, "it is done"
    assert text.replace("noet", "note") == (folder / "a.jsonld").read_text()


def test_a_path_that_is_not_there_is_told_with_what_was_meant(check: Check, folder: Path) -> None:
    """A slip of the finger, or a pattern in quotes, is no riddle."""
    (folder / "data").mkdir()
    assert "dta: no such file or folder; did you mean data?" in check("dta").stderr
    assert "Patterns are for the shell" in check("data/*.ttl").stderr
    address = "https://example.org/shapes.ttl"
    told = check("data", "--shapes", address).stderr
    assert f"{address} is an address, and nothing is fetched from the web." in told


def test_a_constraint_that_is_left_out_is_not_counted_as_a_shape(
    check: Check, folder: Path
) -> None:
    """“0 shapes were left out” reads as if nothing had been."""
    (folder / "shapes.ttl").write_text(SHAPES.replace("sh:minCount 1 ] .", 'sh:minCount "1" ] .'))
    (folder / "a.ttl").write_text(TURTLE.replace("@ .", "."))
    done = check("a.ttl", "--shapes", "shapes.ttl")

    assert 2 == done.exit_code
    assert "What is wrong there was left out, and the rest was judged." in done.stdout
