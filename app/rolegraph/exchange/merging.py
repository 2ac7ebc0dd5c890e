"""Brings together what files and service changed in one thing, property by property.

What both sides last agreed on of a thing is found in the change log of the service, by its digest.
Where only one side changed a property, that side counts; where both did, and not to the same,
somebody has to say which. So a document that moves by a line does not stand against a note that
somebody wrote in the browser.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from rolegraph.exchange.base import states_of
from rolegraph.exchange.compare import Base, FileComparison, Side
from rolegraph.exchange.files.units import TABLE, FileUnit, Triples, View
from rolegraph.exchange.service import DatasetSnapshot, ExchangeService
from rolegraph.exchange.views import Tables
from rolegraph.rdf.terms import Triple


@dataclass(frozen=True)
class Merged:
    """What became of the things that both sides changed.

    Attributes:
        comparison: with those things that still stand against one another.
        things: thing → what it is with the changes of both sides.
        against: thing → the properties that both sides changed; none where one side removed the
            thing, or nothing says what it was.
    """

    comparison: FileComparison
    things: View
    against: Mapping[FileUnit, tuple[str, ...]]


def merge(
    comparison: FileComparison,
    files: View,
    service: View,
    base: Base,
    prefer: Side | None,
    log: tuple[ExchangeService, DatasetSnapshot, Tables],
) -> Merged:
    """Merge what both sides changed.

    Args:
        comparison: what differs.
        files: the view of the files.
        service: that of the service.
        base: what both last agreed on.
        prefer: which side counts where both changed the same property.
        log: the service, its present state, and what gives the table of a file; only asked where
            both sides changed something.
    """
    # A row of a table holds what its columns have, so that it is taken as a whole.
    may = {
        unit
        for unit in comparison.both
        if unit in files and unit in service and unit in base and not unit.file.endswith(TABLE)
    }
    before = states_of(may, base, *log) if may else {}
    things: dict[FileUnit, Triples] = {}
    against: dict[FileUnit, tuple[str, ...]] = {}
    for unit in sorted(comparison.both):
        if unit not in before:
            against[unit] = ()
            continue
        found, unsettled = _merged(before[unit], files[unit], service[unit], prefer)
        if unsettled:
            against[unit] = tuple(sorted(unsettled))
        else:
            things[unit] = found
    both = frozenset(against)
    ours, theirs = comparison.ours | things.keys(), comparison.theirs | things.keys()
    return Merged(FileComparison(ours, theirs, both).preferring(prefer), things, against)


def _merged(
    before: Triples, files: Triples, service: Triples, prefer: Side | None
) -> tuple[Triples, list[str]]:
    """Return a thing with the changes of both sides, and the properties that both changed."""
    sides = [_by_property(each) for each in (before, files, service)]
    found: set[Triple] = set()
    unsettled = []
    for name in set().union(*sides):
        was, mine, other = (side.get(name, set()) for side in sides)
        if other == was:
            found |= mine
        elif mine in (was, other) or prefer is Side.SERVICE:
            found |= other
        elif prefer is Side.FILES:
            found |= mine
        else:
            unsettled.append(name)
    return frozenset(found), unsettled


def _by_property(triples: Triples) -> Mapping[str, set[Triple]]:
    found: dict[str, set[Triple]] = defaultdict(set)
    for triple in triples:
        found[triple.predicate.value].add(triple)
    return found
