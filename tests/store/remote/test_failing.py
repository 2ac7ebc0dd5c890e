"""A store that is slow, gone or talks nonsense is told apart, and left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from mirroring import Mirrors

from rolegraph.errors import (
    ForbiddenOperation,
    StoreAnswer,
    StoreRefusal,
    StoreTimeout,
    StoreUnavailable,
    SyntaxFault,
)
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.service.opening import open_store
from rolegraph.sparql.forwarding import forwardable
from rolegraph.store.remote.endpoints.addresses import Addresses
from rolegraph.store.remote.endpoints.breaker import Breaker
from rolegraph.store.remote.endpoints.client import StoreClient
from rolegraph.store.remote.log.turnstile import Turnstile


@pytest.fixture
def answering() -> Iterator[tuple[str, list[tuple[int, bytes]]]]:
    """A server that answers as it is told; the address, and the answers to come."""
    answers: list[tuple[int, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            status, body = answers.pop(0) if answers else (200, b"")
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", answers
    server.shutdown()
    server.server_close()
    thread.join()


def client_of(address: str, seconds: float = 5) -> StoreClient:
    client = StoreClient(
        Addresses(address, address), None, timeout=seconds, connect_timeout=seconds
    )
    client._prologue = ""
    return client


ROWS = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, b"<html>Welcome</html>", StoreAnswer),
        (404, b"no such page", StoreAnswer),
        (500, b"oops", StoreAnswer),
        (401, b"", StoreAnswer),
        (400, b"parse error", StoreRefusal),
    ],
)
def test_a_bad_answer_is_told_and_not_asked_for_again(
    answering: tuple[str, list[tuple[int, bytes]]], status: int, body: bytes, error: type[Exception]
) -> None:
    """It would be the same again."""
    address, answers = answering
    answers += [(status, body), (200, ROWS)]
    client = client_of(address)

    with pytest.raises(error) as reported:
        client.select("SELECT ?x {}")

    assert 1 == len(answers)
    assert "127.0.0.1" not in str(reported.value)
    assert "Welcome" not in str(reported.value)
    client.close()


def test_a_read_is_tried_again_and_a_write_is_not(
    answering: tuple[str, list[tuple[int, bytes]]],
) -> None:
    """A write that was lost may have been done."""
    address, answers = answering
    client = client_of(address)
    answers += [(503, b""), (503, b""), (200, ROWS)]
    assert [] == client.select("SELECT ?x {}")

    answers += [(503, b""), (200, b"")]
    with pytest.raises(StoreUnavailable):
        client.update("INSERT DATA {}")
    assert 1 == len(answers)
    client.close()


def test_a_breaker_opens_tries_one_and_closes() -> None:
    """A store that is down is not asked by every request anew."""
    now = [0.0]
    breaker = Breaker(failures=3, pause=5, clock=lambda: now[0])
    for _ in range(3):
        breaker.check()
        breaker.failed()
    assert "open" == breaker.state
    with pytest.raises(StoreUnavailable) as reported:
        breaker.check()
    assert 6 == reported.value.retry_after

    now[0] = 5.0
    assert "half-open" == breaker.state
    breaker.check()
    with pytest.raises(StoreUnavailable):
        breaker.check()
    breaker.succeeded()

    assert "closed" == breaker.state
    breaker.check()


def test_a_store_that_does_not_answer_is_too_slow_and_its_commit_is_found_again(
    mirrors: Mirrors,
) -> None:
    """Whether a change was made must not be guessed."""
    mirror = mirrors.open(store_timeout=1)
    mirror.client.breaker._pause = 0.5
    quad = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("1"), NamedNode("urn:test:g"))
    with mirror.newest():
        mirrors.engine.freeze()
        try:
            with pytest.raises((StoreTimeout, StoreUnavailable)):
                mirror.apply(Patch(added=frozenset({quad})), {})
        finally:
            mirrors.engine.thaw()
    time.sleep(mirror.client.breaker._pause)

    with mirror.newest():
        there = list(mirror.store.data())

    rows = mirrors.engine.rows("SELECT ?o { GRAPH <urn:test:g> { ?s ?p ?o } }")
    assert [quad.object.value for quad in there] == [row["o"] for row in rows]  # type: ignore[union-attr]


def test_a_service_starts_on_its_mirror_while_the_store_is_away(mirrors: Mirrors) -> None:
    """A restart during an outage must not make it worse."""
    settings = mirrors.settings(bare=True)
    first = open_store(settings)
    assert first.mirror is not None
    quad = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("1"), NamedNode("urn:test:g"))
    with first.mirror.newest():
        first.mirror.apply(Patch(added=frozenset({quad})), {})
    first.close()
    mirrors.engine.kill()
    try:
        again = open_store(settings)
        assert again.mirror is not None
        assert [quad] == list(again.store.data())
        assert "The store cannot be reached." == again.mirror.fault
        with pytest.raises(StoreUnavailable), again.mirror.newest():
            pass
    finally:
        mirrors.engine.start()

    again.mirror.client.breaker.succeeded()  # as it is after its pause
    with again.mirror.newest():
        again.mirror.apply(Patch(removed=frozenset({quad})), {})
    assert (2, None) == (again.store.revision, again.mirror.fault)
    again.close()


def test_a_service_that_ended_in_its_turn_is_passed_over(mirrors: Mirrors) -> None:
    """Its number stays; the others must not wait for it for good."""
    client = mirrors.open().client
    ended = Turnstile(client).turn()
    ended.__enter__()
    waiting = Turnstile(client, dead_after=0.3)

    with waiting.turn() as turn:
        assert turn

    assert ([], {}) == waiting._seen()


@pytest.mark.parametrize(
    "text",
    [
        "DEFINE input:storage '' SELECT * { ?s ?p ?o }",
        "INSERT DATA { <urn:a> <urn:b> 1 }",
        "SELECT (bif:exec('x') AS ?x) {}",
        "SELECT (<bif:exec>('x') AS ?x) {}",
        "PREFIX b: <http://www.openlinksw.com/schemas/bif#> SELECT (b:exec('x') AS ?x) {}",
        "PREFIX q: <SQL:> SELECT * { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o OPTION (TRANSITIVE) }",
        "SELECT * {} ; \\u0044ROP ALL",
        "SELECT * { SERVICE <urn:x> {} }",
    ],
)
def test_what_is_of_no_query_is_not_sent_on(text: str) -> None:
    """The engine may do more than answer."""
    with pytest.raises(ForbiddenOperation, match="Line 1"):
        forwardable(text)


@pytest.mark.parametrize(
    ("text", "kind", "names_dataset"),
    [
        ("PREFIX ask: <urn:> SELECT * { ask:insert ?delete 'DROP' } # LOAD", "bindings", False),
        ("ASK FROM <urn:g> {}", "boolean", True),
        ("BASE <urn:> CONSTRUCT WHERE { ?s ?p ?o }", "graph", False),
        ("DESCRIBE ?from { ?from a <urn:WITH> }", "graph", False),
    ],
)
def test_a_query_is_known_by_its_keywords_alone(text: str, kind: str, names_dataset: bool) -> None:
    """The same letters in names, strings and comments mean nothing."""
    asked = forwardable(text)

    assert (kind, names_dataset) == (asked.kind, asked.names_dataset)


def test_what_is_neither_is_no_query() -> None:
    """An engine must not be left to guess."""
    with pytest.raises(SyntaxFault):
        forwardable("hello")
