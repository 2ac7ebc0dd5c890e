"""Writing through forms: refused, mended, saved, seen in the history and taken back."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page
from visiting import Visit, VisitPage

from serving import Server

TOKEN = "a-token-for-tests"
EVALUATE = "/edit/workflows/evaluate-candidate-models"
FIRST_STEPS = ["register-models", "plan-evaluation"]


@pytest.fixture(scope="module")
def writable(start_server: Callable[..., Server]) -> Server:
    """A server of its own, since these tests write."""
    return start_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)


@pytest.fixture
def open_form(visit: VisitPage, writable: Server) -> Callable[[str], Visit]:
    """Open a form, signed in."""

    def open_it(path: str) -> Visit:
        opened = visit(path, url=writable.url)
        opened.page.wait_for_selector("#form[data-ready]")
        opened.page.get_by_label("Token").fill(TOKEN)
        opened.page.get_by_label("Token").press("Tab")
        return opened

    return open_it


def fill(page: Page, name: str, value: str) -> None:
    """Give a field its value, or one more."""
    field = page.locator(f"[data-field={name}]")
    adder = field.get_by_role("button", name="Add to")
    if adder.count():
        adder.click()
    control = field.locator("input, textarea, select").last
    if control.evaluate("(element) => element.tagName") == "SELECT":
        control.select_option(label=value)
    else:
        control.fill(value)


def wait_for_state(page: Page, text: str) -> None:
    page.locator(".state", has_text=text).wait_for()


def unexpected(opened: Visit) -> list[str]:
    """Return the problems but those that the browser logs for a refused dry run."""
    return [problem for problem in opened.problems if "status of 4" not in problem]


def test_a_persona_is_refused_mended_saved_seen_and_taken_back(
    open_form: Callable[[str], Visit], writable: Server
) -> None:
    """This is the whole promise of the guard, as an editor meets it."""
    opened = open_form("/edit/personas")
    page = opened.page
    for name, value in (
        ("label", "Sam Okafor"),
        ("description", "Sam looks after the test data of two teams."),
        ("representsRole", "Data Analyst"),
        ("quote", "Show me where it comes from."),
        ("painPoints", "Data arrives without a description."),
        ("contexts", "Works alone on site."),
        ("skills", "Reads charts."),
        ("evidenceBasis", "assumption"),
        ("status", "draft"),
    ):
        fill(page, name, value)

    wait_for_state(page, "1 thing must be mended")
    assert (
        "A persona must have at least one goal" in page.locator("[data-field=goals]").inner_text()
    )
    page.get_by_role("button", name="Review and save").click()
    assert page.locator("dialog[open]").count() == 0

    fill(page, "goals", "Know what each dataset can carry.")
    wait_for_state(page, "It can be saved")
    page.get_by_role("button", name="Review and save").click()
    dialog = page.locator("dialog[open]")
    assert "Know what each dataset can carry." in dialog.inner_text()
    dialog.get_by_label("What is it for?").fill("Sam joins")
    dialog.get_by_role("button", name="Save").click()
    page.wait_for_url("**/personas/sam-okafor")

    origin = page.locator("section", has_text="Where this comes from").last.inner_text()
    assert "Last changed by" in origin
    assert "Sam joins" in origin
    page.get_by_role("link", name="Its history").click()
    page.get_by_role("link", name="Sam joins").click()
    assert "Show me where it comes from." in page.locator("tr", has_text="quote").inner_text()

    page.get_by_text("Take this commit back").click()
    page.get_by_role("button", name="Take it back").click()
    page.wait_for_url("**/changes/3")
    assert 404 == httpx.get(f"{writable.url}api/v1/personas/sam-okafor").status_code
    page.goto("/at/2/personas/sam-okafor")
    assert "as it was at revision 2" in page.locator("main").inner_text()
    problems = unexpected(opened)
    assert [] == problems


def test_the_order_of_steps_changes_by_keyboard(open_form: Callable[[str], Visit]) -> None:
    """Dragging alone would leave out those who cannot."""
    page = open_form(EVALUATE).page
    steps = page.locator("[data-field=steps] .row")
    before = steps.nth(1).locator("select").input_value()
    last = steps.last.locator("select").input_value()
    page.locator("[data-field=steps] .row").last.get_by_role("button", name="Move up").press(
        "Enter"
    )

    assert last == steps.nth(5).locator("select").input_value()
    assert before == steps.nth(1).locator("select").input_value()
    assert "Move up" in page.evaluate("document.activeElement.ariaLabel")


def test_a_new_step_is_written_inside_its_workflow(
    open_form: Callable[[str], Visit], writable: Server
) -> None:
    """A step without a workflow and a workflow without its step are both refused."""
    page = open_form(EVALUATE).page
    page.get_by_role("button", name="New workflow step").click()
    inner = page.locator(".inner")
    inner.locator("[data-field=label] input").fill("Archive the runs")
    inner.locator("[data-field=performedByRole] select").select_option(label="AI T&E Engineer")
    inner.locator("[data-field=operatesInStage] select").select_option(
        label="Verification and validation"
    )
    for name, label in (("inputs", "Evaluation report"), ("outputs", "Evaluation report")):
        field = inner.locator(f"[data-field={name}]")
        field.get_by_role("button", name="Add to").click()
        field.locator("select").last.select_option(label=label)
    wait_for_state(page, "It can be saved")
    page.get_by_role("button", name="Review and save").click()
    page.locator("dialog[open]").get_by_role("button", name="Save").click()
    page.wait_for_url(f"{writable.url}workflows/evaluate-candidate-models")

    assert 8 == page.locator("ol.steps > li").count()
    assert "Archive the runs" in page.locator("ol.steps > li").last.inner_text()


def test_who_was_slower_sees_what_the_other_wrote(
    open_form: Callable[[str], Visit], writable: Server
) -> None:
    """The last one to save must not silently win."""
    page = open_form("/edit/tools/maite").page
    page.locator("[data-field=purpose] textarea").fill("Connects models and tests.")
    wait_for_state(page, "It can be saved")
    with httpx.Client(base_url=writable.url, headers={"Authorization": f"Bearer {TOKEN}"}) as other:
        etag = other.get("/api/v1/tools/maite").headers["etag"]
        answer = other.patch(
            "/api/v1/tools/maite",
            json={"packageName": "maite-2"},
            headers={"If-Match": etag, "Content-Type": "application/merge-patch+json"},
        )
        assert answer.is_success, answer.text
        page.get_by_role("button", name="Review and save").click()
        dialog = page.locator("dialog[open]")
        dialog.get_by_text("Somebody changed it meanwhile").wait_for()
        assert "maite-2" in dialog.inner_text()
        dialog.get_by_role("button", name="Keep mine").click()
        wait_for_state(page, "It can be saved")
        page.get_by_role("button", name="Review and save").click()
        page.locator("dialog[open]").get_by_role("button", name="Save").click()
        page.wait_for_url(f"{writable.url}tools/maite")

        written = other.get("/api/v1/tools/maite").json()
    assert ("Connects models and tests.", "maite-2") == (written["purpose"], written["packageName"])


@pytest.mark.parametrize("path", ["/edit/personas", EVALUATE, "/changes/1"])
def test_forms_are_accessible_and_clean(
    path: str, visit: VisitPage, writable: Server, axe: str
) -> None:
    """A form that only some can fill in is no form."""
    opened = visit(path, url=writable.url)
    opened.page.evaluate(axe)
    serious = opened.page.evaluate(
        "async () => (await axe.run(document)).violations"
        ".filter((found) => ['serious', 'critical'].includes(found.impact))"
        ".map((found) => found.id + ' ' + found.nodes[0].html)"
    )

    assert [] == serious
    assert [] == opened.problems
