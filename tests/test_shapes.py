"""The shapes find each fault by name, and nothing else.

The `valid.*.ttl` files under `tests/shapes` are together one small complete catalogue. Each
`invalid.{Class}.{fault}.ttl` is a change to it: `# remove: subject predicate object` lines take
triples away (`*` stands for anything), the Turtle below adds some, and the `# expect:` lines give
every finding that must follow.
"""

import re
import time
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import shacl
from rdflib import RDF, RDFS, SH, Graph, Namespace, URIRef
from rdflib.util import from_n3

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "tests" / "shapes"
INVALID = sorted(EXAMPLES.glob("invalid.*.ttl"))
ROLEGRAPH = "https://w3id.org/rolegraph/ontology#"
RGSH = Namespace("https://w3id.org/rolegraph/shapes#")

Finding = tuple[str, str]  # severity, local name of the shape


@cache
def merged(folder: Path, pattern: str) -> Graph:
    """All Turtle files of a folder in one graph, with the prefixes they use."""
    graph = Graph()
    for path in sorted(folder.glob(pattern)):
        graph.parse(path)
    return graph


def shapes() -> Graph:
    """Every shape of the product."""
    return merged(ROOT / "shapes", "*.ttl")


def ontology() -> Graph:
    """Every module of the ontology."""
    return merged(ROOT / "ontology", "*.ttl")


def local(name: str) -> str:
    """The name after the hash of an IRI."""
    return name.rstrip(">").rpartition("#")[2]


def headers(path: Path, key: str) -> list[str]:
    """The values of one kind of comment line of an example."""
    return re.findall(rf"^# {key}: (.+)$", path.read_text(), re.MULTILINE)


def as_lines(graph: Graph) -> frozenset[str]:
    """N-Triples, one a line."""
    return frozenset(graph.serialize(format="nt").splitlines())


@cache
def valid_catalogue() -> Graph:
    """The valid examples with the ontology."""
    return merged(EXAMPLES, "valid.*.ttl") + ontology()


@cache
def valid_lines() -> frozenset[str]:
    """The valid catalogue as N-Triples."""
    return as_lines(valid_catalogue())


def faulty_catalogue(path: Path) -> str:
    """The valid catalogue and the ontology as N-Triples, changed by one faulty example."""
    change = Graph().parse(path)
    removed = Graph()
    for pattern in headers(path, "remove"):
        triple = tuple(
            None if word == "*" else from_n3(word, nsm=change.namespace_manager)
            for word in pattern.split()
        )
        found = list(valid_catalogue().triples(triple))
        assert found, f"{path.name} removes nothing: {pattern}"
        for each in found:
            removed.add(each)
    return "\n".join(valid_lines() - as_lines(removed) | as_lines(change))


@cache
def compiled() -> shacl.Shapes:
    """The shapes, ready for the fast engine."""
    return shacl.Shapes.from_text(shapes().serialize(format="nt"), format="ntriples")


def fast_results(triples: str) -> set[tuple[str, str, str]]:
    """What the fast engine finds: severity, shape and focus node."""
    report = compiled().validate_text(triples, format="ntriples")
    return {(r.severity, local(r.source_shape), r.focus_node.strip("<>")) for r in report.results}


