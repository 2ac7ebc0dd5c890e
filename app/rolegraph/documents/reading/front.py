"""The front matter of a document that describes one role: its fields are those of the role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import RoleRead
from rolegraph.documents.content.content import Content
from rolegraph.documents.language.names import letters_key
from rolegraph.documents.outline import Passage

_NAMES = frozenset({"title", "name"})
_READ = frozenset({"description", "relation", "alias"})


def read_front_of_one(context: Context, content: Content) -> None:
    """Read the front matter where the document has one role alone, which it names."""
    front = context.outline.front
    names = {letters_key(str(front[key])) for key in _NAMES & front.keys()}
    if len(context.roles) == 1 and letters_key(context.roles[0].name) in names - {""}:
        read_front(context, content, context.roles[0])
        context.roles[0].description.sort(key=lambda each: each.span.start)


def read_front(context: Context, content: Content, role: RoleRead) -> None:
    """Read what the front matter says of a role: its description, its tools, to whom it reports.

    Fields that say nothing of a role, such as `layout`, stay told as front matter.
    """
    for key, value in context.outline.front.items():
        label = context.label(re.sub(r"[_-]+", " ", str(key)))
        if str(key).casefold() in _NAMES:
            for line, passage in _places(context, str(key), value):
                if letters_key(passage.plain) == letters_key(role.name):
                    context.account.read_after_all(passage, line)
            continue
        if label is None or label.rest or label.kind is None:
            continue
        kind = content.kind_of_label(label, str(key))
        if not kind.is_statement and label.kind not in _READ:
            continue
        for line, passage in _places(context, str(key), value):
            context.account.read_after_all(passage, line)
            content.text(role, passage, kind, passage.span.start)


def _places(context: Context, key: str, value: Any) -> Iterator[tuple[int, Passage]]:
    """Yield where the texts of a field stand in the front matter, with the line of its name."""
    outline = context.outline
    texts = value if isinstance(value, list) else [value]
    lines = rf"^{re.escape(key)}[ \t]*:(?:.*\n)(?:[ \t#-].*\n|\n)*"
    own = re.search(lines, outline.source.text, re.MULTILINE)
    if own is None or not all(isinstance(each, str) for each in texts):
        return
    start = own.start() + len(key)
    line = outline.passage(own.start(), start).line
    for text in texts:
        words = r"\s+".join(map(re.escape, text.split()))
        found = re.compile(words).search(outline.source.text, start, own.end()) if words else None
        if found is not None:
            yield line, outline.passage(found.start(), found.end())
            start = found.end()
