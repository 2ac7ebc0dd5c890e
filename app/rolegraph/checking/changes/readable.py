"""Changes in words: names as the files write them; of nodes without one, where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from rolegraph.checking.changes.states import FileState
from rolegraph.history.reports.differences import ShownChange, ThingChange
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import BlankNode, NamedNode, Term

UNNAMED = "without a name"
"""What a node is called that has no IRI and hangs on nothing."""
_REST, _FIRST = RDF + "rest", RDF + "first"


class ReadableChanges:
    """Names the things of two states. The labels of nodes without an IRI mean nothing there.

    Args:
        before, after: the states.
    """

    def __init__(self, before: FileState, after: FileState) -> None:
        self._states = (_State(after), _State(before))

    def thing(self, thing: ThingChange) -> ThingChange:
        """Return what happened to a thing, in words."""
        properties = tuple(
            replace(
                change,
                label=self._short(change.label),
                removed=self._shown(change.removed),
                added=self._shown(change.added),
            )
            for change in thing.properties
        )
        thing = replace(thing, tell=lambda: properties, kind=self._short(thing.kind))
        if not thing.iri.startswith("_:"):
            return replace(thing, label=self._short(thing.label), place=self._short(thing.place))
        node = BlankNode(thing.iri.removeprefix("_:"))
        label, place = self._said(node)
        return replace(thing, label=label, place=place or "no IRI")

    def _shown(self, values: Sequence[ShownChange]) -> tuple[ShownChange, ...]:
        return tuple(map(self._value, values))

    def _value(self, value: ShownChange) -> ShownChange:
        if isinstance(value.term, NamedNode):
            return replace(value, text=self._short(value.text), place=self._short(value.place))
        if not isinstance(value.term, BlankNode):
            return value
        _, place = self._said(value.term)
        text = f"a node without a name at {place}" if place else "a node without a name"
        return replace(value, text=text, place=place or text)

    def _short(self, text: str) -> str:
        """Return an IRI as the files write it, other texts as they are."""
        return self._states[0].short(text) if "://" in text else text

    def _said(self, node: BlankNode) -> tuple[str, str]:
        """Return what a node hangs on and where it stands, as far as the states know it."""
        state = next((state for state in self._states if state.has(node)), None)
        return (state.hanging(node), state.place(node)) if state else (UNNAMED, "")


class _State:
    def __init__(self, state: FileState) -> None:
        self._state = state

    def has(self, node: BlankNode) -> bool:
        return node in self._state.blanks

    def hanging(self, node: BlankNode) -> str:
        """Return the way from a node to the thing around it, such as `ex:bed of Rose`."""
        way: list[str] = []
        seen: set[Term] = set()
        here: Term = node
        while isinstance(here, BlankNode) and here in self._parents and here not in seen:
            seen.add(here)
            here, predicate = self._parents[here]
            if predicate == _FIRST:
                way.append("member")
            elif predicate != _REST:
                way.append(self.short(predicate))
        if isinstance(here, NamedNode):
            way.append(self._state.label(here.value) or self.short(here.value))
        return " of ".join(way) or UNNAMED

    def place(self, node: BlankNode) -> str:
        """Return file and line of a node."""
        corpus = self._state.corpus
        found = corpus.locator.definitions(str(self._state.blanks[node])) if corpus else []
        return f"{found[0].file}:{found[0].line}" if found else ""

    def short(self, iri: str) -> str:
        """Return an IRI as the files write it."""
        return self._state.corpus.short(iri) if self._state.corpus else iri

    @cached_property
    def _parents(self) -> dict[Term, tuple[Term, str]]:
        """Node → a node that leads to it, and by what; the same one in every run."""
        leading = sorted(
            (q for q in self._state.quads if isinstance(q.object, BlankNode)), key=str, reverse=True
        )
        return {quad.object: (quad.subject, quad.predicate.value) for quad in leading}
