"""RDF that somebody else wrote: read in a confined process, within bounds, before all else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad, RdfFormat, parse
from rolegraph.rdf.uploads.nesting import DEPTH, check_depth
from rolegraph.rdf.uploads.quad_lines import QuadLines, unwritable
from rolegraph.sandbox.sandbox import Sandbox

TASK = "rolegraph.rdf.uploads.task"
_LARGE = 4 * 2**20
"""Bytes of N-Quads from which on they stay text: objects of Python take several times as long."""
_IN_PIECES = 2**20
"""Bytes of an upload from which on what is read of it comes in pieces."""
_PIECE = 2**20


@dataclass(frozen=True)
class Upload:
    """What is known of an upload besides its bytes, and how far it may go.

    Attributes:
        content_type: the Content-Type header; without one it is Turtle.
        base: base IRI of relative IRIs in it.
        graph: the graph that its triples are for; None for the default graph.
        merge: whether graphs that it names itself are left aside, as LOAD does, not refused.
        name: where it came from, for messages; its ending may tell the format.
        depth: levels that it may nest; set by `Uploads`.
        expansion: how many times larger than the upload its triples may be; set by `Uploads`.
    """

    content_type: str | None
    base: str
    graph: str | None = None
    merge: bool = False
    name: str | None = None
    depth: int = DEPTH
    expansion: float = 64.0


class Uploads:
    """Reads uploads.

    Args:
        sandbox: where they are read.
        depth: levels that an upload may nest.
        expansion: how many times larger than an upload its triples may be.
    """

    def __init__(self, sandbox: Sandbox, depth: int = DEPTH, expansion: float = 64.0) -> None:
        self.sandbox, self.depth, self.expansion = sandbox, depth, expansion

    async def text(self, upload: Upload, content: bytes) -> bytes:
        """Return an upload as N-Quads of the graph that it is for.

        Raises:
            InputError: it cannot be used; see `upload_task.read_upload` and `Sandbox.run`.
            Busy: too many wait.
        """
        return await self.sandbox.run(TASK, asdict(self._bounded(upload)), content)

    async def quads(self, upload: Upload, content: bytes) -> set[Quad]:
        """Return the quads of an upload.

        Raises:
            InputError, Busy: as `text`.
        """
        text = await self.text(upload, content)
        return await asyncio.to_thread(self.reread, text)

    async def added(self, upload: Upload, content: bytes) -> Patch:
        """Return a patch that adds the quads of an upload; where they are many, they stay text.

        A large upload is checked while the confined process goes on reading it.

        Raises:
            InputError, Busy: as `text`.
        """

        def lines() -> QuadLines:
            return QuadLines(upload.graph, self.depth, _LARGE)

        if len(content) < _IN_PIECES:
            text = await self.text(upload, content)
            return await asyncio.to_thread(self._added, lines(), text)
        options = asdict(self._bounded(upload))
        taken = await self.sandbox.collect(TASK, options, lines, content)
        return await asyncio.to_thread(taken.patch)

    def _added(self, lines: QuadLines, text: bytes) -> Patch:
        if len(text) < _LARGE:
            return Patch(added=frozenset(self.reread(text)))
        for piece in _pieces(text):
            lines.take(piece)
        return lines.patch()

    def _bounded(self, upload: Upload) -> Upload:
        return replace(upload, depth=self.depth, expansion=self.expansion)

    def reread(self, text: bytes) -> set[Quad]:
        """Return the quads that a confined process wrote as N-Quads.

        Whatever is read so can be read again from the journal.

        Raises:
            Unreadable: its terms nest too deep, or it is no N-Quads.
        """
        check_depth(text, RdfFormat.N_QUADS, self.depth)
        try:
            return set(parse(text, format=RdfFormat.N_QUADS))
        except SyntaxError as error:
            raise unwritable(error) from None


def _pieces(text: bytes) -> Iterator[bytes]:
    """Yield whole lines; between two of these pieces other threads have their turn."""
    start = 0
    while start < len(text):
        end = text.find(b"\n", start + _PIECE) + 1 or len(text)
        yield text[start:end]
        start = end
