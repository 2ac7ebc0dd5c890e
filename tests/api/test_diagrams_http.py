"""Workflows as diagrams over HTTP: by parameter, by Accept, by ending, as they were."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from editing import Editing, editing_of

from odd_workflows import ODD, PROCEDURES, odd_store
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.diagrams.plan import has_diagram
from serving import StartServer

WORKFLOW = "/api/v1/workflows/fine-tune-on-findings"
TOML = """
[catalogue]
title = "Hafenordnung"
base = "https://hafen.example/id/"
language = "de"
languages = ["de", "en"]

[rules]
profile = "draft"
"""
HARBOUR = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://hafen.example/id/> .
<workflows/wache> a rg:Workflow ; skos:prefLabel "Wache"@de , "Watch"@en ;
    rg:hasStep <steps/schauen> .
<steps/schauen> a rg:WorkflowStep ; skos:prefLabel "Schauen"@de ; rg:stepOrder 1 ;
    rg:stepOf <workflows/wache> .
"""
BPMN, MERMAID = "application/bpmn+xml", "application/vnd.mermaid"


@pytest.fixture(scope="module")
def odd() -> Editing:
    """A service with odd workflows."""
    return editing_of(odd_store())


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        ("?format=bpmn", "*/*", BPMN),
        ("?format=mermaid", "application/json", MERMAID),
        ("", BPMN, BPMN),
        ("", MERMAID, MERMAID),
        ("?format=turtle", "*/*", "text/turtle; charset=utf-8"),
        ("", "*/*", "application/json"),
    ],
)
def test_a_workflow_comes_in_the_form_that_is_asked_for(
    query: str, accept: str, media_type: str, client: httpx.Client
) -> None:
    """The parameter goes before the header, as for lists."""
    answer = client.get(WORKFLOW + query, headers={"Accept": accept})

    assert (200, media_type) == (answer.status_code, answer.headers["content-type"])


@pytest.mark.parametrize(("ending", "media_type"), [(".bpmn", BPMN), (".mmd", MERMAID)])
def test_the_page_has_it_by_an_ending(ending: str, media_type: str, client: httpx.Client) -> None:
    """A browser saves a link under the name of its file."""
    answer = client.get(f"/workflows/fine-tune-on-findings{ending}")

    assert (200, media_type) == (answer.status_code, answer.headers["content-type"])
    assert f"fine-tune-on-findings{ending}" in answer.headers["content-disposition"]
    assert (
        304
        == client.get(
            f"/workflows/fine-tune-on-findings{ending}",
            headers={"If-None-Match": answer.headers["etag"]},
        ).status_code
    )


def test_links_lead_to_the_pages_of_the_steps(client: httpx.Client) -> None:
    """Of the state that is drawn."""
    now = client.get(WORKFLOW, params={"format": "mermaid"}).text
    then = client.get(WORKFLOW, params={"format": "mermaid", "at": "1"}).text

    page = f"{client.base_url}steps/fine-tune-on-findings-plan-tuning"
    assert f'click n1 href "{page}"' in now
    assert 200 == client.get(page, headers={"Accept": "text/html"}).status_code
    assert f'click n1 href "{client.base_url}at/1/steps/fine-tune-on-findings-plan-tuning"' in then


def test_a_diagram_is_as_the_catalogue_was(odd: Editing) -> None:
    """Its entity tag changes with a step, though the workflow stays as it is."""
    path = "/api/v1/workflows/dinner?format=mermaid"
    before = odd.request("GET", path)
    same = odd.request("GET", path, If_None_Match=before.headers["etag"])
    answer = odd.write("PATCH", "steps/pay", {"label": "Pay at the bar"})
    after = odd.request("GET", path, If_None_Match=before.headers["etag"])

    assert (304, 200, 200) == (same.status_code, answer.status_code, after.status_code)
    assert "5#46; Pay at the bar" in after.text


