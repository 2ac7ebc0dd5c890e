"""A catalogue of two files and a table, in a folder and in a store that started from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from exchanging import FILES, Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Files and a store that agree."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    made = Place(folder, tmp_path / "store")
    yield made
    made.store.close()
