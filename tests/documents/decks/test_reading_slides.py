"""Slides of PowerPoint and Impress, in forms that organisations use, are read as people read them.

Each deck is compared with what a careful person takes from it: roles, statements, letters of a
matrix, and what is told as not read.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from deck_files import (
    BLANK,
    BULLETS,
    DECKS,
    TITLE_ONLY,
    add_slide,
    box,
    bullets,
    chart_deck,
    columns_deck,
    entries,
    frame,
    handbook_deck,
    note,
    open_deck,
    page,
    persona_deck,
    raci_deck,
    table,
    write_open_deck,
)
from pptx import Presentation
from pptx.util import Cm, Pt

from rolegraph.documents.outline import Table, walk
from rolegraph.documents.reading import Reading, read_file
from rolegraph.documents.text.errors import MalformedDocument


def _statements(reading: Reading) -> dict[str, list[tuple[str | None, str]]]:
    return {
        role.name: [(each.kind, each.passage.plain) for each in role.statements]
        for role in reading.roles
    }


def _told(reading: Reading) -> dict[str, str]:
    """Return the lines that are not read, each with its reason."""
    source = reading.outline.source
    return {
        source.line(n).text: each.reason
        for each in reading.not_read
        for n in range(each.line, each.end_line + 1)
    }


def _slides(reading: Reading) -> dict[str, int]:
    return {
        each.passage.plain: each.passage.span.page
        for role in reading.roles
        for each in role.statements
    }


def test_one_role_a_slide_is_read_over_several_slides(tmp_path: Path) -> None:
    """“Crane Driver (2/2)” goes on with the list of the slide before, and with its labels."""
    reading = read_file(handbook_deck(tmp_path / "handbook.pptx"))

    assert {
        "Crane Driver": [
            ("responsibility", "Lifts loads"),
            ("responsibility", "Keeps the log of the crane"),
            ("responsibility", "Reports damage"),
            ("exclusion", "Lift people"),
        ],
        "Banksman": [
            ("responsibility", "Gives signs"),
            ("responsibility", "Stops the lift when somebody is below the load"),
        ],
        "Berth Planner": [
            ("responsibility", "Assigns berths"),
            ("requirement", "Certificate of planning"),
        ],
    } == _statements(reading)
    assert {"Lifts loads": 3, "Reports damage": 4, "Assigns berths": 8}.items() <= _slides(
        reading
    ).items()


def test_a_hidden_slide_is_told_and_not_read(tmp_path: Path) -> None:
    """It was hidden since it no longer holds, or is not yet said."""
    told = _told(read_file(handbook_deck(tmp_path / "handbook.pptx")))

    assert "a hidden slide" in told["Rings the bell"]
    assert "a hidden slide" in told["Watchman"]


def test_speaker_notes_are_no_duties_until_somebody_says_so(tmp_path: Path) -> None:
    """A note may be a hint for the talk; the one question on all of them decides."""
    path = handbook_deck(tmp_path / "handbook.pptx")
    spoken = "Tell them that she also greases the ropes."

    reading = read_file(path)
    (question,) = reading.questions
    said = read_file(path, answers={("notes", text): "yes" for text in question.texts})

    assert "speaker notes" in _told(reading)[spoken]
    assert ("yes", "no") == question.choices
    assert spoken not in _told(said)
    assert () == said.questions
    crane = next(role for role in said.roles if role.name == "Crane Driver")
    assert spoken in [each.plain for each in crane.description] + [
        each.passage.plain for each in crane.statements
    ]


def test_a_matrix_over_two_slides_keeps_each_letter_with_its_role(tmp_path: Path) -> None:
    """Merged cells, a repeated head and an empty cell move no letter."""
    reading = read_file(raci_deck(tmp_path / "raci.pptx"))

    assert [
        ("Berth Planner", "Assign berths", "R", "C2", 3),
        ("Harbour Master", "Assign berths", "A", "D2", 3),
        ("Pilot", "Assign berths", "C", "E2", 3),
        ("Berth Planner", "Announce closures", "I", "C3", 3),
        ("Harbour Master", "Announce closures", "A/R", "D3", 3),
        ("Harbour Master", "Guide ships", "I", "D2", 4),
        ("Pilot", "Guide ships", "R", "E2", 4),
    ] == [
        (
            each.role,
            each.activity,
            "/".join(each.letters),
            each.passage.cell,
            each.passage.span.page,
        )
        for each in reading.assignments
    ]
    assert {} == {name: said for name, said in _statements(reading).items() if said}


def test_footers_are_told_once_and_numbers_of_slides_not_at_all(tmp_path: Path) -> None:
    """What stands on each slide says nothing of a role."""
    reading = read_file(raci_deck(tmp_path / "raci.pptx"))

    told = [text for text, reason in _told(reading).items() if "a footer" in reason]
    assert ["Harbour Office, internal", "1 May 2026"] == sorted(told, reverse=True)


def test_boxes_of_a_persona_are_read_in_columns(tmp_path: Path) -> None:
    """Drawn in any order, a caption goes with the list below it."""
    reading = read_file(persona_deck(tmp_path / "persona.pptx"))

    (persona,) = reading.personas
    assert ("Mira Vance", "Data Analyst") == (persona.name, persona.role)
    assert [
        ("goal", "Find the right table at once"),
        ("goal", "Trust its numbers"),
        ("pain-point", "Nobody owns the terms"),
        ("pain-point", "Numbers arrive late"),
        ("quote", "I only want one number."),
    ] == sorted((each.what, each.text) for each in persona.told)


def test_two_columns_and_cards_stay_apart(tmp_path: Path) -> None:
    """“Not responsible for” is right of the duties, and must not swallow them."""
    said = _statements(read_file(columns_deck(tmp_path / "columns.pptx")))

    assert [
        ("responsibility", "Plans the shifts"),
        ("responsibility", "Signs the log"),
        ("exclusion", "Repairs"),
        ("exclusion", "Payroll"),
    ] == said["Yard Manager"]
    assert ["Slings loads", "Checks slings"] == [text for _, text in said["Rigger"]]
    assert ["Gives signs"] == [text for _, text in said["Signal Operator"]]
    assert ["Issues tools", "Counts tools"] == [text for _, text in said["Store Keeper"]]


def test_a_name_beside_a_text_goes_with_that_text(tmp_path: Path) -> None:
    """Names in the left column, and what they do in the right one, are rows."""
    reading = read_file(columns_deck(tmp_path / "columns.pptx"))
    texts = {
        role.name: " ".join(
            [each.plain for each in role.description]
            + [each.passage.plain for each in role.statements]
        )
        for role in reading.roles
    }

    assert "Calls the fire brigade." in texts["Duty Officer"]
    assert "Investigates accidents" in texts["Safety Officer"]
    assert "Investigates accidents" not in texts["Duty Officer"]


def test_what_a_drawing_means_is_told_shape_by_shape(tmp_path: Path) -> None:
    """Lines between boxes, hierarchies and charts are not read; a list in SmartArt is."""
    reading = read_file(chart_deck(tmp_path / "chart.pptx"))
    told = _told(reading)

    assert [("responsibility", "Checks badges"), ("responsibility", "Walks the fence twice")] == (
        _statements(reading)["Security Officer"]
    )
    assert "a line between two boxes" in told["Port Director \u2013 Harbour Master"]
    assert "a line between two boxes" in told["Port Director \u2013 Head of Security"]
    assert "a diagram that is no list" in told["Gate Keeper"]
    assert "a chart" in told["Ships a year"]
    assert "outside of the slide" in told["Ask Ben whether this is still right"]


def test_slides_of_impress_are_read_as_those_of_powerpoint(tmp_path: Path) -> None:
    """Outlines, tables, notes, footers and hidden slides have their own names there."""
    reading = read_file(open_deck(tmp_path / "locks.odp"))
    told = _told(reading)

    assert [
        ("responsibility", "Opens the lock"),
        ("responsibility", "Reads the gauge"),
        ("exclusion", "Leave the lock open at night"),
    ] == _statements(reading)["Sluice Keeper"]
    assert [("Sluice Keeper", ("R",), "B2"), ("Dike Warden", ("A",), "C2")] == [
        (each.role, each.letters, each.passage.cell) for each in reading.assignments
    ]
    assert 2 == _slides(reading)["Opens the lock"]
    assert "a hidden slide" in told["Rings the bell"]
    assert "a footer" in told["Water board, 2026"]
    assert "speaker notes" in told["Say that the keeper lives beside the lock."]


@pytest.mark.parametrize(
    ("first", "second", "goes_on"),
    [
        ("Rigger (1/2)", "Rigger (2/2)", True),
        ("Rigger", "Rigger (continued)", True),
        ("Rigger", "Rigger \u2013 cont'd", True),
        ("Rigger (Fortsetzung)", "Rigger (Fortsetzung)", True),
        ("Rigger 1/3", "Rigger 2/3", True),
        ("Persona (1)", "Persona (2)", False),
        ("Rigger", "Product suite", False),
        ("Discontinued", "Dis", False),
    ],
)
def test_a_title_goes_on_only_where_it_says_so(
    tmp_path: Path, first: str, second: str, goes_on: bool
) -> None:
    """Two slides of one title may be of two personas; “suite” is a word of its own."""
    deck = Presentation()
    for title in (first, second):
        add_slide(deck, BULLETS, title, ["Responsibilities", (1, "Slings loads")])
    deck.save(str(tmp_path / "deck.pptx"))

    outline = read_file(tmp_path / "deck.pptx").outline
    headings = [each for each in outline.blocks if hasattr(each, "level")]
    assert (1 if goes_on else 2) == len(headings)
    expected = "Rigger" if goes_on else first
    assert expected == headings[0].passage.plain


def test_a_list_that_nobody_labelled_is_no_exclusion(tmp_path: Path) -> None:
    """Beside a column of what is forbidden, a list without a caption is asked about."""
    deck = Presentation()
    slide = add_slide(deck, TITLE_ONLY, "Rigger")
    box(slide.shapes, (1, 4, 9, 1), "Must not")
    bullets(slide.shapes, (1, 5.5, 9, 4), "Lift people", "Leave the hook")
    bullets(slide.shapes, (13, 4, 9, 4), "Slings loads", "Checks slings")
    deck.save(str(tmp_path / "deck.pptx"))

    (role,) = read_file(tmp_path / "deck.pptx").roles
    said = {each.passage.plain: (each.kind, each.status) for each in role.statements}
    assert ("exclusion", "read") == said["Lift people"]
    assert ("exclusion", "read") != said["Slings loads"]


def test_a_slide_without_a_title_is_no_part_of_the_one_before(tmp_path: Path) -> None:
    """What it says must not become a duty of the role before it."""
    deck = Presentation()
    add_slide(deck, BULLETS, "Rigger", ["Responsibilities", (1, "Slings loads")])
    add_slide(deck, BULLETS, "Signal Operator", ["Responsibilities", (1, "Gives signs")])
    bullets(add_slide(deck, BLANK).shapes, (1, 4, 20, 4), "Coffee is in the hall")
    deck.save(str(tmp_path / "deck.pptx"))

    reading = read_file(tmp_path / "deck.pptx")
    assert ["Gives signs"] == [text for _, text in _statements(reading)["Signal Operator"]]
    assert "Coffee is in the hall" in _told(reading)


def test_names_over_captions_in_cards_stay_over_them(tmp_path: Path) -> None:
    """“Rigger” stands over “Responsibilities” and “Must not”, as in an outline."""
    deck = Presentation()
    slide = add_slide(deck, TITLE_ONLY, "Who does what")
    for left, name, duty, ban in (
        (1, "Rigger", "Slings loads", "Lift people"),
        (13, "Signal Operator", "Gives signs", "Leave the post"),
    ):
        box(slide.shapes, (left, 3.5, 9, 1), name)
        box(slide.shapes, (left, 5, 9, 1), "Responsibilities")
        bullets(slide.shapes, (left, 6.5, 9, 2), duty)
        box(slide.shapes, (left, 9, 9, 1), "Must not")
        bullets(slide.shapes, (left, 10.5, 9, 2), ban)
    deck.save(str(tmp_path / "deck.pptx"))

    assert {
        "Rigger": [("responsibility", "Slings loads"), ("exclusion", "Lift people")],
        "Signal Operator": [("responsibility", "Gives signs"), ("exclusion", "Leave the post")],
    } == _statements(read_file(tmp_path / "deck.pptx"))


def test_signs_that_were_typed_are_bullets(tmp_path: Path) -> None:
    """Pasted text has its bullets as letters, and line breaks for paragraphs."""
    deck = Presentation()
    slide = add_slide(deck, TITLE_ONLY, "Rigger")
    box(slide.shapes, (1, 4, 20, 6), "Responsibilities:\v\u2022 Slings loads\v\u2022 Checks slings")
    deck.save(str(tmp_path / "deck.pptx"))

    assert ["Slings loads", "Checks slings"] == [
        text for _, text in _statements(read_file(tmp_path / "deck.pptx"))["Rigger"]
    ]


def test_struck_text_is_asked_about(tmp_path: Path) -> None:
    """A line through a duty may mean that it is gone."""
    deck = Presentation()
    slide = add_slide(deck, BULLETS, "Rigger", ["Responsibilities", (1, "Slings loads")])
    run = slide.placeholders[1].text_frame.paragraphs[1].runs[0]
    run._r.get_or_add_rPr().set("strike", "sngStrike")
    deck.save(str(tmp_path / "deck.pptx"))

    assert ["struck"] == [each.topic for each in read_file(tmp_path / "deck.pptx").questions]


def test_a_table_in_a_group_of_text_has_its_cells(tmp_path: Path) -> None:
    """A table of roles has a role in each row, with the duties of a cell one by one."""
    deck = Presentation()
    slide = add_slide(deck, TITLE_ONLY, "Roles")
    grid = table(slide, [["Role", "Responsibilities"], ["Rigger", "Slings loads"]])
    grid.cell(1, 1).text_frame.add_paragraph().text = "Checks slings"
    deck.save(str(tmp_path / "deck.pptx"))

    reading = read_file(tmp_path / "deck.pptx")
    assert [("Slings loads", "B2"), ("Checks slings", "B2")] == [
        (each.passage.plain, each.passage.cell) for each in reading.roles[0].statements
    ]
    assert 1 == sum(isinstance(each, Table) for each in walk(reading.outline.blocks))


def test_a_line_in_larger_letters_is_the_title_where_there_is_none(tmp_path: Path) -> None:
    """Many decks are made of boxes of text on empty slides."""
    deck = Presentation()
    slide = add_slide(deck, BLANK)
    bullets(slide.shapes, (1, 4, 20, 4), "Slings loads")
    box(slide.shapes, (1, 1, 20, 2), "Rigger", size=Pt(32).pt)
    deck.save(str(tmp_path / "deck.pptx"))

    assert ["Slings loads"] == [
        text for _, text in _statements(read_file(tmp_path / "deck.pptx"))["Rigger"]
    ]


def test_a_picture_is_told_by_what_it_says_of_itself(tmp_path: Path) -> None:
    """Half of a deck may be pictures of text."""
    deck = Presentation()
    slide = add_slide(deck, BULLETS, "Rigger", ["Responsibilities", (1, "Slings loads")])
    icon = tmp_path / "icon.png"
    icon.write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
            "789c6360606060000000050001a5f645400000000049454e44ae426082"
        )
    )
    drawn = slide.shapes.add_picture(str(icon), Cm(1), Cm(1))
    drawn._element.nvPicPr.cNvPr.set("descr", "Chart of the yard")
    deck.save(str(tmp_path / "deck.pptx"))

    assert "a picture" in _told(read_file(tmp_path / "deck.pptx"))["Chart of the yard"]


def _without(path: Path, part: str) -> None:
    with zipfile.ZipFile(path) as package:
        kept = {name: package.read(name) for name in package.namelist() if name != part}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in kept.items():
            package.writestr(name, content)


def _replaced(path: Path, part: str, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        kept = {name: package.read(name) for name in package.namelist()}
    kept[part] = kept[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in kept.items():
            package.writestr(name, content)


def _faulty(path: Path, what: str) -> None:
    if what == "locked":
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
        return
    if what == "text":
        path.write_bytes(b"# Rigger\n")
        return
    deck = Presentation()
    add_slide(deck, BULLETS, "Rigger", ["Slings loads"])
    if what == "empty":
        deck.slides[0]._element.set("show", "0")
    deck.save(str(path))
    slide = "ppt/slides/slide1.xml"
    if what == "no part":
        _without(path, "ppt/presentation.xml")
    elif what == "entity":
        _replaced(path, slide, b"<p:sld ", b"<!DOCTYPE p [<!ENTITY a 'b'>]><p:sld ")
    elif what == "bomb":
        _replaced(path, slide, b"Slings loads", b" " * (65 * 1024 * 1024))
    elif what == "deep":
        _replaced(path, slide, b"<p:spTree>", b"<p:spTree>" + b"<p:x>" * 120 + b"</p:x>" * 120)


def test_a_shape_for_newer_programs_is_read(tmp_path: Path) -> None:
    """What only some programs can show stands beside what the others show instead."""
    path = tmp_path / "deck.pptx"
    deck = Presentation()
    add_slide(deck, BULLETS, "Rigger", ["Responsibilities", (1, "Slings loads")])
    deck.save(str(path))
    names = b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    with zipfile.ZipFile(path) as package:
        content = package.read("ppt/slides/slide1.xml")
    shape = content[content.rindex(b"<p:sp>") : content.rindex(b"</p:sp>") + 7]
    newer = b"<mc:AlternateContent " + names + b'><mc:Choice Requires="p14">' + shape
    newer += b"</mc:Choice><mc:Fallback>" + shape.replace(b"Slings", b"Lifts")
    _replaced(path, "ppt/slides/slide1.xml", shape, newer + b"</mc:Fallback></mc:AlternateContent>")

    assert ["Slings loads"] == [text for _, text in _statements(read_file(path))["Rigger"]]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("locked", "locked with a password, or of the format before 2007. Open it, and save"),
        ("text", "This is no PowerPoint file"),
        ("no part", "This is no PowerPoint file"),
        ("entity", "declares a document type"),
        ("bomb", "MB of XML"),
        ("deep", "stand in each other"),
        ("empty", "hidden or pictures"),
    ],
)
def test_a_deck_that_cannot_be_read_says_why(tmp_path: Path, what: str, told: str) -> None:
    """Each has its way out, and none is unpacked without bounds."""
    path = tmp_path / "deck.pptx"
    _faulty(path, what)

    with pytest.raises(MalformedDocument, match=told):
        read_file(path)


@pytest.mark.parametrize(
    ("name", "told"),
    [("deck.ppt", "old PowerPoint format"), ("deck.key", "export it"), ("deck.potx", "template")],
)
def test_slides_of_other_formats_are_refused_with_a_way_out(
    tmp_path: Path, name: str, told: str
) -> None:
    """An office program turns them into one that is read."""
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0")

    with pytest.raises(MalformedDocument, match=r"PowerPoint \(.pptx\)") as caught:
        read_file(tmp_path / name)
    assert told in str(caught.value)


def test_slides_within_one_another_are_read_to_an_end(tmp_path: Path) -> None:
    """A slide may hold thousands of small shapes: a map, not a text."""
    deck = Presentation()
    slide = add_slide(deck, TITLE_ONLY, "Rigger")
    for n in range(450):
        box(slide.shapes, (n % 30, n // 30, 0.5, 0.5), f"Berth {n}")
    deck.save(str(tmp_path / "deck.pptx"))

    outline = read_file(tmp_path / "deck.pptx").outline
    assert "Berth 449" in outline.source.text


def test_numbered_entries_of_impress_and_boxes_without_a_class_are_read(tmp_path: Path) -> None:
    """Boxes that somebody drew have no class, and stand where their coordinates say."""
    path = write_open_deck(
        tmp_path / "deck.odp",
        page(
            frame("title", (1, 1, 20, 2), "<text:p>Rigger</text:p>"),
            frame("", (13, 5, 9, 4), entries("Lift people")),
            frame("", (1, 5, 9, 4), entries("Slings loads")),
            frame("", (13, 4, 9, 1), "<text:p>Must not</text:p>"),
            frame("", (1, 4, 9, 1), "<text:p>Responsibilities</text:p>"),
        ),
    )

    assert {
        "Rigger": [("responsibility", "Slings loads"), ("exclusion", "Lift people")]
    } == _statements(read_file(path))


def test_lists_that_impress_writes_apart_are_one(tmp_path: Path) -> None:
    """It writes each paragraph as a list of its own, nested as deep as its level is."""

    def apart(level: int, text: str) -> str:
        return (
            "<text:list><text:list-item>" * level
            + f"<text:p>{text}</text:p>"
            + ("</text:list-item></text:list>" * level)
        )

    lines = [
        (1, "Responsibilities"),
        (2, "Slings loads"),
        (3, "of two tonnes"),
        (2, "Checks slings"),
    ]
    path = write_open_deck(
        tmp_path / "deck.odp",
        page(
            frame("title", (1, 1, 20, 2), "<text:p>Rigger (1/2)</text:p>"),
            frame("outline", (1, 4, 20, 9), "".join(apart(*each) for each in lines)),
        ),
        page(
            frame("title", (1, 1, 20, 2), "<text:p>Rigger (2/2)</text:p>"),
            frame("outline", (1, 4, 20, 9), apart(2, "Reports damage")),
        ),
    )

    (role,) = read_file(path).roles
    assert [
        ("responsibility", "Slings loads", ["of two tonnes"]),
        ("responsibility", "Checks slings", []),
        ("responsibility", "Reports damage", []),
    ] == [
        (each.kind, each.passage.plain, [part.passage.plain for part in each.parts])
        for each in role.statements
    ]
    assert {"read"} == {each.status for each in role.statements}


def test_a_line_in_larger_letters_is_the_title_in_impress_too(tmp_path: Path) -> None:
    """Its size stands in a style of its own."""
    large = '<text:p><text:span text:style-name="T1">Rigger</text:span></text:p>'
    path = write_open_deck(
        tmp_path / "deck.odp",
        page(
            frame("", (1, 4, 20, 4), entries("Slings loads")),
            frame("", (1, 1, 20, 2), large),
        ),
    )

    assert {"Rigger": [("responsibility", "Slings loads")]} == _statements(read_file(path))


@pytest.mark.parametrize("name", DECKS)
def test_each_deck_of_these_tests_names_a_slide_at_each_place(tmp_path: Path, name: str) -> None:
    """People look on that slide."""
    reading = read_file(DECKS[name](tmp_path / name))
    places = [role.passage.place for role in reading.roles]
    places += [each.passage.place for role in reading.roles for each in role.statements]

    assert places
    assert all("(slide " in place for place in places)


def test_notes_of_a_slide_that_only_shows_a_picture_are_told(tmp_path: Path) -> None:
    """The text of such a slide is in its notes."""
    deck = Presentation()
    add_slide(deck, BULLETS, "Rigger", ["Responsibilities", (1, "Slings loads")])
    note(add_slide(deck, BLANK), "The rigger also keeps the store.")
    deck.save(str(tmp_path / "deck.pptx"))

    reading = read_file(tmp_path / "deck.pptx")
    assert "speaker notes" in _told(reading)["The rigger also keeps the store."]
    assert ["Slings loads"] == [text for _, text in _statements(reading)["Rigger"]]
