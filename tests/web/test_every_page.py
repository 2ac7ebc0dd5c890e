"""`make pages`: a walk through every kind of page, on catalogues of other people and sizes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page
from refusals import Refusal, overtake, refusals, told_wrong
from test_html import OF_SCRIPTS, told
from test_pages import CONTRAST, IDS_TWICE, OVERFLOW, SERIOUS, TRANSFERRED
from visiting import AXE, VisitPage

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer
from walking import pages

CATALOGUES = os.environ.get("ROLEGRAPH_PAGES", "").split()
ONLY = re.compile(os.environ.get("ROLEGRAPH_ONLY", ""))
"""Of the pages only those whose address has this in it, where a few are looked at again."""
STRUCTURES = Path(__file__).parents[1] / "documents" / "structures"
DOCUMENTS = [STRUCTURES / "raci.xlsx", STRUCTURES / "actor-ja.md", Path(__file__)]
"""What is sent to be read: a matrix, roles in another script, and what is none."""
HARBOUR = Path(__file__).parents[2] / "examples" / "harbour"
WITH_AN_EDITOR = ("/query", "/edit/")
"""Pages that bring an editor of text, which may weigh more."""
BEGIN = ("/", "/search?q=plan")
"""The first page, and one that no link leads to."""
SEND = """([action, fields]) => {
  const form = Object.assign(document.createElement('form'), { method: 'post', action });
  for (const [name, value] of fields)
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  document.body.append(form);
  form.submit();
}"""
"""Sends a form as a page without scripts would."""
PASTE = """(input, text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""
SHEET = (
    "name\tweight\trole\tuses\nDraw\t3\tNobody\tSplitter; Sieve\nCheck\t4\tNobody else\tSplitter"
)
"""Rows of a spreadsheet with a column and names that no catalogue knows."""

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
    return start(*options(name), data_dir=folder / "data")


def options(name: str) -> list[str]:
    """Return the options of a server on what a name stands for, at every start."""
    return [str(HARBOUR)] if name == "harbour" else []


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
    found = [*page.evaluate(IDS_TWICE)]
    for width, theme in ((1440, "light"), (1024, "dark"), (390, "dark")):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 800})
        if over := page.evaluate(OVERFLOW):
            found.append(f"{over} pixels wider than {width}")
        found += [f"{width}, {theme}: {one}" for one in page.evaluate(SERIOUS)]
    page.emulate_media(color_scheme="light")
    found += [f"390, light: {one}" for one in page.evaluate(CONTRAST)]
    page.set_viewport_size({"width": 1440, "height": 800})
    return found


def with_errors(page: Page, path: str, token: str, server: Server) -> Iterator[list[str]]:
    """Have forms and proposals show errors and dialogs; give what is wrong with each.

    Args:
        page: shows the page.
        path: its address.
        token: of somebody who may write.
        server: where somebody else changes the thing of a form meanwhile.
    """
    if path.startswith("/edit/") and page.get_by_role("button", name="Review and save").count():
        page.get_by_label("Token").fill(token)
        if path.count("/") == 2:
            page.get_by_role("button", name="Review and save").click()
            page.locator(".wrong").first.wait_for()
            for begin in page.get_by_role("button", name="New ").all()[:3]:
                begin.click()
            yield looked_at(page)
            if path == "/edit/workflows":
                step = page.locator("[data-field=steps] .line [data-field=label] input").first
                step.evaluate(PASTE, SHEET)
                page.locator(".lost li").nth(2).wait_for()
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
            page.get_by_role("button", name="Back to the form").click()
        if path.startswith("/edit/roles/"):
            page.get_by_role("button", name="Delete").click()
            page.locator("dialog[open]").get_by_role("button", name="Delete", exact=True).click()
            page.locator("dialog[open] [role=status] *").first.wait_for()
            yield looked_at(page)
        elif path.startswith("/edit/tools/"):
            overtake(server, path.replace("/edit/", "/api/v1/"), token)
            page.locator("[data-field=purpose] textarea").fill("Mine.")
            page.get_by_role("button", name="Choose what to keep").click()
            page.locator("dialog[open]", has_text="changed it meanwhile").wait_for()
            yield looked_at(page)
    elif path.startswith("/read"):
        yield from with_documents(page) if path == "/read" else taking_out(page, token)
    elif path.startswith("/proposals/") and page.locator(".decide[data-ready]").count():
        page.get_by_label("Token").fill(token)
        page.get_by_role("button", name="Decline").click()
        page.locator(".told p").wait_for()
        yield looked_at(page)


def with_documents(page: Page) -> Iterator[list[str]]:
    """Have documents read, and one that is none."""
    for document in DOCUMENTS:
        page.locator("#document").set_input_files(document)
        with page.expect_navigation():
            page.get_by_role("button", name="Read it").click()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        yield looked_at(page)


