"""A leader and its replica under traffic and blows for some minutes; `make soak` runs it.

Users read, query and write all the while, some with ill intent. Meanwhile query workers are
killed, both services are killed and ended, lose the files of their engines, and the leader's disk
is full now and then. With `--remote` the leader keeps its data in a remote engine, over a wire that
is cut. Every write that was acknowledged is read back at once, and looked for in the end: in the
log at its revision, in the leader and in the replica. What was put into registers and read from
them is held against one order of commits (`order.py`). Exit code 1 where a write is lost or an
answer was wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from ledger import Ledger
from order import History
from services import Service
from traffic import GRAPH, HOLDS, REGISTERS, Traffic

from cutting import CutWire
from engines import ENGINES, Engine
from rolegraph.rdf.terms import NamedNode
from rolegraph.store.journal.journal import Journal

VALUES = f"SELECT ?v {{ GRAPH <{GRAPH}> {{ ?s <urn:value> ?v }} }}"


class Blows:
    """What befalls the services.

    Args:
        leader: the leader.
        replica: the replica.
        ledger: keeps the account.
        chance: what comes next.
        wire: to the leader's remote store, if it has one.
    """

    def __init__(
        self,
        leader: Service,
        replica: Service,
        ledger: Ledger,
        chance: random.Random,
        wire: CutWire | None,
    ) -> None:
        self._leader, self._replica, self._ledger = leader, replica, ledger
        self._chance, self._wire = chance, wire

    def strike(self) -> None:
        """Do one of them."""
        blows: list[tuple[int, Callable[[], None]]] = [
            (6, self._kill_workers),
            (3, self._fill_the_disk),
            (3, self._kill_replica),
            (2, self._kill_leader),
            (2, self._lose_engine),
            (1, self._end_leader),
        ]
        if self._wire is not None:
            blows.append((8, self._cut_the_wire))
        weights = [weight for weight, _ in blows]
        ((_, blow),) = self._chance.choices(blows, weights)
        blow()
        if self._leader.failed:
            self._ledger.happened("leader restarted after its engine failed")
            self._leader.restart(signal.SIGTERM)

    def _kill_workers(self) -> None:
        service = self._chance.choice((self._leader, self._replica))
        children = service.children()
        for child in self._chance.sample(children, min(len(children), self._chance.randint(1, 2))):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self._ledger.happened("workers killed")

    def _fill_the_disk(self) -> None:
        self._leader.limit_files(self._chance.choice((0, 500, 30_000)))
        time.sleep(self._chance.uniform(0.5, 3))
        self._leader.limit_files(None)
        self._ledger.happened("disk full")

    def _cut_the_wire(self) -> None:
        for _ in range(self._chance.randint(1, 20)):
            if self._wire is not None:
                self._wire.cut_all()
            time.sleep(self._chance.uniform(0, 0.2))
        self._ledger.happened("wire cut")

    def _kill_replica(self) -> None:
        self._replica.restart(signal.SIGKILL)
        self._ledger.happened("replica killed")

    def _kill_leader(self) -> None:
        self._leader.restart(signal.SIGKILL)
        self._ledger.happened("leader killed")

    def _lose_engine(self) -> None:
        service = self._chance.choice((self._leader, self._replica))
        service.restart(signal.SIGKILL, lambda: shutil.rmtree(service.data / "store"))
        self._ledger.happened(f"engine of the {service.name} lost")

    def _end_leader(self) -> None:
        self._leader.restart(signal.SIGTERM)
        self._ledger.happened("leader ended")


def remote(folder: Path) -> tuple[Engine, CutWire]:
    """Start an engine for the leader's data, and a wire to it."""
    reason = ENGINES["oxigraph"].missing()
    if reason is not None:
        raise SystemExit(f"No remote store: {reason}")
    (folder / "engine").mkdir()
    engine = ENGINES["oxigraph"](folder / "engine")
    engine.start()
    return engine, CutWire(engine.port, lambda: None)