def reference_results(triples: str) -> set[tuple[str, str, str]]:
    """What pySHACL finds: severity, shape and focus node."""
    graph = Graph().parse(data=triples, format="nt")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes(), advanced=False)
    return {
        (
            local(str(report.value(result, SH.resultSeverity))),
            local(str(report.value(result, SH.sourceShape))),
            str(report.value(result, SH.focusNode)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def findings(triples: str) -> set[Finding]:
    """What the fast engine finds, whatever the focus node."""
    return {(severity, shape) for severity, shape, _ in fast_results(triples)}


def expected(path: Path) -> set[Finding]:
    """What an example says must be found."""
    pairs = (line.split() for line in headers(path, "expect"))
    return {(severity, shape) for severity, shape in pairs}


def rules() -> Iterator[URIRef]:
    """Every shape that can fail: property shapes, and node shapes with a rule of their own."""
    graph = shapes()
    yield from graph.subjects(RDF.type, SH.PropertyShape)
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        if any((shape, kind, None) in graph for kind in (SH["or"], SH.sparql)):
            yield shape


def described_path(node: object) -> str:
    """A property path in one line; only predicates and inverses have a field name."""
    inverse = shapes().value(node, SH.inversePath)
    return f"^{inverse}" if inverse else str(node)


def test_the_valid_examples_have_no_findings() -> None:
    """A warning on a complete catalogue would teach people to ignore warnings."""
    assert set() == fast_results("\n".join(valid_lines()))


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name[8:-4])
def test_each_fault_is_found_by_its_own_shape_only(path: Path) -> None:
    """People fix what a finding names, so one fault must not hide behind another's name."""
    assert expected(path) == findings(faulty_catalogue(path))


def test_every_rule_has_a_failing_example() -> None:
    """A rule that has never failed may not be able to."""
    named = {shape for path in INVALID for _, shape in expected(path)}

    assert set() == {local(shape) for shape in rules()} - named


def test_every_class_with_a_shape_has_a_valid_example_of_its_own() -> None:
    """The valid examples are the first thing an editor copies."""
    targets = shapes().objects(None, SH.targetClass)
    shaped = {local(target) for target in targets if str(target).startswith(ROLEGRAPH)}
    shown = {path.name.split(".")[1] for path in EXAMPLES.glob("valid.*.ttl")}

    assert shaped - {"RoleStatement"} == shown


def test_every_field_has_a_value_in_a_valid_example() -> None:
    """A field nobody has filled in may be impossible to fill in."""
    valid = merged(EXAMPLES, "valid.*.ttl")
    empty = []
    for shape in shapes().subjects(SH.path, None):
        path = shapes().value(shape, SH.path)
        if shapes().value(shape, RGSH.fieldName) is None:
            continue
        predicate = shapes().value(path, SH.inversePath) or path
        if (None, predicate, None) not in valid:
            empty.append(local(shape))

    assert [] == empty


def test_a_field_name_stands_for_one_path_and_a_path_for_one_name_in_each_shape() -> None:
    """The JSON-LD context is one for all, so a name cannot mean two things."""
    paths = defaultdict(set)
    for shape, name in shapes().subject_objects(RGSH.fieldName):
        paths[str(name)].add(described_path(shapes().value(shape, SH.path)))

    assert {} == {name: found for name, found in paths.items() if len(found) > 1}


@pytest.mark.parametrize("part", ["name", "description", "order", "group", "severity", "message"])
def test_every_property_shape_says(part: str) -> None:
    """Forms, pages and reports are made of these words."""
    silent = [
        local(shape)
        for shape in shapes().subjects(RDF.type, SH.PropertyShape)
        if len(list(shapes().objects(shape, SH[part]))) != 1
    ]

    assert [] == silent


def test_every_message_says_what_is_wrong_and_how_to_mend_it() -> None:
    """A finding without a way out sends people to ask."""
    unhelpful = [
        str(message)
        for message in shapes().objects(None, SH.message)
        if not re.fullmatch(r"[A-Z].+[;,] .+\.", str(message))
    ]

    assert [] == unhelpful


def test_every_message_is_in_the_words_of_its_severity() -> None:
    """A violation says must, a warning says should."""
    shape_messages = [
        (shapes().value(shape, SH.severity), str(shapes().value(shape, SH.message)))
        for shape in rules()
    ]

    assert [] == [m for s, m in shape_messages if s == SH.Warning and " should " not in m]
    assert [] == [
        m for s, m in shape_messages if s == SH.Violation and not re.search(r"must|only|can", m)
    ]


def test_every_query_names_the_predicates_it_reads() -> None:
    """A write is checked again only where it touches what a query reads."""
    prefixes = {
        str(shapes().value(d, SH.prefix)): str(shapes().value(d, SH.namespace))
        for d in shapes().objects(None, SH.declare)
    }
    wrong = {}
    for shape, query in shapes().subject_objects(SH.sparql):
        text = str(shapes().value(query, SH.select))
        text = re.sub(r"#.*", "", text).replace(" a rg:Role", " rdf:type")
        used = {prefixes[p] + name for p, name in re.findall(r"\b(\w+):(\w+)", text)}
        declared = {str(term) for term in shapes().objects(shape, RGSH.reads)}
        if used != declared:
            wrong[local(shape)] = used ^ declared

    assert {} == wrong


def test_every_resource_type_has_a_label_a_comment_and_a_home() -> None:
    """A class without a home file could be read but never written."""
    for shape in shapes().subjects(RGSH.pluralName, None):
        assert {RDFS.label, RDFS.comment, RGSH.homeFile} <= set(shapes().predicates(shape))


def test_every_resource_type_takes_in_what_all_things_have() -> None:
    """A label or a status must mean the same everywhere."""
    common = set(shapes().objects(RGSH.ThingShape, SH.property))
    lacking = {
        local(shape): common - set(shapes().objects(shape, SH.property))
        for shape in shapes().subjects(RGSH.pluralName, None)
    }

    assert {} == {shape: missing for shape, missing in lacking.items() if missing}


def test_both_engines_find_the_same_in_a_catalogue_with_all_faults() -> None:
    """PySHACL is the reference; the fast engine answers for it on every write."""
    triples = "\n".join(valid_lines().union(*(as_lines(Graph().parse(path)) for path in INVALID)))

    assert reference_results(triples) == fast_results(triples)


def test_both_engines_find_the_same_in_a_catalogue_with_nothing_but_classes() -> None:
    """Missing values fail in other components than wrong ones."""
    typed = {
        line for line in valid_lines() if str(RDF.type) in line or str(RDFS.subClassOf) in line
    }

    assert reference_results("\n".join(typed)) == fast_results("\n".join(typed))


def copies(number: int) -> str:
    """The ontology with the valid catalogue several times, each time under other names."""
    triples = "\n".join(as_lines(merged(EXAMPLES, "valid.*.ttl")))
    named = (
        re.sub(r'"(Builder|Tester|Examiner)"', rf'"\1 {n}"', triples).replace("/id/", f"/{n}/")
        for n in range(number)
    )
    return "\n".join([*as_lines(ontology()), *named])


def test_the_cost_of_the_rules_grows_with_the_catalogue_and_not_with_its_square() -> None:
    """A query that reads every step for every step is harmless in an example only."""
    seconds = []
    for number in (40, 160):
        triples = copies(number)
        began = time.process_time()
        assert set() == fast_results(triples)
        seconds.append(time.process_time() - began)

    assert seconds[1] < 9 * seconds[0]
