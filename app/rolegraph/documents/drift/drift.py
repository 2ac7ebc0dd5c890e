"""Drift: where a document and its graph do not say the same, both ways, each at its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rolegraph.documents.comparison.comparable import ComparableOutline
from rolegraph.documents.comparison.compare import OutlineComparison, compare
from rolegraph.documents.comparison.from_document import outline_of_document
from rolegraph.documents.curation.matching import CuratedView
from rolegraph.documents.drift.explain import explain, fault_finding
from rolegraph.documents.drift.inputs import Graph, Inputs, read_inputs
from rolegraph.documents.drift.residue import residue
from rolegraph.documents.grammar.parse import examine_document
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.home import shown_name
from rolegraph.shacl.findings import Finding, in_order


def check(
    document: Path,
    graph: Graph | None = None,
    curation: Path | None = None,
    *,
    base: Path | None = None,
) -> list[Finding]:
    """Return where a document and its graph do not say the same.

    Things are the same if the curation says so (`formerly`), else by their words, by their id, and
    last by likeness: first within a role, then across roles. What the document has is told at its
    place in the Markdown; what only the graph has, at its place in the Turtle file, or without a
    place where triples are given in place of a file.

    Args:
        document: the Markdown file.
        graph: its graph: a Turtle file, or triples or quads of it; None takes the `.ttl` file
            beside the document.
        curation: its curation; None takes the one beside it, or none where there is none.
        base: the folder that names of files are relative to; the working directory unless given.

    Returns:
        findings of the check `documents`, whose rules are `drifts.RULES`, in order of places.

    Raises:
        OSError: a file cannot be read.
        InputError: the graph cannot be read, or it describes no document.
    """
    try:
        inputs = read_inputs(document, graph, curation, base)
    except MalformedDocument as error:
        shown = shown_name(document, base)
        return [fault_finding("document-malformed", fault, shown) for fault in error.faults]
    return check_inputs(inputs)


def check_inputs(inputs: Inputs) -> list[Finding]:
    """Return where a document and its graph, which have been read, do not say the same.

    Raises:
        InputError: the graph describes no document.
    """
    shown = inputs.name
    findings = [
        *(fault_finding("document-malformed", each, shown) for each in inputs.faults),
        *(fault_finding("curation-malformed", each, shown) for each in inputs.curation_faults),
    ]
    comparison = compare(inputs.graph.outline(), inputs.outline())
    findings += explained(comparison, inputs)
    if not findings:
        findings += residue(inputs)
    return in_order(dict.fromkeys(findings))


def explained(comparison: OutlineComparison, inputs: Inputs) -> Iterator[Finding]:
    """Yield the drifts of a comparison as findings, which know which side was changed."""
    if not comparison.drifts:
        return
    graph_changes = changed_in_graph(comparison.before)
    document_changed = comparison.before.sha256 != comparison.after.sha256
    for drift in comparison.drifts:
        by_graph = graph_changes is None or drift.key in graph_changes
        yield explain(
            drift,
            inputs,
            by_document=document_changed and drift.key not in (graph_changes or ()),
            by_graph=by_graph,
        )


def changed_in_graph(graph: ComparableOutline) -> set[tuple[str, str]] | None:
    """Return the keys of the drifts between a graph and the text that it was made from.

    These were made in the graph and not in the document. None where the graph does not have the
    text.
    """
    made_from = original(graph)
    if made_from is None:
        return None
    return {drift.key for drift in compare(graph, made_from, same_text=True).drifts}


def original(graph: ComparableOutline) -> ComparableOutline | None:
    """Return the outline of the text that a graph was made from, or None if it lacks that."""
    if graph.text is None:
        return None
    try:
        document, _ = examine_document(graph.text.encode(), "document.md")
    except MalformedDocument:
        return None
    return outline_of_document(document, CuratedView(None))


__all__ = ["changed_in_graph", "check", "check_inputs", "original", "shown_name"]
