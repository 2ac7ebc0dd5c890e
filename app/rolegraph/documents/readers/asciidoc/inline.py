"""AsciiDoc as a reader sees it: without marks, with the texts of links and references."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rolegraph.documents.readers.asciidoc.attributes import Attributes

_TEXT = r"(?P<text>(?:[^\]\\]|\\.){0,1000})"
_FOOTNOTE = re.compile(r"footnote(?:ref)?:[\w-]*\[(?P<text>(?:[^\]\\]|\\.){0,2000})\]")
_ICON = re.compile(r"(?:icon|anchor|indexterm|index|biblio):[^\s\[\]]*\[[^\]]*\]")
_HIDDEN_TERM = re.compile(r"\(\(\([^()]*\)\)\)")
_TERM = re.compile(r"\(\(([^()]+)\)\)")
_ANCHOR = re.compile(r"\[\[[^\[\]]*\]\]")
_CROSS = re.compile(r"<<(?P<id>[^<>,]+)(?:,\s*(?P<text>[^<>]*))?>>")
_XREF = re.compile(rf"xref:(?P<id>[^\s\[\]]+)\[{_TEXT}\]")
_LINK = re.compile(rf"(?:link:|mailto:)(?P<id>[^\s\[\]]+)\[{_TEXT}\]")
_URL = re.compile(
    rf"<?(?P<id>(?:https?|ftp|irc)://[^\s\[\]<>]+)(?:\[{_TEXT}\]|(?P<open>>))?", re.IGNORECASE
)
_IMAGE = re.compile(r"image:(?P<id>[^\s:\[\]][^\[\]]{0,300})\[(?P<text>[^\]]*)\]")
_KEYS = re.compile(
    r"(?:kbd|btn):\[(?P<text>[^\]]*)\]|menu:(?P<menu>[^\[\]]{1,300})\[(?P<item>[^\]]*)\]"
)
_PASSED = re.compile(
    r"\+\+\+(?P<a>.{1,500}?)\+\+\+|\+\+(?P<b>.{1,500}?)\+\+|pass:[\w,]*\[(?P<c>[^\]]{0,1000})\]|"
    r"(?<![\w+])\+(?=\S)(?P<d>[^+\n]{1,500}?)(?<=\S)\+(?![\w+])|`\+(?!\+)(?P<e>[^`\n]{1,500}?)\+`|"
    r"(?:stem|latexmath|asciimath):\[(?P<f>[^\]]{0,1000})\]",
    re.DOTALL,
)
_ROLE = r"(?:\[[^\[\]\n]{0,100}\])?"
# Bounds keep a paragraph of thousands of open marks from taking minutes.
_MARKS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rf"(?<!\\){_ROLE}\*\*(?P<text>.{{1,500}}?)\*\*",
        rf"(?<![\w\\*:;}}]){_ROLE}\*(?P<text>\S|\S.{{0,500}}?\S)\*(?!\w)",
        rf"(?<!\\){_ROLE}__(?P<text>.{{1,500}}?)__",
        rf"(?<![\w\\_:;}}]){_ROLE}_(?P<text>\S|\S.{{0,500}}?\S)_(?!\w)",
        rf"(?<!\\){_ROLE}``(?P<text>.{{1,500}}?)``",
        rf"(?<![\w\\`:;}}]){_ROLE}`(?P<text>\S|\S.{{0,500}}?\S)`(?!\w)",
        rf"(?<!\\){_ROLE}##(?P<text>.{{1,500}}?)##",
        rf"(?<![\w\\#&:;}}]){_ROLE}#(?P<text>\S|\S.{{0,500}}?\S)#(?!\w)",
        r"(?<!\\)\^(?P<text>\S+?)\^",
        r"(?<!\\)~(?P<text>\S+?)~",
    )
)
_QUOTES = (
    (re.compile(r'"`(.{1,500}?)`"', re.DOTALL), "\u201c\\1\u201d"),
    (re.compile(r"'`(.{1,500}?)`'", re.DOTALL), "\u2018\\1\u2019"),
)
_REPLACED = (
    (re.compile(r"\(C\)"), "\u00a9"),
    (re.compile(r"\(R\)"), "\u00ae"),
    (re.compile(r"\(TM\)"), "\u2122"),
    (re.compile(r"(?<=\w)--(?=\w)|(?<=\s)--(?=\s)"), "\u2014"),
    (re.compile(r"\.\.\."), "\u2026"),
    (re.compile(r"(?<=\w)`'(?=\w)|(?<=\w)'(?=\w)"), "\u2019"),
    (re.compile(r"=>"), "\u21d2"),
    (re.compile(r"->"), "\u2192"),
    (re.compile(r"<="), "\u21d0"),
    (re.compile(r"<-"), "\u2190"),
)
_BREAK = re.compile(r"[ \t]\+[ \t]*(?=\r|\n|\Z)")
_ESCAPE = re.compile(r"\\(?=[*_`#^~{\[<|+]|\(\(|https?:|[\w.]+@)")
_CHARACTER = re.compile(r"&(?:#(\d{2,6})|#x([0-9a-fA-F]{2,5}));")
_CELL = re.compile(r"\\\|")
_MARK = re.compile(r"[*_`#^~\[<+:({&\\=\-.'|]")
_FILE = re.compile(r"[./:]")
_HELD = re.compile("\ue010(\\d+)\ue011")


class PlainText:
    """Turns AsciiDoc into text on one line.

    Args:
        attributes: those of the document.
        titles: the identifiers of sections and anchors → what a reference to them reads as.
    """

    def __init__(self, attributes: Attributes, titles: Mapping[str, str]) -> None:
        self._attributes, self._titles = attributes, titles

    def __call__(self, text: str) -> str:
        """Return a stretch of the file as a reader sees it; footnotes are no part of it."""
        if not _MARK.search(text):
            return " ".join(text.split())
        held: list[str] = []

        def hold(found: re.Match[str]) -> str:
            held.append(next((each for each in found.groups() if each is not None), ""))
            return f"\ue010{len(held) - 1}\ue011"

        text = _PASSED.sub(hold, _CELL.sub("|", text))
        text = self._attributes.resolve(text)
        for pattern in (_FOOTNOTE, _ICON, _HIDDEN_TERM, _ANCHOR):
            text = pattern.sub("", text)
        text = _TERM.sub(r"\1", text)
        text = _KEYS.sub(_key, text)
        text = _IMAGE.sub(lambda found: _first(found["text"]), text)
        for pattern in (_CROSS, _XREF):
            text = pattern.sub(self._referred, text)
        for pattern in (_LINK, _URL):
            text = pattern.sub(_linked, text)
        for pattern, replacement in _QUOTES:
            text = pattern.sub(replacement, text)
        for pattern in _MARKS:
            text = pattern.sub(r"\g<text>", text)
        text = _BREAK.sub("", text)
        for pattern, replacement in _REPLACED:
            text = pattern.sub(replacement, text)
        text = _CHARACTER.sub(_character, _ESCAPE.sub("", text))
        text = _HELD.sub(lambda found: held[int(found[1])], text)
        return " ".join(text.split())

    def _referred(self, found: re.Match[str]) -> str:
        """Return what a cross reference reads as: its text, or the title of what it leads to."""
        said = (found["text"] or "").strip().replace("\\]", "]")
        if said:
            return said
        name = found["id"].strip()
        inner = name.rpartition("#")[2]
        known = self._titles.get(inner)
        return known or (inner if _FILE.search(inner) else f"[{inner}]")


def footnotes(text: str) -> list[tuple[int, int]]:
    """Return where the texts of footnotes stand in a text."""
    return [found.span() for found in _FOOTNOTE.finditer(text) if found["text"].strip()]


def _linked(found: re.Match[str]) -> str:
    said = _first((found["text"] or "").replace("\\]", "]"))
    said = said.removesuffix("^")
    # A link without a text shows its address; one behind a scheme of its own without it.
    return said or found["id"]


def _first(text: str) -> str:
    """Return the text of a link or picture, without its attributes: “Handbook,window=_blank”."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1]
    before, sign, after = text.partition(",")
    return before if sign and "=" in after else text


def _key(found: re.Match[str]) -> str:
    if found["text"] is not None:
        return found["text"]
    return f"{found['menu']} \u203a {found['item']}" if found["item"] else found["menu"]


def _character(found: re.Match[str]) -> str:
    number = int(found[1]) if found[1] else int(found[2], 16)
    return chr(number) if number < 0x110000 else found[0]  # noqa: PLR2004 - Unicode ends there
