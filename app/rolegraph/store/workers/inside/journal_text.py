"""Fills a store from the text of a journal, with its quads or with the union of its graphs.

For the union, the names of graphs are cut off the lines, and the engine reads triples. It takes a
third less of the processor than to make an object of Python of each quad.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from rolegraph.rdf.namespaces import is_default_dataset_graph

_PIECE = 2**17
"""Bytes that are read at once. Larger pieces are mapped into memory and given back each time, which
took 0.2 s of 900,000 lines, and those of 4 MiB left 10 MB behind."""
_GRAPH = re.compile(rb" <([^<> \n]*)> \.\n")
_ADDS, _REMOVES = b"\nA ", b"\nD "
_EACH = 10_000
"""Lines after which it is told how many there were."""


def load_journal(
    store: ox.Store,
    journal: int,
    places: Iterable[tuple[int, int]],
    graphs: Iterable[str] | None,
    absent: bytes,
    tell: Callable[[int], None],
) -> None:
    """Fill an empty store in memory.

    Args:
        store: the store; the names of blank nodes stay.
        journal: a descriptor of the file.
        places: where in it patches begin, and how long they are.
        graphs: graphs of the union, which is what the store is to hold; None for the quads as they
            are.
        absent: N-Quads of what the patches add and that is not there any more.
        tell: is given the number of lines now and then.
    """
    names = None if graphs is None else {graph.encode() for graph in graphs}
    lines = told = 0
    for place in places:
        for text in _whole_lines(journal, *place):
            number = text.count(b"\n")
            if names is None:
                _load_quads(store, text)
            else:
                _load_union(store, text, number, names)
            lines += number
            if lines - told >= _EACH:
                told = lines
                tell(lines)
    tell(lines)
    for quad in ox.parse(absent, format=ox.RdfFormat.N_QUADS):
        store.remove(quad)


def _whole_lines(journal: int, offset: int, length: int) -> Iterator[bytes]:
    end = offset + length
    while offset < end:
        text = os.pread(journal, min(_PIECE, end - offset), offset)
        if not text:
            raise OSError("The journal is shorter than it was.")
        whole = text.rfind(b"\n") + 1
        if not whole:  # a line that is longer than a piece
            text = os.pread(journal, end - offset, offset)
            whole = text.index(b"\n") + 1
        yield text[:whole]
        offset += whole


def _load_quads(store: ox.Store, text: bytes) -> None:
    """Load what some lines of a patch add."""
    quads = _added(text)
    if b"_:" in quads:  # blank nodes would be named anew
        store.extend(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    else:
        store.load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)


def _load_union(store: ox.Store, text: bytes, lines: int, names: set[bytes]) -> None:
    """Load the triples that some lines of a patch add to graphs of the union."""
    triples = _of_one_graph(text, lines, names)
    quads = b"" if triples else _added(text)
    if not triples and (found := set(_GRAPH.findall(quads))) <= names:
        triples = quads
        for name in found:
            triples = triples.replace(b" <%b> .\n" % name, b" .\n")
    if triples and b"_:" not in triples:  # blank nodes would be named anew
        try:
            # The engine's bulk loader takes half as long again over pieces of this size.
            store.load(triples, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        except SyntaxError:
            pass  # The last IRI of a line was its object. Nothing is loaded then.
        else:
            return
    quads = quads or _added(text)
    store.extend(
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS)
        if not isinstance(quad.graph_name, ox.NamedNode)
        or is_default_dataset_graph(quad.graph_name.value)
    )


def _of_one_graph(text: bytes, lines: int, names: set[bytes]) -> bytes:
    """Return the triples of lines that all add to one graph of the union, else nothing."""
    end = _GRAPH.search(text, text.rfind(b" <"))
    if end is None or end[1] not in names or not text.startswith(b"A "):
        return b""
    # What the first line begins with goes to the end of the last one, so that all lines are alike.
    triples = (text[2:] + b"A ").replace(end[0] + b"A ", b" .\n")
    cut_off = lines * (len(b"A ") + len(end[0]) - len(b" .\n"))
    return triples if len(text) - len(triples) == cut_off else b""


def _added(text: bytes) -> bytes:
    """Return the lines of a patch that add quads, without the mark of that."""
    text = b"\n" + text
    if _REMOVES in text:
        text = b"\n" + b"".join(
            line for line in text[1:].splitlines(keepends=True) if line.startswith(b"A ")
        )
    return text.replace(_ADDS, b"\n")[1:]
