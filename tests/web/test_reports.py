"""Reports for a meeting: a role, or the whole catalogue, on one sheet of A4."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO
from math import inf
from pathlib import Path
from unicodedata import normalize

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.requests import Request
from visiting import VisitPage

from rolegraph.api.operations.answer_cache import KeptAnswer
from rolegraph.http.answers import UNTIL, midnight_after
from rolegraph.web.pages.changes import until_tomorrow
from rolegraph.web.pages.coverage import allotted
from serving import Server, StartServer

TOKEN = "a-token-for-tests"
A4 = (595, 842)
TOML = """
[catalogue]
title = "Hafenordnung mit allen Rollen und Zuständigkeiten des Hafens und seiner Betriebe"
base = "https://hafen.example/id/"
language = "de"
languages = ["de", "en"]

[rules]
profile = "draft"
"""
PREFIXES = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://hafen.example/id/> .
"""
DUTY = "Die Liegeplätze der Schiffe nach Größe und Ladung zuteilen und das Ergebnis melden, Teil"
MANY, DUTIES = 300, 40


def crowded() -> str:
    """Return a German catalogue with 300 roles, one of which has much of everything."""
    lead = "Er leitet den Hafen und alles, was darin liegt. " * 20
    said = [PREFIXES]
    said.append(
        f'<roles/meister> a rg:Role ; skos:prefLabel "Hafenmeister"@de , "Harbour master"@en ;'
        f' skos:definition "{lead}"@de ; rg:reportsTo <roles/r1> .'
    )
    said += [
        f'<responsibilities/d{n:02}> a rg:Responsibility ; skos:prefLabel "{DUTY} {n}"@de ;'
        f" rg:statementOf <roles/meister> ; rg:statementOrder {n + 1} ."
        f" <roles/meister> rg:hasResponsibility <responsibilities/d{n:02}> ."
        for n in range(DUTIES)
    ]
    said += [
        f'<exclusions/e{n}> a rg:Exclusion ; skos:prefLabel "Keine Schiffe der Art {n}"@de ;'
        f" rg:statementOf <roles/meister> . <roles/meister> rg:hasExclusion <exclusions/e{n}> ."
        f'<personas/p{n}> a rg:Persona ; skos:prefLabel "Die Lotsin Nummer {n}"@de ;'
        " rg:representsRole <roles/meister> ."
        f'<workflows/w{n}> a rg:Workflow ; skos:prefLabel "Ein Schiff der Art {n} holen"@de .'
        f'<tools/t{n}> a rg:Tool ; skos:prefLabel "Werkzeug {n}"@de .'
        f'<lifecycle-stages/l{n}> a rg:LifecycleStage ; skos:prefLabel "Abschnitt {n}"@de .'
        f'<activities/a{n}> a rg:Activity ; skos:prefLabel "Tätigkeit {n}"@de .'
        f"<assignments/z{n}> a rg:Assignment ; rg:assignedRole <roles/meister> ;"
        f" rg:assignedActivity <activities/a{n}> ;"
        f" rg:participation rg:{('accountable', 'consulted', 'informed')[n % 3]} ."
        for n in range(12)
    ]
    said += [
        f"<steps/s{n}-{step}> a rg:WorkflowStep ; rg:stepOf <workflows/w{n}> ;"
        f' rg:stepOrder {step + 1} ; skos:prefLabel "Das Tau Nummer {step} werfen"@de ;'
        f" rg:performedByRole <roles/meister> ; rg:usesTool <tools/t{n}> ."
        for n in range(12)
        for step in range(9)
    ]
    said += [
        f'<roles/r{n}> a rg:Role ; skos:prefLabel "Verantwortliche für den Kai Nummer {n}"@de .'
        for n in range(1, MANY)
    ]
    return "\n".join(said)


def folder(home: Path, data: str) -> Path:
    """Make a catalogue of Turtle."""
    (home / "data").mkdir()
    (home / "rolegraph.toml").write_text(TOML, encoding="utf-8")
    (home / "data" / "hafen.ttl").write_text(data, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, start_module_server: StartServer) -> Server:
    """A service on the German catalogue."""
    home = folder(tmp_path_factory.mktemp("hafen"), crowded())
    return start_module_server(str(home), ROLEGRAPH_WRITE_TOKEN=TOKEN)


