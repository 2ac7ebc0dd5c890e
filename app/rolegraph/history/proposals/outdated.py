"""Proposals of documents that other documents have overtaken.

What a document brings in is worked out from what all documents say: whether a role of it is one
that another one has, and where a statement came from. So it is outdated once one of them changes.
"""

from __future__ import annotations

from rolegraph.documents.keeping.kept import named_by
from rolegraph.errors import ChangedSince
from rolegraph.history.proposals.model import Proposal
from rolegraph.history.versions import Versions
from rolegraph.rdf.namespaces import KEPT_DOCUMENTS, path_of_graph

_NAMED = 5
"""Documents that a refusal names."""


def overtaken(proposal: Proposal, versions: Versions) -> list[str]:
    """Return what has changed since a document was proposed: paths of documents and of graphs.

    Args:
        proposal: one of them; of one that brings no document in, nothing has.
        versions: the history. What is archived of it is passed over.
    """
    changed = (*proposal.patch.removed, *proposal.patch.added)
    graphs = {getattr(quad.graph_name, "value", "") for quad in changed}
    first, now = versions.first, versions.revision
    if graphs.isdisjoint(KEPT_DOCUMENTS) or not first <= proposal.base < now:
        return []
    since, found = versions.between(proposal.base, now), set()
    for quad in (*since.removed, *since.added):
        graph = getattr(quad.graph_name, "value", "")
        if graph in KEPT_DOCUMENTS:
            found.add(named_by(getattr(quad.subject, "value", "")) or graph)
        elif graph in graphs:
            found.add(path_of_graph(graph))
    return sorted(found)


def require_documents(proposal: Proposal, versions: Versions) -> None:
    """Go on only if nothing has changed since a document was proposed.

    Raises:
        ChangedSince: other documents came in or changed since; names them.
    """
    found = overtaken(proposal, versions)
    if found:
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise ChangedSince(
            f"Proposal {proposal.number} brings a document in, and was made for revision "
            f"{proposal.base}. Changed meanwhile: {', '.join(found[:_NAMED])}{more}. Put the "
            "document in once more, propose that, and withdraw this one.",
            [],
            [],
        )
