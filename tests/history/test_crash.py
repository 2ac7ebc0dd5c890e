"""A process killed at any moment keeps what it acknowledged, whole, and nothing else half.

`CRASH_KILLS` in the environment says how often to kill; `make crash` kills 50 times.
"""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path

import httpx

from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.journal import replay
from serving import StartServer

KILLS = int(os.environ.get("CRASH_KILLS", "0"))
GRAPH = NamedNode("urn:graph")
Acknowledged = dict[int, str]
"""Revision → name of the pair of quads that it added."""


def examine(folder: Path, acknowledged: Acknowledged) -> None:
    """Assert that a store has all that was acknowledged, and every commit whole or not at all."""
    store = EmbeddedStore(folder)
    try:
        entries = {entry.revision: entry for entry in store.entries()}
        for revision, name in acknowledged.items():
            added = store.journal.patch(entries[revision]).added
            assert {f"urn:{name}"} == {quad.subject.value for quad in added}  # type: ignore[union-attr]
        pairs: dict[str, set[Quad]] = defaultdict(set)
        for quad in store.match(None, None, None, GRAPH):
            pairs[str(quad.subject)].add(quad)
        assert {2} >= {len(quads) for quads in pairs.values()}
        assert list(range(1, store.revision + 1)) == sorted(entries)
        assert set(replay(store.entries(), store.journal)) == set(store.data())
    finally:
        store.close()


def test_a_killed_writer_keeps_every_acknowledged_commit(tmp_path: Path) -> None:
    """Journal and engine are two files; a kill between them must not part them."""
    moments = random.Random(20261123)
    acknowledged: Acknowledged = {}
    for turn in range(KILLS or 8):
        script = Path(__file__).parent / "crash_writer.py"
        command = [sys.executable, str(script), str(tmp_path / "data"), str(turn)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert b"ready\n" == process.stdout.readline()
        reported = [process.stdout.readline() for _ in range(moments.randrange(1, 12))]
        time.sleep(moments.uniform(0, 0.02))
        process.kill()
        for line in [*reported, *process.stdout.read().splitlines()]:
            revision, _, name = line.decode().strip().partition(" ")
            acknowledged[int(revision)] = name
        process.wait()
        process.stdout.close()

        examine(tmp_path / "data", acknowledged)

    assert len(acknowledged) >= (KILLS or 8)


def test_a_killed_service_keeps_every_acknowledged_commit(
    tmp_path: Path, start_server: StartServer
) -> None:
    """What a client was told is stored must be stored, whatever happens to the machine next."""
    moments = random.Random(7)
    acknowledged: Acknowledged = {}
    folder = tmp_path / "data"
    for turn in range(KILLS or 3):
        server = start_server("--bare", data_dir=folder, ROLEGRAPH_WRITE_TOKEN=TOKEN)
        ending = threading.Event()
        clients = [
            threading.Thread(target=insist, args=(server.url, f"{turn}-{n}", acknowledged, ending))
            for n in range(3)
        ]
        for client in clients:
            client.start()
        enough = len(acknowledged) + moments.randrange(60)
        while len(acknowledged) < enough and any(client.is_alive() for client in clients):
            time.sleep(0.005)
        time.sleep(moments.uniform(0, 0.05))
        server.process.kill()
        ending.set()
        server.process.wait()
        for client in clients:
            client.join()

        examine(folder, acknowledged)

    assert acknowledged


TOKEN = "a-token-for-this-test-alone"


def insist(url: str, name: str, acknowledged: Acknowledged, ending: threading.Event) -> None:
    """Send one update after the other until the server is gone; note what it acknowledges."""
    headers = {
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": "application/sparql-update",
    }
    with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
        for number in range(1_000_000):
            mine = f"{name}-{number}"
            update = f"INSERT DATA {{ GRAPH <urn:graph> {{ <urn:{mine}> <urn:a> 1 ; <urn:b> 2 }} }}"
            with contextlib.suppress(httpx.HTTPError):
                answer = client.post("/sparql", content=update)
                assert answer.is_success, answer.text
                acknowledged[int(answer.headers["Rolegraph-Revision"])] = mine
            if ending.is_set():
                return
