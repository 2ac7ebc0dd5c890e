"""The graph of changes as it is sent to a worker that needs it."""

from __future__ import annotations

import re

from rolegraph.rdf.namespaces import CHANGES_GRAPH
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, serialize
from rolegraph.store.embedded import EmbeddedStore

_NUMBERED = re.compile(re.escape(CHANGES_GRAPH) + r"#(?:revision|commit)-(\d+)")


def changes_text(store: EmbeddedStore, until: int | None = None) -> bytes:
    """Return what the graph of changes says, as N-Quads.

    Args:
        store: where it is.
        until: the last revision that is to be told of; None for all.
    """
    with store.reading():
        quads = list(store.match(graph=NamedNode(CHANGES_GRAPH)))
    if until is not None:
        quads = [quad for quad in quads if _number(quad) <= until]
        authors = {quad.object for quad in quads}
        quads = [quad for quad in quads if _number(quad) or quad.subject in authors]
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def _number(quad: Quad) -> int:
    """Return the revision that a statement is about, 0 where it is about an author."""
    found = _NUMBERED.fullmatch(getattr(quad.subject, "value", ""))
    return int(found[1]) if found else 0
