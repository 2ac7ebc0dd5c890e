"""Answers of named questions outlast the commits that touch nothing that they read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import anyio
import pyoxigraph as ox
import pytest
from anyio import to_thread
from starlette.requests import Request

from rolegraph import resources
from rolegraph.api.questions.asking import Asking
from rolegraph.api.questions.question_reads import QueryReads, QuestionDependence
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.changes import uses_of
from rolegraph.generate import generate
from rolegraph.rdf.namespaces import ONTOLOGY, RDF, THINGS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.results import DistinctRows
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Term
from rolegraph.sparql.library import NamedQuery, load_library
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.pool import QueryWorkers

LIBRARY = load_library(resources.root() / "queries")
ALL = {
    "changes-between-two-versions",
    "dependents-of-changed-statements",
    "framework-entries-matching-each-role",
    "source-text-behind-a-triple",
    "triples-not-in-the-source-text",
}
"""Questions that ask named graphs, or for triples of any property."""
GIVEN: dict[str, Term] = {
    "building": NamedNode(f"{THINGS}activities/model-development"),
    "evaluating": NamedNode(f"{THINGS}activities/performance-measurement"),
    "activity": NamedNode(f"{THINGS}activities/model-development"),
    "tool": NamedNode(f"{THINGS}tools/maite"),
    "term": Literal("persona"),
}
USER = """#+ question: 900
#+ title: Tools and what they are for
#+ summary: Lists each tool with its purpose.
#+ tags: [own]
#+ columns:
#+   tool: The tool.
#+   purpose: What it is for.
PREFIX rg: <https://w3id.org/rolegraph/ontology#>
SELECT ?tool ?purpose WHERE {
  ?tool a rg:Tool .
  OPTIONAL { ?tool rg:purpose ?purpose FILTER NOT EXISTS { ?tool rg:status ?s ; rg:replaces ?t } }
}
"""


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    """The sample and some generated roles, as one graph."""
    every = [*catalogue_quads(resources.root()), *generate(10)]
    return [ox.Quad(*quad.triple) for quad in every]


@pytest.fixture(scope="module")
def reads() -> QueryReads:
    return QueryReads()


@pytest.fixture(scope="module")
def whole(quads: list[ox.Quad]) -> ox.Store:
    """A store of all of them."""
    return store_of(quads)


def store_of(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


def rows(store: ox.Store, query: NamedQuery) -> list[str]:
    required = {p.name for p in query.parameters if p.required}
    terms = {ox.Variable(name): term for name, term in GIVEN.items() if name in required}
    found = store.query(query.text, substitutions=terms or None)
    assert isinstance(found, ox.QuerySolutions)
    return sorted({str(solution) for solution in found})


@pytest.mark.parametrize("query", LIBRARY.values(), ids=list(LIBRARY))
def test_what_a_question_does_not_read_changes_no_row(
    quads: list[ox.Quad], whole: ox.Store, reads: QueryReads, query: NamedQuery
) -> None:
    """Its answer is given again after a commit of such triples, so it must be the same."""
    read = reads.of(query.text).result()
    assert (read is None) == (query.name in ALL)
    if read is not None:
        left = [quad for quad in quads if uses_of(quad.predicate.value) in read]

        assert len(left) < len(quads)
        assert rows(store_of(left), query) == rows(whole, query)


def test_an_answer_holds_until_a_property_that_it_reads_is_touched(
    tmp_path: Path, reads: QueryReads, catalogue_store: EmbeddedStore
) -> None:
    """This goes for a question that users add as for those of the library."""
    (tmp_path / "tools-and-purposes.rq").write_text(USER)
    text = load_library(tmp_path)["tools-and-purposes"].text
    reads.of(text).result()
    store, catalogue = catalogue_store, Catalogue(catalogue_store)
    store.on_commit(lambda revision, patch: catalogue.follow(patch, revision))
    tool = NamedNode(f"{THINGS}tools/maite")
    graph = next(store.match(tool, NamedNode(RDF + "type"))).graph_name

    def holds(*properties: str) -> bool:
        made = QuestionDependence(text, reads, catalogue.dependence())
        said = {Quad(tool, NamedNode(name), Literal("Zyx"), graph) for name in properties}
        store.apply(Patch(added=frozenset(said), removed=frozenset()))
        return made.holds_at(store.revision)

    assert holds("https://example.org/note")
    assert not holds(ONTOLOGY + "purpose")
    assert not holds(ONTOLOGY + "replaces")
    assert not holds("https://example.org/other", RDF + "type")


def test_rows_of_before_need_no_worker(catalogue_store: EmbeddedStore) -> None:
    """A question is asked before anybody does; who comes then waits for nothing."""
    store, query = catalogue_store, LIBRARY["raci-matrix"]
    workers = QueryWorkers(store, Limits(seconds=60, memory=2**30, result_bytes=2**24))
    asking = Asking(Catalogue(store), store, workers, union=True, kept=2**20, long=0)
    request = Request({"type": "http", "headers": [], "client": ("127.0.0.1", 1)})

    async def asked() -> Sequence[Mapping[str, Term]]:
        await workers.start()
        await to_thread.run_sync(asking.prepare, query)
        await workers.close()
        return await to_thread.run_sync(asking.of(request), query.text, {})

    found = anyio.run(asked)
    assert isinstance(found, DistinctRows)  # as a worker wrote them; the store gives a list
    assert list(found) == store.select(query.text)


def test_what_stands_in_an_exists_of_an_exists_is_read_too(reads: QueryReads) -> None:
    """A kept answer would outlast a commit that changes it."""
    found = reads.of(
        "SELECT ?a { ?a <urn:p> 1 FILTER NOT EXISTS { ?b <urn:q> ?a "
        "FILTER NOT EXISTS { ?b <urn:r>/^<urn:s> 1 } FILTER EXISTS { ?b <urn:t> ?c } } }"
    ).result()

    assert found is not None
    assert {uses_of(f"urn:{name}") for name in "pqrst"} <= found
