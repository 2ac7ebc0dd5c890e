"""Replicas after any history of commits: they answer as a store that was filled this moment."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from histories import EVERYTHING, HISTORIES, answers, fresh_answers, rows
from hypothesis import HealthCheck, example, given, settings

from commands import rolegraph
from rolegraph.rdf.terms import RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from serving import Server, StartServer

EXAMPLES = int(os.environ.get("REPLICA_HISTORIES", "20"))
TOKEN = "histories-token"
FACT = "<urn:a> <urn:p> <urn:b>"
TOOL = "https://w3id.org/rolegraph/id/tools/maite"
PREFERRED = "http://www.w3.org/2004/02/skos/core#prefLabel"
LABEL = f"SELECT ?label {{ <{TOOL}> <{PREFERRED}> ?label }}"


def start(
    start_server: StartServer, *options: str, data_dir: Path | None = None, **environment: str
) -> Server:
    return start_server(*options, data_dir=data_dir, ROLEGRAPH_WRITE_TOKEN=TOKEN, **environment)


def client_of(server: Server) -> httpx.Client:
    return server.client(headers={"Authorization": f"Bearer {TOKEN}"})


@pytest.fixture(scope="module", params=["union", "plain"])
def service(
    request: pytest.FixtureRequest,
    start_module_server: StartServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[httpx.Client, bool]]:
    """A service without data, whose default graph is the union, or the stored one alone."""
    union = request.param == "union"
    folder = tmp_path_factory.mktemp("histories")
    with contextlib.closing(EmbeddedStore(folder)) as store:
        store.load(parse(FACT + " .", format=RdfFormat.N_TRIPLES))
    options = [] if union else ["--bare"]
    # One of the graphs holds rules, which an administrator writes.
    token = ["token", "create", "--data-dir", str(folder), "--role", "admin", "--name", "t"]
    admin = rolegraph(*token).stdout.splitlines()[-1]
    server = start(start_module_server, *options, data_dir=folder, ROLEGRAPH_GUARD="off")
    with server.client(headers={"Authorization": f"Bearer {admin}"}) as client:
        yield client, union
    server.stop()


def update(client: httpx.Client, text: str) -> int:
    """Commit an update and return the revision after it."""
    answer = client.post(
        "sparql",
        params={"confirm": "rules"},
        content=text,
        headers={"Content-Type": "application/sparql-update"},
    )
    assert answer.is_success, answer.text
    return int(answer.headers["rolegraph-revision"])


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=HISTORIES)
@example(history=[f"INSERT DATA {{ {FACT} . GRAPH <urn:g> {{ {FACT} }} }}", "CLEAR DEFAULT"])
def test_replicas_answer_as_a_fresh_store_after_each_commit(
    service: tuple[httpx.Client, bool], history: list[str]
) -> None:
    """And each state is found again when it is asked for by its revision."""
    client, union = service
    update(client, "CLEAR ALL")
    seen: dict[int, list[str]] = {}
    for text in history:
        revision = update(client, text)
        dataset = client.get("graphs", params={"format": "nquads"}).content
        wanted = fresh_answers(dataset, union=union)
        assert wanted == answers(client), text
        seen[revision] = wanted[0]
    for revision, wanted in seen.items():
        assert wanted == rows(client, EVERYTHING, at=str(revision)), revision


def test_a_label_that_two_graphs_hold_is_still_there_when_one_lets_go_of_it(
    start_server: StartServer,
) -> None:
    """On the shipped catalogue: the commit that said it twice is reverted."""
    server = start(start_server)
    with client_of(server) as client:
        (label,) = rows(client, LABEL)[:1]
        revision = update(client, f"INSERT DATA {{ <{TOOL}> <{PREFERRED}> {label} }}")
        client.post(f"api/v1/changes/{revision}/revert").raise_for_status()

        assert [label, "?label"] == rows(client, LABEL)
