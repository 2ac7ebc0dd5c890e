"""Negotiation between what a client accepts and what is on offer.

Follows RFC 9110, section 12.5.1: the most specific matching range decides the quality of an offer;
among offers of equal quality the server's order decides; quality 0 forbids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from starlette.requests import Request

from rolegraph.errors import InputError, NotAcceptable
from rolegraph.http.request import header
from rolegraph.rdf.media import Format

HTML = "text/html"
_QUOTED = r'"(?:\\.|[^"\\])*"?'
_ITEM = re.compile(rf'(?:[^,"]|{_QUOTED})+')
_EXACT = 4
"""How specific a range is that names the profile of an offer."""
_PARAMETER = re.compile(rf'(?:[^;"]|{_QUOTED})+')


@dataclass(frozen=True)
class _Range:
    main: str
    sub: str
    quality: float
    profile: str = ""

    def specificity(self, main: str, sub: str, profile: str) -> int:
        """Return 0 where the range does not match, else 1 to 4, the more specific the higher."""
        if self.main == "*":
            return 1 if self.sub == "*" else 0
        if self.main != main:
            return 0
        if self.sub == "*":
            return 2
        if self.sub != sub:
            return 0
        return 4 if profile and self.profile == profile else 3


def _items(value: str, name: str) -> Iterator[tuple[str, float, str]]:
    """Yield the members of a list, each with its quality and profile (RFC 6906).

    Commas may stand in quoted parameters.

    Raises:
        InputError: a quality is no number.
    """
    for item in _ITEM.findall(value):
        text, *parameters = [part.strip() for part in _PARAMETER.findall(item)] or [""]
        if not text:
            continue
        quality, profile = 1.0, ""
        for parameter in parameters:
            key, _, given = parameter.partition("=")
            if key.strip().lower() == "profile":
                profile = given.strip().strip('"')
            if key.strip().lower() == "q":
                try:
                    quality = min(max(float(given), 0.0), 1.0)
                except ValueError:
                    raise InputError(
                        f"The {name} header gives {text!r} the quality {given!r}, which is not a "
                        "number from 0 to 1."
                    ) from None
                break  # what follows q are extensions of the range, which select nothing
        if quality == quality:  # noqa: PLR0124 - NaN is no quality
            yield text.lower(), quality, profile


def _ranges(accept: str) -> list[_Range]:
    ranges = []
    for text, quality, profile in _items(accept, "Accept"):
        main, slash, sub = text.partition("/")
        if not slash or not main or not sub:
            raise InputError(
                f"The Accept header has {text!r}, which is not a media range such as "
                "'text/turtle' or '*/*'."
            )
        ranges.append(_Range(main, sub, quality, profile))
    return ranges


@lru_cache(maxsize=1024)
def _negotiate(accept: str, offers: tuple[str, ...]) -> str | None:
    ranges = _ranges(accept)
    if not ranges:
        return offers[0]
    best, best_quality, best_exact = None, 0.0, False
    for offer in offers:
        media_type, _, parameter = offer.partition(";")
        main, _, sub = media_type.partition("/")
        profile = parameter.partition("=")[2].strip('"')
        matches = [(r.specificity(main, sub, profile), r.quality) for r in ranges]
        specificity, quality = max(matches)
        if specificity and (quality, specificity == _EXACT) > (best_quality, best_exact):
            best, best_quality, best_exact = offer, quality, specificity == _EXACT
    return best


def negotiate(accept: str | None, offers: Sequence[str]) -> str:
    """Return the media type on offer that the Accept header likes best.

    Args:
        accept: the header's value; None or empty accepts everything.
        offers: media types in the server's order of preference.

    Raises:
        NotAcceptable: nothing on offer is accepted.
        InputError: the header is not a list of media ranges.
    """
    chosen = _negotiate(accept or "*/*", tuple(offers))
    if chosen is None:
        raise NotAcceptable(
            f"Nothing on offer fits 'Accept: {accept}'. On offer: {', '.join(offers)}.", offers
        )
    return chosen


def wanted_by(request: Request, offers: Sequence[str]) -> str:
    """Return the media type on offer that a request likes best; see `negotiate`."""
    return negotiate(header(request.scope, b"accept"), offers)


def prefers_html(request: Request) -> bool:
    """Tell whether a page is wanted rather than data, as browsers ask for it."""
    try:
        return wanted_by(request, ("application/json", HTML)) == HTML
    except InputError:
        return False


def negotiate_format(accept: str | None, formats: Sequence[Format]) -> tuple[Format, str]:
    """Return the format the Accept header likes best, and the media type to call it.

    Synonyms are on offer behind all registered media types, so that `application/json` works
    where nothing better was asked for.
    """
    offers = {f.media_type: f for f in formats}
    for known in formats:
        for synonym in known.synonyms:
            offers.setdefault(synonym, known)
    media_type = negotiate(accept, [*offers])
    return offers[media_type], media_type


@lru_cache(maxsize=256)
def takes_gzip(encoding: bytes | None) -> bool:
    """Tell whether an Accept-Encoding header takes gzip."""
    if encoding is None:
        return False
    try:
        items = _items(encoding.decode("latin-1"), "Accept-Encoding")
        qualities = {name: quality for name, quality, _ in items}
    except InputError:
        return False
    return max(qualities.get("gzip", 0.0), qualities.get("x-gzip", 0.0)) > 0


def preferred(value: str) -> list[str]:
    """Return the languages of an Accept-Language header, the best first, without those refused.

    Raises:
        InputError: a quality is no number.
    """
    found = [(text, quality) for text, quality, _ in _items(value, "Accept-Language") if quality]
    return [text for text, _ in sorted(found, key=lambda one: -one[1]) if text != "*"]
