"""Five jobs of people who know roles and no RDF, with each click and each choice counted.

The figures stand in docs/jobs.md.
"""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page
from visiting import VisitPage

from serving import Server, StartServer, fetch

TOKEN = "a-token-for-tests"
CHOICES = 11
"""Choices beside its texts that a persona with a workflow of four steps takes."""
PRESSES = 3
"""Presses of buttons for it: New workflow, Review and save, Save."""

MOST_HEIGHT = 2 * 900
"""Pixels that the form may be high once these are written: two screens."""


@pytest.fixture(scope="module")
def writable(start_module_server: StartServer) -> Server:
    """A server of its own, since two of the jobs write."""
    return start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)


class Hand:
    """Fills in a form, and counts what is chosen and pressed beside its texts."""

    def __init__(self) -> None:
        self.choices = self.presses = 0

    def press(self, place: Page | Locator, name: str) -> None:
        """Press a button."""
        self.presses += 1
        place.get_by_role("button", name=name, exact=True).click()

    def give(self, place: Page | Locator, name: str, value: str) -> None:
        """Give a field its value; one with many is asked for a row where it has none."""
        field = place.locator(f"[data-field={name}]").first
        if not field.locator("input, textarea, select").count():
            self.presses += 1
            field.get_by_role("button", name="Add ").first.click()
        control = field.locator("input, textarea, select").last
        if control.evaluate("(element) => element.tagName") == "SELECT":
            self.choices += 1
            control.select_option(label=value)
        else:
            control.fill(value)


def words_of(page: Page) -> str:
    """Return what a page says below its header."""
    return page.locator("main").inner_text()


@pytest.mark.parametrize(
    "asked", ["adversarial assessments", "who does adversarial assessments with which tools"]
)
def test_who_does_adversarial_assessments_with_which_tools(asked: str, visit: VisitPage) -> None:
    """One search and one page; a whole sentence is what people type first."""
    page = visit("/").page
    page.get_by_role("combobox", name="Search the catalogue").fill(asked)
    page.get_by_role("button", name="Search").click()
    page.locator("ol.hits h2 a").first.click()

    said = words_of(page)
    assert "AI Red Teamer" in said
    for tool in ("Armory Library", "ART", "HEART", "rAI-toolbox"):
        assert tool in said
    assert "rg:" not in said


def test_a_persona_with_a_workflow_of_four_steps(visit: VisitPage, writable: Server) -> None:
    """A step begins with the role and stage of the one before, and takes what that one makes."""
    page = visit("/edit/personas", url=writable.url, width=1440).page
    page.locator("#form[data-ready]").wait_for()
    page.get_by_label("Token").fill(TOKEN)
    hand = Hand()
    for name, value in (
        ("label", "Ida Marsh"),
        ("description", "Ida keeps the test data of three teams."),
        ("representsRole", "Data Analyst"),
        ("quote", "Which run was that?"),
        ("goals", "Find each run."),
        ("painPoints", "Runs without a name."),
        ("contexts", "Works in an office."),
        ("skills", "Reads logs."),
        ("evidenceBasis", "assumption"),
        ("status", "draft"),
    ):
        hand.give(page, name, value)
    hand.press(page, "New workflow")
    workflow = page.locator(".inner").first
    workflow.locator("[data-field=label]").first.wait_for()
    for name, value in (
        ("label", "Keep the runs"),
        ("purpose", "Found again."),
        ("trigger", "Ends."),
        ("entryCriteria", "Access is separated"),
        ("exitCriteria", "Candidate is frozen"),
    ):
        hand.give(workflow, name, value)
    steps = workflow.locator("[data-field=steps]").first
    for place, (name, made) in enumerate(
        (
            ("Name the run", "Evaluation report"),
            ("Store the run", "Trained model"),
            ("List the runs", "Evaluation report"),
            ("Tell the teams", "Evaluation report"),
        )
    ):
        step = steps.locator("ol.rows > li > .inner").nth(place)
        step.locator("[data-field=label]").wait_for()
        hand.give(step, "label", name)
        if not place:
            hand.give(step, "operatesInStage", "Verification and validation")
            hand.give(step, "inputs", "Evaluation report")
        hand.give(step, "outputs", made)
        if place < 3:
            step.locator("[data-field=label] input").press("Enter")  # the row below
    page.locator(".state", has_text="It can be saved").wait_for()
    assert page.locator("#form").evaluate("(form) => form.offsetHeight") <= MOST_HEIGHT
    hand.press(page, "Review and save")
    hand.press(page.locator("dialog[open]"), "Save")
    page.wait_for_url("**/personas/ida-marsh")

    # The page does not give what she wrote to others, and its commit begins with the persona.
    assert "judgement of write-token" in page.locator("aside").inner_text().replace("\n", " ")
    page.goto(f"{writable.url}changes")
    told = page.locator(".commits > li").first.locator("ul li").all_inner_texts()
    assert "Data Analyst gained the persona “Ida Marsh”." == told[0]
    assert "The workflow “Keep the runs” was added." in told
    page.locator(".commits > li a").first.click()
    heads = page.locator("table").first.locator("thead th").all_inner_texts()
    assert ["Field", "What it is"] == heads  # what is new had nothing before
    assert {"goals", "workflows"} <= {*page.locator("tbody th").all_inner_texts()}

    with writable.client() as client:
        said = client.get("/api/v1/workflows/keep-the-runs?expand=steps").json()
    kept = sorted(said["steps"], key=lambda step: step["stepOrder"])
    assert 4 == len(kept)
    assert {"Data Analyst"} == {one["performedByRole"]["label"] for one in kept}
    for before, after in pairwise(kept):
        assert [one["id"] for one in before["outputs"]] == [one["id"] for one in after["inputs"]]
    assert (hand.choices, hand.presses) == (CHOICES, PRESSES)


