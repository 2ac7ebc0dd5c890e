"""SSSOM/TSV as the specification has it: what other tools write is read, and written back whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.exchange.files.table_file import TableFile
from rolegraph.rdf.namespaces import RDFS
from rolegraph.rdf.sssom.graph import mapping_iri, read_sssom, stopping, table_faults
from rolegraph.rdf.sssom.slots import SSSOM
from rolegraph.rdf.sssom.table import SssomTable, parse_table, written
from rolegraph.rdf.terms import Literal, NamedNode, RdfFormat, parse

HEADER = """\
#mapping_set_id: https://example.org/set
#license: https://creativecommons.org/licenses/by/4.0/
#curie_map:
#  ex: https://example.org/
"""
GRAPH = NamedNode("https://example.org/graph")
PLAIN = ("ex:roles/a", "skos:exactMatch", "ex:b", "semapv:ManualMappingCuration")
NAMES = ("subject_id", "predicate_id", "object_id", "mapping_justification")
TURTLE = """
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = NAMES, header: str = HEADER) -> str:
    return header + "".join(written(row) + "\n" for row in (columns, *rows))


def with_columns(header: str = HEADER, **cells: str) -> str:
    return table((*PLAIN, *cells.values()), columns=(*NAMES, *cells), header=header)


def said(text: str) -> set[tuple[str, object]]:
    return {(q.predicate.value, q.object) for q in read_sssom(text, GRAPH) if q.subject != GRAPH}


def faults(text: str) -> list[tuple[str, int, int]]:
    return [(f.rule, f.line, f.column) for f in table_faults(parse_table(text))]


def test_a_quoted_cell_is_read_without_its_quotes() -> None:
    """RFC 4180, as SSSOM takes it over."""
    text = HEADER + "\t".join((*NAMES, "comment")) + "\n" + "\t".join(PLAIN) + '\t"says ""hi"""\n'

    assert (RDFS + "comment", Literal('says "hi"', language="en")) in said(text)


def test_a_quoted_cell_may_hold_tabs_and_line_breaks() -> None:
    """The places of later rows go on being those of the file."""
    text = with_columns(comment="one\ttwo\nthree") + "\t".join((*PLAIN[:3], "", "")) + "\n"

    assert (RDFS + "comment", Literal("one\ttwo\nthree", language="en")) in said(
        with_columns(comment="one\ttwo\nthree")
    )
    assert [("sssom-missing", 8, 1 + len("\t".join(PLAIN[:3])) + 1)] == faults(text)


def test_prefixes_that_are_built_in_need_no_declaration() -> None:
    """`skos` and `semapv` are known to every reader."""
    assert [] == faults(table(PLAIN))


def test_a_built_in_prefix_cannot_be_declared_otherwise() -> None:
    """Two readers would see two mappings."""
    text = table(PLAIN, header=HEADER + "#  skos: https://example.org/other#\n")

    assert [("sssom-header", 5, 4)] == faults(text)


def test_a_column_that_nobody_knows_is_left_out_with_a_warning() -> None:
    """SSSOM asks readers to discard it; we say so."""
    text = with_columns(my_col="x")
    known = parse_table(text)

    assert [("sssom-left-out", 5, len("\t".join(NAMES)) + 2)] == faults(text)
    assert [] == stopping(table_faults(known))
    assert said(table(PLAIN)) == said(text)


def test_what_is_left_out_is_kept_on_writing_back() -> None:
    """Somebody else's column is not ours to lose."""
    text = with_columns(comment="old", my_col="x\ty")
    file = TableFile(text, "data/m.sssom.tsv")
    (mapping,) = (
        name
        for name in file.things()
        if name != "https://w3id.org/rolegraph/graph/data/m.sssom.tsv"
    )
    triples = {t for t in file.things()[mapping] if t.predicate.value != RDFS + "comment"} | {
        quad.triple
        for quad in parse(f'{TURTLE} <{mapping}> rdfs:comment "new"@en .', format=RdfFormat.TURTLE)
    }

    edited = file.edit({mapping: frozenset(triples)})

    assert with_columns(comment="new", my_col="x\ty") == edited


@pytest.mark.parametrize("text", ["1", "1.0", ".5", "0.50", "5e-1", "1E0", "5E-01"])
def test_a_confidence_may_be_spelt_as_any_float(text: str) -> None:
    """Tools write what their language prints."""
    assert [] == faults(with_columns(confidence=text))


@pytest.mark.parametrize("text", ["1.1", "-0.1", "high", "NaN", "Infinity", "0,5"])
def test_a_confidence_out_of_bounds_is_refused(text: str) -> None:
    """It is a number from 0 to 1."""
    assert ["sssom-value"] == [rule for rule, _, _ in faults(with_columns(confidence=text))]


def test_a_spelling_is_kept_where_the_number_is_the_same() -> None:
    """Pulling what did not change changes nothing."""
    text = with_columns(confidence=".5")
    file = TableFile(text, "data/m.sssom.tsv")
    things = {name: t for name, t in file.things().items() if "/mappings/" in name}

    assert text == file.edit(things)


def test_what_the_metadata_says_of_all_holds_for_each_mapping() -> None:
    """SSSOM calls it propagation."""
    text = table(PLAIN, header="#object_source_version: 5.1\n" + HEADER)

    assert (SSSOM + "object_source_version", Literal("5.1")) in said(text)


