"""How a service starts and ends: what it says meanwhile, and that nothing under way is lost."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from rolegraph.errors import NotSeenYet, RestartNeeded
from rolegraph.main import create_app
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore
from serving import Server, StartServer, fetch

TOKEN = "a-token-to-write"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
DIGITS = " ".join(f"{{ VALUES ?d{n} {{ 0 1 2 3 4 5 6 7 8 9 }} }}" for n in range(7))
SLOW = f"SELECT (COUNT(*) AS ?n) {{ {DIGITS} }}"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {DIGITS} {DIGITS.replace('?d', '?e')} }}"
TRIPLES = 40_000
GRAPH = "".join(f"<urn:s{n}> <urn:p> {n} .\n" for n in range(TRIPLES)).encode()


class Asking(threading.Thread):
    """Asks something in a thread, and keeps the answer."""

    def __init__(self, ask: Callable[[httpx.Client], httpx.Response], server: Server) -> None:
        super().__init__(daemon=True)
        self._ask, self._client = ask, server.client()
        self.answer: httpx.Response | None = None
        self.start()

    def run(self) -> None:
        with self._client, contextlib.suppress(httpx.HTTPError):
            self.answer = self._ask(self._client)


def until(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if happens():
            return
        time.sleep(0.005)
    raise AssertionError("it did not happen")


def in_flight(server: Server) -> float:
    text = fetch(f"{server.url}metrics").text
    return float(text.split("\nrolegraph_http_requests_in_flight ")[1].split("\n")[0])


def asked(server: Server, ask: Callable[[httpx.Client], httpx.Response]) -> Asking:
    """Ask, and return once the server is at it."""
    asking = Asking(ask, server)
    until(lambda: in_flight(server) > 1)
    return asking


def query(text: str) -> Callable[[httpx.Client], httpx.Response]:
    return lambda client: client.get("/sparql", params={"query": text})


def test_a_query_under_way_is_answered_and_new_ones_are_sent_away(
    start_server: StartServer,
) -> None:
    """So that a new version is rolled out without a failed request."""
    server = start_server()
    waiting = server.client()  # which has a connection open already
    waiting.get("/health/live")
    slow = asked(server, query(SLOW))
    server.process.send_signal(signal.SIGTERM)
    until(lambda: waiting.get("/health/ready").status_code == 503)
    ready = waiting.get("/health/ready").json()
    fresh = fetch(f"{server.url}api/v1/roles")
    server.process.wait(60)
    slow.join()
    waiting.close()

    assert slow.answer is not None
    assert "10000000" == slow.answer.json()["results"]["bindings"][0]["n"]["value"]
    assert "The service is ending." == ready["checks"]["running"]
    assert 503 == fresh.status_code
    assert ("5", "close") == (fresh.headers["retry-after"], fresh.headers["connection"])
    assert -signal.SIGTERM == server.process.returncode


def test_a_commit_under_way_is_stored_and_acknowledged(
    start_server: StartServer, tmp_path: Path
) -> None:
    """Its client hears of it, and the next start has it."""
    folder = tmp_path / "data"
    server = start_server("--bare", data_dir=folder, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    writing = asked(
        server,
        lambda client: client.put(
            "/graphs?graph=urn:g",
            content=GRAPH,
            headers={**BEARER, "Content-Type": "text/turtle"},
        ),
    )
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(60)
    writing.join()
    store = EmbeddedStore(folder)
    stored = sum(1 for _ in store.match(graph=NamedNode("urn:g")))
    store.close()

    assert writing.answer is not None
    assert 201 == writing.answer.status_code
    assert TRIPLES == stored


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_at_once(
    start_server: StartServer, tmp_path: Path, second: signal.Signals
) -> None:
    """For who cannot wait; what was acknowledged is there all the same."""
    folder = tmp_path / "data"
    server = start_server("--bare", data_dir=folder, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    httpx.put(
        f"{server.url}graphs?graph=urn:g",
        content=b"<urn:s> <urn:p> 1 .",
        headers={**BEARER, "Content-Type": "text/turtle"},
    ).raise_for_status()
    children = server.children()
    endless = asked(server, query(ENDLESS))
    server.process.send_signal(signal.SIGTERM)
    until(lambda: fetch(f"{server.url}health/ready").status_code == 503)
    server.process.send_signal(second)
    server.process.wait(10)
    endless.join()
    until(lambda: not any(Path(f"/proc/{child}/exe").exists() for child in children))
    store = EmbeddedStore(folder)
    revision = store.revision
    store.close()

    assert -second == server.process.returncode
    assert 1 == revision


def test_what_takes_too_long_is_ended_with_the_service(start_server: StartServer) -> None:
    """Whoever waits for the end does not wait for good."""
    server = start_server(ROLEGRAPH_SHUTDOWN_TIMEOUT="0.2")
    endless = asked(server, query(ENDLESS))
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(20)
    endless.join()

    assert -signal.SIGTERM == server.process.returncode
    assert endless.answer is None or endless.answer.status_code >= 500


def test_a_feed_does_not_keep_a_service_up(start_server: StartServer) -> None:
    """It never ends by itself; nor does a replica's copy of the log."""
    server = start_server()
    with (
        server.client() as client,
        client.stream("GET", "/api/v1/changes/feed") as feed,
        client.stream("GET", "/api/v1/changes/log?follow=true") as log,
    ):
        server.process.send_signal(signal.SIGTERM)
        feed.read()
        text = log.read()
        server.process.wait(20)

    assert text.startswith(b"# revision 1\n")
    assert text.endswith(b"TC .\n")


