"""What comes in over HTTP is read within bounds, on every way in, and leaves nothing beyond them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from rolegraph.rdf.uploads.nesting import READABLE
from serving import Server, StartServer

TOKEN = "a-token-for-the-tests-of-the-bounds-0123456789"
WRITE = {"Authorization": f"Bearer {TOKEN}"}
DEPTH = 8
S = "<urn:s> <urn:p> "
LONG = "urn:" + "a" * 20_000

NESTED = {
    "text/turtle": lambda n: S + "[ <urn:p> " * n + "1" + " ]" * n + " .",
    "application/trig": lambda n: "{ " + S + "( " * (n - 1) + "1" + " )" * (n - 1) + " }",
    "application/n-triples": lambda n: S + f"<<( {S}" * n + "<urn:o>" + " )>>" * n + " .",
    "application/n-quads": lambda n: S + f"<<( {S}" * n + "<urn:o>" + " )>>" * n + " .",
    "application/ld+json": lambda n: '{"urn:p":' * n + '"1"' + "}" * n,
    "application/rdf+xml": lambda n: (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'
        + "<rdf:Description><e:p>" * ((n - 1) // 2)
        + ("<rdf:Description/>" if n % 2 == 0 else "")
        + "</e:p></rdf:Description>" * ((n - 1) // 2)
        + "</rdf:RDF>"
    ),
}
"""Documents that nest so many levels."""


@pytest.fixture(scope="module")
def documents() -> Iterator[str]:
    """A site whose `/N` is a Turtle document that nests N levels."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = NESTED["text/turtle"](int(self.path[1:])).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/turtle")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_port}"
    site.shutdown()
    site.server_close()


@pytest.fixture(scope="module")
def narrow(start_module_server: StartServer, documents: str) -> Iterator[Server]:
    """A plain store with little room for uploads."""
    server = start_module_server(
        "--empty",
        "--no-union-default-graph",
        ROLEGRAPH_WRITE_TOKEN=TOKEN,
        ROLEGRAPH_GUARD="off",
        ROLEGRAPH_UPLOAD_DEPTH=str(DEPTH),
        ROLEGRAPH_UPLOAD_EXPANSION="2",
        ROLEGRAPH_SERVICE_ALLOW=documents,
    )
    yield server
    server.stop()


@pytest.fixture(scope="module")
def client(narrow: Server) -> Iterator[httpx.Client]:
    """A client that may write."""
    with narrow.client(headers=WRITE) as connected:
        yield connected


def revision(client: httpx.Client) -> str:
    return client.get("/health/ready").json()["revision"]


def put(client: httpx.Client, kind: str, body: str) -> httpx.Response:
    return client.put(
        "/graphs", params={"graph": "urn:g"}, content=body, headers={"Content-Type": kind}
    )


@pytest.mark.parametrize("kind", NESTED)
def test_a_graph_is_taken_up_to_the_depth_and_not_beyond(client: httpx.Client, kind: str) -> None:
    """Each format nests in its own way, and none may nest without end."""
    assert put(client, kind, NESTED[kind](DEPTH)).is_success
    before = revision(client)
    refused = put(client, kind, NESTED[kind](DEPTH + 1))

    assert 422 == refused.status_code, refused.text
    assert refused.json()["type"].endswith("/unreadable")
    assert "8 levels" in refused.json()["detail"]
    assert before == revision(client)


def test_a_form_of_files_is_read_within_the_same_bounds(client: httpx.Client) -> None:
    """A form is another wrapping of the same texts."""

    def form(levels: int) -> httpx.Response:
        files = {"a": ("a.ttl", S + "0 ."), "b": ("b.ttl", NESTED["text/turtle"](levels))}
        return client.post("/graphs", params={"graph": "urn:form"}, files=files)

    assert form(DEPTH).is_success
    assert 422 == form(DEPTH + 1).status_code


@pytest.mark.parametrize("template", ["INSERT DATA {{ {} }}", "INSERT {{ {} }} WHERE {{}}"])
def test_an_update_nests_no_deeper(client: httpx.Client, template: str) -> None:
    """The data of an update is an upload as well. Its block is a level of its own."""

    def update(levels: int) -> httpx.Response:
        text = template.format(NESTED["text/turtle"](levels - 1))
        return client.post("/sparql", data={"update": text})

    assert update(DEPTH).is_success
    assert 422 == update(DEPTH + 1).status_code


QUERIES: dict[str, Callable[[int], str]] = {
    "groups": lambda n: "ASK " + "{ " * n + "} " * n,
    "collections": lambda n: "ASK { ?s ?p " + "( " * (n - 1) + "1" + " )" * (n - 1) + " }",
    "parentheses": lambda n: f"SELECT ({'(' * (n - 1)}1{')' * (n - 1)} AS ?n) {{}}",
}
"""Queries that nest so many levels."""


@pytest.mark.parametrize("address", ["/sparql", "/query"])
@pytest.mark.parametrize("kind", QUERIES)
def test_a_query_nests_no_deeper(client: httpx.Client, kind: str, address: str) -> None:
    """Its parser follows what nests on the stack of its process; the page tells it as well."""

    def ask(levels: int) -> httpx.Response:
        return client.get(address, params={"query": QUERIES[kind](levels)})

    assert "8 levels" not in ask(DEPTH).text
    refused = ask(DEPTH + 1)
    assert "The query nests deeper than 8 levels" in refused.text
    assert address == "/query" or 422 == refused.status_code


