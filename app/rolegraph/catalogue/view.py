"""One state of the catalogue, to be read as often as an answer needs without another between."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from rolegraph.catalogue.paging import DEFAULT_LIMIT, cursor_of, key_of
from rolegraph.catalogue.read import Reader
from rolegraph.catalogue.types import ResourceType
from rolegraph.catalogue.values import Json
from rolegraph.errors import NotFound
from rolegraph.rdf.terms import NamedNode, Quad

if TYPE_CHECKING:
    from rolegraph.catalogue.catalogue import Catalogue
    from rolegraph.catalogue.index import Index

Thing = dict[str, Json]
Quads = list[Quad]

_CANDIDATES = 2000  # names compared with a mistyped one; more would make a 404 slow


@dataclass(frozen=True)
class Page:
    """A part of a list.

    Attributes:
        iris: the things of this page, in order.
        items: the same things as JSON.
        total: how many things the whole list has.
        next: cursor of the next page, or None on the last.
    """

    iris: tuple[str, ...]
    items: list[Thing]
    total: int
    next: str | None


class View:
    """The catalogue at one revision; `Catalogue.view` gives it.

    Args:
        catalogue: whose types, addresses and store are read.
        index: classes, labels and places at that revision.
        root: path that the service is mounted under, put before each `href`.
    """

    def __init__(self, catalogue: Catalogue, index: Index, root: str = "") -> None:
        self._catalogue = catalogue
        self._types = catalogue.types
        self._index = index
        self._reader = Reader(
            catalogue.store,
            catalogue.types,
            index,
            catalogue.names,
            lambda iri: root + path if (path := catalogue.address(iri)) else None,
        )

    @property
    def revision(self) -> int:
        """The revision that is read."""
        return self._index.revision

    def resolve(self, plural: str, slug: str) -> str:
        """Return the IRI of an existing thing.

        A thing of a class below, such as one of `responsibilities` under `statements`, is found
        by its slug as well where only one has it.

        Raises:
            NotFound: there is none; the message names similar ones.
        """
        resource_type = self._catalogue.type(plural)
        below = [t.plural for t in self._types.values() if t.iri in resource_type.classes]
        candidates = [self._catalogue.iri(p, slug) for p in dict.fromkeys([plural, *below])]
        found = [
            iri
            for iri in candidates
            if not resource_type.classes.isdisjoint(self._index.classes(iri))
        ]
        if found and (found[0] == candidates[0] or len(found) == 1):
            return found[0]
        raise NotFound(self._unknown(resource_type, slug))

    def thing(self, iri: str) -> Thing:
        """Return a thing as JSON; only its `id` and `href` where the store has nothing of it."""
        return self._reader.thing(iri)

    def link(self, iri: str) -> Thing:
        """Return a link to a thing: id, label, href; null where there is no label or address."""
        return self._reader.link(NamedNode(iri))

    def types_of(self, iri: str) -> tuple[ResourceType, ...]:
        """Return the resource types of a thing, the most specific first."""
        return self._index.types_of(iri)

    def iris(self, plural: str) -> list[str]:
        """Return the IRIs of all things of a type, in the order that its shape asks for."""
        return list(self._index.iris(plural))

    def read(self, plural: str, slug: str) -> Thing:
        """Return the thing of a type and a slug as JSON.

        Raises:
            NotFound: there is none.
        """
        return self.thing(self.resolve(plural, slug))

    def page(self, plural: str, limit: int = DEFAULT_LIMIT, cursor: str | None = None) -> Page:
        """Return a page of the things of a type, in the order that its shape asks for.

        Raises:
            NotFound: there is no such type.
            ParameterError: the cursor is none that an earlier page gave.
        """
        self._catalogue.type(plural)
        keys = self._index.page(plural, limit + 1, key_of(cursor) if cursor is not None else None)
        iris = tuple(key[-1] for key in keys[:limit])
        return Page(
            iris=iris,
            items=[self.thing(iri) for iri in iris],
            total=self._index.count(plural),
            next=cursor_of(keys[limit - 1]) if len(keys) > limit else None,
        )

    def describe(self, iri: str) -> Quads:
        """Return the quads about a thing and what is nested in it, sorted."""
        return self._reader.describe(iri)

    def version(self, iri: str) -> str:
        """Return a short text that changes exactly when the triples about a thing change."""
        lines = sorted({str(quad.triple) for quad in self.describe(iri)})
        return hashlib.blake2b("\n".join(lines).encode(), digest_size=9).hexdigest()

    def _unknown(self, resource_type: ResourceType, slug: str) -> str:
        elsewhere = [
            self._catalogue.iri(plural, slug).removeprefix(self._catalogue.base)
            for plural in self._types
            if self._index.classes(self._catalogue.iri(plural, slug))
        ]
        near = elsewhere + get_close_matches(slug, list(self._slugs(resource_type.plural)))
        hint = (
            f"Did you mean {either(near)}?"
            if near
            else f"The list of {resource_type.plural} shows what there is."
        )
        return f"There is no {resource_type.label.lower()} {slug!r}. {hint}"

    def _slugs(self, plural: str) -> Iterator[str]:
        for iri in islice(self._index.iris(plural), _CANDIDATES):
            yield iri.rpartition("/")[2]


def either(names: list[str]) -> str:
    """Return names as a choice: `'a', 'b' or 'c'`."""
    *most, last = [repr(name) for name in names]
    return f"{', '.join(most)} or {last}" if most else last
