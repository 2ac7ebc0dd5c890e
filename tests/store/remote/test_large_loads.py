"""Large loads into a remote store: all or nothing, cut short and resumed, settled by whoever comes."""

from __future__ import annotations

import errno
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from mirroring import Mirrors

from engines import Engine
from rolegraph.errors import ForbiddenOperation, InputError, NotSeenYet, StoreError
from rolegraph.history.bulk_load import Loaded, Loading, load
from rolegraph.rdf.namespaces import DEFAULT_GRAPH, LOG_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode
from rolegraph.settings.modes import GuardMode
from rolegraph.store.engine.staging import Staging
from rolegraph.store.files.rdf_files import RdfFile
from rolegraph.store.remote.log import upload
from rolegraph.store.remote.mirror import Mirror

THINGS, FEW = 2500, 1000
LONG = "it is long " * 120
TEXT = f"SELECT (SUM(STRLEN(STR(?t))) AS ?n) WHERE {{ GRAPH <{LOG_GRAPH}> {{ ?s ?p ?t }} }}"
GRAPH = "urn:test:large"
SHOWN = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
SENT = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{LOG_GRAPH}> {{ ?s <{LOG_GRAPH}#sent> ?o }} }}"
ONE_TRANSACTION = {"oxigraph", "fuseki"}
"""Engines that run one request as one transaction."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of some megabytes, so that it is sent in several requests."""
    path = tmp_path_factory.mktemp("large") / "large.nq"
    lines = (f'<urn:test:{n}> <urn:test:says> "{n} {LONG}" <{GRAPH}> .\n' for n in range(THINGS))
    path.write_text("".join(lines), encoding="utf-8")
    return path


def loaded(mirror: Mirror, file: Path, progress: object = lambda *_: None) -> Loaded:
    how = Loading(GuardMode.OFF, "test", "Much.", progress=progress)  # type: ignore[arg-type]
    return load(mirror.store, [RdfFile(file)], how, mirror, few=FEW)


def count(engine: Engine, query: str) -> int:
    return int(engine.rows(query)[0]["n"])


def mine(mirror: Mirror) -> int:
    return sum(1 for _ in mirror.store.match(graph=NamedNode(GRAPH)))


@pytest.fixture
def reopened(mirrors: Mirrors) -> Iterator[Mirrors]:
    """Opens mirrors; the engine runs again afterwards, whatever a test did to it."""
    yield mirrors
    if mirrors.engine.process is not None and mirrors.engine.process.poll() is not None:
        mirrors.engine.start()


def test_a_large_load_is_one_commit_that_every_mirror_has(
    mirrors: Mirrors, file: Path, engine: Engine
) -> None:
    """Other services on the store get a large commit by its log, as they get any other."""
    mirror, other = mirrors.open(), mirrors.open()
    before = mirror.store.revision

    outcome = loaded(mirror, file)
    other.catch_up()

    assert (outcome.revision, outcome.added) == (before + 1, THINGS)
    assert count(engine, SHOWN) == THINGS
    assert set(other.store.match()) == set(mirror.store.match())
    assert other.store.journal.seal == mirror.store.journal.seal
    assert count(engine, SENT) == 0, "what only the upload needed is gone"
    assert loaded(mirror, file).added == 0, "a second time there is nothing to add"
    if not mirror.client.is_virtuoso:
        assert count(engine, TEXT) < file.stat().st_size // 2, "the log holds it compressed"


def test_nobody_sees_half_of_a_large_load(mirrors: Mirrors, file: Path, engine: Engine) -> None:
    """Who asks the engine itself, past all services, sees the state before or the one after."""
    if engine.name not in ONE_TRANSACTION:
        pytest.skip(f"{engine.name} does not run a request as one transaction")
    mirror, ended, seen = mirrors.open(), threading.Event(), set()

    def look() -> None:
        while not ended.is_set():
            seen.add(count(engine, SHOWN))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        loaded(mirror, file)
    finally:
        ended.set()
        looking.join()

    assert seen <= {0, THINGS}
    assert count(engine, SHOWN) == THINGS


def test_a_load_that_was_cut_short_is_resumed(
    reopened: Mirrors, file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After hours of sending, a lost connection must not mean to begin again."""
    monkeypatch.setattr(upload, "_PARTS_AT_ONCE", 2)
    folder = str(reopened.folder / "resumed")
    mirror = reopened.open(data_dir=folder)

    def cut(stage: str, *_: int) -> None:
        if stage == "uploading":
            engine.kill()

    with pytest.raises(StoreError):
        loaded(mirror, file, cut)
    mirror.close()
    mirror.store.close()
    engine.start()
    assert count(engine, SHOWN) == 0, "nothing of it can be seen"
    sent = count(engine, SENT)
    again = reopened.open(data_dir=folder)
    told: list[str] = []
    outcome = loaded(again, file, lambda stage, *_: told.append(stage))

    assert sent > 0
    assert outcome.added == count(engine, SHOWN) == THINGS
    assert told.index("uploading") < told.index("publishing") < told.index("storing")


def test_a_load_that_was_cut_after_it_was_published_is_finished_by_the_next_service(
    reopened: Mirrors, file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A published commit counts: no service goes on without its triples."""
    mirror = reopened.open()
    update = type(mirror.client).update_in_parts

    def cut(*given: object) -> None:
        engine.kill()
        update(*given)  # type: ignore[arg-type]

    if mirror.client.is_virtuoso:
        pytest.skip("Virtuoso gets each operation in a request of its own")
    with monkeypatch.context() as patching:
        patching.setattr(type(mirror.client), "update_in_parts", cut)
        with pytest.raises(NotSeenYet, match="Do not send it again"):
            loaded(mirror, file)
    engine.start()
    assert count(engine, SHOWN) == 0
    other = reopened.open()

    assert count(engine, SHOWN) == THINGS
    assert sum(1 for quad in other.store.match() if str(quad.graph_name) == f"<{GRAPH}>") == THINGS


def test_who_made_a_load_has_it_although_the_store_was_lost_in_it(
    reopened: Mirrors, file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mirror takes a load while the store does; what is missing there is written later."""
    folder = str(reopened.folder / "lost")
    mirror = reopened.open(data_dir=folder)
    before, update = mirror.store.revision, type(mirror.client).update_in_parts
    if mirror.client.is_virtuoso:
        pytest.skip("Virtuoso gets each operation in a request of its own")

    def cut(*given: object) -> None:
        engine.kill()
        update(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patching:
        patching.setattr(type(mirror.client), "update_in_parts", cut)
        with pytest.raises(NotSeenYet, match="the store was lost"):
            loaded(mirror, file)
    assert mirror.store.revision == before + 1
    mirror.close()
    mirror.store.close()
    engine.start()
    again = reopened.open(data_dir=folder)

    assert count(engine, SHOWN) == mine(again) == THINGS
    assert again.store.revision == before + 1


def test_a_mirror_that_cannot_take_a_load_follows_later(
    mirrors: Mirrors, file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Published, it counts: a full disk here must not make anybody load it again."""
    folder = str(mirrors.folder / "full")
    mirror = mirrors.open(data_dir=folder)

    def no_room(_: Staging) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patching:
        patching.setattr(Staging, "_index", no_room)
        with pytest.raises(NotSeenYet, match="No space left on device"):
            loaded(mirror, file)
    assert count(engine, SHOWN) == THINGS
    assert mine(mirror) == 0
    mirror.close()
    mirror.store.close()
    again = mirrors.open(data_dir=folder)

    assert mine(again) == THINGS
    assert loaded(again, file).added == 0


def test_what_comes_twice_in_a_file_is_counted_once(
    mirrors: Mirrors, file: Path, engine: Engine, tmp_path: Path
) -> None:
    """The log tells how many quads a commit adds before the engine has seen one of them."""
    mirror, double = mirrors.open(), tmp_path / "double.nq"
    more = f'<urn:test:1> <urn:test:says> "x"@en-GB <{GRAPH}> .\n'
    spelt = f'<urn:test:1>  <urn:test:says> "\\u0078"@en-gb <{GRAPH}> .\n'
    double.write_text(file.read_text("utf-8") + more + spelt + more, encoding="utf-8")

    assert loaded(mirror, double).added == THINGS + 1
    assert count(engine, SHOWN) == mine(mirror) == THINGS + 1
    last = mirror.store.journal.entries[-1]
    assert last.added == len(mirror.store.journal.patch(last).added) == THINGS + 1


def test_what_was_loaded_and_removed_is_loaded_again(
    mirrors: Mirrors, file: Path, engine: Engine
) -> None:
    """The same patch a second time is another commit, and has a name of its own."""
    mirror = mirrors.open()
    loaded(mirror, file)
    with mirror.newest():
        held = [q for q in mirror.store.match() if str(q.graph_name) == f"<{GRAPH}>"]
        mirror.apply(Patch(removed=frozenset(held)), {"author": "test", "message": "Gone."})
    assert count(engine, SHOWN) == 0

    assert loaded(mirror, file).added == THINGS
    assert count(engine, SHOWN) == THINGS


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (f'<urn:test:a> <urn:test:b> "c" <{DEFAULT_GRAPH}> .\n', ForbiddenOperation),
        (f"<urn:test:a> <urn:test:b> <<( <urn:x> <urn:y> <urn:z> )>> <{GRAPH}> .\n", InputError),
    ],
)
def test_what_a_remote_store_cannot_have_is_refused_before_anything_is_sent(
    mirrors: Mirrors, file: Path, engine: Engine, tmp_path: Path, line: str, error: type[Exception]
) -> None:
    """A load that could can never be published must not be half on its way."""
    mirror, odd = mirrors.open(), tmp_path / "odd.nq"
    odd.write_text(file.read_text(encoding="utf-8") + line, encoding="utf-8")

    with pytest.raises(error):
        loaded(mirror, odd)

    assert count(engine, SENT) == 0
    assert count(engine, SHOWN) == 0
