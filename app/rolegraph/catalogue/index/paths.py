"""Fields named by text, as in `representsRole.status`: what filters, orders and selections use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from rolegraph.catalogue.schema.fields import Field
from rolegraph.catalogue.schema.types import ResourceType, ResourceTypes
from rolegraph.errors import ParameterError

MANY = 12
"""How many names a message lists when none is near."""


def fields_of(resource_type: ResourceType) -> dict[str, Field]:
    """Return the fields of a type by name."""
    return {field.name: field for field in resource_type.fields}


def find_field(fields: Mapping[str, Field], name: str) -> Field | None:
    """Return the field of a name, or the only one whose name for people is written so.

    The field `performedByRole` that people know as "role" is thus found by `role` as well.
    """
    if name in fields:
        return fields[name]
    found = [field for field in fields.values() if camel_case(field.label) == name]
    return found[0] if len(found) == 1 else None


def field_path(
    types: ResourceTypes, resource_type: ResourceType, text: str, parameter: str
) -> tuple[Field, ...]:
    """Return the fields that dotted names lead along.

    Args:
        types: all types.
        resource_type: where the path begins.
        text: field names joined by dots.
        parameter: what the text was given for, for messages.

    Raises:
        ParameterError: there is no such field; the message names near ones.
    """
    fields = fields_of(resource_type)
    path: tuple[Field, ...] = ()
    place = resource_type.plural
    for name in text.split("."):
        field = find_field(fields, name)
        if field is None:
            raise ParameterError(
                f"{parameter}: {place} has no field {name!r}. {near(name, fields)}"
                if fields
                else f"{parameter}: {place!r} holds plain values, so {text!r} leads nowhere."
            )
        path = (*path, field)
        fields, place = types.fields_below(field), field.name
    return path


def near(name: str, known: Iterable[str], lead: str = "There are", most: int = MANY) -> str:
    """Return the sentence that helps with a mistyped name: near ones, or the first of all."""
    names = list(known)
    found = get_close_matches(name, names, cutoff=0.6)
    if found:
        return f"Did you mean {either(found)}?"
    if not names:
        return ""
    more = ", …" if len(names) > most else ""
    return f"{lead} {', '.join(names[:most])}{more}."


def either(names: list[str]) -> str:
    """Return names as a choice: `'a', 'b' or 'c'`."""
    *most, last = [repr(name) for name in names]
    return f"{', '.join(most)} or {last}" if most else last


def camel_case(label: str) -> str:
    """Return a name for people in the form of a field name."""
    words: list[str] = re.findall(r"[A-Za-z0-9]+", label)
    first, *others = words or [""]
    return first.lower() + "".join(word[:1].upper() + word[1:] for word in others)
