"""Lines of a paragraph that are fields: “Grade: 7”, “Reports to: Head of Collections”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import RoleRead
from rolegraph.documents.language.names import RoleName, name_key
from rolegraph.documents.outline import Passage

_LINE = re.compile(
    r"(?P<hard> {2,}|[ \t]*\\)?(?:\r\n|\n|\r)|[ \t]*<br\s*/?>[ \t]*(?:\r\n|\n|\r)?|\u2028"
)
_LABEL = re.compile(
    r"[\s*_]*(?P<label>[^\W\d_a-z][^:\uff1a\n*_|.]{1,40}?)[\s*_]*[:\uff1a][\s*_]+\S"
)
_MOST_WORDS = 4
_BOLD_LABEL = r"(?:\*\*|__)(?=[^\s*_])[^*_:\n]{2,40}(?:[:\uff1a](?:\*\*|__)|(?:\*\*|__)[:\uff1a])"
_BEGINS = re.compile(rf"\s*{_BOLD_LABEL}")
_NEXT = re.compile(rf"(?P<hard>)[ \t]*[|\u00b7\u2022]?[ \t]+(?={_BOLD_LABEL})")
"""What stands before the second field of a line: “**Code:** R-01 | **Grade:** 7”."""
_AFTER_STOP = re.compile(
    r"(?P<hard>)(?<=[.!?\u3002])[ \t]+(?=[^\W\d_a-z][^:\uff1a.!?\n]{1,40}[:\uff1a]\s)"
)
"""What stands between a sentence and a field behind it: “Runs the lab. Deputy: Technician.”"""
_NAMED = re.compile(
    r"^[ \t]*[*_]*(?P<label>[^\W\d_][^:\n*_]{2,40})(?::[*_]*|[*_]*:)[ \t]+"
    r"(?P<value>[^\n]{2,80}?)[ \t\\]*$",
    re.MULTILINE,
)
"""A line that is a field: “**Post title:** Ward Pharmacist”."""
_CODE = re.compile(rf"\s*{_BOLD_LABEL}\s*(?=\S*[0-9])[^\s,;]+\s*")
UNKNOWN = "a field whose label is not known; `[words]` in rolegraph.toml can say what it holds"


def field_lines(context: Context, passage: Passage) -> list[Passage]:
    """Return a paragraph cut before each of its lines that is a field: `Label: text`.

    Beside a field that is known, a line with another label is one of its own. So is whatever
    stands behind a break that the writer set: two blanks, a backslash or a tag.
    """
    text = passage.span.text
    breaks = [*_LINE.finditer(text), *_AFTER_STOP.finditer(text)]
    breaks.sort(key=lambda each: each.start())
    if _BEGINS.match(text):
        breaks = sorted([*breaks, *_NEXT.finditer(text)], key=lambda each: each.start())
    starts = [0, *(found.end() for found in breaks)]
    lines = [context.outline.part(passage, start) for start in starts]
    known = [_is_field(context, line) for line in lines]
    cuts, ends = [0], []
    for found, start, is_known in zip(breaks, starts[1:], known[1:], strict=True):
        if found.re is _AFTER_STOP and not is_known:
            continue
        is_hard = found["hard"] is not None or found[0].strip() != "" or found[0] == "\u2028"
        label = _LABEL.match(text, start)
        is_label = label is not None and len(label["label"].split()) <= _MOST_WORDS
        if "<" in found[0]:
            span = passage.span
            source = context.outline.source
            context.account.claim(source.span(span.start + found.start(), span.start + found.end()))
        is_within = found.re is _NEXT
        if is_known or is_within or (any(known) and (is_hard or is_label)):
            if is_within and found[0].strip():
                context.account.claim(context.outline.part(passage, *found.span()))
            cuts.append(start)
            ends.append(found.start())
    ends.append(len(text))
    parts = (context.outline.part(passage, *each) for each in zip(cuts, ends, strict=True))
    return [each for each in parts if each.span.text] or [passage]


def fields_apart(context: Context, role: RoleRead, passage: Passage) -> list[Passage] | None:
    """Return a paragraph of a role cut into its fields, without those that say nothing of it.

    Args:
        context: the document while it is read; what is left out is told in its account.
        role: the role.
        passage: the paragraph.

    Returns:
        The fields; None where the paragraph is one, and to be read as a whole.
    """
    split = field_lines(context, passage)
    kept = []
    for line in _without_codes(context, split):
        if _names_own(context, role, line):
            context.account.claim(line)
        else:
            kept.append(line)
    return None if len(split) == len(kept) == 1 else kept


def _without_codes(context: Context, lines: list[Passage]) -> list[Passage]:
    """Return lines without those that describe nothing: a code, or a label that nobody knows.

    Beside another field in its line, “**Form:** MOD. 06” is a remark of a form. So is a code
    behind any label: “**Job family:** 3141-10”.
    """
    kept = []
    for line in lines:
        text = line.span.text
        is_one = _BEGINS.match(text) is not None and not _is_field(context, line)
        is_label = is_one and context.field(line) is None and not list(names_in(context, line))
        is_short = len(text.split()) <= 2 * _MOST_WORDS and not text.rstrip().endswith(".")
        is_beside = len(lines) > 1 and is_short and all(_BEGINS.match(e.span.text) for e in lines)
        if is_label and (is_beside or _CODE.fullmatch(text)):
            context.account.refuse(UNKNOWN, line)
        else:
            kept.append(line)
    return kept


def names_in(context: Context, passage: Passage, *, is_first: bool = False) -> Iterator[RoleName]:
    """Yield the names behind labels such as “Post title:”, of two words at least.

    In the first lines of a document one word will do before what is plainly a role: “Position:”.
    """
    for found in _NAMED.finditer(passage.span.text):
        label = found["label"].strip()
        if not context.is_word(label, "fields", "name"):
            continue
        name = context.name(context.outline.part(passage, *found.span("value")))
        if " " in label or (is_first and context.is_sure(name.name)):
            yield name


def _names_own(context: Context, role: RoleRead, line: Passage) -> bool:
    """Tell whether a line is a field that says what the role is called: “Post title: …”."""
    keys = {name_key(each) for each in (role.name, *role.aliases)}
    return any(name_key(each.name) in keys for each in names_in(context, line, is_first=True))


def _is_field(context: Context, line: Passage) -> bool:
    field = context.field(line)
    return field is not None and not field[0].rest
