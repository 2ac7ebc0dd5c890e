"""What stands before a line of a numbered text: “2.1”, “§ 3”, “Article IV.”, “(a)”, “ii.”, “-”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = {
    "article": "article|artikel|art\\.|artículo|articolo|artigo|artykuł|madde|статья|стаття|ст\\.",
    "section": "section|sec\\.|abschnitt|sección|sezione|secção|seção|sekcja|bölüm|раздел|розділ",
    "chapter": "chapter|kapitel|chapitre|capítulo|capitolo|hoofdstuk|rozdział|глава",
    "part": "part|teil|partie|parte|deel|część|k\u0131s\u0131m|часть|частина",
    "title": "title|titel|titre|título|titolo|by-?law|rule",
    "annex": "annex|appendix|schedule|anhang|anlage|annexe|anexo|allegato|bijlage|załącznik|ek",
}
_STEP = "step|schritt|étape|etape|paso|passo|passaggio|stap|krok|ad\u0131m|шаг|крок"
_LOOKS = [
    (
        "(step)",
        re.compile(
            rf"(?:{_STEP})[ \t]+(?P<own>[0-9]{{1,2}})(?:[.:)]|[ \t]*[\u2013\u2014-])(?=[ \t])",
            re.IGNORECASE,
        ),
    ),
    (
        "word",
        re.compile(
            "(?:"
            + "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
            + r")(?:(?<=\.)[ \t]*|[ \t]+)(?P<own>[0-9]{1,3}[a-z]?|[IVXL]{1,7}|[A-Z])(?![\w])"
            r"(?:\.?[º°ª]?\.?-|[.:)]|[ \t]*[\u2013\u2014-](?=[ \t]|$))?(?=[ \t]|$)",
            re.IGNORECASE,
        ),
    ),
    (
        "§",
        re.compile(
            r"§[ \t]*(?P<own>[0-9]{1,3}[a-z]?)"
            r"(?:[.:)]|[ \t]*[\u2013\u2014-](?=[ \t]))?(?=[ \t]|$)"
        ),
    ),
    (
        "1.1",
        re.compile(r"(?P<own>[0-9]{1,3}(?:\.[0-9]{1,3}){1,4})[.)]?(?=[ \t])"),
    ),
    ("(1)", re.compile(r"\((?P<own>[0-9]{1,3}[a-z]?|[A-Za-z]{1,2}|[ivx]{1,5})\)(?=[ \t])")),
    ("1)", re.compile(r"(?P<own>[0-9]{1,3}|[A-Za-z]{1,2}|[ivx]{1,5})\)(?=[ \t])")),
    ("1.", re.compile(r"(?P<own>[0-9]{1,3}|[A-Za-z]|[ivx]{1,5}|[IVX]{1,6})\.(?=[ \t])")),
    ("1", re.compile(r"(?P<own>[0-9]{1,2})(?=[ \t]{1,8}[^\W\d_])")),
    ("-", re.compile(r"(?P<own>[-*+•●◦▪‣·➢✓\u2013\u2014☐☑☒□o])(?=[ \t])")),
]
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
DOTTED, WORDED, BULLET, BARE = "1.1", "word", "-", "1"


@dataclass(frozen=True, slots=True)
class LineMark:
    """One way to understand what a line begins with.

    Attributes:
        style: its signs and its kind of number; marks that follow each other have the same.
        path: its numbers, such as 2 and 1 of “2.1”.
        end: where it ends in its line, after the indent.
    """

    style: str
    path: tuple[int, ...]
    end: int

    @property
    def own(self) -> int:
        """Its last number."""
        return self.path[-1]

    @property
    def is_word(self) -> bool:
        """Whether it is a word with a number, or “§ 3”: such are never entries of a list."""
        return self.style.startswith((WORDED, "§"))

    @property
    def is_bullet(self) -> bool:
        """Whether it has no number."""
        return self.style.startswith(BULLET)


def marks_of(text: str) -> Iterator[LineMark]:
    """Yield the ways to understand the beginning of a line, which has no indent; none for text."""
    for look, pattern in _LOOKS:
        found = pattern.match(text)
        if found is None:
            continue
        own = found["own"]
        if look == BULLET:
            yield LineMark(BULLET + own, (1,), found.end())
        elif look == DOTTED:
            path = tuple(int(each) for each in own.removesuffix(".0").split("."))
            yield LineMark(f"{DOTTED} {len(path)}", path, found.end())
        else:
            name = look
            if look == WORDED:
                word = next(name for name in _WORDS if found[name])
                is_large = found[0][:1].isupper()
                if not is_large:
                    return  # “section 2 of the act” in a line that goes on
                name = f"{WORDED} {word}"
            for kind, value in _values(own):
                yield LineMark(f"{name} {kind}", (value,), found.end())
        return


def _values(own: str) -> Iterator[tuple[str, int]]:
    """Yield kinds of numbers with the value: “i” is the first Roman number and the ninth letter."""
    if own[0].isdigit():
        digits = own.rstrip("abcdefghijklmnopqrstuvwxyz")
        yield "number", int(digits)
        return
    case = "upper" if own.isupper() else "lower"
    if set(own.casefold()) <= set(_ROMAN):
        yield f"{case} roman", _roman(own.casefold())
    if len(set(own)) == 1:
        yield f"{case} letter", ord(own[0].casefold()) - ord("a") + 1 + 26 * (len(own) - 1)


def _roman(text: str) -> int:
    values = [_ROMAN[each] for each in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-one if one < following else one for one, following in pairs)
