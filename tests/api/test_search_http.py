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
