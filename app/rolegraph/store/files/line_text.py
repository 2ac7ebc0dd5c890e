"""N-Triples and N-Quads taken as they are, where they are the text that the store would write.

A parser of Python objects takes four times as long as the checks made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from rolegraph.rdf.patch import typed_literals
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse, serialize
from rolegraph.rdf.uploads.nesting import check_readable
from rolegraph.rdf.uploads.plain_lines import graphs_in, is_plain
from rolegraph.store.files.fidelity import as_stored_batch, stay
from rolegraph.store.files.pieces import whole_lines

_END = b" .\n"


class Irregular(Exception):
    """Text that must be read by a parser from its beginning."""


@dataclass(frozen=True)
class StoredLines:
    """Lines of N-Quads as the store would write them, without blank nodes.

    Attributes:
        text: the lines.
        graphs: the names of their graphs; each line has one.
        plain: whether there are surely no triple terms in them.
    """

    text: bytes
    graphs: frozenset[str]
    plain: bool


def as_stored_text(parts: Iterable[bytes], graph: NamedNode | None) -> Iterator[StoredLines]:
    """Yield lines as the store would write them.

    Args:
        parts: the text in pieces of any length.
        graph: the graph of N-Triples; None for N-Quads, whose lines are to name one.

    Raises:
        Irregular: there are blank nodes, which need names of their own, or lines that name no
            graph; or a piece does not parse, and the place would be wrong.
        IllTyped: the engine would make a value of a literal that has none.
        Unreadable: a term nests too deep.
    """
    for lines in whole_lines(parts):
        yield _stored(lines, graph)


def _stored(lines: bytes, graph: NamedNode | None) -> StoredLines:
    plain = is_plain(lines, quads=graph is None) and stay(typed_literals(lines))
    if plain:
        text, graphs = lines, graphs_in(lines) if graph is None else set()
    else:
        text, graphs = _parsed(lines, graph)
    if graph is not None:
        text, graphs = text.replace(_END, f" {graph} .\n".encode()), {graph.value}
    return StoredLines(text, frozenset(graphs), plain or b"<<" not in text)


def _parsed(lines: bytes, graph: NamedNode | None) -> tuple[bytes, set[str]]:
    """Return lines as a parser reads them, and the graphs that they name."""
    if b"_:" in lines:
        raise Irregular
    check_readable(lines)
    try:
        if graph is not None:
            triples = list(parse(lines, format=RdfFormat.N_TRIPLES))
            return _text_of(triples), set()
        quads: list[Quad] = list(parse(lines, format=RdfFormat.N_QUADS))
    except SyntaxError:
        raise Irregular from None
    names = set(map(attrgetter("graph_name"), quads))
    if not all(isinstance(name, NamedNode) for name in names):
        raise Irregular
    return _text_of(quads), {name.value for name in names}


def _text_of(quads: list[Quad]) -> bytes:
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    stored = as_stored_batch(quads, text)
    return text if stored is quads else serialize(stored, format=RdfFormat.N_QUADS) or b""
