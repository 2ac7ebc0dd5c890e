"""Turns a commit's patch into the one that replicas need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rolegraph.rdf.namespaces import CHANGES_GRAPH, is_default_dataset_graph
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import DefaultGraph, NamedNode, Quad, RdfFormat, serialize
from rolegraph.store.embedded import EmbeddedStore

_CHANGES = NamedNode(CHANGES_GRAPH)
_OF_CHANGES = f" {_CHANGES} .\n".encode()


@dataclass(frozen=True)
class ReplicaPatch:
    """A patch as replicas need it, as N-Quads.

    Attributes:
        removed: what is to be removed, but for `union_removed`.
        added: what is to be added, but for `union_added`.
        union_removed: triples that leave the materialised union.
        union_added: triples that come into it.
    """

    removed: bytes
    added: bytes
    union_removed: bytes = b""
    union_added: bytes = b""

    @property
    def whole(self) -> tuple[bytes, bytes]:
        """What is to be removed and added where named graphs and union are held."""
        return self.removed + self.union_removed, self.added + self.union_added

    @property
    def of_union(self) -> tuple[bytes, bytes]:
        """What is to be removed and added where the union alone is held."""
        return self.union_removed, self.union_added


def replica_patch(store: EmbeddedStore, patch: Patch, *, union: bool) -> ReplicaPatch:
    """Return a patch as replicas need it.

    Args:
        store: the store, which has the patch applied already.
        patch: the commit.
        union: whether replicas hold the union of the default dataset graphs, materialised, as
            their default graph, which the patch then changes as well.
    """
    if not union:
        return ReplicaPatch(patch.removed_text, _without_changes(patch.added_text))
    # Replicas do without the graph of changes.
    added = {quad for quad in patch.added if quad.graph_name != _CHANGES}
    # The triple leaves the materialised default graph only with its last graph of the union,
    # which the stored default graph is one of.
    union_removed = {
        in_default_graph(quad)
        for quad in patch.removed
        if _in_union(quad) and not is_in_union(store, quad)
    }
    union_added = {in_default_graph(quad) for quad in added if _in_union(quad)}
    return ReplicaPatch(
        *(_nquads(filter(_is_named, quads)) for quads in (patch.removed, added)),
        *(_nquads(quads) for quads in (union_removed, union_added)),
    )


def _without_changes(lines: bytes) -> bytes:
    """Return lines of N-Quads without those of the graph of changes, of which there are few."""
    kept, start = [], 0
    while (found := lines.find(_OF_CHANGES, start)) >= 0:
        begin, end = lines.rfind(b"\n", 0, found) + 1, found + len(_OF_CHANGES)
        kept.append(lines[start:begin])
        start = end
    return b"".join([*kept, lines[start:]])


def is_in_union(store: EmbeddedStore, quad: Quad) -> bool:
    """Tell whether the triple of a quad stands in a graph of the union, whichever."""
    copies = store.match(quad.subject, quad.predicate, quad.object, None)
    return any(_in_union(copy) for copy in copies)


def _is_named(quad: Quad) -> bool:
    return not isinstance(quad.graph_name, DefaultGraph)


def _in_union(quad: Quad) -> bool:
    graph = quad.graph_name
    return not isinstance(graph, NamedNode) or is_default_dataset_graph(graph.value)


def in_default_graph(quad: Quad) -> Quad:
    """Return the triple of a quad as one of the default graph."""
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _nquads(quads: Iterable[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b""
