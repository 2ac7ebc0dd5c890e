"""Who could not read a thing while it was there is not told that it was removed.

“Gone” with a name, a time and an author says as much of a person as the page that was removed.
Each surface answers as it does of what never was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer

HARBOUR = Path(__file__).parents[2] / "examples" / "harbour"
SECRET = "harbour-pilot"
EDITOR = {"Authorization": f"Bearer {SECRET}"}
BASE = "https://hafen.example/id/"
GRAPH = "https://w3id.org/rolegraph/graph/data/people/shifts.ttl"
PRIVATE = f"""
PREFIX rg: <https://w3id.org/rolegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
BASE <{BASE}>
{{}} DATA {{ GRAPH <{GRAPH}> {{
    <workflows/withheld> a rg:Workflow ; skos:prefLabel "Cover for Emil Watt"@en .
    <steps/withheld> a rg:WorkflowStep ; skos:prefLabel "Call Emil Watt"@en ;
        rg:stepOf <workflows/withheld> ; rg:stepOrder 1 ; rg:performedByRole <roles/lotse> .
    <people/withheld> a <http://xmlns.com/foaf/0.1/Person> ; skos:prefLabel "Emil Watt"@en .
}} }}"""
PLURALS = ("memberships", "workflows", "people")
FORMS = (
    *("application/json", "application/ld+json", "text/turtle"),
    *("application/n-triples", "application/rdf+xml", "application/bpmn+xml", "text/x-mermaid"),
)
NEVER = "never-was-here"


def addresses(plural: str) -> list[str]:
    """Return the addresses of a thing on all surfaces, with `NAME` in place of its own."""
    path, iri = f"{plural}/NAME", quote(f"{BASE}{plural}/NAME")
    return [
        *(f"/{path}{ending}" for ending in ("", ".ttl", ".nt", ".rdf", ".jsonld", ".json")),
        *(f"/{path}{ending}" for ending in (".bpmn", ".mmd", "/report")),
        *(f"/{one}/{path}" for one in ("id", "edit", "edit-plain", "api/v1", "at/2", "at/2/id")),
        *(f"/api/v1/{path}?format={form}" for form in ("jsonld", "turtle", "bpmn", "mermaid")),
        *(f"/api/v1/{path}{more}" for more in ("/history", "/versions", "?at=2", "?at=3")),
        *(f"/api/v1/{way}?iri={iri}" for way in ("resource", "neighbours", "sources")),
        *(f"/{way}?thing={iri}" for way in ("explore", "changes", "why", "api/v1/changes")),
        *(f"/sparql?query={quote(f'DESCRIBE <{BASE}{plural}/NAME>')}{at}" for at in ("", "&at=2")),
    ]


def asked(plural: str) -> Iterator[tuple[str, str, str]]:
    """Yield how a thing is asked for: the method, the form and the address."""
    for method in ("GET", "HEAD"):
        for address in addresses(plural):
            yield from ((method, accept, address) for accept in ("text/html", "*/*"))
        for accept in FORMS:
            yield from ((method, accept, f"/{one}{plural}/NAME") for one in ("", "id/", "api/v1/"))


@dataclass(frozen=True)
class Private:
    """A service from which things were removed that not all may read; and who asks it."""

    server: Server
    name: str
    visitor: dict[str, str]


def served(start: StartServer, home: Path, **settings: str) -> Private:
    """Start a service, write things that only editors may read, and remove them."""
    server = start(
        str(HARBOUR),
        data_dir=home,
        ROLEGRAPH_READ_PEOPLE="editor",
        ROLEGRAPH_GUARD="warn",
        ROLEGRAPH_WRITE_TOKEN=SECRET,
        **settings,
    )
    token = Tokens(home).create("visitor", AccessRole.READER)
    body = {"label": "Emil Watt, Lotse", "memberName": "Emil Watt", "heldRole": "lotse"}
    with server.client(headers=EDITOR) as client:
        made = client.post("/api/v1/memberships", json=body)
        assert made.is_success, made.text
        name = made.json()["id"].rpartition("/")[2]
        for verb in ("INSERT", "DELETE"):
            update = PRIVATE.replace("{}", verb, 1)
            client.post("/sparql", data={"update": update}).raise_for_status()
        client.delete(f"/api/v1/memberships/{name}", headers={"If-Match": "*"}).raise_for_status()
    return Private(server, name, {"Authorization": f"Bearer {token}"})


@pytest.fixture(scope="module", params=["people apart", "closed reading"])
def private(
    request: pytest.FixtureRequest,
    start_module_server: StartServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Private:
    """Both ways to keep people from some; anybody reads the rest, or only those with a token."""
    closed = {} if request.param == "people apart" else {"ROLEGRAPH_OPEN_READING": "false"}
    home = tmp_path_factory.mktemp("harbour")
    return served(start_module_server, home, **closed)


def seen(
    client: httpx.Client, method: str, address: str, name: str, headers: dict[str, str]
) -> tuple[object, ...]:
    """Return all that an answer says, but for the name that was asked for and the moment."""
    answer = client.request(method, address.replace("NAME", name), headers=headers)
    hidden = {"date", "x-request-id", "server-timing", "traceparent", "content-length", "etag"}
    kept = {key: value for key, value in answer.headers.items() if key not in hidden}
    told = re.sub(r"(request|trace)[-_ ]?id\W+[\w-]+", "", answer.text, flags=re.IGNORECASE)
    return answer.status_code, *(str(one).replace(name, "*") for one in (kept, told))


@pytest.mark.parametrize("plural", PLURALS)
@pytest.mark.parametrize("who", ["stranger", "visitor"])
def test_what_one_could_not_read_was_never_there(private: Private, plural: str, who: str) -> None:
    """The address of a removed thing answers word for word as one of nothing, GET and HEAD."""
    name = private.name if plural == "memberships" else "withheld"
    token = private.visitor if who == "visitor" else {}
    told = []
    with private.server.client() as client:
        for method, accept, address in asked(plural):
            headers = {"Accept": accept, **token}
            found = seen(client, method, address, name, headers)
            if found != seen(client, method, address, NEVER, headers):
                told.append((method, accept, address, found))

    assert [] == told


def test_who_may_read_about_people_is_told(private: Private) -> None:
    """What is kept from some is there for those who work with it, on pages and as data."""
    with private.server.client(headers=EDITOR) as client:
        data = client.get(f"/api/v1/memberships/{private.name}")
        page = client.get(f"/memberships/{private.name}", headers={"Accept": "text/html"})
        drawn = client.get("/workflows/withheld.bpmn")

    assert [410, 410, 410] == [one.status_code for one in (data, page, drawn)]
    assert "Emil Watt, Lotse" == data.json()["label"]
    assert "Emil Watt" in page.text
    assert "Cover for Emil Watt" == drawn.json()["label"]
    assert all("private" in one.headers["cache-control"] for one in (data, page, drawn))


def test_changes_name_nothing_of_it(private: Private) -> None:
    """The list of changes has the numbers of all commits, and of these nothing else."""
    with private.server.client(headers=private.visitor) as client:
        texts = [
            client.get(path).text
            for path in (
                *(
                    "/changes",
                    "/api/v1/changes",
                    "/api/v1/changes/2",
                    "/changes/4",
                    "/changes.atom",
                ),
                *("/search?q=Watt", "/api/v1/search?q=Watt", "/checks", "/", "/report"),
            )
        ]

    assert [] == [text for text in texts if "Emil" in text or private.name in text]


def test_a_catalogue_without_people_left_keeps_what_it_had(
    start_server: StartServer, tmp_path: Path
) -> None:
    """Nobody is recorded any more, and the settings say nothing; the change log has them still."""
    before = served(start_server, tmp_path)
    with before.server.client(headers={**EDITOR, "If-Match": "*"}) as client:
        for one in client.get("/api/v1/memberships").json()["items"]:
            client.delete(one["href"]).raise_for_status()
    before.server.stop()
    with start_server(str(HARBOUR), data_dir=tmp_path).client() as client:
        found = {
            (address, accept): client.get(address, headers={"Accept": accept})
            for accept in ("text/html", "application/json")
            for address in (
                *(f"/memberships/{before.name}", "/workflows/withheld", "/workflows/withheld.bpmn"),
                *("/explore?thing=" + quote(BASE + "people/withheld"), "/changes/3"),
            )
        }

    assert {200, 401, 404} == {one.status_code for one in found.values()}
    assert [] == [key for key, one in found.items() if "Watt" in one.text]
