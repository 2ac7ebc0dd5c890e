"""The sections of a role document: one for each role, and the references."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rolegraph.documents.grammar.markdown import MarkdownBlock
from rolegraph.documents.grammar.preamble import check_numbers
from rolegraph.documents.grammar.prose import is_citation, read_citations, sentences
from rolegraph.documents.text.identity import slug
from rolegraph.documents.text.model import (
    ParsedBullet,
    ParsedCitation,
    ParsedNote,
    ParsedReference,
    ParsedRole,
)
from rolegraph.documents.text.source import DocumentFaults, SourceText

_NUMBER = re.compile(r"([0-9]+)[.)]\s+")
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+", re.IGNORECASE)


@dataclass
class GrammarSection:
    """A `##` heading and the blocks below it."""

    heading: MarkdownBlock
    blocks: list[MarkdownBlock] = field(default_factory=list)


def read_references(
    sections: list[GrammarSection], faults: DocumentFaults
) -> tuple[tuple[ParsedReference, ...], list[GrammarSection]]:
    """Return the references, and the sections that are not references."""
    others = [item for item in sections if item.heading.plain.lower() != "references"]
    found = [item for item in sections if item.heading.plain.lower() == "references"]
    if not found:
        return (), others
    for extra in found[1:]:
        faults.add("There is a second section of references.", extra.heading.span)
    if sections[-1] not in found:
        faults.add("The references must be the last section.", found[0].heading.span)
    entries = [block for block in found[0].blocks if block.kind == "numbered"]
    for block in found[0].blocks:
        if block.kind != "numbered" or block.list_number != entries[0].list_number:
            message = "The references must be one numbered list and nothing else."
            faults.add(message, block.span)
    check_numbers(entries, "references", faults)
    return tuple(
        _reference(number, entry, faults) for number, entry in enumerate(entries, start=1)
    ), others


def _reference(ordinal: int, entry: MarkdownBlock, faults: DocumentFaults) -> ParsedReference:
    link = entry.link
    if not link or not link.title or not _WEB_ADDRESS.match(link.url):
        faults.add("A reference must be one web link: `1. [Title](https://…)`.", entry.span)
    title, url = (link.title, link.url) if link else ("", "")
    return ParsedReference(ordinal, entry.marker, title, url, entry.span)


def read_roles(
    source: SourceText,
    listed: tuple[MarkdownBlock, ...],
    sections: list[GrammarSection],
    reference_count: int,
    faults: DocumentFaults,
) -> tuple[ParsedRole, ...]:
    """Return the roles in the order of their list, each with its section."""
    positions: dict[str, int] = {}
    for number, entry in enumerate(listed, start=1):
        positions.setdefault(entry.plain, number)
    roles: dict[int, ParsedRole] = {}
    for section in sections:
        heading = section.heading
        number_text = _NUMBER.match(heading.plain)
        if not number_text or not _NUMBER.match(heading.span.text):
            message = "This section is neither `## 1. Name of a role` nor `## References`."
            faults.add(message, heading.span)
            continue
        name = heading.plain[number_text.end() :]
        position = positions.get(name)
        if position is None:
            faults.add(f"“{name}” is not in the list of roles.", heading.span)
        elif position in roles:
            line = roles[position].heading.line
            faults.add(f"“{name}” has a section already in line {line}.", heading.span)
        else:
            _check_order(int(number_text[1]), position, roles, heading, faults)
            roles[position] = _Role(source, section, reference_count, faults).read(
                position, name, listed[position - 1]
            )
    for name, position in positions.items():
        if position not in roles:
            message = f"The role “{name}” has no section; write `## {position}. {name}`."
            faults.add(message, listed[position - 1].span)
    return tuple(roles[position] for position in sorted(roles))


def _check_order(
    number: int,
    position: int,
    earlier: dict[int, ParsedRole],
    heading: MarkdownBlock,
    faults: DocumentFaults,
) -> None:
    if number != position:
        message = f"The heading has number {number}; in the list of roles it is {position}."
        faults.add(message, heading.span)
    elif earlier and position < max(earlier):
        faults.add("The sections are not in the order of the list of roles.", heading.span)


class _Role:
    def __init__(
        self,
        source: SourceText,
        section: GrammarSection,
        reference_count: int,
        faults: DocumentFaults,
    ) -> None:
        self._source = source
        self._section = section
        self._reference_count = reference_count
        self._faults = faults
        self._bullets: dict[str, ParsedBullet] = {}
        self._citations: dict[tuple[str, int], ParsedCitation] = {}
        self._notes: list[ParsedNote] = []

    def read(self, order: int, name: str, entry: MarkdownBlock) -> ParsedRole:
        for block in self._section.blocks:
            if block.kind == "bullet":
                self._bullet(block)
            elif block.kind == "numbered":
                message = "The statements of a role are bullets; begin this line with `- `."
                self._faults.add(message, block.span)
            else:
                self._paragraph(block)
        heading = self._section.heading.span
        number = _NUMBER.match(heading.text)
        return ParsedRole(
            order=order,
            name=name,
            listed=entry.span,
            heading=self._source.part(heading, number.end() if number else 0, len(heading.text)),
            bullets=tuple(self._bullets.values()),
            citations=tuple(self._citations.values()),
            notes=tuple(self._notes),
        )

    def _bullet(self, block: MarkdownBlock) -> None:
        order = len(self._bullets) + 1
        bullet = ParsedBullet(order, block.span, block.plain, block.marker)
        same = self._bullets.setdefault(block.plain, bullet)
        if same is not bullet:
            line = same.span.line
            self._faults.add(f"This bullet says the same as line {line}.", block.span)
        elif not slug(block.plain):
            self._faults.add("This bullet has neither letter nor digit.", block.span)

    def _paragraph(self, block: MarkdownBlock) -> None:
        for sentence in sentences(self._source, block.span):
            if not is_citation(sentence):
                self._notes.append(ParsedNote(sentence))
                continue
            citations = read_citations(self._source, sentence)
            if citations is None:
                message = "This citation is not of the form `See Name in [1], and Name in [2] …`."
                self._faults.add(message, sentence)
            for citation in citations or []:
                self._citation(citation)

    def _citation(self, citation: ParsedCitation) -> None:
        if not 1 <= citation.ordinal <= self._reference_count:
            self._faults.add(
                f"[{citation.ordinal}] is not in the references, "
                f"which have {self._reference_count} entries.",
                citation.span,
                breaks=False,
            )
        key = (slug(citation.label), citation.ordinal)
        if self._citations.setdefault(key, citation) is not citation:
            message = f"“{citation.label}” in [{citation.ordinal}] is cited twice."
            self._faults.add(message, citation.span)
