"""Ways through the pages: search, coverage to finding, queries, and all of it without scripts."""

from __future__ import annotations

from test_pages import OVERFLOW, SERIOUS
from visiting import VisitPage

HANDOFFS = "/query?name=artifacts-passed-between-roles"


def test_a_hidden_name_leads_to_the_role_with_the_note_why(visit: VisitPage) -> None:
    """Newcomers type "data scientist"; the document says that here it is the ML Developer."""
    opened = visit("/")
    field = opened.page.get_by_role("combobox", name="Search the catalogue")
    field.press_sequentially("data sci")
    opened.page.get_by_role("option").filter(has_text="easily confused").wait_for()

    assert "ML Developer" in opened.page.get_by_role("option").first.inner_text()

    field.press("ArrowDown")
    field.press("Enter")
    opened.page.wait_for_url("**/roles/ml-developer")
    assert [] == opened.problems


def test_a_gap_is_followed_from_the_matrix_to_the_finding_and_the_line(visit: VisitPage) -> None:
    """A gap one cannot act on is decoration."""
    opened = visit("/coverage")
    page = opened.page
    row = page.locator("table.tools tr.gap", has_text="Feature engineering")
    row.get_by_role("link", name="No tool supports it.").click()

    assert "1 of" in page.locator("main").inner_text()
    finding = page.locator(".findings li")
    assert "A responsibility should be supported by a tool." in finding.inner_text()
    assert "rg:" not in finding.inner_text()
    finding.get_by_text("In RDF").click()
    assert "ResponsibilityShape-supported" in finding.inner_text()
    finding.get_by_role("link", name="line 27").click()
    assert page.url.endswith("/documents/roles#L27")


def test_a_tool_that_goes_shows_what_is_left_alone(visit: VisitPage) -> None:
    """The question comes up when a tool is withdrawn, and then it is urgent."""
    opened = visit("/coverage")
    loss = opened.page.locator("section[aria-labelledby=loss]")
    loss.get_by_label("Tool", exact=True).select_option(label="DataEval")
    loss.get_by_role("button", name="Show").click()

    lost = opened.page.locator("section[aria-labelledby=loss] tr.gap")
    assert "Statistical analysis" in lost.all_inner_texts()[0]
    assert [] == opened.problems


def test_a_query_runs_in_the_editor_and_becomes_a_chart_and_a_link(visit: VisitPage) -> None:
    """An answer is often wanted as a picture, and by somebody else."""
    opened = visit("/query")
    page = opened.page
    page.wait_for_selector("form[data-ready]", state="attached")
    page.get_by_text("A query of your own").click()
    page.get_by_role("button", name="Run").click()
    page.get_by_role("tab", name="Chart").click()
    page.wait_for_selector("[data-drawn='4'] canvas")

    chart = page.get_by_role("img")
    assert "AI T&E Engineer 6" in (chart.get_attribute("aria-label") or "")
    assert "/query?query=" in page.url
    page.get_by_label("Form").select_option("line")

    # Over plain HTTP there is no clipboard API; the link is copied all the same.
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy a link").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = visit(page.url.partition("8000")[2] or page.url).page
    copied.wait_for_selector("[data-drawn='4'] canvas")
    assert "line" == copied.get_by_label("Form").input_value()

    page.go_back()
    page.wait_for_selector("form[data-ready]", state="attached")
    assert page.url.endswith("/query")
    assert [] == opened.problems


def test_things_in_results_go_by_their_names(visit: VisitPage) -> None:
    """An id such as `ai-red-teamer` is nobody's name."""
    opened = visit("/query?query=SELECT * { ?tool a <https://w3id.org/rolegraph/ontology%23Tool> }")
    opened.page.wait_for_selector("#view table")
    without = visit("/query?query=SELECT * { ?a <urn:x> ?b }", scripts=False)

    assert "Armory Library" in opened.page.locator("#view").inner_text()
    assert "armory-library" not in opened.page.locator("#view").inner_text()
    assert "0 rows" in without.page.locator("#results").inner_text()
    assert [] == opened.problems


def test_results_are_drawn_as_a_graph(visit: VisitPage) -> None:
    """Handoffs are a graph; as a table nobody sees it."""
    opened = visit(HANDOFFS)
    opened.page.get_by_role("tab", name="Graph").click()
    opened.page.wait_for_selector(".graph[data-drawn]")

    assert [] == opened.problems


