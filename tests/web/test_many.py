"""Many things of a list changed at once, with plain forms alone."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import BytesIO
from typing import Any

import httpx
import pytest
from lxml import html
from openpyxl import load_workbook
from playwright.sync_api import Page
from visiting import VisitPage

from serving import Server, StartServer

TOKEN = "a-token-for-tests"
TOOLS = "/tools?view=table&limit=100"


@pytest.fixture(scope="module")
def writable(start_module_server: StartServer) -> Server:
    """A server of its own, since these tests write."""
    return start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)


def choose(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("checkbox", name=f"Choose {name}", exact=True).check()
    page.get_by_role("button", name="Change the chosen ones").click()


def set_to(page: Page, field: str, value: str) -> None:
    page.get_by_label(field, exact=True).select_option(label=value)
    page.get_by_role("button", name="Show what will change").click()


def state_of(server: Server, tool: str) -> str | None:
    with server.client() as client:
        found: str | None = client.get(f"/api/v1/tools/{tool}").json().get("status")
        return found


@pytest.mark.parametrize("scripts", [False, True])
def test_the_status_of_three_tools_is_set_and_taken_back(
    visit: VisitPage, writable: Server, *, scripts: bool
) -> None:
    """A spreadsheet sets a column in one go; so must what replaces it, and it can be undone."""
    page = visit(TOOLS, url=writable.url, scripts=scripts, width=390).page
    choose(page, "MAITE", "HEART", "ART")
    set_to(page, "Status", "draft")
    rows = page.locator("table.preview tbody tr").all_inner_texts()
    assert 3 == len(rows)
    assert all("Status" in row or "status" in row for row in rows)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 if scripts else True
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Save 3 changes").click()
    page.wait_for_url("**/changes/*")
    assert "3 things: 3 changed." in page.locator("main").inner_text()
    assert {"draft"} == {state_of(writable, one) for one in ("maite", "heart", "art")}

    revision = page.url.rpartition("/")[2]
    with writable.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        client.post(f"/api/v1/changes/{revision}/revert").raise_for_status()
    assert {None} == {state_of(writable, one) for one in ("maite", "heart", "art")}


def test_all_or_nothing_with_each_name_that_is_refused(visit: VisitPage, writable: Server) -> None:
    """Half a change is worse than none; who is asked to fix it has to know what."""
    page = visit(TOOLS, url=writable.url, scripts=False).page
    choose(page, "MAITE", "HEART")
    set_to(page, "Status", "approved")
    page.get_by_label("What is it for?").fill("Spring review")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Save 2 changes").click()
    told = page.get_by_role("alert").inner_text()

    assert "comes from a review" in told
    assert all(f"{name}: “{name}” may be called approved" in told for name in ("MAITE", "HEART"))
    assert {None} == {state_of(writable, one) for one in ("maite", "heart")}
    assert "Spring review" == page.get_by_label("What is it for?").input_value()
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Propose it instead").click()
    page.wait_for_url("**/proposals/*")
    assert "Spring review" in page.locator("h1").inner_text()


def form_of(client: httpx.Client, path: str) -> dict[str, list[str]]:
    """Return the hidden fields of the form that writes."""
    text = client.get(path, headers={"Accept": "text/html"}).text
    form = text[text.index('method="post"') :]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(unescape(value))
    return found


def test_what_somebody_changed_meanwhile_is_not_overwritten(writable: Server) -> None:
    """Ten minutes lie between looking and saving; nobody else's work is lost in them."""
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    path = "/edit-many/tools?thing=tools/maite&thing=tools/heart&to.status=draft"
    with writable.client() as client:
        form = form_of(client, path)
        kind = {"If-Match": "*", "Content-Type": "application/merge-patch+json", **bearer}
        client.patch("/api/v1/tools/heart", json={"purpose": "Other."}, headers=kind)
        late = client.post("/edit-many/tools", data={**form, "token": TOKEN})
        strange = client.post("/edit-many/tools", data={**form, "token": "x" * 40})
        fresh = client.post("/edit-many/tools", data={**form_of(client, path), "token": TOKEN})

    assert (412, 401, 303) == (late.status_code, strange.status_code, fresh.status_code)
    assert "Somebody changed one of these meanwhile" in late.text


@pytest.mark.parametrize(
    "query",
    ["thing=tools/nothing", "thing=tools/maite&to.status=lost", "to.purpose=x", "colour=red"],
)
def test_what_is_not_understood_is_refused(client: httpx.Client, query: str) -> None:
    """Silence would look like a change that was made."""
    answer = client.get(f"/edit-many/tools?{query}", headers={"Accept": "text/html"})

    assert answer.status_code in {400, 404}, answer.text


def told_by_steps(client: httpx.Client, path: str) -> dict[str, str]:
    """Return what a table of things says of steps: page of a thing → text."""
    found: dict[str, str] = {}
    text = client.get(path, headers={"Accept": "text/html"}).raise_for_status().text
    for row in html.fromstring(text).iterfind(".//table[@class='things']/tbody/tr"):
        for one in row.iterfind(".//*[@class='by-steps']"):
            found[str(row.find("th/a").get("href"))] = one.text_content()
    return found


