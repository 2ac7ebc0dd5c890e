"""Separation of duties: exclusions reach down the hierarchy of activities."""

from __future__ import annotations

from test_coverage import add, asked

from rolegraph import resources
from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.relations import RoleRelations
from rolegraph.analysis.separation import separation
from rolegraph.catalogue import Catalogue
from rolegraph.rdf.namespaces import THINGS
from rolegraph.sparql.library import answer, load_library
from rolegraph.store.embedded import EmbeddedStore

DUTIES = (THINGS + "activities/system-development", THINGS + "activities/model-evaluation")
ENGINEER, DEVELOPER = THINGS + "roles/ai-te-engineer", THINGS + "roles/ml-developer"
ANALYST = THINGS + "roles/data-analyst"


def test_the_document_keeps_the_engineer_from_developing(shipped_store: EmbeddedStore) -> None:
    """Line 20 is the one exclusion of the document, and nothing shipped breaks it."""
    found = separation(RoleRelations(shipped_store), DUTIES)

    assert [(ENGINEER, THINGS + "activities/system-development", "20")] == [
        (one.role, one.activity, one.line) for one in found.exclusions
    ]
    assert [] == found.breaches
    assert [(ENGINEER, DEVELOPER)] == [(one.role, one.other) for one in found.apart]
    assert [ANALYST] == [one.role for one in found.both]  # who makes training and test data


def test_a_step_below_the_excluded_activity_is_a_breach(catalogue_store: EmbeddedStore) -> None:
    """Nobody writes "system development" on a step; they write "feature engineering"."""
    add(
        catalogue_store,
        """<steps/tune> a rg:WorkflowStep ; skos:prefLabel "Tune"@en ;
             rg:performedByRole <roles/ai-te-engineer> ;
             rg:involvesActivity <activities/feature-engineering> .""",
    )
    found = separation(RoleRelations(catalogue_store), DUTIES)

    assert [(ENGINEER, THINGS + "activities/feature-engineering", THINGS + "steps/tune")] == [
        (one.role, one.activity, one.evidence) for one in found.breaches
    ]
    assert [ENGINEER, ANALYST] == [one.role for one in found.both]


def test_breaches_and_pairs_are_those_that_the_query_library_finds(
    catalogue_store: EmbeddedStore,
) -> None:
    """The page computes them itself for speed; the answers must not drift apart."""
    add(
        catalogue_store,
        """<steps/tune> a rg:WorkflowStep ; skos:prefLabel "Tune"@en ;
             rg:performedByRole <roles/ai-te-engineer> ;
             rg:fulfils <responsibilities/ml-developer-feature-engineering> .
           <steps/old> a rg:WorkflowStep ; skos:prefLabel "Old"@en ; rg:status "retired" ;
             rg:performedByRole <roles/ai-te-engineer> ;
             rg:involvesActivity <activities/model-training> .
           <exclusions/red> a rg:Exclusion ; skos:prefLabel "Does not manage data"@en ;
             rg:statementOf <roles/ai-red-teamer> ; rg:refersToActivity <activities/data-management> ;
             rg:isExcludedFromActivity <activities/data-management> .
           <assignments/a> a rg:Assignment ; skos:prefLabel "Answers for it"@en ;
             rg:assignedRole <roles/ai-te-engineer> ; rg:participation rg:accountable ;
             rg:assignedActivity <activities/model-training> .
           <assignments/b> a rg:Assignment ; skos:prefLabel "Is told"@en ;
             rg:assignedRole <roles/ai-te-engineer> ; rg:participation rg:informed ;
             rg:assignedActivity <activities/model-training> .""",
    )
    found = separation(RoleRelations(catalogue_store), DUTIES)
    breaches = asked(catalogue_store, "excluded-roles-performing-excluded-activities")
    pairs = asked(catalogue_store, "role-pairs-that-must-not-be-one-person")
    both = asked(catalogue_store, "roles-that-build-and-evaluate")

    assert {
        (row["role"]["id"], row["activity"]["id"], row["performedIn"]["id"])  # type: ignore[index]
        for row in breaches
    } == {(one.role, one.activity, one.evidence) for one in found.breaches}
    assert {
        (row["role"]["id"], row["otherRole"]["id"])  # type: ignore[index]
        for row in pairs
        if row["rule"] == "must not be one person (inferred)"
    } == {(one.role, one.other) for one in found.apart}
    assert {row["role"]["id"] for row in both} == {one.role for one in found.both}  # type: ignore[index]


def test_people_are_kept_apart_for_one_system_at_one_time(catalogue_store: EmbeddedStore) -> None:
    """Two roles of one person are no conflict where they never meet."""
    roles = "rg:holdsRole <roles/ai-te-engineer>", "rg:holdsRole <roles/ml-developer>"
    cases = {
        "same": ('rg:memberName "Ada"', 'rg:memberName "Ada"'),
        "systems": (
            'rg:memberName "Ben" ; rg:holdsForName "X"',
            'rg:memberName "Ben" ; rg:holdsForName "Y"',
        ),
        "any-system": ('rg:memberName "Cem"', 'rg:memberName "Cem" ; rg:holdsForName "Y"'),
        "after": (
            'rg:memberName "Dan" ; rg:heldUntil "2026-01-01T00:00:00Z"^^xsd:dateTime',
            'rg:memberName "Dan" ; rg:heldFrom "2026-01-01T01:00:00+01:00"^^xsd:dateTime',
        ),
        "namesakes": (
            'rg:memberName "Eve" ; rg:hasMember <p/1>',
            'rg:memberName "Eve" ; rg:hasMember <p/2>',
        ),
        "half-known": ('rg:memberName "Fay" ; rg:hasMember <p/3>', 'rg:memberName "Fay"'),
        "left": ('rg:memberName "Gus" ; rg:status "retired"', 'rg:memberName "Gus"'),
    }
    add(
        catalogue_store,
        "\n".join(
            f"<memberships/{name}-{n}> a rg:Membership ; {roles[n]} ; {said} ."
            for name, both in cases.items()
            for n, said in enumerate(both)
        ),
    )
    found = separation(RoleRelations(catalogue_store), DUTIES).people

    assert ["any-system", "half-known", "same"] == [
        one.membership.rpartition("/")[2].removesuffix("-0") for one in found
    ]
    assert {(ENGINEER, DEVELOPER)} == {(one.role, one.other) for one in found}


def test_an_exclusion_without_an_activity_is_not_taken_for_one_that_is_kept(
    catalogue_store: EmbeddedStore,
) -> None:
    """Whether somebody does it cannot be told; the answer says so beside what could be judged."""
    add(
        catalogue_store,
        """<exclusions/vague> a rg:Exclusion ; skos:prefLabel "Signs nothing"@en ;
             rg:statementOf <roles/ai-red-teamer> .
           <exclusions/past> a rg:Exclusion ; skos:prefLabel "Wears no hat"@en ;
             rg:statementOf <roles/ai-red-teamer> ; rg:status "retired" .""",
    )
    catalogue = Catalogue(catalogue_store)
    with catalogue.view() as view:
        found = Analyses(catalogue).separation(view)
    query = load_library(resources.part("queries")).find(
        "excluded-roles-performing-excluded-activities"
    )

    assert [THINGS + "exclusions/vague"] == found.unjudged
    assert (
        "No role performs an activity that it is excluded from. "
        "Nothing can be said of exclusions that name no activity (1 of 2)."
    ) == answer(query, {}, catalogue_store.select).none
