"""A service does the same on every store: embedded, Virtuoso, Oxigraph."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from mirroring import started

from engines import ENGINES, Engine
from serving import Server, StartServer

TOKEN = "a-token-for-the-tests-of-remote-stores-0123456789"
WRITE = {"Authorization": f"Bearer {TOKEN}"}
ONTOLOGY = "https://w3id.org/rolegraph/ontology#"
TOOLS = "https://w3id.org/rolegraph/graph/data/tools.ttl"
PERSONA = "https://w3id.org/rolegraph/id/personas/kai-okonedo"
EMBEDDED = "embedded"


@pytest.fixture(scope="module", params=[EMBEDDED, *sorted(ENGINES)])
def engine_or_none(
    request: pytest.FixtureRequest,
    running_engines: dict[str, Engine],
    tmp_path_factory: pytest.TempPathFactory,
) -> Engine | None:
    """Each engine in turn, empty; None for the embedded store."""
    if request.param == EMBEDDED:
        return None
    engine = started(request.param, running_engines, tmp_path_factory)
    engine.clear()
    return engine


@pytest.fixture(scope="module")
def folder(engine_or_none: Engine | None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of the service."""
    return tmp_path_factory.mktemp(engine_or_none.name if engine_or_none else EMBEDDED)


@pytest.fixture(scope="module")
def service(
    engine_or_none: Engine | None, folder: Path, start_module_server: StartServer
) -> Iterator[Server]:
    """A service on the store, with the shipped catalogue; the engine answers its queries."""
    environment = dict(engine_or_none.environment) if engine_or_none else {}
    environment["ROLEGRAPH_STORE_QUERIES"] = "engine"
    server = start_module_server(data_dir=folder, ROLEGRAPH_WRITE_TOKEN=TOKEN, **environment)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def api(service: Server) -> Iterator[httpx.Client]:
    """An editor's client."""
    with service.client(headers=WRITE) as client:
        yield client


def revision(api: httpx.Client) -> int:
    found: int = api.get("/health/ready").json()["revision"]
    return found


def select(api: httpx.Client, query: str) -> list[list[str]]:
    answer = api.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert answer.is_success, answer.text
    return sorted(line.split(",") for line in answer.text.splitlines()[1:])


def update(api: httpx.Client, text: str) -> httpx.Response:
    return api.post("/sparql", data={"update": text})


def test_a_thing_is_made_read_replaced_patched_and_deleted(api: httpx.Client) -> None:
    """The whole life of a thing, each step told by its ETag."""
    body = {"label": "Test bench", "description": "Where models are compared."}

    made = api.post("/api/v1/artifacts", json=body)
    assert 201 == made.status_code, made.text
    place = made.headers["location"]
    read = api.get(place)
    assert made.headers["etag"] == read.headers["etag"]
    replaced = api.put(
        place,
        json={**body, "description": "Where a model is compared."},
        headers={"If-Match": read.headers["etag"]},
    )
    assert 200 == replaced.status_code, replaced.text
    stale = api.put(place, json=body, headers={"If-Match": read.headers["etag"]})
    assert 412 == stale.status_code
    patched = api.patch(
        place,
        json={"isExternal": True},
        headers={
            "If-Match": replaced.headers["etag"],
            "Content-Type": "application/merge-patch+json",
        },
    )
    assert (200, True) == (patched.status_code, patched.json()["isExternal"]), patched.text
    iri = patched.json()["id"]
    query = f"SELECT ?d ?e {{ <{iri}> <http://purl.org/dc/terms/description> ?d ; <{ONTOLOGY}isExternal> ?e }}"
    assert [["Where a model is compared.", "true"]] == select(api, query)

    gone = api.delete(place, headers={"If-Match": patched.headers["etag"]})

    assert gone.is_success, gone.text
    assert 410 == api.get(place).status_code
    assert [] == select(api, f"SELECT ?p {{ GRAPH ?g {{ <{iri}> ?p ?o }} }}")


def test_what_the_guard_refuses_is_nowhere(api: httpx.Client) -> None:
    """Neither the mirror nor the engine may have half of it."""
    before = revision(api)

    refused = update(
        api, f"DELETE WHERE {{ GRAPH ?g {{ <{PERSONA}> <{ONTOLOGY}hasGoal> ?goal }} }}"
    )

    assert (422, "refused") == (refused.status_code, refused.json()["type"].rsplit("/", 1)[1])
    assert before == revision(api)
    assert select(api, f"SELECT ?goal {{ <{PERSONA}> <{ONTOLOGY}hasGoal> ?goal }}")


