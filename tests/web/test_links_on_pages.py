"""With whom roles work, to whom they escalate, and what workflows need: on pages, in JSON, as rules."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from commands import rolegraph
from serving import Server, StartServer

TOML = """
[catalogue]
title = "Dock"
base = "https://dock.example/id/"
language = "en"

[rules]
profile = "draft"
"""
DATA = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://dock.example/id/> .
<roles/lead> a rg:Role ; skos:prefLabel "Shift Lead"@en ;
  rg:worksWith <roles/dispatcher> ; rg:worksWithParty "customs"@en , "customers"@en ;
  rg:escalatesTo <roles/manager> ; rg:hasPrivilege <privileges/a> .
<roles/dispatcher> a rg:Role ; skos:prefLabel "Dispatcher"@en ; rg:escalatesTo <roles/lead> .
<roles/manager> a rg:Role ; skos:prefLabel "Dock Manager"@en ; rg:escalatesTo <roles/dispatcher> ;
  rg:escalatesToParty "the harbour police"@en .
<privileges/a> a rg:Privilege ; skos:prefLabel "Jira admin"@en ; rg:statementOf <roles/lead> ;
  rg:givesAccessTo <tools/jira> .
<tools/jira> a rg:Tool ; skos:prefLabel "Jira"@en .
<artifacts/plan> a rg:Artifact ; skos:prefLabel "stowage plan"@en .
<artifacts/report> a rg:Artifact ; skos:prefLabel "unloading report"@en .
<workflows/unload> a rg:Workflow ; skos:prefLabel "Unload a ship"@en ; rg:frequency "daily"@en ;
  rg:duration "6 to 8 hours"@en ; rg:hasInput <artifacts/plan> ; rg:hasOutput <artifacts/report> ;
  rg:usesTool <tools/jira> ; rg:hasStep <steps/1> .
<steps/1> a rg:WorkflowStep ; rg:stepOf <workflows/unload> ; rg:stepOrder 1 ;
  skos:prefLabel "Call the trucks"@en ; rg:performedByRole <roles/dispatcher> ;
  rg:escalatedToRole <roles/lead> ; rg:escalationCondition "if none comes within 2 h"@en .
"""


@pytest.fixture(scope="module")
def dock(
    tmp_path_factory: pytest.TempPathFactory, start_module_server: StartServer
) -> Iterator[httpx.Client]:
    """A catalogue with all of these links, and a circle of escalations."""
    home: Path = tmp_path_factory.mktemp("dock")
    (home / "rolegraph.toml").write_text(TOML, encoding="utf-8")
    (home / "data").mkdir()
    (home / "data" / "dock.ttl").write_text(DATA, encoding="utf-8")
    server: Server = start_module_server(str(home))
    with server.client(headers={"Accept": "text/html"}) as client:
        yield client
    server.stop()


def words_of(client: httpx.Client, path: str) -> str:
    answer = client.get(path)
    assert 200 == answer.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_the_page_of_a_role_shows_both_directions(dock: httpx.Client) -> None:
    """Who works with the dispatcher is a fact about the dispatcher, wherever it was written."""
    lead, dispatcher = words_of(dock, "/roles/lead"), words_of(dock, "/roles/dispatcher")

    assert "Works with Dispatcher customers, customs" in lead
    assert "Escalates to Dock Manager" in lead
    assert "Escalating to it: Dispatcher" in lead
    assert "Takes over, where they cannot be finished: Call the trucks" in lead
    assert "Works with Shift Lead" in dispatcher
    assert "Escalates to Dispatcher the harbour police" in words_of(dock, "/roles/manager")


def test_the_report_of_a_role_names_them(dock: httpx.Client) -> None:
    """A meeting on who does what asks first whom to call."""
    lead = words_of(dock, "/roles/lead/report")

    assert "Works with: Dispatcher" in lead
    assert "customers, customs" in lead
    assert "Escalates to: Dock Manager" in lead


def test_the_page_of_a_workflow_tells_what_it_needs(dock: httpx.Client) -> None:
    """Inputs, outputs, tools, frequency and duration are fields of the workflow as a whole."""
    page = words_of(dock, "/workflows/unload")

    for said in ("daily", "6 to 8 hours", "stowage plan", "unloading report", "Jira"):
        assert said in page
    assert "Escalated to Shift Lead Escalated when if none comes within 2 h" in page
    assert "access to Jira" in words_of(dock, "/privileges/a")
    assert "output of Unload a ship" in words_of(dock, "/artifacts/report")


def test_json_has_fields_for_them(dock: httpx.Client) -> None:
    """Programs ask for the roles that escalate to one by the same name that they read."""
    accept = {"Accept": "application/json"}
    role = dock.get("/api/v1/roles/dispatcher", headers=accept).json()
    found = dock.get("/api/v1/roles?escalatesTo=https://dock.example/id/roles/lead", headers=accept)

    assert ["lead"] == [each["id"].rpartition("/")[2] for each in role["workedWithBy"]]
    assert ["manager"] == [each["id"].rpartition("/")[2] for each in role["escalationsFrom"]]
    assert ["dispatcher"] == [each["id"].rpartition("/")[2] for each in found.json()["items"]]


def test_a_circle_of_escalations_is_a_warning_that_names_the_roles(tmp_path: Path) -> None:
    """Nobody decides where each hands on to the next."""
    (tmp_path / "rolegraph.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "dock.ttl").write_text(DATA, encoding="utf-8")
    found = json.loads(rolegraph("check", "--format", "json", folder=tmp_path).stdout)["findings"]
    circles = [each for each in found if "escalationCircle" in json.dumps(each)]

    assert 3 == len(circles)
    assert {"Warning"} == {each["severity"] for each in circles}
    assert {
        ("Shift Lead", "Dock Manager"),
        ("Dock Manager", "Dispatcher"),
        ("Dispatcher", "Shift Lead"),
    } == {(each["focusLabel"], each["message"].split("'")[1]) for each in circles}
    assert all("comes back to it" in each["message"] for each in circles)
