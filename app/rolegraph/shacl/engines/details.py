"""Finds out what is wrong inside a value that does not conform to a shape: `sh:detail`.

Neither the fast engine nor our own evaluation says more than that a value does not conform. So
the shapes that such values were held to are judged once more, with just those values as their
targets; and again for the values inside those, as deep as shapes are nested.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import RDF, RDFS, SH
from rolegraph.rdf.terms import NamedNode, Quad, Term
from rolegraph.rdf.triple_text import TripleText
from rolegraph.shacl.engines.shared import SharedFast
from rolegraph.shacl.results import ValidationResult, term_text
from rolegraph.shacl.shapes import Shapes

_PROBE = "urn:rolegraph:probe:"
_DEEPEST = 8
_TARGETS = frozenset(
    SH + name
    for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")
)
_CLASS = RDFS + "Class"
_LISTS = {"AndConstraintComponent": "and", "OrConstraintComponent": "or"}

Probe = tuple[str, Term]
"""A shape, and a value to be held to it."""


def with_details(
    shapes: Shapes, results: list[ValidationResult], data: TripleText
) -> list[ValidationResult]:
    """Return results with their details.

    Args:
        shapes: the shapes.
        results: what was found.
        data: what it looked at.
    """
    if not any(_inner(shapes, result) for result in results):
        return results
    found: dict[Probe, list[ValidationResult]] = {}
    open_probes = {probe for result in results for probe in _probes(shapes, result)}
    for _ in range(_DEEPEST):
        open_probes -= found.keys()
        if not open_probes:
            break
        found |= _judged(shapes, open_probes, data)
        inner = (result for probe in open_probes for result in found.get(probe, ()))
        open_probes = {probe for result in inner for probe in _probes(shapes, result)}
    return [_complete(shapes, result, found, _DEEPEST) for result in results]


def _inner(shapes: Shapes, result: ValidationResult) -> list[str]:
    """Return the shapes that the value of a result was held to, if nothing is told of them yet."""
    if result.details:
        return []
    if result.component == "NodeConstraintComponent":
        return [term_text(node) for node in shapes.values(result.shape, SH + "node")]
    key = _LISTS.get(result.component)
    lists = shapes.values_lists(result.shape, SH + key) if key else []
    return [term_text(member) for members in lists for member in members]


def _probes(shapes: Shapes, result: ValidationResult) -> list[Probe]:
    value = result.value if result.value is not None else result.focus
    return [(name, value) for name in _inner(shapes, result)]


def _complete(
    shapes: Shapes, result: ValidationResult, found: dict[Probe, list[ValidationResult]], depth: int
) -> ValidationResult:
    if not depth:
        return result
    details = [
        _complete(shapes, detail, found, depth - 1)
        for probe in _probes(shapes, result)
        for detail in found.get(probe, ())
    ]
    return replace(result, details=tuple(dict.fromkeys(details))) if details else result


def _judged(
    shapes: Shapes, probes: set[Probe], data: TripleText
) -> dict[Probe, list[ValidationResult]]:
    """Return what is wrong with each value by the shape it is held to."""
    by_shape: dict[str, list[Term]] = defaultdict(list)
    for name, value in sorted(probes, key=str):
        by_shape[name].append(value)
    names = _named(by_shape)
    asked = [
        Quad(NamedNode(f"{names[name].value}:{n}"), names[name], value)
        for name, values in by_shape.items()
        for n, value in enumerate(values)
    ]
    try:
        results = _aimed(shapes, tuple(by_shape)).validate(data + TripleText.of(asked))
    except (ValueError, ConfigurationError):  # what is wrong inside stays untold
        return {}
    found: dict[Probe, list[ValidationResult]] = defaultdict(list)
    for result in results:
        for name in by_shape.keys() & _around(shapes, result.shape):
            own = (name, result.focus)
            if own in probes:
                found[own].append(result)
            elif len(by_shape[name]) == 1:  # deeper inside: it can only be of this one
                found[(name, by_shape[name][0])].append(result)
    return found


def _named(shapes: Iterable[str]) -> dict[str, NamedNode]:
    """Return shape → the property whose values it is held to."""
    return {name: NamedNode(f"{_PROBE}{n}") for n, name in enumerate(shapes)}


@lru_cache(maxsize=8)
def _aimed(shapes: Shapes, names: tuple[str, ...]) -> SharedFast:
    """Return the shapes aimed at nothing but the values that some of them are held to.

    Who checks again has mostly the same faults, and to compile this took a seventh of a check.
    Shapes that none of them leads to are left out, but not where the graph declares components
    or rules: nothing leads to those.

    Raises:
        ValueError, ConfigurationError: they cannot be compiled.
    """
    target = NamedNode(SH + "targetObjectsOf")
    needed = None if shapes.parameters or shapes.has_rules else shapes.below(names)
    rules = [
        Quad(*t)
        for t in shapes.triples
        if not _aims(t[1], t[2]) and (needed is None or term_text(t[0]) in needed)
    ]
    rules += [Quad(NamedNode(name), target, probe) for name, probe in _named(names).items()]
    return SharedFast(Shapes(rules))


def _aims(predicate: NamedNode, value: Term) -> bool:
    """Tell whether a triple of the shapes gives a shape a target."""
    if predicate.value in _TARGETS:
        return True
    if predicate.value != RDF + "type" or not isinstance(value, NamedNode):
        return False
    return value.value == _CLASS


def _around(shapes: Shapes, shape: str) -> set[str]:
    """Return a shape and those that have it as a property, directly or not."""
    found, open_ones = set(), [shape]
    while open_ones:
        name = open_ones.pop()
        if name not in found:
            found.add(name)
            open_ones += shapes.having(name, SH + "property")
    return found
