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

_Missing = dict[str, dict[str, list[Any]]]
"""Node → predicate → values that JSON does not show, as JSON-LD."""


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

    Those stand at their subject, by the IRI of their predicate. Nodes that JSON does not show, such
    as those of lists, stand beside each other in `@included`, since chains of them may be long. The
    arguments are those of `triples_of`.
    """
    shown = frozenset(_shown(things, context))
    missing: _Missing = {}
    for triple in dict.fromkeys(quad.triple for quad in quads):
        if triple not in shown:
            of = missing.setdefault(_id(triple.subject), {})
            of.setdefault(triple.predicate.value, []).append(_written(triple.object))
    found = [_with(dict(thing), missing) for thing in things]
    if found and missing:
        found[0]["@included"] = [{"@id": name} | said for name, said in missing.items()]
    return found


def _shown(things: Sequence[Mapping[str, Any]], context: Mapping[str, Any]) -> list[Triple]:
    text = json.encode({"@context": context, "items": things})
    return [quad.triple for quad in parse(text, format=RdfFormat.JSON_LD)]


def _with(value: Any, missing: _Missing) -> Any:
    """Return a value in which each node has what is missing of it, once."""
    if isinstance(value, list):
        return [_with(one, missing) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: _with(inner, missing) for name, inner in value.items()}
    return found | missing.pop(value.get("id", ""), {})


def _id(node: Term) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


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
        return {"@id": _id(term)}
    raise NotAcceptable(NO_TRIPLE_TERMS)
