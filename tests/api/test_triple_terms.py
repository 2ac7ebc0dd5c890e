"""Statements about triples (RDF 1.2) are there in every format that can say them, else refused."""

from __future__ import annotations

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from serving import Server, StartServer

TOKEN = {"Authorization": "Bearer a-token-for-tests"}
TOOL = "https://w3id.org/rolegraph/id/tools/maite"
UPDATE = f"""INSERT DATA {{ GRAPH <https://w3id.org/rolegraph/graph/data/tools.ttl> {{
    <{TOOL}> <urn:x:said> <<( <urn:x:a> <urn:x:b> 1 )>> , "نص"@ar--rtl . }} }}"""
FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/n-triples": RdfFormat.N_TRIPLES,
}


@pytest.fixture(scope="module")
def server(start_module_server: StartServer) -> Server:
    """A service in which a tool has something said about a triple."""
    started = start_module_server(ROLEGRAPH_WRITE_TOKEN="a-token-for-tests")
    with started.client() as client:
        written = client.post("/sparql", data={"update": UPDATE}, headers=TOKEN)
        assert 200 <= written.status_code < 300, written.text
    return started


@pytest.fixture
def reading(server: Server) -> httpx.Client:
    return server.client()


@pytest.mark.parametrize("accept", FORMATS)
def test_formats_that_can_say_it_say_it(reading: httpx.Client, accept: str) -> None:
    with reading as client:
        answer = client.get("/api/v1/tools/maite", headers={"Accept": accept})

    said = [q for q in parse(answer.content, format=FORMATS[accept]) if "x:said" in str(q)]
    assert 2 == len(said), answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/tools/maite",
        "/tools/maite.jsonld",
        "/api/v1/tools",
        "/graphs?format=jsonld",
        "/graphs?graph=https://w3id.org/rolegraph/graph/data/tools.ttl",
        f"/sparql?query=CONSTRUCT+WHERE+{{+<{TOOL}>+?p+?o+}}",
    ],
)
def test_json_ld_cannot_say_it_and_is_refused_in_words(reading: httpx.Client, path: str) -> None:
    """It was a failure of the service, of every list and graph that the thing stands in."""
    with reading as client:
        answer = client.get(path, headers={"Accept": "application/ld+json"})

    assert 406 == answer.status_code, answer.text
    assert "statements about triples" in answer.json()["detail"]
    assert "Turtle" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/tools/maite", "/tools", "/api/v1/tools/maite", "/changes/2"])
def test_pages_and_json_are_there_all_the_same(reading: httpx.Client, path: str) -> None:
    """One triple more must not close the page of a thing."""
    with reading as client:
        for accept in ("text/html", "application/json"):
            answer = client.get(path, headers={"Accept": accept})
            assert answer.status_code in {200, 406}, answer.text
        shown = client.get(path, headers={"Accept": "text/html, application/json;q=0.5"})

    assert 200 == shown.status_code
