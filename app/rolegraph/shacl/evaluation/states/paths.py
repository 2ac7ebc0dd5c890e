"""Property paths of shapes and of SPARQL: where they lead, and where a triple takes part in them.

Source: https://www.w3.org/TR/shacl/#property-paths and
https://www.w3.org/TR/sparql11-query/#propertypaths. Inverse paths are pushed down to the steps, so
that a path is made of steps (a predicate, walked one way or the other), sequences, alternatives
and repetitions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from rolegraph.rdf.namespaces import RDF, RDFS, SH
from rolegraph.rdf.terms import Literal, NamedNode, Subject, Term
from rolegraph.shacl.shapes import Shapes


class TripleSource(Protocol):
    """What paths are walked in."""

    def objects(self, subject: Subject, predicate: NamedNode) -> Iterable[Term]:
        """Give the objects of a subject and a predicate, each once."""

    def subjects(self, predicate: NamedNode, value: Term) -> Iterable[Subject]:
        """Give the subjects of a predicate and an object, each once."""

    def has(self, subject: Subject, predicate: NamedNode, value: Term) -> bool:
        """Tell whether a triple is there."""


@dataclass(frozen=True)
class Step:
    """One triple, walked from subject to object, or backwards with `inverse`.

    `predicate` None stands for any; such a step is never walked, only found in `occurrences`.
    """

    predicate: NamedNode | None
    inverse: bool = False


@dataclass(frozen=True)
class Sequence:
    """Paths one after the other; none at all stays where it is."""

    parts: tuple[Path, ...]


@dataclass(frozen=True)
class Alternative:
    """Any of some paths."""

    choices: tuple[Path, ...]


@dataclass(frozen=True)
class Repeat:
    """A path from `least` (0 or 1) times on, up to once or, with `many`, any number of times."""

    inner: Path
    least: int
    many: bool


Path = Step | Sequence | Alternative | Repeat

STAY = Sequence(())
ANY = Step(None)
TYPE = Step(NamedNode(RDF + "type"))
SUPERCLASSES = Repeat(Step(NamedNode(RDFS + "subClassOf")), 0, many=True)
INSTANCE_OF = Sequence((TYPE, SUPERCLASSES))


@dataclass(frozen=True)
class Occurrence:
    """A step within a path: a triple that fits it links what `before` and `after` lead to.

    Attributes:
        step: the step.
        before: leads from the start of the path to the near end of the triple.
        after: leads from the far end of the triple to the end of the path.
    """

    step: Step
    before: Path
    after: Path


def chain(*parts: Path) -> Path:
    """Return a sequence, flattened."""
    flat: list[Path] = []
    for part in parts:
        flat += part.parts if isinstance(part, Sequence) else [part]
    return flat[0] if len(flat) == 1 else Sequence(tuple(flat))


def inverse(path: Path) -> Path:
    """Return the path that leads back."""
    if isinstance(path, Step):
        return Step(path.predicate, not path.inverse)
    if isinstance(path, Sequence):
        return Sequence(tuple(inverse(part) for part in reversed(path.parts)))
    if isinstance(path, Alternative):
        return Alternative(tuple(inverse(choice) for choice in path.choices))
    return Repeat(inverse(path.inner), path.least, path.many)


def occurrences(path: Path) -> Iterator[Occurrence]:
    """Yield every step of a path with what leads to it and what follows it."""
    if isinstance(path, Step):
        yield Occurrence(path, STAY, STAY)
    elif isinstance(path, Sequence):
        for n, part in enumerate(path.parts):
            for inner in occurrences(part):
                before = chain(*path.parts[:n], inner.before)
                yield Occurrence(inner.step, before, chain(inner.after, *path.parts[n + 1 :]))
    elif isinstance(path, Alternative):
        for choice in path.choices:
            yield from occurrences(choice)
    else:
        again = Repeat(path.inner, 0, many=True)
        for inner in occurrences(path.inner):
            if path.many:
                before, after = chain(again, inner.before), chain(inner.after, again)
                yield Occurrence(inner.step, before, after)
            else:
                yield inner


def reach(triples: TripleSource, path: Path, start: Term) -> Iterator[Term]:
    """Yield the nodes that a path leads to from a node, each once, as they are found."""
    if isinstance(path, Step):
        yield from _step(triples, path, start)
    elif isinstance(path, Sequence):
        yield from _sequence(triples, path.parts, start)
    elif isinstance(path, Alternative):
        yield from _once(node for choice in path.choices for node in reach(triples, choice, start))
    else:
        yield from _repeated(triples, path, start)


def connects(triples: TripleSource, path: Path, start: Term, end: Term) -> bool:
    """Tell whether a path leads from one node to another."""
    if isinstance(path, Step) and path.predicate is not None:
        subject, value = (end, start) if path.inverse else (start, end)
        return not isinstance(subject, Literal) and triples.has(subject, path.predicate, value)
    if isinstance(path, Sequence) and path.parts:
        first, rest = path.parts[0], chain(*path.parts[1:])
        return any(connects(triples, rest, node, end) for node in reach(triples, first, start))
    return any(node == end for node in reach(triples, path, start))


def _step(triples: TripleSource, step: Step, start: Term) -> Iterable[Term]:
    if step.predicate is None:
        raise ValueError("A step over any predicate is not walked.")
    if step.inverse:
        return triples.subjects(step.predicate, start)
    return () if isinstance(start, Literal) else triples.objects(start, step.predicate)


def _sequence(triples: TripleSource, parts: tuple[Path, ...], start: Term) -> Iterator[Term]:
    if not parts:
        return iter((start,))
    if len(parts) == 1:
        return reach(triples, parts[0], start)
    return _once(
        node
        for between in reach(triples, parts[0], start)
        for node in _sequence(triples, parts[1:], between)
    )


def _repeated(triples: TripleSource, path: Repeat, start: Term) -> Iterator[Term]:
    found: set[Term] = set()
    if path.least == 0:
        found.add(start)
        yield start
    pending = [start]
    while pending:
        for node in reach(triples, path.inner, pending.pop()):
            if node not in found:
                found.add(node)
                yield node
                if path.many:
                    pending.append(node)


def _once(nodes: Iterable[Term]) -> Iterator[Term]:
    found: set[Term] = set()
    for node in nodes:
        if node not in found:
            found.add(node)
            yield node


def path_of(shapes: Shapes, node: Term) -> Path:
    """Read a path of a shapes graph.

    Raises:
        ValueError: it is not well-formed.
    """
    if isinstance(node, NamedNode):
        return Step(node)
    if items := shapes.items(node):
        return chain(*(path_of(shapes, item) for item in items))

    def inner(name: str) -> Term | None:
        values = shapes.values(str(node), SH + name)
        return values[0] if values else None

    if (part := inner("inversePath")) is not None:
        return inverse(path_of(shapes, part))
    if (part := inner("alternativePath")) is not None:
        return Alternative(tuple(path_of(shapes, choice) for choice in shapes.items(part)))
    for name, least, many in (
        ("zeroOrMorePath", 0, True),
        ("oneOrMorePath", 1, True),
        ("zeroOrOnePath", 0, False),
    ):
        if (part := inner(name)) is not None:
            return Repeat(path_of(shapes, part), least, many)
    raise ValueError(f"{node} is no property path.")
