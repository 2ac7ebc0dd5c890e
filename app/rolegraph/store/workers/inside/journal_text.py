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
from rolegraph.store.journal.glance import Place, places_in

_PIECE = 2**17
"""Bytes that are read at once. Larger pieces are mapped into memory and given back each time, which
took 0.2 s of 900,000 lines, and those of 4 MiB left 10 MB behind."""
_GRAPH = re.compile(rb" <([^<> \n]*)> \.\n")
_ADDS = b"\nA "
_USUAL_ADDS, _SPACES = b" .\nA ", b" .\n  "
"""What is between two lines as we write them, and what takes its place. That is as long, so that
Python copies the text as it looks through it, and five characters are found faster than three."""
_EACH = 10_000
"""Lines after which it is told how many there were."""


class JournalText:
    """Fills an empty store in memory from a journal.

    Args:
        store: the store; the names of blank nodes stay.
        journal: a descriptor of the file.
        union: whether the store is to hold the union of graphs, and not the quads as they are.
        tell: is given the number of lines now and then.
    """

    def __init__(
        self, store: ox.Store, journal: int, *, union: bool, tell: Callable[[int], None]
    ) -> None:
        self._store, self._journal, self._union, self._tell = store, journal, union, tell
        self._loaded: list[Place] = []
        self._lines = self._told = 0

    def load_ahead(self) -> None:
        """Load what the file has now, before anybody has checked it.

        Whoever checks it says to `finish` what it should have been.
        """
        with os.fdopen(self._journal, "rb", closefd=False) as file:
            for place in places_in(file):
                self._load(place)

    def finish(self, places: Iterable[Place], absent: bytes) -> None:
        """Load what is not loaded yet.

        Args:
            places: the patches of all commits.
            absent: N-Quads of what they add and that is not there any more.

        Raises:
            OSError: something else was loaded ahead, or the file is shorter than it was.
        """
        places = list(places)
        if self._loaded != places[: len(self._loaded)]:
            raise OSError("What was loaded ahead is not what the journal has.")
        for place in places[len(self._loaded) :]:
            self._load(place)
        self._tell(self._lines)
        for quad in ox.parse(absent, format=ox.RdfFormat.N_QUADS):
            self._store.remove(quad)

    def _load(self, place: Place) -> None:
        offset, length, _, removed = place
        for text in _whole_lines(self._journal, offset, length):
            number = text.count(b"\n")
            if self._union:
                _load_union(self._store, text, number, removes=removed > 0)
            else:
                _load_quads(self._store, text, removes=removed > 0)
            self._lines += number
            if self._lines - self._told >= _EACH:
                self._told = self._lines
                self._tell(self._lines)
        self._loaded.append(place)


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


def _load_quads(store: ox.Store, text: bytes, *, removes: bool) -> None:
    """Load what some lines of a patch add."""
    quads = b"" if removes else _usual(text)
    if quads and not _has_blank_nodes(quads):
        try:
            store.load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)
        except SyntaxError:
            pass  # Somebody else wrote the lines. Nothing is loaded then.
        else:
            return
    quads = _added(text)
    if _has_blank_nodes(quads):
        store.extend(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    else:
        store.load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)


def _load_union(store: ox.Store, text: bytes, lines: int, *, removes: bool) -> None:
    """Load the triples that some lines of a patch add to graphs of the union."""
    for triples in _as_triples(text, lines, removes=removes):
        if _has_blank_nodes(triples):
            break
        try:
            # The engine's bulk loader takes half as long again over pieces of this size.
            store.load(triples, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        except SyntaxError:
            continue  # A line has a graph, or its last IRI was its object. Nothing is loaded then.
        return
    store.extend(
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for quad in ox.parse(_added(text), format=ox.RdfFormat.N_QUADS)
        if not isinstance(quad.graph_name, ox.NamedNode)
        or is_default_dataset_graph(quad.graph_name.value)
    )


def _as_triples(text: bytes, lines: int, *, removes: bool) -> Iterator[bytes]:
    """Yield texts that are the triples of some lines, if they are triples at all."""
    if not removes:
        if triples := _of_one_graph(text, lines):
            yield triples
        yield _usual(text)  # where lines have graphs, the first one does, and that is seen at once
    quads = _added(text)
    found = set(_GRAPH.findall(quads))
    if all(map(_is_in_union, found)):
        triples = quads
        for name in found:
            triples = triples.replace(b" <%b> .\n" % name, b" .\n")
        yield triples


def _of_one_graph(text: bytes, lines: int) -> bytes:
    """Return the triples of lines that all add to one graph of the union, else nothing."""
    end = _GRAPH.search(text, text.rfind(b" <"))
    if end is None or not _is_in_union(end[1]) or not text.startswith(b"A "):
        return b""
    # What the first line begins with goes to the end of the last one, so that all lines are alike.
    triples = (text[2:] + b"A ").replace(end[0] + b"A ", b" .\n")
    cut_off = lines * (len(b"A ") + len(end[0]) - len(b" .\n"))
    return triples if len(text) - len(triples) == cut_off else b""


def _is_in_union(name: bytes) -> bool:
    return b"\\" not in name and is_default_dataset_graph(name.decode())


def _has_blank_nodes(text: bytes) -> bool:
    """Tell whether a text may have blank nodes, which loading would name anew."""
    return b"_" in text and b"_:" in text  # many texts have no _ at all, and that is seen at once


def _usual(text: bytes) -> bytes:
    """Return lines that only add, without the marks of that if they are written as we do it."""
    return text[2:].replace(_USUAL_ADDS, _SPACES)


def _added(text: bytes) -> bytes:
    """Return the lines of a patch that add quads, without the mark of that."""
    added = b"".join(line for line in text.splitlines(keepends=True) if line.startswith(b"A "))
    return (b"\n" + added).replace(_ADDS, b"\n")[1:]
