"""A journal that is loaded while it is checked: used where the check finds the same, else not."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from histories import QUESTIONS, fresh_answers
from test_on_disk import DATA, LIMITS, numbered, run, table
from test_one_copy import HARD, filled

from rolegraph.errors import StoreError
from rolegraph.rdf.terms import RdfFormat, parse, serialize
from rolegraph.service import opening
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.durable import JOURNAL
from rolegraph.store.journal.glance import Glance, glance_at, place_of, places_in
from rolegraph.store.journal.journal import Journal
from rolegraph.store.workers.inside.journal_text import JournalText
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.store.workers.processes import ahead as loading
from rolegraph.store.workers.processes.ahead import LoadingAhead, load_ahead
from rolegraph.store.workers.processes.early import EarlyFilling
from rolegraph.store.workers.processes.memory_plan import BASE
from rolegraph.store.workers.processes.on_disk import OnDisk

PLAIN = "<urn:a> <urn:p> <urn:b> . <urn:b> <urn:p> <urn:a> ."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data directory in whose history a quad came, went and came back."""
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as store:
        store.load(parse(DATA, format=RdfFormat.TRIG))
        store.load(parse(HARD, format=RdfFormat.TRIG))
        store.apply(numbered(1))
        store.apply(numbered(1).inverse())
        store.apply(numbered(1))
    return tmp_path / "data"


def begun(folder: Path, *, union: bool) -> LoadingAhead:
    """Begin to load the journal of a data directory, whatever its size."""
    return LoadingAhead(os.open(folder / JOURNAL, os.O_RDONLY), LIMITS, union=union)


def nothing(_: Path) -> None:
    """Leave a data directory as it is."""


def committed(folder: Path) -> None:
    """Make one more commit."""
    with contextlib.closing(EmbeddedStore(folder)) as store:
        store.apply(numbered(2))


def moved(folder: Path) -> None:
    """Put another file with the same content in the place of the journal."""
    shutil.copy(folder / JOURNAL, folder / "other")
    (folder / "other").replace(folder / JOURNAL)


@pytest.mark.parametrize("union", [True, False], ids=["union", "default graph alone"])
@pytest.mark.parametrize(
    ("meanwhile", "is_used"), [(nothing, True), (committed, True), (moved, False)]
)
def test_replicas_answer_as_a_fresh_store_whatever_was_loaded_ahead(
    folder: Path, meanwhile: Callable[[Path], None], is_used: bool, union: bool
) -> None:
    """What was committed since is loaded besides; what another file has is not trusted."""

    async def test() -> None:
        ahead = begun(folder, union=union)
        await asyncio.to_thread(meanwhile, folder)
        with contextlib.closing(EmbeddedStore(folder)) as store:
            dataset = serialize(store.data(), format=RdfFormat.N_QUADS) or b""
            wanted = fresh_answers(dataset, union=union)
            on_disk = OnDisk(store, LIMITS, union=union)
            early = EarlyFilling(store, LIMITS, union=union, ahead=ahead)
            sizes = {"beside_memory": 0, "one_copy": 0}
            workers = QueryWorkers(
                store, LIMITS, union=union, on_disk=on_disk, early=early, **sizes
            )
            await workers.start()
            try:
                await filled(workers)
                assert is_used == ahead.server.running
                assert early.server.running
                assert wanted == [await table(workers, text) for text in QUESTIONS]
            finally:
                await workers.close()

    run(test)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_whole_group_does_not_reach_what_loads(
    folder: Path, number: signal.Signals
) -> None:
    """The service ends it; until then a terminal shows no traceback of its own."""
    ahead = begun(folder, union=False)
    assert ahead.server._process is not None
    ahead.server._process.send_signal(number)
    with contextlib.closing(EmbeddedStore(folder)) as store:
        early = EarlyFilling(store, LIMITS, union=False, ahead=ahead)
        assert early.filled.result(60)
        assert ahead.server.running
        early.end()


