"""Services that share a store: nobody's change is lost, whoever is killed meanwhile.

`REMOTE_ROUNDS` in the environment says how long to try; `make sharing` tries ten times as long.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from mirroring import Mirrors

from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.remote.comparison import compare, repair
from serving import Server, StartServer, fetch

TOKEN = "a-token-for-the-tests-of-shared-stores-0123456789"
WRITE = {"Authorization": f"Bearer {TOKEN}"}
ROUNDS = int(os.environ.get("REMOTE_ROUNDS", "1"))
WRITERS, EACH = 8, 4 * ROUNDS
GRAPH = "urn:test:counters"
COMMON = f"GRAPH <{GRAPH}> {{ <urn:common> <urn:count> ?n }}"
ADD_ONE = f"DELETE {{ {COMMON} }} INSERT {{ GRAPH <{GRAPH}> {{ <urn:common> <urn:count> ?m }} }} WHERE {{ {COMMON} BIND(?n + 1 AS ?m) }}"
BEGIN = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <urn:common> <urn:count> 0 }} }}"


def updated(client: httpx.Client, text: str) -> bool:
    """Send an update until it is stored; False where the service has gone."""
    for _ in range(200):
        try:
            answer = client.post("/sparql", data={"update": text})
        except httpx.HTTPError:
            return False
        if answer.is_success:
            return True
        assert answer.status_code in {409, 503}, answer.text
        time.sleep(random.uniform(0, 0.05))
    raise AssertionError("the update was never taken")


def insist(server: Server, turn: int, acknowledged: list[tuple[str, int]]) -> None:
    """Commit as long as the service is there."""
    with server.client(headers=WRITE) as client:
        for number in range(10_000):
            # Every third is too large for one update of the engine.
            name, size = f"{turn}-{number}", 700 if number % 3 == 2 else 2
            quads = " . ".join(f"<urn:{name}> <urn:p> {value}" for value in range(size))
            if not updated(client, f"INSERT DATA {{ GRAPH <urn:test:kept> {{ {quads} }} }}"):
                return
            acknowledged.append((name, size))


def journal(folder: Path) -> bytes:
    return (folder / "changes.rdfp").read_bytes()


def check(mirrors: Mirrors) -> str:
    """Have `rolegraph store check` compare the engine with its log."""
    done = subprocess.run(
        [sys.executable, "-m", "rolegraph", "store", "check"],
        env={**os.environ, **mirrors.engine.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    return done.stdout


def catch_up(server: Server, revision: int) -> None:
    for _ in range(300):
        if fetch(f"{server.url}health/ready").json()["revision"] == revision:
            return
        time.sleep(0.05)
    raise AssertionError("a service did not follow")


def test_two_services_and_eight_writers_lose_no_update(
    mirrors: Mirrors, tmp_path: Path, start_server: StartServer
) -> None:
    """Each adds one to a common number by way of one of the services."""
    environment = {**mirrors.engine.environment, "ROLEGRAPH_WRITE_TOKEN": TOKEN}
    folders = [tmp_path / name for name in ("one", "two")]
    servers = [start_server("--bare", data_dir=folder, **environment) for folder in folders]
    with servers[0].client(headers=WRITE) as client:
        assert updated(client, BEGIN)

    def write(number: int) -> None:
        with servers[number % 2].client(headers=WRITE) as client:
            for _ in range(EACH):
                assert updated(client, ADD_ONE)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    rows = mirrors.engine.rows(f"SELECT ?n {{ {COMMON} }}")
    assert [{"n": str(WRITERS * EACH)}] == rows
    for server in servers:
        catch_up(server, 1 + WRITERS * EACH)
        server.stop()
    assert journal(folders[0]) == journal(folders[1])
    assert "The store is as its log says." in check(mirrors)


def test_a_service_killed_while_it_commits_leaves_each_commit_whole_or_not_there(
    mirrors: Mirrors, tmp_path: Path, start_server: StartServer
) -> None:
    """What was acknowledged is stored, and engine, log and mirror agree on all of it."""
    environment = {**mirrors.engine.environment, "ROLEGRAPH_WRITE_TOKEN": TOKEN}
    moments, folder = random.Random(11), tmp_path / "killed"
    acknowledged: list[tuple[str, int]] = []
    for turn in range(ROUNDS):
        server = start_server("--bare", data_dir=folder, **environment)
        insisting = threading.Thread(target=insist, args=(server, turn, acknowledged))
        insisting.start()
        time.sleep(moments.uniform(0.5, 2))
        server.process.kill()
        server.process.wait()
        insisting.join()
        server.close()

    last = start_server("--bare", data_dir=folder, **environment)
    last.stop()
    store = EmbeddedStore(folder)
    found: dict[str, int] = {}
    for quad in store.data():
        name = str(quad.subject)
        found[name] = found.get(name, 0) + 1
    store.close()
    assert acknowledged
    assert {f"<urn:{name}>": size for name, size in acknowledged}.items() <= found.items()
    assert {2, 700} >= set(found.values())
    assert "The store is as its log says." in check(mirrors)


@pytest.mark.parametrize("wrong", ["past", "gone"])
def test_what_was_written_past_the_service_is_told_and_mended(mirrors: Mirrors, wrong: str) -> None:
    """Anyone with the engine's password can write what no shape has seen."""
    mirror = mirrors.open()
    graph = NamedNode("https://w3id.org/rolegraph/graph/data/own.ttl")
    mine = Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("1.50"), graph)
    with mirror.newest():
        mirror.apply(Patch(added=frozenset({mine})), {})
    assert not compare(mirror)
    verb, value = ("INSERT", "strange") if wrong == "past" else ("DELETE", "1.50")
    mirrors.engine.update(f'{verb} DATA {{ GRAPH {graph} {{ <urn:s> <urn:p> "{value}" }} }}')

    found = compare(mirror)
    mended = repair(mirror)

    assert (1, 0) == tuple(
        sorted((len(found.graphs[0].extra), len(found.graphs[0].missing)), reverse=True)
    )
    assert (True, False) == (bool(found), bool(mended))
