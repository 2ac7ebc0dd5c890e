"""When a page shows something: first contentful paint of each kind of page, in chromium.

Run by `make bench`. A catalogue is generated and loaded, a walk from the first page finds one page
of each kind, and each is visited in a fresh context of a browser that has shown a page before:
its own first page takes longer, which is no matter of the service. There are three ways:

* `first`: as the very first request after a start, in the moment in which the service is ready; the
  median of several starts (`--starts`), and behind it the highest.
* `walk`: one page after the other, once each, after one start.
* `warm`: the same service and the same pages again, the median of several visits.

Before that the service is started once, asked for checks and reasons, and ended in order, so that
it has kept what it keeps for the next start (docs/decisions 0232, 0244, 0246). The figure is
`first-contentful-paint` of the browser's own performance timeline, in milliseconds after the click.
`server` is when the first byte of the page came, `work` the processor time of the server meanwhile,
which does not follow the load of the machine. Nothing is throttled: browser and service are on one
machine. A page that says what is being worked out, and comes again, is marked `waits`. At the end
the pages above the limit are listed; for `first`, also those that one start alone puts above it. On
a quiet machine all of it takes some fifteen minutes, six with `--starts 1`; `--ways walk,warm` takes
one.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from walking import kind, pages

BEGIN = ("/", "/search?q=plan")
"""Where the walk begins: the first page, and one that no link leads to."""
MISSING = "/roles/nobody"
"""What is not there is a page as well, and no page of a role."""
SAME = re.compile(r"^(?!/edit/(roles|personas|workflows)|/(roles|steps)).*(/edit/|view=table)")
"""Forms and tables of other kinds of things, which are made by the same code."""
PAINTED = """
() => new Promise((done) => {
  const told = () => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    const page = performance.getEntriesByType('navigation')[0];
    if (paint) done([paint.startTime, page.responseStart]); else setTimeout(told, 5);
  };
  told();
})
"""
SETTLED = 30.0
"""Seconds without a change after which nothing more is kept for the next start."""
LIMIT = 500.0
"""Milliseconds that no page may take."""


@dataclass
class Serving:
    """A service that is ready."""

    url: str
    pid: int

    def processor_time(self) -> float:
        """Return the milliseconds that the server itself has worked, without its workers."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(folder: Path) -> Iterator[Serving]:
    """Serve a data directory; give the service as soon as it is ready."""
    command = [sys.executable, "-m", "rolegraph", "serve", "--port", "0", "--data-dir", str(folder)]
    quiet = subprocess.DEVNULL
    # An installed package has its bytecode.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, text=True, env=env)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        url = next(word for word in line.split() if word.startswith("http://")).rstrip("/")
        while True:
            try:
                if httpx.get(f"{url}/health/ready", timeout=5).is_success:
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.01)
        yield Serving(url, process.pid)
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()


@dataclass
class Visit:
    """What one visit of a page took, in milliseconds.

    Attributes:
        paint: until something was shown.
        server: until the first byte came.
        work: of the server's processor meanwhile.
        waits: whether the page says that something is being worked out.
        highest: the longest paint of several visits, of which this is the median.
    """

    paint: float
    server: float
    work: float
    waits: bool
    highest: float = 0.0


