"""Lines of a paragraph that are fields: “Grade: 7”, “Reports to: Head of Collections”."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.outline import Passage

_LINE = re.compile(
    r"(?P<hard> {2,}|[ \t]*\\)?(?:\r\n|\n|\r)|[ \t]*<br\s*/?>[ \t]*(?:\r\n|\n|\r)?|\u2028"
)
_LABEL = re.compile(
    r"[\s*_]*(?P<label>[^\W\d_a-z][^:\uff1a\n*_|.]{1,40}?)[\s*_]*[:\uff1a][\s*_]+\S"
)
_MOST_WORDS = 4


def field_lines(context: Context, passage: Passage) -> list[Passage]:
    """Return a paragraph cut before each of its lines that is a field: `Label: text`.

    Beside a field that is known, a line with another label is one of its own. So is whatever
    stands behind a break that the writer set: two blanks, a backslash or a tag.
    """
    text = passage.span.text
    breaks = list(_LINE.finditer(text))
    starts = [0, *(found.end() for found in breaks)]
    lines = [context.outline.part(passage, start) for start in starts]
    known = [_is_field(context, line) for line in lines]
    cuts, ends = [0], []
    for found, start, is_known in zip(breaks, starts[1:], known[1:], strict=True):
        is_hard = found["hard"] is not None or found[0].strip() != "" or found[0] == "\u2028"
        label = _LABEL.match(text, start)
        is_label = label is not None and len(label["label"].split()) <= _MOST_WORDS
        if "<" in found[0]:
            span = passage.span
            source = context.outline.source
            context.account.claim(source.span(span.start + found.start(), span.start + found.end()))
        if is_known or (any(known) and (is_hard or is_label)):
            cuts.append(start)
            ends.append(found.start())
    ends.append(len(text))
    parts = (context.outline.part(passage, *each) for each in zip(cuts, ends, strict=True))
    return [each for each in parts if each.span.text] or [passage]


def _is_field(context: Context, line: Passage) -> bool:
    field = context.field(line)
    return field is not None and not field[0].rest
