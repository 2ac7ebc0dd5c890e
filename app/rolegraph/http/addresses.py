"""Where the client sees the service."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import Scope

from rolegraph.http.headers import header


def base_of(request: Request, public_url: str | None) -> str:
    """Return the address of the service as the client sees it, without a slash at its end."""
    return base_in(request.scope, public_url)


def base_in(scope: Scope, public_url: str | None = None) -> str:
    """Return the address of the service as the client sees it, without a slash at its end.

    Args:
        scope: of a request.
        public_url: the address that the settings give; without, that of the request.
    """
    if public_url:
        return public_url.rstrip("/")
    host = header(scope, b"host") or "localhost"
    return f"{scope.get('scheme', 'http')}://{host}{scope.get('root_path', '')}".rstrip("/")


def root_of(request: Request, public_url: str | None) -> str:
    """Return the path under which the client sees the service, without a slash at its end."""
    if public_url:
        return urlsplit(public_url).path.rstrip("/")
    return str(request.scope.get("root_path", "")).rstrip("/")
