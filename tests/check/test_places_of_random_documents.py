"""Whatever a document says, and however: each of its values is found where it stands."""

import html
import json
import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from random_documents import json_ld, rdf_xml

from rolegraph.checking.files.places import open_places
from rolegraph.checking.files.sources import Source, read_source
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "50"))


def read(folder: Path, name: str, text: str) -> Source:
    """Return a text as a check reads it."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    source = Source(path, name, "http://example.org/base", frozenset({"data"}), shown=True)
    read_source(source)
    assert not source.report.faults, source.report.faults
    return source


def places(source: Source) -> list[tuple[Quad, set[str]]]:
    """Return each triple with what stands at the places where it is said."""
    opened = open_places(source)
    found = []
    for quad in source.quads:
        node = quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
        at = {
            source.text[triple.at_object.start : triple.at_object.end]
            for triple in opened.triples(node)
            if (triple.predicate, triple.object) == (quad.predicate, quad.object)
        }
        found.append((quad, at))
    return found


def local(node: NamedNode) -> str:
    """Return what a document has to say to name a node."""
    return node.value.rpartition("#")[2].rpartition("/")[2]


NESTED = """{"@context": {"@vocab": "http://example.org/", "graph": {"@container": "@graph"},
"index": {"@container": "@index"}}, "graph": {"index": {"one": {}}}}"""
"""Nodes without a name that say nothing but what is nested in them."""


@given(json_ld())
@example(NESTED)
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_value_of_json_ld_is_where_it_is_said_to_be(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """A finding at another line sends people to a value that is right."""
    source = read(tmp_path_factory.mktemp("places"), "d.jsonld", text)
    for quad, stands in places(source):
        assert stands, quad
        if quad.predicate.value in REVERSED:
            continue  # said where the other end of the link is
        for there in stands:
            if isinstance(quad.object, BlankNode):
                assert there.startswith(("{", "[")) or quad.predicate.value in LISTS, quad
            elif quad.object == NamedNode(RDF + "nil"):
                assert quad.predicate.value in LISTS or there.startswith(("[", "{"))
            elif isinstance(quad.object, NamedNode):
                assert local(quad.object) in there, quad
            else:
                said = json.loads(there)
                assert quad.object.value == said or number(quad.object) == number_of(said), quad


LISTS = frozenset({RDF + "first", RDF + "rest", "http://example.org/list"})
"""Where a single value stands for a list of one."""
REVERSED = frozenset({"http://example.org/up", "http://example.org/turned"})


def number(value: Literal) -> float | str:
    """Return a literal as a number, or as JSON writes it."""
    try:
        return float(value.value)
    except ValueError:
        return value.value


def number_of(said: object) -> object:
    """Return a value of JSON as `number` does."""
    return str(said).lower() if isinstance(said, bool) else said


@given(rdf_xml())
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_value_of_rdf_xml_is_where_it_is_said_to_be(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """The same for what other tools write."""
    source = read(tmp_path_factory.mktemp("places"), "d.rdf", text)
    for quad, stands in places(source):
        assert stands, quad
        for there in stands:
            if isinstance(quad.object, Literal):
                unquoted = there[1:-1] if there.startswith(('"', "'")) else there
                told = {html.unescape(there).strip(), html.unescape(unquoted).strip()}
                assert quad.object.value.strip() in told, quad
