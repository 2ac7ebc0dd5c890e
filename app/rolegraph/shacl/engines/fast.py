"""The fast engine: the `shacl` package, written in Rust."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from rolegraph.rdf.namespaces import RDF, SH
from rolegraph.rdf.triple_text import TripleText
from rolegraph.shacl.engines.marks import EngineMarks
from rolegraph.shacl.results import ValidationResult, read_term, sh_name
from rolegraph.shacl.shapes import Shapes

if TYPE_CHECKING:
    import shacl

_TAG = "urn:rolegraph:tag"
# The engine gives blank nodes labels of its own. One triple <tag:LABEL> <tag> _:LABEL for each
# blank node, and a shape that every such triple breaks, make the report say which label is which.
# Few reports name a blank node, so the tags are added, and all is judged again, for those that do.
_TAG_SHAPE = f"""
<{_TAG}:shape> <{RDF}type> <{SH}NodeShape> .
<{_TAG}:shape> <{SH}targetSubjectsOf> <{_TAG}> .
<{_TAG}:shape> <{SH}property> <{_TAG}:property> .
<{_TAG}:property> <{SH}path> <{_TAG}> .
<{_TAG}:property> <{SH}nodeKind> <{SH}Literal> .
"""
IN_MEMORY = 4 * 2**20
"""Bytes of N-Triples up to which the engine gets them as a text: Python copies it twice."""


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

    def validate(self, triples: TripleText) -> list[ValidationResult]:
        """Return the results for some triples."""
        found = self._judged(triples, "")
        if any(_names_blank_node(result) for result in found):
            found = self._judged(triples, _tags(triples.blank_labels))
        return self._named(found)

    def _judged(self, triples: TripleText, tags: str) -> Sequence[shacl.Result]:
        if sum(map(len, triples.pieces)) > IN_MEMORY:
            try:
                with NamedTemporaryFile(suffix=".nt") as file:
                    file.writelines((*triples.pieces, tags.encode()))
                    file.flush()
                    return self._compiled.validate_file(file.name).results
            except OSError:
                pass  # no file may be written here: it costs more memory then
        text = b"".join(triples.pieces).decode() + tags
        return self._compiled.validate_text(text, format="ntriples").results

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


def _names_blank_node(result: shacl.Result) -> bool:
    return result.focus_node.startswith("_:") or (result.value or "").startswith("_:")


def _tags(blank: Iterable[str]) -> str:
    return "".join(f"<{_TAG}:{label}> <{_TAG}> _:{label} .\n" for label in blank)


def _path(path: str | None) -> str | None:
    """Return a path as findings write it: one predicate is a bare IRI."""
    simple = path is not None and path.startswith("<") and path.find(">") == len(path) - 1
    return path[1:-1] if path and simple else path
