"""The formats of diagrams, by their names in addresses."""

from __future__ import annotations

from collections.abc import Callable

from rolegraph.catalogue import View
from rolegraph.diagrams.bpmn import BPMN, bpmn_of
from rolegraph.diagrams.mermaid import MERMAID, mermaid_of
from rolegraph.diagrams.plan import workflow_in_diagram

DIAGRAMS = {"bpmn": BPMN, "mermaid": MERMAID}
"""Value of `?format=` of a workflow → media type."""
ENDINGS_OF_DIAGRAMS = {".bpmn": BPMN, ".mmd": MERMAID}
"""Ending of a file → media type."""


def diagram_of(
    view: View, iri: str, media_type: str, base: str, page_of: Callable[[str], str]
) -> bytes:
    """Return a workflow in a media type of `DIAGRAMS`.

    Args:
        view: the state that is read, in the languages that texts are wanted in.
        iri: the workflow.
        media_type: of the diagram.
        base: what the IRIs of the catalogue begin with.
        page_of: gives the address of a page from the path of the data.
    """
    workflow = workflow_in_diagram(view, iri)
    if media_type == BPMN:
        return bpmn_of(workflow, base)
    return mermaid_of(workflow, lambda thing: page_of(thing.href) if thing.href else None)
