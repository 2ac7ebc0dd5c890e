"""Which nodes of the data the shapes are for, and which shapes are for none of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from rolegraph.rdf.namespaces import RDF, RDFS, SH
from rolegraph.rdf.sparql_tokens import tokens
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Term
from rolegraph.rdf.triple_text import TripleText
from rolegraph.shacl.lint.graph import TYPE, ShapesGraph

if TYPE_CHECKING:
    from rolegraph.store.embedded import EmbeddedStore

_SUBCLASS = NamedNode(RDFS + "subClassOf")
_TYPE = NamedNode(RDF + "type")
_CLASS: Term = NamedNode(RDFS + "Class")
_SHAPES = frozenset({NamedNode(SH + "NodeShape"), NamedNode(SH + "PropertyShape")})
_DEACTIVATED = NamedNode(SH + "deactivated")
_AIMS = {
    NamedNode(SH + name): name
    for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "target")
}


class TargetsInData:
    """The targets of shapes in data; shapes that are deactivated have none.

    Args:
        shapes: the shapes graph.
        data: what it is about, with the class hierarchy.
    """

    def __init__(self, shapes: Iterable[Quad], data: TripleText) -> None:
        rules = list(shapes)
        idle = {q.subject for q in rules if q.predicate == _DEACTIVATED and _is_true(q.object)}
        rules = [quad for quad in rules if quad.subject not in idle] if idle else rules
        self._data, self._shapes = data, rules
        self.aims: dict[Term, list[tuple[str, Term]]] = defaultdict(list)
        """Shape → its targets: the local name of the property of SHACL, and its value."""
        for quad in rules:
            name = _AIMS.get(quad.predicate)
            if name:
                self.aims[quad.subject].append((name, quad.object))
        typed = [quad for quad in rules if quad.predicate == _TYPE]
        implicit = {q.subject for q in typed if q.object in _SHAPES}
        below = _below(rules)
        classes = set(_reached([_CLASS], below))
        for shape in implicit & {q.subject for q in typed if q.object in classes}:
            self.aims[shape].append(("targetClass", shape))

    @cached_property
    def nodes(self) -> set[str]:
        """The focus nodes as N-Triples have them."""
        found: set[str] = set()
        predicates: dict[str, list[str]] = {"subject": [], "object": []}
        classes: set[Term] = set()
        for name, value in (aim for aims in self.aims.values() for aim in aims):
            if name == "targetClass":
                classes.add(value)
            elif name == "targetNode":
                found.add(str(value))
            elif name == "target":
                found |= self._of_queries[value]
            elif isinstance(value, NamedNode):
                predicates["subject" if name == "targetSubjectsOf" else "object"].append(
                    value.value
                )
        for kind in _reached(classes, self._hierarchy):
            found.update(self._data.instances.get(str(kind), ()))
        for part, several in predicates.items():
            found |= {str(getattr(quad, part)) for quad in self._data.of_predicates(several)}
        return found

    @property
    def missing(self) -> Iterator[Term]:
        """The shapes none of whose targets is there."""
        for shape, aims in self.aims.items():
            if not any(self.is_there(name, value) for name, value in aims):
                yield shape

    def is_there(self, name: str, value: Term) -> bool:
        """Tell whether the data have a target, given by its property of SHACL and its value."""
        if name == "targetClass":
            kinds = _reached([value], self._hierarchy)
            return any(str(kind) in self._data.instances for kind in kinds)
        if name == "targetNode":
            return True
        if name == "target":
            return bool(self._of_queries[value])
        key = f" {value} "
        return self._data.has(key) and any(self._data.of_predicates([str(value)[1:-1]]))

    @cached_property
    def _of_queries(self) -> dict[Term, set[str]]:
        """Target → the nodes that its query finds; a target of a type of its own has a query there.

        Source: https://www.w3.org/TR/shacl-af/#targets.
        """
        targets = [value for aims in self.aims.values() for name, value in aims if name == "target"]
        if not targets:
            return {}
        from rolegraph.shacl.lint.queries import whole_query
        from rolegraph.store.embedded import EmbeddedStore  # only shapes with queries need one

        graph, store = ShapesGraph(self._shapes), EmbeddedStore()
        store.load(self._data)
        found: dict[Term, set[str]] = {}
        for target in targets:
            found[target] = set()
            kinds = [quad.object for quad in graph.triples(target, TYPE)]
            for node in [target, *kinds]:
                for quad in graph.of(node, "select"):
                    if isinstance(quad.object, Literal):
                        text = whole_query(graph, node, quad.object.value)
                        given = _arguments(graph, node, target)
                        found[target] |= _selected(store, text, given)
        store.close()
        return found

    @cached_property
    def _hierarchy(self) -> dict[Term, list[Term]]:
        return _below(self._data.of_predicates([_SUBCLASS.value]))


def _arguments(graph: ShapesGraph, kind: Term, target: Term) -> dict[str, Term]:
    """Return the values that a target gives for the parameters of its type, by their names."""
    paths = [
        path.object
        for each in graph.of(kind, "parameter")
        for path in graph.of(each.object, "path")
    ]
    return {
        re.split("[#/:]", path.value)[-1]: quad.object
        for path in paths
        if isinstance(path, NamedNode)
        for quad in graph.triples(target, path.value)
    }


def _selected(store: EmbeddedStore, text: str, given: dict[str, Term]) -> set[str]:
    # The engine takes values for variables of the result alone.
    for token in reversed(list(tokens(text)) if given else ()):
        if token.kind == "variable" and token.text[1:] in given:
            text = f"{text[: token.start]}{given[token.text[1:]]}{text[token.end :]}"
    try:
        rows = store.select(text)
    except (SyntaxError, RuntimeError, TypeError, ValueError):
        return set()  # what judges by it tells of that
    return {str(row["this"]) for row in rows if "this" in row}


def _is_true(term: Term) -> bool:
    return isinstance(term, Literal) and term.value in {"true", "1"}


def _below(quads: Iterable[Quad]) -> dict[Term, list[Term]]:
    """Return class → its direct subclasses."""
    found: dict[Term, list[Term]] = defaultdict(list)
    for quad in quads:
        if quad.predicate == _SUBCLASS:
            found[quad.object].append(quad.subject)
    return found


def _reached(classes: Iterable[Term], below: dict[Term, list[Term]]) -> Iterator[Term]:
    """Yield classes and all subclasses of them."""
    seen: set[Term] = set()
    pending = list(classes)
    while pending:
        kind = pending.pop()
        if kind not in seen:
            seen.add(kind)
            yield kind
            pending += below.get(kind, ())
