"""The shipped document: every statement has its place in the graph, with its place in the file."""

from __future__ import annotations

import hashlib

import pytest
from document_graphs import ROOT, Graphs

from rolegraph.documents.curation.matching import match
from rolegraph.documents.graph.document import document_triples
from rolegraph.documents.graph.importer import Imported, import_document
from rolegraph.rdf.namespaces import PREFIXES

TEXT = (ROOT / "data/roles.md").read_bytes().decode()
STATEMENTS = {
    14: "responsibilities/ai-te-engineer-measure-performance-of-models-within-various",
    15: "responsibilities/ai-te-engineer-compare-performance-of-models",
    16: "responsibilities/ai-te-engineer-verification-of-requirements-satisfaction-and-validation",
    17: "responsibilities/ai-te-engineer-quantitative-evaluation-of-risks",
    18: "responsibilities/ai-te-engineer-explore-potential-unknown-risks",
    19: "responsibilities/ai-te-engineer-develop-summary-report-of-findings",
    20: "exclusions/ai-te-engineer-not-a-developer-of-the-system",
    24: "responsibilities/ml-developer-exploratory-data-and-model-analysis",
    25: "responsibilities/ml-developer-statistical-analysis",
    26: "responsibilities/ml-developer-model-experimentation",
    27: "responsibilities/ml-developer-feature-engineering",
    28: "responsibilities/ml-developer-model-training-and-continuous-fine-tuning",
    29: "practices/ml-developer-uses-mlops-end-to-end-model-pipelines",
    35: "responsibilities/data-analyst-data-visualization-and-analysis",
    36: "responsibilities/data-analyst-statistical-analysis-of-dataset-properties",
    37: "responsibilities/data-analyst-data-set-selection-curation-and-validation",
    38: "responsibilities/data-analyst-data-preparation-and-cleaning",
    44: "responsibilities/ai-red-teamer-perform-adversarial-assessments-of-ai-models",
    45: "responsibilities/ai-red-teamer-perform-threat-analysis",
    46: "responsibilities/ai-red-teamer-find-system-failure-models",
    47: "responsibilities/ai-red-teamer-build-proxy-models-to-approximate-real",
    48: "characteristics/ai-red-teamer-often-possess-limited-model-information",
}
ACTIVITIES = {
    14: "performance-measurement",
    15: "performance-comparison",
    16: "requirements-verification results-validation",
    17: "quantitative-risk-evaluation",
    18: "unknown-risk-exploration",
    19: "findings-reporting",
    20: "system-development",
    24: "exploratory-data-analysis exploratory-model-analysis",
    25: "statistical-analysis",
    26: "model-experimentation",
    27: "feature-engineering",
    28: "model-fine-tuning model-training",
    29: "mlops-pipeline-operation",
    35: "data-analysis data-visualization",
    36: "dataset-property-analysis",
    37: "data-curation data-selection data-validation",
    38: "data-cleaning data-preparation",
    44: "adversarial-assessment",
    45: "threat-analysis",
    46: "failure-discovery",
    47: "proxy-model-building",
    48: "limited-information-testing",
}
QUOTED = """
    ?thing rg:quotedFrom ?quote .
    ?quote oa:hasSource ?version ; rg:sourceLine ?line ; oa:hasSelector ?text , ?position .
    ?text oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix .
    ?position oa:start ?start ; oa:end ?end .
"""


def test_the_committed_graph_is_what_the_document_gives(shipped: Imported) -> None:
    """A generated file that nobody regenerated would serve yesterday's document."""
    committed = (ROOT / "data/roles.ttl").read_bytes()

    assert committed == shipped.turtle().encode()
    assert committed == import_document(ROOT / "data/roles.md").turtle().encode()


@pytest.mark.parametrize(("line", "path"), STATEMENTS.items())
def test_offsets_of_a_statement_give_its_text(graph: Graphs, line: int, path: str) -> None:
    """A reader follows a statement to the characters of the file that say it."""
    rows = graph.rows(
        f"SELECT ?verbatim ?exact ?start ?end ?line ?label {{ {QUOTED} "
        f"?thing rg:verbatimText ?verbatim ; skos:prefLabel ?label FILTER (?thing = <{path}>) }}"
    )

    assert 1 == len(rows)
    verbatim, exact, start, end, source_line, label = rows[0]
    assert verbatim == exact == TEXT[int(start) : int(end)]
    assert label == verbatim
    assert str(line) == source_line
    assert TEXT.splitlines()[line - 1].removeprefix("- ").rstrip() == verbatim


