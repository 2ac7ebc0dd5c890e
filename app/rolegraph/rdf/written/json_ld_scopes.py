"""Which JSON-LD context holds where: for a node, for a value, and for the entries of a map.

Algorithm: https://www.w3.org/TR/json-ld11-api/#expansion-algorithm, steps 7 to 11. The contexts
themselves are those of `rdflib`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rdflib.plugins.shared.jsonld.context import UNDEF, Context
from rdflib.plugins.shared.jsonld.context import Term as Meaning


@dataclass(frozen=True, slots=True)
class Scopes:
    """The contexts that the values of a property are read by.

    Attributes:
        values: for strings, numbers and value objects.
        nodes: for node objects; what a type said of the node around them does not hold in them.
    """

    values: Context
    nodes: Context

    @classmethod
    def of(cls, context: Context, meaning: Meaning | None) -> Scopes:
        """Return the contexts for a property of a node that is read by a context."""
        values = context.get_context_for_term(meaning)
        if context.propagate:
            return cls(values, values)
        return cls(values, around(context).get_context_for_term(meaning))


def around(context: Context) -> Context:
    """Return the context for the nodes within a node, before they say something themselves."""
    return context if context.propagate else context.parent or context


def own_context(said: dict[str, Any], context: Context, kind: str | None = None) -> Context:
    """Return the context of a node object: with its `@context`, and what its types ask for.

    Args:
        said: the node object.
        context: what holds around it.
        kind: a type that the map around it gives it.
    """
    if "@context" in said:
        context = context.subcontext(said["@context"])
    kinds = types_of(said, context) + ([kind] if kind else [])
    scoped: list[Any] = []
    for name in sorted(filter(context.terms.__contains__, kinds)):
        inner = context.terms[name].context
        if inner is not UNDEF:
            scoped += inner if isinstance(inner, list) else [inner]
    return context.subcontext(scoped, propagate=False) if scoped else context


def types_of(said: dict[str, Any], context: Context) -> list[str]:
    """Return the types of a node object as they are written there."""
    found: list[str] = []
    for key in dict.fromkeys(context.get_keys("@type")):
        value = said.get(key, ())
        found += filter(_is_text, value if isinstance(value, list) else [value])
    return found


def _is_text(value: object) -> bool:
    return isinstance(value, str)
