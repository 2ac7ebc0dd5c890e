"""Drifts as findings: in words, at their places, and with the way to fix them."""

from __future__ import annotations

from dataclasses import replace

from rolegraph.documents.comparison.comparable import OutlinePart, OutlineReference, Role, Statement
from rolegraph.documents.comparison.drifts import Drift
from rolegraph.documents.comparison.telling import tell
from rolegraph.documents.drift.inputs import GraphSource, Inputs
from rolegraph.documents.graph.builder import term
from rolegraph.documents.text.model import Span
from rolegraph.errors import SyntaxFault
from rolegraph.rdf.terms import NamedNode
from rolegraph.rdf.turtle.places import WrittenAt
from rolegraph.shacl.findings import VIOLATION, Finding, Place

CHECKS = "https://w3id.org/rolegraph/checks#"
"""Namespace of the rules that are not shapes."""

_PREDICATES = {
    "reworded": "rg:verbatimText",
    "whitespace": "rg:verbatimText",
    "note": "rg:verbatimText",
    "commitment": "rg:verbatimText",
    "renamed": "skos:prefLabel",
    "requalified": "rg:frequencyQualifier",
    "kind": "rdf:type",
    "moved": "rg:statementOf",
    "reference-changed": "schema:url",
    "citation": "rg:citesReference",
    "scheme": "rg:quotedFrom",
}
_ORDERS = {
    Role: "rg:documentOrder",
    Statement: "rg:statementOrder",
    OutlineReference: "rg:referenceOrdinal",
}


def finding(rule: str, message: str, **facts: str | None) -> Finding:
    """Return a finding of a rule of this room, without a place."""
    return Finding(
        severity=VIOLATION,
        rule=rule,
        rule_iri=CHECKS + rule,
        focus=facts.get("focus"),
        focus_label=facts.get("label"),
        path=facts.get("path"),
        value=facts.get("value"),
        message=message,
        check="documents",
        hint=facts.get("hint"),
        expected=facts.get("expected"),
    )


def fault_finding(rule: str, fault: SyntaxFault, document: str) -> Finding:
    """Return a fault of a document, or of its curation, as a finding.

    Args:
        rule: `document-malformed` or `curation-malformed`.
        fault: the fault.
        document: name of the document. A fault of the curation leads to it as well: who has
            the document checked is told.
    """
    line, column = fault.line or 1, fault.column or 1
    place = Place(fault.source or document, line, column, line, column + 1)
    found = finding(rule, fault.message).at(place)
    if place.file == document:
        return found
    return replace(found, related=(Place(document, 1, 1, 1, 2, "the document it belongs to"),))


def explain(drift: Drift, inputs: Inputs, *, by_document: bool, by_graph: bool) -> Finding:
    """Return a drift as a finding.

    Args:
        drift: the drift.
        inputs: what was compared.
        by_document: whether the document was changed so, as far as can be told.
        by_graph: whether the graph was.
    """
    part = drift.before or drift.after
    predicate = _predicate(drift)
    written = _written(inputs.graph, drift.before, predicate)
    found = finding(
        f"drift-{drift.rule}",
        tell(drift),
        focus=part.iri if part else None,
        label=_label(drift),
        path=term(predicate).value if predicate and drift.before else None,
        value=str(written.object) if written else None,
        expected=drift.after.line_of_text if drift.before and drift.after else None,
        hint=_hint(drift, inputs.name, by_document=by_document, by_graph=by_graph),
    )
    places = [
        *_document_places(drift, inputs.name),
        *_graph_places(drift.before, inputs.graph, written),
    ]
    if drift.after is None:
        places.reverse()
    if not places:
        return found  # whoever knows the graph's files can tell the place by the focus
    related = tuple(place for place in places[1:] if place.note)
    return replace(found, related=related).at(places[0])


def _label(drift: Drift) -> str | None:
    part = drift.before or drift.after
    if isinstance(part, OutlineReference):
        return part.title
    return part.line_of_text if isinstance(part, Role | Statement) else None


def _hint(drift: Drift, name: str, *, by_document: bool, by_graph: bool) -> str:
    sync, render = f"rolegraph documents sync {name}", f"rolegraph documents render {name}"
    retires = " (it stays there as retired)" if drift.after is None else ""
    undo = "take it out" if drift.rule == "added" else "put it back"
    if by_document and not by_graph:
        return f"If this is meant, `{sync} --write` changes the graph{retires}; else {undo}."
    if by_graph and not by_document:
        return (
            f"The graph was changed after it was made from the document: `{render} --write` "
            f"changes the document, `{sync} --write --overwrite` takes the change back."
        )
    return (
        f"`{sync} --write` makes the graph say what the document says{retires}, "
        f"`{render} --write` the other way round."
    )


def _predicate(drift: Drift) -> str | None:
    part = drift.before or drift.after
    if drift.rule == "reordered":
        return next((name for kind, name in _ORDERS.items() if isinstance(part, kind)), None)
    if drift.rule == "renamed" and isinstance(part, OutlineReference):
        return "dcterms:title"
    return _PREDICATES.get(drift.rule)


def _written(
    graph: GraphSource, part: OutlinePart | None, predicate: str | None
) -> WrittenAt | None:
    if graph.places is None or part is None or predicate is None:
        return None
    wanted, subject = term(predicate), NamedNode(part.iri)
    return next(
        (
            triple
            for triple in graph.places.triples(part.iri)
            if triple.subject == subject and triple.predicate == wanted
        ),
        None,
    )


def _graph_places(
    part: OutlinePart | None, graph: GraphSource, written: WrittenAt | None
) -> list[Place]:
    if part is None or graph.places is None or graph.name is None:
        return []
    span = written.at_object if written else graph.places.subject(part.iri)
    if span is None:
        return []
    lines = graph.places.lines
    note = "said here in the graph"
    return [Place(graph.name, *lines.place(span.start), *lines.place(span.end), note)]


def _document_places(drift: Drift, name: str) -> list[Place]:
    if drift.after is not None:
        return [_place(drift.after.span, name)] if drift.after.span else []
    owner = drift.role.span if drift.role and drift.role is not drift.before else None
    return [_place(owner, name, "it stood in this section")] if owner else []


def _place(span: Span, name: str, note: str = "") -> Place:
    lines = span.text.splitlines() or [""]
    end_line = span.line + len(lines) - 1
    end_column = (span.column if len(lines) == 1 else 1) + len(lines[-1])
    return Place(name, span.line, span.column, end_line, end_column, note)
