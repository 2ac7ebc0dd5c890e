"""A whole state as text, for engines that read everything: no quad becomes an object of Python."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Protocol, runtime_checkable

from rolegraph.rdf.namespaces import is_default_dataset_graph
from rolegraph.rdf.terms import DefaultGraph, GraphName, NamedNode, Quad, RdfFormat, serialize
from rolegraph.rdf.triple_text import TripleText

_PIECE = 8 * 2**20
"""Bytes of a piece: what is searched at once."""
_FEW = 100
"""With more lines to take out, each line is looked up, and none is searched for."""


@runtime_checkable
class Dumping(Protocol):
    """A store that can write its graphs."""

    def graph_names(self) -> Iterable[NamedNode]:
        """Give the names of the graphs."""

    def dump(
        self, output: BinaryIO, rdf_format: RdfFormat, graph: GraphName | None = None, /
    ) -> None:
        """Write the triples of one graph."""


def write_guarded(store: Dumping, output: BinaryIO) -> None:
    """Write the triples that shapes speak of as N-Triples, graph after graph."""
    store.dump(output, RdfFormat.N_TRIPLES, DefaultGraph())
    for name in store.graph_names():
        if is_default_dataset_graph(name.value):
            store.dump(output, RdfFormat.N_TRIPLES, name)


def changed_text(
    store: Dumping, removed: Iterable[Quad], added: Iterable[Quad]
) -> TripleText | None:
    """Return what a store would hold after a change.

    Args:
        store: what there is.
        removed: quads of guarded graphs that are taken away; the store has each.
        added: quads that are put on.

    Returns:
        The triples; None where a line that should go is not found as it is written here.
    """
    lines = _Pieces()
    write_guarded(store, lines)
    left = Counter(_line(quad) for quad in removed)
    pieces = [_without(piece, left) for piece in lines.pieces()]
    if left.total():
        return None
    return TripleText(pieces) + TripleText.of(added)


def _line(quad: Quad) -> bytes:
    return serialize([quad.triple], format=RdfFormat.N_TRIPLES) or b""


def _without(piece: bytes, left: Counter[bytes]) -> bytes:
    """Return a piece without lines that are left to take out, and count them off."""
    few = len(left) <= _FEW
    if few and not any(count and line in piece for line, count in left.items()):
        return piece
    kept = []
    for line in piece.splitlines(keepends=True):
        if left.get(line):
            left[line] -= 1
        else:
            kept.append(line)
    return b"".join(kept)


class _Pieces(io.BytesIO):
    """Takes what is written, and gives it back in pieces of whole lines."""

    def pieces(self) -> Iterator[bytes]:
        """Yield what was written."""
        view = self.getbuffer()
        at = 0
        while at < len(view):
            end = at + _PIECE
            piece = bytes(view[at:end])
            if end < len(view):
                piece = piece[: piece.rindex(b"\n") + 1]
            yield piece
            at += len(piece)
