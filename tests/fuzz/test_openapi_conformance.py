"""The service answers as its OpenAPI document says, whatever it is asked.

Requests are made up from the document by schemathesis (https://schemathesis.io), by hypothesis and
by nothing random here: the same each time. `make fuzz` asks all operations, more often.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from serving import Server, StartServer

LONG = "FUZZ_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
TOKEN = "an-editor-for-fuzzing"
HANGS = 20.0
"""Seconds after which a request counts as one that hangs."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ALIKE = {"personas"}
"""All classes have the same operations, so one stands for them where time is short."""

ASKED = {"support-lost-without-a-tool", "meaning-of-a-term", "{name}"}
ENDLESS = {"/api/v1/changes/feed"}
"""Answers that never end."""

# Written data outlives a test here, and rdflib and pySHACL tell of each odd literal in it.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def server(start_module_server: StartServer) -> Iterator[Server]:
    """A server whose data may come to harm."""
    started = start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)
    yield started
    started.stop()


@pytest.fixture(scope="module")
def document(server: Server) -> dict[str, Any]:
    with server.client() as client:
        found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def is_asked(path: str, tag: str, plurals: set[str]) -> bool:
    if LONG:
        return True
    if tag == "queries":
        return path.rpartition("/")[2] in ASKED
    return tag not in plurals or tag in ALIKE


def faults(server: Server, operation: Any, mode: GenerationMode) -> dict[str, str]:
    """Ask an operation and return what is wrong with its answers, one of each kind."""
    found: dict[str, str] = {}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = case.call(base_url=server.url.rstrip("/"), headers=headers, timeout=HANGS)
        try:
            case.validate_response(answer, checks=CHECKS)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
            for one in getattr(error, "exceptions", [error]):
                found.setdefault(f"{one!r:.120} {answer.status_code}", case.as_curl_command())

    ask()
    return found


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"]
)
def test_every_answer_is_as_the_document_says(
    mode: GenerationMode, server: Server, document: dict[str, Any]
) -> None:
    """No fault of the service, no hang, and status, media type, headers and body as declared."""
    plurals = {
        path.split("/")[3]
        for path in document["paths"]
        if path.endswith("/{id}") and path.startswith("/api/")
    }
    asked, wrong = 0, {}
    for result in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = result.ok()
        if operation.path in ENDLESS or not is_asked(operation.path, operation.tags[0], plurals):
            continue
        if mode is GenerationMode.NEGATIVE and operation.body:
            continue  # making one up from such schemas takes minutes: see test_bad_bodies.py
        try:
            found = faults(server, operation, mode)
        except Unsatisfiable:
            continue  # there are no wrong requests to what takes nothing
        asked += 1
        if found:
            wrong[f"{operation.method} {operation.path}"] = found

    assert {} == wrong
    assert asked > 10
    with server.client() as client:
        assert 200 == client.get("/health/ready").status_code
        assert client.get("/api/v1/roles/ml-developer").status_code in {200, 404}


def test_the_document_itself_is_valid(document: dict[str, Any]) -> None:
    """Tools refuse a document that is not."""
    reached = set(_references(document))

    assert reached <= {
        f"#/components/{kind}/{name}"
        for kind in document["components"]
        for name in document["components"][kind]
    } | {name for name in reached if "/properties/" in name}
    assert "3.1.0" == document["openapi"]
    operations = [
        o["operationId"] for methods in document["paths"].values() for o in methods.values()
    ]
    assert len(set(operations)) == len(operations)


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
