"""Reads of JSON and pages beside Datasette and beside the build of another checkout, in turns.

Run by `make bench`. Each server holds the same roles: the few of the shipped catalogue, or 10,000
generated ones besides (`--detail lean`, 904,518 triples). Datasette has one row for each role in
SQLite, which is the least that a server of documents on the web can do. `wrk` asks over four
connections, all servers in turns; a ratio is the median of those within a round. Three tables:

* answers a second: "again" asks one address, "first" asks another role each time of a service that
  keeps no answers. With it stands the processor time of the server for one answer, which other
  work on the machine disturbs less;
* milliseconds of pages, searches and every named question that a service makes anew;
* reads that are kept, alone and beside 1,000 writes a minute.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
from http_bench import CONNECTIONS, free_port

from rolegraph.generate import Detail, generate
from rolegraph.rdf.terms import RdfFormat, serialize

SMALL = ("ml-developer", "data-analyst", "ai-te-engineer", "ai-red-teamer")
"""Ids of roles of the shipped catalogue; those generated are `generated-1` and so on."""
READS = {
    "one role": "/api/v1/roles/%s",
    "list of 20": "/api/v1/roles?limit=20",
    "search": "/api/v1/search?q=analyst",
    "question": "/api/v1/queries/roles-without-an-external-reference",
    "page of a role": "/roles/%s",
}
"""What is read → address, with a place for the id of a role."""
ROWS = {"one role": "/%s/roles/%d.json", "list of 20": "/%s/roles.json?_size=20"}
"""The same of Datasette, with places for database and row."""
ANEW = {
    "role as JSON": "/api/v1/roles/%s",
    "page of a role": "/roles/%s",
    "list of 20": "/api/v1/roles?limit=20",
    "search": "/api/v1/search?q=analyst",
    "search, three words": "/api/v1/search?q=edge+data+analyst",
    "first page (atlas)": "/",
    "coverage": "/coverage",
}
DATASETTE = Path(sys.executable).with_name("datasette")
PARAMETERS = {"building": "data-curation", "evaluating": "performance-measurement", "tool": "maite"}
"""Values of what named questions require; those that require other things are left out."""
WRITES_A_MINUTE = 1000
TOKEN = "bench-token"
TOOL = "/api/v1/tools/armory-library"


def tell(line: str) -> None:
    """Print a line at once, since a run takes minutes."""
    print(line, flush=True)  # noqa: T201


@dataclass
class Peer:
    """A server that is asked.

    Attributes:
        name: in the tables.
        base: its address.
        process: the server.
        reads: makes its address of what is read, for the n-th role.
        rates, costs: what is read → answers a second, and processor µs an answer, by round.
    """

    name: str
    base: str
    process: subprocess.Popen[bytes]
    reads: Callable[[str, str], str | None]
    rates: dict[str, list[float]] = field(default_factory=dict)
    costs: dict[str, list[float]] = field(default_factory=dict)

    def processor(self) -> float:
        """Return the seconds of processor time that the server has used."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def serve(command: list[str], ready: str, up: contextlib.ExitStack, **settings: str) -> Peer:
    """Start a server and wait until it is ready; it ends with `up`."""
    port = str(free_port())
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        [*command, "--port", port],
        stdout=quiet,
        stderr=quiet,
        env={**os.environ, **settings},
        cwd=tempfile.gettempdir(),  # no build takes the catalogue of another checkout
    )

    def end() -> None:
        process.terminate()
        process.wait(30)

    up.callback(end)
    base = f"http://127.0.0.1:{port}"
    for _ in range(3000):
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(base + ready, timeout=10).is_success:
                return Peer("", base, process, lambda _read, _role: None)
        if process.poll() is not None:
            raise SystemExit(f"{command} ended with {process.returncode}")
        time.sleep(0.1)
    raise SystemExit(f"{command} is not ready after five minutes")


