"""Render: the Markdown back from the graph alone, and edits of the graph as edits of the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from document_graphs import ROOT
from mutations import ANALYST, MUTATIONS, NOTE, SHIPPED, Mutation, write_catalogue

from rolegraph.documents.curation.matching import CuratedView
from rolegraph.documents.drift.drift import check
from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.grammar.parse import parse_document
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.document import document_triples
from rolegraph.documents.graph.importer import import_document
from rolegraph.documents.render.render import render, version_text
from rolegraph.documents.sync.sync import sync
from rolegraph.errors import InputError
from rolegraph.rdf.namespaces import PREFIXES, THINGS
from rolegraph.rdf.terms import RdfFormat, Triple, parse
from rolegraph.store.embedded import EmbeddedStore

HEAD = f"@base <{THINGS}> .\n" + "".join(
    f"@prefix {name}: <{namespace}> .\n" for name, namespace in PREFIXES.items()
)
SHIPPED_GRAPH = read_graph(ROOT / "data/roles.ttl", "roles.ttl").described.triples


def triples(turtle: str) -> frozenset[Triple]:
    """Some Turtle as triples."""
    return frozenset(quad.triple for quad in parse(HEAD + turtle, format=RdfFormat.TURTLE))


def changed(without: str = "", plus: str = "") -> str:
    """The Markdown of the shipped graph without some triples and with others."""
    removed = triples(without)
    assert set() == removed - SHIPPED_GRAPH
    rendered = render(SHIPPED_GRAPH - removed | triples(plus))
    assert () == rendered.left
    return rendered.text


def test_the_shipped_document_comes_back_byte_for_byte() -> None:
    """The graph loses nothing, not even a blank at the end of a line."""
    assert (ROOT / "data/roles.md").read_bytes() == render(SHIPPED_GRAPH).text.encode()


def test_the_shipped_document_comes_back_from_a_store(shipped_store: EmbeddedStore) -> None:
    """A service that was written to is where a new text comes from."""
    graph = "https://w3id.org/rolegraph/graph/data/roles.ttl"
    quads = [quad for quad in shipped_store.match() if quad.graph_name.value == graph]

    assert SHIPPED == render(quads).text


@pytest.mark.parametrize("change", MUTATIONS, ids=lambda change: change.name)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_any_document_comes_back_byte_for_byte(change: Mutation, line_end: str) -> None:
    """Not only the shipped one, and not only with these ends of lines."""
    content = f"\ufeff{change.text}".replace("\n", line_end).encode()
    document = parse_document(content, "data/roles.md")

    assert content == render(document_triples(document, None, CuratedView(None))).text.encode()


def test_a_statement_reworded_in_the_graph_is_reworded_in_its_line() -> None:
    """The rest of the line, its sign and its blanks, is not the graph's business."""
    statement = "<responsibilities/ai-red-teamer-perform-threat-analysis>"

    assert SHIPPED.replace("- Perform threat analysis \n", "- Analyse threats \n") == changed(
        f'{statement} rg:verbatimText "Perform threat analysis" .',
        f'{statement} rg:verbatimText "Analyse threats" .',
    )


def test_a_role_renamed_in_the_graph_is_renamed_in_list_and_heading() -> None:
    """Both places are quoted, so both follow."""
    expected = SHIPPED.replace("2. ML Developer\n3.", "2. Model Builder\n3.").replace(
        "## 2. ML Developer", "## 2. Model Builder"
    )

    assert expected == changed(
        '<roles/ml-developer> skos:prefLabel "ML Developer"@en .',
        '<roles/ml-developer> skos:prefLabel "Model Builder"@en .',
    )


def test_statements_in_another_order_take_their_lines_along() -> None:
    """The order is in the graph, so the text follows it."""
    first = "<responsibilities/data-analyst-data-visualization-and-analysis>"
    second = "<responsibilities/data-analyst-statistical-analysis-of-dataset-properties>"
    lines = "- Data visualization and analysis\n", "- Statistical analysis of dataset properties\n"

    assert SHIPPED.replace("".join(lines), "".join(reversed(lines))) == changed(
        f"{first} rg:statementOrder 1 . {second} rg:statementOrder 2 .",
        f"{first} rg:statementOrder 2 . {second} rg:statementOrder 1 .",
    )


def test_a_retired_statement_has_no_line() -> None:
    """Retired is what the document no longer says."""
    assert SHIPPED.replace("- Feature engineering\n", "") == changed(
        plus='<responsibilities/ml-developer-feature-engineering> rg:status "retired" .'
    )


