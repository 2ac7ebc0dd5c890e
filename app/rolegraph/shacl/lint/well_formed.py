"""Well-formedness of shapes: https://www.w3.org/TR/shacl/#shapes-graph and appendix B."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from rolegraph.rdf.namespaces import OWL, RDF, RDFS, SH, XSD
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term
from rolegraph.rdf.values.patterns import unreadable
from rolegraph.shacl.lint import terms
from rolegraph.shacl.lint.graph import TARGETS, ShapeFault, ShapesGraph
from rolegraph.shacl.lint.terms import PARAMETERS, ShaclParameter

_STEPS = ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
_INTEGERS = frozenset(
    XSD + name
    for name in (
        *("integer", "nonNegativeInteger", "positiveInteger", "long", "int", "short", "byte"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
_USES = frozenset((*(SH + name for name in ("node", "not", "qualifiedValueShape")), RDF + "first"))
"""What makes a shape one of other shapes; by `rdf:first` for sh:and, sh:or and sh:xone."""
_UNAIMED = (
    "An owl:Class that is a shape is for its instances only if the shapes graph says that it is an "
    f"rdfs:Class (SHACL 2.1.3.3). Add <{OWL}Class> rdfs:subClassOf rdfs:Class to the shapes, once "
    "for all of them, or sh:targetClass."
)
_NEEDS = {
    "flags": ("pattern",),
    "ignoredProperties": ("closed",),
    "qualifiedMinCount": ("qualifiedValueShape",),
    "qualifiedMaxCount": ("qualifiedValueShape",),
    "qualifiedValueShape": ("qualifiedMinCount", "qualifiedMaxCount"),
    "qualifiedValueShapesDisjoint": ("qualifiedValueShape",),
}
"""Parameter → those that it needs one of beside it."""
_TEXTS = frozenset({XSD + "string", RDF + "langString"})


class Linter:
    """Finds what is ill-formed in a shapes graph.

    Args:
        graph: the shapes.
    """

    def __init__(self, graph: ShapesGraph) -> None:
        self._graph = graph

    @cached_property
    def shapes(self) -> set[Term]:
        """All shapes, as SHACL defines them."""
        graph = self._graph
        found: set[Term] = set()
        for node in graph.subjects():
            local = {p.removeprefix(SH) for p in graph.predicates(node) if p.startswith(SH)}
            constrains = bool(local & (PARAMETERS.keys() - terms.NOT_ALONE))
            aims = bool({SH + name for name in local} & TARGETS)
            typed = graph.is_a(node, "NodeShape") or graph.is_a(node, "PropertyShape")
            if constrains or aims or typed:
                found.add(node)
            for name in ("node", "property", "not", "qualifiedValueShape"):
                found |= {q.object for q in graph.of(node, name) if _is_node(q.object)}
            for name in ("and", "or", "xone"):
                lists = [graph.items(q.object) or [] for q in graph.of(node, name)]
                found |= {item for items in lists for item in items if _is_node(item)}
        return found

    @cached_property
    def targeted(self) -> set[Term]:
        """The shapes that have targets."""
        return {node for node in self.shapes if self._aims(node)}

    def _aims(self, node: Term) -> bool:
        graph = self._graph
        if any(predicate in TARGETS for predicate in graph.predicates(node)):
            return True
        return self._is_class(node)

    def _is_class(self, node: Term) -> bool:
        """Tell whether a node is a SHACL instance of `rdfs:Class` in the shapes graph."""
        graph, seen = self._graph, set[Term]()
        pending = [quad.object for quad in graph.triples(node, RDF + "type")]
        while pending:
            kind = pending.pop()
            if _local(kind) == RDFS + "Class":
                return True
            if kind not in seen:
                seen.add(kind)
                pending += [quad.object for quad in graph.triples(kind, RDFS + "subClassOf")]
        return False

    def _unaimed(self, node: Term) -> Iterator[ShapeFault]:
        """Yield an `owl:Class` that looks like the shape of its instances, and is not."""
        graph = self._graph
        for quad in graph.triples(node, RDF + "type"):
            if _local(quad.object) == OWL + "Class" and not self._aims(node):
                if not any(use.predicate.value in _USES for use in graph.pointing.get(node, ())):
                    yield ShapeFault("unaimed-shape", _UNAIMED, quad, shape=node)
                return

    def faults(self) -> Iterator[ShapeFault]:
        """Yield what is ill-formed, shape by shape."""
        for node in sorted(self.shapes, key=str):
            yield from self._of_kind(node)
            yield from self._unaimed(node)
            yield from self._of_values(node)
            yield from self._of_paths(node)
            yield from self._of_constraints(node)

    def _ill(self, quad: Quad, message: str, shape: Term, spoilt: Term | None = None) -> ShapeFault:
        return ShapeFault("ill-formed-shape", message, quad, shape=shape, spoilt=spoilt)

    def _of_kind(self, node: Term) -> Iterator[ShapeFault]:
        """Yield what is wrong with a shape as node shape or property shape."""
        graph = self._graph
        paths = graph.of(node, "path")
        if paths and graph.is_a(node, "NodeShape"):
            message = "A node shape has no sh:path; make it a sh:PropertyShape, or take it out."
            yield self._ill(paths[0], message, node, node)
        if paths:
            return
        typed = [q for q in graph.triples(node, RDF + "type") if q.object == _sh("PropertyShape")]
        used = [q for q in graph.pointing.get(node, ()) if q.predicate == _sh("property")]
        said = any(True for _ in graph.predicates(node)) or isinstance(node, BlankNode)
        for quad in [*typed, *used][:1] if said else ():  # else it is a missing shape
            steps = [name for name in (*_STEPS, "alternativePath") if graph.of(node, name)]
            hint = f"Write sh:path [ sh:{steps[0]} … ]." if steps else "Add sh:path."
            at = graph.of(node, steps[0])[0] if steps else quad
            yield self._ill(at, f"A property shape has no sh:path. {hint}", node, node)
        if typed or used:
            return
        for name, known in PARAMETERS.items():
            for quad in graph.of(node, name) if known.on_property else ():
                message = f"sh:{name} needs a property shape, and this shape has no sh:path."
                if name.startswith("qualified"):  # SHACL allows them there, where they say nothing
                    yield self._idle(quad, message, node)
                else:
                    yield self._ill(quad, message, node)

    def _of_values(self, node: Term) -> Iterator[ShapeFault]:
        """Yield what is wrong with the values of parameters."""
        for name, known in (PARAMETERS | terms.OTHER).items():
            quads = self._graph.of(node, name)
            for quad in quads:
                if not self._takes(known, quad.object):
                    yield self._ill(quad, f"sh:{name} takes {known.takes}.", node)
                elif name == "nodeKind" and _local(quad.object) not in terms.NODE_KINDS:
                    kinds = ", ".join(f"sh:{kind}" for kind in sorted(terms.NODE_KINDS))
                    yield self._ill(quad, f"sh:nodeKind takes one of {kinds}.", node)
            if name == "pattern":
                yield from self._of_patterns(node, quads)
            if known.once and len(quads) > 1:
                message = f"A shape has at most one sh:{name}; this one has {len(quads)}."
                yield self._ill(quads[1], message, node)

    def _of_patterns(self, node: Term, patterns: list[Quad]) -> Iterator[ShapeFault]:
        """Yield patterns that nothing can read, and flags that are none."""
        given = [q.object for q in self._graph.of(node, "flags")]
        flags = "".join(flag.value for flag in given if isinstance(flag, Literal))
        for quad in patterns:
            if isinstance(quad.object, Literal):
                reason = unreadable(quad.object.value, flags)
                if reason:
                    yield self._ill(quad, reason, node)

    def _takes(self, known: ShaclParameter, value: Term) -> bool:
        takes = known.takes
        if takes == terms.ANY:
            return True
        if takes in {terms.LIST, terms.SHAPES, terms.STRINGS, terms.IRIS}:
            items = self._graph.items(value)
            if items is None:
                return False
            inner = {
                terms.LIST: terms.ANY,
                terms.SHAPES: terms.SHAPE,
                terms.STRINGS: terms.STRING,
                terms.IRIS: terms.IRI,
            }[takes]
            return all(self._takes(ShaclParameter(inner), item) for item in items)
        if takes in {terms.SHAPE, terms.PROPERTY}:
            return _is_node(value)
        if takes == terms.IRI:
            return isinstance(value, NamedNode)
        return isinstance(value, Literal) and _is_literal(takes, value)

    def _of_paths(self, node: Term) -> Iterator[ShapeFault]:
        paths = self._graph.of(node, "path")
        if len(paths) > 1:
            message = f"A property shape has one sh:path; this one has {len(paths)}."
            yield self._ill(paths[1], message, node, node)
        for quad in paths[:1]:
            reason = self.path_fault(quad.object)
            if reason:
                yield self._ill(quad, reason, node, node)

    def path_fault(self, path: Term, seen: frozenset[Term] = frozenset()) -> str | None:
        """Return why a path is ill-formed, or None.

        Source: https://www.w3.org/TR/shacl/#property-paths.
        """
        if isinstance(path, NamedNode):
            return None if path.value != RDF + "nil" else "A path is no empty list."
        if not isinstance(path, BlankNode):
            return "sh:path takes an IRI or a path in brackets, not a literal."
        if path in seen:
            return "A path must not lead through itself."
        return self._step_fault(path, seen | {path})

    def _step_fault(self, path: Term, seen: frozenset[Term]) -> str | None:
        graph = self._graph
        if graph.triples(path, RDF + "first"):
            return self._list_fault(path, seen, "A sequence path")
        options = graph.of(path, "alternativePath")
        if options:
            return self._list_fault(options[0].object, seen, "sh:alternativePath")
        for name in _STEPS:
            for quad in graph.of(path, name)[:1]:
                return self.path_fault(quad.object, seen)
        return (
            "A path in brackets is a list of steps, or has sh:inversePath, sh:alternativePath, "
            "sh:zeroOrMorePath, sh:oneOrMorePath or sh:zeroOrOnePath."
        )

    def _list_fault(self, head: Term, seen: frozenset[Term], what: str) -> str | None:
        items = self._graph.items(head)
        if items is None:
            return f"{what} is a well-formed list."
        if len(items) < 2:  # noqa: PLR2004
            return f"{what} has at least two members; write a single one without the list."
        return next(filter(None, (self.path_fault(item, seen) for item in items)), None)

    def _of_constraints(self, node: Term) -> Iterator[ShapeFault]:
        """Yield parameters that say nothing without another one beside them."""
        for name, others in _NEEDS.items():
            if not any(self._graph.of(node, other) for other in others):
                wanted = " or ".join(f"sh:{other}" for other in others)
                for quad in self._graph.of(node, name):
                    yield self._idle(quad, f"sh:{name} says nothing without {wanted}.", node)

    def _idle(self, quad: Quad, message: str, shape: Term) -> ShapeFault:
        return ShapeFault("idle-parameter", message, quad, "predicate", shape=shape)


def _is_node(term: Term) -> bool:
    return isinstance(term, NamedNode | BlankNode)


def _is_literal(takes: str, value: Literal) -> bool:
    datatype = value.datatype.value
    if takes == terms.INTEGER:
        digits = value.value.removeprefix("+")
        return datatype in _INTEGERS and digits.isascii() and digits.isdigit()
    if takes == terms.BOOLEAN:
        return datatype == XSD + "boolean" and value.value in {"true", "false", "1", "0"}
    if takes == terms.STRING:
        return datatype == XSD + "string"
    return takes == terms.LITERAL or datatype in _TEXTS


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


def _local(term: Term) -> str:
    return term.value.removeprefix(SH) if isinstance(term, NamedNode) else str(term)
