"""How deep texts nest: found in any format, whatever stands in strings and comments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import Unreadable
from rolegraph.rdf.terms import RdfFormat, parse
from rolegraph.rdf.uploads.nesting import check_depth

LIMIT = 8
S = "<urn:s> <urn:p> "
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'

NESTED = {
    "blank nodes": (RdfFormat.TURTLE, lambda n: S + "[ <urn:p> " * n + "1" + " ]" * n + " ."),
    "collections": (RdfFormat.TURTLE, lambda n: S + "( " * n + "1" + " )" * n + " ."),
    "reified": (RdfFormat.TURTLE, lambda n: "<< " * n + S + "1" + " >> <urn:p> 1" * n + " ."),
    "annotations": (
        RdfFormat.TURTLE,
        lambda n: S + "1 " + "{| <urn:p> 1 " * n + "|} " * n + ".",
    ),
    "graphs and nodes": (
        RdfFormat.TRIG,
        lambda n: "{ " + S + "[ <urn:p> " * (n - 1) + "1" + " ]" * (n - 1) + " }",
    ),
    "triple terms": (
        RdfFormat.N_TRIPLES,
        lambda n: S + f"<<( {S}" * n + "<urn:o>" + " )>>" * n + " .",
    ),
    "quoted in quads": (
        RdfFormat.N_QUADS,
        lambda n: S + f"<<({S}" * n + '"((("' + ")>>" * n + " <urn:g> .",
    ),
    "objects": (RdfFormat.JSON_LD, lambda n: '{"urn:p":' * n + '"{[{["' + "}" * n),
    "arrays": (RdfFormat.JSON_LD, lambda n: "[" * n + "]" * n),
    "elements": (
        RdfFormat.RDF_XML,
        lambda n: XML + "<e:a>" * (n - 1) + "</e:a>" * (n - 1) + "</rdf:RDF>",
    ),
}
"""Texts that nest so many levels."""


@pytest.mark.parametrize("name", NESTED)
def test_a_text_passes_up_to_the_limit_and_not_beyond(name: str) -> None:
    """The bound must hold in every format that comes in, and refuse nothing below it."""
    text_format, text = NESTED[name]
    check_depth(text(LIMIT).encode(), text_format, LIMIT)

    with pytest.raises(Unreadable, match="8 levels"):
        check_depth(text(LIMIT + 1).encode(), text_format, LIMIT)


def test_elements_that_come_out_of_entities_count() -> None:
    """An entity is written once and opens its elements at every place it is named."""
    entities = '<!DOCTYPE a [<!ENTITY e "<b><b><b><b><b/></b></b></b></b>">]>'

    check_depth(f"{entities}<a>&e;&e;&e;</a>".encode(), RdfFormat.RDF_XML, LIMIT)
    with pytest.raises(Unreadable):
        check_depth(f"{entities}<a><a><a><a>&e;</a></a></a></a>".encode(), RdfFormat.RDF_XML, LIMIT)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_the_encoding_of_xml_hides_nothing(encoding: str) -> None:
    """XML says its own encoding; counting bytes would not see the tags."""
    mark = "\N{ZERO WIDTH NO-BREAK SPACE}"
    text = f'{mark}<?xml version="1.0" encoding="utf-16"?>' + "<a>" * 9 + "</a>" * 9

    with pytest.raises(Unreadable):
        check_depth(text.encode(encoding), RdfFormat.RDF_XML, LIMIT)


@pytest.mark.parametrize(
    "text",
    [
        S + '"((((((((((" .',
        S + "'''[[[[' [[[[''[[[' ''' .",
        S + '"""a " b "" ((((((((((( \\""" (((""" .',
        "# ((((((((((((\n" + S + "1 .",
        "<urn:s((((((((((> <urn:p> 1 .",
        "@prefix e: <urn:e:> . e:a e:b\\(\\(\\(\\(\\(\\(\\(\\(\\(\\( 1 .",
        S + " , ".join(["[]"] * 20) + " .",
        S + " , ".join(["( 1 )"] * 20) + " .",
    ],
)
def test_what_only_looks_like_nesting_does_not_count(text: str) -> None:
    """Brackets in values, comments and names are no nesting, and siblings are no levels."""
    list(parse(text.encode(), format=RdfFormat.TURTLE))

    check_depth(text.encode(), RdfFormat.TURTLE, LIMIT)


@given(
    st.recursive(
        st.sampled_from(['"("', "'[['", '"""{"(("""', "<urn:((>", "1", "_:b", "# ((\n<urn:o>"]),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda items: ("( ", items, " )")),
            inner.map(lambda item: ("[ <urn:p> ", [item], " ]")),
        ),
        max_leaves=30,
    )
)
def test_the_depth_is_that_of_the_tree_that_was_written(tree: object) -> None:
    """For any text: refused exactly where it nests deeper than the limit."""
    text = (S + _written(tree) + " .").encode()
    list(parse(text, format=RdfFormat.TURTLE))
    depth = _depth(tree)
    check_depth(text, RdfFormat.TURTLE, depth)
    if depth:
        with pytest.raises(Unreadable):
            check_depth(text, RdfFormat.TURTLE, depth - 1)


def _written(tree: object) -> str:
    if isinstance(tree, str):
        return tree
    assert isinstance(tree, tuple)
    before, items, after = tree
    return str(before) + " ".join(map(_written, items)) + str(after)


def _depth(tree: object) -> int:
    if isinstance(tree, str):
        return 0
    assert isinstance(tree, tuple)
    return 1 + max(map(_depth, tree[1]), default=0)


@given(st.binary(max_size=300))
def test_any_bytes_are_judged_without_a_fault(text: bytes) -> None:
    """What is no text of its format is for the parser to refuse, not a reason to fail here."""
    for text_format in (RdfFormat.TURTLE, RdfFormat.JSON_LD, RdfFormat.RDF_XML):
        check_depth(text, text_format, 1000)


@pytest.mark.parametrize("piece", ['"', "'", '"""', "'''", '"\\"', "<a", "#", "\\", "<<", ")>>"])
@pytest.mark.parametrize("text_format", [RdfFormat.TURTLE, RdfFormat.JSON_LD])
def test_looking_costs_as_much_as_the_text_is_long(piece: str, text_format: RdfFormat) -> None:
    """A text of a megabyte with a million false starts once took hours in another reader.

    Nothing is measured by the clock: in quadratic time this test would not end.
    """
    text = ("[" * 10 + "]" * 10 + piece * 300_000).encode()

    with pytest.raises(Unreadable):
        check_depth(text, text_format, LIMIT)
