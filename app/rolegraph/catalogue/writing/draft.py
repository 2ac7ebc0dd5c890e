"""A store as a change that is being made would leave it."""

from __future__ import annotations

from collections.abc import Iterator

from rolegraph.catalogue.index.facts import Readable
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import GraphName, NamedNode, Quad, Subject, Term


class Draft:
    """Quads of a store with some taken away and others added; the store stays as it is.

    Args:
        base: the store, which must not change while the draft is used.
    """

    def __init__(self, base: Readable) -> None:
        self._base = base
        self._removed: set[Quad] = set()
        self._added: dict[Quad, None] = {}
        self._of: dict[Subject, dict[Quad, None]] = {}
        self._to: dict[Term, dict[Quad, None]] = {}

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the RDF word
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads that fit a pattern; None fits everything, also every graph."""
        for quad in self._base.match(subject, predicate, object, graph):
            if quad not in self._removed:
                yield quad
        added = self._added
        if subject is not None:
            added = self._of.get(subject, {})
        elif object is not None:
            added = self._to.get(object, {})
        for quad in list(added):
            fits = (
                (subject is None or quad.subject == subject)
                and (predicate is None or quad.predicate == predicate)
                and (object is None or quad.object == object)
                and (graph is None or quad.graph_name == graph)
            )
            if fits:
                yield quad

    def add(self, quad: Quad) -> None:
        """Have a quad, if it is not there already."""
        if quad in self._removed:
            self._removed.discard(quad)
        elif quad not in self._added and not self._has(quad):
            self._added[quad] = None
            self._of.setdefault(quad.subject, {})[quad] = None
            self._to.setdefault(quad.object, {})[quad] = None

    def remove(self, quad: Quad) -> None:
        """Have a quad no more, if it is there."""
        if quad in self._added:
            del self._added[quad]
            del self._of[quad.subject][quad]
            del self._to[quad.object][quad]
        elif self._has(quad):
            self._removed.add(quad)

    def patch(self) -> Patch:
        """Return the difference to the store."""
        return Patch(frozenset(self._removed), frozenset(self._added))

    def touched(self) -> set[Subject]:
        """Return the subjects of which quads were added or removed."""
        return {quad.subject for quad in (*self._removed, *self._added)}

    def _has(self, quad: Quad) -> bool:
        pattern = self._base.match(quad.subject, quad.predicate, quad.object, quad.graph_name)
        return next(iter(pattern), None) is not None
