"""Compares files and service with what both were when they last agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rolegraph.exchange.files.units import FileUnit, View, digest

Base = Mapping[FileUnit, str]
"""Thing → digest of what it was when both sides last agreed on it."""


class Side(StrEnum):
    """Whose state counts where both sides changed the same thing."""

    FILES = "files"
    SERVICE = "service"


@dataclass(frozen=True)
class FileComparison:
    """The things that differ, by who changed them since both sides last agreed.

    Attributes:
        ours: changed in the files only.
        theirs: changed in the service only.
        both: changed in both, and not to the same.
    """

    ours: frozenset[FileUnit]
    theirs: frozenset[FileUnit]
    both: frozenset[FileUnit]

    def without(self, is_left_out: Callable[[FileUnit], bool]) -> FileComparison:
        """Return the comparison without things of which nothing can be said."""
        return FileComparison(
            *(
                frozenset(unit for unit in units if not is_left_out(unit))
                for units in (self.ours, self.theirs, self.both)
            )
        )

    def preferring(self, side: Side | None) -> FileComparison:
        """Return the comparison as it is when one side wins what both changed."""
        if side is Side.FILES:
            return FileComparison(self.ours | self.both, self.theirs, frozenset())
        if side is Side.SERVICE:
            return FileComparison(self.ours, self.theirs | self.both, frozenset())
        return self


def compare(files: View, service: View, base: Base) -> FileComparison:
    """Say who changed what."""
    ours, theirs, both = set(), set(), set()
    for unit in files.keys() | service.keys():
        mine, other = files.get(unit), service.get(unit)
        if mine == other:
            continue
        before = base.get(unit)
        if digest(mine) == before:
            theirs.add(unit)
        elif digest(other) == before:
            ours.add(unit)
        else:
            both.add(unit)
    return FileComparison(frozenset(ours), frozenset(theirs), frozenset(both))


def agreed(files: View, service: View, base: Base) -> dict[FileUnit, str]:
    """Return the new base: what is the same on both sides, and for the rest what it was before."""
    new = {}
    for unit in files.keys() | service.keys():
        mine = files.get(unit)
        known = digest(mine) if mine == service.get(unit) else base.get(unit)
        if known is not None:
            new[unit] = known
    return new


@dataclass(frozen=True)
class FileChange:
    """How many things of a file were added, changed and removed."""

    file: str
    added: int
    changed: int
    removed: int

    def __str__(self) -> str:
        counts = {"added": self.added, "changed": self.changed, "removed": self.removed}
        said = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
        return f"{self.file}: {said}"


def file_changes(units: Iterable[FileUnit], before: View, after: View) -> list[FileChange]:
    """Count what becomes of things, file by file."""
    counts: dict[str, Counter[str]] = {}
    for unit in units:
        kind = "added" if unit not in before else "changed" if unit in after else "removed"
        counts.setdefault(unit.file, Counter())[kind] += 1
    return [
        FileChange(file, count["added"], count["changed"], count["removed"])
        for file, count in sorted(counts.items())
    ]
