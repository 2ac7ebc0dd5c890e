"""From the start of a service to its end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

import structlog
from fastapi import FastAPI

from rolegraph.access.authenticate import Authenticator
from rolegraph.documents.uploads.reading import forget_left
from rolegraph.errors import StoreError
from rolegraph.history.feed import Feed
from rolegraph.mcp.endpoint import AgentEndpoint
from rolegraph.service.asgi import Service
from rolegraph.service.beside import Preparing
from rolegraph.service.core import Core
from rolegraph.service.opening import OpenStore
from rolegraph.service.operations import Operations
from rolegraph.service.querying import Querying
from rolegraph.service.upstream import Upstream
from rolegraph.store.engine.resting import EngineRest
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.store.workers.processes.memory_plan import ONE_COPY

_LOOK = 2.0
_log = structlog.get_logger(__name__)


async def load_workers(workers: QueryWorkers, feed: Feed, preparing: Preparing) -> None:
    """Have the workers load the dataset, while the service answers what needs none of them."""
    try:
        await workers.start(preparing.first_reader)
    except (StoreError, OSError) as error:
        _log.error("workers.lost", error=str(error))
        signal.raise_signal(signal.SIGTERM)  # whoever keeps the service running starts it anew
    feed.open()


async def watch_tokens(authenticator: Authenticator, ending: asyncio.Event) -> None:
    """Look every other second whether tokens were made or revoked, so that the log says when."""
    while not ending.is_set():
        with contextlib.suppress(StoreError):  # which whoever comes with a token is told of
            await asyncio.to_thread(authenticator.look_at_tokens)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), _LOOK)


def life_of(
    opened: OpenStore,
    core: Core,
    querying: Querying,
    operations: Operations,
    authenticator: Authenticator,
    upstream: Upstream | None,
    rest: Service | None,
    agents: AgentEndpoint | None,
    close: Callable[[], None],
    *,
    is_whole: bool,
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return what the server runs around the service: what must run beside it, and its end.

    Args:
        opened: the store; closed at the end.
        core: what is made ready first.
        querying: its workers are started.
        operations: closed at the end, with the whole service.
        authenticator: its tokens are looked at now and then.
        upstream: what the service follows, if it does.
        rest: the part that knows nothing of people, if it is kept apart; it lives as long.
        agents: answers AI agents; ended with the service.
        close: closes what else is open.
        is_whole: whether this is not that part itself.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        ending = asyncio.Event()
        preparing = Preparing(
            opened.store,
            querying.workers,
            operations.requests,
            at_once=core.at_once,
            later=core.preparations,
            questions=core.questions_beforehand,
            keep=core.keeping.keep,
        )
        prepared = asyncio.create_task(preparing.run())
        tasks = [
            asyncio.create_task(load_workers(querying.workers, core.feed, preparing)),
            asyncio.create_task(watch_tokens(authenticator, ending)),
            asyncio.create_task(asyncio.to_thread(forget_left)),
        ]
        if opened.store.journal.size >= ONE_COPY:
            rest_of_engine = EngineRest(opened.store.let_go, preparing.nobody_asks)
            tasks.append(asyncio.create_task(rest_of_engine.run(ending)))
        try:
            inner = rest.api.router.lifespan_context(rest.api) if rest else nullcontext()
            following = upstream.following() if upstream else nullcontext()
            async with querying.relay.running(), inner, following:
                yield
        finally:
            core.feed.close()
            ending.set()
            if agents is not None:
                await agents.close()
            await preparing.end(prepared)
            await asyncio.gather(*tasks)
            await querying.asked.close()
            await asyncio.to_thread(querying.uploads.sandbox.close)
            await asyncio.to_thread(core.keeping.keep)
            await asyncio.to_thread(opened.close)
            close()
            if is_whole:
                await asyncio.to_thread(operations.close)

    return lifespan
