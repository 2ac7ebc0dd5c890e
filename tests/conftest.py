"""What tests of every room share: the shipped catalogue in memory, and a real server."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import hypothesis
import pytest

from rolegraph import resources
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.loading import catalogue_quads
from serving import START_LIMIT, Server, StartServer

# The same examples each time, and no clock: a busy machine must not fail a test. `make fuzz` sets
# another profile for random examples.
_CALM = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("suite", derandomize=True, **_CALM)  # type: ignore[arg-type]
hypothesis.settings.register_profile("random", **_CALM)  # type: ignore[arg-type]
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session")
def shipped_store() -> EmbeddedStore:
    """The shipped catalogue in memory, for tests that only read."""
    store = EmbeddedStore()
    store.load(catalogue_quads(resources.root()))
    return store


@pytest.fixture
def catalogue_store() -> EmbeddedStore:
    """The shipped catalogue in memory, for tests that write."""
    store = EmbeddedStore()
    store.load(catalogue_quads(resources.root()))
    return store


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Start servers on free loopback ports; all are ended with the session."""
    servers: list[Server] = []

    def start(*options: str, data_dir: Path | None = None, **environment: str) -> Server:
        folder = data_dir or tmp_path_factory.mktemp("data")
        log = tmp_path_factory.mktemp("log") / "server.log"
        command = [sys.executable, "-m", "rolegraph", "serve", "--port", "0"]
        command += ["--data-dir", str(folder), *options]
        began = time.monotonic()
        with log.open("w") as errors:
            process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            )
        assert process.stdout is not None
        line = process.stdout.readline()
        if "http://" not in line:
            process.wait(10)
            raise AssertionError(f"rolegraph serve did not start: {line}{log.read_text()}")
        url = next(word for word in line.split() if word.startswith("http://"))
        while time.monotonic() - began < START_LIMIT:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{url}health/ready", timeout=5).is_success:
                    break
            time.sleep(0.02)
        server = Server(url, process, time.monotonic() - began, log)
        servers.append(server)
        return server

    yield start
    for server in servers:
        if server.process.poll() is None:
            server.stop()
        server.close()


@pytest.fixture(scope="session")
def server(start_server: StartServer) -> Server:
    """A server with the shipped catalogue, for tests that only read."""
    return start_server()


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[httpx.Client]:
    """An HTTP client of the shared server."""
    with server.client() as connected:
        yield connected
