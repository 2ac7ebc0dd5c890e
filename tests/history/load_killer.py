"""A load that is killed at a point: before the commit, after it, or while engines change places.

Usage: load_killer.py DATA_DIR FILE POINT
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from rolegraph.history import bulk_load
from rolegraph.history.bulk_load import Loading
from rolegraph.settings.modes import GuardMode
from rolegraph.store import embedded
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.rdf_files import RdfFile
from rolegraph.store.journal.journal import Journal


def die(*_: object, **__: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def main() -> None:
    folder, file, point = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    bulk_load.FEW = 0
    rename, renamed = Path.rename, []

    def rename_and_die(self: Path, target: Any) -> Path:
        renamed.append(rename(self, target))
        if len(renamed) == {"first rename": 1, "second rename": 2}[point]:
            die()
        return renamed[-1]

    if point == "staged":
        EmbeddedStore.take = die  # type: ignore[method-assign]
    elif point == "half written":
        Journal._replace = die  # type: ignore[method-assign]
    elif point == "written":
        embedded.replace_engine = die
    else:
        Path.rename = rename_and_die  # type: ignore[method-assign,assignment]
    store = EmbeddedStore(folder)
    bulk_load.load(store, [RdfFile(file)], Loading(GuardMode.OFF, "Ada", "many"))


if __name__ == "__main__":
    main()
