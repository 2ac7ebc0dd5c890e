"""A load in batches goes on where it was cut short, and ends as if it had not been."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from commands import Ran, rolegraph
from rolegraph.errors import SyntaxFault
from rolegraph.history.batch_load import MEND, Checkpoint, last_checkpoint, load_in_batches
from rolegraph.history.bulk_load import Loading
from rolegraph.rdf.terms import Quad
from rolegraph.settings.modes import GuardMode
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.rdf_files import RdfFile

HOW = Loading(GuardMode.OFF, "Ada", "many")
LINES = "".join(
    f'_:n{n // 5} <urn:p> "{n}" .\n_:n{n // 5} <urn:q> _:n{n // 7} .\n' for n in range(40)
)
NESTED = "\n".join(
    f'<urn:{n}> <urn:p> [ <urn:q> "{n}" ; <urn:r> [ <urn:s> _:x{n % 3} ] ] .' for n in range(25)
)
FILES = {"lines.nt": LINES, "nested.ttl": NESTED, "more.nt": LINES.replace("urn:p", "urn:more")}


class Cut(Exception):
    """Stands for the power that fails."""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Files in which blank nodes reach over the ends of batches."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return [tmp_path / name for name in FILES]


def opened(files: list[Path]) -> list[RdfFile]:
    return [RdfFile(path, "urn:graph", MEND) for path in files]


@pytest.fixture
def whole(tmp_path: Path, files: list[Path]) -> Iterator[set[Quad]]:
    """What the files lead to where nothing cuts the load short."""
    with closing(EmbeddedStore(tmp_path / "whole")) as store:
        load_in_batches(store, opened(files), HOW, last_checkpoint(store, opened(files)), 9)
        yield set(store.data())


@pytest.mark.parametrize("commits", [1, 7, 12, 17, 20])
def test_a_load_that_is_cut_short_goes_on_behind_the_last_commit(
    tmp_path: Path, files: list[Path], whole: set[Quad], commits: int
) -> None:
    """In the middle of any file: blank nodes before and after the break are the same ones."""

    def cut(_revision: int, _patch: object) -> None:
        if store.revision == commits:
            raise Cut

    with closing(EmbeddedStore(tmp_path / "data")) as store:
        store.on_commit(cut)
        start = last_checkpoint(store, opened(files))
        with pytest.raises(Cut):
            load_in_batches(store, opened(files), HOW, start, 9)
    with closing(EmbeddedStore(tmp_path / "data")) as store:
        start = last_checkpoint(store, opened(files))
        rest = load_in_batches(store, opened(files), HOW, start, start.batch)
        again = load_in_batches(
            store, opened(files), HOW, last_checkpoint(store, opened(files)), start.batch
        )
        dataset = set(store.data())

    assert (commits, 9) == (start.revision, start.batch)
    assert whole == dataset
    assert 0 < rest.added < len(whole)
    assert 0 == again.added


def test_beginning_again_instead_adds_nothing_twice(
    tmp_path: Path, files: list[Path], whole: set[Quad]
) -> None:
    """Not even blank nodes, whose names follow from the file."""
    with closing(EmbeddedStore(tmp_path / "data")) as store:
        digests = last_checkpoint(store, opened(files)).digests
        load_in_batches(store, opened(files), HOW, Checkpoint(digests), 9)
        outcome = load_in_batches(store, opened(files), HOW, Checkpoint(digests), 11)

        assert 0 == outcome.added
        assert whole == set(store.data())


def test_other_files_have_no_part_in_a_checkpoint(tmp_path: Path, files: list[Path]) -> None:
    """One byte makes another file."""
    with closing(EmbeddedStore(tmp_path / "data")) as store:
        load_in_batches(store, opened(files), HOW, last_checkpoint(store, opened(files)), 9)
        files[1].write_text(NESTED + "\n")

        assert 0 == last_checkpoint(store, opened(files)).revision
        assert 0 == last_checkpoint(store, opened(files[:1])).revision


def test_a_fault_leaves_the_batches_before_it(tmp_path: Path) -> None:
    """And says so."""
    path = tmp_path / "bad.nt"
    path.write_text("<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:c> .\n<urn:a> oh .\n")
    with closing(EmbeddedStore(tmp_path / "data")) as store:
        start = last_checkpoint(store, opened([path]))
        with pytest.raises(SyntaxFault, match=r"bad\.nt:3:9: .*batches before it are stored"):
            load_in_batches(store, opened([path]), HOW, start, 1)

        assert 2 == len(set(store.data()))


def run(*arguments: str | Path) -> Ran:
    return rolegraph("load", *arguments, ROLEGRAPH_BARE="true")


def test_a_killed_command_is_resumed_by_the_same_command(tmp_path: Path) -> None:
    """Killed at any moment, as by a power cut; the guard has to be left out knowingly."""
    path, data = tmp_path / "many.nt", tmp_path / "data"
    path.write_text("".join(f'<urn:{number}> <urn:p> "{number}" .\n' for number in range(30_000)))
    arguments = [path, "--data-dir", data, "--batch", "500", "--guard", "off"]
    command = [sys.executable, "-m", "rolegraph", "load", *map(str, arguments)]
    environment = {**os.environ, "ROLEGRAPH_BARE": "true"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    journal = data / "changes.rdfp"
    while process.poll() is None and not (journal.exists() and journal.stat().st_size > 200_000):
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()

    refused = run(path, "--data-dir", data, "--batch", "500")
    resumed = run(*arguments, "--resume")

    assert 2 == refused.returncode
    assert "with --guard off" in refused.stderr
    assert 0 == resumed.returncode, resumed.stderr
    assert "Going on behind revision" in resumed.stderr
    assert "the service is at revision 60." in resumed.stdout
    with closing(EmbeddedStore(data)) as store:
        assert 30_000 == len(set(store.data()))
