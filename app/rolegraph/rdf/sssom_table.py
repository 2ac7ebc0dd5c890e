"""Reads an SSSOM table (TSV with embedded metadata) and keeps the place of every cell.

Format: Simple Standard for Sharing Ontological Mappings 1.0, https://mapping-commons.github.io/sssom/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")

_SLOT_NAMES = """
    subject_id subject_label subject_category predicate_id predicate_label predicate_modifier
    object_id object_label object_category mapping_justification author_id author_label
    reviewer_id reviewer_label creator_id creator_label license subject_type subject_source
    subject_source_version object_type object_source object_source_version predicate_type
    mapping_provider mapping_source mapping_cardinality cardinality_scope mapping_tool
    mapping_tool_id mapping_tool_version mapping_date publication_date review_date confidence
    reviewer_agreement curation_rule curation_rule_text subject_match_field object_match_field
    match_string subject_preprocessing object_preprocessing similarity_score similarity_measure
    see_also issue_tracker_item other comment record_id mapping_id
"""

SLOTS = frozenset(_SLOT_NAMES.split())
"""The columns that SSSOM defines for a mapping."""

_HEADER_KEY = re.compile(r"#\s*([A-Za-z_]\w*)\s*:")
_PREFIX_LINE = re.compile(r"#\s+([\w.-]+)\s*:\s*\S")


@dataclass(frozen=True)
class TableFault:
    """A departure from the format.

    Attributes:
        rule: `sssom-header`, `sssom-column`, `sssom-missing`, `sssom-value` or `sssom-duplicate`.
        message: what is wrong and how to mend it.
        line: counted from 1.
        column: in characters, counted from 1.
        length: characters that are at fault; 0 where something is missing.
        replacement: text that would mend it in place of those characters, where it is known.
    """

    rule: str
    message: str
    line: int
    column: int
    length: int = 0
    replacement: str | None = None


@dataclass(frozen=True)
class Row:
    """One mapping: column name → (text, column of its first character, counted from 1)."""

    line: int
    cells: Mapping[str, tuple[str, int]]

    def get(self, name: str) -> str:
        """Return the text of a cell, empty where the column or the cell is empty."""
        return self.cells.get(name, ("", 1))[0]

    def place(self, name: str) -> int:
        """Return where a cell begins, or 1 where the table lacks its column."""
        return self.cells.get(name, ("", 1))[1]


@dataclass
class Table:
    """A parsed table with everything that is wrong with it."""

    metadata: dict[str, Any] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    extensions: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    faults: list[TableFault] = field(default_factory=list)


def near(word: str, known: Iterator[str] | list[str] | frozenset[str]) -> str:
    """Return `; did you mean 'x'?` for the known word most like `word`, else nothing."""
    matches = get_close_matches(word, list(known), n=1, cutoff=0.75)
    return f"; did you mean {matches[0]!r}?" if matches else ""


def parse_table(text: str) -> Table:
    """Parse a table; what is wrong is listed in `faults`, and good rows are kept."""
    table = Table()
    lines = text.splitlines()
    size = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    _read_metadata(table, lines[:size])
    if size == len(lines):
        table.faults.append(
            TableFault("sssom-column", "The table has no line with column names.", size + 1, 1)
        )
        return table
    columns = _read_columns(table, lines[size], size + 1)
    for number, line in enumerate(lines[size + 1 :], size + 2):
        _read_row(table, columns, line, number)
    return table


def _read_metadata(table: Table, lines: list[str]) -> None:
    import yaml

    try:
        metadata = yaml.safe_load("\n".join(line[1:] for line in lines))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 2) if mark else (1, 1)
        problem = f"The metadata is not YAML: {error.problem}."
        table.faults.append(TableFault("sssom-header", problem, min(line, len(lines)), column))
        return
    if not isinstance(metadata, dict):
        metadata = {}
    table.metadata = metadata
    places = {m[1]: n for n, line in enumerate(lines, 1) if (m := _HEADER_KEY.match(line))}
    for key in ("mapping_set_id", "license", "curie_map"):
        if not metadata.get(key):
            table.faults.append(
                TableFault("sssom-header", f"The metadata lacks '{key}'.", places.get(key, 1), 1)
            )
    curie_map = metadata.get("curie_map") or {}
    for number, text_line in enumerate(lines, 1):
        entry = _PREFIX_LINE.match(text_line)
        stated = str(curie_map.get(entry[1], "")) if entry and isinstance(curie_map, dict) else ""
        if entry and stated and not re.match(r"[A-Za-z][\w+.-]*:\S*$", stated):
            problem = f"Prefix {entry[1]!r} stands for {stated!r}, which is not an absolute IRI."
            table.faults.append(TableFault("sssom-header", problem, number, entry.start(1) + 1))
    if isinstance(curie_map, dict):
        table.prefixes = {str(prefix): str(iri) for prefix, iri in curie_map.items()}
    for extension in metadata.get("extension_definitions") or ():
        table.extensions[str(extension.get("slot_name"))] = str(extension.get("property", ""))


def _read_columns(table: Table, line: str, number: int) -> list[str]:
    columns = line.split("\t")
    known = [*sorted(SLOTS), *table.extensions]
    start = 1
    for position, name in enumerate(columns):
        if name not in known:
            matches = get_close_matches(name, known, n=1, cutoff=0.75)
            table.faults.append(
                TableFault(
                    "sssom-column",
                    f"{name!r} is no column of SSSOM and no declared extension"
                    + (f"; did you mean {matches[0]!r}?" if matches else "."),
                    number,
                    start,
                    len(name),
                    matches[0] if matches else None,
                )
            )
        elif name in columns[:position]:
            problem = f"The column {name!r} appears twice."
            table.faults.append(TableFault("sssom-column", problem, number, start, len(name)))
        start += len(name) + 1
    table.faults += [
        TableFault("sssom-column", f"The table lacks the column {name!r}.", number, 1)
        for name in REQUIRED
        if name not in columns
    ]
    return columns


def _read_row(table: Table, columns: list[str], line: str, number: int) -> None:
    cells = line.split("\t")
    if len(cells) != len(columns):
        problem = f"The row has {len(cells)} cells where the table has {len(columns)} columns."
        table.faults.append(TableFault("sssom-value", problem, number, 1, len(line)))
        return
    placed, start = {}, 1
    for name, cell in zip(columns, cells, strict=True):
        placed[name] = (cell, start)
        start += len(cell) + 1
    table.rows.append(Row(number, placed))
