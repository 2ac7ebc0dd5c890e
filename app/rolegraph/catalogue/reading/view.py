"""One state of the catalogue, to be read as often as an answer needs without another between."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from msgspec.json import encode

from rolegraph.catalogue.index import paging
from rolegraph.catalogue.index.changes import Dependence, members_of
from rolegraph.catalogue.index.facts import Nodes
from rolegraph.catalogue.index.incoming import version_of
from rolegraph.catalogue.index.index import ThingIndex
from rolegraph.catalogue.index.model import (
    Model,
    Resolver,
)
from rolegraph.catalogue.index.paging import DEFAULT_LIMIT
from rolegraph.catalogue.reading import listing
from rolegraph.catalogue.reading.facets import Facet, Facets
from rolegraph.catalogue.reading.known import Known, KnownThings
from rolegraph.catalogue.reading.listing import Lister, ListQuery
from rolegraph.catalogue.reading.neighbours import Neighbourhood, neighbourhood
from rolegraph.catalogue.reading.read import EVERYTHING, Reader, Selection, describe
from rolegraph.catalogue.schema.types import ResourceType
from rolegraph.catalogue.schema.values import Json
from rolegraph.catalogue.search.finding import Searcher
from rolegraph.catalogue.search.text_index import SearchIndex
from rolegraph.rdf.terms import NamedNode, Quad

Thing = dict[str, Json]
Quads = list[Quad]


SEARCH_LIMIT = 20


@dataclass(frozen=True)
class Results:
    """A part of what a search found.

    Attributes:
        items: things as links with `type`, `score`, `reason` and `matches`, the best first. A match
            has the `field` and its `label`, the `text`, the same `highlighted` as HTML, and in
            `via` a link to the thing that says so, where that is another one.
        total: how many there are.
        near: words of the catalogue that were taken for words of the query that it has not.
        partly: whether things are among them that have not all of the words.
    """

    items: list[Thing]
    total: int
    near: tuple[str, ...]
    partly: bool = False


@dataclass(frozen=True)
class Part:
    """Which things a part of a list has.

    Attributes:
        iris: the things, in order.
        total: how many things the whole list has.
        next: cursor of the next page, or None on the last.
    """

    iris: tuple[str, ...]
    total: int
    next: str | None


@dataclass(frozen=True)
class Page(Part):
    """A part of a list, with its things as JSON."""

    items: list[Thing]


class View:
    """The catalogue at one revision; `Catalogue.view` gives it.

    Args:
        model: whose types, addresses and store are read.
        index: classes, labels and places at that revision.
        texts: gives the texts of all things at the revision of an index.
        known: keeps things as JSON.
        root: path that the service is mounted under, put before each `href`.
        languages: in which texts are wanted, the best first: a single text that is there in
            several languages is then shown in one. None shows what is there.
    """

    def __init__(
        self,
        model: Model,
        index: ThingIndex,
        texts: Callable[[ThingIndex], SearchIndex],
        known: KnownThings,
        root: str = "",
        languages: Sequence[str] | None = None,
    ) -> None:
        self._model = model
        self._types = model.types
        self._index = index
        self._texts, self._known, self._root = texts, known, root
        self._languages = None if languages is None else tuple(languages)
        self._nodes = Nodes(model.store)
        self._reader = Reader(
            self._nodes,
            model.types,
            index,
            model.names,
            lambda iri: root + path if (path := model.path(iri, index)) else None,
            self._languages,
        )

    @cached_property
    def _lister(self) -> Lister:
        model, index = self._model, self._index
        return Lister(model.store, model.types, index, Resolver(index, model.base, index))

    @property
    def revision(self) -> int:
        """The revision that is read."""
        return self._index.revision

    @property
    def languages(self) -> tuple[str, ...]:
        """In which languages texts are wanted, the best first; empty where it does not matter."""
        return self._languages or ()

    def resolve(self, plural: str, slug: str) -> str:
        """Return the IRI of an existing thing; see `Model.resolve`."""
        return self._model.resolve(plural, slug, self._index)

    def is_named(self, iri: str, plural: str, slug: str) -> bool:
        """Tell whether a thing has its address by its IRI alone, whatever else there is."""
        return iri == self._model.iri(plural, slug)

    def thing(
        self, iri: str, selection: Selection = EVERYTHING, *, references: bool = False
    ) -> Thing:
        """Return a thing as JSON; only its `id` and `href` where the store has nothing of it.

        Args:
            iri: the thing.
            selection: what is shown of it.
            references: whether `referencedBy` tells who refers to it.

        Raises:
            ParameterError: it would show more linked things than an answer may have.
        """
        thing = self._reader.thing(iri, selection)
        if references:
            thing["referencedBy"] = [*self._reader.referenced_by(iri)]
        return thing

    def link(self, iri: str, languages: Sequence[str] = ()) -> Thing:
        """Return a link to a thing: id, label, href; null where there is no label or address.

        Args:
            iri: the thing.
            languages: in which its label is wanted, the best first.
        """
        return self._reader.link(NamedNode(iri), languages)

    def around(self, iri: str, languages: Sequence[str] = ()) -> Neighbourhood:
        """Return what is around a thing; see `neighbourhood`."""
        return neighbourhood(self._nodes, self._index, self._types, iri, languages)

    def types_of(self, iri: str) -> tuple[ResourceType, ...]:
        """Return the resource types of a thing, the most specific first."""
        return self._index.types_of(iri)

    def iris(self, plural: str) -> list[str]:
        """Return the IRIs of all things of a type, in the order that its shape asks for."""
        return list(self._index.iris(plural))

    def count(self, plural: str) -> int:
        """Return how many things a type has."""
        return self._index.count(plural)

    def read(self, plural: str, slug: str) -> Thing:
        """Return the thing of a type and a slug as JSON.

        Raises:
            NotFound: there is none.
        """
        return self.thing(self.resolve(plural, slug))

    def page(
        self,
        plural: str,
        limit: int = DEFAULT_LIMIT,
        cursor: str | None = None,
        query: ListQuery | None = None,
        selection: Selection = EVERYTHING,
        among: Collection[str] | None = None,
    ) -> Page:
        """Return a page of the things of a type.

        Args:
            plural: the type.
            limit: how many things the page may have.
            cursor: where it begins; from the page before.
            query: which things are listed, and in which order; by default all, in the order that
                the shape asks for.
            selection: what is shown of each.
            among: only these things are listed, if given.

        Raises:
            NotFound: there is no such type.
            ParameterError: the cursor is none that an earlier page gave, or a filter cannot be.
        """
        part = self.part(plural, limit, cursor, query, among)
        items = [self.thing(iri, selection) for iri in part.iris]
        return Page(part.iris, part.total, part.next, items)

    def part(
        self,
        plural: str,
        limit: int = DEFAULT_LIMIT,
        cursor: str | None = None,
        query: ListQuery | None = None,
        among: Collection[str] | None = None,
    ) -> Part:
        """Return which things a page of a list has; see `page`."""
        resource_type = self._model.type(plural)
        keys: Sequence[tuple[Any, ...]]
        if among is None and (query is None or query.is_plain):
            start = None if cursor is None else paging.key_of(cursor)
            keys = self._index.page(plural, limit + 1, start)
            total = self._index.count(plural)
        else:
            query = query or ListQuery()
            whole = self._lister.keys(resource_type, query)
            if among is not None:
                whole = tuple(key for key in whole if key[-1] in among)
            begin = listing.after(whole, _key_of(cursor, query)) if cursor is not None else 0
            keys, total = whole[begin : begin + limit + 1], len(whole)
        iris = tuple(str(key[-1]) for key in keys[:limit])
        more = len(keys) > limit
        return Part(iris, total, _cursor_of(keys[limit - 1], query) if more else None)

    def facets(
        self,
        plural: str,
        query: ListQuery | None = None,
        among: Collection[str] | None = None,
    ) -> list[Facet]:
        """Return what the things of a list have in common; see `page`."""
        facets = Facets(self._lister, self._index)
        return facets.of(self._model.type(plural), query or ListQuery(), among)

    def known_thing(self, iri: str) -> Known:
        """Return a thing as compact JSON, whole, and what that was made from."""
        what = f"json {self._root} {self._languages}"
        return self._kept(what, iri, lambda: encode(self._reader.thing(iri)))

    def known_version(self, iri: str) -> Known:
        """Return the version of a thing, and what it was made from."""
        return self._kept("version", iri, lambda: self._version(iri).encode())

    def dependence(self, *others: Dependence, lists: Iterable[str] = ()) -> Dependence:
        """Return what an answer made of several parts depends on, at this revision.

        Args:
            others: what the parts depend on.
            lists: the plurals of types whose lists it shows a part of.
        """
        keys = chain(*(other.keys for other in others), map(members_of, lists))
        return Dependence(frozenset(keys), self._index.revision, self._index.changes)

    def _kept(self, what: str, iri: str, make: Callable[[], bytes]) -> Known:
        found = self._known.get(what, iri)
        if found is None:
            self._nodes.read = set()
            content = make()
            keys = frozenset(self._nodes.read)
            index = self._index
            found = Known(content, Dependence(keys, index.revision, index.changes))
            self._known.put(what, iri, found)
        return found

    def describe(self, iri: str) -> Quads:
        """Return the quads about a thing and what is nested in it, sorted."""
        return describe(self._model.store, iri)

    def search(
        self,
        query: str,
        plurals: Sequence[str] = (),
        limit: int = SEARCH_LIMIT,
        offset: int = 0,
        *,
        suggest: bool = False,
    ) -> Results:
        """Return the things in which all words of a query are found, with the reason for each.

        Args:
            query: words; case and accents make no difference.
            plurals: the types that are looked for; by default all.
            limit: how many things are wanted.
            offset: how many are skipped.
            suggest: look at names only, taking the last word for the beginning of one.

        Raises:
            NotFound: there is no type of a plural.
        """
        for plural in plurals:
            self._model.type(plural)
        store, texts = self._model.store, self._texts(self._index)
        searcher = Searcher(texts, store, self._types, self._index)
        found = searcher.search(query, plurals, limit, offset, suggest=suggest)
        return Results(
            [self._reader.hit(hit) for hit in found.hits], found.total, found.near, found.partly
        )

    def version(self, iri: str) -> str:
        """Return a short text that changes exactly when a thing changes, or what it owns."""
        return self.known_version(iri).content.decode()

    def _version(self, iri: str) -> str:
        return version_of(self._nodes, self._types, self._index, iri)


def _key_of(cursor: str, query: ListQuery) -> tuple[Any, ...]:
    return listing.key_of(cursor, query.order) if query.order else paging.key_of(cursor)


def _cursor_of(key: tuple[Any, ...], query: ListQuery | None) -> str:
    if query is not None and query.order:
        return listing.cursor_of(key)
    rank, number, text, label, iri = key
    return paging.cursor_of((rank, number, text, label, iri))
