"""The Python client against a real service."""

from __future__ import annotations

import asyncio
import inspect
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator

import httpx
import pytest
from persona_draft import persona

from commands import rolegraph
from rolegraph.client import (
    AnswerLost,
    AsyncClient,
    Client,
    FieldFaults,
    InputError,
    NotFound,
    ParameterError,
    PreconditionFailed,
    PreconditionRequired,
    Refused,
    StillNeeded,
    StoreError,
    SyntaxFault,
    Unauthenticated,
)
from serving import Server


@pytest.fixture
def client(writable: tuple[Server, str]) -> Iterator[Client]:
    server, token = writable
    with Client(server.url, token) as connected:
        yield connected


def test_it_loads_neither_the_server_nor_the_engine() -> None:
    """A script that asks a service should start at once."""
    code = "import sys, rolegraph.client; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = {name.partition(".")[0] for name in ran.stdout.split()}

    assert "httpx" in loaded
    assert set() == {"fastapi", "starlette", "pyoxigraph", "rdflib", "pydantic", "mcp"} & loaded


def test_a_thing_is_made_read_changed_replaced_and_deleted(client: Client) -> None:
    """The states that writes are for travel with the things."""
    made = client.create("personas", persona("Ada Client"), message="A test")
    assert made.commit is not None
    assert "A test" == client.change(made.commit["revision"])["message"]

    read = client.get("personas/ada-client")
    assert made.etag == read.etag
    changed = client.patch(read, {"quote": "Now it works."})
    changed["goals"] = ["One.", "Two."]
    replaced = client.replace(changed)
    assert ["One.", "Two."] == client.get(replaced)["goals"]
    with pytest.raises(PreconditionFailed, match="Read it again"):
        client.patch(read, {"quote": "Too late."})
    client.delete(replaced)

    with pytest.raises(NotFound, match="'Ada Client' was removed by editor in change"):
        client.get("personas/ada-client")


def test_a_dry_run_stores_nothing_and_shows_the_patch(client: Client) -> None:
    """A proposal is looked at before it is made."""
    before = client.changes(1)["items"][0]["revision"]

    tried = client.create("personas", persona("Never Stored"), dry_run=True)
    several = client.propose(
        [{"method": "POST", "path": "personas", "body": persona("Never Stored Either")}]
    )

    assert tried.commit is not None
    assert "Never Stored" in tried.commit["patch"]
    assert several.commit is not None
    assert several.commit["dryRun"]
    assert before == client.changes(1)["items"][0]["revision"]


def test_errors_have_the_type_of_what_happened_and_its_details(
    client: Client, writable: tuple[Server, str]
) -> None:
    """A program decides by the type; its user reads the text."""
    with pytest.raises(FieldFaults, match="Did you mean 'goals'") as fields:
        client.create("personas", persona("Ada Client", golas=["x"]))
    assert [("/golas", "there is no such field. Did you mean 'goals' or 'tools'?")] == [
        *fields.value.faults
    ]
    with pytest.raises(Refused, match="violation") as refused:
        client.create("personas", {"label": "Nobody", "representsRole": "roles/data-analyst"})
    assert "PersonaShape-goal" in [finding["rule"] for finding in refused.value.findings]
    assert refused.value.problem is not None
    assert 422 == refused.value.problem["status"]
    with pytest.raises(StillNeeded) as needed:
        client.delete(client.get("tools/art"))
    assert needed.value.needed_by
    with pytest.raises(SyntaxFault) as syntax:
        client.select("SELECT * {\n ?s ?p }")
    assert 2 == syntax.value.line
    assert 1 == str(syntax.value).count("2:")
    with pytest.raises(ParameterError, match="'tol'"):
        client.question("support-lost-without-a-tool", tol="art")
    with Client(writable[0].url) as stranger, pytest.raises(Unauthenticated, match="token"):
        stranger.create("personas", persona("Ada Client"))


@pytest.mark.parametrize("named", ["roles", "roles/", "a/b/c", "", {"label": "x"}])
def test_what_names_no_thing_is_refused_before_it_is_sent(named: object, client: Client) -> None:
    """A wrong name must not become the address of something else."""
    with pytest.raises(ParameterError, match="names no thing"):
        client.get(named)  # type: ignore[arg-type]


