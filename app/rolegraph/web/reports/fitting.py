"""What of a report fits on one sheet of A4: parts of lines, each as high as its words need.

A report stands in two columns. How high its lines get is worked out from the widths of characters,
on the wide side of common fonts. Each part shows its first lines; what does not fit is counted, and
the part says where all of it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rolegraph.catalogue.reading.view import Thing
from rolegraph.diagrams.lettering import wrapped
from rolegraph.web.frame.links import label_of

SIZE = 8.5
"""Size of letters on paper, in points; the style of reports has the same."""
_WIDTH = 228.0
"""Width of a line in a column, in points: half of 186 mm without the gap and the bullet."""
_HEAD = 2.0
"""Lines that the heading of a part takes, with the space above it."""
_MANY = 100
_NAME = 110
"""Characters of a name; what is longer ends in “…”, and its page has all of it."""


@dataclass(frozen=True)
class ReportLine:
    """One entry of a part.

    Attributes:
        lead: what stands before it, such as a number or a kind.
        thing: what it is about.
        text: words of the page behind that.
        things: further things, each with what stands before it.
        more: how many further things are not named.
        part: whether it belongs to the line above.
    """

    lead: str = ""
    thing: Thing | None = None
    text: str = ""
    things: Sequence[tuple[str, Thing]] = ()
    more: int = 0
    part: bool = False

    @property
    def words(self) -> str:
        """All that it says."""
        named = [self.lead, label_of(self.thing) if self.thing else "", self.text]
        named += [f"{mark} {label_of(thing)} ·" for mark, thing in self.things]
        return " ".join(filter(None, [*named, f"and {self.more} more" if self.more else ""]))

    @property
    def height(self) -> int:
        """Lines of a column that it takes."""
        return _height(self.words)


@dataclass(frozen=True)
class ReportPart:
    """A part of a report.

    Attributes:
        name: in addresses within the page.
        title: its heading.
        lines: its entries, the most important first.
        place: path of the page that has all of them, from the root of the service.
        note: a sentence before them.
        none: a sentence in their place where there are none.
        weight: how many lines it takes where others take one.
        least: how many entries are shown whatever else there is.
        total: how many entries there are, where `lines` are only the first of them.
        count: a number behind the heading, if it is another one.
    """

    name: str
    title: str
    lines: Sequence[ReportLine]
    place: str
    note: str = ""
    none: str = ""
    weight: int = 1
    least: int = 1
    total: int | None = None
    count: int | None = None

    @property
    def all(self) -> int:
        """How many entries there are."""
        return len(self.lines) if self.total is None else self.total

    @property
    def left_out(self) -> int:
        """How many entries are not shown."""
        return self.all - len(self.lines)


def needed(parts: Sequence[ReportPart]) -> float:
    """Return how many lines parts take with all of their entries."""
    return sum(
        _HEAD
        + _height(part.note if part.lines else part.none)
        + sum(line.height for line in part.lines)
        + (part.left_out > 0)
        for part in parts
    )


def fitted(parts: Sequence[ReportPart], lines: float) -> list[ReportPart]:
    """Return parts with as many of their entries as fit.

    Args:
        parts: in the order of the page.
        lines: of both columns together.

    Returns:
        The parts. Each has the least of its entries, even where `lines` are too few for that.
    """
    taken = [min(part.least, len(part.lines)) for part in parts]
    left = lines - sum(
        _HEAD
        + _height(part.note if part.lines else part.none)
        + sum(line.height for line in part.lines[:number])
        + (part.all > number)  # “and 7 more”
        for part, number in zip(parts, taken, strict=True)
    )
    credit = [0] * len(parts)
    waiting = {place for place, part in enumerate(parts) if taken[place] < len(part.lines)}
    while waiting:
        for place in sorted(waiting):
            credit[place] += parts[place].weight
            height = parts[place].lines[taken[place]].height
            if height > left:
                waiting.discard(place)
            elif height <= credit[place]:
                credit[place] -= height
                left -= height
                taken[place] += 1
                if taken[place] == len(parts[place].lines):
                    waiting.discard(place)
    return [
        replace(part, lines=part.lines[:number], total=part.all)
        for part, number in zip(parts, taken, strict=True)
    ]


def named(things: Iterable[Thing], most: int) -> tuple[list[tuple[str, Thing]], int]:
    """Return the first of some things as a line has them, and how many more there are."""
    listed = list(things)
    return [("", brief(thing)) for thing in listed[:most]], max(0, len(listed) - most)


def brief(thing: Thing, most: int = _NAME) -> Thing:
    """Return a link whose name is not longer than a line or two."""
    label = thing.get("label")
    text = label.get("value") if isinstance(label, dict) else label
    if not isinstance(text, str) or len(text) <= most:
        return thing
    short = shortened(text, most)
    return {**thing, "label": {**label, "value": short} if isinstance(label, dict) else short}


def shortened(text: str, most: int) -> str:
    """Return a text of at most some characters, cut between words where it has any."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    cut = plain[: most - 2]
    at_word = cut.rpartition(" ")[0]
    return f"{at_word if len(at_word) > most // 2 else cut} …"


def _height(text: str) -> int:
    return len(wrapped(text, _WIDTH, SIZE, _MANY)) if text else 0
