"""What makes a service one of several on a remote store: what it tells of that store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from rolegraph.api.operations.health import Check, RemoteState, UpstreamState
from rolegraph.http.request import Headers
from rolegraph.store.remote.mirror import Mirror
from rolegraph.telemetry.gauges import GaugeReading, Readings


class RemoteStore:
    """The remote store behind a service.

    Args:
        mirror: follows it.

    Attributes:
        leader: None, since the service takes writes.
    """

    def __init__(self, mirror: Mirror) -> None:
        self._mirror = mirror
        self.leader: str | None = None

    @classmethod
    def of(cls, mirror: Mirror | None) -> RemoteStore | None:
        """Return what is told of a mirror's store, None where there is none."""
        return None if mirror is None else cls(mirror)

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Follow the store from now on; closing the store ends it."""
        self._mirror.start()
        yield

    def headers(self) -> Headers:
        """Return what answers tell of the state they are from, while the store is away."""
        return self._mirror.headers()

    def readings(self) -> Readings:
        """Return the metrics of it."""
        mirror = self._mirror
        return Readings(
            (
                GaugeReading(
                    "rolegraph_store_reachable",
                    "Whether the remote store could be followed when it was last tried.",
                    lambda: mirror.fault is None,
                ),
                GaugeReading(
                    "rolegraph_store_silent_seconds",
                    "Seconds since the remote store was last seen.",
                    lambda: mirror.silent_for,
                ),
            )
        )

    def checks(self) -> Mapping[str, Check]:
        """Return nothing: while the store is away, reading goes on and readiness with it."""
        return {}

    def state(self) -> UpstreamState:
        """Return how it stands with the store."""
        mirror, head = self._mirror, self._mirror.head
        return UpstreamState(
            store=RemoteState(
                reachable=mirror.fault is None,
                revision=None if head is None else head.revision,
                settling=head is not None and head.settling,
                silent_for=round(mirror.silent_for, 3),
                breaker=mirror.client.breaker.state,
                fault=mirror.fault,
            )
        )
