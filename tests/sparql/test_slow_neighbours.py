"""Slow queries of some clients, and what others notice of them: nothing."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer

TOKEN = "neighbours-token"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def from_address(server: Server, address: str) -> httpx.Client:
    """Return a client that asks from one of this machine's addresses."""
    transport = httpx.HTTPTransport(local_address=address)
    return httpx.Client(base_url=server.url, transport=transport, timeout=60)


@contextlib.contextmanager
def slow_queries(server: Server, number: int) -> Iterator[list[httpx.Response]]:
    """Have endless queries asked from one address, and give the answers that come all the same."""
    answers: list[httpx.Response] = []

    def ask(text: str) -> None:
        with from_address(server, "127.0.0.2") as client, contextlib.suppress(httpx.HTTPError):
            answers.append(client.get("sparql", params={"query": text}))

    threads = [
        threading.Thread(target=ask, args=(f"{ENDLESS} # {n}",), daemon=True) for n in range(number)
    ]
    for thread in threads:
        thread.start()
    yield answers
    for thread in threads:
        thread.join()


def until_there_are(number: int, answers: list[httpx.Response]) -> Iterator[None]:
    """Go on until so many answers have come, and not for ever."""
    for _ in range(1_000):
        if len(answers) >= number:
            return
        yield
        time.sleep(0.05)


def end_queries(server: Server, data_dir: Path, answers: list[httpx.Response], number: int) -> None:
    """End what runs, as an operator does, until so many answers have come."""
    admin = {"Authorization": f"Bearer {Tokens(data_dir).create('ops', AccessRole.ADMIN)}"}
    with from_address(server, "127.0.0.4") as client:
        for _ in until_there_are(number, answers):
            for item in client.get("api/v1/running", headers=admin).json()["items"]:
                client.delete(f"api/v1/running/{item['id']}", headers=admin)


def test_one_client_with_slow_queries_keeps_no_other_waiting(
    start_server: StartServer, tmp_path: Path
) -> None:
    """More than it may run at once: what waits of them stands in nobody's way, nor in an update's."""
    server = start_server(
        data_dir=tmp_path, ROLEGRAPH_QUERY_TIMEOUT="60", ROLEGRAPH_WRITE_TOKEN=TOKEN
    )
    with slow_queries(server, 12) as slow, from_address(server, "127.0.0.3") as other:
        for number in range(5):
            query = {"query": f"SELECT ({number} AS ?n) {{}}"}
            assert other.get("sparql", params=query).is_success
            written = other.post(
                "sparql",
                data={"update": f"INSERT DATA {{ GRAPH <urn:n> {{ <urn:s> <urn:p> {number} }} }}"},
                headers={"Authorization": f"Bearer {TOKEN}"},
            )
            assert written.is_success
        assert [] == slow, "they were all answered while the slow ones ran"
        metrics = other.get("metrics").text
        end_queries(server, tmp_path, slow, 12)

    assert "rolegraph_queries_running" in metrics
    assert {503} == {answer.status_code for answer in slow}


def test_a_query_that_waits_for_too_long_is_told_so(
    start_server: StartServer, tmp_path: Path
) -> None:
    """Its client learns when to come again, and what kept it waiting."""
    server = start_server(
        data_dir=tmp_path,
        ROLEGRAPH_QUERY_TIMEOUT="60",
        ROLEGRAPH_QUERY_WAIT="1",
        ROLEGRAPH_QUERY_CONCURRENCY="1",
    )
    with slow_queries(server, 3) as slow:
        for _ in until_there_are(2, slow):
            pass
        end_queries(server, tmp_path, slow, 3)

    waited = [answer for answer in slow if "waited" in answer.json()["detail"]]
    assert waited
    assert all("1 s for its turn" in answer.json()["detail"] for answer in waited)
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in waited)
    assert len(slow) > len(waited), "one of them ran"
