"""Sync: the graph follows the document, and nothing that pointed into it loses its target."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import shacl
from document_graphs import ROOT
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mutations import MUTATIONS, SHIPPED, Mutation, write_catalogue

from rolegraph.documents.drift.drift import check
from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.generated import GENERATED, PARTS
from rolegraph.documents.graph.importer import import_document
from rolegraph.documents.render.render import render, version_text
from rolegraph.documents.sync.sync import SyncPlan, sync
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.rdf.namespaces import THINGS
from rolegraph.rdf.terms import NamedNode
from rolegraph.rdf.turtle.writer import write_turtle

FIRST = THINGS + "document-versions/roles-614fbcafdd5d"


def described(document: Path) -> Described:
    """The graph beside a document."""
    return read_graph(document.with_suffix(".ttl"), "roles.ttl").described


def synced(
    tmp_path: Path, *changes: tuple[str, str], whole: bool = False
) -> tuple[SyncPlan, Path, Described]:
    """Change the shipped document, sync, and return what was done and the graph."""
    text = SHIPPED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    document = write_catalogue(tmp_path, text, whole=whole)
    proposal = sync(document, base=tmp_path)
    proposal.write()
    return proposal, document, described(document)


@pytest.mark.parametrize("change", MUTATIONS, ids=lambda change: change.name)
def test_after_a_sync_document_and_graph_agree_and_no_identity_is_lost(
    change: Mutation, tmp_path: Path
) -> None:
    """A persona that points to a role must find it, in force or retired, after any change."""
    document = write_catalogue(tmp_path, change.text)
    before = described(document)
    sync(document).write()
    after = described(document)

    assert [] == check(document)
    assert set() == set(before.of_class(*PARTS)) - set(after.of_class(*PARTS))
    gone = {at for rule, at in change.expected if "-gone" in rule or "-removed" in rule}
    still = {iri for iri in before.of_class(*PARTS) if not after.is_retired(iri)}
    assert set() == {THINGS + str(name) for name in gone} & still

    # The curation holds the identities, so an import, even from nothing, gives the same.
    again = import_document(document, previous=after.triples)
    fresh = Described(import_document(document).triples)
    assert document.with_suffix(".ttl").read_text(encoding="utf-8") == again.turtle()
    assert set(after.present(*PARTS)) == set(fresh.of_class(*PARTS))


@settings(max_examples=8, deadline=None)
@given(st.lists(st.sampled_from(MUTATIONS), min_size=2, max_size=5, unique=True))
def test_several_changes_at_once_are_synced_as_well(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Mutation]
) -> None:
    """Nobody edits one line at a time."""
    text = SHIPPED
    for change in changes:
        if all(text.count(old) == 1 for old, _ in change.changes):
            for old, new in change.changes:
                text = text.replace(old, new)
    document = write_catalogue(tmp_path_factory.mktemp("catalogue"), text)
    before = described(document)
    assume(all(found.rule != "document-malformed" for found in check(document)))
    sync(document).write()

    assert [] == check(document)
    after = described(document)
    assert set() == set(before.of_class(*PARTS)) - set(after.of_class(*PARTS))
    assert text == render(after.triples).text


def test_a_renamed_role_keeps_its_iri_and_its_former_name(tmp_path: Path) -> None:
    """Whoever looks for the old name must find the role."""
    _, _, graph = synced(
        tmp_path,
        ("2. ML Developer\n3.", "2. Model Builder\n3."),
        ("## 2. ML Developer", "## 2. Model Builder"),
    )
    role = THINGS + "roles/ml-developer"

    assert ("Model Builder", ["ML Developer"]) == (
        graph.label(role),
        graph.texts(role, "skos:altLabel"),
    )


def test_a_reworded_statement_keeps_its_iri_under_a_revised_version(tmp_path: Path) -> None:
    """Its old words stand in the version before, which the new one revises."""
    _, document, graph = synced(
        tmp_path, ("Find system failure models", "Find failure modes of it")
    )
    statement = THINGS + "responsibilities/ai-red-teamer-find-system-failure-models"
    version = graph.version()

    assert version is not None
    assert "Find failure modes of it" == graph.text(statement, "rg:verbatimText")
    assert [version] == graph.links(statement, "prov:wasDerivedFrom")
    assert [FIRST] == graph.links(version, "prov:wasRevisionOf")
    assert SHIPPED == version_text(graph.triples, "roles-614fbcafdd5d")
    assert document.read_text(encoding="utf-8") == version_text(
        graph.triples, version.rpartition("/")[2]
    )


def test_what_is_gone_is_retired_with_the_version_that_had_it(tmp_path: Path) -> None:
    """A record without its source could not be checked."""
    _, _, graph = synced(tmp_path, ("- Feature engineering\n", ""))
    statement = THINGS + "responsibilities/ml-developer-feature-engineering"

    assert "retired" == graph.text(statement, "rg:status")
    assert [FIRST] == graph.links(statement, "prov:wasDerivedFrom")
    assert [FIRST] == graph.links(f"{statement}#quote", "oa:hasSource")
    assert "Feature engineering" == graph.text(f"{statement}#text", "oa:exact")
    role = THINGS + "roles/ml-developer"
    assert [role] == graph.links(statement, "rg:statementOf")
    assert statement not in graph.links(role, "rg:hasResponsibility")


def test_what_depended_on_it_is_listed_with_its_line(tmp_path: Path) -> None:
    """These are the things that somebody has to fix by hand."""
    proposal, _, _ = synced(tmp_path, ("- Perform threat analysis \n", ""), whole=True)
    found = {(item.label, item.relation) for item in proposal.dependents}

    assert {"Perform threat analysis"} == {item.on_label for item in proposal.dependents}
    assert {"fulfils it", "has a step that fulfils it", "follows a workflow that fulfils it"} == {
        relation for _, relation in found
    }
    for item in proposal.dependents:
        text = (tmp_path / item.file).read_text(encoding="utf-8").splitlines()
        assert ":" in text[item.line - 1], item


def test_a_removed_role_lists_its_personas_steps_and_mappings(tmp_path: Path) -> None:
    """All kinds of files count, the mapping table included."""
    change = next(each for each in MUTATIONS if each.name == "a role removed")
    document = write_catalogue(tmp_path, change.text, whole=True)
    found = {
        (item.relation, Path(item.file).name)
        for item in sync(document, base=tmp_path).dependents
        if item.on == THINGS + "roles/data-analyst"
    }

    assert {
        ("represents it", "personas.ttl"),
        ("is performed by it", "workflows.ttl"),
        ("maps it to a framework", "mappings.sssom.tsv"),
    } == found


def test_the_curation_changes_in_the_lines_concerned_only(tmp_path: Path) -> None:
    """A reviewer reads the difference, and comments are somebody's work."""
    proposal, _, _ = synced(
        tmp_path,
        ("Find system failure models", "Find failure modes of it"),
        ("- Model experimentation\n", ""),
    )
    (diff,) = (c.diff() for c in proposal.changes if c.name == "data/roles.curation.yaml")
    changed = [line for line in diff.splitlines()[2:] if line[0] in "+-"]

    assert [
        "+  revision_of: 614fbcafdd5d8c351e42478020a2f5454d79fbe69caddb51aa6d4bf6dcd5bfef",
        "-      - text: Model experimentation",
        "-        activities: [model-experimentation]",
        "-      - text: Find system failure models",
        "+      - text: Find failure modes of it",
        "+        formerly: Find system failure models",
    ] == changed


