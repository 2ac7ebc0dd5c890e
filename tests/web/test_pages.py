"""Every page: no message on the console, no foreign request, and readable by everyone."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from visiting import VisitPage

from serving import Server

PAGES = (
    "/",
    "/coverage",
    "/score",
    "/proposals",
    "/steps?view=table&order=label",
    "/responsibilities?gap=yes",
    "/query",
    "/query?name=lifecycle-stages-of-each-role",
    "/checks",
    "/health",
    "/changes",
    "/changes/1",
    "/at/1/roles/ml-developer",
    "/ontology",
    "/shapes",
    "/docs",
    "/docs/roles",
    "/docs/schemas/Persona",
    "/search?q=data+scientist",
    "/explore?thing=https://w3id.org/rolegraph/id/roles/ml-developer&lang=en",
    "/roles",
    "/roles/ml-developer",
    "/personas/robin-castellanos",
    "/workflows/fine-tune-on-findings",
    "/steps/evaluate-candidate-models-plan-evaluation",
    "/tools/maite",
    "/mappings/ml-developer-closeMatch-dcwf-423",
    "/documents/roles",
    "/roles/nobody",
)
"""A page of each template; `make pages` walks through all others."""
_FOUND = """.violations
  .filter((found) => ['serious', 'critical'].includes(found.impact))
  .map((found) => found.id + ': ' + found.nodes.slice(0, 3).map((node) => node.html).join(' | '))
"""
SERIOUS = f"""
async () => (await axe.run(document,
    {{resultTypes: ['violations'], rules: {{
      'target-size': {{enabled: true}}, 'label-content-name-mismatch': {{enabled: true}}}}}})){_FOUND}"""
CONTRAST = f"""
async () => (await axe.run(document, {{runOnly: ['color-contrast']}})){_FOUND}"""
"""What another theme changes: nothing but colours."""
IDS_TWICE = """
() => [...document.querySelectorAll('[id]')].map((one) => one.id)
  .filter((id, place, all) => all.indexOf(id) !== place)
"""
TRANSFERRED = """
() => ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))
  .reduce((sum, entry) => sum + entry.transferSize, 0)
"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_clean_light_and_accessible_in_two_themes_and_three_widths(
    path: str, visit: VisitPage, axe: str
) -> None:
    """Policy, console and accessibility are promises for each page, not for the first one."""
    opened = visit(path)
    page = opened.page
    page.evaluate(axe)
    light = page.evaluate(SERIOUS)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(CONTRAST)
    overflow = []
    for width in (1024, 390):
        page.set_viewport_size({"width": width, "height": 800})
        overflow.append(page.evaluate(OVERFLOW))
    narrow = page.evaluate(SERIOUS)

    expected = ["console: Failed to load resource"] if path.endswith("nobody") else []
    assert expected == [
        problem[: len("console: Failed to load resource")] for problem in opened.problems
    ]
    assert ([], [], []) == (light, dark, narrow)
    assert [0, 0] == overflow
    assert [] == page.evaluate(IDS_TWICE)
    assert page.evaluate(TRANSFERRED) < 100_000


def test_a_commit_of_many_things_is_told_page_by_page(client: httpx.Client) -> None:
    """The page of a load of 4,500 things must not be one of 4,500 tables."""
    html = {"Accept": "text/html"}
    first, second = (
        client.get(f"/changes/1{more}", headers=html).text for more in ("", "?from=31")
    )

    assert "1 to 30 are shown" in first
    assert '<a href="?from=31">Next</a>' in first
    assert "31 to 60 are shown" in second
    assert len(first) < 100_000


def test_the_policy_allows_nothing_inline_and_no_other_host(client: httpx.Client) -> None:
    """A label in the data that slips through as markup must stay harmless."""
    policy = client.get("/", headers={"Accept": "text/html"}).headers["content-security-policy"]

    assert "default-src 'none'; script-src 'self'; style-src 'self'" == policy[:55]
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
    ],
)
def test_the_address_of_a_page_gives_the_form_that_is_asked_for(
    accept: str, expected: str, client: httpx.Client
) -> None:
    """A page is the HTML form of a thing, so other forms must not need another address."""
    answer = client.get("/roles/ml-developer", headers={"Accept": accept})

    assert (200, expected) == (answer.status_code, answer.headers["content-type"])
    assert "Accept" in answer.headers["vary"]


def test_an_address_with_nothing_is_told_of_on_a_page(client: httpx.Client) -> None:
    """Who mistypes an address reads a page with a search, and a program a problem document."""
    place = "/nothing/at/all"
    page, data = (client.get(place, headers={"Accept": one}) for one in ("text/html", "*/*"))
    of_api = client.get("/api/v1/nothing/at/all", headers={"Accept": "text/html"})

    assert (404, "text/html; charset=utf-8") == (page.status_code, page.headers["content-type"])
    assert f"There is nothing at {place}." in page.text
    for problem in (data, of_api):
        assert "application/problem+json" == problem.headers["content-type"]
        assert 404 == problem.status_code == problem.json()["status"]


