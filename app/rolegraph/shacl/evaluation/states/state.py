"""States of the catalogue that shapes are evaluated on: as it is, and as a patch would make it.

A state is the union of the graphs that the default dataset has, seen as triples. Nothing is
copied: what the patch touches lies over what the store answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain as joined
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from rolegraph.rdf.namespaces import XSD, is_default_dataset_graph
from rolegraph.rdf.one_import import ONE_IMPORT
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import (
    BlankNode,
    GraphName,
    Literal,
    NamedNode,
    Quad,
    Subject,
    Term,
    Triple,
)
from rolegraph.rdf.triple_text import TripleText
from rolegraph.shacl.evaluation.states.paths import SUPERCLASSES, reach
from rolegraph.shacl.evaluation.states.whole_text import Dumping, changed_text

if TYPE_CHECKING:
    import rdflib


@lru_cache(maxsize=4096)
def to_rdflib(term: Term) -> rdflib.term.Identifier:
    """Return the rdflib term.

    Raises:
        ValueError: it is a triple term, which rdflib does not know.
    """
    with ONE_IMPORT:
        import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # rdflib tells plain literals from xsd:string, RDF 1.1 does not.
        plain = term.datatype.value == XSD + "string"
        datatype = None if plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise ValueError(f"rdflib does not know triple terms, such as {term}.")


@lru_cache(maxsize=4096)
def from_rdflib(node: rdflib.term.Node) -> Term:
    """Return the term that an rdflib term stands for.

    Raises:
        ValueError: it is none of RDF.
    """
    with ONE_IMPORT:
        import rdflib

    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=NamedNode(str(node.datatype or XSD + "string")))
    raise ValueError(f"{node!r} is no RDF term.")


def text(term: Term) -> str | None:
    """Return what SPARQL's `str` gives; None for a blank node."""
    return term.value if isinstance(term, Literal | NamedNode) else None


_KEPT = 64
"""Longer answers are not kept: things that everything points to have endless ones."""


def is_guarded(graph: GraphName) -> bool:
    """Tell whether the shapes speak of the triples of a graph."""
    return not isinstance(graph, NamedNode) or is_default_dataset_graph(graph.value)


class QuadMatching(Protocol):
    """What a state lies in: a store, or quads in memory."""

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        /,
    ) -> Iterable[Quad]:
        """Give the quads that fit a pattern, in which None fits everything."""


