"""Small things on which clients lose hours: each is asked of the surface that it concerns."""

from __future__ import annotations

import base64
import uuid

import httpx
import jsonschema
import pytest
from surfaces import PERSONA, TOKEN

from serving import Server

THINGS = "https://w3id.org/rolegraph/id/"


@pytest.mark.parametrize(
    ("forms", "kind"),
    [
        (["tsv", "text/tab-separated-values"], "text/tab-separated-values"),
        (["json-ld", "application/ld+json"], "application/ld+json"),
        (["no such form", "jsonld"], "application/ld+json"),
        (["rdf+xml", "no such form"], "application/rdf+xml"),
    ],
)
def test_the_first_known_format_counts(client: httpx.Client, forms: list[str], kind: str) -> None:
    """SPARQLWrapper sends the parameter twice, each time by another name."""
    query = "SELECT ?s { ?s ?p ?o } LIMIT 1" if "tab" in kind else "DESCRIBE <urn:x>"
    answer = client.get("/sparql", params={"query": query, "format": forms})

    assert 200 == answer.status_code, answer.text
    assert answer.headers["content-type"].startswith(kind)


def test_sparqlwrapper_gets_all_its_forms(client: httpx.Client) -> None:
    """The client itself, with those of its formats that came as 400."""
    from SPARQLWrapper import JSONLD, RDFXML, TSV, SPARQLWrapper

    for form, query in (
        (TSV, "SELECT ?s { ?s ?p ?o } LIMIT 1"),
        (JSONLD, "CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 1"),
        (RDFXML, "CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 1"),
    ):
        wrapper = SPARQLWrapper(f"{client.base_url}sparql")
        wrapper.setReturnFormat(form)
        wrapper.setQuery(query)
        answer = wrapper.query()
        assert answer.response.read()
        answer.response.close()


@pytest.mark.parametrize(
    "path", ["/api/v1/personas", "/sparql", "/graphs?graph=urn:basic", "/api/v1/batch"]
)
def test_the_token_may_come_as_a_password(written_server: Server, path: str) -> None:
    """Old clients know Basic authentication only; a wrong password is a wrong token."""
    made = PERSONA | {"id": f"basic-{uuid.uuid4()}"}
    operation = {"method": "POST", "path": "personas", "body": made}
    request: dict[str, object] = {
        "/api/v1/personas": {"json": made},
        "/api/v1/batch": {"json": {"operations": [operation]}},
        "/sparql": {"data": {"update": "INSERT DATA { <urn:b> <urn:b> 1 }"}},
    }.get(path) or {"content": "<urn:a> <urn:b> 1 .", "headers": {"Content-Type": "text/turtle"}}

    with written_server.client() as client:
        done = client.post(path, auth=("anybody", TOKEN), **request)  # type: ignore[arg-type]
        refused = client.post(path, auth=("anybody", "wrong"), **request)  # type: ignore[arg-type]

    assert done.is_success, done.text
    assert 401 == refused.status_code


@pytest.mark.parametrize("text", ["Basic", "Basic !!!", "Basic " + base64.b64encode(b"x").decode()])
def test_a_header_without_a_token_is_refused(written_server: Server, text: str) -> None:
    """With the way to send one."""
    with written_server.client(headers={"Authorization": text}) as client:
        answer = client.post("/api/v1/personas", json=PERSONA)

    assert 401 == answer.status_code
    assert "Bearer TOKEN" in answer.json()["detail"]


def test_a_thing_is_read_by_its_iri(client: httpx.Client) -> None:
    """Who has IRIs from SPARQL need not know how addresses are made."""
    iri = f"{THINGS}roles/data-analyst"
    there = client.get("/api/v1/roles/data-analyst")
    answer = client.get("/api/v1/resource", params={"iri": iri})
    short = client.get("/api/v1/resource", params={"iri": iri, "fields": "label"})
    turtle = client.get("/api/v1/resource", params={"iri": iri}, headers={"Accept": "text/turtle"})

    assert (there.content, there.headers["etag"]) == (answer.content, answer.headers["etag"])
    assert "/api/v1/roles/data-analyst" == answer.headers["content-location"]
    assert {"@context", "id", "label"} == set(short.json())
    assert "a rg:Role" in turtle.text
    assert 404 == client.get("/api/v1/resource", params={"iri": "urn:nothing"}).status_code
    assert 400 == client.get("/api/v1/resource").status_code


def test_lists_are_looked_into(client: httpx.Client) -> None:
    """A box to type in needs no search engine: part of a name, whatever its case."""
    found = client.get("/api/v1/roles", params={"label.contains": "T&e", "fields": "label"})
    either = client.get(
        "/api/v1/roles", params={"label.contains": ["t&e", "analyst"], "fields": "label"}
    )
    nothing = client.get("/api/v1/roles", params={"label.contains": "no such role"})
    refused = client.get("/api/v1/roles", params={"inScheme.contains": "x"})

    assert ["AI T&E Engineer"] == [item["label"] for item in found.json()["items"]]
    assert {"AI T&E Engineer", "Data Analyst"} <= {i["label"] for i in either.json()["items"]}
    assert 0 == nothing.json()["total"]
    assert 400 == refused.status_code


def test_each_class_has_a_json_schema(client: httpx.Client) -> None:
    """One document without outer references, by which what is read and written is judged."""
    listed = client.get("/api/v1/schemas").json()["items"]
    role = client.get("/api/v1/roles/data-analyst").json()
    persona = next(item for item in listed if item["name"] == "Persona")

    assert 20 < len(listed)
    for name in (item["name"] for item in listed[:6]):
        schema = client.get(f"/api/v1/schemas/{name}")
        assert "application/schema+json" == schema.headers["content-type"]
        jsonschema.Draft202012Validator.check_schema(schema.json())
    whole = client.get("/api/v1/schemas/Role").json()
    jsonschema.Draft202012Validator(whole).validate(role)
    written = jsonschema.Draft202012Validator(client.get(persona["written"]).json())
    written.validate(PERSONA)
    assert list(written.iter_errors(PERSONA | {"golas": []}))
    assert 404 == client.get("/api/v1/schemas/Rol").status_code


def test_addresses_say_what_describes_them_and_what_they_take(client: httpx.Client) -> None:
    """RFC 8631 and RFC 5789: a client may find out without documentation."""
    address = "/api/v1/personas/robin-castellanos"
    options = client.options(address)

    assert '</openapi.json>; rel="service-desc"' == options.headers["link"]
    assert "application/merge-patch+json" == options.headers["accept-patch"]
    assert "accept-patch" not in client.options("/api/v1/personas").headers


def test_a_body_of_another_kind_is_told_the_right_one(editor: httpx.Client) -> None:
    """In the header that programs read, on every write."""
    text = {"Content-Type": "text/plain", "If-Match": "*"}
    patch = editor.patch("/api/v1/personas/robin-castellanos", content="x", headers=text)
    post = editor.post("/api/v1/personas", content="x", headers=text)

    assert (415, 415) == (patch.status_code, post.status_code)
    assert "application/merge-patch+json" == patch.headers["accept-patch"]
    assert "application/json, application/ld+json" == post.headers["accept"]


def test_a_number_in_a_path_is_read_as_one(client: httpx.Client) -> None:
    """Also by the short way past the framework; a name beside it leads elsewhere."""
    assert 1 == client.get("/api/v1/changes/1").json()["revision"]
    assert client.get("/api/v1/changes/log").is_success
    assert 400 <= client.get("/api/v1/changes/one").status_code < 500
