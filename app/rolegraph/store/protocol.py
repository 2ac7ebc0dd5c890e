"""What the layers above may ask of a store, of now or of earlier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol

from rolegraph.rdf.terms import GraphName, NamedNode, Quad, RdfFormat, Subject, Term


class Store(Protocol):
    """A dataset of quads with numbered revisions.

    Text that a user wrote never comes here: it runs in query workers. `select` and `match` are for
    the package's own fixed queries, in which values appear as substitutions.
    """

    @property
    def revision(self) -> int:
        """The number of the committed state; 0 before the first."""

    def reading(self) -> AbstractContextManager[int]:
        """Hold off commits while a block reads, and give the revision it reads."""

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,  # noqa: A002 - the RDF word
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads that fit a pattern; None fits everything, also every graph."""

    def select(
        self, query: str, substitutions: Mapping[str, Term] | None = None
    ) -> list[dict[str, Term]]:
        """Run a fixed SELECT over the union of the default dataset graphs.

        Each row maps the names of its bound variables to terms.
        """

    def graph_names(self) -> list[NamedNode]:
        """Return the names of the named graphs, sorted."""

    def count(self) -> int:
        """Return the number of quads."""

    def dump(
        self,
        output: BinaryIO,
        rdf_format: RdfFormat,
        graph: GraphName | None = None,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        """Write all quads, or the triples of one graph, to a binary file."""
