"""Search over HTTP."""

from __future__ import annotations

import httpx
import pytest


def test_search_says_why(client: httpx.Client) -> None:
    """A client shows the reason beside the hit."""
    answer = client.get("/api/v1/search", params={"q": "data scientist", "types": "roles"})
    body = answer.json()

    assert (200, 1) == (answer.status_code, body["total"])
    (hit,) = body["items"]
    assert ("ML Developer", "/api/v1/roles/ml-developer") == (hit["label"], hit["href"])
    assert "<mark>data scientist</mark>" == hit["matches"][0]["highlighted"]
    assert any(match["via"] for match in hit["matches"])


def test_search_is_paged_and_tagged(client: httpx.Client) -> None:
    """Like every other list."""
    first = client.get("/api/v1/search?q=evaluation&limit=3")
    second = client.get(first.links["next"]["url"])
    again = client.get(
        "/api/v1/search?q=evaluation&limit=3", headers={"If-None-Match": first.headers["etag"]}
    )

    ids = [item["id"] for page in (first, second) for item in page.json()["items"]]
    assert 6 == len(set(ids))
    assert 304 == again.status_code
    assert first.headers["x-total-count"] == str(first.json()["total"])


def test_suggestions_complete_what_is_typed(client: httpx.Client) -> None:
    """For a box in which names are typed."""
    body = client.get("/api/v1/search?q=ml+dev&suggest=true&limit=1").json()

    assert ["ML Developer"] == [item["label"] for item in body["items"]]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "q: say what to look for"),
        ("q=%20", "q: say what to look for"),
        ("q=" + "a" * 600, "at most 500"),
        ("q=x&types=rolls", "types: 'rolls' is none. Did you mean"),
        ("q=x&limit=1000", "from 1 to 100"),
        ("q=x&cursor=y", "follow the link"),
        ("q=x&suggest=maybe", "it is true or false"),
        ("q=x&page=2", "Unknown parameter 'page'"),
    ],
)
def test_a_wrong_search_is_told_what_to_do(client: httpx.Client, query: str, said: str) -> None:
    """As with every address."""
    answer = client.get(f"/api/v1/search?{query}")

    assert 400 == answer.status_code
    assert said in answer.json()["detail"]


def test_neighbours_come_relation_by_relation_and_in_pages(client: httpx.Client) -> None:
    """A page that draws them takes a few of each relation, and then more of one."""
    iri = "https://w3id.org/rolegraph/id/roles/ml-developer"
    few = client.get("/api/v1/neighbours", params={"iri": iri, "each": 2, "limit": 50}).json()
    steps = next(one for one in few["relations"] if one["label"] == "performed by role")
    name = steps["name"]
    pages = [client.get("/api/v1/neighbours", params={"iri": iri, "relation": name, "limit": 7})]
    while pages[-1].json()["next"]:
        pages.append(client.get(pages[-1].links["next"]["url"]))
    found = [item for page in pages for item in page.json()["items"]]

    assert ("in", True) == (steps["direction"], name.startswith("^https://"))
    assert 2 == sum(item["relation"] == name for item in few["items"])
    assert steps["total"] == len({item["id"] for item in found}) == pages[0].json()["total"] > 7
    assert {"workflow step"} == {item["kind"] for item in found}
    persona = next(item for item in few["items"] if item["type"] == "Persona")
    assert ("Jules Lindqvist", "/api/v1/personas/jules-lindqvist") == (
        persona["label"],
        persona["href"],
    )


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 400, "iri: name one thing"),
        ("iri=urn:nothing", 404, "no thing <urn:nothing>"),
        ("iri=a%20b%3E", 400, "is no IRI"),
        ("iri={role}&relation=performedBy", 400, "leads to nothing here. These do: http"),
        ("iri={role}&lang=not_a_tag", 400, "no language tag"),
        ("iri={role}&each=0", 400, "from 1 to 1000"),
        ("iri={role}&depth=2", 400, "Unknown parameter 'depth'"),
    ],
)
def test_neighbours_of_nothing_are_refused(
    client: httpx.Client, query: str, status: int, said: str
) -> None:
    """As with every address."""
    role = "https://w3id.org/rolegraph/id/roles/ml-developer"
    answer = client.get(f"/api/v1/neighbours?{query.format(role=role)}")

    assert status == answer.status_code
    assert said in answer.json()["detail"]
