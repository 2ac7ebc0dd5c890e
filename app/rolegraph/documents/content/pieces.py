"""What stands between the breaks of a cell of a table, or the semicolons of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rolegraph.documents.account.context import Context
from rolegraph.documents.language.meaning import is_denial
from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Passage

_MARKED = r"</?(?:br|li|ul|ol|p|div)\b[^<>]*>|\u2028|;\s|\s•\s"
_MARKED_BREAK = re.compile(_MARKED + r"|(?:\r\n|\n|\r)(?=[ \t]*(?:[-*•\u2013]|[0-9]{1,2}[.)])\s)")
"""What parts the things in a cell where line ends are only wrapped lines."""
_BREAK = re.compile(_MARKED + r"|\r\n|\n|\r")
_CLAUSE = re.compile(r"[;\uff1b]\s*(?=\S)")


def pieces(context: Context, cell: Passage) -> Sequence[Passage]:
    """Return what stands between the breaks of a cell, without the dashes before it."""
    text = cell.span.text
    breaks = _BREAK if context.outline.has_breaks else _MARKED_BREAK
    edges = [0, *(end for hit in breaks.finditer(text) for end in hit.span()), len(text)]
    found = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        lead = re.match(r"\s*(?:[-*•\u2013]\s+|[0-9]{1,2}[.)]\s+)?", text[start:end])
        piece = context.outline.part(cell, start + (lead.end() if lead else 0), end)
        if lead:
            context.account.claim(context.outline.part(cell, start, start + lead.end()))
        if piece.span.text:
            found.append(piece)
    return found if len(found) > 1 else [cell]


def denied_apart(context: Context, words: Words, passage: Passage) -> list[Passage]:
    """Return a text cut at its semicolons, where what stands behind the last ones is denied.

    “Passes each concern on; must not look into it.” Behind “Must not smoke; drink; sleep” all is
    denied, and nothing is cut.
    """
    text = passage.span.text
    cuts = [0, *(found.end() for found in _CLAUSE.finditer(text))]
    ends = [*cuts[1:], len(text)]
    clauses = [context.outline.part(passage, *each) for each in zip(cuts, ends, strict=True)]
    denied = [is_denial(words, each.plain) for each in clauses]
    is_apart = not denied[0] and any(denied) and denied == sorted(denied)
    return clauses if is_apart else [passage]
