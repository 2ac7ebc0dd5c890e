"""`make pages`: a walk through every kind of page, on catalogues of other people and sizes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page
from test_html import OF_SCRIPTS, told
from test_pages import CONTRAST, IDS_TWICE, OVERFLOW, SERIOUS, TRANSFERRED
from visiting import VisitPage

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer
from walking import pages

CATALOGUES = os.environ.get("ROLEGRAPH_PAGES", "").split()
ONLY = re.compile(os.environ.get("ROLEGRAPH_ONLY", ""))
"""Of the pages only those whose address has this in it, where a few are looked at again."""
HARBOUR = Path(__file__).parents[2] / "examples" / "harbour"
WITH_AN_EDITOR = ("/query", "/edit/")
"""Pages that bring an editor of text, which may weigh more."""
BEGIN = ("/", "/search?q=plan", "/roles/nobody", "/changes?since=x", "/query?query=SELECT")
"""The first page, and pages that no link leads to: a search, and errors."""

pytestmark = pytest.mark.skipif(not CATALOGUES, reason="make pages runs it")


def served(name: str, folder: Path, start: StartServer) -> Server:
    """Serve the sample, the harbour, or made-up roles in the number that the name is."""
    if name.isdecimal():
        made = folder / "made.nq"
        command = [sys.executable, "-m", "rolegraph"]
        subprocess.run([*command, "generate", "--roles", name, "-o", made], check=True)
        data = folder / "data"
        load = ["load", made, "--data-dir", data, "--guard", "off", "--batch", "100000"]
        subprocess.run([*command, *load], check=True)
        return start(data_dir=data)
    return start(*([str(HARBOUR)] if name == "harbour" else []), data_dir=folder / "data")


def propose(server: Server, ada: str, bo: str) -> list[str]:
    """Leave a proposal in each state, one overtaken by a commit; return their pages."""
    with server.client(headers={"Authorization": f"Bearer {ada}"}) as client:
        tools = client.get("/api/v1/tools", params={"limit": 2}).json()["items"]

        def made(title: str, tool: str) -> str:
            change = {"method": "PATCH", "path": tool, "ifMatch": "*"}
            operations = [{**change, "body": {"purpose": f"{title}, at last."}}]
            body = {"title": title, "reason": "The page is wrong.", "operations": operations}
            answer = client.post("/api/v1/proposals", json=body)
            assert answer.is_success, answer.text
            number = answer.json()["proposal"]["number"]
            remark = {"text": "لماذا؟ 为什么?"}
            client.post(f"/api/v1/proposals/{number}/remarks", json=remark).raise_for_status()
            return f"/proposals/{number}"

        def end(page: str, act: str, token: str) -> None:
            head = {"Authorization": f"Bearer {token}"}
            body = {"text": "So be it."}
            client.post(f"/api/v1{page}/{act}", json=body, headers=head).raise_for_status()

        overtaken, declined, withdrawn, approved = (
            made(title, tools[0]["href"])
            for title in ("Say what it is for", "Say it shorter", "Say it longer", "Say it well")
        )
        end(declined, "refusal", bo)
        end(withdrawn, "withdrawal", ada)
        end(approved, "approval", bo)  # so the first is overtaken
        return [overtaken, declined, withdrawn, approved, made("Say it", tools[1]["href"])]


def looked_at(page: Page) -> list[str]:
    """Return what is wrong with a page as it stands: both themes, three widths."""
    found = [*page.evaluate(SERIOUS), *page.evaluate(IDS_TWICE)]
    page.emulate_media(color_scheme="dark")
    found += page.evaluate(CONTRAST)
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 800})
        if over := page.evaluate(OVERFLOW):
            found.append(f"{over} pixels wider than {width}")
    found += page.evaluate(SERIOUS)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 800})
    return found


def with_errors(page: Page, path: str, token: str) -> Iterator[list[str]]:
    """Have forms and proposals show errors and dialogs; give what is wrong with each."""
    if path.startswith("/edit/") and page.get_by_role("button", name="Review and save").count():
        page.get_by_label("Token").fill(token)
        if path.count("/") == 2:
            page.get_by_role("button", name="Review and save").click()
            page.locator(".wrong").first.wait_for()
            for begin in page.get_by_role("button", name="New ").all()[:3]:
                begin.click()
            yield looked_at(page)
        elif page.locator("[data-field=label] input").count():
            name = page.locator("[data-field=label] input").first
            name.fill("")
            page.locator(".wrong").first.wait_for()
            yield looked_at(page)
            name.fill("审计 الأداة")
            page.locator(".state", has_text="can be").wait_for()
            page.get_by_role("button", name="Review and save").click()
            page.locator("dialog[open]").wait_for()
            yield looked_at(page)
    elif path.startswith("/proposals/") and page.locator(".decide[data-ready]").count():
        page.get_by_label("Token").fill(token)
        page.get_by_role("button", name="Approve").click()
        page.locator(".told p").wait_for()
        yield looked_at(page)


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_page_is_valid_light_and_accessible(
    name: str, visit: VisitPage, axe: str, start_server: StartServer, tmp_path: Path
) -> None:
    """What holds for the pages of the sample has to hold for everybody's."""
    (tmp_path / "data").mkdir()
    tokens = Tokens(tmp_path / "data")
    token, other = (tokens.create(one, AccessRole.EDITOR) for one in ("ada", "bo"))
    server = served(name, tmp_path, start_server)
    proposals = propose(server, token, other)
    wrong: list[str] = []
    made: dict[str, str] = {}
    with server.client(headers={"Accept": "text/html"}) as client:
        # Made-up roles are alike: one page of each kind.
        walked = list(pages(client, 1 if name.isdecimal() else 2, BEGIN))
        plain = next(one for one in walked if one.startswith("/tools/")).replace(
            "/", "/edit-plain/", 1
        )
        walked = list(dict.fromkeys([*walked, *proposals, "/edit-plain/workflows", plain]))
        assert len(walked) > 100
        walked = [path for path in walked if ONLY.search(path)]
        markup = {path: client.get(path).text for path in walked}
    for path in walked:
        opened = visit(path, url=server.url, width=1440)
        page = opened.page
        page.evaluate(axe)
        found = [*opened.problems, *looked_at(page)]
        weight = page.evaluate(TRANSFERRED)
        if weight >= 100_000 and not path.startswith(WITH_AN_EDITOR):
            found.append(f"{weight} bytes")
        try:
            for place, one in enumerate(with_errors(page, path, token)):
                found += [f"with errors: {what}" for what in one]
                made[f"{path} with errors {place}"] = page.content()
        except Error as error:  # the pages behind it are looked at all the same
            found.append(f"it could not be used: {error.message.splitlines()[0]}")
        told_here = [one for one in dict.fromkeys(found) if "Failed to load resource" not in one]
        sys.stdout.write("".join(f"{path}: {one}\n" for one in told_here) or f"{path}\n")
        sys.stdout.flush()
        wrong += [f"{path}: {one}" for one in told_here]
        page.context.close()

    assert [] == wrong
    assert not told(markup, tmp_path / "markup")
    assert not told(made, tmp_path / "made", *OF_SCRIPTS)
