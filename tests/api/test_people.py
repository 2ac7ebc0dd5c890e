"""Memberships tell of people: only who may read about them gets them, on every surface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer

HARBOUR = Path(__file__).parents[2] / "examples" / "harbour"
TOKEN = {"Authorization": "Bearer harbour-pilot"}
GRAPH = "https://w3id.org/rolegraph/graph/data/people/memberships.ttl"
NAMES = ("Cora Flint", "Ada Quast", "Bela Sturm", "cora-flint", "ada-quast", "bela-sturm")
ALL = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
MEMBERSHIP = "/api/v1/memberships/bela-sturm-lotse"
SURFACES = [
    "/",
    "/coverage",
    "/raci",
    "/report",
    "/roles/umschlagleiter/report",
    "/at/1/report",
    "/checks",
    "/changes",
    "/changes/1",
    "/search?q=Flint",
    "/search/suggestions?q=Flint",
    "/roles/hafenmeisterin",
    "/organizational-units/kaibetrieb",
    "/levels/revierlotse",
    "/memberships",
    "/memberships.ttl",
    "/memberships/bela-sturm-lotse",
    "/id/memberships/bela-sturm-lotse",
    "/edit/memberships/bela-sturm-lotse",
    "/edit/memberships",
    "/query?name=role-holders-and-conflicts",
    "/api/v1/memberships",
    MEMBERSHIP,
    f"{MEMBERSHIP}?at=1",
    f"{MEMBERSHIP}/history",
    "/api/v1/search?q=Flint",
    "/api/v1/roles/umschlagleiter",
    "/api/v1/organizational-units/kaibetrieb?include=all",
    "/api/v1/changes",
    "/api/v1/changes/1",
    "/api/v1/changes/0..1",
    "/api/v1/changes/log",
    "/api/v1/queries/role-holders-and-conflicts",
    "/api/v1/analysis/separation",
    "/api/v1/analysis/raci",
    f"/sparql?query={quote(ALL)}",
    f"/sparql?at=1&query={quote(ALL)}",
    f"/sparql?query={quote(f'SELECT * {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}')}",
    f"/sparql?query={quote(ALL)}&named-graph-uri={quote(GRAPH)}",
    f"/sparql?query={quote('CONSTRUCT WHERE { ?s ?p ?o }')}",
    "/sparql",
    "/graphs",
    f"/graphs?graph={quote(GRAPH)}",
    "/graphs?default",
    "/openapi.json",
    "/metrics",
]


@pytest.fixture(scope="module")
def harbour(start_module_server: StartServer) -> Iterator[Server]:
    """The harbour, which has memberships."""
    server = start_module_server(str(HARBOUR), ROLEGRAPH_WRITE_TOKEN="harbour-pilot")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def client(harbour: Server) -> Iterator[httpx.Client]:
    """Somebody without a token."""
    with harbour.client() as connected:
        yield connected


def read(client: httpx.Client, path: str, **headers: str) -> tuple[int, str]:
    """Return status and text of an answer; of an endless one what comes at first."""
    if "log" not in path:  # an answer that breaks off tells nothing, so it is a fault here
        whole = client.get(path, headers=headers, follow_redirects=True)
        return whole.status_code, whole.text
    with client.stream("GET", path, headers=headers, follow_redirects=True) as answer:
        try:
            text = next(answer.iter_text())
        except (httpx.ReadTimeout, httpx.ReadError, StopIteration):
            text = ""
        return answer.status_code, text


@pytest.mark.parametrize("accept", ["text/html", "application/json", "text/turtle", "*/*"])
def test_no_surface_tells_a_stranger_of_people(client: httpx.Client, accept: str) -> None:
    """One forgotten way out makes all the others useless."""
    reported = {}
    for path in SURFACES:
        status, text = read(client, path, Accept=accept)
        found = [name for name in NAMES if name in text and quote(name) not in path]
        shown = [name for name in found if not (status in {401, 404} and name in path)]
        if shown and "q=Flint" not in path:
            reported[path] = (status, shown)

    assert {} == reported


@pytest.mark.parametrize(
    "path",
    ["/memberships", MEMBERSHIP, "/api/v1/queries/role-holders-and-conflicts"],
)
def test_what_is_about_people_asks_for_a_token(client: httpx.Client, path: str) -> None:
    """An empty list would say that nobody holds a role."""
    stranger = client.get(path)
    wrong = client.get(path, headers={"Authorization": "Bearer nonsense"})
    known = client.get(path, headers=TOKEN)

    assert (401, 401, 200) == (stranger.status_code, wrong.status_code, known.status_code)
    assert "private" in known.headers["cache-control"]


def test_who_has_a_token_reads_them_on_every_surface(client: httpx.Client) -> None:
    """What is kept from strangers is there for those who work with it."""
    query = f"SELECT ?n {{ GRAPH <{GRAPH}> {{ ?m <https://w3id.org/rolegraph/ontology#memberName> ?n }} }}"
    sparql = client.get("/sparql", params={"query": query}, headers=TOKEN).text
    graph = client.get("/graphs", params={"graph": GRAPH}, headers=TOKEN).text
    page = client.get("/memberships/bela-sturm-lotse", headers=TOKEN | {"Accept": "text/html"}).text
    found = client.get("/api/v1/search", params={"q": "Sturm"}, headers=TOKEN).text
    log = client.get("/api/v1/changes/1", headers=TOKEN | {"Accept": "application/rdf-patch"}).text

    assert all("Bela Sturm" in text for text in (sparql, graph, page, found, log))


def test_the_same_query_below_asgi_is_answered_by_who_asks(client: httpx.Client) -> None:
    """Plain queries are answered before anybody looks at a token; so these must not be."""
    query = "SELECT ?n { ?m <https://w3id.org/rolegraph/ontology#memberName> ?n }"
    counts = [
        len(
            client.get("/sparql", params={"query": query}, headers=headers).json()["results"][
                "bindings"
            ]
        )
        for headers in ({}, TOKEN, {}, TOKEN, {"Authorization": "Bearer nonsense"})
    ]

    assert [0, 4, 0, 4, 0] == counts


def test_people_sign_in_to_read_about_people(harbour: Server) -> None:
    """A browser sends no header; it has a page to give a token to."""
    with harbour.client() as browser:
        browser.headers["Accept"] = "text/html"
        asked = browser.get("/memberships/bela-sturm-lotse")
        browser.post("/sign-in", data={"token": "harbour-pilot", "following": "/memberships"})
        listed = browser.get("/memberships")
        conflicts = browser.get("/coverage")

    assert 401 == asked.status_code
    assert "This page is about people" in asked.text
    assert "Bela Sturm" in listed.text
    assert "Cora Flint, Hafenmeisterin in Vertretung" in conflicts.text


def test_conflicts_of_duty_among_people_are_found(client: httpx.Client) -> None:
    """Who leads the handling of cargo must not set the harbour's fees."""
    rows = client.get("/api/v1/queries/role-holders-and-conflicts", headers=TOKEN).json()["rows"]
    reported = client.get("/api/v1/analysis/separation", headers=TOKEN).json()["people"]
    hidden = client.get("/api/v1/analysis/separation").json()["people"]

    assert {"Cora Flint"} == {row["memberName"] for row in rows if row["conflict"]}
    assert ["cora-flint-umschlagleiterin"] == [
        one["membership"]["id"].rpartition("/")[2] for one in reported
    ]
    assert [] == hidden
    assert 4 == len({json.dumps(row["membership"]) for row in rows})


