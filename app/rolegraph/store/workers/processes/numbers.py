"""What the program of the fork servers is started with; see `inside/main.py`."""

from __future__ import annotations

from rolegraph.store.workers.messages.job import Limits

MODULE = "rolegraph.store.workers.inside.main"
"""The program."""
NAME = "query workers' fork server"
"""What to call it in messages."""
_NONE = -1
"""The descriptor of a file that there is not."""


def numbers_for(
    limits: Limits,
    *,
    quads: int = _NONE,
    default: int = _NONE,
    journal: int = _NONE,
    merged: bool = False,
    beside: bool = False,
    union: bool = False,
    ahead: bool = False,
) -> tuple[int, ...]:
    """Return its arguments behind the control socket.

    Args:
        limits: what one query may use.
        quads: the pipe with the dataset, or with what is to be read of the journal.
        default: the pipe with the triples of the default graph.
        journal: the journal, where that is read.
        merged: whether the dataset's default graph is the union already.
        beside: whether others answer while it is loaded.
        union: whether the union of graphs is read from the journal, and not the quads as they are.
        ahead: whether the journal is read before it is said what of it.
    """
    flags = (merged, beside, union, ahead)
    bounds = (limits.memory, limits.result_bytes, limits.result_rows)
    return (quads, default, journal, *bounds, *map(int, flags))
