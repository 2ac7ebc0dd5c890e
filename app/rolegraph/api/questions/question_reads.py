"""Which properties a query reads: its answer outlasts each commit that touches none of them."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from rolegraph.catalogue.index.changes import Dependence, uses_of
from rolegraph.catalogue.index.facts import Key
from rolegraph.rdf.named_graphs import speaks_of_graphs
from rolegraph.rdf.namespaces import RDF, RDFS
from rolegraph.rdf.one_import import ONE_IMPORT
from rolegraph.rdf.plain.queries import is_volatile

_ALWAYS = (RDF + "type", RDFS + "subClassOf")
"""What links to things follow from, and what it means that nothing was found."""


class QueryReads:
    """Finds out what fixed queries read, each once, in a thread of its own.

    rdflib takes 20 to 500 ms to read a query, so nobody waits for that.
    """

    def __init__(self) -> None:
        self._found: dict[str, Future[frozenset[Key] | None]] = {}
        self._thread = ThreadPoolExecutor(1, "query-reads")

    def of(self, text: str) -> Future[frozenset[Key] | None]:
        """Return the keys of what a query reads, once they are known; None where it may be all."""
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = self._thread.submit(_keys, text)
        return found


def _keys(text: str) -> frozenset[Key] | None:
    # What is in named graphs is not noted by properties.
    if speaks_of_graphs(text) or is_volatile(text):
        return None
    with ONE_IMPORT:
        from rolegraph.shacl.evaluation.queries.reads import predicates

    try:
        found = predicates(text)
    except Exception:  # noqa: BLE001 - the engine reads more of SPARQL than rdflib, which fails in many ways
        return None
    named = {predicate.value for predicate in found if predicate is not None}
    return None if None in found else frozenset(map(uses_of, {*named, *_ALWAYS}))


@dataclass(frozen=True, slots=True)
class QuestionDependence:
    """What the answer of a question was made from.

    Attributes:
        text: the query.
        reads: knows what it reads.
        since: when it was made.
    """

    text: str
    reads: QueryReads
    since: Dependence

    def holds_at(self, revision: int) -> bool:
        """Tell whether the answer would be the same at the present revision."""
        if revision == self.since.made:
            return True
        keys = self.reads.of(self.text)
        if not keys.done() or (read := keys.result()) is None:
            return False
        return Dependence(read, self.since.made, self.since.changes).holds_at(revision)
