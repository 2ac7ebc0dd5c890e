"""Takes out of a Markdown file what is no running text, without moving anything.

Comments, tags, link definitions, template code and front matter are overwritten with blanks of the
same length, so that every offset and line stays. CommonMark would swallow some of what stands
around them: bullets straight inside `<details>`, text behind `-->`, a link definition that is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from rolegraph.documents.outline import FRONT, SetAside
from rolegraph.documents.readers.capitals import titles_in_capitals

_FENCE = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
_FRONT = re.compile(
    r"\A(---|\+\+\+)[ \t]*\r?\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|\{/\*.*?\*/\}", re.DOTALL)
_TABLE = re.compile(r"<table\b.*?(?:</table>|\Z)", re.DOTALL | re.IGNORECASE)
_IGNORED = re.compile(r"<(style|script|svg)\b.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:details|summary|div|span|p|a|center|section|article|aside|main|header|footer|nav"
    r"|ul|ol|hr|img|u|font|small|big|figure|figcaption|picture|source|iframe|colgroup|col"
    r"|dl|dt|dd|h[1-6]|[A-Z]\w*)(?:\s[^<>]*)?/?>",
)
_WIKI = re.compile(
    r"^[ \t]*(?:\[\[[ \t]*:?(?:category|kategorie|catégorie|categoría|categoria|categorie|kategoria"
    r"|kategori|категория|категорія|file|image|datei|bild|fichier|archivo|imagen|immagine|bestand"
    r"|plik|ficheiro|[a-z]{2,3}):[^\]\n]*\]\][ \t]*)+$"
    r"|(?<!\w)__(?:NO|FORCE)?(?:TOC|EDITSECTION|GALLERY|INDEX|NEWSECTIONLINK|TITLECONVERT"
    r"|CONTENTCONVERT|HIDDENCAT|STATICREDIRECT|DISAMBIG|EXPECTUNUSEDCATEGORY)__"
    r"|\{\{DEFAULTSORT:[^{}\n]*\}\}",
    re.IGNORECASE | re.MULTILINE,
)
"""What a page of MediaWiki tells the program and not its reader: `[[Category:…]]`, `__NOTOC__`."""
_TEMPLATE = re.compile(r"\{%.*?%\}|\{\{[<%].*?[>%]\}\}", re.DOTALL)
_DIRECTIVE = re.compile(
    r"^[ \t]*:{3,}.*$|^[ \t]*(?:import|export)[ \t].*['\"];?[ \t]*$", re.MULTILINE
)
_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^[^\]]+\]:[^\n]*(?:\n(?:[ ]{4}|\t)[^\n]*)*", re.MULTILINE)
_DEFINITION = re.compile(r"^[ ]{0,3}\[([^\]\n]+)\]:[ \t]*(\S[^\n]*)$", re.MULTILINE)
_ADDRESS = re.compile(
    r"<?(?:[a-z][a-z0-9+.-]*:|/|\.|#|[\w./-]+\.(?:md|html?|com|org|io)\b)", re.IGNORECASE
)
_NOT_LINE_END = re.compile(r"[^\r\n]")
_BULLET = re.compile(
    r"^([ \t]*(?:>[ \t]?)?)[•●◦▪‣·∙➢✓–—☐☑☒□▢❏❑❒](?=[ \t\u00a0])",  # noqa: RUF001
    re.MULTILINE,
)
_LETTERED = re.compile(r"^([ \t]*)(\(?[a-z0-9]{1,2}\)|[a-z]\.)(?=[ \t]+\S)", re.MULTILINE)
_ROMAN = re.compile(r"^([ \t]*)([IVX]{1,6}[ \t]?(?:\u2013|\u2014|-))(?=[ \t]+\S)", re.MULTILINE)
"""Entries as statutes have them: `I –` and `II –` before a line."""  # noqa: RUF001
_INDENT = 3
_NUMBERED_TITLE = re.compile(
    r"^([0-9]{1,3}[.)])[ \t]+\S.*\n(?=(?:-{3,}|={3,})[ \t]*$)", re.MULTILINE
)
_TAB = re.compile(r'^[ ]*(?P<sign>===[!+]{0,2}[ ]+)"[^"\n]+"[ \t]*$', re.MULTILINE)
_PLAIN_NUMBER = re.compile(r"[0-9]{1,2}\)")

TABLE = "\ue000"
"""Stands where an HTML table begins."""
NO_BLANK = "\u200b"
"""Stands for a character that was taken out where a blank would say something to Markdown."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A Markdown text with blanks where something was taken out.

    Attributes:
        text: as long as the original.
        aside: what was taken out, and why.
        front: the fields of the front matter.
        tables: where HTML tables stand; `TABLE` stands at their first place in the text.
        capitals: where the line of a title in capitals begins → its level.
    """

    text: str
    aside: tuple[SetAside, ...]
    front: Mapping[str, Any] = field(default_factory=dict)
    tables: tuple[tuple[int, int], ...] = ()
    capitals: Mapping[int, int] = field(default_factory=dict)


def mask(text: str, *, keeps_marks: bool = False) -> Masked:
    """Blank out what is no running text.

    Args:
        text: the text.
        keeps_marks: whether “a)”, “•” and titles in capitals stay as they are written.
    """
    return _Masking(text).run(keeps_marks=keeps_marks)


class _Masking:
    def __init__(self, text: str) -> None:
        self._original = text
        self._text = text
        self._aside: list[SetAside] = []
        self._code: list[tuple[int, int]] = []
        self._found: list[tuple[int, int]] = []

    def run(self, *, keeps_marks: bool) -> Masked:
        front = self._front_matter()
        self._code = _code_blocks(self._text)
        self._each(_COMMENT, "a comment")
        self._each(_IGNORED, "script or style")
        self._tables()
        self._each(_WIKI, "a mark of a wiki, for its program")
        self._each(_TEMPLATE, "template code")
        self._each(_DIRECTIVE, "a directive")
        self._each(_FOOTNOTE, "a footnote")
        for found in _DEFINITION.finditer(self._text):
            reason = "a link definition"
            if not _ADDRESS.match(found[2]):
                reason = f"reads as a link definition; is it text, write “{found[1]}: …”"
            self._take(found.start(), found.end(), reason)
        self._tags()
        if keeps_marks:
            return Masked(self._text, tuple(self._aside), front, tuple(self._found))
        return self._with_marks(front)

    def _with_marks(self, front: Mapping[str, Any]) -> Masked:
        """Write marks that Markdown does not know as those that it knows."""
        for found in _NUMBERED_TITLE.finditer(self._text):
            # Markdown sees a list and a rule here, the writer wrote an underlined heading.
            blank = NO_BLANK * len(found[1])
            self._text = self._text[: found.start(1)] + blank + self._text[found.end(1) :]
        for found in _TAB.finditer(self._text):
            if not self._in_code(found.start()):
                # A tab of MkDocs is an entry of a list: what belongs to it is indented.
                begin, end = found.span("sign")
                item = "-   " + NO_BLANK * (end - begin - 4)
                self._text = self._text[:begin] + item + self._text[end:]
                self._aside.append(SetAside(begin, end, ""))
        capitals = titles_in_capitals(self._text)
        for start, end in capitals.numbers:
            self._text = self._text[:start] + NO_BLANK * (end - start) + self._text[end:]
        for start, end in capitals.pages:
            self._take(start, end, "a page number")
        self._text = _BULLET.sub(self._outside(lambda found: found[1] + "-"), self._text)
        self._text = _LETTERED.sub(self._outside(_as_bullet), self._text)
        if any(found[2].startswith("II") for found in _ROMAN.finditer(self._text)):
            self._text = _ROMAN.sub(self._outside(_as_bullet), self._text)
        found_tables = tuple(self._found)
        return Masked(self._text, tuple(self._aside), front, found_tables, capitals.levels)

    def _front_matter(self) -> Mapping[str, Any]:
        found = _FRONT.match(self._text)
        if not found:
            return {}
        fields = _fields(found[1], found[2])
        if fields is None:
            return {}
        self._take(found.start(), found.end(), FRONT)
        return fields

    def _each(self, pattern: re.Pattern[str], reason: str) -> None:
        for found in pattern.finditer(self._text):
            self._take(found.start(), found.end(), reason)

    def _tables(self) -> None:
        """Blank HTML tables, but for a mark by which the reader finds them again."""
        for found in _TABLE.finditer(self._text):
            if self._in_code(found.start()):
                continue
            self._found.append(found.span())
            blank = _NOT_LINE_END.sub(" ", found[0])
            text = self._text
            self._text = text[: found.start()] + TABLE + blank[1:] + text[found.end() :]

    def _take(self, start: int, end: int, reason: str) -> None:
        if self._in_code(start):
            return
        if reason and not self._text[start:end].isspace():
            self._aside.append(SetAside(start, end, reason))
        blank = _NOT_LINE_END.sub(" ", self._text[start:end])
        self._text = self._text[:start] + blank + self._text[end:]

    def _tags(self) -> None:
        """Blank tags; text behind them must not seem indented, and so nested in a list before."""
        for found in _TAG.finditer(self._text):
            if self._in_code(found.start()):
                continue
            begin = self._text.rfind("\n", 0, found.start()) + 1
            before = self._text[begin : found.start()].strip(" \t" + NO_BLANK)
            holds = not before and re.match(r"[^\W_]", self._text[found.end() : found.end() + 1])
            self._aside.append(SetAside(found.start(), found.end(), ""))
            start = begin if holds else found.start()
            gone = self._text[start : found.end()]
            blank = _NOT_LINE_END.sub(NO_BLANK if holds else " ", gone)
            self._text = self._text[:start] + blank + self._text[found.end() :]

    def _in_code(self, position: int) -> bool:
        return any(start <= position < end for start, end in self._code)

    def _outside(self, change: Any) -> Any:
        return lambda found: found[0] if self._in_code(found.start()) else change(found)


def _as_bullet(found: re.Match[str]) -> str:
    """Return a lettered marker as a dash at its end, or as near as text may be indented."""
    if _PLAIN_NUMBER.fullmatch(found[2]):
        return found[0]
    before = min(len(found[2]) - 1, _INDENT)
    return found[1] + " " * before + "-" + " " * (len(found[2]) - before - 1)


def _fields(fence: str, content: str) -> Mapping[str, Any] | None:
    """Return front matter as a mapping; None where it is none, so that it is read as text."""
    try:
        if fence == "+++":
            import tomllib

            return tomllib.loads(content)
        found = yaml.safe_load(content)
    except (yaml.YAMLError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _code_blocks(text: str) -> list[tuple[int, int]]:
    """Return the stretches between code fences."""
    found: list[tuple[int, int]] = []
    opening: re.Match[str] | None = None
    for fence in _FENCE.finditer(text):
        if opening is None:
            opening = fence
        elif fence[1].startswith(opening[1]) and fence[0].strip(" \t>") == fence[1]:
            found.append((opening.start(), fence.end()))
            opening = None
    if opening is not None:
        found.append((opening.start(), len(text)))
    return found