def words(html: str) -> str:
    """Return what a page says below its head, without markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.partition("<main")[2])).split())


def said(client: httpx.Client, path: str, **headers: str) -> str:
    """Return the words of a page that must be there."""
    answer = client.get(path, headers={"Accept": "text/html", **headers})
    assert answer.is_success, answer.text
    return words(answer.text)


def printed(visit: VisitPage, path: str, url: str | None = None) -> list[str]:
    """Return the text of each sheet of a page; all sheets must be A4, upright."""
    pdf = visit(path, url=url, scripts=False).page.pdf(format="A4", prefer_css_page_size=True)
    sheets = PdfReader(BytesIO(pdf)).pages
    assert {A4} == {tuple(int(side) for side in sheet.mediabox[2:]) for sheet in sheets}
    return [" ".join(normalize("NFKC", sheet.extract_text()).split()) for sheet in sheets]


def in_order(text: str, *pieces: str) -> None:
    """Assert that pieces stand in a text, one behind the other."""
    place = 0
    for piece in pieces:
        found = text.find(piece, place)
        assert found >= 0, f"{piece!r} is not behind what comes before it in {text!r}"
        place = found


@pytest.mark.parametrize(
    ("path", "pieces"),
    [
        (
            "/report",
            (
                *("Roles of AI development", "Report for a meeting", "4 roles", "92 % complete"),
                "Sorted by the number of gaps",
                *("gaps of Coverage 8", "Lifecycle stages without a role: Problem definition"),
                *("Roles without an external reference", "Changed in the last 30 days"),
                *("No proposal is open", "AI T&E Engineer 6 Imani Whitfield + 2"),
            ),
        ),
        (
            "/roles/ml-developer/report",
            (
                *("ML Developer", "Report for a meeting · Roles of AI development · change"),
                *("builds machine learning models", "Represented by: Jules Lindqvist"),
                *("Reports to: not recorded", "Answers for 5", "Feature engineering ⚠ no tool"),
                *("Must not", "Takes part in 3", "Develop a candidate model: 1. Explore"),
                *("1 Responsibilities without a tool: Feature engineering", "93 %"),
                *("15 of 16 are there", "Changed in the last 30 days", "Open proposals"),
            ),
        ),
    ],
)
def test_a_report_says_on_one_sheet_what_a_meeting_asks(
    path: str, pieces: tuple[str, ...], visit: VisitPage
) -> None:
    """Somebody goes into a meeting with a sheet of paper; it must be one, and be enough."""
    (sheet,) = printed(visit, path)
    in_order(sheet, *pieces)
    assert "Print this page" not in sheet
    assert "For developers" not in sheet


def test_a_role_with_much_of_everything_is_one_sheet(visit: VisitPage, harbour: Server) -> None:
    """What does not fit is counted, with the address of the page that has it."""
    (sheet,) = printed(visit, "/roles/meister/report", harbour.url)
    shown = len(re.findall(r"Ergebnis melden, Teil \d+ ⚠", sheet))
    left = re.search(r"and (\d+) more: /roles/meister#statements", sheet)

    assert f"Answers for {DUTIES}" in sheet
    assert left is not None
    assert 5 < shown < DUTIES == shown + int(left[1])
    in_order(sheet, "Hafenmeister", "Hafenordnung", "Must not 12", "Keine Schiffe der Art 0")
    in_order(sheet, "Takes part in 12", "Ein Schiff der Art 0 holen: 1. Das Tau Nummer 0 werfen")
    in_order(sheet, "RACI 12", "A accountable: Tätigkeit 0")


def test_a_catalogue_of_300_roles_is_one_sheet(visit: VisitPage, harbour: Server) -> None:
    """The role that lacks most comes first, and the sheet says by what it is sorted."""
    (sheet,) = printed(visit, "/report", harbour.url)
    listed = len(re.findall(r"Verantwortliche für den Kai Nummer \d+ none none", sheet))
    left = re.search(r"least complete. And (\d+) more: /roles", sheet)

    in_order(sheet, "300 roles", "Sorted by", "Hafenmeister 40 Die Lotsin ... + 11 12 12")
    assert left is not None
    assert 10 < listed == MANY - 1 - int(left[1])


def test_each_kind_of_gap_has_examples(harbour: Server) -> None:
    """A number alone is nothing to talk about: “4 of 7 tools support nothing” - which?"""
    with harbour.client() as client:
        html = client.get("/report", headers={"Accept": "text/html"}).text
        kinds = client.get("/api/v1/gaps?part=coverage").json()["kinds"]
    block = html.partition('id="gaps"')[2].partition("</section>")[0]
    told = {
        unescape(title): (int(number), line)
        for number, title, line in re.findall(
            r"<strong>(\d+)</strong> <a [^>]+>([^<]+)</a>(.+)</li>", block
        )
    }

    assert {one["title"]: one["number"] for one in kinds if one["number"]} == {
        title: number for title, (number, _) in told.items()
    }
    assert len(told) > 3
    assert [] == [title for title, (_, line) in told.items() if "<a " not in line]
    numbers = [number for number, _ in told.values()]
    assert sorted(numbers, reverse=True) == numbers


def test_the_gaps_of_a_role_are_those_that_coverage_has_of_it(client: httpx.Client) -> None:
    """Two lists with two numbers, and a meeting believes neither."""
    roles = [one["id"].rpartition("/")[2] for one in client.get("/api/v1/roles").json()["items"]]
    numbers = {
        role: client.get("/api/v1/gaps", params={"part": "coverage", "role": role}).json()["total"]
        for role in roles
    }

    assert {True, False} == set(map(bool, numbers.values()))
    for role, number in numbers.items():
        report = said(client, f"/roles/{role}/report")
        told = f"{number} " if number else "Coverage misses nothing of it."
        assert f"the gaps of Coverage {told}" in report, role


def test_what_was_written_and_proposed_stands_in_the_reports(
    start_server: StartServer, tmp_path: Path
) -> None:
    """A meeting asks what is new, and what waits for it."""
    one = (
        '<roles/a> a rg:Role ; skos:prefLabel "Lotse"@de ; rg:hasResponsibility <responsibilities/x> .'
        '<responsibilities/x> a rg:Responsibility ; skos:prefLabel "Lotsen"@de ;'
        ' rg:statementOf <roles/a> . <roles/b> a rg:Role ; skos:prefLabel "Koch"@de .'
    )
    server = start_server(str(folder(tmp_path, PREFIXES + one)), ROLEGRAPH_WRITE_TOKEN=TOKEN)
    head = {"Authorization": f"Bearer {TOKEN}", "If-Match": "*"}
    merge = {**head, "Content-Type": "application/merge-patch+json"}
    with server.client() as client:
        before = said(client, "/roles/a/report")
        tag = client.get("/roles/a/report", headers={"Accept": "text/html"}).headers["ETag"]
        same = client.get("/roles/a/report", headers={"Accept": "text/html", "If-None-Match": tag})
        body = {"label": {"value": "Schiffe lotsen", "language": "de"}}
        patched = client.patch("/api/v1/responsibilities/x", json=body, headers=merge)
        assert patched.is_success, patched.text
        change = {"method": "PATCH", "path": "/api/v1/responsibilities/x", "ifMatch": "*"}
        operations = [
            {**change, "body": {"label": {"value": "Alle Schiffe lotsen", "language": "de"}}}
        ]
        proposal = {"title": "Say which ships", "reason": "All.", "operations": operations}
        client.post("/api/v1/proposals", json=proposal, headers=head).raise_for_status()
        now, other, whole = (
            said(client, path) for path in ("/roles/a/report", "/roles/b/report", "/report")
        )
        then = said(client, "/at/1/roles/a/report"), said(client, "/at/1/report")
        renewed = client.get(
            "/roles/a/report", headers={"Accept": "text/html", "If-None-Match": tag}
        )

    assert 304 == same.status_code
    assert 200 == renewed.status_code
    assert "Nothing changed from" in before
    assert "“Lotsen” is now called “Schiffe lotsen”" in now
    assert "Say which ships by" in now
    assert "Nothing changed from" in other
    assert "No proposal is open" in other
    assert "is now called “Schiffe lotsen”" in whole
    assert "Open proposals 1 1 Say which ships" in whole
    for old in then:
        assert "The catalogue as it was after change 1" in old
        assert "Schiffe" not in old
    in_order(then[0], "Lotse", "change 1 of", "Answers for 1", "Lotsen", "Completeness")


def test_an_empty_catalogue_is_told_to_be_empty(start_server: StartServer) -> None:
    """100 % of nothing is no news for a meeting."""
    with start_server("--empty").client() as client:
        report = said(client, "/report")

    assert "Nothing is recorded yet" in report
    assert "%" not in report


def test_a_report_of_no_role_names_those_that_are_near(client: httpx.Client) -> None:
    """A wrong letter in an address must not be the end."""
    answer = client.get("/roles/ml-developr/report", headers={"Accept": "text/html"})

    assert 404 == answer.status_code
    assert "Did you mean &#39;ml-developer&#39;?" in answer.text
    unknown = client.get("/report?colour=red", headers={"Accept": "text/html"})
    assert 400 == unknown.status_code


def test_a_report_speaks_the_language_that_its_reader_asks_for(harbour: Server) -> None:
    """The catalogue is German; a guest reads English where there is some."""
    with harbour.client() as client:
        german = client.get("/roles/meister/report", headers={"Accept": "text/html"}).text
        english = said(client, "/roles/meister/report?lang=en")

    assert '<h1 lang="de">Hafenmeister</h1>' in german
    assert "Harbour master" in english


@pytest.mark.parametrize("path", ["/", "/coverage", "/score", "/roles/ml-developer"])
def test_the_reports_are_found_from_where_people_look(path: str, client: httpx.Client) -> None:
    """A newcomer looked for the report of a role, and found nothing."""
    text = client.get(path, headers={"Accept": "text/html"}).text
    report = f"{path}/report" if path.startswith("/roles") else "/report"

    assert f'href="{report}"' in text
    assert "Print this page" in text


def test_what_speaks_of_today_is_kept_until_midnight() -> None:
    """Bytes that are given again tomorrow would call yesterday the last day."""
    ended, lasting, at_all_times = (
        KeptAnswer(1, [], '"a"', b"", False, None, until=until) for until in (0.0, inf, None)
    )

    assert not ended.holds_at(1)
    assert lasting.holds_at(1)
    assert at_all_times.holds_at(1)

    scope = {"type": "http", "query_string": b"since=7&thing=https://harbour.example/id/a"}
    until_tomorrow(Request(scope))
    assert scope[UNTIL] > datetime.now(UTC).timestamp()
    following = datetime(2027, 1, 1, tzinfo=UTC)
    assert following.timestamp() == midnight_after(date(2026, 12, 31))


@given(st.lists(st.integers(0, 400), max_size=10), st.integers(1, 100))
def test_each_kind_of_gap_shows_some_of_its_rows(wanted: list[int], most: int) -> None:
    """One list of 300 rows filled the page, and the short ones behind it showed none."""
    given_rows = allotted(wanted, most)

    assert len(wanted) == len(given_rows)
    for number, has in zip(given_rows, wanted, strict=True):
        assert min(has, 1) <= number <= has
    assert sum(given_rows) <= max(most, sum(map(bool, wanted)))
    # Who gets less than there is has no fewer than any other: room is not kept by long lists.
    short = [number for number, has in zip(given_rows, wanted, strict=True) if number < has]
    assert not short or min(short) + 1 >= max(given_rows)


def test_coverage_of_many_roles_shows_rows_of_each_kind(harbour: Server) -> None:
    """“12 and 12 more, in Excel”, and none of them shown."""
    with harbour.client() as client:
        html = client.get("/coverage", headers={"Accept": "text/html"}).text
    table = html.partition('class="gap-list"')[2].partition("</table>")[0]
    bodies = table.split("<tbody>")[1:]

    assert len(bodies) > 5
    assert all(body.count('<th scope="row">') > 3 for body in bodies)


def test_which_roles_a_sheet_of_coverage_has_is_on_it(visit: VisitPage, harbour: Server) -> None:
    """The links to the others are not: nobody can press them."""
    whole = " ".join(printed(visit, "/coverage", harbour.url))

    assert "Roles 1 to 12 of 300" in whole
    assert "Next" not in whole


def test_what_nobody_recorded_is_praised_nowhere(client: httpx.Client) -> None:
    """“0 of 26 activities without an accountable role”, in green, where none has any."""
    html = client.get("/coverage", headers={"Accept": "text/html"}).text
    sheet = client.get("/api/v1/analysis/raci?headings=words&format=csv").text
    book = client.get("/api/v1/analysis/raci?headings=words&format=xlsx").content
    rows = list(load_workbook(BytesIO(book)).active.values)  # type: ignore[union-attr]
    gaps = {row["gap"] for row in client.get("/api/v1/analysis/raci").json()["rows"]}

    assert '<li><a href="/raci"><strong>Not recorded</strong> who is accountable' in html
    assert "Activity" in sheet
    assert {"not recorded"} == {row[rows[0].index("Gap")] for row in rows[1:]}
    assert {None} == gaps


def test_a_closed_service_shows_its_reports_to_nobody_else(start_server: StartServer) -> None:
    """What a role may and must not do is not for everybody."""
    with start_server(ROLEGRAPH_OPEN_READING="false").client() as client:
        for path in ("/report", "/roles/ml-developer/report", "/at/1/report"):
            answer = client.get(path, headers={"Accept": "text/html"})
            assert 401 == answer.status_code
            assert "ML Developer" not in answer.text
