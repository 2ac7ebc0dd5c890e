"""Follows the change log of another service, whatever happens to the connection."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlsplit

import httpx
import structlog

from rolegraph.errors import ConfigurationError, Diverged, RolegraphError, StoreError
from rolegraph.history.remote.progress import FRESH, Progress
from rolegraph.store.journal.log_stream import Begin, End, StreamMark, StreamReader

_LOG = "/api/v1/changes/log"
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 15.0
"""Seconds before the leader is asked again, after the first failure and after many."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Leader:
    """The service that is followed.

    Attributes:
        url: its address, without a slash at its end.
        token: where its reading is closed.
    """

    url: str
    token: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, url: str, token: str | None) -> Leader:
        """Return the leader at an address.

        Raises:
            ConfigurationError: it is no http(s) address, or has more in it than that.
        """
        try:
            parts = urlsplit(url)
            fit = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        except ValueError:
            fit = False
        if not fit or parts.username or parts.password or parts.query or parts.fragment:
            raise ConfigurationError(
                "--follow takes the address of the leader, such as https://roles.example.org/, "
                "without a user, query or fragment. A token goes into ROLEGRAPH_FOLLOW_TOKEN."
            )
        return cls(url.rstrip("/"), token)


class Sink(Protocol):
    """Where the leader's commits go."""

    @property
    def revision(self) -> int:
        """The last revision that is there."""

    def known(self) -> str | None:
        """Return the digest of the headers of that revision; None before the first."""

    async def begin(self, begin: Begin) -> None:
        """Take the headers of the next commit."""

    async def part(self, part: bytes) -> None:
        """Take a part of its patch."""

    async def end(self) -> None:
        """Keep it. Until then nothing of it is to be seen, and a `begin` may come in between."""


class Follower:
    """Brings the commits of a leader to a sink, in order, each once.

    Args:
        leader: the leader.
        sink: takes the commits.
        progress: is told how it goes.
    """

    def __init__(self, leader: Leader, sink: Sink, progress: Progress) -> None:
        self._leader, self._sink, self._progress = leader, sink, progress
        self._failures = 0

    async def run(self, *, follow: bool) -> None:
        """Follow until cancelled; or, without `follow`, until all has come that there is."""
        headers = {"Accept": "application/rdf-patch", "Accept-Encoding": "identity"}
        if self._leader.token is not None:
            headers["Authorization"] = f"Bearer {self._leader.token}"
        timeout = httpx.Timeout(FRESH)
        async with httpx.AsyncClient(headers=headers, timeout=timeout) as client:
            while True:
                try:
                    await self._connection(client, follow=follow)
                    if not follow and self._progress.caught_up:
                        return
                    self._lost("The leader ended the stream.")
                except Diverged as error:
                    self._lost(str(error), diverged=True)
                except httpx.HTTPError as error:
                    self._lost(f"The leader cannot be reached: {_said(error)}.")
                except RolegraphError as error:
                    self._lost(str(error))
                await asyncio.sleep(self._wait())

    async def _connection(self, client: httpx.AsyncClient, *, follow: bool) -> None:
        """Read one answer of the leader to its end."""
        asked = {"after": str(self._sink.revision), "follow": str(follow).lower()}
        known = self._sink.known()
        if known is not None:
            asked["known"] = known
        reader = StreamReader()
        async with client.stream("GET", self._leader.url + _LOG, params=asked) as answer:
            await _check(answer)
            async for data in answer.aiter_raw():
                for event in reader.feed(data):
                    if isinstance(event, bytes):
                        await self._sink.part(event)
                    elif isinstance(event, Begin):
                        await self._sink.begin(event)
                    elif isinstance(event, End):
                        await self._sink.end()
                        self._progress.heard()
                    elif isinstance(event, StreamMark):
                        self._heard(event.revision)
                self._failures = 0

    def _heard(self, revision: int) -> None:
        if not self._progress.connected:
            _log.info("replica.following", leader=self._leader.url, revision=revision)
        self._progress.heard(revision)

    def _lost(self, problem: str, *, diverged: bool = False) -> None:
        if self._progress.problem != problem:
            say = _log.error if diverged else _log.warning
            say("replica.lost", leader=self._leader.url, problem=problem)
        self._progress.lost(problem, diverged=diverged)

    def _wait(self) -> float:
        """Return how long to wait: longer each time, and not all replicas alike."""
        longest: float = min(_FIRST_WAIT * 2**self._failures, _LONGEST_WAIT)
        self._failures = min(self._failures + 1, 20)
        return longest * random.uniform(0.5, 1)  # noqa: S311 - spreads load, hides nothing


async def _check(answer: httpx.Response) -> None:
    """Go on only if the leader gives its log.

    Raises:
        Diverged: it has another history.
        StoreError: it does not give it.
    """
    if answer.status_code == HTTPStatus.OK:
        return
    await answer.aread()
    try:
        detail = str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = "is the address right, and is it a rolegraph of this version?"
    if answer.status_code == HTTPStatus.CONFLICT:
        raise Diverged(f"The leader's history is not this replica's: {detail}")
    if answer.status_code == HTTPStatus.GONE:
        raise Diverged(
            "The leader has archived commits that this replica lacks. Begin with an empty data "
            f"directory, which copies the leader's snapshot. The leader says: {detail}"
        )
    if answer.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        detail = "it wants a reader's token, in ROLEGRAPH_FOLLOW_TOKEN or a file of that name."
    raise StoreError(f"The leader answered {answer.status_code}: {detail}")


def _said(error: httpx.HTTPError) -> str:
    return str(error).rstrip(".") or type(error).__name__