def test_updates_do_not_pile_up_terms_without_end(client: httpx.Client) -> None:
    """Each update may put a term around those that are stored; a thousand make one too deep."""
    client.post("/sparql", data={"update": "INSERT DATA { <urn:pile> <urn:p> <urn:o> }"})
    around = (
        "DELETE { <urn:pile> <urn:p> ?o } INSERT { <urn:pile> <urn:p> <<( <urn:s> <urn:p> ?o )>> }"
        " WHERE { <urn:pile> <urn:p> ?o }"
    )
    answers = [
        client.post("/sparql", data={"update": around}).status_code for _ in range(DEPTH + 1)
    ]

    assert [200] * DEPTH + [422] == [200 if code == 204 else code for code in answers]


def test_a_document_that_is_loaded_nests_no_deeper(client: httpx.Client, documents: str) -> None:
    """LOAD brings a text that not even the sender of the update wrote."""

    def load(levels: int) -> httpx.Response:
        return client.post("/sparql", data={"update": f"LOAD <{documents}/{levels}>"})

    assert load(DEPTH).is_success
    before = revision(client)
    assert 422 == load(DEPTH + 1).status_code
    assert before == revision(client)


def test_a_text_to_be_validated_nests_no_deeper(client: httpx.Client) -> None:
    """Anybody may send one, so it needs the bounds most."""

    def validated(levels: int) -> httpx.Response:
        shapes = (
            "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:shape> a sh:NodeShape ; "
            "sh:targetNode <urn:s> ; sh:nodeKind sh:IRI ."
        )
        form = {"data": NESTED["text/turtle"](levels), "shapes": shapes}
        return client.post("/api/v1/validate", data=form)

    assert validated(DEPTH).is_success
    refused = validated(DEPTH + 1)
    assert (422, True) == (refused.status_code, refused.json()["type"].endswith("/unreadable"))


EXPANDING: dict[str, Callable[[int], str]] = {
    "text/turtle": lambda n: (
        f"@prefix e: <{LONG}> .\n" + "".join(f"e:{i} e:p e:o .\n" for i in range(n))
    ),
    "application/ld+json": lambda n: (
        f'{{"@context": {{"e": "{LONG}/"}}, "@graph": ['
        + ",".join(f'{{"@id": "e:{i}", "e:p": {{"@id": "e:o"}}}}' for i in range(n))
        + "]}"
    ),
    "application/rdf+xml": lambda n: (
        f'<!DOCTYPE r [<!ENTITY e "{"a" * 60_000}">]>'
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'
        + "".join(f"<r:Description><e:p{i}>&e;</e:p{i}></r:Description>" for i in range(n))
        + "</r:RDF>"
    ),
}
"""Documents of so many triples, each some 60 kB long, that name their long part once."""


@pytest.mark.parametrize("kind", EXPANDING)
def test_triples_may_be_larger_than_the_body_up_to_the_limit(
    client: httpx.Client, kind: str
) -> None:
    """A body of a few bytes must not fill the disk: prefixes, contexts and entities expand."""
    assert put(client, kind, EXPANDING[kind](15)).is_success
    before = revision(client)
    refused = put(client, kind, EXPANDING[kind](20))

    assert 413 == refused.status_code, refused.text
    assert "ROLEGRAPH_UPLOAD_EXPANSION" in refused.json()["detail"]
    assert before == revision(client)


def test_the_deepest_term_that_is_taken_is_read_everywhere_and_after_a_restart(
    start_server: StartServer, tmp_path: Path
) -> None:
    """What was taken once must never be what ends a later reader."""
    options = ("--empty", "--no-union-default-graph")
    settings = {
        "ROLEGRAPH_WRITE_TOKEN": TOKEN,
        "ROLEGRAPH_UPLOAD_DEPTH": str(READABLE),
        "ROLEGRAPH_GUARD": "off",
    }
    body = NESTED["application/n-triples"](READABLE)
    copied = "INSERT { GRAPH <urn:h> { ?s ?p ?o } } WHERE { GRAPH <urn:g> { ?s ?p ?o } }"
    server = start_server(*options, data_dir=tmp_path / "data", **settings)
    with server.client(headers=WRITE) as writer:
        assert put(writer, "application/n-triples", body).is_success
        assert writer.post("/sparql", data={"update": copied}).is_success
    server.stop()

    again = start_server(*options, data_dir=tmp_path / "data", **settings)
    with again.client() as reader:
        graph = {"graph": "urn:h"}
        for kind in ("text/turtle", "application/n-triples", "application/trig"):
            assert "<urn:o>" in reader.get("/graphs", params=graph, headers={"Accept": kind}).text
        for kind in ("json", "xml", "csv", "tsv"):
            query = {"query": "SELECT * { GRAPH <urn:h> { ?s ?p ?o } }", "format": kind}
            assert "urn:o" in reader.get("/sparql", params=query).text
    again.stop()
