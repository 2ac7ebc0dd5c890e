"""Questions never asked before: through the service, and at the bare engine behind it.

Run by `make engine-bench`. The engine holds the catalogue of the service. Beside it stands the same
engine without a service, asked in two ways. One is that of its users: Fuseki with the same triples
in the default graph, RDF4J without a word of graphs, so all of them. The other names the graphs
that the service names. `wrk` asks over one connection and over four, in turns; a ratio is the median of those within a
round. Processor time is that of all processes of a side, for one answer.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

sys.path += [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
from questions import QUESTIONS, lua, text

from engines import ENGINES, PLAIN_PASSWORD, Engine
from rolegraph.generate import Detail, generate
from rolegraph.rdf.namespaces import DEFAULT_GRAPH, LOG_GRAPH, is_default_dataset_graph
from rolegraph.rdf.terms import RdfFormat, serialize
from rolegraph.settings.modes import StoreQueries
from serving import Servers
from warm import WarmStarts

TICK = os.sysconf("SC_CLK_TCK")
SIDES = (*(f"service, {queries}" for queries in StoreQueries), "bare, graphs named")
"""Who is asked besides the bare engine."""
JSON = {"Accept": "application/sparql-results+json"}


@dataclass(frozen=True)
class Side:
    """Somebody to ask: where, with what headers, and whose processor time it takes."""

    url: str
    headers: dict[str, str]
    processes: Callable[[], list[int]]

    def processor(self) -> float:
        """Return the seconds that its processes have taken so far."""
        return sum(map(seconds_of, self.processes()))


def seconds_of(process: int) -> float:
    """Return the seconds of the processor that a process has taken, and its ended children."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICK


def ask(
    side: Side, name: str, roles: int, seconds: int, connections: int, work: Path
) -> tuple[float, float]:
    """Return answers a second, and milliseconds of processor time an answer."""
    base, path = re.match(r"(http://[^/]+)(/.*)", side.url).groups()  # type: ignore[union-attr]
    script = work / "ask.lua"
    script.write_text(lua(name, path, roles, hot=False, headers=side.headers))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s"]
    before = side.processor()
    ran = subprocess.run([*command, str(script), base], capture_output=True, text=True, check=True)
    took = side.processor() - before
    if "Non-2xx" in ran.stdout:
        raise SystemExit(f"{side.url} {name}: {ran.stdout}")
    answers = int(re.search(r"(\d+) requests in", ran.stdout)[1])  # type: ignore[index]
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", ran.stdout)[1])  # type: ignore[index]
    return max(rate, 1 / seconds), 1000 * took / max(answers, 1)


