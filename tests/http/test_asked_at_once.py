"""What many ask at once is worked out once, and slow questions leave the quick ones their threads."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable

import httpx
from fastapi import FastAPI, Request, Response
from starlette.types import Receive, Scope, Send

from rolegraph.api.operations.answer_cache import AnswerCache
from rolegraph.api.operations.kept import KeptAnswers
from rolegraph.api.questions.asking import Asking
from rolegraph.catalogue import Catalogue
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.messages.job import Limits
from rolegraph.store.workers.pool import QueryWorkers

MANY = 60
Handler = Callable[[], Awaitable[Response]]


class Service:
    """A route behind kept answers, which counts how often its answer is made."""

    def __init__(self, make: Handler) -> None:
        self.made, self.revision = 0, 1
        self._make = make
        self.app = KeptAnswers(
            self._answer,
            AnswerCache(10**6),
            lambda: self.revision,
            lambda _: [],
            says_revision=False,
        )

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.made += 1
        response = await self._make()
        await response(scope, receive, send)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://x")


def test_many_who_ask_the_same_at_once_wait_for_one_answer() -> None:
    """Two hundred agents with one question cost as much as one of them."""
    release = asyncio.Event()

    async def slow() -> Response:
        await release.wait()
        return Response("the answer", headers={"ETag": '"1"'})

    async def ask() -> None:
        service = Service(slow)
        async with service.client() as client:
            asked = [asyncio.ensure_future(client.get("/q")) for _ in range(MANY)]
            other = asyncio.ensure_future(client.get("/another"))
            await asyncio.sleep(0)
            release.set()
            answers = await asyncio.gather(*asked)
            await other
        assert {"the answer"} == {answer.text for answer in answers}
        assert 2 == service.made

    asyncio.run(ask())


def test_an_answer_that_cannot_be_kept_is_made_for_each() -> None:
    """Nobody is given a refusal that was meant for somebody else."""

    async def refuse() -> Response:
        await asyncio.sleep(0)
        return Response("too busy", status_code=503)

    async def ask() -> None:
        service = Service(refuse)
        async with service.client() as client:
            answers = await asyncio.gather(*(client.get("/q") for _ in range(MANY)))
        assert {503} == {answer.status_code for answer in answers}
        assert service.made == MANY

    asyncio.run(ask())


def test_who_asks_after_a_commit_does_not_get_the_answer_from_before_it() -> None:
    """An acknowledged write is seen, also where an older answer is just being made."""
    begun, release = asyncio.Event(), asyncio.Event()

    async def ask() -> None:
        async def at_revision() -> Response:
            revision = service.revision
            begun.set()
            await release.wait()
            return Response(str(revision), headers={"ETag": f'"{revision}"'})

        service = Service(at_revision)
        async with service.client() as client:
            before = asyncio.ensure_future(client.get("/q"))
            await begun.wait()
            service.revision = 2
            after = asyncio.ensure_future(client.get("/q"))
            await asyncio.sleep(0)
            release.set()
            assert "1" == (await before).text
            assert "2" == (await after).text

    asyncio.run(ask())


def test_who_waits_for_an_answer_gets_it_though_the_first_one_goes_away() -> None:
    """A client that hangs up takes nothing from the others."""
    begun = asyncio.Event()

    async def ask() -> None:
        async def at_first_slow() -> Response:
            if service.made == 1:
                begun.set()
                await asyncio.Event().wait()
            return Response("the answer", headers={"ETag": '"1"'})

        service = Service(at_first_slow)
        async with service.client() as client:
            first = asyncio.ensure_future(client.get("/q"))
            await begun.wait()
            second = asyncio.ensure_future(client.get("/q"))
            await asyncio.sleep(0)
            first.cancel()
            assert "the answer" == (await second).text

    asyncio.run(ask())


def test_quick_reads_are_answered_while_many_questions_wait() -> None:
    """The threads in which questions wait for a worker are not those that read JSON."""
    release = threading.Event()
    store = EmbeddedStore()
    workers = QueryWorkers(store, Limits(seconds=1, memory=2**28, result_bytes=2**20))
    asking = Asking(Catalogue(store), store, workers, union=True, kept=0)
    app = FastAPI()

    def wait(request: Request) -> Response:
        release.wait()
        return Response(request.url.path)

    def quick() -> Response:
        return Response("quick")

    app.add_api_route("/question", asking.apart(wait))
    app.add_api_route("/role", quick)

    async def ask() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            waiting = [asyncio.ensure_future(client.get("/question")) for _ in range(MANY)]
            await asyncio.sleep(0)
            try:
                assert "quick" == (await asyncio.wait_for(client.get("/role"), 60)).text
            finally:
                release.set()
            assert {"/question"} == {answer.text for answer in await asyncio.gather(*waiting)}

    asyncio.run(ask())
