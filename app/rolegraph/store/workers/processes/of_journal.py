"""What leads from the journal's text to a replica: to all quads, or to the union of graphs alone.

The engine's own dump from disk took half of the time until the replicas were filled, and an object
of Python for each quad most of the rest. The journal has the same lines as text.
"""

from __future__ import annotations

from rolegraph.rdf.terms import RdfFormat, serialize
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.glance import place_of
from rolegraph.store.journal.patch_file import removed_quads
from rolegraph.store.workers.messages import wire
from rolegraph.store.workers.processes.replication import in_default_graph, is_in_union

_FEW = 1_000
_MOST = 100_000
"""Removed quads; each is looked up, and commits wait meanwhile."""


def content_of_journal(store: EmbeddedStore, *, union: bool) -> tuple[int, bytes] | None:
    """Return a revision, and what a replica loads to have it.

    It is `(places, absent)` as a message. `places` says where the patches of all commits stand in
    the file, and which digests they have. `absent` is what the patches add and that is not there
    any more.

    Args:
        store: the store.
        union: whether the replica is to hold the union of graphs alone.

    Returns:
        None where commits have removed much: then it takes less time to read the copy on disk.
    """
    journal = store.journal
    entries = journal.entries
    removed = sum(entry.removed for entry in entries)
    if removed > max(_FEW, min(_MOST, sum(entry.added for entry in entries) // 10)):
        return None
    gone = {
        quad for entry in entries if entry.removed for quad in removed_quads(journal.parts(entry))
    }
    with store.reading() as revision:
        all_entries = [entry for entry in journal.entries if entry.revision <= revision]
        for entry in all_entries[len(entries) :]:
            gone |= set(removed_quads(journal.parts(entry)))
        if union:  # asked of the store, since another graph may have the triple
            absent = {in_default_graph(quad) for quad in gone if not is_in_union(store, quad)}
        else:  # a later commit may have added it again
            absent = {quad for quad in gone if not store.holds(quad)}
    places = [place_of(entry.headers, entry.offset) for entry in all_entries]
    text = serialize(absent, format=RdfFormat.N_QUADS) or b""
    return revision, wire.pack((places, text))
