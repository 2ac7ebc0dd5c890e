"""What a list entry or a sentence begins with: the name of a role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rolegraph.documents.language.names import SURE, RoleName
from rolegraph.documents.outline import Block, Bullets, Paragraph, Passage
from rolegraph.documents.reading.context import Context
from rolegraph.documents.text.model import Span

_LEAD = re.compile(
    r"(?P<name>(?:(?:\*\*|__|`)(?=\S)(?:(?!\*\*|__|`).){2,80}(?:\*\*|__|`)"
    r"|<(?:b|strong)\b[^<>]*>[^<>]{2,80}</(?:b|strong)>)(?:\s*\([^()\n]{1,40}\))?)"
    r"(?P<gap>\s*(?:[:\uff1a.]|[-\u2013\u2014]{1,2}(?=\s))?\s*)|"
    r"(?P<plain>(?=\S)[^:\uff1a\n.;*_]{2,60}?)"
    r"(?P<plain_gap>\s*:\s+|\s*\uff1a\s*|\s+[-\u2013\u2014]{1,2}\s+)|"
    r"(?P<line>(?=\S)[^\n.:;<]{2,60}?)"
    r"(?P<line_gap>[ \t]*(?:<br\s*/?>\s*|\\?\n[ \t]*)(?=[^\W\d_a-z]))",
    re.DOTALL,
)
_DETERMINER = re.compile(
    r"(?:the|an?|each|every|eine?|der|die|das|jede[rs]?|un|une|le|la|les|el|los|las|il|lo|gli|o|os|as"
    r"|de|het|een|um|uma)\s+|l['\u2019]",
    re.IGNORECASE,
)
_MOST_WORDS = 5
_BETWEEN = re.compile(r"\s*(?:\([^()]*\)\s*|,[^,]{2,60},\s*)?")
"""What may stand between a role and its duty: “The clerk (a member of the board) shall …”."""


@dataclass
class Lead:
    """A list entry or paragraph that begins with what may be a role's name.

    Attributes:
        name: the name.
        rest: what is said of it; None where nothing is.
        is_bold: whether the name is set in bold.
    """

    name: RoleName
    rest: Passage | None
    is_bold: bool


def lead_of(context: Context, passage: Passage) -> Lead | None:
    """Return the name that a passage begins with, and what it says of it."""
    found = _LEAD.match(passage.span.text)
    if not found:
        name = context.name(passage)
        is_name = passage.is_bold or name.likeness == SURE
        return Lead(name, None, passage.is_bold) if is_name else None
    group = next(each for each in ("name", "plain", "line") if found[each])
    gap = "gap" if group == "name" else f"{group}_gap"
    name = context.name(context.outline.part(passage, 0, found.end(group)))
    end = found.end(gap)
    rest = context.outline.part(passage, end) if end < len(passage.span.text) else None
    return Lead(name, rest, found["name"] is not None)


def duty_of(context: Context, sentence: Passage) -> tuple[RoleName, str] | None:
    """Return the role whose duty a sentence says, and the kind of duty; None where it says none.

    The sentence begins with the role, and the duty follows: “The treasurer shall keep …”.
    """
    words = context.words
    if words is None or context.outline.names is not None:
        return None
    text = sentence.span.text
    begin = _DETERMINER.match(text)
    start = begin.end() if begin else 0
    parts = list(re.finditer(r"[^\s,;:()]+", text[start:]))[:_MOST_WORDS]
    for part in reversed(parts):
        name = text[start : start + part.end()]
        is_named = begin is not None or name[:1].isupper()
        first = name.split()[0].casefold()
        if not is_named or first in words.common or first in words.set_of("pronouns"):
            continue
        if not context.is_sure(name):
            continue
        rest = text[start + part.end() :]
        between = _BETWEEN.match(rest)
        after = rest[between.end() :] if between else rest
        kind = words.kind_of(after, "acts")
        if kind is None:
            return None
        return context.name(context.outline.part(sentence, start, start + part.end())), kind
    return None


def passages_of(block: Block) -> Iterator[tuple[Passage, Span | None]]:
    """Yield the texts of paragraphs and lists, with the markers of entries."""
    if isinstance(block, Paragraph):
        yield block.passage, None
    elif isinstance(block, Bullets):
        for item in block.items:
            if item.passage is not None:
                yield item.passage, item.marker
            for nested in item.blocks:
                yield from passages_of(nested)
