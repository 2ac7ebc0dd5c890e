"""Nothing that a MUST rule asks for can be taken away unnoticed."""

from collections.abc import Iterator

import pytest

from rolegraph import resources
from rolegraph.checking.files.selecting import read_sources
from rolegraph.checking.files.sources import DATA, ONTOLOGY, SHAPES, FileSelection, by_part
from rolegraph.rdf.namespaces import ONTOLOGY as RG
from rolegraph.rdf.namespaces import RDF, SH, THINGS
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.shacl.engines.validator import Validator
from rolegraph.shacl.shapes import Shapes

TYPE = NamedNode(RDF + "type")


class Catalogue:
    """The shipped catalogue, read once."""

    def __init__(self) -> None:
        sources = read_sources(FileSelection(), resources.root(), resources.root())
        self.shapes = Shapes(q for s in by_part(sources, SHAPES) for q in s.quads)
        self.shape_quads = [q for s in by_part(sources, SHAPES) for q in s.quads]
        self.data = [q for s in by_part(sources, ONTOLOGY, DATA) for q in s.quads]
        self.validator = Validator(self.shapes)

    def values(self, node: NamedNode, name: str) -> list[object]:
        """Return the values of a property of a shape."""
        wanted = NamedNode(SH + name)
        return [q.object for q in self.shape_quads if q.subject == node and q.predicate == wanted]

    def required(self, thing: NamedNode) -> Iterator[Quad]:
        """Yield the triples of a thing without which a Violation shape has too few values."""
        types = {q.object for q in self.data if q.subject == thing and q.predicate == TYPE}
        for shape in {
            q.subject
            for q in self.shape_quads
            if q.predicate.value == SH + "targetClass" and q.object in types
        }:
            for rule in self.values(shape, "property"):
                yield from self._of_rule(rule, thing)

    def _of_rule(self, rule: object, thing: NamedNode) -> Iterator[Quad]:
        assert isinstance(rule, NamedNode)
        severity = self.values(rule, "severity") or [NamedNode(SH + "Violation")]
        minimum = [int(v.value) for v in self.values(rule, "minCount") if isinstance(v, Literal)]
        path = self.values(rule, "path")
        if severity == [NamedNode(SH + "Violation")] and minimum and minimum[0]:
            found = [q for q in self.data if q.subject == thing and [q.predicate] == path]
            if len(found) == minimum[0]:
                yield from found


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return Catalogue()


@pytest.mark.parametrize(
    ("plural", "least"), [("roles", 5), ("personas", 4), ("workflows", 3), ("tools", 3)]
)
def test_taking_away_a_required_triple_is_a_violation_of_that_thing(
    catalogue: Catalogue, plural: str, least: int
) -> None:
    """A MUST rule that does not fail when its triple is gone guards nothing."""
    things = {
        q.subject
        for q in catalogue.data
        if q.predicate == TYPE
        and isinstance(q.subject, NamedNode)
        and q.subject.value.startswith(f"{THINGS}{plural}/")
        and "#" not in q.subject.value
    }
    thing = min(things, key=str)
    assert isinstance(thing, NamedNode)
    required = set(catalogue.required(thing))

    assert len(required) >= least
    for quad in required:
        rest = [other for other in catalogue.data if other != quad]
        findings = catalogue.validator.validate(rest)
        named = {f.focus for f in findings if f.severity == "Violation"}
        assert thing.value in named, f"without {quad}"


def test_the_shipped_catalogue_has_no_violation_and_shows_its_gaps(catalogue: Catalogue) -> None:
    """Three statements have no tool; they must be warned of, not hidden."""
    findings = catalogue.validator.validate(catalogue.data)
    lines = {
        quad.subject.value: quad.object.value
        for quad in catalogue.data
        if quad.predicate.value == RG + "sourceLine" and isinstance(quad.subject, NamedNode)
    }
    gaps = {lines[f.focus or ""] for f in findings if f.rule == "ResponsibilityShape-supported"}

    assert [] == [f for f in findings if f.severity == "Violation"]
    assert {"16", "19", "27", "45"} == gaps


def test_both_engines_find_the_same(catalogue: Catalogue) -> None:
    """The fast engine stands in for the reference only as long as nobody can tell."""
    persona = f"{THINGS}personas/"
    damaged = [
        quad
        for quad in catalogue.data
        if not (
            str(quad.subject).startswith(f"<{persona}") and quad.predicate.value == RG + "quote"
        )
        and not quad.predicate.value.endswith("stepOrder")
    ]
    fast = Validator(catalogue.shapes, "shacl").validate(damaged)
    reference = Validator(catalogue.shapes, "pyshacl").validate(damaged)

    assert len(fast) > 10
    assert {(f.severity, f.key) for f in reference} == {(f.severity, f.key) for f in fast}
