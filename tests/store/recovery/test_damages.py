"""Whatever happens to the files of a data directory, nobody is served less than was acknowledged.

`DAMAGES` in the environment says how many damages to try of each directory; 20 by default.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from directories import LOG, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolegraph.errors import StoreError
from rolegraph.rdf.terms import Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.recovery.backup import backup
from rolegraph.store.recovery.compact import compact
from rolegraph.store.recovery.restore import restore
from rolegraph.store.recovery.unfinished import begin

DAMAGES = int(os.environ.get("DAMAGES", "20"))
AFTER_KILL = 6
"""The revision of the directory that was not left in order, by which it is known."""
State = tuple[int, frozenset[Quad]]


def ended(folder: Path) -> State:
    """A directory that a service left in order."""
    return 5, written(folder, 5)


def killed(folder: Path) -> State:
    """A directory as a kill leaves it: the engine has nothing but its write-ahead log."""
    written(folder, 3)
    subprocess.run([sys.executable, "-c", KILLED, str(folder)], check=False)
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    store = EmbeddedStore(copy)
    state = store.revision, frozenset(store.data())
    store.close()
    return state


KILLED = """
import os, signal, sys
from pathlib import Path
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
store = EmbeddedStore(Path(sys.argv[1]))
for number in range(3):
    quad = Quad(NamedNode(f"urn:late:{number}"), NamedNode("urn:p"), Literal("late"))
    store.apply(Patch(added=frozenset([quad])))
os.kill(os.getpid(), signal.SIGKILL)
"""


def compacted(folder: Path) -> State:
    """A directory whose log begins with a snapshot."""
    state = written(folder, 8)
    compact(folder, keep=2)
    return 8, state


@pytest.fixture(scope="module", params=[ended, killed, compacted], ids=lambda make: make.__name__)
def directory(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, State]:
    """A sound data directory and what is in it."""
    folder = tmp_path_factory.mktemp("damages") / "sound"
    state = request.param(folder)
    assert state[0] in {5, AFTER_KILL, 8}
    backup(folder, folder.with_name("backup"))
    return folder, state


def damage(data: st.DataObject, folder: Path) -> str:
    """Do something to a directory, and return what."""
    files = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.stat().st_size and not path.name.startswith(("LOG", "lock"))
    )
    kind = data.draw(st.sampled_from(["flip", "cut", "remove", "remove the engine", "restore"]))
    if kind == "remove the engine":
        shutil.rmtree(folder / "store", ignore_errors=True)
        return kind
    if kind == "restore":
        return half_restored(data, folder)
    # The log is one file of many, and the one that matters most.
    name = data.draw(st.one_of(st.just(LOG), st.sampled_from(files)))
    path = folder / name
    if not path.exists():
        return f"{name} is gone already"
    if kind == "remove":
        path.unlink()
        return f"removed {name}"
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, max(len(content) - 1, 0)))
    if kind == "cut":
        path.write_bytes(content[:place])
        return f"cut {name} at {place} of {len(content)}"
    if content:
        content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    return f"flipped {name} at {place} of {len(content)}"


def half_restored(data: st.DataObject, folder: Path) -> str:
    """Leave a directory as a restore from a backup that was interrupted, or as one made by hand."""
    source = folder.with_name("backup")
    by_hand = data.draw(st.booleans())
    whole = folder.with_name("whole")
    shutil.rmtree(whole, ignore_errors=True)
    restore(source, whole)
    log = (whole / LOG).read_bytes()
    shutil.rmtree(whole)
    part = log[: data.draw(st.integers(0, len(log)))]
    if by_hand:  # the log is copied over, and the copy is cut short; the engine stays
        (folder / LOG).write_bytes(part)
        return f"{len(part)} of {len(log)} bytes of the log put back by hand"
    shutil.rmtree(folder)
    folder.mkdir()
    begin(folder, source, None)
    (folder / f"{LOG}.part").write_bytes(part)
    if data.draw(st.booleans()):
        (folder / f"{LOG}.part").rename(folder / LOG)
    return f"a restore was interrupted after {len(part)} of {len(log)} bytes"


@settings(
    max_examples=DAMAGES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_damage_ends_in_a_right_rebuild_or_in_a_refusal_that_names_the_command(
    directory: tuple[Path, State], data: st.DataObject
) -> None:
    """Never in a service that is ready with less; and what is refused stays refused."""
    sound, expected = directory
    folder = sound.with_name("damaged")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound, folder)
    # After a kill nothing but log and engine knows of the last commits, so one must be left.
    most = 1 if expected[0] == AFTER_KILL else 2
    done = [damage(data, folder) for _ in range(data.draw(st.integers(1, most)))]

    outcomes = [outcome(folder) for _ in range(2)]

    for found in outcomes:
        assert expected == found or (isinstance(found, str) and "`rolegraph " in found), done
    assert isinstance(outcomes[0], str) == isinstance(outcomes[1], str), done


def outcome(folder: Path) -> State | str:
    """Return what a data directory is opened with, or the words of the refusal."""
    try:
        store = EmbeddedStore(folder)
    except StoreError as error:
        return str(error)
    try:
        return store.revision, frozenset(store.data())
    finally:
        store.close()
