"""Decks in forms that organisations use, written with python-pptx and as the XML of Impress."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Cm, Pt

TITLE, BULLETS, SECTION, TWO, COMPARED, TITLE_ONLY, BLANK = range(7)
"""The layouts of python-pptx's own template."""


def add_slide(deck: Any, layout: int, title: str = "", *texts: Sequence[Any]) -> Any:
    """Add a slide; each text fills the next placeholder, as lines or pairs of level and line."""
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    bodies = [each for each in slide.placeholders if each.placeholder_format.idx]
    for body, lines in zip(bodies, texts, strict=False):
        write(body.text_frame, lines)
    return slide


def write(frame: Any, lines: Sequence[Any]) -> None:
    """Write lines into a frame; a pair is a level and a line."""
    for n, each in enumerate(lines):
        level, text = each if isinstance(each, tuple) else (0, each)
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level


def box(shapes: Any, place: tuple[float, float, float, float], *lines: Any, size: int = 0) -> Any:
    """Add a box of text at a place: left, top, width and height in centimetres."""
    added = shapes.add_textbox(*(Cm(each) for each in place))
    write(added.text_frame, lines)
    for paragraph in added.text_frame.paragraphs if size else ():
        for run in paragraph.runs:
            run.font.size = Pt(size)
    return added


def bullets(shapes: Any, place: tuple[float, float, float, float], *lines: Any) -> Any:
    """Add a box whose paragraphs have bullets."""
    added = box(shapes, place, *lines)
    for paragraph in added.text_frame.paragraphs:
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                '<a:buChar xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
                'char="\u2022"/>'
            )
        )
    return added


