"""A state as rdflib sees a store, so that rdflib's SPARQL evaluation can read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rdflib.store import Store

from rolegraph.rdf.terms import Literal, NamedNode, Subject, Term
from rolegraph.shacl.evaluation.states.state import State, from_rdflib, to_rdflib

_Triple = tuple[Any, Any, Any]


class StateStore(Store):
    """Answers triple patterns from a state; reads only.

    Args:
        state: what to read.
    """

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    def triples(
        self, triple_pattern: _Triple, context: Any = None
    ) -> Iterator[tuple[Any, Iterator[Any]]]:
        """Yield the triples that fit a pattern, in which None fits everything."""
        del context
        given = triple_pattern
        s, p, o = (None if node is None else from_rdflib(node) for node in given)
        for triple in self._matching(s, p, o):
            # What was given is given back as it is, without being made anew.
            yield (
                tuple(
                    asked if asked is not None else to_rdflib(term)
                    for asked, term in zip(given, triple, strict=True)
                ),
                iter(()),
            )

    def _matching(
        self, s: Term | None, p: Term | None, o: Term | None
    ) -> Iterator[tuple[Term, Term, Term]]:
        if isinstance(s, Literal) or (p is not None and not isinstance(p, NamedNode)):
            return iter(())
        if p is None or (s is None and o is None):
            return self._scan(s, p, o)
        state = self._state
        if s is None:
            assert o is not None  # noqa: S101 - for the type checker; see above
            return ((subject, p, o) for subject in state.subjects(p, o))
        if o is None:
            return ((s, p, value) for value in state.objects(s, p))
        return iter([(s, p, o)] if state.has(s, p, o) else [])

    def _scan(
        self, s: Subject | None, p: Term | None, o: Term | None
    ) -> Iterator[tuple[Term, Term, Term]]:
        if s is None:
            quads = ((quad.subject, quad.predicate, quad.object) for quad in self._state.quads())
            found = dict.fromkeys(quads)
        else:
            found = dict.fromkeys((s, *pair) for pair in self._state.about(s))
        for triple in found:
            if p in (None, triple[1]) and o in (None, triple[2]):
                yield triple

    def __len__(self, context: Any = None) -> int:
        """Return the number of triples."""
        del context
        return sum(1 for _ in self._matching(None, None, None))
