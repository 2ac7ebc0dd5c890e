"""Reads an SSSOM table (TSV with embedded metadata) and keeps the place of every cell.

Format: SSSOM/TSV of the Simple Standard for Sharing Ontological Mappings 1.1,
https://mapping-commons.github.io/sssom/spec-formats-tsv/.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from rolegraph.rdf.sssom.slots import BUILT_IN_PREFIXES, LITERAL, SLOTS

REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
WARNINGS = frozenset({"sssom-left-out"})
"""Rules whose faults do not stop a table from being read."""

_HEADER_KEY = re.compile(r"#\s*([A-Za-z_]\w*)\s*:")
_PREFIX_LINE = re.compile(r"#\s+([\w.-]+)\s*:\s*\S")
_CELL = re.compile(r'"(?:[^"]|"")*"(?=\t|\r|\n|\Z)|[^\t\r\n]*')
"""A cell as it is written: in quotes, where it may hold tabs and line breaks, or bare."""


@dataclass(frozen=True)
class TableFault:
    """A departure from the format.

    Attributes:
        rule: `sssom-header`, `sssom-column`, `sssom-missing`, `sssom-value`, `sssom-duplicate` or
            `sssom-left-out`.
        message: what is wrong and how to fix it.
        line: counted from 1.
        column: in characters, counted from 1.
        length: characters that are at fault; 0 where something is missing.
        replacement: text that would fix it in place of those characters, where it is known.
    """

    rule: str
    message: str
    line: int
    column: int
    length: int = 0
    replacement: str | None = None


@dataclass(frozen=True)
class SssomCell:
    """A cell: its value, where it begins, and how it is written."""

    text: str
    line: int
    column: int
    written: str


@dataclass(frozen=True)
class SssomRow:
    """One mapping.

    Attributes:
        line, end_line: its first and last line; a quoted cell may have line breaks.
        cells: column → cell.
        common: what the metadata says of all mappings, by slot.
        repeat: how many earlier rows have the same subject, predicate, object, modifier and
            justification.
    """

    line: int
    end_line: int
    cells: Mapping[str, SssomCell]
    common: Mapping[str, str] = field(default_factory=dict)
    repeat: int = 0

    @classmethod
    def of(cls, texts: Mapping[str, str], like: SssomRow | None = None) -> SssomRow:
        """Return a row of texts that is in no file; `like` gives what is common and its number."""
        cells = {name: SssomCell(text, 1, 1, text) for name, text in texts.items()}
        return cls(1, 1, cells, like.common if like else {}, like.repeat if like else 0)

    def get(self, name: str) -> str:
        """Return the value of a slot: of the cell, else what is common; empty where none is."""
        cell = self.cells.get(name)
        return (cell.text if cell else "") or self.common.get(name, "")

    def values(self, name: str) -> list[str]:
        """Return the values of a slot that may hold several, separated by `|`."""
        text = self.get(name)
        if not text or not (name in SLOTS and SLOTS[name].many):
            return [text] if text else []
        return [
            re.sub(r"\\([|\\])", r"\1", part)
            for part in re.findall(r"(?:\\[|\\]|[^|])+", text)
            if part
        ]

    def place(self, name: str) -> tuple[int, int]:
        """Return line and column of a cell; those of the row where the table lacks its column."""
        cell = self.cells.get(name)
        return (cell.line, cell.column) if cell else (self.line, 1)

    def length(self, name: str) -> int:
        """Return how many characters a cell takes on its line."""
        cell = self.cells.get(name)
        return len(cell.written.splitlines()[0]) if cell and cell.written else 0

    def is_literal(self, side: str) -> bool:
        """Tell whether the subject or object is a text without an identifier."""
        return self.get(f"{side}_type") == LITERAL


@dataclass
class SssomTable:
    """A parsed table with everything that is wrong with it.

    Attributes:
        columns: the names of the columns as they stand.
        first_row: the line behind the column names.
    """

    metadata: dict[str, Any] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=lambda: dict(BUILT_IN_PREFIXES))
    extensions: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    first_row: int = 1
    rows: list[SssomRow] = field(default_factory=list)
    faults: list[TableFault] = field(default_factory=list)

    def alone(self, row: SssomRow) -> SssomTable:
        """Return a table of one row under the metadata of this one."""
        return replace(self, rows=[row], faults=[])


def near(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the known word most like `word`, else nothing."""
    matches = get_close_matches(word, list(known), n=1, cutoff=0.75)
    return f"; did you mean {matches[0]!r}?" if matches else ""


