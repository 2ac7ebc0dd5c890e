"""The lines of a numbered text: how far they are indented, and whether they look like titles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rolegraph.documents.outline import SetAside

_LINE = re.compile(r"[^\r\n\f]*\S[^\r\n\f]*")
_RULE = re.compile(r"([=_~*^#+.\u2500\u2014-])(?:[ \t]?\1){2,}")
_PAGE = re.compile(
    r"[-\u2013 \t]*(?:(?:page|seite|página|pagina|strona|sayfa|p\.|s\.)\s*)?"
    r"[0-9]{1,4}(?:\s*(?:/|of|von|de|di|van|sur|z)\s*[0-9]{1,4})?[-\u2013 \t]*",
    re.IGNORECASE,
)
_TAB = 4
_MOST_WORDS, _LONG_WORD, _MOST_CAPITALS = 10, 4, 8
_NO_TITLE = (".", ";", ",", "!", "?", "\u3002")
_LEAD_WORDS = 4
_RUN_IN = re.compile(
    r"(?P<title>[^\W\d_][^.:;!?\n]{1,60}?)(?:\.|[ \t]+[\u2013\u2014-])(?:[ \t]+(?=[^\W\d_(])|\Z)",
    re.DOTALL,
)
_SHORT_TITLE = 2
_LABEL = re.compile(r"[^\W\d_][^:\n.;,]{1,30}:(?=[ \t]|$)")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line with something in it.

    Attributes:
        start: where its first sign stands.
        text: what stands there, without the blanks around it.
        indent: how many columns it is indented.
        has_gap: whether a blank line, a rule or a page number stands before it.
        is_underlined: whether a rule stands right below it.
    """

    start: int
    text: str
    indent: int
    has_gap: bool = False
    is_underlined: bool = False

    @property
    def end(self) -> int:
        """Where its last sign ends."""
        return self.start + len(self.text)

    @property
    def is_label(self) -> bool:
        """Whether it begins with a word or a few and a colon: “Issued: 4 February”."""
        return _LABEL.match(self.text) is not None


def lines_of(text: str, first: int = 0) -> tuple[list[TextLine], list[SetAside]]:
    """Return the lines of a text that have something in them, and what is none: rules, pages.

    Args:
        text: the text, with blanks where something was taken out.
        first: where it begins.
    """
    found: list[TextLine] = []
    aside: list[SetAside] = []
    before, gap = first, True
    for hit in _LINE.finditer(text, first):
        ends = text.count("\n", before, hit.start()) or text.count("\r", before, hit.start())
        gap = gap or ends > 1 or "\f" in text[before : hit.start()]
        before = hit.end()
        seen = hit[0].strip()
        start = hit.start() + len(hit[0]) - len(hit[0].lstrip())
        if _RULE.fullmatch(seen):
            aside.append(SetAside(start, start + len(seen), ""))
            if found and not gap:
                last = found[-1]
                found[-1] = TextLine(last.start, last.text, last.indent, last.has_gap, True)
            gap = True
        elif _PAGE.fullmatch(seen):
            aside.append(SetAside(start, start + len(seen), "a page number"))
        else:
            indent = len(hit[0].expandtabs(_TAB)) - len(hit[0].expandtabs(_TAB).lstrip())
            found.append(TextLine(start, seen, indent, gap))
            gap = False
    return found, aside


def is_title(text: str) -> bool:
    """Tell whether a text may be a title: short, no sentence, with a large letter at first."""
    plain = text.strip()
    words = plain.split()
    letter = next((sign for sign in plain if sign.isalpha()), "")
    if not letter or letter.islower() or len(words) > _MOST_WORDS or plain.endswith(_NO_TITLE):
        return False
    if "**" in plain or "|" in plain or re.search(r"[.;!?][ \t]+\S", plain):
        return False
    return not plain.endswith(":") or len(words) <= _LEAD_WORDS


def is_capital_title(text: str) -> bool:
    """Tell whether a text is a title in capitals."""
    words = re.findall(r"[^\W\d_]+", text)
    is_long = any(len(word) >= _LONG_WORD for word in words)
    is_short = is_long and len(words) <= _MOST_CAPITALS
    return text.isupper() and is_short and is_title(text) and not re.search(r"[<>{}`\t]", text)


def run_in(text: str, *, is_alone: bool = False) -> tuple[int, int] | None:
    """Return where the title ends with which a paragraph begins, and where its text begins.

    That is “Treasurer. The Treasurer shall …”, or “Treasurer.” where it may stand alone. A title
    has two words, or large letters in all.
    """
    found = _RUN_IN.match(text)
    if found is None or (found.end() == len(text) and not is_alone):
        return None
    words = found["title"].split()
    is_large = all(word[:1].isupper() or len(word) < _LONG_WORD for word in words)
    if not is_title(found["title"]) or not (is_large or len(words) <= _SHORT_TITLE):
        return None
    return found.end("title"), found.end()
