"""The feed of changes (Server-Sent Events, https://html.spec.whatwg.org/#server-sent-events)."""

from __future__ import annotations

import json
from typing import Any

from rolegraph.client.addresses import API
from rolegraph.client.transport import SILENCE


class FeedReader:
    """Makes commits of the lines of the feed, and knows where to take it up again.

    Args:
        after: the revision behind which to begin; None for the present one.

    Attributes:
        last: the last revision that came, or the one to begin behind.
        stood: whether the feed has been open.
        pause: seconds to wait before it is asked for again.
    """

    def __init__(self, after: int | None) -> None:
        self.last, self.stood, self.pause = after, False, 2.0
        self._data: list[str] = []

    def feed(self, line: str) -> dict[str, Any] | None:
        """Take a line; return a commit where one is complete."""
        self.stood = True
        if not line:
            text, self._data = "\n".join(self._data), []
            event: dict[str, Any] | None = json.loads(text) if text else None
            return event
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "id" and value.isdecimal():
            self.last = int(value)
        elif name == "retry" and value.isdecimal():
            self.pause = int(value) / 1000
        elif not name and value.startswith(_BEGINS) and self.last is None:
            self.last = int(value.removeprefix(_BEGINS))
        return None


_BEGINS = "behind revision "
"""How the feed says where it begins, in a comment before its first event."""


def feed_options(reader: FeedReader) -> dict[str, Any]:
    """Return the request for the feed as `httpx.Client.stream` takes it."""
    headers = {"Accept": "text/event-stream"}
    if reader.last is not None:
        headers["Last-Event-ID"] = str(reader.last)
    return {"url": f"{API}changes/feed", "headers": headers, "timeout": SILENCE}
