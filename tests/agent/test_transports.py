"""The protocol over each transport, and who may use it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import httpx
import pytest
from agents import LINE_44, Served, agent, agent_over_http, call, post, refused, run, running
from mcp import Client, MCPError, StdioServerParameters

from commands import rolegraph
from rolegraph.cli import mcp as mcp_command
from rolegraph.mcp import endpoint
from rolegraph.mcp.answers.arguments import an_object, checked, number
from rolegraph.mcp.answers.bounds import LARGEST, bounded, size_of
from serving import StartServer

ACCEPT = {"Accept": "application/json, text/event-stream"}


async def look_round(client: Client) -> None:
    """Use one of everything."""
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert {"search", "get", "list", "sparql", "explain_rule", "check_text", "propose"} <= set(
        tools
    )
    assert 30 < len([name for name in tools if name.startswith("ask_")])
    assert {False} == {tool.input_schema["additionalProperties"] for tool in tools.values()}
    hits = await call(client, "search", query="adversarial", types=["responsibilities"])
    assert LINE_44.items() <= hits["items"][0]["sources"][0].items()
    resources = {resource.uri for resource in (await client.list_resources()).resources}
    assert {"rolegraph://roles", "rolegraph://ontology", "rolegraph://shapes"} <= resources
    role = await client.read_resource("rolegraph://roles/data-analyst")
    assert '"Data Analyst"' in role.contents[0].text
    shapes = await client.read_resource("rolegraph://shapes/persona.ttl")
    assert "sh:NodeShape" in shapes.contents[0].text
    prompts = {prompt.name for prompt in (await client.list_prompts()).prompts}
    assert {"review_role", "find_gaps", "draft_persona"} == prompts


def test_in_process(tmp_path: Path) -> None:
    """What an agent asks goes through the API of a service, wherever that runs."""

    async def use() -> None:
        async with agent(tmp_path) as client:
            await look_round(client)
            said = await refused(client, "commit", action="delete", thing="roles/x", message="x")
            assert "switched off here" in said
            assert "commit" not in [tool.name for tool in (await client.list_tools()).tools]

    run(use)


def test_over_standard_input_and_output_on_a_folder(tmp_path: Path) -> None:
    """A program that starts the command gets answers, and nothing else on the pipe."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "rolegraph", "mcp"], cwd=tmp_path
    )

    async def use() -> None:
        async with Client(command) as client:
            await look_round(client)
            persona = {"label": "Nobody", "representsRole": "roles/data-analyst"}
            said = await refused(
                client, "propose", action="create", type="personas", fields=persona
            )
            assert "goals: Violation" in said

    run(use)


def test_over_standard_input_and_output_on_a_service(served: Served, tmp_path: Path) -> None:
    """The command passes on to a service, with its token."""
    arguments = ["-m", "rolegraph", "mcp", "--url", served.url, "--token", served.editor]
    command = StdioServerParameters(command=sys.executable, args=arguments, cwd=tmp_path)

    async def use() -> None:
        async with Client(command) as client:
            await look_round(client)

    run(use)


def test_over_http(served: Served) -> None:
    """The service itself answers agents."""

    async def use() -> None:
        async with agent_over_http(served.url) as client:
            await look_round(client)

    run(use)


def test_over_http_with_the_handshake_of_earlier_versions(served: Served) -> None:
    """Most clients of today speak an earlier version of the protocol."""
    body = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    asked = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "search", "arguments": {"query": "adversarial"}},
    }
    version = {"MCP-Protocol-Version": "2025-06-18"}
    with served.server.client(headers=ACCEPT) as client:
        greeted = client.post("/mcp", json=body).json()["result"]
        found = client.post("/mcp", json=asked, headers=version).json()["result"]

    assert ("rolegraph", "2025-06-18") == (
        greeted["serverInfo"]["name"],
        greeted["protocolVersion"],
    )
    assert found["structuredContent"]["items"]


def test_a_reader_may_not_propose_and_is_told_what_to_give(served: Served) -> None:
    """The rights of an agent are those of its token."""
    persona = {"label": "Nobody", "representsRole": "roles/data-analyst"}
    change = {"action": "create", "type": "personas", "fields": persona}

    async def use() -> None:
        for token in (None, served.reader):
            async with agent_over_http(served.url, token) as client:
                assert "An editor's token is needed" in await refused(client, "propose", **change)

    run(use)


def test_closed_reading_is_closed_to_agents(start_server: StartServer) -> None:
    """No tool, resource or list tells anything without a token."""
    server = start_server(ROLEGRAPH_OPEN_READING="false", ROLEGRAPH_WRITE_TOKEN="let-me-in")
    with server.client() as client:
        closed = post(client)
        opened = post(client, Authorization="Bearer let-me-in")

    assert (401, 200) == (closed.status_code, opened.status_code)
    assert "token" in closed.json()["detail"]
    assert opened.json()["result"]["tools"]


def test_foreign_hosts_and_pages_are_turned_away(served: Served) -> None:
    """A page that leads a name of its own to this machine must not speak for the user."""
    with served.server.client() as client:
        assert 421 == post(client, Host="evil.example").status_code
        assert 403 == post(client, Origin="https://evil.example").status_code
        assert 200 == post(client, Origin=served.url.rstrip("/")).status_code
        listening = client.get("/mcp", headers={"Accept": "text/event-stream"})
        asked = client.options("/mcp")

    assert (405, "POST, OPTIONS") == (listening.status_code, listening.headers["allow"])
    assert (204, "POST, OPTIONS") == (asked.status_code, asked.headers["allow"])


