"""Mirrors of an engine, and engines that are started where they can be had."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from engines import ENGINES, Engine
from rolegraph.settings import Settings
from rolegraph.store.remote.endpoints.addresses import addresses_of
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


def started(name: str, running: dict[str, Engine], folders: pytest.TempPathFactory) -> Engine:
    """Return an engine that runs, or skip the test and say why."""
    reason = ENGINES[name].missing()
    if reason is not None:
        pytest.skip(f"{name}: {reason}")
    if name not in running:
        running[name] = ENGINES[name](folders.mktemp(name))
        running[name].start()
    return running[name]
