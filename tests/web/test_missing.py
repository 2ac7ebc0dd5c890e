"""The page of a thing that is not there: what became of it, and what is called alike."""

from __future__ import annotations

from html import unescape

import httpx
import pytest
from lxml import html

from serving import Server, StartServer

TOKEN = "a-token-for-tests"
HEADERS = {"Accept": "text/html"}
LEDGER = {
    "label": "House ledger",
    "purpose": "Keeps the lists of the house.",
    "supports": ["data-analyst-data-preparation-and-cleaning"],
    "license": "not public",
    "codeRepository": "not public",
    "curationStatus": "unreviewed",
}


@pytest.fixture(scope="module")
def writable(start_module_server: StartServer) -> Server:
    """A server of its own, since these tests write."""
    return start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)


def page_of(client: httpx.Client, path: str) -> tuple[int, str, dict[str, str]]:
    """Return the status of a page, its text, and its links by what they say."""
    answer = client.get(path, headers=HEADERS)
    main = html.fromstring(answer.text).xpath("//main")[0]
    links = {" ".join(a.text_content().split()): a.get("href") for a in main.iter("a")}
    return answer.status_code, " ".join(main.text_content().split()), links


def test_what_was_removed_says_by_whom_and_in_which_change(writable: Server) -> None:
    """“Not found” about a page of yesterday reads as if it had never been."""
    with writable.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        made = client.post("/api/v1/tools", json={**LEDGER, "id": "ledger-to-remove"})
        assert 201 == made.status_code, made.text
        there = page_of(client, "/tools/ledger-to-remove")
        gone = client.delete("/api/v1/tools/ledger-to-remove", headers={"If-Match": "*"})
        number = gone.json()["commit"]["revision"]
        status, text, links = page_of(client, "/tools/ledger-to-remove")
        before = page_of(client, links["As it was before"])
        again = client.post("/api/v1/tools", json={**LEDGER, "id": "ledger-to-remove"})
        assert 201 == again.status_code, again.text
        back = page_of(client, "/tools/ledger-to-remove")

    assert (200, 410, 200, 200) == (there[0], status, before[0], back[0])
    assert "There was a tool “House ledger”" in text
    assert f"/changes/{number}" == links[f"Change {number}"]
    assert "UTC by " in text
    assert 2 == there[1].count("not public") == before[1].count("not public")


def test_a_misspelt_address_leads_to_what_is_called_alike(client: httpx.Client) -> None:
    """A name in quotation marks cannot be pressed."""
    status, text, links = page_of(client, "/roles/ml-develper")

    assert 404 == status
    assert "There was" not in text
    assert "/roles/ml-developer" == links["ML Developer"]


@pytest.mark.parametrize("path", ["/api/v1", "/rolls/analyst", "/at/1/rolls/analyst"])
@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*"])
def test_an_address_below_no_class_is_not_there(
    client: httpx.Client, path: str, accept: str
) -> None:
    """It is a misspelt address, and no failure of the service."""
    answer = client.get(path, headers={"Accept": accept})

    assert 404 == answer.status_code, answer.text
    assert f"There is no class {path.split('/')[-2]!r} here." in unescape(answer.text)
