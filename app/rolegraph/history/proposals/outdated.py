"""Proposals of documents that other changes have overtaken.

What a document brings in is worked out from what all documents say: whether a role of it is one
that another one has, and where a statement came from. So it is outdated where its own document has
changed since, or where things changed that it speaks of, by their IRIs or by their names.
"""

from __future__ import annotations

from collections.abc import Iterator

from rolegraph.documents.keeping.kept import named_by, paths_in
from rolegraph.errors import ChangedSince
from rolegraph.folder.catalogue_folder import graph_key
from rolegraph.history.proposals.model import Proposal
from rolegraph.history.versions import Versions
from rolegraph.rdf.namespaces import (
    INFERRED_GRAPH,
    KEPT_DOCUMENTS,
    ONTOLOGY,
    PROPOSALS_GRAPH,
    RDF,
    SKOS,
    graph_of_file,
    is_rules_graph,
    path_of_graph,
)
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad

_NAMED = 5
"""Documents that a refusal names."""
_NAMES = frozenset(SKOS + name for name in ("prefLabel", "altLabel", "notation"))
_FOUND_BY_NAME = frozenset(
    ONTOLOGY + name
    for name in ("Role", "Activity", "Tool", "Artifact", "LifecycleStage", "Persona", "Workflow")
)
"""Classes of what a document may name without being told its IRI."""


def overtaken(proposal: Proposal, versions: Versions) -> list[str]:
    """Return what has changed since a document was proposed: paths of documents and of graphs.

    Args:
        proposal: one of them; of one that brings no document in and takes none out, nothing has.
        versions: the history. What is archived of it is passed over.
    """
    own = _Speaking(proposal.patch)
    first, now = versions.first, versions.revision
    if own.graphs.isdisjoint(KEPT_DOCUMENTS) or not first <= proposal.base < now:
        return []
    since = versions.between(proposal.base, now)
    documents = {graph_of_file(graph_key(name)): name for name in paths_in(_quads(since))}
    found = set[str]()
    for quad in _quads(since):
        graph, subject = getattr(quad.graph_name, "value", ""), getattr(quad.subject, "value", "")
        if graph in KEPT_DOCUMENTS:
            if subject in own.documents:
                found.add(named_by(subject) or graph)
        elif graph in own.graphs or own.speaks_of(quad):
            found.add(documents.get(graph) or path_of_graph(graph))
    return sorted(found)


class _Speaking:
    """What a change speaks of."""

    def __init__(self, patch: Patch) -> None:
        quads = list(_quads(patch))
        self.graphs = {getattr(quad.graph_name, "value", "") for quad in quads}
        kept = [q for q in quads if getattr(q.graph_name, "value", "") in KEPT_DOCUMENTS]
        self.documents = {getattr(quad.subject, "value", "") for quad in kept}
        said = [quad for quad in quads if quad not in set(kept)]
        self._things = {_thing(quad.subject) for quad in said} - {""}
        kind = RDF + "type"
        named = {
            _thing(quad.subject)
            for quad in said
            if quad.predicate.value == kind and getattr(quad.object, "value", "") in _FOUND_BY_NAME
        }
        self._names = {key for quad in said if _thing(quad.subject) in named if (key := _key(quad))}

    def speaks_of(self, quad: Quad) -> bool:
        """Tell whether a quad is of a thing that the change speaks of, or of one called so."""
        graph = getattr(quad.graph_name, "value", "")
        if graph in {PROPOSALS_GRAPH, INFERRED_GRAPH} or is_rules_graph(graph):
            return False
        return _thing(quad.subject) in self._things or _key(quad) in self._names


def _quads(patch: Patch) -> Iterator[Quad]:
    yield from patch.removed
    yield from patch.added


def _thing(subject: object) -> str:
    """Return the IRI of a thing without a fragment; empty where it has none."""
    return subject.value.partition("#")[0] if isinstance(subject, NamedNode) else ""


def _key(quad: Quad) -> str | None:
    """Return what spellings of a name have in common; None where a quad gives no name."""
    if quad.predicate.value not in _NAMES or not isinstance(quad.object, Literal):
        return None
    return "".join(filter(str.isalnum, quad.object.value.casefold())).removesuffix("s") or None


def require_documents(proposal: Proposal, versions: Versions) -> None:
    """Go on only if nothing that it speaks of has changed since a document was proposed.

    Raises:
        ChangedSince: so it has; names the documents and graphs.
    """
    found = overtaken(proposal, versions)
    if found:
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise ChangedSince(
            f"Proposal {proposal.number} is of a document, and was made for revision "
            f"{proposal.base}. These have changed what it speaks of since: "
            f"{', '.join(found[:_NAMED])}{more}. Put the document in once more, propose that, and "
            "withdraw this one.",
            [],
            [],
        )
