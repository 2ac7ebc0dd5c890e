"""A wholly different catalogue: not about AI, in German, with words, rules and IRIs of its own.

Every page, address, question and form is walked: none leads nowhere, none speaks of the sample.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import httpx
import pytest

from rolegraph import resources
from rolegraph.checking.files.sources import FileSelection
from rolegraph.checking.options import Options
from rolegraph.checking.run import run
from rolegraph.folder.catalogue_folder import CatalogueFolder
from rolegraph.folder.description import Description
from rolegraph.rdf.namespaces import SKOS
from rolegraph.rdf.terms import Literal, NamedNode
from rolegraph.sparql.library import NamedQuery, answer, load_library
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads, data_quads
from serving import Server, StartServer
from walking import kind

ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "examples" / "harbour"
BASE = "https://hafen.example/id/"
TOKEN = "harbour-pilot"
_RESOURCE = r"/api/v1/[a-z-]+/\{id\}"
BROWSER = {"Accept": "text/html, */*;q=0.5"}
PAGES = 4000
"""More pages than there are; a walk without end is a fault."""
OF_A_KIND = 8
"""Pages of one kind that are asked for: the others differ in the thing that they show."""


class Links(HTMLParser):
    """Gathers what a page refers to, and the text that it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._silent += tag in {"script", "style"}
        if values.get("rel") == "nofollow":  # the same page in another order
            return
        self.found += [v for name in ("href", "src", "action") if (v := values.get(name))]
        self.text += [v for name in ("title", "placeholder", "value") if (v := values.get(name))]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)


MAKERS = "rolegraph maintainers"


def sample_words() -> re.Pattern[str]:
    """Match what only the sample says: its base, and the names of its things."""
    labels = {
        quad.object.value
        for quad in data_quads(CatalogueFolder(resources.root()))
        if quad.predicate.value == SKOS + "prefLabel"
        and isinstance(quad.object, Literal)
        and isinstance(quad.subject, NamedNode)
        and re.search(r"/id/(roles|personas|tools|workflows|activities)/", quad.subject.value)
        and (" " in quad.object.value or "/activities/" not in quad.subject.value)
    }
    labels |= {"red team", "data scientist", "machine learning", "w3id.org/rolegraph/id/"}
    labels |= {MAKERS, "system-development"}
    words = "|".join(map(re.escape, sorted(labels)))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


SAMPLE = sample_words()


@pytest.fixture(scope="module")
def harbour(start_module_server: StartServer) -> Iterator[Server]:
    """The harbour, served."""
    server = start_module_server(str(HARBOUR), ROLEGRAPH_WRITE_TOKEN=TOKEN)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def client(harbour: Server) -> Iterator[httpx.Client]:
    """A client of the harbour who may read all of it, memberships included."""
    with harbour.client() as connected:
        connected.headers["Authorization"] = f"Bearer {TOKEN}"
        yield connected


def test_it_passes_its_check_with_its_own_rules() -> None:
    """An example with violations teaches nobody."""
    report = run(FileSelection((HARBOUR,)), Options(), resources.root(), HARBOUR)
    rules = {finding.rule: finding.severity for finding in report.findings}

    assert 0 == report.counts["Violation"], report.findings
    assert "ToolShape-codeRepository-missing" not in rules  # off
    assert "Warning" == rules["ResponsibilityShape-supported"]  # a hint for other drafts
    assert {"ActivityShape-accountable", "duplicate-definition"} & rules.keys() == {
        "ActivityShape-accountable"  # nobody is accountable for the handing over of a load
    }
    assert not any(SAMPLE.search(finding.message) for finding in report.findings)


def shown(client: httpx.Client, path: str) -> httpx.Response:
    """What a browser shows of an address in the end."""
    answer = client.get(path, headers=BROWSER)
    if answer.status_code in {303, 307, 308}:
        answer = client.get(answer.headers["location"], headers=BROWSER)
    while answer.status_code == 503 and "Refresh" in answer.headers:  # the page comes again
        time.sleep(0.1)
        answer = client.get(str(answer.url), headers=BROWSER)
    return answer


def places_of(page: httpx.Response, links: Links, client: httpx.Client) -> Iterator[str]:
    """The addresses of the same service that a page leads to."""
    for link in links.found:
        target = urlsplit(urljoin(str(page.url), link))
        if target.netloc != urlsplit(str(client.base_url)).netloc or "/static/" in target.path:
            continue
        if target.path not in {"/sparql", "/graphs", "/sign-out"}:
            yield target.path + (f"?{target.query}" if target.query else "")


