"""The words by which headings, labels and bullets are understood, one table a language."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from rolegraph.documents.language.tables import (
    STATEMENT_KINDS,
    own_table,
    shipped,
    usual_of,
)
from rolegraph.folder.own_words import WORD_LANGUAGES, OwnWords

LANGUAGES = WORD_LANGUAGES
PARTICIPATION = {
    "responsible": "R",
    "accountable": "A",
    "consulted": "C",
    "informed": "I",
    "supports": "S",
    "approves": "P",
}
"""Ways to take part in an activity → the letter that stands for it in a matrix."""
_STATED_KIND = re.compile(r"\{kind:([\w-]+)\}")
"""How a reader of records says what a field holds, where its own name does not."""
_SIGNS = re.compile(r"[^\w'&/ -]+|_")
PARAGRAPH_NUMBER = (
    r"(?:§{1,2}(?:\s*[0-9]+[a-z]?(?:[.\u2013-][0-9]+)*)?[.):]?"
    r"|(?i:art(?:\.|icle|ikel|igo|\u00edculo|icolo|yku\u0142)?)\s*"
    r"(?:[0-9]+\.?[a-z\u00aa\u00ba\u00b0]?|[IVXL]+)[.):]?"
    r"|(?i:section|sec\.|abschnitt|kapitel|chapter|teil|part|titel|title|by-?law|schedule|annex|"
    r"anlage|anhang|rozdzia\u0142|cz\u0119\u015b\u0107|cap[i\u00ed]tulo|t[i\u00ed]tulo|capitolo|titolo|chapitre|titre|"
    r"hoofdstuk|b\u00f6l\u00fcm|madde|\u0433\u043b\u0430\u0432\u0430|\u0440\u0430\u0437\u0434\u0435\u043b|\u0441\u0442\u0430\u0442\u044c\u044f)\s*(?:[0-9]+(?:\.[0-9]+)*|[IVXL]+)(?:[.):]|(?=\s+[\u2013\u2014-]\s))"
    r"|(?i:(?:erst|zweit|dritt|viert|fünft|sechst|siebt|acht|neunt|zehnt)er\s+"
    r"(?:abschnitt|teil|titel|unterabschnitt))(?=\s+[\u2013\u2014-]\s)"
    r")(?:\s+[\u2013\u2014-](?=\s))?"
)
"""What numbers the paragraphs of a statute: “§ 2”, “Art. 3:”, “Section 4.”."""
_NUMBER = re.compile(
    rf"^\s*(?:(?:{PARAGRAPH_NUMBER}|[0-9]+(?:\.[0-9]+)+[.):]?|[0-9]+[.):]|[IVX]+[.)]|[A-Z][.)])\s+"
    r"|(?:[0-9]+|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3})[\u3001\uff0e]\s*"
    r"|[(\uff08][0-9\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3}[)\uff09]\s*)"
)
_BRACKETS = re.compile(r"[(\[\uff08][^)\]\uff09]*[)\]\uff09]")
_KNOWN = 1 << 14
"""So many texts are kept with what was found of them; a large document asks for each again."""
_WORD_SIGNS = 4
"""So many signs of Chinese or Japanese say about as much as a word."""


@lru_cache(maxsize=_KNOWN)
def fold(text: str) -> str:
    """Return text in lower case, with plain apostrophes and single blanks, without most signs.

    The two letters i of Turkish are one, as in capitals without a dot.
    """
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'").replace("\u0130", "i")
    text = text.casefold().replace("\u0131", "i")
    return " ".join(_SIGNS.sub(" ", text).split())


def without_number(text: str) -> str:
    """Return a heading without the number before it."""
    return _NUMBER.sub("", text, count=1)


@dataclass(frozen=True, slots=True)
class Label:
    """What a heading or label announces.

    Attributes:
        kinds: the kinds of statements, fields or `skipped`, in order of appearance.
        rest: the words of the heading beside its phrases, folded.
        is_negated: whether a negation stands in it that is no part of a phrase.
        reason: why what stands below is not read, for `skipped`.
        phrase: the words by which it was understood.
    """

    kinds: tuple[str, ...]
    rest: str
    is_negated: bool = False
    reason: str = ""
    phrase: str = ""

    @property
    def kind(self) -> str | None:
        """The one kind, or None where there are several."""
        return self.kinds[0] if len(self.kinds) == 1 else None


class Words:
    """The table of one language.

    Args:
        table: the content of a file of words, such as `words/en.yaml`.
        more: further tables, of the same form and each perhaps with a few entries alone, such as
            a catalogue's own; their phrases come before those of `table`.
    """

    def __init__(self, table: Mapping[str, Any], more: Sequence[Mapping[str, Any]] = ()) -> None:
        self._tables = (*more, table)
        self.language = str(table["language"])
        self.name = str(table.get("name", self.language))
        self.is_head_first = table.get("head") == "first"
        self.has_capital_nouns = table.get("nouns") == "capital"
        self.is_joined = table.get("script") == "joined"
        self.has_articles = table.get("articles") != "none"

    @classmethod
    def load(cls, language: str, own: Mapping[str, OwnWords] | None = None) -> Words | None:
        """Return the table of a language; None where there is none.

        Args:
            language: its tag, such as `pt-BR`; what stands behind the hyphen does not count.
            own: language → words that a catalogue adds.
        """
        code = language.split("-", maxsplit=1)[0].casefold()
        if code not in LANGUAGES:
            return None
        return _words(code, (own or {}).get(code))

    def _lists(self, *path: str) -> Iterable[str]:
        for table in self._tables:
            found: Any = table
            for key in path:
                found = found.get(key, {}) if isinstance(found, Mapping) else {}
            yield from found or ()

    def set_of(self, *path: str) -> frozenset[str]:
        """Return a list of the table as a set of folded phrases."""
        if path not in self._sets:
            self._sets[path] = frozenset(fold(each) for each in self._lists(*path))
        return self._sets[path]

    @cached_property
    def _sets(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    def _keys(self, *path: str) -> list[str]:
        found: dict[str, None] = {}
        for table in self._tables:
            inner: Any = table
            for key in path:
                inner = inner.get(key, {}) if isinstance(inner, Mapping) else {}
            found.update(dict.fromkeys(inner))
        return list(found)

    def patterns(self, *path: str) -> tuple[re.Pattern[str], ...]:
        """Return a list of the table as compiled expressions."""
        key = "/".join(path)
        if key not in self._patterns:
            self._patterns[key] = tuple(
                re.compile(each, re.IGNORECASE) for each in self._lists(*path)
            )
        return self._patterns[key]

    @cached_property
    def _patterns(self) -> dict[str, tuple[re.Pattern[str], ...]]:
        return {}

    def matches(self, text: str, *path: str) -> re.Match[str] | None:
        """Return the first match of a list of expressions in a text."""
        return next((hit for each in self.patterns(*path) if (hit := each.search(text))), None)

    def kind_of(self, text: str, section: str) -> str | None:
        """Return the first kind of a section (`cues`, `leads`, `duties`) that a text matches."""
        return next(
            (kind for kind in self._keys(section) if self.matches(text, section, kind)), None
        )

    @cached_property
    def people(self) -> str:
        """The reason why names of people are not read."""
        return next(iter(self._tables[-1].get("skipped", ())), "")

    def without_harmless(self, text: str) -> str:
        """Return a text without turns such as “but not limited to”, which negate nothing."""
        for pattern in self.patterns("no_negation"):
            text = pattern.sub(" ", text)
        return text

    def limits(self, label: str) -> bool:
        """Tell whether a label asks for consent or advice first: “Needs approval for”."""
        return bool(self.matches(label, "limits")) and not self.matches(label, "negation")

    def relation_kinds(self) -> list[str]:
        """Return the kinds of relations that this language has expressions for."""
        return self._keys("relations")

    def relation_field_kinds(self, text: str) -> list[str]:
        """Return the kinds of relations that a label such as “Reports to” gives.

        The longest phrase comes first: “zastępuje go” says the contrary of “zastępuje”.
        """
        folded = f" {fold(text)} "
        found = {
            kind: max(
                (
                    len(each)
                    for each in self.set_of("relation_fields", kind)
                    if f" {each} " in folded
                ),
                default=0,
            )
            for kind in self._keys("relation_fields")
        }
        return sorted((kind for kind, length in found.items() if length), key=lambda k: -found[k])

    def participation(self, text: str, section: str = "raci") -> str | None:
        """Return the letter (R, A, C, I, S, P) of a head or cell such as “Responsible”."""
        folded = fold(text)
        found = next((k for k in self._keys(section) if folded in self.set_of(section, k)), None)
        return PARTICIPATION[found] if found else None

    def ways_to_take_part(self) -> frozenset[str]:
        """Return the words such as “responsible” and “informed”, folded; no single letters."""
        found = (each for kind in self._keys("raci") for each in self.set_of("raci", kind))
        return frozenset(each for each in found if len(each) > 2)  # noqa: PLR2004

    def raw(self, *path: str) -> frozenset[str]:
        """Return a list of the table as it is written, in lower case: signs stay."""
        return frozenset(each.casefold() for each in self._lists(*path))

    @cached_property
    def common(self) -> frozenset[str]:
        """The most usual words of the language."""
        return self.set_of("common")

    @cached_property
    def _phrases(self) -> list[tuple[str, str, str]]:
        """Phrases, longest first, a catalogue's own before others: phrase, meaning, reason."""
        found = []
        for table in self._tables:
            found += [
                (fold(phrase), name, "")
                for section in ("kinds", "persona", "fields")
                for name, phrases in table.get(section, {}).items()
                for phrase in phrases
                if name not in {"name", "activity"}
            ]
            found += [
                (fold(phrase), "skipped", reason)
                for reason, phrases in table.get("skipped", {}).items()
                for phrase in phrases
            ]
        return sorted(found, key=lambda each: -len(each[0]))

    @cached_property
    def _phrases_by_word(self) -> dict[str, list[int]]:
        """The places in `_phrases` of those that begin with a word."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, (phrase, _, _) in enumerate(self._phrases):
            found[phrase.split(" ", 1)[0]].append(place)
        return dict(found)

    def _phrases_in(self, text: str) -> Iterable[tuple[str, str, str]]:
        """Return the phrases that may stand in a text, in their order: all, without blanks."""
        if self.is_joined:
            return self._phrases
        words = set(text.split(" "))
        places = sorted(place for word in words for place in self._phrases_by_word.get(word, ()))
        return [self._phrases[place] for place in places]

    def exact(self, text: str, *path: str) -> bool:
        """Tell whether a heading is, as a whole, a phrase of a list."""
        return fold(without_number(text)).strip(" -/'&") in self.set_of(*path)

    def label(self, heading: str) -> Label | None:
        """Return what a heading or label announces; None when no phrase is in it.

        Chinese and Japanese documents have English headings as well.
        """
        english = Words.load("en") if self.is_joined and heading.isascii() else None
        return _label(english or self, heading)

    def _read_label(self, heading: str) -> Label | None:
        stated = _STATED_KIND.fullmatch(heading)
        if stated:
            return Label((stated[1],), "", phrase=stated[1])
        if kind := self._whole(heading):
            return Label((kind,), "", phrase=fold(heading))
        if reason := self._skipped_whole(heading):
            return Label(("skipped",), "", reason=reason, phrase=fold(heading))
        heading = self.without_harmless(_BRACKETS.sub(" ", without_number(heading)))
        remaining = f" {fold(heading)} ".replace("/", " / ")
        found: list[tuple[int, str, str, str]] = []
        for phrase, name, reason in self._phrases_in(remaining):
            place = self._place(remaining, phrase)
            if place >= 0:
                found.append((place, name, reason, phrase))
                end = place + len(phrase)
                remaining = remaining[:place] + "\x00" * len(phrase) + remaining[end:]
        if not found:
            return None
        if any(name in STATEMENT_KINDS for _, name, _, _ in found):
            # “Responsibilities may include” announces duties: a verb counts where it stands alone.
            strong = [each for each in found if each[3] not in self.set_of("weak")]
            found = strong or found
        if any(name in STATEMENT_KINDS for _, name, _, _ in found):
            # “Supervisor responsibilities” names a role, it does not relate one to its supervisor.
            named = " ".join(phrase for _, name, _, phrase in found if name == "relation")
            found = [each for each in found if each[1] != "relation"]
            remaining += f"{named} "
        found.sort()
        pieces = remaining.replace("\x00", " ").split()
        if self.is_joined:
            pieces = [part for each in pieces for part in _as_words(each)]
        rest = " ".join(each for each in pieces if any(sign.isalnum() for sign in each))
        negated = bool(self.matches(rest, "negation"))
        kinds = tuple(dict.fromkeys(name for _, name, _, _ in found))
        reason = next((reason for _, name, reason, _ in found if name == "skipped"), "")
        return Label(kinds, rest, negated, reason, found[0][3])

    def _whole(self, heading: str) -> str | None:
        """Return what a heading announces that is, as a whole, a phrase of a list for that."""
        found = (kind for kind in self._keys("whole") if self.exact(heading, "whole", kind))
        return next(found, None) or ("practice" if self.exact(heading, "tools") else None)

    def _skipped_whole(self, heading: str) -> str:
        """Return why what a label announces is not read: who has the post, how work is measured."""
        reasons = self._keys("whole_skipped")
        found = next((r for r in reasons if self.exact(heading, "whole_skipped", r)), "")
        is_measured = not found and self.matches(without_number(heading).strip(), "measured")
        return reasons[-1] if is_measured else found

    def _place(self, text: str, phrase: str) -> int:
        """Return where a phrase stands in a heading as words of its own; -1 where it does not.

        Chinese and Japanese write no blanks: there it stands at the beginning or the end.
        """
        if not self.is_joined:
            place = text.find(f" {phrase} ")
            return place + 1 if place >= 0 else -1
        blank = (" ", "\x00")
        place = text.find(phrase)
        while place >= 0:
            if text[place - 1] in blank or text[place + len(phrase)] in blank:
                return place
            place = text.find(phrase, place + 1)
        return -1

    @cached_property
    def role_words(self) -> frozenset[str]:
        """Words that name a role."""
        return self.set_of("role_words")

    @cached_property
    def not_role_words(self) -> frozenset[str]:
        """Words with the ending of a role that name none."""
        return self.set_of("not_role_words")


def _as_words(text: str) -> list[str]:
    """Return a text without blanks in pieces that say about as much as a word."""
    if text.isascii():
        return [text]
    return [text[start : start + _WORD_SIGNS] for start in range(0, len(text), _WORD_SIGNS)]


@lru_cache(maxsize=_KNOWN)
def _label(words: Words, heading: str) -> Label | None:
    """Return what a heading announces; each is asked for several times in one reading."""
    return words._read_label(heading)  # noqa: SLF001 - the same module


@cache
def usual_words(code: str) -> frozenset[str]:
    """Return the most usual words of a language: `Words.common`, without the rest of its table.

    To find the language of a document takes those of all languages, and a table takes long to read.
    """
    return frozenset(fold(each) for each in usual_of(code))


@lru_cache(maxsize=32)
def _words(code: str, own: OwnWords | None) -> Words:
    return Words(shipped(code), (own_table(own),) if own else ())
