"""Large loads into Fuseki by uploads: whoever is stopped or cut off in one, nothing is half or lost."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from mirroring import Mirrors, started

from engines import Engine
from rolegraph.errors import NotSeenYet
from rolegraph.history.bulk_load import Loaded, Loading, load
from rolegraph.rdf.namespaces import LOG_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.settings.modes import GuardMode
from rolegraph.store.files.rdf_files import RdfFile
from rolegraph.store.remote.log import graph_upload
from rolegraph.store.remote.mirror import Mirror

THINGS, FEW = 2500, 1000
LONG = "it is long " * 60
GRAPH = "urn:test:large"
UPLOADED = "application/trig, Charset=null => TriG : Count={}"


def lines(first: int, end: int, graph: str = GRAPH) -> str:
    return "".join(
        f'<urn:test:{n}> <urn:test:says> "{n} {LONG}" <{graph.format(n % 30)}> .\n'
        for n in range(first, end)
    )


@pytest.fixture
def engine(
    running_engines: dict[str, Engine],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Engine]:
    """Fuseki, where files of a megabyte are large already; it runs again afterwards."""
    found = started("fuseki", running_engines, tmp_path_factory)
    found.clear()
    monkeypatch.setattr(graph_upload, "LEAST", 2**18)
    monkeypatch.setattr(graph_upload, "_BUFFERS", 2**17)
    yield found
    if found.process is not None and found.process.poll() is not None:
        found.start()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "large.nq"
    path.write_text(lines(0, THINGS), encoding="utf-8")
    return path


def loaded(mirror: Mirror, file: Path) -> Loaded:
    how = Loading(GuardMode.OFF, "test", "Much.")
    return load(mirror.store, [RdfFile(file)], how, mirror, few=FEW)


def shown(engine: Engine, pattern: str = f"GRAPH <{GRAPH}> {{ ?s ?p ?o }}") -> int:
    return int(engine.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")[0]["n"])


def uploads(engine: Engine, quads: int) -> int:
    """How many documents of so many quads the engine says that it has taken."""
    return (engine.folder / "out.log").read_text().count(f"{UPLOADED.format(quads)} ")


def before_the_end(mirror: Mirror, do: Callable[[], None], patching: pytest.MonkeyPatch) -> None:
    """Have something done when all of an upload is sent but its end."""
    select = mirror.client.select

    def asked(query: str) -> list[dict[str, object]]:
        if "?held" in query:
            do()
        return select(query)  # type: ignore[return-value]

    patching.setattr(mirror.client, "select", asked)


def held(mirror: Mirror) -> frozenset[Quad]:
    return frozenset(q for q in mirror.store.match() if q.graph_name == NamedNode(GRAPH))


def test_a_large_load_is_uploaded_and_every_mirror_has_it(
    mirrors: Mirrors, file: Path, engine: Engine
) -> None:
    """The engine is spared the reading of SPARQL; a second service notices no difference."""
    mirror, other = mirrors.open(), mirrors.open()
    before = uploads(engine, THINGS)

    assert loaded(mirror, file).added == THINGS
    other.catch_up()

    assert shown(engine) == THINGS
    assert uploads(engine, THINGS) == before + 1
    assert held(other) == held(mirror)
    assert other.head is not None
    assert not other.head.settling


def test_what_is_there_already_is_not_added_again(
    mirrors: Mirrors, file: Path, engine: Engine, tmp_path: Path
) -> None:
    """A load that only adds to what the store has sends what is new."""
    mirror, more = mirrors.open(), tmp_path / "more.nq"
    loaded(mirror, file)
    more.write_text(lines(THINGS - 1000, THINGS + 700) + lines(THINGS, THINGS + 100), "utf-8")
    before = uploads(engine, 700)

    assert loaded(mirror, more).added == 700
    assert shown(engine) == THINGS + 700
    assert uploads(engine, 700) == before + 1


def test_who_asks_the_engine_during_an_upload_sees_nothing_of_it(
    mirrors: Mirrors, file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All or nothing holds for readers past the services too."""
    mirror, seen = mirrors.open(), []
    before_the_end(mirror, lambda: seen.append(shown(engine)), monkeypatch)

    loaded(mirror, file)

    assert seen == [0]
    assert shown(engine) == THINGS


