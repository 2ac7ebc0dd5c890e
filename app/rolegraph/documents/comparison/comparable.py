"""What a document says, in one form for the Markdown and for the graph, so that both compare.

An outline read from Markdown has places; one read from the graph has them where the graph's quotes
tell where the passage stood in the version of the document that the graph was made from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rolegraph.documents.curation.model import StatementKind
from rolegraph.documents.text.model import Span


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """One thing that a document says.

    Attributes:
        iri: its IRI; for a part of the Markdown, the one it would get.
        text: its words, as they stand in the file.
        span: where it stands.
    """

    iri: str
    text: str
    span: Span | None

    @property
    def name(self) -> str:
        """The end of its IRI, the same for all kinds of statements."""
        return self.iri.rpartition("/")[2]

    @property
    def line_of_text(self) -> str:
        """Its words on one line."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Statement(OutlinePart):
    """A bullet.

    Attributes:
        plain: the text as a reader sees it.
        order: its position in the role, from 1.
        kind: its kind; for a bullet of which the curation is silent, None.
        qualifier: how often it holds, as the curation or the graph says.
        has_stated_id: whether the curation says what the bullet was formerly.
    """

    plain: str
    order: int
    kind: StatementKind | None
    qualifier: str | None
    has_stated_id: bool = False


@dataclass(frozen=True, slots=True)
class Citation(OutlinePart):
    """A role name cited in a reference.

    Attributes:
        label: the cited name.
        ordinal: position of the reference, from 1.
        target: IRI of the reference, or None where the document has none at that position.
    """

    label: str
    ordinal: int
    target: str | None


@dataclass(frozen=True, slots=True)
class OutlineReference(OutlinePart):
    """An entry of the list of references.

    Attributes:
        ordinal: its position, from 1.
        marker: the number as written.
        title, url: what it links.
    """

    ordinal: int
    marker: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Role(OutlinePart):
    """A role; its text is its name, its span the one in its heading.

    Attributes:
        listed: the name in the list of roles.
        order: its number.
        statements, citations, notes: what its section says, in order.
        has_stated_id: whether the curation says what the role's name was formerly.
    """

    listed: Span | None
    order: int
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    notes: tuple[OutlinePart, ...]
    has_stated_id: bool = False


@dataclass(frozen=True, slots=True)
class ComparableOutline:
    """A whole document.

    Attributes:
        sha256: hash of the file's bytes.
        text: the whole text; None where the graph does not have it.
        version: IRI of the version.
        roles, references: in order.
        scheme: the passages on roles as a whole.
        commitment: the passage on their support.
    """

    sha256: str
    text: str | None
    version: str
    roles: tuple[Role, ...]
    references: tuple[OutlineReference, ...]
    scheme: tuple[OutlinePart, ...]
    commitment: OutlinePart | None

    def parts(self) -> Iterator[OutlinePart]:
        """Yield everything, roles before what they have."""
        for role in self.roles:
            yield role
            yield from (*role.statements, *role.citations, *role.notes)
        yield from (*self.references, *self.scheme)
        if self.commitment:
            yield self.commitment
