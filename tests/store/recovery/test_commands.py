"""`verify`, `rebuild`, `restore` and `backup` on the command line, as an operator runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from directories import LOG, SETTLED, STORE, as_format_1, dataset, quads, written
from typer.testing import CliRunner, Result

from rolegraph.cli.main import application
from rolegraph.errors import Damaged, StoreError
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import RdfFormat, parse
from rolegraph.service.opening import open_store
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.engine.engine import open_engine
from rolegraph.store.journal.journal import Journal
from rolegraph.store.recovery import restore as restoring
from rolegraph.store.recovery import start
from rolegraph.store.recovery.backup import backup
from rolegraph.store.recovery.restore import restore


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(application(str(arguments[0])), list(map(str, arguments)))


def test_verify_says_what_it_compared(tmp_path: Path) -> None:
    """Whoever asks wants to know how far the answer goes."""
    written(tmp_path)

    found = run("verify", "--data-dir", tmp_path, "--all")

    assert 0 == found.exit_code
    assert "4 entries up to revision 4" in found.stdout
    assert "6 of 6 quads of the data were looked up" in found.stdout


def test_verify_finds_a_quad_that_is_missing_and_names_the_command_that_helps(
    tmp_path: Path,
) -> None:
    """As many quads as there should be, but not the right ones: only a look at each tells."""
    expected = written(tmp_path)
    engine = open_engine(tmp_path)
    engine.remove(next(iter(quads("<urn:g> { <urn:s:4> <urn:p> 'one' }"))))
    engine.extend(quads("<urn:g> { <urn:s:4> <urn:p> 'another' }"))
    engine.flush()
    del engine
    (tmp_path / SETTLED).unlink()

    found = run("verify", "--data-dir", tmp_path, "--all")
    rebuilt = run("rebuild", "--data-dir", tmp_path)
    again = run("verify", "--data-dir", tmp_path, "--all")

    assert 1 == found.exit_code
    assert "1 quads of the change log are not in the engine" in found.stderr
    assert f"rolegraph rebuild --data-dir {tmp_path}" in found.stderr
    assert (0, 0) == (rebuilt.exit_code, again.exit_code)
    assert (4, expected) == dataset(tmp_path)


def test_verify_reads_the_change_log_beside_a_service(tmp_path: Path) -> None:
    """The engine belongs to the service then; the log can be read by all who may."""
    written(tmp_path)
    store = EmbeddedStore(tmp_path)

    found = run("verify", "--data-dir", tmp_path)
    store.close()

    assert 0 == found.exit_code
    assert "The engine was left out" in found.stdout


def test_verify_finds_a_count_that_is_no_count(tmp_path: Path) -> None:
    """Numbers of quads are shown in lists and graphs; nothing else would notice a wrong one."""
    journal = Journal(tmp_path / LOG)
    head, body = journal.draft(Patch(added=quads("<urn:a> <urn:b> 1 .")), {})
    journal._write(restated(head, "added", "7"), [body])
    journal.close()

    found = run("verify", "--data-dir", tmp_path)

    assert 1 == found.exit_code
    assert "it adds 1 and removes 0 quads, but says 7 and 0" in found.stderr


def restated(headers: dict[str, str], name: str, value: str) -> dict[str, str]:
    from rolegraph.store.journal.entry_format import START, sealed

    return sealed({**headers, name: value}, START)


def test_rebuild_accepts_a_loss_only_when_it_is_told_to(tmp_path: Path) -> None:
    """A log that was cut cannot be made whole; going on without its end is a person's decision."""
    written(tmp_path)
    content = (tmp_path / LOG).read_bytes()
    (tmp_path / LOG).write_bytes(content[: content.index(b'H revision "4"')])

    with pytest.raises(Damaged, match="revision 4 was committed"):
        run_raising("rebuild", "--data-dir", tmp_path)
    accepted = run("rebuild", "--data-dir", tmp_path, "--accept-loss")

    assert 0 == accepted.exit_code
    assert 3 == dataset(tmp_path)[0]


def run_raising(*arguments: str | Path) -> None:
    result = run(*arguments)
    if result.exception is not None:
        raise result.exception


@pytest.mark.parametrize("until", [1, 2, 3])
def test_restore_until_a_revision_gives_the_state_of_that_revision(
    tmp_path: Path, until: int
) -> None:
    """Of a data directory as of a backup, and from journals of either format."""
    written(tmp_path / "data")
    backup(tmp_path / "data", tmp_path / "backup")
    written(tmp_path / "fresh", until)
    expected = dataset(tmp_path / "fresh")

    one = run("restore", tmp_path / "data", "--data-dir", tmp_path / "one", "--until", until)
    as_format_1(tmp_path / "data" / LOG)
    for name, source in (("two", "backup"), ("three", "data")):
        assert until == restore(tmp_path / source, tmp_path / name, until)

    assert 0 == one.exit_code, one.output
    assert "Tokens are no part of it" in one.stdout
    assert [expected] * 3 == [dataset(tmp_path / name) for name in ("one", "two", "three")]


def test_restore_takes_what_is_whole_of_a_damaged_log(tmp_path: Path) -> None:
    """The error of a start names this command with the revision that is still whole."""
    written(tmp_path / "data")
    log = tmp_path / "data" / LOG
    log.write_bytes(log.read_bytes().replace(b"Ada 3", b"Eve 3"))

    with pytest.raises(Damaged) as refused:
        EmbeddedStore(tmp_path / "data")
    command = str(refused.value).rpartition("with `rolegraph ")[2].partition("`")[0]
    done = run(*command.replace("NEW", str(tmp_path / "new")).split())

    assert 0 == done.exit_code, done.output
    assert 2 == dataset(tmp_path / "new")[0]


