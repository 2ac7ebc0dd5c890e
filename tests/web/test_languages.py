"""Texts of a catalogue in the language that its reader asks for; the pages themselves in English."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from visiting import VisitPage

from rolegraph.http.languages import languages_of
from serving import StartServer

TOML = """
[catalogue]
title = "Hafenordnung"
base = "https://hafen.example/id/"
language = "de"
languages = ["de", "en", "ar"]

[rules]
profile = "draft"
"""
DATA = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://hafen.example/id/> .
<roles/hafenmeister> a rg:Role ;
  skos:prefLabel "Hafenmeister"@de , "Harbour master"@en , "مدير الميناء"@ar ;
  skos:definition "Er leitet den Hafen."@de , "He runs the harbour."@en ;
  skos:altLabel "Hafenkapitän"@de .
<roles/lotse> a rg:Role ; skos:prefLabel "Lotse"@de .
<responsibilities/a> a rg:Responsibility ; rg:statementOf <roles/hafenmeister> ;
  skos:prefLabel "Schäden melden"@de , "Report damage"@en .
<roles/hafenmeister> rg:hasResponsibility <responsibilities/a> .
"""
ROLE = "/roles/hafenmeister"
TOKEN = "a-token-for-tests"
QUESTION = """\
#+ question: 101
#+ title: Rollen ohne anderen Namen
#+ summary: Nennt die Rollen, die nur einen Namen haben.
#+ none: Jede Rolle hat mehrere.
#+ missing: Ein anderer Name fehlt.
#+ translations:
#+   ar: {title: أدوار بلا اسم آخر, summary: يسرد الأدوار., none: لا شيء., missing: الاسم ناقص.}
#+ tags: [completeness]
#+ columns:
#+   role: Die Rolle.
#+ about: {roles: "rg:Role"}
PREFIX rg: <https://w3id.org/rolegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?role { ?role a rg:Role FILTER NOT EXISTS { ?role skos:altLabel ?other } } ORDER BY ?role
"""


@pytest.fixture(scope="module")
def harbour(
    tmp_path_factory: pytest.TempPathFactory, start_module_server: StartServer
) -> Iterator[httpx.Client]:
    """A German catalogue, some of it in English and Arabic as well."""
    home: Path = tmp_path_factory.mktemp("hafen")
    (home / "rolegraph.toml").write_text(TOML, encoding="utf-8")
    (home / "data").mkdir()
    (home / "data" / "hafen.ttl").write_text(DATA, encoding="utf-8")
    (home / "queries").mkdir()
    (home / "queries" / "ohne-anderen-namen.rq").write_text(QUESTION, encoding="utf-8")
    server = start_module_server(str(home), ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with server.client() as client:
        yield client
    server.stop()


def page(client: httpx.Client, path: str, language: str = "", **headers: str) -> str:
    """Return a page for somebody who reads a language."""
    asked = {"Accept": "text/html", "Accept-Language": language, **headers}
    client.cookies.clear()
    answer = client.get(path, headers=asked)
    assert answer.is_success, answer.text
    head, _, shown = answer.text.partition("<main")
    return head.partition("<head>")[0] + shown


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("", '<a href="/roles/hafenmeister" lang="de">Hafenmeister</a>'),
        ("de-CH, en;q=0.5", '<a href="/roles/hafenmeister" lang="de">Hafenmeister</a>'),
        ("en-GB,en;q=0.9", '<a href="/roles/hafenmeister">Harbour master</a>'),
        ("fr, ar;q=0.8", '<a href="/roles/hafenmeister" lang="ar" dir="rtl">مدير الميناء</a>'),
        ("fr", '<a href="/roles/hafenmeister" lang="de">Hafenmeister</a>'),
        ("en;q=0, de", '<a href="/roles/hafenmeister" lang="de">Hafenmeister</a>'),
    ],
)
@pytest.mark.parametrize("path", ["/", "/roles", "/roles?view=table", "/coverage", "/score"])
def test_every_list_shows_the_language_that_is_asked_for(
    path: str, asked: str, label: str, harbour: httpx.Client
) -> None:
    """In turn, from one service: what is kept for one reader is not given to another."""
    text = page(harbour, path, asked)

    assert label in text
    assert '<html lang="en"' in text


