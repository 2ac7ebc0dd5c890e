"""Shapes that cannot be used are refused by name, and can be removed."""

from __future__ import annotations

import pytest
from guarding import SHAPES, quads, store_of

from rolegraph.errors import ConfigurationError, Refused
from rolegraph.rdf.patch import Patch
from rolegraph.shacl.engines.reference import ReferenceEngine
from rolegraph.shacl.guard.guard import Guard
from rolegraph.shacl.shapes import Shapes

ONE_NAME = """
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Shape-name .
ex:Shape-name a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 .
"""
THINGS = "ex:one a ex:Thing ; ex:name 'one' . ex:two a ex:Thing ."
CONSTRAINTS = {
    "count": "sh:path ex:name ; sh:minCount 'x'",
    "half a count": "sh:path ex:name ; sh:maxCount 1.5",
    "pattern": "sh:path ex:name ; sh:pattern '[a'",
    "flag": "sh:path ex:name ; sh:pattern 'a' ; sh:flags 'g'",
    "kind": "sh:path ex:name ; sh:nodeKind sh:Iri",
}
every_constraint = pytest.mark.parametrize(
    "constraint", CONSTRAINTS.values(), ids=CONSTRAINTS.keys()
)


def unusable(constraint: str) -> str:
    return f"ex:Odd a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ {constraint} ] ."


@every_constraint
def test_a_shape_with_an_odd_parameter_is_refused_by_name(constraint: str) -> None:
    """It would end every later write in an error that names neither shape nor fault."""
    guard = Guard(store_of(quads(ONE_NAME, SHAPES), quads(THINGS)))

    with pytest.raises(Refused, match=r"/Odd, for \S+/name"):
        guard.check(Patch(added=quads(unusable(constraint), SHAPES)))


@every_constraint
def test_an_unusable_shape_in_the_store_is_told_of_and_can_be_removed(constraint: str) -> None:
    """It may have come with a load that nobody guarded, and must not lock everybody out."""
    store = store_of(quads(ONE_NAME, SHAPES), quads(THINGS))
    odd = quads(unusable(constraint), SHAPES)
    store.apply(Patch(added=odd))
    guard = Guard(store)

    with pytest.raises(Refused, match="Odd"):
        guard.check(Patch(added=quads("ex:three a ex:Other .")))

    assert [] == guard.check(Patch(removed=odd))


def test_a_change_that_removes_an_unusable_shape_is_judged_by_the_others() -> None:
    """Else fixing one shape would be a way round all of them."""
    odd = quads(unusable(CONSTRAINTS["count"]), SHAPES)
    guard = Guard(store_of(quads(ONE_NAME, SHAPES), odd, quads(THINGS)))

    found = guard.check(Patch(removed=odd, added=quads("ex:three a ex:Thing .")))

    assert {"https://example.org/id/three"} == {finding.focus for finding in found}


def test_a_list_that_leads_back_into_itself_ends() -> None:
    """Reading it went on for ever, with the lock of all writes held."""
    circle = (
        "ex:list rdf:first 'a' ; rdf:rest ex:list . ex:In sh:targetNode ex:one ; sh:in ex:list ."
    )

    guard = Guard(store_of(quads(ONE_NAME, SHAPES), quads(THINGS)))

    with pytest.raises(Refused, match=r"(?i)list"):
        guard.check(Patch(added=quads(circle, SHAPES)))


def test_a_write_of_a_faulty_expression_is_refused_by_name() -> None:
    """It would end every later write."""
    guard = Guard(store_of(quads("ex:a a ex:Thing .")))
    shape = "ex:Odd a sh:NodeShape ; sh:targetClass ex:Other ; sh:expression [ ex:gone ( 1 ) ] ."
    (found,) = guard.check(Patch(added=quads(shape, SHAPES)))

    assert found.focus is not None
    assert found.focus.endswith("Odd")
    assert "declare it as a sh:SPARQLFunction" in found.message


def test_an_engine_that_gives_up_says_at_which_shape() -> None:
    """Whatever it is that it cannot do: a shapes graph has hundreds of shapes."""
    shape = "ex:Odd a sh:NodeShape ; sh:targetClass ex:Thing ; sh:expression [ ex:gone 1 ] ."

    with pytest.raises(ConfigurationError, match=r"/Odd, at its ExpressionConstraintComponent"):
        ReferenceEngine(Shapes(quads(shape, SHAPES))).validate(quads("ex:a a ex:Thing ."))
