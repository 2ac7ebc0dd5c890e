"""Validation: data and shapes in, findings out, whichever engine does the work."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Literal as OneOf

from rolegraph.errors import ConfigurationError
from rolegraph.rdf.namespaces import SH
from rolegraph.rdf.terms import Quad, RdfFormat, parse
from rolegraph.shacl.engines.shared import SharedFast, SharedReference
from rolegraph.shacl.findings import SEVERITIES, VIOLATION, Finding, in_order
from rolegraph.shacl.labels import Labels
from rolegraph.shacl.results import Result, term_text
from rolegraph.shacl.shapes import Shapes
from rolegraph.shacl.wording import default_message, expectation

EngineName = OneOf["auto", "pyshacl", "shacl"]
ENGINES: tuple[EngineName, ...] = ("auto", "pyshacl", "shacl")


class Validator:
    """Shapes compiled once, ready for any number of data graphs. Safe to share among threads.

    Args:
        shapes: the shapes graph.
        engine: `shacl` (fast), `pyshacl` (the reference), or `auto`: the fast one, except where
            the shapes use parts of SHACL that only the reference knows.

    Raises:
        ConfigurationError: the engine cannot compile the shapes.
    """

    def __init__(self, shapes: Shapes, engine: EngineName = "auto") -> None:
        self.shapes = shapes
        fast = engine == "shacl" or (engine == "auto" and not shapes.needs_reference)
        self.engine: EngineName = "shacl" if fast else "pyshacl"
        if fast:
            _ = self._fast

    @cached_property
    def _fast(self) -> SharedFast:
        try:
            return SharedFast(self.shapes)
        except ValueError as error:
            raise ConfigurationError(f"The shapes cannot be compiled: {error}") from None

    @cached_property
    def _reference(self) -> SharedReference:
        return SharedReference(self.shapes)

    @property
    def notes(self) -> tuple[str, ...]:
        """Where verdicts are the engine's alone and may not be those of the specifications."""
        return (self._fast if self.engine == "shacl" else self._reference).notes

    def results(self, data: Iterable[Quad]) -> list[Result]:
        """Return the raw results for the union of the quads' graphs."""
        return (self._fast if self.engine == "shacl" else self._reference).validate(data)

    def results_of(self, ntriples: bytes) -> list[Result]:
        """Return the raw results for a text of N-Triples; labels of blank nodes are kept."""
        if self.engine == "shacl":
            return self._fast.validate_text(ntriples)
        triples = parse(ntriples, format=RdfFormat.N_TRIPLES)
        return self._reference.validate(Quad(t.subject, t.predicate, t.object) for t in triples)

    def file_results(self, path: Path, blank: Iterable[str]) -> list[Result]:
        """Return the raw results for the union of the graphs in an N-Quads file.

        Args:
            path: the file, which lines may be added to.
            blank: the labels of its blank nodes.
        """
        if self.engine == "shacl":
            return self._fast.validate_file(path, blank)
        return self._reference.validate(parse(path=path, format=RdfFormat.N_QUADS))

    def validate(self, data: Iterable[Quad]) -> list[Finding]:
        """Return the findings for the union of the quads' graphs, in order, without places."""
        quads = data if isinstance(data, list) else list(data)
        results = self.results(quads)
        labels = Labels(quads) if results else Labels(())
        return in_order(self._finding(result, labels) for result in results)

    def _finding(self, result: Result, labels: Labels) -> Finding:
        shapes, shape = self.shapes, result.shape
        path = shapes.path(shape) or result.path
        expected = expectation(shapes, shape, result.component)
        message = shapes.text(shape, SH + "message")
        if result.component == "SPARQLConstraintComponent" and result.messages:
            message = labels.in_text(result.messages[0], result.value)
        focus = term_text(result.focus)
        return Finding(
            severity=result.severity if result.severity in SEVERITIES else VIOLATION,
            rule=shapes.rule(shape),
            rule_iri=shapes.named(shape),
            focus=focus,
            focus_label=labels.label(focus),
            path=path,
            value=None if result.value is None else term_text(result.value),
            message=message or default_message(path, expected, result.component),
            component=result.component,
            expected=expected,
        )


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
