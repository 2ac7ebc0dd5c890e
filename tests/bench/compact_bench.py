"""What many small commits cost at a start, and what `rolegraph compact` gives back.

Three data directories with the same triples: one commit, one commit a triple, and the latter
compacted. Each is served several times, in turn; printed are the medians
of the seconds until it is ready, and of the memory of the service and its workers (PSS, MB).

    python tests/bench/compact_bench.py [--commits 5000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.recovery.compact import compact


def quads(number: int) -> list[Quad]:
    graph, predicate = NamedNode("urn:bench"), NamedNode("urn:value")
    return [
        Quad(NamedNode(f"urn:thing:{n}"), predicate, Literal(f"the value of {n}"), graph)
        for n in range(number)
    ]


def make(folder: Path, number: int, *, at_once: bool) -> None:
    store = EmbeddedStore(folder)
    said = {"author": "bench", "message": "A commit of the benchmark"}
    if at_once:
        store.apply(Patch(added=frozenset(quads(number))), said)
    else:
        for quad in quads(number):
            store.apply(Patch(added=frozenset([quad])), said)
    store.close()


def serve(folder: Path) -> tuple[float, float]:
    """Start a service; return the seconds until it is ready, and its memory in MB."""
    command = [sys.executable, "-m", "rolegraph", "serve", "--port", "0", "--empty"]
    command += ["--no-union-default-graph", "--data-dir", str(folder)]
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        url = next(word for word in process.stdout.readline().split() if "http://" in word)
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{url}health/ready", timeout=5).is_success:
                    break
            time.sleep(0.01)
        seconds = time.monotonic() - began
        time.sleep(6)  # what is prepared beside the first requests
        return seconds, sum(map(pss, family(process.pid))) / 1e3
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        make(folder / "one commit", given.commits, at_once=True)
        make(folder / "a commit each", given.commits, at_once=False)
        shutil.copytree(folder / "a commit each", folder / "compacted")
        compact(folder / "compacted")
        names = ("one commit", "a commit each", "compacted")
        measured: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
        for _ in range(given.rounds):
            for name in names:
                measured[name].append(serve(folder / name))
        first = None
        for name in names:
            seconds, memory = (statistics.median(values) for values in zip(*measured[name]))  # noqa: B905
            first = first or (seconds, memory)
            ratios = f"{seconds / first[0]:.2f} and {memory / first[1]:.2f} of the first"
            print(f"{name:14} {seconds:6.2f} s  {memory:6.0f} MB  {ratios}")  # noqa: T201


if __name__ == "__main__":
    main()