def test_updates_graphs_history_differences_and_reverts_agree(api: httpx.Client) -> None:
    """Every way to write makes a commit, which can be seen and taken back."""
    before = revision(api)
    in_graph = "SELECT ?s ?o { GRAPH <urn:test:graph> { ?s <urn:p> ?o } }"

    assert (
        204
        == update(
            api, 'INSERT DATA { GRAPH <urn:test:graph> { <urn:a> <urn:p> "ä 😀", 2.50, _:b } }'
        ).status_code
    )
    assert 3 == len(select(api, in_graph))
    put = api.put(
        "/graphs",
        params={"graph": "urn:test:graph"},
        content="<urn:c> <urn:p> true .",
        headers={"Content-Type": "text/turtle"},
    )
    assert put.is_success, put.text
    assert [["urn:c", "true"]] == select(api, in_graph)
    changes = api.get("/api/v1/changes").json()
    assert [before + 2, before + 1] == [item["revision"] for item in changes["items"][:2]]
    between = {"from": str(before + 1), "to": str(before + 2)}
    difference = api.get("/api/v1/changes/diff", params=between)
    assert difference.is_success

    reverted = api.post(f"/api/v1/changes/{before + 2}/revert")

    assert reverted.is_success, reverted.text
    assert 3 == len(select(api, in_graph))
    assert 204 == update(api, "DROP GRAPH <urn:test:graph>").status_code
    assert [] == select(api, in_graph)


QUERIES = (
    "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c",
    f"SELECT ?r ?l {{ ?r a <{ONTOLOGY}Role> ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }}",
    f"SELECT ?t ?x {{ ?s a <{ONTOLOGY}Responsibility> ; <{ONTOLOGY}sourceLine> ?x ; <{ONTOLOGY}verbatimText> ?t FILTER NOT EXISTS {{ ?tool <{ONTOLOGY}supportsStatement> ?s }} }}",
    "SELECT ?a ?b { ?a <http://www.w3.org/2004/02/skos/core#broader>+ ?b }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'https://w3id.org/rolegraph/graph/data')) } GROUP BY ?g",
    f"SELECT ?s ?o {{ ?s <{ONTOLOGY}isOpenList> ?o }}",
    "SELECT ?m ?c { ?m <https://w3id.org/sssom/confidence> ?c FILTER(?c > 0.8) }",
    "SELECT ?s { ?s a <http://www.w3.org/ns/shacl#NodeShape> }",
    "SELECT ?s { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l FILTER(LANG(?l) = 'en' && CONTAINS(LCASE(STR(?l)), 'model')) }",
    f"SELECT ?l {{ VALUES ?s {{ <{PERSONA}> }} ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l OPTIONAL {{ ?s <urn:not-there> ?x }} BIND(STR(?l) AS ?t) }}",
)


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_the_endpoint_answers_as_on_the_embedded_store(
    api: httpx.Client, client: httpx.Client, number: int
) -> None:
    """Which engine answers is no matter for who asks."""
    expected = select(client, QUERIES[number])

    assert expected == select(api, QUERIES[number])


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv"])
def test_columns_come_in_the_order_of_the_text(api: httpx.Client, accept: str) -> None:
    """Engines give the columns of `SELECT *` in orders of their own."""
    query = f"SELECT * {{ ?z a <{ONTOLOGY}Role> ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?a BIND(1 AS ?m) }}"
    answer = api.post("/sparql", data={"query": query}, headers={"Accept": accept})

    assert ["z", "a", "m"] == re.findall(r"\b[zam]\b", answer.text)[:3]


def test_booleans_and_graphs_come_in_every_format(api: httpx.Client, client: httpx.Client) -> None:
    """Engines write some formats in ways of their own."""
    for query in (
        f"ASK {{ ?s a <{ONTOLOGY}Role> }}",
        "ASK { ?s a <urn:nothing> }",
        f"SELECT ?l {{ <{PERSONA}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }}",
    ):
        for accept in ("application/sparql-results+json", "application/sparql-results+xml"):
            there, here = (
                one.post("/sparql", data={"query": query}, headers={"Accept": accept})
                for one in (api, client)
            )
            assert (here.status_code, here.text) == (there.status_code, there.text)
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?s {{ <{PERSONA}> }} ?s ?p ?o }}"
    there, here = (
        one.post("/sparql", data={"query": query}, headers={"Accept": "application/n-triples"})
        for one in (api, client)
    )
    assert sorted(here.text.splitlines()) == sorted(there.text.splitlines())


def test_the_library_and_search_answer_as_on_the_embedded_store(
    engine_or_none: Engine | None, api: httpx.Client, client: httpx.Client
) -> None:
    """These read the mirror, which has the same quads."""
    if engine_or_none is None:
        pytest.skip("this is the embedded store")
    names = [item["name"] for item in client.get("/api/v1/queries").json()["items"]]
    assert 20 < len(names)
    for path in (*(f"/api/v1/queries/{name}" for name in names), "/api/v1/search?q=model"):
        expected, found = (one.get(path) for one in (client, api))
        assert expected.status_code == found.status_code
        there, here = (
            re.sub(r'127.0.0.1:\d+|"requestId": "[^"]*"|"took[^,]*', "", one.text)
            for one in (expected, found)
        )
        assert there == here