def test_there_are_the_22_statements_in_order(graph: Graphs) -> None:
    """Every bullet is there once, under its agreed id, in the order of the document."""
    rows = graph.rows(
        "SELECT ?line ?thing { ?thing rg:statementOf ?role ; rg:sourceLine ?line ;"
        " rg:assertionStatus 'verbatim' . ?role (rg:hasResponsibility|rg:hasExclusion|"
        "rg:hasPractice|rg:hasCharacteristic) ?thing }"
    )

    assert [(str(line), path) for line, path in STATEMENTS.items()] == rows


def test_the_order_of_statements_counts_all_bullets_of_a_role(graph: Graphs) -> None:
    """An exclusion between responsibilities keeps its place."""
    rows = graph.rows(
        "SELECT ?line ?order { ?thing rg:statementOrder ?order ; rg:sourceLine ?line }"
    )
    expected = [
        (str(line), str(line - first + 1))
        for first, last in ((14, 20), (24, 29), (35, 38), (44, 48))
        for line in range(first, last + 1)
    ]

    assert expected == rows


@pytest.mark.parametrize(
    ("name", "count"),
    [("Responsibility", 19), ("Exclusion", 1), ("Practice", 1), ("Characteristic", 1)],
)
def test_each_kind_of_statement_is_counted(graph: Graphs, name: str, count: int) -> None:
    """A reader relies on an exclusion not being listed as work."""
    assert count == len(graph.rows(f"SELECT ?thing {{ ?thing a rg:{name} }}"))


@pytest.mark.parametrize(("line", "names"), ACTIVITIES.items())
def test_statements_name_their_activities(graph: Graphs, line: int, names: str) -> None:
    """Overlap, exclusion and coverage are all computed over activities."""
    rows = graph.rows(
        f"SELECT ?activity {{ ?thing rg:sourceLine {line} ; rg:refersToActivity ?activity }}"
    )

    assert [(f"activities/{name}",) for name in names.split()] == rows


def test_roles_are_numbered_and_quoted_from_list_and_heading(graph: Graphs) -> None:
    """Both places name a role; if one of them changes the graph must show where."""
    rows = graph.rows(
        f"SELECT ?order ?thing ?line ?exact {{ {QUOTED} ?thing rg:documentOrder ?order ;"
        " rg:definedIn ?version ; skos:prefLabel ?label . FILTER (str(?label) = ?exact) }"
    )

    assert [
        ("1", "roles/ai-te-engineer", "12", "AI T&E Engineer"),
        ("1", "roles/ai-te-engineer", "7", "AI T&E Engineer"),
        ("2", "roles/ml-developer", "22", "ML Developer"),
        ("2", "roles/ml-developer", "8", "ML Developer"),
        ("3", "roles/data-analyst", "33", "Data Analyst"),
        ("3", "roles/data-analyst", "9", "Data Analyst"),
        ("4", "roles/ai-red-teamer", "10", "AI Red Teamer"),
        ("4", "roles/ai-red-teamer", "42", "AI Red Teamer"),
    ] == rows


def test_every_quote_is_exact_and_unique(graph: Graphs) -> None:
    """Line 25 is a prefix of line 36: without context a quote could mean either."""
    rows = graph.rows(f"SELECT ?start ?end ?prefix ?exact ?suffix ?line {{ {QUOTED} }}")

    for start, end, prefix, exact, suffix, line in rows:
        assert TEXT[int(start) : int(end)] == exact
        assert TEXT[: int(start)].endswith(prefix)
        assert TEXT[int(end) :].startswith(suffix)
        assert TEXT.count(prefix + exact + suffix) == 1
        assert TEXT.count("\n", 0, int(start)) + 1 == int(line)


def test_the_exclusion_forbids_developing_the_system(graph: Graphs) -> None:
    """Independence of the evaluation hangs on this bullet."""
    exclusion = "<exclusions/ai-te-engineer-not-a-developer-of-the-system>"

    assert graph.holds(f"{exclusion} rg:isExcludedFromActivity <activities/system-development>")
    assert [("roles/ai-te-engineer", "activities/system-development")] == graph.rows(
        "SELECT ?role ?activity { ?role rg:isExcludedFrom ?activity }"
    )


def test_roles_are_responsible_for_what_their_responsibilities_name(graph: Graphs) -> None:
    """The short way from role to activity must say the same as the long one."""
    short = graph.rows("SELECT ?role ?activity { ?role rg:isResponsibleFor ?activity }")
    long = graph.rows(
        "SELECT DISTINCT ?role ?activity"
        " { ?role rg:hasResponsibility/rg:refersToActivity ?activity }"
    )

    assert long == short
    assert 26 == len(short)


