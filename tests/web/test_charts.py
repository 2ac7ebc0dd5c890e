"""Charts: which column is the length of a bar, and how a reader takes another one along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page
from visiting import VisitPage

from serving import Server, StartServer

TOML = """
[catalogue]
title = "Harbour rules"
base = "https://harbour.example/id/"
language = "en"

[rules]
profile = "draft"
"""
DATA = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://harbour.example/id/> .
<roles/master> a rg:Role ; skos:prefLabel "Harbour master"@en ; rg:documentOrder 7 ;
  rg:hasResponsibility <responsibilities/a> , <responsibilities/b> .
<roles/pilot> a rg:Role ; skos:prefLabel "Pilot"@en ; rg:documentOrder 3 ;
  rg:hasResponsibility <responsibilities/c> .
<responsibilities/a> a rg:Responsibility ; skos:prefLabel "Report damage"@en .
<responsibilities/b> a rg:Responsibility ; skos:prefLabel "Give out berths"@en .
<responsibilities/c> a rg:Responsibility ; skos:prefLabel "Steer ships in"@en .
"""
PREFIXES = """\
PREFIX rg: <https://w3id.org/rolegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
QUESTION = f"""\
#+ question: 101
#+ title: Roles with their duties
#+ summary: Lists each role with its duties and the letters of its name.
#+ none: There is no role.
#+ missing: A role has no duties.
#+ tags: [completeness]
#+ columns:
#+   role: The role.
#+   letters: The letters of its name.
#+   duties: How many duties it has.
#+ amounts: [duties, letters]
#+ about: {{roles: "rg:Role"}}
{PREFIXES}
SELECT ?role (STRLEN(SAMPLE(?label)) AS ?letters) (COUNT(?duty) AS ?duties)
{{ ?role a rg:Role ; skos:prefLabel ?label ; rg:hasResponsibility ?duty }} GROUP BY ?role
"""
TYPED = f"""{PREFIXES}
SELECT ?name ?o (MIN(?o) AS ?least) (COUNT(DISTINCT ?duty) AS ?lines) # (SUM(?o) AS ?o)
WHERE {{ ?role a rg:Role ; rg:documentOrder ?o ; skos:prefLabel ?name ;
  rg:hasResponsibility ?duty FILTER(?name != "(COUNT(?o) AS ?o)") }} GROUP BY ?name ?o
"""


@pytest.fixture(scope="module")
def harbour(
    tmp_path_factory: pytest.TempPathFactory, start_module_server: StartServer
) -> Iterator[Server]:
    """Two roles, and a question that calls two of its columns amounts."""
    home: Path = tmp_path_factory.mktemp("harbour")
    (home / "rolegraph.toml").write_text(TOML, encoding="utf-8")
    for folder, name, text in (
        ("data", "harbour.ttl", DATA),
        ("queries", "duties-of-roles.rq", QUESTION),
    ):
        (home / folder).mkdir()
        (home / folder / name).write_text(text, encoding="utf-8")
    server = start_module_server(str(home))
    yield server
    server.stop()


def lengths(page: Page) -> list[str]:
    return page.get_by_label("Length").locator("option").all_inner_texts()


def drawn(page: Page) -> str:
    """What the picture shows, in words; it is drawn anew after each choice."""
    page.locator("[data-drawn] canvas").wait_for()
    return page.get_by_role("img").get_attribute("aria-label") or ""


def test_a_ready_question_draws_its_amounts_in_the_order_it_names_them(
    visit: VisitPage, harbour: Server
) -> None:
    """Its author knows which number people ask for; the order of columns is that of the table."""
    opened = visit("/query?name=duties-of-roles#view=chart", url=harbour.url)

    assert drawn(opened.page).startswith("Duties by role: Harbour master 2, Pilot 1")
    assert ["Number of rows", "Duties", "Letters"] == lengths(opened.page)
    assert [] == opened.problems


def test_a_typed_query_draws_what_it_counts_before_plain_numbers(
    visit: VisitPage, harbour: Server
) -> None:
    """The order in a document is a number as well, and stands first; it says no amount."""
    opened = visit(f"/query?query={quote(TYPED)}#view=chart", url=harbour.url)

    assert "Lines by name: Harbour master 2, Pilot 1" == drawn(opened.page)
    assert ["Number of rows", "Lines", "O", "Least"] == lengths(opened.page)
    assert [] == opened.problems


def test_another_length_is_kept_in_the_link(visit: VisitPage, harbour: Server) -> None:
    """Whoever follows the link sees the bars that were sent, and no others."""
    page = visit(f"/query?query={quote(TYPED)}#view=chart", url=harbour.url).page
    drawn(page)
    page.get_by_label("Length").select_option(value="o")
    shown = drawn(page)
    followed = visit(page.url.removeprefix(harbour.url.rstrip("/")), url=harbour.url).page

    assert "Harbour master 7, Pilot 3" in shown
    assert shown == drawn(followed)
    assert "o" == followed.get_by_label("Length").input_value()
