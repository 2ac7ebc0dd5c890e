"""A service that takes writes, shared by the tests of a module."""

from __future__ import annotations

import pytest

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from serving import Server, StartServer


@pytest.fixture(scope="module")
def writable(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Server, str]:
    """A server with the shipped catalogue, and the token of an editor."""
    data_dir = tmp_path_factory.mktemp("writable")
    token = Tokens(data_dir).create("editor", AccessRole.EDITOR)
    return start_module_server(data_dir=data_dir), token