def test_a_page_has_one_text_of_its_translations(harbour: httpx.Client) -> None:
    """A heading in three languages at once can be read by nobody."""
    english, german = page(harbour, ROLE, "en"), page(harbour, ROLE, "de")

    assert "<h1>Harbour master</h1>" in english
    assert "He runs the harbour." in english
    assert "Er leitet den Hafen." not in english
    assert "Report damage" in english
    assert '<h1 lang="de">Hafenmeister</h1>' in german
    assert re.search(r'lang="de">\s*Er leitet den Hafen\.', german)
    assert "Report damage" not in german


def test_words_of_the_pages_stay_english_and_say_so(harbour: httpx.Client) -> None:
    """A screen reader that takes “Definition” for German reads it wrong."""
    german = page(harbour, "/", "de")

    assert '<html lang="en"' in german
    assert not re.search(r'lang="de"[^>]*>(?:What is missing|Roles|and \d+ more)', german)
    assert '<text x="' not in german or 'lang="de">Hafenmeister' in german


def test_a_chosen_language_goes_along_from_page_to_page(harbour: httpx.Client) -> None:
    """Whoever chose Arabic once is not sent back to German by the next link."""
    harbour.cookies.clear()
    html = {"Accept": "text/html", "Accept-Language": "de"}
    chosen = harbour.get("/roles?lang=ar", headers=html)
    later = harbour.get(ROLE, headers=html)

    assert "مدير الميناء" in chosen.text
    assert '<h1 lang="ar" dir="rtl">مدير الميناء</h1>' in later.text
    assert 'hreflang="ar">العربية</a>' in later.text
    assert {"Accept-Language", "Cookie"} <= {*later.headers["vary"].split(", ")}
    harbour.cookies.clear()
    assert 400 == harbour.get("/roles?lang=a!", headers=html).status_code


@pytest.mark.parametrize("path", ["/", "/roles", ROLE, "/query", "/coverage", "/explore?thing=x"])
def test_a_language_that_is_not_there_is_refused_with_those_that_are(
    path: str, harbour: httpx.Client
) -> None:
    """Whoever is shown German for Japanese without a word takes the link for broken."""
    harbour.cookies.clear()
    asked = f"{path}{'&' if '?' in path else '?'}lang="
    refused = harbour.get(f"{asked}ja", headers={"Accept": "text/html"})
    there = harbour.get(f"{asked}de-AT", headers={"Accept": "text/html"})

    assert 400 == refused.status_code
    assert "There is de, ar, en." in refused.text
    assert "set-cookie" not in refused.headers
    assert "nothing here is in that language" not in there.text
    harbour.cookies.clear()
    role = f"https://hafen.example/id{ROLE}"
    api = harbour.get("/api/v1/neighbours", params={"iri": role, "lang": "ja"})
    assert "There is de, ar, en." in api.json()["detail"]


@pytest.mark.parametrize("path", ["/edit/responsibilities", "/edit-plain/responsibilities"])
def test_forms_offer_names_in_the_language_that_is_asked_for(
    path: str, harbour: httpx.Client
) -> None:
    """Whoever reads English has to find the harbour master in the list."""
    english = page(harbour, path, "en")
    german = page(harbour, path, "de")

    assert "Harbour master" in english
    assert "Hafenmeister" not in english
    assert "Hafenmeister" in german
    assert "Harbour master" not in german


