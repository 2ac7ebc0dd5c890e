"""When a page shows something: first contentful paint of each kind of page, in chromium.

Run by `make bench`. A catalogue is generated and loaded, a walk from the first page finds one page
of each kind, and each is visited in a fresh browser: as the first page that anybody asks for after
a start of the service, and warm, several times. The figure is `first-contentful-paint` of the
browser's own performance timeline, in milliseconds after the click. `server` is when the first
byte of the page came, `work` the processor time of the server meanwhile, which does not follow the
load of the machine. Nothing is throttled: browser and service are on one machine.
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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from walking import kind, pages

BEGIN = ("/", "/search?q=plan", "/roles/nobody", "/changes?since=30")
"""Where the walk begins: the first page, and pages that no link leads to."""
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
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, text=True)
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


def painted(browser: Browser, address: str) -> tuple[float, float]:
    """Return when a page shows something and when its first byte came, in milliseconds."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        paint, server = page.evaluate(PAINTED)
        return float(paint), float(server)
    finally:
        context.close()


def kinds_of_pages(folder: Path) -> list[str]:
    """Return one page of each kind; the walk also warms nothing that the visits measure."""
    with serving(folder) as service, httpx.Client(base_url=service.url, timeout=60) as client:
        found: dict[str, str] = {}
        for path in pages(client, 1, BEGIN):
            found.setdefault(kind(path), path)
    return [path for path in found.values() if not SAME.search(path)]


def loaded(roles: int, work: Path) -> Path:
    """Return a data directory with so many roles."""
    command = [sys.executable, "-m", "rolegraph"]
    made, data = work / "made.nq", work / "data"
    made_by = [*command, "generate", "--roles", str(roles), "-o", str(made)]
    subprocess.run(made_by, check=True)
    load = ["load", str(made), "--data-dir", str(data), "--guard", "off", "--batch", "100000"]
    subprocess.run([*command, *load], check=True)
    return data


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", type=int, default=1000)
    options.add_argument("--times", type=int, default=3, help="warm visits of a page")
    options.add_argument("--only", default="", help="pattern of the addresses to visit")
    options.add_argument("--work", type=Path, help="folder that is kept between runs")
    given = options.parse_args()
    if not (chromium := shutil.which("chromium")):
        raise SystemExit("There is no chromium; run: make browser")
    with tempfile.TemporaryDirectory() as temporary:
        work = given.work or Path(temporary)
        data = work / "data" if (work / "data").exists() else loaded(given.roles, work)
        listed = work / "pages.txt"
        if not listed.exists():
            listed.write_text("\n".join(kinds_of_pages(data)), encoding="utf-8")
        chosen = [one for one in listed.read_text().splitlines() if re.search(given.only, one)]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            painted(browser, "data:text/html,<p>warm</p>")
            visit_all(browser, data, chosen, given.times)
            browser.close()


def visit_all(browser: Browser, data: Path, chosen: list[str], times: int) -> None:
    """Visit each page as the first one after a start, then again, and print a row for it."""
    write = sys.stdout.write
    write(f"{'':56}{'first visit':>24}{'warm':>16}{'load':>6}\n")
    write(f"{'page':56}{'paint':>8}{'server':>8}{'work':>8}{'paint':>8}{'server':>8}\n")
    slow = [0, 0]
    for path in chosen:
        with serving(data) as service:
            before = service.processor_time()
            first = painted(browser, service.url + path)
            work = service.processor_time() - before
            again = [painted(browser, service.url + path) for _ in range(times)]
        warm = [statistics.median(each) for each in zip(*again, strict=True)]
        slow[0] += first[0] >= LIMIT
        slow[1] += warm[0] >= LIMIT
        cells = "".join(f"{cell:8.0f}" for cell in (*first, work, *warm))
        write(f"{path[:55]:56}{cells}{os.getloadavg()[0]:6.1f}\n")
        sys.stdout.flush()
    write(f"of {len(chosen)} pages, {slow[0]} took {LIMIT:.0f} ms or more at the first visit, ")
    write(f"{slow[1]} warm\n")


if __name__ == "__main__":
    main()
