"""Gives a place to findings about what no file describes."""

from __future__ import annotations

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import DATA, ONTOLOGY
from rolegraph.rdf.namespaces import SH
from rolegraph.shacl.findings import Finding, Place
from rolegraph.shacl.results import read_term


def placed(corpus: Corpus, finding: Finding) -> Finding:
    """Give a finding without a place that of its shape, or else the first file: tools need one.

    Such a finding is about a node that no file describes, a target that is not there for one.
    """
    if finding.file:
        return finding
    place = _of_literal(corpus, finding.focus or "")
    if place:
        return finding.at(place)
    shapes = corpus.shapes if finding.shape else None
    node = shapes.written(finding.shape) if shapes and finding.shape else finding.rule_iri
    place = corpus.shape_place(node)
    if place:
        return finding.at(place)
    first = next((source for source in corpus.sources if source.shown), None)
    return finding.at(Place(first.name, 1, 1, 1, 2)) if first else finding


def _of_literal(corpus: Corpus, focus: str) -> Place | None:
    """Return where a literal stands that is a focus node since a link leads to it."""
    if not focus.startswith('"'):
        return None
    literal = read_term(focus)
    aims = {q.object for q in corpus.linted.sound if q.predicate.value == SH + "targetObjectsOf"}
    for source in corpus.part(ONTOLOGY, DATA):
        for quad in source.triples.of_object(literal) if aims else ():
            if quad.predicate in aims:
                return corpus.triple_place(source, quad, "object")
    return None
