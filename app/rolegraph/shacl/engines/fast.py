"""The fast engine: the `shacl` package, written in Rust."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rolegraph.rdf.namespaces import RDF, SH
from rolegraph.rdf.terms import BlankNode, Quad, RdfFormat, parse, serialize
from rolegraph.shacl.results import Result, read_term
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

        text = shapes.ntriples.decode() + _TAG_SHAPE
        self._compiled = shacl.Shapes.from_text(text, format="ntriples")

    def validate(self, data: Iterable[Quad]) -> list[Result]:
        """Return the results for the union of the quads' graphs."""
        triples = [quad.triple for quad in data]
        return self.validate_text(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")

    def validate_text(self, ntriples: bytes) -> list[Result]:
        """Return the results for a text of N-Triples."""
        blank = {
            term.value
            for triple in parse(_lines_with(b"_:", ntriples), format=RdfFormat.N_TRIPLES)
            for term in (triple.subject, triple.object)
            if isinstance(term, BlankNode)
        }
        text = ntriples.decode()
        text += _tags(blank)
        return _named(self._compiled.validate_text(text, format="ntriples").results)

    def validate_file(self, path: Path, blank: Iterable[str]) -> list[Result]:
        """Return the results for the union of the graphs in an N-Quads file.

        Args:
            path: the file, which lines are added to.
            blank: the labels of its blank nodes.
        """
        with path.open("a", encoding="utf-8") as file:
            file.write(_tags(blank))
        return _named(self._compiled.validate_file(str(path)).results)


def _tags(blank: Iterable[str]) -> str:
    return "".join(f"<{_TAG}:{label}> <{_TAG}> _:{label} .\n" for label in blank)


def _named(results: Sequence[shacl.Result]) -> list[Result]:
    """Return results with the blank nodes' own labels, without those of the tags."""
    tags = [result for result in results if result.source_shape == f"<{_TAG}:property>"]
    labels = {r.value or "": f"_:{r.focus_node[len(_TAG) + 2 : -1]}" for r in tags}
    return [_result(r, labels) for r in results if r.source_shape != f"<{_TAG}:property>"]


def _lines_with(mark: bytes, text: bytes) -> bytes:
    """Return the lines of a text that have a mark in them."""
    lines, place = [], text.find(mark)
    while place >= 0:
        end = text.find(b"\n", place) + 1 or len(text)
        lines.append(text[text.rfind(b"\n", 0, place) + 1 : end])
        place = text.find(mark, end)
    return b"".join(lines)


def _result(raw: shacl.Result, labels: dict[str, str]) -> Result:
    shape = raw.source_shape or raw.root_shape or ""
    return Result(
        severity=raw.severity,
        shape=shape[1:-1] if shape.startswith("<") else shape,
        component=raw.component,
        focus=read_term(labels.get(raw.focus_node, raw.focus_node)),
        path=raw.path[1:-1] if raw.path and raw.path.startswith("<") else raw.path,
        value=None if raw.value is None else read_term(labels.get(raw.value, raw.value)),
        messages=tuple(raw.messages),
    )
