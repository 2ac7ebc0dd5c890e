"""Random histories of updates, and the answers that a dataset must give after each."""

from __future__ import annotations

from typing import Any

import httpx
import pyoxigraph as ox
from hypothesis import strategies as st

from rolegraph.rdf.namespaces import SHAPES_GRAPHS, is_default_dataset_graph

GRAPHS = ("<urn:g>", "<urn:h>", f"<{SHAPES_GRAPHS}apart>")
"""Two graphs of the union, and one that stands outside of it."""
EVERYTHING = """SELECT ?g ?s ?p ?o {
  { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }
}"""
QUESTIONS = (
    EVERYTHING,
    "SELECT ?s ?p ?o { ?s ?p ?o }",
    "SELECT ?s ?o { ?s <urn:p> ?o FILTER NOT EXISTS { GRAPH <urn:g> { ?s <urn:p> ?o } } }",
    "SELECT (COUNT(*) AS ?n) { ?s <urn:p>/<urn:p>? ?o }",
)

_triples = st.sampled_from(
    ["<urn:a> <urn:p> 1", "<urn:a> <urn:p> <urn:b>", "<urn:b> <urn:p> 1", "<urn:b> <urn:q> 2"]
)
_places = st.sampled_from(["{}", *(f"GRAPH {graph} {{{{ {{}} }}}}" for graph in GRAPHS)])
# One triple in several places at once is what makes a union hard.
_quads = st.builds(
    lambda triple, places: "{ " + " . ".join(place.format(triple) for place in places) + " }",
    _triples,
    st.lists(_places, min_size=1, max_size=3, unique=True),
)
_sources = st.sampled_from(["DEFAULT", *GRAPHS])
_patterns = st.builds(
    lambda where, wanted, place: (wanted.format(where), place.format(where)),
    st.sampled_from(["?s ?p ?o", "<urn:a> ?p ?o", "?s <urn:p> 1"]),
    _places,
    _places,
)
UPDATES = st.one_of(
    _quads.map("INSERT DATA {}".format),
    _quads.map("INSERT DATA {}".format),
    _quads.map("DELETE DATA {}".format),
    _patterns.map(lambda pair: f"INSERT {{ {pair[0]} }} WHERE {{ {pair[1]} }}"),
    _patterns.map(lambda pair: f"DELETE {{ {pair[0]} }} WHERE {{ {pair[1]} }}"),
    st.sampled_from(["CLEAR DEFAULT", "CLEAR NAMED", *(f"CLEAR SILENT GRAPH {g}" for g in GRAPHS)]),
    st.builds(
        "{} SILENT {} TO {}".format, st.sampled_from(["ADD", "COPY", "MOVE"]), _sources, _sources
    ),
)
HISTORIES = st.lists(UPDATES, min_size=3, max_size=6)


def fresh_answers(dataset: bytes, *, union: bool) -> list[list[str]]:
    """Return the answers that the engine itself gives from a store with nothing else in it.

    Args:
        dataset: N-Quads.
        union: whether the default graph is the union of the default dataset graphs.
    """
    store = ox.Store()
    for quad in ox.parse(dataset, format=ox.RdfFormat.N_QUADS):
        graph = quad.graph_name
        store.add(quad)
        # The default graph is a merge, in which a triple of two graphs stands once.
        if union and isinstance(graph, ox.NamedNode) and is_default_dataset_graph(graph.value):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    found = []
    for text in QUESTIONS:
        answer: Any = store.query(text)
        lines = (answer.serialize(format=ox.QueryResultsFormat.TSV) or b"").decode()
        found.append(sorted(lines.splitlines()))
    return found


def answers(client: httpx.Client) -> list[list[str]]:
    """Return the answers of a service at the present revision."""
    return [rows(client, text) for text in QUESTIONS]


def rows(client: httpx.Client, text: str, **parameters: str) -> list[str]:
    """Return the sorted lines of one answer, with their head."""
    asked = {"query": text, "format": "tsv", **parameters}
    return sorted(client.get("sparql", params=asked).raise_for_status().text.splitlines())
