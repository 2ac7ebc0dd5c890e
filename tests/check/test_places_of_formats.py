"""A finding points to the value at fault, whatever the format of the file and the depth in it."""

import html
import json
from pathlib import Path
from typing import Any

import pytest
from checking import Check
from rdflib import Graph

from rolegraph import resources
from rolegraph.checking.files.places import open_places
from rolegraph.checking.files.sources import Source, read_source
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode
from rolegraph.rdf.turtle.tokens import TokenSpan

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
ex:S a sh:NodeShape ; sh:targetClass ex:T ;
  sh:property [ sh:path ex:number ; sh:datatype xsd:integer ] ;
  sh:property [ sh:path ex:link ; sh:class ex:T ] ;
  sh:property [ sh:path ( ex:list [ sh:zeroOrMorePath rdf:rest ] rdf:first ) ;
    sh:nodeKind sh:IRI ] .
ex:N a sh:NodeShape ; sh:targetClass ex:M ;
  sh:property [ sh:path ex:code ; sh:maxLength 3 ] .
"""
JSON_LD = """{
  "@context": {"@vocab": "http://example.org/", "link": {"@type": "@id"}, "key": "@id"},
  "@graph": [
    { "key": "http://example.org/a", "@type": "T",
      "number": [1, 2, «"three"», «true»],
      "link": ["a:b",
        «"http://example.org/lost"»],
      "list": {"@list": [
        {"key": "a:good"}, «"bad"»
      ]},
      "nested": [
        {"@type": "M", "code": "abc"},
        {"@type": "M", "code": «"ab\\u0063d"»},
        {"@type": "M", "code": "ab", "@reverse": {"up": {"@type": "M", "code": «"deep"»}}}
      ] },
    {"@type": "T", "number": «"no\\"name"»}
  ]
}""".replace('"a:b",', '"http://example.org/a",')
RDF_XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY ex "http://example.org/">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://example.org/" xmlns:ex='http://example.org/' xml:lang="de">
  <T rdf:about="&ex;a" ex:number=«"x"»>
    <number rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">4</number>
    <number>
       «drei é»
    </number>
    <link rdf:resource="&ex;a"/>
    <link
       rdf:resource=«"&ex;lost"»/>
    <list rdf:parseType="Collection">
      <rdf:Description rdf:about="http://example.org/good"/>
      <«rdf:Description»/>
    </list>
    <nested><M><code>abc</code></M></nested>
    <nested><M ex:code=«"abcd"»/></nested>
    <nested rdf:parseType="Resource"><rdf:type rdf:resource="&ex;M"/><code>«deep»</code></nested>
  </T>
  <T><number>«no name»</number></T>
</rdf:RDF>"""
TURTLE = """@prefix : <http://example.org/> .
:a a :T ; :number 1, «"three"» ; :link :a,
    «:lost» ;
  :list ( :good
    «"bad"» «3» ) ;
  :nested [ a :M ; :code «"same"» ],
    [ a :M ; :code «"same"» ], _:x .
_:x a :M ; :code «"label"» ; :nested [ a :M ; :code «"within"» ] .
[] a :T ; :number «"no name"» .
"""


def unmarked(text: str) -> tuple[str, set[tuple[int, int]]]:
    """Return a text without its marks, and the lines and columns where they began."""
    places: set[tuple[int, int]] = set()
    while "«" in text:
        at = text.index("«")
        places.add((text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)))
        text = text.replace("«", "", 1).replace("»", "", 1)
    return text, places


@pytest.mark.parametrize(
    ("name", "marked"),
    [("d.jsonld", JSON_LD), ("d.json", JSON_LD), ("d.rdf", RDF_XML), ("d.ttl", TURTLE)],
)
def test_each_value_at_fault_is_found_where_it_stands(
    name: str, marked: str, tmp_path: Path, check: Check
) -> None:
    """Somebody who is led to the thing has to search all that it says for the value."""
    text, expected = unmarked(marked)
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "s.ttl").write_text(SHAPES, encoding="utf-8")

    options = ("--profile", "shacl", "--format", "json")
    result = check(tmp_path / name, "--shapes", tmp_path / "s.ttl", *options)

    found = {(f["line"], f["column"]) for f in json.loads(result.stdout)["findings"]}
    assert expected == found


def test_a_value_that_a_named_context_gives_its_meaning_is_found(
    tmp_path: Path, check: Check
) -> None:
    """A context in a file of its own must not move what stands in the document."""
    context = {"@vocab": "http://example.org/", "n": {"@id": "number", "@type": "xsd:short"}}
    context["xsd"] = "http://www.w3.org/2001/XMLSchema#"
    (tmp_path / "c.json").write_text(json.dumps({"@context": context}), encoding="utf-8")
    text = '{"@context": "c.json",\n "@type": "T",\n "n": ["1",\n   "2"]}'
    (tmp_path / "d.jsonld").write_text(text, encoding="utf-8")
    (tmp_path / "s.ttl").write_text(SHAPES, encoding="utf-8")

    options = ("--profile", "shacl", "--format", "json")
    result = check(tmp_path / "d.jsonld", "--shapes", tmp_path / "s.ttl", *options)

    found = {(f["line"], f["column"]) for f in json.loads(result.stdout)["findings"]}
    assert {(3, 8), (4, 4)} == found


def source_of(path: Path) -> Source:
    """Return a file as a check reads it."""
    source = Source(path, path.name, "http://example.org/base", frozenset({"data"}), shown=True)
    read_source(source)
    return source


