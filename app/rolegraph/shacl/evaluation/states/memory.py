"""Quads in memory that a state can lie in; unlike a store, it keeps every literal as it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rolegraph.rdf.terms import NamedNode, Quad, Subject, Term


class Memory:
    """Some quads, found by subject, predicate and object.

    Args:
        quads: the quads; their graph names are not looked at.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        triples = dict.fromkeys((q.subject, q.predicate, q.object) for q in quads)
        self._all = [Quad(*triple) for triple in triples]
        self._subjects: dict[Subject, list[Quad]] = defaultdict(list)
        self._predicates: dict[NamedNode, list[Quad]] = defaultdict(list)
        self._objects: dict[tuple[NamedNode, Term], list[Quad]] = defaultdict(list)
        for quad in self._all:
            self._subjects[quad.subject].append(quad)
            self._predicates[quad.predicate].append(quad)
            self._objects[quad.predicate, quad.object].append(quad)

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        /,
    ) -> Iterable[Quad]:
        """Give the quads that fit a pattern, in which None fits everything."""
        if subject is not None:
            found: Iterable[Quad] = self._subjects.get(subject, ())
        elif predicate is not None and value is not None:
            return self._objects.get((predicate, value), ())
        else:
            found = self._all if predicate is None else self._predicates.get(predicate, ())
        return [
            quad
            for quad in found
            if (predicate is None or quad.predicate == predicate)
            and (value is None or quad.object == value)
        ]
