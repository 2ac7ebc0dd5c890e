"""Documents are brought in, renamed and taken out where the store is at another server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mirroring import started

from bringing import EDITOR, HANDBOOK, NAME, SECOND, Yard, yard_of
from engines import Engine
from serving import StartServer

NEVER = {"topic": "negation", "texts": ["Never lift people"], "answer": "exclusion"}
NEW = "data/yard.md"


@pytest.fixture(params=["oxigraph", "fuseki"])
def remote(
    request: pytest.FixtureRequest,
    running_engines: dict[str, Engine],
    tmp_path_factory: pytest.TempPathFactory,
) -> Engine:
    """An engine, empty."""
    engine = started(request.param, running_engines, tmp_path_factory)
    engine.clear()
    return engine


@pytest.fixture
def here(remote: Engine, start_server: StartServer, tmp_path: Path) -> Iterator[Yard]:
    """A service of the yard, whose store is the engine."""
    yield from service(remote, start_server, tmp_path / "first")


@pytest.fixture
def other(here: Yard, remote: Engine, start_server: StartServer, tmp_path: Path) -> Iterator[Yard]:
    """Another service on the same store."""
    del here  # the first one fills the store
    yield from service(remote, start_server, tmp_path / "second")


def service(remote: Engine, start: StartServer, folder: Path) -> Iterator[Yard]:
    """Start a service on an engine."""
    yard = yard_of(start, folder, **remote.environment)
    with yard.client:
        yield yard


def look(yard: Yard, name: str) -> int:
    """Ask what bringing a document in would do, for which a service reads the newest commit."""
    at, asked = f"/api/v1/document-files/{name}", {"dry-run": "true"}
    return yard.client.put(at, params=asked, headers=EDITOR, content=SECOND.encode()).status_code


def test_a_document_lives_in_a_remote_store_as_in_one_of_the_service(
    here: Yard, other: Yard
) -> None:
    """Another service on the same store has it as well, with its curation and its file."""
    assert 201 == here.put(HANDBOOK, answers=[NEVER]).status_code
    second = here.put(SECOND)
    assert ["Reports defects of the crane"] == [each["label"] for each in second.json()["retired"]]

    assert 200 == look(other, NAME)
    assert here.graph() == other.graph()
    kept = other.client.get(f"/api/v1/document-files/{NAME}", params={"format": "file"})
    assert SECOND == kept.text
    renamed = other.put(SECOND, NEW, replaces=NAME)
    assert 201 == renamed.status_code, renamed.text
    assert [] == renamed.json()["retired"]

    assert 200 == look(here, NEW)
    graph = here.graph("data/yard.ttl")
    assert other.graph("data/yard.ttl") == graph
    gone = here.remove(NEW)
    assert 200 == gone.status_code, gone.text
    assert 200 == look(other, NEW)
    assert set() == other.graph("data/yard.ttl")
    here.take_back(here.revision - 1)
    assert 200 == look(other, NEW)
    assert graph == other.graph("data/yard.ttl")
    assert ["exclusion"] == [each["answer"] for each in other.put(SECOND, NEW).json()["questions"]]
    assert 0 == here.pull().returncode
    assert SECOND == (here.folder / NEW).read_text("utf-8")
