"""Texts of a catalogue in the language that its reader asks for; the pages themselves in English."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

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


@pytest.fixture(scope="module")
def harbour(
    tmp_path_factory: pytest.TempPathFactory, start_module_server: StartServer
) -> Iterator[httpx.Client]:
    """A German catalogue, some of it in English and Arabic as well."""
    home: Path = tmp_path_factory.mktemp("hafen")
    (home / "rolegraph.toml").write_text(TOML, encoding="utf-8")
    (home / "data").mkdir()
    (home / "data" / "hafen.ttl").write_text(DATA, encoding="utf-8")
    server = start_module_server(str(home))
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
    assert '<html lang="en">' in text


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

    assert '<html lang="en">' in german
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
