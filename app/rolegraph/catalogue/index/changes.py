"""When what answers depend on was last changed: tells whether an earlier answer still holds.

A commit is noted by what it touches, at the cost of the change. An answer that was made at a
revision holds as long as nothing that it read was touched since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rolegraph.catalogue.index.facts import Key, node_id
from rolegraph.rdf.terms import BlankNode, NamedNode, Quad

_MOST = 100_000
"""Keys that are remembered; beyond, answers of before count as touched."""


def members_of(plural: str) -> Key:
    """Return the key of the list of a type: who is in it, and in which order."""
    return ("list", plural)


def uses_of(predicate: str) -> Key:
    """Return the key of all triples of a property."""
    return ("uses", predicate)


def touched_by(quads: Iterable[Quad]) -> set[Key]:
    """Return the keys of what changed quads say something about."""
    found: set[Key] = set()
    for quad in quads:
        found.add(uses_of(quad.predicate.value))
        if isinstance(quad.subject, NamedNode | BlankNode):
            found.add(node_id(quad.subject))
        if isinstance(quad.object, NamedNode | BlankNode):
            found.add((quad.predicate.value, node_id(quad.object)))
    return found


class LastChanges:
    """The last revision that touched each key.

    Args:
        revision: the revision from which on commits are noted.

    Attributes:
        revision: that of the last commit noted.
    """

    def __init__(self, revision: int) -> None:
        self._since = self.revision = revision
        self._last: dict[Key, int] = {}

    def note(self, keys: Iterable[Key], revision: int) -> None:
        """Note what the commit of a revision touched."""
        self._last.update(dict.fromkeys(keys, revision))
        if len(self._last) > _MOST:
            self._last.clear()
            self._since = revision
        self.revision = revision

    def hold(self, keys: Iterable[Key], made: int) -> bool:
        """Tell whether nothing of some keys was touched after a revision."""
        if made < self._since:
            return False
        last = self._last
        return not last or all(last.get(key, 0) <= made for key in keys)


@dataclass(frozen=True, slots=True)
class Dependence:
    """What an answer was made from.

    Attributes:
        keys: what was read.
        made: the revision at which.
        changes: knows what was touched since.
    """

    keys: frozenset[Key]
    made: int
    changes: LastChanges

    @property
    def holds(self) -> bool:
        """Whether the answer would be the same now, as far as commits were noted."""
        return self.changes.hold(self.keys, self.made)

    def holds_at(self, revision: int) -> bool:
        """Whether the answer would be the same at the present revision."""
        return self.changes.revision == revision and self.holds
