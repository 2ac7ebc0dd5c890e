"""Several engines with the same data: when one ends, the next is asked, and writes find their way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines import Engine, Oxigraph
from rolegraph.errors import ConfigurationError, StoreError
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.settings import Settings
from rolegraph.store.remote.endpoints.addresses import Addresses, addresses_of
from rolegraph.store.remote.endpoints.asking import AsyncStoreClient, RemoteQuestion
from rolegraph.store.remote.mirror import Mirror
from rolegraph.store.remote.opening import open_mirror

GRAPH = NamedNode("urn:test:several")


class Reader(Oxigraph):
    """The same data by a server that takes no updates."""

    @property
    def _command(self) -> list[str]:
        return ["serve-read-only" if part == "serve" else part for part in super()._command]


class Cluster:
    """Two servers of one database, of which one runs at a time."""

    def __init__(self, folder: Path, second: type[Engine]) -> None:
        reason = Oxigraph.missing()
        if reason is not None:
            pytest.skip(reason)
        folder.mkdir()
        self.one, self.two = Oxigraph(folder), second(folder)
        self.settings = Settings(
            store=f"{self.one.environment['ROLEGRAPH_STORE']} "
            f"{self.two.environment['ROLEGRAPH_STORE']}",
            data_dir=folder.parent / "mirror",
        )
        self.one.start()

    def open(self) -> Mirror:
        addresses = addresses_of(self.settings)
        assert addresses is not None
        return open_mirror(self.settings, addresses)

    def switch(self, old: Engine, new: Engine) -> None:
        old.kill()
        new.start()

    def close(self) -> None:
        self.one.kill()
        self.two.kill()


@pytest.fixture
def cluster(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cluster]:
    """Two servers, the second of the kind that the test wants."""
    made = Cluster(tmp_path / "engines", getattr(request, "param", Oxigraph))
    yield made
    made.close()


def write(mirror: Mirror, number: int) -> None:
    quad = Quad(GRAPH, GRAPH, Literal(str(number)), GRAPH)
    with mirror.newest():
        mirror.apply(Patch(added=frozenset([quad])), {"author": "test", "message": "One."})


def written(engine: Engine) -> set[str]:
    rows = engine.rows(f"SELECT ?o WHERE {{ GRAPH {GRAPH} {{ ?s ?p ?o }} }}")
    return {row["o"] for row in rows}


def ask(mirror: Mirror) -> bytes:
    async def run() -> bytes:
        client = AsyncStoreClient(mirror.client, seconds=20, limit=10_000)
        try:
            question = RemoteQuestion("ASK { ?s ?p ?o }", False, [GRAPH.value], [])
            async with client.ask(question) as body:
                return body.read()
        finally:
            await client.close()

    return asyncio.run(run())


def test_the_next_engine_takes_over_and_the_first_one_back(cluster: Cluster) -> None:
    """An operator who lists two engines must not be called at night when one ends."""
    mirror = cluster.open()
    write(mirror, 1)
    cluster.switch(cluster.one, cluster.two)

    write(mirror, 2)
    assert b"true" in ask(mirror)
    assert written(cluster.two) == {"1", "2"}

    cluster.switch(cluster.two, cluster.one)
    assert b"true" in ask(mirror)
    write(mirror, 3)
    assert written(cluster.one) == {"1", "2", "3"}
    assert mirror.client.breaker.state == "closed"
    mirror.close()
    mirror.store.close()


@pytest.mark.parametrize("cluster", [Reader], indirect=True)
def test_an_engine_that_takes_no_updates_is_read_alone(cluster: Cluster) -> None:
    """Reading goes on there; a write is refused, and nothing of it is stored."""
    mirror = cluster.open()
    write(mirror, 1)
    cluster.switch(cluster.one, cluster.two)

    assert b"true" in ask(mirror)
    mirror.catch_up()
    with pytest.raises(StoreError):
        write(mirror, 2)
    cluster.switch(cluster.two, cluster.one)
    write(mirror, 3)

    assert written(cluster.one) == {"1", "3"}
    mirror.close()
    mirror.store.close()


def test_a_service_starts_while_the_first_engine_is_away(cluster: Cluster) -> None:
    """A restart must not need the very engine that has just ended."""
    cluster.switch(cluster.one, cluster.two)

    mirror = cluster.open()
    write(mirror, 1)

    assert written(cluster.two) == {"1"}
    mirror.close()
    mirror.store.close()


def test_addresses_of_engines_stand_in_the_same_order() -> None:
    """The second query address and the second update address are one engine."""
    settings = Settings(
        store_query_url="http://a/query, http://b/query",
        store_update_url="http://a/update  http://b/update",
    )

    other = Addresses("http://b/query", "http://b/update")
    assert addresses_of(settings) == Addresses("http://a/query", "http://a/update", None, (other,))


def test_as_many_update_as_query_addresses_are_wanted() -> None:
    """Which engine lacks one could only be guessed."""
    settings = Settings(
        store_query_url="http://a/query http://b/query", store_update_url="http://a/update"
    )

    with pytest.raises(ConfigurationError, match="as many addresses"):
        addresses_of(settings)
