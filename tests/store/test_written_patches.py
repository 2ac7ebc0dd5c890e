"""Large uploads stay text: what that may not change for who reads what was written."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest

from rolegraph.errors import IllTyped, Unreadable
from rolegraph.history.commit import Committer
from rolegraph.rdf.namespaces import CHANGES_GRAPH, XSD
from rolegraph.rdf.patch import Patch, WrittenPatch, typed_literals
from rolegraph.rdf.terms import Quad, RdfFormat, parse
from rolegraph.rdf.uploads import reading
from rolegraph.rdf.uploads.reading import Upload, Uploads
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.engine import engine
from rolegraph.store.files.fidelity import stay
from rolegraph.store.journal import entry_format
from rolegraph.store.journal.journal import Journal
from rolegraph.store.workers.inside.replica import WorkerReplica
from rolegraph.store.workers.processes.replication import replica_patch

GRAPH = "urn:test:graph"
LINES = b'<urn:a> <urn:p> "x"@en <urn:test:graph> .\n<urn:a> <urn:p> "1" <urn:test:graph> .\n'


class Written:
    """Stands for the confined process: gives back what it was given."""

    async def run(self, _: str, __: object, *contents: bytes) -> bytes:
        return b"".join(contents)


def read(lines: bytes, graph: str | None = GRAPH) -> Patch:
    """Return what the service makes of the text that a confined process wrote."""
    upload = Upload("application/n-quads", "urn:base", graph)
    return asyncio.run(Uploads(Written()).added(upload, lines))  # type: ignore[arg-type]


def quads(lines: bytes) -> frozenset[Quad]:
    return frozenset(parse(lines, format=RdfFormat.N_QUADS))


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have few lines treated as many are."""
    monkeypatch.setattr(reading, "_LARGE", 0)
    monkeypatch.setattr(reading, "_PIECE", 30)
    monkeypatch.setattr(engine, "MANY", 0)


@pytest.mark.parametrize("graph", [GRAPH, None], ids=["named", "default"])
def test_a_line_that_comes_twice_is_one_quad(graph: str | None) -> None:
    """The journal counts quads by the lines."""
    lines = LINES if graph else LINES.replace(b" <urn:test:graph>", b"")
    patch = read(lines + lines[:20] + lines[20:], graph)

    assert isinstance(patch, WrittenPatch)
    assert (2, 2) == (patch.number_added, len(patch))
    assert patch
    assert quads(lines) == patch.added
    assert {graph or ""} == patch.graphs


@pytest.mark.parametrize(
    "line",
    [
        b"<urn:a> <urn:p> <urn:b> <urn:other> .\n",
        b"<urn:a> <urn:p> <urn:b> .\n",
        b"<urn:a> <urn:p> <urn:test:graph> .\n",
        b"# <urn:a> <urn:p> <urn:b> <urn:test:graph> .\n",
        b"\n",
        b"<not an iri> <urn:p> <urn:b> <urn:test:graph> .\n",
        b"<urn:a> <urn:p> <urn:b> <urn:test:graph> . <urn:a> <urn:p> <urn:c> <urn:test:graph> .\n",
        b"<urn:a> <urn:p> <urn:b> <urn:test:graph> .",
    ],
)
def test_lines_that_a_confined_process_should_not_write_are_refused(line: bytes) -> None:
    """It read what somebody else wrote, so it is not trusted to keep to a graph or a form."""
    for text in (line + LINES, LINES + line):
        with pytest.raises(Unreadable):
            read(text)


@pytest.mark.parametrize("line", [b"<urn:a> <urn:p> <urn:b> <urn:other> .\n", b"# a comment .\n"])
def test_lines_for_the_default_graph_name_none(line: bytes) -> None:
    with pytest.raises(Unreadable):
        read(b"<urn:a> <urn:p> <urn:b> .\n" + line, None)


def test_what_is_added_besides_leaves_the_rest_unread() -> None:
    """The graph of changes is told of each commit; only what is in its graph can be there twice."""
    patch = read(LINES)
    told = quads(f"<urn:c> <urn:p> 'said' <{CHANGES_GRAPH}> .\n".replace("'", '"').encode())
    whole = patch.with_added(told)
    again = patch.with_added(quads(LINES[: LINES.index(b"\n") + 1]))

    assert isinstance(whole, WrittenPatch)
    assert "added" not in whole.__dict__
    assert (3, 2) == (whole.number_added, again.number_added)
    assert quads(LINES) | told == whole.added == quads(whole.added_text)
    assert {GRAPH, CHANGES_GRAPH} == whole.graphs


def test_what_may_be_added_is_known_of_the_whole_as_well() -> None:
    """What was asked of the lines is not searched for in them again."""
    patch = read(LINES)
    told = quads(b"<urn:c> <urn:q> <urn:d> <urn:told> .\n")
    assert [True, False] == [patch.may_add("urn:p"), patch.may_add("urn:q")]
    whole = patch.with_added(told)
    assert [True, True] == [whole.may_add("urn:p"), whole.may_add("urn:q")]
    assert [True, False] == [whole.may_add("urn:d"), whole.may_add("urn:e")]


