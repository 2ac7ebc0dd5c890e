"""A role document as it was read: what it says, and at which characters of the file it says so.

Every `Span` lies in `ParsedDocument.text`, which is the file's text unchanged (line ends and byte
order mark included). A document can thus be written back exactly, or with some spans replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rolegraph.documents.text.home import Home

PAGE = "page"
"""What a part of a file with pages is called, where it is no slide."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the file.

    Attributes:
        text: the characters, exactly as in the file.
        start: offset of the first character, counted in characters of the file from 0.
        end: offset after the last character.
        line: line of the first character, counted from 1.
        column: its column in characters, counted from 1.
        page: the page that it begins on, counted from 1; 0 for a file without pages.
        word: what a page of the file is called: `page`, or `slide`.
    """

    text: str
    start: int
    end: int
    line: int
    column: int
    page: int = 0
    word: str = PAGE


@dataclass(frozen=True, slots=True)
class ParsedBullet:
    """One bullet of a role: its text without the marker and without blanks at the end.

    Attributes:
        order: position among all bullets of the role, from 1.
        span: the text as written, marks of emphasis included.
        plain: the text as a reader sees it, on one line and without marks.
        marker: the bullet sign, such as `-`.
    """

    order: int
    span: Span
    plain: str
    marker: str


@dataclass(frozen=True, slots=True)
class ParsedCitation:
    """One role name cited in one reference.

    Attributes:
        span: the part of the sentence that says it, such as `Data Scientist in [2] and [3]`.
        label: the cited name.
        ordinal: position of the reference in the list of references, from 1.
    """

    span: Span
    label: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class ParsedNote:
    """One sentence of a role's section that cites nothing: a note on its naming."""

    span: Span


@dataclass(frozen=True, slots=True)
class ParsedReference:
    """One entry of the list of references.

    Attributes:
        ordinal: position in the list, from 1, whatever number is written.
        marker: the number as written, such as `1.`.
        title: the text of the link.
        url: its address.
        span: the entry without its marker.
    """

    ordinal: int
    marker: str
    title: str
    url: str
    span: Span


@dataclass(frozen=True, slots=True)
class ParsedRole:
    """One role: its entry in the list and its section.

    Attributes:
        order: its number in the document.
        name: its name as a reader sees it.
        listed: the name in the numbered list.
        heading: the name in the section's heading, without the number.
        bullets: its statements in order.
        citations: the names cited in its section.
        notes: the other sentences of its section.
    """

    order: int
    name: str
    listed: Span
    heading: Span
    bullets: tuple[ParsedBullet, ...]
    citations: tuple[ParsedCitation, ...]
    notes: tuple[ParsedNote, ...]


@dataclass(frozen=True, slots=True)
class SchemeStatement:
    """What the document says about its roles as a whole.

    Attributes:
        spans: the paragraphs before the list of roles that are no commitment, those that follow
            each other as one; the title, when there are none.
        is_open: whether it says that there may be other roles.
    """

    spans: tuple[Span, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Commitment:
    """The paragraph that says how far, and by what means, roles are supported.

    Attributes:
        span: the paragraph.
        modality: the verb that goes with "support", such as `may`.
        means: the things done, such as `creating workflows for the personas`.
    """

    span: Span
    modality: str
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A whole document.

    Attributes:
        file: name for people and for the graph, such as `data/roles.md`.
        text: the file's text, unchanged.
        sha256: hash of the file's bytes, in hexadecimal digits.
        title: text of the first heading.
        home: what the catalogue around it says of it.
    """

    file: str
    text: str
    sha256: str
    title: Span
    scheme: SchemeStatement
    commitment: Commitment | None
    roles: tuple[ParsedRole, ...]
    references: tuple[ParsedReference, ...]
    home: Home = field(default_factory=Home)

    def bullets(self) -> Iterator[tuple[ParsedRole, ParsedBullet]]:
        """Yield every bullet with its role, in document order."""
        for role in self.roles:
            for bullet in role.bullets:
                yield role, bullet