def taking_out(page: Page, token: str) -> Iterator[list[str]]:
    """See what taking a document out would do, and what the rules say of it."""
    page.get_by_label("Token").fill(token)
    with page.expect_navigation():
        page.get_by_role("button", name="Show what would go").click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    yield looked_at(page)


def with_a_wrong_token(page: Page) -> Iterator[list[str]]:
    """Sign in with a token that is none."""
    page.get_by_label("Token").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    yield looked_at(page)


class Walk:
    """Looks at pages one after the other, and notes what is wrong.

    Args:
        visit: opens pages.
        axe: the source of the accessibility checker.
        server: whose pages these are.

    Attributes:
        wrong: what was found, each with its page.
        markup: page → what the server sent.
        made: page → what scripts made of it.
    """

    def __init__(self, visit: VisitPage, axe: str, server: Server) -> None:
        self._visit, self._axe, self._server = visit, axe, server
        self.wrong: list[str] = []
        self.markup: dict[str, str] = {}
        self.made: dict[str, str] = {}

    def elsewhere(self, server: Server) -> None:
        """Go on at another server."""
        self._server = server

    def page(self, path: str, use: Callable[[Page], Iterator[list[str]]] | None = None) -> None:
        """Look at a page as it comes, then while it is used."""
        opened = self._visit(path, url=self._server.url, width=1440)
        page = opened.page
        page.evaluate(self._axe)
        found = [*opened.problems, *looked_at(page)]
        weight = page.evaluate(TRANSFERRED)
        if weight >= 100_000 and not path.startswith(WITH_AN_EDITOR):
            found.append(f"{weight} bytes")
        try:
            for place, one in enumerate(use(page) if use else ()):
                found += [f"with errors {place}: {what}" for what in one]
                self.made[f"{path} with errors {place}"] = page.content()
        except Error as error:  # the pages behind it are looked at all the same
            found.append(f"it could not be used: {error.message.splitlines()[0]}")
        self._note(path, found)
        page.context.close()

    def refusal(self, form: Refusal) -> None:
        """Send a form that is refused, as a browser without scripts would; look at the answer."""
        opened = self._visit("/health", url=self._server.url, width=1440)
        page = opened.page
        with page.expect_navigation() as answered:
            page.evaluate(SEND, [form.path, form.pairs])
        answer = answered.value
        page.evaluate(self._axe)
        found = [*opened.problems, *looked_at(page)]
        if answer is None or answer.status != form.status:
            found.append(f"{answer and answer.status} and not {form.status}")
        name = f"{form.path} with {form.name}"
        self.markup[name] = "" if answer is None else answer.text()
        self._note(name, found)
        page.context.close()

    def _note(self, name: str, found: list[str]) -> None:
        told_here = [one for one in dict.fromkeys(found) if "Failed to load resource" not in one]
        sys.stdout.write("".join(f"{name}: {one}\n" for one in told_here) or f"{name}\n")
        sys.stdout.flush()
        self.wrong += [f"{name}: {one}" for one in told_here]


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_page_is_valid_light_and_accessible(
    name: str, visit: VisitPage, axe: str, start_server: StartServer, tmp_path: Path
) -> None:
    """What holds for the pages of the sample has to hold for everybody's."""
    data = tmp_path / "data"
    data.mkdir()
    tokens = Tokens(data)
    ada, bo, cy = (
        tokens.create(one, role)
        for one, role in (
            ("ada", AccessRole.EDITOR),
            ("bo", AccessRole.EDITOR),
            ("cy", AccessRole.READER),
        )
    )
    server = served(name, tmp_path, start_server)
    proposals = propose(server, ada, bo)
    walk = Walk(visit, axe, server)
    with server.client(headers={"Accept": "text/html"}) as client:
        # Made-up roles are alike: one page of each kind.
        walked = list(pages(client, 1 if name.isdecimal() else 2, BEGIN))
        tool = next(one for one in walked if one.startswith("/tools/"))
        forms = ("/edit-plain/workflows", tool.replace("/", "/edit-plain/", 1))
        walked = list(dict.fromkeys([*walked, f"/edit{tool}", *proposals, *forms]))
        assert len(walked) > 100
        walked = [path for path in walked if ONLY.search(path)]
        walk.markup |= {path: client.get(path).text for path in walked}
        wrong = {path: text for path, text in told_wrong(client).items() if ONLY.search(path)}
        walk.markup |= wrong
    for path in (*walked, *wrong):
        walk.page(path, partial(with_errors, path=path, token=ada, server=server))
    for form in refusals(server, ada, cy):
        if ONLY.search(form.path):
            walk.refusal(form)
    server.stop()
    if ONLY.search("/sign-in"):
        closed = start_server(*options(name), data_dir=data, ROLEGRAPH_OPEN_READING="false")
        walk.elsewhere(closed)
        walk.page("/roles", with_a_wrong_token)

    markup = told(walk.markup, tmp_path / "markup")
    made = told(walk.made, tmp_path / "made", *OF_SCRIPTS)
    assert ([], "", "") == (walk.wrong, markup, made)
