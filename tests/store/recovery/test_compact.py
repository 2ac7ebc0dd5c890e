"""Old commits go to the archive; the dataset, the last commits and those who follow stay."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from pathlib import Path

import httpx
import pytest
from directories import LOG, dataset, written
from typer.testing import CliRunner

from rolegraph.cli.main import application
from rolegraph.errors import Archived, Damaged, Diverged, StoreError
from rolegraph.history.remote.follower import Follower, Leader
from rolegraph.history.remote.progress import Progress
from rolegraph.history.remote.sinks import CopySink
from rolegraph.history.versions import Versions
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.reading import LogFile
from rolegraph.store.recovery import compact as compacting
from rolegraph.store.recovery.backup import backup
from rolegraph.store.recovery.compact import compact
from rolegraph.store.recovery.restore import restore
from rolegraph.store.recovery.verify import verify
from serving import StartServer


def test_the_dataset_and_the_last_commits_stay_as_they_are(tmp_path: Path) -> None:
    """Byte for byte, so that replicas which have them go on."""
    expected = written(tmp_path, 12)
    whole = (tmp_path / LOG).read_bytes()
    kept = whole[whole.index(b'H revision "10"') :]

    made = compact(tmp_path, keep=3)

    assert (12, 9) == (made.revision, made.snapshot)
    assert (tmp_path / LOG).read_bytes().endswith(kept)
    assert (12, expected) == dataset(tmp_path)
    assert [] == verify(tmp_path, None).problems


def test_earlier_states_are_reached_back_to_the_snapshot_and_then_said_to_be_archived(
    tmp_path: Path,
) -> None:
    """An empty answer would be a lie, and a missing revision a riddle."""
    written(tmp_path, 12)
    store = EmbeddedStore(tmp_path)
    before = {number: Versions(store).graph_at(number) for number in range(13)}
    store.close()
    compact(tmp_path, keep=3)

    store = EmbeddedStore(tmp_path)
    versions = Versions(store)
    asked = [
        lambda: versions.graph_at(8),
        lambda: versions.between(3, 11),
        lambda: versions.patch(9),
        lambda: versions.rdf_patch(9),
        lambda: versions.entry(5),
        lambda: versions.resolve("2001-01-01"),
        lambda: store.journal.since(4),
    ]

    assert all(before[number] == versions.graph_at(number) for number in range(9, 13))
    assert [12, 11, 10, 9] == [entry.revision for entry in versions.newest(20)]
    assert 12 == versions.resolve("2999-01-01")
    for ask in asked:
        with pytest.raises(Archived, match=r"archive.*`rolegraph restore DATA --until"):
            ask()
    store.close()


def test_each_archived_state_can_be_made_again(tmp_path: Path) -> None:
    """Also from a backup, and after more than one compaction."""
    for number in (2, 6, 9):
        written(tmp_path / str(number), number)
    folder = tmp_path / "data"
    written(folder, 12)
    compact(folder, keep=8)
    compact(folder, keep=3)
    backup(folder, tmp_path / "backup")

    for source in (folder, tmp_path / "backup"):
        for number in (2, 6, 9):
            target = tmp_path / f"{source.name}-{number}"
            restore(source, target, number)

            assert dataset(tmp_path / str(number)) == dataset(target)
            assert [] == verify(target, None).problems
    assert 12 == restore(tmp_path / "backup", tmp_path / "all")
    assert [] == verify(tmp_path / "all", None).problems


def test_a_missing_or_damaged_archive_is_found(tmp_path: Path) -> None:
    """It is a part of the history, even if no start needs it."""
    written(tmp_path, 12)
    made = compact(tmp_path, keep=3)
    assert made.archive is not None
    content = bytearray(made.archive.read_bytes())
    content[len(content) // 2] ^= 1
    made.archive.write_bytes(content)

    damaged = verify(tmp_path).problems
    made.archive.unlink()
    missing = verify(tmp_path).problems

    assert "is damaged" in damaged[0]
    assert "does not have the commits of revision 1" in missing[0]
    with pytest.raises(Damaged, match="Put its files back"):
        restore(tmp_path, tmp_path / "new", 5)


@pytest.mark.parametrize("point", ["_archive", "_write", "_check", "make_private", "rename"])
def test_a_compaction_that_is_interrupted_leaves_the_old_log_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """With the same dataset, and ready to be compacted again."""
    expected = written(tmp_path, 12)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if point == "rename":
            patched.setattr(Path, "rename", die)
        else:
            patched.setattr(compacting, point, die)
        with contextlib.suppress(KeyboardInterrupt):
            compact(tmp_path, keep=3)
    opened = dataset(tmp_path)
    made = compact(tmp_path, keep=2)

    assert (12, expected) == opened == dataset(tmp_path)
    assert 10 == made.snapshot
    assert [] == verify(tmp_path, None).problems


def test_a_full_disk_leaves_the_log_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compaction is done where space is short."""
    written(tmp_path, 12)
    before = (tmp_path / LOG).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(compacting, "sync_file", full)
        with pytest.raises(StoreError, match="No space left"):
            compact(tmp_path, keep=3)

    assert before == (tmp_path / LOG).read_bytes()


