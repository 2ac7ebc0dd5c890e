"""Rows of JSON as a table of plain cells: what spreadsheets and data frames can hold.

A link becomes two columns: `role` has its label, `role.id` its IRI. Several values stand in one
cell, joined by ` | `. What is nested deeper stands there as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rolegraph.http.tables.columns import Cell

JOIN = " | "
_HIDDEN = frozenset({"@context", "href", "referencedBy"})


@dataclass(frozen=True)
class DataTable:
    """A table.

    Attributes:
        name: of the sheet, and of the file.
        columns: their names, in order.
        rows: of each row the cells.
        items: the rows as JSON, for NDJSON.
        datatypes: of columns, the IRI of the datatype that all their values have.
    """

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    items: Sequence[Mapping[str, Any]]
    datatypes: Mapping[str, str] = field(default_factory=dict)


def table_of(
    name: str,
    items: Iterable[Mapping[str, Any]],
    columns: Sequence[str] | None = None,
    links: Collection[str] = (),
    datatypes: Mapping[str, str] | None = None,
) -> DataTable:
    """Return rows of JSON as a table.

    Args:
        name: of the sheet, and of the file.
        items: the rows.
        columns: members of the rows, where their order is given; by default as they come.
        links: those that hold links, whether there are any or not.
        datatypes: IRIs of datatypes of columns, for formats with types.
    """
    listed = list(items)
    if columns is None:
        found = {member: None for item in listed for member in item if member not in _HIDDEN}
        columns = list(found)
    with_links = {
        column: column in links or _holds_links(item.get(column) for item in listed)
        for column in columns
    }
    headings: list[str] = []
    for column, has_links in with_links.items():
        headings += [column, f"{column}.id"] if has_links else [column]
    rows = [
        [
            cell
            for column, has_links in with_links.items()
            for cell in _cells(item.get(column), has_links=has_links)
        ]
        for item in listed
    ]
    return DataTable(name, headings, rows, listed, datatypes or {})


def _holds_links(values: Iterable[Any]) -> bool:
    return any(_is_link(value) or _is_links(value) for value in values)


def _is_link(value: Any) -> bool:
    return isinstance(value, Mapping) and "id" in value


def _is_links(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_link, value))


def _cells(value: Any, *, has_links: bool) -> list[Cell]:
    if not has_links:
        return [_cell(value)]
    if _is_link(value):
        return [_label(value), value["id"]]
    if _is_links(value):
        return [JOIN.join(map(_label, value)), JOIN.join(one["id"] for one in value)]
    return [_cell(value), None]


def _label(link: Mapping[str, Any]) -> str:
    label = link.get("label")
    label = label.get("value") if isinstance(label, Mapping) else label
    return str(label or link["id"])


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping) and "value" in value:
        return str(value["value"])
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return JOIN.join(map(str, value)) if value else None
    return json.dumps(value, ensure_ascii=False)
