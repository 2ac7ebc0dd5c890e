"""What stands before the first section: what roles are, how they are supported, their list."""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.documents.grammar.markdown import MarkdownBlock
from rolegraph.documents.grammar.prose import read_commitment, says_open, sentences
from rolegraph.documents.text.identity import slug
from rolegraph.documents.text.model import Commitment, SchemeStatement, Span
from rolegraph.documents.text.source import DocumentFaults, SourceText


@dataclass(frozen=True)
class Preamble:
    """The parts of a document that stand before its first section."""

    scheme: SchemeStatement
    commitment: Commitment | None
    listed: tuple[MarkdownBlock, ...]


def read_preamble(
    source: SourceText, title: MarkdownBlock, blocks: list[MarkdownBlock], faults: DocumentFaults
) -> Preamble:
    """Read the blocks between the title and the first section."""
    spans: list[Span] = []
    commitment: Commitment | None = None
    is_open = False
    goes_on = False
    for block in blocks:
        if block.kind == "bullet":
            faults.add("A bullet before the first role's heading belongs to no role.", block.span)
        found = None
        if block.kind == "paragraph":
            is_open = is_open or any(map(says_open, sentences(source, block.span)))
            found = None if commitment else read_commitment(block.span)
        commitment = commitment or found
        if block.kind != "paragraph" or found:
            goes_on = False
        elif goes_on:
            spans[-1] = source.span(spans[-1].start, block.span.end)
        else:
            spans.append(block.span)
            goes_on = True
    return Preamble(
        scheme=SchemeStatement(tuple(spans or [title.span]), is_open),
        commitment=commitment,
        listed=_role_list(blocks, faults),
    )


def _role_list(blocks: list[MarkdownBlock], faults: DocumentFaults) -> tuple[MarkdownBlock, ...]:
    entries = [block for block in blocks if block.kind == "numbered"]
    if not entries:
        faults.add("There is no numbered list of roles before the first section.", 1)
    for entry in entries:
        if entry.list_number != entries[0].list_number:
            faults.add("There is a second numbered list before the first section.", entry.span)
            break
    check_numbers(entries, "list of roles", faults)
    lines: dict[str, int] = {}
    for entry in entries:
        identifier = slug(entry.plain)
        if not identifier:
            faults.add("This role's name has neither letter nor digit.", entry.span)
        elif identifier in lines:
            faults.add(
                f"The role “{entry.plain}” is listed already in line {lines[identifier]}.",
                entry.span,
            )
        lines.setdefault(identifier, entry.span.line)
    return tuple(entries)


def check_numbers(entries: list[MarkdownBlock], name: str, faults: DocumentFaults) -> None:
    """Accept 1, 2, 3 … and 1, 1, 1 …, which Markdown both shows as 1, 2, 3 …."""
    if all(entry.marker == "1." for entry in entries):
        return
    for position, entry in enumerate(entries, start=1):
        if int(entry.marker[:-1]) != position:
            faults.add(
                f"Entry {position} of the {name} is numbered {entry.marker[:-1]}.", entry.span
            )
