"""What was removed is gone (410) on every surface, with the change that removed it.

JSON said 404 of a thing whose page told who had removed it: two rules for one address.
"""

from __future__ import annotations

import httpx
import pytest

from new_persona import PERSONA
from serving import Server, StartServer

TOKEN = "a-token-for-tests"
PROBLEM = "application/problem+json"
IRI = "https://w3id.org/rolegraph/id/workflows/try-again"
DATA = (
    "application/json",
    "application/ld+json",
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
)
ADDRESSES = (
    "/api/v1/workflows/try-again",
    "/api/v1/workflows/try-again?expand=steps",
    *(
        f"/api/v1/workflows/try-again?format={name}"
        for name in ("jsonld", "turtle", "bpmn", "mermaid")
    ),
    *(
        f"/workflows/try-again.{ending}"
        for ending in ("ttl", "nt", "rdf", "jsonld", "json", "bpmn", "mmd")
    ),
    f"/api/v1/resource?iri={IRI}",
    f"/api/v1/neighbours?iri={IRI}",
)
PAGES = (
    "/workflows/try-again",
    "/edit/workflows/try-again",
    "/edit-plain/workflows/try-again",
    f"/explore?thing={IRI}",
)


@pytest.fixture(scope="module")
def gone(start_module_server: StartServer) -> tuple[Server, int]:
    """A service in which a persona and her workflow were made and removed; and in which change."""
    server = start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with server.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        made = client.post("/api/v1/batch", json={"operations": PERSONA})
        assert made.is_success, made.text
        for path in ("personas/mira-example", "workflows/try-again"):
            answer = client.delete(f"/api/v1/{path}", headers={"If-Match": "*"})
            assert answer.is_success, answer.text
        return server, answer.json()["commit"]["revision"]


def told(answer: httpx.Response, change: int) -> None:
    """Assert that an answer is a problem document that names the change."""
    found = answer.json()
    assert (410, PROBLEM) == (answer.status_code, answer.headers["content-type"])
    assert (change, "Try again") == (found["removedIn"], found["label"])
    assert found["type"].endswith("/removed")
    assert f"in change {change}" in found["detail"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_data_at_an_address_is_gone_with_the_change_that_removed_it(
    gone: tuple[Server, int], address: str
) -> None:
    """A program stops asking for what is gone, and does not for what it misspelt."""
    server, change = gone
    with server.client() as client:
        told(client.get(address), change)


@pytest.mark.parametrize("media_type", DATA)
@pytest.mark.parametrize("address", ["/workflows/try-again", "/api/v1/workflows/try-again"])
def test_each_form_of_data_is_gone(gone: tuple[Server, int], address: str, media_type: str) -> None:
    """One address, one answer, whatever form is asked for."""
    server, change = gone
    with server.client() as client:
        told(client.get(address, headers={"Accept": media_type}), change)


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_gone(gone: tuple[Server, int], page: str) -> None:
    """A person is told the same, in a page."""
    server, change = gone
    with server.client() as client:
        answer = client.get(page, headers={"Accept": "text/html"})

    assert 410 == answer.status_code
    assert f"change {change}" in answer.text.lower()


def test_who_writes_to_it_is_told_as_well(gone: tuple[Server, int]) -> None:
    """Somebody else has removed what is being edited."""
    server, change = gone
    headers = {"Authorization": f"Bearer {TOKEN}", "If-Match": "*"}
    with server.client(headers=headers) as client:
        path = "/api/v1/workflows/try-again"
        kind = {"Content-Type": "application/merge-patch+json"}
        told(client.patch(path, content=b'{"purpose": "None."}', headers=kind), change)
        told(client.delete(path), change)


def test_an_earlier_state_has_it_still_and_what_never_was_is_not_found(
    gone: tuple[Server, int],
) -> None:
    """Gone is said of what was there before that moment, and of nothing else."""
    server, change = gone
    with server.client() as client:
        path = "/api/v1/workflows/try-again"
        before = client.get(f"{path}?at={change - 1}")
        told(client.get(f"{path}?at={change}"), change)
        never = client.get("/api/v1/workflows/never-was")
        early = client.get(f"{path}?at=1")

    assert (200, 404, 404) == (before.status_code, never.status_code, early.status_code)
