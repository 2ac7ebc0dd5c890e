"""The curation file: strict, and in step with its document."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from document_graphs import Graphs

from rolegraph.documents.graph.importer import Imported
from rolegraph.documents.text.errors import MalformedDocument

TEAM = """\
# Team

1. Pilot

## 1. Pilot

- Flies
- Does not drink

See Aviator in [1]. Not Captain.

## References

1. [Book](https://example.org/book)
"""
CURATION = """\
roles:
  Pilot:
    definition: A pilot is a person who flies.
    statements:
      - text: Flies
        activities: [flying]
      - text: Does not drink
        kind: exclusion
        activities: [drinking]
    citations:
      - label: Aviator
        reference: 1
        status: found
        checked_on: 2026-11-23
    notes:
      - text: Not Captain.
        discouraged_labels: [captain]
"""

Import = Callable[..., Imported]


def test_the_curation_says_what_the_document_cannot(import_text: Import) -> None:
    """Kinds, activities and judgements have no sign in Markdown."""
    graph = Graphs(import_text(TEAM, CURATION))

    assert graph.holds("""
        <roles/pilot> skos:definition "A pilot is a person who flies."@en ;
            rg:isResponsibleFor <activities/flying> ; rg:isExcludedFrom <activities/drinking> ;
            rg:hasExclusion <exclusions/pilot-does-not-drink> .
        <citations/pilot-aviator-1> rg:resolutionStatus "found" ;
            rg:checkedOn "2026-11-23T00:00:00Z"^^xsd:dateTime .
        <naming-notes/pilot-1> rg:discouragedLabel "captain"@en
    """)


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "reason"),
    [
        ("definition:", "defnition:", 3, 5, "The entry “defnition” is not known here"),
        ("definition:", "defnition:", 2, 3, "The entry “definition” is missing"),
        ("    activities: [flying]", "    colour: red", 6, 9, "“colour” is not known here"),
        ("[flying]", "[Flying High]", 6, 22, "should match pattern"),
        ("kind: exclusion", "kind: prohibition", 8, 9, "“kind”"),
        ("2026-11-23", "yesterday", 14, 9, "“checked_on”"),
        ("reference: 1", "reference: one", 12, 9, "“reference”"),
        ("roles:", "document: {revision_of: x}\nroles:", 1, 12, "“revision_of”"),
        ("    notes:", "    statements: []\n    notes:", 15, 5, "“statements” is there twice"),
        ("  Pilot:", "  Pilot: [", 4, 15, "no YAML"),
        ("definition: A", "definition: '", 18, 1, "no YAML"),
        ("checked_on: 2026-11-23", "checked_on: 2026-13-45", 1, None, "no YAML"),
        ("  Pilot:", "  Captain:", 2, 3, "The document has no role “Captain”"),
        ("text: Flies", "text: Sails", 5, 9, "no such text or citation: “Sails”"),
        ("text: Does not drink", "text: Flies", 7, 9, "There is an entry for “Flies” already"),
        ("label: Aviator", "label: Airman", 11, 9, "“Airman” in [1]"),
        ("reference: 1", "reference: 2", 11, 9, "“Aviator” in [2]"),
        ("text: Not Captain.", "text: Not Kaptain.", 16, 9, "“Not Kaptain.”"),
        ("[drinking]", "[drinking, flying]", 7, 9, "responsible for “flying” and excluded"),
    ],
)
def test_a_faulty_entry_is_refused_with_its_place(
    import_text: Import, old: str, new: str, line: int, column: int | None, reason: str
) -> None:
    """A curation that silently says nothing is worse than none."""
    with pytest.raises(MalformedDocument) as caught:
        import_text(TEAM, CURATION.replace(old, new, 1))

    found = [fault for fault in caught.value.faults if reason in fault.message]
    assert [(line, column)] == [(fault.line, fault.column) for fault in found]
    assert (found[0].source or "").endswith("team.curation.yaml")


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("- Flies", "- Flies\n- Lands", 8, "names no activity for the bullet “Lands”"),
        ("Not Captain.", "Not Captain. Nor ace.", 10, "no entry for the note “Nor ace.”"),
        (
            "1. Pilot\n\n",
            "1. Pilot\n2. Steward\n\n## 2. Steward\n\n",
            None,
            "nothing about the role “Steward”",
        ),
    ],
)
def test_what_the_curation_forgets_is_told_by_its_line_in_the_document(
    import_text: Import, old: str, new: str, line: int | None, reason: str
) -> None:
    """A bullet without an activity would drop out of every analysis unseen."""
    text = TEAM.replace(old, new, 1)
    if line is None:
        text = TEAM.replace("1. Pilot\n\n", "1. Pilot\n2. Steward\n\n", 1).replace(
            "## References", "## 2. Steward\n\n## References"
        )
        line = 13
    with pytest.raises(MalformedDocument) as caught:
        import_text(text, CURATION)

    assert [line] == [fault.line for fault in caught.value.faults if reason in fault.message]
    assert 1 == len(caught.value.faults)


def test_a_renamed_role_keeps_its_id_when_the_curation_says_so(import_text: Import) -> None:
    """Everything that points to the role, and to its statements, must still find it."""
    curation = CURATION.replace("  Pilot:", "  Aviator:\n    formerly: Pilot").replace(
        "- text: Flies", "- text: Flies well\n        formerly: Flies"
    )
    text = TEAM.replace("Pilot", "Aviator").replace("- Flies", "- Flies well")
    graph = Graphs(import_text(text, curation))

    assert graph.holds("""
        <roles/pilot> skos:prefLabel "Aviator"@en ; skos:altLabel "Pilot"@en ;
            rg:hasResponsibility <responsibilities/pilot-flies> .
        <responsibilities/pilot-flies> rg:verbatimText "Flies well"
    """)


def test_a_renamed_role_gets_another_id_when_nothing_is_said(import_text: Import) -> None:
    """Whether a new name means the same role is for a person to say."""
    curation = CURATION.replace("  Pilot:", "  Aviator:")
    graph = Graphs(import_text(TEAM.replace("Pilot", "Aviator"), curation))

    assert [("roles/aviator",)] == graph.rows("SELECT ?role { ?role a rg:Role }")


def test_two_roles_cannot_claim_one_id(import_text: Import) -> None:
    """A role that took over another's former name must not take over its statements."""
    text = TEAM.replace("1. Pilot\n\n", "1. Pilot\n2. Ace\n\n", 1).replace(
        "## References", "## 2. Ace\n\n## References"
    )
    curation = CURATION + "  Ace: {definition: Good., statements: [], formerly: Pilot}\n"
    with pytest.raises(MalformedDocument, match="“Ace” would have the same id as “Pilot”"):
        import_text(text, curation)


def test_openness_may_be_curated(import_text: Import) -> None:
    """A list that says nothing about further roles is neither open nor closed until one says."""
    scheme = "scheme: {definition: Crew are those on board., is_open: false}\n"
    graph = Graphs(import_text(TEAM, scheme + CURATION))

    assert graph.holds("<schemes/team> rg:isOpenList false")
