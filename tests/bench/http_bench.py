"""Answers a second of the SPARQL endpoint beside those of other servers, in one run.

Run by `make bench`. Each server holds the same generated catalogue; `wrk` asks over four
connections. Machines are noisy, and what else runs on them comes and goes: all servers are up
together and asked in turns, and a ratio is the median of those within a round. rdflib-endpoint
comes last, alone.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
from questions import QUESTIONS, lua, text

from rolegraph.generate import generate
from rolegraph.rdf.terms import Quad, RdfFormat, serialize

CONNECTIONS = 4
WARM_UP = 15.0
"""Seconds that a server is left alone after its start."""
FILL = """
import sys
from pathlib import Path
from rolegraph.generate import generate
from rolegraph.rdf.terms import Quad
from rolegraph.store.embedded import EmbeddedStore
store = EmbeddedStore(Path(sys.argv[1]))
quads = generate(int(sys.argv[2]))
if sys.argv[3] == "plain":
    quads = (Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
store.load(quads)
store.close()
"""
RDFLIB_ENDPOINT = """
import sys
from pathlib import Path
import pyoxigraph, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset(default_union=True)
graph.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph), port=int(sys.argv[2]), log_level="error")
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], url: str, **environment: str) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    settings = {**os.environ, **environment}
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=settings)
    try:
        for _ in range(1200):
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(url, params={"query": "ASK {}"}, timeout=10).is_success:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def rate(url: str, name: str, roles: int, seconds: int, *, hot: bool, work: Path) -> float:
    """Return answers a second; failed answers make it an error."""
    base, path = re.match(r"(http://[^/]+)(/.*)", url).groups()  # type: ignore[union-attr]
    script = work / f"{name}.lua"
    script.write_text(lua(name, path, roles, hot=hot))
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s"]
    ran = subprocess.run(
        [*command, "-s", str(script), base], capture_output=True, text=True, check=True
    )
    if "Non-2xx" in ran.stdout:
        raise SystemExit(f"{url} {name}: {ran.stdout}")
    return float(re.search(r"Requests/sec:\s*([\d.]+)", ran.stdout)[1])  # type: ignore[index]


def start(
    triples: Path,
    roles: int,
    work: Path,
    chosen: set[str],
    builds: dict[str, str],
    up: contextlib.ExitStack,
    *,
    plain: bool,
) -> Iterator[tuple[str, str]]:
    """Start the servers and give the name and endpoint of each; they end with `up`."""
    dataset = ["--empty", "--no-union-default-graph"] if plain else []
    oxigraph = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    for name, python in builds.items():
        if name not in chosen:
            continue
        data = work / name.replace(" ", "-")
        where = "plain" if plain else "named"
        subprocess.run([python, "-c", FILL, str(data), str(roles), where], check=True)
        port = str(free_port())
        url = f"http://127.0.0.1:{port}/sparql"
        command = [python, "-m", "rolegraph", "serve", *dataset, "--port", port]
        up.enter_context(running([*command, "--data-dir", str(data)], url))
        yield name, url
    for name, options in (
        ("oxigraph in memory", []),
        ("oxigraph on disk", ["--location", str(work / "oxigraph")]),
    ):
        if name not in chosen:
            continue
        address = f"127.0.0.1:{free_port()}"
        url = f"http://{address}/query"
        if options:
            load = [oxigraph, "load", *options, "--file", str(triples)]
            subprocess.run(load, check=True, capture_output=True)
        up.enter_context(running([oxigraph, "serve", *options, "--bind", address], url))
        if not options:
            with triples.open("rb") as body:
                kind = {"Content-Type": "application/n-triples"}
                httpx.post(
                    f"http://{address}/store?default", content=body, headers=kind, timeout=600
                ).raise_for_status()
        yield name, url
    if "rdflib-endpoint" in chosen:
        script = work / "endpoint.py"
        script.write_text(RDFLIB_ENDPOINT)
        port = str(free_port())
        url = f"http://127.0.0.1:{port}/"
        up.enter_context(running([sys.executable, str(script), str(triples), port], url))
        yield "rdflib-endpoint", url


def main() -> None:
    """Measure and print a table."""
    names = ["rolegraph", "oxigraph in memory", "oxigraph on disk", "rdflib-endpoint"]
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", type=int, default=1000)
    options.add_argument("--seconds", type=int, default=2)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--servers", default=",".join(names))
    options.add_argument("--questions", default=",".join(QUESTIONS))
    options.add_argument("--json", type=Path)
    options.add_argument(
        "--plain",
        action="store_true",
        help="one default graph and nothing else, as `oxigraph serve` has it",
    )
    options.add_argument(
        "--before", help="the Python of another checkout, to measure its build too"
    )
    given = options.parse_args()
    questions = given.questions.split(",")
    builds = {"rolegraph": sys.executable}
    if given.before:
        names.insert(1, "rolegraph before")
        builds["rolegraph before"] = given.before
    figures: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as up:
        work = Path(folder)
        triples = work / "catalogue.nt"
        quads = (Quad(q.subject, q.predicate, q.object) for q in generate(given.roles))
        triples.write_bytes(serialize(quads, format=RdfFormat.N_TRIPLES) or b"")
        chosen = {*given.servers.split(","), *builds}
        # Asked last and alone: it goes on computing long after its client has gone.
        slow = chosen & {"rdflib-endpoint"}
        for together in (chosen - slow, slow):
            asked = list(start(triples, given.roles, work, together, builds, up, plain=given.plain))
            for server, url in asked:
                print(f"{server}: rows {rows(url, questions)}", file=sys.stderr)  # noqa: T201
            if "rolegraph" in together:  # gets lists, search and guard ready after its start
                time.sleep(WARM_UP)
            for _ in range(given.rounds):
                for question, hot in itertools.product(questions, (False, True)):
                    row = figures.setdefault(f"{question} {'hot' if hot else 'cold'}", {})
                    for server, url in asked:
                        found = rate(url, question, given.roles, given.seconds, hot=hot, work=work)
                        # Nothing in the time is counted as one answer in it.
                        row.setdefault(server, []).append(max(found, 1 / given.seconds))
    print(f"Answers a second, {given.roles} roles, {datetime.now(UTC):%Y-%m-%d}")  # noqa: T201
    for key, row in sorted(figures.items()):
        ours = row.get("rolegraph", [])
        print(f"{key:18}", *(cell(row[name], ours) for name in row))  # noqa: T201
    shown = [name for name in names if any(name in row for row in figures.values())]
    print("in each row:", *shown, sep="  ")  # noqa: T201
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1))


def rows(url: str, questions: list[str]) -> dict[str, int]:
    """Return how many rows a server answers to each question, to see that all answer alike."""
    json_only = {"Accept": "application/sparql-results+json"}
    counts = {}
    for question in questions:
        parameters = {"query": text(question, 1)}
        answer = httpx.get(url, params=parameters, timeout=600, headers=json_only)
        counts[question] = len(answer.json()["results"]["bindings"])
    return counts


def cell(rates: list[float], ours: list[float]) -> str:
    """Return the median rate and the ratio of ours to it, with the least and the most."""
    shown = f"{statistics.median(rates):10.1f}"
    if not ours:
        return shown
    ratios = sorted(own / other for own, other in zip(ours, rates, strict=True))
    return f"{shown} ({statistics.median(ratios):6.2f}; {ratios[0]:.2f}-{ratios[-1]:.2f})"


if __name__ == "__main__":
    main()
