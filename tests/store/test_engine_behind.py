"""A large commit is answered before the engine has it, and nobody can tell."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
import pytest

from rolegraph.errors import NotSeenYet, RestartNeeded, StoreError
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.store import embedded
from rolegraph.store.embedded import EmbeddedStore

T = TypeVar("T")
SECONDS = 20
"""Longer than any of this takes; a thread that waits for ever is noticed by it."""
MOMENT = 0.2
"""Long enough for a thread that should wait to show that it does not."""


def quads(text: str) -> frozenset[Quad]:
    return frozenset(parse(text.encode(), format=RdfFormat.N_QUADS))


LARGE = quads("<urn:a> <urn:p> <urn:b> <urn:g> .\n<urn:a> <urn:p> <urn:c> <urn:g> .\n")
MORE = quads("<urn:a> <urn:p> <urn:d> <urn:g> .\n<urn:a> <urn:p> <urn:e> <urn:g> .\n")
ONE = next(iter(LARGE))


class SlowEngine:
    """Has engines take commits only once they may, and fail where they are to.

    Attributes:
        may: whether they may.
        fault: what they raise.
        threads: in which threads they took something.
    """

    def __init__(self) -> None:
        self.may, self.fault = threading.Event(), None
        self.threads: list[str] = []
        self.apply = embedded.apply

    fault: Exception | None

    def __call__(self, engine: ox.Store, patch: Patch) -> None:
        assert self.may.wait(SECONDS)
        if self.fault is not None:
            del engine  # which is opened anew, so no traceback may keep it
            raise self.fault
        self.threads.append(threading.current_thread().name)
        self.apply(engine, patch)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> SlowEngine:
    """Two quads are many, and engines take them when they may."""
    slow = SlowEngine()
    monkeypatch.setattr(embedded, "_LARGE", 1)
    monkeypatch.setattr(embedded, "apply", slow)
    return slow


@pytest.fixture
def store(tmp_path: Path, engine: SlowEngine) -> Iterator[EmbeddedStore]:
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as opened:
        yield opened
        engine.may.set()


def begun(work: Callable[[], T]) -> Future[T]:
    """Have work done in a thread of its own."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except Exception as error:  # noqa: BLE001 - raised where the result is asked for
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def read_in_block(store: EmbeddedStore) -> tuple[int, bool]:
    with store.reading() as revision:
        return revision, store.holds(ONE)


READS: dict[str, tuple[Callable[[EmbeddedStore], object], object]] = {
    "match": (lambda store: set(store.match(graph=NamedNode("urn:g"))), LARGE),
    "select": (lambda store: len(store.select("SELECT * { GRAPH ?g { ?s ?p ?o } }")), 2),
    "holds": (lambda store: store.holds(ONE), True),
    "has_any": (lambda store: store.has_any(["urn:g"]), True),
    "graphs": (lambda store: [graph.value for graph in store.graph_names()], ["urn:g"]),
    "data": (lambda store: set(store.data()), LARGE),
    "count": (lambda store: store.count() > len(LARGE), True),  # with what is told of it
    "block": (read_in_block, (1, True)),
}


@pytest.mark.parametrize("name", READS)
def test_whoever_reads_the_engine_waits_for_what_was_answered(
    store: EmbeddedStore, engine: SlowEngine, name: str
) -> None:
    """An answer is a promise: what comes after it sees the commit, however it reads."""
    read, expected = READS[name]

    assert 1 == store.apply(Patch(added=LARGE))
    assert (1, 1) == (store.revision, store.journal.revision)
    assert not store.is_calm
    reading = begun(lambda: read(store))
    with pytest.raises(TimeoutError):
        reading.result(MOMENT)

    engine.may.set()
    assert expected == reading.result(SECONDS)
    assert ["engine"] == engine.threads
    assert store.is_calm


def test_the_next_commit_waits_for_the_one_before(store: EmbeddedStore, engine: SlowEngine) -> None:
    """Commits reach the engine in their order, one at a time."""
    store.apply(Patch(added=LARGE))
    second = begun(lambda: store.apply(Patch(removed=LARGE, added=MORE)))
    with pytest.raises(TimeoutError):
        second.result(MOMENT)
    assert 1 == store.journal.revision

    engine.may.set()
    assert 2 == second.result(SECONDS)
    assert set(MORE) == set(store.data())


def test_a_backup_and_a_place_for_more_wait_as_well(
    store: EmbeddedStore, engine: SlowEngine, tmp_path: Path
) -> None:
    store.apply(Patch(added=LARGE))
    backup = begun(lambda: store.backup(tmp_path / "backup"))
    staging = begun(lambda: store.staging().close())
    assert not store.let_go()
    with pytest.raises(TimeoutError):
        backup.result(MOMENT)
    assert not staging.done()

    engine.may.set()
    backup.result(SECONDS)
    staging.result(SECONDS)
    assert ONE in set(ox.Store.read_only(str(tmp_path / "backup")))


