"""Media types as data, and the negotiation between what a client accepts and what is on offer.

Negotiation follows RFC 9110, section 12.5.1: the most specific matching range decides the quality
of an offer; among offers of equal quality the server's order decides; quality 0 forbids.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rolegraph.errors import InputError, NotAcceptable
from rolegraph.rdf.terms import RdfFormat


@dataclass(frozen=True)
class Format:
    """One serialisation.

    Attributes:
        name: short name, as in `?format=` and on the command line.
        media_type: the registered media type.
        synonyms: other media types that mean the same serialisation.
        extensions: endings of file names, without the dot; the first is preferred.
        charset: whether the Content-Type names a charset.
    """

    name: str
    media_type: str
    synonyms: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    charset: bool = False

    def content_type(self, media_type: str | None = None) -> str:
        """Return the Content-Type header for this format, under its own or the asked-for name."""
        base = media_type or self.media_type
        return f"{base}; charset=utf-8" if self.charset else base


RESULT_FORMATS: tuple[Format, ...] = (
    Format("json", "application/sparql-results+json", ("application/json",), ("srj", "json")),
    Format(
        "xml", "application/sparql-results+xml", ("application/xml", "text/xml"), ("srx", "xml")
    ),
    Format("csv", "text/csv", (), ("csv",), charset=True),
    Format("tsv", "text/tab-separated-values", (), ("tsv",), charset=True),
)
"""SPARQL result formats in the order of preference."""

GRAPH_FORMATS: tuple[Format, ...] = (
    Format(
        "turtle",
        "text/turtle",
        # Turtle is a part of N3, so who takes N3 takes it.
        ("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3"),
        ("ttl", "n3"),
        True,
    ),
    Format("ntriples", "application/n-triples", ("text/plain",), ("nt",)),
    Format("nquads", "application/n-quads", ("text/x-nquads",), ("nq",)),
    Format("trig", "application/trig", ("application/x-trig",), ("trig",)),
    Format("rdfxml", "application/rdf+xml", ("application/xml", "text/xml"), ("rdf", "xml", "owl")),
    Format("jsonld", "application/ld+json", ("application/json",), ("jsonld", "json")),
)
"""RDF formats in the order of preference."""

_RDF = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}


def rdf_format(graph_format: Format) -> RdfFormat:
    """Return the parser and serialiser format of a graph format."""
    return _RDF[graph_format.name]


def format_of_media_type(content_type: str, formats: Iterable[Format]) -> Format | None:
    """Return the format a Content-Type names, parameters left aside, or None."""
    bare = content_type.split(";", 1)[0].strip().lower()
    for candidate in formats:
        if bare == candidate.media_type:
            return candidate
    for candidate in formats:
        if bare in candidate.synonyms:
            return candidate
    return None


def format_of_name(name: str, formats: Iterable[Format]) -> Format | None:
    """Return the format of a short name, media type or file ending, or None."""
    formats = tuple(formats)
    wanted = name.lower()
    for candidate in formats:
        if wanted in (candidate.name, *candidate.extensions):
            return candidate
    return format_of_media_type(wanted, formats)


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
