"""Pages of a catalogue that was just taken from a document: much is not recorded, and they say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
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
<roles/pilot> a rg:Role ; skos:prefLabel "Pilot"@en .
<roles/cook> a rg:Role ; skos:prefLabel "Cook"@en .
<roles/master> a rg:Role ; skos:prefLabel "Harbour master"@en ;
  rg:hasResponsibility <responsibilities/a> .
<responsibilities/a> a rg:Responsibility ; rg:statementOf <roles/master> ;
  skos:prefLabel "Report damage"@en .
<tools/log> a rg:Tool ; skos:prefLabel "Damage log"@en ;
  rg:supportsStatement <responsibilities/a> .
<workflows/arrival> a rg:Workflow ; skos:prefLabel "A ship arrives"@en ;
  rg:hasStep <steps/1> , <steps/2> .
<workflows/leaving> a rg:Workflow ; skos:prefLabel "A ship leaves"@en ; rg:hasStep <steps/3> .
<workflows/storm> a rg:Workflow ; skos:prefLabel "A storm comes"@en .
<steps/1> a rg:WorkflowStep ; rg:stepOf <workflows/arrival> ; rg:stepOrder 1 ;
  skos:prefLabel "Steer it in"@en ; rg:performedByRole <roles/pilot> .
<steps/2> a rg:WorkflowStep ; rg:stepOf <workflows/arrival> ; rg:stepOrder 2 ;
  skos:prefLabel "Give it a berth"@en ; rg:directlyPrecededBy <steps/1> .
<steps/3> a rg:WorkflowStep ; rg:stepOf <workflows/leaving> ; skos:prefLabel "Steer it out"@en .
"""
LANES = """
() => [...document.querySelectorAll('svg.for-wide .s-lane')].map((lane) => {
  const { left, right } = lane.getBoundingClientRect();
  return [...document.querySelectorAll('svg.for-wide text')].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.left >= left && box.right <= right;
  }).map((text) => text.textContent);
})
"""
"""The texts within each lane of a picture."""


@pytest.fixture(scope="module")
def harbour(
    tmp_path_factory: pytest.TempPathFactory, start_module_server: StartServer
) -> Iterator[Server]:
    """A catalogue of which little is recorded."""
    home: Path = tmp_path_factory.mktemp("harbour")
    (home / "rolegraph.toml").write_text(TOML, encoding="utf-8")
    (home / "data").mkdir()
    (home / "data" / "harbour.ttl").write_text(DATA, encoding="utf-8")
    server = start_module_server(str(home))
    yield server
    server.stop()


def test_a_step_without_a_role_stands_in_no_lane_of_a_role(
    visit: VisitPage, harbour: Server
) -> None:
    """In the lane of the pilot, the picture would say that the pilot gives out berths."""
    opened = visit("/workflows/arrival", url=harbour.url)

    assert [
        {"Pilot", "1. Steer it in"},
        {"no role recorded", "2. Give it a berth"},
    ] == [set(lane) for lane in opened.page.evaluate(LANES)]
    assert "no role recorded" in opened.page.locator("ol.steps").inner_text()
    assert [] == opened.problems


def test_a_workflow_whose_steps_have_no_roles_has_a_page(visit: VisitPage, harbour: Server) -> None:
    """A document tells steps before anybody says who does them; the page was an error."""
    opened = visit("/workflows/leaving", url=harbour.url)

    assert [{"no role recorded", "Steer it out"}] == [set(x) for x in opened.page.evaluate(LANES)]
    assert [] == opened.problems


def test_a_workflow_without_steps_says_so(visit: VisitPage, harbour: Server) -> None:
    """An empty picture looks like a fault of the page."""
    opened = visit("/workflows/storm", url=harbour.url)

    assert "No step is recorded yet." in opened.page.locator("main").inner_text()
    assert 0 == opened.page.locator("svg.picture").count()
    assert [] == opened.problems


def test_a_role_without_duties_is_not_told_as_one_without_gaps(
    visit: VisitPage, harbour: Server
) -> None:
    """Nought gaps read as if all was well; nothing is recorded that could have one."""
    page = visit("/report", url=harbour.url).page
    rows = page.locator("table.of-roles tbody tr")
    cells = {row[0]: row[5] for row in (one.split("\t") for one in rows.all_inner_texts())}

    assert {"Harbour master": "1", "Pilot": "1", "Cook": "no duties yet"} == cells


def test_a_finding_that_is_no_gap_of_coverage_stands_on_the_report(
    visit: VisitPage, harbour: Server
) -> None:
    """Only what is named as a gap already is left out of what there is to settle."""
    page = visit("/report", url=harbour.url).page
    settle = page.locator("section[aria-labelledby=findings]").inner_text()

    assert "Warning: role: definition" in settle
    assert "told there" not in settle


def test_the_card_of_a_role_counts_its_duties_and_names_the_tools_that_support_them(
    visit: VisitPage, harbour: Server
) -> None:
    """Before anybody writes a workflow, duties are what a catalogue has of its roles."""
    opened = visit("/", url=harbour.url)

    cards = {
        card.locator("h3").inner_text(): card.locator("dl").inner_text().split("\n")
        for card in opened.page.locator("ul.cards > li").all()
    }
    assert ["Answers for", "1 responsibility", "With", "Damage log"] == cards["Harbour master"]
    assert [""] == cards["Cook"]
    assert [] == opened.problems
