"""What the pages of ontology and shapes show: found out once, and kept for the next start.

To read all rules off the engine and tell them in words takes 0.2 s of the processor with those that
come with the service, and they seldom change.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import MsgspecError, msgpack

from rolegraph.catalogue import Catalogue
from rolegraph.rdf.namespaces import ONTOLOGY, ONTOLOGY_GRAPHS, SHAPES, SHAPES_GRAPHS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.kept import KeptIndex
from rolegraph.web.frame.linked_data import block_of, is_about
from rolegraph.web.reference.rule_documents import (
    OntologyDocument,
    OntologyHeader,
    RuleDocuments,
)
from rolegraph.web.reference.vocabulary import Module, ShapePage, VocabularyReader

_PART = "rules"


@dataclass(frozen=True)
class DocumentCard:
    """What a page says of a document of ontology or shapes.

    Attributes:
        path: where it is served below its family; empty for the whole.
        header: what it says of itself.
        own: the statements about it as JSON-LD.
    """

    path: str
    header: OntologyHeader
    own: Any

    @classmethod
    def of(cls, document: OntologyDocument) -> DocumentCard:
        """Return the card of a document."""
        own = [quad.triple for quad in document.quads if is_about(quad, document.header.iri)]
        return cls(document.path, document.header, block_of(own))


@dataclass(frozen=True)
class RulesInWords:
    """What the pages of ontology and shapes show.

    Attributes:
        modules: the terms of the ontology.
        shapes: the shapes.
        documents: of the ontology, the whole first, then its modules.
        shapes_whole: the shapes as one document.
    """

    modules: Sequence[Module]
    shapes: Sequence[ShapePage]
    documents: Sequence[DocumentCard]
    shapes_whole: DocumentCard


class RulesShown:
    """Knows what the pages of ontology and shapes show. Safe to share among threads.

    Args:
        catalogue: whose rules these are.
        store: has them.
        kept: takes what is known for the next start.

    Attributes:
        ontology: its documents.
        shapes: theirs.
    """

    def __init__(self, catalogue: Catalogue, store: EmbeddedStore, kept: KeptIndex) -> None:
        self.ontology = RuleDocuments(store, ONTOLOGY_GRAPHS, ONTOLOGY.rstrip("#"))
        self.shapes = RuleDocuments(store, SHAPES_GRAPHS, SHAPES.rstrip("#"))
        self._reader = VocabularyReader(catalogue)
        self._store, self._kept = store, kept
        self._known: RulesInWords | None = None
        self._finding = threading.Lock()
        store.on_commit(self._follow)

    def now(self) -> RulesInWords:
        """Return what the pages show now."""
        known = self._known
        if known is not None:
            return known
        # In this order: a page that reads already may come here, and a commit waits for it.
        with self._store.reading() as revision, self._finding:
            self._known = self._known or self._of_before(revision) or self._found()
            return self._known

    def prepare(self) -> None:
        """Have it at hand, and keep it for the next start."""
        known = self.now()
        if self._kept.revision < self._store.revision:
            self._kept.write_now({_PART: msgpack.encode(known)})

    def _found(self) -> RulesInWords:
        whole = self.ontology.whole()
        return RulesInWords(
            self._reader.modules(),
            self._reader.shapes(),
            [DocumentCard.of(one) for one in (whole, *whole.modules)],
            DocumentCard.of(self.shapes.whole()),
        )

    def _of_before(self, revision: int) -> RulesInWords | None:
        part = self._kept.take(_PART, revision)
        if part is None or _rules((*part.since.added, *part.since.removed)):
            return None
        try:
            return msgpack.decode(part.content, type=RulesInWords)
        except MsgspecError:  # an earlier version knew other things
            return None

    def _follow(self, _: int, patch: Patch) -> None:
        if any(graph.startswith((ONTOLOGY_GRAPHS, SHAPES_GRAPHS)) for graph in patch.graphs):
            self._known = None


def _rules(quads: Iterable[Quad]) -> bool:
    """Tell whether any of some quads is of the ontology or of the shapes."""
    graphs = {quad.graph_name for quad in quads}
    return any(
        isinstance(graph, NamedNode) and graph.value.startswith((ONTOLOGY_GRAPHS, SHAPES_GRAPHS))
        for graph in graphs
    )
