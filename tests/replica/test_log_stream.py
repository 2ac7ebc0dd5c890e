"""The change log as a stream: any pieces, any break, any damage, and what a leader refuses."""

from __future__ import annotations

import asyncio
import hashlib
import random
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from following import TOKEN, insert, journal
from hypothesis import given, settings
from hypothesis import strategies as st

from cutting import CutWire
from rolegraph.errors import Diverged
from rolegraph.history.remote.follower import Follower, Leader
from rolegraph.history.remote.progress import FRESH, Progress
from rolegraph.history.remote.sinks import CopySink, StoreSink, has_copy
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad
from rolegraph.sandbox.sandbox import Sandbox, SandboxLimits
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import FORMAT_LINE
from rolegraph.store.journal.log_stream import Begin, End, StreamMark, StreamReader, mark, parts_of
from serving import Server, StartServer


def small_store() -> EmbeddedStore:
    store = EmbeddedStore()
    for number in range(4):
        quads = {
            Quad(BlankNode(f"b{number}"), NamedNode("urn:p"), Literal(f"text {n}\n"))
            for n in range(number * 3)
        }
        store.apply(Patch(added=frozenset(quads)), {"author": "Ä", "message": "TX .\nTC ."})
    return store


def stream_of(store: EmbeddedStore) -> bytes:
    entries = [b"".join(parts_of(store.journal, entry)) for entry in store.entries()]
    return mark(len(entries)) + b"".join(entries) + mark(len(entries))


STREAM = stream_of(small_store())


def read(pieces: Iterator[bytes] | list[bytes]) -> list[tuple[dict[str, str], bytes]]:
    """Return the whole entries of a stream."""
    reader, found = StreamReader(), []
    headers: dict[str, str] = {}
    body = b""
    for piece in pieces:
        for event in reader.feed(piece):
            if isinstance(event, Begin):
                headers, body = dict(event.headers), b""
            elif isinstance(event, bytes):
                body += event
            elif isinstance(event, End):
                found.append((headers, body))
            else:
                assert isinstance(event, StreamMark)
    return found


WHOLE = read([STREAM])


@given(st.lists(st.integers(0, len(STREAM)), max_size=30))
def test_a_stream_reads_the_same_however_it_is_cut_into_pieces(cuts: list[int]) -> None:
    """Networks cut where they like."""
    places = sorted({0, *cuts, len(STREAM)})
    pieces = [STREAM[a:b] for a, b in pairwise(places)]

    assert WHOLE == read(pieces)
    assert 4 == len(WHOLE)


@given(st.integers(0, len(STREAM) - 1), st.integers(0, 255))
def test_a_damaged_stream_never_gives_an_entry_that_the_leader_has_not(
    place: int, byte: int
) -> None:
    """Bytes that change on their way are noticed: by the digest, or by the entry's form."""
    damaged = STREAM[:place] + bytes([byte]) + STREAM[place + 1 :]
    sink = EmbeddedStore()
    reader = StreamReader()
    headers: dict[str, str] = {}
    body = b""
    try:
        for event in reader.feed(damaged):
            if isinstance(event, Begin):
                headers, body = dict(event.headers), b""
            elif isinstance(event, bytes):
                body += event
            elif isinstance(event, End):
                sink.replay(headers, body)
    except Diverged:
        pass
    patches = [sink.journal.text(entry) for entry in sink.entries()]

    assert [body for _, body in WHOLE][: len(patches)] == patches


