"""What a client of a service with its own rules is answered: by the rules, and never by a fault."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import httpx
import pytest

from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from serving import StartServer

TOKEN = "a-token-of-the-guard-over-http"
SHAPES = NamedNode("https://w3id.org/rolegraph/graph/shapes/own.ttl")
PREFIXES = """
PREFIX ex: <https://example.org/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
"""
RULES = r'''
ex:Named a rdfs:Class ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .
ex:Dates a sh:NodeShape ; sh:targetClass ex:Dated ;
    sh:property [ sh:path ex:on ; sh:minInclusive "2020-01-01"^^xsd:date ] .
ex:Numbers a sh:NodeShape ; sh:targetClass ex:Counted ;
    sh:property [ sh:path ex:many ; sh:maxInclusive 2.5 ] .
ex:Upper a sh:NodeShape ; sh:targetClass ex:Shouted ;
    sh:property [ sh:path ex:says ; sh:pattern "^\\p{Lu}+$" ] .
ex:Linked a sh:NodeShape ; sh:targetClass ex:Link ; sh:sparql [ sh:select """
    SELECT $this WHERE {
        OPTIONAL { $this <https://example.org/id/a> ?x } $this <https://example.org/id/b> ?x
    }""" ] .
'''


@pytest.fixture(scope="module")
def client(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client that may write."""
    folder = tmp_path_factory.mktemp("guarded")
    with contextlib.closing(EmbeddedStore(folder)) as store:
        rules = parse(PREFIXES + RULES, format=RdfFormat.TURTLE)
        store.load([Quad(q.subject, q.predicate, q.object, SHAPES) for q in rules])
    server = start_module_server(data_dir=folder, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with server.client(headers={"Authorization": f"Bearer {TOKEN}"}) as connected:
        yield connected


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ("ex:n1 a ex:Named", 422),
        ("ex:n2 a ex:Named ; ex:name 'two'", 204),
        ("ex:d1 a ex:Dated ; ex:on 2019", 422),
        ("ex:d2 a ex:Dated ; ex:on '2021-01-01'^^xsd:date", 204),
        ("ex:c1 a ex:Counted ; ex:many 'NaN'^^xsd:double", 422),
        ("ex:c2 a ex:Counted ; ex:many 2", 204),
        ("ex:s1 a ex:Shouted ; ex:says 'quiet'", 422),
        ("ex:s2 a ex:Shouted ; ex:says 'ÄÖ'", 204),
        ("ex:l1 a ex:Link ; ex:b ex:x", 422),
        ("ex:l2 a ex:Link ; ex:a ex:x", 204),
    ],
)
def test_a_write_is_judged_as_shacl_has_it(client: httpx.Client, data: str, status: int) -> None:
    """Some of these were let through, and some ended in an error of the server."""
    text = f"{PREFIXES} INSERT DATA {{ GRAPH <urn:own> {{ {data} }} }}"
    answer = client.post("/sparql", data={"update": text})

    assert status == answer.status_code, answer.text