def test_the_shown_patch_is_what_is_written(tmp_path: Path) -> None:
    """It can be reviewed, mailed and applied by others."""
    document = write_catalogue(tmp_path, SHIPPED.replace("- Feature engineering\n", ""))
    proposal = sync(document, base=tmp_path)
    patch = "".join(change.diff() for change in proposal.changes)
    subprocess.run(["git", "apply"], input=patch, text=True, check=True, cwd=tmp_path)

    assert [] == check(document)


def test_what_only_a_person_can_judge_is_asked_not_invented(tmp_path: Path) -> None:
    """A guessed activity would look like a judgement."""
    proposal, document, _ = synced(
        tmp_path, ("- Feature engineering\n", "- Feature engineering\n- Choose hardware\n")
    )
    curation = document.with_name("roles.curation.yaml").read_text(encoding="utf-8")

    assert ("which activities “Choose hardware” is about",) == proposal.questions
    assert "- text: Choose hardware\n        activities: []  # to be chosen\n" in curation


def test_a_statement_of_another_kind_replaces_the_old_one(tmp_path: Path) -> None:
    """What points to the exclusion must not suddenly point to a duty."""
    proposal, _, graph = synced(
        tmp_path, ("Perform threat analysis", "Never perform threat analysis")
    )
    old = THINGS + "responsibilities/ai-red-teamer-perform-threat-analysis"
    new = THINGS + "exclusions/ai-red-teamer-perform-threat-analysis"

    assert graph.is_retired(old)
    assert [old] == graph.links(new, "prov:wasRevisionOf")
    assert any("is exclusion, as its wording suggests" in asked for asked in proposal.questions)


