"""The catalogue: typed things over a store. What API, pages, search and writes ask."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext

from rolegraph.catalogue.index.changes import Dependence
from rolegraph.catalogue.index.facts import Key
from rolegraph.catalogue.index.index import ThingIndex
from rolegraph.catalogue.index.model import Model
from rolegraph.catalogue.index.paging import DEFAULT_LIMIT
from rolegraph.catalogue.reading.known import KnownThings
from rolegraph.catalogue.reading.view import SEARCH_LIMIT, Page, Quads, Results, Thing, View
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.catalogue.search.text_index import SearchIndex
from rolegraph.catalogue.writing.change import Change
from rolegraph.rdf.patch import Patch
from rolegraph.store.kept import KeptPart, KeptParts
from rolegraph.store.protocol import Store

_LARGE = 5000  # quads of a patch from which on building the index anew costs less
_THINGS, _TEXTS = "things", "texts"
"""Names of the parts that are kept for the next start."""
_PATIENCE = 2.0  # seconds that a reader waits for `follow` before it builds the index itself


class Catalogue(Model):
    """Things of the types that the shapes define, read from a store.

    Args:
        store: where the quads are.
        types: the resource types; by default those of the store's own shapes and ontology.
        base: what the IRIs of things begin with; by default as the store's description says.
        kept: bytes of things that are kept as JSON; 0 keeps none.

    Raises:
        ConfigurationError: the store's shapes break a convention.
    """

    def __init__(
        self,
        store: Store,
        types: ResourceTypes | None = None,
        base: str | None = None,
        kept: int = 0,
    ) -> None:
        super().__init__(store, types, base)
        self._followed = threading.Condition()
        self._told = False
        self._index: ThingIndex | None = None
        self._search: SearchIndex | None = None
        self.known = KnownThings(kept)
        self._kept_index: KeptParts | None = None

    def locate(self, iri: str) -> tuple[str, str] | None:
        """Return plural and slug of a thing's IRI at the present revision."""
        return self.place(iri, self._index or self._current_index())

    def address(self, iri: str) -> str | None:
        """Return the path of a thing's data at the present revision, or None."""
        return self.path(iri, self._index or self._current_index())

    @contextmanager
    def view(self, root: str = "", languages: Sequence[str] | None = None) -> Iterator[View]:
        """Give a view of the present revision; commits wait until the block ends.

        Not to be nested in another view of the same thread.

        Args:
            root: path that the service is mounted under, put before each `href`.
            languages: in which texts are wanted, the best first; see `View`.
        """
        hold = getattr(self.store, "reading", nullcontext)
        with hold():
            yield self.unlocked(root, languages)

    def read(self, plural: str, slug: str, root: str = "") -> Thing:
        """Return a thing as JSON; see `View.read`."""
        with self.view(root) as view:
            return view.read(plural, slug)

    def list(
        self, plural: str, limit: int = DEFAULT_LIMIT, cursor: str | None = None, root: str = ""
    ) -> Page:
        """Return a page of the things of a type; see `View.page`."""
        with self.view(root) as view:
            return view.page(plural, limit, cursor)

    def search(
        self,
        query: str,
        plurals: Sequence[str] = (),
        limit: int = SEARCH_LIMIT,
        offset: int = 0,
        *,
        suggest: bool = False,
        root: str = "",
    ) -> Results:
        """Return the things that a query finds as JSON; see `View.search`."""
        with self.view(root) as view:
            return view.search(query, plurals, limit, offset, suggest=suggest)

    def prepare_index(self) -> None:
        """Have at hand what nearly each page needs."""
        with self.view():
            self._current_index().settle()

    def prepare(self) -> None:
        """Have at hand what the first list and the first search need."""
        with self.view():
            self.texts(self._current_index())

    def prepare_choices(self) -> None:
        """Have at hand what lists can be narrowed by; commits may come between two lists."""
        for plural in self.types:
            with self.view() as view:
                view.facets(plural)

    @property
    def answers_at_once(self) -> bool:
        """Whether a view waits for nothing now: no commit is under way, and the index is there."""
        index = self._index
        if index is None or index.revision != self.store.revision:
            return False
        return bool(getattr(self.store, "is_calm", True))

    def label_languages(self) -> set[str]:
        """Return the languages that labels have at the present revision."""
        return self._current_index().languages()

    def dependence(self, keys: Iterable[Key] = ()) -> Dependence:
        """Return what tells whether something of some keys has changed since now."""
        index = self._current_index()
        return Dependence(frozenset(keys), index.revision, index.changes)

    def change(self, root: str = "") -> Change:
        """Begin to change things; nobody may write to the store until the patch is made."""
        return Change(self, self._current_index(), root)

    def unlocked(self, root: str = "", languages: Sequence[str] | None = None) -> View:
        """Return a view for who holds off commits already, such as what builds one."""
        return View(self, self._current_index(), self.texts, self.known, root, languages)

    def describe(self, iri: str) -> Quads:
        """Return the quads about a thing and what is nested in it, sorted."""
        with self.view() as view:
            return view.describe(iri)

    def follow(self, patch: Patch, revision: int) -> None:
        """Take in a commit at the cost of the change; without this the next read rebuilds.

        Call it after the store has applied the patch and before it applies another.
        """
        with self._followed:
            self._told = True
            index = self._index
            if index is not None and index.revision == revision - 1:
                if len(patch) > _LARGE:
                    self._index = self._search = None
                else:
                    index.follow(patch, revision)
                    if self._search is not None:
                        self._search.follow(patch, revision)
            self._followed.notify_all()

    def _current_index(self) -> ThingIndex:
        index = self._index
        revision = self.store.revision
        if index is not None and index.revision == revision:
            return index
        with self._followed:
            if self._told:  # `follow` is on its way, between the commit and its acknowledgement
                self._followed.wait_for(lambda: self._is_at(revision), _PATIENCE)
            index = self._index
            if index is None or index.revision != revision:
                index = self._index_of_before(revision)
                index = index or ThingIndex(self.store, self.types, revision)
                self._index, self._search = index, None
        return index

    def _index_of_before(self, revision: int) -> ThingIndex | None:
        """Return the index that was kept for this start, brought up to a revision."""
        kept = self._kept_index and self._kept_index.take(_THINGS, revision)
        if not kept:
            return None
        index = ThingIndex(self.store, self.types, kept.revision, kept.content)
        if kept.revision != revision:
            index.follow(kept.since, revision)
        return index

    def texts(self, index: ThingIndex) -> SearchIndex:
        """Return the texts of all things at the revision of an index; for views."""
        with self._followed:
            if self._search is None or self._search.revision != index.revision:
                self._search = self._texts_of_before(index) or SearchIndex(
                    self.store, self.types, index, index.revision
                )
            return self._search

    def _texts_of_before(self, index: ThingIndex) -> SearchIndex | None:
        """Return the texts that were kept for this start, brought up to an index."""
        kept = self._kept_index and self._kept_index.take(_TEXTS, index.revision)
        if not kept:
            return None
        texts = SearchIndex(self.store, self.types, index, kept.revision, kept.content)
        if kept.revision != index.revision:
            texts.follow(kept.since, index.revision)
        return texts

    def use(self, kept: KeptParts) -> None:
        """Take what is known of another revision, instead of reading all from the store."""
        self._kept_index = kept

    def parts(self, revision: int) -> dict[str, bytes]:
        """Return what is known at a revision, to be kept; empty where that is not all."""
        with self._followed:
            index, search = self._index, self._search
            if index is None or search is None:
                return {}
            if not index.revision == search.revision == revision:
                return {}
            return {_THINGS: index.packed(), _TEXTS: search.packed()}

    def packed(self, name: str) -> KeptPart:
        """Return a part of what is known now, for another revision to begin with."""
        index = self._current_index()
        known = index if name == _THINGS else self.texts(index)
        return KeptPart(known.packed(), index.revision, Patch())

    def _is_at(self, revision: int) -> bool:
        return self._index is None or self._index.revision >= revision