def account(leader: Service, replica: Service, ledger: Ledger) -> None:
    """Look for every acknowledged write, and for what should not be there."""
    end = time.monotonic() + 60
    while True:
        reported = [
            httpx.get(f"{s.url}/health/ready", timeout=30).json() for s in (leader, replica)
        ]
        if reported[0]["revision"] == reported[1]["revision"] or time.monotonic() > end:
            break
        time.sleep(0.2)
    journals = [(service.data / "changes.rdfp").read_bytes() for service in (leader, replica)]
    if journals[0] != journals[1]:
        ledger.mistaken("the logs of leader and replica differ")
    for service in (leader, replica):
        answer = httpx.get(
            f"{service.url}/sparql",
            params={"query": VALUES},
            headers={"Accept": "text/csv"},
            timeout=60,
        )
        there = {int(row) for row in answer.text.split()[1:]}
        for number in sorted(set(ledger.acknowledged) - there):
            ledger.missing(f"write {number} is not in the {service.name}")
        strangers = there - set(ledger.acknowledged) - ledger.unknown
        if strangers:
            ledger.mistaken(f"{len(strangers)} refused writes are in the {service.name}")
    with httpx.Client(base_url=leader.url, timeout=60) as client:
        for number, revision in ledger.acknowledged.items():
            patch = client.get(
                f"/api/v1/changes/{revision}", headers={"Accept": "application/rdf-patch"}
            )
            if f"<urn:write:{number}> <urn:value> " not in patch.text:
                ledger.missing(f"write {number} is not in revision {revision} of the log")


def log_of(service: Service) -> list[dict[str, int]]:
    """Return of each commit of a service's change log what it put into registers."""
    journal = Journal(service.data / "changes.rdfp")
    graph, holds = NamedNode(REGISTERS), NamedNode(HOLDS)
    log = [
        {
            quad.subject.value: int(quad.object.value)  # type: ignore[union-attr]
            for quad in journal.patch(entry).added
            if quad.graph_name == graph and quad.predicate == holds
        }
        for entry in journal.entries
    ]
    journal.close()
    return log


def main() -> int:
    """Run, print the account, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))
    parser.add_argument("--remote", action="store_true", help="the leader's data in oxigraph")
    given = parser.parse_args()
    print(f"seed {given.seed}, {given.minutes:g} minutes", flush=True)  # noqa: T201
    ledger, chance = Ledger(), random.Random(given.seed)
    history = History()
    with tempfile.TemporaryDirectory(prefix="rolegraph-soak-") as name:
        folder = Path(name)
        limits = {"ROLEGRAPH_QUERY_TIMEOUT": "5", "ROLEGRAPH_QUERY_MEMORY": str(256 * 2**20)}
        engine, wire = remote(folder) if given.remote else (None, None)
        ledger.unsure = given.remote
        store = {"ROLEGRAPH_STORE": f"sparql+http://127.0.0.1:{wire.port}/"} if wire else {}
        leader = Service("leader", folder, **limits, **store)
        replica = Service("replica", folder, "--follow", leader.url, **limits)
        try:
            leader.start()
            replica.start()
            traffic = Traffic(leader, replica, ledger, history, given.seed)
            traffic.start()
            blows = Blows(leader, replica, ledger, chance, wire)
            end = time.monotonic() + given.minutes * 60
            while time.monotonic() < end:
                time.sleep(chance.uniform(1, 6))
                blows.strike()
            traffic.stop()
            leader.wait_ready()
            replica.wait_ready()
            account(leader, replica, ledger)
            for problem in history.problems(log_of(leader)):
                ledger.mistaken(problem)
            seen = sum(1 for write in history.writes if write.revision is not None)
            print(  # noqa: T201
                f"history: {len(history.writes)} writes ({seen} acknowledged) and "
                f"{len(history.reads)} reads held against one order of commits"
            )
        finally:
            replica.end(signal.SIGTERM)
            leader.end(signal.SIGTERM)
            if engine is not None:
                engine.kill()
        for service in (leader, replica):
            lines = (folder / f"{service.name}.log").read_text("utf-8", "replace").splitlines()
            # That the engine fails on a full disk is known; everything else is a fault.
            faults = [line for line in lines if "Traceback" in line and "engine.failed" not in line]
            for line in faults[:3]:
                print(f"the {service.name}'s log: {line[-1500:]}")  # noqa: T201
    print(ledger.report())  # noqa: T201
    return 0 if ledger.clean else 1


if __name__ == "__main__":
    sys.exit(main())
