"""What other documents of a catalogue say, so that a role that two define stays one role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rolegraph.documents.curation.naming import KINDS
from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.graph.described import Described
from rolegraph.errors import InputError

STRIDE = 1000
"""How far apart the positions of one role's statements are that different documents make."""


@dataclass(frozen=True)
class Elsewhere:
    """What the graphs of other documents hold.

    Attributes:
        roles: IRIs of the roles that another document defines.
        taken: IRIs of statements, activities, personas and assignments.
        position: which document of the catalogue this one is, from 1; what it says of a role that
            another one defines comes after that one's statements.
    """

    roles: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    position: int = 0


class Elsewheres:
    """What each of several graphs holds, read once.

    Args:
        graphs: the Turtle files, in the order of their documents; one that is not there, or cannot
            be read, holds nothing.
    """

    def __init__(self, graphs: Iterable[Path]) -> None:
        self._found: dict[Path, Elsewhere] = {}
        for path in graphs:
            try:
                found = _of(read_graph(path, str(path)).described)
            except (InputError, OSError):
                found = Elsewhere()
            self._found[path.resolve()] = found

    def without(self, graph: Path) -> Elsewhere:
        """Return what all graphs but one hold."""
        own = graph.resolve()
        others = [found for path, found in self._found.items() if path != own]
        return Elsewhere(
            frozenset().union(*(each.roles for each in others)),
            frozenset().union(*(each.taken for each in others)),
            list(self._found).index(own) + 1 if own in self._found else len(self._found) + 1,
        )


def _of(described: Described) -> Elsewhere:
    classes = tuple(name for _, name, _ in KINDS.values())
    taken = described.of_class(*classes, "rg:Activity", "rg:Persona", "rg:Assignment")
    roles = [iri for iri in described.present("rg:Role") if described.link(iri, "rg:definedIn")]
    return Elsewhere(frozenset(roles), frozenset(taken))
