"""The change log over HTTP, and the commands that read it, on a running service."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from commands import rolegraph
from rolegraph.rdf.namespaces import CHANGES_GRAPH
from rolegraph.rdf.terms import RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from serving import Server, StartServer

TOKEN = "a-token-for-this-test-alone"
ROLE = "https://w3id.org/rolegraph/id/roles/ml-developer"
GRAPH = "https://w3id.org/rolegraph/graph/data/roles.ttl"
LOG = "/api/v1/changes"


@pytest.fixture(scope="module")
def server(start_module_server: StartServer) -> Server:
    """A service whose log has the shipped catalogue and three small commits."""
    started = start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with editor(started) as client:
        for number in range(3):
            update(client, f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {note(number)} }} }}")
    return started


def note(number: int) -> str:
    return f'<{ROLE}> skos:editorialNote "Note {number}"@en'


def update(client: httpx.Client, text: str, **headers: str) -> httpx.Response:
    prefix = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    media_type = {"Content-Type": "application/sparql-update"}
    return client.post("/sparql", content=prefix + text, headers=media_type | named)


def editor(server: Server) -> httpx.Client:
    return server.client(headers={"Authorization": f"Bearer {TOKEN}"})


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    """Somebody who reads."""
    with server.client() as connected:
        yield connected


def get(client: httpx.Client, path: str, accept: str = "application/json") -> httpx.Response:
    answer = client.get(LOG + path, headers={"Accept": accept})
    assert 200 == answer.status_code, answer.text
    return answer


def test_the_log_is_paged_from_the_newest(client: httpx.Client) -> None:
    """Pages stay right while commits come, since they go back from where they began."""
    first = get(client, "?limit=3").json()
    second = client.get(first["next"]).json()

    assert [4, 3, 2] == [item["revision"] for item in first["items"]]
    assert ([1], None) == ([item["revision"] for item in second["items"]], second["next"])
    assert 4 == first["total"]
    assert f'<{first["next"]}>; rel="next"' == get(client, "?limit=3").headers["Link"]


def test_a_commit_is_shown_with_who_when_and_what(client: httpx.Client) -> None:
    """Reviewers look at one commit before they look at the catalogue."""
    commit = get(client, "/3").json()

    assert (3, 2, 1, 0) == tuple(commit[k] for k in ("revision", "parent", "added", "removed"))
    assert {"mode": "enforce", "total": 0, "findings": []} == commit["guard"]
    (thing,) = commit["things"]
    assert (ROLE, "changed", "/api/v1/roles/ml-developer") == (
        thing["id"],
        thing["change"],
        thing["href"],
    )
    added = {"type": "literal", "value": "Note 1", "xml:lang": "en"}
    assert [added] == thing["properties"][0]["added"]


def test_a_commit_is_given_as_an_rdf_patch(client: httpx.Client) -> None:
    """Other stores follow by it."""
    answer = get(client, "/3", "application/rdf-patch")

    lines = answer.text.splitlines()
    assert 'H revision "3" .' == lines[0]
    assert ["TX .", "TC ."] == [lines[-3], lines[-1]]
    assert lines[-2].startswith(f"A <{ROLE}> ")


@pytest.mark.parametrize(
    ("accept", "begin"),
    [
        ("text/markdown", "**1 thing: 1 changed.**"),
        ("text/plain", "1 thing: 1 changed."),
        ("application/rdf-patch", "TX ."),
    ],
)
def test_a_difference_comes_in_the_form_that_is_asked_for(
    client: httpx.Client, accept: str, begin: str
) -> None:
    """The same comparison serves a pull request, a terminal and a program."""
    answer = get(client, "/diff?from=1&to=3", accept)

    assert begin == answer.text.splitlines()[0]


def test_a_difference_backwards_removes_what_came(client: httpx.Client) -> None:
    """`from` and `to` are meant as they are said."""
    forward, back = (get(client, f"/diff?from={a}&to={b}").json() for a, b in ((1, 4), (4, 1)))

    assert (3, 0) == (forward["added"], forward["removed"])
    assert (0, 3) == (back["added"], back["removed"])


@pytest.mark.parametrize(
    ("path", "status", "reported"),
    [
        ("/99", 404, "no revision 99; the last is"),
        ("/diff", 400, "from="),
        ("/diff?from=soon", 400, "2026-11-23T14:00:00Z"),
        ("/diff?from=1&until=2", 400, "from, to"),
        ("?limit=0", 400, "from 1 to 1000"),
        ("?cursor=x", 400, "cursor"),
        ("/feed?after=x", 400, "id of the last event"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_how_it_could(
    client: httpx.Client, path: str, status: int, reported: str
) -> None:
    """An empty answer would pass for 'nothing changed'."""
    answer = client.get(LOG + path)

    assert status == answer.status_code
    assert reported in answer.json()["detail"]


def test_a_known_answer_is_not_sent_again(client: httpx.Client) -> None:
    """Commits do not change, so pages that show them can be kept."""
    etag = get(client, "/2").headers["ETag"]

    assert 304 == client.get(LOG + "/2", headers={"If-None-Match": etag}).status_code


def test_provenance_is_queryable(client: httpx.Client) -> None:
    """Who changed what when is a question like any other."""
    query = """PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX rg: <https://w3id.org/rolegraph/ontology#>
        SELECT ?number ?added WHERE { GRAPH <https://w3id.org/rolegraph/graph/changes> {
            ?revision a prov:Entity ; rg:revisionNumber ?number ; prov:wasGeneratedBy ?commit .
            ?commit a prov:Activity ; rg:quadsAdded ?added ; prov:wasAssociatedWith ?agent
        } } ORDER BY ?number LIMIT 4"""

    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})

    rows = [line.split(",") for line in answer.text.split()[1:]]
    assert ["1", "2", "3", "4"] == [number for number, _ in rows]
    assert ["1", "1", "1"] == [added for _, added in rows[1:]]


def test_the_graph_of_changes_cannot_be_written_by_an_update(server: Server) -> None:
    """Otherwise any editor could rewrite who did what."""
    with editor(server) as client:
        answer = update(client, f"INSERT DATA {{ GRAPH <{CHANGES_GRAPH}> {{ {note(9)} }} }}")

    assert 403 == answer.status_code, answer.text


def test_taking_back_needs_a_token(client: httpx.Client) -> None:
    """A revert is a write."""
    assert 401 == client.post(f"{LOG}/4/revert").status_code


def revision_of(client: httpx.Client) -> int:
    return int(get(client, "?limit=1").json()["total"])


def test_a_commit_is_taken_back_once(server: Server, client: httpx.Client) -> None:
    """The second time there is nothing left to take back, and saying so is better than silence."""
    with editor(server) as writer:
        update(writer, f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {note(7)} }} }}")
        last = revision_of(client)
        tried = writer.post(f"{LOG}/{last}/revert?dry-run=true")
        made = writer.post(f"{LOG}/{last}/revert", headers={"Rolegraph-Message": b"Not yet"})
        again = writer.post(f"{LOG}/{last}/revert")

    assert (200, True) == (tried.status_code, tried.json()["dryRun"])
    assert tried.json()["patch"].startswith(f"D <{ROLE}>")
    assert (201, f"{LOG}/{last + 1}") == (made.status_code, made.headers["Location"])
    back, gone = (get(client, f"/{number}").json() for number in (last + 1, last))
    assert ("Not yet", last) == (back["message"], back["takesBack"]["revision"])
    assert (last + 1, None) == (gone["takenBackBy"]["revision"], gone["takesBack"])
    assert 409 == again.status_code


def events(answer: httpx.Response, number: int) -> list[dict[str, str]]:
    """The first events of a feed."""
    found: list[dict[str, str]] = []
    event: dict[str, str] = {}
    for line in answer.iter_lines():
        name, _, value = line.partition(": ")
        if not line:
            if "id" in event:
                found.append(event)
            event = {}
            if len(found) == number:
                break
        elif name:
            event[name] = value
    return found


def test_the_feed_goes_on_where_the_connection_broke(server: Server) -> None:
    """A follower misses nothing and sees nothing twice."""
    with server.client() as client:
        with client.stream("GET", f"{LOG}/feed", headers={"Last-Event-ID": "1"}) as answer:
            assert "text/event-stream; charset=utf-8" == answer.headers["Content-Type"]
            first = events(answer, 2)
        with client.stream("GET", f"{LOG}/feed", headers={"Last-Event-ID": "3"}) as answer:
            second = events(answer, 1)

    assert ["2", "3"] == [event["id"] for event in first]
    assert [4] == [json.loads(event["data"])["revision"] for event in second]
    assert "commit" == second[0]["event"]


def test_the_feed_tells_of_a_commit_as_it_happens(server: Server) -> None:
    """What it tells of can be read at once, by queries as well."""
    seen: list[str] = []
    listening = threading.Event()

    def listen() -> None:
        with server.client() as follower, follower.stream("GET", f"{LOG}/feed") as answer:
            listening.set()
            for event in events(answer, 1):
                asked = f'ASK {{ ?thing ?said "Note 8"@en # {event["id"]}\n }}'
                found = follower.get("/sparql", params={"query": asked})
                seen.append(found.text)

    thread = threading.Thread(target=listen)
    thread.start()
    listening.wait(20)
    time.sleep(0.2)
    with editor(server) as writer:
        update(writer, f"INSERT DATA {{ GRAPH <{GRAPH}> {{ {note(8)} }} }}")
    thread.join(20)

    assert 1 == len(seen)
    assert "true" in seen[0]


def test_a_service_ends_its_feeds_and_its_store_is_read_by_commands(
    start_server: StartServer, tmp_path: Path
) -> None:
    """Operators restart services while people follow them; afterwards the log is still at hand."""
    folder = tmp_path / "data"
    server = start_server(
        "--bare",
        data_dir=folder,
        ROLEGRAPH_WRITE_TOKEN=TOKEN,
        ROLEGRAPH_SHUTDOWN_TIMEOUT="3600",  # a feed that went on would keep it up as long
    )
    at, held = ("--url", server.url), ("--data-dir", str(folder))
    with editor(server) as client:
        update(client, "INSERT DATA { <urn:s> <urn:p> 1 }", Rolegraph_Message="One")
        with client.stream("GET", f"{LOG}/feed") as answer:
            taken_back = rolegraph("revert", "1", *at, "--token", TOKEN)
            in_use = rolegraph("log", *held)
            online = rolegraph("log", *at)
            server.process.terminate()
            assert ["2"] == [event["id"] for event in events(answer, 99)]
    server.process.wait(60)
    offline = rolegraph("log", *held)

    assert "Revision 1 is taken back; the store is at revision 2.\n" == taken_back.stdout
    assert 2 == in_use.returncode
    assert "in use by another rolegraph process" in in_use.stderr
    assert "--url" in in_use.stderr
    assert online.stdout == offline.stdout
    assert ["2", "1"] == [line.split()[0] for line in offline.stdout.splitlines()]


def test_commands_show_differences_and_take_back_on_a_folder(tmp_path: Path) -> None:
    """A catalogue can be fixed where no service runs."""
    store = EmbeddedStore(tmp_path)
    for number in (1, 2):
        quads = parse(f"<urn:s> <urn:p> {number} .", format=RdfFormat.TURTLE)
        store.load(quads, {"author": "Ada", "message": f"Number\n{number}"})
    store.close()
    held = ("--data-dir", str(tmp_path))

    shown = rolegraph("diff", "1", *held)
    patch = rolegraph("diff", "2", "1", *held, "--format", "patch")
    tried = rolegraph("revert", "2", *held, "--dry-run")
    made = rolegraph("revert", "2", *held, "-m", "No")
    again = rolegraph("revert", "2", *held)
    log = rolegraph("log", *held, "-n", "2")

    assert "      + 2\n" in shown.stdout
    assert "TX .\nD <urn:s> <urn:p> " == patch.stdout[:23]
    assert "Revision 2 can be taken back; nothing was stored.\n" == tried.stdout
    assert "the store is at revision 3" in made.stdout
    assert (2, "rolegraph: Revision 2 cannot be taken back") == (
        again.returncode,
        again.stderr[:42],
    )
    assert ["No", "Number 2"] == [line.split("  ")[-1] for line in log.stdout.splitlines()]


def test_a_folder_without_a_store_is_told(tmp_path: Path) -> None:
    """A misspelt folder must not become a new empty store."""
    answer = rolegraph("log", "--data-dir", str(tmp_path / "nowhere"))

    assert 2 == answer.returncode
    assert "holds no store" in answer.stderr
    assert not (tmp_path / "nowhere").exists()
