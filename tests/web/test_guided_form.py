"""The guided form: nothing typed is lost, errors wait for their turn, rows come from a sheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route
from visiting import VisitPage

from rolegraph.catalogue import Catalogue
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.web.forms.offers import offered
from serving import Server

TOKEN = "a-token-for-tests"


@pytest.fixture(scope="module")
def writable(start_module_server: Callable[..., Server]) -> Server:
    """A server with a token; what is typed here is checked and not saved."""
    return start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)


def signed(page: Page) -> Page:
    """Wait for a form and sign in to it."""
    page.locator("#form[data-ready]").wait_for()
    page.get_by_label("Token").fill(TOKEN)
    return page


def paste(field: Locator, text: str) -> None:
    """Paste a text into a field."""
    field.evaluate(
        """(input, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const paste = { clipboardData: data, bubbles: true, cancelable: true };
          input.dispatchEvent(new ClipboardEvent("paste", paste));
        }""",
        text,
    )


def chosen(field: Locator) -> list[str]:
    """Return what is chosen in the lists of a field."""
    return [
        one.evaluate("(list) => list.selectedOptions[0].label")
        for one in field.locator("select").all()
    ]


def test_a_form_is_shown_once_it_holds_what_is_there(visit: VisitPage, writable: Server) -> None:
    """What somebody types while the values are on their way must not be written over."""
    page = visit("/", url=writable.url).page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/tools/maite", hold)
    page.goto("/edit/tools/maite")
    while not held:
        page.wait_for_timeout(20)
    assert not page.locator("#form textarea").count()

    held[0].fulfill(status=500, json={"detail": "The disk is full."})
    assert "The disk is full." in page.locator("#form [role=alert]").inner_text()
    page.unroute("**/api/v1/tools/maite")
    page.get_by_role("button", name="Try again").click()
    page.locator("#form[data-ready]").wait_for()
    assert page.locator("[data-field=purpose] textarea").input_value()


@pytest.mark.parametrize("name", ["New tool", "Review and save"])
def test_no_message_moves_a_button_away_from_under_the_mouse(
    name: str, visit: VisitPage, writable: Server
) -> None:
    """What is pressed right after the token was entered is done, also where no message was yet."""
    page = visit("/edit/personas", url=writable.url).page
    page.locator("#form[data-ready]").wait_for()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/batch?dry-run=true", hold, times=1)
    page.get_by_label("Token").fill(TOKEN)
    adder = page.get_by_role("button", name=name)
    adder.hover()
    before = adder.bounding_box()
    page.mouse.down()  # leaves the token, which begins a check
    while not held:
        page.wait_for_timeout(20)
    with page.expect_response("**/api/v1/batch*") as answered:
        held[0].continue_()
    answered.value.finished()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert before == adder.bounding_box()
    page.mouse.up()

    if name == "New tool":
        page.locator("[data-field=tools] .inner").wait_for()
    else:
        page.locator(".state", has_text="10 fields must still be given.").wait_for()
        page.locator("[data-field=label] .told").get_by_text("This must be given.").wait_for()


def test_errors_wait_until_somebody_was_there(visit: VisitPage, writable: Server) -> None:
    """A form that is red before the first key was pressed scolds whoever opens it."""
    page = signed(visit("/edit/personas", url=writable.url).page)
    page.locator("[data-field=quote] textarea").fill("Which run was that?")
    page.locator(".state", has_text="9 fields must still be given:").wait_for()
    assert not page.locator(".told li").count()

    page.locator("[data-field=description] textarea").focus()
    page.locator("[data-field=label] input").focus()
    page.locator("[data-field=quote] textarea").focus()
    wrong = page.locator(".field.wrong")
    wrong.first.wait_for()
    assert {"label"} == {one.get_attribute("data-field") for one in wrong.all()}

    page.get_by_role("button", name="Review and save").click()
    page.locator(".field.wrong").nth(8).wait_for()
    assert 9 == page.locator(".others li").count()


def test_a_pasted_table_may_have_a_head_and_says_what_it_lost(
    visit: VisitPage, writable: Server
) -> None:
    """Sheets have heads, numbers and columns in an order of their own."""
    page = signed(visit("/edit/workflows", url=writable.url).page)
    steps = page.locator("[data-field=steps]")
    assert "name, role, lifecycle stage, inputs, outputs, fulfils, tools" in steps.inner_text()
    paste(
        steps.locator("[data-field=label] input"),
        "No.\tOutputs\tStep\tStage\tHandoff\n"
        "1\tEvaluation report\tName the run\tDesign\tBy mail.\n"
        "2\tA thing of ours\t审计\tSpring\t",
    )
    steps.get_by_text("Row 2: lifecycle stage: there is no “Spring”.").wait_for()
    page.locator(
        ".state", has_text="must still be given"
    ).wait_for()  # what a check says stays apart

    names = steps.locator("[data-field=label] input")
    assert ["Name the run", "审计"] == [one.input_value() for one in names.all()]
    assert ["Evaluation report"] == chosen(steps.locator("[data-field=outputs]").first)
    assert "By mail." == steps.locator("[data-field=handoff] textarea").first.input_value()
    said = steps.locator(":scope > .lost").inner_text()
    assert "There is no column “No.” here" in said
    assert "Row 2: outputs: there is no “A thing of ours”." in said


def test_all_that_a_pasted_table_names_and_is_not_there_is_made_by_one_press(
    visit: VisitPage, writable: Server
) -> None:
    """A sheet of twelve steps names twenty artifacts; nobody presses twenty buttons."""
    page = signed(visit("/edit/workflows", url=writable.url).page)
    steps = page.locator("[data-field=steps]").first
    lost = steps.locator(":scope > .lost")
    assert "" == lost.inner_html()
    paste(
        steps.locator("[data-field=label] input"),
        "name\trole\toutputs\ttools\n"
        "Draw\tNobody\tField log; Draft\tSplitter\n"
        "Check\tNobody\tField log\tsplitter; MAITE\n",
    )
    page.route("**/edit-fields/tools", lambda route: route.abort())
    every = lost.get_by_role("button", name="Make all 3 new")
    every.click()
    told = lost.get_by_role("status")
    told.get_by_text("“Splitter” could not be made. Try again.").wait_for()
    page.unroute("**/edit-fields/tools")
    assert not every.count()  # for one thing its own button is enough
    lost.get_by_role("button", name="New tool “Splitter”", exact=True).click()
    lost.get_by_text("Splitter").first.wait_for(state="detached")

    inner = steps.locator(".inner .inner [data-field=label] input")
    assert ["Field log", "Draft", "Splitter"] == [one.input_value() for one in inner.all()]
    second = steps.locator("ol.rows > li > .inner.line").nth(1)
    assert ["Field log"] == chosen(second.locator("[data-field=outputs]"))
    assert ["MAITE", "Splitter"] == sorted(chosen(second.locator("[data-field=tools]")))
    said = lost.locator("li").all_inner_texts()
    assert 2 == len(said)
    assert all("role: there is no “Nobody”" in one for one in said)  # a role is not made in a step


def test_a_pasted_name_that_is_nearly_one_that_is_there_is_asked_about(
    visit: VisitPage, writable: Server
) -> None:
    """People shorten names and mistype them; what they meant is theirs to say."""
    page = signed(visit("/edit/workflows", url=writable.url).page)
    steps = page.locator("[data-field=steps]").first
    lost = steps.locator(":scope > .lost")
    paste(
        steps.locator("[data-field=label] input"),
        "name\tstage\trole\n"
        "Draw\tData collection\tML Develoepr\n"
        "Check\tdata Collection\tML Developer\n"
        "Rest\tWinter\tML Developer\n",
    )
    lost.get_by_text("Row 1: lifecycle stage: there is no “Data collection”").wait_for()
    rows = steps.locator("ol.rows > li > .inner.line")
    assert ["choose …"] == chosen(rows.first.locator("[data-field=operatesInStage]"))
    taken = lost.get_by_role(
        "button", name="Take “Data collection and preparation” for “Data collection”", exact=True
    )
    taken.click()
    lost.get_by_role("button", name="Take “ML Developer”").click()
    lost.get_by_text("Develoepr").wait_for(state="detached")

    for place in (0, 1):
        stage = chosen(rows.nth(place).locator("[data-field=operatesInStage]"))
        assert ["Data collection and preparation"] == stage
    [left] = lost.locator("li").all_inner_texts()
    assert "Winter" in left
    assert "Take" not in left


def test_after_all_is_made_the_focus_is_at_what_is_left(visit: VisitPage, writable: Server) -> None:
    """Whoever works by keyboard does not begin again at the top of the page."""
    page = signed(visit("/edit/workflows", url=writable.url).page)
    steps = page.locator("[data-field=steps]").first
    lost = steps.locator(":scope > .lost")
    name = steps.locator("[data-field=label] input")
    paste(name, "name\toutputs\tweight\nDraw\tField log; Draft\t3")
    lost.get_by_role("button", name="Make all 2 new").press("Enter")
    lost.locator("li").nth(1).wait_for(state="detached")
    left = lost.get_by_role("button", name="Leave it out: “weight”")
    page.wait_for_function("(one) => one === document.activeElement", arg=left.element_handle())

    paste(name.first, "Draw\t\t\t\tChart; Table")
    lost.get_by_role("button", name="Make all 2 new").press("Enter")
    lost.locator("li").first.wait_for(state="detached")
    page.wait_for_function(
        "(field) => field.contains(document.activeElement)",
        arg=steps.locator("[data-field=outputs]").first.element_handle(),
    )


def test_what_is_new_in_a_step_is_offered_to_the_next_and_outlives_a_reload(
    visit: VisitPage, writable: Server
) -> None:
    """Else whoever makes an artifact in one step has to make it again in the next."""
    page = signed(visit("/edit/workflows", url=writable.url).page)
    steps = page.locator("[data-field=steps]")
    first = steps.locator("ol.rows > li > .inner").first
    first.locator("[data-field=outputs]").get_by_role("button", name="New artifact").click()
    artifact = first.locator(".inner")
    artifact.locator("[data-field=label] input").fill("Name of a run")
    name = first.locator("[data-field=label] input").first
    name.fill("Name the run")
    name.press("Enter")  # the row below
    second = steps.locator("ol.rows > li > .inner.line").nth(1)
    second.locator("[data-field=label] input").fill("Store the run")
    assert ["Name of a run"] == chosen(second.locator("[data-field=inputs]"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.locator("#form[data-ready]").wait_for()

    assert ["Name of a run"] == chosen(second.locator("[data-field=inputs]"))
    artifact.locator("[data-field=label] input").fill("Name of each run")
    assert ["Name of each run"] == chosen(second.locator("[data-field=inputs]"))
    first.get_by_role("button", name="Remove").last.click()
    assert ["choose …"] == chosen(second.locator("[data-field=inputs]"))


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_no_name_is_cut_in_the_lists_of_a_row(
    width: int, visit: VisitPage, writable: Server
) -> None:
    """“Verification and …” and “Verification of …” are told apart by their ends."""
    page = visit("/edit/workflows", url=writable.url, width=width).page
    page.locator("#form[data-ready]").wait_for()
    step = page.locator("[data-field=steps] .inner.line")
    for name, text in (
        ("operatesInStage", "Verification and validation"),
        ("performedByRole", "AI T&E Engineer"),
    ):
        field = step.locator(f"[data-field={name}]")
        field.locator("select").select_option(label=text)
        shown = field.locator(".pick > span")
        assert text == shown.inner_text()
        assert shown.evaluate(
            "(one) => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight"
        )
    # A row is one line of fields on a screen; on a phone, its name and three a line.
    tops = {round(one.bounding_box()["y"]) for one in step.locator(":scope > .field").all()}
    assert len(tops) == (3 if width == 390 else 1)


def test_what_a_list_offers_names_what_it_belongs_to(shipped_store: EmbeddedStore) -> None:
    """Criteria and artifacts were made for one workflow; a name alone does not say for which."""
    catalogue = Catalogue(shipped_store)

    def offers(plural: str, name: str) -> dict[str, str]:
        field = catalogue.types[plural].field(name)
        assert field is not None
        with catalogue.view() as view:
            return {one["label"]: one["of"] for one in offered(catalogue, view, field) or []}

    assert (
        "Assess a model as an adversary would"
        == offers("workflows", "entryCriteria")["Access is separated"]
    )
    artifacts = offers("steps", "inputs")
    assert "Fine-tune a model on test findings" == artifacts["Accepted findings"]
    assert artifacts["Evaluation report"].endswith("more")
    assert (
        "Develop a candidate model"
        == offers("steps", "precededBy")["Explore the data and fix the splits"]
    )
    assert not any(offers("steps", "tools").values())
    assert not any(offers("steps", "performedByRole").values())  # all in one scheme
