"""Reads what sentences of a role document say: citations, commitments, openness."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolegraph.documents.text.identity import slug
from rolegraph.documents.text.model import Commitment, ParsedCitation, Span
from rolegraph.documents.text.source import SourceText

# A sentence ends at a stop before a blank and a capital; not after the usual abbreviations.
_SENTENCE_END = re.compile(
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\betc\.)(?<!\bcf\.)(?<!\bvs\.)"
    r"(?<=[.!?])[\"'\u201d\u2019)\]]?\s+(?=[\"'\u201c\u2018(\[]?[^\W\d_a-z])"
    # Chinese and Japanese write no blank behind a sentence.
    r"|(?<=[\u3002\uff01\uff1f])[\u300d\u300f\u201d\uff09]?\s*(?=\S)"
)
_NUMBER = re.compile(r"\[([0-9]+)\]")
_AND = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+)"
_CLAUSE = re.compile(
    r"(?P<names>[^\[\]]+?)\s+in\s+(?P<numbers>\[[0-9]+\](?:" + _AND + r"\[[0-9]+\])*)"
)
_SEPARATOR = re.compile(_AND)
_BETWEEN_CLAUSES = re.compile(r"(?:\s*[,;]\s*(?:and\s+)?|\s+and\s+|\s*)")
_SEE = re.compile(r"See\s+")
_SUPPORT = re.compile(r"\b(may|might|can|could|will|must|shall|should)\s+support\b", re.IGNORECASE)
_MEANS = re.compile(r"\bsupport\b[^.]*?\bby\s+(?P<means>[^.]+)", re.IGNORECASE)
_MEANS_SEPARATOR = re.compile(r"\s*[,;]\s*(?:and\s+)?")
_OPEN = re.compile(r"\bother\b.*\bmay\s+be\b", re.IGNORECASE | re.DOTALL)


def sentences(source: SourceText, paragraph: Span) -> Iterator[Span]:
    """Yield the sentences of a paragraph."""
    start = 0
    for end in _SENTENCE_END.finditer(paragraph.text):
        # What closes the sentence (a quotation mark) belongs to it, the blank does not.
        yield source.part(paragraph, start, end.end())
        start = end.end()
    yield source.part(paragraph, start, len(paragraph.text))


def is_citation(sentence: Span) -> bool:
    """Tell whether a sentence is of the form `See … in [n]`, or cites in another way."""
    return bool(_SEE.match(sentence.text) or _NUMBER.search(sentence.text))


def read_citations(source: SourceText, sentence: Span) -> list[ParsedCitation] | None:
    """Return the citations of a sentence `See A and B in [1], and C in [2] and [3] …`.

    Every name of a clause is cited in every reference of that clause. A name must not hold the
    word "and" or a comma, which separate names.

    Returns:
        The citations in order; None when the sentence is not of that form.
    """
    opening = _SEE.match(sentence.text)
    if not opening:
        return None
    found = []
    position = opening.end()
    while clause := _CLAUSE.match(sentence.text, _skip(sentence.text, position)):
        span = source.part(sentence, clause.start(), clause.end())
        found += [
            ParsedCitation(span, " ".join(name.split()), int(number))
            for name in _SEPARATOR.split(clause["names"])
            for number in _NUMBER.findall(clause["numbers"])
        ]
        position = clause.end()
    if not found or any(not slug(citation.label) for citation in found):
        return None
    return None if _NUMBER.search(sentence.text, position) else found


def _skip(text: str, position: int) -> int:
    between = _BETWEEN_CLAUSES.match(text, position)
    return between.end() if between else position


def read_commitment(paragraph: Span) -> Commitment | None:
    """Return the support commitment a paragraph makes, or None when it makes none.

    It names the modality by its first "… support" and the means by "support … by A, B, and C".
    """
    modality = _SUPPORT.search(paragraph.text)
    means = _MEANS.search(paragraph.text)
    if not modality or not means:
        return None
    phrases = (" ".join(part.split()) for part in _MEANS_SEPARATOR.split(means["means"]))
    return Commitment(paragraph, modality[1].lower(), tuple(part for part in phrases if part))


def says_open(sentence: Span) -> bool:
    """Tell whether a sentence says that there may be other roles."""
    return bool(_OPEN.search(sentence.text))
