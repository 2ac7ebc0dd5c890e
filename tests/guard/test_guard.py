"""What the guard lets pass, what it holds against a change, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from guarding import DATA, ONTOLOGY, SHAPES, keys, quads, rules, store_of

from rolegraph.errors import Refused
from rolegraph.generate import generate
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.shacl.guard import guard as guard_module
from rolegraph.shacl.guard.guard import Guard
from rolegraph.store.embedded import EmbeddedStore

ONE_NAME = """
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Shape-name .
ex:Shape-name a sh:PropertyShape ; sh:path ex:name ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:message "A thing must have one name."@en .
"""
THINGS = 'ex:one a ex:Thing ; skos:prefLabel "Number one"@en ; ex:name "one" . ex:two a ex:Thing .'


def guarded(shapes: str, data: str = THINGS) -> tuple[EmbeddedStore, Guard]:
    store = store_of(quads(shapes, SHAPES), quads(data))
    return store, Guard(store)


def test_a_finding_says_what_is_wrong_with_what() -> None:
    """The writer must be able to fix the change from the answer alone."""
    _, guard = guarded(ONE_NAME)

    (finding,) = guard.check(Patch(removed=quads('ex:one ex:name "one" .')))

    assert ("Violation", "Shape-name") == (finding.severity, finding.rule)
    assert ("https://example.org/id/one", "Number one") == (finding.focus, finding.focus_label)
    assert "A thing must have one name." == finding.message


def test_where_there_are_no_shapes_a_change_is_not_even_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a plain store half of the time of a large load went into a judgement of nothing."""
    store = store_of(frozenset(), quads(THINGS))
    guard = Guard(store)
    guard.prepare()
    monkeypatch.setattr(guard_module, "State", None)

    assert [] == guard.check(Patch(added=quads("ex:three a ex:Thing .")))


def test_what_was_wrong_before_is_not_held_against_a_change() -> None:
    """Otherwise one fault would stop all work on the thing that has it."""
    _, guard = guarded(ONE_NAME)

    assert [] == guard.check(Patch(added=quads("ex:two ex:note 'still nameless' .")))
    assert [] == guard.check(Patch(added=quads("ex:two a ex:Other .")))


def test_a_thing_becomes_subject_to_a_shape_with_its_class() -> None:
    """What was tolerable of a nobody is a fault of a member."""
    _, guard = guarded(ONE_NAME, "ex:three ex:note 'no class yet' .")

    found = guard.check(Patch(added=quads("ex:three a ex:Thing .")))

    assert {("Violation", "Shape-name")} == rules(found)


def test_a_class_put_below_another_brings_its_things_under_the_shape() -> None:
    """The hierarchy of classes is data like any other, and can be changed."""
    _, guard = guarded(ONE_NAME, "ex:three a ex:Gadget . ex:four a ex:Gadget ; ex:name 'four' .")

    found = guard.check(Patch(added=quads("ex:Gadget rdfs:subClassOf ex:Thing .", ONTOLOGY)))

    assert {"https://example.org/id/three"} == {finding.focus for finding in found}


def test_a_triple_that_another_graph_holds_as_well_has_not_gone() -> None:
    """Shapes see the union of the graphs, in which nothing has changed."""
    store, guard = guarded(ONE_NAME)
    copy = quads('ex:one ex:name "one" .', ONTOLOGY)
    store.apply(Patch(added=copy))

    assert [] == guard.check(Patch(removed=copy))
    assert [] == guard.check(Patch(removed=quads('ex:one ex:name "one" .')))


@pytest.mark.parametrize("graph", ["inferred", "shapes/role.ttl", "changes"])
def test_what_the_default_dataset_leaves_out_is_not_judged(graph: str) -> None:
    """Inferred triples and the log are no catalogue, and shapes are no data."""
    _, guard = guarded(ONE_NAME)
    elsewhere = NamedNode(f"https://w3id.org/rolegraph/graph/{graph}")

    assert [] == guard.check(Patch(added=quads("ex:three a ex:Thing .", elsewhere)))


def test_a_new_shape_is_held_against_the_data() -> None:
    """A rule that the catalogue breaks already would make it incomplete from then on."""
    _, guard = guarded(ONE_NAME)
    shape = """ex:Note a sh:NodeShape ; sh:targetClass ex:Thing ;
        sh:property [ sh:path ex:note ; sh:minCount 1 ] ."""

    found = guard.check(Patch(added=quads(shape, SHAPES)))

    assert 2 == len(found)


def test_a_shape_in_force_judges_the_next_change() -> None:
    """Shapes come in by the same way as data, and need no restart."""
    store, guard = guarded("", THINGS)
    assert [] == guard.check(Patch(removed=quads('ex:one ex:name "one" .')))

    store.apply(Patch(added=quads(ONE_NAME, SHAPES)))

    assert 1 == len(guard.check(Patch(removed=quads('ex:one ex:name "one" .'))))


