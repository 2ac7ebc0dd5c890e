"""A service that agents use over HTTP, shared by the tests of a module."""

from __future__ import annotations

import pytest
from agents import Served

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import StartServer


@pytest.fixture(scope="module")
def served(start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """A server at which agents may commit."""
    data_dir = tmp_path_factory.mktemp("agents")
    tokens = Tokens(data_dir)
    editor, reader = (tokens.create(r.label, r) for r in (AccessRole.EDITOR, AccessRole.READER))
    server = start_module_server(data_dir=data_dir, ROLEGRAPH_MCP_COMMIT="true")
    return Served(server, editor, reader)