def test_the_qualifier_is_kept(graph: Graphs) -> None:
    """Dropping "often" would turn a tendency into a rule."""
    assert [(STATEMENTS[48], "often")] == graph.rows(
        "SELECT ?thing ?qualifier { ?thing rg:frequencyQualifier ?qualifier }"
    )


def test_the_six_citations_are_resolved_by_position(graph: Graphs) -> None:
    """All references are written `1.`, so `[n]` can only mean the n-th."""
    rows = graph.rows(
        f"SELECT ?thing ?label ?title ?status ?checked ?line ?exact {{ {QUOTED}"
        " ?thing a rg:RoleCitation ; rg:citingRole/rg:citesReference ?reference ;"
        " rg:citesReference ?reference ; rg:citedRoleLabel ?label ; rg:resolutionStatus ?status ."
        " ?reference dcterms:title ?title . OPTIONAL { ?thing rg:checkedOn ?checked } }"
    )
    aws, red_hat, domino = "AWS Whitepapers ML Roles", "Red Hat ML Roles", "Domino ML Roles"
    both, each = "Data Scientist and ML Engineer in [1]", "Data Scientist in [2] and [3]"
    analyst = "Data Analyst in [3] and [4]"

    assert [
        ("data-analyst-data-analyst-3", "Data Analyst", domino, "unchecked", "", "40", analyst),
        (
            "data-analyst-data-analyst-4",
            "Data Analyst",
            "AWS Well-Architected ML Roles",
            "not-found",
            "2026-11-23T00:00:00Z",
            "40",
            analyst,
        ),
        ("ml-developer-data-scientist-1", "Data Scientist", aws, "unchecked", "", "31", both),
        ("ml-developer-data-scientist-2", "Data Scientist", red_hat, "unchecked", "", "31", each),
        ("ml-developer-data-scientist-3", "Data Scientist", domino, "unchecked", "", "31", each),
        ("ml-developer-ml-engineer-1", "ML Engineer", aws, "unchecked", "", "31", both),
    ] == [(row[0].removeprefix("citations/"), *row[1:]) for row in rows]


def test_references_keep_their_written_number(graph: Graphs) -> None:
    """Position and marker differ in this document; both are facts."""
    rows = graph.rows(
        f"SELECT ?thing ?ordinal ?marker ?title ?url ?line {{ {QUOTED}"
        " ?thing rg:referenceOrdinal ?ordinal ; rg:literalMarker ?marker ;"
        " dcterms:title ?title ; schema:url ?url }"
    )
    aws = "https://docs.aws.amazon.com"
    secure = f"{aws}/whitepapers/latest/build-secure-enterprise-ml-platform"

    assert [
        (
            "references/roles-1",
            "1",
            "1.",
            "AWS Whitepapers ML Roles",
            f"{secure}/personas-for-an-ml-platform.html",
            "52",
        ),
        (
            "references/roles-2",
            "2",
            "1.",
            "Red Hat ML Roles",
            "https://cloud.redhat.com/blog/your-guide-to-the-red-hat-data-science-model-lifecycle",
            "53",
        ),
        (
            "references/roles-3",
            "3",
            "1.",
            "Domino ML Roles",
            "https://www.dominodatalab.com/blog/7-roles-in-mlops",
            "54",
        ),
        (
            "references/roles-4",
            "4",
            "1.",
            "AWS Well-Architected ML Roles",
            f"{aws}/wellarchitected/latest/machine-learning-lens/mloe-04.html",
            "55",
        ),
    ] == rows


def test_naming_notes_warn_about_names(graph: Graphs) -> None:
    """Two names mean something else to somebody; the document says so in lines 31 and 40."""
    rows = graph.rows(
        f"SELECT ?line ?role ?label ?other ?audience ?exact {{ {QUOTED}"
        " ?thing rg:concernsRole ?role ; rg:discouragedLabel ?label ; rg:confusableWith ?other ;"
        " rg:verbatimText ?exact . OPTIONAL { ?thing rg:audience ?audience } }"
    )
    calling = (
        "We're calling this ML Developer, since data scientist is easily confused "
        "with the following role."
    )
    note = (
        "Note that there is the potential for confusion with IC-background people, since "
        "analyst often means something different in that context."
    )

    assert [
        (
            "31",
            "roles/ml-developer",
            "data scientist",
            "roles/data-analyst",
            "",
            calling,
        ),
        (
            "40",
            "roles/data-analyst",
            "analyst",
            "external-roles/dcwf-111",
            "IC-background people",
            note,
        ),
    ] == rows


