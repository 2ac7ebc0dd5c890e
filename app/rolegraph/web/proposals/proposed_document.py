"""The document that a proposal brings in, as its page carries it to `/read/bring`."""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.documents.keeping.kept import brought_in, former_names_in, packed, paths_in
from rolegraph.history.proposals.model import Proposal
from rolegraph.web.documents.bring import MOST_CARRIED


@dataclass(frozen=True)
class ProposedDocument:
    """A document that is proposed.

    Attributes:
        name: its path in the catalogue.
        content: its bytes, packed; empty where they are not kept, or too large for a page.
        curated: its curation, packed; empty where that has changed since.
        replaces: the document whose place it takes; empty where it takes none.
    """

    name: str
    content: str
    curated: str
    replaces: str = ""


def document_of(proposal: Proposal, overtaken: list[str]) -> ProposedDocument | None:
    """Return the document that a proposal brings in, or None.

    Args:
        proposal: the proposal.
        overtaken: the documents that changed since it was made.
    """
    found = brought_in(proposal.patch.added)
    if len(found) != 1 or taken_out(proposal):
        return None
    ((name, (content, curation)),) = found.items()
    carried = content if content and len(content) <= MOST_CARRIED else ""
    # Where the document itself changed, the answers that are kept may be newer.
    answers = curation if curation and name not in overtaken else None
    names = former_names_in(proposal.patch.added)
    replaces = next(iter(paths_in(proposal.patch.removed) & names), "")
    return ProposedDocument(name, carried, packed(answers.encode()) if answers else "", replaces)


def taken_out(proposal: Proposal) -> str:
    """Return the name of the document that a proposal takes out; empty where it takes none."""
    added = proposal.patch.added
    gone = paths_in(proposal.patch.removed) - brought_in(added).keys() - former_names_in(added)
    return next(iter(gone)) if len(gone) == 1 else ""