@pytest.fixture(scope="module")
def leader(start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> Server:
    server = start_module_server(
        "--bare", data_dir=tmp_path_factory.mktemp("streaming"), ROLEGRAPH_WRITE_TOKEN=TOKEN
    )
    for number in range(12):
        insert(server, f"{number} {'text ' * number * 300}")
    return server


def folder_of(server: Server) -> Path:
    arguments = server.process.args
    assert isinstance(arguments, list)
    return Path(arguments[arguments.index("--data-dir") + 1])


def copy(leader: Leader, store: EmbeddedStore) -> Progress:
    """Follow until all is there."""
    progress = Progress(lambda: store.revision)
    with closing(Sandbox()) as sandbox:
        asyncio.run(Follower(leader, StoreSink(store, sandbox), progress).run(follow=False))
    return progress


def test_a_log_comes_whole_over_a_line_that_is_cut_again_and_again(
    leader: Server, tmp_path: Path
) -> None:
    """In the middle of entries, of headers, of the answer's own head: no byte is lost or doubled."""
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    size = len(journal(folder_of(leader)))
    wire = CutWire(
        int(leader.url.rsplit(":", 1)[1].rstrip("/")),
        lambda: chance.randrange(size // 3) if wire.cuts < 12 else None,
    )
    store = EmbeddedStore(tmp_path / "copy")
    # The engine need not be fast here; the waits between attempts are what takes time.
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("rolegraph.history.remote.follower._LONGEST_WAIT", 0.02)
        copy(Leader(f"http://127.0.0.1:{wire.port}"), store)
    store.close()
    wire.close()

    assert journal(folder_of(leader)) == journal(tmp_path / "copy"), f"seed {seed}"
    assert 0 < wire.cuts


def test_a_first_copy_that_was_torn_goes_on_where_it_is_whole(
    leader: Server, tmp_path: Path
) -> None:
    """A copy of gigabytes does not begin anew for a power failure."""
    whole = journal(folder_of(leader))
    folder = tmp_path / "torn"
    folder.mkdir()
    (folder / "changes.rdfp").write_bytes(whole[: whole.index(b'H revision "4"') + 300])

    async def run() -> int:
        with CopySink(folder) as sink:
            began = sink.revision
            progress = Progress(lambda: sink.revision)
            await Follower(Leader(leader.url.rstrip("/")), sink, progress).run(follow=False)
            sink.complete()
            return began

    began = asyncio.run(run())
    store = EmbeddedStore(folder)

    assert 0 < began < store.revision
    assert whole == journal(folder)
    assert has_copy(folder)
    store.close()


def test_a_leader_says_no_to_a_replica_with_another_or_a_longer_history(leader: Server) -> None:
    """Before the first byte of the log."""
    with leader.client() as client:
        path = "/api/v1/changes/log"
        other = client.get(path, params={"after": 2, "known": "0" * 64})
        longer = client.get(path, params={"after": 999})
        nonsense = [client.get(path, params=p).status_code for p in ({"after": "-1"}, {"x": "y"})]

    assert (409, 409) == (other.status_code, longer.status_code)
    assert "histories differ" in other.json()["detail"]
    assert "There is no revision 999 here" in longer.json()["detail"]
    assert [400, 400] == nonsense


def test_the_log_over_http_is_the_file(leader: Server) -> None:
    """Entry by entry: what begins with # is a comment of RDF Patch, or the line of the format."""
    with leader.client() as client:
        text = client.get("/api/v1/changes/log").content
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith(b"#")]

    assert journal(folder_of(leader)) == FORMAT_LINE + b"".join(lines)


class Stranger(BaseHTTPRequestHandler):
    """A web server that is no rolegraph: answers with the status that the path begins with."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.split("/")[1]))
        self.send_header("Location", "https://elsewhere.example/")
        self.end_headers()
        self.wfile.write(b"<html>\n<p>Welcome</p>\n")

    def log_message(self, format: str, *values: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


def test_what_is_no_leader_is_named_and_nothing_is_copied(tmp_path: Path) -> None:
    """A wrong address, a proxy's page, a redirect, which would take the token elsewhere."""
    said = {}
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as stranger:
        threading.Thread(target=stranger.serve_forever, daemon=True).start()
        for status in (200, 302, 404):
            store = EmbeddedStore(tmp_path / str(status))
            progress = Progress(lambda store=store: store.revision)
            there = Leader(f"http://127.0.0.1:{stranger.server_port}/{status}", TOKEN)
            follower = Follower(there, StoreSink(store, Sandbox()), progress)
            with pytest.raises(TimeoutError):
                asyncio.run(asyncio.wait_for(follower.run(follow=True), 0.3))
            said[status] = (progress.problem or "", store.revision)
            store.close()
        stranger.shutdown()

    assert ("What the leader sends is no change log: b'<html>\\n'.", 0) == said[200]
    assert said[302][0].startswith("The leader answered 302")
    assert said[404][0].startswith("The leader answered 404")


def sunk(body: bytes, memory: int) -> int:
    """Give a commit to a sink whose sandbox has so much memory, and return the revision then."""
    store = EmbeddedStore()
    headers, _ = store.journal.draft(Patch(), {"author": "somebody"})
    headers.pop("seal")  # as from a leader of an earlier version
    headers |= {"bytes": str(len(body)), "digest": hashlib.sha256(body).hexdigest()}

    async def give(sink: StoreSink) -> None:
        await sink.begin(Begin(headers))
        await sink.part(body)
        await sink.end()

    with closing(Sandbox(SandboxLimits(memory=memory))) as sandbox:
        asyncio.run(give(StoreSink(store, sandbox)))
    return store.revision


def lines(number: int) -> bytes:
    """Return a patch of so many lines of 1 MB each."""
    return b"".join(b'A <urn:%d> <urn:p> "%s" .\n' % (n, b"x" * 10**6) for n in range(number))


def test_a_commit_is_read_in_the_sandbox_before_the_replica_reads_it() -> None:
    """A damaged leader must not end its replicas; but what is only long is taken in pieces."""
    assert 1 == sunk(lines(3), memory=64 * 2**20)
    assert 1 == sunk(lines(40), memory=96 * 2**20)
    with pytest.raises(Diverged, match=r"revision 1 cannot be read: .*memory"):
        sunk(lines(3), memory=2**20)
    with pytest.raises(Diverged, match="revision 1 cannot be read: "):
        sunk(b"A <urn:s> nonsense .\n", memory=64 * 2**20)


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.sampled_from(["heard", "commit", "lost", "wait"]), st.integers(0, 3)),
        max_size=40,
    )
)
def test_the_lag_in_seconds_is_nothing_only_when_all_is_there(
    steps: list[tuple[str, int]],
) -> None:
    """It never says less than the time since the replica was known to have everything."""
    now, own, there, same = 0.0, 0, 0, None
    progress = Progress(lambda: own, lambda: now)
    for what, number in steps:
        if what == "heard":
            there = max(there, own) + number
            progress.heard(there)
            same = now if own >= there else same
        elif what == "commit" and own < there:
            own += 1
            progress.heard()
            same = now if own >= there else same
        elif what == "lost":
            progress.lost("gone")
        else:
            now += number * FRESH / 2
        lag = progress.lag_seconds
        assert (same is None) == (lag is None)
        if lag:
            assert now - same == lag
        elif lag == 0.0:
            assert own >= there or now == same
            assert now - same < FRESH

    assert max(there - own, 0) == progress.lag_revisions
