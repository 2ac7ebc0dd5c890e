"""What stands between the breaks of a cell of a table, and what the entries of a list are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rolegraph.documents.account.context import Context
from rolegraph.documents.outline import Bullets, Passage

_MARKED = r"</?(?:br|li|ul|ol|p|div)\b[^<>]*>|\u2028|;\s|\s•\s"
_SIGN = r"(?:[-•\u2013]|\*{1,5}|\.{1,5}|[0-9]{1,2}[.)])"
_LIST_SIGN = re.compile(r"\s*[\u2022\u25aa\u25e6\u2023\u25cf]\s+(?=\S)")
_MARKED_BREAK = re.compile(_MARKED + rf"|(?:\r\n|\n|\r)(?=[ \t]*{_SIGN}\s)")
"""What parts the things in a cell where line ends are only wrapped lines."""
_BREAK = re.compile(_MARKED + r"|\r\n|\n|\r")
_MOST_NAMES = 0.6
_HEADWORD = re.compile(r"([^.:\n]{2,40}):\s+\S")


def pieces(context: Context, cell: Passage) -> Sequence[Passage]:
    """Return what stands between the breaks of a cell, without the dashes before it."""
    text = cell.span.text
    breaks = _BREAK if context.outline.has_breaks else _MARKED_BREAK
    edges = [0, *(end for hit in breaks.finditer(text) for end in hit.span()), len(text)]
    found = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        lead = re.match(rf"\s*(?:{_SIGN}\s+)?", text[start:end])
        piece = context.outline.part(cell, start + (lead.end() if lead else 0), end)
        if lead:
            context.account.claim(context.outline.part(cell, start, start + lead.end()))
        if piece.span.text:
            found.append(piece)
    start = cell.span.start
    for hit in breaks.finditer(text):  # a tag has letters, too
        context.account.claim(context.outline.source.span(start + hit.start(), start + hit.end()))
    return found if len(found) > 1 else [cell]


def without_sign(context: Context, cell: Passage) -> Passage:
    """Return a cell without the sign of a list before its text: “• Obtain briefing”."""
    found = _LIST_SIGN.match(cell.span.text)
    if found is None:
        return cell
    context.account.claim(context.outline.part(cell, 0, found.end()))
    return context.outline.part(cell, found.end())


def are_names(context: Context, bullets: Bullets) -> bool:
    """Tell whether the entries of a list are names of roles, and nothing else."""
    texts = [item.passage.plain for item in bullets.items if item.passage and not item.blocks]
    names = [text for text in texts if context.is_sure(text) and ":" not in text]
    return len(texts) == len(bullets.items) > 1 and len(names) > _MOST_NAMES * len(texts)


def have_own_labels(context: Context, bullets: Bullets) -> bool:
    """Tell whether the entries have headwords of their own: “Training: teach others”."""
    heads = [
        context.label(found[1])
        for item in bullets.items
        if item.passage and (found := _HEADWORD.match(item.passage.plain))
    ]
    known = [head for head in heads if head is not None and not head.rest]
    return len(heads) > 2 and len(known) < len(heads) / 2  # noqa: PLR2004
