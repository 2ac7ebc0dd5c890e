"""The catalogue as it was at an earlier revision."""

from __future__ import annotations

import threading
from functools import partial
from typing import cast

from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.errors import ParameterError
from rolegraph.history.earlier_state import EarlierState
from rolegraph.history.touched import Touched
from rolegraph.history.versions import Versions
from rolegraph.rdf.patch import Patch
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.kept import KeptPart

_KEPT = 4  # earlier catalogues kept at hand
_NO_COMMIT = -2


class Past:
    """Gives the catalogue at revisions and times, in the types that it has now.

    Args:
        catalogue: the catalogue as it is.
        versions: the history of its store; without, there is the present state only.
        touched: knows which commit removed a thing.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        versions: Versions | None = None,
        touched: Touched | None = None,
    ) -> None:
        self._catalogue, self._versions, self._touched = catalogue, versions, touched
        self._lock = threading.Lock()
        self._kept: dict[int, Catalogue] = {}

    @property
    def types(self) -> ResourceTypes:
        """The resource types, which are those of now."""
        return self._catalogue.types

    def at(self, text: str | None) -> Catalogue:
        """Return the catalogue at a revision or a time; the present one for None.

        Raises:
            ParameterError: the text is neither.
            NotFound: there is no such revision yet.
        """
        if text is None:
            return self._catalogue
        if self._versions is None:
            raise ParameterError("at: earlier states are not at hand here.")
        revision = self._versions.resolve(text)
        if revision == self._catalogue.store.revision:
            return self._catalogue
        with self._lock:
            found = self._kept.get(revision)
            if found is None:
                found = self._made(self._versions, revision)
                while len(self._kept) >= _KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[revision] = found
        return found

    def proposed(self, patch: Patch) -> Catalogue:
        """Return the catalogue as it is now with a change that is only proposed.

        Args:
            patch: the change; what of it is so already makes no difference.
        """
        store = cast("EmbeddedStore", self._catalogue.store)
        change = Patch.exact(patch.removed, patch.added, store.holds)
        # It is read as a state of its own number, which no commit has.
        state = EarlierState(store, _NO_COMMIT, lambda *_: change, lambda: store)
        found = Catalogue(state, self._catalogue.types, self._catalogue.base)
        found.use(_TakenBack(self._catalogue, state))
        return found

    def _made(self, versions: Versions, revision: int) -> Catalogue:
        state = versions.state_at(revision)
        found = Catalogue(state, self._catalogue.types, self._catalogue.base)
        if self._touched is not None:
            found.removed = partial(self._touched.removed, at=revision)
        if isinstance(state, EarlierState):
            found.use(_TakenBack(self._catalogue, state))
        with found.view():  # what is known of all things is made while no commit comes between
            return found


class _TakenBack:
    """What is known of all things now, with what has changed since an earlier state."""

    def __init__(self, catalogue: Catalogue, state: EarlierState) -> None:
        self._catalogue, self._state = catalogue, state

    def take(self, name: str, revision: int) -> KeptPart | None:
        """Hand out a part; None where the present one is of another moment.

        Args:
            name: of the part.
            revision: the earlier one.
        """
        now, back = self._state.back
        known = self._catalogue.packed(name)
        if self._state.revision != revision or known.revision != now:
            return None
        return KeptPart(known.content, now, back)
