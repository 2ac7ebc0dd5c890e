"""Messages between the server, the fork server of query workers, and the workers."""

from __future__ import annotations

from rolegraph.sandbox.frames import FrameReader, pack, receive

__all__ = [
    "BACK",
    "CHANGED",
    "CHUNK",
    "CLEARED",
    "END",
    "FAULT",
    "KNOWN",
    "LATER",
    "LOGGED",
    "ODD",
    "PATCH",
    "QUERY",
    "RECALL",
    "REST",
    "UNUSED",
    "UPDATE",
    "WHOLE",
    "FrameReader",
    "pack",
    "receive",
]

QUERY = "query"
PATCH = "patch"
LOGGED = "logged"
"""Message `(LOGGED, revision, journal, place)`: a commit that removes nothing, whose patch the fork
server reads from the journal: all of it need not go through the server."""
UPDATE = "update"
RECALL = "recall"
"""Message `(RECALL,)`: let go of all connections that are lent."""

WHOLE = 0
"""Answer frame `(WHOLE, revision, bytes, kind, retires, hash, gzipped)`: a complete result of a
revision, the hash of its bytes, and compressed where that was asked for; whether the worker
retires."""
CHUNK = 1
"""Answer frame `(CHUNK, revision, bytes, kind)`: a part of a result; more follows."""
END = 2
"""Answer frame `(END, revision, bytes, kind, retires)`: the last part of a result."""
CHANGED = 4
"""Answer frame `(CHANGED, revision, N-Quads removed, N-Quads added, retires)`: what an update would
change at a revision; whether the worker retires."""
FAULT = 3
"""Answer frame `(FAULT, kind, message, line, column)`: the query did not succeed."""
BACK = 5
"""Frame `(BACK, number, reason, idle, rest)`: a lent connection comes back; why, how many seconds
after its last answer, and what of that the client did not take yet."""
ODD, LATER, KNOWN, UNUSED, REST = range(5)
"""Reasons: its request is not answered there; not now; was asked before; there was none for a
while; the client takes its answer slowly."""
CLEARED = 6
"""Frame `(CLEARED, turn, number, numbers)`: these lent connections are let go of. If the server has
taken over a piece of work, its turn; and the connection that the next answer is for, 0 for none."""
