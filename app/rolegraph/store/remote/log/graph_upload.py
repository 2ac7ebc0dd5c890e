"""The quads of a large commit in one upload, at an engine that takes it as one transaction.

Reading SPARQL is most of what an engine in Java does with a large update, and an upload by the
Graph Store HTTP Protocol has none. But an upload knows no condition. So a service that was stopped
before it, and goes on when others have finished its commit and made the next, would bring back what
that one removed. Here the condition is asked for while the upload is under way:

* Fuseki begins its transaction before it reads, and has one that writes at a time. Once it has read
  more than connections hold, and lets another update wait, nobody else can commit.
* Then the log is asked whether the commit is still to be written. Only then comes the end.
* Until then the document, TriG, stands within a graph that is not closed. Ended there, by whatever,
  it is no TriG, and the engine keeps nothing. (Cut behind a line, Fuseki 5.6 keeps what came of
  N-Quads, whatever length was announced.)

A service that is stopped in between loses its connection, by the engine's limit for idle ones.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait

import structlog

from rolegraph.errors import StoreAnswer, StoreRefusal
from rolegraph.store.remote.endpoints.client import StoreClient
from rolegraph.store.remote.log import blocks, names
from rolegraph.store.remote.log.names import in_log
from rolegraph.store.remote.log.upload import PatchText

_log = structlog.get_logger(__name__)
LEAST = 2**25
"""Bytes of a patch from which it is uploaded: surely more than `_BUFFERS` of them are sent."""
_BUFFERS = 2**24
"""Bytes that no two ends of a connection hold on their own; Linux has 10 MB at most."""
_WAITS, _TIMES, _MOST = 1.0, 10, 10.0
"""Seconds that another update has to wait; how often what it took before, if that is more; and at
most, since engines end idle connections."""
_BLOCKS = 1000
"""Blocks of a graph that a document may have: between two it could be cut unnoticed."""
_NOTHING = f"DELETE DATA {{ {in_log(f'{names.HEAD} {names.LOCK} 0 .')} }}"
"""An update that needs its turn at the engine and changes nothing."""
_END = b"}\n"
_NOT_ALONE = "the engine does other updates meanwhile"


class GraphUpload:
    """Uploads what a commit adds.

    Args:
        client: the store.
    """

    def __init__(self, client: StoreClient) -> None:
        self._client = client

    def write(self, text: PatchText, length: int, here: str, seconds: float) -> bool:
        """Add the quads of a commit where a pattern holds, all or none of them.

        Args:
            text: its patch.
            length: how many bytes they have.
            here: the pattern.
            seconds: how long the engine may take.

        Returns:
            Whether the engine has them. If not, they have to be written in another way: the patch
            is small or removes something, or the engine does not isolate an upload, or the pattern
            does not hold.

        Raises:
            StoreUnavailable, StoreTimeout: the engine may have them.
        """
        address = self._client.takes_quads_at
        if address is None or length < LEAST:
            return False
        # Its end waits for the update that has to wait, so it is no part of the document.
        with ThreadPoolExecutor(1) as pool:
            try:
                self._client.upload(address, [b""], seconds)  # it may be closed for writing
                began = time.monotonic()
                self._client.update(_NOTHING)
                longer = min(max(_WAITS, _TIMES * (time.monotonic() - began)), _MOST)
                document = self._document(text, here, pool, longer, seconds)
                self._client.upload(address, document, seconds)
            except (_GivenUp, StoreRefusal, StoreAnswer) as error:
                _log.info("store.no_upload", reason=str(error))
                return False
        return True

    def _document(
        self, text: PatchText, here: str, pool: ThreadPoolExecutor, longer: float, seconds: float
    ) -> Iterator[bytes]:
        """Yield the document, its end only if the pattern holds and will hold until then."""
        other: Future[None] | None = None
        sent, since = 0, 0.0
        for piece in _open_trig(text):
            if other is not None and other.done():
                raise _GivenUp(_NOT_ALONE)
            yield piece
            sent += len(piece)
            if other is None and sent > _BUFFERS:
                since = time.monotonic()
                other = pool.submit(self._client.update_in_parts, lambda: [_NOTHING], seconds)
        if other is None:
            raise _GivenUp("there was too little to tell that the engine reads it")
        wait([other], max(0.0, since + longer - time.monotonic()))
        holds = self._client.select(f"SELECT ?held WHERE {{ {here} BIND(1 AS ?held) }}")
        if other.done():
            raise _GivenUp(_NOT_ALONE)
        if not holds:
            raise _GivenUp("the commit has been finished already")
        yield _END


class _GivenUp(Exception):
    """The document is not to be finished."""


def _open_trig(text: PatchText) -> Iterator[bytes]:
    """Yield what a patch adds as TriG, but for the end of the last graph."""
    present, number = b"", 0
    for lines in blocks.added(text.parts()):
        if not text.plain and (lines.startswith(b"D ") or b"\nD " in lines):
            raise _GivenUp("it removes something")
        for graph, triples in blocks.by_graph(lines, plain=text.plain):
            if graph == present:
                yield triples
                continue
            number += 1
            if number > _BLOCKS:
                raise _GivenUp("it goes from graph to graph too often")
            yield (_END if present else b"") + b"GRAPH " + graph + b" {\n" + triples
            present = graph
