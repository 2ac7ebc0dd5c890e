"""Shapes that somebody got wrong: nothing that was not judged looks like something that is right."""

import json
from pathlib import Path
from typing import Any

import pytest
from checking import Check

from rolegraph.rdf.namespaces import OWL

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
DATA = 'ex:a a ex:T ; ex:n "x" ; ex:k ex:b .'
SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; "


def judged(check: Check, folder: Path, shapes: str, data: str = DATA) -> tuple[int, Any]:
    """Exit code and JSON of a check of some data by some shapes."""
    (folder / "s.ttl").write_text(PREFIXES + shapes, encoding="utf-8")
    (folder / "d.ttl").write_text(PREFIXES + data, encoding="utf-8")
    options = ("--profile", "shacl", "--format", "json")
    result = check(folder / "d.ttl", "--shapes", folder / "s.ttl", *options)
    return result.exit_code, json.loads(result.stdout)


def only(report: Any) -> Any:
    """The one finding of a report."""
    (finding,) = report["findings"]
    return finding


@pytest.mark.parametrize(
    ("shapes", "exit_code", "rule"),
    [
        ("sh:node ex:Nowhere .", 1, "missing-shape"),
        ("sh:not ex:Nowhere .", 1, "missing-shape"),
        ("sh:or ( ex:Nowhere [ sh:nodeKind sh:IRI ] ) .", 1, "missing-shape"),
        ("sh:property ex:Nowhere .", 2, "ill-formed-shape"),
    ],
)
def test_a_shape_that_is_not_there_is_named(
    shapes: str, exit_code: int, rule: str, tmp_path: Path, check: Check
) -> None:
    """A misspelt name, or a file that was not given, would else make every value right."""
    code, report = judged(check, tmp_path, SHAPE + shapes)
    found = next(finding for finding in report["findings"] if finding["check"] == "shapes")

    assert (exit_code, rule, 4) == (code, found["rule"], found["line"])
    assert "ex:Nowhere" in found["message"]


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        ('sh:pattern "[a-"', "[a-"),
        ('sh:pattern "a(b"', "a(b"),
        ('sh:pattern "a{3,1}"', "a{3,1}"),
        ('sh:pattern "a" ; sh:flags "z"', "'z'"),
    ],
)
def test_a_pattern_that_nothing_can_read_is_named_with_its_line(
    constraint: str, words: str, tmp_path: Path, check: Check
) -> None:
    """“Unterminated character set at position 0” leaves people to search all their shapes."""
    shapes = f"{SHAPE}\n sh:property [ sh:path ex:n ; {constraint} ] ;\n sh:nodeKind sh:Literal ."
    code, report = judged(check, tmp_path, shapes)
    ill, other = sorted(report["findings"], key=lambda finding: finding["check"] != "shapes")

    assert (2, "ill-formed-shape", 5) == (code, ill["rule"], ill["line"])
    assert words in ill["message"]
    assert "NodeKindConstraintComponent" == other["component"]


def test_a_prefix_with_two_namespaces_is_ill_formed(tmp_path: Path, check: Check) -> None:
    """SHACL 5.2.1; which of the two a query means would else be left to chance."""
    shapes = f"""<http://p/> sh:declare
        [ sh:prefix "e" ; sh:namespace "http://example.org/"^^<http://www.w3.org/2001/XMLSchema#anyURI> ],
        [ sh:prefix "e" ; sh:namespace "http://other.org/"^^<http://www.w3.org/2001/XMLSchema#anyURI> ] .
        {SHAPE} sh:sparql [ sh:prefixes <http://p/> ; sh:select "SELECT $this WHERE {{ $this a e:T }}" ] ."""
    code, report = judged(check, tmp_path, shapes)

    assert (2, "ill-formed-shape") == (code, only(report)["rule"])
    assert "more than one namespace" in only(report)["message"]


def test_a_shape_that_contains_itself_is_told_once(tmp_path: Path, check: Check) -> None:
    """Validators differ about it, and nobody should have to find that out."""
    shapes = f"""{SHAPE} sh:property [ sh:path ex:k ; sh:node ex:Other ] .
        ex:Other a sh:NodeShape ; sh:property [ sh:path ex:k ; sh:node ex:S ] ."""
    code, report = judged(check, tmp_path, shapes)
    found = only(report)

    assert (0, "Info", "recursive-shape") == (code, found["severity"], found["rule"])
    assert "3.4.3" in found["message"]
    assert report["conforms"]