@pytest.mark.parametrize(("order", "line"), [(0, 34), (3, 36), (9, 38)])
def test_a_new_statement_gets_a_line_at_its_place(order: int, line: int) -> None:
    """It has no place in the text yet, only an order in its role."""
    third = "<responsibilities/data-analyst-data-set-selection-curation-and-validation>"
    fourth = "<responsibilities/data-analyst-data-preparation-and-cleaning>"
    lines = SHIPPED.splitlines(keepends=True)
    text = changed(
        f"{third} rg:statementOrder 3 . {fourth} rg:statementOrder 4 .",
        f"""
        <responsibilities/new> a rg:Responsibility ; rg:statementOf <roles/data-analyst> ;
            skos:prefLabel "Draw maps"@en ; rg:verbatimText "Draw maps" ;
            rg:statementOrder {order} .
        {third} rg:statementOrder 4 . {fourth} rg:statementOrder 5 .
        """,
    )

    assert "".join([*lines[:line], "- Draw maps\n", *lines[line:]]) == text


def test_a_new_role_gets_an_entry_and_a_section() -> None:
    """A role written in the service can be brought into the document."""
    text = changed(
        plus="""
        <roles/pilot> a rg:Role ; skos:prefLabel "Pilot"@en ; rg:documentOrder 5 .
        <responsibilities/fly> a rg:Responsibility ; rg:statementOf <roles/pilot> ;
            skos:prefLabel "Fly it"@en ; rg:verbatimText "Fly it" ; rg:statementOrder 1 .
        <citations/pilot> a rg:RoleCitation ; rg:citingRole <roles/pilot> ;
            rg:citedRoleLabel "Airman" ; rg:citesReference <references/roles-2> .
        """
    )

    assert text == SHIPPED.replace("4. AI Red Teamer\n", "4. AI Red Teamer\n5. Pilot\n", 1).replace(
        "## References",
        "## 5. Pilot\n\n- Fly it\n\nSee Airman in [2] for references.\n\n## References",
    )


def test_a_retired_role_goes_with_its_section_and_the_others_are_renumbered() -> None:
    """The numbers belong to the list, not to the roles."""
    expected = (
        SHIPPED.replace("3. Data Analyst\n4. AI Red", "3. AI Red")
        .replace(ANALYST, "")
        .replace("## 4. AI Red", "## 3. AI Red")
    )

    assert expected == changed(
        "<roles/ai-red-teamer> rg:documentOrder 4 .",
        '<roles/data-analyst> rg:status "retired" . <roles/ai-red-teamer> rg:documentOrder 3 .',
    )


def test_roles_in_another_order_take_their_sections_along() -> None:
    """List and sections have one order."""
    text = changed(
        "<roles/data-analyst> rg:documentOrder 3 . <roles/ai-red-teamer> rg:documentOrder 4 .",
        "<roles/data-analyst> rg:documentOrder 4 . <roles/ai-red-teamer> rg:documentOrder 3 .",
    )

    assert "3. AI Red Teamer\n4. Data Analyst\n" in text
    assert text.index("## 3. AI Red Teamer") < text.index("## 4. Data Analyst")
    assert "information\n\n## 4. Data Analyst\n\n- Data visualization" in text
    assert "that context.\n\n## References\n" in text


@pytest.mark.parametrize(
    ("without", "plus", "old", "new"),
    [
        (
            "<citations/data-analyst-data-analyst-3> rg:citesReference <references/roles-3> .",
            "<citations/data-analyst-data-analyst-3> rg:citesReference <references/roles-1> .",
            "See Data Analyst in [3] and [4] for",
            "See Data Analyst in [1] and [4] for",
        ),
        (
            "",
            '<citations/ml-developer-data-scientist-3> rg:status "retired" .',
            ", and Data Scientist in [2] and [3] for",
            ", and Data Scientist in [2] for",
        ),
        (
            "",
            '<citations/ml-developer-data-scientist-1> rg:status "retired" .',
            "See Data Scientist and ML Engineer in [1], and",
            "See ML Engineer in [1], and",
        ),
        (
            "",
            (
                "<citations/x> a rg:RoleCitation ; rg:citingRole <roles/data-analyst> ; "
                'rg:citedRoleLabel "Statistician" ; rg:citesReference <references/roles-2> .'
            ),
            "See Data Analyst in [3] and [4] for",
            "See Data Analyst in [3] and [4], and Statistician in [2] for",
        ),
        (
            "",
            (
                '<citations/data-analyst-data-analyst-3> rg:status "retired" . '
                '<citations/data-analyst-data-analyst-4> rg:status "retired" .'
            ),
            "See Data Analyst in [3] and [4] for references and a general job description. Note",
            "Note",
        ),
        ("", '<naming-notes/ml-developer-1> rg:status "retired" .', NOTE, ""),
        (
            "",
            (
                "<naming-notes/n> a rg:NamingNote ; rg:concernsRole <roles/ai-red-teamer> ; "
                'rg:verbatimText "Not a hacker." .'
            ),
            "limited model information\n\n",
            "limited model information\n\nNot a hacker.\n\n",
        ),
        (
            "",
            (
                '<naming-notes/data-analyst-1> rg:status "retired" . '
                '<citations/data-analyst-data-analyst-3> rg:status "retired" . '
                '<citations/data-analyst-data-analyst-4> rg:status "retired" .'
            ),
            ANALYST,
            ANALYST[: ANALYST.index("See ")],
        ),
        (
            "<references/roles-3> schema:url <https://www.dominodatalab.com/blog/7-roles-in-mlops> .",
            "<references/roles-3> schema:url <https://example.org/a_(b)> .",
            "(https://www.dominodatalab.com/blog/7-roles-in-mlops)",
            "(<https://example.org/a_(b)>)",
        ),
        (
            '<references/roles-3> dcterms:title "Domino ML Roles"@en .',
            '<references/roles-3> dcterms:title "Seven [ML] Roles"@en .',
            "[Domino ML Roles]",
            "[Seven \\[ML\\] Roles]",
        ),
        (
            "",
            (
                "<references/n> a rg:ReferenceEntry ; rg:referenceOrdinal 5 ; "
                'dcterms:title "A Book"@en ; schema:url <https://example.org/book> .'
            ),
            "mloe-04.html)",
            "mloe-04.html)\n1. [A Book](https://example.org/book)",
        ),
    ],
)
def test_prose_and_references_follow_the_graph(without: str, plus: str, old: str, new: str) -> None:
    """Sentences keep their words around what changed."""
    assert SHIPPED.replace(old, new) == changed(without, plus)


