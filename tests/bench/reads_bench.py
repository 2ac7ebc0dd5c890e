"""Reads of JSON and pages a second, beside Datasette and beside the build of another checkout.

Run by `make bench`. Each server holds the same generated roles: Datasette has one row for each in
SQLite, which is the least that a server of documents on the web can do. `wrk` asks over four
connections. "again" asks the same address each time; "first" asks another role each time, of a
service that keeps no answers. All servers are up together and asked in turns; a ratio is the
median of those within a round.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
from http_bench import CONNECTIONS, WARM_UP, free_port, running

from rolegraph.generate import generate
from rolegraph.rdf.terms import RdfFormat, serialize

READS = {
    "one role": "/api/v1/roles/generated-%d",
    "list of 20": "/api/v1/roles?limit=20",
    "search": "/api/v1/search?q=generated",
    "question": "/api/v1/queries/roles-without-a-persona",
    "page of a role": "/roles/generated-%d",
    "first page": "/",
    "coverage": "/coverage",
}
"""What is read → address, with a place for the number of a role."""
ROWS = {"one role": "/roles/roles/%d.json", "list of 20": "/roles/roles.json?_size=20"}
"""The same of Datasette."""


@dataclass(frozen=True)
class Peer:
    """A server that is asked.

    Attributes:
        name: in the table.
        base: its address.
        reads: its addresses, by what is read.
    """

    name: str
    base: str
    reads: dict[str, str]


def rate(peer: Peer, path: str, roles: int, seconds: int, work: Path) -> float:
    """Return answers a second; failed answers make it an error."""
    httpx.get(peer.base + path.replace("%d", "1"), timeout=60).raise_for_status()
    script = work / "read.lua"
    number = f'" .. (counter % {roles} + 1) .. "'
    asked = path.replace("%d", number)
    script.write_text(
        "local counter = 0\nfunction request()\n  counter = counter + 1\n"
        f'  return wrk.format("GET", "{asked}")\nend\n'
    )
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "60s"]
    ran = subprocess.run(
        [*command, "-s", str(script), peer.base], capture_output=True, text=True, check=True
    )
    if "Non-2xx" in ran.stdout:
        raise SystemExit(f"{peer.name} {path}: {ran.stdout}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", ran.stdout)[1])  # type: ignore[index]


def start(
    roles: int, work: Path, builds: dict[str, str], up: contextlib.ExitStack
) -> Iterator[Peer]:
    """Start the servers, each with the shipped catalogue besides; they end with `up`."""
    made = work / "made.nq"
    made.write_bytes(serialize(generate(roles), format=RdfFormat.N_QUADS) or b"")
    for name, python in builds.items():
        for kept in ("again", "first"):
            data = work / f"{name} {kept}".replace(" ", "-")
            load = [python, "-m", "rolegraph", "load", str(made), "--data-dir", str(data)]
            subprocess.run([*load, "--guard", "off"], check=True, capture_output=True)
            port = str(free_port())
            base = f"http://127.0.0.1:{port}"
            command = [python, "-m", "rolegraph", "serve", "--port", port, "--data-dir", str(data)]
            keeps = {} if kept == "again" else {"ROLEGRAPH_ANSWER_BYTES": "0"}
            up.enter_context(running(command, f"{base}/sparql", **keeps))
            yield Peer(f"{name} {kept}", base, READS)
    database = work / "roles.db"
    with contextlib.closing(sqlite3.connect(database)) as rows, rows:
        rows.execute("CREATE TABLE roles (id INTEGER PRIMARY KEY, label TEXT, definition TEXT)")
        rows.executemany(
            "INSERT INTO roles VALUES (?, ?, ?)",
            ((n, f"Generated {n}", "What the role is about. " * 8) for n in range(1, roles + 1)),
        )
    port = str(free_port())
    base = f"http://127.0.0.1:{port}"
    datasette = str(Path(sys.executable).with_name("datasette"))
    up.enter_context(
        running([datasette, "serve", str(database), "--port", port], f"{base}/-/versions.json")
    )
    yield Peer("datasette", base, ROWS)


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", type=int, default=1000)
    options.add_argument("--seconds", type=int, default=2)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--reads", default=",".join(READS))
    options.add_argument("--before", help="the Python of another checkout, to measure it too")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    builds = {"rolegraph": sys.executable}
    if given.before:
        builds["before"] = given.before
    figures: dict[str, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as up:
        work = Path(folder)
        peers = list(start(given.roles, work, builds, up))
        time.sleep(WARM_UP)
        for _, read in itertools.product(range(given.rounds), given.reads.split(",")):
            row = figures.setdefault(read, {})
            for peer in peers:
                path = peer.reads.get(read)
                if path is None:
                    continue
                if peer.name.endswith("again"):
                    path = path.replace("%d", "1")
                row.setdefault(peer.name, []).append(
                    rate(peer, path, given.roles, given.seconds, work)
                )
    print(f"Answers a second, {given.roles} roles, {datetime.now(UTC):%Y-%m-%d}")  # noqa: T201
    for read, row in figures.items():
        print(read)  # noqa: T201
        for name, rates in row.items():
            against = "datasette" if "datasette" in row else None
            ratio = ""
            if against and name != against:
                ratios = [own / other for own, other in zip(rates, row[against], strict=True)]
                ratio = f"{statistics.median(ratios):8.1f} times Datasette"
            print(f"  {name:18} {statistics.median(rates):10.1f} {ratio}")  # noqa: T201
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
