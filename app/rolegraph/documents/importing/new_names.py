"""Activities and personas that a changed document has under another name.

Their IRIs follow from their names. So the curation says what each was called (`formerly`), as it
does for roles and statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from rolegraph.documents.graph.described import Described
from rolegraph.documents.importing.answers import AnsweredThing, Answers
from rolegraph.documents.language.denials import denies_in
from rolegraph.documents.language.words import Words
from rolegraph.documents.text.identity import slug
from rolegraph.folder.own_words import OwnWords

_ALIKE = 0.6
"""From what ratio of common characters on a text is taken for another wording."""
_HALF = 0.5
_SAYS = ("rg:hasGoal", "rg:hasPainPoint", "rg:hasContext", "rg:quote")


@dataclass(frozen=True, slots=True)
class NewName:
    """A thing with a new name: its section in the curation, that name, and the one before."""

    section: str
    name: str
    former: str


def renamed_things(
    before: Described, after: Described, language: str, own: Mapping[str, OwnWords]
) -> list[NewName]:
    """Return the activities and personas that a document has under another name than its graph.

    An activity has other words for the same, never across a negation. A persona says of the same
    role what one said that is gone.

    Args:
        before: the graph as it was.
        after: the graph that the document would give.
        language: the language of the document.
        own: the catalogue's own words.
    """
    words = Words.load(language, own)
    return [*_activities(before, after, words, language), *_personas(before, after)]


def _activities(
    before: Described, after: Described, words: Words | None, language: str
) -> Iterator[NewName]:
    gone, new = _changed(before, after, "rg:Activity")
    left = {before.label(iri): iri for iri in gone}
    for iri in new:
        old = nearest(after.label(iri), left, words, language)
        if old is not None:
            first = _first_name(before, left.pop(old), old)
            yield NewName("activities", after.label(iri), first)


def _personas(before: Described, after: Described) -> Iterator[NewName]:
    gone, new = _changed(before, after, "rg:Persona")
    for iri in new:
        says, role = _said_by(after, iri), after.link(iri, "rg:representsRole")
        shared = {
            old: len(says & _said_by(before, old))
            for old in gone
            if before.link(old, "rg:representsRole") == role
        }
        best = max(shared, key=lambda old: shared[old], default=None)
        if best is not None and says and shared[best] >= _HALF * len(says):
            gone.remove(best)
            yield NewName(
                "personas", after.label(iri), _first_name(before, best, before.label(best))
            )


def _changed(before: Described, after: Described, kind: str) -> tuple[list[str], list[str]]:
    """Return the things of a class that are gone, and those that are new, in their order."""
    old, new = before.present(kind), after.present(kind)
    there = set(old)
    return [i for i in old if i not in set(new)], [i for i in new if i not in there]


def _first_name(before: Described, iri: str, label: str) -> str:
    """Return the name that an IRI was made of: a former one, where the thing had several."""
    end = iri.rpartition("/")[2]
    others = before.texts(iri, "skos:altLabel")
    return next((each for each in others if slug(each) == end), label)


def _said_by(described: Described, persona: str) -> set[str]:
    return {text.casefold() for each in _SAYS for text in described.texts(persona, each)}


def nearest(text: str, texts: Iterable[str], words: Words | None, language: str) -> str | None:
    """Return the text that another one was most likely written from; None where none is alike.

    Never across a negation: “may approve” and “may not approve” are two.
    """
    ratios = {
        other: SequenceMatcher(None, other, text, autojunk=False).ratio()
        for other in texts
        if _negates(other, words, language) == _negates(text, words, language)
    }
    best = max(ratios, key=lambda other: ratios[other], default=None)
    return best if best is not None and ratios[best] >= _ALIKE else None


def _negates(text: str, words: Words | None, language: str) -> bool:
    if words is None:
        return denies_in(language, text)
    return words.matches(text, "negation") is not None


def with_former_names(answers: Answers, named: Iterable[NewName]) -> Answers:
    """Return the answers with what activities and personas were called before."""
    sections = {"activities": dict(answers.activities), "personas": dict(answers.personas)}
    for each in named:
        things = sections[each.section]
        # The name between the first and the present one is no name of it any more.
        for name in [name for name, thing in things.items() if thing.formerly == each.former]:
            del things[name]
        things[each.name] = AnsweredThing(formerly=each.former)
    return answers.model_copy(update=sections)
