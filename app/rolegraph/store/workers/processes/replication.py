"""Turns a commit's patch into the one that replicas need."""

from __future__ import annotations

from collections.abc import Iterable

from rolegraph.rdf.namespaces import CHANGES_GRAPH, is_default_dataset_graph
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import DefaultGraph, NamedNode, Quad, RdfFormat, serialize
from rolegraph.store.embedded import EmbeddedStore

_CHANGES = NamedNode(CHANGES_GRAPH)
_OF_CHANGES = f" {_CHANGES} .\n".encode()


def replica_patch(store: EmbeddedStore, patch: Patch, *, union: bool) -> tuple[bytes, bytes]:
    """Return a patch as replicas need it: N-Quads to remove and N-Quads to add.

    Args:
        store: the store, which has the patch applied already.
        patch: the commit.
        union: whether replicas hold the union of the default dataset graphs, materialised, as
            their default graph, which the patch then changes as well.
    """
    if not union:
        return patch.removed_text, _without_changes(patch.added_text)
    # Replicas do without the graph of changes.
    added = frozenset(quad for quad in patch.added if quad.graph_name != _CHANGES)
    removed = {quad for quad in patch.removed if not isinstance(quad.graph_name, DefaultGraph)}
    # The triple leaves the materialised default graph only with its last graph of the union,
    # which the stored default graph is one of.
    removed |= {
        _in_default_graph(quad)
        for quad in patch.removed
        if _in_union(quad) and not _still_in_union(store, quad)
    }
    added |= {_in_default_graph(quad) for quad in added if _in_union(quad)}
    return _nquads(removed), _nquads(added)


def _without_changes(lines: bytes) -> bytes:
    """Return lines of N-Quads without those of the graph of changes, of which there are few."""
    kept, start = [], 0
    while (found := lines.find(_OF_CHANGES, start)) >= 0:
        begin, end = lines.rfind(b"\n", 0, found) + 1, found + len(_OF_CHANGES)
        kept.append(lines[start:begin])
        start = end
    return b"".join([*kept, lines[start:]])


def _still_in_union(store: EmbeddedStore, quad: Quad) -> bool:
    copies = store.match(quad.subject, quad.predicate, quad.object, None)
    return any(_in_union(copy) for copy in copies)


def _in_union(quad: Quad) -> bool:
    graph = quad.graph_name
    return not isinstance(graph, NamedNode) or is_default_dataset_graph(graph.value)


def _in_default_graph(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _nquads(quads: Iterable[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b""
