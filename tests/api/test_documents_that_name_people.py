"""Names of people in documents stay closed to those without access to people."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from bringing import AT, HANDBOOK, TOKEN, Yard, yard_of
from serving import StartServer

HELD = """\
# Handbook of the yard

## Crane Driver

Owner: Maya Sharma

### Duties

- Lifts loads
- Never lift people
"""
ALL = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
KEPT = "https://w3id.org/rolegraph/graph/data/people/documents"
SURFACES = [
    "/read",
    "/changes/2",
    "/proposals",
    "/api/v1/document-files",
    AT,
    f"{AT}?format=file",
    f"{AT}?format=curation",
    "/api/v1/changes/2",
    "/api/v1/changes/0..2",
    "/api/v1/proposals",
    "/api/v1/proposals/1",
    f"/sparql?query={quote(ALL)}",
    f"/sparql?query={quote(f'SELECT * {{ GRAPH <{KEPT}> {{ ?s ?p ?o }} }}')}",
    "/graphs",
    f"/graphs?graph={quote(KEPT)}",
]


@pytest.fixture(scope="module")
def guarded(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Yard]:
    place = tmp_path_factory.mktemp("guarded")
    made = yard_of(start_module_server, place, ROLEGRAPH_READ_PEOPLE="reader")
    with made.client:
        answer = made.put(HELD)
        assert 201 == answer.status_code, answer.text
        yield made
    made.server.stop()


@pytest.fixture(scope="module")
def unguarded(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Yard]:
    made = yard_of(start_module_server, tmp_path_factory.mktemp("open"))
    with made.client:
        yield made
    made.server.stop()


@pytest.mark.parametrize("path", SURFACES)
def test_no_surface_gives_a_stranger_what_is_kept(guarded: Yard, path: str) -> None:
    text = guarded.client.get(path, headers={"Accept": "*/*"}, follow_redirects=True).text

    assert "Maya" not in text
    assert "What the import read in" not in text
    assert "H4sI" not in text


def test_who_may_read_about_people_gets_document_and_curation(guarded: Yard) -> None:
    reader = guarded.by("reader")
    file = guarded.client.get(AT, params={"format": "file"}, headers=reader)
    curation = guarded.client.get(AT, params={"format": "curation"}, headers=reader)

    assert HELD == file.text
    assert "Never lift people" in curation.text


def test_strangers_see_the_commit_with_what_it_brought(guarded: Yard) -> None:
    """The roles are for all to read; only what is kept beside them is left out."""
    commit = guarded.client.get("/api/v1/changes/2").json()

    assert "Bring in data/handbook.md: 1 role" == commit["message"]


def test_two_proposals_of_documents_have_numbers_of_their_own(guarded: Yard) -> None:
    """A stranger's store lacks them, and a form with its token in a field is answered from it."""
    page = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    numbers = []
    for text in (HANDBOOK, HANDBOOK + "\n## Rigger\n\n### Duties\n\n- Rigs\n"):
        form = {"token": TOKEN, "name": "data/other.md", "act": "look"}
        parts = {name: (None, value) for name, value in form.items()}
        shown = guarded.client.post(
            "/read/bring", files=parts | {"file": ("other.md", text.encode())}, headers=page
        )
        seal = shown.text.partition('name="seen" value="')[2].partition('"')[0]
        parts |= {"act": (None, "propose"), "seen": (None, seal)}
        done = guarded.client.post(
            "/read/bring", files=parts | {"file": ("other.md", text.encode())}, headers=page
        )
        assert 303 == done.status_code, done.text
        numbers.append(done.headers["location"])

    assert 2 == len(set(numbers))


def test_an_open_service_keeps_no_bytes_of_a_document_that_names_people(unguarded: Yard) -> None:
    """Its graph covers the names; the file would tell anybody."""
    told = unguarded.put(HELD, name="data/held.md")
    at = "/api/v1/document-files/data/held.md"

    assert 201 == told.status_code, told.text
    assert "names of people" in told.json()["not_kept"]
    assert 404 == unguarded.client.get(at, params={"format": "file"}).status_code
    assert "Maya" not in unguarded.client.get(at, params={"format": "curation"}).text


def test_an_open_service_keeps_a_text_that_its_graph_has_whole(unguarded: Yard) -> None:
    unguarded.put(HANDBOOK)

    file = unguarded.client.get(AT, params={"format": "file"})

    assert (200, HANDBOOK) == (file.status_code, file.text)