def test_a_write_without_a_state_is_not_sent(client: Client) -> None:
    """A thing out of a list has no ETag; writing it blindly would undo what others did."""
    listed = client.list("personas", limit=1).items[0]

    with pytest.raises(PreconditionRequired, match="get"):
        client.patch(listed, {"quote": "x"})


def test_a_list_is_read_page_by_page(client: Client) -> None:
    """The end of a page is nothing that a user of the client should think of."""
    every = [role.id for role in client.iterate("roles", limit=3, fields=["label"])]
    filtered = client.list("responsibilities", statementOf="roles/ai-red-teamer", limit=2)

    assert client.list("roles").total == len(every) == len(set(every))
    assert 2 == len(filtered.items)
    assert filtered.total > 2
    assert filtered.cursor


@pytest.mark.parametrize(
    "name",
    [
        "roles/data-analyst",
        "/api/v1/roles/data-analyst",
        "https://w3id.org/rolegraph/id/roles/data-analyst",
        {"href": "http://elsewhere.example.org/x/api/v1/roles/data-analyst"},
    ],
)
def test_a_thing_is_found_by_whatever_names_it(name: str, client: Client) -> None:
    """Answers name things by IRI and by address; both lead back to them."""
    assert "Data Analyst" == client.get(name).label


def test_questions_are_rows(client: Client) -> None:
    """Rows go into tables as they are."""
    found = client.question("responsibilities-without-a-tool")
    none = client.question("roles-without-a-persona")

    assert "responsibilities-without-a-tool" in [item["name"] for item in client.questions()]
    assert [16, 19, 27, 45] == [row["line"] for row in found]
    assert (0, "Every role is represented by a persona.") == (len(none), none.none)


def test_sparql_gives_python_values(client: Client) -> None:
    """Numbers are numbers; what has no value stays its text."""
    rows = client.select(
        "SELECT ?i ?d ?b ?t ?n { VALUES (?i ?d ?b ?t ?n) "
        '{ (7 1.5 true "x"@en UNDEF) ("x"^^<http://www.w3.org/2001/XMLSchema#integer> 1 2 3 4) } }'
    )

    assert ("i", "d", "b", "t", "n") == rows.columns
    assert (7, "1.5", True, "x", None) == (
        rows.rows[0]["i"],
        str(rows.rows[0]["d"]),
        rows.rows[0]["b"],
        rows.rows[0]["t"],
        rows.rows[0]["n"],
    )
    assert "x" == rows.rows[1]["i"]
    assert client.ask("ASK { ?role a <https://w3id.org/rolegraph/ontology#Role> }")
    assert "Data Analyst" in client.construct(
        "DESCRIBE <https://w3id.org/rolegraph/id/roles/data-analyst>"
    )
    with pytest.raises(ParameterError, match="ask for ASK"):
        client.select("ASK { }")


def test_search_validation_and_differences(client: Client) -> None:
    """The rest of what a tool asks."""
    hits = client.search("adversarial", types=["responsibilities"], limit=1)
    report = client.validate("<http://e/x> a <https://w3id.org/rolegraph/ontology#Persona> .")

    assert "Perform adversarial assessments of AI models" == hits["items"][0]["label"]
    assert {"findings", "conforms"} <= report.keys()
    assert client.diff(0, 1, "text/plain")


def test_a_document_is_read_and_comes_back_as_a_catalogue(client: Client) -> None:
    """An agent or a script sees what an import would make of a document, before it imports it."""
    text = b"# Clerk\n\n## Duties\n\n- Files reports\n"
    reading = client.read_document("clerk.md", text)
    with zipfile.ZipFile(io.BytesIO(client.document_catalogue("clerk.md", text))) as archive:
        names = archive.namelist()

    assert ["Files reports"] == [each["text"] for each in reading["roles"][0]["statements"]]
    assert {"clerk/rolegraph.toml", "clerk/data/clerk.md", "clerk/data/clerk.ttl"} <= {*names}
    with pytest.raises(InputError, match="This is no Word file"):
        client.read_document("clerk.docx", text)


