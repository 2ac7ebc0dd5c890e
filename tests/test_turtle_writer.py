"""The Turtle writer: same triples, same bytes, and nothing lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset

from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.terms import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)
from rolegraph.rdf.turtle.terms import natural_key
from rolegraph.rdf.turtle.writer import write_turtle

EX = "https://example.org/"
HEADER = "@prefix ex: <https://example.org/> .\n"


def read(turtle: str) -> set[Triple]:
    """Parse Turtle."""
    return {quad.triple for quad in parse(turtle.encode(), RdfFormat.TURTLE)}


def canonical(triples: set[Triple]) -> set[Quad]:
    """Give blank nodes names by which isomorphic graphs are equal."""
    dataset = Dataset(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def rewritten(turtle: str) -> str:
    """Parse Turtle and write it."""
    return write_turtle(read(HEADER + turtle), {"ex": EX})


local_names = st.sampled_from(
    [
        "a",
        "b",
        "roles/x",
        "roles/x#quote",
        "step-2",
        "step-10",
        "x.",
        ".x",
        "a//b",
        "é",
        "",
        "a:b/c",
    ]
)
iris = st.one_of(
    local_names.map(lambda name: NamedNode(EX + name)),
    st.sampled_from(["first", "rest", "nil", "type"]).map(
        lambda name: NamedNode(f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}")
    ),
)
blanks = st.sampled_from("pqrst").map(BlankNode)
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.text("\"\\\n\r\t '\x00\x85\u2028\ufeff", max_size=6),
    st.sampled_from(["1", "01", "+1", "1.0", "1.", ".5", "1e3", ".5E-1", "true", "1\n", "abc"]),
)
literals = st.one_of(
    texts.map(Literal),
    st.builds(Literal, texts, language=st.sampled_from(["en", "de-ch"])),
    st.builds(
        Literal,
        texts,
        datatype=st.sampled_from(["integer", "decimal", "double", "boolean", "date", "string"]).map(
            lambda name: NamedNode(XSD + name)
        ),
    ),
)
triples = st.builds(
    Triple, st.one_of(iris, blanks), iris, st.one_of(iris, blanks, blanks, literals)
)
graphs = st.sets(triples, max_size=12)


@given(graphs)
def test_what_is_written_reads_back_as_the_same_graph(graph: set[Triple]) -> None:
    """A catalogue file that is written back must not lose or change a triple."""
    actual = read(write_turtle(graph, {"ex": EX, "roles": EX + "roles/"}, base=EX))

    assert canonical(graph) == canonical(actual)


@given(graphs)
def test_writing_again_gives_the_same_text(graph: set[Triple]) -> None:
    """A file that nobody changed must not show up in a difference."""
    once = write_turtle(graph, {"ex": EX}, base=EX)

    assert once == write_turtle(read(once), {"ex": EX}, base=EX)


@given(st.lists(triples, max_size=10), st.randoms())
def test_the_order_and_repetition_of_triples_do_not_matter(
    statements: list[Triple], random: object
) -> None:
    """A set has no order, so neither may the text depend on one."""
    shuffled = statements * 2
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert write_turtle(statements) == write_turtle(shuffled)


@given(st.lists(texts, max_size=6))
def test_natural_order_is_total(values: list[str]) -> None:
    """Two different texts with one key would be written in the order they came in."""
    assert len(set(values)) == len({natural_key(value) for value in values})


def test_layout_is_one_statement_a_line() -> None:
    """One changed statement must be one changed line."""
    turtle = """
        ex:step-10 ex:order 10 ; a ex:Step .
        ex:step-2 ex:uses ex:b , ex:a ; ex:order 2 ; a ex:Step ;
            <http://www.w3.org/2004/02/skos/core#prefLabel> "Second"@en .
    """
    expected = """\
@prefix ex: <https://example.org/> .

ex:step-2 a ex:Step ;
    <http://www.w3.org/2004/02/skos/core#prefLabel> "Second"@en ;
    ex:order 2 ;
    ex:uses
        ex:a ,
        ex:b .

ex:step-10 a ex:Step ;
    ex:order 10 .
