"""The schemas of resource types as models, which is how FastAPI takes them into OpenAPI.

The models validate nothing: they carry the schema that the shapes give.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import list_schema as list_core_schema

from rolegraph.catalogue import Catalogue, ResourceType
from rolegraph.catalogue.schema.json_schema import (
    LINK,
    LITERAL,
    REFERENCES,
    Schema,
    list_schema,
    reference,
    shared_schemas,
    thing_schema,
)

Model = type[BaseModel]


class ResourceModels:
    """Makes one model for a thing and one for a list of each resource type."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._models: dict[str, Model] = {}
        shared = shared_schemas()
        for name in (LITERAL, LINK):
            self._add(name, lambda name=name: shared[name])  # type: ignore[misc]

    def thing(self, resource_type: ResourceType) -> Model:
        """Return the model of a thing, with the first one of the list as example."""

        def schema() -> Schema:
            first = self._catalogue.list(resource_type.plural, limit=1).items
            return thing_schema(self._catalogue.types, resource_type) | {"examples": list(first)}

        return self._add(resource_type.name, schema)

    def list(self, resource_type: ResourceType) -> Model:
        """Return the model of a page of things."""
        item = reference(resource_type.name)
        return self._add(f"{resource_type.name}List", lambda: list_schema(resource_type, item))

    def _add(self, name: str, schema: Callable[[], Schema]) -> Model:
        """Make a model that gives a schema, once it is asked for it."""

        def get(
            _cls: Model, _core_schema: CoreSchema, handler: GetJsonSchemaHandler
        ) -> JsonSchemaValue:
            resolved: JsonSchemaValue = self._resolved(schema(), handler)
            return resolved

        members = {"__module__": __name__, "__get_pydantic_json_schema__": classmethod(get)}
        self._models[name] = type(name, (BaseModel,), members)
        return self._models[name]

    def _resolved(self, schema: Any, handler: GetJsonSchemaHandler) -> Any:
        """Replace references by those that pydantic knows."""
        if isinstance(schema, list):
            return [self._resolved(item, handler) for item in schema]
        if not isinstance(schema, dict):
            return schema
        target = schema.get("$ref", "")
        if isinstance(target, str) and target.startswith(REFERENCES):
            # Given bare, the handler would write the model out in place; within a list it refers.
            model = self._models[target.removeprefix(REFERENCES)]
            referred = handler(list_core_schema(model.__pydantic_core_schema__))["items"]
            return {**schema, **referred}
        return {key: self._resolved(value, handler) for key, value in schema.items()}
