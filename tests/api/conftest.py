"""A service of JSON reads and writes over the shipped catalogue, guarded, in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from editing import Editing, editing_of

from rolegraph import resources
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads


@pytest.fixture(scope="session")
def trying() -> Editing:
    """An editor for tests that store nothing."""
    store = EmbeddedStore()
    store.load(catalogue_quads(resources.root()))
    return editing_of(store)


@pytest.fixture
def editing(trying: Editing) -> Iterator[Editing]:
    """An editor of the shipped catalogue, whose commits are taken back after the test."""
    store = trying.store
    first = store.revision
    yield trying
    for entry in reversed(store.entries()[first:]):
        store.apply(store.journal.patch(entry).inverse())
