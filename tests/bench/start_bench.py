"""Start, memory, cold questions and a large body, beside `oxigraph serve` and the build before.

Run by `make bench`. Each build serves a copy of one loaded data directory, in memory and, where it
can, from disk. Measured of each are the seconds until it is ready, until its first count is right,
and until its replicas are filled. Then comes the memory of all its processes (PSS, which counts
shared pages once), by process. Then it is asked questions that it has never seen, one after the
other, as medians. An empty service is given a body by the graph store. Servers run one at a time. Quote ratios: machines differ.
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
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from growth_bench import memory
from http_bench import free_port
from questions import QUESTIONS, text

from rolegraph.generate import Detail, generate
from rolegraph.rdf.terms import Quad, RdfFormat, serialize

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
TIMES = 7
PATIENCE = 600.0
TOKEN = "start-bench-token-of-no-further-use-0123456789"
JSON = {"Accept": "application/sparql-results+json"}
LOAD = """
import sys
from pathlib import Path
from rolegraph.rdf.terms import RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
store = EmbeddedStore(Path(sys.argv[1]))
store.load(parse(open(sys.argv[2], "rb"), format=RdfFormat.N_TRIPLES))
store.close()
"""


@dataclass
class Server:
    """A command, the path of its endpoint, and where it says that it is ready."""

    name: str
    command: list[str]
    path: str
    ready: str
    environment: dict[str, str] = field(default_factory=dict)


@contextlib.contextmanager
def running(server: Server, figures: dict[str, float]) -> Iterator[tuple[httpx.Client, int]]:
    """Start a server; give a client of it and its process, once it is ready."""
    port = str(free_port())
    command = [part.replace("PORT", port) for part in server.command]
    quiet = subprocess.DEVNULL
    settings = {**os.environ, "ROLEGRAPH_WRITE_TOKEN": TOKEN, **server.environment}
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=settings)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    if client.get(server.ready, params={"query": "ASK {}"}).is_success:
                        break
                if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                    raise SystemExit(f"{server.name} did not start: {command}")
                time.sleep(0.02)
            figures["ready, s"] = time.perf_counter() - began
            yield client, process.pid
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ask(client: httpx.Client, server: Server, query: str) -> list[dict[str, dict[str, str]]]:
    answer = client.get(server.path, params={"query": query}, headers=JSON)
    answer.raise_for_status()
    rows: list[dict[str, dict[str, str]]] = answer.json()["results"]["bindings"]
    return rows


def filled(client: httpx.Client) -> bool:
    """Tell whether a build has all in memory that it will have there."""
    answer = client.get("/health/ready")
    return answer.is_success and not answer.json().get("filling")


def measure(server: Server, triples: int, roles: int, *, ours: bool) -> dict[str, float]:
    """Return the figures of a server that has the data."""
    figures: dict[str, float] = {}
    began = time.perf_counter()
    with running(server, figures) as (client, pid):
        found = int(ask(client, server, COUNT)[0]["n"]["value"])
        figures["first count, s"] = time.perf_counter() - began
        if found != triples:
            raise SystemExit(f"{server.name} counts {found} triples, not {triples}")
        if ours:
            while not filled(client):
                time.sleep(0.1)
            figures["filled, s"] = time.perf_counter() - began
        time.sleep(3)
        for name in QUESTIONS:
            times = []
            for number in range(TIMES):
                query = text(name, number * 7 % roles + 1) + f"\n# {time.time_ns()}"
                asked = time.perf_counter()
                ask(client, server, query)
                times.append((time.perf_counter() - asked) * 1000)
            figures[f"{name}, first, ms"] = times[0]
            figures[f"{name}, ms"] = statistics.median(times)
        figures["memory after them, MB"] = memory(pid)[1]
        if ours:
            time.sleep(25)  # what slow questions copied is given back
            figures["memory at rest, MB"] = memory(pid)[1]
    return figures


def put(server: Server, path: str, body: Path) -> float:
    """Return the seconds that a body takes into an empty server, until a count sees it."""
    with running(server, {}) as (client, _):
        head = {"Content-Type": "application/n-triples", "Authorization": f"Bearer {TOKEN}"}
        began = time.perf_counter()
        client.put(path, content=body.read_bytes(), headers=head).raise_for_status()
        ask(client, server, COUNT)
        return time.perf_counter() - began


def rolegraph(name: str, python: str, folder: Path, **environment: str) -> Server:
    command = [python, "-m", "rolegraph", "serve", "--bare", "--port", "PORT"]
    return Server(
        name, [*command, "--data-dir", str(folder)], "/sparql", "/health/ready", environment
    )


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", type=int, default=2000)
    options.add_argument("--before", help="the Python of another checkout")
    options.add_argument("--body", type=int, default=100_000, help="triples of the body")
    options.add_argument("--memory", default="1MB", help="what the build on disk may take")
    given = options.parse_args()
    oxigraph = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    large = {"ROLEGRAPH_UPDATE_LENGTH": str(2**30), "ROLEGRAPH_BODY_BUDGET": str(2**31)}
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        file, body = work / "data.nt", work / "body.nt"
        quads = (
            Quad(q.subject, q.predicate, q.object)
            for q in generate(given.roles, detail=Detail.LEAN)
        )
        file.write_bytes(serialize(quads, format=RdfFormat.N_TRIPLES) or b"")
        lines = sorted(set(file.read_bytes().splitlines(keepends=True)))
        body.write_bytes(b"".join(lines[: given.body]))
        data = work / "data"
        subprocess.run([sys.executable, "-c", LOAD, str(data), str(file)], check=True)
        builds = {"rolegraph": sys.executable}
        if given.before:
            builds["before"] = given.before
        for name, python in builds.items():
            copy = work / f"data of {name}"
            shutil.copytree(data, copy)
            figures[f"{name}, first start"] = measure(
                rolegraph(name, python, copy), len(lines), given.roles, ours=True
            )
            figures[name] = measure(
                rolegraph(name, python, copy), len(lines), given.roles, ours=True
            )
            empty = rolegraph(name, python, work / f"empty {name}", **large)
            figures[name]["body, s"] = put(empty, "/graphs?default", body)
        on_disk = rolegraph("on disk", sys.executable, work / "data of rolegraph")
        on_disk.environment["ROLEGRAPH_MEMORY"] = given.memory
        figures["rolegraph on disk"] = measure(on_disk, len(lines), given.roles, ours=True)
        bind = [oxigraph, "serve", "--bind", "127.0.0.1:PORT"]
        located = ["--location", str(work / "oxigraph")]
        load = [oxigraph, "load", *located, "--file", str(file)]
        subprocess.run(load, check=True, capture_output=True)
        disk = Server("oxigraph on disk", [*bind, *located], "/query", "/query")
        figures[disk.name] = measure(disk, len(lines), given.roles, ours=False)
        figures["oxigraph in memory"] = in_memory(bind, file, len(lines), given.roles)
        plain = Server("oxigraph in memory", bind, "/query", "/query")
        figures[plain.name]["body, s"] = put(plain, "/store?default", body)
    show(figures, len(lines), given.body)


def in_memory(bind: list[str], file: Path, triples: int, roles: int) -> dict[str, float]:
    """Return the figures of `oxigraph serve` in memory, which is ready once it was given the data."""
    server = Server("oxigraph in memory", bind, "/query", "/query")
    figures: dict[str, float] = {}
    with running(server, figures) as (client, pid):
        began = time.perf_counter()
        head = {"Content-Type": "application/n-triples"}
        client.post("/store?default", content=file.read_bytes(), headers=head).raise_for_status()
        figures["filled, s"] = figures["ready, s"] + time.perf_counter() - began
        assert triples == int(ask(client, server, COUNT)[0]["n"]["value"])
        for name in QUESTIONS:
            times = []
            for number in range(TIMES):
                query = text(name, number * 7 % roles + 1) + f"\n# {time.time_ns()}"
                asked = time.perf_counter()
                ask(client, server, query)
                times.append((time.perf_counter() - asked) * 1000)
            figures[f"{name}, first, ms"] = times[0]
            figures[f"{name}, ms"] = statistics.median(times)
        figures["memory after them, MB"] = memory(pid)[1]
    return figures


def show(figures: dict[str, dict[str, float]], triples: int, body: int) -> None:
    """Print a row for each measure and a column for each server."""
    names = list(figures)
    write = sys.stdout.write
    write(f"{triples:,} triples; a body of {body:,}\n")
    write(f"{'':24}" + "".join(f"{name:>24}" for name in names) + "\n")
    rows = dict.fromkeys(key for each in figures.values() for key in each)
    for row in rows:
        cells = (f"{each[row]:24.2f}" if row in each else f"{'':24}" for each in figures.values())
        write(f"{row:24}" + "".join(cells) + "\n")


if __name__ == "__main__":
    main()
