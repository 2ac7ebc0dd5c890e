"""Liveness, readiness, and what Prometheus reads at `/metrics`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder
from pydantic import BaseModel, ConfigDict, Field

from rolegraph.errors import RestartNeeded
from rolegraph.history.remote.progress import Progress
from rolegraph.http.accept import wanted_by
from rolegraph.http.problems import MEDIA_TYPE, TYPES, encode
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.remote.mirror import Mirror
from rolegraph.store.workers.pool import QueryWorkers

OFFERS = ("text/plain", "application/openmetrics-text")


def metrics_router(registry: CollectorRegistry) -> APIRouter:
    """Return the route of `/metrics`.

    Args:
        registry: the metrics of this application.
    """
    routes = APIRouter(tags=["operations"])

    @routes.get(
        "/metrics",
        operation_id="getMetrics",
        summary="Metrics for Prometheus, in its text format or as OpenMetrics",
        response_class=Response,
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


class Ready(BaseModel):
    """The service answers questions."""

    status: Literal["ready"] = "ready"
    revision: int
    workers: int
    filling: Filling | None = None
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


def router(
    store: EmbeddedStore,
    workers: QueryWorkers,
    checks: Mapping[str, Check],
    following: Callable[[], Following] | None = None,
    mirror: Mirror | None = None,
) -> APIRouter:
    """Return the routes of `/health`.

    Args:
        store: tells the revision.
        workers: tell how many they are.
        checks: what must be well, by name.
        following: tells how far a read replica is.
        mirror: knows of the remote store, where there is one.
    """
    routes = APIRouter(prefix="/health", tags=["operations"], dependencies=[Depends(_takes_json)])

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
        reported = following() if following else None
        faults = {name: fault for name, check in checks.items() if (fault := check())}
        if not faults:
            remote = _remote(mirror)
            return Ready(
                revision=store.revision,
                workers=workers.size,
                filling=_filling(store, workers),
                replica=reported,
                store=remote,
            )
        body: dict[str, Any] = {
            "type": TYPES + "not-ready",
            "title": "The service is not ready",
            "status": HTTPStatus.SERVICE_UNAVAILABLE.value,
            "detail": " ".join(faults.values()),
            "checks": {name: faults.get(name, "ok") for name in checks},
            "revision": store.revision,
        }
        if reported is not None:
            body["replica"] = reported.model_dump(by_alias=True)
        headers = {"Retry-After": "1", "Cache-Control": "no-store"}
        return Response(encode(body), HTTPStatus.SERVICE_UNAVAILABLE, headers, MEDIA_TYPE)

    return routes


def _filling(store: EmbeddedStore, workers: QueryWorkers) -> Filling | None:
    done = workers.filling
    return None if done is None else Filling(quads=done, of=max(store.journal.size, done))


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


def replica_check(progress: Progress, max_lag: float) -> Check:
    """Return the check of a replica.

    Args:
        progress: how far it is.
        max_lag: seconds that it may be behind; 0 sets no limit.
    """

    def check() -> str | None:
        if progress.diverged:
            return f"Nothing is copied from the leader: {progress.problem}"
        lag = progress.lag_seconds
        if not progress.caught_up or lag is None:
            why = f" {progress.problem}" if progress.problem else ""
            return f"The replica has not caught up with its leader since it started.{why}"
        if max_lag and lag > max_lag:
            why = f" {progress.problem}" if progress.problem else ""
            return f"The replica is {lag:.0f} s behind its leader; {max_lag:g} are allowed.{why}"
        return None

    return check


def _takes_json(request: Request) -> None:
    """Go on only for a client that takes JSON, as at all other addresses."""
    wanted_by(request, ("application/json",))


def _remote(mirror: Mirror | None) -> RemoteState | None:
    """Tell of the remote store; while it is away, reading goes on and readiness with it."""
    if mirror is None:
        return None
    head = mirror.head
    return RemoteState(
        reachable=mirror.fault is None,
        revision=None if head is None else head.revision,
        settling=head is not None and head.settling,
        silent_for=round(mirror.silent_for, 3),
        breaker=mirror.client.breaker.state,
        fault=mirror.fault,
    )