def test_a_spoilt_first_line_loses_nothing(tmp_path: Path) -> None:
    """It says no more than the format; all entries are whole."""
    expected = written(tmp_path / "data")
    log = tmp_path / "data" / LOG
    log.write_bytes(b"$" + log.read_bytes()[1:])

    with pytest.raises(Damaged, match=r"`rolegraph restore .*--data-dir NEW`"):
        EmbeddedStore(tmp_path / "data")
    restore(tmp_path / "data", tmp_path / "new")

    assert (4, expected) == dataset(tmp_path / "new")


def test_an_interrupted_restore_is_no_new_data_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that started on it would fill it with the sample, and be ready."""
    expected = written(tmp_path / "data")
    backup(tmp_path / "data", tmp_path / "copy")
    target = tmp_path / "again"

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(restoring, "sync_file", die)
        with pytest.raises(KeyboardInterrupt):
            restore(tmp_path / "copy", target)
    with pytest.raises(Damaged) as refused:
        open_store(Settings(data_dir=target))
    command = str(refused.value).rpartition("`rolegraph ")[2].partition("`")[0]
    verified, done = run("verify", "--data-dir", target), run(*command.split())

    assert 1 == verified.exit_code
    assert 0 == done.exit_code, done.output
    assert (4, expected) == dataset(target)


def test_an_interrupted_restore_of_an_earlier_version_is_recognised(tmp_path: Path) -> None:
    """It left the log under another name, and nothing else."""
    (tmp_path / f"{LOG}.new").write_bytes(b"H revi")

    with pytest.raises(Damaged, match="was interrupted"):
        open_store(Settings(data_dir=tmp_path))


def test_a_backup_says_what_is_not_in_it_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Whoever restores it must not find out at the first write."""
    written(tmp_path / "data")

    done = run("backup", tmp_path / "copy", "--data-dir", tmp_path / "data")

    assert "Tokens are no part of it" in done.stdout
    assert 0o700 == (tmp_path / "copy").stat().st_mode & 0o777
    assert {0o600} == {path.stat().st_mode & 0o777 for path in (tmp_path / "copy").iterdir()}


def test_a_backup_of_an_earlier_version_is_restored(tmp_path: Path) -> None:
    """Its manifest knew no archive, and its journal no seals."""
    expected = written(tmp_path / "data")
    as_format_1(tmp_path / "data" / LOG)
    backup(tmp_path / "data", tmp_path / "copy")
    manifest = tmp_path / "copy" / "manifest.json"
    said = json.loads(manifest.read_text())
    del said["archives"]
    manifest.write_text(json.dumps(said))

    restore(tmp_path / "copy", tmp_path / "new")

    assert (4, expected) == dataset(tmp_path / "new")


def test_a_restore_from_nothing_says_so(tmp_path: Path) -> None:
    """A mistyped folder is no backup."""
    with pytest.raises(StoreError, match="neither a backup nor a data directory"):
        restore(tmp_path / "nothing", tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("kind", ["text", "signal"])
def test_a_commit_that_the_engine_cannot_take_is_named_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Without that every start would end in the same way, and nobody could tell why."""
    expected = written(tmp_path / "data", 2)
    journal = Journal(tmp_path / "data" / LOG)
    with monkeypatch.context() as patched:
        patched.setattr(
            "rolegraph.store.journal.journal.encode_patch",
            lambda _: b"A <urn:a> <urn:b> no term at all .\n",
        )
        journal.append(Patch(added=quads("<urn:a> <urn:b> 1 .")), {})
    journal.append(Patch(added=quads("<urn:a> <urn:b> 2 .")), {})
    journal.close()
    if kind == "signal":  # what an earlier start leaves that was ended by the engine
        (tmp_path / "data" / start._APPLYING).touch()
        monkeypatch.setattr(start, "apply_entry", lambda *_: pytest.fail("it is not tried here"))

    with pytest.raises(Damaged, match="cannot take revision 3") as refused:
        EmbeddedStore(tmp_path / "data")
    command = str(refused.value).rpartition("`rolegraph ")[2].partition("`")[0]
    done = run(*command.replace("NEW", str(tmp_path / "new")).split())

    assert 0 == done.exit_code, done.output
    assert (2, expected) == dataset(tmp_path / "new")


def test_a_start_that_was_killed_while_it_applied_commits_goes_on(tmp_path: Path) -> None:
    """The commits are innocent then; they are tried beside, and taken."""
    expected = written(tmp_path)
    shutil.rmtree(tmp_path / STORE)
    (tmp_path / SETTLED).unlink()
    (tmp_path / start._APPLYING).touch()

    assert (4, expected) == dataset(tmp_path)
    assert not (tmp_path / start._APPLYING).exists()


def test_quads_of_an_engine_mark_are_nobodys_to_write() -> None:
    """Whoever could write them could make the next start believe another state."""
    from rolegraph.errors import ForbiddenOperation
    from rolegraph.history.commit import Committer

    mark = parse(
        "<urn:a> <urn:b> <urn:c> <urn:rolegraph:engine:1:9:9:x> .", format=RdfFormat.N_QUADS
    )

    with pytest.raises(ForbiddenOperation):
        Committer(EmbeddedStore(), None).commit(
            Patch(added=frozenset(mark)), author="Eve", message="mark"
        )
