"""Which commit took another back, and which one it took back: read off the change log."""

from __future__ import annotations

from collections.abc import Sequence

from rolegraph.history.touched import Touched
from rolegraph.history.versions import Versions
from rolegraph.rdf.namespaces import PROPOSALS_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode
from rolegraph.store.journal.entry_format import Entry

_LARGE = 5_000
"""Statements of a commit from which on nothing is said: its patch would be read for it."""
_LOOKED_AT = 50
"""Commits of the same thing among which another is looked for."""
_SUBJECTS = 20
"""Subjects of a commit of which the one with the fewest commits leads to the other."""


def taken_back(versions: Versions, touched: Touched, entry: Entry) -> Entry | None:
    """Return the commit that took another back, and still stands; None where there is none.

    Args:
        versions: the history.
        touched: knows which commits speak of a thing.
        entry: the commit that may be taken back.
    """
    patch = _patch(versions, entry)
    found: Entry | None = None
    later = [one for one in _others(patch, touched, versions) if one > entry.revision]
    for number in later[:_LOOKED_AT]:
        other = versions.entry(number)
        if found is None and _makes(versions, other, patch.inverse()):
            found = other
        elif found is not None and _makes(versions, other, patch):
            found = None  # and made again
    return found


def takes_back(versions: Versions, touched: Touched, entry: Entry) -> Entry | None:
    """Return the commit that another took back, the last of them; None where there is none."""
    patch = _patch(versions, entry).inverse()
    earlier = [one for one in _others(patch, touched, versions) if one < entry.revision]
    for number in reversed(earlier[-_LOOKED_AT:]):
        if _makes(versions, versions.entry(number), patch):
            return versions.entry(number)
    return None


def _patch(versions: Versions, entry: Entry) -> Patch:
    """Return what a commit did to the catalogue; nothing where that is much."""
    if entry.is_snapshot or entry.added + entry.removed > _LARGE:
        return Patch()
    patch = versions.patch(entry.revision)
    removed, added = (
        frozenset(quad for quad in quads if quad.graph_name != NamedNode(PROPOSALS_GRAPH))
        for quads in (patch.removed, patch.added)
    )
    return Patch(removed, added)


def _makes(versions: Versions, entry: Entry, patch: Patch) -> bool:
    """Tell whether a commit made just that; its headers say how much it changed."""
    least = (len(patch.added), len(patch.removed))
    return (
        entry.added >= least[0] and entry.removed >= least[1] and _patch(versions, entry) == patch
    )


def _others(patch: Patch, touched: Touched, versions: Versions) -> Sequence[int]:
    """Return the commits that speak of what a patch is about, oldest first."""
    quads = (*patch.added, *patch.removed)
    subjects = sorted({q.subject.value for q in quads if isinstance(q.subject, NamedNode)})
    lists = [touched.revisions(one) for one in subjects[:_SUBJECTS]]
    shortest = min(lists, key=len, default=())
    return [one for one in shortest if one >= versions.first]
