"""JSON resources over HTTP, and the IRIs and the context that go with them."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
import rdflib

from rolegraph import resources
from rolegraph.folder.manifest import MANIFEST
from rolegraph.main import Service, create_app
from rolegraph.rdf.terms import RdfFormat, Triple, parse
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore

THINGS = "https://w3id.org/rolegraph/id/"

SKILL_FILES = {
    "ontology/skill.ttl": """
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix rg: <https://w3id.org/rolegraph/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .

        <https://w3id.org/rolegraph/ontology/skill> a owl:Ontology .
        rg:Skill a owl:Class ; skos:prefLabel "skill"@en ;
            skos:definition "A skill is what a person has learnt to do well."@en ;
            rdfs:isDefinedBy <https://w3id.org/rolegraph/ontology/skill> .
        rg:skillLevel a owl:DatatypeProperty ; skos:prefLabel "skill level"@en .
        rg:neededByRole a owl:ObjectProperty ; skos:prefLabel "needed by role"@en .
    """,
    "shapes/skill.ttl": """
        @prefix rg: <https://w3id.org/rolegraph/ontology#> .
        @prefix rgsh: <https://w3id.org/rolegraph/shapes#> .
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

        rgsh:SkillShape a sh:NodeShape ; sh:targetClass rg:Skill ;
            rgsh:pluralName "skills" ; rgsh:homeFile "data/skills.ttl" ;
            rgsh:orderedBy rg:skillLevel ;
            sh:property rgsh:ThingShape-label, rgsh:SkillShape-level, rgsh:SkillShape-role .
        rgsh:SkillShape-level a sh:PropertyShape ; sh:path rg:skillLevel ;
            rgsh:fieldName "level" ; sh:name "level"@en ; sh:order 10 ;
            sh:description "How hard it is to learn, from 1 to 5."@en ;
            sh:datatype xsd:integer ; sh:minInclusive 1 ; sh:maxInclusive 5 ;
            sh:minCount 1 ; sh:maxCount 1 .
        rgsh:SkillShape-role a sh:PropertyShape ; sh:path rg:neededByRole ;
            rgsh:fieldName "neededBy" ; sh:name "needed by"@en ; sh:order 11 ;
            sh:class rg:Role .
    """,
    "data/skills.ttl": """
        @prefix rg: <https://w3id.org/rolegraph/ontology#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .

        <https://w3id.org/rolegraph/id/skills/patience> a rg:Skill ;
            skos:prefLabel "Patience"@en ; rg:skillLevel 5 .
        <https://w3id.org/rolegraph/id/skills/sampling> a rg:Skill ;
            skos:prefLabel "Sampling"@en ; rg:skillLevel 2 ;
            rg:neededByRole <https://w3id.org/rolegraph/id/roles/data-analyst> .
    """,
}


def _get(app: Service, path: str, **headers: str) -> httpx.Response:
    async def get() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(get())


@pytest.fixture
def app_with_skills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service, made by its factory from the shipped files and three more."""
    root = tmp_path / "catalogue"
    for part in resources.PARTS:
        shutil.copytree(resources.part(part), root / part)
    shutil.copy(resources.root() / MANIFEST, root)
    for name, turtle in SKILL_FILES.items():
        (root / name).write_text(turtle, encoding="utf-8")
    monkeypatch.setattr(resources, "root", lambda: root)
    app = create_app(Settings(data_dir=tmp_path / "data"))
    yield app
    app.state.store.close()


def test_a_class_is_added_by_three_files(app_with_skills: Service) -> None:
    """Ontology, shape and data are the contract; a new class needs no Python."""
    page = _get(app_with_skills, "/api/v1/skills").json()
    context = _get(app_with_skills, "/context.jsonld").json()["@context"]
    openapi = _get(app_with_skills, "/openapi.json").json()

    assert ["Sampling", "Patience"] == [item["label"] for item in page["items"]]
    assert {
        "id": THINGS + "skills/sampling",
        "type": "Skill",
        "label": "Sampling",
        "href": "/api/v1/skills/sampling",
        "level": 2,
        "neededBy": [
            {
                "id": THINGS + "roles/data-analyst",
                "label": "Data Analyst",
                "href": "/api/v1/roles/data-analyst",
            }
        ],
    } == page["items"][0]
    assert "https://w3id.org/rolegraph/ontology#skillLevel" == context["level"]["@id"]
    assert {"/api/v1/skills", "/api/v1/skills/{id}"} <= set(openapi["paths"])
    level = openapi["components"]["schemas"]["Skill"]["properties"]["level"]
    assert ("integer", 1, 5) == (level["type"], level["minimum"], level["maximum"])


