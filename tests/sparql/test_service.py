"""`rolegraph serve` as its users meet it."""

from __future__ import annotations

import os
import re
import signal
import socket
import threading
import time
from pathlib import Path

import httpx
import pytest

from serving import Server, StartServer, fetch

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ROLES = "SELECT ?role { ?role a <https://w3id.org/rolegraph/ontology#Role> } ORDER BY ?role"


def test_a_query_that_never_ends_is_answered_with_a_problem_document(
    start_server: StartServer,
) -> None:
    """Within its limit, while others are answered, and no process is left burning."""
    server = start_server(ROLEGRAPH_QUERY_TIMEOUT="2")
    with server.client() as client:
        answers: list[httpx.Response] = []
        asking = threading.Thread(
            target=lambda: answers.append(
                fetch(f"{server.url}sparql", params={"query": ENDLESS}, timeout=30)
            )
        )
        asking.start()
        meanwhile = 0
        while asking.is_alive():
            assert client.get("/sparql", params={"query": f"{ROLES} # {meanwhile}"}).is_success
            meanwhile += 1
        time.sleep(0.5)

        assert [503] == [answer.status_code for answer in answers]
        assert "application/problem+json" == answers[0].headers["content-type"]
        assert "limit of 2 s" in answers[0].json()["detail"]
        assert meanwhile > 1
        assert 0 == busy_processes(server)


def busy_processes(server: Server) -> int:
    """Count the descendants that use a processor over a quarter of a second."""

    def used() -> dict[int, int]:
        found = {}
        for pid in server.children():
            status = Path(f"/proc/{pid}/stat")
            if status.exists():
                fields = status.read_text().rsplit(")", 1)[1].split()
                found[pid] = int(fields[11]) + int(fields[12])
        return found

    before = used()
    time.sleep(0.25)
    after = used()
    return sum(1 for pid, ticks in after.items() if ticks - before.get(pid, ticks) > 10)


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("SERVICE", 403),
        ("service SILENT", 200),
        ("\\u0053ERVICE", 403),
        ("SERVICE # comment\n", 403),
    ],
)
def test_service_is_refused_without_a_connection(
    client: httpx.Client, spelling: str, expected: int
) -> None:
    """A query must not make the service call its neighbours, however it spells the wish.

    With SILENT the refusal is one solution without bindings, as SPARQL has it.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.3)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"

        answer = client.get(
            "/sparql", params={"query": f"SELECT * {{ {spelling} <{address}> {{ ?s ?p ?o }} }}"}
        )

        assert expected == answer.status_code
        assert expected == 200 or "SERVICE" in answer.json()["detail"]
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_second_start_keeps_what_is_there(start_server: StartServer, tmp_path: Path) -> None:
    """The shipped catalogue is loaded once, and asked at once; `make bench` says how long it takes."""
    known = {"query": "ASK { ?s ?p ?o }"}
    first = start_server(data_dir=tmp_path)
    with first.client() as client:
        assert client.get("/sparql", params=known).json()["boolean"]
    first.stop()

    second = start_server(data_dir=tmp_path)

    with second.client() as client:
        assert client.get("/sparql", params=known).json()["boolean"]
        assert 1 == client.get("/health/ready").json()["revision"]
        assert 4 == client.get("/api/v1/roles").json()["total"]
    second.stop()


@pytest.mark.parametrize("options", [("--bare",), ("--empty", "--no-union-default-graph")])
def test_a_bare_service_is_a_plain_sparql_store(
    start_server: StartServer, options: tuple[str, ...]
) -> None:
    """It holds nothing of ours, so an analyst's data are alone in it."""
    server = start_server(*options)
    with server.client() as client:
        answer = client.get(
            "/sparql",
            params={"query": "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"},
        )

        assert {"head": {}, "boolean": False} == answer.json()
    server.stop()


def test_an_empty_service_has_the_rules(start_server: StartServer) -> None:
    """Without data a catalogue begins; without rules anything would be stored without a word."""
    server = start_server("--empty", ROLEGRAPH_WRITE_TOKEN="swordfish")
    with server.client(headers={"Authorization": "Bearer swordfish"}) as client:
        assert 0 == client.get("/api/v1/roles").json()["total"]
        bare = (
            "INSERT DATA { <https://w3id.org/rolegraph/id/roles/x> "
            "a <https://w3id.org/rolegraph/ontology#Role> }"
        )
        refused = client.post("/sparql", data={"update": bare})

        assert 422 == refused.status_code
        assert len(refused.json()["findings"]) > 2
    server.stop()


@pytest.mark.parametrize("option", ["--empty", "--bare"])
def test_a_service_without_data_has_pages_and_ends_in_order(
    start_server: StartServer, option: str
) -> None:
    """What is prepared in the background must not fail for want of types, or nothing is closed."""
    server = start_server(option)
    with server.client() as client:
        time.sleep(2)  # the background begins a second after the start
        assert 200 == client.get("/coverage").status_code
    server.stop()

    assert "error" not in server.log.read_text("utf-8")


def test_a_taken_port_is_told_with_the_mend(server: Server) -> None:
    """The most frequent fault of a first start deserves a clear line and exit code 2."""
    import subprocess
    import sys

    port = server.url.rstrip("/").rsplit(":", 1)[1]
    ran = subprocess.run(
        [sys.executable, "-m", "rolegraph", "serve", "--port", port],
        capture_output=True,
        text=True,
        check=False,
    )

    assert 2 == ran.returncode
    assert "choose another with --host or --port" in ran.stderr


def test_the_first_page_lists_roles_personas_workflows_and_gaps(client: httpx.Client) -> None:
    """Whoever opens the address must see what there is and what is missing."""
    page = client.get("/").text

    for text in ("AI T&amp;E Engineer", "Robin Castellanos", "Develop a candidate model"):
        assert text in page
    assert re.search(r"4\s*</\w+>.*?responsibilities\s+without a tool", page, re.DOTALL)
    gaps = client.get("/coverage").text
    assert "Feature engineering" in gaps


def test_a_signal_to_the_whole_group_ends_everything(start_server: StartServer) -> None:
    """Terminals and supervisors signal all processes at once; none may stay or be born anew."""
    server = start_server()
    children = server.children()

    os.killpg(server.process.pid, signal.SIGTERM)
    server.process.wait(15)
    for _ in range(50):
        left = [pid for pid in children if alive(pid)]
        if not left:
            break
        time.sleep(0.1)

    assert len(children) >= 3
    assert [] == left


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