def test_a_service_that_is_loading_lives_and_is_not_ready(
    start_server: StartServer,
) -> None:
    """Whoever balances the load must not send queries to a service that cannot answer them."""
    server = start_server()
    children = server.children()
    for child in children:
        os.kill(child, signal.SIGKILL)
    answers: list[httpx.Response] = []

    def loading() -> bool:  # which may be over at the next look
        answers.append(fetch(f"{server.url}health/ready"))
        return answers[-1].status_code == 503

    until(loading)
    problem = answers[-1]
    alive = fetch(f"{server.url}health/live").status_code
    roles = fetch(f"{server.url}api/v1/roles").status_code
    until(lambda: fetch(f"{server.url}health/ready").status_code == 200)

    assert "application/problem+json" == problem.headers["content-type"]
    assert ("ok", "The query workers are loading the dataset.") == (
        problem.json()["checks"]["store"],
        problem.json()["checks"]["workers"],
    )
    assert (200, 200) == (alive, roles)


def test_a_full_disk_refuses_writes_and_goes_on_reading(
    start_server: StartServer, tmp_path: Path
) -> None:
    """What is refused is not stored; as soon as there is room, writes go on."""
    folder = tmp_path / "data"
    server = start_server(data_dir=folder, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    size = (folder / "changes.rdfp").stat().st_size

    def write(client: httpx.Client, text: str) -> httpx.Response:
        return client.post(
            "/graphs?graph=urn:g",
            content=f'<urn:s> <urn:p> "{text}" .',
            headers={**BEARER, "Content-Type": "text/turtle"},
        )

    with server.client() as client:
        limit = (size + 500, resource.RLIM_INFINITY)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, limit)
        refused = write(client, "too much " * 100)
        read = client.get("/api/v1/roles/data-analyst").status_code
        ready = client.get("/health/ready").status_code
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
        accepted = write(client, "not too much")
        graph = client.get("/graphs?graph=urn:g", headers={"Accept": "text/turtle"}).text

    assert 507 == refused.status_code
    assert "nothing was stored" in refused.json()["detail"]
    assert "Free some space" in refused.json()["detail"]
    assert (200, 200, 201) == (read, ready, accepted.status_code)
    assert "not too much" in graph
    assert "too much too much" not in graph


def test_a_store_whose_engine_failed_asks_for_a_restart_and_has_the_commit_then(
    tmp_path: Path,
) -> None:
    """It answers from what it has and takes no writes; neither ready nor, for who restarts, alive.

    The engine cannot be made to fail from outside at will, so a broken one takes its place.
    """

    class Broken:
        def extend(self, _: object) -> None:
            raise OSError("the disk is gone")

    folder = tmp_path / "data"
    service = create_app(Settings(data_dir=folder, bare=True))
    store: EmbeddedStore = service.state.store
    engine, patch = store._engine, Patch(added=frozenset({Quad(*[NamedNode("urn:x")] * 3)}))

    async def ask(path: str) -> httpx.Response:
        transport = httpx.ASGITransport(service)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    before = asyncio.run(ask("/health/live")).status_code
    store._engine = Broken()  # type: ignore[assignment]
    with pytest.raises(NotSeenYet, match="as revision 1"):
        store.apply(patch)
    with pytest.raises(RestartNeeded, match="nothing was stored"):
        store.apply(patch)
    store._engine = engine
    del engine
    live, ready = asyncio.run(ask("/health/live")), asyncio.run(ask("/health/ready"))
    store.close()
    again = EmbeddedStore(folder)

    assert 200 == before
    assert (503, "restart-needed") == (live.status_code, live.json()["type"].rsplit("/")[-1])
    assert 503 == ready.status_code
    assert "The store's engine has failed; restart the service." == ready.json()["checks"]["store"]
    assert 1 == again.revision
    assert again.holds(next(iter(patch.added)))
    again.close()
