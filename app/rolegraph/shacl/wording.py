"""Says in words what a constraint expects, from its parameters in the shapes graph."""

from __future__ import annotations

from collections.abc import Sequence

from rolegraph.rdf.namespaces import SH, compact
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.shacl.shapes import Shapes

_FORMS = {
    "MinCount": "at least {} values",
    "MaxCount": "at most {} values",
    "Datatype": "a literal of type {}",
    "Class": "a thing of class {}",
    "NodeKind": "{}",
    "HasValue": "the value {}",
    "Pattern": "a text that matches {}",
    "MinLength": "a text of at least {} characters",
    "MaxLength": "a text of at most {} characters",
    "MinInclusive": "a value of {} or more",
    "MaxInclusive": "a value of {} or less",
    "MinExclusive": "a value above {}",
    "MaxExclusive": "a value below {}",
    "Equals": "the same values as {}",
    "Disjoint": "only values that {} does not have",
    "LessThan": "a value less than that of {}",
    "LessThanOrEquals": "a value not above that of {}",
    "QualifiedMinCount": "at least {} values of the described form",
    "QualifiedMaxCount": "at most {} values of the described form",
}
_COUNTED = frozenset(
    ("MinCount", "MaxCount", "MinLength", "MaxLength", "QualifiedMinCount", "QualifiedMaxCount")
)
"""Those with a number of things, which may be a single one."""
_FIXED = {
    "UniqueLang": "at most one value for each language",
    "Closed": "no property beyond those of the shape",
}
_KINDS = {
    "IRI": "an IRI",
    "Literal": "a literal",
    "BlankNode": "a blank node",
    "BlankNodeOrIRI": "a node, not a literal",
    "BlankNodeOrLiteral": "a blank node or a literal",
    "IRIOrLiteral": "an IRI or a literal",
}


def counted(number: int, word: str) -> str:
    """Return a number of things, such as `1 file` or `2 files`, for words that take an s."""
    return f"{number} {word if number == 1 else word + 's'}"


def shown(term: Term) -> str:
    """Return a term for people: prefixed names, literals in quotes with their language."""
    if isinstance(term, NamedNode):
        kind = term.value.removeprefix(SH)
        return _KINDS.get(kind, compact(term.value))
    if isinstance(term, Literal):
        if term.datatype.value.endswith(("#integer", "#decimal", "#double", "#boolean")):
            return term.value
        return f'"{term.value}"' + (f"@{term.language}" if term.language else "")
    return str(term)


def parameters(shapes: Shapes, shape: str, component: str) -> list[Term]:
    """Return the values that a shape gives to the parameter of a component of SHACL's own."""
    if ":" in component:
        return []
    name = component.removesuffix("ConstraintComponent")
    return shapes.values(shape, SH + name[:1].lower() + name[1:])


def expectation(shapes: Shapes, component: str, values: Sequence[Term]) -> str | None:
    """Return what a constraint expects, or None where no words are known for it.

    Args:
        shapes: the shapes.
        component: the constraint component.
        values: the values of its parameter.
    """
    name = component.removesuffix("ConstraintComponent")
    if name in _FIXED:
        return _FIXED[name]
    if name in {"In", "LanguageIn"}:
        items = [shown(item) for value in values for item in shapes.items(value)]
        if not items:
            return "one of the values of its shape, which lists none"
        kind = "the language" if name == "LanguageIn" else "the value"
        return f"{kind} {items[0]}" if len(items) == 1 else f"one of {', '.join(items)}"
    form = _FORMS.get(name)
    if not values or form is None:
        return None
    given = " and ".join(map(shown, values))
    if name in _COUNTED and given == "1":
        form = form.replace("values", "value").replace("characters", "character")
    return form.format(given)


_WORDS = {
    "Closed": "{} is not among the properties that the shape allows.",
    "Node": "{} has a value that does not conform to its shape.",
    "Property": "{} has a value that does not conform to its shape.",
    "And": "{} does not conform to every shape that it must.",
    "Or": "{} conforms to none of the shapes that it may.",
    "Xone": "{} does not conform to exactly one of the shapes that it may.",
    "Not": "{} conforms to a shape that it must not conform to.",
    "MinCount": "{} is missing: {} needed.",
}


def default_message(path: str | None, expected: str | None, component: str) -> str:
    """Return a message for a shape that has none."""
    subject = compact(path) if path else "This"
    words = _WORDS.get(component.removesuffix("ConstraintComponent"))
    if words:
        return words.format(subject, expected)
    return f"{subject} does not hold {expected or 'what its shape demands'}."
