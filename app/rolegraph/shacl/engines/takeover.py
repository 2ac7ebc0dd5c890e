"""Shares the work between an engine and our own evaluation.

Where an engine may judge otherwise than the specifications, its copy of the shapes lacks the
constraint, and `shacl/evaluation` judges it. A constraint that holds values to a shape with such a
constraint (`sh:node`, `sh:or` and their like) goes with it, since its verdict follows.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import SH
from rolegraph.rdf.terms import NamedNode, Quad, Term
from rolegraph.rdf.values import Pattern
from rolegraph.shacl.engines.doubts import Doubts, component
from rolegraph.shacl.engines.fast import FastEngine
from rolegraph.shacl.evaluation.compiler import Compiler, NotIncremental
from rolegraph.shacl.evaluation.queries.constraint import QueryConstraint, read_query
from rolegraph.shacl.evaluation.shape import QUERY, Shape
from rolegraph.shacl.evaluation.whole import ChosenConstraints, Wanted
from rolegraph.shacl.results import plain_text, term_text
from rolegraph.shacl.shapes import Shapes

_SINGLE = ("node", "not", "qualifiedValueShape")
_LISTED = ("and", "or", "xone")
_MOST_DOUBTS = 64
_COUNTS = frozenset({component("qualifiedMinCount"), component("qualifiedMaxCount")})
_PARAMETERS: Mapping[str, tuple[str, ...]] = {
    QUERY: ("sparql",),
    component("pattern"): ("pattern", "flags"),
    component("closed"): ("closed", "ignoredProperties"),
    component("qualifiedMinCount"): (
        *("qualifiedValueShape", "qualifiedValueShapesDisjoint"),
        *("qualifiedMinCount", "qualifiedMaxCount"),
    ),
}


@dataclass
class EngineShare:
    """A way to share the work.

    Attributes:
        engine: the shapes for the engine.
        own: what is judged here.
        notes: what could not be taken over, for people.
    """

    engine: Shapes
    own: ChosenConstraints | None = None
    notes: list[str] = field(default_factory=list)

    @cached_property
    def compiled(self) -> FastEngine:
        """The shapes for the engine, where that is the fast one.

        Raises:
            ValueError: it cannot compile them.
        """
        return FastEngine(self.engine)


class Takeover:
    """Finds ways to share the work for one shapes graph.

    Args:
        shapes: the shapes.
        engine: name of the engine, for people.
    """

    def __init__(self, shapes: Shapes, engine: str) -> None:
        self._shapes, self._engine = shapes, engine
        self._shares: dict[frozenset[tuple[str, frozenset[str]]], EngineShare] = {}
        self._keys: dict[Doubts, frozenset[tuple[str, frozenset[str]]]] = {}

    def share(self, doubts: Doubts) -> EngineShare:
        """Return how to share the work, given what the engine may get wrong."""
        key = self._keys.get(doubts)
        if key is None:
            if len(self._keys) >= _MOST_DOUBTS:
                self._keys.clear()
            key = self._keys[doubts] = frozenset(self._spread(doubts).items())
        if key not in self._shares:
            self._shares[key] = self._shared(dict(key))
        return self._shares[key]

    def _shared(self, wanted: dict[str, frozenset[str]]) -> EngineShare:
        if not wanted and not self._off:
            return EngineShare(self._shapes)
        notes: list[str] = []
        if wanted:
            left = set(wanted) & self._beyond
            notes += [self._note(name) for name in sorted({self._shapes.named(n) for n in left})]
            wanted = {name: parts for name, parts in wanted.items() if name not in left}
            notes += [note for name in sorted(wanted) for note in self._foreign_patterns(name)]
        quads = [Quad(*triple) for triple in self._shapes.triples if self._stays(triple, wanted)]
        own = ChosenConstraints(self._roots, wanted) if wanted else None
        return EngineShare(Shapes(quads), own, notes)

    def _stays(self, triple: tuple[Term, NamedNode, Term], wanted: Wanted) -> bool:
        subject, predicate, value = triple
        if not predicate.value.startswith(SH):
            return True
        key, name = predicate.value.removeprefix(SH), term_text(subject)
        if key == "sparql" and term_text(value) in self._off:
            return False
        parts = wanted.get(name, ())
        return not any(key in _parameters(part) for part in parts)

    def _note(self, name: str) -> str:
        return (
            f"The shape {name} is judged by {self._engine} alone, which may take values, patterns "
            f"or comparisons otherwise than the specifications: {self._why(name)}"
        )

    def _foreign_patterns(self, name: str) -> Iterator[str]:
        """Yield which patterns of a shape are none of XPath, and how they are read."""
        flags = "".join(plain_text(str(f)) for f in self._shapes.values(name, SH + "flags"))
        for value in self._shapes.values(name, SH + "pattern"):
            text = plain_text(str(value))
            with contextlib.suppress(ValueError):  # which compiling the shape has told
                if note := Pattern(text, flags).note:
                    yield (
                        f"The pattern {text} of the shape {self._shapes.named(name)} is none of "
                        f"XPath, which SHACL asks for ({note}). It is read as Python reads it."
                    )

    # What is in doubt

    def _spread(self, doubts: Doubts) -> dict[str, frozenset[str]]:
        """Return the components in doubt, with those whose verdicts follow from them."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self._names:
            parts = set(doubts(self._shapes, name, self._queries.get(name, [])))
            if parts:
                found[name] |= parts
        grew = bool(found)
        while grew:
            size = sum(map(len, found.values()))
            doubted = self._containing(found)
            for name in self._names:
                for key, inner in self._logical[name]:
                    if inner in doubted:
                        found[name] |= _COUNTS if key == "qualifiedValueShape" else {component(key)}
            if any(parts & _COUNTS for parts in found.values()):
                for name in self._names:  # they look at the shapes of their siblings
                    if self._shapes.values(name, SH + "qualifiedValueShapesDisjoint"):
                        found[name] |= _COUNTS
            grew = size < sum(map(len, found.values()))
        return {name: frozenset(parts) for name, parts in found.items() if parts}

    def _containing(self, found: Mapping[str, set[str]]) -> set[str]:
        """Return the shapes with components in doubt, or with such among their properties."""
        doubted = {name for name, parts in found.items() if parts}
        pending = list(doubted)
        while pending:
            for parent in self._parents.get(pending.pop(), ()):
                if parent not in doubted:
                    doubted.add(parent)
                    pending.append(parent)
        return doubted

    # The shapes graph

    @cached_property
    def _names(self) -> list[str]:
        return Compiler(self._shapes).names()

    @cached_property
    def _logical(self) -> dict[str, list[tuple[str, str]]]:
        """Shape → the constraints that hold its values to shapes, and these shapes."""
        return {name: list(self._inner(name)) for name in self._names}

    def _inner(self, name: str) -> Iterator[tuple[str, str]]:
        for key in _SINGLE:
            for node in self._shapes.values(name, SH + key):
                yield key, term_text(node)
        for key in _LISTED:
            for node in self._shapes.values(name, SH + key):
                for member in self._shapes.items(node):
                    yield key, term_text(member)

    @cached_property
    def _parents(self) -> dict[str, list[str]]:
        """Shape → the shapes that it is a property of."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._names:
            for node in self._shapes.values(name, SH + "property"):
                found[term_text(node)].append(name)
        return found

    @cached_property
    def _queries(self) -> dict[str, list[QueryConstraint]]:
        found: dict[str, list[QueryConstraint]] = {}
        for name in self._names:
            nodes = self._shapes.values(name, SH + "sparql")
            queries = (read_query(self._shapes, name, term_text(node)) for node in nodes)
            found[name] = [query for query in queries if query is not None]
        return {name: queries for name, queries in found.items() if queries}

    @cached_property
    def _off(self) -> frozenset[str]:
        """The SPARQL constraints that are deactivated."""
        return frozenset(
            term_text(node)
            for name in self._names
            for node in self._shapes.values(name, SH + "sparql")
            if self._shapes.text(term_text(node), SH + "deactivated") in {"true", "1"}
        )

    # What can be evaluated here

    @cached_property
    def _compiled(self) -> tuple[list[Shape], dict[str, str]]:
        """The shapes with targets, and why others cannot be evaluated here."""
        compiler = Compiler(self._shapes, following=False)
        roots, faults = [], {}
        for name in self._names:
            try:
                root = compiler.root(name)
            except (NotIncremental, ConfigurationError) as error:
                faults[name] = str(error)
                continue
            if root is not None:
                roots.append(root)
        return roots, faults

    @property
    def _roots(self) -> list[Shape]:
        return self._compiled[0]

    @cached_property
    def _beyond(self) -> frozenset[str]:
        """The shapes that some shape leads to that cannot be evaluated here."""
        _, faults = self._compiled
        found: set[str] = set(self._names) if self._shapes.needs_reference else set()
        pending = [*faults, *self._unplanned]
        while pending:
            name = pending.pop()
            if name not in found:
                found.add(name)
                pending += [inner for _, inner in self._logical.get(name, ())]
                pending += map(term_text, self._shapes.values(name, SH + "property"))
        return frozenset(found)

    @cached_property
    def _unplanned(self) -> list[str]:
        """The shapes with queries that are not evaluated here, but by rdflib."""
        return [
            name
            for name, queries in self._queries.items()
            if any(q.reads_shapes or (q.compares and not q.is_planned) for q in queries)
        ]

    def _why(self, name: str) -> str:
        if self._shapes.needs_reference:
            return "the shapes go beyond SHACL Core and SPARQL constraints."
        return self._compiled[1].get(name) or "it leads to a shape that only an engine can judge."


def _parameters(part: str) -> tuple[str, ...]:
    if part in _COUNTS:
        return _PARAMETERS[component("qualifiedMinCount")]
    key = part.removesuffix("ConstraintComponent")
    return _PARAMETERS.get(part, (key[0].lower() + key[1:],))


@lru_cache(maxsize=4)
def takeover_of(shapes: Shapes, engine: str) -> Takeover:
    """Return ways to share the work: of the same shapes, those that were found before.

    A check that watches files, or tries what it proposes, judges by the same shapes again and
    again, and to compile them took a quarter of its time.
    """
    return Takeover(shapes, engine)
