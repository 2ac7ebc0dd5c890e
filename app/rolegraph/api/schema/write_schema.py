"""What OpenAPI says of writes: bodies, parameters, answers and problems."""

from __future__ import annotations

from rolegraph.api.schema.shared_schemas import TEXT, Described
from rolegraph.catalogue import ResourceType, ResourceTypes
from rolegraph.catalogue.schema.input_schema import input_name, patch_name
from rolegraph.catalogue.schema.json_schema import ThingSchemas, reference
from rolegraph.history.permission import CONFIRM
from rolegraph.http.commits import ADDED, MESSAGE, MOST_OF_MESSAGE, REMOVED, REVISION
from rolegraph.http.once.middleware import KEY, MOST_OF_KEY
from rolegraph.http.problems import MEDIA_TYPE as PROBLEM

MERGE_PATCH = "application/merge-patch+json"
JSON = "application/json"
JSON_LD = "application/ld+json"

PROBLEMS = {
    400: "The request or its parameters cannot be used.",
    401: "A token is missing or wrong.",
    403: "The token may only read.",
    404: "There is no such thing.",
    409: "The id is taken, or others still need what is to be deleted.",
    410: "There was such a thing, until a commit removed it.",
    412: "The thing has changed since it was read.",
    415: "The body is in a media type that is not read here.",
    422: "The body does not fit the type, or the change would break the shapes.",
    428: "If-Match is missing.",
}
PARAMETERS: dict[str, Described] = {
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "The ETag of the last answer for this thing, or the tag of the dataset's "
        'revision, such as "revision-42".',
        "schema": TEXT,
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
        "schema": TEXT,
    },
    "IdempotencyKey": {
        "name": KEY,
        "in": "header",
        "description": "Sent again with the same key within a day, the request is not carried out "
        "again, and the answer is the same.",
        "schema": {"type": "string", "minLength": 1, "maxLength": MOST_OF_KEY},
    },
    "Message": {
        "name": MESSAGE,
        "in": "header",
        "description": "What the change does, for the change log; by default made from it.",
        "schema": {"type": "string", "maxLength": MOST_OF_MESSAGE},
    },
}


def write_parameters(*names: str) -> list[Described]:
    """Return references to the parameters of writes."""
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def extra(body: str | None, *media_types: str, if_match: bool = False) -> Described:
    """Return what OpenAPI says of a write beyond its answers.

    Args:
        body: name of the schema of the body, or None where there is none.
        media_types: those that the body may have.
        if_match: whether the header If-Match is needed.
    """
    names = ["IfMatch"] if if_match else []
    names += ["IdempotencyKey", "DryRun", "Confirm", "Message"]
    described: Described = {"parameters": write_parameters(*names)}
    if body:
        content = {name: {"schema": reference(body)} for name in media_types}
        described["requestBody"] = {"required": True, "content": content}
    return described


def answers(
    schema: Described, status: int, *problems: int, about: str = "Done."
) -> dict[int | str, Described]:
    """Return the answers of a write: the good one, and the problems it may have."""
    headers = {name: {"schema": TEXT} for name in ("ETag", REVISION, ADDED, REMOVED)}
    if status == 201:  # noqa: PLR2004 - Created
        headers["Location"] = {"schema": {"type": "string", "format": "uri-reference"}}
    found: dict[int | str, Described] = {
        status: {
            "description": about,
            "content": {JSON: {"schema": schema}},
            "headers": headers,
        }
    }
    content = {PROBLEM: {"schema": reference("Problem")}}
    for code in problems:
        found[code] = {"description": PROBLEMS[code], "content": content}
    return found


def written_name(resource_type: ResourceType) -> str:
    """Return the name of the schema of the answer to a write."""
    return f"Written{resource_type.name}"


def written_schemas(types: ResourceTypes) -> dict[str, Described]:
    """Return the schemas of the answers to writes: the thing, and what became of the write."""
    found, schemas = {}, ThingSchemas(types)
    for resource_type in types.values():
        thing, name = schemas.thing(resource_type), written_name(resource_type)
        found[name] = {
            **thing,
            "title": name,
            "properties": {**thing["properties"], "commit": reference("Commit")},
            "required": [*thing["required"], "commit"],
        }
    return found


def body_names(resource_type: ResourceType) -> tuple[str, str]:
    """Return the names of the schemas of a whole thing and of a merge patch."""
    return input_name(resource_type), patch_name(resource_type)
