"""The findings of the present state: all shapes on all of the catalogue, once a revision."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from rolegraph.catalogue.facts import visible
from rolegraph.rdf.namespaces import SHAPES_GRAPHS
from rolegraph.rdf.terms import NamedNode
from rolegraph.shacl.engine import Validator
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.shapes import Shapes
from rolegraph.store.protocol import Store


class PresentFindings:
    """Validates a store by the shapes it holds.

    Args:
        store: the store.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._revision = -1
        self._findings: Sequence[Finding] = ()

    def all(self) -> Sequence[Finding]:
        """Return the findings at the present revision, the gravest first.

        Raises:
            ConfigurationError: the shapes cannot be compiled.
        """
        with self._lock:
            revision = self._store.revision
            if revision != self._revision:
                shapes = (
                    quad
                    for graph in self._store.graph_names()
                    if graph.value.startswith(SHAPES_GRAPHS)
                    for quad in self._store.match(graph=NamedNode(graph.value))
                )
                data = list(visible(self._store.match()))
                self._findings = Validator(Shapes(shapes)).validate(data)
                self._revision = revision
            return self._findings
