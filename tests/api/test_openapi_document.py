"""The OpenAPI document is one that code generators take; `make clients` runs them."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from openapi_rules import operations, references, schemas

from rolegraph import errors
from rolegraph.http.problems import problem_of
from serving import StartServer

Json = dict[str, Any]
TOKEN = "a-token-to-read-with"
SERIAL = re.compile(r"(Model|Body|Type|Items?)\d*$|\d$")


@pytest.fixture(scope="module")
def openapi(client: httpx.Client) -> Json:
    """The document as a client gets it."""
    found: Json = client.get("/openapi.json").json()
    return found


def test_no_schema_is_one_that_generators_refuse(openapi: Json) -> None:
    """openapi-python-client drops the whole document for one boolean schema."""
    found = list(schemas(openapi))

    assert [] == [place for place, schema in found if not isinstance(schema, dict)]
    arrays = [(place, s) for place, s in found if "array" in s.get("type", ())]
    assert [] == [place for place, schema in arrays if "items" not in schema]
    assert [] == [place for place, schema in found if "allOf" in schema]
    assert len(arrays) > 100


def test_what_stands_inside_another_schema_has_a_name(openapi: Json) -> None:
    """Else its class is called Type72; texts with a fixed word need none."""
    named = set(openapi["components"]["schemas"])
    inside = [(place, s) for place, s in schemas(openapi) if place not in named]

    enumerations = [p for p, s in inside if "enum" in s and " " not in p and ".type" not in p]
    assert len(enumerations) < 12, enumerations
    objects = [place for place, schema in inside if schema.get("properties")]
    forms = [*["post /api/v1/validate"] * 2, "post /api/v1/readings"]
    forms += ["post /api/v1/document-files", "put /api/v1/document-files/{name}"]
    assert forms == [" ".join(place.split()[:2]) for place in objects]


def test_references_lead_to_named_schemas_only(openapi: Json) -> None:
    """A reference into the properties of another schema is more than most generators follow."""
    found = set(references(openapi))

    assert found
    for reference in found:
        _, components, kind, name = reference.split("/")
        assert "components" == components
        assert name in openapi["components"][kind], reference


def test_names_say_what_things_are(openapi: Json) -> None:
    """They become classes, on which somebody hangs code for years."""
    names = set(openapi["components"]["schemas"])

    assert [] == sorted(name for name in names if SERIAL.search(name))
    assert {"Role", "RoleList", "RoleSelection", "RoleInput", "RolePatch", "WrittenRole"} <= names
    assert {"Problem", "Commit", "ThingLink", "Status", "Quotation"} <= names
    assert "Literal" not in names  # Python's own word: generated modules import it from typing


def test_operation_ids_are_of_one_form(openapi: Json) -> None:
    """They become functions: a verb and what it is about."""
    ids = {
        operation["operationId"]: (path, method) for path, method, operation in operations(openapi)
    }

    assert len(ids) == sum(1 for _ in operations(openapi))
    assert [] == [name for name in ids if not re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)+", name)]
    roles, role = "/api/v1/roles", "/api/v1/roles/{id}"
    assert {
        "listRoles": (roles, "get"),
        "createRole": (roles, "post"),
        "getRole": (role, "get"),
        "replaceRole": (role, "put"),
        "updateRole": (role, "patch"),
        "deleteRole": (role, "delete"),
        "listLifecycleStages": ("/api/v1/lifecycle-stages", "get"),
        "getStep": ("/api/v1/steps/{id}", "get"),
        "querySparql": ("/sparql", "get"),
        "getGraph": ("/graphs", "get"),
        "askRaciMatrix": ("/api/v1/queries/raci-matrix", "get"),
    }.items() <= ids.items()


def test_every_operation_has_a_described_tag_and_a_problem(openapi: Json) -> None:
    """What goes wrong has one form, and no status stands for many."""
    tags = {tag["name"]: tag["description"] for tag in openapi["tags"]}
    problem = {"$ref": "#/components/schemas/Problem"}

    for path, method, operation in operations(openapi):
        assert all(tags[tag] for tag in operation["tags"]), path
        assert operation["summary"], path
        assert operation["description"], path
        statuses = operation["responses"]
        assert all(re.fullmatch(r"\d{3}|default", status) for status in statuses), path
        for status, answer in statuses.items():
            assert answer.get("description"), (path, status)
            if not status.startswith(("1", "2", "3")):
                content = answer["content"]["application/problem+json"]
                assert problem == content["schema"], (path, method, status)


def test_the_document_names_the_server_it_came_from(client: httpx.Client, openapi: Json) -> None:
    """A client made from a copy of it must know where to ask."""
    assert [str(client.base_url).rstrip("/")] == [one["url"] for one in openapi["servers"]]


def test_limits_are_those_that_the_service_applies(client: httpx.Client, openapi: Json) -> None:
    """The greatest that the document allows is taken, one more is refused."""
    limit = openapi["components"]["parameters"]["limit"]["schema"]
    most = limit["maximum"]

    assert 200 == client.get("/api/v1/roles", params={"limit": most}).status_code
    assert 400 == client.get("/api/v1/roles", params={"limit": most + 1}).status_code
    assert 400 == client.get("/api/v1/roles", params={"limit": limit["minimum"] - 1}).status_code


@pytest.mark.parametrize("name", ["fields", "expand", "order", "include"])
def test_lists_of_names_may_come_several_times(client: httpx.Client, name: str) -> None:
    """Generated clients repeat the parameter; people write commas. Both mean the same."""
    two = {
        "fields": ["label", "definition"],
        "expand": ["levels", "personas"],
        "order": ["label", "documentOrder"],
        "include": ["referencedBy", "referencedBy"],
    }[name]
    repeated = client.get("/api/v1/roles", params={name: two})
    joined = client.get("/api/v1/roles", params={name: ",".join(two)})

    assert 200 == repeated.status_code, repeated.text
    assert joined.json()["items"] == repeated.json()["items"]


def test_selected_and_expanded_things_fit_their_schemas(
    client: httpx.Client, openapi: Json
) -> None:
    """`fields` and `expand` are typed, so that a strict client does not stumble over them."""
    import jsonschema

    schema = {"$ref": "#/components/schemas/PersonaList", "components": openapi["components"]}
    whole = {"$ref": "#/components/schemas/Persona", "components": openapi["components"]}
    for query in (
        "",
        "fields=label,representsRole.label,workflows.steps",
        "expand=workflows.steps",
    ):
        page = client.get(f"/api/v1/personas?limit=3&{query}").json()
        jsonschema.Draft202012Validator(schema).validate(page)
        if not query.startswith("fields"):
            jsonschema.Draft202012Validator(whole).validate(page["items"][0])
    workflow = page["items"][0]["workflows"][0]
    assert workflow["purpose"], "it was expanded"
    parts = openapi["components"]["schemas"]["Persona"]["properties"]["workflows"]["items"]["anyOf"]
    assert ["Workflow", "ThingLink"] == [part["$ref"].rpartition("/")[2] for part in parts]


def test_problems_have_no_member_that_is_not_described(openapi: Json) -> None:
    """Whatever error it is."""
    known = set(openapi["components"]["schemas"]["Problem"]["properties"])
    raised = (
        errors.SyntaxFault("x", source="body", line=1, column=2),
        errors.NotAcceptable("x", ("text/turtle",)),
        errors.FieldFaults([("/label", "missing")]),
        errors.StillNeeded("x", [{}]),
        errors.ReadOnlyReplica("http://leader.example/"),
        errors.NotFound("x"),
    )

    for error in raised:
        assert set(problem_of(error)[1]) <= known


def test_security_is_declared_as_it_is_set(openapi: Json, start_server: StartServer) -> None:
    """Reading needs a token where reading is closed, writing always does; health never."""
    settings = {"ROLEGRAPH_OPEN_READING": "false", "ROLEGRAPH_WRITE_TOKEN": TOKEN}
    server = start_server(**settings)
    with server.client(headers={"Authorization": f"Bearer {TOKEN}"}) as reader:
        closed = reader.get("/openapi.json").json()

    def needs(document: Json, method: str, path: str) -> bool:
        return bool(document["paths"][path][method]["security"])

    role = "/api/v1/roles/{id}"
    assert (False, True) == (needs(openapi, "get", role), needs(openapi, "put", role))
    assert (True, True) == (needs(closed, "get", role), needs(closed, "put", role))
    assert not needs(closed, "get", "/health/live")
    assert not needs(openapi, "post", "/sparql")
    assert needs(closed, "post", "/sparql")
    assert needs(openapi, "get", "/api/v1/memberships")
    assert needs(openapi, "get", "/api/v1/running")
    assert {"token"} <= set(openapi["components"]["securitySchemes"])