def test_a_statement_under_another_role_replaces_the_old_one(tmp_path: Path) -> None:
    """Its IRI names the role, so it cannot be kept; its curation can."""
    _, _, graph = synced(
        tmp_path,
        ("- Feature engineering\n", ""),
        ("- Data preparation and", "- Feature engineering\n- Data preparation and"),
    )
    old = THINGS + "responsibilities/ml-developer-feature-engineering"
    new = THINGS + "responsibilities/data-analyst-feature-engineering"

    assert graph.is_retired(old)
    assert [old] == graph.links(new, "prov:wasRevisionOf")
    assert [THINGS + "activities/feature-engineering"] == graph.links(new, "rg:refersToActivity")


def test_references_keep_their_ids_when_one_before_them_goes(tmp_path: Path) -> None:
    """Numbers move; what a citation points to must not."""
    change = next(each for each in MUTATIONS if "in the middle gone" in each.name)
    document = write_catalogue(tmp_path, change.text)
    sync(document).write()
    graph = described(document)
    domino = THINGS + "references/roles-3"

    assert (2, "Domino ML Roles") == (
        graph.number(domino, "rg:referenceOrdinal"),
        graph.label(domino),
    )
    assert [domino] == graph.links(
        THINGS + "citations/ml-developer-data-scientist-3", "rg:citesReference"
    )
    checked = THINGS + "citations/data-analyst-data-analyst-4"
    assert "not-found" == graph.text(checked, "rg:resolutionStatus")


def test_a_document_that_returns_to_an_earlier_text_is_that_version_again(tmp_path: Path) -> None:
    """What was retired meanwhile is in force again, and versions form no ring."""
    _, document, graph = synced(tmp_path, ("- Feature engineering\n", ""))
    second = graph.version()
    document.write_text(SHIPPED, encoding="utf-8")
    sync(document).write()
    graph = described(document)

    assert FIRST == graph.version()
    assert [] == check(document)
    assert not graph.is_retired(THINGS + "responsibilities/ml-developer-feature-engineering")
    assert [] == graph.links(FIRST, "prov:wasRevisionOf")
    assert [FIRST] == graph.links(second or "", "prov:wasRevisionOf")


def test_a_second_change_keeps_what_the_first_retired(tmp_path: Path) -> None:
    """History must not end at the last version but one."""
    _, document, first = synced(tmp_path, ("- Feature engineering\n", ""))
    second = first.version()
    text = document.read_text(encoding="utf-8").replace("- Model experimentation\n", "")
    document.write_text(text, encoding="utf-8")
    sync(document).write()
    graph = described(document)

    assert [second] == graph.links(graph.version() or "", "prov:wasRevisionOf")
    assert [FIRST] == graph.links(second or "", "prov:wasRevisionOf")
    assert graph.is_retired(THINGS + "responsibilities/ml-developer-feature-engineering")
    assert graph.is_retired(THINGS + "responsibilities/ml-developer-model-experimentation")


def test_a_status_given_in_the_service_survives(tmp_path: Path) -> None:
    """Sync and import write what they know, and leave alone what they do not."""
    document = write_catalogue(tmp_path, SHIPPED.replace("- Feature engineering\n", ""))
    graph = document.with_suffix(".ttl")
    text = graph.read_text(encoding="utf-8")
    approved = 'role:data-analyst a rg:Role ;\n    rg:status "approved" ;'
    graph.write_text(text.replace("role:data-analyst a rg:Role ;", approved), encoding="utf-8")
    sync(document).write()

    assert "approved" == described(document).text(THINGS + "roles/data-analyst", "rg:status")


