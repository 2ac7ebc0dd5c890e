"""What a confined process wrote, checked while it goes on writing, and kept as text."""

from __future__ import annotations

from rolegraph.errors import Unreadable
from rolegraph.rdf.patch import Patch, WrittenPatch, typed_literals
from rolegraph.rdf.terms import RdfFormat, parse
from rolegraph.rdf.uploads.nesting import check_depth
from rolegraph.rdf.uploads.plain_lines import is_plain

_END = b" .\n"


class QuadLines:
    """Takes N-Quads of one graph in pieces of whole lines, and makes a patch of them.

    Whatever it takes can be read again from the journal.

    Args:
        graph: the graph; None for the default graph.
        depth: levels that terms may nest.
        large: bytes from which on they stay text.
    """

    def __init__(self, graph: str | None, depth: int, large: int) -> None:
        self._graph, self._depth, self._large = graph or "", depth, large
        self._end = _END if graph is None else f" <{graph}>".encode() + _END
        self._pieces: list[bytes] = []
        self._number, self._plain = 0, True
        self._hashes: set[int] = set()
        self._typed: set[tuple[bytes, bytes]] = set()

    def take(self, piece: bytes) -> None:
        """Take a piece.

        Raises:
            Unreadable: it is not N-Quads of the graph, one in each line, or nests too deep.
        """
        ends = piece.count(self._end)
        if ends != piece.count(b"\n"):
            raise _not_of_graph()
        if not is_plain(piece, quads=self._end != _END):
            self._plain = False
            check_depth(piece, RdfFormat.N_QUADS, self._depth)
            if self._quads(piece) != ends:
                raise _not_of_graph()
        lines = piece.splitlines(keepends=True)
        # A hash takes a fifth of the memory of its line; equal ones are compared in the end.
        self._hashes.update(map(hash, lines))
        self._typed.update(typed_literals(piece))
        self._number += len(lines)
        self._pieces.append(piece)

    def _quads(self, lines: bytes) -> int:
        """Return how many quads of the graph a parser finds in lines that end with its name."""
        triples = lines if self._end == _END else lines.replace(self._end, _END)
        try:
            # Which name no graph, so a line that names another one is none of these.
            return sum(1 for _ in parse(triples, format=RdfFormat.N_TRIPLES))
        except SyntaxError as error:
            raise unwritable(error) from None

    def patch(self) -> Patch:
        """Return the patch that adds the quads, each once; where they are many, they stay text."""
        text = b"".join(self._pieces)
        self._pieces.clear()
        if len(text) < self._large:
            return Patch(added=frozenset(parse(text, format=RdfFormat.N_QUADS)))
        number = self._number
        if len(self._hashes) < number:
            once = dict.fromkeys(text.splitlines(keepends=True))
            text, number = b"".join(once), len(once)
        graphs, typed = frozenset([self._graph]), frozenset(self._typed)
        return WrittenPatch(text, number, graphs, plain=self._plain, typed=typed)


def _not_of_graph() -> Unreadable:
    return Unreadable("What this makes is not the N-Quads of one graph, so nothing was stored.")


def unwritable(error: SyntaxError) -> Unreadable:
    """Return what is told of a text that cannot be read again."""
    return Unreadable(
        f"What this makes cannot be written as N-Quads ({error.msg}), so it cannot be stored. Look "
        "for an IRI that is none."
    )
