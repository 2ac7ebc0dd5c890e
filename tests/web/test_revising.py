"""A proposal is given another change in the form that it was written in.

Whoever was asked for changes had to write the same change once more, as a new proposal.
"""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from lxml import html
from visiting import VisitPage

from new_persona import PERSONA
from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer

TOOL = "/api/v1/tools/nrtk"
OPERATIONS = {
    "tool": [
        {"method": "PATCH", "path": TOOL, "body": {"purpose": "Adds weather."}, "ifMatch": "*"}
    ],
    "persona": PERSONA,
}


@pytest.fixture(scope="module")
def pair(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Server, str, str]:
    """A service, and the tokens of two editors."""
    folder = tmp_path_factory.mktemp("revising")
    tokens = Tokens(folder)
    ada, bo = (tokens.create(name, AccessRole.EDITOR) for name in ("ada", "bo"))
    return start_module_server(data_dir=folder), ada, bo


def proposed(client: httpx.Client, token: str, what: str, **more: Any) -> dict[str, Any]:
    """Propose something and return the proposal."""
    body = {"title": f"A {what}", "operations": OPERATIONS[what], **more}
    answer = client.post(
        "/api/v1/proposals", json=body, headers={"Authorization": f"Bearer {token}"}
    )
    assert 201 == answer.status_code, answer.text
    found: dict[str, Any] = answer.json()["proposal"]
    return found


def form_of(client: httpx.Client, number: int) -> tuple[str, dict[str, Any]]:
    """Return the address of the form that a proposal leads to, and what it is filled with."""
    page = html.fromstring(client.get(f"/proposals/{number}").text)
    [address] = page.xpath("//a[contains(@href, '?proposal=')]/@href")
    [form] = html.fromstring(client.get(address).text).xpath("//*[@id='form']/@data-form")
    fields: dict[str, Any] = json.loads(form)["proposal"]["fields"]
    return address, fields


def test_the_form_of_a_proposal_has_what_it_says_and_not_what_is_there(
    pair: tuple[Server, str, str],
) -> None:
    """What was proposed is not to be typed once more."""
    server, ada, _ = pair
    with server.client() as client:
        one = proposed(client, ada, "tool")
        address, fields = form_of(client, one["number"])
        now = client.get(TOOL).json()["purpose"]

    assert f"/edit/tools/nrtk?proposal={one['number']}" == address
    assert "Adds weather." == fields["purpose"] != now


def test_new_things_inside_a_new_one_stand_in_the_form_as_they_were_written(
    pair: tuple[Server, str, str],
) -> None:
    """A persona is proposed together with her workflow and its steps."""
    server, ada, _ = pair
    with server.client() as client:
        one = proposed(client, ada, "persona")
        address, fields = form_of(client, one["number"])

    assert f"/edit/personas?proposal={one['number']}" == address
    [workflow] = fields["workflows"]
    steps = workflow["draft"]["steps"]
    assert ["Step one", "Step two"] == [step["draft"]["label"] for step in steps]
    assert not {"stepOf", "stepOrder", "precededBy"} & steps[0]["draft"].keys()


def test_who_was_asked_for_changes_revises_it_in_the_form(
    pair: tuple[Server, str, str], visit: VisitPage
) -> None:
    """The revision takes the place of what was proposed, and the page says who asked and why."""
    server, ada, bo = pair
    with server.client() as client:
        one = proposed(client, ada, "persona")
        place = f"/api/v1/proposals/{one['number']}"
        said = {"text": "Which model?"}
        headers = {"Authorization": f"Bearer {bo}"}
        assert client.post(f"{place}/change-request", json=said, headers=headers).is_success
        page = visit(f"/proposals/{one['number']}", url=server.url).page
        page.locator(".decide[data-ready]").wait_for()
        assert not page.get_by_role("link", name="Revise it in the form").is_visible()
        page.get_by_label("Token").fill(ada)
        page.keyboard.press("Tab")
        page.get_by_role("link", name="Revise it in the form").click()
        page.locator("#form[data-ready]").wait_for()
        assert page.get_by_text("bo asked for changes: Which model?").is_visible()
        page.locator("[data-field=workflows] [data-field=purpose] textarea").first.fill(
            "A model of 3 GB."
        )
        page.locator(".state", has_text="It can be proposed").wait_for(timeout=30_000)
        page.get_by_role("button", name="Review and propose").click()
        dialog = page.locator("dialog[open]")
        dialog.get_by_label("What did you change?").fill("The size of the model.")
        dialog.get_by_role("button", name="Propose it anew").click()
        page.wait_for_url(f"**/proposals/{one['number']}")
        page.get_by_text("The size of the model.").wait_for()
        now = client.get(place).json()

    assert "open" == now["status"]
    assert [] == now["changes_asked_by"]
    assert ["request", "revision"] == [remark["kind"] for remark in now["remarks"]]
    assert "A model of 3 GB." in json.dumps(now["things"])
    assert one["added"] == now["added"]


def test_what_was_withdrawn_is_proposed_anew_and_each_names_the_other(
    pair: tuple[Server, str, str],
) -> None:
    """The discussion of the first one stays within reach."""
    server, ada, _ = pair
    with server.client() as client:
        first = proposed(client, ada, "tool")
        place = f"/api/v1/proposals/{first['number']}"
        headers = {"Authorization": f"Bearer {ada}"}
        body = {"title": "Again", "operations": OPERATIONS["tool"], "follows": first["number"]}
        early = client.post("/api/v1/proposals", json=body, headers=headers)
        assert client.post(f"{place}/withdrawal", json={}, headers=headers).is_success
        address, _ = form_of(client, first["number"])
        second = proposed(client, ada, "tool", follows=first["number"])
        pages = [client.get(f"/proposals/{n}").text for n in (first["number"], second["number"])]
        graph = "SELECT ?old { GRAPH ?g { ?new <http://www.w3.org/ns/prov#wasRevisionOf> ?old } }"
        rows = client.get(
            "/sparql",
            params={
                "query": graph,
                "named-graph-uri": "https://w3id.org/rolegraph/graph/proposals",
            },
        ).json()["results"]["bindings"]

    assert 409 == early.status_code
    assert address.endswith(f"?proposal={first['number']}")
    assert f"proposal {second['number']}</a>" in pages[0]
    assert f"proposal {first['number']}</a>" in pages[1]
    assert [f"proposal-{first['number']}"] == [r["old"]["value"].split("#")[1] for r in rows]