def filled(
    engine: Engine, given: argparse.Namespace, servers: Servers, work: Path
) -> dict[str, Side]:
    """Load a catalogue into an engine, start services on it, and return whom to ask."""
    roles, detail, wanted = given.roles, given.detail, [*given.sides, "bare"]
    quads = list(generate(roles, detail=detail))
    file, data = work / "generated.nq", work / "data"
    file.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    environment = {**os.environ, **engine.environment}
    command = [sys.executable, "-m", "rolegraph", "load", str(file), "--guard", "off"]
    began = time.perf_counter()
    subprocess.run([*command, "--data-dir", str(data)], check=True, env=environment)
    print(f"loaded {len(quads)} in {time.perf_counter() - began:.0f} s", file=sys.stderr)  # noqa: T201
    assert engine.process is not None
    there = [engine.process.pid]
    headers = {}
    if engine.name == "fuseki":
        pair = base64.b64encode(f"rolegraph:{PLAIN_PASSWORD}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
    sides = {}
    for queries in StoreQueries:
        if f"service, {queries}" not in wanted:
            continue
        given = {**engine.environment, "ROLEGRAPH_STORE_QUERIES": queries.value}
        service = servers.start(data_dir=data, **given)
        settle(service.children)
        url, processes = f"{service.url}sparql", service.children
        sides[f"service, {queries}"] = Side(url, {}, lambda mine=processes: there + mine())
        data = work / f"after-{queries}"
    graphs = {row["g"] for row in engine.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
    asked = [DEFAULT_GRAPH, *sorted(filter(is_default_dataset_graph, graphs - {LOG_GRAPH}))]
    if engine.name == "fuseki":
        some = " ".join(f"<{graph}>" for graph in asked)
        copy = "INSERT { ?s ?p ?o } WHERE { VALUES ?g { %s } GRAPH ?g { ?s ?p ?o } }"
        engine.update(copy % some)
    named = "&".join(f"default-graph-uri={quote(graph, safe='')}" for graph in asked)
    sides["bare"] = Side(engine.query_url, headers, lambda: there)
    sides["bare, graphs named"] = Side(f"{engine.query_url}?{named}", headers, lambda: there)
    return {name: side for name, side in sides.items() if name in wanted}


def settle(processes: Callable[[], list[int]]) -> None:
    """Wait until a service has done what it does after its start, five minutes at most."""
    for _ in range(100):
        before = sum(map(seconds_of, processes()))
        time.sleep(3)
        if sum(map(seconds_of, processes())) - before < 0.15:
            return


def rows(side: Side, name: str) -> int:
    """Return how many rows a side answers, to see that all answer alike."""
    answer = httpx.get(
        side.url + ("&" if "?" in side.url else "?") + "query=" + quote(text(name, 1)),
        headers={**JSON, **side.headers},
        timeout=120,
    )
    return len(answer.raise_for_status().json()["results"]["bindings"])


def measured(sides: dict[str, Side], given: argparse.Namespace, work: Path) -> Iterator[str]:
    """Yield a line for each question and number of connections."""
    for name in given.questions.split(","):
        found = {side: rows(sides[side], name) for side in sides}
        if len(set(found.values())) > 1:
            yield f"{name}: NOT ALIKE {found}"
        for connections in given.connections:
            figures: dict[str, list[tuple[float, float]]] = {side: [] for side in sides}
            # A virtual machine compiles what runs often, for seconds; until then all of it is slow.
            for side in sides.values():
                ask(side, name, given.roles, given.warm, connections, work)
            for number in range(given.rounds):
                turns = list(sides.items())
                # What a side leaves behind, such as garbage, must not always fall on the same one.
                for label, side in turns if number % 2 else reversed(turns):
                    one = ask(side, name, given.roles, given.seconds, connections, work)
                    figures[label].append(one)
            bare = figures["bare"]
            yield f"{name:12} {connections}  " + "  ".join(
                cell(label, found, bare) for label, found in figures.items()
            )


def cell(name: str, found: list[tuple[float, float]], bare: list[tuple[float, float]]) -> str:
    """Return the median rate and processor time, and how the rate stands to that of the engine."""
    rates, processor = zip(*found, strict=True)
    ratios = sorted(one[0] / other[0] for one, other in zip(found, bare, strict=True))
    return (
        f"{name}: {statistics.median(rates):.1f}/s {statistics.median(processor):.2f} ms "
        f"({statistics.median(ratios):.2f}; {ratios[0]:.2f}-{ratios[-1]:.2f})"
    )


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--engines", nargs="*", default=["fuseki", "rdf4j"])
    options.add_argument("--roles", type=int, default=1000)
    options.add_argument("--detail", type=Detail, default=Detail.LEAN)
    options.add_argument("--seconds", type=int, default=3)
    options.add_argument("--warm", type=int, default=4, help="seconds for each side beforehand")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--connections", type=int, nargs="*", default=[1, 4])
    options.add_argument("--questions", default=",".join(QUESTIONS))
    options.add_argument("--sides", nargs="*", choices=SIDES, default=SIDES)
    given = options.parse_args()
    for name in given.engines:
        reason = ENGINES[name].missing()
        if reason is not None:
            print(f"{name}: {reason}")  # noqa: T201
            continue
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)

            def new_folder(what: str, under: Path = work) -> Path:
                return Path(tempfile.mkdtemp(prefix=what, dir=under))

            engine = ENGINES[name](new_folder(name))
            engine.start()
            try:
                with closing(WarmStarts()) as starts, Servers(new_folder, starts) as servers:
                    sides = filled(engine, given, servers, work)
                    print(f"{name}, {given.roles} roles, {given.detail.value}")  # noqa: T201
                    for line in measured(sides, given, work):
                        print(line, flush=True)  # noqa: T201
            finally:
                engine.kill()


if __name__ == "__main__":
    main()
