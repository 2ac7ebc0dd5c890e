"""What OpenAPI says of writes is what the service takes and gives."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from editing import Editing
from test_writes import PERSONA, WORKFLOW, persona


@pytest.fixture(scope="module")
def openapi(trying: Editing) -> dict[str, Any]:
    """The description of the routes."""
    return trying.get("/openapi.json")


def faults(openapi: dict[str, Any], name: str, value: object) -> list[str]:
    """Return what is wrong with a value by a schema of the description."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": openapi["components"]}
    found = jsonschema.Draft202012Validator(schema).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


def test_what_is_read_fits_what_is_written(trying: Editing, openapi: dict[str, Any]) -> None:
    """A client that generates its types must be able to put back what it has read."""
    for plural, resource_type in trying.catalogue.types.items():
        for item in trying.get(f"{plural}?limit=20&include=referencedBy")["items"]:
            assert [] == faults(openapi, f"{resource_type.name}Input", item), item["id"]


def test_bodies_of_writes_are_described(openapi: dict[str, Any]) -> None:
    """With the media types, and the problems that may come of them."""
    one = openapi["paths"]["/api/v1/personas/{id}"]
    many = openapi["paths"]["/api/v1/personas"]["post"]
    patch = one["patch"]["requestBody"]["content"]

    schema = {"$ref": "#/components/schemas/PersonaInput"}
    assert schema == many["requestBody"]["content"]["application/json"]["schema"]
    assert ["application/merge-patch+json"] == list(patch)
    assert {"200", "404", "409", "412", "415", "422", "428"} <= set(one["put"]["responses"])
    assert {"201", "409", "422"} <= set(many["responses"])
    problem = many["responses"]["422"]["content"]["application/problem+json"]["schema"]
    assert {"$ref": "#/components/schemas/Problem"} == problem


def test_good_and_bad_bodies_are_told_apart(openapi: dict[str, Any]) -> None:
    """By the schema alone, before anything is sent."""
    assert [] == faults(openapi, "PersonaInput", PERSONA)
    assert [] == faults(openapi, "WorkflowInput", WORKFLOW)
    assert [] == faults(openapi, "PersonaPatch", {"goals": ["x"], "created": None})
    for bad in (persona(goals=None), persona(golas=[]), persona(goals=[]), persona(status="odd")):
        assert faults(openapi, "PersonaInput", bad)
    assert faults(openapi, "PersonaPatch", {"goals": "x"})


def test_answers_to_writes_fit_their_descriptions(trying: Editing, openapi: dict[str, Any]) -> None:
    """The thing with what became of the write, the outcome of a batch, and problems."""
    robin = "personas/robin-castellanos"
    written = trying.write("PUT", robin, trying.get(robin)).json()
    operation = {"method": "POST", "path": "personas", "body": PERSONA}
    batch = trying.request("POST", "batch?dry-run=true", {"operations": [operation]}).json()
    problems = [
        trying.write("POST", "personas", {"golas": []}),
        trying.write("POST", "personas", persona(goals=[])),
        trying.write("DELETE", "tools/maite"),
        trying.request("DELETE", "tools/maite"),
    ]

    assert [] == faults(openapi, "Persona", written)
    assert [] == faults(openapi, "Commit", written["commit"])
    assert [] == faults(openapi, "Batch", {"operations": [operation]})
    assert [] == faults(openapi, "BatchResult", batch)
    assert [422, 422, 409, 428] == [answer.status_code for answer in problems]
    for answer in problems:
        assert [] == faults(openapi, "Problem", answer.json())


def test_every_reference_leads_somewhere(openapi: dict[str, Any]) -> None:
    """Generators stop at the first that does not."""

    def references(value: Any) -> Any:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    for reference in set(references(openapi)):
        target: Any = openapi
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]
        assert target, reference
