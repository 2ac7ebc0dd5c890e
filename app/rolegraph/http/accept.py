"""Negotiation between what a client accepts and what is on offer.

Follows RFC 9110, section 12.5.1: the most specific matching range decides the quality of an offer;
among offers of equal quality the server's order decides; quality 0 forbids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rolegraph.errors import InputError, NotAcceptable
from rolegraph.rdf.media import Format, format_of_media_type


@dataclass(frozen=True)
class _Range:
    main: str
    sub: str
    quality: float

    def specificity(self, main: str, sub: str) -> int:
        """Return 0 where the range does not match, else 1 to 3, the more specific the higher."""
        if self.main == "*":
            return 1 if self.sub == "*" else 0
        if self.main != main:
            return 0
        if self.sub == "*":
            return 2
        return 3 if self.sub == sub else 0


def _ranges(accept: str) -> list[_Range]:
    ranges = []
    for part in accept.split(","):
        pieces = [piece.strip() for piece in part.split(";")]
        if not pieces[0]:
            continue
        main, slash, sub = pieces[0].lower().partition("/")
        if not slash or not main or not sub:
            raise InputError(
                f"The Accept header has {pieces[0]!r}, which is not a media range such as "
                "'text/turtle' or '*/*'."
            )
        quality = 1.0
        for parameter in pieces[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    raise InputError(
                        f"The Accept header gives {pieces[0]!r} the quality {value!r}, "
                        "which is not a number from 0 to 1."
                    ) from None
                break  # what follows q are extensions of the range, which select nothing
        if quality == quality:  # noqa: PLR0124 - NaN is no quality
            ranges.append(_Range(main, sub, quality))
    return ranges


@lru_cache(maxsize=1024)
def _negotiate(accept: str, offers: tuple[str, ...]) -> str | None:
    ranges = _ranges(accept)
    if not ranges:
        return offers[0]
    best, best_quality = None, 0.0
    for offer in offers:
        main, _, sub = offer.partition("/")
        matches = [(r.specificity(main, sub), r.quality) for r in ranges]
        specificity, quality = max(matches)
        if specificity and quality > best_quality:
            best, best_quality = offer, quality
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


def negotiate_format(accept: str | None, formats: Sequence[Format]) -> tuple[Format, str]:
    """Return the format the Accept header likes best, and the media type to call it.

    Synonyms are on offer behind all registered media types, so that `application/json` works
    where nothing better was asked for.
    """
    offers = [f.media_type for f in formats]
    offers += [s for f in formats for s in f.synonyms if s not in offers]
    media_type = negotiate(accept, offers)
    chosen = format_of_media_type(media_type, formats)
    if chosen is None:  # pragma: no cover - negotiate returns only what was offered
        raise NotAcceptable(f"Nothing on offer fits 'Accept: {accept}'.", offers)
    return chosen, media_type


def takes_gzip(encoding: bytes | None) -> bool:
    """Tell whether an Accept-Encoding header takes gzip."""
    if encoding is None:
        return False
    for part in encoding.decode("latin-1").lower().split(","):
        name, _, parameters = part.strip().partition(";")
        if name.strip() in {"gzip", "x-gzip"}:
            return parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
