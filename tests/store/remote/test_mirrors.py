"""Several mirrors of one store: no commit is lost, and all have one history."""

from __future__ import annotations

import asyncio
import resource
import threading
from types import SimpleNamespace
from typing import Any, cast

import pytest
from mirroring import Mirrors

from rolegraph.api.sparql import engine_queries
from rolegraph.api.sparql.engine_queries import EngineQueries
from rolegraph.errors import (
    ForbiddenOperation,
    InputError,
    NotSeenYet,
    Outrun,
    QueryResourceLimit,
    StorageFull,
    StoreRefusal,
    StoreUnavailable,
)
from rolegraph.rdf.namespaces import DEFAULT_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple
from rolegraph.store.remote.endpoints import asking
from rolegraph.store.remote.endpoints.client import StoreClient
from rolegraph.store.remote.log import publishing
from rolegraph.store.remote.mirror import Mirror
from rolegraph.store.workers.messages.job import Answer, Limits, QueryJob
from rolegraph.store.workers.pool import QueryWorkers

XSD = "http://www.w3.org/2001/XMLSchema#"
GRAPH = NamedNode("urn:test:g")
HEADERS = {"author": "ä", "message": "“so”\nund 😀"}


def quad(value: object, subject: str = "urn:s") -> Quad:
    return Quad(NamedNode(subject), NamedNode("urn:p"), Literal(str(value)), GRAPH)


def commit(mirror: Mirror, *added: Quad, removed: tuple[Quad, ...] = ()) -> int:
    with mirror.newest():
        return mirror.apply(Patch(frozenset(removed), frozenset(added)), HEADERS)


def journal(mirror: Mirror) -> bytes:
    return b"".join(
        repr(dict(entry.headers)).encode() + mirror.store.journal.text(entry)
        for entry in mirror.store.entries()
    )


def test_a_mirror_has_what_another_committed_byte_for_byte(mirrors: Mirrors) -> None:
    """Histories that differ by a character cannot be compared, backed up or restored alike."""
    one, two = mirrors.open(), mirrors.open()
    blank = Quad(BlankNode("here"), NamedNode("urn:p"), Literal('a\n"b\\ 😀', language="en"), GRAPH)
    commit(one, blank, quad("\t'{}$?\x01"))
    commit(one, Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("x"), DefaultGraph()))
    commit(one, removed=(blank,))

    two.catch_up()

    assert journal(one) == journal(two)
    assert set(one.store.match()) == set(two.store.match())


def test_a_commit_on_a_state_that_is_gone_is_refused_and_leaves_nothing(mirrors: Mirrors) -> None:
    """Otherwise the slower of two services would undo what the other did."""
    one, two = mirrors.open(), mirrors.open()
    commit(one, quad(1))

    with pytest.raises(Outrun):
        two.apply(Patch(added=frozenset({quad(2)})), HEADERS)

    two.catch_up()
    assert [quad(1)] == list(two.store.match(graph=GRAPH))
    assert 1 == len(mirrors.engine.rows("SELECT ?o { GRAPH <urn:test:g> { ?s ?p ?o } }"))


