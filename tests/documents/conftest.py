"""What the tests of documents share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from document_graphs import ROOT, Graphs

from rolegraph.documents.graph.importer import Imported, import_document


@pytest.fixture(scope="session")
def shipped() -> Imported:
    """The shipped document with its curation."""
    return import_document(ROOT / "data/roles.md")


@pytest.fixture(scope="session")
def graph(shipped: Imported) -> Graphs:
    """The graph of the shipped document."""
    return Graphs(shipped)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A folder that is a catalogue like the sample, without any file yet."""
    (tmp_path / "rolegraph.toml").write_bytes((ROOT / "rolegraph.toml").read_bytes())
    return tmp_path


@pytest.fixture
def import_text(tmp_path: Path) -> Callable[..., Imported]:
    """Import a document given as text (or bytes), and its curation if there is one."""

    def run(text: str | bytes, curation: str | None = None) -> Imported:
        path = tmp_path / "team.md"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        if curation is not None:
            (tmp_path / "team.curation.yaml").write_text(curation, encoding="utf-8")
        return import_document(path)

    return run
