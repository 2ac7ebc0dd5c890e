"""The cookie by which people browse where reading is closed (RFC 6265)."""

from __future__ import annotations

from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie

COOKIE = "rolegraph-session"
_OWN = frozenset({"same-origin", "none"})
"""What browsers say in Sec-Fetch-Site of requests that a page of ours makes, or nobody's page."""

Headers = Iterable[tuple[bytes, bytes]]
"""Names in lower case with values, as servers hand them on."""


def reference_in(headers: Headers) -> str | None:
    """Return the session that a request names by its cookie, None where it names none.

    What a page of another site has made the browser send counts for nothing; `SameSite=Strict`
    asks the browser not to send it at all.
    """
    headers = list(headers)
    text = _value(headers, b"cookie")
    if text is None or not is_own(headers):
        return None
    try:
        found = SimpleCookie(text).get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None


def is_own(headers: Headers) -> bool:
    """Tell whether a page of this very service makes a request, so far as the browser says."""
    headers = list(headers)
    site = _value(headers, b"sec-fetch-site")
    if site is not None:
        return site in _OWN
    origin = _value(headers, b"origin")
    return origin is None or origin.partition("://")[2] == _value(headers, b"host")


def cookie(reference: str, *, path: str, secure: bool, lifetime: int) -> str:
    """Return the header that has a browser keep a session; with no lifetime, forget it."""
    parts = [f"{COOKIE}={reference}", f"Path={path}", f"Max-Age={lifetime}"]
    parts += ["HttpOnly", "SameSite=Strict", *(["Secure"] if secure else [])]
    return "; ".join(parts)


def _value(headers: Headers, wanted: bytes) -> str | None:
    values = [value for name, value in headers if name == wanted]
    return b"; ".join(values).decode("latin-1") if values else None
