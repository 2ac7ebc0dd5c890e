"""Canonical N-Quads: the same dataset always gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import CanonicalizationAlgorithm, Dataset

from rolegraph.rdf.terms import BlankNode, Quad


def canonical_nquads(quads: Iterable[Quad]) -> bytes:
    """Return quads as sorted N-Quads, with the names that RDFC-1.0 gives to blank nodes.

    The source is https://www.w3.org/TR/rdf-canon/; without blank nodes sorting is all there is to
    do.
    """
    given = set(quads)
    if any(isinstance(term, BlankNode) for quad in given for term in _nodes(quad)):
        dataset = Dataset(given)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        given = set(dataset)
    return "".join(sorted(f"{quad} .\n" for quad in given)).encode()


def _nodes(quad: Quad) -> tuple[object, object, object]:
    return quad.subject, quad.object, quad.graph_name
