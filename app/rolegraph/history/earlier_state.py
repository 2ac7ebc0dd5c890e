"""An earlier revision as a store: the present one, with what commits since did taken back.

Nothing is copied, so it costs what lies between the two, and not the size of the dataset.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from rolegraph.rdf.namespaces import CHANGES_GRAPH
from rolegraph.rdf.patch import Patch, composed
from rolegraph.rdf.terms import GraphName, NamedNode, Quad, RdfFormat, Subject, Term
from rolegraph.store.embedded import EmbeddedStore

_CHANGES = NamedNode(CHANGES_GRAPH)


@dataclass(frozen=True)
class _Over:
    """What lies over the present state.

    Attributes:
        now: the present revision.
        back: what leads from it to the earlier one.
        by_subject, by_object: the quads that were there, and are no more.
    """

    now: int
    back: Patch
    by_subject: Mapping[Subject, list[Quad]]
    by_object: Mapping[Term, list[Quad]]

    def were(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        value: Term | None,
        graph: GraphName | None,
    ) -> Iterator[Quad]:
        """Yield those quads that fit a pattern."""
        quads: Iterable[Quad] = self.back.added
        if subject is not None:
            quads = self.by_subject.get(subject, ())
        elif value is not None:
            quads = self.by_object.get(value, ())
        for quad in quads:
            if (
                (predicate is None or quad.predicate == predicate)
                and (value is None or quad.object == value)
                and (graph is None or quad.graph_name == graph)
            ):
                yield quad


class EarlierState:
    """A store for reading, which holds an earlier revision.

    Args:
        store: the present one.
        revision: which one.
        between: gives the patch from one revision to another.
        whole: makes a store of its own of it, for what only an engine can answer.

    Attributes:
        revision: the revision.
    """

    def __init__(
        self,
        store: EmbeddedStore,
        revision: int,
        between: Callable[[int, int], Patch],
        whole: Callable[[], EmbeddedStore],
    ) -> None:
        self._store, self.revision = store, revision
        self._between, self._whole = between, whole
        self._lock = threading.Lock()
        self._over = _Over(revision, Patch(), {}, {})

    @property
    def is_calm(self) -> bool:
        """Whether a reader would not have to wait now."""
        return self._store.is_calm and self._over.now == self._store.revision

    @property
    def back(self) -> tuple[int, Patch]:
        """The present revision, and what leads from it to this one."""
        over = self._current()
        return over.now, over.back

    @contextmanager
    def reading(self) -> Iterator[int]:
        """Hold off commits while the block reads, and give the revision it reads."""
        with self._store.reading():
            yield self.revision

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the RDF word
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads that fit a pattern; None fits everything, also every graph."""
        over = self._current()
        gone = over.back.removed
        for quad in self._store.match(subject, predicate, object, graph):
            # The graph of changes tells of all commits, also of those since.
            if quad not in gone and quad.graph_name != _CHANGES:
                yield quad
        yield from over.were(subject, predicate, object, graph)

    def select(
        self, query: str, substitutions: Mapping[str, Term] | None = None
    ) -> list[dict[str, Term]]:
        """Run a fixed SELECT; see `Store.select`."""
        return self._whole().select(query, substitutions)

    def graph_names(self) -> list[NamedNode]:
        """Return the names of the named graphs, sorted."""
        back = self._current().back
        doubtful = {quad.graph_name for quad in back.removed}
        names = {quad.graph_name for quad in back.added}
        for name in self._store.graph_names():
            if name not in doubtful or next(self.match(graph=name), None) is not None:
                names.add(name)
        named = (name for name in names if isinstance(name, NamedNode))
        return sorted(named, key=lambda name: name.value)

    def count(self) -> int:
        """Return the number of quads, those of the graph of changes left out."""
        return sum(1 for _ in self.match())

    def dump(
        self,
        output: BinaryIO,
        rdf_format: RdfFormat,
        graph: GraphName | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        """Write all quads, or the triples of one graph; see `Store.dump`."""
        self._whole().dump(output, rdf_format, graph, prefixes)

    def _current(self) -> _Over:
        """Return what lies over the present state, brought up to it."""
        over = self._over
        if over.now == self._store.revision:
            return over
        with self._lock:
            now = self._store.revision
            back = composed((self._between(now, self._over.now), self._over.back))
            by_subject: dict[Subject, list[Quad]] = defaultdict(list)
            by_object: dict[Term, list[Quad]] = defaultdict(list)
            for quad in back.added:
                by_subject[quad.subject].append(quad)
                by_object[quad.object].append(quad)
            # Plain dicts: readers on other threads must not add to them.
            self._over = _Over(now, back, dict(by_subject), dict(by_object))
            return self._over
