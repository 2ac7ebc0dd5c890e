"""The description of the API is made once, and nobody sees half of it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from rolegraph.api.schema.openapi import ApiDocument
from rolegraph.main import create_app
from rolegraph.settings import Settings


def test_who_asks_while_it_is_made_gets_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made in the background after a start; pages keep what they got first."""
    api = create_app(Settings(data_dir=tmp_path)).api
    seen: list[bool] = []
    other = threading.Thread(target=lambda: seen.append("tags" in api.openapi()))
    complete = ApiDocument._complete

    def slowly(self: ApiDocument, document: dict[str, object]) -> None:
        other.start()
        other.join(0.2)  # it ends at once where nothing holds it
        complete(self, document)

    monkeypatch.setattr(ApiDocument, "_complete", slowly)
    api.openapi()
    other.join()

    assert [True] == seen