def test_switched_off_it_says_so(tmp_path: Path, start_server: StartServer) -> None:
    """An operator decides whether agents are answered at all."""
    server = start_server(data_dir=tmp_path, ROLEGRAPH_MCP="false")
    with server.client() as client:
        off = post(client)

    assert 404 == off.status_code
    assert "ROLEGRAPH_MCP" in off.json()["detail"]


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("rolegraph://rols", "none of activities"),
        ("rolegraph://roles/", "a part of it is empty"),
        ("rolegraph://roles/a%2Fb", "has a slash in it"),
        ("rolegraph://roles/..", "names nothing"),
        ("rolegraph://roles/nobody", "There is no role 'nobody'"),
        ("rolegraph://shapes/nothing.ttl", "There are activity.ttl"),
        ("rolegraph://document-versions/roles-614fbcafdd5d/lines/x", "Write 44, or 40-48"),
        ("rolegraph://document-versions/roles-614fbcafdd5d/lines/900", "has the lines 1-"),
        ("rolegraph://document-versions/roles-curation-f50149439a6c/lines/1", "does not keep"),
        ("file:///etc/passwd", "they begin with rolegraph://"),
    ],
)
def test_an_address_that_names_nothing_says_what_would(uri: str, said: str, served: Served) -> None:
    """The library's templates match empty names and slashes; here they name nothing."""

    async def use() -> None:
        async with agent_over_http(served.url) as client:
            with pytest.raises(MCPError) as error:
                await client.read_resource(uri)
            assert said in error.value.message

    run(use)


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("draft_persona", {}, "The argument 'role' is missing."),
        ("draft_persona", {"rôle": "x"}, "There is no argument 'rôle'. Known here: role."),
        ("review_role", {"role": "nobody"}, "There is no role 'nobody'"),
        ("nothing", {}, "There are review_role, find_gaps, draft_persona."),
    ],
)
def test_a_prompt_that_cannot_be_made_says_why(
    name: str, given: dict[str, str], said: str, served: Served
) -> None:
    """The library would answer 'Internal server error'."""

    async def use() -> None:
        async with agent_over_http(served.url) as client:
            with pytest.raises(MCPError) as error:
                await client.get_prompt(name, given)
            assert said in error.value.message

    run(use)


def test_many_sessions_at_once_all_get_their_answers(served: Served) -> None:
    """An agent starts others, and each has a session of its own."""

    async def session() -> int:
        async with agent_over_http(served.url) as client:
            found = await call(client, "search", query="adversarial")
            role = await call(client, "get", thing="roles/ai-red-teamer")
            assert role["sources"]
            return int(found["total"])

    async def all_of_them() -> None:
        found = await asyncio.gather(*(session() for _ in range(25)))
        assert {found[0]} == set(found)

    run(all_of_them)


def test_the_command_says_what_it_needs(tmp_path: Path) -> None:
    """The extra is named; two catalogues at once and commits that would be lost are refused."""
    both = rolegraph("mcp", tmp_path, "--url", "http://127.0.0.1:9/")
    lost = rolegraph("mcp", "--commit")
    wrong = rolegraph("mcp", "--url", "127.0.0.1:9")

    assert (2, 2, 2) == (both.returncode, lost.returncode, wrong.returncode)
    assert "both are given" in both.stderr
    assert "--data-dir" in lost.stderr
    assert "as in http://127.0.0.1:8000/" in wrong.stderr


def test_without_the_package_command_and_service_name_the_extra(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is an extra, since most installations never answer an agent."""
    for module in (mcp_command, endpoint):
        monkeypatch.setattr(module, "find_spec", lambda _: None)

    async def ask() -> None:
        async with running(tmp_path) as service:
            transport = httpx.ASGITransport(service)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost"
            ) as client:
                answer = await client.post("/mcp", json={})
        assert 404 == answer.status_code
        assert "pip install 'rolegraph[mcp]'" in answer.json()["detail"]

    run(ask)
    assert "pip install 'rolegraph[mcp]'" in rolegraph("mcp").stderr


def test_arguments_get_their_defaults_and_each_fault_its_place() -> None:
    """What was not said is as the schema says; what was, is held to it."""
    schema = an_object({"limit": number("How many.", 1, 9, 5)})

    assert {"limit": 5} == checked(schema, None)
    for wrong in ({"limit": 10}, {"limit": 0}, {"limit": None}, {"limt": 1}):
        with pytest.raises(Exception, match="limit"):
            checked(schema, wrong)


@pytest.mark.parametrize(
    "answer",
    [
        {"rows": [{"text": "x" * 300, "n": n} for n in range(2000)]},
        {"text": "é" * 200_000},
        {"deep": [[["y" * 5000] * 60] * 60]},
    ],
)
def test_whatever_an_answer_holds_it_fits(answer: dict[str, object]) -> None:
    """And it says what was left out."""
    found = bounded(answer, "ask for less")

    assert size_of(found) <= LARGEST + 2000
    assert "ask for less" == found["cut"][-1]