def test_the_end_waits_for_the_engine(engine: SlowEngine, tmp_path: Path) -> None:
    """Its files are noted as those of the last commit, so nothing is applied at the next start."""
    store = EmbeddedStore(tmp_path / "data")
    store.apply(Patch(added=LARGE))
    closing = begun(store.close)
    with pytest.raises(TimeoutError):
        closing.result(MOMENT)

    engine.may.set()
    closing.result(SECONDS)
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as again:
        assert (1, set(LARGE)) == (again.revision, set(again.data()))


def test_who_follows_is_told_before_the_answer_and_finds_the_commit(
    store: EmbeddedStore, engine: SlowEngine
) -> None:
    """One that reads the store has the answer wait; one that does not has its work done beside."""
    told: list[tuple[str, int]] = []
    store.on_commit(lambda revision, _: told.append(("early", revision)), reads_store=False)
    store.on_commit(lambda *_: told.append(("then", store.revision)))
    store.apply(Patch(added=LARGE))
    assert [("early", 1), ("then", 1)] == told

    engine.may.set()
    store.on_commit(lambda _, patch: told.append(("found", sum(map(store.holds, patch.added)))))
    engine.may.clear()
    second = begun(lambda: store.apply(Patch(added=MORE)))
    with pytest.raises(TimeoutError):
        second.result(MOMENT)
    engine.may.set()
    second.result(SECONDS)
    assert "found" == told[-1][0]
    assert told[-1][1] >= len(MORE)


def test_a_small_commit_is_answered_once_the_engine_has_it(
    store: EmbeddedStore, engine: SlowEngine
) -> None:
    engine.may.set()
    store.apply(Patch(added=frozenset([ONE])))
    assert [threading.current_thread().name] == engine.threads


def test_where_the_disk_may_be_too_small_the_engine_comes_before_the_answer(
    store: EmbeddedStore, engine: SlowEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then a client is told when the engine finds no room."""
    usage = shutil.disk_usage(store.folder or "")
    full = type(usage)(usage.total, usage.total - 100, 100)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    engine.may.set()
    engine.fault = OSError("No space left on device")

    with pytest.raises(NotSeenYet, match="as revision 1"):
        store.apply(Patch(added=LARGE))


def test_an_engine_that_fails_behind_the_answer_is_not_read_any_more(
    engine: SlowEngine, tmp_path: Path
) -> None:
    """An older state would belie the answer. The next start has the commit."""
    store = EmbeddedStore(tmp_path / "data")
    engine.fault = OSError("No space left on device")
    assert 1 == store.apply(Patch(added=LARGE))
    assert not store.failed
    reads = [begun(lambda read=read: read(store)) for read, _ in READS.values()]
    engine.may.set()

    for read in reads:
        with pytest.raises(RestartNeeded, match="That is stored"):
            read.result(SECONDS)
    assert store.failed
    with pytest.raises(RestartNeeded, match="nothing was stored"):
        store.apply(Patch(added=MORE))
    with pytest.raises(StoreError):
        store.backup(tmp_path / "backup")
    store.close()
    engine.fault = None
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as again:
        assert (1, set(LARGE)) == (again.revision, set(again.data()))


def test_a_follower_that_meets_the_failure_is_no_reason_to_send_again(
    store: EmbeddedStore, engine: SlowEngine
) -> None:
    """The commit is made, and the error says so."""
    store.on_commit(lambda *_: store.holds(ONE))
    engine.fault = OSError("the disk is gone")
    engine.may.set()
    with pytest.raises(NotSeenYet, match="Do not send it again"):
        store.apply(Patch(added=LARGE))


WRITER = """
import os, sys, time
from pathlib import Path
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import RdfFormat, parse
from rolegraph.store import embedded
take = embedded.apply
def apply(engine, patch):
    part = sorted(patch.added, key=str)[: int(sys.argv[2])]
    take(engine, Patch(added=frozenset(part)))
    os.write(1, b"so far\\n")
    time.sleep(3600)
embedded._LARGE, embedded.apply = 1, apply
store = embedded.EmbeddedStore(Path(sys.argv[1]))
lines = sys.stdin.buffer.read()
revision = store.apply(Patch(added=frozenset(parse(lines, format=RdfFormat.N_QUADS))))
os.write(1, b"%d\\n" % revision)
"""


@pytest.mark.parametrize("part", [0, 1, 2], ids=["nothing", "one quad", "two quads"])
def test_a_process_killed_between_answer_and_engine_has_the_commit_at_the_next_start(
    tmp_path: Path, part: int
) -> None:
    """Whatever part of it the engine had taken by then."""
    text = "".join(f"{quad} .\n" for quad in LARGE)
    command = [sys.executable, "-c", WRITER, str(tmp_path / "data"), str(part)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(text.encode())
        process.stdin.close()
        said = {process.stdout.readline(), process.stdout.readline()}
        os.kill(process.pid, signal.SIGKILL)
    assert {b"1\n", b"so far\n"} == said

    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as again:
        assert (1, set(LARGE)) == (again.revision, set(again.data()))
        assert len(LARGE) < again.count()  # with what is told of the commit