def test_commits_are_followed_as_they_happen(client: Client) -> None:
    """Whoever follows sees a commit that was made after it began, and none twice."""
    before = client.changes(1)["items"][0]["revision"]
    made = client.create("personas", persona("Followed"))
    feed = client.follow(after=before)

    event = next(feed)

    assert made.commit is not None
    assert made.commit["revision"] == event["revision"]
    client.delete(made)
    assert event["revision"] + 1 == next(feed)["revision"]


def test_the_async_client_does_the_same(writable: tuple[Server, str]) -> None:
    """One set of requests, two ways to wait for them."""
    server, token = writable

    async def use() -> None:
        async with AsyncClient(server.url, token) as client:
            made = await client.create("personas", persona("Async Ada"))
            revision = (await client.changes(1))["items"][0]["revision"]
            async for event in client.follow(after=revision - 1):
                assert revision == event["revision"]
                break
            patched = await client.patch(made, {"quote": "Awaited."})
            assert "Awaited." == (await client.get(patched))["quote"]
            await client.delete(patched)
            every = [role.id async for role in client.iterate("roles", limit=2)]
            assert len(every) == (await client.list("roles")).total
            text = b"# Clerk\n\n## Duties\n\n- Files reports\n"
            assert "en" == (await client.read_document("clerk.md", text))["language"]
            assert (await client.document_catalogue("clerk.md", text)).startswith(b"PK")
            with pytest.raises(NotFound):
                await client.get(made)

    asyncio.run(use())


def test_both_clients_have_the_same_methods() -> None:
    """What one can, the other can, by the same arguments."""

    def public(kind: type) -> dict[str, list[str]]:
        found = inspect.getmembers(kind, inspect.isfunction)
        return {
            name: list(inspect.signature(function).parameters)
            for name, function in found
            if not name.startswith("_")
        }

    assert public(Client) == public(AsyncClient)


def test_a_lost_answer_to_a_write_is_no_failure(writable: tuple[Server, str]) -> None:
    """Sent again blindly, the change might be made twice; a read can be sent again."""

    def lose(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("connection reset", request=request)

    with Client(writable[0].url, transport=httpx.MockTransport(lose)) as client:
        with pytest.raises(AnswerLost, match="not known"):
            client.create("personas", persona("Lost"))
        for read in (lambda: client.get("roles/x"), lambda: client.select("SELECT * {}")):
            with pytest.raises(StoreError, match="did not answer") as error:
                read()
            assert not isinstance(error.value, AnswerLost)


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://x/", "", "http://"])
def test_an_address_that_is_none_says_how_it_is_written(url: str) -> None:
    """The scheme is what people leave out."""
    with pytest.raises(InputError, match=r"as in http://127\.0\.0\.1:8000/"):
        Client(url)


def test_what_is_no_rolegraph_is_said_to_be_none() -> None:
    """A wrong address often answers too."""
    pages = httpx.MockTransport(lambda _: httpx.Response(200, text="<html>"))

    with (
        Client("http://pages.example.org", transport=pages) as client,
        pytest.raises(StoreError, match=r"pages\.example\.org"),
    ):
        client.get("roles/x")


def test_the_query_command_asks_a_service(writable: tuple[Server, str]) -> None:
    """The same output, wherever the question is answered."""
    url = writable[0].url
    name = "responsibilities-without-a-tool"

    for form in ("json", "csv", "markdown", "table"):
        here = rolegraph("query", name, "-f", form)
        there = rolegraph("query", name, "-f", form, "--url", url)
        assert here.stdout == there.stdout
    listed = rolegraph("query", "-f", "json", "--url", url)
    none = rolegraph("query", "roles-without-a-persona", "--url", url)
    wrong = rolegraph("query", "support-lost-without-a-tool", "--url", url)
    missing = rolegraph("query", "responsibilities-with-a-tool", "--url", url)

    assert json.loads(listed.stdout) == json.loads(rolegraph("query", "-f", "json").stdout)
    assert "Every role is represented by a persona." in none.stdout
    assert (2, True) == (wrong.returncode, "'tool'" in wrong.stderr)
    assert "Did you mean" in missing.stderr
