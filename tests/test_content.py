"""The shipped catalogue: what its shapes cannot say about it, and the gaps it admits."""

from __future__ import annotations

import csv
import re

import pytest
import yaml
from rdflib import DCTERMS, RDF, SKOS, VOID, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from rolegraph import resources
from rolegraph.rdf.namespaces import ONTOLOGY, THINGS, graph_of_file

RG = Namespace(ONTOLOGY)
STAGES = Namespace(THINGS + "lifecycle-stages/")
SCHEMA = Namespace("https://schema.org/")
CREATIVE_COMMONS_ZERO = "https://creativecommons.org/publicdomain/zero/1.0/"
CREATIVE_COMMONS_BY = "https://creativecommons.org/licenses/by/4.0/"
ACTIVITIES = Namespace(THINGS + "activities/")
FRAMEWORKS = Namespace(THINGS + "frameworks/")

TURTLE_FILES = [path.name for path in resources.files("data", ".ttl")]
GENDER_OR_AGE = re.compile(r"\b(he|she|his|her|hers|him|aged|years old)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def files() -> dict[str, Graph]:
    """Each Turtle file of the catalogue, parsed."""
    return {path.name: Graph().parse(path) for path in resources.files("data", ".ttl")}


@pytest.fixture(scope="module")
def catalogue(files: dict[str, Graph]) -> Graph:
    """All Turtle files of the catalogue as one graph."""
    union = Graph()
    for graph in files.values():
        union += graph
    return union


@pytest.fixture(scope="module")
def mappings() -> tuple[dict[str, object], list[dict[str, str]]]:
    """The metadata block and the rows of the mapping table."""
    text = (resources.part("data") / "mappings.sssom.tsv").read_text(encoding="utf-8")
    lines = text.splitlines()
    header = yaml.safe_load("\n".join(line[1:] for line in lines if line.startswith("#")))
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return header, list(rows)


def expand(curie: str, header: dict[str, object]) -> URIRef:
    """Return the IRI of a CURIE of the mapping table."""
    prefix, local = curie.split(":", 1)
    prefixes = header["curie_map"]
    assert isinstance(prefixes, dict)
    return URIRef(prefixes[prefix] + local)


def things(graph: Graph, class_name: str) -> set[URIRef]:
    """Return the things of one class."""
    return set(graph.subjects(RDF.type, RG[class_name]))  # type: ignore[arg-type]


def line(graph: Graph, statement: URIRef) -> int:
    """Return the line of the source document that a statement stands on."""
    return int(str(graph.value(statement, RG.sourceLine)))


def steps_of_role(graph: Graph, role: Node | None, workflows: set[Node]) -> set[URIRef]:
    """Return the steps that a role performs in some workflows."""
    return {
        step  # type: ignore[misc]
        for step in graph.subjects(RG.performedByRole, role)
        if graph.value(step, RG.stepOf) in workflows
    }


@pytest.mark.parametrize("name", TURTLE_FILES)
def test_a_data_file_names_itself_its_licence_and_its_makers(
    name: str, files: dict[str, Graph]
) -> None:
    """Somebody who finds a single file must know what it is and may do with it."""
    dataset = URIRef(graph_of_file(f"data/{name}"))

    assert VOID.Dataset == files[name].value(dataset, RDF.type)
    assert files[name].value(dataset, DCTERMS.title) is not None
    licence = CREATIVE_COMMONS_BY if name == "frameworks.ttl" else CREATIVE_COMMONS_ZERO
    assert URIRef(licence) == files[name].value(dataset, DCTERMS.license)
    assert Literal("rolegraph maintainers", "en") == files[name].value(dataset, DCTERMS.creator)


@pytest.mark.parametrize("name", TURTLE_FILES)
def test_a_data_file_has_no_nameless_nodes(name: str, files: dict[str, Graph]) -> None:
    """A node without an IRI cannot be cited, linked or changed by a patch."""
    assert set() == {term for triple in files[name] for term in triple if isinstance(term, BNode)}


def test_every_thing_that_is_spoken_of_is_described(catalogue: Graph) -> None:
    """A link to a thing that nobody describes leads to an empty page."""
    spoken_of = {
        term
        for subject, _, object_ in catalogue
        for term in (subject, object_)
        if isinstance(term, URIRef) and term.startswith(THINGS)
    }

    assert set() == {thing for thing in spoken_of if (thing, RDF.type, None) not in catalogue}


def test_every_responsibility_is_fulfilled_by_a_step(catalogue: Graph) -> None:
    """The shape only warns; the shipped workflows promise to cover the whole document."""
    responsibilities = things(catalogue, "Responsibility")

    assert responsibilities
    assert set() == {each for each in responsibilities if (None, RG.fulfils, each) not in catalogue}


def test_the_responsibilities_without_a_tool_are_the_known_gaps(catalogue: Graph) -> None:
    """A gap must be shown; a tool that is claimed to close one must be argued for here."""
    untooled = {
        line(catalogue, each)
        for each in things(catalogue, "Responsibility")
        if (None, RG.supportsStatement, each) not in catalogue
    }

    assert {16, 19, 27, 45} == untooled


def test_proxy_models_rest_on_a_single_tool(catalogue: Graph) -> None:
    """The thinnest support of the catalogue must not be thickened by a slip."""
    (proxies,) = (s for s in things(catalogue, "Responsibility") if line(catalogue, s) == 47)

    assert {"ART"} == {
        str(catalogue.value(tool, SKOS.prefLabel))
        for tool in catalogue.subjects(RG.supportsStatement, proxies)
    }


def test_the_stages_without_a_role_are_the_known_gaps(catalogue: Graph) -> None:
    """The document covers the middle of the lifecycle; nothing may be invented for its ends."""
    roles = things(catalogue, "Role")
    staffed = {stage for role in roles for stage in catalogue.objects(role, RG.operatesInStage)}

    assert {
        STAGES["problem-definition"],
        STAGES["deployment"],
        STAGES["operation-and-monitoring"],
        STAGES["retirement"],
    } == things(catalogue, "LifecycleStage") - staffed


def test_a_role_works_in_each_stage_of_its_steps(catalogue: Graph) -> None:
    """Stages of roles and stages of steps are written in two files and must agree."""
    by_steps = {
        (role, stage)
        for step, role in catalogue.subject_objects(RG.performedByRole)
        for stage in catalogue.objects(step, RG.operatesInStage)
    }
    by_roles = {
        (role, stage)
        for role in things(catalogue, "Role")
        for stage in catalogue.objects(role, RG.operatesInStage)
    }

    assert by_roles == by_steps


def test_a_step_fulfils_statements_of_its_own_role_only(catalogue: Graph) -> None:
    """Work done by another role does not fulfil what a role is responsible for."""
    foreign = {
        (step, statement)
        for step, statement in catalogue.subject_objects(RG.fulfils)
        if catalogue.value(statement, RG.statementOf) != catalogue.value(step, RG.performedByRole)
    }

    assert set() == foreign


def test_a_step_does_what_the_statements_it_fulfils_are_about(catalogue: Graph) -> None:
    """A step that fulfils a statement without touching its subject is a slip of the pen."""
    beside_the_point = {
        (step, statement)
        for step, statement in catalogue.subject_objects(RG.fulfils)
        if not set(catalogue.objects(step, RG.involvesActivity))
        & set(catalogue.objects(statement, RG.refersToActivity))
    }

    assert set() == beside_the_point


def test_each_tool_of_a_step_supports_a_statement_that_the_step_fulfils(catalogue: Graph) -> None:
    """Otherwise a workflow would claim support that the table of tools does not give."""
    unsupported = {
        (step, tool)
        for step, tool in catalogue.subject_objects(RG.usesTool)
        if (step, RG.fulfils, None) in catalogue
        and not set(catalogue.objects(step, RG.fulfils))
        & set(catalogue.objects(tool, RG.supportsStatement))
    }

    assert set() == unsupported


def test_an_artifact_is_made_by_a_step_or_comes_from_outside(catalogue: Graph) -> None:
    """An input that nobody makes stops a workflow; one that is made is not external."""
    external = set(catalogue.subjects(RG.isExternal, Literal(True)))
    made = set(catalogue.objects(None, RG.produces))

    assert things(catalogue, "Artifact") == external | made
    assert set() == external & made


def test_every_external_artifact_is_used(catalogue: Graph) -> None:
    """Nothing is brought in that no step needs."""
    external = set(catalogue.subjects(RG.isExternal, Literal(True)))

    assert set() == external - set(catalogue.objects(None, RG.consumes))


def test_a_persona_follows_workflows_in_which_its_role_has_a_step(catalogue: Graph) -> None:
    """A workflow in which a persona does nothing is not that persona's workflow."""
    idle = {
        (persona, workflow)
        for persona, workflow in catalogue.subject_objects(RG.followsWorkflow)
        if not steps_of_role(catalogue, catalogue.value(persona, RG.representsRole), {workflow})
    }

    assert set() == idle


def test_a_persona_uses_the_tools_of_its_steps(catalogue: Graph) -> None:
    """The tools of a persona are what its workflows put into its hands, no more and no less."""
    for persona in things(catalogue, "Persona"):
        followed = set(catalogue.objects(persona, RG.followsWorkflow))
        steps = steps_of_role(catalogue, catalogue.value(persona, RG.representsRole), followed)

        expected = {tool for step in steps for tool in catalogue.objects(step, RG.usesTool)}

        assert expected == set(catalogue.objects(persona, RG.usesTool)), persona


def test_every_workflow_is_followed_by_a_persona(catalogue: Graph) -> None:
    """A workflow is written for somebody."""
    followed = set(catalogue.objects(None, RG.followsWorkflow))

    assert things(catalogue, "Workflow") == followed


def test_personas_say_that_they_are_assumptions(catalogue: Graph) -> None:
    """No interview stands behind them, and a reader must not believe that one does."""
    personas = things(catalogue, "Persona")
    bases = {str(catalogue.value(persona, RG.evidenceBasis)) for persona in personas}

    assert {"assumption"} == bases


def test_personas_have_neither_age_nor_gender(catalogue: Graph) -> None:
    """What a role needs does not depend on either, and both invite stereotypes."""
    telling = {
        str(text)
        for persona in things(catalogue, "Persona")
        for text in catalogue.objects(persona)
        if isinstance(text, Literal) and GENDER_OR_AGE.search(text)
    }

    assert set() == telling


def test_no_judgement_is_called_reviewed(
    catalogue: Graph, mappings: tuple[dict[str, object], list[dict[str, str]]]
) -> None:
    """Only a curator may call a tool link or a mapping reviewed, and none has looked yet."""
    _, rows = mappings

    tools = {str(catalogue.value(tool, RG.curationStatus)) for tool in things(catalogue, "Tool")}
    assert {"unreviewed"} == tools
    assert {"unreviewed"} == {row["curation_status"] for row in rows}


@pytest.mark.parametrize("name", ["frameworks.ttl", "roles.ttl"])
def test_texts_of_others_keep_the_terms_of_their_authors(name: str, catalogue: Graph) -> None:
    """The words of the document, and the labels of ESCO and O*NET, are not ours to give away."""
    assert catalogue.value(URIRef(graph_of_file(f"data/{name}")), DCTERMS.rights) is not None


def test_nothing_is_called_approved_without_a_review(catalogue: Graph) -> None:
    """The catalogue is written by its maintainers; nobody who holds a role has approved it."""
    approved = set(catalogue.subjects(RG.status, Literal("approved")))

    assert set() == approved - set(catalogue.objects(None, RG.reviews))


def test_results_are_validated_by_another_role_than_measured_them(catalogue: Graph) -> None:
    """Whoever measured overlooks the same thing twice."""
    validating = set(catalogue.subjects(RG.involvesActivity, ACTIVITIES["results-validation"]))
    own = {
        (step, artifact)
        for step in validating
        for artifact in catalogue.objects(step, RG.consumes)
        for maker in catalogue.subjects(RG.produces, artifact)
        if str(artifact).endswith(("-measurements", "-results", "-scores"))
        and catalogue.value(maker, RG.performedByRole) == catalogue.value(step, RG.performedByRole)
    }

    assert validating
    assert set() == own


def test_each_pair_of_test_and_training_data_is_kept_apart_by_a_criterion(
    catalogue: Graph,
) -> None:
    """They come from the same collection, so that independence has to be measured."""
    tests = set(catalogue.subjects(RG.dataUse, Literal("test")))
    training = set(catalogue.subjects(RG.dataUse, Literal("training")))
    asked = {
        frozenset((one, other))
        for criterion in things(catalogue, "Criterion")
        for one in catalogue.objects(criterion, RG.separatesData)
        for other in catalogue.objects(criterion, RG.separatesData)
    }

    assert tests
    assert {frozenset((one, other)) for one in tests for other in training} <= asked


def test_every_fact_about_a_tool_or_a_framework_has_source_day_and_way(catalogue: Graph) -> None:
    """A fact that nobody can check again is a rumour."""
    facts = things(catalogue, "Tool") | things(catalogue, "Framework")
    bare = {
        (thing, predicate)
        for thing in facts
        for predicate in (RG.checkedOn, RG.factSource, RG.howChecked)
        if catalogue.value(thing, predicate) is None
    }
    versions = {
        thing
        for thing in things(catalogue, "Tool")
        for predicate in (SCHEMA.softwareVersion, RG.lastReleasedOn, RG.forModality)
        if catalogue.value(thing, predicate) is None
    }

    assert set() == bare
    assert set() == versions


def test_techniques_have_the_hierarchy_of_their_framework(catalogue: Graph) -> None:
    """In ATLAS, a sub-technique belongs to a technique, and a technique to tactics."""
    techniques = {
        entry
        for entry in catalogue.subjects(SKOS.inScheme, FRAMEWORKS["atlas"])
        if str(catalogue.value(entry, RG.entryType)) == "technique"
    }
    below = {entry for entry in techniques if (entry, SKOS.broader, None) in catalogue}

    assert (170, 69) == (len(techniques), len(below))
    assert {catalogue.value(entry, SKOS.broader) for entry in below} <= techniques - below
    assert {str(entry).rpartition(".")[0] for entry in below} == {
        str(catalogue.value(entry, SKOS.broader)) for entry in below
    }
    assert techniques - below == {
        each for each in techniques if (each, RG.hasTactic, None) in catalogue
    }


def test_judgements_are_marked_and_dated_in_every_file(catalogue: Graph) -> None:
    """A reader must be able to tell what the document says from what somebody made of it."""
    parts = set(catalogue.objects(None, VOID.propertyPartition | VOID.classPartition))
    ours = {part for part in parts if "data/roles.ttl" not in part}
    judged = {kind for part in ours for kind in catalogue.objects(part, VOID["class"])}
    properties = {each for part in ours for each in catalogue.objects(part, VOID.property)}

    assert set() == {part for part in ours if catalogue.value(part, DCTERMS.created) is None}
    assert {
        RG[name]
        for name in (
            "Activity",
            "Artifact",
            "Criterion",
            "Decision",
            "LifecycleStage",
            "Oversight",
            "Persona",
            "RoleMapping",
            "Workflow",
            "WorkflowStep",
        )
    } == judged
    assert {RG.operatesInStage, RG.supportsStatement, RG.fulfils, SKOS.broader} <= properties


def test_the_mapping_table_declares_its_prefixes_licence_and_extension(
    mappings: tuple[dict[str, object], list[dict[str, str]]],
) -> None:
    """SSSOM readers refuse a table that lacks these, or drop the curation status."""
    header, _ = mappings
    expected = {
        "mapping_set_id": graph_of_file("data/mappings.sssom.tsv"),
        "license": CREATIVE_COMMONS_ZERO,
        "extension_definitions": [
            {
                "slot_name": "curation_status",
                "property": "rg:curationStatus",
                "type_hint": "xsd:string",
            }
        ],
    }

    assert expected == {key: header[key] for key in expected}


def test_no_pair_is_judged_twice(
    mappings: tuple[dict[str, object], list[dict[str, str]]],
) -> None:
    """Two judgements of one pair would leave a reader to guess which of them holds."""
    _, rows = mappings
    pairs = [(row["subject_id"], row["object_id"]) for row in rows]

    assert sorted(set(pairs)) == sorted(pairs)


def test_a_mapping_names_its_ends_as_the_catalogue_does(
    catalogue: Graph, mappings: tuple[dict[str, object], list[dict[str, str]]]
) -> None:
    """A label that differs from the thing behind the identifier tells of a wrong identifier."""
    header, rows = mappings

    for row in rows:
        for end in ("subject", "object"):
            label = catalogue.value(expand(row[f"{end}_id"], header), SKOS.prefLabel)
            assert Literal(row[f"{end}_label"], "en") == label, row


def test_a_mapping_was_judged_against_the_version_in_the_catalogue(
    catalogue: Graph, mappings: tuple[dict[str, object], list[dict[str, str]]]
) -> None:
    """A mapping to another version of a framework has to be judged anew."""
    header, rows = mappings

    for row in rows:
        framework = catalogue.value(expand(row["object_id"], header), SKOS.inScheme)
        version = catalogue.value(framework, RG.frameworkVersion)
        assert ("" if version is None else str(version)) == row["object_source_version"], row


def test_links_to_repositories_are_encrypted(catalogue: Graph) -> None:
    """A reader follows these links to install software."""
    links = {str(link) for link in catalogue.objects(None, SCHEMA.codeRepository)}

    assert links
    assert set() == {link for link in links if not link.startswith("https://")}
