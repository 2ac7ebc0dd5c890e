"""The fast engine: the `shacl` package, written in Rust."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rolegraph.rdf.namespaces import RDF, SH
from rolegraph.rdf.terms import BlankNode, Quad, RdfFormat, parse, serialize
from rolegraph.shacl.engines.marks import EngineMarks
from rolegraph.shacl.results import ValidationResult, read_term, sh_name
from rolegraph.shacl.shapes import Shapes

if TYPE_CHECKING:
    import shacl

_TAG = "urn:rolegraph:tag"
# The engine gives blank nodes labels of its own. One triple <tag:LABEL> <tag> _:LABEL for each
# blank node, and a shape that every such triple breaks, make the report say which label is which.
_TAG_SHAPE = f"""
<{_TAG}:shape> <{RDF}type> <{SH}NodeShape> .
<{_TAG}:shape> <{SH}targetSubjectsOf> <{_TAG}> .
<{_TAG}:shape> <{SH}property> <{_TAG}:property> .
<{_TAG}:property> <{SH}path> <{_TAG}> .
<{_TAG}:property> <{SH}nodeKind> <{SH}Literal> .
"""


class FastEngine:
    """Shapes compiled once by the Rust engine.

    Raises:
        ValueError: the engine cannot compile the shapes.
    """

    def __init__(self, shapes: Shapes) -> None:
        import shacl

        self._marks = EngineMarks(shapes)
        text = self._marks.ntriples.decode() + _TAG_SHAPE
        self._compiled = shacl.Shapes.from_text(text, format="ntriples")

    def validate(self, data: Iterable[Quad]) -> list[ValidationResult]:
        """Return the results for the union of the quads' graphs."""
        triples = [quad.triple for quad in data]
        return self.validate_text(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")

    def validate_text(self, ntriples: bytes) -> list[ValidationResult]:
        """Return the results for a text of N-Triples."""
        blank = {
            term.value
            for triple in parse(_lines_with(b"_:", ntriples), format=RdfFormat.N_TRIPLES)
            for term in (triple.subject, triple.object)
            if isinstance(term, BlankNode)
        }
        text = ntriples.decode()
        text += _tags(blank)
        return self._named(self._compiled.validate_text(text, format="ntriples").results)

    def validate_file(self, path: Path, blank: Iterable[str]) -> list[ValidationResult]:
        """Return the results for the union of the graphs in an N-Quads file.

        Args:
            path: the file, which lines are added to.
            blank: the labels of its blank nodes.
        """
        with path.open("a", encoding="utf-8") as file:
            file.write(_tags(blank))
        return self._named(self._compiled.validate_file(str(path)).results)

    def _named(self, results: Sequence[shacl.Result]) -> list[ValidationResult]:
        """Return results with the blank nodes' own labels, without those of the tags."""
        tags = [result for result in results if result.source_shape == f"<{_TAG}:property>"]
        labels = {r.value or "": f"_:{r.focus_node[len(_TAG) + 2 : -1]}" for r in tags}
        own = (r for r in results if r.source_shape != f"<{_TAG}:property>")
        return [self._result(result, labels) for result in own]

    def _result(self, raw: shacl.Result, labels: dict[str, str]) -> ValidationResult:
        source = raw.source_shape or raw.root_shape or ""
        shape = source[1:-1] if source.startswith("<") else source
        component = sh_name(raw.component_iri)
        messages, constraint = raw.messages, None
        if component == "SPARQLConstraintComponent":
            messages, constraint = self._marks.read(shape, raw.messages)
        return ValidationResult(
            severity=sh_name(raw.severity_iri),
            shape=shape,
            component=component,
            focus=read_term(labels.get(raw.focus_node, raw.focus_node)),
            path=_path(raw.path),
            value=None if raw.value is None else read_term(labels.get(raw.value, raw.value)),
            messages=tuple(messages),
            constraint=constraint,
        )


def _tags(blank: Iterable[str]) -> str:
    return "".join(f"<{_TAG}:{label}> <{_TAG}> _:{label} .\n" for label in blank)


def _lines_with(mark: bytes, text: bytes) -> bytes:
    """Return the lines of a text that have a mark in them."""
    lines, place = [], text.find(mark)
    while place >= 0:
        end = text.find(b"\n", place) + 1 or len(text)
        lines.append(text[text.rfind(b"\n", 0, place) + 1 : end])
        place = text.find(mark, end)
    return b"".join(lines)


def _path(path: str | None) -> str | None:
    """Return a path as findings write it: one predicate is a bare IRI."""
    simple = path is not None and path.startswith("<") and path.find(">") == len(path) - 1
    return path[1:-1] if path and simple else path
