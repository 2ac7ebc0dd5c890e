"""Rows of JSON as a table of plain cells: what spreadsheets and data frames can hold.

A link becomes two columns: `role` has its label, `role.id` its IRI. Several values stand in one
cell, joined by ` | `. What is nested deeper stands there as JSON. For people the columns have
headings in words, and a link is its label alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rolegraph.http.tables.columns import Cell
from rolegraph.rdf.namespaces import spaced

JOIN = " | "
_HIDDEN = frozenset({"@context", "href", "referencedBy"})
_ID, _TYPE, _LABEL = "id", "type", "Label"
_MIDNIGHT = "T00:00:00Z"
"""End of a time that is a day, which somebody had to write as a time."""


@dataclass(frozen=True)
class DataTable:
    """A table.

    Attributes:
        name: of the sheet, and of the file.
        columns: their names, in order.
        rows: of each row the cells.
        items: the rows as JSON, for NDJSON.
        datatypes: of columns, the IRI of the datatype that all their values have.
        headings: of columns, what people call them; an empty one is for programs alone.
    """

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    items: Sequence[Mapping[str, Any]]
    datatypes: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)

    def for_people(self) -> DataTable:
        """Return the table as people read it: headings in words, and links by their labels.

        What the row is for programs, its kind and its address, comes last.
        """
        kept = [name for name in self.columns if self._is_for_people(name)]
        kept.sort(key=lambda name: (name == _TYPE) + 2 * (name == _ID))
        words = {name: self._heading(name) for name in kept}
        shared = {text for text in words.values() if [*words.values()].count(text) > 1}
        columns = [
            f"{text} ({spaced(name)})" if text in shared else text for name, text in words.items()
        ]
        places = [list(self.columns).index(name) for name in kept]
        rows = [[_in_words(row[place]) for place in places] for row in self.rows]
        return replace(self, columns=columns, rows=rows, datatypes={}, headings={})

    def _is_for_people(self, name: str) -> bool:
        if name in self.headings:
            return bool(self.headings[name])
        link = name.removesuffix(f".{_ID}")
        label_of = name.removesuffix(_LABEL)
        return all(one == name or one not in self.columns for one in (link, label_of))

    def _heading(self, name: str) -> str:
        return self.headings.get(name) or ("Address" if name == _ID else spaced(name).capitalize())


def table_of(
    name: str,
    items: Iterable[Mapping[str, Any]],
    columns: Sequence[str] | None = None,
    links: Collection[str] = (),
    datatypes: Mapping[str, str] | None = None,
    headings: Mapping[str, str] | None = None,
) -> DataTable:
    """Return rows of JSON as a table.

    Args:
        name: of the sheet, and of the file.
        items: the rows.
        columns: members of the rows, where their order is given; by default as they come.
        links: those that hold links, whether there are any or not.
        datatypes: IRIs of datatypes of columns, for formats with types.
        headings: of columns, what people call them; an empty one is for programs alone.
    """
    listed = list(items)
    if columns is None:
        found = {member: None for item in listed for member in item if member not in _HIDDEN}
        columns = list(found)
    with_links = {
        column: column in links or _holds_links(item.get(column) for item in listed)
        for column in columns
    }
    names: list[str] = []
    for column, has_links in with_links.items():
        names += [column, f"{column}.{_ID}"] if has_links else [column]
    rows = [
        [
            cell
            for column, has_links in with_links.items()
            for cell in _cells(item.get(column), has_links=has_links)
        ]
        for item in listed
    ]
    return DataTable(name, names, rows, listed, datatypes or {}, headings or {})


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


def _in_words(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.endswith(_MIDNIGHT):
        return cell.removesuffix(_MIDNIGHT)
    return ("yes" if cell else "no") if isinstance(cell, bool) else cell