class Present:
    """Answers of a store, kept while one patch is judged."""

    def __init__(self, store: QuadMatching) -> None:
        self._store = store
        self._graphs: dict[GraphName, bool] = {}
        self._objects: dict[tuple[Subject, NamedNode], list[Quad]] = {}
        self._subjects: dict[tuple[NamedNode, Term], list[Quad]] = {}

    def about(self, subject: Subject) -> Iterator[Quad]:
        """Yield the quads of a subject."""
        return self._seen(self._store.match(subject))

    def with_subject(self, subject: Subject, predicate: NamedNode) -> list[Quad]:
        """Return the quads of a subject and a predicate."""
        key = (subject, predicate)
        if key not in self._objects:
            self._objects[key] = list(self._seen(self._store.match(subject, predicate)))
        return self._objects[key]

    def with_object(self, predicate: NamedNode, value: Term) -> Iterable[Quad]:
        """Give the quads of a predicate and an object, read only as far as they are asked for."""
        key = (predicate, value)
        if key in self._subjects:
            return self._subjects[key]
        found = self._seen(self._store.match(None, predicate, value))
        first = list(islice(found, _KEPT))
        if len(first) < _KEPT:
            self._subjects[key] = first
            return first
        return joined(first, found)

    def copies(self, subject: Subject, predicate: NamedNode, value: Term) -> Iterator[Quad]:
        """Yield the quads of one triple."""
        return self._seen(self._store.match(subject, predicate, value))

    def with_predicate(self, predicate: NamedNode) -> Iterator[Quad]:
        """Yield the quads of a predicate."""
        return self._seen(self._store.match(None, predicate))

    def changed_text(self, removed: Iterable[Quad], added: Iterable[Quad]) -> TripleText | None:
        """Return everything as text, without some quads and with others; None if it cannot be."""
        store = self._store
        return changed_text(store, removed, added) if isinstance(store, Dumping) else None

    def quads(self) -> Iterator[Quad]:
        """Yield everything."""
        return self._seen(self._store.match())

    def _seen(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        graphs = self._graphs
        for quad in quads:
            graph = quad.graph_name
            if graph not in graphs:
                graphs[graph] = is_guarded(graph)
            if graphs[graph]:
                yield quad


class State:
    """The present with some quads taken away and some put on.

    Args:
        present: what lies below.
        removed: quads that are taken away.
        added: quads that are put on.
    """

    def __init__(
        self, present: Present, removed: Iterable[Quad] = (), added: Iterable[Quad] = ()
    ) -> None:
        self._present = present
        self._removed = frozenset(quad for quad in removed if is_guarded(quad.graph_name))
        self._added = [quad for quad in added if is_guarded(quad.graph_name)]
        self._out: dict[tuple[Subject, NamedNode], list[Term]] = defaultdict(list)
        self._in: dict[tuple[NamedNode, Term], list[Subject]] = defaultdict(list)
        for quad in self._added:
            self._out[quad.subject, quad.predicate].append(quad.object)
            self._in[quad.predicate, quad.object].append(quad.subject)
        self._superclasses: dict[Term, frozenset[Term]] = {}

    def objects(self, subject: Subject, predicate: NamedNode) -> Iterable[Term]:
        """Give the objects of a subject and a predicate, each once."""
        quads = self._present.with_subject(subject, predicate)
        kept = [quad.object for quad in quads if quad not in self._removed]
        return dict.fromkeys([*kept, *self._out.get((subject, predicate), ())])

    def subjects(self, predicate: NamedNode, value: Term) -> Iterable[Subject]:
        """Give the subjects of a predicate and an object, each once, as they are asked for."""
        found: set[Subject] = set()
        for quad in self._present.with_object(predicate, value):
            if quad.subject not in found and quad not in self._removed:
                found.add(quad.subject)
                yield quad.subject
        for subject in self._in.get((predicate, value), ()):
            if subject not in found:
                found.add(subject)
                yield subject

    def has(self, subject: Subject, predicate: NamedNode, value: Term) -> bool:
        """Tell whether a triple is there."""
        if value in self._out.get((subject, predicate), ()):
            return True
        copies = self._present.copies(subject, predicate, value)
        return any(quad not in self._removed for quad in copies)

    def about(self, subject: Subject) -> dict[tuple[NamedNode, Term], None]:
        """Return predicate and object of every triple of a subject."""
        kept = [quad for quad in self._present.about(subject) if quad not in self._removed]
        own = [quad for quad in self._added if quad.subject == subject]
        return dict.fromkeys((quad.predicate, quad.object) for quad in (*kept, *own))

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[Subject, Term]]:
        """Yield subject and object of every triple of a predicate, some more than once."""
        for quad in (*self._present.with_predicate(predicate), *self._added):
            if quad.predicate == predicate and quad not in self._removed:
                yield quad.subject, quad.object

    def superclasses(self, cls: Term) -> frozenset[Term]:
        """Return a class and all that are above it."""
        if cls not in self._superclasses:
            self._superclasses[cls] = frozenset(reach(self, SUPERCLASSES, cls))
        return self._superclasses[cls]

    def text(self) -> TripleText | None:
        """Return everything as text; None where what lies below cannot be written as it is."""
        return self._present.changed_text(self._removed, self._added)

    def quads(self) -> Iterator[Quad]:
        """Yield everything, for engines that read the whole."""
        for quad in self._present.quads():
            if quad not in self._removed:
                yield quad
        yield from self._added


def changed(patch: Patch, before: State, after: State) -> tuple[list[Triple], list[Triple]]:
    """Return the triples that a patch takes from the union of the graphs, and those it adds.

    A quad whose triple another graph holds as well makes no difference to the union.
    """

    def seen(quads: Iterable[Quad], in_state: State, not_in: State) -> list[Triple]:
        triples = dict.fromkeys(
            (quad.subject, quad.predicate, quad.object)
            for quad in quads
            if is_guarded(quad.graph_name)
        )
        return [Triple(*t) for t in triples if in_state.has(*t) and not not_in.has(*t)]

    return seen(patch.removed, before, after), seen(patch.added, after, before)
