"""N-Triples and N-Quads taken as they are, where they are the text that the store would write.

A parser of Python objects takes four times as long as the checks made here. What they cannot tell,
the engine finds when it parses the text: faults, and lines that name no graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rolegraph.rdf.namespaces import (
    CATALOGUE_GRAPH,
    CHANGES_GRAPH,
    INFERRED_GRAPH,
    KEPT_DOCUMENTS,
    PROPOSALS_GRAPH,
    SHAPES_GRAPHS,
)
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse, serialize
from rolegraph.store.files.fidelity import as_stored_batch, may_change
from rolegraph.store.files.pieces import whole_lines

_END = b" .\n"
_SPECIAL = tuple(
    f"<{name}".encode()
    for name in (
        SHAPES_GRAPHS,
        CHANGES_GRAPH,
        INFERRED_GRAPH,
        CATALOGUE_GRAPH,
        PROPOSALS_GRAPH,
        *sorted(KEPT_DOCUMENTS),
    )
)


class Irregular(Exception):
    """Text that must be read by a parser from its beginning."""


def as_stored_text(parts: Iterable[bytes], graph: NamedNode | None) -> Iterator[bytes]:
    """Yield lines as the store would write them.

    Args:
        parts: the text in pieces of any length.
        graph: the graph of N-Triples; None for N-Quads, whose lines are to name one.

    Raises:
        Irregular: there are blank nodes, which need names of their own, or graphs that are not
            plain data; or a piece does not parse, and the place would be wrong.
    """
    for lines in whole_lines(parts):
        if b"_:" in lines or any(name in lines for name in _SPECIAL):
            raise Irregular
        text = lines if _is_plain(lines) else _parsed(lines, graph)
        yield text if graph is None else text.replace(_END, f" {graph} .\n".encode())


def _is_plain(lines: bytes) -> bool:
    """Tell whether each line is a statement that ends where it does and keeps its values."""
    number = lines.count(b"\n")
    return (
        lines.startswith(b"<")
        and lines.endswith(_END)
        and lines.count(_END + b"<") == number - 1  # so none begins as a comment does
        and not may_change(lines)
    )


def _parsed(lines: bytes, graph: NamedNode | None) -> bytes:
    form = RdfFormat.N_QUADS if graph is None else RdfFormat.N_TRIPLES
    try:
        quads: list[Quad] = list(parse(lines, format=form))
    except SyntaxError:
        raise Irregular from None
    text = serialize(quads, format=RdfFormat.N_QUADS) or b""
    stored = as_stored_batch(quads, text)
    return text if stored is quads else serialize(stored, format=RdfFormat.N_QUADS) or b""
