"""What a document no longer says of a persona, a workflow or a tool, and what it says now."""

from __future__ import annotations

from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.reporting import FLOW_FACTS, PERSONA_FACTS, TOOL_FACTS
from rolegraph.rdf.terms import Literal, NamedNode, Triple

_FACTS = {
    "rg:Persona": PERSONA_FACTS | {"role": "rg:representsRole", "tool": "rg:usesTool"},
    "rg:Workflow": FLOW_FACTS,
    "rg:WorkflowStep": FLOW_FACTS,
    "rg:Tool": TOOL_FACTS,
}
"""Class → what a document may say of such a thing, in a word → the property."""
_WORDS = {"pain-point": "pain point", "about": "description", "summary": "description"}
_LONGEST = 80
"""Characters of a text that a sentence quotes."""


def other_facts(before: Described, after: Described, iri: str) -> str:
    """Return what is said of a thing no more, and what is new, as the end of a sentence.

    Args:
        before: its graph as it is.
        after: its graph as the document has it.
        iri: the thing.

    Returns:
        nothing for other things than personas, workflows, steps and tools, and where no fact of
        theirs differs.
    """
    facts = {
        term(name): what
        for kind, known in _FACTS.items()
        if after.is_a(iri, kind)
        for what, name in known.items()
    }
    had, has = ({t for t in each.block(iri) if t.predicate in facts} for each in (before, after))
    gone = [_fact(facts[each.predicate], each, before) for each in had - has]
    new = [_fact(facts[each.predicate], each, after) for each in has - had]
    told = [f"without {', '.join(sorted(gone))}"] if gone else []
    told += [f"with {', '.join(sorted(new))}"] if new else []
    return f"stands in the document {'; and '.join(told)}" if told else ""


def _fact(what: str, triple: Triple, described: Described) -> str:
    value = triple.object
    text = described.label(value.value) if isinstance(value, NamedNode) else ""
    text = value.value if isinstance(value, Literal) else text
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"{_WORDS.get(what, what)} “{short}”"
