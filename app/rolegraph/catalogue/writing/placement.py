"""Puts the values of fields into a draft: in the right graph, and on both sides of a link."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from rolegraph.catalogue.index.facts import Facts
from rolegraph.catalogue.schema.fields import Field
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.catalogue.writing.bodies import BodyFaults
from rolegraph.rdf.namespaces import RDF, graph_of_file, whole_of
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.quad_source import QuadSource, visible
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
from rolegraph.store.files.fidelity import normalised


class Draft:
    """Quads of a store with some taken away and others added; the store stays as it is.

    Args:
        base: the store, which must not change while the draft is used.
    """

    def __init__(self, base: QuadSource) -> None:
        self._base = base
        self._read: dict[Subject, dict[NamedNode, list[Quad]]] = {}
        self._removed: set[Quad] = set()
        self._added: dict[Quad, None] = {}
        self._of: dict[Subject, dict[Quad, None]] = {}
        self._to: dict[Term, dict[Quad, None]] = {}

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the RDF word
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads that fit a pattern; None fits everything, also every graph."""
        stored: Iterable[Quad]
        added = self._added
        if subject is None:
            stored = self._base.match(None, predicate, object, graph)
            if object is not None:
                added = self._to.get(object, {})
        else:
            of_subject = self._about(subject)
            stored = chain(*of_subject.values())
            if predicate is not None:
                stored = of_subject.get(predicate, ())
            added = self._of.get(subject, {})
        return (
            quad
            for quad in chain(stored, list(added))  # what is read may be changed meanwhile
            if (predicate is None or quad.predicate == predicate)
            and (object is None or quad.object == object)
            and (graph is None or quad.graph_name == graph)
            and quad not in self._removed
        )

    def add(self, quad: Quad) -> None:
        """Have a quad, if it is not there already."""
        if quad in self._removed:
            self._removed.discard(quad)
        elif quad not in self._added and not self._has(quad):
            self._added[quad] = None
            self._of.setdefault(quad.subject, {})[quad] = None
            self._to.setdefault(quad.object, {})[quad] = None

    def remove(self, quad: Quad) -> None:
        """Have a quad no more, if it is there."""
        if quad in self._added:
            del self._added[quad]
            del self._of[quad.subject][quad]
            del self._to[quad.object][quad]
        elif self._has(quad):
            self._removed.add(quad)

    def patch(self) -> Patch:
        """Return the difference to the store."""
        return Patch(frozenset(self._removed), frozenset(self._added))

    def touched(self) -> set[Subject]:
        """Return the subjects of which quads were added or removed."""
        return {quad.subject for quad in (*self._removed, *self._added)}

    def _about(self, subject: Subject) -> dict[NamedNode, list[Quad]]:
        """Return what the store says of a subject, by predicate.

        It is read once: a write asks about each field of a thing, and a disk takes its time.
        """
        found = self._read.get(subject)
        if found is None:
            found = self._read[subject] = {}
            for quad in self._base.match(subject):
                found.setdefault(quad.predicate, []).append(quad)
        return found

    def _has(self, quad: Quad) -> bool:
        pattern = self._base.match(quad.subject, quad.predicate, quad.object, quad.graph_name)
        return next(iter(pattern), None) is not None


Node = NamedNode | BlankNode
_TYPE = NamedNode(RDF + "type")


def as_stored(term: Term) -> Term:
    """Return a term as the store will give it back: it keeps the value of 0.50, not its form."""
    if isinstance(term, Literal):
        quad = Quad(_TYPE, _TYPE, term)
        return next((change.stored for change in normalised([quad])), term)
    return term


