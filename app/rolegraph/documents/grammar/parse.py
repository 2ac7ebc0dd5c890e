"""The form of a role document.

```
# Title
paragraphs                       what roles are; how far they are supported
1. Name                          the numbered list of roles
## 1. Name                       one section a role, in the order of the list
- bullet                         its statements
paragraphs                       "See … in [1] and [2] …" cites; other sentences are naming notes
## References                    optional, last
1. [Title](https://…)            [n] means the n-th entry, whatever number is written
```

Anything else is a fault with its place; all faults of a file are reported together.
"""

from __future__ import annotations

from pathlib import Path

from rolegraph.documents.grammar.markdown import MarkdownBlock, read_blocks
from rolegraph.documents.grammar.preamble import read_preamble
from rolegraph.documents.grammar.sections import GrammarSection, read_references, read_roles
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.home import Home, lying
from rolegraph.documents.text.model import ParsedDocument
from rolegraph.documents.text.source import DocumentFaults, SourceText
from rolegraph.errors import SyntaxFault

_SECTION_LEVEL = 2


def read_document(path: Path) -> ParsedDocument:
    """Read a role document from a file; see `parse_document`.

    Raises:
        OSError: the file cannot be read.
    """
    place = lying(path)
    return parse_document(path.read_bytes(), place.name, shown_as=str(path), home=place.home)


def parse_document(
    content: bytes, file: str, *, shown_as: str | None = None, home: Home | None = None
) -> ParsedDocument:
    """Read a role document.

    Args:
        content: the bytes of the file.
        file: its name in the graph, such as `data/roles.md`.
        shown_as: its name in faults, where that is another.
        home: what the catalogue around it says of it.

    Raises:
        MalformedDocument: with every fault, its line and column.
    """
    document, faults = examine_document(content, file, shown_as=shown_as, home=home)
    if faults:
        raise MalformedDocument(faults)
    return document


def examine_document(
    content: bytes, file: str, *, shown_as: str | None = None, home: Home | None = None
) -> tuple[ParsedDocument, tuple[SyntaxFault, ...]]:
    """Read a role document, and the faults that leave clear what it says.

    Such a fault is a citation of a reference that the document does not have.

    Args:
        content: the bytes of the file.
        file: its name in the graph, such as `data/roles.md`.
        shown_as: its name in faults, where that is another.
        home: what the catalogue around it says of it.

    Raises:
        MalformedDocument: there are other faults; with every fault.
    """
    source = SourceText(shown_as or file, content)
    faults = DocumentFaults(source)
    title, preamble, sections = _divide(read_blocks(source, faults), faults)
    opening = read_preamble(source, title, preamble, faults)
    references, role_sections = read_references(sections, faults)
    roles = read_roles(source, opening.listed, role_sections, len(references), faults)
    faults.raise_if_broken()
    document = ParsedDocument(
        file=file,
        text=source.text,
        sha256=source.sha256,
        title=title.span,
        scheme=opening.scheme,
        commitment=opening.commitment,
        roles=roles,
        references=references,
        home=home or Home(),
    )
    return document, faults.found


def _divide(
    blocks: list[MarkdownBlock], faults: DocumentFaults
) -> tuple[MarkdownBlock, list[MarkdownBlock], list[GrammarSection]]:
    """Return the title, what follows it, and the sections."""
    if not blocks or blocks[0].level != 1:
        place = blocks[0].span if blocks else 1
        faults.add("The document does not begin with a title; write `# Title` first.", place)
        faults.raise_if_any()
    preamble: list[MarkdownBlock] = []
    sections: list[GrammarSection] = []
    current = preamble
    for block in blocks[1:]:
        if block.kind != "heading":
            current.append(block)
        elif block.level == _SECTION_LEVEL:
            sections.append(GrammarSection(block))
            current = sections[-1].blocks
        else:
            faults.add("Only the one title and `## ` sections have headings here.", block.span)
    return blocks[0], preamble, sections