def test_a_form_folds_the_languages_that_its_reader_does_not_read(
    harbour: httpx.Client, visit: VisitPage
) -> None:
    """Who translates sees both; and no text of another language is taken away by Save."""
    thing = "/responsibilities/a"
    opened = visit(f"/edit{thing}?lang=en", url=str(harbour.base_url))
    page = opened.page
    page.locator("#form[data-ready]").wait_for()
    page.get_by_label("Token").fill(TOKEN)
    names = page.locator("[data-field=label] input")
    assert [("Schäden melden", "de", True), ("Report damage", "en", True), ("", "ar", False)] == [
        (one.input_value(), one.get_attribute("lang"), one.is_visible()) for one in names.all()
    ]
    assert {"400"} == {one.evaluate("(e) => getComputedStyle(e).fontWeight") for one in names.all()}
    others = page.locator("[data-field=label] summary")
    assert "Other languages: Arabic" == others.inner_text()
    others.click()
    names.first.fill("Schäden anzeigen")
    page.get_by_label("name in Arabic").fill("الإبلاغ عن الأضرار")
    definition = page.locator("[data-field=definition]")
    assert "Other languages: Arabic" == definition.locator("summary").inner_text()
    notes = page.locator("[data-field=altLabels]")
    notes.get_by_role("button", name="Add").click()
    notes.locator("input").fill("Damage report")
    notes.get_by_label("Language of").select_option("en")
    page.locator(".state", has_text="It can be saved").wait_for()
    page.get_by_role("button", name="Review and save").click()
    page.locator("dialog[open] tbody th").first.wait_for()
    changed = page.locator("dialog[open] tbody th").all_inner_texts()
    assert "Damage report (English)" in page.locator("dialog[open] .came").all_inner_texts()
    page.locator("dialog[open]").get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(lambda address: "/edit/" not in address)

    assert ["name", "other names"] == changed
    told = harbour.get(f"/api/v1{thing}").json()
    said = told["label"]
    assert 3 == len(said)
    assert "Schäden anzeigen" in said
    assert {"value": "Report damage", "language": "en"} in said
    assert {"value": "الإبلاغ عن الأضرار", "language": "ar"} in said
    assert [{"value": "Damage report", "language": "en"}] == told["altLabels"]
    assert [] == opened.problems


def test_a_folded_language_says_what_is_there(harbour: httpx.Client, visit: VisitPage) -> None:
    """Nobody opens a fold to find it empty, or takes a text for missing that is in it."""
    page = visit(f"/edit{ROLE}?lang=de", url=str(harbour.base_url)).page
    page.locator("#form[data-ready]").wait_for()
    name, definition, other = (
        page.locator(f"[data-field={one}]") for one in ("label", "definition", "altLabels")
    )
    assert "Other languages: Arabic, English" == name.locator("summary").inner_text()
    said = definition.locator("summary")
    assert "Other languages: English; empty: Arabic" == said.inner_text()
    assert 1 == name.locator("input:visible").count()
    assert 1 == other.locator("input:visible").count()
    said.click()
    definition.get_by_label("definition in Arabic").fill("يدير الميناء.")

    assert "Other languages: Arabic, English" == said.inner_text()


def test_a_question_names_a_thing_once_in_the_language_of_its_reader(
    harbour: httpx.Client,
) -> None:
    """A row for each translation of a name counts a role three times."""
    question = "/query?name=roles-without-a-persona"
    english, german = page(harbour, question, "en"), page(harbour, question, "de")
    sheet = harbour.get(
        "/api/v1/queries/roles-without-a-persona?headings=words&format=csv",
        headers={"Accept-Language": "en"},
    ).text

    assert ">Harbour master<" in english
    assert "Hafenmeister" not in english
    assert "2 rows" in english
    assert ">Hafenmeister<" in german
    assert "2 rows" in german
    assert 3 == len(sheet.splitlines())
    assert "Harbour master" in sheet


def test_a_question_of_ones_own_has_its_title_in_the_language_of_its_reader(
    harbour: httpx.Client,
) -> None:
    """The ready questions are English; what a catalogue asks, it asks in its own words."""
    asked = "/query?name=ohne-anderen-namen"
    german, arabic = page(harbour, asked, "de"), page(harbour, asked, "ar")
    assert '<h2 lang="de">Rollen ohne anderen Namen</h2>' in german
    assert '<h2 lang="ar" dir="rtl">أدوار بلا اسم آخر</h2>' in arabic
    assert "Rollen ohne anderen Namen" not in arabic
    assert ">Roles without a persona</a>" in arabic

    german, arabic = page(harbour, "/score", "de"), page(harbour, "/score", "ar")
    assert 'lang="de">Rollen ohne anderen Namen</a>' in german
    assert 'lang="de">Ein anderer Name fehlt.</a>' in german
    assert 'lang="ar" dir="rtl">أدوار بلا اسم آخر</a>' in arabic
    assert 'title="أدوار بلا اسم آخر" lang="ar" dir="rtl">الاسم ناقص.</a>' in arabic
    sheet = "headings=words&format=csv"
    for address in (f"/api/v1/gaps?{sheet}", f"/roles?gap=yes&{sheet}"):
        told = harbour.get(address, headers={"Accept-Language": "ar"}).text
        assert "أدوار بلا اسم آخر" in told
        assert "Rollen ohne anderen Namen" not in told


