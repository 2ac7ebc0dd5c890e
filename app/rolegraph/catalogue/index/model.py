"""The model of a catalogue: its types, the ids and addresses of things, and what these name.

A resource whose IRI is made of the catalogue's base, a plural and an id has these as its address.
Any other IRI (an `ex:` name in somebody's Turtle, or one with a `#`) has an id made of its last
part and a hash of the whole: `roles/captain~1x2y3z`. It depends on nothing but the IRI, so links
to it last, and it needs no escape in an address.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import Protocol
from urllib.parse import quote, unquote

from rolegraph.catalogue.index.facts import Facts
from rolegraph.catalogue.index.paths import either, near
from rolegraph.catalogue.schema.context import class_names
from rolegraph.catalogue.schema.context import context as make_context
from rolegraph.catalogue.schema.types import ResourceType, ResourceTypes
from rolegraph.errors import NotFound
from rolegraph.folder.description import Description, description_of
from rolegraph.rdf.terms import NamedNode
from rolegraph.store.protocol import Store

API = "/api/v1/"
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]+")
"""Slugs that no escape changes, as nearly all."""
CANDIDATES = 2000
"""Names compared with a mistyped one; more would make a refusal slow."""
SEGMENT = "~!$&'()*+,;=:@"  # characters that a path segment holds as they are (RFC 3986)
LONGEST = 80
"""Characters that an id made from a label has at most."""

_BREAK = re.compile(r"[\s/_\-\u2010-\u2015]+")
_ID = re.compile(r"(?!\.{1,2}$)[\w.~-]+")


def slug_of(text: str) -> str:
    """Return text as an id: lower case, without accents and signs, words joined by hyphens.

    It is empty where the text has neither letter nor digit, and cut between words where it is
    long.
    """
    plain = unicodedata.normalize("NFKD", text).lower()
    words = ("".join(c for c in word if c.isalnum()) for word in _BREAK.split(plain))
    found = ""
    for word in filter(None, words):
        longer = f"{found}-{word}" if found else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        found = longer
    return found


def free(slug: str, is_taken: Callable[[str], bool]) -> str:
    """Return an id that is not taken: this one, or with the first number that makes it so."""
    number, candidate = 1, slug
    while is_taken(candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def is_id(text: str) -> bool:
    """Tell whether a text can be an id: letters, digits and `. _ ~ -`."""
    return bool(_ID.fullmatch(text))


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


def slug_in_addresses(iri: str, base: str, plurals: Iterable[str]) -> str:
    """Return the id of a resource in addresses, whether its IRI is made of the base or not."""
    place = own_place(iri, base, plurals)
    return place[1] if place else foreign_slug(iri)


def near_slugs(slug: str, known: Iterable[str]) -> list[str]:
    """Return the ids that look like a mistyped one; nobody types a hash, so it is not compared."""
    names = {one.partition(MARK)[0]: one for one in known}
    return [names[name] for name in get_close_matches(slug.partition(MARK)[0], list(names))]


def local_name(iri: str) -> str:
    """Return the last part of an IRI: what stands behind its last `/`, `#` or `:`."""
    return re.split(r"[/#:]", iri.rstrip("/#"))[-1]


def is_part(iri: str, base: str) -> bool:
    """Tell whether an IRI is that of a part nested in a resource of the catalogue."""
    return iri.startswith(base) and "#" in iri


class Model:
    """What views and changes of a catalogue are led by.

    Args:
        store: where the quads are.
        types: the resource types; by default those of the store's own shapes and ontology.
        base: what the IRIs of things begin with; by default as the store's description says.

    Raises:
        ConfigurationError: the store's shapes break a convention.

    Attributes:
        removed: gives the error that tells which commit removed a thing, where one did.
    """

    def __init__(
        self, store: Store, types: ResourceTypes | None = None, base: str | None = None
    ) -> None:
        self.store = store
        self.types = ResourceTypes.from_store(store) if types is None else types
        self.about = description_of(store) or Description()
        self.base = self.about.base if base is None else base
        self.context = make_context(self.types)
        self.names = class_names(self.types)
        self.removed: Callable[[str], NotFound | None] = lambda _: None

    def nothing_at(self, iri: str) -> NotFound:
        """Return the error that says that a thing is not here: removed, or never there."""
        return self.removed(iri) or NotFound(f"There is no thing <{iri}> here.")

    def type(self, plural: str) -> ResourceType:
        """Return the type of a plural.

        Raises:
            NotFound: there is none; the message names similar ones.
        """
        if plural in self.types:
            return self.types[plural]
        raise NotFound(f"There is no class {plural!r} here. {near(plural, self.types)}".strip())

    def iri(self, plural: str, slug: str) -> str:
        """Return the IRI that a thing of a type and a slug has."""
        return f"{self.base}{plural}/{slug}"

    def place(self, iri: str, facts: Facts) -> tuple[str, str] | None:
        """Return plural and slug of a thing's IRI, or None where it has no address here.

        Args:
            iri: the thing; one with an IRI of its own has an address as well.
            facts: the classes of all things.
        """
        place = own_place(iri, self.base, self.types)
        if place is not None or is_part(iri, self.base):
            return place
        found = facts.types_of(iri)
        return (found[0].plural, foreign_slug(iri)) if found else None

    def path(self, iri: str, facts: Facts) -> str | None:
        """Return the path of a thing's data, below the base of the service, or None."""
        place = self.place(iri, facts)
        if place is None:
            return None
        plural, slug = place
        return f"{API}{plural}/{slug if _PLAIN.fullmatch(slug) else quote(slug, safe=SEGMENT)}"

    def resolve(self, plural: str, slug: str, listed: Listed) -> str:
        """Return the IRI of the thing at an address.

        A thing of a class below, such as one of `responsibilities` under `statements`, is found
        by its slug as well where only one has it.

        Args:
            plural: the type in the address.
            slug: the id in it.
            listed: knows what there is.

        Raises:
            NotFound: there is none; the message names similar ones.
        """
        resource_type = self.type(plural)
        own = self.iri(plural, slug)
        if not resource_type.classes.isdisjoint(listed.classes(own)):
            return own
        below = [t.plural for t in self.types.values() if t.iri in resource_type.classes]
        places = dict.fromkeys([plural, *below])
        foreign = [listed.foreign(p, self.base).get(slug) for p in places]
        candidates = [self.iri(p, slug) for p in places]
        candidates += filter(None, foreign if MARK in slug else ())
        found = [
            iri for iri in candidates if not resource_type.classes.isdisjoint(listed.classes(iri))
        ]
        if len(found) == 1:
            return found[0]
        raise self._unknown(resource_type, slug, listed)

    def _unknown(self, resource_type: ResourceType, slug: str, listed: Listed) -> NotFound:
        plural = resource_type.plural
        elsewhere = [
            iri for iri in (self.iri(other, slug) for other in self.types) if listed.classes(iri)
        ]
        first = islice(listed.iris(plural), CANDIDATES)
        alike = near_slugs(slug, (slug_in_addresses(iri, self.base, self.types) for iri in first))
        foreign = listed.foreign(plural, self.base)
        names = [iri.removeprefix(self.base) for iri in elsewhere] + alike
        hint = (
            f"Did you mean {either(names)}?"
            if names
            else f"The list of {resource_type.plural} shows what there is."
        )
        own = self.iri(plural, slug)
        missing = f"There is no {resource_type.label.lower()} {slug!r}. {hint}"
        found = self.removed(own) or NotFound(missing)
        found.iri = own
        iris = (foreign.get(one) or self.iri(plural, one) for one in alike)
        found.near = (*elsewhere, *iris)
        return found


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Listed(Protocol):
    """Knows the things of each plural, and the classes of each."""

    def classes(self, iri: str) -> frozenset[str]:
        """Return the classes of a thing; empty where it is not known."""

    def iris(self, plural: str) -> Iterable[str]:
        """Yield the IRIs of the things of a plural."""

    def foreign(self, plural: str, base: str) -> Mapping[str, str]:
        """Return id → IRI of those whose IRIs are not made of the base."""


