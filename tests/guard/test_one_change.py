"""Changes of which one triple decides where the guard must look: before, after, or between."""

from __future__ import annotations

import pytest
from guarding import ONTOLOGY, SHAPES, keys, quads, store_of

from rolegraph.analysis.findings import PresentFindings
from rolegraph.rdf.patch import Patch
from rolegraph.shacl.guard.guard import Guard

ID = "https://example.org/id/"


def guarded(shapes: str, data: str) -> Guard:
    return Guard(store_of(quads(shapes, SHAPES), quads(data)))


def faulty(guard: Guard, removed: str = "", added: str = "") -> set[tuple[str | None, ...]]:
    """Focus node and value of what the guard finds in a change."""
    found = guard.check(Patch(removed=quads(removed), added=quads(added)))
    return {
        tuple(node and node.removeprefix(ID) for node in (finding.focus, finding.value))
        for finding in found
    }


OF_CLASS = "ex:S sh:targetNode ex:one ; sh:property [ sh:path ex:p ; sh:class ex:Top ] ."
HIERARCHY = "ex:one ex:p ex:x . ex:x a ex:Low . ex:Low rdfs:subClassOf ex:Mid . ex:Mid rdfs:subClassOf ex:Top ."


@pytest.mark.parametrize(
    "removed",
    [
        "ex:x a ex:Low .",
        "ex:Mid rdfs:subClassOf ex:Top .",
        "ex:x a ex:Low . ex:Low rdfs:subClassOf ex:Mid .",
        "ex:x a ex:Low . ex:Low rdfs:subClassOf ex:Mid . ex:Mid rdfs:subClassOf ex:Top .",
    ],
)
def test_an_instance_may_go_together_with_the_place_of_its_class(removed: str) -> None:
    """The way from the value to the class is in neither state whole, only in both together."""
    assert {("one", "x")} == faulty(guarded(OF_CLASS, HIERARCHY), removed)


def test_a_target_may_come_in_two_triples() -> None:
    """Class and instance each alone make no focus node."""
    shapes = "ex:S sh:targetClass ex:Top ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
    guard = guarded(shapes, "ex:Low rdfs:subClassOf ex:Mid .")

    assert {("x", None)} == faulty(guard, added="ex:x a ex:Low . ex:Mid rdfs:subClassOf ex:Top .")


def test_an_instance_of_a_lower_class_is_a_target() -> None:
    """The shape is aimed at the class above."""
    shapes = "ex:S sh:targetClass ex:Top ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
    guard = guarded(shapes, "ex:Low rdfs:subClassOf ex:Mid . ex:Mid rdfs:subClassOf ex:Top .")

    assert {("x", None)} == faulty(guard, added="ex:x a ex:Low .")


SEQUENCE = (
    "ex:S sh:targetNode ex:one ; sh:property [ sh:path ( ex:p ex:q ex:r ) ; sh:nodeKind sh:IRI ] ."
)


@pytest.mark.parametrize("added", ["ex:one ex:p ex:a .", "ex:a ex:q ex:b .", "ex:b ex:r 'x' ."])
def test_values_at_the_far_end_of_a_sequence_are_new_wherever_it_is_closed(added: str) -> None:
    """The triple that comes may be far from the value that is at fault."""
    whole = ["ex:one ex:p ex:a .", "ex:a ex:q ex:b .", "ex:b ex:r 'x' ."]
    guard = guarded(SEQUENCE, " ".join(triple for triple in whole if triple != added))

    assert {("one", '"x"')} == faulty(guard, added=added)


@pytest.mark.parametrize(
    ("path", "reached"),
    [("zeroOrOnePath", "one a"), ("oneOrMorePath", "a b"), ("zeroOrMorePath", "one a b")],
)
def test_a_repeated_path_goes_as_many_steps_as_it_says(path: str, reached: str) -> None:
    """None at all is a step count as well: the node itself is a value then."""
    shapes = f"""ex:S sh:targetNode ex:one ;
        sh:property [ sh:path [ sh:{path} ex:p ] ; sh:class ex:Good ] ."""
    good = "ex:one a ex:Good . ex:a a ex:Good . ex:b a ex:Good ."
    guard = guarded(shapes, f"{good} ex:one ex:p ex:a . ex:a ex:p ex:b .")

    assert {("one", value) for value in reached.split()} == faulty(guard, removed=good)


def test_a_new_value_is_held_to_the_shape_inside() -> None:
    """Nothing of the value itself has changed."""
    shapes = """ex:S sh:targetNode ex:one ; sh:property [ sh:path ex:p ;
        sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:property [ sh:path ex:r ; sh:minCount 1 ] ] ] ."""
    guard = guarded(shapes, "ex:b ex:q ex:c .")

    assert {("a", None), ("c", None)} == faulty(guard, added="ex:one ex:p ex:a, ex:b .")