def test_the_four_roles_come_in_document_order(client: httpx.Client) -> None:
    """The document numbers its roles, and readers know them by that number."""
    page = client.get("/api/v1/roles").json()

    assert ["AI T&E Engineer", "ML Developer", "Data Analyst", "AI Red Teamer"] == [
        role["label"] for role in page["items"]
    ]
    assert (4, None) == (page["total"], page["next"])


def test_json_ld_readers_find_only_triples_of_the_store(
    client: httpx.Client, shipped_store: EmbeddedStore
) -> None:
    """With the context fetched from the service itself, as any client would."""
    graph = rdflib.Graph()
    graph.parse(f"{client.base_url}api/v1/roles", format="json-ld")
    text = graph.serialize(format="nt")
    found = {quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES)}

    assert len(found) > 100
    assert found <= {quad.triple for quad in shipped_store.match()}


@pytest.mark.parametrize(
    ("accept", "media_type", "rdf_format"),
    [
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
        ("text/turtle", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml;q=0.9, image/png", "application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
@pytest.mark.parametrize("path", ["roles/data-analyst", "roles"])
def test_the_same_address_gives_rdf(
    client: httpx.Client,
    shipped_store: EmbeddedStore,
    path: str,
    accept: str,
    media_type: str,
    rdf_format: RdfFormat,
) -> None:
    """Linked data clients ask with Accept and must get all that is said about the thing."""
    answer = client.get(f"/api/v1/{path}", headers={"Accept": accept})

    assert media_type == answer.headers["content-type"]
    found = _triples(client, answer, rdf_format)
    store = {quad.triple for quad in shipped_store.match()}
    assert found <= store
    role = THINGS + "roles/data-analyst"
    assert {t for t in store if t.subject.value == role} <= found


def _triples(client: httpx.Client, answer: httpx.Response, rdf_format: RdfFormat) -> set[Triple]:
    content = answer.content
    if rdf_format == RdfFormat.JSON_LD:
        document = answer.json()
        document |= client.get(document["@context"]).json()
        content = json.dumps(document).encode()
    return {quad.triple for quad in parse(content, format=rdf_format)}


def test_lists_are_paged_by_links(client: httpx.Client) -> None:
    """A client follows `next` and gets each thing once."""
    labels: list[str] = []
    url = "/api/v1/responsibilities?limit=7"
    sizes = []
    while url:
        answer = client.get(url)
        page = answer.json()
        labels += [item["id"] for item in page["items"]]
        sizes.append(len(page["items"]))
        assert (19, "19") == (page["total"], answer.headers["x-total-count"])
        url = answer.links.get("next", {}).get("url", "")
        assert url == (page["next"] or "")

    assert [7, 7, 5] == sizes
    assert 19 == len(set(labels))


def test_an_answer_is_not_sent_twice(client: httpx.Client) -> None:
    """The entity tag names the bytes; its first part names the state of the thing."""
    path = "/api/v1/tools/maite"
    first = client.get(path)
    turtle = client.get(path, headers={"Accept": "text/turtle"})

    again = client.get(path, headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    changed = client.get(path, headers={"If-None-Match": turtle.headers["etag"]})

    assert (304, b"") == (again.status_code, again.content)
    assert first.headers["etag"] == again.headers["etag"]
    assert 200 == changed.status_code
    assert first.headers["etag"].split(".")[0] == turtle.headers["etag"].split(".")[0]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/v1/roles?limt=3", 400, "'limt'. Did you mean 'limit'? Known here: limit, cursor,"),
        ("/api/v1/roles?limit=0", 400, "limit='0' must be a whole number from 1 to 1000."),
        ("/api/v1/roles?limit=1&limit=2", 400, "'limit' is given more than once"),
        ("/api/v1/roles?cursor=nonsense", 400, "is not one that an answer gave"),
        (
            "/api/v1/roles/ml-developer?dept=2",
            400,
            "Known here: format, fields, expand, include, at.",
        ),
        ("/api/v1/roles/ml-develper", 404, "Did you mean 'ml-developer'?"),
        ("/id/rolls/ml-developer", 404, "Did you mean 'roles' or 'tools'?"),
        ("/id/roles/ml-develper", 404, "Did you mean 'ml-developer'?"),
    ],
)
def test_a_wrong_request_is_told_what_to_do(
    client: httpx.Client, path: str, status: int, said: str
) -> None:
    """A problem document that only says no costs its reader an hour."""
    answer = client.get(path)

    assert (status, "application/problem+json") == (
        answer.status_code,
        answer.headers["content-type"],
    )
    assert said in answer.json()["detail"]


def test_what_is_not_on_offer_is_refused(client: httpx.Client) -> None:
    """Sending another format than was asked for would break the client later."""
    answer = client.get("/api/v1/roles", headers={"Accept": "image/png"})

    assert 406 == answer.status_code
    assert "text/turtle" in answer.json()["offers"]


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/roles/ml-developer"),
        ("application/json", "/api/v1/roles/ml-developer"),
        ("text/turtle", "/api/v1/roles/ml-developer"),
        ("*/*", "/api/v1/roles/ml-developer"),
    ],
)
def test_the_iri_of_a_thing_leads_to_page_or_data(
    client: httpx.Client, accept: str, location: str
) -> None:
    """The IRIs in the data must lead somewhere for people and for programs."""
    answer = client.get("/id/roles/ml-developer", headers={"Accept": accept})

    assert (303, location) == (answer.status_code, answer.headers["location"])
    assert "Accept" in answer.headers["vary"]


