"""What was typed is not lost, refusals name what holds, and a whole workflow fits into one form."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Locator, Page, Route
from visiting import VisitPage

from serving import Server, fetch

TOKEN = "a-token-for-tests"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def writable(start_module_server: Callable[..., Server]) -> Server:
    """A server of its own, since these tests write."""
    return start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)


def signed(page: Page) -> Page:
    """Wait for a form and sign in to it."""
    page.wait_for_selector("#form[data-ready]")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_label("Token").press("Tab")
    return page


def give(place: Locator | Page, name: str, value: str, *, nth: int = -1) -> None:
    """Give a field its value, or one more; the first such field of a place."""
    field = place.locator(f"[data-field={name}]").first
    adder = field.get_by_role("button", name="Add ")
    if adder.count():
        adder.first.click()
    control = field.locator("input, textarea, select").nth(nth)
    if control.evaluate("(element) => element.tagName") != "SELECT":
        control.fill(value)
    elif value:
        control.select_option(label=value)
    else:
        control.select_option(index=1)


def test_a_draft_outlives_a_reload_and_leaving_asks(visit: VisitPage, writable: Server) -> None:
    """An hour of typing must not hang on one wrong click."""
    opened = visit("/edit/tools/maite", url=writable.url)
    page = signed(opened.page)
    page.locator("[data-field=purpose] textarea").fill("Half a thought")
    page.locator(".state", has_text="It can be saved").wait_for()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    page.wait_for_selector("#form[data-ready]")

    assert ["beforeunload"] == asked
    assert "Half a thought" == page.locator("[data-field=purpose] textarea").input_value()
    assert "This is your draft" in page.locator("form > .callout").inner_text()

    page.get_by_role("button", name="Throw the draft away").click()
    page.wait_for_selector("#form[data-ready]")
    page.wait_for_function(
        "() => !document.querySelector('[data-field=purpose] textarea').value.includes('Half')"
    )
    assert ["beforeunload"] == asked
    assert [] == opened.problems


def test_the_bar_never_covers_what_has_the_focus(visit: VisitPage, writable: Server) -> None:
    """WCAG 2.2, 2.4.11: whoever goes by keyboard must see where they are."""
    page = signed(visit("/edit/personas", url=writable.url).page)
    page.get_by_role("button", name="Review and save").click()
    page.locator(".state", has_text="fields must still be given").wait_for()
    assert 9 <= page.locator(".wrong").count()  # all of them at once
    page.locator("[data-field=label] input").focus()
    covered = []
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
              const one = document.activeElement, bar = document.querySelector('.save-bar');
              if (bar.contains(one) || !one.closest('#form')) return null;
              const box = one.getBoundingClientRect();
              return box.bottom > bar.getBoundingClientRect().top + 1 ? one.outerHTML : null;
            }"""
        )
        covered += [found] if found else []

    assert [] == covered


def test_refusals_name_and_link_what_stands_in_the_way(visit: VisitPage, writable: Server) -> None:
    """That others refer to it helps only those who know which."""
    page = signed(visit("/edit/tools/maite", url=writable.url).page)
    page.get_by_role("button", name="Delete").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_role("button", name="Delete").click()
    dialog.get_by_text("It cannot be deleted").wait_for()
    held = dialog.get_by_role("link", name="Robin Castellanos")
    assert (held.get_attribute("href") or "").endswith("/personas/robin-castellanos")

    with httpx.Client(base_url=writable.url, headers=HEADERS) as other:
        for purpose in ("One.", "Two."):
            answer = other.patch(
                "/api/v1/tools/nrtk",
                json={"purpose": purpose},
                headers={"If-Match": "*", "Content-Type": "application/merge-patch+json"},
            )
            assert answer.is_success, answer.text
        last = other.get("/api/v1/changes").json()["total"]
    page = visit(f"/changes/{last - 1}", url=writable.url).page
    page.get_by_text("Take this change back").click()
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Take it back").click()
    told = page.locator(".told")
    told.get_by_text("It cannot be taken back").wait_for()

    assert (told.get_by_role("link", name=f"change {last}").get_attribute("href") or "").endswith(
        f"/changes/{last}"
    )
    assert 1 == told.get_by_role("link", name="nrtk").count()


