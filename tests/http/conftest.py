"""A service that may be read and written, for the tests of all its surfaces."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from surfaces import TOKEN, WRITE

from serving import Server, StartServer


@pytest.fixture(scope="session")
def written_server(start_session_server: StartServer) -> Server:
    """A server that takes writes; no test of reads may rely on what it holds."""
    return start_session_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)


@pytest.fixture
def editor(written_server: Server) -> Iterator[httpx.Client]:
    """A client that may write."""
    with written_server.client(headers=WRITE) as client:
        yield client
