"""The addresses of resources: plural and id, from an IRI, and back.

A resource whose IRI is made of the catalogue's base, a plural and an id has these as its address.
Any other IRI (an `ex:` name in somebody's Turtle, or one with a `#`) has an id made of its last
part and a hash of the whole: `roles/captain~1x2y3z`. It depends on nothing but the IRI, so links
to it last, and it needs no escape in an address.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from rolegraph.catalogue.index.slugs import slug_of

MARK = "~"
"""Stands before the hash in the id of a resource with an IRI of its own."""

_OTHERS = re.compile(r"[/#?]")


def own_place(iri: str, base: str, plurals: Iterable[str]) -> tuple[str, str] | None:
    """Return plural and id of an IRI that is made of the base, or None for another one."""
    if not iri.startswith(base):
        return None
    plural, _, slug = iri[len(base) :].partition("/")
    if plural not in plurals or not slug or _OTHERS.search(slug):
        return None
    return plural, slug


def foreign_slug(iri: str) -> str:
    """Return the id that a resource with an IRI of its own has in addresses."""
    digest = hashlib.blake2b(iri.encode(), digest_size=5).digest()
    mark = base64.b32encode(digest).decode().lower()
    return f"{slug_of(local_name(iri))[:60] or 'resource'}{MARK}{mark}"


def local_name(iri: str) -> str:
    """Return the last part of an IRI: what stands behind its last `/`, `#` or `:`."""
    return re.split(r"[/#:]", iri.rstrip("/#"))[-1]


def is_part(iri: str, base: str) -> bool:
    """Tell whether an IRI is that of a part nested in a resource of the catalogue."""
    return iri.startswith(base) and "#" in iri