def table(slide: Any, rows: Sequence[Sequence[str]], top: float = 4) -> Any:
    """Add a table."""
    frame = slide.shapes.add_table(
        len(rows), len(rows[0]), Cm(1), Cm(top), Cm(23), Cm(len(rows) * 1.2)
    )
    for line, texts in zip(frame.table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text
    return frame.table


def footers(slide: Any, *names: str) -> None:
    """Give a slide the footer, date and number of its layout, with a text for each."""
    kinds = {"ftr": "Harbour Office, internal", "dt": "1 May 2026", "sldNum": ""}
    for shape in slide.slide_layout.placeholders:
        kind = shape.element.nvSpPr.nvPr.find(
            "{http://schemas.openxmlformats.org/presentationml/2006/main}ph"
        ).get("type")
        if kind in names:
            copied = deepcopy(shape.element)
            slide.shapes._spTree.append(copied)
            if kinds[kind]:
                added = slide.shapes[-1]
                added.text_frame.text = kinds[kind]


def hide(slide: Any) -> None:
    """Leave a slide out of the show."""
    slide._element.set("show", "0")


def note(slide: Any, *lines: str) -> None:
    """Write what the speaker is to say."""
    write(slide.notes_slide.notes_text_frame, lines)


_DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"


def diagram(slide: Any, kind: str, entries: Sequence[tuple[int, str]]) -> None:
    """Add SmartArt of a category, such as `list` or `hierarchy`; entries have a level."""
    points = ['<dgm:pt modelId="0" type="doc"/>']
    links, stack = [], [0]
    for number, (level, text) in enumerate(entries, start=1):
        del stack[level + 1 :]
        points.append(
            f'<dgm:pt modelId="{number}"><dgm:t><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r>'
            "</a:p></dgm:t></dgm:pt>"
        )
        links.append(
            f'<dgm:cxn modelId="c{number}" srcId="{stack[level]}" destId="{number}" '
            f'srcOrd="{number}" destOrd="0"/>'
        )
        stack.append(number)
    data = (
        f'<dgm:dataModel xmlns:dgm="{_DGM}" xmlns:a="{_A}"><dgm:ptLst>{"".join(points)}'
        f"</dgm:ptLst><dgm:cxnLst>{''.join(links)}</dgm:cxnLst></dgm:dataModel>"
    )
    layout = (
        f'<dgm:layoutDef xmlns:dgm="{_DGM}" uniqueId="{kind}"><dgm:catLst>'
        f'<dgm:cat type="{kind}" pri="1"/></dgm:catLst></dgm:layoutDef>'
    )
    ids = []
    number = slide.slide_id * 10 + len(slide.shapes)
    for name, xml in (("data", data), ("layout", layout)):
        part = Part(
            PackURI(f"/ppt/diagrams/{name}{number}.xml"),
            f"application/vnd.openxmlformats-officedocument.drawingml.diagram"
            f"{'Data' if name == 'data' else 'Layout'}+xml",
            slide.part.package,
            xml.encode(),
        )
        ids.append(slide.part.relate_to(part, f"{_R}/diagram{name.capitalize()}"))
    slide.shapes._spTree.append(
        parse_xml(
            f'<p:graphicFrame xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_R}"><p:nvGraphicFramePr>'
            f'<p:cNvPr id="{number}" name="Diagram {number}"/><p:cNvGraphicFramePr/><p:nvPr/>'
            f'</p:nvGraphicFramePr><p:xfrm><a:off x="900000" y="4200000"/>'
            f'<a:ext cx="5000000" cy="2000000"/></p:xfrm><a:graphic><a:graphicData uri="{_DGM}">'
            f'<dgm:relIds xmlns:dgm="{_DGM}" r:dm="{ids[0]}" r:lo="{ids[1]}" r:qs="x" r:cs="x"/>'
            "</a:graphicData></a:graphic></p:graphicFrame>"
        )
    )


def line(slide: Any, above: Any, below: Any) -> None:
    """Join two shapes by a line."""
    added = slide.shapes.add_connector(MSO_CONNECTOR.ELBOW, 0, 0, 0, 0)
    added.begin_connect(above, 2)
    added.end_connect(below, 0)


def raci_deck(path: Path) -> Path:
    """A RACI matrix on two slides, with a title, an agenda, footers and a legend."""
    deck = Presentation()
    add_slide(deck, TITLE, "Berth planning", ["Who does what, version 3"])
    add_slide(deck, BULLETS, "Agenda", ["Matrix", "Legend"])
    first = add_slide(deck, TITLE_ONLY, "RACI matrix (1/2)")
    heads = ["Phase", "Task", "Berth Planner", "Harbour Master", "Pilot"]
    grid = table(
        first,
        [
            heads,
            ["Plan", "Assign berths", "R", "A", "C"],
            ["", "Announce closures", "I", "A/R", ""],
        ],
    )
    grid.cell(1, 0).merge(grid.cell(2, 0))
    second = add_slide(deck, TITLE_ONLY, "RACI matrix (2/2)")
    table(second, [heads, ["Moor", "Guide ships", "", "I", "R"]])
    add_slide(
        deck,
        BULLETS,
        "Legend",
        ["R = Responsible", "A = Accountable", "C = Consulted", "I = Informed"],
    )
    for slide in deck.slides:
        footers(slide, "ftr", "dt", "sldNum")
    deck.save(str(path))
    return path


def handbook_deck(path: Path) -> Path:
    """One role a slide, some over two; notes, a hidden slide, sections with title slides."""
    deck = Presentation()
    add_slide(deck, TITLE, "Quay handbook", ["Quay Office"])
    add_slide(deck, SECTION, "Operations")
    driver = add_slide(
        deck,
        BULLETS,
        "Crane Driver (1/2)",
        [
            "Responsibilities",
            (1, "Lifts loads"),
            (2, "of up to 40 tonnes"),
            (1, "Keeps the log of the crane"),
        ],
    )
    note(driver, "Tell them that she also greases the ropes.")
    add_slide(
        deck,
        BULLETS,
        "Crane Driver (2/2)",
        [(1, "Reports damage"), "Must not", (1, "Lift people")],
    )
    add_slide(
        deck,
        BULLETS,
        "Banksman",
        ["Duties:", (1, "Gives signs"), (1, "Stops the lift when somebody is below the load")],
    )
    old = add_slide(deck, BULLETS, "Watchman", ["Duties:", (1, "Rings the bell")])
    hide(old)
    add_slide(deck, SECTION, "Office")
    add_slide(
        deck,
        BULLETS,
        "Berth Planner",
        ["Responsibilities", (1, "Assigns berths"), "Requirements", (1, "Certificate of planning")],
    )
    deck.save(str(path))
    return path


def persona_deck(path: Path) -> Path:
    """A persona a slide, in boxes of text around a picture, with captions above them."""
    deck = Presentation()
    slide = add_slide(deck, BLANK)
    box(slide.shapes, (1, 0.5, 20, 1.5), "Mira Vance", size=36)
    box(slide.shapes, (1, 2.2, 20, 1), "Role: Data Analyst", size=18)
    # In the order of drawing the lists come before their captions, and the right column first.
    bullets(slide.shapes, (13, 5.2, 10, 5), "Numbers arrive late", "Nobody owns the terms")
    bullets(slide.shapes, (1, 5.2, 10, 5), "Find the right table at once", "Trust its numbers")
    box(slide.shapes, (13, 4, 10, 1), "Frustrations", size=20)
    box(slide.shapes, (1, 4, 10, 1), "Goals", size=20)
    box(slide.shapes, (1, 12, 22, 1.5), "Quote: I only want one number.")
    deck.save(str(path))
    return path


def columns_deck(path: Path) -> Path:
    """Two columns with headings, and cards for roles in groups."""
    deck = Presentation()
    add_slide(deck, TITLE, "How the yard works", ["May 2026"])
    add_slide(
        deck,
        COMPARED,
        "Yard Manager",
        ["Responsibilities"],
        ["Plans the shifts", "Signs the log"],
        ["Not responsible for"],
        ["Repairs", "Payroll"],
    )
    cards = add_slide(deck, TITLE_ONLY, "Roles in the yard")
    for n, (name, *duties) in enumerate(
        [
            ("Rigger", "Slings loads", "Checks slings"),
            ("Signal Operator", "Gives signs"),
            ("Store Keeper", "Issues tools", "Counts tools"),
        ]
    ):
        group = cards.shapes.add_group_shape()
        left = 1 + 8 * n
        bullets(group.shapes, (left, 6, 7, 5), *duties)
        box(group.shapes, (left, 4.5, 7, 1.2), name, size=20)
    rows = add_slide(deck, TITLE_ONLY, "Who to call")
    for n, (name, text) in enumerate(
        [
            ("Duty Officer", "Decides on closures of the yard. Calls the fire brigade."),
            ("Safety Officer", "Investigates accidents and writes the report on each of them."),
        ]
    ):
        box(rows.shapes, (9, 4 + 3 * n, 14, 2), text)
        box(rows.shapes, (1, 4 + 3 * n, 7, 2), name)
    deck.save(str(path))
    return path


def chart_deck(path: Path) -> Path:
    """An organisation chart of boxes and lines, SmartArt, a chart, and a box beside the slide."""
    deck = Presentation()
    add_slide(deck, TITLE, "Organisation of the port", ["2026"])
    chart = add_slide(deck, TITLE_ONLY, "Who reports to whom")
    boxes = []
    for text, left, top in (
        ("Port Director", 10, 4),
        ("Harbour Master", 4, 8),
        ("Head of Security", 16, 8),
    ):
        shape = chart.shapes.add_shape(MSO_SHAPE.RECTANGLE, Cm(left), Cm(top), Cm(5), Cm(1.5))
        shape.text_frame.text = text
        boxes.append(shape)
    line(chart, boxes[0], boxes[1])
    line(chart, boxes[0], boxes[2])
    box(chart.shapes, (-9, 4, 8, 2), "Ask Ben whether this is still right")
    art = add_slide(deck, TITLE_ONLY, "Security Officer")
    diagram(
        art, "list", [(0, "Responsibilities"), (1, "Checks badges"), (1, "Walks the fence twice")]
    )
    tree = add_slide(deck, TITLE_ONLY, "Security")
    diagram(tree, "hierarchy", [(0, "Head of Security"), (1, "Gate Keeper")])
    numbers = add_slide(deck, TITLE_ONLY, "Ships")
    data = CategoryChartData()
    data.categories = ["2024", "2025"]
    data.add_series("Ships", (1, 2))
    drawn = numbers.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(2), Cm(5), Cm(10), Cm(8), data
    )
    drawn.chart.has_title = True
    drawn.chart.chart_title.text_frame.text = "Ships a year"
    deck.save(str(path))
    return path


