"""Literals without a value, and shapes that the store cannot satisfy, at their lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from rolegraph.errors import Refused
from rolegraph.history.commit import Committer
from rolegraph.rdf.namespaces import SHAPES_GRAPHS, XSD, compact
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.guard.guard import Guard
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.fidelity import KEPT_AS

Check = Callable[..., Result]
PREFIXES = """@prefix : <https://example.org/#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
AGE = """:Cat-age a sh:PropertyShape ; sh:path :age ;
    sh:datatype {} .
:CatShape a sh:NodeShape ; sh:targetClass :Cat ; sh:property :Cat-age .
"""
CAT = ":tom a :Cat ; :age {} .\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue of a shape and a thing, both to be written."""
    for part in ("ontology", "shapes", "data"):
        (tmp_path / part).mkdir()
    return tmp_path


def lines_of(check: Check, folder: Path, shape: str, thing: str) -> list[str]:
    """Return what `check` says of values and shapes, a line each: file, line, rule."""
    (folder / "shapes" / "cat.ttl").write_text(PREFIXES + AGE.format(shape))
    (folder / "data" / "cats.ttl").write_text(PREFIXES + CAT.format(thing))
    only = ("--only", "values", "--only", "shacl")
    found = json.loads(check(folder, "--format", "json", *only).output)["findings"]
    return [f"{Path(f['file']).name}:{f['line']} {f['rule']}" for f in found]


@pytest.mark.parametrize("datatype", sorted(KEPT_AS))
def test_a_shape_that_the_store_cannot_satisfy_is_named_at_its_line(
    check: Check, folder: Path, datatype: str
) -> None:
    """Else every write of the field is refused, and nobody knows why."""
    name = f"xsd:{datatype.removeprefix(XSD)}"

    assert ["cat.ttl:5 unkept-datatype"] == lines_of(check, folder, name, "'no number'")[-1:]


def test_files_are_judged_as_the_store_will_keep_them(check: Check, folder: Path) -> None:
    """What `check` lets pass must not be refused when it is loaded."""
    found = lines_of(check, folder, "xsd:nonNegativeInteger", '"5"^^xsd:nonNegativeInteger')

    assert {"cats.ttl:4 Cat-age", "cat.ttl:5 unkept-datatype"} == set(found)
    assert [] == lines_of(check, folder, "xsd:integer", '"5"^^xsd:nonNegativeInteger')


def test_a_literal_without_a_value_is_named_at_its_line(check: Check, folder: Path) -> None:
    """The store would refuse it; one that no engine reads would lie there for ever."""
    for literal in ('"300"^^xsd:byte', '"many"^^xsd:integer', '"2026-02-30"^^xsd:date'):
        assert "cats.ttl:4 ill-typed-literal" in lines_of(check, folder, "xsd:integer", literal)


def quads(turtle: str, graph: str) -> frozenset[Quad]:
    found = parse((PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)
    return frozenset(Quad(q.subject, q.predicate, q.object, NamedNode(graph)) for q in found)


def loaded_shapes(datatype: str) -> tuple[Committer, tuple[Finding, ...]]:
    """Return a committer whose store has a shape with a datatype, and what loading it brought."""
    store = EmbeddedStore()
    committer = Committer(store, Guard(store))
    shapes = quads(AGE.format(datatype), f"{SHAPES_GRAPHS}cat.ttl")
    commit = committer.commit(Patch(added=shapes), author="ada", message="A shape")
    return committer, commit.findings


def test_who_loads_such_a_shape_is_warned_and_told_what_to_ask_for() -> None:
    """The day to learn of it is the day on which it is loaded."""
    _, (finding,) = loaded_shapes("xsd:unsignedByte")

    assert ("Warning", "unkept-datatype") == (finding.severity, finding.rule)
    assert "keeps values of xsd:unsignedByte as xsd:integer" in finding.message
    assert "sh:minInclusive 0 and sh:maxInclusive 255" in (finding.hint or "")
    assert () == loaded_shapes("xsd:integer")[1]


def test_who_writes_such_a_field_is_told_that_the_shape_is_at_fault() -> None:
    """It was 422 for ever, with "does not hold a literal of type" for a literal of that type."""
    committer, _ = loaded_shapes("xsd:unsignedByte")
    cat = quads(CAT.format('"5"^^xsd:unsignedByte'), "urn:data")

    with pytest.raises(Refused) as refused:
        committer.commit(Patch(added=cat), author="ada", message="A cat")

    assert "The store keeps values of xsd:unsignedByte as xsd:integer" in str(refused.value)
    assert compact(f"{XSD}integer") in str(refused.value)
