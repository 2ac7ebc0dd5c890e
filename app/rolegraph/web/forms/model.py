"""A plain form of one thing: its controls, what was typed into them, and what a batch does then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from rolegraph.catalogue import Field, ResourceType
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.reading.view import Thing
from rolegraph.catalogue.schema.values import Json
from rolegraph.web.forms.posting import FormOutcome, Pairs
from rolegraph.web.frame.links import label_of

_SELF, _INSIDE = "_:self", "_:inside"
"""What stands for the new things within a batch."""

Body = dict[str, Json]


@dataclass(frozen=True)
class PlainField:
    """A field as a control of a plain form.

    Attributes:
        field: the field.
        name: of the control.
        control: its kind: an input of the guided form, or `lines` for texts one a line.
        value: what stands in it, for people and for the form alike.
        options: what it offers, by what that belongs to: a value, its name and the language of
            that; None where it offers nothing.
    """

    field: Field
    name: str
    control: str
    value: Json
    options: Sequence[tuple[str, Sequence[tuple[str, str, str]]]] | None

    @property
    def texts(self) -> list[str]:
        """Its value as texts: one, or one for each of many."""
        return _texts(self.value)

    def read(self, given: Pairs) -> Json:
        """Return the value that a form has for it, as the API takes it."""
        texts = [text.replace("\r\n", "\n").strip() for text in given.get(self.name, ())]
        if self.control == "lines":
            texts = [line.strip() for text in texts for line in text.split("\n")]
        values: list[Json] = [self._value(text) for text in texts if text]
        return values if not self.field.single else next(iter(values), None)

    def _value(self, text: str) -> Json:
        if self.field.kind == "link":
            return {"id": text}
        if self.control == "boolean":
            return text == "true"
        if self.control == "number":
            return int(text) if text.lstrip("-").isdecimal() else text
        return text


@dataclass(frozen=True)
class PlainForm:
    """A form of one thing.

    Attributes:
        kind: its type.
        thing: what there is of it; None of a new one.
        fields: its controls.
        kept: labels of fields with values that a plain form cannot show; they stay as they are.
        inside: the field of what is made together with it, its type and what is given there.
        state: the entity tag of the thing.
        slug: its address ends so.
        seen: the values that a form was opened with, where these are not those of now.
    """

    kind: ResourceType
    thing: Thing | None
    fields: tuple[PlainField, ...]
    kept: tuple[str, ...]
    inside: tuple[Field, ResourceType, Mapping[str, str]] | None
    state: str
    slug: str | None
    seen: Body | None = None

    @property
    def name(self) -> str:
        """The name of the thing."""
        return label_of(self.thing) if self.thing else ""

    @property
    def was(self) -> Body:
        """The values with which the form is compared."""
        return {one.name: one.value for one in self.fields} if self.seen is None else self.seen

    def since(self, state: str, seen: Body) -> PlainForm:
        """Return the form as it was opened."""
        return replace(self, state=state, seen=seen)

    def filled(self, one: PlainField, typed: Body) -> PlainField:
        """Return a control with what was typed, else with its value."""
        value = typed.get(one.name, one.value)
        return replace(one, value=value)

    def clash(self, mine: Body, was: Body) -> FormOutcome:
        """Say that somebody was faster, and what became of the fields that were typed into."""
        theirs = [
            (one.field.label, None, f"Meanwhile it became: {'; '.join(one.texts)}", "Warning")
            for one in self.fields
            if one.name in mine and not same(one.value, was.get(one.name))
        ]
        text = (
            "Somebody changed this meanwhile, so nothing was stored. What you typed stands below; "
            "the other fields show what is there now. Look at it, and press the button again."
        )
        return FormOutcome(text, theirs, status=HTTPStatus.PRECONDITION_FAILED)

    def operations(self, mine: Body) -> list[dict[str, Any]]:
        """Return what a batch has to do: change a thing, or make it with what it needs."""
        if self.thing:
            path = str(self.thing["href"]).partition(API)[2]
            return [{"method": "PATCH", "path": path, "ifMatch": self.state or "*", "body": mine}]
        own: Body = {name: value for name, value in mine.items() if "." not in name}
        made = [{"method": "POST", "path": self.kind.plural, "body": {"id": _SELF, **own}}]
        if self.inside:
            outer, target, parts = self.inside
            names = [f"{_INSIDE}-{place}" for place in range(1, outer.min_count + 1)]
            made[0]["body"] = {"id": _SELF, **own, outer.name: [{"id": one} for one in names]}
            for place, name in enumerate(names, start=1):
                stem = f"{outer.name}.{place}."
                inner: Body = {
                    one.removeprefix(stem): value
                    for one, value in mine.items()
                    if one.startswith(stem)
                }
                inner |= {"id": name, parts["back"]: {"id": _SELF}}
                inner |= {parts["order"]: place} if "order" in parts else {}
                if "chain" in parts and place > 1:
                    inner[parts["chain"]] = [{"id": names[place - 2]}]
                made.append({"method": "POST", "path": target.plural, "body": inner})
        return made

    def label_at(self, pointer: str) -> str:
        """Return the label of the field that a JSON pointer into the batch names."""
        _, _, rest = pointer.partition("/operations/")
        number, _, place = rest.partition("/body/")
        name = place.partition("/")[0]
        if number != "0" and self.inside:
            name = f"{self.inside[0].name}.{number}.{name}"
        return next((one.field.label for one in self.fields if one.name == name), pointer)


def same(one: Json, other: Json) -> bool:
    """Tell whether two values stand in a form alike; links are in no order."""
    mine, theirs = _texts(one), _texts(other)
    return mine == theirs or (
        isinstance(one, list)
        and all(isinstance(link, dict) for link in one)
        and sorted(mine) == sorted(theirs)
    )


def _texts(value: Json) -> list[str]:
    return [
        _text(one) for one in (value if isinstance(value, list) else [value]) if one is not None
    ]


def _text(value: Json) -> str:
    if isinstance(value, dict):
        return str(value.get("id") or value.get("value") or "")
    return str(value).lower() if isinstance(value, bool) else str(value)
