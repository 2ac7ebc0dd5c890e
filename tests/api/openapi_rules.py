"""Looks into an OpenAPI document, for the tests of what generators need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Yield path, method and operation."""
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                yield path, method, methods[method]


def schemas(document: Json) -> Iterator[tuple[str, Any]]:
    """Yield every schema with its place: named ones, and those inside them and in operations."""
    for name, schema in document["components"]["schemas"].items():
        yield from _inside(schema, name)
    for name, parameter in document["components"]["parameters"].items():
        yield from _inside(parameter["schema"], f"parameter {name}")
    for path, method, operation in operations(document):
        place = f"{method} {path}"
        for parameter in operation.get("parameters", ()):
            if "schema" in parameter:
                yield from _inside(parameter["schema"], f"{place} {parameter['name']}")
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for body in bodies:
            for kind, content in body.get("content", {}).items():
                yield from _inside(content["schema"], f"{place} {kind}")


def _inside(schema: Any, place: str) -> Iterator[tuple[str, Any]]:
    yield place, schema
    if not isinstance(schema, dict):
        return
    for name, inner in schema.get("properties", {}).items():
        yield from _inside(inner, f"{place}.{name}")
    for key in ("items", "additionalProperties"):
        if key in schema and not (key == "additionalProperties" and isinstance(schema[key], bool)):
            yield from _inside(schema[key], f"{place}.{key}")
    for key in ("anyOf", "oneOf", "allOf"):
        for number, inner in enumerate(schema.get(key, ())):
            yield from _inside(inner, f"{place}.{key}[{number}]")


def references(value: Any) -> Iterator[str]:
    """Yield every reference."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)