def test_a_commit_of_another_service_waits_for_an_upload_and_is_not_lost(
    mirrors: Mirrors, file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two services write at once: both commits are there, one after the other."""
    mirror, other = mirrors.open(), mirrors.open()
    mine = Quad(NamedNode("urn:test:mine"), NamedNode("urn:test:p"), Literal("1"), NamedNode(GRAPH))
    ended = threading.Event()

    def commit() -> None:
        with other.newest():
            other.apply(Patch(added=frozenset([mine])), {"author": "test", "message": "Mine."})
        ended.set()

    writing = threading.Thread(target=commit)
    waited: list[bool] = []

    def meanwhile() -> None:
        writing.start()
        waited.append(not ended.wait(1))

    before_the_end(mirror, meanwhile, monkeypatch)
    revision = loaded(mirror, file).revision
    writing.join()
    mirror.catch_up()

    assert waited == [True]
    assert shown(engine) == THINGS + 1
    assert (mirror.store.revision, other.store.revision) == (revision + 1, revision + 1)
    assert held(mirror) == held(other)


def test_a_late_upload_brings_nothing_back(
    mirrors: Mirrors, file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service is stopped before its upload; others finish its commit and remove what it loaded."""
    late, other = mirrors.open(), mirrors.open()
    stopped, goes_on = threading.Event(), threading.Event()
    write = late.publisher._uploads.write
    said: list[bool] = []

    def stop(*given: object) -> bool:
        stopped.set()
        assert goes_on.wait(60)
        said.append(write(*given))  # type: ignore[arg-type]
        return said[-1]

    monkeypatch.setattr(late.publisher._uploads, "write", stop)
    loading = threading.Thread(target=loaded, args=(late, file))
    loading.start()
    assert stopped.wait(60)
    with other.newest():
        assert shown(engine) == THINGS, "the other service has finished the load"
        gone = Patch(removed=held(other))
        other.apply(gone, {"author": "test", "message": "Gone."})
    goes_on.set()
    loading.join()
    late.catch_up()

    assert said == [False]
    assert shown(engine) == 0
    assert late.store.revision == other.store.revision
    assert held(late) == frozenset()


class _Ended(BaseException):
    """The service is ended."""


def test_a_service_that_ends_within_an_upload_leaves_nothing_half_done(
    mirrors: Mirrors, file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine forgets what came; the commit counts, and the next service writes it."""
    mirror = mirrors.open()

    def end() -> None:
        raise _Ended

    before_the_end(mirror, end, monkeypatch)
    with pytest.raises(_Ended):
        loaded(mirror, file)
    engine.update("DELETE DATA { <urn:test:a> <urn:test:b> 1 }")  # waits until that is over

    assert shown(engine) == 0
    other = mirrors.open()
    assert shown(engine) == len(held(other)) == THINGS


def test_an_engine_that_ends_within_an_upload_has_the_load_once_it_is_back(
    mirrors: Mirrors, file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user is told that it is stored, and it is, as soon as somebody asks."""
    mirror = mirrors.open()
    before_the_end(mirror, engine.kill, monkeypatch)
    with pytest.raises(NotSeenYet, match="Do not send it again"):
        loaded(mirror, file)
    engine.start()
    assert shown(engine) == 0
    other = mirrors.open()

    assert shown(engine) == len(held(other)) == THINGS


ODD = r"""
<urn:test:a> <urn:test:p> "G'day"@EN-au <urn:test:large> .
<urn:test:a> <urn:test:p> "007"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:test:large> .
<urn:test:a> <urn:test:p> "7"^^<urn:test:type> <urn:test:large> .
<urn:test:a> <urn:test:p> "say \"<b> <urn:test:x> .\" \\ \u00e9 \U0001F600 é\n" <urn:test:large> .
<urn:test:a> <urn:test:p> <http://EX.org/%7ea/./b?c=d&e#f> <urn:test:large> .
<urn:test:a> <urn:test:p> <urn:test:other> <urn:test:other> .
<urn:test:a> <urn:test:p> <urn:test:large> .
<urn:test:a> <urn:test:p> "no graph" .
_:node <urn:test:p> _:other <urn:test:large> .
"""


def test_an_upload_writes_what_operations_write(
    mirrors: Mirrors, file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Languages, numbers, blank nodes, other graphs and none: the engine has the same either way."""
    file.write_text(lines(0, 1500) + ODD, encoding="utf-8")
    query = f"SELECT * WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{LOG_GRAPH}>) }}"
    found = []
    for least in (graph_upload.LEAST, 2**30):
        engine.clear()
        with monkeypatch.context() as patching:
            patching.setattr(graph_upload, "LEAST", least)
            before = uploads(engine, 1509)
            assert loaded(mirrors.open(), file).added == 1509
            assert uploads(engine, 1509) == before + (least != 2**30)
        rows = [str(sorted(row.items())) for row in engine.rows(query)]
        mine = [re.sub("genid/rolegraph/[0-9a-f]+", "genid", row) for row in rows]
        found.append(sorted(row for row in mine if "urn:test:" in row))

    assert len(found[0]) == 1509
    assert found[0] == found[1]


def test_a_load_of_very_many_graphs_is_written_too(
    mirrors: Mirrors, file: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two graphs an upload could be cut unnoticed; so it has not too many."""
    monkeypatch.setattr(graph_upload, "_BLOCKS", 20)
    file.write_text(lines(0, THINGS, "urn:test:graph:{}"), encoding="utf-8")
    before = uploads(engine, THINGS)

    assert loaded(mirrors.open(), file).added == THINGS
    assert shown(engine, "GRAPH ?g { ?s <urn:test:says> ?o }") == THINGS
    assert uploads(engine, THINGS) == before


def test_where_the_graph_store_is_closed_loads_go_on_by_sparql(
    mirrors: Mirrors, file: Path, engine: Engine
) -> None:
    """Who may only query and update can load all the same."""
    before = uploads(engine, THINGS)
    mirror = mirrors.open(store_graphs_url=engine.update_url.replace("update", "closed"))

    assert loaded(mirror, file).added == THINGS
    assert shown(engine) == THINGS
    assert uploads(engine, THINGS) == before


class _Holding(BaseHTTPRequestHandler):
    """A gateway that passes a request on once it has all of it, as some do."""

    target = ""
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = b""
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            while size := int(self.rfile.readline() or b"0", 16):
                body += self.rfile.read(size)
                if self.rfile.readline() != b"\r\n":
                    self.close_connection = True
                    return
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers["Content-Length"]))
        kept = {"content-type", "accept", "authorization"}
        headers = {n: v for n, v in self.headers.items() if n.lower() in kept}
        answer = httpx.post(self.target + self.path, content=body, headers=headers, timeout=60)
        self.send_response(answer.status_code)
        for name in ("content-type", "fuseki-request-id"):
            self.send_header(name, answer.headers.get(name, ""))
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)


@contextmanager
def gateway(engine: Engine) -> Iterator[str]:
    parts = urlsplit(engine.query_url)
    handler = type("Handler", (_Holding,), {"target": f"{parts.scheme}://{parts.netloc}"})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_behind_a_gateway_that_holds_requests_back_nothing_is_uploaded(
    mirrors: Mirrors, file: Path, engine: Engine
) -> None:
    """There an upload could arrive at any time; operations on a condition come as late as they like."""
    with gateway(engine) as address:
        urls = {
            f"store_{kind}_url": f"{address}{urlsplit(url).path}"
            for kind, url in (("query", engine.query_url), ("update", engine.update_url))
        }
        before = uploads(engine, THINGS)

        assert loaded(mirrors.open(**urls), file).added == THINGS
    assert shown(engine) == THINGS
    assert uploads(engine, THINGS) == before
