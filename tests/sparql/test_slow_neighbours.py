"""Slow queries of some clients, and what others notice of them: nothing."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import httpx

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


def test_one_client_with_slow_queries_keeps_no_other_waiting(start_server: StartServer) -> None:
    """More than it may run at once: what waits of them stands in nobody's way, nor in an update's."""
    server = start_server(ROLEGRAPH_QUERY_TIMEOUT="5", ROLEGRAPH_WRITE_TOKEN=TOKEN)
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

    assert "rolegraph_queries_running" in metrics
    assert {503} == {answer.status_code for answer in slow}


def test_a_query_that_waits_for_too_long_is_told_so(start_server: StartServer) -> None:
    """Its client learns when to come again, and what kept it waiting."""
    server = start_server(
        ROLEGRAPH_QUERY_TIMEOUT="6", ROLEGRAPH_QUERY_WAIT="1", ROLEGRAPH_QUERY_CONCURRENCY="1"
    )
    with slow_queries(server, 3) as slow:
        pass

    waited = [answer for answer in slow if "waited" in answer.json()["detail"]]
    assert waited
    assert all("1 s for its turn" in answer.json()["detail"] for answer in waited)
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in waited)
    assert len(slow) > len(waited), "one of them ran"