def test_what_is_written_follows_on_both_sides(client: httpx.Client) -> None:
    """A commit about roles is for all, one about people is a number to strangers."""
    body = {"label": "Dora Wind, Lotsin", "memberName": "Dora Wind", "heldRole": "lotse"}
    made = client.post("/api/v1/memberships", json=body, headers=TOKEN)
    berth = client.post("/api/v1/berths", json={"label": "Nordkai 3", "depth": 6}, headers=TOKEN)
    newest = client.get("/api/v1/changes", params={"limit": 2})
    reported = client.get("/api/v1/changes", params={"limit": 2}, headers=TOKEN)
    whole = client.get("/api/v1/changes/2", headers=TOKEN)

    assert (201, 201) == (made.status_code, berth.status_code), made.text
    assert 200 == client.get("/api/v1/berths/nordkai-3").status_code
    assert "Dora" not in newest.text
    assert "dora" not in newest.text
    assert "only some may read" in newest.text
    assert "dora-wind" in whole.text
    revisions = [item["revision"] for item in newest.json()["items"]]
    assert revisions == [item["revision"] for item in reported.json()["items"]]


def propose(client: httpx.Client, path: str, body: dict[str, str], at: str = "") -> int:
    """Propose a change of a thing, or give a proposal another change; return its number."""
    tag = client.get(path, headers=TOKEN).headers["etag"]
    one = {"method": "PATCH", "path": path, "ifMatch": tag, "body": body}
    sent = {"operations": [one]} | ({} if at else {"title": "Say it better"})
    answer = client.post(f"/api/v1/proposals{at}", json=sent, headers=TOKEN)
    assert answer.status_code in {200, 201}, answer.text
    number: int = answer.json()["proposal"]["number"]
    return number


