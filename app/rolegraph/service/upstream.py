"""Where commits come from, if not from this service alone: what its other parts ask of that.

A leader that the service copies, or a remote store that others write to as well. Each of the two
has a module that only `main.py` knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from rolegraph.api.operations.health import Check, UpstreamState
from rolegraph.http.request import Headers
from rolegraph.telemetry.gauges import Readings


class Upstream(Protocol):
    """Another service or store that this service follows.

    Attributes:
        leader: where to write instead; None where this service takes writes.
    """

    leader: str | None

    def following(self) -> AbstractAsyncContextManager[None]:
        """Follow it while the block runs."""

    def headers(self) -> Headers:
        """Return what every answer tells of the state it is from."""

    def readings(self) -> Readings:
        """Return the metrics of it."""

    def checks(self) -> Mapping[str, Check]:
        """Return what must be well with it before the service is ready, by name."""

    def state(self) -> UpstreamState:
        """Return what `/health/ready` tells of it."""
