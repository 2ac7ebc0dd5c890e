"""The graphs that are sent to a worker that needs them: of changes, and of what follows."""

from __future__ import annotations

import re

from rolegraph.errors import ParameterError
from rolegraph.rdf.named_graphs import has_dataset
from rolegraph.rdf.namespaces import CHANGES_GRAPH, INFERRED_GRAPH
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, serialize
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.messages.job import QueryJob, UpdateJob

_NUMBERED = re.compile(re.escape(CHANGES_GRAPH) + r"#(?:revision|commit)-(\d+)")


def changes_text(store: EmbeddedStore, until: int | None = None) -> bytes:
    """Return what the graph of changes says, as N-Quads.

    Args:
        store: where it is.
        until: the last revision that is to be told of; None for all.
    """
    with store.reading():
        quads = list(store.match(graph=NamedNode(CHANGES_GRAPH)))
    if until is not None:
        quads = [quad for quad in quads if _number(quad) <= until]
        authors = {quad.object for quad in quads}
        quads = [quad for quad in quads if _number(quad) or quad.subject in authors]
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def check_inferred(job: QueryJob | UpdateJob, *, infers: bool) -> None:
    """Go on only if a query or update can be told what follows.

    Args:
        job: asks for it, by `inferred` or by naming its graph.
        infers: whether it is known here.

    Raises:
        ParameterError: it cannot.
    """
    if isinstance(job, UpdateJob):
        return
    if job.inferred and not infers:
        raise ParameterError(
            "This service infers nothing (ROLEGRAPH_INFERENCE is off); leave out 'inferred'."
        )
    if job.inferred and has_dataset(job.text):
        raise ParameterError(
            "A query with FROM says itself what it asks. Leave out 'inferred', and name what "
            f"follows: FROM <{INFERRED_GRAPH}>."
        )
    if infers and job.rewind is not None:
        raise ParameterError(
            "What follows is known of the present only. Leave out 'at', or do not ask the graph "
            f"<{INFERRED_GRAPH}>."
        )


def _number(quad: Quad) -> int:
    """Return the revision that a statement is about, 0 where it is about an author."""
    found = _NUMBERED.fullmatch(getattr(quad.subject, "value", ""))
    return int(found[1]) if found else 0
