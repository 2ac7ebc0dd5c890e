"""The queries that run or wait now: to see them, and to end one."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.errors import NotFound
from rolegraph.store.workers.pool import QueryWorkers


class RunningQuery(BaseModel):
    """A query that runs or waits."""

    id: int
    client: str
    state: str
    seconds: float
    text: str


class RunningQueries(BaseModel):
    """The queries that run or wait, oldest first."""

    items: list[RunningQuery]


def router(workers: QueryWorkers, admin: Callable[..., Any]) -> APIRouter:
    """Return the routes of `/api/v1/running`.

    Args:
        workers: where the queries run.
        admin: dependency that lets only administrators through.
    """
    routes = LateRouter(
        prefix="/api/v1/running",
        tags=["operations"],
        dependencies=[Depends(admin)],
        default_response_class=JSONResponse,
    )

    @routes.get("", operation_id="listRunningQueries", summary="List the queries that run or wait")
    async def running() -> RunningQueries:
        now = time.monotonic()
        items = [
            RunningQuery(
                id=query.number,
                client=query.client,
                state="waiting" if query.started is None else "running",
                seconds=round(now - (query.started or query.asked), 3),
                text=query.job.text[:2000],
            )
            for query in workers.running()
        ]
        return RunningQueries(items=items)

    @routes.delete(
        "/{number}", operation_id="endRunningQuery", status_code=204, summary="End a query"
    )
    async def end(number: Annotated[int, Path(ge=1)]) -> Response:
        if not workers.cancel(number):
            raise NotFound(f"There is no query {number} that runs or waits; it may have ended.")
        return Response(status_code=204)

    return routes
