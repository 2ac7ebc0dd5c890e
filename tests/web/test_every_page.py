"""`make pages`: a walk through every kind of page, on catalogues of other people and sizes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_html import told
from test_pages import IDS_TWICE, OVERFLOW, SERIOUS, TRANSFERRED
from visiting import VisitPage
from walking import pages

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer

CATALOGUES = os.environ.get("ROLEGRAPH_PAGES", "").split()
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


def propose(server: Server, token: str) -> None:
    """Leave two proposals; one is discussed, and overtaken by a commit."""
    with server.client(headers={"Authorization": f"Bearer {token}"}) as client:
        tool = client.get("/api/v1/tools", params={"limit": 1}).json()["items"][0]["href"]
        for title in ("Say what it is for", "Say it in other words"):
            change = {"method": "PATCH", "path": tool, "ifMatch": "*"}
            operations = [{**change, "body": {"purpose": f"{title}, at last."}}]
            body = {"title": title, "reason": "The page is wrong.", "operations": operations}
            answer = client.post("/api/v1/proposals", json=body)
            assert answer.is_success, answer.text
        number = answer.json()["proposal"]["number"]
        said = client.post(f"/api/v1/proposals/{number}/remarks", json={"text": "Why is that?"})
        said.raise_for_status()
        client.patch(
            tool,
            json={"purpose": "Written meanwhile."},
            headers={"If-Match": "*", "Content-Type": "application/merge-patch+json"},
        ).raise_for_status()


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_page_is_valid_light_and_accessible(
    name: str, visit: VisitPage, axe: str, start_server: StartServer, tmp_path: Path
) -> None:
    """What holds for the pages of the sample has to hold for everybody's."""
    (tmp_path / "data").mkdir()
    token = Tokens(tmp_path / "data").create("ada", AccessRole.EDITOR)
    server = served(name, tmp_path, start_server)
    propose(server, token)
    wrong: list[str] = []
    with server.client(headers={"Accept": "text/html"}) as client:
        # Made-up roles are alike: one page of each kind.
        walked = list(pages(client, 1 if name.isdecimal() else 2, BEGIN))
        markup = {path: client.get(path).text for path in walked}
    for path in walked:
        opened = visit(path, url=server.url, width=1440)
        page = opened.page
        page.evaluate(axe)
        found = [*opened.problems, *page.evaluate(SERIOUS), *page.evaluate(IDS_TWICE)]
        page.emulate_media(color_scheme="dark")
        found += page.evaluate(SERIOUS)
        for width in (1440, 1024, 390):
            page.set_viewport_size({"width": width, "height": 800})
            if over := page.evaluate(OVERFLOW):
                found.append(f"{over} pixels wider than {width}")
        found += page.evaluate(SERIOUS)
        weight = page.evaluate(TRANSFERRED)
        if weight >= 100_000 and not path.startswith(WITH_AN_EDITOR):
            found.append(f"{weight} bytes")
        told_here = [one for one in dict.fromkeys(found) if "Failed to load resource" not in one]
        sys.stdout.write("".join(f"{path}: {one}\n" for one in told_here) or f"{path}\n")
        sys.stdout.flush()
        wrong += [f"{path}: {one}" for one in told_here]
        page.context.close()

    assert len(walked) > 100
    assert [] == wrong
    (tmp_path / "markup").mkdir()
    assert not told(markup, tmp_path / "markup")