def test_what_is_short_is_left_alone_and_said(tmp_path: Path) -> None:
    """By default a hundred commits stay."""
    written(tmp_path, 4)

    ran = CliRunner().invoke(application("compact"), ["compact", "--data-dir", str(tmp_path)])

    assert 0 == ran.exit_code
    assert "nothing to archive" in ran.stdout
    assert not (tmp_path / "archive").exists()
    assert 4 == len(list(LogFile(tmp_path / LOG).whole()))


TOKEN = "a-token-for-this-test-alone"


def test_replicas_and_clients_of_a_compacted_leader(
    tmp_path: Path, start_server: StartServer
) -> None:
    """Who has the snapshot's revision goes on, who begins gets it, who is behind is told."""
    folder = tmp_path / "leader"
    written(folder, 8)
    shutil.copytree(folder, tmp_path / "behind")
    restore(folder, tmp_path / "behind-really", 4)
    expected = written(tmp_path / "other", 8)
    compact(folder, keep=3)
    plain = ("--empty", "--no-union-default-graph")
    server = start_server(*plain, data_dir=folder, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    insert = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    httpx.post(
        f"{server.url}sparql", content="INSERT DATA { <urn:n> <urn:p> 1 }", headers=insert
    ).raise_for_status()

    with server.client() as client:
        listed = client.get("/api/v1/changes").json()
        gone = [
            client.get(path).status_code
            for path in (
                "/api/v1/changes/3",
                "/api/v1/changes/diff?from=2",
                "/api/v1/changes/feed?after=2",
                "/api/v1/changes/log?after=2",
                "/sparql?query=ASK%7B%7D&at=2",
                "/changes/2..6",
            )
        ]
        page = client.get("/changes", headers={"Accept": "text/html"})
    copied = {name: copy_of(server.url, tmp_path / name) for name in ("behind", "new")}
    with pytest.raises(Diverged, match="Begin with an empty data directory"):
        copy_of(server.url, tmp_path / "behind-really")

    assert [9, 8, 7, 6, 5] == [item["revision"] for item in listed["items"]]
    assert (5, None) == (listed["total"], listed["next"])
    assert [410] * 6 == gone
    assert 200 == page.status_code
    assert "Snapshot of revision 5" in page.text
    assert {"behind": 9, "new": 9} == copied
    leader_log = (folder / LOG).read_bytes()
    assert leader_log == (tmp_path / "new" / LOG).read_bytes()
    assert expected < dataset(tmp_path / "new")[1] == dataset(tmp_path / "behind")[1]


def copy_of(url: str, folder: Path) -> int:
    """Copy what a data directory lacks of a leader's log, once; return the revision."""

    async def run(sink: CopySink) -> None:
        follower = Follower(Leader(url.rstrip("/")), sink, Progress(lambda: sink.revision))
        async with httpx.AsyncClient(headers={"Accept": "application/rdf-patch"}) as client:
            await follower._connection(client, follow=False)

    with CopySink(folder) as sink:
        asyncio.run(run(sink))
        return sink.revision
