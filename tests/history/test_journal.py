"""What was acknowledged is kept, and nothing is half there."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from rolegraph.errors import StoreError
from rolegraph.rdf.namespaces import CHANGES_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.journal import Journal, replay


def quads(text: str) -> frozenset[Quad]:
    return frozenset(parse(text, format=RdfFormat.TRIG))


ONE, TWO, THREE = (quads(f"<urn:s> <urn:p> '{word}' .") for word in ("one", "two", "three"))


def written(folder: Path) -> EmbeddedStore:
    store = EmbeddedStore(folder)
    store.apply(Patch(added=ONE), {"author": "Ada", "message": "first"})
    store.apply(Patch(removed=ONE, added=TWO | THREE), {"author": "Bo", "message": "second"})
    return store


def test_damage_in_the_middle_is_told_and_cuts_nothing_off(tmp_path: Path) -> None:
    """Commits behind a damaged one were acknowledged; to cut them off would lose them."""
    written(tmp_path).close()
    journal = tmp_path / "changes.rdfp"
    damaged = journal.read_bytes().replace(b'A <urn:s> <urn:p> "one"', b'A <urn:s> <urn:p> "0ne"')
    journal.write_bytes(damaged)

    with pytest.raises(StoreError, match="damaged behind revision 0"):
        EmbeddedStore(tmp_path)

    assert damaged == journal.read_bytes()


def test_a_log_that_ends_before_the_store_is_told(tmp_path: Path) -> None:
    """Half of a backup put back would give a dataset that no log explains."""
    written(tmp_path).close()
    (tmp_path / "changes.rdfp").write_bytes(b"")

    with pytest.raises(StoreError, match=r"ends at revision 0.*revision 2"):
        EmbeddedStore(tmp_path)


@pytest.mark.parametrize("settled", [None, "0", "1", "2"])
def test_applying_known_commits_again_changes_nothing(tmp_path: Path, settled: str | None) -> None:
    """After a crash nobody knows how many commits the engine has kept."""
    store = written(tmp_path)
    before = set(store.match())
    store.close()
    if settled is None:
        (tmp_path / "settled").unlink()
    else:
        (tmp_path / "settled").write_text(settled)

    again = EmbeddedStore(tmp_path)

    assert before == set(again.match())
    again.close()


def test_a_full_disk_leaves_the_revision_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that was refused must not appear later."""
    store = written(tmp_path)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="nothing was stored"):
            store.apply(Patch(added=ONE))
    store.apply(Patch(added=ONE), {"author": "Cy"})
    store.close()
    again = EmbeddedStore(tmp_path)

    assert ["Ada", "Bo", "Cy"] == [entry.author for entry in again.entries()]
    assert ONE | TWO | THREE == set(again.data())
    again.close()


def test_the_log_knows_who_when_and_how_much(tmp_path: Path) -> None:
    """Lists of changes are answered without reading patches."""
    store = written(tmp_path)

    entries = store.entries()

    assert [(1, "Ada", "first", 1, 0), (2, "Bo", "second", 2, 1)] == [
        (entry.revision, entry.author, entry.message, entry.added, entry.removed)
        for entry in entries
    ]
    assert entries[0].time < entries[1].time
    store.close()


def test_time_in_the_log_never_goes_back() -> None:
    """`at=` a time would otherwise name two revisions."""
    journal = Journal(None)

    ahead = journal.append(Patch(added=ONE), {"time": "2999-01-01T00:00:00.000000+00:00"})
    after = journal.append(Patch(added=TWO), {})

    assert ahead.time == after.time


def test_a_journal_in_memory_replays_as_one_on_disk() -> None:
    """Tests and the command line have the same history as the service."""
    store = EmbeddedStore()
    store.apply(Patch(added=ONE | TWO))
    store.apply(Patch(removed=ONE))

    assert set(store.data()) == replay(store.entries(), store.journal) == TWO


def test_the_log_describes_itself_as_provenance(tmp_path: Path) -> None:
    """Who changed what when is a question for SPARQL like any other."""
    store = written(tmp_path)
    store.close()
    again = EmbeddedStore(tmp_path)
    prov = "http://www.w3.org/ns/prov#"
    commit = NamedNode(f"{CHANGES_GRAPH}#commit-2")

    def values(predicate: str) -> list[str]:
        return [quad.object.value for quad in again.match(commit, NamedNode(predicate))]  # type: ignore[union-attr]

    assert [f"{CHANGES_GRAPH}#agent-Bo"] == values(f"{prov}wasAssociatedWith")
    assert ["second"] == values("http://purl.org/dc/terms/description")
    assert ["2"] == values("https://w3id.org/rolegraph/ontology#quadsAdded")
    assert [f"{CHANGES_GRAPH}#revision-1"] == values(f"{prov}used")
    again.close()


def test_what_the_log_says_of_itself_is_no_data(tmp_path: Path) -> None:
    """The dataset's hash and the differences of revisions are about what people committed."""
    store = written(tmp_path)

    assert TWO | THREE == set(store.data())
    assert replay(store.entries(), store.journal) == set(store.data())
    store.close()
