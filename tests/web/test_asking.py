"""The query page while somebody works on it: a query is cancelled, and those before are found."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Page
from test_pages import OVERFLOW, SERIOUS
from visiting import VisitPage

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import StartServer

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""Every combination of four triples: nobody sees its end."""

PREFIX = "PREFIX rg: <https://w3id.org/rolegraph/ontology#>\n"


MANY = "".join(f"VALUES ?a{n} {{ {' '.join(map(str, range(900)))} }} " for n in range(4))
"""Rows of which no processor sees the end."""


@pytest.fixture(scope="module")
def operator(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """Who sees the queries of a server that lets them run for ten minutes."""
    folder = tmp_path_factory.mktemp("patient")
    token = Tokens(folder).create("ops", AccessRole.ADMIN)
    server = start_module_server(data_dir=folder, ROLEGRAPH_QUERY_TIMEOUT="600")
    with server.client(headers={"Authorization": f"Bearer {token}"}) as client:
        yield client


def until_running(operator: httpx.Client, number: int) -> None:
    """Wait until so many queries run."""
    while len(operator.get("/api/v1/running").json()["items"]) != number:
        time.sleep(0.02)


def write(page: Page, text: str) -> None:
    """Write a query in place of the one that stands there."""
    plain, editor = page.locator("#query-text"), page.locator("#query-editor")
    if not page.locator(".own-query[open]").count():
        page.locator(".own-query summary").click()
    if plain.is_visible():
        plain.focus()
    editor.focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def asked(page: Page) -> list[str]:
    return page.locator("#asked li > :first-child").all_text_contents()


def test_a_running_query_is_cancelled_by_keyboard_and_the_service_ends_it(
    visit: VisitPage, operator: httpx.Client
) -> None:
    """Who sees that a query was meant otherwise neither waits nor keeps a processor busy."""
    opened = visit("/query", url=str(operator.base_url))
    page = opened.page
    page.wait_for_selector("form[data-ready]", state="attached")
    cancel = page.get_by_role("button", name="Cancel")
    assert not cancel.is_visible()

    write(page, ENDLESS)
    page.keyboard.press("Control+Enter")
    cancel.wait_for()
    until_running(operator, 1)
    cancel.press("Enter")

    until_running(operator, 0)
    page.locator("#results", has_text="Cancelled after").wait_for()
    assert not cancel.is_visible()
    assert "Run" == page.evaluate("document.activeElement.textContent")
    assert [ENDLESS] == asked(page)
    assert "cancelled" in (page.locator("#asked li small").text_content() or "")

    write(page, "ASK {}")
    page.keyboard.press("Control+Enter")
    page.locator("#results .big", has_text="yes").wait_for()
    assert [] == opened.problems


def test_who_leaves_the_page_of_a_query_ends_it_also_without_scripts(
    operator: httpx.Client,
) -> None:
    """The Stop button of the browser is the only way there."""
    url = operator.base_url
    with socket.create_connection((url.host, url.port or 80)) as browser:
        browser.sendall(
            f"GET /query?query={quote(ENDLESS)} HTTP/1.1\r\nHost: {url.host}\r\n\r\n".encode()
        )
        until_running(operator, 1)

    until_running(operator, 0)


def test_queries_asked_before_are_found_again_in_this_browser_only(
    visit: VisitPage, axe: str
) -> None:
    """Nobody writes the same query twice, and what was asked is nobody else's business."""
    opened = visit("/query?name=support-lost-without-a-tool&tool=maite")
    page = opened.page
    page.locator("#view table").wait_for()
    page.goto("/query")
    page.wait_for_selector("form[data-ready]", state="attached")
    for text in (f"{PREFIX}SELECT * {{ ?tool a rg:Tool }}", "ASK { <urn:private-word> ?b ?c }"):
        write(page, text)
        page.keyboard.press("Control+Enter")
        page.wait_for_url(f"**/query?query={quote(text, safe='!()*')}*")
    page.goto("/query")
    page.wait_for_selector("form[data-ready]", state="attached")
    assert page.get_by_label("SPARQL").is_visible(), "who writes queries finds the field open"
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))

    page.locator("#asked summary").press("Enter")
    assert ["ASK { <urn:private-word> ?b ?c }", "SELECT * { ?tool a rg:Tool }"] == asked(page)[:2]
    assert "What loses support if a tool is withdrawn: maite" == asked(page)[2]
    assert "tool=maite" in (page.locator("#asked a").get_attribute("href") or "")
    lines = page.locator("#asked li small").all_text_contents()
    for line, outcome in zip(lines, (" · no · ", " rows · ", " rows · "), strict=True):
        assert outcome in line
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[data-editor]")
    assert "private-word" in page.locator(".CodeMirror").inner_text()
    assert [] == [one for one in sent if "private-word" in one]

    page.set_viewport_size({"width": 390, "height": 800})
    page.evaluate(axe)
    assert 0 == page.evaluate(OVERFLOW)
    assert [] == page.evaluate(SERIOUS)

    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Clear").press("Enter")
    assert [] == asked(page)
    page.reload()
    page.wait_for_selector("form[data-ready]", state="attached")
    assert [] == asked(page)
    assert [] == opened.problems