def written(cells: Iterable[str]) -> str:
    """Return a row as the format writes it, without an end of line; quotes only where needed."""
    out = io.StringIO()
    # csv puts quotes round the characters of its line end, so both must be in it.
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n")


def parse_table(text: str) -> SssomTable:
    """Parse a table; what is wrong is listed in `faults`, and good rows are kept."""
    table = SssomTable()
    if text.startswith("\ufeff"):
        problem = "The file begins with a byte order mark, which SSSOM forbids; save it without."
        table.faults.append(TableFault("sssom-header", problem, 1, 1))
        text = text[1:]
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    size = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    _read_metadata(table, [line.rstrip("\r\n") for line in lines[:size]])
    records = _records("".join(lines[size:]), size + 1)
    head = next(records, None)
    if head is None:
        message = "The table has no line with column names."
        table.faults.append(TableFault("sssom-column", message, size + 1, 1))
        return table
    _read_columns(table, head)
    table.first_row = size + 2
    for record in records:
        _read_row(table, record)
    _hand_down(table)
    return table


def _records(text: str, line: int) -> Iterator[list[SssomCell]]:
    """Yield the cells of each row; `line` is that of the first one."""
    position, column, cells = 0, 1, list[SssomCell]()
    while position < len(text):
        match = _CELL.match(text, position)
        raw = match[0] if match else ""
        (row,) = csv.reader([raw], delimiter="\t", strict=False) if raw else ([""],)
        value = row[0] if raw.startswith('"') and row else raw
        cells.append(SssomCell(value, line, column, raw))
        breaks = re.findall(r"\r\n|\r|\n", raw)
        line += len(breaks)
        column = len(re.split(r"[\r\n]", raw)[-1]) + 1 if breaks else column + len(raw)
        position += len(raw)
        end = text[position : position + 2]
        if end.startswith("\t"):
            position, column = position + 1, column + 1
            if position == len(text):
                cells.append(SssomCell("", line, column, ""))
            continue
        position += 2 if end == "\r\n" else 1
        yield cells
        line, column, cells = line + 1, 1, []
    if cells:
        yield cells


def _read_metadata(table: SssomTable, lines: list[str]) -> None:
    import yaml

    try:
        # Every scalar stays a text: versions are no numbers, and dates are judged as they stand.
        metadata = yaml.load("\n".join(line[1:] for line in lines), Loader=yaml.BaseLoader)  # noqa: S506
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
    for key in ("mapping_set_id", "license"):
        if not metadata.get(key):
            table.faults.append(
                TableFault("sssom-header", f"The metadata lacks '{key}'.", places.get(key, 1), 1)
            )
    curie_map = metadata.get("curie_map") or {}
    if isinstance(curie_map, dict):
        _read_prefixes(table, curie_map, lines)
    else:
        problem = "The curie_map is no list of prefixes; write '  prefix: IRI' below it."
        table.faults.append(TableFault("sssom-header", problem, places.get("curie_map", 1), 1))
    definitions = metadata.get("extension_definitions") or ()
    for extension in definitions if isinstance(definitions, list) else ():
        if isinstance(extension, dict) and extension.get("slot_name"):
            table.extensions[extension["slot_name"]] = str(extension.get("property", ""))


