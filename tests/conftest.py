"""What tests of every room share: the shipped catalogue in memory, and a real server."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import httpx
import hypothesis
import pytest

from bringing import Yard, yard_of
from rolegraph import resources
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads
from serving import Server, Servers, StartServer
from warm import WarmStarts, leave_out_grammars

leave_out_grammars()

FilledFolder = Callable[[], Path]

# The same examples each time, so more of them would find nothing new the next time; and no clock: a
# busy machine must not fail a test. `make fuzz` sets another profile for random examples.
_CALM = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("suite", derandomize=True, max_examples=40, **_CALM)  # type: ignore[arg-type]
hypothesis.settings.register_profile("random", **_CALM)  # type: ignore[arg-type]
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

# Facts grow old and are then warned of; the tests judge all as of one day, also in processes.
os.environ["ROLEGRAPH_AS_OF"] = "2026-11-29"

# Most services answer a few requests and end. To get ready for others took each of them 2 s of the
# processor. The shared one gets ready, as do those of tests that are about it.
os.environ["ROLEGRAPH_PREPARE"] = "false"


def pytest_collection() -> None:
    """Leave all that is imported for tests unsearched: a third of the time of the collection."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Take what is there by now out of the search for cycles: a fifth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put pages first: their files take the longest, and the last one would run alone."""
    items.sort(key=lambda item: "web" not in item.path.parts)


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
def warm_starts() -> Iterator[WarmStarts]:
    """Start commands without the time for imports."""
    with closing(WarmStarts()) as starts:
        yield starts


@pytest.fixture(scope="session")
def filled_folder(
    tmp_path_factory: pytest.TempPathFactory, warm_starts: WarmStarts
) -> FilledFolder:
    """Give a data directory that a service has filled and left."""

    @cache
    def fill() -> Path:
        folder = tmp_path_factory.mktemp("filled") / "data"
        with Servers(tmp_path_factory.mktemp, warm_starts) as servers:
            servers.start(data_dir=folder)
        return folder

    return fill


@pytest.fixture
def start_server(
    tmp_path_factory: pytest.TempPathFactory, warm_starts: WarmStarts, filled_folder: FilledFolder
) -> Iterator[StartServer]:
    """Start servers on free loopback ports; they end with the test."""
    with Servers(tmp_path_factory.mktemp, warm_starts, filled_folder) as servers:
        yield servers.start


@pytest.fixture(scope="module")
def start_module_server(
    tmp_path_factory: pytest.TempPathFactory, warm_starts: WarmStarts, filled_folder: FilledFolder
) -> Iterator[StartServer]:
    """Start servers that end with the module."""
    with Servers(tmp_path_factory.mktemp, warm_starts, filled_folder) as servers:
        yield servers.start


@pytest.fixture(scope="session")
def start_session_server(
    tmp_path_factory: pytest.TempPathFactory, warm_starts: WarmStarts, filled_folder: FilledFolder
) -> Iterator[StartServer]:
    """Start servers that end with the session."""
    with Servers(tmp_path_factory.mktemp, warm_starts, filled_folder) as servers:
        yield servers.start


@pytest.fixture(scope="session")
def server(start_session_server: StartServer) -> Server:
    """A server with the shipped catalogue, for tests that only read."""
    return start_session_server(ROLEGRAPH_PREPARE="true")


@pytest.fixture(scope="session")
def client(server: Server) -> Iterator[httpx.Client]:
    """An HTTP client of the shared server."""
    with server.client() as connected:
        yield connected


@pytest.fixture(scope="module")
def running_yard(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Yard]:
    """A service that documents are brought into, one for all tests of a file."""
    made = yard_of(start_module_server, tmp_path_factory.mktemp("yard"))
    with made.client:
        yield made
    made.server.stop()


@pytest.fixture
def yard(running_yard: Yard, tmp_path: Path) -> Iterator[Yard]:
    """That service, which takes back what a test has committed."""
    first = running_yard.revision
    running_yard.begin_in(tmp_path)
    yield running_yard
    running_yard.take_back(first)
