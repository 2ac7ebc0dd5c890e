"""How long an agent waits at `/mcp`, and whether 200 sessions at once all get their answers.

Run by `make bench`. The service holds generated roles. Calls go through the protocol's own client,
in a process of its own, over HTTP on loopback; each asks about another role. The same read by the
JSON API stands beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable

import httpx
from http_bench import WARM_UP, free_port, running
from mcp import Client

from rolegraph.client import AsyncClient

FILL = """
import sys
from pathlib import Path
from rolegraph import resources
from rolegraph.generate import generate
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads
store = EmbeddedStore(Path(sys.argv[1]))
store.load(catalogue_quads(resources.root()))
store.load(generate(int(sys.argv[2])))
store.close()
"""


async def timed(act: Callable[[int], Awaitable[object]], count: int) -> list[float]:
    """Return the milliseconds of calls, one after the other."""
    found = []
    for number in range(1, count + 1):
        began = time.perf_counter()
        await act(number)
        found.append((time.perf_counter() - began) * 1000)
    return sorted(found)


def said(name: str, times: list[float]) -> None:
    """Print median and 95th percentile."""
    last = times[int(len(times) * 0.95)]
    print(f"{name:24} median {statistics.median(times):7.1f} ms   p95 {last:7.1f} ms")  # noqa: T201


async def latency(base: str, count: int, roles: int) -> None:
    """Measure search and get, by the protocol and by the JSON API."""

    def role(number: int) -> str:
        return f"generated-{number * 37 % roles + 1}"

    async with Client(f"{base}/mcp") as agent, AsyncClient(base) as client:

        async def tool(name: str, **arguments: object) -> None:
            found = await agent.call_tool(name, arguments)
            if found.is_error:
                raise SystemExit(f"{name} {arguments}: {found.content}")

        async def search(number: int) -> None:
            await tool("search", query=f"generated {role(number)[10:]}", limit=10)

        async def get(number: int) -> None:
            await tool("get", thing=f"roles/{role(number)}")

        async def search_api(number: int) -> None:
            await client.search(f"generated {role(number + count)[10:]}", limit=10)

        async def get_api(number: int) -> None:
            await client.get(f"roles/{role(number + count)}")

        for act in (search, get, search_api, get_api):
            await timed(act, 5)
        for name, act in (
            ("search at /mcp", search),
            ("get at /mcp", get),
            ("search by the JSON API", search_api),
            ("get by the JSON API", get_api),
        ):
            said(name, await timed(act, count))


async def crowd(base: str, sessions: int, roles: int) -> None:
    """Open sessions, have all of them call at once three times, and count failed calls."""
    failed, times = 0, []

    async def session(number: int) -> None:
        nonlocal failed
        try:
            async with Client(f"{base}/mcp") as agent:
                for tool, arguments in (
                    ("search", {"query": "generated", "offset": number}),
                    ("get", {"thing": f"roles/generated-{number % roles + 1}"}),
                    ("ask_roles_without_a_persona", {}),
                ):
                    began = time.perf_counter()
                    found = await agent.call_tool(tool, arguments)
                    times.append((time.perf_counter() - began) * 1000)
                    failed += bool(found.is_error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
            failed += 1
            print(f"session {number}: {error!r}")  # noqa: T201

    began = time.perf_counter()
    await asyncio.gather(*(session(number) for number in range(sessions)))
    said(f"{sessions} sessions, a call", sorted(times))
    print(f"{len(times)} calls in {time.perf_counter() - began:.1f} s, {failed} failed")  # noqa: T201
    if failed:
        raise SystemExit(1)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--roles", type=int, default=10_000)
    options.add_argument("--calls", type=int, default=100)
    options.add_argument("--sessions", type=int, default=200)
    options.add_argument("--url", help="a service with such roles that runs already")
    given = options.parse_args()
    if given.url:
        measure(given.url.rstrip("/"), given)
        return
    with tempfile.TemporaryDirectory() as folder:
        fill = [sys.executable, "-c", FILL, folder, str(given.roles)]
        subprocess.run(fill, check=True, capture_output=True)
        base = f"http://127.0.0.1:{free_port()}"
        command = [sys.executable, "-m", "rolegraph", "serve", "--port", base.rpartition(":")[2]]
        with running([*command, "--data-dir", folder], f"{base}/sparql"):
            time.sleep(WARM_UP)
            measure(base, given)


def measure(base: str, given: argparse.Namespace) -> None:
    """Measure a service."""
    httpx.get(f"{base}/api/v1/search?q=x", timeout=60).raise_for_status()
    asyncio.run(latency(base, given.calls, given.roles))
    asyncio.run(crowd(base, given.sessions, given.roles))


if __name__ == "__main__":
    main()
