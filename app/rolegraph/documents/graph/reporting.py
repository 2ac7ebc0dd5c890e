"""What a document told of roles, tools, personas and workflows, and what others said.

A link that the document told has a quote at the role in whose section it stands. The name of the
quote has the kind of the relation and the other role. So it goes when the document no longer tells
it, and a link that a person made stays.
"""

from __future__ import annotations

import re

from rolegraph.documents.account.model import LINKS, PARTIES
from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described
from rolegraph.documents.text.identity import folded_slug
from rolegraph.rdf.terms import Literal, NamedNode, Triple

_QUOTED_FROM = term("rg:quotedFrom")
_USES_TOOL = term("rg:usesTool")
_SUPPORTS = term("rg:supportsStatement")
_GIVES_ACCESS, _VERBATIM = term("rg:givesAccessTo"), term("rg:verbatimText")
TOOL_FACTS = {
    "purpose": "rg:purpose",
    "license": "dcterms:license",
    "version": "schema:softwareVersion",
    "address": "schema:codeRepository",
    "about": "dcterms:description",
}
"""What a document may say of a tool → its property."""
FLOW_FACTS = {
    "purpose": "rg:purpose",
    "trigger": "rg:trigger",
    "outcome": "rg:outcome",
    "frequency": "rg:frequency",
    "duration": "rg:duration",
    "whole-input": "rg:hasInput",
    "whole-output": "rg:hasOutput",
    "escalated": "rg:escalatedToRole",
    "escalated-when": "rg:escalationCondition",
    "owner": "rg:ownedByRole",
    "about": "dcterms:description",
    "loop": "rg:isLoop",
    "role": "rg:performedByRole",
    "with": "rg:involvesRole",
    "stage": "rg:operatesInStage",
    "entry": "rg:hasEntryCriterion",
    "exit": "rg:hasExitCriterion",
    "input": "rg:consumes",
    "output": "rg:produces",
    "back": "rg:loopsBackTo",
    "onward": "rg:branchesTo",
    "follows": "rg:followsWorkflow",
}
"""What a document may say of a workflow, its steps and who follows it → its property."""
PERSONA_FACTS = {
    "goal": "rg:hasGoal",
    "pain-point": "rg:hasPainPoint",
    "context": "rg:hasContext",
    "quote": "rg:quote",
    "skill": "rg:hasSkill",
    "scenario": "rg:hasScenario",
    "summary": "dcterms:description",
}
"""What a document may say of a persona → its property."""
_SINGLE = frozenset(
    {
        *("purpose", "trigger", "outcome", "frequency", "duration", "about", "loop", "role"),
        *("stage", "escalated-when"),
    }
)
"""What is said once of a thing; the name of its quote has no other thing in it."""
_OF_FLOWS = ("rg:Workflow", "rg:WorkflowStep", "rg:Criterion", "rg:Persona")


def told_in(kind: str, other: str) -> str:
    """Return how the name of the quote ends that tells a relation to a role, given by its IRI."""
    return f"-{kind}-{other.rpartition('/')[2]}"


def uses_told(tool: str) -> str:
    """Return how the name of the quote ends that tells who uses a tool, given by its IRI."""
    return f"-uses-{tool.rpartition('/')[2]}"


def supports_told(statement: str) -> str:
    """Return how the name of the quote ends that tells what a tool supports, given by its IRI."""
    return f"-supports-{statement.rpartition('/')[2]}"


def flow_told(name: str, other: str) -> str:
    """Return how the name of the quote ends that tells a fact of `FLOW_FACTS` on another thing."""
    return f"-{name}-{other.rpartition('/')[2]}"


def is_said_once(graph: Described, triple: Triple) -> bool:
    """Tell whether a graph says of a workflow or step what can be said once only: its purpose."""
    subject = triple.subject
    if not isinstance(subject, NamedNode):
        return False
    iri, singles = subject.value, {term(FLOW_FACTS[name]) for name in _SINGLE}
    if triple.predicate not in singles or not any(graph.is_a(iri, c) for c in _OF_FLOWS[:2]):
        return False
    return any(t.subject == subject and t.predicate == triple.predicate for t in graph.block(iri))


def persona_told(what: str, number: int) -> str:
    """Return how the name of the quote ends that tells one of `PERSONA_FACTS`."""
    return f"-{what}-{number}"


def _persona_was_told(graph: Described, triple: Triple, persona: str) -> bool:
    """Tell whether a field of a persona has the words of a quote of that field.

    What a person wrote of her stands in no quote. The role of one that a document names is told.
    """
    if triple.predicate == term("rg:representsRole"):
        is_quoted = bool(graph.links(persona, "prov:wasDerivedFrom"))
        return is_quoted and len(graph.links(persona, "rg:representsRole")) == 1
    if not isinstance(triple.object, Literal):
        return False
    said = _words(triple.object.value)
    return any(
        said and _is_within(said, _quoted(graph, persona, what))
        for what, predicate in PERSONA_FACTS.items()
        if triple.predicate == term(predicate)
    )


