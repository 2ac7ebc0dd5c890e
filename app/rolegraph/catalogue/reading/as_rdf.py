"""Things as RDF: the same triples in JSON-LD as in Turtle and every other format.

JSON shows of a thing what its shape has: its fields, links from other things, and labels of what is
linked. The statements of the store are the other half: what is said of the thing and what is nested
in it. Every format has both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import json

from rolegraph.errors import NotAcceptable
from rolegraph.rdf.terms import (
    NO_TRIPLE_TERMS,
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Term,
    Triple,
    parse,
)


def triples_of(
    things: Sequence[Mapping[str, Any]], quads: Iterable[Quad], context: Mapping[str, Any]
) -> list[Triple]:
    """Return all triples of things.

    Args:
        things: as JSON shows them.
        quads: what the store says of them.
        context: the JSON-LD context of the JSON.
    """
    return list(dict.fromkeys([*(quad.triple for quad in quads), *_shown(things, context)]))


def completed(
    things: Sequence[Mapping[str, Any]], quads: Iterable[Quad], context: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return things as JSON-LD: as JSON shows them, and the statements that it does not show.

    Those stand at their subject, by the IRI of their predicate. The arguments are those of
    `triples_of`.
    """
    shown = frozenset(_shown(things, context))
    missing: dict[str, dict[str, list[Any]]] = {}
    for triple in dict.fromkeys(quad.triple for quad in quads):
        if triple not in shown and isinstance(triple.subject, NamedNode):
            of = missing.setdefault(triple.subject.value, {})
            of.setdefault(triple.predicate.value, []).append(_written(triple.object))
    return [_with(dict(thing), missing) for thing in things]


def _shown(things: Sequence[Mapping[str, Any]], context: Mapping[str, Any]) -> list[Triple]:
    text = json.encode({"@context": context, "items": things})
    return [quad.triple for quad in parse(text, format=RdfFormat.JSON_LD)]


def _with(value: Any, missing: dict[str, dict[str, list[Any]]]) -> Any:
    """Return a value in which each node has what is missing of it, once."""
    if isinstance(value, list):
        return [_with(one, missing) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: _with(inner, missing) for name, inner in value.items()}
    return found | missing.pop(value.get("id", ""), {})


def _written(term: Term) -> dict[str, str]:
    """Return a term as a value of expanded JSON-LD, by the keywords' own names.

    Raises:
        NotAcceptable: it is a triple term.
    """
    if isinstance(term, Literal):
        if term.language:
            said = {"@value": term.value, "@language": term.language}
            return said | ({"@direction": term.direction.value} if term.direction else {})
        return {"@value": term.value, "@type": term.datatype.value}
    if isinstance(term, NamedNode | BlankNode):
        return {"@id": str(term) if isinstance(term, BlankNode) else term.value}
    raise NotAcceptable(NO_TRIPLE_TERMS)