def test_a_reference_that_goes_renumbers_what_cites_the_others() -> None:
    """`[n]` means a position, so it moves with the list."""
    text = changed(
        "<references/roles-3> rg:referenceOrdinal 3 . <references/roles-4> rg:referenceOrdinal 4 .",
        """
        <references/roles-2> rg:status "retired" . <references/roles-3> rg:referenceOrdinal 2 .
        <references/roles-4> rg:referenceOrdinal 3 .
        <citations/ml-developer-data-scientist-2> rg:status "retired" .
        """,
    )

    assert "and Data Scientist in [2] for" in text
    assert "See Data Analyst in [2] and [3] for" in text
    assert "Red Hat" not in text


def test_a_rendered_document_is_synced_back_and_all_agree(tmp_path: Path) -> None:
    """Graph, document, graph: the way of an edit that began in the service."""
    document = write_catalogue(tmp_path)
    graph = document.with_suffix(".ttl")
    text = graph.read_text(encoding="utf-8")
    for name in ("rg:verbatimText", "oa:exact"):
        text = text.replace(f'{name} "Feature engineering"', f'{name} "Engineer the features"')
    graph.write_text(text, encoding="utf-8")
    rendered = render(read_graph(graph, "roles.ttl").described.triples)
    document.write_text(rendered.text, encoding="utf-8")
    sync(document).write()

    assert [] == check(document)
    after = read_graph(graph, "roles.ttl").described
    statement = THINGS + "responsibilities/ml-developer-feature-engineering"
    assert "Engineer the features" == after.text(statement, "rg:verbatimText")


def test_what_does_not_fit_the_form_is_told() -> None:
    """A statement of two paragraphs is no bullet; silence would lose it."""
    statement = "<responsibilities/ml-developer-feature-engineering>"
    edited = SHIPPED_GRAPH - triples(f'{statement} rg:verbatimText "Feature engineering" .')
    rendered = render(edited | triples(f'{statement} rg:verbatimText "One\\n\\nTwo" .'))

    assert rendered.left


def test_a_graph_without_the_text_cannot_be_rendered() -> None:
    """Better no document than one in another layout."""
    without = [triple for triple in SHIPPED_GRAPH if not triple.predicate.value.endswith("#value")]
    with pytest.raises(InputError, match="prov:value"):
        render(without)


def test_an_earlier_version_comes_back_as_it_was(tmp_path: Path) -> None:
    """Whoever cites a version must be able to read it."""
    document = write_catalogue(tmp_path, SHIPPED.replace("- Feature engineering\n", ""))
    sync(document).write()
    graph = read_graph(document.with_suffix(".ttl"), "roles.ttl").described.triples

    assert SHIPPED == version_text(graph, "roles-614fbcafdd5d")
    assert document.read_text(encoding="utf-8") == render(graph).text
    with pytest.raises(InputError, match="no text of a version 'roles-0'"):
        version_text(graph, "roles-0")


def test_the_imported_graph_and_the_shipped_one_are_the_same() -> None:
    """What is tested here is what is shipped."""
    assert SHIPPED_GRAPH == Described(import_document(ROOT / "data/roles.md").triples).triples
