"""What the ontology declares: its terms, its own namespaces, and the term that was meant."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from functools import cached_property

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.known_terms import BUILT_IN
from rolegraph.checking.files.sources import ONTOLOGY, SHAPES, Source
from rolegraph.rdf.namespaces import OWL, RDF, RDFS, SH
from rolegraph.rdf.terms import NamedNode

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


def namespace_of(iri: str) -> str:
    """Return an IRI up to its last `#` or `/`."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


class DeclaredTerms:
    """What the ontology declares.

    Args:
        corpus: the files.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.declared: dict[str, set[str]] = defaultdict(set)
        self.classes: dict[str, Source] = {}
        headers = set()
        for source in corpus.part(ONTOLOGY, SHAPES):
            for quad in source.quads:
                subject = quad.subject
                if not isinstance(subject, NamedNode):
                    continue
                if SHAPES in source.parts:  # a shape is declared by being described
                    self.declared[namespace_of(subject.value)].add(subject.value)
                if quad.predicate.value != RDF + "type" or not isinstance(quad.object, NamedNode):
                    continue
                kind = quad.object.value
                if kind in _DECLARING:
                    self.declared[namespace_of(subject.value)].add(subject.value)
                if kind in {OWL + "Class", RDFS + "Class"} and ONTOLOGY in source.parts:
                    self.classes[subject.value] = source
                if kind == OWL + "Ontology":
                    headers.add(subject.value.rstrip("#/"))
        self.own = frozenset(
            namespace
            for namespace in self.declared
            if any(h == namespace.rstrip("#/") or h.startswith(namespace) for h in headers)
        )
        """Namespaces that the ontology itself defines, not only borrows from."""
        for namespace, names in BUILT_IN.items():
            self.declared[namespace] = {namespace + name for name in names}
        self.query_prefixes = _declared_prefixes(corpus)
        """Prefixes that shapes declare for their queries."""

    def lacks(self, iri: str) -> bool:
        """Tell whether an IRI is of a declared vocabulary but none of its terms."""
        known = self.declared.get(namespace_of(iri))
        return known is not None and iri not in known and not iri.startswith(RDF + "_")

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


def _declared_prefixes(corpus: Corpus) -> dict[str, str]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for source in corpus.part(SHAPES, ONTOLOGY):
        for quad in source.quads:
            if quad.predicate.value in {SH + "prefix", SH + "namespace"}:
                node = found[str(quad.subject)]
                node[quad.predicate.value] = str(getattr(quad.object, "value", ""))
    return {
        entry[SH + "prefix"]: entry[SH + "namespace"] for entry in found.values() if len(entry) > 1
    }
