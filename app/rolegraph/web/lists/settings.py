"""What many things of a list can be given at once, and how each of them would look then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rolegraph.catalogue import Catalogue, Field, ResourceType, View
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.reading.view import Thing
from rolegraph.catalogue.schema.values import Json
from rolegraph.errors import ParameterError
from rolegraph.rdf.namespaces import XSD
from rolegraph.web.frame.links import label_of

PREFIX = "to."
"""Begins the names of parameters that say what a field is set to."""

NONE = "-"
"""Takes away the value of a field that may be without one."""
ADD, DROP = "+", "-"
"""Begin a value that is added to a field with many, or taken out of it."""

_MOST_CHOICES = 80
_OF_RECORD = ("derivedFrom", "revisionOf", "quotedFrom")
"""What says where a thing comes from: of each thing alone, never of many."""


@dataclass(frozen=True)
class FieldSetting:
    """A field that many things can be given, with what it can be set to.

    Attributes:
        field: the field.
        choices: value of the parameter → its name for people.
        chosen: the value that is asked for, or nothing.
    """

    field: Field
    choices: Mapping[str, str]
    chosen: str = ""

    @property
    def parameter(self) -> str:
        """Name of the parameter."""
        return PREFIX + self.field.name


@dataclass(frozen=True)
class ThingPreview:
    """What one thing would be given.

    Attributes:
        thing: a link to it.
        rows: of each field that changes its label, and the values before and after, for people.
        operation: the write, as a batch takes it; None where nothing would change.
    """

    thing: Thing
    rows: Sequence[tuple[str, str, str]]
    operation: Mapping[str, Any] | None


def settings_of(
    catalogue: Catalogue, view: View, kind: ResourceType, given: Mapping[str, Sequence[str]]
) -> list[FieldSetting]:
    """Return what the things of a type can be given, and what is asked for.

    These are the fields with few choices: words that the shapes list, yes or no, and links to
    things of which there are few. Links to things of the same type are left out.

    Args:
        catalogue: whose things they are.
        view: of it.
        kind: the type.
        given: the parameters of a request; those that begin with `PREFIX` are read.

    Raises:
        ParameterError: one names no such field, or no such choice.
    """
    found: dict[str, FieldSetting] = {}
    for field in kind.fields:
        choices = _choices(catalogue, view, kind, field)
        if not choices:
            continue
        one = FieldSetting(field, choices)
        chosen = next((value for value in given.get(one.parameter, ()) if value), "")
        if chosen and chosen not in choices:
            raise ParameterError(f"{one.parameter}={chosen!r} is none of its choices.")
        found[one.parameter] = FieldSetting(field, choices, chosen)
    for name in given:
        if name.startswith(PREFIX) and name not in found:
            raise ParameterError(f"{name}: {kind.plural} have no such field with few choices.")
    return list(found.values())


def _choices(catalogue: Catalogue, view: View, kind: ResourceType, field: Field) -> dict[str, str]:
    if field.inverse or field.nested or field.name in _OF_RECORD:
        return {}
    values: dict[str, str] = {}
    if field.choices:
        values = {choice: choice for choice in field.choices}
    elif field.datatype == XSD + "boolean":
        values = {"true": "yes", "false": "no"}
    elif field.kind == "link":
        targets = [one for one in catalogue.types.values() if one.iri in field.targets]
        number = sum(view.count(one.plural) for one in targets)
        if not targets or kind in targets or not 0 < number <= _MOST_CHOICES:
            return {}
        links = [view.link(iri) for one in targets for iri in view.iris(one.plural)]
        values = {str(link["id"]): label_of(link) for link in links}
    if not values:
        return {}
    if not field.single:
        add = {ADD + value: f"add: {label}" for value, label in values.items()}
        return add | {DROP + value: f"take away: {label}" for value, label in values.items()}
    return values if field.min_count else values | {NONE: "nothing"}


def changed(view: View, iri: str, wanted: Sequence[FieldSetting]) -> ThingPreview:
    """Return what a thing would be given.

    Args:
        view: of the catalogue.
        iri: the thing.
        wanted: what is asked for.
    """
    thing = view.thing(iri)
    body: dict[str, Json] = {}
    rows = []
    for one in wanted:
        before = thing.get(one.field.name)
        after = _after(view, one, before)
        if _plain(before) != _plain(after):
            body[one.field.name] = _plain(after)
            rows.append((one.field.label, _shown(before), _shown(after)))
    operation = None
    if body:
        operation = {
            "method": "PATCH",
            "path": str(thing["href"]).partition(API)[2],
            "ifMatch": f'"{view.known_version(iri).content.decode()}.page"',
            "body": body,
        }
    return ThingPreview(thing, rows, operation)


def _after(view: View, one: FieldSetting, before: Json) -> Json:
    field, chosen = one.field, one.chosen
    if field.single:
        return None if chosen == NONE else _value(view, field, chosen)
    values = before if isinstance(before, list) else []
    value = _value(view, field, chosen[1:])
    others = [each for each in values if _plain(each) != _plain(value)]
    if chosen.startswith(DROP):
        return others
    return values if len(others) < len(values) else [*values, value]


def _value(view: View, field: Field, text: str) -> Json:
    if field.kind == "link":
        return view.link(text)
    return text == "true" if field.datatype == XSD + "boolean" else text


def _plain(value: Json) -> Json:
    """Return a value as the API takes it: links by their ids."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {"id": value["id"]} if "id" in value else value.get("value")
    return value


def _shown(value: Json) -> str:
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    if isinstance(value, Mapping):
        label = value.get("label") or value.get("value") or value.get("id")
        return _shown(label)
    return {None: "", True: "yes", False: "no"}.get(value, str(value))  # type: ignore[arg-type]
