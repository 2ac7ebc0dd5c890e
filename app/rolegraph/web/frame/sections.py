"""The fields of a thing in the groups and the order that its shape gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rolegraph.catalogue import Field, NestedType, ResourceType
from rolegraph.catalogue.reading.view import Thing
from rolegraph.catalogue.schema.types import LABEL
from rolegraph.catalogue.schema.values import Json

LEADS = ("definition", "description", "purpose", "verbatimText")
"""Fields of which the first stands at the top of a page, without its name."""

UNSEEN = frozenset({LABEL, "hiddenLabels"})
"""Fields that are never shown as such: the title, and names meant for search only."""


@dataclass(frozen=True)
class FieldRow:
    """A field with its values."""

    field: Field
    values: Sequence[Json]


@dataclass(frozen=True)
class FieldSection:
    """A group of fields that have values."""

    label: str
    rows: list[FieldRow]


def lead(thing: Thing) -> Json:
    """Return the text that stands at the top of a thing's page, which may have its language."""
    found = lead_field(thing)
    return thing[found] if found else None


def lead_field(thing: Thing) -> str | None:
    """Return the name of the field that stands at the top of a thing's page."""
    return next((name for name in LEADS if _is_text(thing.get(name))), None)


def _is_text(value: Json) -> bool:
    return isinstance(value, str) or (isinstance(value, dict) and "language" in value)


def sections(
    resource_type: ResourceType, thing: Thing, leave_out: Collection[str] = ()
) -> list[FieldSection]:
    """Return the groups of fields that have values, in order; those without a group come first.

    Args:
        resource_type: whose fields are shown.
        thing: the thing as JSON.
        leave_out: fields that the page shows elsewhere.
    """
    hidden = UNSEEN | set(leave_out)
    if found := lead_field(thing):
        hidden |= {found}
    shown = rows(resource_type.fields, thing, hidden)
    labels = {group.iri: group.label for group in resource_type.groups}
    answer: dict[str, list[FieldRow]] = {}
    for row in shown:
        answer.setdefault(labels.get(row.field.group or "", ""), []).append(row)
    return [FieldSection(label, found_rows) for label, found_rows in answer.items()]


def rows(
    fields: Collection[Field], thing: Thing, hidden: Collection[str] = UNSEEN
) -> list[FieldRow]:
    """Return the fields that have values."""
    answer = []
    for field in fields:
        value = thing.get(field.name)
        given: list[Json] = value if isinstance(value, list) else [value]
        values = [one for one in given if one is not None]
        if values and field.name not in hidden:
            answer.append(FieldRow(field, values))
    return answer


def nested_rows(nested: NestedType, thing: Thing) -> list[FieldRow]:
    """Return the fields that a nested thing has."""
    return rows(nested.fields, thing)
