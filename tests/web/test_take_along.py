"""A workflow is taken along from its page: as a picture, and for the programs of others."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import httpx
from visiting import VisitPage

PAGE = "/workflows/fine-tune-on-findings"
LINK = re.compile(r'<a class="button" href="([^"]+)" download="([^"]+)">(BPMN|Mermaid)</a>')


def links(client: httpx.Client, page: str) -> dict[str, tuple[str, str]]:
    """Return name → address and file of what a page offers without scripts."""
    text = client.get(page, headers={"Accept": "text/html"}).text
    return {
        name: (address.replace("&amp;", "&"), file) for address, file, name in LINK.findall(text)
    }


def test_bpmn_and_mermaid_need_no_script(client: httpx.Client) -> None:
    """They are files of the service, so they are links."""
    found = links(client, PAGE)
    bpmn, mermaid = (client.get(found[name][0]) for name in ("BPMN", "Mermaid"))

    assert ["fine-tune-on-findings.bpmn", "fine-tune-on-findings.mmd"] == [
        f for _, f in found.values()
    ]
    assert "definitions" in ET.fromstring(bpmn.content).tag  # noqa: S314 - our own
    assert "flowchart TD" in mermaid.text
    assert {} == links(client, "/roles/ml-developer")


def test_a_page_of_an_earlier_state_gives_that_state(client: httpx.Client) -> None:
    """What one sees is what one takes along."""
    found = links(client, f"/at/1{PAGE}")

    assert found["BPMN"][0].endswith("?format=bpmn&at=1")
    assert 200 == client.get(found["BPMN"][0]).status_code


def test_all_four_stand_in_one_line(visit: VisitPage) -> None:
    """With scripts the picture is there as SVG and PNG too."""
    page = visit(PAGE).page
    line = page.locator("figure .downloads")

    assert 1 == line.count()
    assert "Take it along: SVG PNG BPMN Mermaid" == " ".join(line.inner_text().split())
    with page.expect_download() as saved:
        line.get_by_text("BPMN").click()
    assert "fine-tune-on-findings.bpmn" == saved.value.suggested_filename