def test_what_loads_ends_silently_with_the_service(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever it was about to tell or to be told; the kernel closes its pipe first."""
    ahead = begun(folder, union=True)
    assert ahead.server._process is not None
    os.close(ahead.take())
    assert ahead.server._process.wait(60) == 0
    ahead.end()
    assert capfd.readouterr().err == ""


def test_a_commit_that_was_never_finished_is_not_loaded(folder: Path) -> None:
    """It is cut off when the store is opened, and another one takes its place."""
    whole = (folder / JOURNAL).read_bytes()
    committed(folder)
    with (folder / JOURNAL).open("r+b") as file:
        file.truncate(len(whole) + 400)

    with (folder / JOURNAL).open("rb") as file:
        found = list(places_in(file))

    with contextlib.closing(Journal(folder / JOURNAL)) as journal:
        assert journal.torn is not None
        assert found == [place_of(entry.headers, entry.offset) for entry in journal.entries]


def test_other_commits_at_the_same_places_are_noticed(folder: Path) -> None:
    """Each place has the digest of what stood there."""
    with contextlib.closing(Journal(folder / JOURNAL)) as journal:
        places = [place_of(entry.headers, entry.offset) for entry in journal.entries]
    *before, (offset, length, _, removed) = places
    store, descriptor = ox.Store(), os.open(folder / JOURNAL, os.O_RDONLY)
    text = JournalText(store, descriptor, union=True, tell=lambda _: None)
    text.load_ahead()
    with pytest.raises(OSError, match="not what the journal has"):
        text.finish([*before, (offset, length, "0" * 64, removed)], b"")
    os.close(descriptor)


@pytest.mark.parametrize("union", [True, False])
@pytest.mark.parametrize(
    "lines",
    [
        b"A <urn:a> <urn:p> <urn:b> .\nA <urn:b> <urn:p> <urn:a> .\n",
        b"A <urn:a> <urn:p> <urn:b>.\nA <urn:b> <urn:p> <urn:a>  .\n",
        b"A <urn:a> <urn:p> <urn:b> .\nD <urn:c> <urn:p> <urn:a> .\nA <urn:b> <urn:p> <urn:a> .\n",
        b'A <urn:a> <urn:p> <urn:b> .\nA <urn:b> <urn:p> <urn:a> .\nA <urn:a> <urn:q> "_:no" .\n',
    ],
    ids=["as we write them", "as others may", "with removals", "with what looks like a blank node"],
)
def test_lines_of_the_default_graph_are_loaded_as_they_stand(
    tmp_path: Path, lines: bytes, union: bool
) -> None:
    """However they are written, and with the last IRI as object, which is no graph."""
    (tmp_path / "lines").write_bytes(lines)
    store, descriptor = ox.Store(), os.open(tmp_path / "lines", os.O_RDONLY)
    told: list[int] = []
    text = JournalText(store, descriptor, union=union, tell=told.append)
    text.finish([(0, len(lines), "", lines.count(b"D "))], b"")
    os.close(descriptor)

    wanted = {quad.triple for quad in parse(PLAIN, format=RdfFormat.TURTLE)}
    assert wanted <= {quad.triple for quad in store}
    assert lines.count(b"A ") == len(store)
    assert told == [lines.count(b"\n")]


def test_a_glance_tells_how_much_a_journal_adds(folder: Path) -> None:
    """From the first headers; the rest is judged by its bytes, and rather too much than too little."""
    with contextlib.closing(Journal(folder / JOURNAL)) as journal:
        size = journal.size
    with (folder / JOURNAL).open("rb") as file:
        glance = glance_at(file)

    assert glance.at_least == size == glance.at_most
    assert Glance(added=5, removed=1, rest=6_000).at_most == 104


@pytest.mark.parametrize(
    ("least", "budget", "begins"), [(1, 2**30, True), (100_000, 2**30, False), (1, BASE, False)]
)
def test_a_service_loads_ahead_what_is_much_and_fits(
    folder: Path, monkeypatch: pytest.MonkeyPatch, least: int, budget: int, begins: bool
) -> None:
    """With little the process would be in the way of a first reader."""
    monkeypatch.setattr(loading, "_SHORT", 0)
    monkeypatch.setattr(loading, "ONE_COPY", least)
    settings = Settings(data_dir=folder, bare=True, memory=budget)

    ahead = load_ahead(settings)
    if ahead is not None:
        ahead.end()

    assert begins == (ahead is not None)


def test_where_there_is_no_journal_nothing_is_loaded(tmp_path: Path) -> None:
    """Whoever opens the store then makes it, or says what is wrong."""
    assert load_ahead(Settings(data_dir=tmp_path)) is None


def test_what_was_loaded_ends_where_the_store_cannot_be_opened(folder: Path) -> None:
    """Another service has it, for one."""
    plain = Settings(data_dir=folder, bare=True)
    ahead = begun(folder, union=False)
    with contextlib.closing(EmbeddedStore(folder)), pytest.raises(StoreError):
        opening.open_to_serve(plain, ahead)

    assert ahead.server._process is not None
    assert ahead.server._process.poll() is not None


def test_what_was_loaded_ends_where_the_store_turns_out_to_be_small(folder: Path) -> None:
    """The plan follows the store, not what was guessed of it."""
    ahead = begun(folder, union=False)
    with contextlib.closing(
        opening.open_to_serve(Settings(data_dir=folder, bare=True), ahead)
    ) as o:
        assert o.early is None

    assert ahead.server._process is not None
    assert ahead.server._process.poll() is not None
