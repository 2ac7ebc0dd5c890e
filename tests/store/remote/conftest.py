"""Engines for the tests of this room: each is started once a session, where it can be had."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mirroring import Mirrors, started

from engines import ENGINES, Engine


@pytest.fixture(scope="session")
def running_engines() -> Iterator[dict[str, Engine]]:
    """The engines that run; `started` puts more there."""
    running: dict[str, Engine] = {}
    yield running
    for engine in running.values():
        engine.kill()


@pytest.fixture(params=sorted(ENGINES))
def engine(
    request: pytest.FixtureRequest,
    running_engines: dict[str, Engine],
    tmp_path_factory: pytest.TempPathFactory,
) -> Engine:
    """Each engine in turn, empty."""
    found = started(request.param, running_engines, tmp_path_factory)
    found.clear()
    return found


@pytest.fixture
def mirrors(engine: Engine, tmp_path: Path) -> Iterator[Mirrors]:
    """Opens mirrors of the engine; they are closed with the test."""
    opener = Mirrors(engine, tmp_path)
    yield opener
    opener.close()
