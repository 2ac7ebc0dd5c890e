"""A cluster on RDF Delta under writers and faults; `make cluster` runs it.

Three ZooKeeper servers, two patch log servers, two Fuseki servers and two services. Eight writers
write all the while, and nodes of every kind are killed, paused, cut off and slowed, or their disks
are full. In the end it is asked whether each acknowledged write is in the log at its revision, and
whether both logs say the same. Does one order of commits explain what was read? Did each thing keep
its rule at every revision? Do both Fuseki servers hold what the log says? Exit code 1 where one
answer is no.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx
from faults import Faults
from layout import RdfDelta, missing
from writers import HOLDS, LICENCE, REGISTERS, Account, Writers

from rolegraph.rdf.terms import NamedNode
from rolegraph.store.journal.journal import Journal

TOOLS = "SELECT ?t { ?t a <https://w3id.org/rolegraph/ontology#Tool> } ORDER BY ?t LIMIT 3"
CATCH_UP = 60.0


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)  # noqa: T201


def run(cluster: RdfDelta, minutes: float, number: int, seed: int) -> tuple[Account, float, float]:
    """Write and strike; return the account, and when it began and ended."""
    answer = httpx.get(
        f"{cluster.urls[0]}/sparql",
        params={"query": TOOLS},
        headers={"Accept": "text/csv"},
        timeout=60,
    )
    writers = Writers(cluster.urls, answer.text.split()[1:], seed)
    chance = random.Random(seed)
    faults = Faults(cluster, chance)
    if not faults.can_fill:
        say("no full disks: this user may not mount small ones")
    began = time.monotonic()
    writers.start()
    end = began + minutes * 60
    for left, (fault, node) in zip(range(number, 0, -1), faults.plan(number), strict=True):
        each = max(0.0, end - time.monotonic()) / left
        struck = time.monotonic()
        before = len(writers.account.acknowledged)
        time.sleep(chance.uniform(0.5, 2))
        healed = faults.strike(fault, node)
        meanwhile = len(writers.account.acknowledged) - before
        say(
            f"{struck - began:6.1f} s  {fault} of {node.name}: "
            f"all serve after {healed:.1f} s, {meanwhile} writes meanwhile"
        )
        time.sleep(max(0.0, each - (time.monotonic() - struck)))
    time.sleep(max(0.0, end - time.monotonic()))
    writers.stop()
    return writers.account, began, time.monotonic()


def journals(cluster: RdfDelta) -> list[bytes]:
    """Return the logs of the services, once they agree on how long they are."""
    end = time.monotonic() + CATCH_UP
    files = [service.folder / "data" / "changes.rdfp" for service in cluster.services]
    while len({file.stat().st_size for file in files}) > 1 and time.monotonic() < end:
        time.sleep(0.5)
    return [file.read_bytes() for file in files]


def replayed(folder: Path) -> tuple[list[dict[str, int]], list[str]]:
    """Return of each commit what it put into registers, and where a thing had not one licence."""
    journal = Journal(folder / "changes.rdfp")
    graph, holds, licence = NamedNode(REGISTERS), NamedNode(HOLDS), NamedNode(LICENCE)
    licences: Counter[str] = Counter()
    log, broken = [], []
    for entry in journal.entries:
        patch = journal.patch(entry)
        log.append(
            {
                quad.subject.value: int(quad.object.value)  # type: ignore[union-attr]
                for quad in patch.added
                if quad.graph_name == graph and quad.predicate == holds
            }
        )
        changed = set()
        for quads, more in ((patch.removed, -1), (patch.added, 1)):
            for quad in quads:
                if quad.predicate == licence and str(quad.object).startswith("<urn:licence:"):
                    changed.add(str(quad.subject))
                    licences[str(quad.subject)] += more
        broken += [
            f"{thing} has {licences[thing]} licences at revision {entry.revision}"
            for thing in sorted(changed)
            if licences[thing] != 1
        ]
    journal.close()
    return log, broken


def compared(port: int) -> str:
    """Have `rolegraph store check` compare a Fuseki server with the log in it; what it found."""
    address = f"http://127.0.0.1:{port}/rg"
    done = subprocess.run(
        [sys.executable, "-m", "rolegraph", "store", "check"],
        env={
            **os.environ,
            "ROLEGRAPH_STORE_QUERY_URL": f"{address}/query",
            "ROLEGRAPH_STORE_UPDATE_URL": f"{address}/update",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else (done.stdout + done.stderr)[-600:]


def found_wrong(cluster: RdfDelta, account: Account) -> list[str]:
    """Look for what was lost, broken or out of order."""
    found = list(account.broken)
    logs = journals(cluster)
    if logs[0] != logs[1]:
        found.append(f"the logs of the services differ: {[len(log) for log in logs]} bytes")
    log, broken = replayed(cluster.services[0].folder / "data")
    found += broken
    found += account.history.problems(log)
    for number, port in enumerate(cluster.fuseki_ports, 1):
        said = compared(port)
        if said:
            found.append(f"fuseki-{number} does not hold what its log says: {said}")
    say(f"{len(log)} revisions, {len(logs[0])} bytes of log")
    return found


def ending(*_: object) -> None:
    """End in order when told to."""
    raise SystemExit(1)


def main() -> int:
    """Run, print the account, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--faults", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=15, help="longest time without a write")
    parser.add_argument("--apart", action="store_true", help="each service has a Fuseki it prefers")
    parser.add_argument("--keep", action="store_true", help="keep the logs of the nodes")
    given = parser.parse_args()
    reason = missing()
    if reason is not None:
        say(f"No cluster here: {reason}.")
        return 0
    signal.signal(signal.SIGTERM, ending)
    say(f"seed {given.seed}, {given.minutes:g} minutes, {given.faults} faults")
    folder = Path(tempfile.mkdtemp(prefix="rolegraph-cluster-"))
    cluster = RdfDelta(folder, apart=given.apart)
    try:
        cluster.start()
        say(f"{len(cluster.nodes)} nodes serve, logs in {folder}")
        account, began, ended = run(cluster, given.minutes, given.faults, given.seed)
        cluster.wait()
        found = found_wrong(cluster, account)
    finally:
        cluster.close()
        if not given.keep:
            shutil.rmtree(folder)
    gap, at = account.longest_gap(began, ended)
    history = account.history
    say(
        f"{len(account.acknowledged)} writes acknowledged, {len(history.reads)} reads; "
        f"longest time without a write {gap:.1f} s, from {at:.0f} s on"
    )
    say(f"patch servers that could not append were restarted {cluster.kept_alive} times")
    say("answers: " + ", ".join(f"{what} {n}" for what, n in sorted(account.answers.items())))
    say("\n".join([f"lost, broken or out of order: {len(found)}", *found[:10]]))
    return 1 if found or gap >= given.limit else 0


if __name__ == "__main__":
    sys.exit(main())
