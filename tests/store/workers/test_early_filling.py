"""Replicas that are filled while the service around them is put together."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from histories import QUESTIONS, fresh_answers
from test_on_disk import COUNT, DATA, LIMITS, number, numbered, run, table
from test_one_copy import filled

from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import RdfFormat, parse, serialize
from rolegraph.service import opening
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.store.workers.processes import of_journal
from rolegraph.store.workers.processes.early import EarlyFilling
from rolegraph.store.workers.processes.memory_plan import BASE
from rolegraph.store.workers.processes.on_disk import OnDisk

BLANK = '_:b <urn:p> "of a blank node", _:c .'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    """A store with graphs and blank nodes, in whose history a quad came, went and came back."""
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as opened:
        opened.load(parse(DATA, format=RdfFormat.TRIG))
        opened.load(parse(BLANK, format=RdfFormat.TRIG))
        gone = frozenset(parse("<urn:a> <urn:p> <urn:b> .", format=RdfFormat.TRIG))
        for patch in (Patch(added=gone - set(opened.match())), Patch(removed=gone)) * 2:
            if patch:
                opened.apply(patch)
        opened.apply(numbered(1))
        opened.apply(numbered(1).inverse())
        opened.apply(numbered(1))
        yield opened


class Calm:
    """Notes whether a filling waited until nobody asked."""

    def __init__(self) -> None:
        self.waited = False

    async def __call__(self) -> None:
        self.waited = True


@asynccontextmanager
async def begun(store: EmbeddedStore, calm: Calm, *, union: bool) -> AsyncIterator[QueryWorkers]:
    """Give workers whose copy and replicas were begun before."""
    on_disk = OnDisk(store, LIMITS, union=union)
    on_disk.begin()
    early = EarlyFilling(store, LIMITS, union=union)
    sizes = {"beside_memory": 0, "one_copy": 0}
    workers = QueryWorkers(store, LIMITS, union=union, on_disk=on_disk, early=early, **sizes)
    await workers.start(calm)
    try:
        yield workers
    finally:
        await workers.close()


@pytest.mark.parametrize("union", [True, False], ids=["union", "default graph alone"])
def test_what_is_filled_early_answers_as_a_fresh_store(store: EmbeddedStore, union: bool) -> None:
    """From the text of the journal, whatever it removed and whoever asks first."""

    async def test() -> None:
        calm = Calm()
        dataset = serialize(store.data(), format=RdfFormat.N_QUADS) or b""
        wanted = fresh_answers(dataset, union=union)
        async with begun(store, calm, union=union) as workers:
            assert wanted == [await table(workers, text) for text in QUESTIONS]
            await filled(workers)
            assert wanted == [await table(workers, text) for text in QUESTIONS]
            ordinary = [w for w in workers._population.workers if w.lane.name == "ordinary"]
            assert ordinary
            assert all(worker.snapshot is None for worker in ordinary)
        assert not calm.waited

    run(test)


def test_commits_while_and_after_it_is_filled_are_seen(store: EmbeddedStore) -> None:
    """The fork server is told of each commit from the moment on in which it is taken over."""

    async def test() -> None:
        async with begun(store, Calm(), union=True) as workers:
            before, value = await number(workers), 2
            while workers.filling is not None or value < 6:
                await asyncio.to_thread(store.apply, numbered(value))
                value += 1
                assert before + value - 2 == await number(workers, COUNT)

    run(test)


def test_where_much_was_removed_the_copy_on_disk_is_read(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then nothing is filled early, and a first reader is left alone."""
    monkeypatch.setattr(of_journal, "_FEW", 0)

    async def test() -> None:
        calm = Calm()
        dataset = serialize(store.data(), format=RdfFormat.N_QUADS) or b""
        wanted = fresh_answers(dataset, union=True)
        async with begun(store, calm, union=True) as workers:
            await filled(workers)
            assert wanted == [await table(workers, text) for text in QUESTIONS]
        assert calm.waited

    run(test)


@pytest.mark.parametrize("many", [True, False], ids=["many quads", "few quads"])
def test_a_service_with_many_quads_begins_when_its_store_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    """With few, a first page would wait for the processor."""
    with contextlib.closing(EmbeddedStore(tmp_path)) as store:
        store.load(parse("<urn:a> <urn:p> <urn:b> .", format=RdfFormat.N_TRIPLES))
    monkeypatch.setattr(opening, "ONE_COPY", 1 if many else 2)
    # So much memory that one copy fits in, and three do not.
    plain = Settings(data_dir=tmp_path, bare=True, union_default_graph=True, memory=BASE + 500)
    with contextlib.closing(opening.open_to_serve(plain)) as opened:
        assert opened.on_disk is not None
        if opened.early is not None:
            assert opened.early.filled.result()
            opened.early.end()
        opened.on_disk.close()
        assert many == (opened.early is not None)
