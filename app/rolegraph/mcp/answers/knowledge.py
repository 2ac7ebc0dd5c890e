"""What a service has: its types with their fields, and its named questions.

It is read off the service itself (OpenAPI, the list of questions, the JSON-LD context), so nothing
here knows a type or a question by name.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rolegraph.client import AsyncClient
from rolegraph.client.addresses import API
from rolegraph.client.requests import document

KEPT = 60.0
"""Seconds for which what another process said is taken for true; it may be started anew."""
_REFERENCE = "#/components/schemas/"
_LINK = "LinkInput"


@dataclass(frozen=True)
class TypeKnown:
    """A type of things.

    Attributes:
        plural: its name in addresses.
        description: what it is.
        fields: what a new thing may have: name, meaning, kind, choices.
        required: the fields that it must have.
    """

    plural: str
    description: str
    fields: list[dict[str, Any]]
    required: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Knowledge:
    """What a service has.

    Attributes:
        types: by their plural names.
        questions: by the names of their tools, each as the service describes it.
        field_of: IRI of a property → the field that holds it.
    """

    types: Mapping[str, TypeKnown]
    questions: Mapping[str, Mapping[str, Any]]
    field_of: Mapping[str, str]


class KnowledgeOfService:
    """Reads what a service has, and keeps it.

    Args:
        seconds: for which it is taken for true.
    """

    def __init__(self, seconds: float = KEPT) -> None:
        self._seconds = seconds
        self._known: Knowledge | None = None
        self._until = 0.0
        self._lock = asyncio.Lock()

    async def get(self, client: AsyncClient) -> Knowledge:
        """Return what the service has.

        Raises:
            RolegraphError: it cannot be asked.
        """
        async with self._lock:
            if self._known is None or time.monotonic() > self._until:
                self._known = await _read(client)
                self._until = time.monotonic() + self._seconds
        return self._known


async def _read(client: AsyncClient) -> Knowledge:
    description = await client.send(document("openapi.json"))
    context = (await client.send(document("context.jsonld")))["@context"]
    questions = await client.questions()
    fields = {
        value["@id"] if isinstance(value, dict) else value: name
        for name, value in context.items()
        if isinstance(value, dict) and "@id" in value
    }
    return Knowledge(
        dict(sorted(_types(description).items())),
        {f"ask_{question['name'].replace('-', '_')}": question for question in questions},
        fields,
    )


def _types(description: Mapping[str, Any]) -> dict[str, TypeKnown]:
    schemas = description["components"]["schemas"]
    found = {}
    for path, methods in description["paths"].items():
        plural = path.removeprefix("/" + API)
        if "/" in plural or f"{path}/{{id}}" not in description["paths"] or "post" not in methods:
            continue
        content = methods["post"]["requestBody"]["content"]["application/json"]
        schema = _resolved(content["schema"], schemas)
        about = methods["get"].get("description") or schema.get("description", "")
        fields = [
            _field(name, _resolved(value, schemas))
            for name, value in schema.get("properties", {}).items()
            if not value.get("readOnly")
        ]
        found[plural] = TypeKnown(plural, about, fields, list(schema.get("required", ())))
    return found


def _field(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an agent has to know of a field: far less than its JSON Schema says."""
    is_list = schema.get("type") == "array"
    value = schema.get("items", {}) if is_list else schema
    parts = value.get("anyOf") or value.get("oneOf") or [value]
    names = [part.get("$ref", "").removeprefix(_REFERENCE) for part in parts]
    choices = [choice for part in parts for choice in part.get("enum", ())]
    if _LINK in names:
        kinds = sorted({n.removesuffix("Input") for n in names if n not in {"", _LINK}})
        kind = f"link ({' or '.join(kinds) or 'any thing'}), written as plural/id"
    else:
        kind = next((str(part["type"]) for part in parts if "type" in part), "string")
    found = {"name": name, "meaning": schema.get("description") or schema.get("title", "")}
    found["kind"] = f"list of {kind}" if is_list else kind
    return {**found, "choices": choices} if choices else found


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").removeprefix(_REFERENCE)
    return schemas[name] if name else schema
