"""How the service grows: 100 to 50,000 roles, each measure with its growth exponent.

Run by `make bench`, or with `--roles 100,1000`. For each size a catalogue is generated (`--detail
lean`, about 88 triples a role), loaded by `oxigraph load` and by `rolegraph load` (without the
guard, then with it), and served from the loaded folder. The exponent is the slope of the measure
over the triples, both as logarithms: 0 is flat, 1 grows with the data. Machines are noisy: the
ratio of the two loads is of one run.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from questions import text

TIMES = 15
TOKEN = "growth-bench-token-of-no-further-use-0123456789"
WARM_UP_LIMIT = 300.0
PERSONA = {
    "label": "Bench",
    "description": "Measures.",
    "quote": "Quick.",
    "goals": ["Measure."],
    "painPoints": ["Waiting."],
    "contexts": ["Here."],
    "skills": ["Patience."],
    "scenarios": ["Runs it."],
    "evidenceBasis": "assumption",
    "status": "draft",
}
Figures = dict[str, float]


def run(*command: str | Path, **environment: str) -> tuple[float, float]:
    """Run a command and return its wall clock and processor seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ran = subprocess.run(
        [*map(str, command)], capture_output=True, check=False, env={**os.environ, **environment}
    )
    if ran.returncode:
        raise SystemExit(f"{command}: {ran.stderr.decode()[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, used


def loads(file: Path, work: Path) -> Figures:
    """Load a file by both programs; the folder `guarded` of ours stays."""
    oxigraph = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    rolegraph = (sys.executable, "-m", "rolegraph", "load", file, "--data-dir")
    theirs = run(oxigraph, "load", "--location", work / "oxigraph", "--file", file)
    shutil.rmtree(work / "oxigraph")
    ours = run(*rolegraph, work / "plain", "--guard", "off")
    shutil.rmtree(work / "plain")
    guarded = run(*rolegraph, work / "guarded")
    return {
        "oxigraph load, s": theirs[0],
        "load, s": ours[0],
        "load, processor s": ours[1],
        "guarded load, s": guarded[0],
        "guarded load, processor s": guarded[1],
        "full validation, processor s": guarded[1] - ours[1],
        "speed to oxigraph, wall": theirs[0] / ours[0],
        "speed to oxigraph, processor": theirs[1] / ours[1],
        "speed to oxigraph, guarded, wall": theirs[0] / guarded[0],
    }


@contextlib.contextmanager
def serving(folder: Path, figures: Figures) -> Iterator[tuple[httpx.Client, int]]:
    """Serve a folder; give a client and the process."""
    command = [sys.executable, "-m", "rolegraph", "serve", "--port", "0", "--data-dir", str(folder)]
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "ROLEGRAPH_WRITE_TOKEN": TOKEN, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        url = next(word for word in process.stdout.readline().split() if "http://" in word)
        head = {"Authorization": f"Bearer {TOKEN}"}
        with httpx.Client(base_url=url, headers=head, timeout=WARM_UP_LIMIT) as client:
            while not client.get("/health/ready").is_success:
                time.sleep(0.05)
            figures["start to ready, s"] = time.perf_counter() - began
            yield client, process.pid
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def median_ms(client: httpx.Client, ask: Iterator[httpx.Request]) -> float:
    """Return the median time of requests, all of which must succeed."""
    times = []
    for request in ask:
        began = time.perf_counter()
        client.send(request).raise_for_status()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def questions(client: httpx.Client, name: str, roles: int) -> Iterator[httpx.Request]:
    """Yield requests of a question, no two with the same text."""
    for number in range(TIMES):
        query = text(name, number * 7 % roles + 1) + f"\n# {time.time_ns()}"
        yield client.build_request("GET", "/sparql", params={"query": query})


def writes(client: httpx.Client, roles: int) -> Iterator[httpx.Request]:
    """Yield requests that each make a thing: a persona of a role."""
    for number in range(TIMES):
        role = f"https://w3id.org/rolegraph/id/roles/generated-{number * 7 % roles + 1}"
        body = {**PERSONA, "label": f"Bench {number}", "representsRole": role}
        yield client.build_request("POST", "/api/v1/personas", json=body)


def lists(client: httpx.Client, path: str, **params: str) -> Iterator[httpx.Request]:
    """Yield requests of a list or a search."""
    for number in range(TIMES):
        yield client.build_request("GET", path, params={**params, "limit": 10 + number})


def memory(root: int) -> tuple[float, float]:
    """Return RSS and PSS of a process and all below it, in MB; PSS counts shared pages once."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
    tree, more = {root}, {root}
    while more:
        more = {pid for pid, parent in parents.items() if parent in tree} - tree
        tree |= more
    rss = pss = 0
    for pid in tree:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name in {"Rss", "Pss"}:
                number = int(rest.split()[0])
                rss, pss = (rss + number, pss) if name == "Rss" else (rss, pss + number)
    return rss / 1024, pss / 1024


def measure(roles: int, work: Path) -> Figures:
    """Return the figures of a size."""
    file = work / "catalogue.nq"
    run(
        *(sys.executable, "-m", "rolegraph", "generate", "--roles", str(roles)),
        *("--detail", "lean", "--output", file),
    )
    with file.open("rb") as lines:
        figures: Figures = {"triples": float(sum(1 for _ in lines))}
    figures |= loads(file, work)
    file.unlink()
    with serving(work / "guarded", figures) as (client, pid):
        figures["lookup, ms"] = median_ms(client, questions(client, "lookup", roles))
        figures["gap query, ms"] = median_ms(client, questions(client, "gap", roles))
        began = time.perf_counter()
        client.get("/api/v1/roles", params={"limit": "5"}).raise_for_status()
        figures["first list, s"] = time.perf_counter() - began
        began = time.perf_counter()
        client.get("/api/v1/search", params={"q": "imaging"}).raise_for_status()
        figures["first search, s"] = time.perf_counter() - began
        figures["list, ms"] = median_ms(client, lists(client, "/api/v1/roles"))
        figures["search, ms"] = median_ms(client, lists(client, "/api/v1/search", q="imaging 17"))
        figures["guarded write, ms"] = median_ms(client, writes(client, roles))
        figures["memory, RSS, MB"], figures["memory, PSS, MB"] = memory(pid)
        figures["memory, PSS, bytes a triple"] = (
            figures["memory, PSS, MB"] * 2**20 / figures["triples"]
        )
    dump = work / "dump.nq"
    figures["dump, s"], _ = run(
        *(sys.executable, "-m", "rolegraph", "dump", dump, "--data-dir", work / "guarded")
    )
    dump.unlink()
    figures["backup, s"], _ = run(
        *(sys.executable, "-m", "rolegraph", "backup", work / "copy"),
        *("--data-dir", work / "guarded"),
    )
    return figures


def exponent(measures: list[Figures], name: str) -> float:
    """Return the slope of a measure over the triples, both as logarithms (least squares)."""
    points = [(math.log(each["triples"]), math.log(each[name])) for each in measures]
    x, y = (statistics.fmean(column) for column in zip(*points, strict=True))
    spread = sum((a - x) ** 2 for a, _ in points)
    return sum((a - x) * (b - y) for a, b in points) / spread if spread else math.nan


def main() -> None:
    """Measure each size and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", default="100,1000,10000,50000")
    sizes = [int(size) for size in options.parse_args().roles.split(",")]
    measures: list[Figures] = []
    for roles in sizes:
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            measures.append(measure(roles, Path(folder)))
        sys.stderr.write(f"{roles} roles measured in {time.perf_counter() - began:.0f} s\n")
    sys.stdout.write(f"{'roles':34}" + "".join(f"{size:>12,}" for size in sizes) + "    exponent\n")
    for name in measures[0]:
        row = "".join(f"{each[name]:>12,.{0 if name == 'triples' else 2}f}" for each in measures)
        sys.stdout.write(f"{name:34}{row}{exponent(measures, name):>12.2f}\n")


if __name__ == "__main__":
    main()