def test_changes_made_in_the_graph_alone_are_told_before_they_are_lost(tmp_path: Path) -> None:
    """The document leads, but not over somebody's unseen work."""
    document = write_catalogue(tmp_path, SHIPPED.replace("- Model experimentation\n", ""))
    graph = document.with_suffix(".ttl")
    text = graph.read_text(encoding="utf-8")
    text = text.replace('Text "Feature engineering"', 'Text "Engineering of features"')
    graph.write_text(text, encoding="utf-8")
    proposal = sync(document)

    assert ["drift-reworded"] == [found.rule for found in proposal.undone]
    assert 2 == len(proposal.drifts)


def test_a_document_without_a_curation_gets_one_only_where_ids_would_be_lost(
    tmp_path: Path,
) -> None:
    """A file that says nothing is one too many."""
    document = tmp_path / "team.md"
    text = "# Team\n\n1. Pilot\n\n## 1. Pilot\n\n- Fly the machine\n- Land the machine safely\n"
    document.write_text(text, encoding="utf-8")
    document.with_suffix(".ttl").write_text(import_document(document).turtle(), encoding="utf-8")

    document.write_text(text + "- Sleep\n", encoding="utf-8")
    sync(document).write()
    assert [] == check(document)
    assert not (tmp_path / "team.curation.yaml").exists()

    document.write_text(
        text.replace("Land the machine", "Bring down the machine"), encoding="utf-8"
    )
    sync(document).write()
    assert [] == check(document)
    assert "Bring down the machine safely" == described(document).label(
        THINGS + "responsibilities/pilot-land-the-machine-safely"
    )


def test_a_new_bullet_with_the_same_first_words_does_not_take_an_id(tmp_path: Path) -> None:
    """Ids are made of six words; the one that was there first keeps them."""
    old = "- Build proxy models to approximate real model performance\n"
    new = "- Build proxy models to approximate real user behaviour\n"
    _, document, graph = synced(tmp_path, (old, new + old))
    iri = THINGS + "responsibilities/ai-red-teamer-build-proxy-models-to-approximate-real"

    assert [] == check(document)
    assert "Build proxy models to approximate real model performance" == graph.label(iri)


def test_a_malformed_document_is_not_synced(tmp_path: Path) -> None:
    """Half a document must not retire the other half."""
    document = write_catalogue(tmp_path, SHIPPED.replace("## 2. ML Developer", "## ML Developer"))
    with pytest.raises(MalformedDocument):
        sync(document)


def test_an_import_writes_no_predicate_it_does_not_know_of() -> None:
    """The list decides what of a graph is taken over, so it must be whole."""
    known = {
        triple.predicate.value
        for document in ("data/roles.md", "tests/fixtures/roles-v2.md")
        for triple in import_document(ROOT / document).triples
    }

    assert set() == known - {term(name).value for name in GENERATED}


def test_a_graph_with_retired_things_keeps_to_the_shapes(tmp_path: Path) -> None:
    """The record of the past must not break today's rules."""
    change = next(each for each in MUTATIONS if each.name == "a role removed")
    text = change.text.replace("- Feature engineering\n", "").replace(
        "- Not a developer of the system\n", ""
    )
    document = write_catalogue(tmp_path, text, whole=True)
    sync(document).write()
    data = described(document).triples
    for file in sorted(document.parent.glob("*.ttl")):
        data |= read_graph(file, file.name).described.triples
    for file in sorted((ROOT / "ontology").glob("*.ttl")):
        data |= read_graph(file, file.name).described.triples
    shapes = "\n".join(
        write_turtle(read_graph(file, file.name).described.triples)
        for file in sorted((ROOT / "shapes").glob("*.ttl"))
    )
    report = shacl.Shapes.from_text(shapes, format="turtle").validate_text(
        write_turtle(data), format="turtle"
    )
    document_parts = {str(NamedNode(iri)) for iri in described(document).of_class(*PARTS)}

    assert [] == [
        (result.source_shape, result.focus_node)
        for result in report.results
        if result.severity == "Violation" and result.focus_node in document_parts
    ]
