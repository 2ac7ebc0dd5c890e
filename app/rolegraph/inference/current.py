"""What follows from a store, worked out when it is first asked for, and then kept with each commit.

Inferred triples are not in the store: not in its journal, its dumps or its counts.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain

from rolegraph.errors import NotFound, TooLarge
from rolegraph.inference.closure import Closure, OntologyChanged
from rolegraph.inference.explain import Explainer, Explanation
from rolegraph.inference.facts import Stated
from rolegraph.inference.listed import ListedTriples, packed_list
from rolegraph.rdf.namespaces import INFERRED_GRAPH, is_default_dataset_graph
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, RdfFormat, Term, serialize
from rolegraph.store.background import Background
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.kept import KeptIndex

_GRAPH = NamedNode(INFERRED_GRAPH)
_PART, _LIST = "closure", "list"
"""Names of the parts that are kept for the next start."""
_LARGE = 100_000
"""Quads from which on it takes longer than a moment."""


@dataclass(frozen=True)
class _Change:
    """A commit, as far as it concerns what is stated."""

    revision: int
    removed: tuple[Stated, ...]
    added: tuple[Stated, ...]


@dataclass(frozen=True)
class Reason:
    """Why a triple holds, or why something cannot be.

    Attributes:
        revision: of the dataset.
        explanation: None where the triple neither is stated nor follows.
    """

    revision: int
    explanation: Explanation | None


class Inference:
    """The closure of the default dataset of a store: catalogue, ontology and mappings.

    Until somebody asks, nothing is worked out or held. After a change of the ontology all is worked
    out anew at the next question.

    Args:
        store: what it follows.
        most: triples up to which it is worked out.
    """

    def __init__(self, store: EmbeddedStore, most: int) -> None:
        self._store, self._most = store, most
        self._making, self._listing = threading.Lock(), threading.Lock()
        self._lock = threading.Lock()
        self._closure: Closure | None = None
        self._revision = 0
        self._missed: list[_Change] | None = None
        self._text: bytes | None = None
        self._kept: KeptIndex | None = None
        self._listed: tuple[int, ListedTriples | None] = (-1, None)
        """At which revision it was looked for, and what was found."""
        self._beside = Background(self._make_all)
        store.on_commit(self._follow)

    def use(self, kept: KeptIndex) -> None:
        """Take what an earlier start has worked out."""
        self._kept = kept

    def keep(self) -> None:
        """Keep what is worked out for the next start, where that is not yet done."""
        kept = self._kept
        if kept is None:
            return
        with self._lock:
            closure, revision = self._closure, self._revision
            if closure is None or not kept.lacks(revision, (_PART, _LIST)):
                return
            parts = {_LIST: packed_list(closure), _PART: closure.packed()}
        kept.write(revision, parts)

    def within(self, seconds: float) -> bool:
        """Tell whether questions can be answered; where not, that is begun, and waited for.

        Raises:
            TooLarge: the dataset has more triples than the setting allows.
        """
        return self._beside.within(seconds) is not None

    def _make_all(self) -> bool:
        self._make()
        return True

    @property
    def takes_long(self) -> bool:
        """Whether there is so much to work out, and nothing kept, that nobody should wait."""
        if self.made or (self._kept is not None and self._kept.revision >= 0):
            return False
        return self._store.journal.size > _LARGE

    @property
    def made(self) -> bool:
        """Whether it is worked out now."""
        return self._closure is not None

    def text(self) -> tuple[int, bytes]:
        """Return the inferred triples as N-Quads of their graph, and the revision that they are of.

        Raises:
            TooLarge: the dataset has more triples than the setting allows.
        """
        with self._current() as closure:
            if self._text is None:
                quads = (Quad(*triple, _GRAPH) for triple in closure.triples())  # type: ignore[arg-type]  # of RDF
                self._text = serialize(quads, format=RdfFormat.N_QUADS) or b""
            return self._revision, self._text

    def about(self, subject: Term) -> list[Stated]:
        """Return the inferred triples with a subject.

        Raises:
            NotFound: nothing here speaks of it.
        """
        listed = self._as_listed()
        if listed is not None:
            found = listed.about(subject)
        else:
            with self._current() as closure:
                found = list(closure.about(subject))
        if not found and not self._is_known(subject):
            raise NotFound(
                f"Nothing here speaks of {subject}. Give the address of a thing as its page has "
                "it, such as roles/data-analyst, or a name such as rg:Role."
            )
        return found

    def explain(self, triple: Stated) -> Reason:
        """Explain a triple.

        Raises:
            TooLarge: there is too much to work out, or too much leads to the triple.
        """
        with self._current() as closure:
            fact = closure.number_of(triple)
            found = None if fact is None else Explainer(closure).fact(fact)
            if found is None and self._is_stated(triple):
                found = Explanation((), (triple,))
            return Reason(self._revision, found)

    def contradictions(self, most: int) -> tuple[int, int, list[Explanation]]:
        """Return the revision, how many contradictions there are, and why the first ones are."""
        with self._current() as closure:
            explainer = Explainer(closure)
            found = list(closure.contradictions)
            return self._revision, len(found), [explainer.contradiction(x) for x in found[:most]]

    @contextmanager
    def _current(self) -> Iterator[Closure]:
        """Give the closure of the newest commit, and hold off commits while a block uses it."""
        while True:
            self._make()
            with self._lock:
                if self._closure is not None:
                    yield self._closure
                    return

    def _make(self) -> None:
        """Work out everything if that is needed; commits go on meanwhile."""
        with self._making:
            if self._closure is None:
                self._take_kept()
            made = self._closure is None
            while self._closure is None:
                with self._lock:
                    self._missed = []
                try:
                    revision, triples = self._stated()
                    closure = Closure(partial(iter, triples))
                except BaseException:
                    with self._lock:
                        self._missed = None
                    raise
                with self._lock:
                    missed, self._missed = self._missed, None
                    self._closure, self._revision, self._text = closure, revision, None
                    for change in missed:
                        self._take(change)
        if made:
            self.keep()

    def _take_kept(self) -> None:
        """Begin with what an earlier start has worked out, and what commits have changed since."""
        with self._store.reading() as revision:
            part = self._kept and self._kept.take(_PART, revision)
            if not part:
                return
            closure = Closure(partial(iter, ()), kept=part.content)
            touched = {
                (quad.subject, quad.predicate, quad.object)
                for quads in (part.since.removed, part.since.added)
                for quad in quads
                if _counts(quad)
            }
            stated = {triple for triple in touched if self._is_stated(triple)}
            with contextlib.suppress(OntologyChanged):
                closure.change(touched - stated, stated)
                with self._lock:
                    self._closure, self._revision, self._text = closure, revision, None

    def _as_listed(self) -> ListedTriples | None:
        """Return what an earlier start has listed, where nothing has been committed since.

        To take all that follows from the file takes ten times as long as the rest of a page.
        """
        with self._store.reading() as revision:
            if self._closure is not None:
                return None
            with self._listing:
                if self._listed[0] != revision:
                    part = None
                    if self._kept is not None and self._kept.revision == revision:
                        part = self._kept.take(_LIST, revision)
                    self._listed = (revision, ListedTriples(part.content) if part else None)
                return self._listed[1]

    def _stated(self) -> tuple[int, list[Stated]]:
        """Return the revision, and its triples.

        Raises:
            TooLarge: the graphs have more triples than the setting allows. One that stands in two
                graphs counts twice, so that nothing has to be read to tell.
        """
        with self._store.reading() as revision:
            quads = self._store.journal.size
            if quads > self._most and quads - self._apart() > self._most:
                raise TooLarge(
                    f"The dataset has more than {self._most} triples, which is as many as "
                    "inference is set up for (ROLEGRAPH_INFERENCE_TRIPLES)."
                )
            found = {(q.subject, q.predicate, q.object) for q in self._store.match() if _counts(q)}
        return revision, list(found)

    def _apart(self) -> int:
        """Return how many quads are in graphs that are no part of the default dataset."""
        apart = [g for g in self._store.graph_names() if not is_default_dataset_graph(g.value)]
        return sum(1 for graph in apart for _ in self._store.match(None, None, None, graph))

    def _follow(self, revision: int, patch: Patch) -> None:
        """Take in a commit; called by the committing thread, when the store has it."""
        with self._lock:
            if self._closure is None and self._missed is None:
                return
            gone = {(q.subject, q.predicate, q.object) for q in patch.removed if _counts(q)}
            come = {(q.subject, q.predicate, q.object) for q in patch.added if _counts(q)}
            out = tuple(triple for triple in gone if not self._is_stated(triple))
            change = _Change(revision, out, tuple(come))
            if self._missed is not None:
                self._missed.append(change)
            else:
                self._take(change)

    def _take(self, change: _Change) -> None:
        closure = self._closure
        if closure is None or change.revision <= self._revision:
            return
        self._revision = change.revision
        try:
            changed = closure.change(change.removed, change.added)
        except OntologyChanged:
            self._closure = self._text = None
        else:
            if changed.added or changed.removed:
                self._text = None

    def _is_stated(self, triple: Stated) -> bool:
        subject, predicate, value = triple
        return any(map(_counts, self._store.match(subject, predicate, value)))  # type: ignore[arg-type]  # of RDF

    def _is_known(self, term: Term) -> bool:
        """Tell whether anything is stated of a term, or with it."""
        of_it = [] if isinstance(term, Literal) else self._store.match(term)
        return any(map(_counts, chain(of_it, self._store.match(None, None, term))))


def _counts(quad: Quad) -> bool:
    """Tell whether a quad is of the default dataset."""
    graph = quad.graph_name
    return not isinstance(graph, NamedNode) or is_default_dataset_graph(graph.value)
