"""The clock and chance are asked each time, though the dataset is the same."""

from __future__ import annotations

import httpx
import pytest

from rolegraph.rdf.plain.queries import is_volatile
from serving import Server, StartServer

QUERIES = ["SELECT (NOW() AS ?x) {}", "SELECT (uuid() AS ?x) {}", "SELECT (STRUUID() AS ?x) {}"]


@pytest.mark.parametrize("query", [*QUERIES, "SELECT (Rand() AS ?x) {}"])
@pytest.mark.parametrize("extra", [{}, {"format": "csv"}, {"at": "1"}])
def test_an_answer_of_the_clock_or_of_chance_is_never_given_again(
    client: httpx.Client, query: str, extra: dict[str, str]
) -> None:
    """A service that answered with the time of last week would be wrong without a sign of it."""
    asked = [client.get("/sparql", params={"query": query, **extra}).content for _ in range(3)]

    assert 3 == len(set(asked))


@pytest.mark.parametrize("query", QUERIES)
def test_nor_is_its_page(client: httpx.Client, query: str) -> None:
    """The page shows what the endpoint answers."""
    pages = [client.get("/query", params={"query": query}).text for _ in range(3)]

    assert 3 == len(set(pages))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?now { ?now <urn:rand> 'uuid()' } # now()",
        "SELECT * { ?s <urn:now()> ?o }",
        "ASK {}",
    ],
)
def test_the_same_letters_elsewhere_are_no_function(query: str) -> None:
    """Else ordinary questions would be asked anew each time."""
    assert not is_volatile(query)


def test_a_page_that_tells_of_a_fault_is_not_kept(start_server: StartServer) -> None:
    """The fault may be over in a moment."""
    server: Server = start_server(ROLEGRAPH_QUERY_TIMEOUT="0.3")
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with server.client() as client:
        answer = client.get("/query", params={"query": endless})

    assert (200, "no-store") == (answer.status_code, answer.headers["cache-control"])
