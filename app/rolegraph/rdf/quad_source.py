"""What quads are read from: a store, a state of one, or quads in memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from rolegraph.rdf.terms import GraphName, NamedNode, Quad, Subject, Term


class QuadSource(Protocol):
    """What quads can be read from."""

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the RDF word
        graph: GraphName | None = None,
    ) -> Iterable[Quad]:
        """Yield the quads that fit a pattern; None fits everything, also every graph."""
