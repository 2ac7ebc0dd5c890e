"""Terms that a change uses and no ontology declares: told, since no shape speaks of them.

A shape asks what is said with the terms that it knows. A triple with a misspelt property, or a
thing of a misspelt class, is asked for nothing, so the shapes alone would take it in silence.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

from rolegraph.rdf.namespaces import (
    ONTOLOGY_GRAPHS,
    SHAPES_GRAPHS,
    compact,
    is_default_dataset_graph,
)
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import GraphName, NamedNode, Quad
from rolegraph.shacl.findings import WARNING, Finding
from rolegraph.shacl.results import term_text
from rolegraph.shacl.vocabulary import Vocabulary
from rolegraph.store.embedded import EmbeddedStore

RULE = "undeclared-term"
RULE_IRI = f"https://w3id.org/rolegraph/checks#{RULE}"


class UndeclaredTerms:
    """Finds them in changes of a store. Safe to share among threads.

    Args:
        store: its ontology and shapes say what is declared.
    """

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._turn = 0
        self._known: Vocabulary | None = None
        store.on_commit(self._follow)

    def _follow(self, _: int, patch: Patch) -> None:
        if _touches_terms(patch):
            with self._lock:
                self._known = None
                self._turn += 1

    def findings(self, patch: Patch) -> list[Finding]:
        """Return a warning for each term that a patch uses in data, and that nothing declares.

        Args:
            patch: exact against the present state; what it declares itself counts.
        """
        if not patch.number_added:
            return []
        known = self._present() if not _touches_terms(patch) else self._after(patch)
        if not known.own:
            return []
        used = known.undeclared(_of_data(patch.added))
        return [_finding(known, iri, min(quads, key=str)) for iri, quads in used.items()]

    def _present(self) -> Vocabulary:
        known, turn = self._known, self._turn
        if known is None:
            known = Vocabulary(self._quads(ONTOLOGY_GRAPHS), self._quads(SHAPES_GRAPHS))
            with self._lock:
                if turn == self._turn:  # else the terms changed while they were read
                    self._known = known
        return known

    def _after(self, patch: Patch) -> Vocabulary:
        ontology, shapes = (
            [
                *(quad for quad in self._quads(graphs) if quad not in patch.removed),
                *(quad for quad in patch.added if _is_in(quad.graph_name, graphs)),
            ]
            for graphs in (ONTOLOGY_GRAPHS, SHAPES_GRAPHS)
        )
        return Vocabulary(ontology, shapes)

    def _quads(self, graphs: str) -> Iterator[Quad]:
        for graph in self._store.graph_names():
            if graph.value.startswith(graphs):
                yield from self._store.match(graph=graph)


def _touches_terms(patch: Patch) -> bool:
    return any(graph.startswith((ONTOLOGY_GRAPHS, SHAPES_GRAPHS)) for graph in patch.graphs)


def _is_in(graph: GraphName, graphs: str) -> bool:
    return isinstance(graph, NamedNode) and graph.value.startswith(graphs)


def _of_data(quads: Iterable[Quad]) -> Iterator[Quad]:
    of_data: dict[GraphName, bool] = {}
    for quad in quads:
        graph = quad.graph_name
        counts = of_data.get(graph)
        if counts is None:
            name = graph.value if isinstance(graph, NamedNode) else ""
            counts = is_default_dataset_graph(name) and not name.startswith(ONTOLOGY_GRAPHS)
            of_data[graph] = counts
        if counts:
            yield quad


def _finding(known: Vocabulary, iri: str, quad: Quad) -> Finding:
    nearest = known.nearest(iri)
    return Finding(
        severity=WARNING,
        rule=RULE,
        rule_iri=RULE_IRI,
        focus=term_text(quad.subject),
        focus_label=None,
        path=quad.predicate.value,
        value=None if quad.predicate.value == iri else iri,
        message=f"{compact(iri)} is not a term of the ontology, so nothing here reads it.",
        check="terms",
        hint=f"Did you mean {compact(nearest)}?" if nearest else None,
    )
