"""A large body for the graph store, beside `oxigraph serve` in memory and the build before.

Run by `make bench`. In each round each server starts without data and is given the same N-Triples,
one server after the other. Measured are the seconds until the body is answered, until a count sees
all of it, and until the graph store itself reads it. Then comes the time on the processor of all
its processes until the count and until they rest, and their memory (PSS). A process that has
ended counts as it was last seen, at most 20 ms before. Quote the ratios: machines differ, and the
clock of a busy one says little.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from growth_bench import memory
from start_bench import COUNT, TOKEN, Server, ask, rolegraph, running

from rolegraph.generate import Detail, generate
from rolegraph.rdf.terms import Quad, RdfFormat, serialize

HEAD = {"Content-Type": "application/n-triples", "Authorization": f"Bearer {TOKEN}"}
LARGE = {"ROLEGRAPH_UPDATE_LENGTH": str(2**30), "ROLEGRAPH_BODY_BUDGET": str(2**31)}
TRIPLES_A_ROLE = 90
LOOK, AT_REST = 0.02, 1.5
OXIGRAPH = "oxigraph serve"
CLOCKS = ("answered", "counted")

Figures = dict[str, float]


class Processor:
    """Adds up the time on the processor of a process and all that come from it."""

    def __init__(self, root: int) -> None:
        self._root, self._seen = root, dict[tuple[int, str], float]()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    @property
    def used(self) -> float:
        """Seconds that they have used, all together."""
        self._look()
        return sum(self._seen.values())

    @contextlib.contextmanager
    def watched(self) -> Iterator[Processor]:
        """Look at them again and again, since some end soon."""
        self._thread.start()
        try:
            yield self
        finally:
            self._ending.set()
            self._thread.join()

    def _watch(self) -> None:
        while not self._ending.wait(LOOK):
            self._look()

    def _look(self) -> None:
        left, tick = [self._root], os.sysconf("SC_CLK_TCK")
        while left:
            folder = Path("/proc") / str(left.pop())
            with contextlib.suppress(OSError, IndexError):
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                self._seen[int(folder.name), fields[19]] = (
                    int(fields[11]) + int(fields[12])
                ) / tick
                for children in folder.glob("task/*/children"):
                    left += map(int, children.read_text().split())

    def rest(self) -> None:
        """Wait until they do next to nothing."""
        while True:
            before = self.used
            time.sleep(AT_REST)
            if self.used - before < AT_REST / 20:
                return


def measure(server: Server, path: str, method: str, body: bytes, before: bytes) -> Figures:
    """Return the figures of one server, which is given a body once.

    Args:
        server: the server.
        path: where its default graph is.
        method: PUT or POST.
        body: the body.
        before: what the graph is given first; nothing to have it empty.
    """
    triples = body.count(b"\n")
    expected = triples + (before.count(b"\n") if method == "POST" else 0)
    with running(server, {}) as (client, pid), Processor(pid).watched() as processor:
        if before:
            client.put(path, content=before, headers=HEAD).raise_for_status()
            ask(client, server, COUNT)
        processor.rest()
        used, began = processor.used, time.perf_counter()
        client.request(method, path, content=body, headers=HEAD).raise_for_status()
        figures = {"answered": time.perf_counter() - began}
        found = int(ask(client, server, COUNT)[0]["n"]["value"])
        figures["counted"] = time.perf_counter() - began
        figures["processor until then"] = processor.used - used
        if found != expected:
            raise SystemExit(f"{server.name} counts {found} triples, not {expected}.")
        # A graph that is not there is looked for in the store itself, whatever answers queries.
        client.get(path.replace("default", "graph=urn:none"))
        figures["read by the graph store"] = time.perf_counter() - began
        processor.rest()
        figures["processor in all"] = processor.used - used
        figures["memory, MB"] = memory(pid)[1]
    return figures


def triples_of(number: int) -> list[bytes]:
    """Return so many lines of N-Triples, each another one."""
    made = generate(number // TRIPLES_A_ROLE + 100, detail=Detail.LEAN)
    plain = (Quad(quad.subject, quad.predicate, quad.object) for quad in made)
    text = serialize(plain, format=RdfFormat.N_TRIPLES) or b""
    return sorted(set(text.splitlines(keepends=True)))[:number]


def main() -> None:
    """Measure in turns and print the medians, and the ratios of each round."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--triples", type=int, default=510_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--method", choices=("PUT", "POST"), default="PUT")
    options.add_argument("--filled", type=int, default=0, help="triples that the graph has before")
    options.add_argument("--before", type=Path, help="the folder `app` of another checkout")
    given = options.parse_args()
    oxigraph = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    lines = triples_of(given.triples + given.filled)
    body, first = b"".join(lines[given.filled :]), b"".join(lines[: given.filled])
    plain = Server(OXIGRAPH, [oxigraph, "serve", "--bind", "127.0.0.1:PORT"], "/query", "/query")
    found: dict[str, list[Figures]] = {}
    for _ in range(given.rounds):
        with tempfile.TemporaryDirectory() as folder:
            servers = [(plain, "/store?default")]
            builds = {"rolegraph": None, "before": given.before}
            for name, source in builds.items():
                if name == "before" and source is None:
                    continue
                more = {"PYTHONPATH": str(source.resolve())} if source else {}
                build = rolegraph(name, sys.executable, Path(folder) / name, **LARGE, **more)
                servers.append((build, "/graphs?default"))
            for server, path in servers:
                figures = measure(server, path, given.method, body, first)
                found.setdefault(server.name, []).append(figures)
    show(found, given.method, len(lines) - given.filled, len(body))


def show(found: dict[str, list[Figures]], method: str, triples: int, size: int) -> None:
    """Print a row for each measure and a column for each server."""
    write = sys.stdout.write
    write(f"{method} of {triples:,} triples, {size / 1e6:.0f} MB; median (least) of rounds, s\n")
    write(f"{'':36}" + "".join(f"{name:>20}" for name in found) + "\n")
    for row in found[OXIGRAPH][0]:
        write(f"{row:36}")
        for rounds in found.values():
            values = [figures[row] for figures in rounds]
            cell = f"{statistics.median(values):.2f} ({min(values):.2f})"
            write(f"{cell:>20}")
        write("\n")
    for row in (*CLOCKS, "processor until then"):
        write(f"{f'speed, {OXIGRAPH} = 1: {row}'[:36]:36}")
        for rounds in found.values():
            pairs = zip(found[OXIGRAPH], rounds, strict=True)
            each = [theirs[row] / ours[row] for theirs, ours in pairs]
            cell = f"{statistics.median(each):.2f} ({min(each):.2f}-{max(each):.2f})"
            write(f"{cell:>20}")
        write("\n")


if __name__ == "__main__":
    main()
