"""Helpers of the tests of read replicas: writes, waits and comparisons."""

from __future__ import annotations

import contextlib
import hashlib
import json
import socket
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from serving import Server, fetch

TOKEN = "a-token-of-the-leader"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
LIMIT = 60.0
"""Seconds after which what is waited for is held to be broken."""

SAME_HOST = {"Host": "roles.localhost"}
"""JSON names the address it was asked at, so both are asked at the same."""

ORDERED = """SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(!isBlank(?s) && !isBlank(?o)) }
    ORDER BY STR(?g) STR(?s) STR(?p) STR(?o) LANG(?o) DATATYPE(?o)"""


def until(happens: Callable[[], bool]) -> None:
    """Wait for something to become so."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        with contextlib.suppress(httpx.HTTPError):
            if happens():
                return
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def insert(server: Server, text: str, message: str = "Insert") -> int:
    """Commit a triple with a text at a server and return the revision."""
    update = f'INSERT DATA {{ GRAPH <urn:g> {{ [] <urn:says> "{text}" }} }}'
    answer = httpx.post(
        f"{server.url}sparql",
        content=update.encode(),
        headers={
            **BEARER,
            "Content-Type": "application/sparql-update",
            "Rolegraph-Message": message.encode(),
        },
        timeout=60,
        verify=False,
    )
    answer.raise_for_status()
    return int(answer.headers["rolegraph-revision"])


def revision(server: Server) -> int:
    return int(fetch(f"{server.url}health/ready", timeout=20).json()["revision"])


def ready(server: Server) -> bool:
    return fetch(f"{server.url}health/ready", timeout=20).is_success


def caught_up(follower: Server, leader: Server) -> None:
    """Wait until a follower has all that its leader has."""
    there = revision(leader)
    until(lambda: ready(follower) and revision(follower) >= there)


def answers(server: Server) -> dict[str, object]:
    """Return what must be the same at a leader and its replica, by the way it was asked.

    A SELECT without ORDER BY may come in any order, and the engine's order follows from its
    files, so what is compared is ordered; a dump is compared as a set of lines. SPARQL gives no
    order to blank nodes; those are compared in the dump, by their labels.
    """
    found: dict[str, object] = {}
    with server.client(headers=SAME_HOST) as client:

        def ask(path: str, accept: str = "*/*", **parameters: str) -> bytes:
            answer = client.get(path, params=parameters, headers={"Accept": accept})
            assert answer.is_success, (path, answer.text)
            found[f"{path} {accept} {parameters}"] = (
                answer.content,
                answer.headers.get("etag"),
                answer.headers["content-type"],
            )
            return answer.content

        for plural in ("roles", "personas", "workflows", "tools", "frameworks"):
            page = json.loads(ask(f"/api/v1/{plural}", limit="3"))
            for thing in page["items"][:2]:
                ask(thing["href"].replace("http://roles.localhost", ""))
        ask("/roles/data-analyst", "text/turtle")
        ask("/api/v1/roles/data-analyst", at="1")
        log = json.loads(ask("/api/v1/changes", limit="1000"))
        last = log["items"][0]["revision"]
        ask(f"/api/v1/changes/{last}")
        ask(f"/api/v1/changes/{last}", "application/rdf-patch")
        ask("/api/v1/changes/diff", **{"from": "1", "to": str(last)})
        for query in json.loads(ask("/api/v1/queries"))["items"][:40]:
            if not query["parameters"]:
                ask(f"/api/v1/queries/{query['name']}")
        ask("/sparql", "text/csv", query=ORDERED)
        dump = client.get("/graphs", headers={"Accept": "application/n-quads"})
        lines = sorted(dump.content.splitlines())
        found["dump"] = hashlib.sha256(b"\n".join(lines)).hexdigest()
    return found


def journal(folder: Path) -> bytes:
    return (folder / "changes.rdfp").read_bytes()
