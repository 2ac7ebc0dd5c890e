"""Engines for the tests of this room: each is started once a session, where it can be had."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from engines import ENGINES, Engine
from rolegraph.settings import Settings
from rolegraph.store.remote.addresses import addresses_of
from rolegraph.store.remote.mirror import Mirror
from rolegraph.store.remote.opening import open_mirror


class Mirrors:
    """Opens mirrors of one engine, as services on it would."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.folder = engine, folder
        self._closing = ExitStack()
        self._number = 0

    def settings(self, **changes: object) -> Settings:
        self._number += 1
        given = {
            name.removeprefix("ROLEGRAPH_").lower(): value
            for name, value in self.engine.environment.items()
        }
        given["data_dir"] = str(self.folder / str(self._number))
        return Settings(**{**given, **changes})  # type: ignore[arg-type]

    def open(self, **changes: object) -> Mirror:
        settings = self.settings(**changes)
        addresses = addresses_of(settings)
        assert addresses is not None
        mirror = open_mirror(settings, addresses)
        self._closing.callback(mirror.store.close)
        self._closing.callback(mirror.close)
        return mirror

    def close(self) -> None:
        self._closing.close()


@pytest.fixture(scope="session")
def running_engines() -> Iterator[dict[str, Engine]]:
    """The engines that run; `started` puts more there."""
    running: dict[str, Engine] = {}
    yield running
    for engine in running.values():
        engine.kill()


def started(name: str, running: dict[str, Engine], folders: pytest.TempPathFactory) -> Engine:
    """Return an engine that runs, or skip the test and say why."""
    reason = ENGINES[name].missing()
    if reason is not None:
        pytest.skip(f"{name}: {reason}")
    if name not in running:
        running[name] = ENGINES[name](folders.mktemp(name))
        running[name].start()
    return running[name]


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
