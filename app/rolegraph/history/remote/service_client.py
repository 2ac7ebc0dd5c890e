"""Requests to a service on another machine, or in another process, and the errors it tells of."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import httpx

from rolegraph.errors import (
    AnswerLost,
    Busy,
    ConfirmationNeeded,
    Conflict,
    InputError,
    NotFound,
    PermissionDenied,
    Refused,
    RolegraphError,
    StoreError,
    Unauthenticated,
)

_SAFE = frozenset({"GET", "HEAD"})
TIMEOUT = 60.0
"""Seconds that an answer may take to begin."""
_KINDS: dict[int, Callable[[str], RolegraphError]] = {
    HTTPStatus.BAD_REQUEST: InputError,
    HTTPStatus.UNAUTHORIZED: Unauthenticated,
    HTTPStatus.FORBIDDEN: PermissionDenied,
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.GONE: NotFound,
    HTTPStatus.CONFLICT: Conflict,
    HTTPStatus.PRECONDITION_FAILED: Conflict,
    HTTPStatus.SERVICE_UNAVAILABLE: Busy,
}


class ServiceClient:
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
        self.url = url.rstrip("/") + "/"
        self._client = httpx.Client(
            base_url=self.url, headers=headers, timeout=TIMEOUT, transport=transport
        )

    def close(self) -> None:
        """End its connections."""
        self._client.close()

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request and return the answer, if it is a success.

        Args:
            method: the HTTP method.
            path: below the service's address.
            options: see `httpx.Client.request`.

        Raises:
            RolegraphError: the one that the answer tells of.
            StoreError: the service cannot be reached; nothing was sent.
            AnswerLost: a write was sent, and its answer did not come.
        """
        try:
            answer = self._client.request(method, path, **options)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise StoreError(f"{self.url} cannot be reached: {error}") from error
        except httpx.HTTPError as error:
            if method in _SAFE:
                raise StoreError(f"{self.url} did not answer: {error}") from error
            raise AnswerLost(
                f"{self.url} did not answer: {error}. Whether the change was stored is not known."
            ) from error
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
    if document.get("confirm"):
        return ConfirmationNeeded(detail, document["confirm"])
    return _KINDS.get(answer.status_code, StoreError)(detail)
