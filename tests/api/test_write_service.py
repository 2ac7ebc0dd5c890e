"""JSON writes over the running service: tokens, the guard and many clients at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from test_writes import PERSONA, persona

from serving import Server, StartServer

TOKEN = "a-token-for-tests-of-writes-of-json"


@pytest.fixture(scope="module")
def writable(start_module_server: StartServer) -> Server:
    """A server that may be written to."""
    return start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)


@pytest.fixture
def editor(writable: Server) -> Iterator[httpx.Client]:
    """A client with a token."""
    with writable.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        yield client


def test_nobody_writes_without_a_token(writable: Server) -> None:
    """Whatever the method and the address."""
    with writable.client() as client:
        answers = [
            client.post("/api/v1/personas", json=PERSONA),
            client.put("/api/v1/personas/robin-castellanos", json=PERSONA),
            client.patch("/api/v1/personas/robin-castellanos", json={}),
            client.delete("/api/v1/personas/robin-castellanos"),
            client.post("/api/v1/batch", json={"operations": []}),
        ]

    assert [401] * 5 == [answer.status_code for answer in answers]


def test_a_persona_lives_and_dies(editor: httpx.Client) -> None:
    """Created, read, searched, listed, queried, patched, deleted: each sees the write before."""
    refused = editor.post("/api/v1/personas", json=persona(goals=None))
    made = editor.post("/api/v1/personas", json=PERSONA)
    place = made.headers["location"]

    assert (422, 201) == (refused.status_code, made.status_code), made.text
    assert "PersonaShape-goal" == refused.json()["findings"][0]["rule"]
    read = editor.get(place)
    assert made.headers["etag"] == read.headers["etag"]
    assert place in {
        i["href"] for i in editor.get("/api/v1/personas?role=data-analyst").json()["items"]
    }
    assert place == editor.get("/api/v1/search?q=ana+muller").json()["items"][0]["href"]
    query = f'ASK {{ <{read.json()["id"]}> ?p "Ana Müller & Söhne"@en }}'
    assert editor.get("/sparql", params={"query": query}).json()["boolean"]
    patched = editor.patch(
        place,
        json={"status": "retired"},
        headers={"If-Match": read.headers["etag"], "Content-Type": "application/merge-patch+json"},
    )
    assert "retired" == patched.json()["status"]
    gone = editor.delete(place, headers={"If-Match": patched.headers["etag"]})
    assert (200, 410) == (gone.status_code, editor.get(place).status_code)


def test_no_update_is_lost_among_many_clients(writable: Server) -> None:
    """Each reads, adds its own name, and tries again when another was faster."""
    path = "/api/v1/tools/maite"

    def add(name: str) -> int:
        tries = 0
        with writable.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            while True:
                tries += 1
                read = client.get(path)
                answer = client.patch(
                    path,
                    json={"altLabels": [*read.json()["altLabels"], name]},
                    headers={
                        "If-Match": read.headers["etag"],
                        "Content-Type": "application/merge-patch+json",
                    },
                )
                if answer.status_code == 200:
                    return tries
                assert 412 == answer.status_code

    names = [f"Name {number}" for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, names))

    with writable.client() as client:
        assert set(names) <= set(client.get(path).json()["altLabels"])


def test_a_thing_is_read_as_it_was(editor: httpx.Client) -> None:
    """By revision or time; lists are filtered and sorted as they were, too."""
    place = "/api/v1/lifecycle-stages/retirement"
    before = editor.get(place)
    written = editor.patch(
        place,
        json={"label": "Retirement and after"},
        headers={
            "If-Match": before.headers["etag"],
            "Content-Type": "application/merge-patch+json",
        },
    )
    revision = written.json()["commit"]["revision"]

    old = editor.get(f"{place}?at={revision - 1}")
    listed = editor.get(f"/api/v1/lifecycle-stages?at={revision - 1}&order=-label&fields=label")
    empty = editor.get("/api/v1/roles?at=2000-01-01")

    assert before.json() == old.json()
    assert "Retirement and after" == editor.get(f"{place}?at={revision}").json()["label"]
    assert "Retirement" in [item["label"] for item in listed.json()["items"]]
    assert 0 == empty.json()["total"]
    assert 404 == editor.get(f"{place}?at={revision + 100}").status_code
    assert 400 == editor.get(f"{place}?at=yesterday").status_code


def test_an_earlier_state_is_searched(editor: httpx.Client) -> None:
    """Who looks for what was renamed must find it in the state that had the name."""
    revision = editor.get("/api/v1/changes?limit=1").json()["items"][0]["revision"]
    made = editor.post("/api/v1/personas", json=persona(label="Zebulon Quux"))
    assert made.is_success, made.text

    def totals(**more: str) -> int:
        answer = editor.get("/api/v1/search", params={"q": "Zebulon", **more})
        assert answer.is_success, answer.text
        return int(answer.json()["total"])

    assert (1, 0, 1) == (totals(), totals(at=str(revision)), totals(at=str(revision + 1)))
    assert 404 == editor.get("/api/v1/search?q=x&at=99999").status_code
    assert 400 == editor.get("/api/v1/search?q=x&at=soon").status_code


def test_a_refused_write_says_what_it_would_have_stored(editor: httpx.Client) -> None:
    """As RDF Patch, so that whoever is refused sees what is wrong with it."""
    answer = editor.post("/api/v1/personas", json=persona(goals=None, label="Una Lacking"))

    assert 422 == answer.status_code
    assert '"Una Lacking"@en' in answer.json()["patch"]
