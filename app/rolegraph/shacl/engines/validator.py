"""Validation: data and shapes in, findings out, whichever engine does the work."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Literal as OneOf

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.terms import Quad, RdfFormat, Term, parse
from rolegraph.rdf.triple_text import TripleText
from rolegraph.shacl.engines.details import with_details
from rolegraph.shacl.engines.shared import SharedFast, SharedReference
from rolegraph.shacl.findings import Finding, in_order
from rolegraph.shacl.results import ValidationResult
from rolegraph.shacl.retired import STATUS, still_asked
from rolegraph.shacl.shapes import Shapes
from rolegraph.shacl.writing import FindingWriter, labels_for

EngineName = OneOf["auto", "pyshacl", "shacl"]
ENGINES: tuple[EngineName, ...] = ("auto", "pyshacl", "shacl")
_RULES_REST = (
    "The rules (sh:rule) of the shapes were not run: validation runs them only where a shapes "
    "graph says sh:entailment sh:Rules."
)

_OWN_TARGETS = (
    "The shapes use target types of their own (sh:SPARQLTargetType), which this engine passes by "
    "without a word; take the engine auto or pyshacl."
)


class Validator:
    """Shapes compiled once, ready for any number of data graphs. Safe to share among threads.

    Args:
        shapes: the shapes graph.
        engine: `shacl` (fast), `pyshacl` (the reference), or `auto`: the fast one, except where
            the shapes use parts of SHACL that only the reference knows, or that the fast engine
            gives up on.

    Raises:
        ConfigurationError: the engine cannot compile the shapes.
    """

    def __init__(self, shapes: Shapes, engine: EngineName = "auto") -> None:
        self.shapes = shapes
        self.writer = FindingWriter(shapes)
        self._wanted = engine
        self.engine: EngineName = "pyshacl"
        self.why: str | None = None
        """Why it is not the fast engine that judges, where that was left to choose."""
        if engine == "shacl":
            self.engine = "shacl"
            if shapes.own_target_types:
                raise ConfigurationError(_OWN_TARGETS)
            _ = self._fast
        elif engine == "auto":
            self._choose()

    def _choose(self) -> None:
        self.why = self.shapes.needs_reference
        if self.why is None:
            try:
                _ = self._fast
            except ConfigurationError as error:
                self.why = str(error)
            else:
                self.engine = "shacl"

    @cached_property
    def _fast(self) -> SharedFast:
        try:
            return SharedFast(self.shapes)
        except ValueError as error:
            raise ConfigurationError(f"The shapes cannot be compiled: {error}.") from None

    @cached_property
    def _reference(self) -> SharedReference:
        return SharedReference(self.shapes)

    @property
    def notes(self) -> tuple[str, ...]:
        """Where verdicts are the engine's alone, and what of the shapes is not run."""
        notes = (self._fast if self.engine == "shacl" else self._reference).notes
        if self.shapes.has_rules and not self.shapes.runs_rules:
            return (*notes, _RULES_REST)
        return notes

    def get_ready(self, data: TripleText) -> None:
        """Compile what judging data like these takes, and judge nothing."""
        if self.engine == "shacl":
            self._fast.get_ready(data)

    def results(self, data: Iterable[Quad]) -> list[ValidationResult]:
        """Return the raw results for the union of the quads' graphs.

        Raises:
            ConfigurationError: the engine cannot judge by these shapes.
        """
        triples = data if isinstance(data, TripleText) else TripleText.of(data)
        return self._judged(
            lambda: self._fast.validate(triples), lambda: self._reference.validate(triples)
        )

    def results_of(self, ntriples: bytes) -> list[ValidationResult]:
        """Return the raw results for a text of N-Triples; labels of blank nodes are kept.

        Raises:
            ConfigurationError: the engine cannot judge by these shapes.
        """
        return self.results(TripleText([ntriples]))

    def file_results(self, path: Path, blank: Iterable[str]) -> list[ValidationResult]:
        """Return the raw results for the union of the graphs in an N-Quads file.

        Args:
            path: the file, which lines may be added to.
            blank: the labels of its blank nodes.

        Raises:
            ConfigurationError: the engine cannot judge by these shapes.
        """
        return self._judged(
            lambda: self._fast.validate_file(path, blank),
            lambda: self._reference.validate(parse(path=path, format=RdfFormat.N_QUADS)),
        )

    def _judged(
        self,
        fast: Callable[[], list[ValidationResult]],
        reference: Callable[[], list[ValidationResult]],
    ) -> list[ValidationResult]:
        """Return what the engine finds; the reference takes over where the fast one gives up."""
        if self.engine == "shacl":
            try:
                return fast()
            except ValueError as error:
                if self._wanted == "shacl":
                    message = f"The shapes cannot be judged by this engine: {error}."
                    raise ConfigurationError(message) from None
                self.engine, self.why = "pyshacl", str(error)
        return reference()

    def validate(self, data: Iterable[Quad]) -> list[Finding]:
        """Return the findings for the union of the quads' graphs, in order, without places.

        Raises:
            ConfigurationError: the engine cannot judge by these shapes.
        """
        triples = data if isinstance(data, TripleText) else TripleText.of(data)

        def statuses(things: Collection[Term]) -> Iterator[tuple[Term, Term]]:
            found = triples.of_predicates((STATUS.value,), {str(each) for each in things})
            return ((quad.subject, quad.object) for quad in found)

        results = still_asked(self.results(triples), statuses)
        results = with_details(self.shapes, results, triples)
        return in_order(self.writer.findings(results, labels_for(results, triples)))


def validate(
    data: Iterable[Quad], shapes: Shapes | Iterable[Quad], engine: EngineName = "auto"
) -> list[Finding]:
    """Validate data once; use `Validator` where the same shapes are used again.

    Args:
        data: quads of the data and of the ontology whose class hierarchy counts; their graph names
            are not looked at.
        shapes: the shapes.
        engine: see `Validator`.

    Raises:
        ConfigurationError: the engine cannot compile the shapes.
    """
    compiled = shapes if isinstance(shapes, Shapes) else Shapes(shapes)
    return Validator(compiled, engine).validate(data)
