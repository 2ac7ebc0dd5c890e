"""Imported documents that tests ask in SPARQL."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import QueryBoolean, QuerySolutions, Store

from rolegraph.documents.graph.importer import Imported
from rolegraph.rdf.namespaces import PREFIXES, THINGS
from rolegraph.rdf.terms import NamedNode, Quad

ROOT = Path(__file__).parent.parent.parent
HEAD = f"BASE <{THINGS}>\n" + "".join(
    f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items()
)


class Graphs:
    """Imported documents, each in its named graph, with the union of them as default graph."""

    def __init__(self, *documents: Imported) -> None:
        self._store = Store()
        for imported in documents:
            graph = NamedNode(imported.graph)
            self._store.extend(
                Quad(triple.subject, triple.predicate, triple.object, graph)
                for triple in imported.triples
            )

    def rows(self, query: str) -> list[tuple[str, ...]]:
        """Return the rows of a SELECT query, sorted; IRIs of things without their base."""
        solutions = self._store.query(HEAD + query, use_default_graph_as_union=True)
        assert isinstance(solutions, QuerySolutions)
        return sorted(
            tuple("" if term is None else str(term.value).removeprefix(THINGS) for term in solution)
            for solution in solutions
        )

    def holds(self, pattern: str) -> bool:
        """Tell whether a graph pattern matches."""
        answer = self._store.query(HEAD + f"ASK {{ {pattern} }}", use_default_graph_as_union=True)
        assert isinstance(answer, QueryBoolean)
        return bool(answer)
