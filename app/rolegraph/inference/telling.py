"""Explanations for those who read them: as JSON, and as numbered lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rolegraph.errors import ParameterError
from rolegraph.inference.explain import Explanation
from rolegraph.inference.facts import Stated
from rolegraph.inference.stated_at import StatedPlaces
from rolegraph.rdf.namespaces import PREFIXES, RDF, XSD, compact
from rolegraph.rdf.terms import Literal, NamedNode, RdfFormat, Term, parse

RULES = "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"
"""Where the rules are defined."""


def read_term(text: str, name: str, base: str = "") -> Term:
    """Return a term as somebody wrote it.

    Args:
        text: an IRI, bare or in `<…>`; a prefixed name such as `rg:Role`; `a` for rdf:type; a
            literal or blank node as N-Triples write it; or, with a base, `roles/data-analyst`.
        name: what it is called in errors.
        base: what the IRIs of things begin with.

    Raises:
        ParameterError: it is none of these.
    """
    prefix, colon, local = text.partition(":")
    if text == "a":
        written = f"<{RDF}type>"
    elif text.startswith(('"', "<", "_:")):
        written = text
    elif colon and prefix in PREFIXES and not local.startswith("//"):
        written = f"<{PREFIXES[prefix]}{local}>"
    else:
        written = f"<{text}>" if colon else f"<{base}{text}>"
    try:
        (quad,) = parse(f"<urn:s> <urn:p> {written} .".encode(), format=RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError):
        raise ParameterError(
            f"{name} is {text!r}. Give an IRI, a prefixed name such as rg:Role, or a literal in "
            'double quotes such as "text"@en.'
        ) from None
    term: Term = quad.object
    return term


def read_triple(subject: str, predicate: str, value: str, base: str = "") -> Stated:
    """Return a triple as somebody wrote it; see `read_term`.

    Raises:
        ParameterError: a part cannot be read, or is of a kind that cannot stand there.
    """
    triple = (
        read_term(subject, "subject", base),
        read_term(predicate, "predicate", base),
        read_term(value, "object", base),
    )
    if isinstance(triple[0], Literal) or not isinstance(triple[1], NamedNode):
        raise ParameterError("A literal cannot be a subject, and a predicate is an IRI.")
    return triple


def term_text(term: Term) -> str:
    """Return a term for people: names are abbreviated."""
    if isinstance(term, NamedNode):
        return compact(term.value)
    if isinstance(term, Literal) and term.datatype.value.startswith(XSD) and not term.language:
        kind = compact(term.datatype.value)
        quoted = str(Literal(term.value))
        return quoted if kind == "xsd:string" else f"{quoted}^^{kind}"
    return str(term)


def triple_text(triple: Stated) -> str:
    """Return a triple for people."""
    subject, predicate, value = triple
    is_type = isinstance(predicate, NamedNode) and predicate.value == RDF + "type"
    return f"{term_text(subject)} {'a' if is_type else term_text(predicate)} {term_text(value)}"


def triple_json(triple: Stated) -> dict[str, str]:
    """Return a triple as JSON: its terms as N-Triples write them, and a text for people."""
    subject, predicate, value = map(str, triple)
    return {
        "subject": subject,
        "predicate": predicate,
        "object": value,
        "text": triple_text(triple),
    }


def as_json(explanation: Explanation, places: StatedPlaces) -> dict[str, Any]:
    """Return an explanation as JSON.

    What is stated and what the steps conclude is numbered from 1, in one row; a step says by these
    numbers what it uses.
    """
    numbers: dict[Stated, int] = {}
    stated = []
    for triple in explanation.stated:
        numbers[triple] = len(numbers) + 1
        found = [
            {"graph": place.graph, "file": place.file, "line": place.line}
            for place in places.of(triple)
        ]
        stated.append({"number": numbers[triple], **triple_json(triple), "places": found})
    steps = []
    for step in explanation.steps:
        uses = [numbers[premise] for premise in step.premises]
        told: dict[str, Any] = {"rule": step.rule, "uses": uses, "number": None, "concludes": None}
        if step.conclusion is not None:
            numbers[step.conclusion] = len(numbers) + 1
            told["number"] = numbers[step.conclusion]
            told["concludes"] = triple_json(step.conclusion)
        steps.append(told)
    return {"stated": stated, "steps": steps}


def lines_of(told: dict[str, Any]) -> Iterator[str]:
    """Yield an explanation, as `as_json` gives it, as lines of text."""
    for stated in told["stated"]:
        found = [
            f"{place['file'] or place['graph'] or 'the default graph'}"
            + (f":{place['line']}" if place["line"] else "")
            for place in stated["places"]
        ]
        yield f"  {stated['number']:>2}. {stated['text']}"
        yield f"      stated in {', '.join(found)}" if found else "      stated"
    for step in told["steps"]:
        uses = ", ".join(map(str, step["uses"]))
        why = f"by {step['rule']}" + (f" from {uses}" if uses else "")
        if step["concludes"] is None:
            yield f"      That cannot be: {why}"
        else:
            yield f"  {step['number']:>2}. {step['concludes']['text']}"
            yield f"      follows {why}"
