"""SERVICE and LOAD reach what an operator allows, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from rolegraph.errors import ForbiddenOperation
from rolegraph.sparql.outbound import Outbound
from serving import Server, StartServer, fetch

TOKEN = "a-token-for-the-outbound-tests-0123456789"
WRITE = {"Authorization": f"Bearer {TOKEN}"}


class Elsewhere(ThreadingHTTPServer):
    """Another host: some documents, a redirect, and the list of what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path.startswith("/allowed/away"):
            self.send_response(302)
            self.send_header("Location", f"{self.server.url}/secret/data.ttl")
            self.end_headers()
            return
        body = b"<urn:far> <urn:says> 'hello' ."
        self.send_response(200)
        self.send_header("Content-Type", "text/turtle")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    """Another host, on loopback."""
    with Elsewhere() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def friendly(
    start_module_server: StartServer, elsewhere: Elsewhere, server: Server
) -> Iterator[Server]:
    """A service that may ask another rolegraph, and load from one folder of another host."""
    allowed = f"{server.url}sparql,{elsewhere.url}/allowed/"
    started = start_module_server(
        "--empty",
        ROLEGRAPH_SERVICE_ALLOW=allowed,
        ROLEGRAPH_WRITE_TOKEN=TOKEN,
        ROLEGRAPH_GUARD="off",
    )
    yield started
    started.stop()


def test_service_asks_an_allowed_endpoint(friendly: Server, server: Server) -> None:
    """Results of both are joined."""
    query = f"""SELECT ?label {{
        SERVICE <{server.url}sparql> {{
            ?role a <https://w3id.org/rolegraph/ontology#Role> ;
                  <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }} }} ORDER BY ?label"""
    answer = httpx.post(f"{friendly.url}sparql", data={"query": query}, timeout=30)

    assert answer.status_code == 200, answer.text
    labels = [row["label"]["value"] for row in answer.json()["results"]["bindings"]]
    assert ["AI Red Teamer", "AI T&E Engineer", "Data Analyst", "ML Developer"] == labels


@pytest.mark.parametrize("service", ["<http://127.0.0.1:1/sparql>", "?where", "ex:service"])
def test_service_asks_nothing_else(friendly: Server, service: str) -> None:
    """Neither another address nor one that is known only when the query runs."""
    query = f"PREFIX ex: <http://127.0.0.1:1/> SELECT * {{ SERVICE {service} {{ ?s ?p ?o }} }}"
    answer = httpx.post(f"{friendly.url}sparql", data={"query": query}, timeout=30)

    assert 403 == answer.status_code


def test_service_asks_nothing_in_silence_either(friendly: Server, elsewhere: Elsewhere) -> None:
    """SILENT hides the refusal from the query, and does not lift it."""
    query = f"SELECT * {{ SERVICE SILENT <{elsewhere.url}/secret/sparql> {{ ?s ?p ?o }} }}"
    computed = f"""SELECT * {{ BIND(IRI("{elsewhere.url}/secret/computed") AS ?x)
        SERVICE SILENT ?x {{ ?s ?p ?o }} }}"""
    for text in (query, computed):
        answer = httpx.post(f"{friendly.url}sparql", data={"query": text}, timeout=30)
        assert 1 == len(answer.json()["results"]["bindings"]), answer.text

    assert not any("secret" in path for path in elsewhere.asked)


def test_load_takes_an_allowed_document(friendly: Server, elsewhere: Elsewhere) -> None:
    """Into the graph that is named."""
    update = f"LOAD <{elsewhere.url}/allowed/data.ttl> INTO GRAPH <urn:loaded>"
    loaded = httpx.post(f"{friendly.url}sparql", data={"update": update}, headers=WRITE)
    asked = {"query": "ASK { GRAPH <urn:loaded> { <urn:far> <urn:says> 'hello' } }"}

    assert loaded.is_success, loaded.text
    assert fetch(f"{friendly.url}sparql", params=asked).json()["boolean"] is True


def test_load_follows_no_redirect(friendly: Server, elsewhere: Elsewhere) -> None:
    """An allowed address must not lead to one that is not."""
    update = f"LOAD <{elsewhere.url}/allowed/away>"
    answer = httpx.post(f"{friendly.url}sparql", data={"update": update}, headers=WRITE)

    assert 400 == answer.status_code
    assert "redirects are not followed" in answer.json()["detail"]
    assert not any(path.startswith("/secret") for path in elsewhere.asked)


def test_load_takes_nothing_outside_the_allowed_folder(
    friendly: Server, elsewhere: Elsewhere
) -> None:
    """The path counts, and no request is sent."""
    for path in ("/secret/data.ttl", "/allowed", "/allowedx/data.ttl"):
        update = f"LOAD <{elsewhere.url}{path}>"
        answer = httpx.post(f"{friendly.url}sparql", data={"update": update}, headers=WRITE)
        assert 403 == answer.status_code, path

    assert not any("secret" in path or "allowedx" in path for path in elsewhere.asked)


JUDGED = Outbound("http://example.org/data/, http://127.0.0.1:9/, http://localhost:9/", 1, 100)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/data/../secret",
        "http://example.org/data/%2e%2e/secret",
        "https://example.org/data/x",
        "http://example.org:81/data/x",
        "http://user:password@example.org/data/x",
        "http://example.org.evil.example/data/x",
        "http://127.0.0.1/",
        "http://[::1]:9/",
        "http://2130706433:9/",
        "file:///etc/passwd",
        "gopher://example.org/data/",
        "http://example.org:port/data/",
        "",
    ],
)
def test_addresses_that_only_look_allowed_are_refused(url: str) -> None:
    """Another scheme, port, host, spelling, credentials, dots in the path."""
    with pytest.raises(ForbiddenOperation):
        JUDGED.target(url, "LOAD")


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS is not the operator's word: a name may be pointed at anything."""
    inside = [(2, 1, 6, "", ("10.0.0.7", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: inside)

    with pytest.raises(ForbiddenOperation, match="inside this network"):
        JUDGED.target("http://example.org/data/x", "LOAD")


def test_an_address_inside_is_allowed_by_its_very_address() -> None:
    """An operator who writes 127.0.0.1 means it."""
    assert "127.0.0.1" == JUDGED.target("http://127.0.0.1:9/x", "LOAD").address
