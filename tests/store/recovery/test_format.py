"""Each entry of the journal is bound to all before it; journals of earlier versions become so."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from directories import LOG, as_format_1, dataset, quads, written

from rolegraph.errors import Damaged, Diverged
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal import reading
from rolegraph.store.journal.entry_format import (
    FORMAT_LINE,
    encode_head,
    head_digest,
    names_of,
    unsealed,
)
from rolegraph.store.journal.journal import Journal
from rolegraph.store.journal.reading import LogFile


def test_an_old_journal_is_upgraded_once_and_each_old_entry_can_be_told(tmp_path: Path) -> None:
    """Whoever kept the name or the text of an old commit finds it again."""
    expected = written(tmp_path)
    new = (tmp_path / LOG).read_bytes()
    old = as_format_1(tmp_path / LOG)
    names = [
        hashlib.sha256(b"H revision" + head + b"TX .\n").hexdigest()
        for head in (part.split(b"TX .\n")[0] for part in old.split(b"H revision")[1:])
    ]

    opened = dataset(tmp_path)
    entries = list(LogFile(tmp_path / LOG).whole())

    assert (4, expected) == opened
    assert new == (tmp_path / LOG).read_bytes()
    assert names == [head_digest(entry.headers) for entry in entries]
    assert new.startswith(FORMAT_LINE)


def test_a_torn_commit_of_an_old_journal_does_not_stop_the_upgrade(tmp_path: Path) -> None:
    """The old version may have ended by a crash."""
    expected = written(tmp_path)
    old = as_format_1(tmp_path / LOG)
    torn = old[old.index(b'H revision "4"') :].replace(b'"4"', b'"5"').replace(b'"3"', b'"4"')[:-9]
    (tmp_path / LOG).write_bytes(old + torn)

    assert (4, expected) == dataset(tmp_path)
    assert torn == (tmp_path / "changes.rdfp.torn").read_bytes()


def test_a_damaged_old_journal_is_not_upgraded(tmp_path: Path) -> None:
    """It stays as it is, for whoever has to look at it."""
    written(tmp_path)
    old = as_format_1(tmp_path / LOG).replace(b"'two'", b"'tow'").replace(b'"two"', b'"tow"', 1)
    (tmp_path / LOG).write_bytes(old)

    with pytest.raises(Damaged, match="does not have the digest"):
        EmbeddedStore(tmp_path)

    assert old == (tmp_path / LOG).read_bytes()


def test_a_later_format_is_left_alone(tmp_path: Path) -> None:
    """A version that does not know it would cut it off as torn."""
    written(tmp_path)
    later = (tmp_path / LOG).read_bytes().replace(b"format 2", b"format 3")
    (tmp_path / LOG).write_bytes(later)

    with pytest.raises(Damaged, match="later format"):
        EmbeddedStore(tmp_path)


def test_each_seal_covers_headers_patch_and_the_seal_before(tmp_path: Path) -> None:
    """So the last seal says which whole history this is."""
    written(tmp_path)
    entries = list(LogFile(tmp_path / LOG).whole())

    seals = [
        hashlib.sha256(
            encode_head(
                {name: value for name, value in entry.headers.items() if name != "seal"}
            ).removesuffix(b"TX .\n")
        ).hexdigest()
        for entry in entries
    ]

    assert [entry.seal for entry in entries] == seals
    assert ["0" * 64, *seals[:-1]] == [entry.headers["previous"] for entry in entries]


def test_a_commit_made_behind_another_history_is_not_taken_over() -> None:
    """Its revision and its digest fit; only the chain tells that the histories differ."""
    one, two = Journal(None), Journal(None)
    one.append(Patch(added=quads("<urn:a> <urn:b> 1 .")), {})
    two.append(Patch(added=quads("<urn:a> <urn:b> 2 .")), {})
    head, body = one.draft(Patch(added=quads("<urn:a> <urn:b> 3 .")), {})

    with pytest.raises(Diverged, match="behind another commit"):
        two.append_verbatim(head, body)

    assert 2 == one.append_verbatim(head, body).revision


def test_commits_of_an_old_leader_get_the_seal_that_a_new_one_gives_them() -> None:
    """Leader and replica are upgraded one after the other, and stay equal."""
    new, copy = Journal(None), Journal(None)
    patch = Patch(added=quads("<urn:a> <urn:b> 1 ."))
    for _ in range(3):
        entry = new.append(patch, {"author": "Ada"})
        copy.append_verbatim(unsealed(entry.headers), new.text(entry))

    assert [entry.headers for entry in new.entries] == [entry.headers for entry in copy.entries]


def test_a_commit_is_known_by_its_name_with_and_without_the_seal() -> None:
    """A replica of an earlier version names a commit by all headers that it was sent."""
    journal = Journal(None)
    entry = journal.append(Patch(added=quads("<urn:a> <urn:b> 1 .")), {})

    everything = hashlib.sha256(encode_head(entry.headers)).hexdigest()

    assert {head_digest(entry.headers), everything} == set(names_of(entry.headers))


@pytest.mark.parametrize("chunk", range(20, 75))
def test_a_commit_behind_a_damaged_one_is_found_wherever_its_first_line_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """Read in chunks, its first line may lie across a border; unseen, it would be cut off."""
    written(tmp_path, 2)
    content = (tmp_path / LOG).read_bytes()
    # As a crash would leave the first commit: its length says more than there is.
    start = content.index(b'H bytes "') + len(b'H bytes "')
    (tmp_path / LOG).write_bytes(FORMAT_LINE + content[start:])
    monkeypatch.setattr(reading, "CHUNK", chunk)
    with (tmp_path / LOG).open("rb") as file:
        file.seek(len(FORMAT_LINE))

        assert reading.has_a_commit_more(file)


def test_a_patch_that_only_takes_from_the_change_logs_graph_is_refused() -> None:
    """Whoever could take there could make the log tell of no commit."""
    from rolegraph.errors import ForbiddenOperation
    from rolegraph.history.commit import Committer

    store = EmbeddedStore()
    store.apply(Patch(added=quads("<urn:a> <urn:b> 1 .")), {"author": "Ada"})
    reported = frozenset(
        store.match(None, None, None, NamedNode("https://w3id.org/rolegraph/graph/changes"))
    )
    before = set(store.match())

    with pytest.raises(ForbiddenOperation, match="follows from the change log"):
        Committer(store, None).commit(Patch(removed=reported), author="Eve", message="hide")

    assert reported
    assert before == set(store.match())
