"""The guard of large loads: what a store would break the shapes in with what is staged for it.

Both states are validated whole, from files, so that no quad becomes an object of Python.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from rolegraph.errors import ConfigurationError, Refused
from rolegraph.rdf.namespaces import SHAPES_GRAPHS, is_default_dataset_graph
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import (
    BlankNode,
    NamedNode,
    Quad,
    RdfFormat,
    Subject,
    Term,
    parse,
    serialize,
)
from rolegraph.shacl.evaluation.states.whole_text import write_guarded
from rolegraph.shacl.findings import rank
from rolegraph.shacl.guard.guard import is_shape, shapes_in
from rolegraph.shacl.guard.rules import CompiledRules, NewFindings, new_results
from rolegraph.shacl.results import ValidationResult
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.engine.staging import Staging

_CHUNK = 2**20
_TOLD = 1000
"""How many findings are put in words; the others are counted."""


@dataclass(frozen=True)
class Judged:
    """The shapes that there would be, what is wrong now, and what would be."""

    rules: CompiledRules
    before: set[ValidationResult]
    after: set[ValidationResult]


class BulkGuard:
    """Judges what is staged for a store.

    Args:
        store: the store.
        staged: written quads that would be added to it.
    """

    def __init__(self, store: EmbeddedStore, staged: Staging) -> None:
        self._store, self._staged = store, staged

    def results(self) -> Judged:
        """Validate both states.

        Can run while the staged quads are indexed.

        Raises:
            Refused: the staged quads would leave shapes that cannot be used.
        """
        present, coming = self._shapes()
        rules = CompiledRules(present | coming)
        try:
            if coming:
                _ = rules.index
            with self._staged.file("after.nq") as path:
                with path.open("wb") as file:
                    self._write_staged(file)
                    write_guarded(self._store, file)
                after = rules.file_results(path, _blank(path))
            if not after:
                return Judged(rules, set(), after)
            with self._staged.file("before.nq") as path:
                with path.open("wb") as file:
                    write_guarded(self._store, file)
                before = CompiledRules(present).file_results(path, _blank(path))
        except ConfigurationError as error:
            raise Refused(f"Nothing was stored: {error}", (), Patch()) from error
        return Judged(rules, before, after)

    def findings(self, judged: Judged) -> NewFindings:
        """Return the findings that the store would have and has not now.

        The staged quads are indexed by then. Only the gravest are put in words: that takes longer
        than to find them.
        """
        new = sorted(
            new_results(judged.before, judged.after), key=lambda found: rank(found.severity)
        )
        reported = judged.rules.findings(new[:_TOLD], self)
        return NewFindings(tuple(reported), Counter(found.severity for found in new))

    def objects(self, subject: Subject, predicate: NamedNode) -> Iterable[Term]:
        """Give the objects of a subject and a predicate, each once."""
        staged = self._staged.engine.quads_for_pattern(subject, predicate, None)
        quads = chain(self._store.match(subject, predicate), staged)
        return dict.fromkeys(quad.object for quad in quads)

    def _shapes(self) -> tuple[set[Quad], set[Quad]]:
        present = set(shapes_in(self._store))
        coming: set[Quad] = set()
        if any(graph.startswith(SHAPES_GRAPHS) for graph in frozenset(self._staged.graphs)):
            coming.update(quad for quad in self._staged.patch.quads() if is_shape(quad))
        return present, coming

    def _write_staged(self, file: BinaryIO) -> None:
        if all(is_default_dataset_graph(graph) for graph in frozenset(self._staged.graphs)):
            with self._staged.patch.path.open("rb") as staged:
                shutil.copyfileobj(staged, file, _CHUNK)
            return
        serialize(_guarded(self._staged.patch.quads()), file, format=RdfFormat.N_QUADS)


def _guarded(quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        name = quad.graph_name
        if not isinstance(name, NamedNode) or is_default_dataset_graph(name.value):
            yield quad


def _blank(path: Path) -> set[str]:
    """Return the labels of the blank nodes in an N-Quads file."""
    with path.open("rb") as file:
        if not any(b"_:" in line for line in file):
            return set()
    quads = parse(path=path, format=RdfFormat.N_QUADS)
    return {
        term.value
        for quad in quads
        for term in (quad.subject, quad.object)
        if isinstance(term, BlankNode)
    }
