"""The service description says what is so."""

from __future__ import annotations

import httpx
import pytest
import rdflib
from rdflib.namespace import RDF

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
PARSERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/trig": "trig",
    "application/n-quads": "nquads",
}


def description(client: httpx.Client, media_type: str = "text/turtle") -> rdflib.Graph:
    answer = client.get("/sparql", headers={"Accept": media_type})
    assert media_type == answer.headers["content-type"].split(";")[0]
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=answer.text, format=PARSERS[media_type])
    return graph


@pytest.mark.parametrize("media_type", PARSERS)
def test_it_comes_in_every_rdf_format(client: httpx.Client, media_type: str) -> None:
    """A GET without a query returns it, section 2."""
    graph = description(client, media_type)

    (service,) = graph.subjects(RDF.type, SD.Service)
    assert str(graph.value(service, SD.endpoint)).endswith("/sparql")


def test_it_names_every_graph_with_its_size(client: httpx.Client) -> None:
    """And no other."""
    graph = description(client)
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    actual = {row["g"]["value"]: int(row["n"]["value"]) for row in rows}
    described = {
        str(graph.value(named, SD.name)): int(
            str(graph.value(graph.value(named, SD.graph), VOID.triples))
        )
        for named in graph.objects(None, SD.namedGraph)
    }

    assert actual == described


def test_every_result_format_it_names_is_given(client: httpx.Client) -> None:
    """A client may choose by it."""
    media = {
        "SPARQL_Results_JSON": ("ASK {}", "application/sparql-results+json"),
        "SPARQL_Results_XML": ("ASK {}", "application/sparql-results+xml"),
        "SPARQL_Results_CSV": ("SELECT * {}", "text/csv"),
        "SPARQL_Results_TSV": ("SELECT * {}", "text/tab-separated-values"),
        "Turtle": ("CONSTRUCT WHERE {}", "text/turtle"),
        "N-Triples": ("CONSTRUCT WHERE {}", "application/n-triples"),
        "N-Quads": ("CONSTRUCT WHERE {}", "application/n-quads"),
        "TriG": ("CONSTRUCT WHERE {}", "application/trig"),
        "RDF_XML": ("CONSTRUCT WHERE {}", "application/rdf+xml"),
        "JSON-LD": ("CONSTRUCT WHERE {}", "application/ld+json"),
    }
    named = {str(o).rsplit("/", 1)[1] for o in description(client).objects(None, SD.resultFormat)}

    assert set(media) == named
    for query, media_type in media.values():
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})
        assert media_type == answer.headers["content-type"].split(";")[0]


def test_the_union_default_graph_is_a_feature_and_a_fact(client: httpx.Client) -> None:
    """What is in a catalogue graph is in the default graph."""
    assert (None, SD.feature, SD.UnionDefaultGraph) in description(client)
    query = """ASK { GRAPH <https://w3id.org/rolegraph/graph/data/roles.ttl> { ?s ?p ?o }
                     FILTER NOT EXISTS { ?s ?p ?o } }"""
    assert client.get("/sparql", params={"query": query}).json()["boolean"] is False
