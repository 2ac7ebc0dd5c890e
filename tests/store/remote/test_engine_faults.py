"""Engines that fail in the middle of an update, or are behind: only the log tells what was made."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from engines import Oxigraph
from rolegraph.errors import StoreRefusal
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.settings import Settings
from rolegraph.store.remote.endpoints.addresses import addresses_of
from rolegraph.store.remote.mirror import Mirror
from rolegraph.store.remote.opening import open_mirror

GRAPH = NamedNode("urn:test:faults")


class Failing:
    """What stands before an engine, and answers some updates with 500.

    Attributes:
        lost: updates to come that are done, and whose answer is 500.
        refused: updates to come that are not done.
        status: what is answered to these.
    """

    def __init__(self, engine: Oxigraph) -> None:
        self.lost = self.refused = 0
        self.status = 500
        front = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                update = self.path == "/update"
                fails = update and (front.refused > 0 or front.lost > 0)
                if fails and front.refused > 0:
                    front.refused -= 1
                    return self._answer(front.status, b"busy")
                said = {n: self.headers[n] for n in ("content-type", "accept")}
                there = f"http://127.0.0.1:{engine.port}{self.path}"
                answer = httpx.post(there, content=body, headers=said, timeout=60)
                if fails:
                    front.lost -= 1
                    return self._answer(500, b"cut off")
                return self._answer(answer.status_code, answer.content, answer.headers)

            def _answer(
                self, status: int, body: bytes, headers: httpx.Headers | None = None
            ) -> None:
                self.send_response(status)
                if headers is not None and "content-type" in headers:
                    self.send_header("Content-Type", headers["content-type"])
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Oxigraph]:
    """An engine that runs."""
    reason = Oxigraph.missing()
    if reason is not None:
        pytest.skip(reason)
    folder = tmp_path / "one"
    folder.mkdir()
    one = Oxigraph(folder)
    one.start()
    yield one
    one.kill()


def opened(folder: Path, urls: list[str]) -> Mirror:
    settings = Settings(
        store_query_url=" ".join(f"{url}/query" for url in urls),
        store_update_url=" ".join(f"{url}/update" for url in urls),
        # So that each update of the engine is a commit.
        store_turns="engine",
        data_dir=folder,
    )
    addresses = addresses_of(settings)
    assert addresses is not None
    return open_mirror(settings, addresses)


def write(mirror: Mirror, number: int) -> int:
    quad = Quad(GRAPH, GRAPH, Literal(str(number)), GRAPH)
    with mirror.newest():
        return mirror.apply(Patch(added=frozenset([quad])), {"message": "One."})


def written(engine: Oxigraph) -> list[str]:
    rows = engine.rows(f"SELECT ?o WHERE {{ GRAPH {GRAPH} {{ ?s ?p ?o }} }}")
    return sorted(row["o"] for row in rows)


@pytest.mark.parametrize("fault", ["lost", "refused"])
def test_an_update_that_the_engine_answers_with_500_is_looked_up_in_the_log(
    engine: Oxigraph, tmp_path: Path, fault: str
) -> None:
    """A server of a cluster says 500 when it lost its neighbours, whether or not it committed."""
    front = Failing(engine)
    mirror = opened(tmp_path / "mirror", [front.url])
    first = write(mirror, 1)
    setattr(front, fault, 1)

    assert first + 1 == write(mirror, 2)
    assert first + 2 == write(mirror, 3)

    assert ["1", "2", "3"] == written(engine)
    mirror.close()
    mirror.store.close()
    front.close()


def test_what_one_engine_refuses_is_sent_to_the_next_before_it_is_told(
    engine: Oxigraph, tmp_path: Path
) -> None:
    """Fuseki answers 400 where its own disk is full; the author has done nothing wrong."""
    front = Failing(engine)
    mirror = opened(tmp_path / "mirror", [front.url, f"http://127.0.0.1:{engine.port}"])
    write(mirror, 1)
    front.status, front.refused = 400, 1

    write(mirror, 2)

    assert ["1", "2"] == written(engine)
    assert 0 == front.refused
    front.refused = 2
    alone = opened(tmp_path / "alone", [front.url])
    with pytest.raises(StoreRefusal):
        write(alone, 3)
    assert ["1", "2"] == written(engine)
    for one in (mirror, alone):
        one.close()
        one.store.close()
    front.close()


def test_an_engine_that_is_behind_is_left_for_one_that_is_not(
    engine: Oxigraph, tmp_path: Path
) -> None:
    """A server that comes back has to catch up; until then it is no reason to refuse writes."""
    mirror = opened(tmp_path / "mirror", [f"http://127.0.0.1:{engine.port}"])
    write(mirror, 1)
    mirror.close()
    mirror.store.close()
    engine.kill()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    behind = Oxigraph(tmp_path / "two")
    engine.start()
    behind.start()
    urls = [f"http://127.0.0.1:{one.port}" for one in (engine, behind)]
    mirror = opened(tmp_path / "mirror", urls)
    write(mirror, 2)
    mirror.client.engines.leave(mirror.client.addresses)

    mirror.catch_up()
    write(mirror, 3)

    assert mirror.fault is None
    assert (["1", "2", "3"], ["1"]) == (written(engine), written(behind))
    mirror.close()
    mirror.store.close()
    behind.kill()