def test_shapes_that_are_all_deactivated_judge_nothing_and_say_so(
    tmp_path: Path, check: Check
) -> None:
    """A switch for an hour, forgotten for a year."""
    code, report = judged(
        check, tmp_path, f"{SHAPE} sh:deactivated true ; sh:nodeKind sh:Literal ."
    )

    assert 0 == code
    assert any("deactivated" in note for note in report["notes"])


def test_a_class_of_owl_alone_is_told_what_it_lacks(tmp_path: Path, check: Check) -> None:
    """Other validators take such a class for a target; whoever comes from them has to know."""
    shapes = "ex:T a owl:Class, sh:NodeShape ; sh:nodeKind sh:Literal ."
    (tmp_path / "s.ttl").write_text(PREFIXES + shapes, encoding="utf-8")
    (tmp_path / "d.ttl").write_text(PREFIXES + DATA, encoding="utf-8")

    result = check(tmp_path / "d.ttl", "--shapes", tmp_path / "s.ttl")

    assert 2 == result.exit_code
    assert "rdfs:subClassOf rdfs:Class" in result.output


def test_rules_in_a_local_file_that_is_not_there_were_not_read(
    tmp_path: Path, check: Check
) -> None:
    """Rules in a file that is missing find nothing, which looks as if nothing were wrong."""
    header = "<> a owl:Ontology ;\n owl:imports <lost.ttl> .\n"
    code, report = judged(check, tmp_path, f"{header}{SHAPE} sh:nodeKind sh:IRI .")
    found = only(report)

    assert (2, "missing-import", 5, 14) == (code, found["rule"], found["line"], found["column"])
    assert found["file"].endswith("s.ttl")
    assert "lost.ttl" in found["message"]


def test_targets_by_a_query_are_targets(tmp_path: Path, check: Check) -> None:
    """“Nothing to judge” beside a violation makes people doubt both."""
    shapes = """ex:S a sh:NodeShape ; sh:nodeKind sh:Literal ; sh:target [ a sh:SPARQLTarget ;
        sh:select "SELECT ?this WHERE { ?this a <http://example.org/T> }" ] ."""
    code, report = judged(check, tmp_path, shapes)

    assert (1, "NodeKindConstraintComponent") == (code, only(report)["component"])
    assert not any("nothing to judge" in note for note in report["notes"])


def test_a_literal_that_a_link_makes_a_focus_node_has_its_place(
    tmp_path: Path, check: Check
) -> None:
    """The line of the shape says nothing about which of a thousand values it is."""
    shapes = "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:n ; sh:nodeKind sh:IRI ."
    _, report = judged(check, tmp_path, shapes, 'ex:a a ex:T ;\n ex:n "x" .')
    found = only(report)

    assert (5, 7) == (found["line"], found["column"])
    assert found["file"].endswith("d.ttl")


def test_a_rule_on_a_path_is_called_by_its_last_step(tmp_path: Path, check: Check) -> None:
    """Its name stands in baselines and pull requests, and after --only."""
    path = "sh:property [ sh:path [ sh:zeroOrMorePath ex:k ] ; sh:class ex:T ] ."
    _, report = judged(check, tmp_path, SHAPE + path)

    assert "S-k" == only(report)["rule"]


@pytest.mark.parametrize(
    ("constraint", "message"),
    [
        ("sh:in ()", "ex:n does not hold one of the values of its shape, which lists none."),
        ("sh:in ( [] )", "ex:n does not hold the value _:anonymous-1."),
        ("sh:lessThan ex:k", "ex:n does not hold a value less than that of ex:k."),
        ("sh:disjoint ex:n", "ex:n does not hold only values that ex:n does not have."),
    ],
)
def test_a_message_that_is_made_here_reads_well(
    constraint: str, message: str, tmp_path: Path, check: Check
) -> None:
    """Most shapes give none."""
    _, report = judged(check, tmp_path, f"{SHAPE} sh:property [ sh:path ex:n ; {constraint} ] .")

    assert message == only(report)["message"]


def test_a_file_in_another_encoding_is_told_which(tmp_path: Path, check: Check) -> None:
    """Windows editors call UTF-16 “Unicode”."""
    (tmp_path / "d.ttl").write_bytes((PREFIXES + DATA).encode("utf-16"))

    result = check(tmp_path / "d.ttl", "--format", "json")

    assert 1 == result.exit_code
    assert "UTF-16" in only(json.loads(result.stdout))["message"]


