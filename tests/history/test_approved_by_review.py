"""The status `approved` comes from a review, whichever way a change comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx
import pytest

from commands import rolegraph
from rolegraph.access.identity import AccessRole, Identity
from rolegraph.access.tokens import Tokens
from rolegraph.errors import Refused
from rolegraph.folder.description import Description, ProposalRules
from rolegraph.history.commit import Committer
from rolegraph.rdf.namespaces import ONTOLOGY, THINGS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from serving import Server, StartServer

ADA = Identity("ada", AccessRole.EDITOR)
TOOL, GRAPH = f"{THINGS}tools/maite", "https://w3id.org/rolegraph/graph/data/tools.ttl"
TRIPLE = f'<{TOOL}> <{ONTOLOGY}status> "approved" .'
STATUS = {"status": "approved"}
REVIEW = {
    "label": "Review of MAITE",
    "reviewed": [{"id": TOOL}],
    "reviewOutcome": "approved",
    "reviewedOn": "2026-01-31T00:00:00Z",
    "reviewedByParty": "The board of tools",
    "evidenceNote": "Tried on three models.",
}


def patch(path: str = "tools/maite") -> dict[str, object]:
    return {"method": "PATCH", "path": path, "ifMatch": "*", "body": STATUS}


@pytest.fixture(scope="module")
def people(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, dict[str, str], Callable[[str], httpx.Client]]]:
    """A service with two editors: the server, their tokens, and a client of each."""
    folder = tmp_path_factory.mktemp("people")
    tokens = Tokens(folder)
    secrets = {name: tokens.create(name, AccessRole.EDITOR) for name in ("ada", "bo")}
    server = start_module_server(data_dir=folder)
    made: list[httpx.Client] = []

    def client(name: str) -> httpx.Client:
        made.append(server.client(headers={"Authorization": f"Bearer {secrets[name]}"}))
        return made[-1]

    yield server, secrets, client
    for one in made:
        one.close()


@pytest.fixture
def ada(people: tuple[Server, dict[str, str], Callable[[str], httpx.Client]]) -> httpx.Client:
    return people[2]("ada")


@pytest.fixture
def bo(people: tuple[Server, dict[str, str], Callable[[str], httpx.Client]]) -> httpx.Client:
    return people[2]("bo")


def by_patch(api: httpx.Client) -> httpx.Response:
    kind = {"If-Match": "*", "Content-Type": "application/merge-patch+json"}
    return api.patch("/api/v1/tools/maite", json=STATUS, headers=kind)


def by_put(api: httpx.Client) -> httpx.Response:
    whole = api.get("/api/v1/tools/maite").json()
    body = {n: v for n, v in whole.items() if n not in {"@context", "href", "type"}} | STATUS
    return api.put("/api/v1/tools/maite", json=body, headers={"If-Match": "*"})


def by_batch(api: httpx.Client) -> httpx.Response:
    return api.post("/api/v1/batch", json={"operations": [patch()]})


def by_dry_run(api: httpx.Client) -> httpx.Response:
    return api.post("/api/v1/batch?dry-run=true", json={"operations": [patch()]})


def by_update(api: httpx.Client) -> httpx.Response:
    return api.post("/sparql", data={"update": f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {TRIPLE} }} }}"})


def by_graph_store(api: httpx.Client) -> httpx.Response:
    kind = {"Content-Type": "application/n-triples"}
    return api.post("/graphs", params={"graph": GRAPH}, content=TRIPLE, headers=kind)


WAYS = [by_patch, by_put, by_batch, by_dry_run, by_update, by_graph_store]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nobody_calls_a_thing_approved_alone(
    ada: httpx.Client, way: Callable[[httpx.Client], httpx.Response]
) -> None:
    """An approval that the author gives himself says nothing; the answer names the thing."""
    answer = way(ada)

    assert 422 == answer.status_code, answer.text
    (finding,) = answer.json()["findings"]
    assert ("approved-by-review", "MAITE", TOOL) == (
        finding["rule"],
        finding["label"],
        finding["focus"],
    )
    assert "Propose the change" in finding["message"]
    assert "status" not in ada.get("/api/v1/tools/maite").json()


def test_a_load_over_http_is_asked_as_well(
    people: tuple[Server, dict[str, str], Callable[[str], httpx.Client]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The command line of an editor is no way around the review."""
    server, secrets, _ = people
    file = tmp_path_factory.mktemp("load") / "approved.nt"
    file.write_text(TRIPLE)
    ran = rolegraph(
        "load", str(file), "--graph", GRAPH, "--url", server.url, "--token", secrets["ada"]
    )

    assert 1 == ran.returncode
    assert "once a review says so" in ran.stderr


def test_a_review_in_the_same_change_is_one(ada: httpx.Client) -> None:
    """Who writes down the board's decision sets the status with it; taking it back takes both."""
    review = {"method": "POST", "path": "reviews", "body": REVIEW}
    rejected = {**review, "body": REVIEW | {"reviewOutcome": "rejected"}}
    refused = ada.post("/api/v1/batch", json={"operations": [rejected, patch()]})
    made = ada.post("/api/v1/batch", json={"operations": [review, patch()]})

    assert (422, 200) == (refused.status_code, made.status_code), made.text
    revision = made.json()["commit"]["revision"]
    assert "approved" == ada.get("/api/v1/tools/maite").json()["status"]
    edited = ada.post(
        "/api/v1/batch", json={"operations": [{**patch(), "body": {"purpose": "Tests models."}}]}
    )
    assert edited.is_success, "what is approved may be written further"
    assert ada.post(f"/api/v1/changes/{revision}/revert").is_success


def test_a_proposal_that_somebody_else_approves_is_a_review(
    ada: httpx.Client, bo: httpx.Client
) -> None:
    """Four eyes, and the status follows; what is taken back and forth keeps it."""
    body = {"title": "Approve HEART", "operations": [patch("tools/heart")]}
    number = (
        ada.post("/api/v1/proposals", json=body).raise_for_status().json()["proposal"]["number"]
    )
    own = ada.post(f"/api/v1/proposals/{number}/approval", json={"text": ""})
    done = bo.post(f"/api/v1/proposals/{number}/approval", json={"text": "Yes."})

    assert (403, 200) == (own.status_code, done.status_code)
    assert "approved" == ada.get("/api/v1/tools/heart").json()["status"]
    retired = ada.post(
        "/api/v1/batch", json={"operations": [{**patch("tools/heart"), "body": {"status": None}}]}
    ).json()["commit"]["revision"]
    back = ada.post(f"/api/v1/changes/{retired}/revert")
    assert back.is_success, back.text
    assert "approved" == ada.get("/api/v1/tools/heart").json()["status"]


def test_a_catalogue_may_leave_it_to_anyone(catalogue_store: EmbeddedStore) -> None:
    """A programme of one person has nobody else to ask, and says so in its folder."""
    change = Patch(
        added=frozenset(
            {Quad(NamedNode(TOOL), NamedNode(ONTOLOGY + "status"), Literal("approved"), None)}
        )
    )
    committer = Committer(catalogue_store, None)
    strict = Description()
    free = replace(strict, proposals=ProposalRules(approved="anyone"))
    committer.commit(Patch(added=frozenset(strict.quads())), author="setup", message="")
    with pytest.raises(Refused):
        committer.commit(change, author=ADA, message="")
    committer.commit(
        Patch(frozenset(strict.quads()), frozenset(free.quads())), author="setup", message=""
    )

    assert committer.commit(change, author=ADA, message="").patch
