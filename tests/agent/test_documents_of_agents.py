"""An agent reads a document and proposes it; a person decides, and nothing changes until then."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from agents import agent, agent_over_http
from mcp import Client

from bringing import EDITOR, HANDBOOK, NAME, TOKEN, Yard


def run(use: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(use())  # type: ignore[arg-type]


async def call(client: Client, tool: str, /, **arguments: Any) -> dict[str, Any]:
    """Call a tool, one of whose arguments may be `name`."""
    found = await client.call_tool(tool, arguments)
    assert not found.is_error, found.content
    content: dict[str, Any] = found.structured_content
    return content


async def refused(client: Client, tool: str, /, **arguments: Any) -> str:
    found = await client.call_tool(tool, arguments)
    assert found.is_error
    return str(found.content[0].text)


def test_what_is_read_is_told_and_nothing_is_stored(yard: Yard) -> None:
    before = yard.revision

    async def use() -> None:
        async with agent_over_http(yard.server.url) as client:
            read = await call(client, "read_document", name="handbook.md", text=HANDBOOK)
            assert ["Crane Driver", "Banksman"] == [role["name"] for role in read["roles"]]
            assert read["questions"]
            said = await refused(client, "read_document", name="handbook.docx", text="PK")
            assert "a person chooses at /read" in said
            assert "token" in await refused(client, "plan_document", name=NAME, text=HANDBOOK)

    run(use)
    assert before == yard.revision


def test_a_person_approves_what_an_agent_proposes(yard: Yard) -> None:
    before = yard.graph()
    proposed: list[int] = []

    async def use() -> None:
        async with agent_over_http(yard.server.url, TOKEN) as client:
            plan = await call(client, "plan_document", name=NAME, text=HANDBOOK)
            assert {"role": 2, "statement": 4} == plan["added"]
            (question,) = plan["questions"]
            answer = {key: question[key] for key in ("topic", "texts")} | {"answer": "exclusion"}
            plan = await call(client, "plan_document", name=NAME, text=HANDBOOK, answers=[answer])
            assert 5 == plan["added"]["statement"]
            made = await call(
                client,
                "propose_document",
                name=NAME,
                text=HANDBOOK,
                answers=[answer],
                message="The handbook, as the office wrote it",
            )
            proposed.append(made["proposal"])
            assert f"/proposals/{made['proposal']}" in made["next"]

    run(use)
    assert before == yard.graph()
    one = yard.client.get(f"/api/v1/proposals/{proposed[0]}", headers=EDITOR).json()
    assert "The handbook, as the office wrote it" == one["title"]
    done = yard.client.post(f"/api/v1/proposals/{proposed[0]}/approval", headers=yard.by("admin"))
    assert 200 == done.status_code, done.text
    assert yard.graph()


def test_open_questions_are_found_and_answered_without_the_file(yard: Yard) -> None:
    yard.put(HANDBOOK)

    async def use() -> None:
        async with agent_over_http(yard.server.url, TOKEN) as client:
            (listed,) = (await call(client, "list_documents"))["documents"]
            assert (NAME, 1, 0) == (listed["name"], listed["open"], listed["answered"])
            (question,) = (await call(client, "get_document", name=NAME))["questions"]
            answer = {key: question[key] for key in ("topic", "texts")} | {"answer": "exclusion"}
            plan = await call(client, "plan_document", name=NAME, answers=[answer])
            assert "added" in [each["what"] for each in plan["changes"]]
            missing = await refused(client, "get_document", name="data/other.md")
            assert "has no document 'data/other.md'" in missing
            wrong = await refused(
                client, "plan_document", name=NAME, answers=[answer | {"answer": "perhaps"}]
            )
            assert "is no answer to this question" in wrong

    run(use)


@pytest.mark.parametrize("keeps", [True, False])
def test_a_proposal_needs_a_place_where_it_stays(tmp_path: Path, keeps: bool) -> None:
    """A copy of a folder ends with the agent, and the proposal would with it."""

    async def use() -> None:
        async with agent(tmp_path, keeps=keeps) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            assert keeps == ("propose_document" in tools)
            assert tools["plan_document"].annotations.read_only_hint
            if keeps:
                hints = tools["propose_document"].annotations
                assert (False, False) == (hints.read_only_hint, hints.destructive_hint)
            else:
                said = await refused(client, "propose_document", name=NAME, message="x")
                assert "They stay at a service" in said

    run(use)
