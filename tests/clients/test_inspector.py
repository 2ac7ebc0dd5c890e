"""The inspector of the Model Context Protocol, from npm, uses `/mcp` of a live service.

`make clients` installs it and names its folder in CLIENTS; without it these tests are skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from serving import Server, StartServer

FOLDER = os.environ.get("CLIENTS", "")

pytestmark = pytest.mark.skipif(not FOLDER, reason="`make clients` installs the inspector")


@pytest.fixture(scope="module")
def answering(start_module_server: StartServer) -> Server:
    """A service that anybody may read."""
    return start_module_server()


def inspected(server: Server, *arguments: str) -> Any:
    """Return what the inspector prints as JSON."""
    command = [str(Path(FOLDER) / "node_modules" / ".bin" / "mcp-inspector"), "--cli"]
    command += [f"{server.url}mcp", "--transport", "http", *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == ran.returncode, ran.stderr
    return json.loads(ran.stdout)


def test_it_lists_and_calls_tools(answering: Server) -> None:
    """A client that we did not write reads our schemas and answers."""
    tools = inspected(answering, "--method", "tools/list")["tools"]
    found = inspected(
        answering,
        *("--method", "tools/call", "--tool-name", "search", "--tool-arg", "query=adversarial"),
    )

    assert {"search", "get", "sparql", "propose"} <= {tool["name"] for tool in tools}
    assert found["structuredContent"]["items"][0]["sources"]


def test_it_reads_resources_and_prompts(answering: Server) -> None:
    """The rest of the protocol."""
    role = inspected(
        answering, "--method", "resources/read", "--uri", "rolegraph://roles/data-analyst"
    )
    prompts = inspected(answering, "--method", "prompts/list")["prompts"]

    assert "Data Analyst" in role["contents"][0]["text"]
    assert {"review_role", "find_gaps", "draft_persona"} == {prompt["name"] for prompt in prompts}


def test_without_a_token_it_is_turned_away(start_server: StartServer) -> None:
    """Closed reading is closed to it too; this version of it can send no header."""
    closed = start_server(ROLEGRAPH_OPEN_READING="false", ROLEGRAPH_WRITE_TOKEN="a-token")

    with pytest.raises(AssertionError, match=r"401|token"):
        inspected(closed, "--method", "tools/list")
