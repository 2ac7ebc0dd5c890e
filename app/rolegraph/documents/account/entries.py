"""Fields of an entry in records: `{text: Contain hosts, tools: [Velociraptor], sla: 1 h}`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rolegraph.documents.account.context import Context
from rolegraph.documents.language.tables import STATEMENT_KINDS
from rolegraph.documents.outline import Block, Bullets, Heading, Item, Paragraph, Passage

_STOPS = (".", "!", "?", ":", ";")


def fields_of_entry(
    context: Context, blocks: tuple[Block, ...], is_tool: Callable[[str, Passage], bool]
) -> tuple[tuple[Block, ...], list[Passage]]:
    """Read the fields of an entry beside its text.

    Tools are those of the role. A list below a label for duties is nested in the statement. What
    any other field says is told with its name, as an explanation of the statement.

    Args:
        context: the document, one of records.
        blocks: what is nested in the entry.
        is_tool: reads what stands below a label as a tool; tells whether it is one.

    Returns:
        What is left to be nested, and the explanations.
    """
    left: list[Block] = []
    told: list[Passage] = []
    for heading, group in _fields(blocks):
        if heading is None:
            left += group
            continue
        label = context.label(heading.plain)
        texts = list(_texts(group))
        known = [is_tool(heading.plain, each) for each in texts]
        if any(known):
            context.account.claim(heading, *_markers(group))
            texts = [each for each, read in zip(texts, known, strict=True) if not read]
            told += [_joined(context, each, heading.plain, [each]) for each in texts]
        elif label is not None and label.kind == "skipped" and not label.rest:
            context.account.refuse(f"“{heading.plain}” {label.reason}", heading, *group)
        elif label is not None and {*label.kinds} & {*STATEMENT_KINDS} and _is_list(group):
            context.account.claim(heading)
            left += group
        elif texts:
            context.account.claim(heading, *_markers(group), *texts)
            told.append(_joined(context, heading, heading.plain, texts))
        else:
            context.account.refuse(f"“{heading.plain}” says nothing of the entry", heading, *group)
    return tuple(left), told


def _fields(blocks: tuple[Block, ...]) -> Iterator[tuple[Passage | None, list[Block]]]:
    """Yield each field with what stands below it, and first what stands below none."""
    heading: Passage | None = None
    group: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            if heading is not None or group:
                yield heading, group
            heading, group = block.passage, []
        else:
            group.append(block)
    if heading is not None or group:
        yield heading, group


def _is_list(group: list[Block]) -> bool:
    return any(isinstance(block, Bullets) for block in group)


def _items(group: list[Block]) -> Iterator[Item]:
    for block in group:
        for item in block.items if isinstance(block, Bullets) else ():
            yield item
            yield from _items(list(item.blocks))


def _markers(group: list[Block]) -> list[Passage]:
    return [Passage(item.marker, "") for item in _items(group)]


def _texts(group: list[Block]) -> Iterator[Passage]:
    for block in group:
        if isinstance(block, Paragraph | Heading):
            yield block.passage
        elif isinstance(block, Bullets):
            for item in block.items:
                if item.passage is not None:
                    yield item.passage
                yield from _texts(list(item.blocks))


def _joined(context: Context, first: Passage, label: str, texts: list[Passage]) -> Passage:
    """Return a field as a sentence: “Requires approval from: SOC Lead.”."""
    start = min(first.span.start, *(each.span.start for each in texts))
    span = context.outline.source.span(start, max(each.span.end for each in texts))
    said = ", ".join(each.plain.strip() for each in texts)
    stop = "" if said.endswith(_STOPS) else "."
    return Passage(span, f"{label[:1].upper()}{label[1:]}: {said}{stop}")
