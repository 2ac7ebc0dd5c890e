"""The guard: what a patch would break, found at a cost that follows the patch.

The shapes are compiled once. A patch is judged by evaluating the shapes on the focus nodes and
values it affects (`affected.py`), on the state that it leads to; what is wrong there and was wrong
before is left out. Where that does not work (shapes that contain themselves, patches that change
the shapes or affect a large part of the catalogue) both states are validated whole, by an engine.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from rolegraph.errors import ConfigurationError, Refused
from rolegraph.rdf.namespaces import SHAPES_GRAPHS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, Triple
from rolegraph.shacl.evaluation.queries.constraint import QueryConstraint
from rolegraph.shacl.evaluation.states.state import Present, State, changed
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.guard.affected import TooMany
from rolegraph.shacl.guard.rules import CompiledRules
from rolegraph.shacl.guard.shape_faults import new_faults
from rolegraph.shacl.guard.undeclared import UndeclaredTerms
from rolegraph.store.embedded import EmbeddedStore

_LEAST = 5000
"""As many affected pairs of shape and focus node are always evaluated one by one."""
_QUADS_A_PAIR = 2
"""How many quads an engine reads, in both states, in the time that one such pair takes: measured
as 80 µs a pair, and 30 µs a quad and state."""


class Guard:
    """Judges patches by the shapes that the store holds.

    Args:
        store: the store whose state patches would change.
    """

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self._rules: CompiledRules | None = None
        self._lock = threading.Lock()
        self._turn = 0
        # Counting quads would read them all; the log has counted them already.
        self._size = sum(entry.added - entry.removed for entry in store.entries())
        self._terms = UndeclaredTerms(store)
        store.on_commit(self._follow)

    def _follow(self, revision: int, patch: Patch) -> None:
        # Of the log as well, since the patch has what the log says of itself besides.
        entry = self._store.journal.entry(revision)
        if entry is not None:
            self._size += entry.added - entry.removed
        if touches_shapes(patch):
            with self._lock:
                self._rules = None
                self._turn += 1

    @property
    def rules(self) -> CompiledRules:
        """The present shapes, compiled."""
        rules, turn = self._rules, self._turn
        if rules is None:
            rules = CompiledRules(shapes_in(self._store))
            with self._lock:
                if turn == self._turn:  # else the shapes changed while they were read
                    self._rules = rules
        return rules

    def prepare(self) -> None:
        """Compile the shapes, so that the first write need not wait for it."""
        with contextlib.suppress(ConfigurationError):  # which the first write will tell of
            _ = self.rules.index

    def check(self, patch: Patch) -> list[Finding]:
        """Return the findings that the state with the patch has and the present one has not.

        Args:
            patch: exact against the present state.

        Raises:
            Refused: the shapes cannot be used, or could not be with the patch.
        """
        return [*self._check_by_shapes(patch), *self._terms.findings(patch)]

    def _check_by_shapes(self, patch: Patch) -> list[Finding]:
        if not touches_shapes(patch) and self.rules.asks_nothing:
            return []  # nothing is asked of the data
        present = Present(self._store)
        before, after = State(present), State(present, patch.removed, patch.added)
        if touches_shapes(patch):
            return self._check_shapes(patch, before, after)
        try:
            return self._check_data(patch, present, before, after)
        except ConfigurationError as error:
            raise Refused(
                f"The change cannot be judged, because shapes in the store cannot be used. {error}",
                (),
                patch,
            ) from error

    def _check_data(
        self, patch: Patch, present: Present, before: State, after: State
    ) -> list[Finding]:
        rules, index = self.rules, self.rules.index
        if index is None:
            return self._check_whole(before, after)
        changes = changed(patch, before, after)
        try:
            if any(_may_matter(query, changes) for query in index.opaque):
                return self._check_whole(before, after)
            either = State(present, (), patch.added)
            limit = max(_LEAST, self._size // _QUADS_A_PAIR)
            affected = index.affected(after, either, changes, limit)
        except TooMany:
            return self._check_whole(before, after)
        found = rules.results(affected, after)
        known = rules.known(affected, found, before) if found else ()
        return rules.new_findings(known, found, after)

    def _check_whole(self, before: State, after: State) -> list[Finding]:
        rules = self.rules
        found = rules.all_results(after)
        known = rules.all_results(before) if found else ()
        return rules.new_findings(known, found, after)

    def _check_shapes(self, patch: Patch, before: State, after: State) -> list[Finding]:
        present = set(shapes_in(self._store))
        quads = (present - patch.removed) | {q for q in patch.added if is_shape(q)}
        faults = new_faults(present, quads)
        rules = CompiledRules(quads)
        try:
            _ = rules.index
            found = rules.all_results(after)
        except ConfigurationError as error:
            raise Refused(f"The change was not stored: {error}", faults, patch) from error
        try:
            _ = self.rules.index
            known = self.rules.all_results(before)
        except ConfigurationError:  # the change takes away what could not be used
            known = rules.all_results(before)
        return [*faults, *rules.new_findings(known, found, after)]


def shapes_in(store: EmbeddedStore) -> Iterator[Quad]:
    """Yield the quads of the shapes that a store holds."""
    for graph in store.graph_names():
        if graph.value.startswith(SHAPES_GRAPHS):
            yield from store.match(graph=graph)


def is_shape(quad: Quad) -> bool:
    """Tell whether a quad is part of the shapes."""
    graph = quad.graph_name
    return isinstance(graph, NamedNode) and graph.value.startswith(SHAPES_GRAPHS)


def touches_shapes(patch: Patch) -> bool:
    """Tell whether a patch changes the shapes themselves."""
    return any(graph.startswith(SHAPES_GRAPHS) for graph in patch.graphs)


def _may_matter(query: QueryConstraint, changes: tuple[list[Triple], list[Triple]]) -> bool:
    """Tell whether triples changed that a query declares to read."""
    triples = (triple for part in changes for triple in part)
    return any(not query.reads or triple.predicate in query.reads for triple in triples)
