"""The OpenAPI document at `/openapi.json`, and what it says of every operation.

Code generators take it: no schema without a name inside another one that would need one, no
boolean schemas, no arrays without `items`, operation ids of one form. `docs/http.md` says which
changes break clients; `tests/api/test_contract.py` holds the document to that.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from threading import Lock
from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response

from rolegraph import __version__
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.schema.change_schema import CHANGES
from rolegraph.api.schema.document_schema import DOCUMENT_FILES, READING
from rolegraph.api.schema.json_schemas import SCHEMA_LISTS
from rolegraph.api.schema.query_schema import answer_schemas
from rolegraph.api.schema.reading_schema import parameter_components
from rolegraph.api.schema.report_schema import REPORT
from rolegraph.api.schema.security import schemes, security_of
from rolegraph.api.schema.shared_schemas import SHARED, Described
from rolegraph.api.schema.sparql_schema import PATHS, SPARQL_SCHEMAS
from rolegraph.api.schema.write_schema import PARAMETERS, body_names, written_schemas
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.schema.input_schema import input_schemas
from rolegraph.catalogue.schema.json_schema import ThingSchemas, reference
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.problems import MEDIA_TYPE
from rolegraph.http.request import base_of, known_parameters
from rolegraph.rdf.namespaces import ONTOLOGY_GRAPHS, SHAPES_GRAPHS
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.settings import Settings
from rolegraph.sparql.library import QueryLibrary
from rolegraph.store.kept import KeptIndex

PATH = "/openapi.json"
_JSON = "application/json"
_PART = "openapi"
"""Name of the part that is kept for the next start."""
_PROBLEM = {
    "description": "What went wrong, as a problem document (RFC 9457).",
    "content": {MEDIA_TYPE: {"schema": reference("Problem")}},
}
_OF_FRAMEWORK = ("HTTPValidationError", "ValidationError")
"""Schemas of answers that the framework would give; here problem documents take their place."""
_TAGS = {
    "descriptions": "What the service says of itself and of its data.",
    "batch": "Many writes in one commit.",
    "changes": "The change log: commits, differences, and following them.",
    "proposals": "Changes that are discussed and approved before they are made.",
    "inference": "What follows from the ontology, and why (OWL 2 RL).",
    "search": "Full-text search over names and texts, and what is around a thing.",
    "validation": "The checks of `rolegraph check` over HTTP.",
    "queries": "Named questions with typed parameters.",
    "analysis": "Coverage, RACI, separation of duties, loss of a tool.",
    "sparql": "The SPARQL 1.1 Protocol: queries and updates.",
    "graphs": "The SPARQL 1.1 Graph Store HTTP Protocol.",
    "operations": "Health, metrics and running queries.",
}


class ApiDocument:
    """Completes what the framework knows of the routes.

    Args:
        catalogue: whose types are described.
        library: the named queries.
        settings: say who may come.
        kept: gives the file for the next start, by what the document follows from.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        library: QueryLibrary,
        settings: Settings,
        kept: Callable[[str], KeptIndex] | None = None,
    ) -> None:
        self._catalogue, self._library, self._settings = catalogue, library, settings
        self._kept = kept

    def install(self, app: FastAPI) -> None:
        """Have an application describe itself so."""
        original = app.openapi
        making = Lock()
        # As text and compressed: as objects it takes 14 MB, and hardly anybody asks twice.
        packed = b""

        def openapi() -> dict[str, Any]:
            nonlocal packed
            with making:  # who asks meanwhile would see half of it
                if not packed:
                    file = self._kept(self._follows_from(app)) if self._kept else None
                    packed = zlib.compress(self._of_before(file) or self._made(original, file))
                    app.openapi_schema = None
            document: dict[str, Any] = msgspec.json.decode(zlib.decompress(packed))
            return document

        app.openapi = openapi  # type: ignore[method-assign]

    def _made(self, original: Callable[[], Described], file: KeptIndex | None) -> bytes:
        document = original()
        self._complete(document)
        text = msgspec.json.encode(document)
        if file is not None:
            file.write_now({_PART: text})
        return text

    def _follows_from(self, app: FastAPI) -> str:
        """Return a short text that differs where the document would be another one."""
        settings = self._settings
        routes = [
            [getattr(route, "path", ""), sorted(getattr(route, "methods", None) or ())]
            for route in app.routes
        ]
        said = [
            *(__version__, version("fastapi"), version("pydantic"), routes),
            [[query.name, query.text] for query in self._library.values()],
            [schemes(settings), settings.open_reading, settings.open_metrics],
        ]
        return hashlib.sha256(json_bytes(said)).hexdigest()

    def _of_before(self, file: KeptIndex | None) -> bytes | None:
        """Return the document of an earlier start, unless terms or rules have changed since.

        Its examples are things of the data, and need not be of the present revision.
        """
        part = file.take_now(_PART) if file is not None else None
        if part is None or any(map(_is_of_rules, part.since.added | part.since.removed)):
            return None
        return part.content

    def _complete(self, document: Described) -> None:
        types = self._catalogue.types
        document["paths"].update(PATHS)
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                self._operation(path, method.upper(), operation)
        schemas = document["components"]["schemas"]
        for name in _OF_FRAMEWORK:
            schemas.pop(name, None)
        read, written = ThingSchemas(types).all(), input_schemas(types)
        self._exemplify(read, written)
        schemas |= (
            SHARED | CHANGES | REPORT | READING | DOCUMENT_FILES | SPARQL_SCHEMAS | read | written
        )
        schemas |= written_schemas(types) | SCHEMA_LISTS | answer_schemas(self._library)
        document["components"] = {
            "schemas": dict(sorted(schemas.items())),
            "parameters": PARAMETERS | parameter_components(types),
            "securitySchemes": schemes(self._settings),
        }
        about = {t.plural: t.description for t in types.values()} | _TAGS
        document["tags"] = [{"name": name, "description": said} for name, said in about.items()]

    def _operation(self, path: str, method: str, operation: Described) -> None:
        responses = operation["responses"]
        reported = responses.get("422", {}).get("content", {}).get(_JSON, {})
        if reported.get("schema", {}).get("$ref", "").endswith(_OF_FRAMEWORK[0]):
            del responses["422"]
        responses.setdefault("400", _PROBLEM)
        if "{" in path:
            responses.setdefault("404", _PROBLEM)
        responses["default"] = _PROBLEM
        for status, answer in responses.items():
            if str(status).startswith(("4", "5")):
                answer.setdefault("content", _PROBLEM["content"])
        operation.setdefault("description", operation["summary"] + ".")
        operation["security"] = security_of(method, path, self._settings)

    def _exemplify(self, read: Described, written: Described) -> None:
        """Give the schemas examples: the first thing of each list, as it is read and written."""
        for resource_type in self._catalogue.types.values():
            things = list(self._catalogue.list(resource_type.plural, limit=1).items)
            read[resource_type.name]["examples"] = things
            whole, patch = (written[name] for name in body_names(resource_type))
            for thing in things:
                given = {
                    field.name: _bare(thing[field.name])
                    for field in resource_type.fields
                    if thing.get(field.name) and not field.inverse
                }
                whole["examples"] = [given]
                patch["examples"] = [dict(list(given.items())[:1])]


def _is_of_rules(quad: Quad) -> bool:
    graph = quad.graph_name
    return isinstance(graph, NamedNode) and graph.value.startswith((ONTOLOGY_GRAPHS, SHAPES_GRAPHS))


def _bare(value: Any) -> Any:
    """Return a value as it is written: links by their ids."""
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return {"id": value["id"]} if isinstance(value, dict) and "href" in value else value


def router(app: FastAPI, public_url: str | None = None) -> APIRouter:
    """Return the route of the document.

    Args:
        app: what is described; its routes do not change once it answers.
        public_url: address of the service as clients see it; by default that of each request.
    """
    routes = LateRouter(include_in_schema=False)

    @lru_cache(maxsize=8)
    def described(base: str) -> bytes:
        servers = [{"url": base, "description": "This service."}]
        return json_bytes({"openapi": "", "info": {}, "servers": servers} | app.openapi())

    @routes.get(PATH)
    def document(request: Request) -> Response:
        known_parameters(request, ())
        wanted_by(request, (_JSON,))
        return tagged(request, described(base_of(request, public_url)), _JSON)

    return routes
