"""The document that a proposal brings in, as its page carries it to `/read/bring`."""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.documents.keeping.kept import brought_in, packed
from rolegraph.history.proposals.model import Proposal
from rolegraph.web.documents.bring import MOST_CARRIED


@dataclass(frozen=True)
class ProposedDocument:
    """A document that is proposed.

    Attributes:
        name: its path in the catalogue.
        content: its bytes, packed; empty where they are not kept, or too large for a page.
        curated: its curation, packed; empty where that has changed since.
    """

    name: str
    content: str
    curated: str


def document_of(proposal: Proposal, overtaken: list[str]) -> ProposedDocument | None:
    """Return the document that a proposal brings in, or None.

    Args:
        proposal: the proposal.
        overtaken: the documents that changed since it was made.
    """
    found = brought_in(proposal.patch.added)
    if len(found) != 1:
        return None
    ((name, (content, curation)),) = found.items()
    carried = content if content and len(content) <= MOST_CARRIED else ""
    # Where the document itself changed, the answers that are kept may be newer.
    answers = curation if curation and name not in overtaken else None
    return ProposedDocument(name, carried, packed(answers.encode()) if answers else "")
