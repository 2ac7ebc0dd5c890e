"""A crowd beside slow queries: lookups and writes must not notice them.

Run by `make crowd`. Connections that mix lookups, pages of the API, joins and writes ask a service,
first alone and then beside slow queries from several addresses. Each of them waits a little between
its requests, as people and programs do. Ends with 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import httpx

TOKEN = "crowd-token"
WARM_UP = 5.0
CLIENTS, SLOW, ADDRESSES = 50, 16, 8
PAUSE = 0.5
"""Mean seconds between two requests of one connection."""
RG = "https://w3id.org/rolegraph/ontology#"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c != %d) }"
LOOKUP = "SELECT ?p ?o { <https://w3id.org/rolegraph/id/tools/maite> ?p ?o } # %d"
JOIN = f"SELECT ?r ?t {{ ?r a <{RG}Role> ; <{RG}responsibility>/<{RG}tool> ?t }} # %d"
SLOWER = 3.0
"""How many times as long the 95th percentile of lookups may take beside the slow queries."""
WRITE_LIMIT = 5.0
LONGEST = 40.0
"""Seconds after which a client gives up."""


@dataclass
class Figures:
    """What became of the requests of each kind: seconds of those answered, and other statuses."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def percentile(self, kind: str, share: float) -> float:
        """Return the seconds that a share of the requests of a kind took at most."""
        ordered = sorted(self.seconds[kind])
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0

    def line(self, kind: str) -> str:
        """Return what there is to say of one kind."""
        failed = {status: self.failed[kind].count(status) for status in set(self.failed[kind])}
        times = " ".join(f"{1000 * self.percentile(kind, s):8.1f}" for s in (0.5, 0.95, 0.99))
        return f"{kind:8} {len(self.seconds[kind]):6} {times}  {failed or ''}"


