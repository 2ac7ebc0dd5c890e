"""Which links between roles, and to tools, a document told, and which somebody else made.

A link that the document told has a quote at the role in whose section it stands. The name of the
quote has the kind of the relation and the other role. So it goes when the document no longer tells
it, and a link that a person made stays.
"""

from __future__ import annotations

from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described
from rolegraph.rdf.terms import NamedNode, Triple

_REPORTS_TO, _QUOTED_FROM = term("rg:reportsTo"), term("rg:quotedFrom")
_USES_TOOL = term("rg:usesTool")
TOOL_FACTS = {
    "purpose": "rg:purpose",
    "license": "dcterms:license",
    "version": "schema:softwareVersion",
    "address": "schema:codeRepository",
    "about": "dcterms:description",
}
"""What a document may say of a tool → its property."""


def told_in(kind: str, other: str) -> str:
    """Return how the name of the quote ends that tells a relation to a role, given by its IRI."""
    return f"-{kind}-{other.rpartition('/')[2]}"


def uses_told(tool: str) -> str:
    """Return how the name of the quote ends that tells who uses a tool, given by its IRI."""
    return f"-uses-{tool.rpartition('/')[2]}"


def was_told(graph: Described, triple: Triple) -> bool:
    """Tell whether the document of a graph told a link between roles, or something of a tool."""
    subject = triple.subject
    if isinstance(subject, NamedNode) and graph.is_a(subject.value, "rg:Tool"):
        told = (n for n, predicate in TOOL_FACTS.items() if triple.predicate == term(predicate))
        ends = (f"-{name}-1" if name == "about" else f"-{name}" for name in told)
        return any(_has_quote(graph, subject.value, each) for each in ends)
    if triple.predicate == _USES_TOOL:
        return (
            isinstance(subject, NamedNode)
            and isinstance(triple.object, NamedNode)
            and _has_quote(graph, subject.value, uses_told(triple.object.value))
        )
    below, above = triple.subject, triple.object
    if triple.predicate != _REPORTS_TO or not isinstance(below, NamedNode):
        return False
    return isinstance(above, NamedNode) and (
        _has_quote(graph, below.value, told_in("reports-to", above.value))
        or _has_quote(graph, above.value, told_in("supervises", below.value))
    )


def _has_quote(graph: Described, iri: str, ending: str) -> bool:
    return any(
        each.predicate == _QUOTED_FROM
        and each.subject == NamedNode(iri)
        and isinstance(each.object, NamedNode)
        and each.object.value.endswith(ending)
        for each in graph.block(iri)
    )
