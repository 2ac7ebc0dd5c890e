"""Classes of a catalogue whose things nobody sees: they have neither pages nor addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.declared import DeclaredTerms
from rolegraph.checking.files.sources import DATA, SHAPES
from rolegraph.checking.rules import registry as rules
from rolegraph.rdf.namespaces import RDF, RDFS, SH
from rolegraph.rdf.namespaces import SHAPES as SHAPE_TERMS
from rolegraph.rdf.terms import NamedNode, Subject
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.vocabulary import namespace_of


def pageless(corpus: Corpus, vocabulary: DeclaredTerms) -> Iterator[Finding]:
    """Yield the own classes that data have things of, and that no page and no address is for.

    Args:
        corpus: the files of a catalogue.
        vocabulary: what its ontology declares.
    """
    shown = _with_pages(corpus)
    used: set[str] = set()
    above: dict[str, set[str]] = defaultdict(set)
    for quad in corpus.quads:
        if not isinstance(quad.object, NamedNode):
            continue
        if quad.predicate.value == RDFS + "subClassOf" and isinstance(quad.subject, NamedNode):
            above[quad.subject.value].add(quad.object.value)
        elif quad.predicate.value == RDF + "type":
            used.add(quad.object.value)
    for iri, source in vocabulary.classes.items():
        own = namespace_of(iri) in vocabulary.own and DATA not in source.parts
        if iri not in used or not own or not _over(iri, above).isdisjoint(shown):
            continue
        found = rules.finding(
            "class-without-page",
            f"Things of the class {corpus.short(iri)} have no pages and no addresses.",
            focus=iri,
            hint="give its shape an IRI, one sh:targetClass, an rgsh:pluralName and an "
            "rgsh:homeFile, and each property an rgsh:fieldName; or leave it so, and ask for them "
            "in SPARQL",
        )
        span = corpus.locator.open(source).subject(iri)
        yield corpus.named(found.at(corpus.locator.place(source, span) if span else None))


def _with_pages(corpus: Corpus) -> set[str]:
    """Return the classes that have pages: a shape with a plural name is for each."""
    targets: dict[Subject, set[str]] = defaultdict(set)
    plural: set[Subject] = set()
    for source in corpus.part(SHAPES):
        for quad in source.quads:
            if quad.predicate.value == SH + "targetClass" and isinstance(quad.object, NamedNode):
                targets[quad.subject].add(quad.object.value)
            elif quad.predicate.value == SHAPE_TERMS + "pluralName":
                plural.add(quad.subject)
    return {iri for shape in plural for iri in targets[shape]}


def _over(iri: str, above: Mapping[str, set[str]]) -> set[str]:
    """Return a class and all classes that it is below."""
    found, waiting = {iri}, [iri]
    while waiting:
        new = above.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
