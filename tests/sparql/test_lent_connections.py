"""Connections with cold questions are lent to workers, and nobody can tell by what comes."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer, fetch

NUMBERS = itertools.count()
TOKEN = "lent-connections-token"
ROLES = "SELECT ?role { ?role a <https://w3id.org/rolegraph/ontology#Role> } ORDER BY ?role"
GRAPH = "CONSTRUCT WHERE { ?s a <https://w3id.org/rolegraph/ontology#Role> }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
COUNTED = """SELECT (COUNT(*) AS ?n) {
  { SELECT * { ?a ?p ?b } LIMIT 900 } { SELECT * { ?c ?q ?d } LIMIT 900 } FILTER(STR(?b) < STR(?d))
}"""
Answer = tuple[int, dict[str, str], bytes]


class Unclosed:
    """What comes over a connection, for one answer after the other."""

    def __init__(self, connection: socket.socket) -> None:
        self.stream = connection.makefile("rb")

    def makefile(self, *_: object) -> Unclosed:
        return self

    def close(self) -> None:
        """Stay open, since the next answer is to be read."""

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)


class Client:
    """A client with one connection to a server."""

    def __init__(self, server: Server, headers: tuple[str, ...] = ()) -> None:
        address = urlsplit(server.url)
        self.connection = socket.create_connection((address.hostname, address.port), 60)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = Unclosed(self.connection)
        self.headers = headers

    def close(self) -> None:
        self.stream.stream.close()
        self.connection.close()

    def send(self, query: str) -> None:
        """Send a query that nobody has asked before, by GET."""
        self.connection.sendall(by_get(f"{query} # {next(NUMBERS)}", self.headers))

    def ask(self, query: str) -> Answer:
        self.send(query)
        return self.answer()

    def answer(self, method: str = "GET") -> Answer:
        response = HTTPResponse(self.stream, method=method)  # type: ignore[arg-type]
        response.begin()
        body = response.read()
        return response.status, {n.lower(): v for n, v in response.getheaders()}, body

    def is_lent(self) -> bool:
        """Ask something new; tell whether a worker has answered it itself."""
        status, headers, _ = self.ask("ASK {}")
        assert 200 == status
        return by_worker(headers)

    def until_lent(self) -> None:
        for _ in range(400):
            if self.is_lent():
                return
            time.sleep(0.01)
        raise AssertionError("The connection is never lent.")


def by_worker(headers: dict[str, str]) -> bool:
    return "-w" in headers["x-request-id"]


def by_get(query: str, headers: tuple[str, ...] = ()) -> bytes:
    lines = [f"GET /sparql?query={quote(query, safe='')} HTTP/1.1", "Host: localhost", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def by_post(query: str, media_type: str, headers: tuple[str, ...] = ()) -> bytes:
    body = f"query={quote(query, safe='')}" if "form" in media_type else query
    lines = [
        *("POST /sparql HTTP/1.1", "Host: localhost", f"Content-Type: {media_type}"),
        *(f"Content-Length: {len(body.encode())}", *headers),
    ]
    return "\r\n".join([*lines, "", body]).encode()


@contextlib.contextmanager
def clients(server: Server, number: int = 1, *headers: str) -> Iterator[list[Client]]:
    """Clients whose connections are lent."""
    made = [Client(server, headers) for _ in range(number)]
    try:
        for client in made:
            client.until_lent()
        yield made
    finally:
        for client in made:
            client.close()


@contextlib.contextmanager
def asked(client: Client, query: str) -> Iterator[list[Answer]]:
    """Have a query asked meanwhile; its answer is there at the end of the block."""
    found: list[Answer] = []
    client.send(query)
    thread = threading.Thread(target=lambda: found.append(client.answer()), daemon=True)
    thread.start()
    yield found
    thread.join(60)
    assert found, "There is no answer."


def running(server: Server, folder: Path) -> Callable[[], list[dict[str, object]]]:
    """Return what tells which queries run, after one that has been seen to run."""
    admin = {"Authorization": f"Bearer {Tokens(folder).create('ops', AccessRole.ADMIN)}"}

    def items() -> list[dict[str, object]]:
        for _ in range(400):
            answer = fetch(f"{server.url}api/v1/running", headers=admin, timeout=30).json()
            if answer["items"]:
                return list(answer["items"])
            time.sleep(0.01)
        return []

    return items


def workers_of(server: Server) -> list[int]:
    """Return the processes that run queries: the grandchildren, whose parent is the fork server."""
    tasks = Path(f"/proc/{server.process.pid}/task").glob("*/children")
    own = {int(child) for task in tasks for child in task.read_text().split()}
    return [child for child in server.children() if child not in own]


FORMS = [
    ("GET", "text/csv", ROLES),
    ("GET", "application/sparql-results+json", "ASK {}"),
    ("GET", "*/*", GRAPH),
    ("GET", "application/ld+json, */*;q=0.1", "DESCRIBE ?role { ?role a ?kind } LIMIT 3"),
    ("application/x-www-form-urlencoded", "*/*", "SELECT * { ?s ?p ?o } LIMIT 5"),
    ("application/sparql-query", "application/sparql-results+xml", "SELECT ('é日' AS ?x) {}"),
]


@pytest.mark.parametrize(("way", "accept", "query"), FORMS)
@pytest.mark.parametrize("further", [(), ("Accept-Encoding: gzip", "User-Agent: some/1.0")])
def test_a_worker_answers_as_the_server_does(
    server: Server, way: str, accept: str, query: str, further: tuple[str, ...]
) -> None:
    """Byte for byte, but for the date and the name of the request."""
    headers = (f"Accept: {accept}", *further)

    def request(number: int) -> bytes:
        # The answers to all of them are the same, so equal entity tags are expected as well.
        text = f"{query} # {number}"
        return by_get(text, headers) if way == "GET" else by_post(text, way, headers)

    client, fresh = Client(server), Client(server)
    with contextlib.closing(client), contextlib.closing(fresh):
        for _ in range(400):
            client.connection.sendall(request(next(NUMBERS)))
            lent = client.answer()
            if by_worker(lent[1]):
                break
        assert by_worker(lent[1])
        fresh.connection.sendall(request(next(NUMBERS)))
        usual = fresh.answer()
        assert not by_worker(usual[1])

    differ = {"date", "x-request-id"}
    assert usual[0] == lent[0]
    assert list(usual[1]) == list(lent[1])
    assert [pair for pair in usual[1].items() if pair[0] not in differ] == [
        pair for pair in lent[1].items() if pair[0] not in differ
    ]
    assert len(usual[1]["date"]) == len(lent[1]["date"])
    assert usual[2] == lent[2]


ODD = [
    by_get("SELECT"),
    by_get("SELECT * { GRAPH ?g { ?s a ?o } } ORDER BY ?g ?s ?o LIMIT 3"),
    by_get("SELECT (COUNT(*) AS ?n) FROM <urn:none> { ?s ?p ?o }"),
    by_get("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"),
    by_get("SELECT (<urn:no-such-function>(1) AS ?x) {}"),
    by_get(ROLES, ("If-None-Match: *",)),
    by_get(ROLES, ("Authorization: Bearer wrong",)),
    by_get(ROLES, ("X-Unknown: 1",)),
    by_get(ROLES, ("Accept: image/png",)),
    by_get(ROLES, ("Connection: close",)),
    by_get(ROLES).replace(b"HTTP/1.1", b"HTTP/1.0"),
    by_get(ROLES).replace(b"?query", b"?at=1&query"),
    by_get(ROLES).replace(b"/sparql?", b"/api/v1/roles?x="),
    by_get(ROLES).replace(b"%20", b" "),
    by_post(ROLES, "application/sparql-query").replace(b"Length: ", b"Length: 9"),
    b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"no HTTP at all\r\n\r\n",
    by_get(f"SELECT * {{ ?s ?p ?o . ?t ?q ?v }} LIMIT 20000 # {'x' * 70000}"),
    by_get("SELECT * { ?s ?p ?o . ?t ?q ?v } LIMIT 20000"),
]


def reported(answer: Answer) -> tuple[object, ...]:
    status, headers, body = answer
    name = headers.get("x-request-id", "").encode()
    differ = {"date", "x-request-id", "content-length" if status >= 400 else ""}
    told = sorted((key, value) for key, value in headers.items() if key not in differ)
    return status, told, body.replace(name, b"NAME") if name else body


@pytest.mark.parametrize("request_bytes", ODD)
def test_what_is_no_plain_question_is_answered_by_the_server(
    server: Server, request_bytes: bytes
) -> None:
    """The connection comes back with the very bytes, in whatever pieces they come."""
    if b"Length: 9" in request_bytes:
        request_bytes += b"x" * 10_000
    found = []
    with clients(server, 2) as (whole, in_pieces):
        whole.connection.sendall(request_bytes)
        found.append(reported(whole.answer()))
        in_pieces.connection.sendall(request_bytes[:9])
        time.sleep(0.02)
        in_pieces.connection.sendall(request_bytes[9:])
        found.append(reported(in_pieces.answer()))
    usual = Client(server)
    with contextlib.closing(usual):
        usual.connection.sendall(request_bytes)
        found.append(reported(usual.answer()))

    assert [found[2]] * 2 == found[:2]


def test_requests_in_a_row_are_answered_in_order(server: Server) -> None:
    """Also where a client does not wait for an answer before it asks on."""
    numbers = [next(NUMBERS) for _ in range(60)]
    with clients(server, 1, "Accept: text/csv") as (client,):
        for n in numbers:
            client.connection.sendall(by_get(f"SELECT ({n} AS ?n) {{}}", client.headers))
            time.sleep(0.0005 * (n % 3))
        found = [client.answer()[2] for _ in numbers]

    assert [f"n\r\n{n}\r\n".encode() for n in numbers] == found


def test_a_question_asked_again_is_at_hand_from_the_third_time_on(server: Server) -> None:
    """As on a connection that is not lent."""
    query = by_get(f"{ROLES} # {next(NUMBERS)}")

    def hits() -> int:
        text = fetch(f"{server.url}metrics", timeout=30).text
        return int(float(text.partition("\nrolegraph_query_cache_hits_total ")[2].split()[0]))

    with clients(server) as (client,):
        for _ in range(2):
            client.connection.sendall(query)
            assert 200 == client.answer()[0]
        before = hits()
        client.connection.sendall(query)
        assert 200 == client.answer()[0]

        assert before + 1 == hits()


def test_a_slow_question_keeps_no_other_waiting(start_server: StartServer, tmp_path: Path) -> None:
    """It stands in the list of running queries, can be ended, and the others are answered."""
    server = start_server(
        data_dir=tmp_path, ROLEGRAPH_QUERY_WORKERS="1", ROLEGRAPH_QUERY_TIMEOUT="60"
    )
    items = running(server, tmp_path)
    with clients(server, 3) as (slow, *others), asked(slow, ENDLESS) as answers:
        for _ in range(5):
            for other in others:
                assert 200 == other.ask("ASK {}")[0]
        (item,) = items()
        assert str(item["text"]).startswith(ENDLESS)
        assert not answers
        admin = {"Authorization": f"Bearer {Tokens(tmp_path).create('two', AccessRole.ADMIN)}"}
        with server.client(headers=admin) as client:
            assert 204 == client.delete(f"api/v1/running/{item['id']}").status_code
    assert 503 == answers[0][0]
    server.stop()


def test_a_question_that_takes_a_while_is_answered(server: Server) -> None:
    """Taken over by the server in the midst of it; the connection goes on."""
    with clients(server, 1, "Accept: text/csv") as (client,):
        status, headers, body = client.ask(COUNTED)
        assert 200 == status
        assert not by_worker(headers)
        assert body.startswith(b"n\r\n")
        assert 200 == client.ask("ASK {}")[0]


def test_the_time_limit_holds(start_server: StartServer) -> None:
    """The answer is the one that each query past its time gets."""
    server = start_server(ROLEGRAPH_QUERY_TIMEOUT="0.5")
    with clients(server) as (client,):
        status, headers, body = client.ask(ENDLESS)
    assert 503 == status
    assert headers["content-type"] == "application/problem+json"
    assert "query-timeout" in json.loads(body)["type"]
    server.stop()


def test_a_client_that_leaves_ends_its_query(start_server: StartServer, tmp_path: Path) -> None:
    """Nobody waits for it any more, so nothing may run for it."""
    server = start_server(data_dir=tmp_path, ROLEGRAPH_QUERY_TIMEOUT="60")
    items = running(server, tmp_path)
    with clients(server) as (client,):
        client.send(ENDLESS)
        assert 1 == len(items())
    admin = {"Authorization": f"Bearer {Tokens(tmp_path).create('two', AccessRole.ADMIN)}"}
    with server.client(headers=admin) as watching:
        for _ in range(1000):
            if not watching.get("api/v1/running").json()["items"]:
                break
            time.sleep(0.01)
        else:
            raise AssertionError("The query goes on.")
    server.stop()


def test_a_worker_that_is_killed_loses_no_connection(start_server: StartServer) -> None:
    """Those who ask are answered by others, also the one whose query it ran."""
    # With two, one that is dead already might be sent a question before anybody knows.
    server = start_server(ROLEGRAPH_QUERY_TIMEOUT="60", ROLEGRAPH_QUERY_WORKERS="1")
    with clients(server, 4, "Accept: text/csv") as all_clients:
        for slow in all_clients:
            for client in all_clients:
                client.until_lent()
            slow.send(COUNTED)
            for worker in workers_of(server):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
            for other in {*all_clients} - {slow}:
                assert 200 == other.ask("ASK {}")[0]
            assert slow.answer()[0] in {200, 503}
    server.stop()


def test_no_answer_is_older_than_the_last_commit(start_server: StartServer) -> None:
    """Whoever is told that something is written finds it, by whichever connection."""
    server = start_server(ROLEGRAPH_WRITE_TOKEN=TOKEN, ROLEGRAPH_GUARD="off")
    newest, stale, lent = 0, [], 0
    stop = threading.Event()
    graph = "https://w3id.org/rolegraph/graph/roles"

    def write() -> None:
        nonlocal newest
        with server.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            for number in range(1, 16):
                insert = f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> {number} }} }}"
                client.post("sparql", data={"update": insert}).raise_for_status()
                newest = number
                time.sleep(0.2)
        stop.set()

    def read() -> None:
        nonlocal lent
        client = Client(server, ("Accept: text/csv",))
        with contextlib.closing(client):
            while not stop.is_set():
                least = newest
                _, headers, body = client.ask("SELECT (COUNT(?n) AS ?c) { <urn:s> <urn:p> ?n }")
                lent += by_worker(headers)
                if int(body.split()[1]) < least:
                    stale.append((least, body))

    threads = [threading.Thread(target=run) for run in (write, read, read, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [] == stale
    assert lent > 0
    server.stop()


def test_every_answer_is_counted_and_logged(start_server: StartServer) -> None:
    """Those of workers as well, also the last ones of a connection and of a worker."""
    server = start_server(ROLEGRAPH_LOG_FORMAT="json")
    names = []
    with clients(server, 2) as both:
        asked_by = itertools.islice(itertools.cycle(both), 60)
        names += [client.ask("ASK {}")[1]["x-request-id"] for client in asked_by]
        for worker in workers_of(server):
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        for client in both:
            names.append(client.ask("ASK {}")[1]["x-request-id"])
    server.stop()

    lines = [json.loads(line) for line in server.log.read_text().splitlines() if line[:1] == "{"]
    logged = [line["request_id"] for line in lines if line["event"] == "request"]
    assert sum("-w" in name for name in names) > 30
    assert len(set(logged)) == len(logged)
    assert set(names) <= set(logged)
    assert {"/sparql"} == {line["path"] for line in lines if line.get("request_id") in names}


def test_an_answer_under_way_is_finished_when_the_server_ends(start_server: StartServer) -> None:
    """Connections that are lent come back and are closed; what runs is answered first."""
    server = start_server()
    with clients(server, 3) as (slow, *others), asked(slow, COUNTED) as answers:
        time.sleep(0.05)
        server.process.send_signal(signal.SIGTERM)
        for other in others:
            other.connection.settimeout(30)
            assert b"" == other.connection.recv(1)
    assert 200 == answers[0][0]
    server.stop()


def test_a_connection_of_a_client_that_ends_its_side_is_closed(server: Server) -> None:
    """Its last answer comes all the same, and nothing is left open."""
    with clients(server) as (client,):
        client.send("ASK {}")
        client.connection.shutdown(socket.SHUT_WR)
        assert 200 == client.answer()[0]
        assert b"" == client.connection.recv(1)


def test_an_idle_connection_is_closed_in_time(start_server: StartServer) -> None:
    """The time runs from its last answer, whoever gave it."""
    server = start_server(ROLEGRAPH_IDLE_TIMEOUT="3")
    with clients(server) as (client,):
        client.connection.settimeout(30)
        assert b"" == client.connection.recv(1)
    server.stop()
