"""Which pages of other origins may use the service (CORS)."""

from __future__ import annotations

from rolegraph.http.headers import Headers


class CrossOrigin:
    """Which pages of other origins may use an address (CORS, https://fetch.spec.whatwg.org/).

    Credentials are never allowed by cookie; a bearer token is a header that the page itself sets.

    Args:
        origins: comma-separated origins, or `*` for any.
    """

    def __init__(self, origins: str) -> None:
        self._origins = {origin.strip() for origin in origins.split(",") if origin.strip()}

    def headers(self, origin: str | None) -> Headers:
        """Return the headers that let a page of `origin` read an answer."""
        if "*" in self._origins:
            return [(b"access-control-allow-origin", b"*")]
        vary = [(b"vary", b"Origin")]
        if origin is not None and origin in self._origins:
            return [(b"access-control-allow-origin", origin.encode("latin-1")), *vary]
        return vary

    def preflight(self, origin: str | None, methods: tuple[str, ...]) -> Headers:
        """Return the headers of the answer to OPTIONS."""
        return [
            *self.headers(origin),
            (b"allow", ", ".join(methods).encode()),
            (b"access-control-allow-methods", ", ".join(methods).encode()),
            (
                b"access-control-allow-headers",
                b"Accept, Authorization, Content-Type, If-Match, If-None-Match",
            ),
            (b"access-control-max-age", b"86400"),
        ]
