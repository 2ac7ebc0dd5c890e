"""The mark of the request that a commit is made for, by which the commit is found again.

A service that ends between a commit and its answer leaves the commit in the journal. By the mark
in its header it is known which request made it, so that the request is not carried out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rolegraph.store.embedded import EmbeddedStore

HEADER = "request"
"""The header of an entry of the journal."""

_PRESENT: ContextVar[str | None] = ContextVar("mark", default=None)


@contextmanager
def marking(mark: str) -> Iterator[None]:
    """Put a mark on the commits that are made within."""
    token = _PRESENT.set(mark)
    try:
        yield
    finally:
        _PRESENT.reset(token)


def mark_headers() -> dict[str, str]:
    """Return the header of a commit that is made now; none where nothing marks it."""
    mark = _PRESENT.get()
    return {} if mark is None else {HEADER: mark}


def revision_marked(store: EmbeddedStore, mark: str, behind: int) -> int | None:
    """Return the revision of the commit with a mark, or None.

    Args:
        store: whose journal is looked at.
        mark: the mark.
        behind: the revision that the commit must come after.
    """
    for entry in reversed(store.entries()):
        if entry.revision <= behind:
            return None
        if entry.headers.get(HEADER) == mark:
            return entry.revision
    return None
