"""Time to full speed: from the start of the command until all is in memory, beside `oxigraph serve`.

Run by `make bench`. A plain store of generated roles is served, the build before (with `--before`)
and this one in turns, and `oxigraph serve` is given the same triples over HTTP. Each build starts
once before, so that the copy on disk is there. The log says when replicas are filled. Besides are
taken: seconds until the service is ready, and processor time of all its processes until both.

Where other work runs, `--first` has all of it go first, in a group of the scheduler with a large
share (sched(7), autogroup; needs root). Quote ratios of one run: machines differ.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import httpx
from http_bench import free_port

from rolegraph.generate import Detail, generate
from rolegraph.rdf.terms import Quad, RdfFormat, serialize

PATIENCE = 120.0
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LOAD = """
import sys
from pathlib import Path
from rolegraph.rdf.terms import RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
store = EmbeddedStore(Path(sys.argv[1]))
store.load(parse(open(sys.argv[2], "rb"), format=RdfFormat.N_TRIPLES))
store.close()
"""
GROUP, SHARE = Path("/proc/self/autogroup"), "-15"
APP = Path(__file__).parents[2] / "app"
Figures = dict[str, float]


def go_first() -> None:
    """Give the group of this process a large share of the processors."""
    GROUP.write_text(SHARE, encoding="ascii")


def started(command: list[str], log: Path, **environment: str) -> subprocess.Popen[bytes]:
    """Start a command; bytecode of Python is kept, as that of an installed package is."""
    with log.open("wb") as file:
        return subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=file,
            env={**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": ""},
        )


def processor(root: int) -> float:
    """Return the processor time of a process and all below it, in seconds."""
    fields = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields[int(stat.parent.name)] = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
    tree, more = {root}, {root}
    while more:
        more = {pid for pid, each in fields.items() if int(each[1]) in tree} - tree
        tree |= more
    ticks = sum(int(number) for pid in tree & fields.keys() for number in fields[pid][11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def ours(app: Path, data: Path, triples: int) -> Figures:
    """Return the figures of a build."""
    port, log = free_port(), data.with_suffix(".log")
    command = [sys.executable, "-m", "rolegraph", "serve", "--bare", "--port", str(port)]
    began = time.time()
    process = started(
        [*command, "--data-dir", str(data)],
        log,
        PYTHONPATH=str(app),
        ROLEGRAPH_LOG_FORMAT="json",
    )
    figures: Figures = {}
    address = f"http://127.0.0.1:{port}"
    while "replicas.filled" not in (said := log.read_text()):
        if process.poll() is not None or time.time() - began > PATIENCE:
            raise SystemExit(f"{app} did not fill its replicas: {said}")
        if "ready, s" not in figures:
            try:
                if httpx.get(f"{address}/health/ready").is_success:
                    figures["ready, s"] = time.time() - began
                    figures["processor until ready, s"] = processor(process.pid)
            except httpx.HTTPError:
                pass
        time.sleep(0.02)
    figures["processor, s"] = processor(process.pid)
    line = next(json.loads(each) for each in said.splitlines() if "replicas.filled" in each)
    figures["filled, s"] = datetime.fromisoformat(line["timestamp"]).timestamp() - began
    answer = httpx.get(f"{address}/sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
    if int(answer.text.split()[1]) != triples:
        raise SystemExit(f"{app} counts {answer.text.split()[1]} triples, not {triples}")
    process.terminate()
    process.wait(60)
    return figures


def theirs(oxigraph: str, file: Path, log: Path) -> Figures:
    """Return the figures of `oxigraph serve` in memory."""
    port = free_port()
    process = started([oxigraph, "serve", "--bind", f"127.0.0.1:{port}"], log)
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.01)
    began, head = time.time(), {"Content-Type": "application/n-triples"}
    address = f"http://127.0.0.1:{port}/store?default"
    httpx.post(
        address, content=file.read_bytes(), headers=head, timeout=PATIENCE
    ).raise_for_status()
    figures = {"filled, s": time.time() - began, "processor, s": processor(process.pid)}
    process.terminate()
    process.wait(60)
    return figures


def main() -> None:
    """Measure and print a table of medians."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", type=int, default=10_000)
    options.add_argument("--before", type=Path, help="the folder `app` of another checkout")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--first", action="store_true", help="go before other work")
    given = options.parse_args()
    if given.first and SHARE not in GROUP.read_text(encoding="ascii"):
        command = [sys.executable, *sys.argv]
        again = subprocess.run(
            command,
            start_new_session=True,
            preexec_fn=go_first,
            check=False,
        )
        raise SystemExit(again.returncode)
    oxigraph = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        file = work / "data.nt"
        quads = generate(given.roles, detail=Detail.LEAN)
        triples = {Quad(q.subject, q.predicate, q.object) for q in quads}
        file.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")
        subprocess.run([sys.executable, "-c", LOAD, str(work / "data"), str(file)], check=True)
        builds = {"now": APP} | ({"before": given.before.resolve()} if given.before else {})
        sides: dict[str, Callable[[], Figures]] = {}
        for name, app in builds.items():
            shutil.copytree(work / "data", work / name)
            ours(app, work / name, len(triples))
            sides[name] = partial(ours, app, work / name, len(triples))
        sides["oxigraph"] = partial(theirs, oxigraph, file, work / "oxigraph.log")
        taken: dict[str, list[Figures]] = {name: [] for name in sides}
        for number in range(given.rounds):
            for name in sorted(sides, reverse=number % 2 == 1):
                taken[name].append(sides[name]())
        show(taken, len(triples))


def show(taken: dict[str, list[Figures]], triples: int) -> None:
    """Print a row for each measure and a column for each side."""
    write = sys.stdout.write
    write(f"{triples:,} triples, medians of {len(taken['now'])}\n")
    write(f"{'':26}" + "".join(f"{name:>12}" for name in taken) + "\n")
    median = {
        name: {key: statistics.median(one[key] for one in each) for key in each[0]}
        for name, each in taken.items()
    }
    for row in dict.fromkeys(key for each in median.values() for key in each):
        cells = (f"{m[row]:12.2f}" if row in m else f"{'':12}" for m in median.values())
        write(f"{row:26}" + "".join(cells) + "\n")
    whole = median["oxigraph"]["filled, s"]
    ratios = (f"{m['filled, s'] / whole:12.2f}" for m in median.values())
    write(f"{'filled, to oxigraph':26}" + "".join(ratios) + "\n")


if __name__ == "__main__":
    main()