_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("presentation", "presentation"),
        ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
    )
)
_OPEN_STYLES = (
    '<style:style style:name="dp1" style:family="drawing-page">'
    '<style:drawing-page-properties presentation:visibility="visible"/></style:style>'
    '<style:style style:name="dp2" style:family="drawing-page">'
    '<style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    '<style:style style:name="T1" style:family="text">'
    '<style:text-properties fo:font-size="36pt"/></style:style>'
)


def frame(kind: str, place: tuple[float, float, float, float], inner: str) -> str:
    """Return a frame of a class (`title`, `outline` …) with a box of text."""
    left, top, width, height = place
    named = f'presentation:class="{kind}"' if kind else ""
    return (
        f'<draw:frame {named} svg:x="{left}cm" svg:y="{top}cm" svg:width="{width}cm" '
        f'svg:height="{height}cm"><draw:text-box>{inner}</draw:text-box></draw:frame>'
    )


def entries(*texts: str) -> str:
    """Return a list; a text may hold paragraphs and lists of its own."""
    items = (each if each.startswith("<") else f"<text:p>{each}</text:p>" for each in texts)
    joined = "".join(f"<text:list-item>{each}</text:list-item>" for each in items)
    return f"<text:list>{joined}</text:list>"


def page(*shapes: str, style: str = "dp1", notes: str = "") -> str:
    """Return a slide."""
    spoken = frame("notes", (2, 14, 17, 10), f"<text:p>{notes}</text:p>") if notes else ""
    return (
        f'<draw:page draw:style-name="{style}">{"".join(shapes)}'
        f"<presentation:notes>{spoken}</presentation:notes></draw:page>"
    )


