"""Coverage: what is met, what is not, and the same answers as the query library."""

from __future__ import annotations

import pytest

from rolegraph import resources
from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.questions import Questions
from rolegraph.catalogue import Catalogue
from rolegraph.errors import NotFound, ParameterError
from rolegraph.folder.catalogue_folder import sample
from rolegraph.folder.description import Description
from rolegraph.rdf.namespaces import THINGS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.sparql.library import load_library
from rolegraph.store.embedded import EmbeddedStore

GRAPH = NamedNode("https://w3id.org/rolegraph/graph/data/test.ttl")
PREFIXES = """
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/rolegraph/id/> .
"""


def add(store: EmbeddedStore, turtle: str) -> None:
    """Commit triples."""
    triples = parse(PREFIXES + turtle, format=RdfFormat.TURTLE)
    quads = (Quad(t.subject, t.predicate, t.object, GRAPH) for t in triples)
    store.apply(Patch(added=frozenset(quads)))


def slugs(iris: list[str]) -> list[str]:
    return [iri.removeprefix(THINGS) for iri in iris]


def asked(store: EmbeddedStore, name: str, **values: str) -> list[dict[str, object]]:
    """Return the rows of a named query."""
    questions = Questions(
        Catalogue(store), load_library(resources.part("queries"), about=Description.of(sample()))
    )
    return [dict(row) for row in questions.ask(name, values).rows]


def test_the_known_gaps_are_the_lines_without_a_tool(shipped_store: EmbeddedStore) -> None:
    """Lines 16, 19, 27 and 45 are real gaps; hiding or inventing one would mislead."""
    catalogue = Catalogue(shipped_store)
    with catalogue.view() as view:
        gaps = Analyses(catalogue).matrix(view, "tools").gaps

    assert [
        "responsibilities/ai-te-engineer-verification-of-requirements-satisfaction-and-validation",
        "responsibilities/ai-te-engineer-develop-summary-report-of-findings",
        "responsibilities/ml-developer-feature-engineering",
        "responsibilities/ai-red-teamer-perform-threat-analysis",
    ] == slugs(gaps)


@pytest.mark.parametrize(
    ("matrix", "query", "column"),
    [
        ("tools", "responsibilities-without-a-tool", "responsibility"),
        ("steps", "responsibilities-without-a-step", "responsibility"),
    ],
)
def test_gaps_are_those_that_the_query_library_finds(
    matrix: str, query: str, column: str, catalogue_store: EmbeddedStore
) -> None:
    """Two answers to one question would make people trust neither."""
    add(
        catalogue_store,
        """<responsibilities/new> a rg:Responsibility ; skos:prefLabel "Something new"@en ;
             rg:statementOf <roles/ml-developer> ; rg:statementOrder 9 .
           <tools/datamaite> rg:status "retired" .""",
    )
    catalogue = Catalogue(catalogue_store)
    with catalogue.view() as view:
        gaps = Analyses(catalogue).matrix(view, matrix).gaps
    rows = asked(catalogue_store, query)

    found = {row[column]["id"] for row in rows}  # type: ignore[index]
    assert f"{THINGS}responsibilities/new" in found
    assert found == set(gaps)


def test_columns_that_meet_nothing_are_named(catalogue_store: EmbeddedStore) -> None:
    """A tool that supports nothing is as much a finding as a duty without a tool."""
    add(catalogue_store, '<tools/idle> a rg:Tool ; skos:prefLabel "Idle"@en .')
    catalogue = Catalogue(catalogue_store)
    with catalogue.view() as view:
        idle = Analyses(catalogue).matrix(view, "tools").idle

    assert ["tools/idle"] == slugs(idle)


def test_a_negative_mapping_fills_no_gap(catalogue_store: EmbeddedStore) -> None:
    """A judgement "not the same" is worth showing, but it covers nothing."""
    add(
        catalogue_store,
        """@prefix owl: <http://www.w3.org/2002/07/owl#> .
           @prefix sssom: <https://w3id.org/sssom/> .
           <roles/new> a rg:Role ; skos:prefLabel "New role"@en ; rg:documentOrder 5 .
           <mappings/new> a rg:RoleMapping ; skos:prefLabel "No match"@en ;
             owl:annotatedSource <roles/new> ; owl:annotatedProperty skos:closeMatch ;
             owl:annotatedTarget <external-roles/dcwf-672> ; sssom:predicate_modifier "Not" .""",
    )
    catalogue = Catalogue(catalogue_store)
    with catalogue.view() as view:
        matrix = Analyses(catalogue).matrix(view, "frameworks")

    assert [f"{THINGS}roles/new"] == matrix.gaps
    assert matrix.cells[f"{THINGS}roles/new"][f"{THINGS}frameworks/dcwf"][0].negative


def test_an_unknown_matrix_is_told_with_those_there_are(shipped_store: EmbeddedStore) -> None:
    """A wrong name should teach the right ones."""
    catalogue = Catalogue(shipped_store)
    with catalogue.view() as view, pytest.raises(NotFound, match="steps, tools, stages, framew"):
        Analyses(catalogue).matrix(view, "rooms")


def test_a_commit_makes_earlier_answers_old(catalogue_store: EmbeddedStore) -> None:
    """What is kept for speed must never outlive the state it was true of."""
    catalogue = Catalogue(catalogue_store)
    analyses = Analyses(catalogue)
    questions = Questions(
        catalogue, load_library(resources.part("queries"), about=Description.of(sample()))
    )
    with catalogue.view() as view:
        before = analyses.matrix(view, "tools").gaps
    lost = len(questions.without_tool("maite").rows)
    add(
        catalogue_store,
        "<tools/maite> rg:supportsStatement <responsibilities/ml-developer-feature-engineering> .",
    )
    with catalogue.view() as view:
        after = analyses.matrix(view, "tools").gaps

    assert [f"{THINGS}responsibilities/ml-developer-feature-engineering"] == sorted(
        set(before) - set(after)
    )
    assert lost + 1 == len(questions.without_tool("maite").rows)


def test_the_loss_of_a_tool_names_what_is_left_without_any(shipped_store: EmbeddedStore) -> None:
    """Whoever withdraws a tool must see first what depends on it alone."""
    rows = asked(shipped_store, "support-lost-without-a-tool", tool="dataeval")

    assert "Statistical analysis" == rows[0]["thing"]["label"]  # type: ignore[index]
    with pytest.raises(ParameterError, match="dataevil"):
        asked(shipped_store, "support-lost-without-a-tool", tool="dataevil")