@pytest.mark.parametrize(
    "options",
    [
        ("--only", "shacl", "--skip", "shacl"),
        ("--only", "ill-formed-shape", "--skip", "shapes"),
        tuple(
            word
            for name in ("shacl", "sssom", "consistency", "queries", "reading")
            for word in ("--skip", name)
        ),
    ],
)
def test_a_run_that_has_nothing_left_to_check_is_no_success(
    options: tuple[str, ...], tmp_path: Path, check: Check
) -> None:
    """Two lists of options, in two files of a pipeline, can cancel each other."""
    (tmp_path / "s.ttl").write_text(PREFIXES + SHAPE + "sh:nodeKind sh:Literal .")
    (tmp_path / "d.ttl").write_text(PREFIXES + DATA)

    result = check(tmp_path / "d.ttl", "--shapes", tmp_path / "s.ttl", *options)

    assert 2 == result.exit_code
    assert "Nothing is left to check" in result.output


def test_several_baselines_accept_together(tmp_path: Path, check: Check) -> None:
    """The last one alone would report again what another one accepts."""
    (tmp_path / "s.ttl").write_text(PREFIXES + SHAPE + "sh:nodeKind sh:Literal .")
    given = ["--shapes", tmp_path / "s.ttl"]
    for name in "ab":
        (tmp_path / f"{name}.ttl").write_text(f"{PREFIXES} ex:{name} a ex:T .")
        accepted = ("--baseline", tmp_path / f"{name}.json", "--update-baseline")
        check(tmp_path / f"{name}.ttl", *given, *accepted)
    both = ("--baseline", tmp_path / "a.json", "--baseline", tmp_path / "b.json")
    files = (tmp_path / "a.ttl", tmp_path / "b.ttl", *given)

    assert 1 == check(*files, *both[:2]).exit_code
    assert 0 == check(*files, *both).exit_code
    refused = check(*files, *both, "--update-baseline")
    assert 2 == refused.exit_code
    assert "one --baseline FILE" in refused.output


def test_a_table_names_things_without_a_label(tmp_path: Path, check: Check) -> None:
    """An empty cell leaves the reader of a job summary with a line number."""
    (tmp_path / "s.ttl").write_text(PREFIXES + SHAPE + "sh:nodeKind sh:Literal .")
    (tmp_path / "d.ttl").write_text(PREFIXES + DATA)

    result = check(tmp_path / "d.ttl", "--shapes", tmp_path / "s.ttl", "--format", "markdown")

    assert "| ex:a |" in result.output


@pytest.mark.parametrize("way", ["beside", "by the catalogue file"])
def test_an_ontology_that_imports_a_file_that_is_not_there_is_not_passed(
    tmp_path: Path, check: Check, way: str
) -> None:
    """Without its subclasses a shape has fewer focus nodes, and a green run says nothing."""
    target = "parts/more.ttl" if way == "beside" else "https://example.org/more"
    (tmp_path / "catalog-v001.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<uri name="https://example.org/more" uri="parts/more.ttl"/></catalog>'
    )
    (tmp_path / "o.ttl").write_text(f"<> a <{OWL}Ontology> ;\n  <{OWL}imports> <{target}> .")
    (tmp_path / "s.ttl").write_text(PREFIXES + SHAPE + "sh:nodeKind sh:IRI .")
    (tmp_path / "d.ttl").write_text(PREFIXES + DATA)
    files = (tmp_path / "d.ttl", "--shapes", tmp_path / "s.ttl", "--ontology", tmp_path / "o.ttl")

    result = check(*files)

    assert 2 == result.exit_code
    assert "imports parts/more.ttl, which is not there" in result.output
    assert "o.ttl:2:" in result.output


def test_a_term_that_was_cut_short_is_named_with_the_whole_one(
    tmp_path: Path, check: Check
) -> None:
    """`sh:Warn` is what tools of other fields say, and makes a severity that nobody looks at."""
    (tmp_path / "s.ttl").write_text(PREFIXES + SHAPE + "sh:nodeKind sh:IRI ; sh:severity sh:Warn .")
    (tmp_path / "d.ttl").write_text(PREFIXES + DATA)

    result = check(tmp_path / "d.ttl", "--shapes", tmp_path / "s.ttl")

    assert "Did you mean sh:Warning?" in result.output
    assert 0 != result.exit_code