def test_a_mirror_without_room_says_that_the_store_has_the_commit(mirrors: Mirrors) -> None:
    """Whoever sent it again would have it twice; the mirror has it as soon as there is room."""
    one = mirrors.open()
    commit(one, quad(1))
    size = sum(len(one.store.journal.text(entry)) for entry in one.store.entries())
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, unlimited[1]))
    try:
        with pytest.raises(NotSeenYet, match="stored as revision 2"):
            commit(one, quad(2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    before = one.store.revision
    one.catch_up()

    assert (1, 2) == (before, one.store.revision)
    assert {quad(1), quad(2)} == set(one.store.match(graph=GRAPH))


def test_a_large_commit_on_a_state_that_is_gone_leaves_nothing_staged(mirrors: Mirrors) -> None:
    """It went up in pieces, which nobody will ever ask for."""
    one, two = mirrors.open(), mirrors.open()
    commit(one, quad(1))
    before = mirrors.engine.rows(
        f"SELECT ?s {{ GRAPH <{publishing.names.LOG_GRAPH}> {{ ?s ?p ?o }} }}"
    )

    with pytest.raises(Outrun):
        two.apply(Patch(added=frozenset(map(quad, range(600)))), HEADERS)

    after = mirrors.engine.rows(
        f"SELECT ?s {{ GRAPH <{publishing.names.LOG_GRAPH}> {{ ?s ?p ?o }} }}"
    )
    assert len(before) == len(after)
    assert 1 == len(mirrors.engine.rows("SELECT ?o { GRAPH <urn:test:g> { ?s ?p ?o } }"))


def test_writers_on_many_mirrors_lose_no_update(mirrors: Mirrors) -> None:
    """Each adds one to a number that it has read: the sum tells of every lost update."""
    services = [mirrors.open() for _ in range(4)]
    commit(services[0], quad(0))
    each = 6

    def count(mirror: Mirror) -> None:
        done = 0
        while done < each:
            with mirror.newest():
                old = next(iter(mirror.store.match(graph=GRAPH)))
                new = quad(int(old.object.value) + 1)  # type: ignore[union-attr]
                try:
                    mirror.apply(Patch(frozenset({old}), frozenset({new})), HEADERS)
                except Outrun:
                    continue
            done += 1

    threads = [threading.Thread(target=count, args=(mirror,)) for mirror in services]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for mirror in services:
        mirror.catch_up()
    assert [quad(4 * each)] == list(services[0].store.match(graph=GRAPH))
    assert 1 == len({journal(mirror) for mirror in services})
    rows = mirrors.engine.rows("SELECT ?o { GRAPH <urn:test:g> { ?s ?p ?o } }")
    assert [{"o": str(4 * each)}] == rows


@pytest.mark.parametrize("pieces", [1, 2, 3])
def test_a_large_commit_whose_service_ended_is_finished_by_another(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch, pieces: int
) -> None:
    """It is in the log, so it is made; the engine must get the rest of it."""
    one, two = mirrors.open(), mirrors.open()
    left = pieces

    def dies(self: publishing.Publisher, text: str) -> None:
        nonlocal left
        if not left:
            raise SystemExit
        left -= 1
        self._client.update(text)

    def refuses(*_: object) -> None:
        raise StoreRefusal("It is too long.")

    with monkeypatch.context() as broken:
        broken.setattr(StoreClient, "update_in_parts", refuses)
        broken.setattr(publishing.Publisher, "_insist", dies)
        with pytest.raises(SystemExit):
            commit(one, *map(quad, range(1200)))

    commit(two, quad("after", "urn:other"), removed=(quad(7),))

    assert 2 == two.store.revision
    rows = mirrors.engine.rows("SELECT ?o { GRAPH <urn:test:g> { ?s ?p ?o } }")
    assert {str(number) for number in range(1200)} - {"7"} | {"after"} == {row["o"] for row in rows}
    one.catch_up()
    assert journal(one) == journal(two)


def test_what_was_staged_long_ago_and_never_published_is_removed(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that was killed while it staged leaves pieces behind."""
    one = mirrors.open()
    query = f"SELECT ?s {{ GRAPH <{publishing.names.LOG_GRAPH}> {{ ?s ?p ?o }} }}"

    def dies(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(publishing.Publisher, "_swap", dies)
        with pytest.raises(SystemExit):
            commit(one, *map(quad, range(600)))
    clean = 3 + 0  # id, revision, lock
    one.publisher.tidy()
    assert clean < len(mirrors.engine.rows(query))

    monkeypatch.setattr(publishing, "_STALE", -publishing._STALE)
    one.publisher.tidy()

    assert clean - 1 <= len(mirrors.engine.rows(query)) <= clean


def test_values_of_every_common_kind_are_found_again_when_they_are_removed(
    mirrors: Mirrors,
) -> None:
    """Some engines keep values in another form than they were written."""
    mirror = mirrors.open()
    values = [
        Literal("true", datatype=NamedNode(XSD + "boolean")),
        Literal("1.50", datatype=NamedNode(XSD + "decimal")),
        Literal("10.0", datatype=NamedNode(XSD + "decimal")),
        Literal("1.5e3", datatype=NamedNode(XSD + "double")),
        Literal("-7", datatype=NamedNode(XSD + "integer")),
        Literal("2026-11-23", datatype=NamedNode(XSD + "date")),
        Literal("2026-11-23T14:00:00.5Z", datatype=NamedNode(XSD + "dateTime")),
        Literal("2026-11-23T14:00:00+02:00", datatype=NamedNode(XSD + "dateTime")),
        Literal("2026", datatype=NamedNode(XSD + "gYear")),
        Literal("http://example.org/a b", datatype=NamedNode(XSD + "anyURI")),
        Literal("own", datatype=NamedNode("urn:datatype")),
        Literal("", language="en"),
        Literal("x", language="de-CH"),
        Literal("ä" * 5000),
        Literal("é😀\n\t\r\"'\\ \x01\x7f"),
        NamedNode("http://example.org/é?q='1'&r=%20(2)#f"),
    ]
    kept = [Quad(NamedNode("urn:s"), NamedNode("urn:p"), value, GRAPH) for value in values]
    commit(mirror, *kept)
    query = "SELECT ?o { GRAPH <urn:test:g> { ?s ?p ?o } }"
    assert len(values) == len(mirrors.engine.rows(query))

    commit(mirror, removed=tuple(kept))

    assert [] == mirrors.engine.rows(query)


def test_what_the_engine_does_not_take_is_told_and_leaves_nothing(mirrors: Mirrors) -> None:
    """Half a commit, or one in the log alone, would part the mirrors from the engine."""
    mirror = mirrors.open()
    commit(mirror, quad(0))
    time = Literal("12:30:00", datatype=NamedNode(XSD + "time"))
    unusual = Quad(NamedNode("urn:s"), NamedNode("urn:p"), time, GRAPH)
    query = "SELECT ?o { GRAPH <urn:test:g> { ?s ?p ?o } }"

    if mirrors.engine.name == "virtuoso":
        with pytest.raises(StoreRefusal, match="does not take this"):
            commit(mirror, quad(1), unusual, removed=(quad(0),))
        assert (1, [{"o": "0"}]) == (mirror.store.revision, mirrors.engine.rows(query))
    else:
        commit(mirror, quad(1), unusual, removed=(quad(0),))
        assert 2 == len(mirrors.engine.rows(query))


def test_what_a_remote_store_cannot_have_is_refused_before_anything_is_sent(
    mirrors: Mirrors,
) -> None:
    """Triple terms are RDF 1.2, and one graph stands for the default graph."""
    mirror = mirrors.open()
    node = NamedNode("urn:s")
    for faulty, error in (
        (Quad(node, node, Triple(node, node, node), GRAPH), InputError),
        (Quad(node, node, node, NamedNode(DEFAULT_GRAPH)), ForbiddenOperation),
    ):
        with pytest.raises(error):
            commit(mirror, faulty)
    assert 0 == mirror.store.revision


def test_a_mirror_catches_up_over_many_pages_of_commits(mirrors: Mirrors) -> None:
    """A service that was away, or is new, must find all that happened."""
    one = mirrors.open()
    for number in range(60):
        commit(one, quad(number))

    two = mirrors.open()

    assert (60, journal(one)) == (two.store.revision, journal(two))


def test_an_answer_that_a_commit_overtook_names_the_revision_before_it(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is told of a revision must find in the answer what it committed."""
    mirror = mirrors.open()
    commit(mirror, quad(1))
    read = engine_queries.rewrite

    def read_and_commit(*given: Any) -> bytes:
        body = read(*given)
        commit(mirror, quad(2))
        return body

    monkeypatch.setattr(engine_queries, "rewrite", read_and_commit)
    answer = asyncio.run(asked(mirror, "SELECT ?v { GRAPH <urn:test:g> { ?s ?p ?v } }"))

    assert (2, 1) == (mirror.store.revision, answer.revision)


def test_what_one_reader_has_seen_the_next_one_sees_as_well(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine has a commit a moment before its mirror; no kept answer may take it back."""
    mirror, other = mirrors.open(), mirrors.open()
    commit(mirror, quad(1))
    monkeypatch.setattr(mirror, "catch_up", lambda: None)  # a commit of its own is under way
    commit(other, quad(2))
    queries = engine_queries_of(mirror, workers := Mirrored(mirror))

    async def ask() -> tuple[int, int]:
        before = queries.revision
        text = "SELECT ?v { GRAPH <urn:test:g> { ?s ?p ?v } }"
        await queries.run(QueryJob(text, result_format="csv"))
        await queries.run(QueryJob("ASK { GRAPH <https://w3id.org/rolegraph/graph/changes> {} }"))
        await queries._client.close()
        return before, queries.revision

    assert (1, 2) == asyncio.run(ask())
    assert [2] == workers.asked_at, "the mirror followed before it was asked"


def test_a_result_that_the_disk_has_no_room_for_is_told(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is no fault of the service, and reading small results goes on."""
    mirror = mirrors.open()
    commit(mirror, quad("x" * 10_000))
    text = "SELECT ?v { GRAPH <urn:test:g> { ?s ?p ?v } }"
    monkeypatch.setattr(asking, "IN_MEMORY", 5_000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        with pytest.raises(QueryResourceLimit, match="temporary files"):
            asyncio.run(asked(mirror, text))
        small = asyncio.run(asked(mirror, "ASK {}"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert b"true" in (small.body or b"")
    assert asyncio.run(asked(mirror, text)).body


def test_a_question_to_a_mirror_without_room_is_not_told_of_a_write(
    mirrors: Mirrors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who only reads would look for what it was that was not stored."""
    mirror = mirrors.open()
    commit(mirrors.open(), quad(1))

    def full() -> None:
        raise StorageFull("Nothing was stored.")

    monkeypatch.setattr(mirror, "catch_up", full)
    with pytest.raises(StoreUnavailable, match="Free some space"):
        asyncio.run(asked(mirror, "ASK {}"))


class Mirrored:
    """Query workers that note which revision they are asked at."""

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self.asked_at: list[int] = []

    @property
    def revision(self) -> int:
        return self._mirror.store.revision

    async def run(self, *_: object) -> Answer:
        self.asked_at.append(self.revision)
        return Answer(self.revision, "boolean", body=b"true")


def engine_queries_of(mirror: Mirror, workers: object) -> EngineQueries:
    limits = Limits(seconds=10, memory=2**30, result_bytes=2**20, result_rows=100)
    return EngineQueries(cast("QueryWorkers", workers), mirror, limits, queue_length=4, union=True)


async def asked(mirror: Mirror, text: str) -> Answer:
    """Ask the engine of a mirror; its query workers have what the mirror has."""
    queries = engine_queries_of(mirror, SimpleNamespace(revision=2))
    try:
        return await queries.run(QueryJob(text))
    finally:
        await queries._client.close()
