"""Two people in two browsers: propose, comment, conflict, approve, and take back."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page
from visiting import VisitPage

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer

Pair = tuple[Server, str, str]


@pytest.fixture(scope="module")
def pair(start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A service, and the tokens of two editors."""
    folder = tmp_path_factory.mktemp("pair")
    tokens = Tokens(folder)
    ada, bo = (tokens.create(name, AccessRole.EDITOR) for name in ("ada", "bo"))
    return start_module_server(data_dir=folder), ada, bo


def propose(page: Page, token: str, purpose: str, title: str) -> None:
    """Change the purpose of a tool in its form, and propose that."""
    page.locator("#form[data-ready]").wait_for()
    page.get_by_label("Token").fill(token)
    page.get_by_label("Token").press("Tab")
    page.locator("[data-field=purpose] textarea").fill(purpose)
    page.locator(".state", has_text="It can be saved").wait_for()
    page.get_by_role("button", name="Review and save").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("What is it for?").fill(title)
    dialog.get_by_role("button", name="Propose it instead").click()
    page.wait_for_url("**/proposals/*")


def say(page: Page, token: str, words: str, act: str) -> None:
    """Say something about a proposal on its page."""
    place = page.locator(".decide[data-ready]")
    place.get_by_label("Token").fill(token)
    place.get_by_label("Your words").fill(words)
    place.get_by_role("button", name=act).click()


def test_two_people_work_on_one_thing_and_lose_nothing(pair: Pair, visit: VisitPage) -> None:
    """Each sees what the other did, and nothing is written over unseen."""
    server, ada, bo = pair
    hers = visit("/edit/tools/nrtk", url=server.url).page
    propose(hers, ada, "Purpose by Ada.", "Say what NRTK is for")
    number = hers.url.rpartition("/")[2]

    his = visit(f"/proposals/{number}", url=server.url).page
    assert "Purpose by Ada." in (his.locator("main").text_content() or "")
    say(his, bo, "Where does it say so?", "Comment")
    his.get_by_text("Where does it say so?").first.wait_for()
    hers.reload()
    hers.get_by_text("Where does it say so?").first.wait_for()
    say(hers, ada, "", "Approve")
    hers.locator(".told").get_by_text("somebody else must approve it").wait_for()

    with httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {bo}"}) as client:
        client.patch(
            "/api/v1/tools/nrtk",
            json={"purpose": "Written by Bo meanwhile."},
            headers={"If-Match": "*", "Content-Type": "application/merge-patch+json"},
        ).raise_for_status()
    his.reload()
    his.get_by_text("It cannot be made now.").wait_for()
    say(his, bo, "", "Approve")
    his.locator(".told").get_by_text("later commits changed the same things").wait_for()
    say(his, bo, "Overtaken, please propose it again.", "Decline")
    his.locator(".lead .badge").get_by_text("declined").wait_for()

    again = visit("/edit/tools/nrtk", url=server.url).page
    propose(again, ada, "Purpose of both.", "Say it for both")
    his.goto(again.url)
    say(his, bo, "Good.", "Approve")
    his.locator(".lead .badge").get_by_text("approved").wait_for()
    again.goto(f"{server.url.rstrip('/')}/tools/nrtk")
    assert "Purpose of both." in (again.locator("main").text_content() or "")

    his.get_by_role("link", name="revision").first.click()
    his.get_by_text("Take this commit back").click()
    his.get_by_label("Token").fill(bo)
    his.get_by_role("button", name="Take it back").click()
    his.get_by_role("heading", name="Take back revision").wait_for()
    again.reload()
    assert "Written by Bo meanwhile." in (again.locator("main").text_content() or "")
    listed = visit("/proposals", url=server.url).page
    assert 2 == listed.get_by_role("rowheader").count()