class Resolver:
    """Finds the things that texts name.

    Args:
        facts: the classes of all things.
        base: what the IRIs of things begin with.
        listed: knows the things by plural.
    """

    def __init__(self, facts: Facts, base: str, listed: Listed) -> None:
        self._facts = facts
        self._base = base
        self._listed = listed

    def find(self, text: str, types: Sequence[ResourceType]) -> str:
        """Return the IRI that a text names.

        Args:
            text: an IRI, which need not be known; `plural/id`, also as a path such as
                `/api/v1/plural/id`; or an id.
            types: the types that an id is looked up in.

        Raises:
            NotFound: there is no such thing, or several; the message names near ones.
        """
        if _SCHEME.match(text):
            return checked_iri(text)
        *way, slug = [unquote(part) for part in text.strip("/").split("/")]
        plurals = way[-1:] or [t.plural for t in types]
        found = []
        candidates = [f"{self._base}{plural}/{slug}" for plural in plurals]
        if MARK in slug:
            foreign = (self._listed.foreign(plural, self._base).get(slug) for plural in plurals)
            candidates += filter(None, foreign)
        for iri in dict.fromkeys(candidates):
            classes = self._facts.classes(iri)
            if classes and (way or any(not classes.isdisjoint(t.classes) for t in types)):
                found.append(iri)
        if len(found) == 1:
            return found[0]
        if found:
            names = [iri.removeprefix(self._base) for iri in found]
            raise NotFound(f"{text!r} names several things; write {either(names)}.")
        raise NotFound(self._unknown(text, slug, types))

    def _unknown(self, text: str, slug: str, types: Sequence[ResourceType]) -> str:
        plurals = [t.plural for t in types]
        known = (
            slug_in_addresses(iri, self._base, plurals)
            for t in types
            for iri in islice(self._listed.iris(t.plural), CANDIDATES)
        )
        like = near_slugs(slug, known)
        labels = dict.fromkeys(t.label.lower() for t in types)
        kind = " or ".join(labels) if len(labels) <= 3 else "thing"  # noqa: PLR2004 - readable
        hint = f" Did you mean {either(like)}?" if like else ""
        return f"There is no {kind} {text!r}.{hint}"


def checked_iri(text: str) -> str:
    """Return an IRI as it is.

    Raises:
        NotFound: it is none.
    """
    try:
        iri = NamedNode(text).value
    except ValueError:
        iri = ""
    if not _SCHEME.match(iri):
        raise NotFound(f"{text!r} is no IRI.")
    return iri
