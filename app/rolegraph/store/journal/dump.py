"""The dataset written out of the journal, which for much data is several times faster.

The engine looks each term of a quad up by its hash, at some 8 µs a quad; a parser that reads the
journal from its beginning takes less than 2 (measured on 2026-11-23). What was ever removed is held
in memory and decided by the last commit that touches it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import BinaryIO

from rolegraph.rdf.terms import GraphName, Quad, RdfFormat, serialize
from rolegraph.store.journal.entry_format import Entry
from rolegraph.store.journal.journal import Journal
from rolegraph.store.journal.patch_file import added_quads, removed_quads

MANY = 20_000
"""Fewer quads are not worth reading the journal for."""
_REMOVED_AT_MOST = 100_000
_BATCH = 20_000
_END = b" .\n"
_graph_name = attrgetter("graph_name")


def is_worth_it(entries: Sequence[Entry]) -> bool:
    """Tell whether the dataset is large, and most of what was ever added is still there."""
    added = sum(entry.added for entry in entries)
    removed = sum(entry.removed for entry in entries)
    return added - removed >= MANY and removed <= min(_REMOVED_AT_MOST, added // 4)


def dump(
    journal: Journal,
    entries: Sequence[Entry],
    output: BinaryIO,
    graph: GraphName | None,
) -> None:
    """Write what commits lead to, from nothing.

    Args:
        journal: the journal.
        entries: its commits, from the first one on.
        output: what to write to.
        graph: the graph, as N-Triples; None for all quads, as N-Quads.
    """
    quads = present_quads(journal, entries)
    while batch := list(islice(quads, _BATCH)):
        output.write(_text(batch, graph))


def _text(batch: list[Quad], graph: GraphName | None) -> bytes:
    if graph is None:
        return serialize(batch, format=RdfFormat.N_QUADS) or b""
    names = set(map(_graph_name, batch))
    if graph not in names:
        return b""
    if len(names) > 1:
        batch = [quad for quad in batch if quad.graph_name == graph]
    text = serialize(batch, format=RdfFormat.N_QUADS) or b""
    return text.replace(f" {graph} .\n".encode(), _END)


def present_quads(journal: Journal, entries: Sequence[Entry]) -> Iterator[Quad]:
    """Yield the quads that commits lead to, each once; holds in memory what was ever removed.

    Args:
        journal: the journal.
        entries: its commits, from the first one on.
    """
    present = dict.fromkeys(_removed(journal, entries), False)
    for some in _segments(entries):
        for quad in _removed(journal, some):
            present[quad] = False
        for quad in added_quads(chain.from_iterable(map(journal.parts, some))):
            if quad in present:
                present[quad] = True
            else:
                yield quad
    yield from (quad for quad, there in present.items() if there)


def _removed(journal: Journal, entries: Iterable[Entry]) -> Iterator[Quad]:
    for entry in entries:
        if entry.removed:
            yield from removed_quads(journal.parts(entry))


def _segments(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """Yield runs of commits of which only the first may remove something."""
    start = 0
    for place, entry in enumerate(entries):
        if entry.removed and place > start:
            yield entries[start:place]
            start = place
    yield entries[start:]
