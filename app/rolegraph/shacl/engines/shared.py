"""Both engines with what they may get wrong judged by `shacl/evaluation` in their place.

Whichever runs, the verdicts are the same, and those of the specifications.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.rdf.triple_text import TripleText
from rolegraph.shacl.engines.doubts import Odd, OfFast, of_reference
from rolegraph.shacl.engines.reference import ReferenceEngine
from rolegraph.shacl.engines.takeover import EngineShare, takeover_of
from rolegraph.shacl.evaluation.states.memory import Memory
from rolegraph.shacl.evaluation.states.state import Present, State
from rolegraph.shacl.evaluation.whole import ChosenConstraints
from rolegraph.shacl.results import ValidationResult
from rolegraph.shacl.shapes import Shapes

_Reader = Callable[[frozenset[NamedNode] | None], Iterable[Quad]]
"""Gives the quads of some predicates, or of all."""


class SharedFast:
    """The fast engine and our own evaluation.

    Args:
        shapes: the shapes.

    Raises:
        ValueError: the engine cannot compile its part of the shapes.
        ConfigurationError: a SPARQL constraint does not parse.
    """

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._takeover = takeover_of(shapes, "shacl")
        self._notes: dict[str, None] = {}
        _ = self._share(Odd()).compiled

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be taken over from the engine so far, for people."""
        return tuple(self._notes)

    def get_ready(self, triples: TripleText) -> None:
        """Compile what judging triples like these takes."""
        _ = self._shared(triples).compiled

    def validate(self, triples: TripleText) -> list[ValidationResult]:
        """Return the results for some triples."""
        share = self._shared(triples)
        found = share.compiled.validate(triples)
        own = _own(share.own, lambda wanted: _wanted(triples, wanted))
        return [*_normal(self._shapes, found), *own]

    def validate_file(self, path: Path, blank: Iterable[str]) -> list[ValidationResult]:
        """Return the results for the union of the graphs in an N-Quads file.

        Args:
            path: the file, which lines are added to.
            blank: the labels of its blank nodes.
        """
        with path.open("rb") as file:
            odd = Odd.of_lines(file)
        share = self._share(odd)
        own = []
        if share.own is not None:
            with path.open("rb") as file:
                own = _own(share.own, lambda wanted: _lines(file, wanted))
        found = share.compiled.validate_file(path, blank)
        return [*_normal(self._shapes, found), *own]

    def _shared(self, triples: TripleText) -> EngineShare:
        return self._share(Odd.of_pieces(triples.pieces))

    def _share(self, odd: Odd) -> EngineShare:
        share = self._takeover.share(OfFast(odd))
        self._notes |= dict.fromkeys(share.notes)
        return share


class SharedReference:
    """The reference engine and our own evaluation.

    Args:
        shapes: the shapes.
    """

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._share = takeover_of(shapes, "pyshacl").share(of_reference)
        self._engine = ReferenceEngine(self._share.engine)

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be taken over from the engine, for people."""
        return tuple(self._share.notes)

    def validate(self, data: Iterable[Quad]) -> list[ValidationResult]:
        """Return the results for the union of the quads' graphs."""
        quads = list(data)
        found = self._engine.validate(quads)
        return [*_normal(self._shapes, found), *_own(self._share.own, lambda _: quads)]


def _own(own: ChosenConstraints | None, read: _Reader) -> list[ValidationResult]:
    if own is None:
        return []
    return own.results(State(Present(Memory(read(own.predicates())))))


def _wanted(triples: TripleText, wanted: frozenset[NamedNode] | None) -> Iterable[Quad]:
    """Return the triples of some predicates, or all."""
    if wanted is None:
        return triples
    return triples.of_predicates(predicate.value for predicate in wanted)


def _lines(lines: Iterable[bytes], wanted: frozenset[NamedNode] | None) -> Iterator[Quad]:
    """Yield the quads of lines of N-Quads, of some predicates or of all."""
    if wanted is not None:
        predicates = {str(predicate).encode() for predicate in wanted}
        lines = (line for line in lines if _predicate(line) in predicates)
    yield from parse(b"".join(lines), format=RdfFormat.N_QUADS)


def _predicate(line: bytes) -> bytes:
    parts = line.split(b" ", 2)
    return parts[1] if len(parts) > 1 else b""


def _normal(shapes: Shapes, results: Iterable[ValidationResult]) -> Iterator[ValidationResult]:
    """Yield results without the paths that follow from their shapes.

    Engines write them in one way or another, or not at all. What is left is the predicate that a
    closed shape does not know, and what a query chose.
    """
    for result in results:
        own, path = shapes.path(result.shape), result.path
        follows = own is not None and result.component != "ClosedConstraintComponent"
        chosen = result.component == "SPARQLConstraintComponent" and path not in {None, own}
        if follows and path is not None and not (chosen and "<" not in path):
            yield replace(result, path=None)
        else:
            yield result