def taken_along(client: httpx.Client, path: str) -> list[dict[str, str]]:
    """Return the rows of the CSV that a list offers, which must be those of its Excel."""
    links = re.findall(r'href="([^"]+format=(?:csv|xlsx))"', client.get(path).text)
    text, book = (client.get(unescape(link)).raise_for_status() for link in links)
    head, *rows = list(load_workbook(BytesIO(book.content)).active.values)  # type: ignore[union-attr]
    found = list(csv.DictReader(text.text.splitlines()))
    assert [["" if cell is None else str(cell) for cell in row] for row in rows] == [
        [*one.values()] for one in found
    ]
    assert list(head) == [*found[0]]
    return found


def test_what_steps_say_finds_a_persona_and_her_role(writable: Server) -> None:
    """Whoever asks who uses a tool, or works in a stage, means those as well whose steps do."""
    head = {"Authorization": f"Bearer {TOKEN}", "Accept": "*/*"}
    with writable.client(headers=head) as client:

        def items(path: str) -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = client.get(f"/api/v1/{path}").json()["items"]
            return found

        def listed(path: str) -> list[str]:
            text = client.get(path, headers={"Accept": "text/html"}).raise_for_status().text
            return re.findall(r'<li>\s*<h2><a href="([^"]+)">', text)

        persona = next(one for one in items("personas?limit=100") if one.get("workflows"))
        at = persona["representsRole"]["href"]
        role = client.get(at).json()
        step = items(f"steps?performedByRole={role['id']}&stepOf={persona['workflows'][0]['id']}")[
            0
        ]
        used = {one["id"] for one in (*persona.get("tools", []), *step.get("tools", []))}
        tool = next(one for one in items("tools?limit=100") if one["id"] not in used)
        stages = {one["id"] for one in role.get("operatesInStage", [])}
        stage = next(one for one in items("lifecycle-stages") if one["id"] not in stages)
        body = {
            "tools": [*({"id": one["id"]} for one in step.get("tools", [])), {"id": tool["id"]}],
            "operatesInStage": {"id": stage["id"]},
        }
        merge = {"If-Match": "*", "Content-Type": "application/merge-patch+json"}
        client.patch(step["href"], json=body, headers=merge).raise_for_status()

        page = persona["href"].removeprefix("/api/v1")
        text = client.get(page, headers={"Accept": "text/html"}).text
        uses = re.search(r"<dt>Uses in steps</dt><dd>(.*?)</dd>", text)
        assert uses is not None
        assert tool["label"] in uses[1]
        rows = told_by_steps(client, "/personas?view=table&limit=100")
        assert tool["label"] in rows[page]
        assert rows[page].startswith("Uses in steps")
        [told] = [
            one for one in taken_along(client, "/personas") if one["Address"] == persona["id"]
        ]
        assert tool["label"] in told["Uses in steps"].split(" | ")
        assert tool["label"] not in told["Tools"].split(" | ")
        by_tool = f"/personas?tools={tool['id']}&limit=100"
        assert page in listed(by_tool)
        assert page in listed(by_tool.replace(tool["id"], tool["id"].rpartition("/")[2]))
        assert at.removeprefix("/api/v1") in listed(f"/roles?operatesInStage={stage['id']}")
        text = client.get(by_tool, headers={"Accept": "text/html"}).text
        chosen = re.search(r"selected>[^<]+ \((\d+)\)", text)
        if chosen is not None:  # few personas are chosen from by eye
            assert int(chosen[1]) == len(listed(by_tool))
        taken = re.search(r'href="([^"]+format=csv)"', text)
        assert taken is not None
        rows = list(csv.DictReader(client.get(unescape(taken[1])).text.splitlines()))
        assert len(listed(by_tool)) == len(rows)
        assert "What is missing" not in rows[0]
        refused = client.get("/personas?tools=nothing", headers={"Accept": "text/html"})
        assert (400, True) == (refused.status_code, "There is no" in refused.text)


def test_a_table_of_roles_has_the_stages_of_their_steps(writable: Server) -> None:
    """A column that knows less than the page of the role sends people to each page."""
    head = {"Authorization": f"Bearer {TOKEN}", "Accept": "*/*", "If-Match": "*"}
    table, page = "/roles?view=table&limit=100", "/roles/ai-red-teamer"
    with writable.client(headers=head) as client:

        def write(address: str, body: dict[str, Any]) -> None:
            merge = {"Content-Type": "application/merge-patch+json"}
            client.patch(address, json=body, headers=merge).raise_for_status()

        role = client.get(f"/api/v1{page}").json()
        own = [{"id": one["id"]} for one in role["operatesInStage"]]
        at = {"performedByRole": role["id"]}
        step = client.get("/api/v1/steps", params=at).json()["items"][0]["href"]
        stages = client.get("/api/v1/lifecycle-stages").json()["items"]
        stage = next(one for one in stages if {"id": one["id"]} not in own)

        write(step, {"operatesInStage": {"id": stage["id"]}})
        shown = told_by_steps(client, table)
        assert f"By its steps also in {stage['label']}" == shown[page]
        column = "By its steps also in"
        for row in taken_along(client, table):
            told = f"{column} {row[column]}" if row[column] else None
            assert shown.get(f"/roles/{row['Address'].rpartition('/')[2]}") == told
        write(role["href"], {"operatesInStage": [*own, {"id": stage["id"]}]})
        assert page not in told_by_steps(client, table)  # what is stated is not said again
        write(role["href"], {"operatesInStage": own})
        assert page in told_by_steps(client, table)
        write(step, {"status": "retired"})
        assert page not in told_by_steps(client, table)
        said = client.get(page, headers={"Accept": "text/html"}).text
        assert "By its steps also in" not in said
