"""The operations of a SPARQL Update request, taken apart but not evaluated."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DataOperation:
    """INSERT DATA or DELETE DATA; `quads` is its block with braces."""

    insert: bool
    prologue: str
    quads: str


@dataclass(frozen=True)
class ModifyOperation:
    """DELETE/INSERT … WHERE, and DELETE WHERE; blocks come with their braces.

    Attributes:
        prologue: the BASE and PREFIX declarations before it.
        with_graph: the graph of WITH as written, or None.
        delete: the DELETE template, or None.
        insert: the INSERT template, or None.
        using: the USING graphs as written.
        using_named: the USING NAMED graphs as written.
        where: the pattern.
    """

    prologue: str
    with_graph: str | None
    delete: str | None
    insert: str | None
    using: tuple[str, ...]
    using_named: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class GraphOperation:
    """CLEAR, DROP, CREATE, ADD, MOVE or COPY.

    Attributes:
        verb: which of them.
        silent: whether faults are passed over.
        prologue: the BASE and PREFIX declarations before it.
        source: DEFAULT, NAMED, ALL or a graph as written.
        target: DEFAULT or a graph as written; ADD, MOVE and COPY only.
    """

    verb: str
    silent: bool
    prologue: str
    source: str
    target: str | None = None


@dataclass(frozen=True)
class LoadOperation:
    """LOAD; `source` is the document's IRI as written, `target` a graph as written or None."""

    silent: bool
    prologue: str
    source: str
    target: str | None


Operation = DataOperation | ModifyOperation | GraphOperation | LoadOperation