def test_what_is_around_a_thing_is_explored_by_keyboard_and_read_as_a_table(
    visit: VisitPage, axe: str
) -> None:
    """A graph for the mouse alone shuts people out; a graph on each page must not slow any."""
    opened = visit("/personas/robin-castellanos")
    page, scripts = opened.page, "() => performance.getEntriesByType('resource').length"
    before = page.evaluate(scripts)
    page.locator(".explore summary").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".graph[data-drawn='10']")
    rows = page.locator(".neighbours tbody tr")
    state = page.locator(".explore .state")

    assert before < page.evaluate(scripts)
    assert 9 == rows.count()
    page.locator(".graph").focus()
    while "represents role" not in state.inner_text():
        page.keyboard.press("ArrowDown" if "uses" in state.inner_text() else "ArrowRight")
    assert "AI T&E Engineer, role." in state.inner_text()
    page.keyboard.press("Enter")
    rows.nth(12).wait_for()
    page.get_by_label("Relation", exact=True).select_option(label="represents role")
    assert {"represents role"} == {*page.locator(".neighbours td:nth-child(2)").all_inner_texts()}
    page.get_by_label("Relation", exact=True).select_option(label="all")
    more = page.get_by_role("button", name="performed by role:")
    hidden = int(more.inner_text().split(":")[1].split()[0])
    count = rows.count()
    more.click()
    rows.nth(count).wait_for()
    assert count + hidden == rows.count()
    page.evaluate(axe)
    assert [] == page.evaluate(SERIOUS)
    assert 0 == page.evaluate(OVERFLOW)
    page.emulate_media(media="print")
    assert (False, True) == (page.locator(".graph").is_visible(), rows.first.is_visible())

    plain = visit("/personas/robin-castellanos", scripts=False).page
    plain.get_by_text("Explore what is around this").click()
    plain.get_by_role("link", name="All of it as a table").click()
    text = plain.locator("table.neighbours").inner_text()
    assert 9 == plain.locator("table.neighbours tbody tr").count()
    assert "represents role" in text
    plain.get_by_role("link", name="around it: AI T&E Engineer").click()
    assert "Robin Castellanos" in plain.locator("table.neighbours").inner_text()
    assert [] == opened.problems


def test_a_ready_question_with_its_parameters_has_every_view(visit: VisitPage) -> None:
    """The answer to "what if this tool goes" is worth a chart and a link as much as any other."""
    opened = visit("/query?name=support-lost-without-a-tool")
    page = opened.page
    page.get_by_label("Tool", exact=True).select_option(label="MAITE")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_selector("#view table")
    rows = page.locator("#view tbody tr").count()
    assert 0 < rows == page.locator("#view td:first-child a[href='/tools/maite']").count()

    page.get_by_role("tab", name="Graph").click()
    page.wait_for_selector(".graph[data-drawn]")
    csv = page.get_by_role("link", name="csv").get_attribute("href") or ""
    assert rows + 1 == page.request.get(csv).text().count("\n")
    page.reload()
    page.wait_for_selector(".graph[data-drawn]")  # the address keeps the view
    page.get_by_role("tab", name="Table").click()
    assert rows == page.locator("#view tbody tr").count()
    assert [] == opened.problems


def test_the_editor_completes_from_the_ontology(visit: VisitPage) -> None:
    """Nobody knows the names of properties by heart."""
    opened = visit("/query?query=" + "PREFIX rg: <https://w3id.org/rolegraph/ontology%23>%0A")
    page = opened.page
    page.wait_for_selector("form[data-ready]", state="attached")
    assert 0 == page.locator(".CodeMirror").count()  # half a megabyte that readers do without
    page.get_by_label("SPARQL", exact=True).focus()
    page.wait_for_selector("form[data-editor]")
    page.keyboard.press("Control+End")
    page.keyboard.type("SELECT * { ?step rg:performedBy")
    page.keyboard.press("Control+Space")

    page.wait_for_selector(".CodeMirror-hint >> text=rg:performedByRole")


def test_a_wrong_query_is_told_with_its_line(visit: VisitPage) -> None:
    """A message without a place makes people guess."""
    opened = visit("/query?query=SELECT%20*%20%7B%0A%3Fa%20%3Fb%20%7D", scripts=False)

    assert "Line 2" in opened.page.locator(".problem").inner_text()


def test_without_scripts_the_catalogue_still_reads_and_answers(visit: VisitPage) -> None:
    """Some networks and some readers run no scripts."""
    page = visit("/", scripts=False).page
    assert page.locator("svg.for-wide").get_by_role("link", name="AI Red Teamer").first.is_visible()
    page.get_by_label("Search the catalogue").fill("data scientist")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="ML Developer", exact=True).click()
    assert "Model experimentation" in page.locator("main").inner_text()

    page.get_by_role("link", name="Develop a candidate model").first.click()
    assert page.locator("svg.for-wide").get_by_text("Trained model").first.is_visible()
    assert 7 == page.locator("ol.steps > li").count()

    page.get_by_role("link", name="Query").first.click()
    page.get_by_role("link", name="Responsibilities without a tool").click()
    assert 4 == page.locator("#results tbody tr").count()


def test_the_keyboard_reaches_the_content_first(visit: VisitPage) -> None:
    """Whoever tabs through nine links on each page gives up."""
    page = visit("/checks").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert "main" == page.evaluate("document.activeElement.id")
