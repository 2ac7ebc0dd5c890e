"""Finds in the change log what files and service last agreed on, where no state says so.

The files of a fresh copy are those of some revision, perhaps with edits. That revision is taken at
which most of their things are as the service had them. Among equals the oldest: a later one could
take a change of the service for one that the files have seen and taken back. Where less than half
of the things agree with any revision, the files are no copy, and there is no base.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from rolegraph.exchange.compare import Base
from rolegraph.exchange.files.units import TABLE, FileUnit, Triples, View, digest, side_file
from rolegraph.exchange.routing import Routed, Router
from rolegraph.exchange.service import DatasetSnapshot, ExchangeService
from rolegraph.exchange.views import Tables, view_of
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Quad


def base_of_log(
    files: View, service: ExchangeService, snapshot: DatasetSnapshot, tables: Tables
) -> Base:
    """Return what the files most probably came from.

    Args:
        files: the view of the files.
        service: whose change log is read.
        snapshot: its present state.
        tables: gives the table of a file.

    Returns:
        The base of the things that the files have. What they lack counts as not yet pulled, never
        as deleted: nobody can tell whether these files ever had it. Without a change log, and for
        files that are no copy, nothing; then whatever differs counts as changed on both sides.
    """
    history = list(service.history())
    if not history:
        return {}
    past = _Past(files, snapshot, tables)
    best, best_age = past.agreeing, 0
    for age, (_, patch) in enumerate(history[:-1], start=1):
        past.undo(patch)
        if past.agreeing >= best:
            best, best_age = past.agreeing, age
    if best * _MOST < past.known:
        return {}
    past = _Past(files, snapshot, tables)
    for _, patch in history[:best_age]:
        past.undo(patch)
    return {
        unit: known for unit, triples in past.view() if unit in files and (known := digest(triples))
    }


def states_of(
    units: Iterable[FileUnit],
    base: Base,
    service: ExchangeService,
    snapshot: DatasetSnapshot,
    tables: Tables,
) -> dict[FileUnit, Triples]:
    """Return what things were when files and service last agreed, where the change log has it.

    Args:
        units: the things.
        base: what both sides last agreed on.
        service: whose change log is read, back to where all of them are found.
        snapshot: its present state.
        tables: gives the table of a file.
    """
    past = _Past({}, snapshot, tables)
    left = {unit: base[unit] for unit in units}
    found: dict[FileUnit, Triples] = {}
    changed = {_whole(unit) for unit in left}
    for _, patch in chain([(0, Patch())], service.history()):
        changed |= past.undo(patch)
        for unit in [each for each in left if _whole(each) in changed]:
            was = past.shown(unit)
            if digest(was) == left[unit]:
                found[unit] = was
                del left[unit]
        changed = set()
        if not left:
            break
    return found


_MOST = 2
"""Files are a copy where one in so many of the things that both sides know agrees."""


class _Past:
    """A state of the service that goes back commit by commit, and how far the files agree."""

    def __init__(self, files: View, snapshot: DatasetSnapshot, tables: Tables) -> None:
        self._files, self._tables = files, tables
        self._router = Router(snapshot.quads)
        self._quads: dict[FileUnit, set[Quad]] = defaultdict(set)
        for unit, quads in self._router.route().quads.items():
            self._quads[unit] = set(quads)
        self._agreeing = {unit: self._agree(unit) for unit in {_whole(u) for u in files}}
        self.agreeing = sum(self._agreeing.values())
        self.known = len({_whole(unit) for unit in files} & self._wholes())

    def _wholes(self) -> set[FileUnit]:
        return {_whole(unit) for unit in self._quads}

    def undo(self, patch: Patch) -> set[FileUnit]:
        """Go back behind a commit; return the things that it touched."""
        touched = set()
        for quads, change in (
            (patch.added, set[Quad].discard),
            (patch.removed, set[Quad].add),
        ):
            for quad in quads:
                unit = self._router.unit(quad)
                if unit is not None:
                    change(self._quads[unit], quad)
                    touched.add(_whole(unit))
        for unit in touched & self._agreeing.keys():
            now = self._agree(unit)
            self.agreeing += now - self._agreeing[unit]
            self._agreeing[unit] = now
        return touched

    def shown(self, unit: FileUnit) -> Triples:
        """Return what the service had of a thing."""
        return self._shown(_whole(unit)).get(unit, frozenset())

    def view(self) -> Iterator[tuple[FileUnit, Triples]]:
        """Yield what the service had of each thing."""
        for unit in {_whole(u) for u in self._quads}:
            yield from self._shown(unit).items()

    def _agree(self, whole: FileUnit) -> int:
        shown = self._shown(whole)
        return sum(unit in self._files and self._files[unit] == shown[unit] for unit in shown)

    def _shown(self, whole: FileUnit) -> View:
        routed = {unit: tuple(self._quads.get(unit, ())) for unit in _parts(whole)}
        quads = {unit: found for unit, found in routed.items() if found}
        return view_of(Routed(quads), self._tables).units


def _whole(unit: FileUnit) -> FileUnit:
    """Return the thing with its table and the file beside that taken as one."""
    return unit._replace(file=side_file(unit.file)) if unit.file.endswith(TABLE) else unit


def _parts(whole: FileUnit) -> Iterable[FileUnit]:
    """Return the things that `_whole` takes as one."""
    stem = whole.file.removesuffix(".ttl")
    return (whole, whole._replace(file=stem + TABLE))
