"""What was not read is never passed over in silence."""

import io
import json
import sys
from pathlib import Path

import pytest
from checking import Check
from junitparser import JUnitXml

from rolegraph.checking.files.syntax import read_quads
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.formats import render
from rolegraph.shacl.report import Report

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex.org/> .
ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .
"""
PERSON = "@prefix ex: <http://ex.org/> .\n<#it> a ex:P ; ex:knows <http://elsewhere.org/a> .\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with shapes of somebody's own, made the working directory."""
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", ["a.xml", "a.n3", "a.hdt", "a.ttl.gz", "a", "a.json", "a.md"])
def test_a_named_file_that_is_not_read_is_an_error(check: Check, folder: Path, name: str) -> None:
    """A green run would say that it is valid."""
    write(folder / name, "{}")
    result = check(name, "--shapes", "shapes.ttl")

    assert 2 == result.exit_code
    assert f"{name}: " in result.stderr


def test_a_folder_without_anything_to_check_is_an_error(check: Check, folder: Path) -> None:
    """A wrong folder in a CI script must not be green for ever."""
    write(folder / "empty" / "notes.txt", "")
    result = check("empty", "--shapes", "shapes.ttl")

    assert 2 == result.exit_code
    assert "empty: no file to check" in result.stderr


def test_files_that_look_like_rdf_and_are_not_read_are_told(check: Check, folder: Path) -> None:
    """In a folder they are passed over, and people have to know."""
    write(folder / "data" / "a.ttl", PERSON)
    write(folder / "data" / "b.n3", PERSON)

    assert (
        "Not read, for their endings: data/b.n3." in check("data", "--shapes", "shapes.ttl").stdout
    )


@pytest.mark.parametrize("name", ["a.TTL", "a.Ttl", "a.NT", "a.JSON", "a.JSONLD", "a.RDF"])
def test_endings_in_capitals_are_read(check: Check, folder: Path, name: str) -> None:
    """Files from other systems are named so, and none may be passed over."""
    nt = "<http://ex.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://ex.org/P> ."
    texts = {
        "json": '{"@id": "http://ex.org/a", "@type": "http://ex.org/P"}',
        "jsonld": '{"@id": "http://ex.org/a", "@type": "http://ex.org/P"}',
        "rdf": '<e:P xmlns:e="http://ex.org/" xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' r:about="http://ex.org/a"/>',
    }
    write(folder / "data" / name, texts.get(name.split(".")[1].lower(), nt))
    results = [check(path, "--shapes", "shapes.ttl") for path in ("data", f"data/{name}")]

    assert [1, 1] == [result.exit_code for result in results]
    assert all(f"data/{name}:1" in result.stdout for result in results)


def test_every_file_that_was_not_read_is_named(check: Check, folder: Path) -> None:
    """Whatever it is: only its owner knows that it was meant to be data."""
    write(folder / "data" / "a.ttl", PERSON + "<#it> ex:name 'a' .")
    for name in ("b.n3", "notes.txt", "LICENSE", "people.tuttle", "c.md"):
        write(folder / "data" / name, PERSON)
    write(folder / "data" / "package.json", '{"name": "x"}')
    write(folder / "data" / ".hidden" / "x.txt", "")
    options = ("data", "--shapes", "shapes.ttl")
    text = check(*options).stdout
    names = json.loads(check(*options, "--format", "json").stdout)["notRead"]

    endings = "data/b.n3, data/LICENSE, data/notes.txt, data/people.tuttle"
    assert f"Not read, for their endings: {endings}." in text
    assert "Not read, since they are no JSON-LD (@context, @graph or @id outermost)" in text
    assert "data/package.json." in text
    assert "(.ttl of the same name) lies beside them: data/c.md." in text
    assert 6 == len(names)
    assert "in 2 files" in text


