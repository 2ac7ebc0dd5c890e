"""A shapes graph to look things up in, and what is found wrong in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rolegraph.rdf.namespaces import RDF, SH
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Term

FIRST, REST, NIL, TYPE = (RDF + name for name in ("first", "rest", "nil", "type"))
TARGETS = frozenset(
    SH + f"target{what}" for what in ("", "Class", "Node", "SubjectsOf", "ObjectsOf", "Where")
)


@dataclass(frozen=True)
class ShapeFault:
    """Something wrong in a shapes graph.

    Attributes:
        rule: `ill-formed-shape`, `unsupported-shape`, `misspelt-shacl-term`,
            `misspelt-datatype`,
            `unknown-shacl-term`, `unaimed-shape`, `idle-parameter`, `missing-shape` or
            `recursive-shape`.
        message: what is wrong and how to fix it, with whole IRIs.
        quad: the triple at fault.
        part: the part of the triple that is at fault.
        shape: the shape that it belongs to.
        hint: a near miss.
        near: the IRI that was meant, where one is known.
        spoilt: the shape or constraint that cannot be judged by for it; the triple alone unless
            given.
    """

    rule: str
    message: str
    quad: Quad
    part: str = "object"
    shape: Term | None = None
    hint: str | None = None
    near: str | None = None
    spoilt: Term | None = None


class ShapesGraph:
    """Triples of a shapes graph by subject and predicate.

    Args:
        quads: the triples; their graph names are not looked at.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.quads = list({quad.triple: quad for quad in quads}.values())
        self._out: dict[Term, dict[str, list[Quad]]] = {}
        self.pointing: dict[Term, list[Quad]] = defaultdict(list)
        for quad in self.quads:
            out = self._out.setdefault(quad.subject, {})
            out.setdefault(quad.predicate.value, []).append(quad)
            if not isinstance(quad.object, Literal):
                self.pointing[quad.object].append(quad)

    def of(self, node: Term, name: str) -> list[Quad]:
        """Return the triples of a node with a predicate of SHACL."""
        return self.triples(node, SH + name)

    def triples(self, node: Term, predicate: str) -> list[Quad]:
        """Return the triples of a node with a predicate."""
        return self._out.get(node, {}).get(predicate, [])

    def predicates(self, node: Term) -> Iterable[str]:
        """Return the predicates of a node."""
        return self._out.get(node, {}).keys()

    def subjects(self) -> list[Term]:
        """Return all subjects."""
        return list(self._out)

    def is_a(self, node: Term, name: str) -> bool:
        """Tell whether a node is typed as a class of SHACL."""
        wanted = NamedNode(SH + name)
        return any(quad.object == wanted for quad in self.triples(node, TYPE))

    def items(self, head: Term) -> list[Term] | None:
        """Return the members of a list; None where it is not well-formed."""
        found: list[Term] = []
        seen: set[Term] = set()
        while head != NamedNode(NIL):
            first, rest = self.triples(head, FIRST), self.triples(head, REST)
            if head in seen or len(first) != 1 or len(rest) != 1:
                return None
            seen.add(head)
            found.append(first[0].object)
            head = rest[0].object
        return found
