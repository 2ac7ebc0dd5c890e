"""Plain text that is divided by numbers, be it in a file of its own or pasted into Markdown."""

from __future__ import annotations

import re

from rolegraph.documents.outline import Outline, SetAside
from rolegraph.documents.readers.masking import mask
from rolegraph.documents.readers.numbered.read import with_parts
from rolegraph.documents.readers.plain import plain_markdown
from rolegraph.documents.text.source import SourceText

_MARKDOWN = re.compile(
    r"^[ \t]*(?:```|~~~|\|.*\|[ \t]*$|:?-{3,}:?[ \t]*\||>[ \t])"
    r"|\*\*|<table\b|\]\(",
    re.MULTILINE | re.IGNORECASE,
)
"""What is Markdown beyond lists and underlined titles: a text with it is read as Markdown."""
_TITLE = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(?=\S)", re.MULTILINE)


def read_numbered(source: SourceText) -> Outline | None:
    """Return the outline of a text whose numbers show how it is divided; None for other texts.

    Plain text is read so where it has any heading. In a Markdown file it is where the numbers are
    such that Markdown has no lists for, and where nothing else in it is Markdown but its title.
    """
    titles = list(_TITLE.finditer(source.text))
    if len(titles) > 1 or _MARKDOWN.search(source.text):
        return None
    masked = mask(source.text, keeps_marks=True)
    text, aside = masked.text, masked.aside
    for found in titles:
        if text[: found.start()].strip("\ufeff \t\r\n"):
            return None
        text = text[: found.start()] + " " * len(found[0]) + text[found.end() :]
        aside = (*aside, SetAside(*found.span(), ""))
    shell = Outline(source, (), plain_markdown, aside, masked.front, to_text=text)
    return with_parts(shell, is_plain=source.file.casefold().endswith(".txt"))