def everything(client: httpx.Client, number: int) -> tuple[set[int], str]:
    """What a stranger gets of a proposal: the statuses of its addresses, and all texts."""
    own = [f"/api/v1/proposals/{number}", f"/proposals/{number}"]
    newest = client.get("/api/v1/changes", params={"limit": 1}).json()["items"][0]["revision"]
    others = ["/api/v1/proposals", "/proposals", "/changes", "/changes.atom", "/graphs", "/"]
    others += [f"/api/v1/changes/{revision}" for revision in range(2, newest + 1)]
    others += [f"/api/v1/changes/diff?from=1&to={newest}", f"/sparql?query={quote(ALL)}"]
    answers = {path: client.get(path, headers={"Accept": "*/*"}) for path in own + others}
    log = read(client, "/api/v1/changes/log?from=2")[1]
    statuses = {answers[path].status_code for path in own}
    return statuses, "".join([log, *(answers[path].text for path in others)])


def test_a_proposal_about_people_is_for_those_who_may_read_of_them(client: httpx.Client) -> None:
    """It has the names before and after; anybody could read them, and the remarks besides."""
    number = propose(client, MEMBERSHIP, {"memberName": "Greta Halm"})
    said = client.post(
        f"/api/v1/proposals/{number}/remarks", json={"text": "Greta Halm agrees"}, headers=TOKEN
    )
    statuses, texts = everything(client, number)
    known = client.get(f"/api/v1/proposals/{number}", headers=TOKEN)

    assert 200 <= said.status_code < 300, said.text
    assert ({404}, []) == (statuses, [n for n in (*NAMES, "Greta Halm") if n in texts])
    assert "Greta Halm" in known.text
    assert "Bela Sturm" in known.text


def test_a_proposal_that_comes_to_be_about_people_is_withdrawn_from_strangers(
    client: httpx.Client,
) -> None:
    """With all that was said of it before."""
    role = client.get("/api/v1/roles").json()["items"][0]["href"]
    number = propose(client, role, {"definition": "Wer das tut, tut etwas anderes im Hafen."})
    client.post(f"/api/v1/proposals/{number}/remarks", json={"text": "Ganz gut"}, headers=TOKEN)
    before, texts = everything(client, number)
    propose(client, MEMBERSHIP, {"memberName": "Greta Halm"}, f"/{number}/revision")
    after, now = everything(client, number)
    data = client.get("/graphs").text

    assert ({200}, {404}) == (before, after)
    assert "Ganz gut" in texts
    assert "Ganz gut" not in data
    assert "Greta Halm" not in now


def test_a_membership_in_another_graph_is_refused(client: httpx.Client) -> None:
    """It would be for anybody to read."""
    update = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
        INSERT DATA { GRAPH <https://w3id.org/rolegraph/graph/data/roles.ttl> {
        <https://hafen.example/id/memberships/x> a rg:Membership ; rg:memberName "Emil Watt" } }"""
    refused = client.post("/sparql", data={"update": update}, headers=TOKEN)

    assert refused.status_code in {400, 403}
    assert "data/people/memberships.ttl" in refused.text


def test_a_service_for_all_takes_no_memberships(start_server: StartServer) -> None:
    """Who has not said who may read them cannot have meant everybody."""
    server = start_server(ROLEGRAPH_WRITE_TOKEN="harbour-pilot")
    body = {"label": "Emil Watt, analyst", "memberName": "Emil Watt", "heldRole": "data-analyst"}
    with server.client() as client:
        refused = client.post("/api/v1/memberships", json=body, headers=TOKEN)
        empty = client.get("/api/v1/memberships").json()
    server.stop()

    assert refused.status_code in {400, 403}
    assert "--read-people" in refused.text
    assert 0 == empty["total"]


def test_editors_alone_may_read_where_the_setting_says_so(
    start_server: StartServer, tmp_path: Path
) -> None:
    """A reader's token is given to many."""
    server = start_server(
        str(HARBOUR),
        data_dir=tmp_path,
        ROLEGRAPH_READ_PEOPLE="editor",
        ROLEGRAPH_WRITE_TOKEN="harbour-pilot",
    )
    secret = Tokens(tmp_path).create("visitor", AccessRole.READER)
    reader = {"Authorization": f"Bearer {secret}"}
    with server.client() as client:
        statuses = [client.get(MEMBERSHIP, headers=h).status_code for h in (TOKEN, reader, {})]
        names = client.get("/sparql", params={"query": ALL}, headers=reader).text
    server.stop()

    assert [200, 403, 401] == statuses
    assert "Bela Sturm" not in names