def _read_prefixes(table: SssomTable, curie_map: dict[str, Any], lines: list[str]) -> None:
    for number, text_line in enumerate(lines, 1):
        entry = _PREFIX_LINE.match(text_line)
        stated = str(curie_map.get(entry[1], "")) if entry else ""
        if not entry or not stated:
            continue
        built_in = BUILT_IN_PREFIXES.get(entry[1])
        problem = ""
        if not re.match(r"[A-Za-z][\w+.-]*:\S*$", stated):
            problem = f"Prefix {entry[1]!r} stands for {stated!r}, which is not an absolute IRI."
        elif built_in and stated != built_in:
            problem = (
                f"Prefix {entry[1]!r} is built into SSSOM and stands for {built_in}; give {stated} "
                "another prefix."
            )
        if problem:
            table.faults.append(TableFault("sssom-header", problem, number, entry.start(1) + 1))
    table.prefixes |= {str(prefix): str(iri) for prefix, iri in curie_map.items()}


def _read_columns(table: SssomTable, head: list[SssomCell]) -> None:
    known = [*sorted(SLOTS), *table.extensions]
    names = [cell.text for cell in head]
    for position, cell in enumerate(head):
        name = cell.text
        if name in names[:position]:
            problem = f"The column {name!r} appears twice."
            place = (cell.line, cell.column, len(cell.written))
            table.faults.append(TableFault("sssom-column", problem, *place))
        elif name not in known:
            matches = get_close_matches(name, known, n=1, cutoff=0.75)
            hint = f"; did you mean {matches[0]!r}?" if matches else "."
            table.faults.append(
                TableFault(
                    "sssom-left-out",
                    f"{name!r} is no column of SSSOM and no declared extension, so it is left "
                    f"out{hint}",
                    cell.line,
                    cell.column,
                    len(cell.written),
                    matches[0] if matches else None,
                )
            )
    table.faults += [
        TableFault("sssom-column", f"The table lacks the column {name!r}.", head[0].line, 1)
        for name in REQUIRED
        if name not in names and not _may_lack(table, names, name)
    ]
    table.columns = names


def _may_lack(table: SssomTable, columns: list[str], name: str) -> bool:
    """Tell whether a table may go without a column: a text needs no identifier."""
    kind = name.replace("_id", "_type")
    return name in {"subject_id", "object_id"} and (
        kind in columns or table.metadata.get(kind) == LITERAL
    )


def _read_row(table: SssomTable, cells: list[SssomCell]) -> None:
    first, last = cells[0], cells[-1]
    if len(cells) != len(table.columns):
        problem = (
            f"The row has {len(cells)} cells where the table has {len(table.columns)} columns."
        )
        end = last.column + len(last.written) - 1 if last.line == first.line else 1
        table.faults.append(TableFault("sssom-value", problem, first.line, 1, end))
        return
    end_line = last.line + len(re.findall(r"\r\n|\r|\n", last.written))
    table.rows.append(SssomRow(first.line, end_line, dict(zip(table.columns, cells, strict=True))))


def _hand_down(table: SssomTable) -> None:
    """Give each row what the metadata says of all, and number the rows that are alike.

    A slot is common only if no row has a value of its own (SSSOM 1.1, "Propagation").
    """
    common = {
        name: _joined(value)
        for name, value in table.metadata.items()
        if name in SLOTS
        and SLOTS[name].common
        and value
        and not any(row.cells[name].text for row in table.rows if name in row.cells)
    }
    seen: Counter[tuple[str, ...]] = Counter()
    rows = []
    for row in table.rows:
        names = (*REQUIRED, "predicate_modifier", "subject_label", "object_label")
        key = tuple(row.get(name) for name in names)
        rows.append(replace(row, common=common, repeat=seen[key]))
        seen[key] += 1
    table.rows = rows


def _joined(value: object) -> str:
    if isinstance(value, list):
        return "|".join(str(part).replace("\\", "\\\\").replace("|", "\\|") for part in value)
    return str(value)
