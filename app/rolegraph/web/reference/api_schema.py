"""JSON schemas of an OpenAPI document as people read them: kinds of values, members, an example.

Format: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0), whose schemas are JSON Schema 2020-12.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Described = Mapping[str, Any]

_NAMED = "#/components/schemas/"
_LINK = "ThingLink"  # what stands for a thing inside of another
_DEEPEST = 4  # steps into members of members that a table goes
_CHOICES = 12  # values of an enumeration that are named in place
_LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "minItems": "at least {} of them",
    "maxItems": "at most {} of them",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "pattern": "like {}",
    "const": "always {}",
}


@dataclass(frozen=True)
class SchemaPart:
    """A part of what says which values there may be; `schema` names a schema of its own."""

    text: str
    schema: str | None = None


Kind = tuple[SchemaPart, ...]


@dataclass(frozen=True)
class Member:
    """A member of an object, or of an object within it (`rows[].label`)."""

    name: str
    kind: Kind
    required: bool
    description: str


class Schemas:
    """The schemas of a document.

    Args:
        document: the OpenAPI document.
    """

    def __init__(self, document: Described) -> None:
        self._document = document
        self.named: Mapping[str, Described] = document["components"]["schemas"]

    def resolve(self, described: Described) -> Described:
        """Return what a reference leads to; other descriptions as they are."""
        while isinstance(described, Mapping) and "$ref" in described:
            found: Any = self._document
            for step in described["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            described = {**found, **{k: v for k, v in described.items() if k != "$ref"}}
        return described

    def kind(self, schema: Any) -> Kind:
        """Return which values a schema allows."""
        if not isinstance(schema, Mapping) or not schema:
            return (SchemaPart("any value"),)
        name = _name(schema)
        if name:
            return (SchemaPart(name, name),)
        schema = self.resolve(schema)
        for key, word in (("anyOf", " or "), ("oneOf", " or "), ("allOf", " with ")):
            if key in schema:
                return _joined([self.kind(one) for one in schema[key]], word)
        limits = tuple(
            SchemaPart(", " + text.format(json.dumps(schema[key], ensure_ascii=False)))
            for key, text in _LIMITS.items()
            if schema.get(key) is not None
        )
        if schema.get("type") == "array":
            return (SchemaPart("list of "), *self.kind(schema.get("items")), *limits)
        return (SchemaPart(_plain(schema)), *limits)

    def members(self, schema: Any, depth: int = 0, before: str = "") -> Iterator[Member]:
        """Yield the members of an object, those of objects written out in place as well."""
        if not isinstance(schema, Mapping):
            return
        schema = self.resolve(schema)
        for part in schema.get("allOf", ()):
            yield from self.members(part, depth, before)
        needed = schema.get("required", ())
        for name, described in schema.get("properties", {}).items():
            whole = self.resolve(described) if isinstance(described, Mapping) else {}
            yield Member(
                before + name,
                self.kind(described),
                name in needed,
                str(whole.get("description", "")),
            )
            inner = whole.get("items") if whole.get("type") == "array" else described
            mark = "[]." if whole.get("type") == "array" else "."
            if isinstance(inner, Mapping) and not _name(inner) and depth < _DEEPEST:
                yield from self.members(inner, depth + 1, before + name + mark)

    def example(self, schema: Any) -> Any:
        """Return an example of the values that a schema allows, None where there is none.

        It is the schema's own, or put together from those of its parts. A thing inside of another
        one is its link: written out, things lead to things without end.
        """
        return self._example(schema, ())

    def _example(self, schema: Any, within: tuple[str, ...]) -> Any:
        if not isinstance(schema, Mapping):
            return None
        name = _name(schema)
        if name in within:
            return None
        within = (*within, name) if name else within
        schema = self.resolve(schema)
        given = [*schema.get("examples", ()), *schema.get("enum", ())]
        given += [schema[key] for key in ("const", "default") if key in schema]
        if given:
            return given[0]
        if "allOf" in schema:
            parts = [self._example(part, within) for part in schema["allOf"]]
            return {k: v for part in parts if isinstance(part, dict) for k, v in part.items()}
        for key in ("anyOf", "oneOf"):
            if key in schema:
                links = [s for s in schema[key] if within and _name(s) == _LINK]
                choices = links or schema[key]
                return next((v for s in choices if (v := self._example(s, within))), None)
        return self._made(schema, within)

    def _made(self, schema: Described, within: tuple[str, ...]) -> Any:
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "array":
            one = self._example(schema.get("items"), within)
            return [] if one is None else [one]
        if kind == "object" or "properties" in schema:
            needed = schema.get("required") or schema.get("properties", ())
            made = {n: self._example(schema.get("properties", {}).get(n), within) for n in needed}
            return {name: value for name, value in made.items() if value is not None}
        if kind == "string":
            return "…"
        return {"integer": schema.get("minimum", 1), "number": 0.5, "boolean": True}.get(str(kind))


def _name(schema: Described) -> str | None:
    """Return the name of the schema that a bare reference leads to."""
    target = str(schema.get("$ref", ""))
    name = target.removeprefix(_NAMED)
    return name if target.startswith(_NAMED) and "/" not in name else None


def _plain(schema: Described) -> str:
    if "enum" in schema:
        shown = [json.dumps(value, ensure_ascii=False) for value in schema["enum"][:_CHOICES]]
        more = len(schema["enum"]) - len(shown)
        return "one of " + ", ".join(shown) + (f" and {more} more" if more else "")
    kind = schema.get("type") or ("object" if "properties" in schema else "any value")
    text = " or ".join(kind) if isinstance(kind, list) else str(kind)
    form = schema.get("format")
    return f"{text} ({form})" if form else text


def _joined(kinds: list[Kind], word: str) -> Kind:
    parts: list[SchemaPart] = []
    for kind in dict.fromkeys(kinds):
        parts += [SchemaPart(word)] if parts else []
        parts += kind
    return tuple(parts)
