"""Who follows the commits of a store."""

from __future__ import annotations

from collections.abc import Callable

from rolegraph.rdf.patch import Patch

Follower = Callable[[int, Patch], None]


class Followers:
    """Functions that are called with revision and patch of each commit, in the order of adding."""

    def __init__(self) -> None:
        self._all: list[tuple[Follower, bool]] = []

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self._all)

    def add(self, follower: Follower, *, early: bool) -> None:
        """Add one.

        Args:
            follower: the function.
            early: whether it is told of a large commit before all others, since it reads no store.
        """
        self._all.append((follower, early))

    def tell(self, revision: int, patch: Patch, *, early: bool, large: bool) -> None:
        """Tell those whose turn it is.

        Args:
            revision: the commit's.
            patch: what it changed.
            early: whether it is the turn of those that are told of a large commit before others.
            large: whether it is one.
        """
        for follower, is_early in list(self._all):
            if (large and is_early) is early:
                follower(revision, patch)