@pytest.mark.parametrize(
    ("query", "status", "kind"),
    [
        ("SELECT * { ?s ?p ", 400, "syntax"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "forbidden-operation"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", 400, "syntax"),
    ],
)
def test_what_is_no_query_is_refused_on_every_store(
    api: httpx.Client, query: str, status: int, kind: str
) -> None:
    """An engine's own reading of a text must open no other way."""
    answer = api.post("/sparql", data={"query": query})

    if query.startswith("INSERT") and answer.status_code == 403:
        status, kind = 403, "forbidden-operation"
    assert (status, kind) == (answer.status_code, answer.json()["type"].rsplit("/", 1)[1])


def test_a_service_finds_all_again_after_a_restart(
    engine_or_none: Engine | None,
    folder: Path,
    api: httpx.Client,
    start_server: StartServer,
) -> None:
    """With its mirror, and without one."""
    if engine_or_none is None:
        pytest.skip("the embedded store's restarts have tests of their own")
    before = revision(api)
    other = start_server(ROLEGRAPH_WRITE_TOKEN=TOKEN, **engine_or_none.environment)
    with other.client(headers=WRITE) as two:
        assert before == revision(two)
        assert (
            204
            == update(two, "INSERT DATA { GRAPH <urn:test:two> { <urn:a> <urn:p> 1 } }").status_code
        )
        # What one has committed, the other finds when it is asked for.
        assert [["1"]] == select(api, "SELECT ?o { GRAPH <urn:test:two> { ?s ?p ?o } }")
        more = update(api, "INSERT DATA { GRAPH <urn:test:two> { <urn:a> <urn:p> 2 } }")
        assert 204 == more.status_code
        # So does one whose queries run on its mirror.
        assert [["1"], ["2"]] == select(two, "SELECT ?o { GRAPH <urn:test:two> { ?s ?p ?o } }")
        dropped = update(api, "DROP GRAPH <urn:test:two>")
        assert 204 == dropped.status_code, dropped.text
    other.stop()
    journals = [(place / "changes.rdfp").stat().st_size for place in (folder,)]
    assert 0 < journals[0]


def test_reading_goes_on_while_the_engine_is_away(
    engine_or_none: Engine | None, api: httpx.Client
) -> None:
    """An outage of the store is no outage of the catalogue."""
    if engine_or_none is None:
        pytest.skip("the embedded store has no engine that can go away")
    before = revision(api)
    engine_or_none.kill()
    try:
        refused = update(api, "INSERT DATA { GRAPH <urn:test:away> { <urn:a> <urn:p> 1 } }")
        assert (503, "store-unavailable") == (
            refused.status_code,
            refused.json()["type"].rsplit("/", 1)[1],
        )
        assert 0 < int(refused.headers["retry-after"])
        assert str(engine_or_none.port) not in refused.text
        for _ in range(5):
            update(api, "INSERT DATA { GRAPH <urn:test:away> { <urn:a> <urn:p> 1 } }")
        persona = api.get("/api/v1/personas/kai-okonedo")
        assert 200 == persona.status_code
        assert persona.headers["rolegraph-store"].startswith("unreachable")
        ready = api.get("/health/ready").json()
        assert (before, False) == (ready["revision"], ready["store"]["reachable"])
        assert "closed" != ready["store"]["breaker"]
        asked = api.post(
            "/sparql", data={"query": f"SELECT ?x {{ ?x a <{ONTOLOGY}Tool> }} LIMIT 7"}
        )
        assert 503 == asked.status_code
    finally:
        engine_or_none.start()

    for _ in range(200):
        if update(api, "INSERT DATA { GRAPH <urn:test:away> { <urn:a> <urn:p> 2 } }").is_success:
            break
        time.sleep(0.1)
    assert before + 1 == revision(api)
    assert [["2"]] == select(api, "SELECT ?o { GRAPH <urn:test:away> { ?s ?p ?o } }")
    assert "rolegraph-store" not in api.get("/api/v1/personas/kai-okonedo").headers


@pytest.mark.parametrize("queries", ["mirror", "current"])
def test_what_is_given_again_says_that_the_store_is_away(
    queries: str, engine_or_none: Engine | None, tmp_path: Path, start_server: StartServer
) -> None:
    """The very same bytes are answered below ASGI, which has to add that header itself."""
    if engine_or_none is None:
        pytest.skip("the embedded store has no engine that can go away")
    server = start_server(
        data_dir=tmp_path / "again",
        ROLEGRAPH_STORE_QUERIES=queries,
        ROLEGRAPH_STORE_POLL="0.2",
        **engine_or_none.environment,
    )

    def told(client: httpx.Client) -> list[bool]:
        again = ("/api/v1/personas/kai-okonedo", f"/sparql?query=ASK {{ <{PERSONA}> ?p ?o }}")
        answers = [client.get(path) for path in again]
        assert [200, 200] == [one.status_code for one in answers]
        return ["rolegraph-store" in one.headers for one in answers]

    with server.client() as client:
        for _ in range(3):
            assert [False, False] == told(client)
        engine_or_none.kill()
        try:
            for _ in range(100):
                if told(client) == [True, True]:
                    break
                time.sleep(0.1)
            assert [True, True] == told(client)
        finally:
            engine_or_none.start()
    server.stop()