def test_a_query_is_saved_in_the_catalogue_for_others_to_run(
    visit: VisitPage, operator: httpx.Client, axe: str
) -> None:
    """What one has worked out, all can ask; it is a thing like others, with rules and a history."""
    page = visit("/query", url=str(operator.base_url)).page
    page.wait_for_selector("form[data-ready]", state="attached")
    text = f"{PREFIX}\nSELECT ?tool {{\n  ?tool a rg:Tool\n}}"
    write(page, text)
    page.get_by_role("button", name="Save in the catalogue").click()
    page.locator("#form[data-ready]").wait_for()
    assert text == page.locator("[data-field=query] textarea").input_value()

    page.get_by_label("Token").fill(operator.headers["Authorization"].removeprefix("Bearer "))
    page.locator("[data-field=label] input").first.fill("Every tool of ours")
    page.locator("[data-field=description] textarea").first.fill("For the review in May.")
    page.locator(".state", has_text="It can be saved").wait_for()
    page.get_by_role("button", name="Review and save").click()
    page.locator("dialog[open]").get_by_role("button", name="Save").click()
    page.wait_for_url("**/saved-queries/every-tool-of-ours")
    page.evaluate(axe)
    assert [] == page.evaluate(SERIOUS)

    other = visit("/query", url=str(operator.base_url))
    other.page.get_by_role("link", name="Every tool of ours").click()
    other.page.locator("#view table").wait_for()
    assert text == other.page.locator("#query-text").input_value()
    assert "For the review in May." in other.page.locator("main").inner_text()
    other.page.set_viewport_size({"width": 390, "height": 800})
    other.page.evaluate(axe)
    assert 0 == other.page.evaluate(OVERFLOW)
    assert [] == other.page.evaluate(SERIOUS)

    latest = operator.get("/api/v1/changes", params={"limit": 1}).json()["items"][0]
    assert "saved-queries/every-tool-of-ours" in str(operator.get(latest["href"]).json())
    assert [] == other.problems


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("CLEAR ALL", "SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("SELECT * {\n  ?tool a\n}", "must be one query in SPARQL; line 3, column 1"),
        ("SELECT * { ?tool a rg:Tool }", "a prefix is not declared"),
        ("DELETE { ?a ?b ?c } WHERE { SELECT * { ?a ?b ?c } }", "must be one query in SPARQL"),
        (f"ASK {{ {MANY}FILTER(?a0 + ?a1 + ?a2 + ?a3 < 0) }}", "could not be read in time"),
    ],
    ids=["update", "unfinished", "prefix", "hidden update", "endless"],
)
def test_what_is_no_query_is_not_saved(operator: httpx.Client, text: str, told: str) -> None:
    """What is saved others run: a fault would be theirs to find, and an update a trap."""
    said = {"label": "Empty it", "description": "All goes.", "query": text}
    refused = operator.post("/api/v1/saved-queries", json=said)

    assert 422 == refused.status_code
    assert told in refused.text
    assert 404 == operator.get("/query?saved=empty-it").status_code


def test_the_list_of_questions_leads_to_those_that_people_saved(operator: httpx.Client) -> None:
    """Who looks for queries looks there first."""
    said = {"label": "All", "description": "All.", "query": "ASK { SERVICE <http://[::1]:9> {} }"}
    saved = operator.get("/api/v1/queries").json()["saved"]

    assert 201 == operator.post(saved, json=said).status_code  # it is read, and not run
    assert "All" in [one["label"] for one in operator.get(saved).json()["items"]]
