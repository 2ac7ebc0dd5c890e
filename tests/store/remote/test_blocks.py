"""Lines of a patch as SPARQL: what is taken as text is what a parser would have made of it."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.rdf.namespaces import DEFAULT_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad
from rolegraph.store.journal.entry_format import encode_patch
from rolegraph.store.remote.log import blocks
from rolegraph.store.remote.log.terms import as_kept

NAMES = [NamedNode(f"https://example.org/{name}") for name in ("a", "b", "ü", "x#y", "p?q=1&r=2")]
TYPES = [NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}") for name in ("integer", "date")]
TEXT = st.text(st.sampled_from('ab ü"\\<>_:.{}\n\r\t\x01\u2028\x85\U0001f600'), max_size=8)
LITERALS = st.one_of(
    TEXT.map(Literal),
    TEXT.map(lambda text: Literal(text, language="en")),
    st.tuples(TEXT, st.sampled_from(TYPES)).map(lambda two: Literal(two[0], datatype=two[1])),
)
NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(["007", "-0", "+5", "0", "9" * 18, "1" + "0" * 18]),
).map(lambda text: Quad(NAMES[0], NAMES[0], Literal(text, datatype=TYPES[0]), NAMES[0]))
NODES = st.sampled_from([*NAMES, BlankNode("b0"), BlankNode("b1")])
QUADS = st.builds(
    Quad,
    NODES,
    st.sampled_from(NAMES),
    st.one_of(NODES, LITERALS),
    st.sampled_from([*NAMES[:2], DefaultGraph()]),
)


@settings(max_examples=150)
@given(st.frozensets(QUADS, max_size=8), st.frozensets(QUADS, max_size=4), st.integers(1, 5))
def test_blocks_say_what_the_lines_say(
    added: frozenset[Quad], removed: frozenset[Quad], size: int
) -> None:
    """A value that a shortcut changed would be in the store, and in no log."""
    body = encode_patch(Patch(removed=removed, added=added))
    stores = {b"A": ox.Store(), b"D": ox.Store()}

    for mark, lines in blocks.marked([body[:7], body[7:]], size):
        prefixes, block = blocks.abbreviated(blocks.block(lines))
        stores[mark].update(f"{prefixes}INSERT DATA {{ {block} }}")

    assert set(stores[b"A"]) == set(map(as_kept, added))
    assert set(stores[b"D"]) == set(map(as_kept, removed))


@settings(max_examples=100)
@given(st.frozensets(st.one_of(QUADS, NUMBERS), max_size=8))
def test_values_of_a_datatype_are_found_in_lines(added: frozenset[Quad]) -> None:
    """The engine is asked for each such value before a commit is published.

    Not for whole numbers that fit 64 bits: each engine takes those, and catalogues have very many.
    """
    body = encode_patch(Patch(added=added))
    found = {value for _, lines in blocks.marked([body], 100) for value in blocks.values(lines)}

    objects = (quad.object for quad in added)
    assert found == {
        str(one)
        for one in objects
        if isinstance(one, Literal) and one.datatype in TYPES and not is_number(one.value)
    }


def is_number(text: str) -> bool:
    """Tell whether a text is a whole number, written as Python does, with 18 digits at most."""
    try:
        return text == str(int(text)) and abs(int(text)) < 10**18
    except ValueError:
        return False


@settings(max_examples=150)
@given(st.frozensets(QUADS, min_size=1, max_size=8))
def test_graphs_with_their_triples_say_what_the_lines_say(added: frozenset[Quad]) -> None:
    """An upload is TriG made of text; the engine must get what operations would have written."""
    lines = b"".join(blocks.added([encode_patch(Patch(added=added))]))

    document = b"".join(b"GRAPH %b {\n%b}\n" % pair for pair in blocks.by_graph(lines))

    assert set(ox.parse(document, format=ox.RdfFormat.TRIG)) == set(map(as_kept, added))


def test_a_line_without_a_graph_is_not_taken_for_one_with_a_graph() -> None:
    """Its object may be the graph that the lines around it are in."""
    cut = b"<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:a> <urn:b> <urn:g> .\n"

    document = b"".join(b"GRAPH %b {\n%b}\n" % pair for pair in blocks.by_graph(cut))

    assert {str(quad.graph_name) for quad in ox.parse(document, format=ox.RdfFormat.TRIG)} == {
        "<urn:g>",
        f"<{DEFAULT_GRAPH}>",
    }
