"""Typed links of an answer: what it is about, where that is as data, and under which licence.

The profile is FAIR Signposting (https://signposting.org/FAIR/), the header that of RFC 8288. The
targets are whole addresses, as many harvesters do not resolve relative ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rolegraph.folder.description import Description

SCHEMA = "https://schema.org/"
ABOUT_PAGE = SCHEMA + "AboutPage"
"""The type of a page that people read about something that has data as well."""
_IRI = re.compile(r"https?://[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+")


@dataclass(frozen=True)
class TypedLink:
    """A link to another resource.

    Attributes:
        target: its address.
        rel: what the target is to the answer, a relation of the IANA registry.
        media_type: of the target, if it is known.
    """

    target: str
    rel: str
    media_type: str | None = None

    def __str__(self) -> str:
        """Return it as a value of the header Link."""
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{self.target}>; rel="{self.rel}"{kind}'


@dataclass(frozen=True)
class Signposts:
    """What the links of one answer lead to.

    Attributes:
        cite_as: the lasting IRI of what the answer is about.
        types: IRIs of the types of the answer and of what it is about.
        described_by: address and media type of descriptions for programs.
        describes: the page that this is the description of.
        items: address and media type of the files that belong to it.
        collection: the page of the collection that it belongs to.
        latest: the same thing as it is now, of an earlier state.
        licenses, authors: IRIs; what is no address is left out.
    """

    cite_as: str | None = None
    types: Sequence[str] = ()
    described_by: Sequence[tuple[str, str]] = ()
    describes: str | None = None
    items: Sequence[tuple[str, str]] = ()
    collection: str | None = None
    latest: str | None = None
    licenses: Sequence[str] = ()
    authors: Sequence[str] = ()

    @property
    def links(self) -> list[TypedLink]:
        """All links, those first that say what this is."""
        return [link for link in self._all() if _IRI.fullmatch(link.target)]

    @property
    def header(self) -> str:
        """The value of the header Link."""
        return ", ".join(map(str, self.links))

    def _all(self) -> Iterator[TypedLink]:
        if self.cite_as:
            yield TypedLink(self.cite_as, "cite-as")
        for iri in self.types:
            yield TypedLink(iri, "type")
        for iri in self.licenses:
            yield TypedLink(iri, "license")
        for iri in self.authors:
            yield TypedLink(iri, "author")
        for target, kind in self.described_by:
            yield TypedLink(target, "describedby", kind)
        if self.describes:
            yield TypedLink(self.describes, "describes", "text/html")
        for target, kind in self.items:
            yield TypedLink(target, "item", kind)
        if self.collection:
            yield TypedLink(self.collection, "collection", "text/html")
        if self.latest:
            yield TypedLink(self.latest, "latest-version", "text/html")


def licenses_of(about: Description) -> tuple[str, ...]:
    """Return the licence of the catalogue, where it names one."""
    return (about.license,) if about.license else ()


def authors_of(about: Description) -> tuple[str, ...]:
    """Return who made the catalogue, where that is an IRI such as an ORCID."""
    return (about.creator,) if about.creator.startswith(("https://", "http://")) else ()
