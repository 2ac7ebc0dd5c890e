"""The history of a service, over HTTP."""

from __future__ import annotations

from typing import Any

import httpx

from rolegraph.history.permission import Confirmation
from rolegraph.history.remote.service_client import ServiceClient
from rolegraph.history.remote.sources import Logged

_PAGE = 1000
_MEDIA = {"text": "text/plain", "markdown": "text/markdown", "patch": "application/rdf-patch"}


class RemoteHistory:
    """The history of a service by its address.

    Args:
        url, token, transport: see `ServiceClient`.
    """

    def __init__(
        self, url: str, token: str | None = None, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._client = ServiceClient(url, token, transport)

    def close(self) -> None:
        """End its connections."""
        self._client.close()

    def log(self, limit: int) -> list[Logged]:
        """Return commits, the newest first."""
        found: list[Logged] = []
        cursor: dict[str, int] = {}
        while len(found) < limit:
            asked = {"limit": min(limit - len(found), _PAGE), **cursor}
            page = self._ask("GET", "", params=asked).json()
            keys = ("revision", "time", "author", "message", "added", "removed")
            found += [Logged(*(item[key] for key in keys)) for item in page["items"]]
            if not page["next"]:
                break
            cursor = {"cursor": found[-1].revision}
        return found

    def diff(self, old: str, new: str | None, form: str) -> str:
        """Return a difference as `text`, `markdown` or `patch`."""
        asked = {"from": old} if new is None else {"from": old, "to": new}
        return self._ask("GET", "/diff", params=asked, headers={"Accept": _MEDIA[form]}).text

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
        headers = {} if message is None else {"Rolegraph-Message": " ".join(message.split())}
        asked = {"dry-run": "true"} if dry_run else {}
        if confirmed:
            asked["confirm"] = ",".join(sorted(confirmed))
        answer = self._ask(
            "POST",
            f"/{revision}/revert",
            params=asked,
            headers={name: value.encode() for name, value in headers.items()},
        )
        return int(answer.json()["revision"])

    def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self._client.ask(method, f"api/v1/changes{path}", **options)