def test_one_cell_of_its_own_ends_that_for_its_column() -> None:
    """If only one row has a value, the slot of the set is not handed down."""
    text = table(
        (*PLAIN, "6.0"),
        ("ex:roles/c", *PLAIN[1:], ""),
        columns=(*NAMES, "object_source_version"),
        header="#object_source_version: 5.1\n" + HEADER,
    )

    versions = [value for name, value in said(text) if name == SSSOM + "object_source_version"]

    assert [Literal("6.0")] == versions


def test_the_same_pair_may_be_mapped_for_two_reasons() -> None:
    """Each is a mapping with an IRI of its own."""
    text = table(PLAIN, (*PLAIN[:3], "semapv:LexicalMatching"))
    known = parse_table(text)

    assert [] == table_faults(known)
    assert [
        "https://example.org/mappings/a-exactMatch-b",
        "https://example.org/mappings/a-exactMatch-b-LexicalMatching",
    ] == [mapping_iri(known, row) for row in known.rows]


def test_rows_that_differ_elsewhere_are_two_mappings() -> None:
    """SSSOM allows it; only the very same row is a slip."""
    twice = table((*PLAIN, "one"), (*PLAIN, "two"), columns=(*NAMES, "comment"))
    known = parse_table(twice)

    assert [] == table_faults(known)
    assert 2 == len({mapping_iri(known, row) for row in known.rows})
    assert [("sssom-duplicate", 7, 1)] == faults(table(PLAIN, PLAIN))


def test_a_record_id_names_its_mapping() -> None:
    """SSSOM 1.1: it is the resource that stands for the mapping."""
    known = parse_table(with_columns(record_id="ex:m1"))

    assert ["https://example.org/m1"] == [mapping_iri(known, row) for row in known.rows]


def test_a_text_without_an_identifier_can_be_mapped() -> None:
    """A literal mapping has a label in place of the subject's identifier."""
    columns = ("subject_label", "subject_type", *NAMES[1:])
    text = table(("Crane driver", "rdfs literal", *PLAIN[1:]), columns=columns)
    known = parse_table(text)

    assert [] == table_faults(known)
    assert "https://example.org/mappings/crane-driver-exactMatch-b" == mapping_iri(
        known, known.rows[0]
    )
    assert (SSSOM + "subject_label", Literal("Crane driver")) in said(text)
    assert "http://www.w3.org/2002/07/owl#annotatedSource" not in {name for name, _ in said(text)}


def test_without_its_text_a_literal_mapping_is_refused() -> None:
    """Then nothing says what is mapped."""
    columns = ("subject_type", *NAMES[1:])

    assert ["sssom-missing"] == [
        rule for rule, _, _ in faults(table(("rdfs literal", *PLAIN[1:]), columns=columns))
    ]


def test_every_slot_of_the_model_is_kept_in_the_graph() -> None:
    """Dates are dates, entities are IRIs, and several values are several triples."""
    text = with_columns(
        mapping_date="2026-11-28",
        author_id="ex:ann|ex:ben",
        match_string="a\\|b|c",
        object_type="skos concept",
        similarity_score="0.7",
        mapping_provider="https://example.org/tool",
        mapping_cardinality="1:n",
    )
    expected = parse(
        TURTLE
        + """
        <urn:m> <http://purl.org/dc/terms/created> "2026-11-28"^^xsd:date ;
            <http://purl.org/pav/authoredBy> ex:ann, ex:ben ;
            sssom:match_string "a|b", "c" ;
            sssom:object_type <http://www.w3.org/2004/02/skos/core#Concept> ;
            sssom:similarity_score "0.7"^^xsd:double ;
            sssom:mapping_provider <https://example.org/tool> ;
            sssom:mapping_cardinality "1:n" .
        """,
        format=RdfFormat.TURTLE,
    )

    assert {(q.predicate.value, q.object) for q in expected} <= said(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mapping_date", "28.11.2026"),
        ("mapping_date", "2026-02-30"),
        ("object_type", "concept"),
        ("mapping_cardinality", "1:2"),
        ("author_id", "ex:ann|Ben"),
        ("license", "CC BY"),
    ],
)
def test_a_cell_of_the_wrong_form_is_refused(name: str, text: str) -> None:
    """Silence would put a wrong value into the graph."""
    assert ["sssom-value"] == [rule for rule, _, _ in faults(with_columns(**{name: text}))]


def test_a_defined_extension_has_the_property_that_its_definition_gives() -> None:
    """Without one, SSSOM says which."""
    header = HEADER + (
        "#extension_definitions:\n#  - slot_name: ext_mood\n#    property: ex:mood\n"
        "#  - slot_name: ext_bare\n"
    )

    found = said(with_columns(header, ext_mood="glad", ext_bare="yes"))

    assert ("https://example.org/mood", Literal("glad")) in found
    assert ("http://sssom.invalid/ext_bare", Literal("yes")) in found


def test_a_byte_order_mark_is_named() -> None:
    """Spreadsheets write it, and SSSOM forbids it."""
    assert [("sssom-header", 1, 1)] == faults("\ufeff" + table(PLAIN))


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4))
def test_any_cell_that_is_written_is_read_again(cells: list[tuple[str, str]]) -> None:
    """Quotes, tabs, line breaks and every kind of blank included."""
    text = HEADER + "a\tb\n" + "".join(written(row) + "\n" for row in cells)

    read: SssomTable = parse_table(text)

    assert cells == [(row.get("a"), row.get("b")) for row in read.rows]
    for row in read.rows:
        for cell in row.cells.values():
            line = text.split("\n")[cell.line - 1] if "\r" not in text else None
            assert line is None or line[cell.column - 1 :].startswith(cell.written.split("\n")[0])