def _quoted(graph: Described, iri: str, what: str) -> list[str]:
    """Return the words of all quotes of a field, in their order."""
    numbered = re.compile(rf"#quote.*{re.escape(persona_told(what, 0)[:-1])}([0-9]+)")
    found = (
        (int(known[1]), graph.text(quote.replace("#quote", "#text", 1), "oa:exact") or "")
        for quote in graph.links(iri, "rg:quotedFrom")
        if (known := numbered.fullmatch(quote[quote.find("#") :]))
    )
    return [word for _, text in sorted(found) for word in _words(text)]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _is_within(words: list[str], others: list[str]) -> bool:
    """Tell whether words stand in others in their order; marks and addresses may lie between."""
    left = iter(others)
    return all(word in left for word in words)


def _flow_was_told(graph: Described, triple: Triple, subject: str) -> bool:
    for name, predicate in FLOW_FACTS.items():
        if triple.predicate != term(predicate):
            continue
        if name in _SINGLE:
            ends = [f"-{name}", f"-{name}-1"]
        elif isinstance(triple.object, NamedNode):
            ends = [flow_told(name, triple.object.value)]
        else:
            continue
        return any(_has_quote(graph, subject, end) for end in ends)
    return False


def _fact_was_told(graph: Described, triple: Triple, iri: str) -> bool:
    if graph.is_a(iri, "rg:Persona") and _persona_was_told(graph, triple, iri):
        return True
    is_of_flow = any(graph.is_a(iri, each) for each in _OF_FLOWS)
    return is_of_flow and _flow_was_told(graph, triple, iri)


def was_told(graph: Described, triple: Triple) -> bool:
    """Tell whether the document told a link between roles, or something of a tool or workflow."""
    subject = triple.subject
    if isinstance(subject, NamedNode) and _fact_was_told(graph, triple, subject.value):
        return True
    if triple.predicate == _SUPPORTS:
        return (
            isinstance(subject, NamedNode)
            and isinstance(triple.object, NamedNode)
            and _has_quote(graph, subject.value, supports_told(triple.object.value))
        )
    if isinstance(subject, NamedNode) and graph.is_a(subject.value, "rg:Tool"):
        told = (n for n, predicate in TOOL_FACTS.items() if triple.predicate == term(predicate))
        ends = (f"-{name}-1" if name == "about" else f"-{name}" for name in told)
        return any(_has_quote(graph, subject.value, each) for each in ends)
    if triple.predicate == _GIVES_ACCESS:
        return _access_was_told(graph, triple)
    if triple.predicate == _USES_TOOL:
        return (
            isinstance(subject, NamedNode)
            and isinstance(triple.object, NamedNode)
            and _has_quote(graph, subject.value, uses_told(triple.object.value))
        )
    return _relation_was_told(graph, triple)


def _access_was_told(graph: Described, triple: Triple) -> bool:
    """Tell whether the words of a privilege name the tool that it gives access to."""
    privilege, tool = triple.subject, triple.object
    if not isinstance(privilege, NamedNode) or not isinstance(tool, NamedNode):
        return False
    words = "".join(
        each.object.value
        for each in graph.block(privilege.value)
        if each.predicate == _VERBATIM and isinstance(each.object, Literal)
    )
    return tool.value.rpartition("/")[2] in folded_slug(words)


def _relation_was_told(graph: Described, triple: Triple) -> bool:
    one, other = triple.subject, triple.object
    if isinstance(one, NamedNode) and isinstance(other, Literal):
        kinds = (kind for kind, name in PARTIES.items() if triple.predicate == term(name))
        slug = folded_slug(other.value)
        return any(_has_quote(graph, one.value, told_in(kind, slug)) for kind in kinds)
    if not isinstance(one, NamedNode) or not isinstance(other, NamedNode):
        return False
    for kind, (predicate, is_inverse) in LINKS.items():
        teller, told = (other, one) if is_inverse else (one, other)
        is_quoted = _has_quote(graph, teller.value, told_in(kind, told.value))
        if is_quoted and triple.predicate == term(predicate):
            return True
    return False


def _has_quote(graph: Described, iri: str, ending: str) -> bool:
    return any(
        each.predicate == _QUOTED_FROM
        and each.subject == NamedNode(iri)
        and isinstance(each.object, NamedNode)
        and each.object.value.endswith(ending)
        for each in graph.block(iri)
    )
