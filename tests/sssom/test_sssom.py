"""SSSOM tables become RDF, and every departure from the format is told with its place."""

from pathlib import Path

import pytest

from rolegraph.errors import SyntaxFault
from rolegraph.rdf.sssom.graph import read_sssom
from rolegraph.rdf.sssom.slots import SLOTS
from rolegraph.rdf.terms import Literal, NamedNode, RdfFormat, parse

HEADER = """\
#curie_map:
#  DCWF: https://w3id.org/rolegraph/id/external-roles/dcwf-
#  rg: https://w3id.org/rolegraph/ontology#
#  role: https://w3id.org/rolegraph/id/roles/
#  semapv: https://w3id.org/semapv/vocab/
#  skos: http://www.w3.org/2004/02/skos/core#
#mapping_set_id: https://example.org/set
#mapping_set_title: A set
#license: https://creativecommons.org/publicdomain/zero/1.0/
#extension_definitions:
#  - slot_name: curation_status
#    property: rg:curationStatus
"""
COLUMNS = (
    "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label"
    "\tmapping_justification\tconfidence\tcomment\tcuration_status\n"
)
ROW = (
    "role:tester\tTester\tskos:exactMatch\tNot\tDCWF:623\tAI/ML Specialist"
    "\tsemapv:ManualMappingCuration\t0.9\tNo developer.\treviewed\n"
)
GRAPH = NamedNode("https://example.org/graph")


def test_a_row_becomes_a_reified_mapping() -> None:
    """Queries about mappings rely on these exact triples."""
    expected = parse(
        """
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rg: <https://w3id.org/rolegraph/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix sssom: <https://w3id.org/sssom/> .
        <https://w3id.org/rolegraph/id/mappings/tester-exactMatch-not-dcwf-623> a rg:RoleMapping ;
            skos:prefLabel "Tester is not an exact match of AI/ML Specialist (DCWF)"@en ;
            owl:annotatedSource <https://w3id.org/rolegraph/id/roles/tester> ;
            owl:annotatedProperty skos:exactMatch ;
            owl:annotatedTarget <https://w3id.org/rolegraph/id/external-roles/dcwf-623> ;
            sssom:predicate_modifier "Not" ;
            sssom:mapping_justification <https://w3id.org/semapv/vocab/ManualMappingCuration> ;
            sssom:confidence 0.9 ;
            <http://www.w3.org/2000/01/rdf-schema#comment> "No developer."@en ;
            rg:curationStatus "reviewed" .
        """,
        format=RdfFormat.TURTLE,
    )

    found = {q.triple for q in read_sssom(HEADER + COLUMNS + ROW, GRAPH) if q.subject != GRAPH}

    assert {quad.triple for quad in expected} == found


def test_the_graph_is_described_like_that_of_a_turtle_file() -> None:
    """Every named graph names its licence, whatever the format of its file."""
    found = {q.object for q in read_sssom(HEADER + COLUMNS + ROW, GRAPH) if q.subject == GRAPH}

    assert {
        NamedNode("http://rdfs.org/ns/void#Dataset"),
        Literal("A set", language="en"),
        NamedNode("https://creativecommons.org/publicdomain/zero/1.0/"),
    } == found


@pytest.mark.parametrize(
    ("text", "line", "at", "message"),
    [
        (HEADER + COLUMNS + ROW.replace("DCWF:623", "DCWG:623"), 14, "DCWG", "'DCWG' is not in"),
        (HEADER + COLUMNS + ROW.replace("\tNot\t", "\tnot\t"), 14, "not\t", "only 'Not' or"),
        (HEADER + COLUMNS + ROW.replace("0.9", "1.1"), 14, "1.1", "no number from 0 to 1"),
        (HEADER + COLUMNS + ROW.replace("0.9", " 0.9"), 14, " 0.9", "remove them"),
        (HEADER + COLUMNS + ROW.replace("\tTester", ""), 14, "", "9 cells where the table has 10"),
        (HEADER + COLUMNS + ROW.replace("skos:exactMatch", ""), 14, "\tNot", "lacks its predicate"),
        (HEADER + COLUMNS + ROW + ROW, 15, "", "repeats the mapping of line 14"),
        (HEADER + COLUMNS.replace("subject_id", "see_also") + ROW, 13, "", "lacks the column"),
        (HEADER.replace("#license", "#licence") + COLUMNS + ROW, 1, "", "lacks 'license'"),
        (HEADER.replace("  role: https", "  role: [https") + COLUMNS + ROW, 5, ": h", "not YAML"),
        (HEADER, 13, "", "no line with column names"),
    ],
)
def test_a_departure_from_the_format_is_refused_at_its_place(
    text: str, line: int, at: str, message: str
) -> None:
    """Whoever edits a table in a spreadsheet needs the row and the cell."""
    with pytest.raises(SyntaxFault) as refusal:
        list(read_sssom(text, GRAPH, source="m.sssom.tsv"))

    fault = refusal.value
    column = [*text.splitlines(), ""][line - 1].index(at) + 1
    assert ("m.sssom.tsv", line, column) == (fault.source, fault.line, fault.column)
    assert message in fault.message


def test_the_shipped_table_is_read() -> None:
    """The shipped mappings keep to the format, and none is lost."""
    path = Path(__file__).parents[2] / "data" / "mappings.sssom.tsv"
    rows = [line for line in path.read_text("utf-8").splitlines()[1:] if not line.startswith("#")]
    mappings = {q.subject for q in read_sssom(path, GRAPH)} - {GRAPH}

    assert len(rows) - 1 == len(mappings)
    assert "confidence" in SLOTS