def services(
    roles: int, work: Path, builds: dict[str, str], up: contextlib.ExitStack
) -> Iterator[Peer]:
    """Start each build twice: one keeps answers, the other makes each anew."""
    made = work / f"made-{roles}.nq"
    if roles and not made.exists():
        quads = generate(roles, detail=Detail.LEAN)
        made.write_bytes(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    for name, python in builds.items():
        loaded = work / f"{name}-{roles}"
        if roles:
            load = [python, "-m", "rolegraph", "load", str(made), "--data-dir", str(loaded)]
            subprocess.run([*load, "--guard", "off"], check=True, capture_output=True)
        for kept in ("again", "first"):
            data = work / f"{name}-{kept}-{roles}"
            if roles:
                shutil.copytree(loaded, data)
            settings = {"ROLEGRAPH_WRITE_TOKEN": TOKEN}
            if kept == "first":
                settings["ROLEGRAPH_ANSWER_BYTES"] = "0"
            command = [python, "-m", "rolegraph", "serve", "--data-dir", str(data)]
            peer = serve(command, "/health/ready", up, **settings)
            peer.name = f"{name}, {kept}"
            peer.reads = lambda read, role: READS[read].replace("%s", role)
            yield peer


def datasette(roles: int, work: Path, up: contextlib.ExitStack) -> Peer:
    """Start Datasette with a row for each role."""
    database = work / f"rows{roles}.db"
    with contextlib.closing(sqlite3.connect(database)) as rows, rows:
        rows.execute("CREATE TABLE roles (id INTEGER PRIMARY KEY, label TEXT, definition TEXT)")
        rows.executemany(
            "INSERT INTO roles VALUES (?, ?, ?)",
            ((n, f"Generated {n}", "What the role is about. " * 8) for n in range(1, roles + 1)),
        )
    command = [str(DATASETTE), "serve", str(database)]
    peer = serve(command, "/-/versions.json", up)
    peer.name = "Datasette"

    def address(read: str, role: str) -> str | None:
        number = role.removeprefix("generated-") if roles > len(SMALL) else "1"
        return (
            ROWS[read].replace("%s", database.stem).replace("%d", number) if read in ROWS else None
        )

    peer.reads = address
    return peer


def measure(peer: Peer, addresses: list[str], seconds: int, work: Path) -> tuple[float, float]:
    """Return answers a second and processor µs an answer; failed answers make it an error."""
    httpx.get(peer.base + addresses[0], timeout=60).raise_for_status()
    listed = ", ".join(f'"{address}"' for address in addresses)
    script = work / "read.lua"
    script.write_text(
        f"local all = {{{listed}}}\nlocal n = 0\nfunction request()\n  n = n + 1\n"
        '  return wrk.format("GET", all[(n - 1) % #all + 1])\nend\n'
    )
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s"]
    before = peer.processor()
    ran = subprocess.run(
        [*command, "-s", str(script), peer.base], capture_output=True, text=True, check=True
    )
    used = peer.processor() - before
    if "Non-2xx" in ran.stdout:
        raise SystemExit(f"{peer.name} {addresses[0]}: {ran.stdout}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", ran.stdout)[1])  # type: ignore[index]
    done = int(re.search(r"(\d+) requests in", ran.stdout)[1])  # type: ignore[index]
    return rate, used / max(done, 1) * 1e6


def ids(roles: int, begin: int, count: int) -> list[str]:
    """Return ids of roles, others for each round."""
    if not roles:
        return list(SMALL)
    return [f"generated-{(begin + n) % roles + 1}" for n in range(count)]


def throughput(peers: list[Peer], roles: int, rounds: int, seconds: int, work: Path) -> None:
    """Ask all peers in turns and print answers a second."""
    for turn, read in itertools.product(range(rounds), READS):
        for peer in peers:
            some = ids(roles, turn * 3000, 1 if "again" in peer.name else 3000)
            addresses = [a for role in some if (a := peer.reads(read, role))]
            if addresses:
                rate, cost = measure(peer, list(dict.fromkeys(addresses)), seconds, work)
                peer.rates.setdefault(read, []).append(rate)
                peer.costs.setdefault(read, []).append(cost)
    for read in READS:
        tell(f"  {read}")
        base = next((p for p in peers if p.name == "Datasette" and read in p.rates), None)
        for peer in peers:
            if read not in peer.rates:
                continue
            line = f"    {peer.name:22} {statistics.median(peer.rates[read]):10.0f}/s"
            line += f" {statistics.median(peer.costs[read]):10.0f} µs of processor"
            if base is not None and base is not peer:
                by_clock = _ratio(peer.rates[read], base.rates[read])
                by_processor = _ratio(base.costs[read], peer.costs[read])
                line += f"   to Datasette: {by_clock:.1f}, by processor time {by_processor:.1f}"
            tell(line)


def _ratio(some: list[float], others: list[float]) -> float:
    pairs = zip(some, others, strict=True)
    return statistics.median(one / max(other, 1e-9) for one, other in pairs)


