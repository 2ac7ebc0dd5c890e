"""Finds out which thing of one version is which thing of another.

First by keys, from the surest on; what is left by likeness, the most alike first. Likeness of
texts is the ratio of `difflib.SequenceMatcher`, of the characters or of the sorted words, whichever
is higher, so that neither a changed letter nor a changed order of words hides it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from rolegraph.documents.comparison.comparable import OutlinePart

ALIKE = 0.6
"""From this likeness on, two texts at the same place are held to be one text reworded."""
VERY_ALIKE = 0.85
"""The same for texts at different places."""

P = TypeVar("P", bound=OutlinePart)
Key = Callable[[P], Hashable | None]
Keys = tuple[Key[P], Key[P]]
Pairs = list[tuple[P, P]]


def both(key: Key[P]) -> Keys[P]:
    """Return a key that is the same for what was and what is."""
    return (key, key)


def start(part: OutlinePart) -> int | None:
    """Return where a part stands, as a key."""
    return part.span.start if part.span else None


def one_line(part: OutlinePart) -> str:
    """Return the words of a part, as a key."""
    return part.line_of_text


def name(part: OutlinePart) -> str:
    """Return the end of the IRI of a part, as a key."""
    return part.name


def pair(
    before: Sequence[P],
    after: Sequence[P],
    keys: Sequence[Keys[P]],
    likeness: Callable[[P, P], float],
    least: float,
) -> Pairs[P]:
    """Return which of `before` is which of `after`, in the order of `after`.

    Args:
        before: the things as they were; each is paired at most once.
        after: the things as they are.
        keys: a key of what was and one of what is; where they are equal the things are the same,
            and None is no key. Earlier keys count more.
        likeness: how alike two things are, 0 to 1.
        least: the likeness below which things are not the same.
    """
    partners: dict[int, int] = {}
    free = list(range(len(before)))
    for old_key, new_key in keys:
        by_key: dict[Hashable, list[int]] = defaultdict(list)
        for index in free:
            if (value := old_key(before[index])) is not None:
                by_key[value].append(index)
        for position, thing in enumerate(after):
            found = by_key.get(new_key(thing)) if position not in partners else None
            if found:
                partners[position] = found.pop(0)
        taken = set(partners.values())
        free = [index for index in free if index not in taken]
    waiting = [position for position in range(len(after)) if position not in partners]
    scores = sorted(
        (-likeness(before[index], after[position]), position, index)
        for position in waiting
        for index in free
    )
    for score, position, index in scores:
        if -score >= least and position not in partners and index in free:
            partners[position] = index
            free.remove(index)
    return [(before[partners[position]], after[position]) for position in sorted(partners)]


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, 0 to 1; case and blanks do not count."""
    words, others = one.casefold().split(), other.casefold().split()
    return max(
        _ratio(" ".join(words), " ".join(others)),
        _ratio(" ".join(sorted(words)), " ".join(sorted(others))),
    )


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def moved(places: Sequence[int]) -> set[int]:
    """Return the fewest positions whose members left their place.

    Args:
        places: the former place of every member, in the new order; no two the same.

    Returns:
        the positions that are not in a longest increasing subsequence. Of several such the one
        that keeps later members in place is taken, so of two neighbours that changed places the
        one now first has moved.
    """
    best: list[tuple[int, int | None]] = [(1, None)] * len(places)
    for position in reversed(range(len(places))):
        for later in range(position + 1, len(places)):
            if places[later] > places[position] and best[later][0] + 1 >= best[position][0]:
                best[position] = (best[later][0] + 1, later)
    if not places:
        return set()
    longest = max(length for length, _ in best)
    step: int | None = max(p for p, (length, _) in enumerate(best) if length == longest)
    keeping = set()
    while step is not None:
        keeping.add(step)
        step = best[step][1]
    return set(range(len(places))) - keeping


def ranks(before: Sequence[P], pairs: Pairs[P]) -> list[int]:
    """Return the former place of every paired thing, in the new order."""
    places = {id(thing): place for place, thing in enumerate(before)}
    return [places[id(old)] for old, _ in pairs]


def left(things: Sequence[P], taken: Sequence[P]) -> list[P]:
    """Return the things that are not among those taken."""
    identities = {id(thing) for thing in taken}
    return [thing for thing in things if id(thing) not in identities]
