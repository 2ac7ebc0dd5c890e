"""What an ontology declares: its terms, its own namespaces, and the term that was meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property

from rolegraph.rdf.namespaces import OWL, RDF, RDFS
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.shacl.known_terms import BUILT_IN

_DECLARING = frozenset(
    [
        *(OWL + n for n in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
        *(OWL + n for n in ("NamedIndividual", "OntologyProperty", "DeprecatedProperty")),
        OWL + "DeprecatedClass",
        RDFS + "Class",
        RDFS + "Datatype",
        RDF + "Property",
    ]
)
_TYPE = NamedNode(RDF + "type")
_ONTOLOGY = NamedNode(OWL + "Ontology")


def namespace_of(iri: str) -> str:
    """Return an IRI up to its last `#` or `/`."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


class Vocabulary:
    """What an ontology and its shapes declare.

    Args:
        ontology: its quads.
        shapes: the quads of the shapes; a shape is declared by being described.

    Attributes:
        declared: namespace → its terms.
        own: namespaces that the ontology itself defines, not only borrows from.
    """

    def __init__(self, ontology: Iterable[Quad], shapes: Iterable[Quad]) -> None:
        self.declared: dict[str, set[str]] = defaultdict(set)
        headers: set[str] = set()
        for quad in shapes:
            if isinstance(quad.subject, NamedNode):
                self._declare(quad.subject.value)
                self._take(quad, headers)
        for quad in ontology:
            self._take(quad, headers)
        self.own = frozenset(
            namespace
            for namespace in self.declared
            if any(h == namespace.rstrip("#/") or h.startswith(namespace) for h in headers)
        )
        for namespace, names in BUILT_IN.items():
            self.declared[namespace] = {namespace + name for name in names}

    def _take(self, quad: Quad, headers: set[str]) -> None:
        subject, kind = quad.subject, quad.object
        if quad.predicate != _TYPE or not isinstance(subject, NamedNode):
            return
        if isinstance(kind, NamedNode) and kind.value in _DECLARING:
            self._declare(subject.value)
        if kind == _ONTOLOGY:
            headers.add(subject.value.rstrip("#/"))

    def _declare(self, iri: str) -> None:
        self.declared[namespace_of(iri)].add(iri)

    def lacks(self, iri: str) -> bool:
        """Tell whether an IRI is of a declared vocabulary but none of its terms."""
        known = self.declared.get(namespace_of(iri))
        return known is not None and iri not in known and not iri.startswith(RDF + "_")

    def undeclared(self, quads: Iterable[Quad]) -> dict[str, list[Quad]]:
        """Return the terms that quads of data use and nothing declares, each with its quads."""
        lacking: dict[NamedNode, bool] = {}
        used: dict[str, list[Quad]] = {}
        for quad in quads:
            predicate, value = quad.predicate, quad.object
            terms = [predicate]
            if isinstance(value, Literal):
                terms.append(value.datatype)
            elif isinstance(value, NamedNode) and self.must_have(predicate, value):
                terms.append(value)
            for term in terms:
                lacks = lacking.get(term)
                if lacks is None:
                    lacks = lacking[term] = self.lacks(term.value)
                if lacks:
                    used.setdefault(term.value, []).append(quad)
        return used

    def must_have(self, predicate: NamedNode, value: NamedNode) -> bool:
        """Tell whether the object of a triple of data must be a declared term.

        It must where it is a class, and where it is of a namespace of the ontology's own.
        """
        namespace = namespace_of(value.value)
        return value.value != namespace and (predicate == _TYPE or namespace in self.own)

    def nearest(self, iri: str) -> str | None:
        """Return the declared term whose name is most like that of an IRI, or None."""
        space = namespace_of(iri)
        names = {term[len(space) :]: term for term in self.declared.get(space, ())}
        local = iri[len(space) :]
        lower = {name.lower(): name for name in names}
        if local.lower() in lower:
            return names[lower[local.lower()]]
        matches = get_close_matches(local, names, n=1, cutoff=0.7)
        if matches:
            return names[matches[0]]
        elsewhere = {t.rpartition("#")[2].rpartition("/")[2]: t for t in self._own_terms}
        return elsewhere.get(local)

    @cached_property
    def _own_terms(self) -> list[str]:
        return sorted(term for namespace in self.own for term in self.declared[namespace])