def test_what_was_used_is_not_called_unread(check: Check, folder: Path) -> None:
    """A catalogue file of imports and a context are read, if not as data."""
    catalogue = (
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<uri name="http://ex.org/o" uri="o.owx.ttl"/></catalog>'
    )
    header = "<> a <http://www.w3.org/2002/07/owl#Ontology> ; "
    imports = header + "<http://www.w3.org/2002/07/owl#imports> <http://ex.org/o> ."
    write(folder / "data" / "catalog-v001.xml", catalogue)
    write(folder / "data" / "o.owx.ttl", "")
    write(folder / "data" / "a.ttl", PERSON + imports)
    write(folder / "data" / "terms.context", '{"@context": {"x": "urn:x:"}}')
    write(folder / "data" / "b.jsonld", '{"@context": "terms.context", "@id": "x:a"}')

    assert "Not read" not in check("data", "--shapes", "shapes.ttl").stdout


def test_broken_json_that_means_to_be_json_ld_is_an_error(check: Check, folder: Path) -> None:
    """What it says was not checked. The rest is judged in spite of it."""
    write(folder / "data" / "a.ttl", PERSON)
    write(folder / "data" / "b.json", '{\n  "@context": {},\n  "@id": "urn:a",\n}')
    write(folder / "data" / "c.json", '{"name": ')
    options = ("--shapes", "shapes.ttl")
    results = [check(path, *options) for path in ("data", "data/b.json")]

    assert [2, 2] == [result.exit_code for result in results]
    assert all("data/b.json:4:1" in result.stdout for result in results)
    assert "ex:name is missing" in results[0].stdout
    assert "no JSON-LD (@context, @graph or @id outermost): data/c.json." in results[0].stdout
    assert "Violation" in check("data", *options, "--only", "shacl", "--skip", "syntax").stdout


@pytest.mark.parametrize(
    ("shapes", "reason"),
    [
        ("<http://ex.org/a> <http://ex.org/b> 1 .", "no shape in it"),
        (SHAPES.replace("sh:targetClass ex:P ;", ""), "no shape has a target"),
    ],
)
def test_shapes_that_judge_nothing_are_an_error(
    check: Check, folder: Path, shapes: str, reason: str
) -> None:
    """All data conforms to them."""
    write(folder / "odd.ttl", shapes)
    write(folder / "a.ttl", PERSON)
    result = check("a.ttl", "--shapes", "odd.ttl")

    assert 2 == result.exit_code
    assert reason in result.stderr


@pytest.mark.parametrize(
    "options",
    [("--only", "shacl"), ("--only", "links"), ("--skip", "syntax"), ("--severity", "violation")],
)
def test_a_file_that_does_not_parse_is_found_whatever_is_asked_for(
    check: Check, folder: Path, options: tuple[str, ...]
) -> None:
    """What does not parse has not been checked."""
    write(folder / "a.ttl", "<urn:a> <urn:b>")
    result = check("a.ttl", "--shapes", "shapes.ttl", *options)

    assert 1 == result.exit_code
    assert "Violation [syntax]" in result.stdout


def test_a_baseline_does_not_accept_what_does_not_parse(check: Check, folder: Path) -> None:
    """Accepted once, it would hide all that comes into the file later.

    And what the file had is not known, so what was accepted in it must not be forgotten.
    """
    write(folder / "a.ttl", PERSON)
    options = ("a.ttl", "--shapes", "shapes.ttl", "--baseline", "known.json")
    assert 0 == check(*options, "--update-baseline").exit_code
    accepted = (folder / "known.json").read_bytes()
    write(folder / "a.ttl", "<urn:a> <urn:b>")

    result = check(*options, "--update-baseline")

    assert 1 == result.exit_code
    assert "known.json was not written" in result.stdout + result.stderr
    assert accepted == (folder / "known.json").read_bytes()
    assert 1 == check(*options).exit_code


def test_a_baseline_keeps_what_a_narrower_check_did_not_look_for(
    check: Check, folder: Path
) -> None:
    """A step that looks for syntax alone must not undo what another one accepts."""
    write(folder / "a.ttl", PERSON)
    options = ("a.ttl", "--shapes", "shapes.ttl", "--baseline", "known.json")
    check(*options, "--update-baseline")
    accepted = (folder / "known.json").read_bytes()

    narrow = check(*options, "--only", "syntax")
    check(*options, "--only", "syntax", "--update-baseline")

    assert "gone" not in narrow.stdout + narrow.stderr
    assert accepted == (folder / "known.json").read_bytes()