def test_texts_follow_the_language_that_is_asked_for(odd: Editing) -> None:
    """Whoever says nothing gets the language of the catalogue."""
    path = "/api/v1/workflows/dinner?format=mermaid"
    german = odd.request("GET", path, Accept_Language="de, zh;q=0.5")

    assert "晚餐" in german.text
    assert "Accept-Language" in german.headers["vary"]
    assert "عشاء" in odd.request("GET", f"{path}&lang=ar", Accept_Language="zh").text
    assert "Dinner" in odd.request("GET", path).text


@pytest.fixture(scope="module")
def harbour(
    tmp_path_factory: pytest.TempPathFactory, start_module_server: StartServer
) -> Iterator[httpx.Client]:
    """A service of a catalogue in German, some of it in English."""
    home = tmp_path_factory.mktemp("hafen")
    (home / "rolegraph.toml").write_text(TOML, encoding="utf-8")
    (home / "data").mkdir()
    (home / "data" / "hafen.ttl").write_text(HARBOUR, encoding="utf-8")
    server = start_module_server(str(home))
    with server.client() as connected:
        yield connected
    server.stop()


@pytest.mark.parametrize(
    ("query", "accept"),
    [("?format=bpmn", "*/*"), ("?format=%62pmn", "*/*"), ("", "Application/BPMN+XML")],
)
def test_kept_answers_keep_languages_apart(query: str, accept: str, harbour: httpx.Client) -> None:
    """The second reader may ask for another language than the first, in any way."""
    found = [
        harbour.get(
            f"/api/v1/workflows/wache{query}", headers={"Accept": accept, "Accept-Language": tag}
        ).text
        for tag in ("en", "de", "fr", "en")
    ]

    assert ["Watch", "Wache", "Wache", "Watch"] == [
        re.findall('participant .*name="([^"]+)"', text)[0] for text in found
    ]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("roles/ai-red-teamer?format=bpmn", 400, "none of json, jsonld"),
        ("workflows/dinner?format=visio", 400, "bpmn, mermaid"),
        ("workflows/dinner?format=bpmn&fields=label", 400, "no effect on application/bpmn+xml"),
        ("workflows/dinner?format=bpmn&include=referencedBy", 400, "no effect"),
        ("workflows/dinner?lang=zh", 400, "lang has no effect"),
        ("workflows/dinner?format=bpmn&lang=xx", 400, "nothing here is in that language"),
        ("workflows/dinner?format=bpmn&format=json", 400, "more than once"),
        ("workflows/supper?format=bpmn", 404, "no workflow 'supper'"),
        ("roles/ai-red-teamer?lang=en", 400, "Unknown parameter 'lang'"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    path: str, status: int, words: str, odd: Editing
) -> None:
    """A form that is not there must not be answered by another."""
    answer = odd.request("GET", path)

    assert (status, True) == (answer.status_code, words in answer.text), answer.text


def test_a_role_has_no_diagram(odd: Editing) -> None:
    """And says what it has."""
    answer = odd.request("GET", "roles/ai-red-teamer", Accept=BPMN)

    assert 406 == answer.status_code
    assert "On offer: application/json" in answer.text
    assert "mermaid" not in answer.text


def test_a_class_below_workflows_has_diagrams_too() -> None:
    """A catalogue names its classes as it likes."""
    store = odd_store(PROCEDURES + ODD.replace("a rg:Workflow ;", "a rg:Workflow, rg:Procedure ;"))
    types = ResourceTypes.from_quads(store.match())  # the rules stand in the default graph

    assert {"workflows", "procedures"} == {
        kind.plural for kind in types.values() if has_diagram(kind, types.values())
    }


def test_openapi_knows_the_forms(client: httpx.Client) -> None:
    """Generated clients offer what is described."""
    paths = client.get("/openapi.json").json()["paths"]
    workflow = paths["/api/v1/workflows/{id}"]["get"]
    role = paths["/api/v1/roles/{id}"]["get"]

    assert {BPMN, MERMAID} <= set(workflow["responses"]["200"]["content"])
    assert not {BPMN, MERMAID} & set(role["responses"]["200"]["content"])
    assert {"$ref": "#/components/parameters/lang"} in workflow["parameters"]