def test_old_faults_are_nobodys_where_all_is_validated_again() -> None:
    """A query that counts all there is may change its mind for any triple."""
    shapes = """ex:S sh:targetSubjectsOf ex:p ; sh:sparql [ sh:select
        "SELECT $this WHERE { { SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o } } FILTER (?n > 0) }" ] ."""
    guard = guarded(shapes, "ex:one ex:p ex:a .")
    assert guard.rules.index is None or guard.rules.index.opaque

    assert set() == faulty(guard, added="ex:one ex:q ex:a .")
    assert {"two"} == {focus for focus, _ in faulty(guard, added="ex:two ex:p ex:a .")}


def test_a_value_that_goes_is_held_to_nothing_any_more() -> None:
    """The way to what is at fault ends with the triple that is taken away."""
    shapes = """ex:S sh:targetNode ex:one ; sh:property [ sh:path ex:p ;
        sh:property [ sh:path ex:q ; sh:minCount 1 ] ] ."""
    guard = guarded(shapes, "ex:one ex:p ex:a .")

    assert set() == faulty(guard, removed="ex:one ex:p ex:a .")


@pytest.mark.parametrize(("target", "focus"), [("SubjectsOf", "x"), ("ObjectsOf", "y")])
def test_a_property_makes_targets_of_its_ends(target: str, focus: str) -> None:
    """The shape asks for something else than the property by which it is aimed."""
    shapes = f"ex:S sh:target{target} ex:p ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."

    assert {(focus, None)} == faulty(guarded(shapes, ""), added="ex:x ex:p ex:y .")


def test_a_value_reached_in_another_way_as_well_is_no_new_fault() -> None:
    """It was wrong before, by the other way."""
    shapes = """ex:S sh:targetNode ex:one ;
        sh:property [ sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:nodeKind sh:IRI ] ."""
    guard = guarded(shapes, "ex:one ex:p 'x' .")

    assert set() == faulty(guard, added="ex:one ex:q 'x' .")
    assert {("one", '"y"')} == faulty(guard, added="ex:one ex:q 'x', 'y' .")


OLD_FAULTS = """ex:S sh:targetClass ex:Thing ;
    sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:nodeKind sh:Literal ; sh:maxLength 3 ] ;
    sh:sparql [ sh:select "SELECT $this ?value WHERE { $this <https://example.org/id/p> ?value }" ] ."""
OLD_DATA = "ex:old a ex:Thing ; ex:name ex:x, 'too long' ; ex:p ex:y . ex:bare a ex:Thing ."


@pytest.mark.parametrize(
    ("removed", "added", "found"),
    [
        ("", "ex:old ex:note 'x' . ex:bare ex:note 'x' .", set()),
        ("", "ex:old ex:name 'abc' .", set()),
        ("", "ex:old ex:name 'long as well' .", {("old", '"long as well"')}),
        ("ex:old ex:name ex:x .", "", set()),
        ("ex:old ex:name ex:x, 'too long' .", "", {("old", None)}),
        ("ex:old a ex:Thing .", "ex:Low rdfs:subClassOf ex:Thing . ex:old a ex:Low .", set()),
        ("", "ex:old ex:p ex:z .", {("old", "z")}),
        ("ex:old a ex:Thing .", "ex:bare ex:name 'abc', 'abcd' .", {("bare", '"abcd"')}),
    ],
)
def test_old_faults_are_not_held_against_a_writer(
    removed: str, added: str, found: set[tuple[str | None, ...]]
) -> None:
    """Who fixes one fault of a thing need not fix them all; who adds one is told of that alone."""
    assert found == faulty(guarded(OLD_FAULTS, OLD_DATA), removed, added)


def test_one_value_more_than_too_many_is_no_new_fault() -> None:
    """There were too many before."""
    shapes = "ex:S sh:targetNode ex:one ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] ."

    assert set() == faulty(guarded(shapes, "ex:one ex:p 1, 2 ."), added="ex:one ex:p 3 .")
    assert {("one", None)} == faulty(guarded(shapes, "ex:one ex:p 1 ."), added="ex:one ex:p 3 .")


OPTIONAL = """ex:S sh:targetClass ex:Thing ; sh:sparql [ sh:select \"\"\"
    PREFIX ex: <https://example.org/id/> SELECT $this ?value WHERE { $this ex:p ?value
        OPTIONAL { ?value ex:q ?q } OPTIONAL { ?value ex:r ?r } FILTER (!BOUND(?q) || ?r > 1) }\"\"\" ] ."""


