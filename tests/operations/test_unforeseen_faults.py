"""What nobody foresaw: still a problem document, and told in the log once."""

from __future__ import annotations

import io

import anyio
import httpx
import pytest
from starlette.types import Receive, Scope, Send
from structlog.testing import capture_logs

from rolegraph.api.operations.observing import Observed, RequestIds, Requests
from rolegraph.http.problems import MEDIA_TYPE
from rolegraph.telemetry.request_log import RequestLog

START = {"type": "http.response.start", "status": 200, "headers": []}


def ask(begins: bool) -> httpx.Response:
    """Ask a route below the router that fails, before or after it began to answer."""

    async def failing(_: Scope, __: Receive, send: Send) -> None:
        if begins:
            await send(START)
        raise TypeError("secret detail")

    front = Observed(
        failing,
        frozenset({"/sparql"}),
        Requests(RequestLog("info", io.StringIO()), lambda: 1),
        RequestIds(),
    )

    async def once() -> httpx.Response:
        transport = httpx.ASGITransport(app=front)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.post("/sparql")

    return anyio.run(once)


def test_a_fault_of_the_service_is_answered_with_a_problem_document() -> None:
    """Also where no router stands around the route; it was `Internal Server Error` as text."""
    with capture_logs() as lines:
        answer = ask(begins=False)

    document = answer.json()
    assert (500, MEDIA_TYPE) == (answer.status_code, answer.headers["Content-Type"])
    assert "no-store" == answer.headers["Cache-Control"]
    assert "The service failed" == document["title"]
    assert answer.headers["X-Request-Id"] == document["requestId"]
    assert "secret" not in answer.text
    assert ["service.fault"] == [one["event"] for one in lines if "exc_info" in one]


def test_an_answer_that_has_begun_is_cut_off() -> None:
    """A second beginning would make the client read a problem as data."""
    with pytest.raises(TypeError, match="secret"):
        ask(begins=True)
