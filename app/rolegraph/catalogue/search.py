"""Search over the names and texts of things, with the reason for each hit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice

from rolegraph.catalogue.facts import Facts, Readable, visible
from rolegraph.catalogue.search_index import GIVEN_NAME, OWN_NAMES, Found, SearchIndex
from rolegraph.catalogue.search_text import MOST_WORDS, forms_of, words_of
from rolegraph.catalogue.types import ResourceTypes
from rolegraph.rdf.terms import NamedNode

_RANKED = 200  # hits that are ranked by their texts; those beyond follow by words alone
_SHOWN = 5  # texts shown as reasons of one hit
_COUNTED = 200  # links to a thing that count for its rank
_WHOLE, _PHRASE = 2.0, 1.4  # the whole of a text, or its words in order, weighs more
_AGREEMENT = 0.1  # each thing that gives another a name puts that other a little before itself


@dataclass(frozen=True)
class Match:
    """A text that was found; `via` is the thing that has it, where that is not the hit itself."""

    found: Found
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
        near: words of the catalogue like those that it has not.
    """

    hits: tuple[Hit, ...]
    total: int
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Ranked:
    score: float
    found: tuple[Found, ...] = ()
    via: tuple[Found, ...] = ()


class Searcher:
    """Searches at one revision.

    Args:
        index: the texts.
        quads: where links are looked up.
        types: what the shapes say.
        facts: classes and labels of all things.
    """

    def __init__(
        self, index: SearchIndex, quads: Readable, types: ResourceTypes, facts: Facts
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

        Case and accents make no difference, and a word finds those of its stem. A thing is found
        as well by the names that others give it.

        Args:
            query: words.
            plurals: the types that are looked for; by default all.
            limit: how many hits are wanted.
            offset: how many are skipped.
            suggest: look at names only, taking the last word for the beginning of one.
        """
        words = words_of(query)[:MOST_WORDS]
        scores = self._scores(words, suggest=suggest)
        if not scores:
            return Hits((), 0, tuple(self._near(words)))
        best = sorted(scores, key=lambda iri: (-scores[iri], self._facts.sort_label(iri)))
        ranked = self._ranked(best[:_RANKED], scores, words, suggest=suggest)
        ranked |= {iri: _Ranked(scores[iri]) for iri in best[_RANKED:] if iri not in ranked}
        wanted = [iri for iri in ranked if self._is_wanted(iri, plurals)]
        head = sum(1 for iri in wanted if ranked[iri].found or ranked[iri].via)
        wanted[:head] = sorted(
            wanted[:head], key=lambda iri: (-ranked[iri].score, *self._facts.link_key(iri))
        )
        page = wanted[offset : offset + limit]
        phrases = " OR ".join(self._phrases(words, suggest=suggest))
        hits = (self._hit(iri, ranked[iri], phrases) for iri in page)
        return Hits(tuple(hits), len(wanted))

    def _is_wanted(self, iri: str, plurals: Sequence[str]) -> bool:
        types = self._facts.types_of(iri)
        return bool(types) and (not plurals or any(t.plural in plurals for t in types))

    def _scores(self, words: list[str], *, suggest: bool) -> dict[str, float]:
        """Return the things that have all words, with the sum of what these weigh."""
        scores: dict[str, float] | None = None
        for place, word in enumerate(words):
            last = place == len(words) - 1
            found: dict[str, float] = {}
            for phrase, share in forms_of(word, suggest=suggest and last):
                for iri, weight in self._index.weights(phrase).items():
                    if not suggest or weight in OWN_NAMES.values():
                        found[iri] = max(found.get(iri, 0.0), weight * share)
            rarity = 1.0 + math.log(1.0 + 1000.0 / (1.0 + len(found)))
            if scores is None:
                scores = {iri: weight * rarity for iri, weight in found.items()}
            else:
                scores = {i: s + found[i] * rarity for i, s in scores.items() if i in found}
        return scores or {}

    def _ranked(
        self, iris: list[str], scores: dict[str, float], words: list[str], *, suggest: bool
    ) -> dict[str, _Ranked]:
        """Rank things by the texts that were found, and those that they give a name."""
        phrases = " OR ".join(self._phrases(words, suggest=suggest))
        wanted = " ".join(words)
        texts: dict[str, list[Found]] = {}
        for found in self._index.found(phrases, iris):
            texts.setdefault(found.iri, []).append(found)
        ranked: dict[str, _Ranked] = {}
        for iri in iris:
            mine = tuple(texts.get(iri, ()))
            quality = max((_quality(found, wanted) for found in mine), default=1.0)
            ranked[iri] = _Ranked(scores[iri] * quality * self._standing(iri), mine)
        if suggest:
            return ranked
        for iri in iris:
            names = [f for f in ranked[iri].found if f.weight == GIVEN_NAME and _has(f, words)]
            if names:
                for target in self._named_by(iri):
                    known, giver = ranked.get(target, _Ranked(0.0)), ranked[iri]
                    score = max(known.score, giver.score) + giver.score * _AGREEMENT
                    ranked[target] = replace(known, score=score, via=(*known.via, names[0]))
        return ranked

    def _named_by(self, iri: str) -> Iterator[str]:
        """Yield the things that a thing gives names to: those that it must link to, one each."""
        for field in self._types.fields_of(self._facts.classes(iri)):
            if field.kind == "link" and field.single and field.required and not field.inverse:
                pattern = self._quads.match(NamedNode(iri), NamedNode(field.predicate))
                for quad in visible(pattern):
                    if isinstance(quad.object, NamedNode):
                        yield quad.object.value

    def _standing(self, iri: str) -> float:
        """Return how much more a thing counts for the links that lead to it."""
        links = sum(1 for _ in islice(self._quads.match(None, None, NamedNode(iri)), _COUNTED))
        return 1.0 + 0.15 * math.log1p(links)

    def _hit(self, iri: str, ranked: _Ranked, phrases: str) -> Hit:
        own = ranked.found
        if not own and not ranked.via:
            own = tuple(self._index.found(phrases, [iri]))
        pairs = [(found, None) for found in own] + [(found, found.iri) for found in ranked.via]
        pairs.sort(key=lambda pair: -pair[0].weight)
        return Hit(iri, ranked.score, tuple(Match(*pair) for pair in pairs[:_SHOWN]))

    def _phrases(self, words: list[str], *, suggest: bool) -> list[str]:
        last = len(words) - 1
        return [
            phrase
            for place, word in enumerate(words)
            for phrase, _ in forms_of(word, suggest=suggest and place == last)
        ]

    def _near(self, words: list[str]) -> Iterator[str]:
        """Yield words of the catalogue that are like those it has not."""
        for word in words:
            if not self._index.weights(f'"{word}"*'):
                yield from get_close_matches(word, self._index.words(word[:1]), n=1, cutoff=0.7)


def _quality(found: Found, wanted: str) -> float:
    """Return how well a text fits beyond the words in it."""
    text = " ".join(words_of(found.text))
    in_order = _PHRASE if f" {wanted} " in f" {text} " else 1.0
    return (_WHOLE if text == wanted else in_order) * found.weight / 10.0 + 1.0


def _has(found: Found, words: list[str]) -> bool:
    return set(words) <= set(words_of(found.text))
