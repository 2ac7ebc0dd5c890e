"""Which pages of other origins may use the service (CORS, https://fetch.spec.whatwg.org/)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.types import Scope

from rolegraph.http.headers import Headers, header

SURFACES = ("/api/v1/", "/id/", "/context.jsonld", "/openapi.json", "/sparql", "/graphs", "/mcp")
"""Addresses that pages of other origins may use; those that end in a slash with all below."""
EXPOSED = (
    *("ETag", "Location", "Link", "X-Total-Count"),
    *("Rolegraph-Revision", "Rolegraph-Added", "Rolegraph-Removed", "Rolegraph-Lag"),
    *("Content-Location", "Retry-After", "X-Request-ID", "Idempotency-Replayed"),
)
"""Headers of answers that such pages may read."""
SENT = (
    *("Accept", "Authorization", "Content-Type", "If-Match", "If-None-Match", "Last-Event-ID"),
    *("Rolegraph-Message", "X-Request-ID", "Mcp-Protocol-Version", "Idempotency-Key"),
)
"""Headers of requests that such pages may send."""
_KEPT = 86400


class CrossOrigin:
    """The rule for pages of other origins.

    Credentials are never allowed by cookie; a bearer token is a header that the page itself sets.

    Args:
        origins: comma-separated origins, `*` for any; empty, no page of another origin.
    """

    def __init__(self, origins: str) -> None:
        self._origins = {origin.strip() for origin in origins.split(",") if origin.strip()}
        self._any = "*" in self._origins

    def headers(self, scope: Scope) -> Headers:
        """Return the headers that let a page of the request's origin read the answer."""
        return self._of(header(scope, b"origin")) if self._covers(scope) else []

    @property
    def of_plain(self) -> Headers:
        """The headers of answers to requests that name no origin."""
        return self._of(None) if self._origins else []

    def preflight(self, scope: Scope, methods: Iterable[str]) -> Headers:
        """Return the further headers of an answer to OPTIONS.

        Args:
            scope: of the request.
            methods: that its address has.
        """
        if not self._covers(scope) or header(scope, b"access-control-request-method") is None:
            return []
        return [
            (b"access-control-allow-methods", ", ".join(methods).encode()),
            (b"access-control-allow-headers", ", ".join(SENT).encode()),
            (b"access-control-max-age", str(_KEPT).encode()),
        ]

    def allows(self, scope: Scope) -> bool:
        """Tell whether a request may come: from a program, a page of this host, or a known origin.

        It is for addresses that a browser would not keep a foreign page from posting to.
        """
        origin = header(scope, b"origin")
        if origin is None or self._any or origin in self._origins:
            return True
        return urlsplit(origin).netloc == (header(scope, b"host") or "")

    def _covers(self, scope: Scope) -> bool:
        if not self._origins:
            return False
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        return any(
            path.startswith(surface) if surface.endswith("/") else path == surface
            for surface in SURFACES
        )

    def _of(self, origin: str | None) -> Headers:
        exposed = (b"access-control-expose-headers", ", ".join(EXPOSED).encode())
        if self._any:
            return [(b"access-control-allow-origin", b"*"), exposed]
        vary = (b"vary", b"Origin")
        if origin is not None and origin in self._origins:
            return [(b"access-control-allow-origin", origin.encode("latin-1")), exposed, vary]
        return [vary]
