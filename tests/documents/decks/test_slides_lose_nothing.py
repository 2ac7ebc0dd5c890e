"""No text of a slide is lost, for decks made up at random.

Each text of a slide, table, diagram or note is in a statement, a description or a name, or stands
in a line that is told as not read. Labels are understood, and say nothing of their own.
"""

from __future__ import annotations

import re
import zipfile
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deck_files import (
    BLANK,
    BULLETS,
    COMPARED,
    SECTION,
    TITLE,
    TITLE_ONLY,
    TWO,
    add_slide,
    box,
    bullets,
    diagram,
    entries,
    footers,
    frame,
    hide,
    line,
    note,
    page,
    table,
    write_open_deck,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Cm

from rolegraph.documents.outline import Heading, Paragraph
from rolegraph.documents.reading import Reading, StatementPart, read_file

LABELS = st.sampled_from(["Responsibilities", "Must not", "Goals", "Requirements:", "Notes"])
ROLES = st.sampled_from(["Crane Driver", "Rigger (1/2)", "Rigger (2/2)", "Berth Planner"])
SIGNS = st.sampled_from(["", "", "\u2022 ", "- ", "1. ", "a) "])
PLACES = st.tuples(
    st.integers(-9, 24), st.integers(0, 18), st.integers(1, 24), st.integers(1, 8)
).map(lambda each: (float(each[0]), float(each[1]), float(each[2]), float(each[3])))
LEVELS = st.integers(0, 3)


class Words:
    """Makes words that stand nowhere else, to be looked for."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.made: list[str] = []

    def new(self) -> str:
        self.made.append(f"lift{next(self._numbers):03}q")
        return self.made[-1]


def texts(draw: st.DrawFn, words: Words) -> list[tuple[int, str]]:
    found = []
    for _ in range(draw(st.integers(1, 4))):
        plain = f"{draw(SIGNS)}{words.new()} {draw(st.sampled_from(['ropes', 'loads.', 'now']))}"
        text = draw(st.one_of(st.just(plain), st.just(plain), LABELS))
        if draw(st.booleans()) and text == plain:
            text += f"\v{draw(SIGNS)}{words.new()}"
        found.append((draw(LEVELS), text))
    return found


def fill(draw: st.DrawFn, deck: Any, words: Words) -> None:
    """Add a slide of any kind."""
    kind = draw(st.sampled_from([TITLE, BULLETS, SECTION, TWO, COMPARED, TITLE_ONLY, BLANK]))
    title = draw(st.one_of(ROLES, st.just(""), st.builds(words.new)))
    bodies = [texts(draw, words) for _ in range(4)]
    slide = add_slide(deck, kind, "" if kind == BLANK else title)
    placed = [each for each in slide.placeholders if each.placeholder_format.idx]
    for body, lines in zip(placed, bodies, strict=False):
        body.text_frame.text = lines[0][1]
        for level, text in lines[1:]:
            added = body.text_frame.add_paragraph()
            added.text, added.level = text, level
    shapes = []
    for _ in range(draw(st.integers(0, 4))):
        make = draw(st.sampled_from([box, bullets]))
        where = draw(st.sampled_from(["slide", "group"]))
        tree = slide.shapes if where == "slide" else slide.shapes.add_group_shape().shapes
        shapes.append(make(tree, draw(PLACES), *texts(draw, words)))
    if len(shapes) > 1 and draw(st.booleans()):
        line(slide, shapes[0], shapes[1])
    if draw(st.booleans()):
        width = draw(st.integers(1, 3))
        cells = [[words.new() for _ in range(width)] for _ in range(draw(st.integers(1, 3)))]
        grid = table(slide, cells)
        if len(cells) > 1 and draw(st.booleans()):
            grid.cell(0, 0).merge(grid.cell(1, width - 1))
    add_drawn(draw, slide, words)
    if draw(st.booleans()):
        note(slide, words.new(), words.new())
    if draw(st.booleans()):
        footers(slide, "ftr", "sldNum")
    if draw(st.integers(0, 4)) == 0:
        hide(slide)


def add_drawn(draw: st.DrawFn, slide: Any, words: Words) -> None:
    """Add SmartArt of some kind to a slide, perhaps."""
    if draw(st.booleans()):
        kinds = st.sampled_from(["list", "hierarchy", "process"])
        diagram(slide, draw(kinds), [(0, words.new()), (1, words.new()), (0, words.new())])


def passages_of(parts: tuple[StatementPart, ...]) -> list[StatementPart]:
    return [each for part in parts for each in (part, *passages_of(part.parts))]


def lost(reading: Reading, words: list[str]) -> list[str]:
    """Return the words that are neither read nor told."""
    text = reading.outline.source.text
    covered = bytearray(len(text))
    found = []
    for role in reading.roles:
        found += [role.passage, *role.also, *role.description]
        found += [each.passage for each in role.relations]
        for statement in role.statements:
            found.append(statement.passage)
            found += [part.passage for part in passages_of(statement.parts)]
    for each in reading.assignments:
        found += [each.passage, each.named]
    # A heading is understood, and so is a bold line that stands where one would.
    found += [
        each.passage
        for each in reading.outline.blocks
        if isinstance(each, Heading) or (isinstance(each, Paragraph) and each.passage.is_bold)
    ]
    for passage in found:
        covered[passage.span.start : passage.span.end] = b"\x01" * len(passage.span.text)
    told = {n for each in reading.not_read for n in range(each.line, each.end_line + 1)}
    # The heads of columns that are not understood are named in the reason.
    told_of = " ".join(each.reason for each in reading.not_read)
    aliases = " ".join(alias for role in reading.roles for alias in role.aliases) + told_of
    missing = []
    for word in words:
        places = [each.start() for each in re.finditer(word, text)]
        is_there = any(covered[place] or text.count("\n", 0, place) + 1 in told for place in places)
        if not is_there and word not in aliases:
            missing.append(word)
    return missing


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_nothing_of_a_slide_is_silently_lost(data: st.DataObject) -> None:
    """A box that vanishes may be the one with what a role must not do."""
    words = Words()
    deck = Presentation()

    @st.composite
    def slides(draw: st.DrawFn) -> None:
        for _ in range(draw(st.integers(1, 4))):
            fill(draw, deck, words)

    data.draw(slides())
    add_slide(deck, BULLETS, "Signal Operator", ["Gives signs"])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deck.pptx"
        deck.save(str(path))
        with zipfile.ZipFile(path) as package:
            written = b"".join(package.read(name) for name in package.namelist()).decode(
                "utf-8", "replace"
            )
        reading = read_file(path)

    # A layout has fewer places than there are texts.
    assert [] == lost(reading, [word for word in words.made if word in written])


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_nothing_of_a_slide_of_impress_is_silently_lost(data: st.DataObject) -> None:
    """Its shapes have classes, groups and lists of their own."""
    words = Words()

    @st.composite
    def slides(draw: st.DrawFn) -> list[str]:
        pages = []
        for _ in range(draw(st.integers(1, 4))):
            kinds = st.sampled_from(["title", "subtitle", "outline", "", "footer", "text"])
            shapes = []
            for _ in range(draw(st.integers(1, 5))):
                kind = draw(kinds)
                inner = draw(
                    st.sampled_from(
                        [
                            f"<text:p>{words.new()}</text:p>",
                            entries(words.new(), f"<text:p>{words.new()}</text:p>"),
                            entries("<text:p>Must not</text:p>" + entries(words.new())),
                        ]
                    )
                )
                shape = frame(kind, draw(PLACES), inner)
                shapes.append(f"<draw:g>{shape}</draw:g>" if draw(st.booleans()) else shape)
            style = draw(st.sampled_from(["dp1", "dp1", "dp2"]))
            pages.append(page(*shapes, style=style, notes=draw(st.just(words.new()))))
        return pages

    pages = data.draw(slides())
    pages.append(page(frame("title", (1, 1, 9, 2), "<text:p>Rigger</text:p>")))
    written = "".join(pages)
    with TemporaryDirectory() as folder:
        reading = read_file(write_open_deck(Path(folder) / "deck.odp", *pages))

    assert [] == lost(reading, [word for word in words.made if word in written])


def test_a_number_in_a_footer_is_no_text(tmp_path: Path) -> None:
    """Else each slide would be told for its number."""
    deck = Presentation()
    slide = add_slide(deck, BULLETS, "Rigger", ["Slings loads"])
    footers(slide, "sldNum")
    slide.shapes.add_textbox(Cm(1), Cm(1), Cm(1), Cm(1))
    deck.save(str(tmp_path / "deck.pptx"))

    assert () == read_file(tmp_path / "deck.pptx").not_read
