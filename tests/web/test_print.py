"""What is printed: all of it, in glyphs, since colours and backgrounds stay on the screen."""

from __future__ import annotations

import re
from io import BytesIO
from unicodedata import normalize

import pytest
from pypdf import PdfReader
from visiting import VisitPage

SHOWN = {
    "/coverage": (
        "Responsibilities and the tools that support them",
        "No tool supports it.",
        "⚠ No role works in it.",
    ),
    "/": ("AI T&E Engineer", "What is missing", "Weigh operational risk"),
    "/workflows/fine-tune-on-findings": ("Plan the round of tuning", "Data Analyst", "Tuning plan"),
    "/roles/ml-developer": ("Feature engineering", "no tool", "Jules Lindqvist"),
    "/score": ("75 of 81 are there", "What would raise it most", "Perform threat analysis"),
    "/query?name=responsibilities-without-a-tool": ("Role Responsibility Line Steps", "4 rows"),
    "/raci": ("Adversarial assessment", "AI Red Teamer", "R"),
}
HIDDEN = (
    *("For developers", "Skip to the content", "a tool goes", "Explore what is", "Its history"),
    *("Ready questions", "SPARQL endpoint", "These gaps as a list", "have the same list"),
)
"""What only leads somewhere, or is pressed."""


@pytest.mark.parametrize("path", SHOWN)
def test_a_printed_page_says_all_that_the_screen_says(path: str, visit: VisitPage) -> None:
    """A meeting works with paper; a dot that is a background colour is not on it."""
    page = visit(path).page
    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    text = "\n".join(sheet.extract_text() for sheet in printed.pages)
    text = normalize("NFKC", text)  # without ligatures
    plain = " ".join(text.split())

    title = page.title().rpartition(" · ")[2]
    dated = re.compile(re.escape(title) + r" · change \d+ of \d{4}-\d\d-\d\d .* printed on \w")
    assert [] == [sheet for sheet in printed.pages if not dated.search(sheet.extract_text())]
    assert [] == [words for words in SHOWN[path] if words not in plain]
    assert [] == [words for words in HIDDEN if words in plain]
    if path == "/coverage":
        dots = page.locator(".matrix .dot").count()
        assert 0 < dots == sum(sheet.extract_text().count("●") for sheet in printed.pages) - 1
        # Each heading is one piece, or words of it, never letters.
        heads = [head.split() for head in page.locator("thead div").all_inner_texts()]
        assert [] == [word for head in heads for word in head if word not in text]
        words = page.locator(".frameworks td").all_inner_texts()
        assert "Specialist" in " ".join(words)
        assert "Specialist" in plain  # a word is not cut into pieces where columns are narrow
    # Nothing is cut on the right: on paper no table is wider than the sheet.
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    wide = page.evaluate(
        "() => [...document.querySelectorAll('table, svg.picture')].filter((one) => "
        "one.getBoundingClientRect().right > document.documentElement.clientWidth + 1).length"
    )
    assert 0 == wide


def test_headings_that_stand_upright_can_be_read_in_any_script(visit: VisitPage) -> None:
    """Chinese letters stand upright in vertical text, and then some fonts print them as a heap."""
    heading = visit("/coverage").page.locator(".matrix.tools thead th:not(.corner) > div").first
    assert "sideways" == heading.evaluate("(one) => getComputedStyle(one).textOrientation")


@pytest.mark.parametrize(
    ("path", "first", "last"),
    [
        ("/", "AI T&E Engineer", "AI Red Teamer"),
        ("/workflows/fine-tune-on-findings", "Plan the round of tuning", "Release the tuned"),
    ],
)
def test_the_letters_of_a_picture_can_be_read_on_paper(
    path: str, first: str, last: str, visit: VisitPage
) -> None:
    """Upright, the letters of the atlas had 4.4 points; across and divided they have 6 or more."""
    pdf = visit(path).page.pdf(format="A4", prefer_css_page_size=True)
    sizes: list[tuple[float, str]] = []

    def note(text: str, around: list[float], matrix: list[float], _: object, size: float) -> None:
        if text.strip():
            sizes.append((size * abs(matrix[3] * around[3]), text))

    across = [one for one in PdfReader(BytesIO(pdf)).pages if one.mediabox[2] > one.mediabox[3]]
    said = "".join(sheet.extract_text(visitor_text=note) for sheet in across)

    assert len(across) <= 2
    assert said.index(first) < said.rindex(last)
    assert {True} == {size >= 6 for size, _ in sizes}, sorted(sizes)[:9]
