"""Arguments of tools: their JSON Schemas, and errors by which an agent corrects itself.

The protocol's library drops arguments that a tool does not know. A misspelt filter would then
answer about everything, so they are refused here.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from rolegraph.errors import ParameterError

JsonSchema = dict[str, Any]
_SHOWN = 200
"""Characters of what somebody sent that a message repeats."""


def an_object(properties: Mapping[str, JsonSchema], *required: str) -> JsonSchema:
    """Return the schema of arguments; what it does not name is refused."""
    schema: JsonSchema = {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
    }
    return {**schema, "required": list(required)} if required else schema


def text(description: str, *, longest: int = 2000, **more: Any) -> JsonSchema:
    """Return the schema of a text that is not empty."""
    bounds = {"minLength": 1, "maxLength": longest}
    return {"type": "string", "description": description, **bounds, **more}


def choice(description: str, choices: list[str]) -> JsonSchema:
    """Return the schema of one of several names."""
    return {"type": "string", "description": description, "enum": choices}


def number(description: str, least: int, most: int, default: int) -> JsonSchema:
    """Return the schema of a whole number."""
    bounds = {"minimum": least, "maximum": most, "default": default}
    return {"type": "integer", "description": description, **bounds}


def names(description: str, of: JsonSchema | None = None) -> JsonSchema:
    """Return the schema of a list of names."""
    items = of or {"type": "string", "minLength": 1}
    return {"type": "array", "description": description, "items": items, "maxItems": 50}


def checked(schema: JsonSchema, given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return arguments that fit a schema, with its defaults.

    Raises:
        ParameterError: they do not; names each fault, its place and what would fit.
    """
    arguments = dict(given or {})
    faults = sorted(
        Draft202012Validator(schema).iter_errors(arguments), key=lambda fault: list(fault.path)
    )
    if faults:
        raise ParameterError(" ".join(_said(fault, schema) for fault in faults[:5]))
    defaults = {
        name: value["default"] for name, value in schema["properties"].items() if "default" in value
    }
    return {**defaults, **arguments}


def _said(fault: ValidationError, schema: JsonSchema) -> str:
    known = schema["properties"]
    place = ".".join(map(str, fault.path))
    if fault.validator == "additionalProperties" and not place:
        unknown = [name for name in fault.instance if name not in known]
        return " ".join(_unknown(name, list(known)) for name in unknown)
    if fault.validator == "required" and not place:
        missing = [name for name in fault.validator_value if name not in fault.instance]
        return " ".join(
            f"The argument {name!r} is missing: {known[name].get('description', '')}"
            for name in missing[:1]
        )
    if fault.validator == "enum":
        close = get_close_matches(str(fault.instance), map(str, fault.validator_value), n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        choices = ", ".join(map(str, fault.validator_value))
        return f"{place}: {_short(fault.instance)} is none of {choices}.{hint}"
    if fault.validator == "minLength":
        return f"{place}: it is empty. {known.get(place, {}).get('description', '')}"
    return f"{place or 'The arguments'}: {_cut(fault.message)}."


def _unknown(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    there_are = f"Known here: {', '.join(known)}." if known else "There are none here."
    return f"There is no argument {_short(name)}.{hint} {there_are}"


def _short(value: object) -> str:
    return _cut(repr(value))


def _cut(said: str) -> str:
    return said if len(said) <= _SHOWN else said[:_SHOWN] + "…"