def test_two_files_of_one_name_are_two_files(check: Check, folder: Path) -> None:
    """Else `<#it>` of the one has what `<#it>` of the other lacks."""
    write(folder / "m/a/i.ttl", PERSON + "<#it> ex:name 'a' .")
    write(folder / "m/b/i.ttl", PERSON)
    result = check("m/a/i.ttl", "m/b/i.ttl", "--shapes", "shapes.ttl")

    assert 1 == result.exit_code
    assert "m/b/i.ttl:2:1" in result.stdout


@pytest.mark.parametrize("place", ["data/shapes/a.ttl", "data/ontology/a.ttl"])
def test_folders_inside_data_hold_data(check: Check, folder: Path, place: str) -> None:
    """Nobody names a folder with regard to somebody else's habits."""
    write(folder / place, PERSON)
    results = [check("data", "--shapes", "shapes.ttl"), check(".", "--shapes", "shapes.ttl")]

    assert [1, 1] == [result.exit_code for result in results]
    assert all("1 violation in" in result.stdout for result in results)


def test_a_repository_with_data_alone_is_checked(check: Check, folder: Path) -> None:
    """Not the sample in its place, which is always sound."""
    write(folder / "data" / "a.ttl", PERSON + SHAPES)
    result = check()

    assert 1 == result.exit_code
    assert "data/a.ttl:2:1" in result.stdout


def test_links_elsewhere_and_terms_of_others_are_no_faults_by_ones_own_shapes(
    check: Check, folder: Path
) -> None:
    """They are rules for catalogues of roles, to be asked for."""
    write(folder / "o.ttl", "<http://ex.org/> a <http://www.w3.org/2002/07/owl#Ontology> .")
    write(folder / "a.ttl", PERSON + "<#it> ex:name 'a' ; ex:linked <#nothing> .")
    options = ("a.ttl", "--shapes", "shapes.ttl", "--ontology", "o.ttl")

    assert 0 == check(*options).exit_code
    assert "dangling-link" in check(*options, "--profile", "catalogue").stdout
    assert "dangling-link" in check(*options, "--only", "links").stdout


def test_the_profile_shacl_judges_by_the_shapes_alone(check: Check, folder: Path) -> None:
    """As other validators do: nothing is grouped, nothing else is looked at."""
    write(folder / "a.ttl", PERSON + "<#it> ex:name 'a' ; ex:linked <#nothing> .")
    report = json.loads(
        check("a.ttl", "--shapes", "shapes.ttl", "--profile", "shacl", "--format", "json").stdout
    )

    assert [] == report["findings"]
    assert report["conforms"]


def test_it_says_what_was_read(check: Check, folder: Path) -> None:
    """Zero focus nodes is the sign of a misspelt class."""
    write(folder / "a.ttl", PERSON)
    write(folder / "b.ttl", PERSON.replace("ex:P", "ex:Q"))

    read = check("a.ttl", "--shapes", "shapes.ttl").stdout.splitlines()[-1]
    none = check("b.ttl", "--shapes", "shapes.ttl").stdout
    assert "1 violation in 2 files. Read: 2 triples, 2 shapes, 1 focus node." == read
    assert "No node of the data is a target of a shape" in none


def test_shapes_without_a_focus_node_are_named(check: Check, folder: Path) -> None:
    """A misspelt class judges nothing, and the run is green."""
    more = """
    ex:Right sh:targetClass ex:Sub ; sh:nodeKind sh:IRI .
    ex:Above sh:targetClass ex:Super ; sh:nodeKind sh:IRI .
    ex:Wrong sh:targetClass ex:Subb ; sh:nodeKind sh:IRI .
    ex:Gone sh:targetSubjectsOf ex:no ; sh:nodeKind sh:IRI .
    ex:There sh:targetObjectsOf ex:knows ; sh:nodeKind sh:IRI .
    ex:Off sh:targetClass ex:Absent ; sh:deactivated true ; sh:nodeKind sh:IRI .
    """
    write(folder / "more.ttl", SHAPES + more)
    below = "ex:Sub <http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:Super . ex:s a ex:Sub ."
    write(folder / "a.ttl", PERSON + "<#it> ex:name 'a' ." + below)
    options = ("a.ttl", "--shapes", "more.ttl")
    text = check(*options).stdout
    found = json.loads(check(*options, "--format", "json").stdout)["shapesWithoutFocus"]

    assert (
        "note: 2 shapes have no focus node in the data: ex:Wrong (instances of ex:Subb; did you "
        "mean ex:Sub?), ex:Gone (subjects of ex:no)." in text
    )
    assert [("ex:Wrong", "ex:Sub", 7), ("ex:Gone", None, 8)] == [
        (one["shape"], one["near"], one["line"]) for one in found
    ]


