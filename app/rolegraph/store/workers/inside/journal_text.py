"""Fills a store with the union of graphs, from the text of a journal.

The names of graphs are cut off the lines, and the engine's loader reads triples. It takes a third
less of the processor than to make an object of Python of each quad.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from rolegraph.rdf.namespaces import is_default_dataset_graph

_PIECE = 2**20
"""Bytes that are read at once; what larger pieces leave behind took 10 MB more of a large store."""
_GRAPH = re.compile(rb" <([^<> \n]*)> \.\n")
_ADDS, _REMOVES = b"\nA ", b"\nD "


def load_union(
    store: ox.Store,
    journal: int,
    places: Iterable[tuple[int, int]],
    graphs: Iterable[str],
    absent: bytes,
    tell: Callable[[int], None],
) -> None:
    """Fill an empty store.

    Args:
        store: the store; the names of blank nodes stay.
        journal: a descriptor of the file.
        places: where in it patches begin, and how long they are.
        graphs: graphs of the union.
        absent: N-Quads of what the patches add and that is not there any more.
        tell: is given the number of lines now and then.
    """
    names = {graph.encode() for graph in graphs}
    lines = 0
    for place in places:
        for text in _whole_lines(journal, *place):
            _load(store, text, names)
            lines += text.count(b"\n")
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


def _load(store: ox.Store, text: bytes, names: set[bytes]) -> None:
    """Load what some lines of a patch add."""
    triples = _of_one_graph(text, names)
    quads = b"" if triples else _added(text)
    if not triples and (found := set(_GRAPH.findall(quads))) <= names:
        triples = quads
        for name in found:
            triples = triples.replace(b" <%b> .\n" % name, b" .\n")
    if triples and b"_:" not in triples:  # blank nodes would be named anew
        try:
            store.bulk_load(triples, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        except SyntaxError:
            # The last IRI of a line was its object. What is loaded already is loaded once more.
            pass
        else:
            return
    quads = quads or _added(text)
    store.bulk_extend(
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for quad in ox.parse(quads, format=ox.RdfFormat.N_QUADS)
        if not isinstance(quad.graph_name, ox.NamedNode)
        or is_default_dataset_graph(quad.graph_name.value)
    )


def _of_one_graph(text: bytes, names: set[bytes]) -> bytes:
    """Return the triples of lines that all add to one graph of the union, else nothing."""
    end = _GRAPH.search(text, text.rfind(b" <"))
    if end is None or end[1] not in names or not text.startswith(b"A "):
        return b""
    triples = text[2 : -len(end[0])].replace(end[0] + b"A ", b" .\n") + b" .\n"
    cut_off = text.count(b"\n") * (len(b"A ") + len(end[0]) - len(b" .\n"))
    return triples if len(text) - len(triples) == cut_off else b""


def _added(text: bytes) -> bytes:
    """Return the lines of a patch that add quads, without the mark of that."""
    text = b"\n" + text
    if _REMOVES in text:
        text = b"\n" + b"".join(
            line for line in text[1:].splitlines(keepends=True) if line.startswith(b"A ")
        )
    return text.replace(_ADDS, b"\n")[1:]
