"""N-Triples or N-Quads that a parser reads while they come."""

from __future__ import annotations

from typing import Protocol

from rolegraph.rdf.terms import RdfFormat
from rolegraph.rdf.uploads.nesting import check_depth

_PIECE = 2**18
_OPENS = b"<<"


class Coming(Protocol):
    """A text that is read while it comes."""

    def read(self, size: int = -1) -> bytes:
        """Read so many bytes, or all; less only at the end."""


class ComingLines:
    """A file for a parser, which sees no part before it is known how deep that nests.

    Only so many triple terms pass that they could not nest too deep. With more of them the rest is
    read as a whole.

    Args:
        text: the text.
        depth: levels that it may nest.
    """

    def __init__(self, text: Coming, depth: int) -> None:
        self._text, self._depth = text, depth
        self._piece, self._at, self._openers = b"", 0, 0

    def read(self, size: int = -1) -> bytes:
        """Read at most so many bytes, or all.

        Raises:
            Unreadable: it nests too deep.
        """
        if self._at >= len(self._piece):
            self._piece, self._at = self._next(size), 0
        end = len(self._piece) if size < 0 else self._at + size
        part = self._piece[self._at : end]
        self._at += len(part)
        return part

    def _next(self, size: int) -> bytes:
        piece = self._text.read(_PIECE if size >= 0 else -1)
        # Cut anywhere, the two signs of one may be in two pieces.
        self._openers += piece.count(_OPENS) + piece.startswith(b"<")
        if self._openers > self._depth:
            piece += self._text.read()
            check_depth(piece, RdfFormat.N_QUADS, self._depth, "The body")
            self._openers = 0
        return piece