def latencies(peers: list[Peer], roles: int, times: int, most: float) -> None:
    """Print how long answers take that are made anew; one client, one after the other."""
    listed = httpx.get(f"{peers[0].base}/api/v1/queries", timeout=60).json()["items"]
    paths = {
        name: [address.replace("%s", role) for role in ids(roles, 7000, times)]
        for name, address in ANEW.items()
    }
    for item in listed:
        required = [name for name, one in _parameters(item) if one.get("required")]
        if set(required) <= PARAMETERS.keys():
            given = "&".join(f"{name}={PARAMETERS[name]}" for name in required)
            paths[f"? {item['name']}"] = [f"/api/v1/queries/{item['name']}?{given}"]
    for peer in peers:
        tell(f"  {peer.name}: ms at the median, and the longest")
        medians = []
        for name, addresses in paths.items():
            spent = []
            for address in list(itertools.islice(itertools.cycle(addresses), times)):
                began = time.perf_counter()
                with contextlib.suppress(httpx.TimeoutException):
                    httpx.get(peer.base + address, timeout=most)
                spent.append((time.perf_counter() - began) * 1000)
                if spent[-1] > most * 500:
                    break  # one that takes so long is not asked again
            if name.startswith("?"):
                medians.append(statistics.median(spent))
            tell(f"    {name:60} {statistics.median(spent):9.1f} {max(spent):9.1f}")
        tell(f"    {'median of all named questions':60} {statistics.median(medians):9.1f}")


def _parameters(item: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    found = item.get("parameters") or []
    if isinstance(found, dict):
        yield from found.items()
    elif isinstance(found, list):
        yield from ((one["name"], one) for one in found)


def beside_writes(peers: list[Peer], roles: int, seconds: int, work: Path) -> None:
    """Print kept reads alone and beside writes."""
    wide = [READS["one role"].replace("%s", role) for role in ids(roles, 0, 500)]
    reads = {"one role": wide[:1], "500 roles in turns": wide}
    reads |= {name: [READS[name]] for name in ("list of 20", "search", "question")}
    reads["page of a role"] = [READS["page of a role"].replace("%s", ids(roles, 0, 1)[0])]
    for peer, (name, addresses) in itertools.product(peers, reads.items()):
        measure(peer, addresses, 1, work)
        alone, _ = measure(peer, addresses, seconds, work)
        ended = threading.Event()
        took: list[float] = []
        writer = threading.Thread(target=_write, args=(peer, ended, took))
        writer.start()
        time.sleep(0.5)
        beside, _ = measure(peer, addresses, seconds, work)
        ended.set()
        writer.join()
        done = len(took) / (seconds + 0.5) * 60
        tell(
            f"    {peer.name:22} {name:20} alone {alone:8.0f}/s, beside {done:4.0f} writes a minute"
            f" {beside:8.0f}/s ({beside / alone:.2f}); a write {statistics.median(took):.0f} ms"
        )


def _write(peer: Peer, ended: threading.Event, took: list[float]) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=peer.base, timeout=60) as client:
        begun = time.perf_counter()
        for number in itertools.count(1):
            if ended.is_set():
                return
            began = time.perf_counter()
            body = {"description": f"What is written beside reads, {number}."}
            answer = client.patch(
                TOOL,
                json=body,
                headers={
                    **headers,
                    "Content-Type": "application/merge-patch+json",
                    "If-Match": "*",
                },
            )
            answer.raise_for_status()
            took.append((time.perf_counter() - began) * 1000)
            time.sleep(max(0.0, begun + number * 60 / WRITES_A_MINUTE - time.perf_counter()))


def main() -> None:
    """Measure and print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", type=int, nargs="*", default=[0, 10_000])
    options.add_argument("--seconds", type=int, default=2)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--times", type=int, default=5)
    options.add_argument("--most", type=float, default=20.0, help="seconds an answer may take")
    options.add_argument("--settle", type=float, default=30.0, help="seconds left alone at first")
    options.add_argument("--before", help="the Python of another checkout, to measure it too")
    options.add_argument("--only", nargs="*", help="some of rates, times and writes")
    given = options.parse_args()
    wanted = set(given.only or ("rates", "times", "writes"))
    if "rates" in wanted and not DATASETTE.exists():
        install = f"{sys.executable} -m pip install datasette==0.65.2"
        raise SystemExit(f"Datasette is not installed. Install it: {install}")
    builds = {"today": sys.executable}
    if given.before:
        builds["before"] = given.before
    tell(f"Reads, {datetime.now(UTC):%Y-%m-%d %H:%M}, load {os.getloadavg()[0]:.1f}")
    for roles in given.roles:
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as up:
            work = Path(folder)
            peers = list(services(roles, work, builds, up))
            time.sleep(given.settle)
            if "rates" in wanted:
                tell(f"{roles or 'no'} generated roles: answers a second")
                rows = datasette(roles or 4, work, up)
                throughput([*peers, rows], roles, given.rounds, given.seconds, work)
            if "times" in wanted:
                tell(f"{roles or 'no'} generated roles: answers made anew")
                anew = [peer for peer in peers if "first" in peer.name]
                latencies(anew, roles, given.times, given.most)
            if "writes" in wanted:
                tell(f"{roles or 'no'} generated roles: kept answers beside writes")
                again = [peer for peer in peers if "again" in peer.name]
                beside_writes(again, roles, given.seconds, work)


if __name__ == "__main__":
    main()
