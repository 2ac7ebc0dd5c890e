"""Liveness, readiness, and what Prometheus reads at `/metrics`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder
from pydantic import BaseModel, ConfigDict, Field

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.errors import RestartNeeded
from rolegraph.http.accept import wanted_by
from rolegraph.http.problems import MEDIA_TYPE, TYPES, encode
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.pool import QueryWorkers
from rolegraph.telemetry.long_work import LongWork

OFFERS = ("text/plain", "application/openmetrics-text")


def metrics_router(registry: CollectorRegistry) -> APIRouter:
    """Return the route of `/metrics`.

    Args:
        registry: the metrics of this application.
    """
    routes = LateRouter(tags=["operations"])

    @routes.get(
        "/metrics",
        operation_id="getMetrics",
        summary="Metrics for Prometheus, in its text format or as OpenMetrics",
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    def metrics(request: Request) -> Response:
        wanted = wanted_by(request, OFFERS)
        # Left to itself, the library forgets qualities and takes `application/*` for plain text.
        named = [kind for kind in request.headers.get("accept", "").split(",") if wanted in kind]
        encode, content_type = choose_encoder(",".join(named) or wanted)
        headers = {"Cache-Control": "no-store", "Content-Type": content_type}
        return Response(encode(registry), headers=headers)

    return routes


Check = Callable[[], str | None]
"""Says what is wrong, for people; None where nothing is."""


class Live(BaseModel):
    """The process answers."""

    status: Literal["live"] = "live"


class Following(BaseModel):
    """How far a read replica is."""

    model_config = ConfigDict(populate_by_name=True)

    leader: str
    lag_revisions: int = Field(alias="lagRevisions")
    lag_seconds: float | None = Field(alias="lagSeconds")


class Filling(BaseModel):
    """How far the replicas in memory are filled that will take over from the copy on disk."""

    quads: int
    of: int


class Work(BaseModel):
    """What the service does beside its answers, and for how long it has."""

    what: str
    quads: int
    seconds: float


class Ready(BaseModel):
    """The service answers questions."""

    status: Literal["ready"] = "ready"
    revision: int
    workers: int
    filling: Filling | None = None
    work: list[Work] | None = None
    replica: Following | None = None
    store: RemoteState | None = None


class RemoteState(BaseModel):
    """How it stands with the remote store that this service mirrors."""

    model_config = ConfigDict(populate_by_name=True)

    reachable: bool
    revision: int | None
    settling: bool
    silent_for: float = Field(alias="silentFor")
    breaker: Literal["closed", "open", "half-open"]
    fault: str | None


@dataclass(frozen=True)
class UpstreamState:
    """What is told of the service or store that this one follows; None where it is not that."""

    replica: Following | None = None
    store: RemoteState | None = None


def router(
    store: EmbeddedStore,
    workers: QueryWorkers,
    checks: Mapping[str, Check],
    work: LongWork,
    state: Callable[[], UpstreamState] = UpstreamState,
) -> APIRouter:
    """Return the routes of `/health`.

    Args:
        store: tells the revision.
        workers: tell how many they are.
        checks: what must be well, by name.
        work: knows what is done beside answers.
        state: tells of what the service follows.
    """
    routes = LateRouter(
        prefix="/health",
        tags=["operations"],
        dependencies=[Depends(_takes_json)],
        default_response_class=JSONResponse,
    )

    @routes.get(
        "/live",
        operation_id="getLiveness",
        summary="Is the process up? 503 where only a restart helps",
    )
    def live() -> Live:
        if store.failed:
            raise RestartNeeded
        return Live()

    @routes.get(
        "/ready",
        operation_id="getReadiness",
        summary="Can questions be answered? 503, with what is wrong, where they cannot",
        response_model=Ready,
        response_model_exclude_none=True,
    )
    async def ready() -> Any:
        followed = state()
        faults = {name: fault for name, check in checks.items() if (fault := check())}
        if not faults:
            return Ready(
                revision=store.revision,
                workers=workers.size,
                filling=_filling(store, workers),
                work=_work(work),
                replica=followed.replica,
                store=followed.store,
            )
        body: dict[str, Any] = {
            "type": TYPES + "not-ready",
            "title": "The service is not ready",
            "status": HTTPStatus.SERVICE_UNAVAILABLE.value,
            "detail": " ".join(faults.values()),
            "checks": {name: faults.get(name, "ok") for name in checks},
            "revision": store.revision,
        }
        if followed.replica is not None:
            body["replica"] = followed.replica.model_dump(by_alias=True)
        headers = {"Retry-After": "1", "Cache-Control": "no-store"}
        return Response(encode(body), HTTPStatus.SERVICE_UNAVAILABLE, headers, MEDIA_TYPE)

    return routes


def _filling(store: EmbeddedStore, workers: QueryWorkers) -> Filling | None:
    done = workers.filling
    return None if done is None else Filling(quads=done, of=max(store.journal.size, done))


def _work(work: LongWork) -> list[Work] | None:
    known = [
        Work(what=one.what, quads=one.quads, seconds=round(one.seconds, 1)) for one in work.now()
    ]
    return known or None


def store_check(store: EmbeddedStore) -> Check:
    """Return the check of a store."""

    def check() -> str | None:
        if store.failed:
            return "The store's engine has failed; restart the service."
        return None

    return check


def workers_check(workers: QueryWorkers) -> Check:
    """Return the check of the query workers."""

    def check() -> str | None:
        if workers.ready:
            return None
        done = workers.filling
        how_far = f" So far they have {done:,} quads." if done else ""
        return f"The query workers are loading the dataset.{how_far}"

    return check


def _takes_json(request: Request) -> None:
    """Go on only for a client that takes JSON, as at all other addresses."""
    wanted_by(request, ("application/json",))
