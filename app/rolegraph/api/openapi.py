"""What is true of every operation, said of each in the OpenAPI document."""

from __future__ import annotations

from typing import Any

from rolegraph.catalogue.schema import reference
from rolegraph.http.problems import MEDIA_TYPE

_PROBLEM = {
    "description": "What went wrong, as a problem document (RFC 9457).",
    "content": {MEDIA_TYPE: {"schema": reference("Problem")}},
}
_OF_FRAMEWORK = ("HTTPValidationError", "ValidationError")
"""Schemas of answers that the framework would give; here problem documents take their place."""


def complete(document: dict[str, Any]) -> None:
    """Say of each operation that whatever goes wrong is told by a problem document."""
    for methods in document["paths"].values():
        for operation in methods.values():
            responses = operation["responses"]
            told = responses.get("422", {}).get("content", {}).get("application/json", {})
            if told.get("schema", {}).get("$ref", "").endswith(_OF_FRAMEWORK[0]):
                del responses["422"]
            responses["default"] = _PROBLEM
    for name in _OF_FRAMEWORK:
        document["components"]["schemas"].pop(name, None)
