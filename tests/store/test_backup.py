"""Data in and out as a whole: what was backed up comes back, and nothing is overwritten."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from commands import apart, rolegraph
from rolegraph.errors import StoreError
from rolegraph.rdf.terms import Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.recovery.backup import backup, verify_backup
from rolegraph.store.recovery.restore import restore


def quads(number: int) -> list[Quad]:
    return list(parse(f"<urn:g> {{ <urn:s> <urn:p> {number} }}", format=RdfFormat.TRIG))


def test_a_backup_made_while_the_store_is_in_use_comes_back(tmp_path: Path) -> None:
    """With every commit that was acknowledged before it, and its history."""
    store = EmbeddedStore(tmp_path / "data")
    store.load(quads(1), {"author": "a", "message": "first"})
    manifest = backup(tmp_path / "data", tmp_path / "copy")
    store.load(quads(2))
    store.close()

    restore(tmp_path / "copy", tmp_path / "again")
    again = EmbeddedStore(tmp_path / "again")

    assert (1, 1) == (manifest.revision, again.revision)
    assert again.holds(quads(1)[0])
    assert not again.holds(quads(2)[0])
    assert ["first"] == [entry.headers["message"] for entry in again.entries()]
    again.close()


def test_a_damaged_backup_is_not_restored(tmp_path: Path) -> None:
    """One byte is enough."""
    store = EmbeddedStore(tmp_path / "data")
    store.load(quads(1))
    store.close()
    backup(tmp_path / "data", tmp_path / "copy")
    copy = tmp_path / "copy" / "changes.rdfp.gz"
    text = gzip.decompress(copy.read_bytes()).replace(b"<urn:p>", b"<urn:q>")
    copy.write_bytes(gzip.compress(text))

    with pytest.raises(StoreError, match="damaged"):
        restore(tmp_path / "copy", tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("command", [("dump", "out.nq"), ("release", "out.zip"), ("compact",)])
def test_a_folder_without_a_store_is_named_and_none_is_begun_there(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    """Whoever mistypes the folder would get what the files say today."""
    refused = rolegraph(*command, "--data-dir", tmp_path / "dtaa", folder=tmp_path)

    assert 2 == refused.returncode
    assert "dtaa holds no store; name its folder with --data-dir." in refused.stderr
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command",
    [
        ("dump", "out.nq"),
        ("release", "out.zip"),
        ("load", "more.ttl"),
        ("pull",),
        ("compact",),
        ("serve", "--port", "0"),
    ],
)
def test_no_command_takes_a_backup_for_a_data_directory(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    """A new store began beside the copy, and a release had the files as they are today."""
    store = EmbeddedStore(tmp_path / "data")
    store.load(quads(1))
    store.close()
    copy = tmp_path / "copy"
    backup(tmp_path / "data", copy)
    (tmp_path / "more.ttl").write_text("<urn:a> <urn:p> <urn:b> .")
    (tmp_path / "empty").mkdir()
    before = {path.name for path in copy.iterdir()}

    words = [tmp_path / word if "." in word else word for word in command]
    where = (tmp_path / "empty",) if command == ("pull",) else ()
    run = apart if "serve" in command else rolegraph  # which keeps its port until it ends
    ran = run(*words, *where, "--data-dir", copy, folder=tmp_path)

    assert 0 != ran.returncode
    assert "is a backup and no data directory" in ran.stderr
    assert f"rolegraph restore {copy} --data-dir NEW" in ran.stderr
    assert before == {path.name for path in copy.iterdir()}


def test_who_needs_a_store_that_a_server_uses_is_told_the_way_to_a_copy(tmp_path: Path) -> None:
    """A release has no --url, and the words named nothing else."""
    data = tmp_path / "data"
    store = EmbeddedStore(data)
    ran = rolegraph("release", tmp_path / "out.zip", "--data-dir", data, folder=tmp_path)
    listed = rolegraph("log", "--data-dir", data, folder=tmp_path)
    store.close()

    assert f"rolegraph backup COPY --data-dir {data}" in ran.stderr
    assert "rolegraph restore COPY --data-dir NEW" in ran.stderr
    assert 1 == listed.stderr.count("--url")


@pytest.mark.parametrize("place", range(30, 200, 11))
def test_a_backup_with_a_flipped_byte_is_refused_wherever_it_is(tmp_path: Path, place: int) -> None:
    """By a sentence and not a traceback."""
    store = EmbeddedStore(tmp_path / "data")
    store.load(quads(1))
    store.close()
    backup(tmp_path / "data", tmp_path / "copy")
    copy = tmp_path / "copy" / "changes.rdfp.gz"
    content = bytearray(copy.read_bytes())
    content[place] ^= 0x55
    copy.write_bytes(content)

    with pytest.raises(StoreError, match=r"damaged|no readable backup"):
        restore(tmp_path / "copy", tmp_path / "again")


def test_neither_backup_nor_restore_overwrites(tmp_path: Path) -> None:
    """The data of today must not be lost to the data of yesterday."""
    store = EmbeddedStore(tmp_path / "data")
    store.load(quads(1))
    store.close()
    backup(tmp_path / "data", tmp_path / "copy")

    with pytest.raises(StoreError, match="overwrites nothing"):
        backup(tmp_path / "data", tmp_path / "copy")
    with pytest.raises(StoreError, match="overwrites nothing"):
        restore(tmp_path / "copy", tmp_path / "data")
    assert 1 == verify_backup(tmp_path / "copy").revision


def test_dump_and_load_on_the_command_line_are_inverse(tmp_path: Path) -> None:
    """What is dumped of one store is the same in another."""
    first, second = tmp_path / "first", tmp_path / "second"
    store = EmbeddedStore(first)
    store.load(quads(1))
    store.close()
    EmbeddedStore(second).close()
    store = EmbeddedStore(second)
    store.load(quads(9))
    store.close()

    dumped = apart("dump", tmp_path / "all.nq.gz", "--data-dir", first)
    loaded = rolegraph("load", tmp_path / "all.nq.gz", "--data-dir", second, "--message", "moved")
    shown = rolegraph("dump", "--data-dir", second)

    assert (0, 0) == (dumped.returncode, loaded.returncode), dumped.stderr + loaded.stderr
    assert "1 quads added; the service is at revision 2." in loaded.stdout
    assert 2 == len([line for line in shown.stdout.splitlines() if "urn:s" in line])


def test_a_load_that_would_break_the_catalogue_stores_nothing(tmp_path: Path) -> None:
    """Every way in passes the guard."""
    faulty = tmp_path / "persona.ttl"
    faulty.write_text(
        "<https://w3id.org/rolegraph/id/personas/nobody> a "
        "<https://w3id.org/rolegraph/ontology#Persona> ."
    )
    data = tmp_path / "data"

    refused = rolegraph("load", faulty, "--data-dir", data)
    again = rolegraph("load", tmp_path / "missing.ttl", "--data-dir", data)

    assert 1 == refused.returncode, refused.stderr
    assert "PersonaShape-goal" in refused.stderr
    assert 2 == again.returncode
    assert "missing.ttl cannot be read" in again.stderr
