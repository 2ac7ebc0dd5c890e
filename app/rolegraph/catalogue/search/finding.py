"""Search over the names and texts of things, with the reason for each hit."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice, pairwise

from rolegraph.catalogue.index.facts import Facts
from rolegraph.catalogue.schema.types import ResourceTypes
from rolegraph.catalogue.search.query_words import (
    MOST_WORDS,
    SMALL_WORDS,
    Form,
    all_words_of,
    shortened,
    words_of,
)
from rolegraph.catalogue.search.text_index import (
    GIVEN_NAME,
    OTHER_NAME,
    WEIGHTS,
    IndexedText,
    SearchIndex,
)
from rolegraph.rdf.quad_source import QuadSource, visible
from rolegraph.rdf.terms import NamedNode

_RANKED = 100  # hits that are ranked by their texts; those beyond follow by words alone
_FEW = 3  # hits; with fewer, and words taken for others, things with some of the words join
_QUESTION = 3  # words; so many with few hits are a question, and no one thing has them all
_SHOWN = 5  # texts shown as reasons of one hit
_COUNTED = 60  # links to a thing that count for its rank
_WHOLE, _PHRASE = 2.0, 1.4  # the whole of a text, or its words in order, counts more
_AGREEMENT = 0.1  # each thing that gives another a name puts that other a little before itself


@dataclass(frozen=True)
class Match:
    """A text that was found.

    Attributes:
        field: JSON name of the field that has it.
        text: the text, shortened around what was found.
        highlighted: the same as HTML, with `<mark>` around what was found.
        via: IRI of the thing that has it, where that is not the hit itself.
    """

    field: str
    text: str
    highlighted: str
    via: str | None = None


@dataclass(frozen=True)
class Hit:
    """A thing that was found, with the texts that led to it, the best first."""

    iri: str
    score: float
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Hits:
    """A part of what was found.

    Attributes:
        hits: in order.
        total: how many there are.
        near: words of the catalogue that were taken for words it has not.
        partly: whether things are among them that have not all of the words.
    """

    hits: tuple[Hit, ...]
    total: int
    near: tuple[str, ...] = ()
    partly: bool = False


@dataclass(frozen=True)
class _Found:
    """What a search found before it is ranked.

    Attributes:
        scores: number of a thing → what the words count there.
        forms: the forms of all words.
        near: see `Hits`.
        partly: see `Hits`.
    """

    scores: dict[int, float]
    forms: list[Form]
    near: tuple[str, ...]
    partly: bool


@dataclass(frozen=True)
class _Count:
    """What has a word: the number of a thing → how much the word counts there.

    A word that few things have counts more.
    """

    found: dict[int, float]
    rarity: float


@dataclass(frozen=True)
class _Ranked:
    """A hit with its score, and the names that others give it."""

    score: float
    via: tuple[IndexedText, ...] = ()


class Searcher:
    """Searches at one revision.

    Args:
        index: the texts.
        quads: where links are looked up.
        types: what the shapes say.
        facts: classes and labels of all things.
    """

    def __init__(
        self, index: SearchIndex, quads: QuadSource, types: ResourceTypes, facts: Facts
    ) -> None:
        self._index, self._quads, self._types, self._facts = index, quads, types, facts

    def search(
        self,
        query: str,
        plurals: Sequence[str] = (),
        limit: int = 20,
        offset: int = 0,
        *,
        suggest: bool = False,
    ) -> Hits:
        """Return the things in which all words of a query are found, the best first.

        Case, accents, British and American spelling make no difference, and a word finds those of
        its stem. A word that is nowhere stands for its two parts, or for the words most like it.
        Where nothing has all words, or few things have the words of a question, things with at
        least half of them are found. A thing is found as well by the names that others give it.

        Args:
            query: words.
            plurals: the types that are looked for; by default all.
            limit: how many hits are wanted.
            offset: how many are skipped.
            suggest: look at names only, taking the last word for the beginning of one.
        """
        words = words_of(query)[:MOST_WORDS]
        found = self._found(words, suggest=suggest)
        scores, every = found.scores, found.forms
        if not scores:
            return Hits((), 0, found.near)
        best = _best(scores, _RANKED)
        if plurals:
            # What is wanted may also be found by a name that something else gives it.
            scores = {n: s for n, s in scores.items() if self._is_wanted(self._iri(n), plurals)}
            best |= _best(scores, _RANKED)
        ranked = self._ranked(best, words, every, suggest=suggest)
        if plurals:
            ranked = {i: r for i, r in ranked.items() if self._is_wanted(i, plurals)}
        head = sorted(ranked, key=lambda iri: (-ranked[iri].score, *self._facts.link_key(iri)))
        ahead = {self._index.number(iri) for iri in head}
        rest = [number for number in scores if number not in ahead]
        end = offset + limit
        if end > len(head):
            more = _best({number: scores[number] for number in rest}, end - len(head))
            head += [self._iri(number) for number in more]
        hits = [self._hit(iri, ranked.get(iri), scores, every) for iri in head[offset:end]]
        return Hits(tuple(hits), len(ahead) + len(rest), found.near, found.partly)

    def _iri(self, number: int) -> str:
        return self._index.iri(number)

    def _is_wanted(self, iri: str, plurals: Sequence[str]) -> bool:
        return any(t.plural in plurals for t in self._facts.types_of(iri))

    def _found(self, words: list[str], *, suggest: bool) -> _Found:
        """Return what has all words, or where nothing has, at least half of them."""
        counts: dict[str, _Count] = {}
        forms: list[Form] = []
        near: list[str] = []
        last = len(words) - 1
        joined = {} if suggest else self._joined(words)
        for place, word in enumerate([*words, *joined]):
            ways = self._index.forms(word, suggest=suggest and place == last)
            counts[word] = self._count(ways, suggest=suggest)
            if not counts[word].found:
                ways = self._index.instead(word)
                counts[word] = self._count(ways, suggest=suggest)
                if counts[word].found and not ways[0].together:
                    near += ways[0].words
            forms += ways
        needed = [word for word in words if word not in SMALL_WORDS] or words
        scores = _all_of([counts[word] for word in needed])
        for word, (first, second) in joined.items():
            others = [counts[w] for w in needed if w not in {first, second}]
            for number, score in _all_of([counts[word], *others]).items():
                scores[number] = max(score, scores.get(number, 0.0))
        few = len(scores) < _FEW and (near or len(needed) >= _QUESTION)
        if not suggest and (not scores or few):
            more = _most_of([counts[word] for word in needed])
            return _Found(more | scores, forms, tuple(near), len(more) > len(scores))
        return _Found(scores, forms, tuple(near), partly=False)

    def _joined(self, words: list[str]) -> dict[str, tuple[str, str]]:
        """Return the words of the catalogue that two neighbours make when joined."""
        pairs = {one + other: (one, other) for one, other in pairwise(words)}
        return {word: pair for word, pair in pairs.items() if self._index.knows(word)}

    def _count(self, ways: list[Form], *, suggest: bool) -> _Count:
        """Return what has a word in one of its forms, and how much the best of them counts."""
        found: dict[int, float] = {}
        for form in ways:
            for number, kind in self._index.kinds(form.phrase).items():
                if kind <= OTHER_NAME or not suggest:
                    count = WEIGHTS[kind] * form.share
                    if count > found.get(number, 0.0):
                        found[number] = count
        return _Count(found, 1.0 + math.log(1.0 + 1000.0 / (1.0 + len(found))))

    def _ranked(
        self, scores: dict[int, float], words: list[str], forms: list[Form], *, suggest: bool
    ) -> dict[str, _Ranked]:
        """Rank things by their texts, and those that they give a name."""
        wanted = " ".join(words)
        ranked: dict[str, _Ranked] = {}
        names: dict[str, IndexedText] = {}
        for number, score in scores.items():
            iri = self._iri(number)
            texts = [(text, words_of(text.text)) for text in self._index.texts(number)]
            quality = max(_quality(text, found, wanted, forms) for text, found in texts)
            ranked[iri] = _Ranked(score * quality * self._standing(iri))
            given = (t for t, found in texts if t.kind == GIVEN_NAME and set(words) <= set(found))
            if not suggest and (name := next(given, None)):
                names[iri] = name
        for iri, name in names.items():
            giver = ranked[iri].score
            for target in self._named_by(iri):
                known = ranked.get(target, _Ranked(0.0))
                score = max(known.score, giver) + giver * _AGREEMENT
                ranked[target] = _Ranked(score, (*known.via, name))
        return ranked

    def _named_by(self, iri: str) -> Iterator[str]:
        """Yield the things that a thing gives names to: those that it must link to, one each."""
        for field in self._types.fields_of(self._facts.classes(iri)):
            if field.kind == "link" and field.single and field.required and not field.inverse:
                pattern = self._quads.match(NamedNode(iri), NamedNode(field.predicate))
                for quad in visible(pattern):
                    if isinstance(quad.object, NamedNode) and self._facts.classes(
                        quad.object.value
                    ):
                        yield quad.object.value

    def _standing(self, iri: str) -> float:
        """Return how much more a thing counts for the links that lead to it."""
        links = sum(1 for _ in islice(self._quads.match(None, None, NamedNode(iri)), _COUNTED))
        return 1.0 + 0.45 * math.log1p(links)

    def _hit(
        self, iri: str, ranked: _Ranked | None, scores: dict[int, float], forms: list[Form]
    ) -> Hit:
        number = self._index.number(iri)
        own = self._index.texts(number) if number is not None and number in scores else []
        found = [t for t in own if any(f.fits(w) for w in all_words_of(t.text) for f in forms)]
        pairs = [*((t, None) for t in found), *((t, t.iri) for t in (ranked.via if ranked else ()))]
        pairs.sort(key=lambda pair: pair[0].kind)
        score = ranked.score if ranked else scores[number] if number is not None else 0.0
        matches = (
            Match(text.field, *shortened(text.text, forms), via) for text, via in pairs[:_SHOWN]
        )
        return Hit(iri, score, tuple(matches))


def _all_of(counts: list[_Count]) -> dict[int, float]:
    """Return what has all words, with the sum of what these count."""
    if not counts:
        return {}
    shared = set.intersection(*(set(count.found) for count in counts))
    return {n: sum(count.found[n] * count.rarity for count in counts) for n in shared}


def _most_of(counts: list[_Count]) -> dict[int, float]:
    """Return what has at least half of the words."""
    scores: dict[int, float] = {}
    had: Counter[int] = Counter()
    for count in counts:
        for number, weight in count.found.items():
            scores[number] = scores.get(number, 0.0) + weight * count.rarity
            had[number] += 1
    return {number: score for number, score in scores.items() if 2 * had[number] >= len(counts)}


def _best(scores: dict[int, float], limit: int) -> dict[int, float]:
    """Return the best scores in order; among equals the things that came first."""
    best = nsmallest(limit, scores.items(), key=lambda item: (-item[1], item[0]))
    return dict(best)


def _quality(text: IndexedText, words: list[str], wanted: str, forms: list[Form]) -> float:
    """Return how well a text fits: as the whole, in order, and how much of a name was asked for."""
    found = " ".join(words)
    in_order = _PHRASE if f" {wanted} " in f" {found} " else 1.0
    fit = _WHOLE if found == wanted else in_order
    if text.kind <= OTHER_NAME and words:
        fit += sum(any(form.fits(word) for form in forms) for word in words) / len(words)
    return fit * WEIGHTS[text.kind] / 10.0 + 1.0