def test_no_page_leads_nowhere_or_speaks_of_the_sample(client: httpx.Client) -> None:
    """Whoever serves roles of their own must not find ours behind them."""
    plurals = client.get("/openapi.json").json()["paths"]
    pending = ["/", *(f"/edit/{p.split('/')[3]}" for p in plurals if re.fullmatch(_RESOURCE, p))]
    seen, wrong = {"/"}, []
    asked: Counter[str] = Counter()
    while pending and len(seen) < PAGES:
        path = pending.pop(0)
        asked[kind(path)] += 1
        if asked[kind(path)] > OF_A_KIND:
            continue
        answer = shown(client, path)
        if answer.status_code != 200:
            wrong.append((path, answer.status_code))
        if answer.status_code != 200 or "html" not in answer.headers["content-type"]:
            continue
        links = Links()
        links.feed(answer.text)
        said = " ".join(links.text)
        if path.startswith(("/ontology", "/shapes")):
            said = said.replace(MAKERS, "")  # they made the ontology, whoever uses it
        if found := SAMPLE.search(said):
            wrong.append((path, found[0]))
        new = set(places_of(answer, links, client)) - seen
        seen |= new
        pending += sorted(new)

    assert [] == wrong
    assert 100 < len(seen) < PAGES


def test_every_thing_has_an_address_in_the_api(client: httpx.Client) -> None:
    """Also those whose IRIs the harbour did not make: its tools."""
    paths = client.get("/openapi.json").json()["paths"]
    plurals = [p.split("/")[3] for p in paths if re.fullmatch(_RESOURCE, p)]
    found = {}
    for plural in plurals:
        body = client.get(f"/api/v1/{plural}").json()
        found[plural] = body["total"]
        for item in body["items"]:
            thing = client.get(urlsplit(item["href"]).path).json()
            assert item["id"] == thing["id"]
            assert not SAMPLE.search(json.dumps(thing, ensure_ascii=False))

    assert {
        "roles": 4,
        "tools": 2,
        "berths": 2,
        "lifecycle-stages": 3,
        "assignments": 35,
        "levels": 2,
        "organizational-units": 3,
        "requirements": 4,
        "privileges": 2,
        "memberships": 4,
    }.items() <= found.items()


def test_the_matrix_of_its_document_is_shown_with_its_cells(client: httpx.Client) -> None:
    """Who reads a letter wants to see the cell that it comes from, and the gaps."""
    found = client.get("/api/v1/analysis/raci").json()
    table = client.get("/api/v1/analysis/raci", headers={"Accept": "text/csv"}).text
    page = client.get("/raci").text
    scoped = client.get("/raci", params={"scope": "hafenbetrieb"}).text
    unknown = client.get("/raci", params={"scope": "hafenkneipe"})
    gaps = {label(gap, "label") for gap in found["gaps"]}

    assert {"Ladungsübergabe", "Lagebeurteilung"} == gaps
    assert "Activity,Hafenmeisterin,Lotse,Festmacherin,Umschlagleiter" in table
    assert "\r\nLotsung,,R/A,I,\r\n" in table
    assert "\r\nLadungsübergabe,I,,S,R\r\n" in table
    assert "Lotse: consulted, Liegeplatzvergabe, cell=2,3" in page
    assert "Lotsung" in page
    assert "Liegeplatzvergabe" in scoped
    assert "Lotsung</a>" not in scoped
    assert 400 == unknown.status_code
    assert "there is no activity &#39;hafenkneipe&#39;" in unknown.text