def test_an_ending_asks_for_a_form_as_well(client: httpx.Client) -> None:
    """People cannot set Accept in a browser."""
    answer = client.get("/roles/ml-developer.ttl", headers={"Accept": "text/html"})

    assert "text/turtle; charset=utf-8" == answer.headers["content-type"]
    assert 'skos:prefLabel "ML Developer"@en' in answer.text


def test_the_iri_of_a_thing_leads_a_browser_to_its_page(visit: VisitPage) -> None:
    """An IRI found in data should be worth following."""
    opened = visit("/id/roles/ml-developer")

    assert opened.page.url.endswith("/roles/ml-developer")
    assert "ML Developer" == opened.page.locator("h1").inner_text()


def test_a_statement_is_shown_in_its_context(visit: VisitPage) -> None:
    """Traceability is worth something when the line is one click away."""
    opened = visit("/roles/ml-developer")
    opened.page.get_by_role("link", name="line 27").click()

    assert opened.page.url.endswith("/documents/roles#L27")
    line = opened.page.locator("#L27")
    assert "- Feature engineering" in line.inner_text()
    assert line.evaluate("(line) => line.matches(':target')")


def test_an_unknown_page_says_what_may_have_been_meant(visit: VisitPage) -> None:
    """A dead end without a way on loses the reader."""
    opened = visit("/roles/ml-developr")

    assert "ML Developer" in opened.page.locator("main").inner_text()


@pytest.mark.parametrize("page", ["checks", "changes", "explore"])
def test_an_address_about_no_iri_is_refused_in_words(page: str, client: httpx.Client) -> None:
    """Links are pasted with a blank or without their end; that is no fault of the service."""
    for text in ("a b>", "roles", "http://[x"):
        answer = client.get(f"/{page}", params={"thing": text}, headers={"Accept": "text/html"})

        assert 400 == answer.status_code
        assert "is no IRI" in answer.text


def test_people_find_what_they_look_for_first(client: httpx.Client) -> None:
    """Who knows roles looks for roles; words of RDF stand behind "For developers"."""
    text = client.get("/", headers={"Accept": "text/html"}).text
    whole = text.split('<nav aria-label="Main">')[1].split("</nav>")[0]
    first, developers = whole.split("For developers")

    for names, part in (
        (("Roles", "Personas", "Workflows", "Tools", "Coverage", "Checks", "Changes"), first),
        (("Ontology", "Shapes", "API"), developers),
    ):
        assert list(names) == [n for n in names if f">{n}</a>" in part]
    assert "Ontology" not in first


def test_an_empty_catalogue_says_what_to_do_next(start_server: Callable[..., Server]) -> None:
    """Zeros in green would say that all is well."""
    with start_server("--empty").client(headers={"Accept": "text/html"}) as client:
        while (waiting := client.get("/checks")).status_code == 503:
            assert waiting.headers["Refresh"]  # the rules are checked once; the page comes again
        pages = {
            path: client.get(path) for path in ("/", "/coverage", "/checks", "/raci", "/roles")
        }
    for path, page in pages.items():
        assert 200 == page.status_code
        main = page.text.split("<main")[1].split("</main>")[0]
        assert "/edit/roles" in main, path
        assert 'class="fine"' not in main, path


def test_an_end_day_is_included_and_a_wrong_day_keeps_the_form(client: httpx.Client) -> None:
    """From 21 to 28 November means both days."""
    day = client.get("/api/v1/changes").json()["items"][0]["time"][:10]
    html = {"Accept": "text/html"}
    found = client.get(f"/changes?old={day}&new={day}", headers=html, follow_redirects=True)
    week = client.get("/changes?since=7", headers=html, follow_redirects=True)
    wrong = client.get(f"/changes?old=yesterday&new={day}", headers=html)
    turned = client.get(f"/changes?old={day}&new=2020-01-01", headers=html)

    assert "The last 7 days: from" in week.text
    role = "https://w3id.org/rolegraph/id/roles/ml-developer"
    of_role = client.get("/changes", params={"thing": role, "since": "7"}, headers=html)
    assert (200, True) == (of_role.status_code, "Changes of <a" in of_role.text)
    assert "&amp;since=30" in of_role.text  # the other ways keep the thing as well
    for page in (found, week):
        assert "Nothing differs" not in page.text
        assert "Roles of AI development" in page.text
    assert (400, True) == (wrong.status_code, f'value="{day}"' in wrong.text)
    assert "yesterday" in wrong.text
    assert "is after 2020-01-01" in turned.text
    differing = client.get("/api/v1/changes/diff", params={"from": day, "to": day})
    assert differing.status_code == 404 or differing.json()["things"]
