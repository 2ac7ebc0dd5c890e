"""The order in which shapes are read: by columns, and by rows where these belong together.

The slide is cut where no shape stands, and each part again (recursive XY cut: G. Nagy and S. Seth,
“Hierarchical representation of optically scanned documents”, 1984).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from rolegraph.documents.readers.slides.model import Area, SlideShape

_MOST = 400
"""With more shapes a slide is a drawing, and read from top to bottom."""
_OVERLAP = 0.1
"""So much of a shape may reach over the edge of the next one."""
_ENDS = (".", "!", "?", ",", ";", "\u3002")
_MOST_WORDS = 9


def in_order(shapes: Sequence[SlideShape]) -> list[SlideShape]:
    """Return shapes as a person reads them, those of groups among them.

    Columns are read one after the other. Rows are, where each begins with a short name that what
    stands beside it is about. Shapes without a
    place come first, and those without a text are left out.
    """
    telling = [shape for shape in shapes if any(each.text for each in shape.all())]
    placed = [shape for shape in telling if shape.area is not None]
    others = [shape for shape in telling if shape.area is None]
    found = _simple(placed) if len(placed) > _MOST else _cut(placed)
    return [each for shape in [*others, *found] for each in _within(shape)]


def _within(shape: SlideShape) -> list[SlideShape]:
    return in_order(shape.shapes) if shape.shapes else [shape]


def _area(shape: SlideShape) -> Area:
    assert shape.area is not None  # noqa: S101 - only placed shapes are ordered
    return shape.area


def _simple(shapes: Sequence[SlideShape]) -> list[SlideShape]:
    return sorted(shapes, key=lambda each: (_area(each).top, _area(each).left))


def _cut(shapes: Sequence[SlideShape]) -> list[SlideShape]:
    if len(shapes) < 2:  # noqa: PLR2004
        return list(shapes)
    columns = _parts(shapes, _sides)
    rows = _parts(shapes, lambda area: (area.top, area.bottom))
    if len(columns) == 1 and len(rows) == 1:
        frames = [each for each in shapes if _holds_others(each, shapes)]
        if not frames or len(frames) == len(shapes):
            return _simple(shapes)
        return [*_simple(frames), *_cut([each for each in shapes if each not in frames])]
    parts = columns
    if len(columns) == 1:
        parts = _with_columns(rows)
    elif len(rows) > 1 and _are_rows(rows):
        parts = rows
    return [shape for part in parts for shape in _cut(part)]


def _with_columns(rows: Sequence[list[SlideShape]]) -> list[list[SlideShape]]:
    """Return rows, those together that stand in the same columns: captions over their lists."""
    found = [rows[0]]
    for row in rows[1:]:
        both = [*found[-1], *row]
        is_wide = len(found[-1]) > 1 or len(row) > 1
        if is_wide and len(_parts(both, _sides)) > 1:
            found[-1] = both
        else:
            found.append(row)
    return found


def _sides(area: Area) -> tuple[float, float]:
    return area.left, area.right


def _holds_others(shape: SlideShape, shapes: Sequence[SlideShape]) -> bool:
    """Tell whether a shape is the frame in which others stand; its text is their title."""
    area = _area(shape)
    return any(
        other is not shape
        and area.left <= _area(other).left
        and area.top <= _area(other).top
        and area.right >= _area(other).right
        and area.bottom >= _area(other).bottom
        and (area.width, area.height) != (_area(other).width, _area(other).height)
        for other in shapes
    )


def _parts(
    shapes: Sequence[SlideShape], edges: Callable[[Area], tuple[float, float]]
) -> list[list[SlideShape]]:
    """Return shapes parted where none of them stands, along one axis."""
    found: list[list[SlideShape]] = []
    end = 0.0
    for shape in sorted(shapes, key=lambda each: edges(_area(each))):
        low, high = edges(_area(shape))
        if not found or low < end - _OVERLAP * (high - low):
            found = found or [[]]
            found[-1].append(shape)
        else:
            found.append([shape])
        end = max(end, high)
    return found


def _are_rows(rows: Sequence[Sequence[SlideShape]]) -> bool:
    """Tell whether rows are to be read as such: each a name, and beside it what is said of it.

    A label over a column has its text below, so the shapes beside it are short as well.
    """
    full = [_by_columns(row) for row in rows if len(row) > 1]
    if len(full) < 2:  # noqa: PLR2004
        return False
    named = [is_name(row[0]) and not any(is_name(each) for each in row[1:]) for row in full]
    heads = full[0]
    is_headed = all(is_name(each) for each in heads) and len(heads) == len(full[1])
    return all(named[1:] if is_headed else named)


def _by_columns(row: Sequence[SlideShape]) -> list[SlideShape]:
    return sorted(row, key=lambda each: _area(each).left)


def is_name(shape: SlideShape) -> bool:
    """Tell whether a shape has one short line, as a name or a label is; “Role: Pilot” is none."""
    if len(shape.nodes) != 1 or shape.shapes or shape.nodes[0].tag != "p":
        return False
    text = shape.text
    words = len(text.split())
    is_field = ":" in text.rstrip(": ") or "\u2028" in text
    return 0 < words <= _MOST_WORDS and not text.endswith(_ENDS) and not is_field


def labels(shapes: Sequence[SlideShape]) -> dict[int, bool]:
    """Return which shapes of a row in order are labels: position → whether over other labels.

    A label is a short line right above what it is about, or at the begin of its row.
    """
    found: dict[int, bool] = {}
    for n, (shape, after) in enumerate(pairwise(shapes)):
        if not is_name(shape) or not after.text or shape.area is None or after.area is None:
            continue
        is_above = shape.area.shares_columns(after.area) and shape.area.top < after.area.top
        is_beside = shape.area.shares_rows(after.area) and shape.area.left < after.area.left
        if is_above or (is_beside and not is_name(after)):
            found[n] = False
    # A label without a text of its own stands over the labels that follow: a name over duties.
    return {n: n + 1 in found for n in found}
