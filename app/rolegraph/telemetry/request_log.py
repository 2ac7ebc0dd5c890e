"""The log of requests: a line for each, at the cost of a few microseconds.

The lines look as structlog's do. They are put together by hand, since a general serialiser took
longer than the whole answer to a query whose result is at hand. Each request has a name, by which
a client's report and the log are brought together.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple, TextIO

import structlog

REQUEST_NAME = "request_id"
"""What the name of a request is called on every line that is logged in its course."""


def present() -> str | None:
    """Return the name of the request that is being answered, or None."""
    found = structlog.contextvars.get_contextvars().get(REQUEST_NAME)
    return None if found is None else str(found)


_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
_LONGEST = 300
"""Characters of a path that are written; it may have thousands."""


class LogLine(NamedTuple):
    """What is told of a request."""

    at: float
    level: str
    request_id: str
    method: str
    route: str
    path: str
    status: int
    seconds: float
    client: str
    user: str
    revision: int


class RequestLog:
    """Writes lines about requests, many at a time.

    Args:
        level: below which nothing is written: debug, info, warning or error.
        out: where to.
        render: makes a line for people of its values; None writes JSON.

    Attributes:
        levels: those whose lines are wanted.
    """

    def __init__(
        self, level: str, out: TextIO, render: Callable[[dict[str, Any]], str] | None = None
    ) -> None:
        self.levels = frozenset(name for name, n in _LEVELS.items() if n >= _LEVELS[level])
        self._out, self._render = out, render
        self._second, self._stamp = 0, ""

    def write(self, lines: Iterable[LogLine]) -> None:
        """Write lines, all at once."""
        form = self._as_json if self._render is None else self._for_people
        # A log that cannot be written must not keep anybody from an answer.
        with contextlib.suppress(OSError):
            self._out.write("".join(map(form, lines)))
            self._out.flush()

    def _as_json(self, line: LogLine) -> str:
        at, level, request_id, method, route, path, status, seconds, client, user, revision = line
        return (
            f'{{"event": "request", "request_id": {quoted(request_id)}, '
            f'"method": {quoted(method)}, "route": {quoted(route)}, '
            f'"path": {quoted(path[:_LONGEST])}, "status": {status}, "seconds": {seconds:.6f}, '
            f'"client": {quoted(client)}, "user": {quoted(user)}, "revision": {revision}, '
            f'"level": "{level}", '
            f'"timestamp": "{self._time(at)}"}}\n'
        )

    def _for_people(self, line: LogLine) -> str:
        values = line._asdict()
        values |= {"path": line.path[:_LONGEST], "seconds": round(line.seconds, 6)}
        reported = {"event": "request", "timestamp": self._time(values.pop("at")), **values}
        return self._render(reported) + "\n" if self._render else ""

    def _time(self, at: float) -> str:
        """Return a moment in ISO 8601, in UTC."""
        second = int(at)
        if second != self._second:
            self._second = second
            self._stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        return f"{self._stamp}.{int((at - second) * 1e6):06d}Z"
