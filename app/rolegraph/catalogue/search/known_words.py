"""The words of a catalogue: those of one stem, those spelt alike, and those in two parts.

Stems are those of Snowball (https://snowballstem.org), in the languages that the texts have.
Likeness is the number of letters that are missing, too many, wrong or swapped (RapidFuzz).
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable

from rolegraph.catalogue.search.query_words import SMALL_WORDS

_STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
# British and American spelling fall together; both sides of a comparison pass through here.
_SPELLINGS = (
    (re.compile(r"(?<=[iy])z(?=[aei])"), "s"),
    (re.compile(r"(?<=..)our"), "or"),
    (re.compile(r"ence(?=s?$)"), "ense"),
)
_SAME = 3  # letters at the beginning that words of one stem share
_LEAST_STEM = 5  # letters of stems of which one may be longer by a letter
_LEAST_PART = 3  # letters of a part of a word
_NEAR = 3  # near words that stand for one


class SearchVocabulary:
    """Words, folded as the index folds them. A word that is no more in use does no harm here.

    Args:
        words: all of them.
        languages: tags of the languages of the texts, such as `de` or `en-GB`.
    """

    def __init__(self, words: Iterable[str], languages: Iterable[str]) -> None:
        import snowballstemmer  # with rapidfuzz 65 ms of a start, which searches for nothing

        self._words = sorted(set(words))
        names = {_STEMMERS.get(tag.partition("-")[0].lower(), "") for tag in languages} - {""}
        self._stemmers = [snowballstemmer.stemmer(name) for name in sorted(names or {"english"})]
        self._stems: dict[str, frozenset[str]] = {}

    def __contains__(self, word: str) -> bool:
        """Tell whether a word is known."""
        place = bisect_left(self._words, word)
        return place < len(self._words) and self._words[place] == word

    def add(self, words: Iterable[str]) -> None:
        """Take in more words."""
        for word in words:
            if word not in self:
                insort(self._words, word)

    def stems(self, word: str) -> frozenset[str]:
        """Return the stem of a word in each language, spelt in one way."""
        found = self._stems.get(word)
        if found is None:
            spelt = word
            for pattern, common in _SPELLINGS:
                spelt = pattern.sub(common, spelt)
            found = frozenset(str(stemmer.stemWord(spelt)) for stemmer in self._stemmers)
            self._stems[word] = found
        return found

    def related(self, word: str) -> list[str]:
        """Return the other words of the same stem, in any of the languages."""
        if len(word) < _SAME:
            return []
        wanted = self.stems(word)
        first = bisect_left(self._words, word[:_SAME])
        found = []
        for other in self._words[first:]:
            if not other.startswith(word[:_SAME]):
                break
            if other != word and _are_related(wanted, self.stems(other)):
                found.append(other)
        return found

    def parts(self, word: str) -> tuple[str, str] | None:
        """Return two known words that a word is made of, or None.

        Between them may stand a small one: `operationandmonitoring`.
        """
        for cut in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
            if word[:cut] not in self:
                continue
            rest = word[cut:]
            small = (rest[:size] for size in range(2, len(rest)) if rest[:size] in SMALL_WORDS)
            for last in (rest, *(rest.removeprefix(one) for one in small)):
                if len(last) >= _LEAST_PART and last in self:
                    return word[:cut], last
        return None

    def near(self, word: str) -> list[str]:
        """Return the known words that are most like one that is not."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = min(2, (len(word) - 2) // 2)
        if allowed < 1:
            return []
        found = process.extract(
            word, self._words, scorer=OSA.distance, score_cutoff=allowed, limit=_NEAR
        )
        return [other for other, distance, _ in found if distance == found[0][1]]


def _are_related(some: frozenset[str], others: frozenset[str]) -> bool:
    if some & others:
        return True
    return any(
        len(short) >= _LEAST_STEM and len(long) == len(short) + 1 and long.startswith(short)
        for one in some
        for other in others
        for short, long in (sorted((one, other), key=len),)
    )