def test_a_sheet_for_people_is_in_their_language_and_data_are_whole(harbour: httpx.Client) -> None:
    """What a page offers to take along is what it shows; a program gets every text."""
    harbour.cookies.clear()
    english = {"Accept-Language": "en"}
    for address in ("/api/v1/roles", "/api/v1/gaps"):
        asked = {"format": "csv", "headings": "words"}
        text = harbour.get(address, params=asked, headers=english).text
        assert "Harbour master" in text
        assert "Hafenmeister" not in text.replace("/roles/hafenmeister", "")
        assert "Hafenmeister" in harbour.get(address, params=asked, headers={}).text
    names = next(
        csv.DictReader(harbour.get("/api/v1/roles?format=csv", headers=english).text.split("\n"))
    )
    said = harbour.get("/api/v1" + ROLE, headers=english).json()

    assert 3 == len(said["label"])
    assert "Hafenmeister" in names["label"]


@pytest.mark.parametrize(
    ("query", "headers", "expected"),
    [
        ("", {}, ()),
        ("", {"accept-language": "de-CH, en;q=0.5, *;q=0.1"}, ("de-ch", "de", "en")),
        ("", {"accept-language": "en;q=0.2, de"}, ("de", "en")),
        ("", {"accept-language": "de;q=x"}, ()),
        ("lang=ar", {"accept-language": "de"}, ("ar", "de")),
        ("lang=zh-Hans", {}, ("zh-Hans", "zh")),
        ("", {"cookie": "a=b; rolegraph-language=fr", "accept-language": "de"}, ("fr", "de")),
        ("", {"cookie": 'rolegraph-language="<b>"'}, ()),
    ],
)
def test_what_is_asked_for_is_read_from_three_places(
    query: str, headers: dict[str, str], expected: tuple[str, ...]
) -> None:
    """The address goes before the cookie, the cookie before the browser; a bad header is none."""
    scope = {
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }

    assert expected == languages_of(scope)


ARABIC = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://mina.example/id/> .
<roles/captain> a rg:Role ; skos:prefLabel "قبطان"@ar ; skos:altLabel "ربان"@ar ;
  skos:definition "يقود السفينة."@ar ; rg:hasResponsibility <responsibilities/steer> .
<roles/pilot> a rg:Role ; skos:prefLabel "مرشد"@ar ; skos:scopeNote "في الميناء فقط"@ar .
<responsibilities/steer> a rg:Responsibility ; rg:statementOf <roles/captain> ;
  skos:prefLabel "قيادة السفينة"@ar ; rg:verbatimText "يقود"@ar ; rg:refersToActivity <activities/a> .
<activities/a> a rg:Activity ; skos:prefLabel "الإبحار"@ar ; skos:definition "ترك الميناء"@ar .
<personas/omar> a rg:Persona ; skos:prefLabel "عمر"@ar ; rg:representsRole <roles/captain> ;
  dcterms:description "يعمل ليلا."@ar ; rg:quote "أين المرساة؟"@ar ; rg:hasGoal "الأمان"@ar ;
  rg:hasPainPoint "الضباب"@ar ; rg:hasContext "على السفينة"@ar ; rg:hasSkill "القراءة"@ar ;
  rg:hasScenario "في ليلة"@ar ; rg:followsWorkflow <workflows/leave> ; rg:usesTool <tools/map> .
<workflows/leave> a rg:Workflow ; skos:prefLabel "المغادرة"@ar ; rg:purpose "للإبحار"@ar ;
  rg:trigger "المد"@ar ; rg:hasStep <steps/one> , <steps/two> ; rg:hasEntryCriterion <criteria/c> .