"""

    assert expected == rewritten(turtle)


def test_blank_nodes_and_lists_are_written_in_place() -> None:
    """Shapes are full of them, and named blank nodes are unreadable."""
    turtle = """
        ex:Shape ex:property _:z , _:y ; ex:in ( 1 "two" ex:three ) ; ex:none () .
        _:y ex:path ex:b .
        _:z ex:path ex:a ; ex:min 1 .
        _:free ex:path ex:c .
    """
    expected = """\
@prefix ex: <https://example.org/> .

ex:Shape ex:in ( 1 "two" ex:three ) ;
    ex:none () ;
    ex:property
        [
            ex:min 1 ;
            ex:path ex:a
        ] ,
        [
            ex:path ex:b
        ] .

[] ex:path ex:c .
"""

    assert expected == rewritten(turtle)


def test_a_blank_node_used_twice_has_a_name_that_does_not_depend_on_the_input() -> None:
    """Parsers invent new names at each reading; the text must not follow them."""
    turtle = "ex:a ex:p _:{0} . ex:b ex:p _:{0} . _:{0} ex:q _:{1} . _:{1} ex:q _:{0} ."

    assert rewritten(turtle.format("x", "y")) == rewritten(turtle.format("second", "first"))
    assert "_:b1" in rewritten(turtle.format("x", "y"))


def test_broken_lists_keep_their_triples() -> None:
    """A list with two tails is no list, yet its triples are data."""
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    turtle = HEADER + f"ex:a ex:p _:l . _:l <{rdf}first> 1 ; <{rdf}rest> () , ex:b ."

    assert canonical(read(turtle)) == canonical(read(write_turtle(read(turtle), {"ex": EX})))


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        (Literal("7", datatype=NamedNode(XSD + "integer")), "7"),
        (Literal("x", datatype=NamedNode(XSD + "integer")), '"x"^^xsd:integer'),
        (Literal("1.", datatype=NamedNode(XSD + "decimal")), '"1."^^xsd:decimal'),
        (Literal("true", datatype=NamedNode(XSD + "boolean")), "true"),
        (Literal("1", datatype=NamedNode(XSD + "boolean")), '"1"^^xsd:boolean'),
        (Literal('say "no"\t', language="en"), '"say \\"no\\"\\t"@en'),
        (Literal("a\r\nb"), '"a\\r\\nb"'),
        (Literal("-" * 80 + '\r\n""'), f'"""{"-" * 80}\\r\n\\"\\""""'),
        (Literal("-" * 80 + "  \nb "), f'"""{"-" * 80} \\u0020\nb\\u0020"""'),
    ],
)
def test_literals_keep_their_characters(literal: Literal, expected: str) -> None:
    """Verbatim text and offsets hang on every character."""
    turtle = write_turtle([Triple(NamedNode(EX), NamedNode(EX), literal)], {"xsd": XSD})

    assert f"<{EX}> <{EX}> {expected} .\n" == turtle.removeprefix(f"@prefix xsd: <{XSD}> .\n\n")


def test_only_used_prefixes_and_a_used_base_are_declared() -> None:
    """A declaration nobody uses changes lines for nothing."""
    triple = Triple(NamedNode(EX + "id/roles/x#quote"), NamedNode(EX + "p"), NamedNode(EX + "id/"))
    prefixes = {"ex": EX, "other": "https://example.com/"}
    expected = """\
# Generated.
#
# Do not edit.

@base <https://example.org/id/> .
@prefix ex: <https://example.org/> .

<roles/x#quote> ex:p <https://example.org/id/> .
"""

    assert expected == write_turtle(
        [triple], prefixes, base=EX + "id/", comment="Generated.\n\nDo not edit."
    )


def test_triple_terms_are_written() -> None:
    """Statements about statements may come in with any Turtle file."""
    turtle = HEADER + 'ex:a ex:says <<( ex:b ex:p _:x )>> . _:x ex:q "y"@ar--rtl .'

    assert canonical(read(turtle)) == canonical(read(write_turtle(read(turtle), {"ex": EX})))


def test_quads_of_several_graphs_are_refused() -> None:
    """Turtle would merge them without a word."""
    node = NamedNode(EX)
    quads = [Quad(node, node, node, NamedNode(EX + name)) for name in "ab"]

    with pytest.raises(ValueError, match="several"):
        write_turtle(quads)


def test_an_empty_graph_is_an_empty_file() -> None:
    """The last thing of a file may be deleted."""
    assert write_turtle([]) == ""
