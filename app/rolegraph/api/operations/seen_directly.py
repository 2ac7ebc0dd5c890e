"""Requests that are answered below ASGI: named, counted and logged as all others are."""

from __future__ import annotations

import time
from collections.abc import Callable

from rolegraph.access.identity import ANONYMOUS
from rolegraph.api.operations.observing import (
    CLIENT_LEFT,
    REQUEST_ID,
    Observed,
    RequestIds,
    Requests,
)
from rolegraph.http.request import ALWAYS, Headers
from rolegraph.store.workers.lent.board import Noted

_ALWAYS = b"".join(b": ".join(pair) + b"\r\n" for pair in ALWAYS) + REQUEST_ID + b": "


class SeenDirectly:
    """Names, counts and logs requests that are answered below ASGI, as `Observed` does others.

    Args:
        front: knows whether the service is ending.
        requests: is told.
        ids: names requests.
        further: gives headers that every answer has besides.
    """

    def __init__(
        self,
        front: Observed,
        requests: Requests,
        ids: RequestIds,
        further: Callable[[], Headers] | None,
    ) -> None:
        self._front, self._requests, self._ids = front, requests, ids
        self._further = further

    @property
    def ending(self) -> bool:
        """Whether new requests are refused."""
        return self._front.ending

    def begin(self) -> None:
        """Note that a request is being answered."""
        self._requests.in_flight += 1

    def end(self) -> None:
        """Note that it is no more, or by others."""
        self._requests.in_flight -= 1

    def name(self) -> tuple[str, bytes]:
        """Return a name for a request that is answered with 200, and further lines of its head."""
        name = self._ids.of(None)
        line = _ALWAYS + name.encode() + b"\r\n"
        if self._further is None:
            return name, line
        others = [pair for pair in self._further() if pair[0] != b"rolegraph-revision"]
        return name, line + b"".join([key + b": " + value + b"\r\n" for key, value in others])

    @property
    def lends(self) -> bool:
        """Whether others may answer: not where headers differ from one answer to the next."""
        return self._further is None

    def start_of_lent(self, said: Headers) -> bytes | None:
        """Return how answers of workers begin behind their date, up to what ends the name.

        Args:
            said: what the server says in each answer, its date first.

        Returns:
            None where it says no date.
        """
        if not said or said[0][0] != b"date":
            return None
        lines = [key + b": " + value + b"\r\n" for key, value in said[1:]]
        return b"".join(lines) + _ALWAYS + self._ids.prefix_of_workers.encode()

    def answered_by_worker(
        self, noted: Noted, slot: int, method: str, route: str, client: str
    ) -> None:
        """Note that a worker has answered a request with 200.

        Args:
            noted: what the worker notes of it.
            slot: which worker.
            method: its method.
            route: its path.
            client: the address it came from.
        """
        self._requests.observe(
            method,
            route,
            200,
            noted.seconds,
            request_id=f"{self._ids.prefix_of_workers}{slot:x}.{noted.number:x}",
            client=client,
            at=noted.at,
            revision=noted.revision,
        )

    def answered(
        self,
        name: str,
        method: str,
        route: str,
        client: str,
        began: float,
        given: str | None,
        path: str | None = None,
    ) -> None:
        """Note that a request has been answered with 200.

        Args:
            name: of the request.
            method: its method.
            route: the template of its path.
            client: the address it came from.
            began: when it began.
            given: its Authorization header, or None.
            path: its path, where that is not the route.
        """
        self._observe(method, route, 200, client, began, name, given, path)

    def left(self, method: str, path: str, client: str, began: float, given: str | None) -> None:
        """Note that the client of a request went away."""
        self._observe(method, path, CLIENT_LEFT, client, began, self._ids.of(None), given)

    def _observe(
        self,
        method: str,
        route: str,
        status: int,
        client: str,
        began: float,
        name: str,
        given: str | None,
        path: str | None = None,
    ) -> None:
        seconds = time.perf_counter() - began
        user = ANONYMOUS.name if given is None else self._front.name_of(given)
        self._requests.observe(
            method, route, status, seconds, request_id=name, client=client, user=user, path=path
        )
