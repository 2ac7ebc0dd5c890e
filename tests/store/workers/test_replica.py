"""Replicas: the default graph that stands apart answers as the whole dataset does."""

from __future__ import annotations

import io
import itertools
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.rdf.sparql_terminals import Keywords
from rolegraph.rdf.sparql_tokens import tokens
from rolegraph.store.workers.inside.merging import Merges
from rolegraph.store.workers.inside.replica import WorkerReplica

QUADS = b"""<urn:a> <urn:p> <urn:b> <urn:g> .
<urn:a> <urn:q> _:x <urn:h> .
_:x <urn:p> "v" <urn:h> .
<urn:c> <urn:p> <urn:a> <urn:outside> .
"""
DEFAULT_GRAPH = b"""<urn:a> <urn:p> <urn:b> .
<urn:a> <urn:q> _:x .
_:x <urn:p> "v" .
"""
WITHOUT_GRAPHS = [
    "SELECT * { ?s ?p ?o }",
    "SELECT * { ?s <urn:p>* ?o }",
    "SELECT * { <urn:b> <urn:p>? ?o }",
    "SELECT * { ?s (<urn:p>|!<urn:p>)+ ?o }",
    "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?o <urn:p> ?v } }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE <urn:a> <urn:c>",
    "DESCRIBE ?s { ?s <urn:q> ?o }",
    "ASK { <urn:c> ?p ?o }",
]
"""Queries that name no graph."""
FRAGMENTS = [
    *("GRAPH", "from", "Graph", "FROM", "graph:", "ex:graph", "?graph", "$from", "_:graph"),
    *("<urn:graph>", "'graph'", '"from"', "'''from'''", "# graph\n", "#from", "graphs", "fromage"),
    *(
        "{",
        "}",
        "'",
        '"',
        '"""',
        "\\",
        "\\'",
        '\\"',
        "<",
        ">",
        ".",
        ":",
        "%41",
        "1.5e3",
        "@en",
        " ",
    ),
    *("\n", "a.", "é", "\\u0047RAPH", "\\U00000046ROM", "xsd:from", "a.from:b", "GRAPH2", "_FROM"),
]
"""What texts are made of in which the keywords are hard to tell from other tokens."""


def replica() -> WorkerReplica:
    made = WorkerReplica()
    made.load(io.BytesIO(QUADS), io.BytesIO(DEFAULT_GRAPH))
    return made


def rows(store: Any, text: str) -> list[str]:
    found = store.query(text)
    return [str(bool(found))] if text.startswith("ASK") else sorted(map(str, found))


@pytest.mark.parametrize("text", WITHOUT_GRAPHS)
def test_a_query_that_names_no_graph_is_answered_alike_by_both_stores(text: str) -> None:
    """Scans are shorter in the store that holds the default graph alone, and nothing else."""
    made = replica()

    assert made.plain is made.store_for(text)
    assert rows(made.full, text) == rows(made.plain, text) != []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * FROM <urn:outside> { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o { graph<urn:g>{ ?s ?p ?o } } }",
    ],
)
def test_a_query_that_names_graphs_sees_them(text: str) -> None:
    """However the words are written."""
    made = replica()

    assert made.full is made.store_for(text)
    assert [] != rows(made.store_for(text), text)


def test_a_keyword_in_escapes_is_found() -> None:
    """Code points are unescaped before tokens are read."""
    made = replica()

    assert made.full is made.store_for("SELECT * { \\u0047RAPH ?g { ?s ?p ?o } }")


def test_a_patch_reaches_both_stores() -> None:
    """A query must not see another state because of how it is written."""
    made = replica()
    gone = b"<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:a> <urn:p> <urn:b> .\n"
    new = b"<urn:d> <urn:p> <urn:e> <urn:g> .\n<urn:d> <urn:p> <urn:e> .\n"
    made.apply(1, gone, new)

    everything = "SELECT * { ?s ?p ?o }"
    assert rows(made.full, everything) == rows(made.plain, everything)
    assert any("urn:d" in row for row in rows(made.plain, everything))
    assert not any("urn:b" in row for row in rows(made.plain, everything))


def test_one_store_is_enough_where_the_union_is_not_laid_out() -> None:
    """The default graph is then no copy of anything, and stands nowhere twice."""
    made = WorkerReplica()
    made.load(io.BytesIO(QUADS), None)

    assert made.plain is made.full


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_the_quick_look_for_keywords_agrees_with_the_tokens(text: str) -> None:
    """Whatever the text, or a query would run where its graphs are not."""
    readable = text.replace("\\u0047", "G").replace("\\U00000046", "F")
    said = any(t.kind == "word" and t.text in {"GRAPH", "FROM"} for t in tokens(readable))

    assert said != Keywords("GRAPH", "FROM").absent(text)


@pytest.mark.parametrize("twice", [None, *itertools.permutations(("urn:a", "urn:b", "urn:c"), 2)])
def test_graphs_are_merged_where_any_two_share_a_triple(twice: tuple[str, str] | None) -> None:
    """Told them, the engine would give that triple twice; without one, nothing is copied."""
    store, node = ox.Store(), ox.NamedNode("urn:n")
    graphs = ("urn:a", "urn:b", "urn:c")
    for size, graph in enumerate(graphs, 1):
        for number in range(size):
            thing = ox.NamedNode(f"{graph}:{number}")
            store.add(ox.Quad(thing, node, node, ox.NamedNode(graph)))
    for graph in twice or ():
        store.add(ox.Quad(node, node, node, ox.NamedNode(graph)))

    found = Merges(store).of(graphs, [])

    assert (found is None) == (twice is None)
    assert found is None or 7 == len(found[0])
