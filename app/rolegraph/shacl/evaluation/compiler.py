"""Reads shapes into a form that can be evaluated on single nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import ge, gt, le, lt
from typing import cast

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import SH
from rolegraph.rdf.terms import Literal, NamedNode, RdfFormat, Term, parse
from rolegraph.rdf.values import well_formed
from rolegraph.rdf.values.lexical import INTEGERS
from rolegraph.shacl.evaluation import constraints as core
from rolegraph.shacl.evaluation.constraints import SetTest, ValueTest
from rolegraph.shacl.evaluation.queries.constraint import read_query
from rolegraph.shacl.evaluation.shape import Shape, Targets
from rolegraph.shacl.evaluation.states.paths import STAY, Path, path_of
from rolegraph.shacl.evaluation.states.state import State
from rolegraph.shacl.results import sh_name
from rolegraph.shacl.shapes import Shapes, local_name

_Order = Callable[[int, int], bool]
_RANGES: tuple[tuple[str, _Order], ...] = (
    ("minExclusive", gt),
    ("minInclusive", ge),
    ("maxExclusive", lt),
    ("maxInclusive", le),
)
_LENGTHS: tuple[tuple[str, _Order], ...] = (("minLength", ge), ("maxLength", le))
_PAIRS: tuple[tuple[str, _Order], ...] = (("lessThan", lt), ("lessThanOrEquals", le))
_QUALIFIED: tuple[tuple[str, _Order], ...] = (("qualifiedMinCount", ge), ("qualifiedMaxCount", le))


_MOST_DIGITS = 18


class NotIncremental(Exception):
    """The shapes use something that single nodes cannot be judged by: recursion, for one."""


class Compiler:
    """Compiles each shape of a shapes graph once.

    Args:
        shapes: the shapes graph.
        following: whether the shapes are to tell what a change affects; else they may also have
            SPARQL constraints inside others.
    """

    def __init__(self, shapes: Shapes, *, following: bool = True) -> None:
        self._shapes, self._following = shapes, following
        self._done: dict[str, Shape | None] = {}

    def targeted(self) -> list[Shape]:
        """Return the active shapes that have targets.

        Raises:
            NotIncremental: some shape cannot be applied to single nodes.
        """
        return [root for name in self.names() if (root := self.root(name)) is not None]

    def root(self, name: str) -> Shape | None:
        """Return a shape with its targets; None where it has none, or is deactivated.

        Raises:
            NotIncremental, ConfigurationError: see `shape`.
        """
        targets = self._targets(name)
        shape = self.shape(name) if targets else None
        if shape is not None:
            shape.targets = targets
        return shape

    def names(self) -> list[str]:
        """Return the names of everything that the shapes graph says something of."""
        quads = parse(self._shapes.ntriples, format=RdfFormat.N_TRIPLES)
        return sorted({_name(quad.subject) for quad in quads})

    def _targets(self, name: str) -> Targets:
        classes, nodes, subjects_of, objects_of = (
            frozenset(self._all(name, f"target{what}"))
            for what in ("Class", "Node", "SubjectsOf", "ObjectsOf")
        )
        if self._shapes.is_class(name) and self._shapes.is_shape(name):
            classes |= {NamedNode(name)}
        return Targets(
            classes,
            nodes,
            cast("frozenset[NamedNode]", subjects_of),
            cast("frozenset[NamedNode]", objects_of),
        )

    def shape(self, name: str) -> Shape | None:
        """Return a shape, or None where it is deactivated.

        Raises:
            NotIncremental: it refers to itself, or its path cannot be read.
            ConfigurationError: a parameter of it is not what SHACL asks for.
        """
        if name in self._done:
            return self._done[name]
        if self._flag(name, "deactivated"):
            self._done[name] = None
            return None
        if foreign := self._shapes.predicates_of(name) & self._shapes.parameters:
            raise NotIncremental(f"The shape {name} has the constraint {min(foreign)}.")
        paths = self._all(name, "path")
        try:
            path = path_of(self._shapes, paths[0]) if paths else None
        except ValueError as error:
            raise NotIncremental(str(error)) from None
        severities = self._all(name, "severity")
        severity = sh_name(_name(severities[0])) if severities else "Violation"
        shape = Shape(name, path, severity, Targets())
        # Found again while it is being read, it contains itself.
        self._done[name] = _RECURSIVE
        shape.value_tests = list(self._value_tests(name))
        shape.set_tests = list(self._set_tests(name, path))
        shape.queries = [
            query
            for node in self._all(name, "sparql")
            if (query := read_query(self._shapes, name, _name(node))) is not None
        ]
        shape.properties = [p for n in self._all(name, "property") if (p := self._part(n))]
        self._done[name] = shape
        return shape

    def _part(self, node: Term) -> Shape | None:
        shape = self.shape(_name(node))
        if shape is _RECURSIVE:
            raise NotIncremental(f"The shape {node} contains itself.")
        return shape

    def _nested(self, node: Term) -> Shape | None:
        """Return a shape that values are tried against; None where everything conforms to it."""
        shape = self._part(node)
        if self._following and shape is not None and _has_query(shape):
            raise NotIncremental(f"The shape {node} is nested and has a SPARQL constraint.")
        return shape

    # Constraints

    def _value_tests(self, name: str) -> Iterator[ValueTest]:
        for cls in self._all(name, "class"):
            yield core.of_class(cls)
        for datatype in self._all(name, "datatype"):
            yield core.of_datatype(datatype)
        for kind in self._all(name, "nodeKind"):
            if local_name(_name(kind)) not in core.NODE_KINDS:
                raise self._unusable(name, f"its sh:nodeKind is {kind}, which is no node kind")
            yield core.of_node_kind(local_name(_name(kind)))
        for members in self._all(name, "in"):
            yield core.one_of(self._shapes.items(members))
        for key, fits in _RANGES:
            for limit in self._all(name, key):
                yield core.compared(_component(key), limit, partial(core.against, fits, 0))
        yield from self._text_tests(name)
        yield from self._logical(name)

    def _text_tests(self, name: str) -> Iterator[ValueTest]:
        for key, fits in _LENGTHS:
            for number in self._numbers(name, key):
                yield core.of_length(_component(key), partial(core.against, fits, number))
        flags = "".join(_text(flag) for flag in self._all(name, "flags"))
        for pattern in self._all(name, "pattern"):
            try:
                yield core.of_pattern(_text(pattern), flags)
            except ValueError as error:
                raise self._unusable(name, str(error).removesuffix(".")) from None
        for languages in self._all(name, "languageIn"):
            yield core.of_language(_text(item) for item in self._shapes.items(languages))

    def _logical(self, name: str) -> Iterator[ValueTest]:
        for node in self._all(name, "node"):
            yield _logical("node", [self._nested(node)], all)
        for node in self._all(name, "not"):
            yield _logical("not", [self._nested(node)], _none)
        for key, judge in (("and", all), ("or", any), ("xone", _one)):
            for members in self._all(name, key):
                parts = [self._nested(member) for member in self._shapes.items(members)]
                yield _logical(key, parts, judge)

    def _set_tests(self, name: str, path: Path | None) -> Iterator[SetTest]:
        for number in self._numbers(name, "minCount"):
            yield core.at_least(number)
        for number in self._numbers(name, "maxCount"):
            yield core.at_most(number)
        for value in self._all(name, "hasValue"):
            yield core.having(path or STAY, value)
        if self._flag(name, "uniqueLang"):
            yield core.one_a_language()
        if self._flag(name, "closed"):
            yield core.closed(self._allowed(name))
        yield from self._pairs(name)
        for node in self._all(name, "qualifiedValueShape"):
            yield from self._qualified(name, node)

    def _pairs(self, name: str) -> Iterator[SetTest]:
        for other in self._all(name, "equals"):
            yield core.equal_to(cast("NamedNode", other))
        for other in self._all(name, "disjoint"):
            yield core.disjoint_from(cast("NamedNode", other))
        for key, fits in _PAIRS:
            for other in self._all(name, key):
                predicate = cast("NamedNode", other)
                yield core.less_than(_component(key), predicate, partial(core.against, fits, 0))

    def _allowed(self, name: str) -> list[Term]:
        """Return the predicates that a closed shape allows."""
        paths = [p for n in self._all(name, "property") for p in self._all(_name(n), "path")]
        lists = self._all(name, "ignoredProperties")
        return paths + [item for members in lists for item in self._shapes.items(members)]

    def _qualified(self, name: str, node: Term) -> Iterator[SetTest]:
        shape = self._nested(node)
        siblings: list[Shape | None] = []
        if self._flag(name, "qualifiedValueShapesDisjoint"):
            siblings = [self._nested(sibling) for sibling in self._siblings(name, node)]
        for key, fits in _QUALIFIED:
            for number in self._numbers(name, key):
                yield _qualified(key, shape, siblings, partial(core.against, fits, number))

    def _siblings(self, name: str, node: Term) -> list[Term]:
        """Return the qualified shapes beside `node`, in all shapes that have `name` as property."""
        found: dict[Term, None] = {}
        for parent in self.names():
            properties = self._all(parent, "property")
            if name in map(_name, properties):
                for other in properties:
                    found |= dict.fromkeys(self._all(_name(other), "qualifiedValueShape"))
        found.pop(node, None)
        return list(found)

    # Reading

    def _all(self, name: str, key: str) -> list[Term]:
        return self._shapes.values(name, SH + key)

    def _numbers(self, name: str, key: str) -> list[int]:
        return [self._number(name, key, value) for value in self._all(name, key)]

    def _number(self, name: str, key: str, value: Term) -> int:
        # Longer ones are beyond every count, and beyond what Python reads.
        if (
            not isinstance(value, Literal)
            or value.datatype.value not in INTEGERS
            or not well_formed(value)
            or len(value.value) > _MOST_DIGITS
        ):
            raise self._unusable(name, f"its sh:{key} is {value}, which is no whole number")
        return int(value.value)

    def _unusable(self, name: str, fault: str) -> ConfigurationError:
        rule = self._shapes.named(name)
        path = self._shapes.path(name)
        where = f", for {path}" if path else ""
        return ConfigurationError(f"The shape {rule}{where} cannot be used: {fault}.")

    def _flag(self, name: str, key: str) -> bool:
        return any(_text(value) in {"true", "1"} for value in self._all(name, key))


_RECURSIVE = Shape("", None, "", Targets())


def _none(found: Iterable[bool]) -> bool:
    return not any(found)


def _one(found: Iterable[bool]) -> bool:
    return sum(found) == 1


def _logical(
    key: str, shapes: list[Shape | None], judge: Callable[[Iterable[bool]], bool]
) -> ValueTest:
    def holds(state: State, value: Term) -> bool:
        return judge(shape is None or shape.conforms(state, value) for shape in shapes)

    reads = tuple(read for shape in shapes if shape is not None for read in shape.reads())
    return ValueTest(_component(key), holds, reads)


def _qualified(
    key: str, shape: Shape | None, siblings: list[Shape | None], fits: Callable[[int], bool]
) -> SetTest:
    def counts(state: State, value: Term) -> bool:
        return (shape is None or shape.conforms(state, value)) and not any(
            sibling is None or sibling.conforms(state, value) for sibling in siblings
        )

    def faults(state: State, _: Term, values: core.Values) -> Iterator[core.Fault]:
        if not fits(sum(1 for value in values() if counts(state, value))):
            yield None, None

    reads = tuple(read for s in (shape, *siblings) if s is not None for read in s.reads())
    return SetTest(_component(key), faults, (), reads)


def _has_query(shape: Shape) -> bool:
    return bool(shape.queries) or any(_has_query(part) for part in shape.properties)


def _component(key: str) -> str:
    return f"{key[0].upper()}{key[1:]}ConstraintComponent"


def _name(node: Term) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)


def _text(node: Term) -> str:
    return node.value if isinstance(node, Literal) else _name(node)
