"""The atlas as a picture: a lane for each role, a column for each stage, arrows for what flows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rolegraph.analysis.flows import Flow, RoleGlance
from rolegraph.catalogue.reading.view import Thing
from rolegraph.catalogue.schema.values import Json
from rolegraph.diagrams.lettering import width_of, wrapped
from rolegraph.web.frame.links import label_of
from rolegraph.web.pictures.arcs import TRACK, Arc, ArcLane, arcs
from rolegraph.web.pictures.paper import sheets_of

_HEAD, _GAP, _PAD = 54.0, 12.0, 10.0
_NAME, _IDLE, _BUSY = 205.0, 92.0, 210.0
_LINE = 16.0
_SIZE = 12.5
_BOLD = 1.12  # how much wider bold letters are
_PEOPLE, _SHARES = 4, 6  # shown in one lane and one cell


@dataclass(frozen=True)
class AtlasWords:
    """Lines of text at a place, leading somewhere or not.

    Attributes:
        label: of the thing that is named, with its language; None of words of the page.
    """

    x: float
    y: float
    lines: Sequence[str]
    kind: str
    href: str | None = None
    note: str = ""
    label: Json = None


@dataclass(frozen=True)
class AtlasBox:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True)
class Arrow:
    """An arrow with what flows along it."""

    arc: Arc
    flow: Flow


@dataclass(frozen=True)
class Picture:
    """Everything that is drawn, in pixels.

    Attributes:
        head: height of what stands over all lanes.
        sheets: top and bottom of what each sheet of paper shows, where it takes several.
    """

    width: float
    height: float
    boxes: Sequence[AtlasBox]
    words: Sequence[AtlasWords]
    arrows: Sequence[Arrow]
    head: float = 0.0
    sheets: Sequence[tuple[float, float]] = ()


def wide_picture(
    glances: Sequence[RoleGlance], stages: Sequence[Thing], flows: Sequence[Flow]
) -> Picture:
    """Lay out roles against stages, with arrows at the right."""
    busy = {stage for one in glances for stage in (*one.shares, *one.stages)}
    columns: list[tuple[Thing, float, float]] = []
    x = _NAME
    for stage in stages:
        width = _BUSY if stage["id"] in busy else _IDLE
        columns.append((stage, x, width))
        x += width
    right = x
    boxes: list[AtlasBox] = []
    words = [
        AtlasWords(
            left + 8,
            16,
            wrapped(label_of(stage), width - 14, 11.5),
            "stage",
            _href(stage),
            label=stage["label"],
        )
        for stage, left, width in columns
    ]
    lanes: list[ArcLane] = []
    top = _HEAD
    for one in glances:
        lane_words, lane_boxes, height = _lane(one, columns, top, right)
        boxes.append(AtlasBox(0, top, right, height, "lane"))
        boxes += lane_boxes
        words += lane_words
        lanes.append(ArcLane(top, top + height))
        top += height + _GAP
    arrows, extra = _arrows(glances, lanes, flows, right)
    boxes += [AtlasBox(left, 0, 0.5, top - _GAP, "rule") for _, left, _ in columns]
    ends = [(lane.top - _GAP / 2, lane.bottom + _GAP / 2) for lane in lanes]
    sheets = sheets_of(right + extra, _HEAD, ends)
    several = sheets if len(sheets) > 1 else ()
    return Picture(right + extra, top, boxes, words, arrows, _HEAD - _GAP / 2, several)


def narrow_picture(glances: Sequence[RoleGlance], flows: Sequence[Flow]) -> Picture:
    """Lay out the roles one below the other, with arrows at the right, for small screens."""
    width = 164.0
    boxes, words, lanes = [], [], []
    ends = Counter(link["id"] for flow in flows for link in (flow.source, flow.target))
    top = 4.0
    for one in glances:
        name = wrapped(label_of(one.role), width - 2 * _PAD, 17 * _BOLD)
        people = wrapped(", ".join(label_of(p) for p in one.personas), width - 2 * _PAD, 13)
        height = max(24 + 19 * len(name) + _LINE * len(people), 20.0 * (ends[one.role["id"]] + 1))
        boxes.append(AtlasBox(0, top, width, height, "lane"))
        words.append(
            AtlasWords(_PAD, top + 24, name, "role", _href(one.role), label=one.role["label"])
        )
        words.append(
            AtlasWords(
                _PAD,
                top + 26 + 19 * len(name),
                people,
                "persona",
                label=one.personas[0]["label"] if one.personas else None,
            )
        )
        lanes.append(ArcLane(top, top + height))
        top += height + _GAP
    arrows, extra = _arrows(glances, lanes, flows, width, 22.0)
    return Picture(width + extra, top, boxes, words, arrows)


def _lane(
    one: RoleGlance, columns: Sequence[tuple[Thing, float, float]], top: float, right: float
) -> tuple[list[AtlasWords], list[AtlasBox], float]:
    words: list[AtlasWords] = []
    boxes: list[AtlasBox] = []
    name = wrapped(label_of(one.role), _NAME - 2 * _PAD, 16 * _BOLD)
    words.append(AtlasWords(_PAD, top + 26, name, "role", _href(one.role), label=one.role["label"]))
    y = top + 26 + 19 * len(name)
    for persona in one.personas[:_PEOPLE]:
        lines = wrapped(label_of(persona), _NAME - 2 * _PAD, _SIZE)
        words.append(AtlasWords(_PAD, y, lines, "persona", _href(persona), label=persona["label"]))
        y += _LINE * len(lines)
    if len(one.personas) > _PEOPLE:
        words.append(AtlasWords(_PAD, y, [f"and {len(one.personas) - _PEOPLE} more"], "caption"))
        y += _LINE
    deepest = y
    for stage, left, width in columns:
        stated = stage["id"] in one.stages
        shares = one.shares.get(str(stage["id"]), ())
        y = top + 10.0
        for share in shares[:_SHARES]:
            lines = wrapped(label_of(share.workflow), width - 74, _SIZE, 4)
            height = _LINE * len(lines) + 9
            boxes.append(AtlasBox(left + 6, y, width - 12, height, "workflow"))
            words.append(
                AtlasWords(
                    left + 14,
                    y + 17,
                    lines,
                    "workflow",
                    _href(share.workflow),
                    label=share.workflow["label"],
                )
            )
            count = f"{share.steps} step{'s' if share.steps != 1 else ''}"
            words.append(AtlasWords(left + width - 13, y + 17, [count], "steps"))
            y += height + 5
        if len(shares) > _SHARES:
            words.append(
                AtlasWords(left + 14, y + 12, [f"and {len(shares) - _SHARES} more"], "caption")
            )
            y += _LINE
        if stated or shares:
            boxes.insert(0, AtlasBox(left, top, width, 0, "stated" if stated else "shared"))
        deepest = max(deepest, y)
    tools, height = _tools(one, deepest + 12, right)
    bottom = deepest + height
    filled = [
        AtlasBox(b.x, b.y, b.width, bottom - top, b.kind) if b.kind in {"stated", "shared"} else b
        for b in boxes
    ]
    return words + tools, filled, bottom - top


def _tools(one: RoleGlance, y: float, right: float) -> tuple[list[AtlasWords], float]:
    """Return the names of tools, one after the other in lines, and the height they take."""
    if not one.tools:
        return [], 8.0
    left = _NAME + 8
    words = [AtlasWords(left, y, ["Tools"], "caption")]
    x = left + 46
    lines = 1
    for tool in one.tools:
        label = label_of(tool)
        width = width_of(label, _SIZE) + 16
        if x + width > right - _PAD:
            x = left + 46
            lines += 1
        words.append(
            AtlasWords(
                x, y + (lines - 1) * _LINE, [label], "tool", _href(tool), label=tool["label"]
            )
        )
        x += width
    return words, lines * _LINE + 14


def _arrows(
    glances: Sequence[RoleGlance],
    lanes: Sequence[ArcLane],
    flows: Sequence[Flow],
    x: float,
    track: float = TRACK,
) -> tuple[list[Arrow], float]:
    places = {one.role["id"]: place for place, one in enumerate(glances)}
    shown = [f for f in flows if f.source["id"] in places and f.target["id"] in places]
    pairs = [(places[f.source["id"]], places[f.target["id"]]) for f in shown]
    laid, width = arcs(lanes, pairs, x, track)
    return [Arrow(arc, flow) for arc, flow in zip(laid, shown, strict=True)], width


def _href(thing: Thing) -> str | None:
    href = thing["href"]
    return href if isinstance(href, str) else None
