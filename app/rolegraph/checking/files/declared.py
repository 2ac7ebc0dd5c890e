"""What the ontology of some files declares, and in which file."""

from __future__ import annotations

from collections import defaultdict

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import ONTOLOGY, SHAPES, Source
from rolegraph.rdf.namespaces import OWL, RDF, RDFS, SH
from rolegraph.rdf.terms import NamedNode
from rolegraph.shacl.vocabulary import Vocabulary


class DeclaredTerms(Vocabulary):
    """What the ontology declares.

    Args:
        corpus: the files.
    """

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(
            (quad for source in corpus.part(ONTOLOGY) for quad in source.quads),
            (quad for source in corpus.part(SHAPES) for quad in source.quads),
        )
        self.classes: dict[str, Source] = {
            quad.subject.value: source
            for source in corpus.part(ONTOLOGY)
            for quad in source.quads
            if isinstance(quad.subject, NamedNode)
            and quad.predicate.value == RDF + "type"
            and quad.object in _CLASSES
        }
        self.query_prefixes = _declared_prefixes(corpus)
        """Prefixes that shapes declare for their queries."""


_CLASSES = frozenset({NamedNode(OWL + "Class"), NamedNode(RDFS + "Class")})


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
