"""The engine gives back what it has read, and nobody who reads or writes notices."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rolegraph.errors import StoreError
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.engine import engine
from rolegraph.store.engine.resting import EngineRest

THING, SAYS = NamedNode("urn:thing"), NamedNode("urn:says")


def said(*numbers: int) -> Patch:
    """Return a commit that says some numbers."""
    return Patch(added=frozenset(Quad(THING, SAYS, Literal(str(n))) for n in numbers))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data directory to be."""
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[EmbeddedStore]:
    """A store with three things said."""
    with closing(EmbeddedStore(folder)) as opened:
        opened.apply(said(1, 2, 3))
        yield opened


def known(store: EmbeddedStore) -> set[str]:
    """Return what the store says."""
    return {quad.object.value for quad in store.match(THING) if isinstance(quad.object, Literal)}


def rest(store: EmbeddedStore) -> None:
    """Have a store let go: at the first try it may still put away what was committed."""
    for _ in range(500):
        if store.let_go():
            return
        time.sleep(0.01)
    raise AssertionError("The engine does not let go.")


def test_all_is_read_and_written_as_before(store: EmbeddedStore, folder: Path) -> None:
    """Twice, with a commit between; and the next start finds all of it."""
    rest(store)
    store.apply(said(4))
    rest(store)
    assert {"1", "2", "3", "4"} == known(store)

    store.close()
    with closing(EmbeddedStore(folder)) as again:
        assert {"1", "2", "3", "4"} == known(again)
        assert again.revision == 2


def test_who_reads_keeps_the_engine_as_it_is(store: EmbeddedStore) -> None:
    """A view of the catalogue is of one state."""
    with store.reading():
        assert not store.let_go()


def test_an_answer_that_reads_without_holding_the_store_goes_on(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It keeps the files locked. Reading goes on, and writing once it has ended."""
    monkeypatch.setattr(engine, "_PAUSE", 0)
    rest(store)
    quads = store.match(THING)
    first = next(quads)

    assert not store.let_go()
    assert {"1", "2", "3"} == known(store)
    with pytest.raises(StoreError, match="Send it again"):
        store.apply(said(4))
    with pytest.raises(StoreError, match="Send it again"):
        store.backup(tmp_path / "copy")
    assert 3 == len([first, *quads])

    del quads, first
    rest(store)
    store.backup(tmp_path / "copy")
    assert 2 == store.apply(said(4))
    assert {"1", "2", "3", "4"} == known(store)


def test_a_store_that_could_not_be_opened_anew_ends_in_order(
    store: EmbeddedStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All is on disk before the engine is closed."""
    monkeypatch.setattr(engine, "_PAUSE", 0)
    rest(store)
    quads = store.match(THING)
    assert not store.let_go()
    del quads

    store.close()
    with closing(EmbeddedStore(folder)) as again:
        assert {"1", "2", "3"} == known(again)


def test_a_store_in_memory_has_nothing_to_let_go_of() -> None:
    """Its engine is all there is."""
    assert not EmbeddedStore().let_go()


def rested(taken: list[int], quiet: list[bool], done: list[bool]) -> int:
    """Return how often an engine is asked to let go, by what is seen at each look."""
    asked = 0

    async def run() -> None:
        ending = asyncio.Event()
        sizes = iter(taken)

        def size() -> int:
            found = next(sizes, None)
            if found is None:
                ending.set()
            return found or 0

        def let_go() -> bool:
            nonlocal asked
            asked += 1
            return done.pop(0)

        await EngineRest(let_go, lambda: quiet.pop(0), size, look=0).run(ending)

    asyncio.run(run())
    return asked


def test_it_lets_go_once_it_has_grown_and_nobody_asks() -> None:
    """Not while somebody is answered, nor again before it has grown again."""
    large = 100 * 2**20

    assert 0 == rested([1, 2, 3], [], [])
    assert 0 == rested([1, large], [False], [])
    assert 1 == rested([1, large, 10, 11], [True], [True])
    assert 2 == rested([1, large, large], [True, True], [False, True])
