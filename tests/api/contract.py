"""What clients rely on in the OpenAPI document, as a digest; and which changes of it break them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openapi_rules import operations

Json = dict[str, Any]


def digest_of(document: Json) -> Json:
    """Return what generated clients are made of: names, places, and what must be there."""
    shared = document["components"]["parameters"]
    found: Json = {"operations": {}, "schemas": {}}
    for path, method, operation in operations(document):
        given = [
            shared[one["$ref"].rpartition("/")[2]] if "$ref" in one else one
            for one in operation.get("parameters", ())
        ]
        found["operations"][operation["operationId"]] = {
            "at": f"{method.upper()} {path}",
            "parameters": sorted(f"{one['in']} {one['name']}" for one in given),
            "needed": sorted(one["name"] for one in given if one.get("required")),
            "bodies": sorted(operation.get("requestBody", {}).get("content", {})),
        }
    for name, schema in document["components"]["schemas"].items():
        found["schemas"][name] = {
            "members": sorted(schema.get("properties", ())),
            "needed": sorted(schema.get("required", ())),
            "choices": [str(one) for one in schema.get("enum", ())],
        }
    return found


def breaks(old: Json, new: Json) -> Iterator[str]:
    """Yield the changes that break clients, as sentences; additions break none."""
    for kind, compare in (("operation", _operation), ("schema", _schema)):
        now = new[f"{kind}s"]
        for name, was in old[f"{kind}s"].items():
            if name in now:
                yield from compare(name, was, now[name])
            else:
                yield f"the {kind} {name} is gone"


def _operation(name: str, was: Json, now: Json) -> Iterator[str]:
    if now["at"] != was["at"]:
        yield f"{name} has moved from {was['at']} to {now['at']}"
    for gone in sorted({*was["parameters"]} - {*now["parameters"]}):
        yield f"{name} has lost the parameter {gone}"
    for more in sorted({*now["needed"]} - {*was["needed"]}):
        yield f"{name} now needs {more}"
    for gone in sorted({*was["bodies"]} - {*now["bodies"]}):
        yield f"{name} takes no {gone} any more"


def _schema(name: str, was: Json, now: Json) -> Iterator[str]:
    for gone in sorted({*was["members"]} - {*now["members"]}):
        yield f"{name} has lost {gone}"
    for gone in [one for one in was["choices"] if one not in now["choices"]]:
        yield f"{name} has lost the choice {gone}"
    if name.endswith(("Input", "Patch", "Form")) or name.startswith("Batch"):
        for more in sorted({*now["needed"]} - {*was["needed"]}):
            yield f"{name} now needs {more}"
    else:
        for less in sorted({*was["needed"]} - {*now["needed"]}):
            yield f"{name} may now lack {less}"
