"""Relative IRIs, and what fails in silence: as the specifications have it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from rolegraph.rdf.plain.queries import depends_on_base
from serving import Server, StartServer

TOKEN = "a-token-for-relative-iris-0123456789"
FORBIDDEN = "http://192.0.2.1/sparql"


@pytest.fixture(scope="module")
def plain(start_module_server: StartServer) -> Iterator[Server]:
    """A plain store that may ask one address, where nothing listens."""
    server = start_module_server(
        "--bare",
        ROLEGRAPH_WRITE_TOKEN=TOKEN,
        ROLEGRAPH_SERVICE_ALLOW="http://127.0.0.1:9/",
    )
    yield server
    server.stop()


@pytest.fixture(scope="module")
def closed(start_module_server: StartServer) -> Iterator[Server]:
    """A plain store that may ask nobody."""
    server = start_module_server("--bare", ROLEGRAPH_WRITE_TOKEN=TOKEN)
    yield server
    server.stop()


@pytest.fixture
def client(plain: Server) -> Iterator[httpx.Client]:
    with plain.client(headers={"Authorization": f"Bearer {TOKEN}"}) as connected:
        yield connected


def select(client: httpx.Client, query: str, **headers: str) -> list[str]:
    answer = client.get(
        "/sparql", params={"query": query}, headers={"Accept": "text/csv", **headers}
    )
    assert answer.is_success, answer.text
    return answer.text.split()[1:]


def test_a_relative_iri_in_a_query_is_of_the_endpoint(client: httpx.Client) -> None:
    """RFC 3986, 5.1.3: the base is where the text was asked. An own BASE goes before."""
    base = str(client.base_url)
    query = "SELECT ?o { BIND(STR(<{}>) AS ?o) }"

    assert [f"{base}a"] == select(client, query.replace("{}", "a"))
    assert [f"{base}sparql#b"] == select(client, query.replace("{}", "#b"))
    assert [f"{base}sparql"] == select(client, query.replace("{}", ""))
    assert ["urn:x:a"] == select(client, "BASE <urn:x:> " + query.replace("{}", "urn:x:a"))
    assert ["http://x/a"] == select(client, "BASE <http://x/y> " + query.replace("{}", "a"))
    assert [f"{base}c"] == select(client, 'SELECT ?o { BIND(STR(IRI("c")) AS ?o) }')


def test_answers_for_different_names_of_the_endpoint_are_kept_apart(client: httpx.Client) -> None:
    """The same text says something else to whoever knows the service by another name."""
    query = "SELECT ?o { BIND(STR(<kept>) AS ?o) }"
    for host in ("one.localhost", "two.localhost", "one.localhost"):
        for _ in range(2):
            assert [f"http://{host}/kept"] == select(client, query, Host=host)


def test_a_relative_iri_in_an_update_is_of_the_endpoint(client: httpx.Client) -> None:
    """In each kind of operation, and in the names of graphs."""
    base = str(client.base_url)
    text = (
        "INSERT DATA { GRAPH <g> { <s> <p> <#o> } } ;\n"
        "INSERT { GRAPH <h> { ?s <q> <x> } } WHERE { GRAPH <g> { ?s <p> ?o } } ;\n"
        "COPY <h> TO <i> ; CLEAR GRAPH <h> ;\n"
        "BASE <http://other/> INSERT DATA { GRAPH <g> { <s> <p> <o> } }"
    )

    answer = client.post("/sparql", data={"update": text})

    assert answer.is_success, answer.text
    own = f'FILTER(STRSTARTS(STR(?g), "{base}") || ?g = <http://other/g>)'
    found = select(client, f"SELECT ?g ?s ?o {{ GRAPH ?g {{ ?s ?p ?o }} {own} }}")
    assert {
        f"{base}g,{base}s,{base}sparql#o",
        f"{base}i,{base}s,{base}x",
        "http://other/g,http://other/s,http://other/o",
    } == set(found)


def test_a_fault_of_an_update_keeps_its_place(client: httpx.Client) -> None:
    """The base is not put into the text."""
    answer = client.post("/sparql", data={"update": "INSERT DATA { <a> <b> nonsense }"})

    assert (400, 1) == (answer.status_code, answer.json()["line"])
    assert answer.json()["column"] > 20


@pytest.mark.parametrize(
    ("text", "depends"),
    [
        ("SELECT * { ?s <urn:p> ?o }", False),
        ("SELECT * { ?s <http://x/p#q> ?o FILTER(?o < 3 && ?s > 2) }", False),
        ("SELECT * { ?s <p> ?o }", True),
        ("SELECT * { ?s <#p> ?o }", True),
        ("SELECT * { ?s <> ?o }", True),
        ("SELECT * { ?s <//x/y:z> ?o }", True),
        ("SELECT (iri (?x) AS ?y) {}", True),
        ("SELECT * { ?s \\u003Cp> ?o }", True),
    ],
)
def test_most_texts_are_the_same_under_any_name(text: str, depends: bool) -> None:
    """Those that are not must be known, or a client would get another one's answer."""
    assert depends is depends_on_base(text)


# SILENT (SPARQL 1.1 Federated Query, 2.3; SPARQL 1.1 Update, 3.1.4)


@pytest.mark.parametrize(
    "named", [f"<{FORBIDDEN}>", "<nothing>", "?anywhere", "<http://127.0.0.1:9/>"]
)
def test_a_service_that_is_refused_in_silence_gives_one_empty_solution(
    plain: Server, closed: Server, named: str
) -> None:
    """The query goes on without what the other service would have said."""
    query = (
        f"SELECT ?a ?b {{ BIND(1 AS ?a) SERVICE SILENT {named} {{ SELECT ?b {{ ?s ?p ?b }} }} }}"
    )
    for server in (plain, closed):
        with server.client() as asking:
            assert ["1,"] == select(asking, query)


def test_a_service_that_is_refused_aloud_is_told_of(plain: Server, closed: Server) -> None:
    """SILENT of one clause does not speak for another."""
    query = (
        f"SELECT * {{ SERVICE SILENT <{FORBIDDEN}> {{ ?a ?b ?c }} "
        f"SERVICE <{FORBIDDEN}> {{ ?d ?e ?f }} }}"
    )
    for server in (plain, closed):
        with server.client() as asking:
            assert 403 == asking.get("/sparql", params={"query": query}).status_code


@pytest.mark.parametrize("source", ["http://192.0.2.1/x.ttl", "nothing", "file:///etc/passwd"])
def test_a_load_that_is_refused_in_silence_loads_nothing(client: httpx.Client, source: str) -> None:
    """The operations behind it are carried out."""
    name = f"urn:after:{source}"
    text = f"LOAD {{}} <{source}> ; INSERT DATA {{ GRAPH <{name}> {{ <urn:s> <urn:p> 1 }} }}"

    silent = client.post("/sparql", data={"update": text.replace("{}", "SILENT")})
    aloud = client.post("/sparql", data={"update": text.replace("{}", "")})

    assert "1" == silent.headers["rolegraph-added"], silent.text
    assert 403 == aloud.status_code
