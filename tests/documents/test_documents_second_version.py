"""A second version of the document beside the first: what changed must be visible in the graphs."""

from __future__ import annotations

import pytest
from document_graphs import ROOT, Graphs

from rolegraph.documents.graph.importer import Imported, import_document

FIRST = "<https://w3id.org/rolegraph/graph/data/roles.ttl>"
SECOND = "<https://w3id.org/rolegraph/graph/data/tests/fixtures/roles-v2.ttl>"


@pytest.fixture(scope="module")
def versions(shipped: Imported) -> Graphs:
    """Both versions, each in its graph."""
    return Graphs(shipped, import_document(ROOT / "tests/fixtures/roles-v2.md"))


def changed(graph: Graphs, pattern: str) -> list[tuple[str, ...]]:
    """Return what a pattern finds in the first version and not in the second."""
    return graph.rows(
        f"SELECT * {{ GRAPH {FIRST} {{ {pattern} }}"
        f" FILTER NOT EXISTS {{ GRAPH {SECOND} {{ {pattern} }} }} }}"
    )


def test_versions_are_chained(versions: Graphs) -> None:
    """A later version knows the one before it, and both belong to one document."""
    assert [("documents/roles",)] == versions.rows(
        "SELECT ?document { ?later prov:wasRevisionOf <document-versions/roles-614fbcafdd5d> ;"
        f" rg:versionOf ?document GRAPH {FIRST} {{"
        " <document-versions/roles-614fbcafdd5d> rg:versionOf ?document } }"
    )


def test_a_renamed_role_is_the_same_role_with_another_label(versions: Graphs) -> None:
    """A new name alone must not orphan a persona."""
    assert [("ML Developer", "Machine Learning Engineer")] == versions.rows(
        f"SELECT ?old ?new {{ GRAPH {FIRST} {{ <roles/ml-developer> skos:prefLabel ?old }}"
        f" GRAPH {SECOND} {{ <roles/ml-developer> skos:prefLabel ?new }} }}"
    )


def test_a_removed_role_is_gone_with_its_statements(versions: Graphs) -> None:
    """What depended on it has to be found."""
    assert [("roles/data-analyst",)] == changed(versions, "?role a rg:Role")
    assert 4 == len(changed(versions, "?statement rg:statementOf <roles/data-analyst>"))


def test_a_reworded_exclusion_keeps_its_id_and_activity(versions: Graphs) -> None:
    """The rule stays in force under its new words."""
    exclusion = "<exclusions/ai-te-engineer-not-a-developer-of-the-system>"

    assert [("Not a developer of the system",)] == changed(
        versions, f"{exclusion} rg:verbatimText ?text"
    )
    assert [] == changed(versions, f"{exclusion} rg:isExcludedFromActivity ?activity")


def test_a_dropped_qualifier_is_a_change(versions: Graphs) -> None:
    """From "often" to always is a change of meaning."""
    limited = "<characteristics/ai-red-teamer-often-possess-limited-model-information>"

    assert [("often",)] == changed(versions, f"{limited} rg:frequencyQualifier ?qualifier")


def test_deleted_references_and_their_citations_are_gone(versions: Graphs) -> None:
    """A citation must not outlive its reference."""
    assert [("references/roles-2",), ("references/roles-3",), ("references/roles-4",)] == changed(
        versions, "?reference a rg:ReferenceEntry"
    )
    assert 4 == len(changed(versions, "?citation a rg:RoleCitation"))


def test_an_added_bullet_is_an_addition(versions: Graphs) -> None:
    """A comparison that only shows losses is half of one."""
    assert [("Report weaknesses to those who can mend them",)] == versions.rows(
        f"SELECT ?text {{ GRAPH {SECOND} {{ ?new rg:verbatimText ?text ; rg:statementOf ?role }}"
        f" FILTER NOT EXISTS {{ GRAPH {FIRST} {{ ?new rg:verbatimText ?old }} }} }}"
    )