def test_data_without_shapes_is_not_called_valid(check: Check, folder: Path) -> None:
    """Whoever forgot --shapes got a green run. The other checks can still be had."""
    write(folder / "a.ttl", PERSON)
    result = check("a.ttl")

    assert 2 == result.exit_code
    assert "There are no shapes, so nothing would be validated" in result.stderr
    assert 0 == check("a.ttl", "--skip", "shacl").exit_code
    assert 0 == check("a.ttl", "--only", "syntax").exit_code


XSD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"


def test_datatypes_that_do_not_exist_are_named_with_the_near_one(
    check: Check, folder: Path
) -> None:
    """In shapes no well-typed value is of it; in data the value is not checked by it."""
    shapes = XSD + SHAPES.replace("sh:minCount 1", "sh:datatype xsd:datetime")
    write(folder / "odd.ttl", shapes)
    said = 'ex:x a ex:Q ; ex:a "1"^^xsd:dat ; ex:b "\\"^^<http://www.w3.org/2001/XMLSchema#no> ." .'
    write(folder / "a.ttl", XSD + PERSON + said)
    text = check("a.ttl", "--shapes", "odd.ttl").stdout
    odd = check("a.ttl", "--shapes", "odd.ttl", "--profile", "shacl", "--format", "json")
    sound = check("a.ttl", "--shapes", "shapes.ttl", "--format", "turtle").stdout

    assert "Violation [misspelt-datatype] xsd:datetime is no datatype of XML Schema" in text
    assert "Did you mean xsd:dateTime?" in text
    assert "fix: replace xsd:datetime by xsd:dateTime" in text
    assert "Warning [unknown-datatype] xsd:dat is no datatype of XML Schema" in text
    assert "a.ttl:4:20" in text
    assert "Did you mean xsd:date?" in text
    assert "xsd:no " not in text
    assert 1 == odd.exit_code
    assert json.loads(odd.stdout)["conforms"]
    assert 1 == sound.count("sh:ValidationResult ")


