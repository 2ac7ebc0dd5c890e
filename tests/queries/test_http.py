"""The query library over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pyoxigraph
import pytest

from rolegraph.sparql.library import QueryLibrary

BASE = "/api/v1/queries"


def problem(response: httpx.Response) -> str:
    assert "application/problem+json" == response.headers["content-type"]
    return str(response.json()["detail"])


def test_list_names_every_query_with_its_address(
    client: httpx.Client, library: QueryLibrary
) -> None:
    """A client finds its way from the list alone."""
    listed = client.get(BASE).json()

    assert list(library) == [item["name"] for item in listed["items"]]
    assert len(library) == listed["total"]
    for item in listed["items"]:
        if not any(parameter["required"] for parameter in item["parameters"]):
            assert 200 == client.get(item["href"]).status_code


def test_rows_are_plain_json_with_links(client: httpx.Client) -> None:
    """A tool builder needs no RDF."""
    answer = client.get(f"{BASE}/lifecycle-stages-of-each-role", params={"role": "ai-red-teamer"})

    assert "application/json" == answer.headers["content-type"]
    assert {
        "name": "lifecycle-stages-of-each-role",
        "title": "Lifecycle stages covered by each role",
        "columns": [
            "role",
            "roleLabel",
            "stage",
            "stageLabel",
            "stageOrder",
            "isStated",
            "steps",
        ],
        "rows": [
            {
                "role": {
                    "id": "https://w3id.org/rolegraph/id/roles/ai-red-teamer",
                    "label": "AI Red Teamer",
                    "href": "/api/v1/roles/ai-red-teamer",
                },
                "roleLabel": "AI Red Teamer",
                "stage": {
                    "id": "https://w3id.org/rolegraph/id/lifecycle-stages/verification-and-validation",
                    "label": "Verification and validation",
                    "href": "/api/v1/lifecycle-stages/verification-and-validation",
                },
                "stageLabel": "Verification and validation",
                "stageOrder": 4,
                "isStated": True,
                "steps": 8,
            }
        ],
        "total": 1,
        "none": None,
    } == answer.json()


def test_an_empty_answer_says_what_that_means(client: httpx.Client) -> None:
    """Nothing found is good news here."""
    answer = client.get(f"{BASE}/roles-without-a-persona").json()

    assert ([], "Every role is represented by a persona.") == (answer["rows"], answer["none"])


@pytest.mark.parametrize(
    ("accept", "result_format"),
    [
        ("application/sparql-results+json", pyoxigraph.QueryResultsFormat.JSON),
        ("application/sparql-results+xml", pyoxigraph.QueryResultsFormat.XML),
        ("text/tab-separated-values", pyoxigraph.QueryResultsFormat.TSV),
    ],
)
def test_sparql_results_by_accept(
    client: httpx.Client, accept: str, result_format: pyoxigraph.QueryResultsFormat
) -> None:
    """A SPARQL client reads the answer as that of any endpoint."""
    answer = client.get(f"{BASE}/responsibilities-without-a-tool", headers={"Accept": accept})

    assert answer.headers["content-type"].startswith(accept)
    rows = pyoxigraph.parse_query_results(answer.content, result_format)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    assert ["16", "19", "27", "45"] == [row["line"].value for row in rows]  # type: ignore[union-attr]


def test_csv_by_accept_and_by_format(client: httpx.Client) -> None:
    """A link in a browser cannot set Accept."""
    address = f"{BASE}/responsibilities-without-a-tool"
    accepted = client.get(address, headers={"Accept": "text/csv"})

    assert accepted.text.startswith("role,roleLabel,responsibility")
    assert accepted.content == client.get(address, params={"format": "csv"}).content


@pytest.mark.parametrize(
    "asked", [{"params": {"source": "true"}}, {"headers": {"Accept": "application/sparql-query"}}]
)
def test_the_text_of_a_query_can_be_read(
    client: httpx.Client, library: QueryLibrary, asked: dict[str, dict[str, str]]
) -> None:
    """Who wants to ask more begins from what is there; required parameters do not matter."""
    answer = client.get(f"{BASE}/support-lost-without-a-tool", **asked)  # type: ignore[arg-type]

    assert "application/sparql-query" == answer.headers["content-type"]
    assert library["support-lost-without-a-tool"].text == answer.text


def test_a_repeated_question_is_not_sent_twice(client: httpx.Client) -> None:
    """The client's copy is confirmed by its tag."""
    address = f"{BASE}/responsibilities-without-a-tool"
    etag = client.get(address).headers["etag"]

    assert 304 == client.get(address, headers={"If-None-Match": etag}).status_code


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("roles-without-persona", 404, "Did you mean roles-without-a-persona"),
        ("support-lost-without-a-tool", 400, "needs the parameter 'tool'"),
        ("support-lost-without-a-tool?tool=arts", 400, "Did you mean art"),
        ("support-lost-without-a-tool?tol=art", 400, "Did you mean 'tool'"),
        ("support-lost-without-a-tool?tool=art&tool=nrtk", 400, "more than once"),
        ("roles-without-a-persona?limit=1", 400, "takes no parameters"),
        ("roles-without-a-persona?source=yes", 400, "it is true or false"),
        ("roles-without-a-persona?format=pdf", 400, "none of"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_document(
    client: httpx.Client, address: str, status: int, detail: str
) -> None:
    """The detail says what to do."""
    answer = client.get(f"{BASE}/{address}")

    assert status == answer.status_code
    assert detail in problem(answer)


def test_a_form_that_is_not_on_offer_is_not_acceptable(client: httpx.Client) -> None:
    """A client that reads only images must be told."""
    answer = client.get(f"{BASE}/roles-without-a-persona", headers={"Accept": "image/png"})

    assert 406 == answer.status_code
    assert "application/json" in problem(answer)


def test_head_answers_like_get(client: httpx.Client) -> None:
    """Caches and link checkers ask without wanting the body."""
    address = f"{BASE}/roles-without-a-persona"

    assert client.get(address).headers["etag"] == client.head(address).headers["etag"]


def test_openapi_describes_parameters_and_columns_of_each_query(
    client: httpx.Client, library: QueryLibrary
) -> None:
    """A generated client knows what to send and what comes back."""
    document = client.get("/openapi.json").json()
    paths, schemas = document["paths"], document["components"]["schemas"]

    def named(reference: dict[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = schemas[reference["$ref"].rpartition("/")[2]]
        return found

    for query in library.values():
        operation = paths[f"{BASE}/{query.name}"]["get"]
        parameters = {p["name"]: p for p in operation["parameters"]}
        body = operation["responses"]["200"]["content"]["application/json"]["schema"]
        row = named(named(body)["properties"]["rows"]["items"])

        assert query.title == operation["summary"]
        assert {p.name for p in query.parameters} | {
            "source",
            "format",
            "headings",
            "inferred",
        } == set(parameters)
        assert list(query.columns) == row["required"] == list(row["properties"])
        for parameter in query.parameters:
            assert parameter.required == parameters[parameter.name]["required"]
    assert f"{BASE}/{{name}}" in paths
