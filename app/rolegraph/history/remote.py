"""The history of a service, over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import httpx

from rolegraph.errors import (
    Conflict,
    InputError,
    NotFound,
    PermissionDenied,
    Refused,
    RolegraphError,
    StoreError,
    Unauthenticated,
)
from rolegraph.history.sources import Logged

_TIMEOUT = 60.0
_PAGE = 1000
_MEDIA = {"text": "text/plain", "markdown": "text/markdown", "patch": "application/rdf-patch"}
_KINDS: dict[int, Callable[[str], RolegraphError]] = {
    HTTPStatus.BAD_REQUEST: InputError,
    HTTPStatus.UNAUTHORIZED: Unauthenticated,
    HTTPStatus.FORBIDDEN: PermissionDenied,
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.CONFLICT: Conflict,
}


class RemoteHistory:
    """A service by its address.

    Args:
        url: its address, such as `https://roles.example.org/`.
        token: what it gives its writers, and where reading is closed its readers.
        transport: how requests travel; another one in tests.
    """

    def __init__(
        self, url: str, token: str | None = None, transport: httpx.BaseTransport | None = None
    ) -> None:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self._url = url.rstrip("/")
        self._client = httpx.Client(headers=headers, timeout=_TIMEOUT, transport=transport)

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

    def revert(self, revision: int, message: str | None, *, dry_run: bool) -> int:
        """Take a commit back and return the present revision.

        Raises:
            Conflict: later commits changed what it changed.
            Refused: the guard found violations.
            Unauthenticated: there is no token, or a wrong one.
        """
        headers = {} if message is None else {"Rolegraph-Message": " ".join(message.split())}
        answer = self._ask(
            "POST",
            f"/{revision}/revert",
            params={"dry-run": "true"} if dry_run else {},
            headers={name: value.encode() for name, value in headers.items()},
        )
        return int(answer.json()["revision"])

    def _ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, f"{self._url}/api/v1/changes{path}", **options)
        except httpx.HTTPError as error:
            raise StoreError(f"{self._url} cannot be reached: {error}") from error
        if not answer.is_success:
            raise _error_of(answer)
        return answer


def _error_of(answer: httpx.Response) -> RolegraphError:
    """Return the error that an answer tells of, by its problem document (RFC 9457)."""
    try:
        document = answer.json()
        detail = str(document["detail"])
    except (ValueError, KeyError, TypeError):
        document, detail = {}, f"The service answered {answer.status_code}."
    if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
        return Refused(detail, document.get("findings", ()))
    return _KINDS.get(answer.status_code, StoreError)(detail)
