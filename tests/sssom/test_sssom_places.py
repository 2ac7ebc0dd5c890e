"""Tables of mappings: places of what is wrong, and what cells and metadata hold."""

from __future__ import annotations

import pytest

from rolegraph.rdf.sssom.table import SssomRow, parse_table

NAMES = "subject_id\tpredicate_id\tobject_id\tmapping_justification"
ROW = "ex:a\tskos:exactMatch\tex:b\tsemapv:ManualMappingCuration"
SET, LICENCE = "#mapping_set_id: https://example.org/set", "#license: https://example.org/licence"
PREFIXES = "#curie_map:\n#  ex: https://example.org/"


def table(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def faults(text: str) -> list[tuple[str, int, int, int]]:
    return [(f.rule, f.line, f.column, f.length) for f in parse_table(text).faults]


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ((SET, PREFIXES), (1, 1)),
        ((SET, "#license:", PREFIXES), (2, 1)),
        ((SET, LICENCE, "#curie_map: none"), (3, 1)),
        ((SET, LICENCE, "#  broken: [", PREFIXES), (3, 10)),
    ],
)
def test_what_is_wrong_in_the_metadata_is_found_at_its_line(
    lines: tuple[str, ...], place: tuple[int, int]
) -> None:
    """Where a key is missing, the metadata as a whole is wrong."""
    found = [(line, column) for _, line, column, _ in faults(table(*lines, NAMES))]

    assert place in found


@pytest.mark.parametrize("row", [ROW + "\tmore", ROW.rpartition("\t")[0]])
def test_a_row_with_other_cells_than_columns_is_marked_whole(row: str) -> None:
    """An editor marks it from its first character to its last."""
    found = parse_table(table(SET, LICENCE, PREFIXES, NAMES, row)).faults

    (fault,) = [fault for fault in found if fault.rule == "sssom-value"]
    assert (6, 1, len(row)) == (fault.line, fault.column, fault.length)


def test_a_row_over_several_lines_is_marked_where_it_begins() -> None:
    """What ends on another line has no length on the first one."""
    found = parse_table(table(SET, LICENCE, PREFIXES, NAMES, '"over\nlines"\tex:b')).faults

    assert [(6, 1, 1)] == [(f.line, f.column, f.length) for f in found if f.rule == "sssom-value"]


def test_a_table_without_column_names_is_told_behind_its_metadata() -> None:
    """There the names are to be put."""
    assert ("sssom-column", 5, 1) in [f[:3] for f in faults(table(SET, LICENCE, PREFIXES))]


def test_only_slots_of_several_values_are_cut_at_their_bars() -> None:
    """A label may have a bar in it, and so may a column that nobody knows."""
    row = SssomRow.of(
        {"subject_label": "a|b", "own": "c|d", "author_id": r"e|f\|g|h\\", "comment": ""}
    )

    assert ["a|b"] == row.values("subject_label")
    assert ["c|d"] == row.values("own")
    assert ["e", "f|g", "h\\"] == row.values("author_id")
    assert [] == row.values("comment")


def test_a_row_may_be_like_another_one() -> None:
    """It shares what the table says of all rows, and the number that tells it from its equals."""
    like = SssomRow(7, 7, {}, {"mapping_tool": "by hand"}, 2)
    bare, alike = SssomRow.of({"subject_id": "ex:a"}), SssomRow.of({"subject_id": "ex:a"}, like)

    assert ("", 0) == (bare.get("mapping_tool"), bare.repeat)
    assert ("by hand", 2) == (alike.get("mapping_tool"), alike.repeat)


def test_the_place_of_a_cell_is_that_of_its_row_where_there_is_none() -> None:
    """A column that the table lacks has no place of its own."""
    (row,) = parse_table(table(SET, LICENCE, PREFIXES, NAMES, ROW)).rows

    assert (6, 1) == row.place("comment")
    assert (6, 1 + len("ex:a\t")) == row.place("predicate_id")
    assert (0, len("skos:exactMatch")) == (row.length("comment"), row.length("predicate_id"))


def test_a_list_of_the_metadata_is_handed_down_as_several_values() -> None:
    """As a cell would hold it, with the bars of a value told from those between values."""
    text = table(SET, LICENCE, PREFIXES, "#subject_match_field: ['ex:one', 'ex:|two']", NAMES, ROW)
    (row,) = parse_table(text).rows

    assert ["ex:one", "ex:|two"] == row.values("subject_match_field")


def test_a_definition_without_a_name_defines_nothing() -> None:
    """And does not keep the rest of the table from being read."""
    text = table(
        SET,
        LICENCE,
        PREFIXES,
        "#extension_definitions:",
        "#  - property: https://example.org/nameless",
        "#  - slot_name: ext_named",
        "#    property: https://example.org/named",
        NAMES,
        ROW,
    )

    assert {"ext_named": "https://example.org/named"} == parse_table(text).extensions