def test_an_optional_part_may_come_or_go() -> None:
    """Either may bring a solution of the query."""
    guard = guarded(OPTIONAL, "ex:one a ex:Thing ; ex:p ex:a . ex:a ex:q 1 .")

    assert {("one", "a")} == faulty(guard, removed="ex:a ex:q 1 .")
    assert {("one", "a")} == faulty(guard, added="ex:a ex:r 2 .")


def test_a_shape_that_goes_judges_nothing_any_more() -> None:
    """Its removal is no fault, and neither is what it forbade."""
    store = store_of(quads(OF_CLASS, SHAPES), quads("ex:one ex:p ex:x ."))
    guard = Guard(store)
    shape = frozenset(quad for quad in store.match() if quad.graph_name == SHAPES)
    assert {("one", "y")} == faulty(guard, added="ex:one ex:p ex:y .")

    assert [] == guard.check(Patch(removed=shape))
    store.apply(Patch(removed=shape))

    assert set() == faulty(guard, added="ex:one ex:p ex:y .")


def test_a_shape_that_goes_and_comes_changed_is_held_against_the_data() -> None:
    """What the old one found as well is nothing new."""
    old = "ex:S sh:targetNode ex:one, ex:two ; sh:property ex:P . ex:P sh:path ex:p ; sh:maxCount {} ."
    guard = guarded(old.format(1), "ex:one ex:p 1, 2 . ex:two ex:p 1 .")

    found = guard.check(
        Patch(
            removed=quads("ex:P sh:maxCount 1 .", SHAPES),
            added=quads("ex:P sh:maxCount 0 .", SHAPES),
        )
    )

    assert {ID + "two"} == {finding.focus for finding in found}


def test_a_finding_that_a_commit_fixes_goes_from_the_list() -> None:
    """It stayed on the page and in the metrics until a restart."""
    shapes = """ex:S sh:targetClass ex:Thing ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ;
        sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:minCount 1 ] ;
        sh:closed true ; sh:ignoredProperties ( rdf:type ex:name ) ."""
    store = store_of(quads(shapes, SHAPES), quads("ex:one a ex:Thing ; ex:odd 1 ."))
    guard = Guard(store)
    findings = PresentFindings(store, guard)
    assert 3 == len(findings.all())

    fixed = Patch(
        removed=quads("ex:one ex:odd 1 ."),
        added=quads("ex:one ex:name 'one' . ex:two ex:p ex:one ."),
    )
    store.apply(fixed)

    assert set() == keys(findings.all())


def test_a_finding_goes_with_its_target_and_comes_with_it() -> None:
    """It is no focus node afterwards, so only the state before tells what was wrong."""
    store = store_of(quads(OF_CLASS, SHAPES), quads(HIERARCHY))
    guard = Guard(store)
    findings = PresentFindings(store, guard)
    place = quads("ex:x a ex:Low . ex:Low rdfs:subClassOf ex:Mid .")
    assert [] == list(findings.all())

    store.apply(Patch(removed=place))
    assert 1 == len(findings.all())
    store.apply(Patch(added=place))
    assert [] == list(findings.all())


def test_a_finding_goes_with_the_class_of_its_thing() -> None:
    """What is of no class is held to nothing."""
    shapes = "ex:S sh:targetClass ex:Thing ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
    store = store_of(quads(shapes, SHAPES), quads("ex:one a ex:Thing ."))
    findings = PresentFindings(store, Guard(store))
    assert 1 == len(findings.all())

    store.apply(Patch(removed=quads("ex:one a ex:Thing .")))

    assert [] == list(findings.all())


def test_the_hierarchy_may_stand_in_another_graph() -> None:
    """Shapes see the union of the graphs."""
    guard = guarded(OF_CLASS, HIERARCHY)

    assert [] == guard.check(
        Patch(
            removed=quads("ex:Low rdfs:subClassOf ex:Mid ."),
            added=quads("ex:Low rdfs:subClassOf ex:Mid .", ONTOLOGY),
        )
    )


def test_the_guard_counts_the_catalogue_and_compiles_the_shapes_once() -> None:
    """Counting or compiling anew at each write would cost as much as the catalogue is large."""
    store = store_of(quads("ex:shape a sh:NodeShape ; sh:targetClass ex:Thing .", SHAPES))
    guard = Guard(store)
    empty, rules = guard._size, guard.rules
    things = quads("ex:a a ex:Thing . ex:b a ex:Thing . ex:c a ex:Thing .")
    store.apply(Patch(added=things))
    store.apply(Patch(removed=frozenset(list(things)[:1])))

    assert empty + 2 == guard._size == Guard(store)._size
    assert rules is guard.rules
    store.apply(Patch(added=quads("ex:other a sh:NodeShape .", SHAPES)))
    assert rules is not guard.rules
