"""A large body for the graph store, from the request to whoever asks next."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from rolegraph.rdf.terms import NamedNode
from rolegraph.store.embedded import EmbeddedStore
from serving import StartServer

TOKEN = "token-of-the-tests-of-large-bodies-0123456789"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GRAPH = "urn:test:large"
MANY = 25_000
LINES = [
    f'<urn:test:{n}> <http://purl.org/dc/terms/description> "{n} {"much " * 40}"@en .\n'
    for n in range(MANY)
]
BODY = "".join([*LINES, *LINES[:10]]).encode()
"""More than what is kept as text, with some lines twice."""


@pytest.fixture
def service(start_server: StartServer) -> Iterator[httpx.Client]:
    """A plain service without data."""
    server = start_server("--bare", ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with server.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        yield client


def put(client: httpx.Client, body: bytes, graph: dict[str, str]) -> httpx.Response:
    head = {"Content-Type": "application/n-triples"}
    return client.put("graphs", params=graph, content=body, headers=head).raise_for_status()


@pytest.mark.parametrize("graph", [{"graph": GRAPH}, {"default": ""}], ids=["named", "default"])
def test_a_large_body_is_there_for_whoever_asks_next(
    service: httpx.Client, graph: dict[str, str]
) -> None:
    """By SPARQL, by the graph store, in the change log; and another body takes its place."""
    query = COUNT if "default" in graph else COUNT.replace("{", f"FROM <{GRAPH}> {{")
    csv = {"Accept": "text/csv"}

    def counted() -> int:
        answer = service.get("sparql", params={"query": query}, headers=csv)
        return int(answer.raise_for_status().text.split()[1])

    assert str(MANY) == put(service, BODY, graph).headers["rolegraph-added"]
    assert MANY == counted()
    read = service.get("graphs", params=graph, headers={"Accept": "application/n-triples"})
    assert sorted(LINES) == sorted(read.text.splitlines(keepends=True))

    other = "".join(LINES[5:]).encode() + b"_:b <urn:test:p> <urn:test:5> .\n"
    answer = put(service, other, graph)
    assert ("1", "5") == tuple(answer.headers[f"rolegraph-{what}"] for what in ("added", "removed"))
    assert MANY - 4 == counted()


@pytest.mark.parametrize("graph", [{"graph": GRAPH}, {"default": ""}], ids=["named", "default"])
def test_a_large_body_is_added_to_what_a_graph_has(
    service: httpx.Client, graph: dict[str, str]
) -> None:
    """What is there already is not added again, in whichever form it was written first."""
    other = '<urn:test:other> <urn:test:value> "07"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    first = "".join(LINES[:7]).replace("<urn:test:1>", r"<urn:test:\u0031>") + other
    put(service, first.encode(), graph)
    head = {"Content-Type": "application/n-triples"}
    added = [
        service.post("graphs", params=graph, content=body, headers=head).raise_for_status()
        for body in (BODY, BODY, BODY + other.encode() + b"<urn:test:x> <urn:test:p> _:b .\n")
    ]

    assert [str(MANY - 7), "0", "1"] == [one.headers["rolegraph-added"] for one in added]
    read = service.get("graphs", params=graph, headers={"Accept": "application/n-triples"})
    assert MANY + 2 == len(read.text.splitlines())


def test_a_large_body_with_a_fault_changes_nothing(service: httpx.Client) -> None:
    """The line of the fault is named."""
    fault = BODY + b"<urn:test:a> <urn:test:p> <not an iri> .\n"
    with pytest.raises(httpx.HTTPStatusError) as refused:
        put(service, fault, {"default": ""})
    assert 400 == refused.value.response.status_code
    assert f"line {MANY + 11}" in refused.value.response.text.lower()
    answer = service.get("sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
    assert "0" == answer.text.split()[1]


def test_blank_nodes_in_a_large_body_have_one_name_everywhere(service: httpx.Client) -> None:
    """In the store, in the change log, and in the replicas that answer."""
    put(service, BODY + b"_:b <urn:test:p> _:c .\n", {"default": ""})
    dump = service.get("graphs?default", headers={"Accept": "application/n-triples"}).content
    logged = service.get("api/v1/changes/1", headers={"Accept": "application/rdf-patch"}).content
    added = b"".join(line[2:] for line in logged.splitlines(True) if line.startswith(b"A "))
    assert MANY + 1 == len(dump.splitlines())
    assert sorted(dump.splitlines()) == sorted(added.splitlines())
    of_blank = "SELECT * { ?s <urn:test:p> ?o FILTER(isBlank(?s) && isBlank(?o)) }"
    answer = service.get("sparql", params={"query": of_blank}, headers={"Accept": "text/csv"})
    assert 2 == len(answer.text.splitlines())


class Readers:
    """Read in every way that there is, and note where an older state is found than was answered.

    Attributes:
        answered: how many bodies were answered.
        wrong: how it was read, the bodies that were answered by then, and those that were found.
    """

    def __init__(self, client: httpx.Client) -> None:
        self._client, self.answered = client, 0
        self.wrong: list[tuple[str, int, int]] = []
        self.ending = threading.Event()
        self.ways = {
            "query": self.by_query,
            "graph": self.by_graph,
            "revision": self.by_revision,
            "dataset": self.by_dataset,
        }

    def _get(self, path: str, accept: str, **query: str) -> str:
        answer = self._client.get(path, params=query, headers={"Accept": accept})
        return answer.raise_for_status().text

    def by_query(self) -> int:
        query = COUNT.replace("{", "{ GRAPH ?g {") + "}"
        return int(self._get("sparql", "text/csv", query=query).split()[1]) // MANY

    def by_graph(self) -> int:
        newest = self.answered - 1
        if newest < 0:
            return 0
        text = self._get("graphs", "application/n-triples", graph=f"{GRAPH}:{newest}")
        return newest + (text.count("\n") == MANY)

    def by_revision(self) -> int:
        return int(self._client.get("health/ready").raise_for_status().json()["revision"])

    def by_dataset(self) -> int:
        return self._get("graphs", "application/n-quads").count("\n") // MANY

    def read(self, name: str) -> None:
        """Read again and again until the end."""
        while not self.ending.is_set():
            least = self.answered
            found = self.ways[name]()
            if found < least:
                self.wrong.append((name, least, found))


def test_nobody_reads_an_older_state_than_what_was_answered(service: httpx.Client) -> None:
    """Eight clients read while large bodies are put in.

    The engine on disk takes a body behind its answer, and workers are forked meanwhile.
    """
    readers = Readers(service)
    with ThreadPoolExecutor(8) as pool:
        reading = [pool.submit(readers.read, name) for name in [*readers.ways] * 2]
        try:
            for number in range(1, 3):
                put(service, BODY, {"graph": f"{GRAPH}:{number - 1}"})
                readers.answered = number
                assert number == readers.by_query()
                assert number == readers.by_dataset()
        finally:
            readers.ending.set()
        for each in reading:
            each.result()
    assert [] == readers.wrong


def test_a_service_killed_right_after_its_answer_has_the_body_at_its_next_start(
    tmp_path: Path, start_server: StartServer
) -> None:
    """Whatever the engine had of it by then."""
    folder = tmp_path / "data"
    for number in range(3):
        server = start_server("--bare", data_dir=folder, ROLEGRAPH_WRITE_TOKEN=TOKEN)
        with server.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
            put(client, BODY, {"graph": f"{GRAPH}:{number}"})
            server.process.kill()
        server.process.wait()

    with contextlib.closing(EmbeddedStore(folder)) as store:
        assert 3 == store.revision
        graphs = [NamedNode(f"{GRAPH}:{number}") for number in range(3)]
        assert [MANY] * 3 == [sum(1 for _ in store.match(graph=graph)) for graph in graphs]