def median_of(visits: Sequence[Visit]) -> Visit:
    """Return the visit in the middle, which knows the longest of them and whether any waited."""
    ordered = sorted(visits, key=lambda one: one.paint)
    middle = ordered[(len(ordered) - 1) // 2]
    waits = any(one.waits for one in visits)
    return replace(middle, highest=ordered[-1].paint, waits=waits)


def used(browser: Browser) -> Browser:
    """Have a browser show a page that is not measured: its first one takes longer than others."""
    context = browser.new_context()
    page = context.new_page()
    page.goto("data:text/html,<p>before</p>")
    page.evaluate(PAINTED)
    context.close()
    return browser


def visit(browser: Browser, service: Serving, path: str) -> Visit:
    """Visit a page in a fresh browser."""
    before = service.processor_time()
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        page = context.new_page()
        answer = page.goto(service.url + path, wait_until="commit")
        paint, server = page.evaluate(PAINTED)
        waits = answer is not None and answer.status == HTTPStatus.SERVICE_UNAVAILABLE
        return Visit(float(paint), float(server), service.processor_time() - before, waits)
    finally:
        context.close()


def kinds_of_pages(folder: Path) -> list[str]:
    """Return one page of each kind; the walk also warms nothing that the visits measure."""
    with serving(folder) as service, httpx.Client(base_url=service.url, timeout=60) as client:
        found: dict[str, str] = {}
        for path in pages(client, 1, BEGIN):
            found.setdefault(kind(path), path)
    return [path for path in (*found.values(), MISSING) if not SAME.search(path)]


def loaded(roles: int, work: Path) -> Path:
    """Return a data directory with so many roles."""
    command = [sys.executable, "-m", "rolegraph"]
    made, data = work / "made.nq", work / "data"
    made_by = [*command, "generate", "--roles", str(roles), "-o", str(made)]
    subprocess.run(made_by, check=True)
    load = ["load", str(made), "--data-dir", str(data), "--guard", "off", "--batch", "100000"]
    subprocess.run([*command, *load], check=True)
    return data


def keep(folder: Path) -> None:
    """Have the service keep what it keeps for the next start."""
    with serving(folder) as service, httpx.Client(base_url=service.url, timeout=60) as client:
        for path in ("/checks", "/why?subject=roles", "/search?q=plan", "/score", "/coverage"):
            while client.get(path).status_code == HTTPStatus.SERVICE_UNAVAILABLE:
                time.sleep(0.5)
        while client.get("/health/ready").json().get("filling"):
            time.sleep(0.5)
        while not all((folder / name).exists() for name in ("index", "rules")):
            time.sleep(0.5)
        # The rows of ready questions are worked out one after the other, and kept as they come.
        while time.time() - max(file.stat().st_mtime for file in folder.iterdir()) < SETTLED:
            time.sleep(1)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", type=int, default=1000)
    options.add_argument("--times", type=int, default=2, help="warm visits of a page")
    options.add_argument("--starts", type=int, default=3, help="starts for a page of way first")
    options.add_argument("--only", default="", help="pattern of the addresses to visit")
    options.add_argument("--ways", default="first,walk,warm", help="which ways to measure")
    options.add_argument("--work", type=Path, help="folder that is kept between runs")
    given = options.parse_args()
    if not (chromium := shutil.which("chromium")):
        raise SystemExit("There is no chromium; run: make browser CHROMIUM=chromium")
    with tempfile.TemporaryDirectory() as temporary:
        work = given.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        data = work / "data" if (work / "data").exists() else loaded(given.roles, work)
        listed = work / "pages.txt"
        if not listed.exists():
            listed.write_text("\n".join(kinds_of_pages(data)), encoding="utf-8")
        keep(data)
        chosen = [one for one in listed.read_text().splitlines() if re.search(given.only, one)]
        with sync_playwright() as playwright:
            launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            browser = used(launched)
            ways = given.ways.split(",")
            found = measure(browser, data, chosen, ways, given.times, given.starts)
            browser.close()
    tell(found)


def measure(
    browser: Browser, data: Path, chosen: list[str], ways: list[str], times: int, starts: int
) -> dict[str, dict[str, Visit]]:
    """Return the visits by way and page; each is printed as it is made."""
    found: dict[str, dict[str, Visit]] = {way: {} for way in ways}

    def note(way: str, path: str, made: Visit) -> None:
        found[way][path] = made
        figures = f"{made.paint:8.0f}{made.server:8.0f}{made.work:8.0f}{os.getloadavg()[0]:6.1f}"
        figures += f"{made.highest:9.0f}" if made.highest else ""
        sys.stdout.write(f"{way:6}{path[:55]:56}{figures}{'  waits' * made.waits}\n")
        sys.stdout.flush()

    sys.stdout.write(f"{'':62}{'paint':>8}{'server':>8}{'work':>8}{'load':>6}{'highest':>9}\n")
    if "first" in found:
        for path in chosen:
            made = []
            for _ in range(starts):
                with serving(data) as service:
                    made.append(visit(browser, service, path))
            note("first", path, median_of(made))
    if found.keys() & {"walk", "warm"}:
        with serving(data) as service:
            walked = {path: visit(browser, service, path) for path in chosen}
            for path in chosen if "walk" in found else ():
                note("walk", path, walked[path])
            for path in chosen if "warm" in found else ():
                again = [visit(browser, service, path) for _ in range(times)]
                note("warm", path, median_of(again))
    return found


def tell(found: dict[str, dict[str, Visit]]) -> None:
    """Print what is above the limit, and how much is not."""
    for way, visits in found.items():
        slow = {path: made for path, made in visits.items() if made.paint >= LIMIT}
        waiting = sum(made.waits for made in visits.values())
        median = statistics.median(made.paint for made in visits.values())
        sys.stdout.write(
            f"\n{way}: {len(visits) - len(slow)} of {len(visits)} pages were painted in less than "
            f"{LIMIT:.0f} ms, {waiting} of them say that they wait; median {median:.0f} ms\n"
        )
        for path, made in sorted(slow.items(), key=lambda one: -one[1].paint):
            sys.stdout.write(f"  {made.paint:6.0f}  server {made.server:6.0f}  {path[:90]}\n")
        once = {path: made for path, made in visits.items() if made.highest >= LIMIT > made.paint}
        if once:
            sys.stdout.write(f"{way}: {len(once)} more were above it in one visit alone\n")
        for path, made in sorted(once.items(), key=lambda one: -one[1].highest):
            sys.stdout.write(f"  {made.highest:6.0f}  median {made.paint:6.0f}  {path[:90]}\n")


if __name__ == "__main__":
    main()