class Connection:
    """One connection that is kept open, from an address of this machine."""

    def __init__(self, url: str, address: str) -> None:
        parts = urlsplit(url)
        self._host, self._port, self._address = parts.hostname, parts.port, address
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, target: str, headers: str = "", body: bytes = b"") -> int:
        """Send a request, read the whole answer, and return its status."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(
                self._host, self._port, local_addr=(self._address, 0)
            )
        assert self._reader is not None
        length = f"Content-Length: {len(body)}\r\n" if method != "GET" else ""
        head = f"{method} {target} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n{headers}{length}"
        self._writer.write(f"{head}\r\n".encode() + body)
        answer = ""
        try:
            answer = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            await self._read_body(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            answer = ""
        finally:  # also where the client gives up in between
            if not answer:
                self.close()
        if not answer:
            return 0
        if "\r\nconnection: close" in answer:
            self.close()
        return int(answer.split(" ", 2)[1])

    async def _read_body(self, head: str) -> None:
        assert self._reader is not None
        if "\r\ntransfer-encoding: chunked" in head:
            size = 1
            while size:
                size = int(await self._reader.readline(), 16)
                await self._reader.readexactly(size + 2)
        elif "\r\ncontent-length: " in head:
            await self._reader.readexactly(
                int(head.split("\r\ncontent-length: ")[1].split("\r", maxsplit=1)[0])
            )

    def close(self) -> None:
        """Close it; the next request opens it again."""
        if self._writer is not None:
            self._writer.close()
        self._writer = None


class Crowd:
    """Clients of a service.

    Args:
        url: of the service.
        seed: of all chance.
    """

    def __init__(self, url: str, seed: int) -> None:
        self._url, self._seed = url, seed
        self._numbers = itertools.count(1)

    async def run(self, seconds: float, *, slow: int) -> Figures:
        """Use the service for some time, beside a number of slow queries at once."""
        figures = Figures()
        until = time.monotonic() + seconds
        slow_ones = [
            asyncio.create_task(self._slow(f"127.0.0.{2 + n % ADDRESSES}", figures))
            for n in range(slow)
        ]
        await asyncio.gather(*(self._mixed(n, until, figures) for n in range(CLIENTS)))
        for task in slow_ones:
            task.cancel()
        await asyncio.gather(*slow_ones, return_exceptions=True)
        return figures

    async def _slow(self, address: str, figures: Figures) -> None:
        async with _closing(Connection(self._url, address)) as connection:
            while True:
                target = f"/sparql?query={quote(ENDLESS % next(self._numbers))}"
                await self._timed(figures, "slow", connection.ask("GET", target))

    async def _mixed(self, number: int, until: float, figures: Figures) -> None:
        chance = random.Random(self._seed * 1000 + number)
        kinds: list[tuple[str, Callable[[Connection], Awaitable[int]]]]
        kinds = [("lookup", self._lookup)] * 6 + [("hot", self._hot), ("join", self._join)]
        kinds += [("json", self._json), ("write", self._write)]
        async with _closing(Connection(self._url, "127.0.0.1")) as connection:
            while time.monotonic() < until:
                await asyncio.sleep(chance.expovariate(1 / PAUSE))
                kind, ask = chance.choice(kinds)
                await self._timed(figures, kind, ask(connection))

    @staticmethod
    async def _timed(figures: Figures, kind: str, asking: Awaitable[int]) -> None:
        began = time.monotonic()
        try:
            status = await asyncio.wait_for(asking, LONGEST)
        except TimeoutError:
            status = 0
        if status in {200, 204}:
            figures.seconds[kind].append(time.monotonic() - began)
        else:
            figures.failed[kind].append(status)

    def _lookup(self, connection: Connection) -> Awaitable[int]:
        return connection.ask("GET", f"/sparql?query={quote(LOOKUP % next(self._numbers))}")

    def _hot(self, connection: Connection) -> Awaitable[int]:
        return connection.ask("GET", f"/sparql?query={quote(LOOKUP % 0)}")

    def _join(self, connection: Connection) -> Awaitable[int]:
        return connection.ask("GET", f"/sparql?query={quote(JOIN % next(self._numbers))}")

    def _json(self, connection: Connection) -> Awaitable[int]:
        return connection.ask("GET", "/api/v1/tools?limit=3")

    def _write(self, connection: Connection) -> Awaitable[int]:
        text = f"INSERT DATA {{ GRAPH <urn:crowd> {{ <urn:s> <urn:p> {next(self._numbers)} }} }}"
        headers = f"Authorization: Bearer {TOKEN}\r\nContent-Type: application/sparql-update\r\n"
        return connection.ask("POST", "/sparql", headers, text.encode())


@contextlib.asynccontextmanager
async def _closing(connection: Connection) -> AsyncIterator[Connection]:
    try:
        yield connection
    finally:
        connection.close()


@contextlib.contextmanager
def served(python: str) -> Iterator[str]:
    """Give the address of a service with the shipped catalogue."""
    with tempfile.TemporaryDirectory() as folder:
        command = [python, "-m", "rolegraph", "serve", "--port", "0", "--data-dir", folder]
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "ROLEGRAPH_WRITE_TOKEN": TOKEN},
        )
        try:
            assert process.stdout is not None
            url = next(w for w in process.stdout.readline().split() if w.startswith("http://"))
            while not httpx.get(f"{url}health/ready", timeout=30).is_success:
                time.sleep(0.1)
            time.sleep(WARM_UP)
            yield url.rstrip("/")
        finally:
            process.terminate()
            process.wait(60)


def say(line: str) -> None:
    """Write a line."""
    sys.stdout.write(line + "\n")


def main() -> int:
    """Measure, print, and return what the promises make of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="with the slow queries")
    parser.add_argument("--python", default=sys.executable, help="interpreter of the service")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with served(options.python) as url:
        crowd = Crowd(url, options.seed)
        alone = asyncio.run(crowd.run(options.seconds / 2, slow=0))
        beside = asyncio.run(crowd.run(options.seconds, slow=SLOW))
    for title, figures in (("alone", alone), (f"beside {SLOW} slow queries", beside)):
        say(f"\n{title}\nkind     number       50%      95%      99% (ms)  not answered")
        for kind in ("lookup", "hot", "join", "json", "write", "slow"):
            say(figures.line(kind))
    ratio = beside.percentile("lookup", 0.95) / max(alone.percentile("lookup", 0.95), 1e-9)
    broken = [
        text
        for text, kept in (
            ("a lookup was not answered", not (beside.failed["lookup"] or beside.failed["hot"])),
            (f"lookups take more than {SLOWER:g} times as long", ratio < SLOWER),
            ("writes take 5 s or longer", beside.percentile("write", 0.95) < WRITE_LIMIT),
        )
        if not kept
    ]
    say(f"\n95% of lookups: {ratio:.2f} times as long. Broken promises: {broken or 'none'}.")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