@pytest.mark.parametrize(
    ("context", "unmapped"),
    [
        ({"name": "ex:name"}, ["nmae", "other"]),
        ({"name": "ex:name", "nmae": None}, ["other"]),
        ({"@vocab": "http://ex.org/"}, []),
        ({"@vocab": "http://ex.org/", "other": None}, []),
        ({"child": {"@id": "ex:child", "@context": {"other": "ex:o"}}}, ["inner", "name", "nmae"]),
        ({"other": {"@id": "ex:o", "@type": "@json"}, "name": "ex:name"}, ["nmae"]),
    ],
)
def test_keys_that_the_context_does_not_know_are_told(
    check: Check, folder: Path, context: dict[str, object], unmapped: list[str]
) -> None:
    """What they say vanishes from the graph, and no shape misses it."""
    document: dict[str, object] = {
        "@context": [{"ex": "http://ex.org/"}, context],
        "@id": "ex:a",
        "@type": "ex:Q",
        "name": "x",
        "nmae": "x",
        "ex:known": {"ex:deep": [{"nmae": 1}]},
        "child" if "child" in context else "other": {"other": {"inner": 1}},
    }
    write(folder / "a.jsonld", json.dumps(document, indent=1))
    options = ("a.jsonld", "--shapes", "shapes.ttl", "--format", "json")
    found = json.loads(check(*options).stdout)["findings"]
    findings = [one for one in found if one["rule"] == "unmapped-key"]

    assert unmapped == sorted(one["message"].split('"')[1] for one in findings)
    assert all(one["line"] > 1 and one["severity"] == "Warning" for one in findings)
    assert all("2 times" in f["message"] for f in findings if '"nmae"' in f["message"])
    assert [] == json.loads(check(*options, "--skip", "reading").stdout)["findings"]


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_crate_is_quiet_where_its_context_knows_all(
    check: Check, folder: Path, version: str
) -> None:
    """Hundreds of terms come by an address; none of them may be called unknown."""
    root = {"@id": "./", "@type": "Dataset", "name": "N", "datePublished": "2024", "hasPart": []}
    about = {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"}}
    address = f"https://w3id.org/ro/crate/{version}/context"
    write(folder / "a.json", json.dumps({"@context": address, "@graph": [about, root]}))

    assert "unmapped-key" not in check("a.json", "--shapes", "shapes.ttl").stdout


def test_json_that_is_json_ld_is_read(check: Check, folder: Path) -> None:
    """Half of the world names it so."""
    document = {"@context": {"@vocab": "http://ex.org/"}, "@id": "http://ex.org/a", "@type": "P"}
    write(folder / "data" / "a.json", json.dumps(document))
    write(folder / "data" / "package.json", '{"name": "x"}')
    results = [check(path, "--shapes", "shapes.ttl") for path in ("data/a.json", "data")]

    assert [1, 1] == [result.exit_code for result in results]
    assert all("1 violation in 2 files" in result.stdout for result in results)


@pytest.mark.parametrize("reference", ["context.json", "https://example.org/context.jsonld"])
def test_a_context_in_a_file_is_read(check: Check, folder: Path, reference: str) -> None:
    """Nothing is fetched, so what a document names must be at hand."""
    context = {"@context": [{"ex": "http://ex.org/"}, "terms.json"]}
    terms = {"@context": {"Person": "ex:P", "name": "ex:name"}}
    document = {"@context": reference, "@id": "ex:a", "@type": "Person"}
    write(folder / "context.json", json.dumps(context))
    write(folder / "terms.json", json.dumps(terms))
    file = write(folder / "a.jsonld", json.dumps(document))
    options = ("--context", "https://example.org/context.jsonld=context.json")
    result = check(file, "--shapes", "shapes.ttl", *options)

    assert 1 == result.exit_code
    assert "ex:name is missing" in result.stdout


def test_a_context_that_is_nowhere_is_told_with_its_place(check: Check, folder: Path) -> None:
    """The address alone does not say what to do."""
    write(folder / "a.jsonld", '{\n  "@context": "https://example.org/c",\n  "@id": "x:y"\n}')
    result = check("a.jsonld", "--shapes", "shapes.ttl")

    assert 1 == result.exit_code
    assert "a.jsonld:2:15" in result.stdout
    assert '--context "https://example.org/c=FILE"' in result.stdout, "to be copied as it stands"


def test_the_standard_input_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data that another command makes need not become a file first."""

    class Input:
        buffer = io.BytesIO(PERSON.encode())

    assert folder.is_dir()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", Input)
        from rolegraph.checking.files.selecting import read_sources
        from rolegraph.checking.files.sources import FileSelection

        selection = FileSelection((Path("-"),), (), (Path("shapes.ttl"),))
        sources = read_sources(selection, folder)

    (data,) = [source for source in sources if source.name == "standard input"]
    assert 2 == len(data.quads)


def test_every_result_has_a_place(check: Check, folder: Path) -> None:
    """Code scanning drops results without one: here, of a target that no file describes."""
    write(folder / "node.ttl", SHAPES.replace("sh:targetClass ex:P", "sh:targetNode ex:absent"))
    write(folder / "a.ttl", PERSON)
    output = check("a.ttl", "--shapes", "node.ttl", "--format", "sarif").stdout
    (result,) = json.loads(output)["runs"][0]["results"]

    place = result["locations"][0]["physicalLocation"]
    assert "node.ttl" == place["artifactLocation"]["uri"]
    assert 3 == place["region"]["startLine"]


def test_two_junit_cases_never_share_a_name(check: Check, folder: Path) -> None:
    """A server keeps one of them."""
    shapes = SHAPES.replace("sh:minCount 1", "sh:minLength 9 ; sh:pattern '^x', '^y'")
    write(folder / "more.ttl", shapes)
    write(folder / "a.ttl", PERSON + "<#it> ex:name 'a', 'b' .")
    output = check("a.ttl", "--shapes", "more.ttl", "--format", "junit").stdout
    names = [case.name for suite in JUnitXml.fromstring(output.encode()) for case in suite]

    assert 6 == len([name for name in names if name.startswith("S-name")])
    assert len(names) == len(set(names))


def test_text_costs_no_more_for_each_finding_in_a_large_file() -> None:
    """The file was cut into lines anew for every finding: quadratic in its size."""
    asked: list[str] = []

    class Texts(dict[str, str]):
        def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
            asked.append(name)
            return super().get(name, default)

    findings = [
        Finding("Violation", "r", "urn:r", f"urn:{n}", None, None, None, "m", "a.ttl", n + 1, 1)
        for n in range(400)
    ]
    text = render(Report(tuple(findings), texts=Texts({"a.ttl": "a line\n" * 1000})), "text")

    assert 400 == text.count("a line\n")
    assert ["a.ttl"] == asked


DCAT_AP = "https://semiceu.github.io/DCAT-AP/releases"
COMMON = {
    "https://schema.org/": ({"name": "x"}, "<http://schema.org/name>", '"x"'),
    "http://schema.org": ({"url": "http://a/"}, "<http://schema.org/url>", "<http://a/>"),
    "https://w3id.org/ro/crate/1.1/context": (
        {"path": "x"},
        "<http://schema.org/contentUrl>",
        '"x"',
    ),
    "https://w3id.org/ro/crate/1.2/context": (
        {"readme": "x"},
        "<https://codemeta.github.io/terms/readme>",
        '"x"',
    ),
    f"{DCAT_AP}/3.0.1/context/dcat-ap.jsonld": (
        {"@type": "Dataset", "title": "x"},
        "<http://purl.org/dc/terms/title>",
        '"x"',
    ),
    f"{DCAT_AP}/3.0.0/context/dcat-ap.jsonld": (
        {"Dataset.publisher": "http://a/"},
        "<http://purl.org/dc/terms/publisher>",
        "<http://a/>",
    ),
    "https://www.w3.org/ns/org.jsonld": (
        {"memberOf": "http://a/"},
        "<http://www.w3.org/ns/org#memberOf>",
        "<http://a/>",
    ),
}
"""Address → part of a document, and the triple that it says."""


@pytest.mark.parametrize("address", COMMON)
def test_common_contexts_come_with_the_package(address: str) -> None:
    """Whoever writes JSON-LD for the web uses one of these, and nothing is fetched."""
    said, predicate, value = COMMON[address]
    document = {"@context": [address, {"x": "urn:x:"}], "@id": "urn:it", **said}
    _, report = read_quads(json.dumps(document).encode(), "a.jsonld", "urn:base")

    assert [] == report.faults
    assert (predicate, value) in {(str(q.predicate), str(q.object)) for q in report.quads}


def test_a_file_given_for_a_common_context_wins(check: Check, folder: Path) -> None:
    """Another version of it may be what somebody works with."""
    write(folder / "own.json", '{"@context": {"Person": "http://ex.org/P"}}')
    write(folder / "a.jsonld", '{"@context": "https://schema.org/", "@type": "Person"}')
    options = ("--shapes", "shapes.ttl", "--context", "https://schema.org/=own.json")

    assert 1 == check("a.jsonld", *options).exit_code
    assert 0 == check("a.jsonld", "--shapes", "shapes.ttl").exit_code


def test_a_context_that_is_nearly_known_is_named(check: Check, folder: Path) -> None:
    """A version that does not come with the package is the usual reason."""
    write(folder / "a.jsonld", '{"@context": "https://w3id.org/ro/crate/1.9/context"}')

    assert "/ro/crate/1." in check("a.jsonld", "--shapes", "shapes.ttl").stdout.split("known;")[0]
