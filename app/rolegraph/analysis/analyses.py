"""All analyses of a catalogue, each computed once a revision."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from sys import intern
from typing import TYPE_CHECKING, TypeVar, cast

from msgspec import Raw, msgpack

from rolegraph.analysis.coverage import MATRICES, CoverageMatrix, iris, some_rows
from rolegraph.analysis.raci import RaciMatrix, raci_matrix
from rolegraph.analysis.relations import RoleRelations
from rolegraph.analysis.separation import Duties, Separation, separation
from rolegraph.analysis.step_values import OF_STEPS, Having, having
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
_RELATIONS, _RESULTS = "relations", "results"
"""Names of the parts that are kept for the next start."""
_IDLE, _HAVING = "idle ", "having "
"""What names of results begin with, where there is one for each matrix or type."""

T = TypeVar("T")


def _shared(found: object) -> object:
    """Return what was unpacked with one text of each name, which others have as well."""
    kind = type(found)
    if kind is str:
        return intern(cast("str", found))
    if isinstance(found, dict):
        return {_shared(key): _shared(value) for key, value in found.items()}
    if kind is list or kind is tuple:
        return kind(map(_shared, cast("Iterable[object]", found)))
    for name in getattr(kind, "__match_args__", ()):  # a dataclass that nobody else has yet
        value = getattr(found, name)
        if value:  # most have a name or two, and nothing else
            object.__setattr__(found, name, _shared(value))
    return found


class _Known:
    """What has been found out about one revision.

    Args:
        revision: the revision.
        relations: its relations.
        kept: what an earlier start found out about it, each packed by its name. It is unpacked
            when it is asked for.
    """

    def __init__(
        self, revision: int, relations: RoleRelations, kept: Mapping[str, Raw] | None = None
    ) -> None:
        self.revision, self.relations = revision, relations
        self.matrices: dict[str, CoverageMatrix] = {}
        self.results: dict[str, object] = {}
        # Copied, since each would keep all that it was read from.
        self._kept = {name: one.copy() for name, one in (kept or {}).items()}

    def result(self, name: str, kind: type[T], make: Callable[[], T]) -> T:
        """Return a result: what is known, what was kept, or what is made now."""
        if name not in self.results:
            packed = self._kept.get(name)
            if packed is None:
                self.results[name] = make()
            else:
                self.results[name] = _shared(msgpack.decode(packed, type=kind))
                self._kept.pop(name, None)
        return cast("T", self.results[name])

    def idle(self, name: str) -> list[str] | None:
        """Return the columns of a matrix that meet nothing; None where that is not known."""
        if name in self.matrices:
            return self.matrices[name].idle
        if _IDLE + name not in self._kept and _IDLE + name not in self.results:
            return None
        return self.result(_IDLE + name, list[str], list)

    def carry(self, other: _Known) -> None:
        """Take over all that another revision knew."""
        self.matrices, self.results = dict(other.matrices), dict(other.results)
        self._kept = dict(other._kept)

    def packed(self) -> bytes:
        """Return the results that are known, to be kept."""
        idle = {_IDLE + name: found.idle for name, found in self.matrices.items()}
        made = {name: Raw(msgpack.encode(one)) for name, one in {**self.results, **idle}.items()}
        return msgpack.encode({**self._kept, **made})


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
        return {_RELATIONS: known.relations.packed(), _RESULTS: known.packed()}

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

    def rows(
        self, view: View, name: str, roles: AbstractSet[str]
    ) -> tuple[CoverageMatrix, Collection[str]]:
        """Return the rows of some roles in a matrix of coverage, and its idle columns.

        Where an earlier start has found out which columns are idle, no other row is looked at.

        Args:
            view: the catalogue.
            name: of the matrix.
            roles: whose rows are wanted.
        """
        with self._finding:
            known = self._known(view)
            idle = known.idle(name)
            if name in known.matrices or idle is None:
                whole = self.matrix(view, name)
                return some_rows(whole, roles), whole.idle
            return MATRICES[name](view, known.relations, roles), idle

    def having(self, view: View, plural: str) -> Having:
        """Return what things of a type have themselves or by the steps of their work.

        Args:
            view: the catalogue.
            plural: of the type, one of `OF_STEPS`.
        """
        with self._finding:
            known = self._known(view)
            return known.result(
                _HAVING + plural,
                dict[str, tuple[str, ...]],
                lambda: having(known.relations, plural, iris(view, plural)),
            )

    def raci(self, view: View) -> RaciMatrix:
        """Return who takes part in which activity, and how."""
        with self._finding:
            known = self._known(view)
            return known.result("raci", RaciMatrix, lambda: raci_matrix(view, known.relations))

    def separation(self, view: View) -> Separation:
        """Return who may not do what, and whether somebody does."""
        with self._finding:
            known = self._known(view)
            return known.result(
                "separation",
                Separation,
                lambda: separation(known.relations, self._duties(), iris(view, "exclusions")),
            )

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
            *(partial(self.having, plural=plural) for plural in OF_STEPS),
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
                now.carry(known)
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
                relations = self._relations_at(view.revision)
                kept = self._results_at(view.revision)
                known = self._present = _Known(view.revision, relations, kept)
            return known

    def _results_at(self, revision: int) -> Mapping[str, Raw]:
        """Return what an earlier start found out about this very revision."""
        kept = self._kept_index and self._kept_index.take(_RESULTS, revision)
        if not kept or kept.revision != revision:
            return {}
        return msgpack.decode(kept.content, type=dict[str, Raw])

    def _relations_at(self, revision: int) -> RoleRelations:
        kept = self._kept_index and self._kept_index.take(_RELATIONS, revision)
        if not kept:
            return RoleRelations(self._catalogue.store)
        relations = RoleRelations(self._catalogue.store, kept.content)
        if kept.revision == revision:
            return relations
        return relations.following(list(visible(kept.since.removed | kept.since.added)))
