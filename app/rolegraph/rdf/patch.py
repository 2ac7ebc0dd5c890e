"""Patches: the quads that a change adds and removes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rolegraph.rdf.namespaces import whole_of
from rolegraph.rdf.terms import NamedNode, Quad


@dataclass(frozen=True)
class Patch:
    """An exact difference between two states of a dataset.

    Attributes:
        removed: quads of the old state that the new one lacks.
        added: quads of the new state that the old one lacks.
    """

    removed: frozenset[Quad] = frozenset()
    added: frozenset[Quad] = frozenset()

    @classmethod
    def exact(
        cls, removed: Iterable[Quad], added: Iterable[Quad], holds: Callable[[Quad], bool]
    ) -> Patch:
        """Make a patch exact against the state that `holds` describes.

        What is both removed and added stays; what is already there is not added; what is absent
        is not removed.
        """
        to_add, to_remove = set(added), set(removed)
        return cls(
            removed=frozenset(quad for quad in to_remove - to_add if holds(quad)),
            added=frozenset(quad for quad in to_add if not holds(quad)),
        )

    def inverse(self) -> Patch:
        """Return the patch that takes this one back."""
        return Patch(removed=self.added, added=self.removed)

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    def __len__(self) -> int:
        return len(self.removed) + len(self.added)


def composed(patches: Iterable[Patch]) -> Patch:
    """Return the one patch that does what patches do one after the other."""
    removed: set[Quad] = set()
    added: set[Quad] = set()
    for patch in patches:
        removed |= patch.removed - added
        added -= patch.removed
        added |= patch.added - removed
        removed -= patch.added
    return Patch(frozenset(removed), frozenset(added))


def things_named(quads: Iterable[Quad], base: str) -> list[str]:
    """Return the IRIs of the things that quads are about, sorted; `base` is that of things."""
    subjects = (quad.subject for quad in quads)
    return sorted({whole_of(s.value, base) for s in subjects if isinstance(s, NamedNode)})
