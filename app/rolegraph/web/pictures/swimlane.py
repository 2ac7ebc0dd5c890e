"""A workflow as a diagram: time runs down, each role is a lane, artifacts stand on the arrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from rolegraph.catalogue.reading.view import Thing
from rolegraph.catalogue.schema.values import Json
from rolegraph.diagrams.lettering import width_of, wrapped
from rolegraph.web.frame.links import label_of
from rolegraph.web.pictures.arcs import ArcLane, arcs

_TITLE, _SMALL = 13.5, 12.0
_TITLE_LINE, _LINE, _TITLE_LINES = 17.0, 15.0, 5
_PAD = 10.0
_BOLD = 1.22
"""By how much bold letters are wider, in the widest of the fonts that browsers take."""
_LANE_TITLE, _LANE_LINE, _HEAD = 15.0, 18.0, 26.0
_TRACK, _MOST_TRACKS = 14.0, 60.0
"""Width for arrows beside a narrow diagram; more of it would make its letters too small."""


@dataclass(frozen=True)
class PictureText:
    """A line of text at a place, leading somewhere or not.

    Attributes:
        label: of the thing that is named, with its language; None of words of the page.
    """

    x: float
    y: float
    text: str
    kind: str
    href: str | None = None
    label: Json = None


@dataclass(frozen=True)
class StepBox:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True)
class Diagram:
    """Everything that is drawn, in pixels.

    Attributes:
        backs: arrows beside the lanes to steps that follow others than the one above them.
        loops: arrows back to a step from which work goes on again.
    """

    width: float
    height: float
    boxes: Sequence[StepBox]
    texts: Sequence[PictureText]
    arrows: Sequence[str]
    backs: Sequence[str]
    loops: Sequence[str] = ()


_NOBODY: Thing = {"id": "", "label": "no role recorded", "href": None}
"""What stands over the steps of which no role is recorded."""


def links(step: Thing, name: str) -> list[Thing]:
    """Return the links of a field, none where the step lacks it."""
    return cast("list[Thing]", step.get(name) or [])


def passed(before: Thing, after: Thing) -> list[Thing]:
    """Return links to the artifacts that one step makes and another takes in."""
    taken = {link["id"] for link in links(after, "inputs")}
    return [link for link in links(before, "outputs") if link["id"] in taken]


def roles_of(steps: Sequence[Thing]) -> list[Thing]:
    """Return links to the roles that perform the steps, in the order they come in.

    Steps of which no role is recorded have a lane of their own: in that of a role, the picture
    would say that it performs them.
    """
    found = [cast("Thing", step.get("performedByRole", _NOBODY)) for step in steps]
    return list({str(link["id"]): link for link in found}.values())


class Swimlanes:
    """Draws one workflow.

    Args:
        steps: the steps as JSON, in their order.
        lane: width of a lane in pixels; narrow ones are stripes with the boxes beside them.
        body: width of the boxes of a narrow diagram, or None where they stand in their lanes.
    """

    def __init__(self, steps: Sequence[Thing], lane: float, body: float | None = None) -> None:
        self._steps = steps
        self._roles = roles_of(steps)
        self._lane, self._body = lane, body
        self._boxes: list[StepBox] = []
        self._texts: list[PictureText] = []
        self._arrows: list[str] = []
        self._extents: list[ArcLane] = []

    def draw(self) -> Diagram:
        """Return the diagram."""
        lanes = {str(role["id"]): place for place, role in enumerate(self._roles)}
        border = self._lane * len(lanes)
        y = 8.0 if self._body else _HEAD + _LANE_LINE * max(map(len, self._heads()), default=1)
        for number, step in enumerate(self._steps):
            before = self._steps[number - 1] if number else None
            artifacts = passed(before, step) if before and follows(before, step) else []
            if before:
                y = self._arrow(number, lanes, artifacts, y)
            y = self._step(step, lanes, artifacts, self._after(number), y)
        width = border + (self._body + 6 if self._body else 0)
        backs, loops, extra = self._others(width)
        self._stripes(y)
        return Diagram(width + extra, y + 8, self._boxes, self._texts, self._arrows, backs, loops)

    def _heads(self) -> list[list[str]]:
        """Return the lines of the name over each lane."""
        size = _LANE_TITLE * _BOLD
        return [wrapped(label_of(role), self._lane - 20, size) for role in self._roles]

    def _after(self, number: int) -> list[Thing]:
        following = self._steps[number + 1 : number + 2]
        return [
            a
            for step in following
            if follows(self._steps[number], step)
            for a in passed(self._steps[number], step)
        ]

    def _place(self, step: Thing, lanes: Mapping[str, int]) -> int:
        role = cast("Thing", step.get("performedByRole", _NOBODY))
        return lanes[str(role["id"])]

    def _frame(self, step: Thing, lanes: Mapping[str, int]) -> tuple[float, float]:
        """Return left border and width of the box of a step."""
        if self._body:
            return self._lane * len(lanes) + 4, self._body
        return self._place(step, lanes) * self._lane + 16, self._lane - 32

    def _frames(self) -> list[tuple[float, float]]:
        """Return left border and width of the boxes of all steps."""
        lanes = {str(role["id"]): place for place, role in enumerate(self._roles)}
        return [self._frame(step, lanes) for step in self._steps]

    def _centre(self, step: Thing, lanes: Mapping[str, int]) -> float:
        if self._body:
            return (self._place(step, lanes) + 0.5) * self._lane
        left, width = self._frame(step, lanes)
        return left + width / 2

    def _step(
        self,
        step: Thing,
        lanes: Mapping[str, int],
        taken: Sequence[Thing],
        given: Sequence[Thing],
        top: float,
    ) -> float:
        left, width = self._frame(step, lanes)
        inner = width - 2 * _PAD
        texts: list[PictureText] = []
        y = top + 20
        if self._body:
            role = cast("Thing", step.get("performedByRole", _NOBODY))
            for line in wrapped(label_of(role), inner, _SMALL * _BOLD, 2):
                texts.append(PictureText(left + _PAD, y, line, "role", label=role["label"]))
                y += _LINE
            y += 3
        number = f"{step['stepOrder']}. " if "stepOrder" in step else ""
        title = number + label_of(step)
        for line in wrapped(title, inner, _TITLE * _BOLD, _TITLE_LINES):
            texts.append(
                PictureText(
                    left + _PAD, y, line, "title", cast("str | None", step["href"]), step["label"]
                )
            )
            y += _TITLE_LINE
        takes, makes = {a["id"] for a in taken}, {a["id"] for a in given}
        rows = (
            ("takes", "artifact", [a for a in links(step, "inputs") if a["id"] not in takes]),
            ("makes", "artifact", [a for a in links(step, "outputs") if a["id"] not in makes]),
            ("with", "tool", links(step, "tools")),
        )
        for caption, kind, things in rows:
            if things:
                found, y = _row(caption, kind, things, (left + _PAD, y + 2), inner)
                texts += found
        bottom = y - _LINE + _PAD + 4
        self._boxes.append(StepBox(left, top, width, bottom - top, "step"))
        if self._body:
            dot = self._centre(step, lanes)
            self._boxes.append(StepBox(dot - 6, top + 9, 12, 12, "dot"))
        self._texts += texts
        self._extents.append(ArcLane(top, bottom))
        return bottom

    def _arrow(
        self, number: int, lanes: Mapping[str, int], artifacts: Sequence[Thing], y: float
    ) -> float:
        before, after = self._steps[number - 1], self._steps[number]
        begin, end = self._centre(before, lanes), self._centre(after, lanes)
        shown = artifacts[:4]
        height = 30.0 + _LINE * max(len(shown) - 1, 0)
        if self._body:
            top = self._extents[number - 1].top + 21
            low = y + height + 9
            if follows(before, after):
                self._arrows.append(f"M{begin} {top}V{y + height / 2}L{end} {low - 12}V{low - 3}")
            label_x, label_y = self._lane * len(lanes) + 14, y + 19.0
        else:
            middle = y + 12.0
            if follows(before, after):
                line = f"M{begin} {y}V{y + height - 5}"
                if begin != end:
                    line = f"M{begin} {y}V{middle}H{end}V{y + height - 5}"
                self._arrows.append(line)
            label_x, label_y = end + 9, y + 12 + (14 if begin != end else 6)
            height += 10 if begin != end else 0
            if begin != end and follows(before, after):
                self._arrows[-1] = f"M{begin} {y}V{middle}H{end}V{y + height - 5}"
        for place, artifact in enumerate(shown):
            label = label_of(artifact)
            if place == len(shown) - 1 and len(artifacts) > len(shown):
                label += f" and {len(artifacts) - len(shown)} more"
            href = cast("str | None", artifact["href"])
            space = self._lane * len(lanes) + (self._body or 0) - label_x - 4
            (line,) = wrapped(label, max(space, 100.0), _SMALL * _BOLD, 1)
            self._texts.append(
                PictureText(
                    label_x, label_y + place * _LINE, line, "passed", href, artifact["label"]
                )
            )
        return y + height

    def _others(self, x: float) -> tuple[list[str], list[str], float]:
        """Return arrows beside the lanes, and the width that they take.

        The first lead to steps that follow others than the one above them, the second back.
        """
        places = {str(step["id"]): number for number, step in enumerate(self._steps)}
        pairs = [
            (places[str(before["id"])], number)
            for number, step in enumerate(self._steps)
            for before in links(step, "precededBy")
            if str(before["id"]) in places and places[str(before["id"])] != number - 1
        ]
        ahead = len(pairs)
        pairs += [
            (number, places[str(back["id"])])
            for number, step in enumerate(self._steps)
            for back in links(step, "loopsBackTo")
            if str(back["id"]) in places
        ]
        border = x - (12 if not self._body else 4)
        edges = [left + width for left, width in self._frames()]
        track = _TRACK
        if self._body and pairs:
            track = max(12.0, min(track, _MOST_TRACKS / len(pairs)))
        found, width = arcs(self._extents, pairs, border, track, edges)
        paths = [arc.path for arc in found]
        return paths[:ahead], paths[ahead:], width

    def _stripes(self, bottom: float) -> None:
        back: list[StepBox] = []
        for place, role in enumerate(self._roles):
            back.append(
                StepBox(place * self._lane, 0, self._lane, bottom + 8, f"lane lane-{place % 2}")
            )
            if not self._body:
                href, x = cast("str | None", role["href"]), (place + 0.5) * self._lane
                for number, line in enumerate(self._heads()[place]):
                    y = 27 + number * _LANE_LINE
                    self._texts.append(PictureText(x, y, line, "lane", href, role["label"]))
        self._boxes = back + self._boxes


def follows(before: Thing, after: Thing) -> bool:
    """Tell whether a step comes directly after another."""
    return any(link["id"] == before["id"] for link in links(after, "precededBy"))


def wide_diagram(steps: Sequence[Thing]) -> Diagram:
    """Return the diagram for large screens."""
    count = max(len(roles_of(steps)), 1)
    return Swimlanes(steps, min(max(1120 / count, 300), 460)).draw()


def narrow_diagram(steps: Sequence[Thing]) -> Diagram:
    """Return the diagram for small screens: stripes for lanes, boxes beside them."""
    count = max(len(roles_of(steps)), 1)
    return Swimlanes(steps, 20, 330 - 20 * min(count, 6)).draw()


def _row(
    caption: str, kind: str, things: Sequence[Thing], place: tuple[float, float], width: float
) -> tuple[list[PictureText], float]:
    """Return a caption with linked names after it, in lines, and where the next row begins."""
    left, y = place
    texts = [PictureText(left, y, caption, "caption")]
    indent = 46.0
    x = left + indent
    for number, thing in enumerate(things):
        comma = "," if number < len(things) - 1 else ""
        for line in wrapped(label_of(thing) + comma, width - indent, _SMALL):
            if x > left + indent and x + width_of(line, _SMALL) > left + width:
                x, y = left + indent, y + _LINE
            texts.append(
                PictureText(x, y, line, kind, cast("str | None", thing["href"]), thing["label"])
            )
            x += width_of(line, _SMALL) + 5
    return texts, y + _LINE
