"""Signing in, in a browser: the way in, the pages behind it, and out again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visiting import VisitPage

from serving import Server


@pytest.fixture(scope="module")
def closed(start_module_server: Callable[..., Server]) -> Server:
    return start_module_server(ROLEGRAPH_OPEN_READING="false", ROLEGRAPH_WRITE_TOKEN="a-token")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_person_signs_in_browses_and_leaves(
    scripts: bool, visit: VisitPage, closed: Server, axe: str
) -> None:
    """With a token and nothing else; the way leads on to the page that was wanted."""
    opened = visit("/workflows?limit=3", url=closed.url, scripts=scripts)
    page = opened.page
    page.get_by_label("Token").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    assert "The token is wrong." in page.get_by_role("alert").inner_text()
    if scripts:
        page.evaluate(axe)
        assert [] == page.evaluate(
            "async () => (await axe.run(document)).violations.map((one) => one.id)"
        )
    page.get_by_label("Token").fill("a-token")
    page.get_by_role("button", name="Sign in").click()

    page.wait_for_url("**/workflows?limit=3")
    page.get_by_role("link", name="Query").first.click()
    page.get_by_role("link", name="Responsibilities without a tool").click()
    expect(page.locator("#results tbody tr")).to_have_count(4)
    if scripts:
        page.wait_for_selector("#view table")
        page.get_by_role("combobox", name="Search the catalogue").press_sequentially("mai")
        page.get_by_role("option").filter(has_text="MAITE").first.wait_for()

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in to read").wait_for()
    assert [] == [p for p in opened.problems if "status of 401" not in p]
