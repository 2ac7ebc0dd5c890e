"""All analyses of a catalogue, each computed once a revision."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from rolegraph.analysis.coverage import MATRICES, CoverageMatrix, iris
from rolegraph.analysis.raci import RaciMatrix, raci_matrix
from rolegraph.analysis.relations import RoleRelations
from rolegraph.analysis.separation import Duties, Separation, separation
from rolegraph.errors import NotFound
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.quad_source import visible

if TYPE_CHECKING:
    from rolegraph.catalogue import Catalogue, View
    from rolegraph.store.kept import KeptIndex

BUILD_AND_EVALUATE = "roles-that-build-and-evaluate"
"""The question whose parameters, in `rolegraph.toml`, say what building and evaluating is."""


_OF_FIRST_PAGE = ("consumes", "representsRole", "usesTool")
"""What the picture of roles needs besides."""
_RELATIONS = "relations"
"""Name of the part that is kept for the next start."""


class _Known:
    """What has been found out about one revision."""

    def __init__(self, revision: int, relations: RoleRelations) -> None:
        self.revision, self.relations = revision, relations
        self.matrices: dict[str, CoverageMatrix] = {}
        self.separation: Separation | None = None
        self.raci: RaciMatrix | None = None


class Analyses:
    """Analyses a catalogue. Safe to share among threads.

    Args:
        catalogue: what is analysed.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._present: _Known | None = None
        # What somebody finds out is waited for: twice at once takes twice as long for both.
        self._finding = threading.RLock()
        self._kept_index: KeptIndex | None = None

    def use(self, kept: KeptIndex) -> None:
        """Take what an earlier start has kept, instead of reading it from the store."""
        self._kept_index = kept

    def parts(self, revision: int) -> dict[str, bytes]:
        """Return what is known at a revision, to be kept; empty where nothing is."""
        known = self._present
        if known is None or known.revision != revision:
            return {}
        return {_RELATIONS: known.relations.packed()}

    def relations(self, view: View) -> RoleRelations:
        """Return the relations at the revision of a view; read them while it is open."""
        return self._known(view).relations

    def matrix(self, view: View, name: str) -> CoverageMatrix:
        """Return a matrix of coverage.

        Raises:
            NotFound: there is none of that name.
        """
        if name not in MATRICES:
            raise NotFound(f"There is no matrix {name!r}; there are {', '.join(MATRICES)}.")
        with self._finding:
            known = self._known(view)
            if name not in known.matrices:
                known.matrices[name] = MATRICES[name](view, known.relations)
            return known.matrices[name]

    def raci(self, view: View) -> RaciMatrix:
        """Return who takes part in which activity, and how."""
        with self._finding:
            known = self._known(view)
            if known.raci is None:
                known.raci = raci_matrix(view, known.relations)
            return known.raci

    def separation(self, view: View) -> Separation:
        """Return who may not do what, and whether somebody does."""
        with self._finding:
            known = self._known(view)
            if known.separation is None:
                known.separation = separation(
                    known.relations, self._duties(), iris(view, "exclusions")
                )
            return known.separation

    @property
    def silent(self) -> tuple[str, ...]:
        """The questions that the catalogue has turned off."""
        return self._catalogue.about.silent

    def _duties(self) -> Duties | None:
        """Return what the catalogue counts as building and as evaluating, if it says so."""
        given = self._catalogue.about.defaults.get(BUILD_AND_EVALUATE, {})
        named = [given.get(name) for name in ("building", "evaluating")]
        iris = [self._catalogue.iri("activities", name) for name in named if name]
        return (iris[0], iris[1]) if len(iris) == len(named) else None

    def prepare(self) -> None:
        """Have at hand what the first pages need."""
        for step in self.steps:
            step()

    @property
    def steps(self) -> tuple[Callable[[], object], ...]:
        """What `prepare` does, in pieces that take a moment each: a reader may come in between."""
        found: tuple[Callable[[View], object], ...] = (
            *(partial(self._pairs, name) for name in _OF_FIRST_PAGE),
            *(partial(self.matrix, name=name) for name in MATRICES),
            self.separation,
            self.raci,
        )
        return tuple(partial(self._seen, step) for step in found)

    def _pairs(self, name: str, view: View) -> object:
        return self.relations(view).pairs(name)

    def _seen(self, step: Callable[[View], object]) -> None:
        with self._catalogue.view() as view:
            step(view)

    def follow(self, patch: Patch, revision: int) -> None:
        """Keep what a commit does not touch; call it once the catalogue has followed."""
        known = self._present
        if known is not None and known.revision == revision - 1:
            changed = list(visible(patch.removed | patch.added))
            now = _Known(revision, known.relations.following(changed))
            if self._reads(known).isdisjoint(quad.predicate.value for quad in changed):
                now.matrices, now.separation = dict(known.matrices), known.separation
                now.raci = known.raci
            self._present = now

    def _reads(self, known: _Known) -> set[str]:
        """Return what all that was found out depends on: relations, and what lists follow."""
        types = self._catalogue.types
        orders = {found.ordered_by for found in types.values() if found.ordered_by}
        return {*known.relations.read, RDF + "type", types.label_predicate, *orders}

    def _known(self, view: View) -> _Known:
        with self._finding:
            known = self._present
            if known is None or known.revision != view.revision:
                known = self._present = _Known(view.revision, self._relations_at(view.revision))
            return known

    def _relations_at(self, revision: int) -> RoleRelations:
        kept = self._kept_index and self._kept_index.take(_RELATIONS, revision)
        if not kept:
            return RoleRelations(self._catalogue.store)
        relations = RoleRelations(self._catalogue.store, kept.content)
        if kept.revision == revision:
            return relations
        return relations.following(list(visible(kept.since.removed | kept.since.added)))
