"""What makes a service a read replica: put together from its settings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from rolegraph.api.operations.health import Check, Following, UpstreamState
from rolegraph.errors import ConfigurationError
from rolegraph.history.remote.follower import Follower, Leader
from rolegraph.history.remote.progress import Progress
from rolegraph.history.remote.sinks import CopySink, StoreSink, has_copy
from rolegraph.sandbox.sandbox import Sandbox
from rolegraph.service.opening import refuse_mirror
from rolegraph.settings import Settings
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.remote.endpoints.addresses import addresses_of
from rolegraph.telemetry.gauges import GaugeReading, Readings


class Replica:
    """The following half of a service.

    Args:
        leader: whom it follows.
        public_url: where users find the leader.
        store: takes the leader's commits, and nobody else's.
        sandbox: where their patches are read first.
        max_lag: seconds that it may be behind and still be ready; 0 sets no limit.
    """

    def __init__(
        self,
        leader: Leader,
        public_url: str,
        store: EmbeddedStore,
        sandbox: Sandbox,
        max_lag: float,
    ) -> None:
        self.leader: str | None = public_url
        self._public_url, self._max_lag = public_url, max_lag
        self.progress = Progress(lambda: store.revision)
        self._store = store
        self._follower = Follower(leader, StoreSink(store, sandbox), self.progress)

    @classmethod
    def of(cls, settings: Settings, store: EmbeddedStore, sandbox: Sandbox) -> Replica | None:
        """Return the replica that settings describe, None where they describe a leader.

        Raises:
            ConfigurationError: the leader's address or token cannot be used.
        """
        leader = leader_of(settings)
        if leader is None:
            return None
        public_url = (settings.leader_url or leader.url).rstrip("/")
        return cls(leader, public_url, store, sandbox, settings.follow_max_lag)

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Follow the leader while the block runs."""
        task = asyncio.create_task(self._follower.run(follow=True))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Return what every answer tells of the state it is from.

        Taken at the beginning of a request: the answer is from this revision or a later one.
        """
        progress = self.progress
        lag = f"revisions={progress.lag_revisions}"
        if progress.lag_seconds is not None:
            lag += f", seconds={progress.lag_seconds:.1f}"
        return [
            (b"rolegraph-revision", str(self._store.revision).encode()),
            (b"rolegraph-lag", lag.encode()),
        ]

    def readings(self) -> Readings:
        """Return the metrics of it."""
        progress = self.progress
        return Readings(
            (
                GaugeReading(
                    "rolegraph_replica_lag_revisions",
                    "Commits of the leader that are known and not here yet.",
                    lambda: progress.lag_revisions,
                ),
                GaugeReading(
                    "rolegraph_replica_lag_seconds",
                    "Seconds for which commits may have been lacking; absent before the first "
                    "catch-up.",
                    lambda: progress.lag_seconds,
                ),
                GaugeReading(
                    "rolegraph_replica_connected",
                    "1 while the leader is being followed.",
                    lambda: float(progress.connected),
                ),
                GaugeReading(
                    "rolegraph_replica_diverged",
                    "1 where the leader has another history; nothing is copied then.",
                    lambda: float(progress.diverged),
                ),
            )
        )

    def checks(self) -> Mapping[str, Check]:
        """Return that it must have caught up."""
        return {"replica": replica_check(self.progress, self._max_lag)}

    def state(self) -> UpstreamState:
        """Return how far it is."""
        return UpstreamState(
            replica=Following(
                leader=self._public_url,
                lag_revisions=self.progress.lag_revisions,
                lag_seconds=self.progress.lag_seconds,
            )
        )


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


def leader_of(settings: Settings) -> Leader | None:
    """Return whom a service with these settings follows, or None.

    Raises:
        ConfigurationError: the leader's address or token cannot be used.
    """
    if settings.follow is None:
        return None
    if addresses_of(settings) is not None:
        raise ConfigurationError(
            "A service either follows a leader or writes to a remote store; leave out --follow or "
            "--store."
        )
    given = settings.follow_token
    token = None if given is None else given.get_secret_value()
    if settings.follow_token_file is not None:
        if token is not None:
            raise ConfigurationError(
                "Set ROLEGRAPH_FOLLOW_TOKEN or ROLEGRAPH_FOLLOW_TOKEN_FILE, not both."
            )
        token = _read(settings.follow_token_file)
    return Leader.at(settings.follow, token)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise ConfigurationError(
            f"ROLEGRAPH_FOLLOW_TOKEN_FILE: {path} cannot be read ({reason})."
        ) from None


class FirstCopy:
    """Copies a leader's change log before a store is opened on it.

    What a service serves, from its addresses to its forms, is read off the shapes when it starts;
    so it starts on a whole copy.

    Args:
        leader: the leader.
        folder: the data directory.
    """

    def __init__(self, leader: Leader, folder: Path) -> None:
        self._leader, self._folder = leader, folder
        self._sink: CopySink | None = None
        self.progress = Progress(lambda: self._sink.revision if self._sink else 0)

    @property
    def needed(self) -> bool:
        """Whether there is no whole copy yet."""
        return not has_copy(self._folder)

    async def run(self) -> None:
        """Copy until all is there; waits for a leader that cannot be reached.

        Raises:
            StoreError: the data directory cannot be used.
        """
        refuse_mirror(self._folder)
        with await asyncio.to_thread(CopySink, self._folder) as sink:
            self._sink = sink
            await Follower(self._leader, sink, self.progress).run(follow=False)
            await asyncio.to_thread(sink.complete)

    @property
    def state(self) -> str:
        """How it goes, for people."""
        progress = self.progress
        if progress.problem is not None:
            return f"The first copy of the leader's change log waits: {progress.problem}"
        revision = self._sink.revision if self._sink else 0
        return (
            "The replica is making its first copy of the leader's change log: revision "
            f"{revision} of {progress.leader_revision}."
        )
