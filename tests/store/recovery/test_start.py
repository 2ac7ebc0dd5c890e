"""A data directory is opened with the state of its journal, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from directories import LOG, SETTLED, STORE, dataset, quads, written
from structlog.testing import capture_logs

from rolegraph.errors import Damaged
from rolegraph.rdf.patch import Patch
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.engine.engine import open_engine


def remove_engine(folder: Path) -> None:
    shutil.rmtree(folder / STORE)


def remove_engine_and_note(folder: Path) -> None:
    shutil.rmtree(folder / STORE)
    (folder / SETTLED).unlink()


def lose_a_quad(folder: Path) -> None:
    engine = open_engine(folder)
    engine.remove(next(iter(quads("<urn:g> { <urn:s:4> <urn:p> 'one' }"))))
    engine.flush()
    del engine
    (folder / SETTLED).unlink()


def flip_in_the_data(folder: Path) -> None:
    for path in (folder / STORE).glob("*.sst"):
        content = bytearray(path.read_bytes())
        content[len(content) // 3] ^= 1
        path.write_bytes(content)


def empty_the_current_file(folder: Path) -> None:
    (folder / STORE / "CURRENT").write_bytes(b"")


def remove_the_list_of_files(folder: Path) -> None:
    next((folder / STORE).glob("MANIFEST-*")).unlink()


def put_in_the_engine_of_another(folder: Path) -> None:
    other = folder.with_name("other")
    written(other, 4)
    shutil.rmtree(folder / STORE)
    shutil.copytree(other / STORE, folder / STORE)
    (folder / SETTLED).unlink()


@pytest.mark.parametrize(
    "damage",
    [
        remove_engine,
        remove_engine_and_note,
        lose_a_quad,
        flip_in_the_data,
        empty_the_current_file,
        remove_the_list_of_files,
        put_in_the_engine_of_another,
    ],
)
def test_an_engine_that_is_lost_or_damaged_is_rebuilt_from_the_journal(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """A ready service with an empty catalogue is the worst answer of all."""
    expected = written(tmp_path / "data")
    damage(tmp_path / "data")

    with capture_logs() as said:
        opened = dataset(tmp_path / "data")
    with capture_logs() as said_again:
        again = dataset(tmp_path / "data")

    assert (4, expected) == opened == again
    assert "engine.rebuild" in [line["event"] for line in said]
    assert [] == said_again  # and no second time


def test_an_engine_that_lacks_the_last_commits_is_given_them(tmp_path: Path) -> None:
    """A power failure takes what the engine had not on disk yet; the journal has it."""
    folder, early = tmp_path / "data", tmp_path / "early"
    written(folder, 2)
    shutil.copytree(folder / STORE, early)
    store = EmbeddedStore(folder)
    store.apply(Patch(added=quads("<urn:later> <urn:p> 1 .")))
    expected = frozenset(store.data())
    store.close()
    shutil.rmtree(folder / STORE)
    (folder / SETTLED).unlink()
    shutil.move(early, folder / STORE)

    assert (3, expected) == dataset(folder)


def remove_log(folder: Path) -> None:
    (folder / LOG).unlink()


def empty_log(folder: Path) -> None:
    (folder / LOG).write_bytes(b"")


def cut_log(folder: Path) -> None:
    content = (folder / LOG).read_bytes()
    (folder / LOG).write_bytes(content[:-40])


def cut_log_at_an_entry(folder: Path) -> None:
    content = (folder / LOG).read_bytes()
    (folder / LOG).write_bytes(content[: content.index(b'H revision "4"')])


def cut_log_and_lose_engine(folder: Path) -> None:
    cut_log(folder)
    shutil.rmtree(folder / STORE)


def cut_log_and_lose_note(folder: Path) -> None:
    cut_log(folder)
    (folder / SETTLED).unlink()


def cut_log_and_lose_engine_and_note(folder: Path) -> None:
    cut_log_and_lose_engine(folder)
    (folder / SETTLED).unlink()


def spoil_a_number(folder: Path) -> None:
    content = (folder / LOG).read_bytes()
    (folder / LOG).write_bytes(content.replace(b'H bytes "', b'H bytes "x', 1))


def spoil_the_last_number(folder: Path) -> None:
    before, middle, after = (folder / LOG).read_bytes().rpartition(b'H revision "4')
    (folder / LOG).write_bytes(before + middle + b"x" + after)


def spoil_the_first_line(folder: Path) -> None:
    content = (folder / LOG).read_bytes()
    (folder / LOG).write_bytes(b"$" + content[1:])


def edit_an_author(folder: Path) -> None:
    content = (folder / LOG).read_bytes()
    (folder / LOG).write_bytes(content.replace(b"Ada 2", b"Eve 2"))


def edit_the_last_author(folder: Path) -> None:
    content = (folder / LOG).read_bytes()
    (folder / LOG).write_bytes(content.replace(b"Ada 4", b"Eve 4"))


def take_out_an_entry(folder: Path) -> None:
    content = (folder / LOG).read_bytes()
    start, end = content.index(b'H revision "2"'), content.index(b'H revision "3"')
    (folder / LOG).write_bytes(content[:start] + content[end:])


@pytest.mark.parametrize(
    "damage",
    [
        remove_log,
        empty_log,
        cut_log,
        cut_log_at_an_entry,
        cut_log_and_lose_engine,
        cut_log_and_lose_note,
        cut_log_and_lose_engine_and_note,
        spoil_a_number,
        spoil_the_last_number,
        spoil_the_first_line,
        edit_an_author,
        edit_the_last_author,
        take_out_an_entry,
    ],
)
def test_a_journal_that_lost_something_is_refused_with_the_command_that_helps(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """Nothing acknowledged may be dropped in silence, and nothing is changed before a person saw."""
    written(tmp_path)
    damage(tmp_path)
    found = (tmp_path / LOG).read_bytes() if (tmp_path / LOG).exists() else None

    for _ in range(2):
        with pytest.raises(Damaged, match=r"`rolegraph (restore|rebuild) .*--data-dir"):
            EmbeddedStore(tmp_path)

    assert found == ((tmp_path / LOG).read_bytes() if (tmp_path / LOG).exists() else None)


@pytest.mark.parametrize("note", ["", "four", '{"revision": "four"}', "[]", '{"files": 3}'])
def test_a_note_that_cannot_be_read_is_only_a_note(tmp_path: Path, note: str) -> None:
    """What it says is found out anew."""
    expected = written(tmp_path)
    (tmp_path / SETTLED).write_text(note)

    assert (4, expected) == dataset(tmp_path)


def test_a_directory_of_an_earlier_version_is_taken_over_without_a_rebuild(
    tmp_path: Path,
) -> None:
    """Their engines had no mark; those that have what they should are as good as before."""
    expected = written(tmp_path)
    forget_the_mark(tmp_path)
    (tmp_path / SETTLED).write_text("3")

    with capture_logs() as said:
        opened = dataset(tmp_path)

    assert (4, expected) == opened
    assert "engine.rebuild" not in [line["event"] for line in said]


def test_an_empty_engine_of_an_earlier_version_is_rebuilt(
    tmp_path: Path,
) -> None:
    """This is how the fault was met: the note said 4, and the engine was new and empty."""
    expected = written(tmp_path)
    shutil.rmtree(tmp_path / STORE)
    (tmp_path / SETTLED).write_text("4")

    with capture_logs() as said:
        opened = dataset(tmp_path)

    assert (4, expected) == opened
    assert any("should have" in str(line) for line in said)


def forget_the_mark(folder: Path) -> None:
    engine = open_engine(folder)
    for graph in list(engine.named_graphs()):
        if str(graph.value).startswith("urn:rolegraph:engine:"):
            engine.remove_graph(graph)
    engine.flush()
    del engine


def test_the_mark_is_no_graph_of_the_data(tmp_path: Path) -> None:
    """Nobody who lists graphs is to meet the engine's bookkeeping."""
    written(tmp_path)
    store = EmbeddedStore(tmp_path)
    names = {name.value for name in store.graph_names()}
    store.close()

    assert {"urn:g"} == names


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    """Authors, messages and what was removed are nobody else's business."""
    folder = tmp_path / "new" / "data"
    written(folder)

    modes = {path.name: path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())}

    assert {"data": 0o700, LOG: 0o600, STORE: 0o700, SETTLED: 0o600} == {
        name: mode for name, mode in modes.items() if name != "lock"
    }


def test_a_store_whose_engine_cannot_be_written_is_closed_and_built_anew(tmp_path: Path) -> None:
    """The journal has each commit; a lock that stays held would keep the next start out."""
    folder = tmp_path / "data"
    written(folder)
    store = EmbeddedStore(folder)
    store.apply(Patch(added=quads("<urn:s> <urn:p> 'the last' .")))
    expected = store.revision, frozenset(store.data())
    (folder / STORE).rename(tmp_path / "moved away")

    with capture_logs() as log:
        store.close()

    assert [line["event"] for line in log] == ["engine.failed"]
    assert dataset(folder) == expected
