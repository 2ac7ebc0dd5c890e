"""The mark in the engine: which commit it has, and how many quads.

It is the name of a graph that has no quads, so it is never a part of the data. The engine writes it
behind the quads of a commit, into the same write-ahead log. So an engine that has the mark of a
commit has all of that commit.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from rolegraph.rdf.namespaces import ENGINE_MARK, is_engine_mark

_LAYOUT = "1"
"""How quads are kept in the engine; engines with another number are rebuilt from the journal."""


@dataclass(frozen=True)
class DirectoryMark:
    """What an engine says of itself.

    Attributes:
        revision: the last commit that it has.
        quads: how many quads it has.
        seal: of that commit.
    """

    revision: int
    quads: int
    seal: str

    @property
    def name(self) -> ox.NamedNode:
        """The name of the graph that is the mark."""
        return ox.NamedNode(f"{ENGINE_MARK}{_LAYOUT}:{self.revision}:{self.quads}:{self.seal[:32]}")


def read_mark(engine: ox.Store) -> DirectoryMark | None:
    """Return the newest mark of an engine, or None where it has none of this layout."""
    marks = [mark for graph in engine.named_graphs() if (mark := _mark(str(graph.value)))]
    return max(marks, key=lambda mark: mark.revision, default=None)


def write_mark(engine: ox.Store, mark: DirectoryMark) -> None:
    """Have an engine hold a mark, and no other."""
    engine.add_graph(mark.name)
    for graph in list(engine.named_graphs()):
        if is_engine_mark(graph.value) and graph != mark.name:
            engine.remove_graph(graph)


def replace_mark(engine: ox.Store, old: DirectoryMark, new: DirectoryMark) -> None:
    """Have an engine hold a mark in the place of the one that it has."""
    engine.add_graph(new.name)
    if old.name != new.name:
        engine.remove_graph(old.name)


def _mark(name: str) -> DirectoryMark | None:
    if not is_engine_mark(name):
        return None
    layout, *rest = name[len(ENGINE_MARK) :].split(":")
    if layout != _LAYOUT or len(rest) != 3 or not (rest[0] + rest[1]).isdigit():  # noqa: PLR2004
        return None
    return DirectoryMark(int(rest[0]), int(rest[1]), rest[2])