@pytest.mark.parametrize("path", ["/coverage", "/score"])
def test_the_gaps_for_a_meeting(path: str, visit: VisitPage) -> None:
    """One click to Excel and one to print; the sheet has what the page names, in its words."""
    page = visit(path).page
    excel = page.get_by_role("link", name="Excel").first
    answer = page.request.get(excel.get_attribute("href") or "")
    sheet = load_workbook(BytesIO(answer.body())).active
    assert sheet is not None
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["Gap", "Role", "What it is about", "What is missing", "What to do", "Page"] == head[:6]
    said = words_of(page)
    assert rows
    assert [] == [row for row in rows if str(row[0]) not in said or str(row[2]) not in said]
    assert all(page.request.get(str(row[5])).ok for row in rows)
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")
    page.get_by_role("button", name="Print this page").click()
    assert "yes" == page.evaluate("document.body.dataset.printed")


def test_a_question_its_chart_and_a_link_to_it(visit: VisitPage) -> None:
    """Three clicks: the question, the chart, the link; whoever follows it sees the chart."""
    page = visit("/query").page
    assert not page.get_by_label("SPARQL").is_visible()
    page.get_by_role("link", name="Responsibilities without a tool").click()
    page.locator("#view table").wait_for()
    page.get_by_role("tab", name="Chart").click()
    page.locator("[data-drawn] canvas").wait_for()
    offered = page.locator("[data-drawn] select").first.locator("option").all_inner_texts()
    assert ["Role", "Responsibility"] == offered
    # A role with two rows is no role with five steps, and lines of a document have no sum.
    lengths = page.get_by_label("Length")
    assert ["Number of rows", "Steps"] == lengths.locator("option").all_inner_texts()
    told = page.locator("[data-drawn] figcaption")
    assert "Number of rows, one for each responsibility, by role" == told.inner_text()
    picture = page.get_by_role("img", name="Number of rows, one for each responsibility, by role")
    assert "AI T&E Engineer 2" in (picture.get_attribute("aria-label") or "")
    page.get_by_label("Bars").select_option(label="Responsibility")
    assert "Steps by responsibility" == told.inner_text()  # each has one row: nothing is added up
    lengths.select_option(label="Steps")
    page.get_by_label("Bars").select_option(label="Role")
    assert "Sum of steps by role" == told.inner_text()
    page.get_by_label("Bars").select_option(label="Responsibility")
    assert not page.get_by_label("SPARQL").is_visible()
    page.get_by_role("button", name="Copy a link").click()
    page.get_by_role("button", name="Copied").wait_for()
    shared = visit(page.url).page
    shared.locator("[data-drawn] canvas").wait_for()
    assert "responsibilityLabel" == shared.get_by_label("Bars").input_value()
    assert "Steps by responsibility" == shared.locator("[data-drawn] figcaption").inner_text()
    sheet = shared.request.get(shared.get_by_role("link", name="Excel").get_attribute("href") or "")
    head = load_workbook(BytesIO(sheet.body())).active
    assert head is not None
    assert ["Role", "Responsibility", "Line", "Steps"] == [cell.value for cell in head[1]]


def test_what_changed_in_a_week_and_one_of_it_taken_back(
    visit: VisitPage, writable: Server
) -> None:
    """Changes, 7 days, the commit, take it back: no page on the way is a wrong one."""
    with httpx.Client(
        base_url=writable.url, headers={"Authorization": f"Bearer {TOKEN}"}
    ) as client:
        client.patch(
            "/api/v1/tools/nrtk",
            json={"purpose": "A mistake."},
            headers={
                "If-Match": "*",
                "Content-Type": "application/merge-patch+json",
                "Rolegraph-Message": "A mistake",
            },
        ).raise_for_status()
    page = visit("/", url=writable.url).page
    page.get_by_role("link", name="Changes").click()
    page.get_by_role("link", name="in 7 days").click()
    said = words_of(page)
    assert "owl:" not in said
    assert "statements added" not in said
    page.locator("section[aria-labelledby=commits] li a").first.click()
    assert "1 thing: 1 changed." in words_of(page)
    assert "A mistake." in words_of(page)
    page.get_by_text("Take this change back").click()
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("heading", name="Take back change").wait_for()

    assert "A mistake." not in fetch(f"{writable.url}api/v1/tools/nrtk").text