def write_open_deck(path: Path, *pages: str) -> Path:
    """Write an OpenDocument presentation."""
    content = (
        f"<?xml version='1.0' encoding='UTF-8'?><office:document-content {_SPACES}>"
        f"<office:automatic-styles>{_OPEN_STYLES}</office:automatic-styles><office:body>"
        f"<office:presentation>{''.join(pages)}</office:presentation></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
        package.writestr("content.xml", content)
    return path


def open_deck(path: Path) -> Path:
    """Slides of Impress: outlines, a table, notes, a hidden slide, a line between boxes."""
    top, middle = (1, 1, 23, 2), (1, 4, 23, 10)
    nested = "<text:p>Responsibilities</text:p>" + entries("Opens the lock", "Reads the gauge")
    forbidden = "<text:p>Must not</text:p>" + entries("Leave the lock open at night")
    cells = [["Task", "Sluice Keeper", "Dike Warden"], ["Close the gates", "R", "A"]]
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
        + "</table:table-row>"
        for row in cells
    )
    grid = (
        '<draw:frame svg:x="1cm" svg:y="4cm" svg:width="23cm" svg:height="4cm">'
        f'<table:table>{rows}</table:table><draw:image xlink:href="x" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"/></draw:frame>'
    )
    return write_open_deck(
        path,
        page(
            frame("title", top, "<text:p>Locks and dikes</text:p>"),
            frame("subtitle", middle, "<text:p>Water board</text:p>"),
        ),
        page(
            frame("title", top, "<text:p>Sluice Keeper</text:p>"),
            frame("outline", middle, entries(nested, forbidden)),
            frame("footer", (1, 17, 10, 1), "<text:p>Water board, 2026</text:p>"),
            notes="Say that the keeper lives beside the lock.",
        ),
        page(frame("title", top, "<text:p>Matrix</text:p>"), grid),
        page(
            frame("title", top, "<text:p>Old ways</text:p>"),
            frame("outline", middle, entries("Rings the bell")),
            style="dp2",
        ),
    )


DECKS = {
    "raci.pptx": raci_deck,
    "handbook.pptx": handbook_deck,
    "persona.pptx": persona_deck,
    "columns.pptx": columns_deck,
    "chart.pptx": chart_deck,
    "locks.odp": open_deck,
}
