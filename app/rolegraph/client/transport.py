"""How requests travel, and what is raised where they do not arrive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from rolegraph.client.requests import ApiRequest
from rolegraph.errors import AnswerLost, InputError, RolegraphError, StoreError

TIMEOUT = 60.0
"""Seconds that an answer may take to begin."""
SILENCE = 40.0
"""Seconds without a sign of life after which a feed counts as broken; it gives one every 15."""


def options_of(
    url: str, token: str | None, timeout: float, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return what httpx needs to know of a service.

    Args:
        url: its address.
        token: what it gives its writers, and where reading is closed its readers.
        timeout: seconds that an answer may take to begin.
        headers: further headers of each request.

    Raises:
        InputError: the address is none, or the token cannot be one.
    """
    base = url.rstrip("/") + "/"
    try:
        parts = httpx.URL(base)
    except httpx.InvalidURL as error:
        raise InputError(f"{url!r} is no address of a service: {error}.") from None
    if parts.scheme not in {"http", "https"} or not parts.host:
        raise InputError(
            f"{url!r} is no address of a service. Write it with its scheme, as in "
            "http://127.0.0.1:8000/."
        )
    if token and not (token.isascii() and token.isprintable() and " " not in token):
        raise InputError("The token has blanks or signs that no token has. Give it as it was made.")
    authorization = {"Authorization": f"Bearer {token}"} if token else {}
    return {
        "base_url": base,
        "headers": {**authorization, **(headers or {})},
        "timeout": timeout,
    }


def sent(request: ApiRequest[Any]) -> dict[str, Any]:
    """Return a request as `httpx.Client.request` takes it."""
    headers = [(name, value) for name, value in request.headers.items()]
    encoded = [(n.encode(), v if isinstance(v, bytes) else v.encode()) for n, v in headers]
    return {
        "method": request.method,
        "url": request.path,
        "params": dict(request.params) or None,
        "headers": encoded,
        "content": request.content,
    }


def unanswered(error: httpx.HTTPError, url: str, *, may_change: bool) -> RolegraphError:
    """Return what to raise for a request that got no answer.

    Args:
        error: what happened.
        url: the address of the service.
        may_change: whether the request may have stored something.
    """
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.UnsupportedProtocol):
        return StoreError(f"{url} cannot be reached: {error}")
    why = str(error) or type(error).__name__
    if not may_change:
        return StoreError(f"{url} did not answer: {why}")
    return AnswerLost(f"{url} did not answer: {why}. Whether the change was stored is not known.")
