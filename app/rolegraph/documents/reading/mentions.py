"""Names of people in what was not read: authors of a version, in a table or the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import StatementPart
from rolegraph.documents.language.people import are_people
from rolegraph.documents.outline import Bullets, Outline, Passage, Table, walk
from rolegraph.documents.text.model import Span

_SAYS_WHO = re.compile(
    r"\b(?:authors?|owners?|maintainers?|contacts?|editors?|reviewers?|approvers?|contributors?"
    r"|(?:written|created|reviewed|approved|changed|edited)\s+by|autor\w*|verfasser\w*|bearbeiter\w*"
    r"|erstellt\s+von|ansprechpartner\w*|auteur\w*|rédacteur\w*|redactor\w*|aprobado\s+por|autore"
    r"|elaborado\s+por|responsável|opgesteld\s+door|автор\w*|haz\w+rlayan|作者|担当者|作成者)\b",
    re.IGNORECASE,
)
"""Heads of columns and keys of front matter behind which people stand."""
_ENTRY = re.compile(r"(?m)^(?:(?P<key>[^\s#:-][^:\n]*):)?[ \t]*(?:-[ \t]+)?(?P<value>[^\n]*)$")


def mentions(context: Context) -> Iterator[Span]:
    """Yield where names of people stand in parts of a document that nothing was read from."""
    outline, words = context.outline, context.words
    if words is None:
        return
    candidates = chain(_in_front(outline), _in_tables(outline), _in_lists(outline))
    found = [each for each in candidates if are_people(each.plain.strip("\"' "), words)]
    read = [(each.start, each.end) for each in _read(context)] if found else []
    for passage in found:
        span = passage.span
        if not any(start < span.end and span.start < end for start, end in read):
            yield span


def _in_tables(outline: Outline) -> Iterator[Passage]:
    for block in walk(outline.blocks):
        if not isinstance(block, Table):
            continue
        for column, head in enumerate(block.head.cells):
            if head is not None and _SAYS_WHO.search(head.plain):
                rows = (row.cells for row in block.rows if column < len(row.cells))
                yield from (cells[column] for cells in rows if cells[column] is not None)  # type: ignore[misc]


def _in_lists(outline: Outline) -> Iterator[Passage]:
    for block in walk(outline.blocks):
        if isinstance(block, Bullets):
            yield from (item.passage for item in block.items if item.passage is not None)


def _in_front(outline: Outline) -> Iterator[Passage]:
    """Yield the values of the front matter that stand behind a key such as `author`."""
    text, key = outline.source.text, ""
    end = text.find("\n---", 3) if outline.front and text.lstrip("\ufeff").startswith("---") else 0
    for entry in _ENTRY.finditer(text, 0, max(end, 0)):
        key = entry["key"] or key
        if _SAYS_WHO.search(key) and entry["value"].strip():
            yield outline.passage(entry.start("value"), entry.end("value"))


def _read(context: Context) -> Iterator[Span]:
    for role in context.roles:
        told = (role.passage, *role.also, *role.description)
        yield from (passage.span for passage in told)
        yield from (each.passage.span for each in role.statements)
        yield from (each.passage.span for each in role.relations)
        parts: list[StatementPart] = []
        for statement in role.statements:
            parts += statement.parts
        while parts:
            part = parts.pop()
            yield part.passage.span
            parts += part.parts
    for assignment in context.assignments:
        yield from (assignment.passage.span, assignment.named.span)