<criteria/c> a rg:Criterion ; skos:prefLabel "الطقس جيد"@ar ; dcterms:description "لا ريح"@ar .
<steps/one> a rg:WorkflowStep ; skos:prefLabel "فك الحبال"@ar ; rg:stepOrder 1 ;
  rg:stepOf <workflows/leave> ; rg:performedByRole <roles/pilot> ; rg:produces <artifacts/x> ;
  rg:operatesInStage <lifecycle-stages/s> .
<steps/two> a rg:WorkflowStep ; skos:prefLabel "الخروج"@ar ; rg:stepOrder 2 ;
  rg:stepOf <workflows/leave> ; rg:performedByRole <roles/captain> ; rg:consumes <artifacts/x> ;
  rg:handoff "باليد"@ar ; rg:usesTool <tools/map> ; rg:fulfils <responsibilities/steer> .
<artifacts/x> a rg:Artifact ; skos:prefLabel "إذن"@ar ; dcterms:description "ورقة"@ar .
<tools/map> a rg:Tool ; skos:prefLabel "خريطة"@ar ; rg:purpose "لمعرفة الطريق"@ar ;
  rg:supports <responsibilities/steer> .
<lifecycle-stages/s> a rg:LifecycleStage ; skos:prefLabel "الرحلة"@ar ; rg:stageOrder 1 .
<saved-queries/q> a rg:SavedQuery ; skos:prefLabel "من يبحر"@ar ; dcterms:description "أسماء"@ar .
"""
IN_ARABIC = re.compile("[\u0600-\u06ff]")


SPOKEN = (
    *("/", "/roles", "/roles?view=table", "/personas?view=table", "/coverage", "/score", "/raci"),
    *("/changes/1", "/query", "/query?saved=q", "/query?name=raci-matrix"),
    *("/search?q=السفينة", "/explore?thing=https://mina.example/id/roles/captain"),
    *("/roles/captain", "/roles/pilot", "/responsibilities/steer", "/personas/omar"),
    *("/workflows/leave", "/steps/two", "/criteria/c", "/saved-queries/q", "/at/1/roles/captain"),
    *("/edit-plain/workflows/leave", "/edit-plain/personas", "/edit/personas/omar", "/checks"),
)
"""A page of each template on which texts of a catalogue stand."""
UNSPOKEN = {"title", "script"}
"""Names in the head have no language, and data say it in their own way."""


class Spoken(HTMLParser):
    """Collects texts in Arabic letters that stand in an element of another language."""

    VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "col", "source", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[tuple[str, str]] = []
        self.wrong: list[str] = []
        self.heard = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the language of an element: its own, or that around it."""
        if tag not in self.VOID:
            around = self.languages[-1][1] if self.languages else ""
            self.languages.append((tag, dict(attrs).get("lang") or around))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those in it that need no end."""
        while self.languages and self.languages.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Note a text whose language is not said."""
        names = {tag for tag, _ in self.languages}
        self.heard += bool(IN_ARABIC.search(data))
        if IN_ARABIC.search(data) and "ar" != self.languages[-1][1] and not UNSPOKEN & names:
            self.wrong.append(data.strip())


def test_every_text_of_a_catalogue_says_its_language_on_every_page(
    tmp_path: Path, start_server: StartServer
) -> None:
    """A screen reader spells Arabic letter by letter where it takes it for English."""
    toml = TOML.replace("hafen.example", "mina.example").replace('"de"', '"ar"')
    (tmp_path / "rolegraph.toml").write_text(toml.replace('languages = ["ar", "en", "ar"]', ""))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "all.ttl").write_text(ARABIC, encoding="utf-8")
    wrong = {}
    with start_server(str(tmp_path)).client(headers={"Accept": "text/html"}) as client:
        for address in SPOKEN:
            parser = Spoken()
            while (found := client.get(address, follow_redirects=True)).status_code == 503:
                pass  # the rules are checked once
            parser.feed(found.raise_for_status().text)
            assert parser.heard or address.startswith("/edit/"), address
            if parser.wrong:
                wrong[address] = parser.wrong
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)
