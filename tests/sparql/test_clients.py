"""The clients that people use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, N3, POST, TURTLE, XML, SPARQLWrapper

from serving import Server, StartServer

TOKEN = "a-token-for-the-client-tests-0123456789"
RG = rdflib.Namespace("https://w3id.org/rolegraph/ontology#")


@pytest.fixture(scope="module")
def writable(start_module_server: StartServer) -> Iterator[Server]:
    """A plain SPARQL store that takes updates."""
    server = start_module_server(
        "--empty", "--no-union-default-graph", ROLEGRAPH_WRITE_TOKEN=TOKEN, ROLEGRAPH_GUARD="off"
    )
    yield server
    server.stop()


def test_sparqlwrapper_reads_json_xml_csv_and_graphs(server: Server) -> None:
    """The most used client from Python."""
    endpoint = SPARQLWrapper(f"{server.url}sparql")
    endpoint.setQuery(f"SELECT ?role {{ ?role a <{RG.Role}> }}")
    endpoint.setReturnFormat(JSON)
    assert 4 == len(endpoint.queryAndConvert()["results"]["bindings"])
    endpoint.setReturnFormat(XML)
    assert 4 == len(endpoint.queryAndConvert().getElementsByTagName("result"))
    endpoint.setReturnFormat(CSV)
    assert 5 == len(endpoint.queryAndConvert().splitlines())
    endpoint.setQuery(f"CONSTRUCT WHERE {{ ?role a <{RG.Role}> }}")
    for form in (TURTLE, N3):
        endpoint.setReturnFormat(form)
        graph = rdflib.Graph().parse(data=endpoint.queryAndConvert(), format="turtle")
        assert 4 == len(graph)


def test_sparqlwrapper_updates_with_a_token(writable: Server) -> None:
    """By POST, with a header of its own."""
    endpoint = SPARQLWrapper(f"{writable.url}sparql")
    endpoint.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
    endpoint.setMethod(POST)
    endpoint.setQuery("INSERT DATA { <urn:wrapper> <urn:p> 1 }")
    endpoint.query()
    endpoint.setQuery("ASK { <urn:wrapper> <urn:p> 1 }")
    endpoint.setReturnFormat(JSON)

    assert endpoint.queryAndConvert()["boolean"] is True


def test_rdflib_reads_the_endpoint_as_a_graph(server: Server) -> None:
    """SPARQLStore."""
    graph = rdflib.Graph(SPARQLStore(f"{server.url}sparql"))

    assert 4 == len(set(graph.subjects(rdflib.RDF.type, RG.Role)))
    labels = graph.query(
        "SELECT ?l { ?r a rg:Role ; skos:prefLabel ?l }", initNs={"rg": RG, "skos": rdflib.SKOS}
    )
    assert rdflib.Literal("Data Analyst", lang="en") in {row.l for row in labels}


def test_rdflib_writes_through_the_endpoint(writable: Server) -> None:
    """SPARQLUpdateStore: triples added and removed one by one."""
    address = f"{writable.url}sparql"
    store = SPARQLUpdateStore(address, address, headers={"Authorization": f"Bearer {TOKEN}"})
    graph = rdflib.Graph(store, identifier=rdflib.URIRef("urn:graph:rdflib"))
    triple = (rdflib.URIRef("urn:s"), rdflib.URIRef("urn:p"), rdflib.Literal("grün", lang="de"))

    graph.add(triple)
    assert [triple] == list(graph)
    graph.remove(triple)
    assert [] == list(graph)
