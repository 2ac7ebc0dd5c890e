"""RDF/XML as the recommendation has it, where fast parsers go wrong."""

from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from rolegraph.checking.files.places import open_places
from rolegraph.checking.files.sources import Source, read_source
from rolegraph.rdf.terms import Literal as StoredLiteral
from rolegraph.rdf.terms import NamedNode, RdfFormat, serialize

HEAD = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:ex="http://example.org/"><rdf:Description rdf:about="http://example.org/a">"""
PROPERTIES = {
    "a comment within a text": ("<ex:p>a<!-- note -->b</ex:p>", 'ex:a ex:p "ab" .'),
    "an instruction within a text": ("<ex:p>a<?x y?>b</ex:p>", 'ex:a ex:p "ab" .'),
    "no language": ('<ex:p xml:lang="">x</ex:p>', 'ex:a ex:p "x" .'),
    "a type in an empty element": (
        '<ex:p rdf:type="http://example.org/T"/>',
        "ex:a ex:p [ a ex:T ] .",
    ),
    "a kind of content that nobody knows": (
        '<ex:p rdf:parseType="daml:x">x</ex:p>',
        'ex:a ex:p "x"^^rdf:XMLLiteral .',
    ),
    "a number as it is written": (
        '<ex:p rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">007<!-- --></ex:p>',
        'ex:a ex:p "007"^^xsd:integer .',
    ),
}
PREFIXES = """@prefix ex: <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""


def read(folder: Path, inner: str) -> Source:
    """Return a property element as a check reads it in a file."""
    path = folder / "d.rdf"
    path.write_text(f"{HEAD}{inner}</rdf:Description></rdf:RDF>", encoding="utf-8")
    source = Source(path, path.name, "http://example.org/base", frozenset({"data"}), shown=True)
    read_source(source)
    return source


@pytest.mark.parametrize(("inner", "turtle"), PROPERTIES.values(), ids=list(PROPERTIES))
def test_a_property_is_read_as_the_recommendation_has_it(
    inner: str, turtle: str, tmp_path: Path
) -> None:
    """A triple that a parser drops is one that no shape can find anything wrong with."""
    source = read(tmp_path, inner)
    assert not source.report.faults
    text = serialize((q.triple for q in source.quads), format=RdfFormat.N_TRIPLES) or b""
    found = Graph().parse(data=text, format="nt")

    assert isomorphic(Graph().parse(data=PREFIXES + turtle, format="turtle"), found)
    if "007" in inner:
        assert b'"007"' in text


def test_a_piece_of_xml_is_well_formed_xml(tmp_path: Path) -> None:
    """Whoever reads the value on parses it."""
    from xml.dom.minidom import parseString

    source = read(tmp_path, '<ex:p rdf:parseType="Literal"><b xmlns="http://h/">x</b></ex:p>')
    (value,) = (q.object for q in source.quads)
    assert isinstance(value, StoredLiteral)
    (place,) = open_places(source).triples("http://example.org/a")

    assert "http://h/" == parseString(value.value).documentElement.namespaceURI  # noqa: S318 - ours
    assert source.text[place.at_object.start :].startswith("<b xmlns")
    assert place.predicate == NamedNode("http://example.org/p")


@pytest.mark.parametrize(
    "inner",
    [
        "<ex:p>a<!-- --><ex:T/></ex:p>",
        '<ex:p rdf:resource="a b"/><ex:q>a<!-- -->b</ex:q>',
        "<ex:p>a<!-- -->b</ex:q>",
    ],
)
def test_what_is_no_rdf_xml_is_refused_all_the_same(inner: str, tmp_path: Path) -> None:
    """The second parser is more lenient, and a check must not be."""
    source = read(tmp_path, inner)

    assert source.report.faults
    assert not source.quads
