"""Where a triple is written in Turtle and its kin: every triple, whatever the writer's habits."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph import resources
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse, serialize
from rolegraph.rdf.turtle.places import TurtlePlaces, WrittenAt
from rolegraph.rdf.turtle.tokens import STRETCH, Lines, blocks

BASE = "https://example.org/base/"
TRICKY = '''
@prefix : <https://example.org/#> .
@prefix ex: <https://example.org/a/> . # a comment with "quotes", <angles> and a dot .
PREFIX p.q: <https://example.org/b/>
@base <https://example.org/other/> .

:a :p "a # no comment", 'it\\'s', """two
lines with "quotes" and a dot. """, \'\'\'three\'\'\' .
:a.b :p :c.d ; :q 1, 1.5, -2e3, +.5, true . # :a :p :never .
:a\\.b\\-c :p ex:%20x, <rel>, <#frag>, <> ;
   ;
   a :T , ex:T2 .
p.q:x-1 :p [ :q [ :r "deep" ] ; :s ( 1 "two" :three ) ] , [] .
:é :p "\\u00e9\\U0001F600"@fr-be, "5"^^<http://www.w3.org/2001/XMLSchema#byte> .
_:b1 :p _:b.2 .
@prefix ex: <https://example.org/again/> .
ex:last :p ex:one.
ex:none:p :p ex:two .
'''


def written(text: str) -> list[WrittenAt]:
    """Return every triple with its places."""
    places = TurtlePlaces(text, BASE)
    names = [
        block.first if block.first.startswith("_:") else block.scope.iri(block.first) or ""
        for block in blocks(text, BASE)
    ]
    return [triple for name in dict.fromkeys(names) for triple in places.triples(name)]


def named(triples: Iterable[Quad | WrittenAt]) -> set[tuple[object, object, object]]:
    """Return the triples without anonymous nodes."""
    return {
        (triple.subject, triple.predicate, triple.object)
        for triple in triples
        if not {type(triple.subject), type(triple.object)} & {BlankNode}
    }


def said_at(text: str, triple: WrittenAt) -> str:
    """Return what stands at the place of the object."""
    return text[triple.at_object.start : triple.at_object.end]


def test_every_triple_of_a_tricky_document_has_a_place() -> None:
    """Dots in names, quotes in comments and prefixes declared twice lead a naive reader astray."""
    expected = list(parse(TRICKY, format=RdfFormat.TURTLE, base_iri=BASE))
    found = written(TRICKY)

    assert named(expected) == named(found)
    assert len(expected) == len(found)


@pytest.mark.parametrize(
    ("value", "token"),
    [
        (Literal("it's"), "'it\\'s'"),
        (Literal("deep"), '"deep"'),
        (NamedNode("https://example.org/other/rel"), "<rel>"),
        (NamedNode("https://example.org/again/one"), "ex:one"),
        (NamedNode("https://example.org/#c.d"), ":c.d"),
        (Literal("5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#byte")), '"5"^^<http'),
        (Literal("é😀", language="fr-be"), '"\\u00e9\\U0001F600"@fr-be'),
    ],
)
def test_the_place_of_a_value_is_the_place_of_its_token(value: object, token: str) -> None:
    """A caret below the wrong word is worse than none."""
    (triple,) = [triple for triple in written(TRICKY) if triple.object == value]

    assert said_at(TRICKY, triple).startswith(token)


@pytest.mark.parametrize("path", sorted(resources.root().glob("*/*.ttl")), ids=lambda p: p.name)
def test_every_triple_of_a_shipped_file_has_a_place(path: Path) -> None:
    """The shipped files are what most people check."""
    text = path.read_text("utf-8")
    expected = list(parse(text, format=RdfFormat.TURTLE, base_iri=BASE))

    assert named(expected) == named(written(text))
    assert len(expected) == len(written(text))


def test_graphs_of_trig_and_nquads_are_entered() -> None:
    """Triples in named graphs have places like any others."""
    trig = '@prefix : <urn:x:> .\n:a :p "0" .\nGRAPH :g { :a :p "1" . :b :p "2" }\n:h { :a :p "3" }'
    quads = list(parse(trig, format=RdfFormat.TRIG))
    nquads = (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()

    assert named(quads) == named(written(trig)) == named(written(nquads))


IRIS = st.builds(
    lambda local: NamedNode("https://example.org/" + local),
    st.text(st.sampled_from("abzéB0.-_~:/'()!$&*+,;=@"), min_size=1, max_size=8),
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(lambda text: Literal(text, language="en"), TEXTS),
    st.builds(Literal, st.one_of(st.integers(), st.booleans())),
)
QUADS = st.lists(st.builds(Quad, IRIS, IRIS, st.one_of(IRIS, LITERALS)), min_size=1, max_size=12)


@given(QUADS, st.booleans())
def test_every_triple_of_any_graph_has_a_place(quads: list[Quad], abbreviated: bool) -> None:
    """No text and no name may hide a triple from its place."""
    prefixes = {"ex": "https://example.org/", "": "https://example.org/a"} if abbreviated else {}
    triples = (quad.triple for quad in quads)
    text = (serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()

    assert named(quads) == named(written(text))


@given(st.text("ab\r\n", max_size=40), st.integers(0, 3))
def test_lines_and_columns_are_counted_whatever_ends_a_line(text: str, before: int) -> None:
    """Editors count a line feed, a carriage return, and both together, each as one line end."""
    text = "x" * (STRETCH - before) + text  # line ends lie around the end of a stretch
    starts = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text))]
    lines = Lines(text)

    for offset in range(STRETCH - before, len(text) + 1):
        line = sum(start <= offset for start in starts)
        place = (line, offset - starts[line - 1] + 1)
        assert place == lines.place(offset)
        assert offset == lines.offset(*place)
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        assert line == lines.line(number)
    assert len(text) == lines.offset(len(starts) + 1, 1)
    assert lines.line(0) is lines.line(len(starts) + 1) is None