class Placement:
    """Changes single fields of things in a draft.

    A changed thing stays in the graphs its triples are in; a new one goes to the graph of the
    home file of its type. What no field mentions is left alone.

    Args:
        draft: what is changed.
        types: what the shapes say.
        facts: classes of all things, new ones included.
        base: what the IRIs of things begin with, for messages.
        faults: where faults are noted.

    Attributes:
        orphans: things that lost the one that owns them, each with the pointer to where.
    """

    def __init__(
        self, draft: Draft, types: ResourceTypes, facts: Facts, base: str, faults: BodyFaults
    ) -> None:
        self.draft = draft
        self._types, self._facts, self._base, self._faults = types, facts, base, faults
        self.orphans: dict[str, str] = {}

    def begin(self, node: Node, classes: Collection[str], home_file: str) -> None:
        """Give a new thing its classes, in the graph of its home file."""
        graph = NamedNode(graph_of_file(home_file))
        for iri in classes:
            self.draft.add(Quad(node, _TYPE, NamedNode(iri), graph))

    def classify(self, node: Node, classes: Collection[str]) -> None:
        """Give a nested thing these classes and no others."""
        self._put(node, _TYPE, [NamedNode(iri) for iri in sorted(classes)])

    def values(self, node: Node, field: Field) -> list[Term]:
        """Return the values that a field has, without quoted triples, which JSON cannot say."""
        predicate = NamedNode(field.predicate)
        if field.inverse:
            found = (q.subject for q in visible(self.draft.match(None, predicate, node)))
            return [node for node in dict.fromkeys(found) if not isinstance(node, Triple)]
        objects = (q.object for q in visible(self.draft.match(node, predicate)))
        return [term for term in dict.fromkeys(objects) if not isinstance(term, Triple)]

    def put(
        self, node: Node, classes: frozenset[str], field: Field, terms: list[Term], pointer: str
    ) -> None:
        """Have a field hold these values and no others.

        Args:
            node: the thing.
            classes: its classes.
            field: the field.
            terms: its values.
            pointer: where they stand in the body.
        """
        if field.inverse:
            self._put_inverse(node, field, terms, pointer)
            return
        dropped, added = self._put(node, NamedNode(field.predicate), terms)
        for term in dropped:
            if field.nested and isinstance(term, NamedNode | BlankNode):
                self._drop_nested(node, term)
            elif isinstance(term, NamedNode):
                self._unlinked(node, classes, field, term, pointer)
        for term in added:
            if isinstance(term, NamedNode) and isinstance(node, NamedNode):
                self._linked(node, classes, field, term, pointer)

    def _put(
        self, node: Node, predicate: NamedNode, terms: list[Term]
    ) -> tuple[list[Term], list[Term]]:
        """Have a predicate lead to these terms; return what it lost and what it gained."""
        present: dict[Term, list[Quad]] = {}
        for quad in visible(self.draft.match(node, predicate)):
            if not isinstance(quad.object, Triple):
                present.setdefault(quad.object, []).append(quad)
        # What is there already has its stored form; most values of a write are.
        terms = [term if term in present else as_stored(term) for term in terms]
        dropped = [term for term in present if term not in terms]
        added = [term for term in dict.fromkeys(terms) if term not in present]
        graph = self._graph(node, predicate) if added else None
        for term in dropped:
            for quad in present[term]:
                self.draft.remove(quad)
        for term in added:
            self.draft.add(Quad(node, predicate, term, graph))
        return dropped, added

    def _put_inverse(self, node: Node, field: Field, terms: list[Term], pointer: str) -> None:
        """Add links that other things have; taking them away is for those things to do."""
        present = self.values(node, field)
        for subject in present:
            if subject not in terms:
                self._faults.add(
                    pointer,
                    f"{self._shown(subject)} names this one; take that away there, in its "
                    f"{self._name_at(subject, field)}",
                )
        for term in terms:
            if term not in present and isinstance(term, NamedNode | BlankNode):
                predicate = NamedNode(field.predicate)
                self.draft.add(Quad(term, predicate, node, self._graph(term, predicate)))

    def _linked(
        self,
        node: NamedNode,
        classes: frozenset[str],
        field: Field,
        target: NamedNode,
        pointer: str,
    ) -> None:
        """State a new link on its other side as well, where the shapes have a field for it."""
        theirs = self._facts.classes(target.value)
        other = self._types.counterpart(field, classes, theirs)
        if other is None:
            return
        predicate = NamedNode(other.predicate)
        self.orphans.pop(target.value, None)
        if self._types.owns(field, classes, theirs):
            for owner in self.values(target, other):
                if owner != node:
                    self._faults.add(
                        pointer,
                        f"{self._shown(target)} belongs to {self._shown(owner)}; change its "
                        f"{other.name} instead",
                    )
        self.draft.add(Quad(target, predicate, node, self._graph(target, predicate)))

    def _unlinked(
        self, node: Node, classes: frozenset[str], field: Field, target: NamedNode, pointer: str
    ) -> None:
        theirs = self._facts.classes(target.value)
        other = self._types.counterpart(field, classes, theirs)
        if other is None:
            return
        for quad in list(self.draft.match(target, NamedNode(other.predicate), node)):
            self.draft.remove(quad)
        if self._types.owns(field, classes, theirs):
            self.orphans[target.value] = pointer

    def _drop_nested(self, node: Node, part: Node) -> None:
        """Remove what is nested in a thing, if it is nested there."""
        whole = node.value.partition("#")[0]
        within = isinstance(part, BlankNode) or part.value.startswith(f"{whole}#")
        if part.value == whole_of(part.value, self._base) and self._types.of_classes(
            self._facts.classes(part.value)
        ):
            return  # a thing of its own, whose IRI has a fragment as well
        if within and not any(self.draft.match(None, None, part)):
            for quad in list(visible(self.draft.match(part))):
                self.draft.remove(quad)
                if isinstance(quad.object, NamedNode | BlankNode):
                    self._drop_nested(node, quad.object)

    def _graph(self, node: Node, predicate: NamedNode) -> GraphName:
        """Return the graph for a triple: that of its like, else that of the thing's class."""
        whole = NamedNode(node.value.partition("#")[0]) if isinstance(node, NamedNode) else node
        for subject, known in ((node, predicate), (node, _TYPE), (whole, _TYPE)):
            graphs = [quad.graph_name for quad in visible(self.draft.match(subject, known))]
            if graphs:
                return min(graphs, key=str)
        found = self._types.of_classes(self._facts.classes(whole.value))
        home = found[0].home_file if found else None
        return NamedNode(graph_of_file(home or "data/other.ttl"))

    def _shown(self, term: Term) -> str:
        text = term.value if isinstance(term, NamedNode) else str(term)
        return text.removeprefix(self._base)

    def _name_at(self, subject: Term, field: Field) -> str:
        """Return the name of the field by which a thing links here."""
        classes = self._facts.classes(getattr(subject, "value", ""))
        fields = self._types.fields_of(classes)
        found = (f.name for f in fields if f.path == (field.predicate, False))
        return next(found, "links")
