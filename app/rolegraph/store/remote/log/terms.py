"""Quads as a remote store keeps them.

Blank nodes become well-known IRIs (RDF 1.1 Concepts, 3.5), so that one can be named in order to be
removed. The default graph becomes a named graph: not every engine has one of its own that can be
written, and some show the union of all graphs in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from urllib.parse import quote

from rolegraph.errors import ForbiddenOperation, InputError
from rolegraph.rdf.namespaces import DEFAULT_GRAPH, GENID
from rolegraph.rdf.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple


def skolem(node: BlankNode) -> NamedNode:
    """Return the IRI that stands for a blank node."""
    return NamedNode(GENID + quote(node.value, safe=""))


def as_kept(quad: Quad) -> Quad:
    """Return a quad in the form in which a remote store has it.

    Raises:
        InputError: it has a triple term, which SPARQL 1.1 does not know.
        ForbiddenOperation: it is in the graph that stands for the default graph.
    """
    graph = quad.graph_name
    if isinstance(graph, DefaultGraph):
        graph = NamedNode(DEFAULT_GRAPH)
    elif graph.value == DEFAULT_GRAPH:
        raise ForbiddenOperation(
            f"The graph <{DEFAULT_GRAPH}> stands for the default graph of a remote store; "
            "write to the default graph instead."
        )
    return Quad(_node(quad.subject), quad.predicate, _term(quad.object), _node(graph))


def _node(term: NamedNode | BlankNode | Triple) -> NamedNode:
    kept = _term(term)
    if not isinstance(kept, NamedNode):  # pragma: no cover - _term gives no literal for a node
        raise InputError("A subject is an IRI or a blank node.")
    return kept


def _term(term: NamedNode | BlankNode | Literal | Triple) -> NamedNode | Literal:
    if isinstance(term, BlankNode):
        return skolem(term)
    if isinstance(term, Triple):
        raise InputError("A remote store takes RDF 1.1; the change has a triple term.")
    return term


def group(quads: Iterable[Quad]) -> str:
    """Return quads, as they are kept, as the inside of a template: blocks of GRAPH."""
    kept = sorted(
        (str(quad.graph_name), f"{quad.subject} {quad.predicate} {quad.object} .") for quad in quads
    )
    return "\n".join(
        f"GRAPH {graph} {{\n" + "\n".join(triple for _, triple in members) + "\n}"
        for graph, members in groupby(kept, key=lambda pair: pair[0])
    )
