"""What OpenAPI says of writes: bodies, parameters, answers and problems."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from rolegraph.api.schema.openapi import complete
from rolegraph.api.schema.reading_schema import parameter_components
from rolegraph.catalogue import Catalogue, ResourceType
from rolegraph.catalogue.schema.input_schema import input_name, input_schemas, patch_name
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.history.permission import CONFIRM
from rolegraph.http.commits import ADDED, REMOVED, REVISION
from rolegraph.http.messages import MESSAGE
from rolegraph.http.problems import MEDIA_TYPE as PROBLEM

MERGE_PATCH = "application/merge-patch+json"
JSON = "application/json"
JSON_LD = "application/ld+json"

Described = dict[str, Any]

_TEXT: Described = {"type": "string"}
_FINDING: Described = {
    "type": "object",
    "description": "What the guard found.",
    "properties": {
        name: {"type": "string", "description": description}
        for name, description in {
            "severity": "Violation, Warning or Info.",
            "rule": "Name of the shape.",
            "focus": "IRI of the thing at fault.",
            "label": "Its label.",
            "path": "The property at fault.",
            "value": "The value at fault.",
            "message": "What is wrong and how to fix it.",
        }.items()
    },
    "required": ["severity", "rule", "message"],
}
_COMMIT: Described = {
    "type": "object",
    "description": "What became of the write.",
    "properties": {
        "revision": {"type": "integer", "description": "The revision it made, or the present one."},
        "dryRun": {"type": "boolean"},
        "removed": {"type": "integer", "description": "How many quads it removed."},
        "added": {"type": "integer", "description": "How many quads it added."},
        "findings": {"type": "array", "items": reference("Finding")},
        "patch": {"type": "string", "description": "Of a dry run: the patch as RDF Patch."},
    },
    "required": ["revision", "dryRun", "removed", "added", "findings"],
}
_PROBLEM: Described = {
    "type": "object",
    "description": "A problem document (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong and what to do."},
        "errors": {
            "type": "array",
            "description": "Faults of the body, each with a JSON pointer (RFC 6901).",
            "items": {
                "type": "object",
                "properties": {"pointer": _TEXT, "detail": _TEXT},
                "required": ["pointer", "detail"],
            },
        },
        "findings": {"type": "array", "items": reference("Finding")},
        "patch": {
            "type": "string",
            "description": "Of a refused change, unless it is large: what it would have stored, "
            "as RDF Patch.",
        },
        "neededBy": {
            "type": "array",
            "description": "Who refers to what was to be deleted.",
            "items": {"type": "object"},
        },
    },
    "required": ["type", "title", "status", "detail"],
}
_OPERATION: Described = {
    "type": "object",
    "properties": {
        "method": {"type": "string", "enum": ["POST", "PUT", "PATCH", "DELETE"]},
        "path": {
            "type": "string",
            "description": "As of the single request: `personas`, `personas/robin` or an href.",
        },
        "body": {"type": "object", "description": "As of the single request."},
        "ifMatch": {"type": "string", "description": "As the header of the single request."},
        "ifNoneMatch": {"type": "string", "enum": ["*"]},
    },
    "required": ["method", "path"],
    "additionalProperties": False,
}
_BATCH: Described = {
    "type": "object",
    "properties": {
        "operations": {"type": "array", "minItems": 1, "items": reference("BatchOperation")},
        "message": {"type": "string", "description": "What the commit does, for people."},
    },
    "required": ["operations"],
    "additionalProperties": False,
}
_BATCH_RESULT: Described = {
    "type": "object",
    "properties": {
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "method": _TEXT,
                    "status": {"type": "integer"},
                    "id": {"type": "string", "format": "iri"},
                    "label": _TEXT,
                    "href": {"type": ["string", "null"]},
                },
                "required": ["method", "status", "id", "label", "href"],
            },
        },
        "commit": reference("Commit"),
    },
    "required": ["results", "commit"],
}
SHARED: dict[str, Described] = {
    "Finding": _FINDING,
    "Commit": _COMMIT,
    "Problem": _PROBLEM,
    "BatchOperation": _OPERATION,
    "Batch": _BATCH,
    "BatchResult": _BATCH_RESULT,
}

_PROBLEMS = {
    400: "The request or its parameters cannot be used.",
    401: "A token is missing or wrong.",
    403: "The token may only read.",
    404: "There is no such thing.",
    409: "The id is taken, or others still need what is to be deleted.",
    412: "The thing has changed since it was read.",
    415: "The body is in a media type that is not read here.",
    422: "The body does not fit the type, or the change would break the shapes.",
    428: "If-Match is missing.",
}
_PARAMETERS: dict[str, Described] = {
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "The ETag of the last answer for this thing, or the tag of the dataset's "
        'revision, such as "revision-42".',
        "schema": _TEXT,
    },
    "DryRun": {
        "name": "dry-run",
        "in": "query",
        "description": "Give the same answer, and the patch, without a commit.",
        "schema": {"type": "boolean", "default": False},
    },
    "Confirm": {
        "name": "confirm",
        "in": "query",
        "description": CONFIRM,
        "schema": _TEXT,
    },
    "Message": {
        "name": MESSAGE,
        "in": "header",
        "description": "What the change does, for the change log; by default made from it.",
        "schema": _TEXT,
    },
}


def extra(body: str | None, *media_types: str, if_match: bool = False) -> Described:
    """Return what OpenAPI says of a write beyond its answers.

    Args:
        body: name of the schema of the body, or None where there is none.
        media_types: those that the body may have.
        if_match: whether the header If-Match is needed.
    """
    names = [*(["IfMatch"] if if_match else []), "DryRun", "Message"]
    references = [{"$ref": f"#/components/parameters/{name}"} for name in names]
    described: Described = {"parameters": references}
    if body:
        content = {name: {"schema": reference(body)} for name in media_types}
        described["requestBody"] = {"required": True, "content": content}
    return described


def answers(schema: Described, status: int, *problems: int) -> dict[int | str, Described]:
    """Return the answers of a write: the good one, and the problems it may have."""
    headers = {name: {"schema": _TEXT} for name in ("ETag", REVISION, ADDED, REMOVED)}
    if status == 201:  # noqa: PLR2004 - Created
        headers["Location"] = {"schema": {"type": "string", "format": "uri-reference"}}
    found: dict[int | str, Described] = {
        status: {
            "description": "Done.",
            "content": {JSON: {"schema": schema}},
            "headers": headers,
        }
    }
    content = {PROBLEM: {"schema": reference("Problem")}}
    for code in problems:
        found[code] = {"description": _PROBLEMS[code], "content": content}
    return found


def written_schema(resource_type: ResourceType) -> Described:
    """Return the schema of the answer to a write: the thing, and what became of the write."""
    commit = {"type": "object", "properties": {"commit": reference("Commit")}}
    return {"allOf": [reference(resource_type.name), {**commit, "required": ["commit"]}]}


def body_names(resource_type: ResourceType) -> tuple[str, str]:
    """Return the names of the schemas of a whole thing and of a merge patch."""
    return input_name(resource_type), patch_name(resource_type)


def install(app: FastAPI, catalogue: Catalogue) -> None:
    """Have the OpenAPI document of an application hold what reads and writes refer to."""
    original = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = original()
            components = document.setdefault("components", {})
            schemas = SHARED | input_schemas(catalogue.types)
            _exemplify(catalogue, components.setdefault("schemas", {}), schemas)
            components["schemas"].update(schemas)
            complete(document)
            components["parameters"] = _PARAMETERS | parameter_components(catalogue.types)
        return original()

    app.openapi = openapi  # type: ignore[method-assign]


def _exemplify(catalogue: Catalogue, read: Described, written: Described) -> None:
    """Give bodies of writes the examples of what is read, so far as it is written."""
    for resource_type in catalogue.types.values():
        whole, patch = (written[name] for name in body_names(resource_type))
        for thing in read.get(resource_type.name, {}).get("examples", ()):
            given = {
                field.name: _bare(thing[field.name])
                for field in resource_type.fields
                if thing.get(field.name) and not field.inverse
            }
            whole["examples"] = [given]
            patch["examples"] = [dict(list(given.items())[:1])]


def _bare(value: Any) -> Any:
    """Return a value as it is written: links by their ids."""
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return {"id": value["id"]} if isinstance(value, dict) and "href" in value else value
