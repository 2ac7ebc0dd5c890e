"""What a tool is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from rolegraph.client import AsyncClient
from rolegraph.mcp.answers.arguments import JsonSchema
from rolegraph.mcp.answers.knowledge import Knowledge

Json = dict[str, Any]
Act = Callable[[AsyncClient, Json], Awaitable[Json]]


@dataclass(frozen=True)
class AgentTool:
    """A tool for agents.

    Attributes:
        name: by which it is called.
        title: for people.
        description: for agents: what it gives, and when to use it.
        schema: JSON Schema of its arguments.
        act: does it, with arguments that fit the schema.
        writes: whether it may change the catalogue.
        proposes: whether it may keep something for a person to decide on.
    """

    name: str
    title: str
    description: str
    schema: JsonSchema
    act: Act
    writes: bool = False
    proposes: bool = False


MakeTools = Callable[[Knowledge], list[AgentTool]]
"""Makes tools for what a service has."""