@pytest.mark.parametrize(
    ("query", "reported"),
    [
        ("SELECT $this WHERE { $this ex:name ", "does not parse"),
        ("SELECT $this WHERE { SERVICE <http://localhost/> { $this ?p ?o } }", "SERVICE"),
    ],
)
def test_shapes_that_cannot_be_used_are_refused(query: str, reported: str) -> None:
    """They would stop every write after them, or ask addresses that no shape may ask."""
    _, guard = guarded(ONE_NAME)
    shape = f"""ex:Bad a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql ex:Bad-query .
        ex:Bad-query sh:select '''{query}''' ; sh:prefixes ex:Prefixes .
        ex:Prefixes sh:declare [ sh:prefix "ex" ;
            sh:namespace "https://example.org/id/"^^xsd:anyURI ] ."""

    with pytest.raises(Refused, match=reported):
        guard.check(Patch(added=quads(shape, SHAPES)))


COUNTING = """
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql ex:Query .
ex:Query sh:select '''SELECT $this WHERE { $this <https://example.org/id/name> ?name }
    GROUP BY $this HAVING (COUNT(?name) > 1)''' .
"""


@pytest.mark.parametrize(
    "reads", ["", "ex:Shape <https://w3id.org/rolegraph/shapes#reads> ex:name ."]
)
def test_a_query_that_does_not_tell_what_it_reads_is_run_whole(reads: str) -> None:
    """A constraint that the guard does not understand must not be a hole in it."""
    _, guard = guarded(COUNTING + reads)

    assert 1 == len(guard.check(Patch(added=quads('ex:one ex:name "another" .'))))


def test_what_a_query_declares_to_read_spares_it_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Running a query whole costs as much as the catalogue is large."""
    _, guard = guarded(COUNTING + "ex:Shape <https://w3id.org/rolegraph/shapes#reads> ex:name .")
    monkeypatch.setattr(Guard, "_check_whole", lambda *_: pytest.fail("was run whole"))

    assert [] == guard.check(Patch(added=quads("ex:one ex:note 'no name' .")))


def test_shapes_that_contain_themselves_are_judged_as_well() -> None:
    """They cannot be followed path by path, so everything is validated."""
    recursive = """ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Shape-next .
        ex:Shape-next sh:path ex:next ; sh:maxCount 1 ; sh:node ex:Shape ."""
    _, guard = guarded(recursive, "ex:one a ex:Thing ; ex:next ex:two .")

    assert guard.rules.index is None
    assert 1 == len(guard.check(Patch(added=quads("ex:one ex:next ex:three ."))))


def test_a_store_without_shapes_takes_everything() -> None:
    """`--empty` makes a plain store."""
    guard = Guard(store_of(quads(THINGS)))

    assert [] == guard.check(Patch(removed=quads(THINGS)))


def test_a_change_too_large_to_follow_is_judged_the_same(
    valid: frozenset[Quad], shapes: frozenset[Quad], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From some size on everything is validated, and nobody must be able to tell."""
    store = store_of(valid, shapes)
    removed = frozenset(sorted((q for q in valid if q.graph_name == DATA), key=str)[::5])
    followed = keys(Guard(store).check(Patch(removed=removed)))

    monkeypatch.setattr(guard_module, "_LEAST", 0)
    guard = Guard(store)
    guard._size = 0

    assert followed == keys(guard.check(Patch(removed=removed)))
    assert followed


def test_the_constraints_of_the_shipped_shapes_tell_what_they_read(
    valid: frozenset[Quad], shapes: frozenset[Quad]
) -> None:
    """One that does not would make every write cost as much as a full validation."""
    index = Guard(store_of(valid, shapes)).rules.index

    assert index is not None
    assert [] == index.opaque


class Counting(EmbeddedStore):
    """Counts the quads that are read."""

    read = 0

    def match(self, *pattern: object, **named: object) -> Iterator[Quad]:  # type: ignore[override]
        for quad in super().match(*pattern, **named):  # type: ignore[arg-type]
            self.read += 1
            yield quad


@pytest.fixture(scope="module")
def sizes(shapes: frozenset[Quad], valid: frozenset[Quad]) -> list[tuple[Counting, Guard]]:
    """A small catalogue and one with six times as many roles."""
    found = []
    for roles in (10, 60):
        store = Counting()
        store.load(frozenset(generate(roles)) | shapes | valid)
        guard = Guard(store)
        guard.prepare()
        found.append((store, guard))
    return found


NEW = "https://w3id.org/rolegraph/id/"
CHANGES = {
    "label": f"<{NEW}roles/generated-3> skos:altLabel 'Third'@en .",
    "role": f"""<{NEW}roles/new> a rg:Role ; skos:prefLabel 'New'@en ;
        skos:inScheme <{NEW}schemes/roles> .""",
    "persona": f"""<{NEW}personas/new> a rg:Persona ; skos:prefLabel 'Zoe'@en ;
        rg:representsRole <{NEW}roles/generated-3> .""",
    "statement": f"""<{NEW}responsibilities/new> a rg:Responsibility ;
        rg:refersToActivity <{NEW}activities/data-validation> ;
        rg:statementOf <{NEW}roles/generated-3> .""",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_cost_follows_the_change_and_not_the_catalogue(
    change: str, sizes: list[tuple[Counting, Guard]]
) -> None:
    """A write of one thing must not slow down as the catalogue grows."""
    read = []
    for store, guard in sizes:
        store.read = 0
        guard.check(Patch(added=quads(change)))
        read.append(store.read)

    assert read[1] <= 1.2 * read[0] + 20
