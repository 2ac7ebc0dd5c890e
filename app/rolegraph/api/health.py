"""Liveness and readiness."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from rolegraph.errors import Busy
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.pool import QueryWorkers


class Live(BaseModel):
    """The process answers."""

    status: Literal["live"] = "live"


class Ready(BaseModel):
    """The service answers questions."""

    status: Literal["ready"] = "ready"
    revision: int
    workers: int


def router(store: EmbeddedStore, workers: QueryWorkers) -> APIRouter:
    """Return the routes of `/health`."""
    routes = APIRouter(prefix="/health", tags=["operations"])

    @routes.get("/live", summary="Is the process up?")
    def live() -> Live:
        return Live()

    @routes.get("/ready", summary="Can questions be answered?")
    async def ready() -> Ready:
        if not workers.ready:
            raise Busy("No query worker is ready; try again in a moment.", retry_after=1)
        return Ready(revision=store.revision, workers=workers.size)

    return routes
