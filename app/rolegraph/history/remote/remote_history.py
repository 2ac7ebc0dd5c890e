"""The history of a service, over HTTP."""

from __future__ import annotations

import httpx

from rolegraph.client import Client
from rolegraph.history.permission import Confirmation
from rolegraph.history.remote.sources import Logged

_PAGE = 1000
_MEDIA = {"text": "text/plain", "markdown": "text/markdown", "patch": "application/rdf-patch"}


class RemoteHistory:
    """The history of a service by its address.

    Args:
        url, token, transport: see `Client`.
    """

    def __init__(
        self, url: str, token: str | None = None, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._client = Client(url, token, transport=transport)

    def close(self) -> None:
        """End its connections."""
        self._client.close()

    def log(self, limit: int) -> list[Logged]:
        """Return commits, the newest first."""
        found: list[Logged] = []
        cursor: int | None = None
        while len(found) < limit:
            page = self._client.changes(min(limit - len(found), _PAGE), cursor)
            keys = ("revision", "time", "author", "message", "added", "removed")
            found += [Logged(*(item[key] for key in keys)) for item in page["items"]]
            if not page["next"]:
                break
            cursor = found[-1].revision
        return found

    def diff(self, old: str, new: str | None, form: str) -> str:
        """Return a difference as `text`, `markdown` or `patch`."""
        return self._client.diff(old, new, _MEDIA[form])

    def revert(
        self,
        revision: int,
        message: str | None,
        *,
        dry_run: bool,
        confirmed: frozenset[Confirmation] = frozenset(),
    ) -> int:
        """Take a commit back and return the present revision.

        Raises:
            Conflict: later commits changed what it changed.
            ConfirmationNeeded: it removes much or changes rules, and that was not confirmed.
            Refused: the guard found violations.
            Unauthenticated: there is no token, or a wrong one.
        """
        made = self._client.revert(revision, dry_run=dry_run, message=message, confirm=confirmed)
        return int(made["revision"])