def stands_there(source: Source, span: TokenSpan, value: str) -> bool:
    """Tell whether a value stands at a place, in the way of its format."""
    text = source.text[span.start : span.end]
    if source.name.endswith(".rdf"):
        return value.strip() in {"", html.unescape(text)}  # an empty text is where its tag is
    found = json.loads(text)
    return value == (found if isinstance(found, str) else text)


@pytest.mark.parametrize(
    ("name", "form"), [("d.jsonld", "json-ld"), ("d.rdf", "xml"), ("d.rdf", "pretty-xml")]
)
@pytest.mark.parametrize("data", sorted(resources.part("data").glob("*.ttl")), ids=lambda p: p.name)
def test_every_value_of_a_shipped_file_stands_at_its_place(
    data: Path, name: str, form: str, tmp_path: Path
) -> None:
    """All triples have places in formats that other tools write; texts are told to the letter."""
    graph = Graph().parse(data)
    graph.serialize(tmp_path / name, format=form, encoding="utf-8")
    source = source_of(tmp_path / name)
    places = open_places(source)
    assert len(graph) == len(source.quads)

    for quad in source.quads:
        node = quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
        triples = [t for t in places.triples(node) if t.predicate == quad.predicate]
        (found,) = {t.at_object.start: t for t in triples if t.object == quad.object}.values()
        if isinstance(quad.object, Literal):
            assert stands_there(source, found.at_object, quad.object.value)
        elif not isinstance(quad.object, BlankNode):
            local = str(quad.object).strip("<>").rpartition("/")[2].rpartition("#")[2]
            assert local in source.text[found.at_object.start : found.at_object.end]


ODD = {
    "no context within": {"p": {"@context": None, "http://example.org/q": 1}},
    "JSON values": {"@context": {"j": {"@type": "@json"}}, "j": {"x": [1, 2]}, "n": [None, 1]},
    "numbers": {"p": [1e3, 1e21, 0.1, 10**25, True, -7]},
    "languages": {"@context": {"l": {"@container": "@language"}}, "l": {"en": "x", "de": ["y"]}},
    "maps": {
        "@context": {"i": {"@container": "@index"}, "n": {"@container": "@id"}},
        "i": {"one": ["x", "y"], "two": "z"},
        "n": {"http://example.org/z": {"p": 1}},
    },
    "reversed, nested and typed": {
        "@context": {"r": {"@reverse": "up"}, "n": "@nest", "T": {"@context": {"p": "other:p"}}},
        "@type": "T",
        "p": 1,
        "r": [{"@id": "http://example.org/c"}],
        "n": {"q": 5},
    },
    "keys that say something": {
        "@context": {
            "k": {"@container": "@index", "@index": "key"},
            "t": {"@container": "@type", "@type": "@id"},
            "n": {"@container": "@id"},
        },
        "k": {"one": {"p": 1}, "two": [{"p": 2}]},
        "t": {"A": {"p": 3}, "B": "http://example.org/other"},
        "n": {"@none": {"p": 4}},
    },
    "graphs as values": {
        "@context": {
            "g": {"@container": "@graph"},
            "i": {"@container": ["@graph", "@id"]},
            "x": {"@container": ["@graph", "@index"]},
        },
        "g": [{"p": 1}, {"@id": "http://example.org/b", "p": 2}],
        "i": {"http://example.org/g": {"p": 3}, "@none": {"p": 4}},
        "x": {"one": {"p": 5}},
    },
    "lists in a list": {"@context": {"l": {"@container": "@list"}}, "l": [["x"], ["y", []]]},
    "lists of lists": {"p": {"@list": [[1, 2], [3, 1]]}},
    "included": {"@included": [{"@id": "http://example.org/i", "p": {"@set": [1, 2]}}]},
}


@pytest.mark.parametrize("odd", ODD.values(), ids=list(ODD))
def test_every_triple_of_odd_json_ld_has_a_place(odd: dict[str, Any], tmp_path: Path) -> None:
    """JSON-LD has many ways to say one thing; tools write all of them."""
    terms = {"@vocab": "http://example.org/", **odd.get("@context", {})}
    document = {**odd, "@context": terms, "@id": "http://example.org/a"}
    (tmp_path / "d.jsonld").write_text(json.dumps(document, indent=1), encoding="utf-8")
    source = source_of(tmp_path / "d.jsonld")
    places = open_places(source)

    assert source.quads
    for quad in source.quads:
        node = quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
        said = {(t.predicate, t.object) for t in places.triples(node)}
        assert (quad.predicate, quad.object) in said


@pytest.mark.parametrize("given", ["link.ttl", "linked", "linked/d.ttl"])
def test_a_file_is_called_by_the_name_that_was_given(
    given: str, tmp_path: Path, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of a build that links its inputs is known to people by the link alone."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "work").mkdir()
    (tmp_path / "elsewhere" / "d.ttl").write_text(unmarked(TURTLE)[0], encoding="utf-8")
    (tmp_path / "work" / "s.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "work" / "link.ttl").symlink_to(tmp_path / "elsewhere" / "d.ttl")
    (tmp_path / "work" / "linked").symlink_to(tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path / "work")

    result = check(given, "--shapes", "s.ttl", "--profile", "shacl", "--format", "json")

    files = {finding["file"] for finding in json.loads(result.stdout)["findings"]}
    assert {"linked/d.ttl" if given == "linked" else given} == files
