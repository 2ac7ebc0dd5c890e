"""Writing through forms: refused, fixed, saved, seen in the history and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page, Route
from visiting import Visit, VisitPage

from serving import Server, fetch

TOKEN = "a-token-for-tests"
EVALUATE = "/edit/workflows/evaluate-candidate-models"
RISK = "weigh-operational-risk"
STEPS = f"https://w3id.org/rolegraph/id/steps/{RISK}-"
BRANCHED = {
    "list-known-risks": ["fix-baseline"],
    "map-data-gaps": ["fix-baseline"],
    "explore-unknown-risks": ["fix-baseline"],
    "quantify-risks": ["list-known-risks", "map-data-gaps", "explore-unknown-risks"],
    "report-risks": ["quantify-risks"],
}
"""Three steps of a workflow side by side, and one that needs them all."""


@pytest.fixture(scope="module")
def writable(start_module_server: Callable[..., Server]) -> Server:
    """A server of its own, since these tests write."""
    return start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)


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
    adder = field.get_by_role("button", name="Add ")
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

    wait_for_state(page, "1 field must still be given: goals")
    goals = page.locator("[data-field=goals]")
    assert not goals.locator(".told li").count()  # nobody has come to it yet
    goals.locator("textarea").focus()
    page.locator("[data-field=label] input").focus()
    assert "A persona must have at least one goal." in goals.inner_text()
    assert "rg:" not in page.locator("#form").inner_text()
    page.get_by_role("button", name="Review and save").click()
    wait_for_state(page, "1 field must still be given")
    assert page.locator("dialog[open]").count() == 0
    page.get_by_role("button", name="Go to goals").click()
    assert goals.evaluate("(field) => field.contains(document.activeElement)")

    fill(page, "goals", "Know what each dataset can carry.")
    wait_for_state(page, "It can be saved")
    assert "A persona should have a scenario." in page.locator(".others").inner_text()
    page.get_by_role("button", name="Review and save").click()
    dialog = page.locator("dialog[open]")
    assert "Know what each dataset can carry." in dialog.inner_text()
    dialog.get_by_label("What is it for?").fill("Sam joins")
    dialog.get_by_role("button", name="Save").dblclick()
    page.wait_for_url("**/personas/sam-okafor")
    assert "Saved as change 2." == page.locator("main > [role=status]").inner_text()
    # A nervous finger writes once.
    assert 2 == fetch(f"{writable.url}api/v1/changes").json()["total"]

    origin = page.locator("section", has_text="Source and history").last.inner_text()
    assert "Last changed by" in origin
    assert "Sam joins" in origin
    page.get_by_role("link", name="Its history").click()
    assert not page.locator("main > [role=status]").count()  # it is said once
    page.get_by_role("link", name="Sam joins").click()
    assert "Show me where it comes from." in page.locator("tr", has_text="quote").inner_text()

    page.get_by_text("Take this change back").click()
    page.get_by_role("button", name="Take it back").click()
    page.wait_for_url("**/changes/3")
    assert 410 == fetch(f"{writable.url}api/v1/personas/sam-okafor").status_code
    page.goto("/at/2/personas/sam-okafor")
    assert "as it was after change 2" in page.locator("main").inner_text()
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

    assert last == steps.nth(6).locator("select").input_value()
    assert before == steps.nth(1).locator("select").input_value()
    assert "Move up" in page.evaluate("document.activeElement.ariaLabel")


def order_of(client: httpx.Client) -> tuple[list[str], dict[str, set[str]]]:
    """The steps of the workflow in their order, and which each follows."""
    workflow = client.get(f"/api/v1/workflows/{RISK}?expand=steps").json()
    found = sorted(workflow["steps"], key=lambda step: step["stepOrder"])
    return (
        [step["id"].removeprefix(STEPS) for step in found],
        {
            step["id"].removeprefix(STEPS): {
                link["id"].removeprefix(STEPS) for link in step["precededBy"]
            }
            for step in found
        },
    )


@pytest.fixture
def branched(writable: Server) -> Iterator[httpx.Client]:
    """A workflow in which steps run side by side and join again."""
    with writable.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        first = client.get(f"/api/v1/steps/{RISK}-fix-baseline").json()
        operations = [
            {
                "method": "PATCH",
                "path": f"steps/{RISK}-{step}",
                "body": {
                    "precededBy": [{"id": STEPS + one} for one in after],
                    "stepOrder": place,
                    "handoff": "By the shared folder.",
                    # Each takes what the first step makes, so that none needs another to be there.
                    "inputs": first["outputs"],
                },
                "ifMatch": "*",
            }
            for place, (step, after) in enumerate(BRANCHED.items(), start=2)
        ]
        answer = client.post("/api/v1/batch", json={"operations": operations})
        assert answer.is_success, answer.text
        yield client


@pytest.mark.parametrize("way", ["keyboard", "mouse"])
def test_moving_a_step_keeps_the_branches_and_joins_of_the_others(
    way: str, open_form: Callable[[str], Visit], writable: Server, branched: httpx.Client
) -> None:
    """Whoever puts one step elsewhere says nothing of what the others wait for."""
    page = open_form(f"/edit/workflows/{RISK}").page
    rows = page.locator("[data-field=steps] .row")
    names, _ = order_of(branched)
    assert "after: " in rows.nth(4).inner_text()
    if way == "keyboard":
        rows.nth(2).get_by_role("button", name="Move up").press("Enter")
    else:
        rows.nth(2).locator(".row-actions").drag_to(rows.nth(1))
    assert "after: Map where the test data is thin" in rows.nth(2).locator(".follows").inner_text()
    wait_for_state(page, "It can be saved")
    page.get_by_role("button", name="Review and save").click()
    page.locator("dialog[open]").get_by_role("button", name="Save").click()
    page.wait_for_url(f"{writable.url}workflows/{RISK}")

    order, follows = order_of(branched)
    assert [names[0], names[2], names[1], *names[3:]] == order
    expected = {step: set(after) for step, after in BRANCHED.items()}
    # Put between the first step and one that waited for it alone, it is now what that waits for.
    expected |= {
        "fix-baseline": set(),
        "list-known-risks": {"map-data-gaps"},
        "quantify-risks": {"list-known-risks", "explore-unknown-risks"},
    }
    assert expected == follows


def test_a_refused_change_shows_what_it_would_have_changed(
    open_form: Callable[[str], Visit],
) -> None:
    """To see why it is refused one must see what it does."""
    page = open_form("/edit/tools/maite").page
    page.locator("[data-field=label] input").fill("")
    wait_for_state(page, "must be fixed")
    page.get_by_text("What it would change: 1 field").click()

    row = page.locator(".save-bar details tr", has_text="name")
    assert "MAITE" == row.locator(".went").inner_text()

    page.get_by_label("Token").fill("wrong")
    page.get_by_label("Token").press("Tab")
    wait_for_state(page, "Whoever runs this service gives you one")
    page.get_by_role("button", name="Go to the token").click()
    assert "token" == page.evaluate("document.activeElement.id")


def test_a_new_step_is_written_inside_its_workflow(
    open_form: Callable[[str], Visit], writable: Server
) -> None:
    """A step without a workflow and a workflow without its step are both refused."""
    page = open_form(EVALUATE).page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/edit-fields/steps", hold)
    with page.expect_request("**/edit-fields/steps"):
        page.get_by_role("button", name="New workflow step").press("Enter")
    page.keyboard.type("Archive the")  # before the fields are here; a space presses no button
    held[0].continue_()
    inner = page.locator(".inner")
    inner.wait_for()
    page.keyboard.type(" runs")
    assert "Archive the runs" == inner.locator("[data-field=label] input").input_value()
    inner.locator("[data-field=performedByRole] select").select_option(label="AI T&E Engineer")
    inner.locator("[data-field=operatesInStage] select").select_option(
        label="Verification and validation"
    )
    for name, label in (("inputs", "Evaluation report"), ("outputs", "Evaluation report")):
        field = inner.locator(f"[data-field={name}]")
        field.get_by_role("button", name="Add ").click()
        field.locator("select").last.select_option(label=label)
    wait_for_state(page, "It can be saved")
    page.get_by_role("button", name="Review and save").click()
    page.locator("dialog[open]").get_by_role("button", name="Save").click()
    page.wait_for_url(f"{writable.url}workflows/evaluate-candidate-models")

    assert 9 == page.locator("ol.steps > li").count()
    assert "Archive the runs" in page.locator("ol.steps > li").last.inner_text()


def test_what_two_change_at_once_is_merged_field_by_field(
    open_form: Callable[[str], Visit], writable: Server
) -> None:
    """The last one to save must not silently win, and nobody types in vain."""
    page = open_form("/edit/tools/maite").page
    page.locator("[data-field=purpose] textarea").fill("Connects models and tests.")
    fill(page, "altLabels", "Hers")
    wait_for_state(page, "It can be saved")
    with httpx.Client(base_url=writable.url, headers={"Authorization": f"Bearer {TOKEN}"}) as other:
        etag = other.get("/api/v1/tools/maite").headers["etag"]
        answer = other.patch(
            "/api/v1/tools/maite",
            json={"packageName": "maite-2", "altLabels": ["His"], "purpose": "Not this."},
            headers={"If-Match": etag, "Content-Type": "application/merge-patch+json"},
        )
        assert answer.is_success, answer.text
        page.get_by_role("button", name="Review and save").click()
        dialog = page.locator("dialog[open]")
        dialog.get_by_text("token changed this on").wait_for()
        taken = dialog.locator("h3:has-text('it is taken over') + table")
        assert ["package"] == taken.get_by_role("rowheader").all_inner_texts()
        dialog.get_by_role("button", name="Back to the form").click()
        assert "Hers" == page.locator("[data-field=altLabels] input").last.input_value()
        page.get_by_role("button", name="Choose what to keep").click()
        dialog.get_by_role("button", name="Go on").click()
        dialog.get_by_text("Choose what to keep of: purpose.").wait_for()
        dialog.locator("[data-asked=purpose]").get_by_label("What you wrote").check()
        dialog.get_by_role("button", name="Go on").click()
        wait_for_state(page, "It can be saved")
        page.get_by_role("button", name="Review and save").click()
        page.locator("dialog[open]").get_by_role("button", name="Save").click()
        page.wait_for_url(f"{writable.url}tools/maite")

        written = other.get("/api/v1/tools/maite").json()
    assert ("Connects models and tests.", "maite-2") == (written["purpose"], written["packageName"])
    assert ["Hers", "His"] == sorted(written["altLabels"])


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


def test_an_approval_is_proposed_and_not_saved(open_form: Callable[[str], Visit]) -> None:
    """Who may not approve alone is led to the proposal, and has typed nothing in vain."""
    page = open_form("/edit/tools/heart").page
    fill(page, "status", "approved")
    wait_for_state(page, "It can be proposed")
    assert "once a review says so" in page.locator("[data-field=status]").inner_text()
    page.get_by_role("button", name="Review and save").click()
    dialog = page.locator("dialog[open]")
    assert not dialog.get_by_role("button", name="Save").count()
    dialog.get_by_role("button", name="Propose it").click()
    page.wait_for_url("**/proposals/*")

    assert "1 thing: 1 changed." in page.locator("main").inner_text()


def without_lists(route: Route) -> None:
    """Answer as a catalogue does that has more things than a list to choose from can hold."""
    answer = route.fetch()
    fields = [{**field, "options": None} for field in answer.json()]
    route.fulfill(response=answer, json=fields)


@pytest.mark.parametrize("large", [False, True])
def test_rows_of_a_spreadsheet_become_steps(
    open_form: Callable[[str], Visit], *, large: bool
) -> None:
    """Who has the steps in a sheet types none of them again; what is not known is told."""
    page = open_form("/edit/workflows").page
    if large:
        page.route("**/edit-fields/steps", without_lists)
    steps = page.locator("[data-field=steps]").first
    name = steps.locator("[data-field=label] input")  # the first step is begun
    name.wait_for()
    name.evaluate(
        """(input, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const paste = { clipboardData: data, bubbles: true, cancelable: true };
          input.dispatchEvent(new ClipboardEvent("paste", paste));
        }""",
        "Draw\tdata analyst\tverification and validation\tEvaluation report\tField log\n"
        "Check\tNobody\tOperation & monitoring\tField log",
    )
    page.get_by_role("button", name="3 pasted cells were not understood").click()
    lost = page.locator(".lost:not(:empty)")
    assert lost.evaluate("(list) => list.contains(document.activeElement)")
    assert "Row 2: role: there is no “Nobody”. “Data Analyst” stands there" in lost.inner_text()
    lost.get_by_role("button", name="New artifact “Field log”").first.click()
    lost.get_by_text("Field log").first.wait_for(state="detached")
    assert 1 == lost.locator("li").count()  # the second row means the same artifact
    assert "Field log" == steps.locator(".inner .inner [data-field=label] input").input_value()
    lost.get_by_role("button", name="Leave it out: “Nobody”").click()
    page.get_by_role("button", name="not understood").wait_for(state="detached")

    names = steps.locator(".line > [data-field=label] input")
    assert ["Draw", "Check"] == [one.input_value() for one in names.all()]
    roles = steps.locator("[data-field=performedByRole]").locator("select, input")
    chosen = [one.evaluate("(e) => e.selectedOptions?.[0].label ?? e.value") for one in roles.all()]
    assert ["Data Analyst", "Data Analyst"] == chosen  # the second begins with that of the first
    stage = steps.locator("[data-field=operatesInStage]").locator("select, input").last
    found = stage.evaluate("(e) => e.selectedOptions?.[0].label ?? e.value")
    assert "Operation and monitoring" == found
