"""What stands elsewhere than a graph has it: below another role, or in another document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.generated import PARTS, STATEMENTS

_NUMBER = re.compile(r"-[0-9]+")


def moved_statements(before: Described, after: Described) -> dict[str, str]:
    """Return the statements that stand below another role now: end of the new IRI → the old one."""
    gone, new = _by_text(before, after), _by_text(after, before)
    pairs = ((gone[text], new[text]) for text in gone.keys() & new.keys())
    return {
        there[0].rpartition("/")[2]: here[0]
        for here, there in pairs
        if len(here) == len(there) == 1
        and before.link(here[0], "rg:statementOf") != after.link(there[0], "rg:statementOf")
    }


def _by_text(one: Described, other: Described) -> dict[str, list[str]]:
    """Return the statements that are in force in one graph and not in another, by their text."""
    found: dict[str, list[str]] = defaultdict(list)
    for iri in one.present(*STATEMENTS):
        if iri not in other:
            found[one.label(iri).casefold()].append(iri)
    return found


def moved_away(graph: Described, other: Described) -> list[str]:
    """Return what a graph keeps as retired, and the graph of another document has in force."""
    return [
        iri
        for iri in graph.of_class(*PARTS)
        if graph.is_retired(iri) and iri in other and not other.is_retired(iri)
    ]


class KnownIds:
    """What the IRIs of statements end in that a graph has: they stay, in whatever order.

    Two statements may begin with the same words. Then one of them has a number, and that must not
    follow from which of them stands first.

    Args:
        before: the graph as it was.
    """

    def __init__(self, before: Described) -> None:
        self._ends: dict[tuple[str, str], list[str]] = defaultdict(list)
        for iri in before.present(*STATEMENTS):
            role = before.link(iri, "rg:statementOf") or ""
            self._ends[role, before.label(iri)].append(iri.rpartition("/")[2])

    def of(self, role: str, texts: Iterable[str]) -> set[str]:
        """Return what IRIs of statements of a role end in that have one of some texts."""
        return {end for text in texts for end in self._ends.get((role, text), ())}

    def take(self, role: str, text: str, usual: str) -> str | None:
        """Return what the IRI of a statement ended in, each once; None where it is new."""
        ends = self._ends.get((role, text), [])
        end = next((e for e in ends if e == usual or _NUMBER.fullmatch(e.removeprefix(usual))), "")
        if end:
            ends.remove(end)
        return end or None
