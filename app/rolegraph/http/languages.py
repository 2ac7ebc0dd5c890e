"""The languages in which somebody wants the texts of a catalogue, the best first.

The parameter `lang` goes before the cookie that remembers it, and that before the header
Accept-Language (RFC 9110, 12.5.4). A tag such as `de-CH` also asks for `de`, as in the lookup of
RFC 4647, 3.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie

from starlette.types import Scope

from rolegraph.errors import InputError, ParameterError
from rolegraph.http.accept import preferred
from rolegraph.http.request import header, pairs_in

LANG = "lang"
"""The parameter that asks for a language."""
COOKIE = "rolegraph-language"
"""The cookie that remembers it on the way from page to page."""
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_MOST = 8
"""Languages that are looked for; headers that ask for more are cut."""


def language_in(text: str | None) -> str | None:
    """Return the language that the parameter `lang` asks for, None where it does not.

    Raises:
        ParameterError: it is no language tag (RFC 5646).
    """
    if not text:
        return None
    if not _TAG.fullmatch(text):
        raise ParameterError(f"{LANG}={text!r} is no language tag, such as en or zh-Hans.")
    return text


def languages_of(scope: Scope) -> tuple[str, ...]:
    """Return the languages that a request asks for, the best first; empty where it does not care.

    Raises:
        ParameterError: `lang` is no language tag.
    """
    given = pairs_in(scope["query_string"], "The query part of the address").get(LANG, [""])[-1]
    chosen = language_in(given) or _remembered(header(scope, b"cookie"))
    asked: Iterable[str] = (chosen,) if chosen else ()
    try:
        asked = (*asked, *preferred(header(scope, b"accept-language") or ""))
    except InputError:  # a header that browsers write is no reason to refuse a page
        asked = tuple(asked)
    found: dict[str, None] = {}
    for tag in asked:
        if _TAG.fullmatch(tag):
            parts = tag.split("-")
            found |= {"-".join(parts[:length]): None for length in range(len(parts), 0, -1)}
    return tuple(found)[:_MOST]


def _remembered(cookies: str | None) -> str | None:
    try:
        found = SimpleCookie(cookies or "").get(COOKIE)
    except CookieError:
        return None
    return found.value if found and _TAG.fullmatch(found.value) else None