def test_data_scientist_is_found_but_never_shown(graph: Graphs) -> None:
    """People will search for the name the document avoids."""
    assert [("roles/ml-developer", "data scientist")] == graph.rows(
        "SELECT ?role ?label { ?role skos:hiddenLabel ?label }"
    )
    assert not graph.holds('?role skos:prefLabel|skos:altLabel "data scientist"@en')


def test_the_commitment_has_its_modality_and_three_means(graph: Graphs) -> None:
    """A role that may be supported is not yet supported."""
    rows = graph.rows(
        f"SELECT ?line ?modality ?means {{ {QUOTED} ?thing a rg:SupportCommitment ;"
        " rg:modality ?modality ; rg:supportMeans ?means ; rg:verbatimText ?exact }"
    )

    assert [
        ("5", "may", "creating personas representing the role"),
        ("5", "may", "creating tools to support the persona and workflow"),
        ("5", "may", "creating workflows for the personas"),
    ] == rows


def test_the_scheme_is_an_open_list(graph: Graphs) -> None:
    """Other roles may be identified, so the absence of a role proves nothing."""
    assert graph.holds(
        "<schemes/roles> a rg:RoleScheme ; rg:isOpenList true ; rg:sourceLine 3 ;"
        " skos:definition ?definition . <roles/ml-developer> skos:inScheme <schemes/roles>"
    )


def test_the_version_is_known_by_its_hash(graph: Graphs) -> None:
    """Offsets hold for exactly these bytes."""
    digest = hashlib.sha256(TEXT.encode()).hexdigest()

    assert graph.holds(
        f'<document-versions/roles-614fbcafdd5d> rg:sha256 "{digest}" ; rg:characterCount 2416 ;'
        ' rg:sourceFile "data/roles.md" ; rg:versionOf <documents/roles>'
    )
    assert digest.startswith("614fbcafdd5d")


def test_the_odd_wording_is_kept_with_a_note(graph: Graphs) -> None:
    """Failure models are probably a slip, but they are what the document says."""
    rows = graph.rows(
        "SELECT ?text ?note { ?thing a rg:Responsibility ; rg:verbatimText ?text ;"
        " skos:editorialNote ?note }"
    )

    assert [("Find system failure models",)] == [row[:1] for row in rows]
    assert "failure modes" in rows[0][1]


def test_what_a_curator_says_is_told_from_what_the_document_says(graph: Graphs) -> None:
    """A reader must be able to list the triples that are nobody's words but the curator's."""
    rows = graph.rows("""
        SELECT ?property ?status (COUNT(*) AS ?count) {
            ?dataset void:propertyPartition ?part .
            ?part void:property ?property ; rg:assertionStatus ?status ; prov:wasDerivedFrom ?from .
            ?from rg:sourceFile "data/roles.curation.yaml" .
            GRAPH ?dataset { ?subject ?property ?object }
        } GROUP BY ?property ?status
    """)
    names = [(iri.rpartition("#")[2].rpartition("/")[2], *rest) for iri, *rest in rows]

    assert [
        ("definition", "inferred", "5"),
        ("editorialNote", "inferred", "3"),
        ("hiddenLabel", "inferred", "1"),
        ("audience", "normalised", "1"),
        ("checkedOn", "inferred", "1"),
        ("confusableWith", "inferred", "4"),
        ("discouragedLabel", "normalised", "2"),
        ("frequencyQualifier", "normalised", "1"),
        ("hasCharacteristic", "normalised", "1"),
        ("hasExclusion", "normalised", "1"),
        ("hasPractice", "normalised", "1"),
        ("isExcludedFrom", "normalised", "1"),
        ("isExcludedFromActivity", "normalised", "1"),
        ("isResponsibleFor", "normalised", "26"),
        ("refersToActivity", "normalised", "29"),
        ("resolutionStatus", "inferred", "6"),
    ] == names


def test_without_its_curation_the_graph_lacks_what_is_marked_as_curated(shipped: Imported) -> None:
    """The marks must neither claim the document's words nor leave out the curator's."""
    document = shipped.document
    bare = document_triples(document, None, match(document, None, "roles.md"))
    with_curation = {triple.predicate.value for triple in shipped.triples}
    without = {triple.predicate.value for triple in bare}
    marked = {iri for (iri,) in Graphs(shipped).rows("SELECT ?iri { ?part void:property ?iri }")}
    void = {name for name in with_curation if "/void#" in name}

    assert with_curation - without - void <= marked
    assert {f"{PREFIXES['rg']}resolutionStatus"} == marked & without
