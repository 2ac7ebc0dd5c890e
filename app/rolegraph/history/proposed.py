"""What proposals would change, read off the quads that keep them."""

from __future__ import annotations

from rolegraph.rdf.namespaces import ONTOLOGY, PROPOSALS_GRAPH
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, Quad
from rolegraph.store.journal.entry_format import decode_patch

PATCH = ONTOLOGY + "proposedPatch"
"""The property that has what a proposal would change, as an RDF Patch."""


def proposed_in(quad: Quad) -> Patch | None:
    """Return the change that a quad proposes, or None where it says something else."""
    kept = getattr(quad.graph_name, "value", "") == PROPOSALS_GRAPH  # which only proposals write
    if not kept or quad.predicate.value != PATCH or not isinstance(quad.object, Literal):
        return None
    return decode_patch(quad.object.value.encode())


def proposal_of(iri: str) -> str:
    """Return the IRI of the proposal that a remark is on; of other things their own."""
    return iri.partition("-remark-")[0] if iri.startswith(PROPOSALS_GRAPH) else iri
