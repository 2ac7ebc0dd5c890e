"""Values: each literal has one, and no shape asks for a datatype that the store does not keep."""

from __future__ import annotations

from collections.abc import Iterator

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import DATA, ONTOLOGY, SHAPES
from rolegraph.checking.rules import registry as rules
from rolegraph.history.saved_queries import query_findings, texts_in
from rolegraph.rdf.namespaces import compact
from rolegraph.rdf.terms import Literal
from rolegraph.rdf.values import well_formed
from rolegraph.shacl import kept_datatypes
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.results import term_text
from rolegraph.store.files.fidelity import shown_literal


def check_values(corpus: Corpus) -> Iterator[Finding]:
    """Yield ill-typed literals, and what shapes ask for and the store cannot keep."""
    for source in corpus.part(SHAPES):
        for quad in kept_datatypes.unkept(source.quads):
            (found,) = kept_datatypes.findings_of([quad])
            yield corpus.placed(found, source, quad, "object")
    yield from _saved_queries(corpus)
    for source in corpus.part(ONTOLOGY, SHAPES, DATA):
        for quad in source.quads:
            value = quad.object
            if isinstance(value, Literal) and not well_formed(value):
                found = rules.finding(
                    "ill-typed-literal",
                    f"{shown_literal(value)} is no {compact(value.datatype.value)}.",
                    focus=term_text(quad.subject),
                    path=quad.predicate.value,
                    value=term_text(value),
                )
                yield corpus.placed(found, source, quad, "object")


def _saved_queries(corpus: Corpus) -> Iterator[Finding]:
    for source in corpus.part(DATA):
        for quad in texts_in(source.quads):
            for found in query_findings([quad]):
                yield corpus.placed(found, source, quad, "object")