def test_the_journal_has_a_long_patch_as_one_that_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written piece by piece, with the same digest over it and the same seal."""
    monkeypatch.setattr(entry_format, "_LONG", 0)
    monkeypatch.setattr(entry_format, "CHUNK", 20)
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as store:
        store.apply(Patch(added=quads(b"<urn:z> <urn:p> <urn:y> .\n")))
        store.apply(read(LINES), {"author": "Ada"})
        entry = store.journal.entries[-1]
        body = store.journal.text(entry)
        assert b"".join(b"A " + line for line in LINES.splitlines(keepends=True)) == body
        assert hashlib.sha256(body).hexdigest() == entry.headers["digest"]
    with contextlib.closing(Journal(tmp_path / "data" / "changes.rdfp")) as again:
        assert [entry] == again.entries[1:]
        assert again.torn is None


def test_a_long_patch_that_cannot_be_read_again_leaves_the_journal_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry_format, "_LONG", 0)
    deep = b"<urn:s> <urn:p> " + b"<<( <urn:s> <urn:p> " * 300 + b"<urn:o>" + b" )>>" * 300
    patch = WrittenPatch(LINES + deep + b" <urn:test:graph> .\n", 3, frozenset([GRAPH]))
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as store:
        with pytest.raises(Unreadable):
            store.apply(patch)
        store.apply(read(LINES))
        assert [1] == [entry.revision for entry in store.journal.entries]
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as again:
        assert quads(LINES) == set(again.data())


@pytest.mark.parametrize("present", [False, True], ids=["empty graph", "graph with a quad"])
def test_journal_engine_and_replica_have_what_was_sent(tmp_path: Path, present: bool) -> None:
    """Whether the text was taken as it is, or compared with what was there."""
    replica, sent = WorkerReplica(), []
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as store:

        def follow(revision: int, patch: Patch) -> None:
            needed = replica_patch(store, patch, union=False)
            sent.append((revision, *needed.whole))

        store.on_commit(follow, reads_store=False)
        if present:
            store.apply(Patch(added=quads(LINES[: LINES.index(b"\n") + 1])))
        committer = Committer(store, None)
        commit = committer.commit(read(LINES), author="Ada", message="Sent.")

        assert 2 - present == commit.patch.number_added == store.journal.entries[-1].added
        assert present == ("added" in commit.patch.__dict__)
        assert quads(LINES) == frozenset(store.data())
        assert 2 == store.journal.size
        count = store.count()
    for part in sent:
        replica.apply(*part)
    assert quads(LINES) == frozenset(replica.full)
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as store:
        assert quads(LINES) == frozenset(store.data())
        assert count == store.count() == len(list(store.match()))


@pytest.mark.parametrize(
    ("literal", "as_it_is"),
    [
        ('"7"^^<{}integer>', True),
        ('"07"^^<{}integer>', False),
        ('"0.5"^^<{}decimal>', True),
        ('"0.50"^^<{}decimal>', False),
        ('"2026-11-30"^^<{}date>', True),
        ('"7"^^<{}byte>', False),
        ('"a \\"07\\" b"^^<urn:test:type>', True),
        ('"\\"07"^^<{}integer>', False),
        ('"07\\""^^<{}integer>', True),
        ('"a b"^^<urn:test:type>', True),
        ('"07 \\"^^<{}integer>"', False),
    ],
)
def test_it_is_told_whether_values_stay_as_they_are_written(literal: str, as_it_is: bool) -> None:
    """A yes must be right, since the text is stored then; a no may be too careful."""
    line = f"<urn:a> <urn:p> {literal.format(XSD)} .\n".encode()
    assert as_it_is == stay(typed_literals(line))
    if as_it_is:
        store = ox.Store()
        store.load(line, format=RdfFormat.N_QUADS)
        assert quads(line) == frozenset(store)


def test_values_are_stored_as_the_engine_keeps_them(tmp_path: Path) -> None:
    """Then the text is not what is stored, and the journal has the same as the engine."""
    line = f'<urn:a> <urn:p> "07"^^<{XSD}integer> <{GRAPH}> .\n'.encode()
    with contextlib.closing(EmbeddedStore(tmp_path / "data")) as store:
        commit = Committer(store, None).commit(read(line), author="Ada", message="Sent.")
        assert quads(line.replace(b"07", b"7")) == commit.patch.added == frozenset(store.data())
        assert commit.patch == store.journal.patch(store.journal.entries[-1])


def test_a_value_out_of_bounds_is_refused() -> None:
    line = f'<urn:a> <urn:p> "300"^^<{XSD}byte> <{GRAPH}> .\n'.encode()
    with pytest.raises(IllTyped):
        Committer(EmbeddedStore(), None).commit(read(line), author="Ada", message="Sent.")


def test_only_who_reads_no_store_is_told_before_the_engine_has_a_large_commit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each is told once, and what reads the store finds the commit there."""
    monkeypatch.setattr("rolegraph.store.embedded._LARGE", 1)
    store, seen = EmbeddedStore(), []
    store.on_commit(
        lambda revision, _: seen.append(("early", revision, store.revision)), reads_store=False
    )
    store.on_commit(lambda revision, _: seen.append(("then", revision, store.revision)))
    store.apply(read(LINES))
    store.apply(Patch(removed=quads(LINES)))

    assert [("early", 1, 0), ("then", 1, 1), ("early", 2, 2), ("then", 2, 2)] == seen