def answers(client: httpx.Client, name: str, **values: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = client.get(f"/api/v1/queries/{name}", params=values).json()[
        "rows"
    ]
    return rows


def label(row: dict[str, object], column: str) -> object:
    value = row[column]
    return value["value"] if isinstance(value, dict) and "value" in value else value


def test_its_questions_about_work_have_the_right_answers(client: httpx.Client) -> None:
    """Worked out by hand from the handbook."""
    lone = answers(client, "activities-without-one-accountable-role")
    skills = answers(client, "skills-asked-for", role="lotse")
    berths = answers(client, "raci-matrix", scope="liegeplatzvergabe")

    assert [("Ladungsübergabe", 0), ("Lagebeurteilung", 0)] == [
        (label(row, "activityLabel"), row["accountable"]) for row in lone
    ]
    assert [("Patent als Kapitän", None), ("Zwei Jahre Fahrt im Revier", "Revierlotse")] == [
        (label(row, "skill"), label(row, "levelLabel")) for row in skills
    ]
    assert [("Hafenmeisterin", "R/A"), ("Lotse", "C"), ("Festmacherin", "I")] == [
        (label(row, "roleLabel"), row["letters"]) for row in berths
    ][:3]
    assert "cell=2,3" in str(berths[1]["places"])


def test_its_questions_about_governance_have_the_right_answers(client: httpx.Client) -> None:
    """Worked out by hand: who looked, who decides, what nobody answers for, what cannot be judged."""

    def told(name: str, *columns: str) -> list[tuple[object, ...]]:
        return [tuple(label(row, c) for c in columns) for row in answers(client, name)]

    assert [("Jutta Brandt", "approved", "Hafenmeisterin")] == told(
        "approvals-and-their-evidence", "thingLabel", "outcome", "reviewedBy"
    )
    assert [
        ("accepts a risk", "Anlauf bei Sturm", "Hafenmeisterin", None),
        ("receives", "Anlaufplan", None, "Die Reederei"),
        ("receives", "Anlaufplan", "Festmacherin", None),
        ("watches in use", "Nachtwache", None, "Der Wachdienst der Stadt"),
    ] == told("decisions-and-recipients", "part", "thingLabel", "roleLabel", "party")
    assert [
        ("§ 12", "nothing addresses it"),
        ("§ 9", "addressed, but by no role"),
    ] == told("requirements-without-a-responsible-role", "identifier", "problem")
    assert [("Schiff ist fest", part) for part in ("evidence", "measure", "tolerance")] == told(
        "criteria-that-cannot-be-judged", "criterionLabel", "missing"
    )
    assert [
        ("Tidenkalender", "no release is recorded"),
        ("Liegeplatzplaner", "stale"),
    ] == told("tools-stale-or-for-other-data", "toolLabel", "problem")
    assert [] == told("independence-of-test-data", "answer")  # a harbour trains nothing
    assert [] == told("techniques-exercised", "technique")


NO_TOOL = [13, 14, 15, 19, 26, 27, 28, 32, 33, 34]
"""Lines of the handbook with what no tool supports, worked out by hand."""


@pytest.mark.parametrize(
    ("name", "columns", "rows"),
    [
        ("responsibilities-without-a-tool", "line", [(n,) for n in NO_TOOL]),
        (
            "responsibilities-without-a-step",
            "line",
            [(n,) for n in sorted({*NO_TOOL, 20} - {26})],
        ),
        ("responsibilities-with-exactly-one-tool", "line", [(12,), (20,), (21,)]),
        (
            "roles-without-a-persona",
            "roleLabel",
            [("Lotse",), ("Festmacherin",), ("Umschlagleiter",)],
        ),
        ("roles-without-an-external-reference", "frameworkMatches", [(0,)] * 4),
        (
            "role-pairs-that-must-not-be-one-person",
            "roleLabel otherRoleLabel activities line",
            [("Umschlagleiter", "Hafenmeisterin", "Gebührenfestsetzung", 35)],
        ),
        (
            "artifacts-passed-between-roles",
            "artifactLabel fromRoleLabel toRoleLabel",
            [
                ("Anlaufplan", "Lotse", "Festmacherin"),
                ("Liegeplatzplan", "Hafenmeisterin", "Lotse"),
            ],
        ),
        (
            "lifecycle-stages-without-a-role-or-a-tool",
            "stageLabel missing",
            [("Liegezeit", "tool"), ("Auslaufen", "tool")],
        ),
        (
            "steps-lacking-inputs-outputs-or-criteria",
            "stepLabel missing",
            [("Festmachen", "outputs")],
        ),
        ("excluded-roles-performing-excluded-activities", "roleLabel", []),
        ("responsibilities-that-overlap-between-roles", "roleLabel", []),
        ("personas-without-a-workflow", "personaLabel", []),
        ("tools-that-support-nothing", "toolLabel", []),
        ("outputs-never-consumed", "artifactLabel", []),
    ],
)
def test_its_questions_about_roles_have_the_right_answers(
    client: httpx.Client, name: str, columns: str, rows: list[tuple[object, ...]]
) -> None:
    """Worked out by hand from the handbook, the workflow and the tools."""
    found = answers(client, name)
    assert rows == [tuple(label(row, column) for column in columns.split()) for row in found]


def test_its_question_about_people_names_the_conflict(client: httpx.Client) -> None:
    """Cora Flint led the handling of cargo and stood in for who sets its fees."""
    rows = answers(client, "role-holders-and-conflicts")
    conflicts = {
        (row["memberName"], label(row, "roleLabel"), label(row, "otherRoleLabel"), row["system"])
        for row in rows
        if row["conflict"]
    }

    assert 4 == len(rows)
    assert {
        ("Cora Flint", "Hafenmeisterin", "Umschlagleiter", "Ostkai"),
        ("Cora Flint", "Umschlagleiter", "Hafenmeisterin", "Ostkai"),
    } == conflicts


def test_its_iris_lead_to_its_pages(client: httpx.Client) -> None:
    """`/id/…` of the base is what a reverse proxy in front of hafen.example passes on."""
    html = client.get("/id/roles/lotse", headers=BROWSER)
    data = client.get("/id/berths/ostkai-1", headers={"Accept": "application/json"})

    assert (303, "/roles/lotse") == (html.status_code, urlsplit(html.headers["location"]).path)
    assert (303, "/api/v1/berths/ostkai-1") == (
        data.status_code,
        urlsplit(data.headers["location"]).path,
    )


def test_many_things_with_iris_of_their_own_are_changed_at_once(client: httpx.Client) -> None:
    """A list offers them for that, so the page behind it has to know them."""
    html = {"Accept": "text/html"}
    table = client.get("/tools?view=table", headers=html).text
    chosen = re.findall(r'name="thing" value="([^"]+)"', table)
    asked = {"thing": chosen[:2], "to.status": "draft"}
    page = client.get("/edit-many/tools", params=asked, headers=html)

    assert chosen[0].startswith("https://werkzeuge.example/")
    assert 200 == page.status_code, page.text
    assert "Save 2 changes" in page.text


def test_what_is_written_has_its_base_and_its_language(client: httpx.Client) -> None:
    """A new role of the harbour belongs to the harbour."""
    body = {"label": "Westkai 7", "depth": 4.5}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    made = client.post("/api/v1/berths", json=body, headers=headers)
    thing = client.get(urlsplit(made.headers["location"]).path).json()
    refused = client.post("/api/v1/berths", json={"label": "Ohne Tiefe"}, headers=headers)
    turtle = client.get(
        urlsplit(made.headers["location"]).path, headers={"Accept": "text/turtle"}
    ).text

    assert (201, f"{BASE}berths/westkai-7") == (made.status_code, thing["id"])
    assert '"Westkai 7"@de' in turtle
    assert 422 == refused.status_code
    assert "Ein Liegeplatz hat eine Tiefe" in refused.text


def questions() -> dict[str, NamedQuery]:
    folder = CatalogueFolder(HARBOUR)
    return dict(load_library(*folder.query_folders(), about=Description.of(folder)))


def values_for(query: NamedQuery) -> dict[str, str]:
    """Return values of the harbour for the parameters that a question needs."""
    known = {
        "activities": "hafenbetrieb",
        "tools": "https://werkzeuge.example/verzeichnis#Tidenkalender",
        "document-versions": "graphs/data/handbuch/rollen.ttl",
    }
    return {
        p.name: known[p.plurals[0]] if p.plurals else "roles/lotse" if p.type == "iri" else "Lotse"
        for p in query.parameters
        if p.required
    }


@pytest.mark.parametrize("name", sorted(questions()))
def test_each_question_answers_for_the_harbour(client: httpx.Client, name: str) -> None:
    """A default that only the sample has would make a question useless elsewhere."""
    query = questions()[name]
    reported = client.get(f"/api/v1/queries/{name}", params=values_for(query))
    page = client.get("/query", params={"name": name})

    assert (200, 200) == (reported.status_code, page.status_code), reported.text
    assert not SAMPLE.search(unquote(reported.text))
    assert all(parameter.default is None for parameter in query.parameters)


@pytest.mark.parametrize("name", sorted(questions()))
def test_a_question_about_nothing_gives_no_praise(name: str, tmp_path: Path) -> None:
    """That no role lacks a persona is no merit of a catalogue without roles."""
    query = questions()[name]
    (tmp_path / "rolegraph.toml").write_bytes((HARBOUR / "rolegraph.toml").read_bytes())
    store = EmbeddedStore()
    store.load(catalogue_quads(tmp_path))
    try:
        bare = {p.name: p for p in query.parameters if p.required}
        if any(p.plurals for p in bare.values()):
            pytest.skip("needs a thing, and there is none")
        found = answer(
            query, {n: "roles/x" if p.type == "iri" else "x" for n, p in bare.items()}, store.select
        )
    finally:
        store.close()

    assert [] == found.rows
    assert found.none is not None
    if query.header.about:
        assert found.none.startswith("Nothing is recorded yet")
    else:
        assert "tiefe-liegeplaetze" == name


def settled(client: httpx.Client, path: str) -> str:
    """Return a page, once the first check of all rules has ended."""
    answer = client.get(path)
    while answer.status_code == 503:
        time.sleep(0.2)
        answer = client.get(path)
    return answer.text


def test_an_empty_catalogue_praises_nothing(start_server: StartServer) -> None:
    """Its pages say that nothing is recorded yet."""
    server = start_server("--empty", str(HARBOUR))
    with server.client() as client:
        for path in ("/", "/coverage", "/checks"):
            text = settled(client, path)
            assert "internal" not in text, server.log.read_text()[-3000:]
            assert "othing is recorded" in text, path
            assert 'class="fine"' not in text, path
            assert "badge fine" not in text, path
    server.stop()
