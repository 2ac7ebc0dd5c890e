"""The dataset as workers hold it: in memory, with the union of its graphs laid out beforehand.

Where queries see the union of the default dataset graphs, each of its triples is also put into
the replica's own default graph. A query then runs on one plain graph, without a union to form and
free of duplicates at every pattern, at the price of memory.
"""

from __future__ import annotations

from typing import BinaryIO

import pyoxigraph as ox


def load(store: ox.Store, quads: BinaryIO, default_graph: BinaryIO | None) -> None:
    """Fill an empty replica.

    Args:
        store: the replica.
        quads: N-Quads of the dataset.
        default_graph: N-Triples of what queries see as the default graph besides, or None.
    """
    # parse keeps the names of blank nodes, which Store.load and bulk_load would replace; patches
    # name them.
    store.bulk_extend(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    if default_graph is not None:
        store.bulk_extend(ox.parse(default_graph, format=ox.RdfFormat.N_TRIPLES))


def apply(store: ox.Store, removed: bytes, added: bytes) -> None:
    """Apply a patch given as two N-Quads texts."""
    for quad in ox.parse(removed, format=ox.RdfFormat.N_QUADS):
        store.remove(quad)
    store.extend(ox.parse(added, format=ox.RdfFormat.N_QUADS))
