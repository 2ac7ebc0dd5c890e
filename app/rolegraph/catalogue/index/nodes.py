"""What one state says about nodes: each node is read once, and it is known which were read."""

from __future__ import annotations

from collections.abc import Sequence

from rolegraph.catalogue.index.facts import Readable, visible
from rolegraph.catalogue.schema.values import node_id
from rolegraph.rdf.terms import BlankNode, NamedNode, Quad, Term

Key = str | tuple[str, str]
"""What an answer may depend on: what is said of a node (its id), or which nodes point to it
(predicate, id)."""
Properties = dict[str, list[Term]]
"""Predicate → objects, each once."""

_MOST = 10_000
"""Nodes kept for the next question about them; an answer about all things asks once only."""


class Nodes:
    """Reads nodes of one state, which must not change meanwhile.

    A disk has to be asked for each quad and each of its terms, so asking twice costs twice.

    Args:
        quads: the state.

    Attributes:
        read: what was asked about; who keeps an answer may follow and clear it.
    """

    def __init__(self, quads: Readable) -> None:
        self._quads = quads
        self._known: dict[str, Properties] = {}
        self.read: set[Key] = set()

    def about(self, node: NamedNode | BlankNode) -> Properties:
        """Return what the graphs of the default dataset say of a node."""
        name = node_id(node)
        self.read.add(name)
        found = self._known.get(name)
        if found is None:
            properties: dict[str, dict[Term, None]] = {}
            for quad in visible(self._quads.match(node)):
                properties.setdefault(quad.predicate.value, {})[quad.object] = None
            found = {predicate: list(values) for predicate, values in properties.items()}
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[name] = found
        return found

    def pointing(self, predicate: str, node: NamedNode | BlankNode) -> list[NamedNode | BlankNode]:
        """Return the nodes that a predicate leads from to a node, each once."""
        self.read.add((predicate, node_id(node)))
        quads = visible(self._quads.match(None, NamedNode(predicate), node))
        return [
            subject
            for subject in dict.fromkeys(quad.subject for quad in quads)
            if isinstance(subject, NamedNode | BlankNode)
        ]

    def exists(self, node: NamedNode) -> bool:
        """Tell whether any graph says something of a node."""
        self.read.add(node_id(node))
        return next(iter(self._quads.match(node)), None) is not None

    def incoming(self, node: NamedNode | BlankNode) -> Sequence[Quad]:
        """Return the quads that point to a node by whatever predicate."""
        return list(visible(self._quads.match(None, None, node)))
