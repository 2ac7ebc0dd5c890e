"""Files with pages: which of them are slides, and what people call one of their pages."""

from __future__ import annotations

from pathlib import PurePath

from rolegraph.documents.text.model import PAGE

SLIDE = "slide"
SLIDES = frozenset({".pptx", ".pptm", ".ppsx", ".ppsm"})
OPEN_SLIDES = frozenset({".odp", ".fodp"})


def page_word(file: str | None) -> str:
    """Return what a page of a file is called: `slide` in a presentation, else `page`."""
    ending = PurePath(file or "").suffix.casefold()
    return SLIDE if ending in SLIDES | OPEN_SLIDES else PAGE