def test_a_persona_is_written_with_its_workflow_and_its_steps(
    visit: VisitPage, writable: Server
) -> None:
    """Whoever has to save one thing before the next can be begun gives up on the way."""
    opened = visit("/edit/personas", url=writable.url)
    page = signed(opened.page)
    for name, value in (
        ("label", "Ada Quist"),
        ("description", "Ada keeps the archive of test runs."),
        ("representsRole", "Data Analyst"),
        ("quote", "Where is the run from March?"),
        ("goals", "Find each run."),
        ("painPoints", "Runs without a name."),
        ("contexts", "Works in an office."),
        ("skills", "Reads logs."),
        ("evidenceBasis", "assumption"),
        ("status", "draft"),
    ):
        give(page, name, value)
    page.get_by_role("button", name="New workflow", exact=True).click()
    workflow = page.locator(".inner").first
    workflow.locator("[data-field=label]").first.wait_for()
    for name, value in (
        ("label", "Archive a test run"),
        ("purpose", "Runs can be found again."),
        ("trigger", "A run ends."),
        ("entryCriteria", ""),
        ("exitCriteria", ""),
    ):
        give(workflow, name, value)
    step = workflow.locator(".inner").first
    give(step, "label", "Name the run")
    give(step, "performedByRole", "Data Analyst")
    give(step, "operatesInStage", "Verification and validation")
    give(step, "inputs", "Evaluation report")
    step.locator("[data-field=outputs]").get_by_role("button", name="New artifact").click()
    artifact = step.locator(".inner").first
    give(artifact, "label", "Name of a run")
    page.get_by_role("button", name="Review and save").click()
    missing = page.get_by_role("button", name="Go to description of Name of a run")
    missing.click()
    assert artifact.evaluate("(inner) => inner.contains(document.activeElement)")
    give(artifact, "description", "What a run is called.")
    # The rule of a new thing inside the form is shown at its field, and leads there.
    page.get_by_role("button", name="Go to steps of Archive a test run").wait_for()
    workflow.get_by_role("button", name="New workflow step").last.click()
    second = (
        workflow.locator(".inner")
        .filter(has=page.locator("legend", has_text="New workflow step"))
        .last
    )
    second.locator("[data-field=label]").first.wait_for()
    give(second, "label", "Store the run")
    give(second, "performedByRole", "Data Analyst")
    give(second, "operatesInStage", "Verification and validation")
    give(second, "inputs", "Evaluation report")
    give(second, "outputs", "Evaluation report")
    page.locator(".state", has_text="It can be saved").wait_for()
    page.get_by_role("button", name="Review and save").click()
    dialog = page.locator("dialog[open]")
    assert "Name the run (new workflow step)" in dialog.inner_text()
    assert "Name of a run (new artifact)" in dialog.inner_text()
    dialog.get_by_role("button", name="Save").click()
    page.wait_for_url("**/personas/ada-quist")

    with writable.client() as client:
        workflow_now = client.get("/api/v1/workflows/archive-a-test-run?expand=steps").json()
        one, two = sorted(workflow_now["steps"], key=lambda step: step["stepOrder"])
        assert (
            "Add persona “Ada Quist”" == client.get("/api/v1/changes").json()["items"][0]["message"]
        )
    assert ["Name the run", "Store the run"] == [one["label"], two["label"]]
    assert ["Name the run"] == [link["label"] for link in two["precededBy"]]
    assert ["Name of a run"] == [link["label"] for link in one["outputs"]]
    assert [] == [problem for problem in opened.problems if "status of 4" not in problem]


def test_save_after_a_broken_connection_stores_once(visit: VisitPage, writable: Server) -> None:
    """Whoever does not know whether it was stored presses again."""
    page = signed(visit("/edit/tools/heart", url=writable.url).page)
    page.locator("[data-field=purpose] textarea").fill("Stored once.")
    page.locator(".state", has_text="It can be saved").wait_for()
    page.get_by_role("button", name="Review and save").click()
    cut: list[int] = []

    def cut_once(route: Route) -> None:
        if cut or "dry-run" in route.request.url:
            route.continue_()
        else:
            cut.append(route.fetch().status)
            route.abort()

    page.route("**/api/v1/batch*", cut_once)
    before = fetch(f"{writable.url}api/v1/changes").json()["total"]
    save = page.locator("dialog[open]").get_by_role("button", name="Save")
    save.click()
    page.get_by_text("it is not known whether this was saved").wait_for()
    save.click()
    page.wait_for_url("**/tools/heart")

    assert [200] == cut
    assert before + 1 == fetch(f"{writable.url}api/v1/changes").json()["total"]