def test_head_answers_like_get_without_a_body(client: httpx.Client) -> None:
    """Link checkers and caches ask with HEAD."""
    for path in ("/api/v1/roles", "/api/v1/roles/ml-developer", "/context.jsonld"):
        get, head = client.get(path), client.head(path)

        assert (200, b"") == (head.status_code, head.content), path
        assert get.headers["etag"] == head.headers["etag"]


@pytest.fixture(scope="module")
def openapi(client: httpx.Client) -> dict[str, Any]:
    """The description of the running service."""
    document: dict[str, Any] = client.get("/openapi.json").json()
    return document


def test_every_answer_fits_the_schema_that_openapi_shows(
    client: httpx.Client, openapi: dict[str, Any]
) -> None:
    """Tool builders generate clients from it; a schema that lies breaks them."""
    lists = [path for path in openapi["paths"] if path + "/{id}" in openapi["paths"]]
    assert "/api/v1/roles" in lists
    for path in lists:
        if "/queries" in path:
            continue
        content = openapi["paths"][path]["get"]["responses"]["200"]["content"]
        schema = content["application/json"]["schema"] | {"components": openapi["components"]}
        validator = jsonschema.Draft202012Validator(schema)

        faults = list(validator.iter_errors(client.get(path).json()))

        assert [] == faults[:1], path


def test_openapi_shows_real_properties_and_an_example(openapi: dict[str, Any]) -> None:
    """A schema of bare objects would be true and of no use."""
    role = openapi["components"]["schemas"]["Role"]
    status = openapi["components"]["schemas"]["Status"]
    kinds = [
        {"$ref": f"#/components/schemas/{name}"}
        for name in ("Responsibility", "RoleStatement", "ThingLink")
    ]

    assert "#/components/schemas/Status" == role["properties"]["status"]["$ref"]
    assert ["draft", "approved", "retired"] == status["enum"]
    assert kinds == role["properties"]["responsibilities"]["items"]["anyOf"]
    assert {"id", "label", "definition", "documentOrder"} <= set(role["required"])
    assert "AI T&E Engineer" == role["examples"][0]["label"]
    assert all(p.get("description") for p in role["properties"].values())


def test_lists_are_filtered_sorted_and_shaped(client: httpx.Client) -> None:
    """One request for what a page needs, and the next page by its link."""
    url = "/api/v1/steps?role=data-analyst&order=-label&fields=label,stepOf.label&limit=5"
    labels = []
    while url:
        answer = client.get(url)
        assert "9" == answer.headers["x-total-count"]
        for item in answer.json()["items"]:
            assert {"id", "label", "stepOf"} == set(item)
            assert {"id", "label"} == set(item["stepOf"])
            labels.append(item["label"])
        url = answer.links.get("next", {}).get("url", "")

    assert sorted(labels, key=str.casefold, reverse=True) == labels
    assert 9 == len(labels)


def test_a_shaped_answer_has_an_entity_tag(client: httpx.Client) -> None:
    """Also what is filtered and expanded is not sent twice."""
    for path in ("roles?order=-label&expand=personas", "roles/ml-developer?include=referencedBy"):
        first = client.get(f"/api/v1/{path}")
        again = client.get(f"/api/v1/{path}", headers={"If-None-Match": first.headers["etag"]})

        assert (200, 304) == (first.status_code, again.status_code)
