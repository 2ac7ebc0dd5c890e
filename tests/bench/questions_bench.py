"""Each named question, the first reads of a service and its start, with 10,000 roles.

Run by `make bench`. The data directory (`--data`) is filled at the first run, with 904,518 triples
by the generator besides the shipped catalogue, and used again. The service keeps no answers, so each
time is that of an answer made anew. For each question: the first time, and the median of those
after it. With `--kept` the service keeps answers as it does by default, which is what people meet:
the first time is then that of rows that were worked out beforehand, where `--settle` gave it the
time. `--python` times the build of another checkout on the same folder; a build may bring the
folder up to its own form, so give each a copy.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
from http_bench import free_port

from rolegraph.generate import Detail, generate
from rolegraph.rdf.terms import RdfFormat, serialize

VALUES = {
    "building": "data-curation",
    "evaluating": "performance-measurement",
    "tool": "maite",
    "term": "analyst",
    "activity": "data-curation",
    "subject": "roles/generated-7",
}
"""Values of parameters that questions require; versions are looked up."""
FIRST = {
    "atlas": "/",
    "coverage": "/coverage",
    "page of a role": "/roles/generated-{one}",
    "role as JSON": "/api/v1/roles/generated-{other}",
    "list of 20": "/api/v1/roles?limit=20",
    "search": "/api/v1/search?q=analyst",
    "search, three words": "/api/v1/search?q=edge+data+analyst",
}
"""Which reads come before any question, in this order."""
PATIENCE = 60.0
GOAL = 150
"""Milliseconds that a question is to take at the median."""


def tell(line: str) -> None:
    """Print a line at once, since a run takes minutes."""
    print(line, flush=True)  # noqa: T201


def fill(data: Path, roles: int) -> None:
    """Make a data directory with generated roles besides the shipped catalogue."""
    data.parent.mkdir(parents=True, exist_ok=True)
    made = data.with_suffix(".nq")
    made.write_bytes(
        serialize(generate(roles, detail=Detail.LEAN), format=RdfFormat.N_QUADS) or b""
    )
    load = [sys.executable, "-m", "rolegraph", "load", str(made), "--data-dir", str(data)]
    subprocess.run([*load, "--guard", "off"], check=True)
    made.unlink()


def timed(client: httpx.Client, address: str) -> tuple[float, httpx.Response | None]:
    """Return the milliseconds of an answer, and the answer; None where it did not come."""
    began = time.perf_counter()
    found: httpx.Response | None = None
    with contextlib.suppress(httpx.HTTPError):
        found = client.get(address)
    return (time.perf_counter() - began) * 1000, found


def questions(client: httpx.Client) -> dict[str, str]:
    """Return the address of each named question with values for what it requires."""
    versions = client.get("/api/v1/document-versions?limit=3").json()["items"]
    ends = {"from": versions[0]["id"], "to": versions[-1]["id"]}
    found = {}
    for item in client.get("/api/v1/queries").json()["items"]:
        required = {p["name"] for p in item.get("parameters") or [] if p.get("required")}
        given = {**VALUES, **ends}
        if required <= given.keys():
            parts = "&".join(f"{name}={given[name]}" for name in sorted(required))
            found[item["name"]] = f"/api/v1/queries/{item['name']}?{parts}"
    return found


def show(client: httpx.Client, name: str, address: str, times: int) -> list[float]:
    """Print a line of the table; return the times after the first."""
    first, answer = timed(client, address)
    after = [timed(client, address)[0] for _ in range(times)] if first < PATIENCE * 900 else []
    rows = "none in time" if answer is None else f"status {answer.status_code}"
    if answer is not None and answer.is_success:
        rows = str(len(answer.json()["rows"])) if "/queries/" in address else ""
    median = f"{statistics.median(after):10.0f}" if after else f"{'':10}"
    tell(f"{name:55} {first:10.0f} {median} {rows:>14}")
    return after


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=Path("build/questions-data"))
    options.add_argument("--roles", type=int, default=10_000)
    options.add_argument("--python", default=sys.executable)
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--only", nargs="*", help="parts of the names of questions")
    options.add_argument("--filled", action="store_true", help="wait for the replicas first")
    options.add_argument("--kept", action="store_true", help="let the service keep answers")
    options.add_argument("--settle", type=float, default=0.0, help="seconds left alone when filled")
    given = options.parse_args()
    if not given.data.exists():
        fill(given.data, given.roles)
    port = str(free_port())
    command = [given.python, "-m", "rolegraph", "serve", "--port", port]
    command += ["--data-dir", str(given.data)]
    settings = {
        **os.environ,
        **({} if given.kept else {"ROLEGRAPH_ANSWER_BYTES": "0"}),
        # An installed package has its bytecode; without it a start compiles all modules.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(given.data.parent.resolve() / "bytecode"),
    }
    roles = {"one": given.roles * 7 // 10, "other": given.roles * 7 // 10 + 1}
    tell(f"{datetime.now(UTC):%Y-%m-%d %H:%M}, load {os.getloadavg()[0]:.1f}")
    began = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=settings)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
            while (answer := timed(client, "/health/live")[1]) is None:
                time.sleep(0.02)
            tell(f"{'listening':55} {(time.perf_counter() - began) * 1000:10.0f}")
            while not ((answer := timed(client, "/health/ready")[1]) and answer.is_success):
                time.sleep(0.02)
            tell(f"{'ready':55} {(time.perf_counter() - began) * 1000:10.0f}")
            while given.filled and answer is not None and answer.json().get("filling"):
                time.sleep(0.2)
                answer = timed(client, "/health/ready")[1]
            tell(f"{'':55} {'first, ms':>10} {'median, ms':>10} {'rows':>14}")
            for name, address in FIRST.items():
                show(client, name, address.format(**roles), given.times)
            while (answer := timed(client, "/health/ready")[1]) and answer.json().get("filling"):
                time.sleep(0.2)
            tell(f"{'filled':55} {(time.perf_counter() - began) * 1000:10.0f}")
            time.sleep(given.settle)
            medians: list[float] = []
            for name, address in questions(client).items():
                if not given.only or any(part in name for part in given.only):
                    after = show(client, name, address, given.times)
                    medians += [statistics.median(after)] if after else []
            tell(f"{'median of all named questions':55} {'':10} {statistics.median(medians):10.0f}")
            quick = sum(median < GOAL for median in medians)
            tell(f"{quick} of {len(medians)} below {GOAL} ms; the longest {max(medians):.0f} ms")
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    main()
