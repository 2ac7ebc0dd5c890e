"""An update's patch leads to the state that the specification, and the engine itself, give."""

from __future__ import annotations

from dataclasses import astuple

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rolegraph.api.sparql.updates import patch_of_data
from rolegraph.errors import ParameterError, SyntaxFault
from rolegraph.rdf.namespaces import SHAPES_GRAPHS
from rolegraph.rdf.patch import Patch
from rolegraph.sparql.update import read_update
from rolegraph.sparql.update_operations import (
    DataOperation,
    GraphOperation,
    LoadOperation,
    ModifyOperation,
    Operation,
)
from rolegraph.store.engine.reading import EngineReader
from rolegraph.store.workers.inside.updates import Evaluation

DATA = """
PREFIX : <urn:>
:a :p 1 , 2 ; :q "x"@en .
:b :p 2 ; :r :a .
GRAPH :g { :a :p 3 . :b :q :a . _:n :p 1 ; :q _:m . }
GRAPH :h { :c :p 1 . :a :p 3 }
"""
KINDS = {
    DataOperation: "data",
    ModifyOperation: "modify",
    GraphOperation: "graph",
    LoadOperation: "load",
}


def plain(operation: Operation) -> tuple[object, ...]:
    return (KINDS[type(operation)], *astuple(operation))


def store() -> ox.Store:
    loaded = ox.Store()
    loaded.extend(ox.parse(DATA, format=ox.RdfFormat.TRIG))
    return loaded


def canonical(quads: object) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def patched(text: str) -> set[ox.Quad]:
    """The dataset with the evaluated patch applied to it."""
    before = set(store())
    evaluation = Evaluation(_copy(before), union=False)
    for operation in read_update(text).operations:
        evaluation.run(plain(operation))
    assert evaluation.removed <= before
    assert not evaluation.added & before
    return canonical((before - evaluation.removed) | evaluation.added)


def _copy(quads: set[ox.Quad]) -> ox.Store:
    copy = ox.Store()
    copy.extend(quads)
    return copy


def native(text: str) -> set[ox.Quad]:
    changed = store()
    for part in read_update(text).texts:
        changed.update(part)
    return canonical(set(changed))


UPDATES = {
    "data": "INSERT DATA { <urn:z> <urn:p> 'a{b}' . GRAPH <urn:g> { <urn:z> a <urn:Z> } }",
    "prefixes and comments": "# {\nPREFIX e: <urn:> # }\nDELETE DATA { e:a e:p 1 } ;\n# ;\n"
    "PREFIX f: <urn:> INSERT DATA { e:a f:p 'x' }",
    "delete where": "DELETE WHERE { ?s <urn:p> ?o }",
    "delete where in a graph": "DELETE WHERE { GRAPH ?g { <urn:a> ?p ?o } }",
    "a prefix declared anew": "PREFIX e: <urn:> INSERT DATA { e:a e:p 5 } ; PREFIX e: <urn:x> "
    "INSERT DATA { e:a e:p 5 }",
    "modify": "DELETE { ?s <urn:p> ?o } INSERT { ?s <urn:new> ?o , ?s } WHERE { ?s <urn:p> ?o }",
    "delete and insert the same": "DELETE { ?s ?p ?o } INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "with": "WITH <urn:g> DELETE { ?s ?p ?o } INSERT { ?o <urn:was> ?s } WHERE { ?s ?p ?o }",
    "with a prefix": "PREFIX : <urn:> WITH :g INSERT { ?s a :Seen } WHERE { ?s :p ?o }",
    "using": "INSERT { ?s a <urn:Used> } USING <urn:g> WHERE { ?s <urn:p> ?o }",
    "using named": "INSERT { ?s a <urn:Used> } USING NAMED <urn:g> WHERE "
    "{ GRAPH ?g { ?s <urn:p> ?o } }",
    "with and using": "WITH <urn:h> INSERT { ?s a <urn:U> } USING <urn:g> WHERE { ?s <urn:p> ?o }",
    "new blank nodes": "INSERT { [] <urn:of> ?s ; <urn:has> [ <urn:v> ?o ] } WHERE "
    "{ ?s <urn:p> ?o }",
    "blank nodes found": "INSERT { GRAPH <urn:new> { ?s <urn:copy> ?o } } WHERE "
    "{ GRAPH <urn:g> { ?s ?p ?o } }",
    "blank nodes deleted": "DELETE { GRAPH <urn:g> { ?s ?p ?o } } WHERE "
    "{ GRAPH <urn:g> { ?s ?p ?o FILTER isBlank(?s) } }",
    "illegal triples are left out": "INSERT { ?o <urn:of> ?s ; ?o ?s } WHERE { ?s <urn:p> ?o }",
    "unbound is left out": "INSERT { ?s <urn:n> ?none } WHERE { ?s <urn:p> ?o "
    "OPTIONAL { ?s <urn:nothing> ?none } }",
    "no variables": "INSERT { [] a <urn:One> } WHERE { <urn:a> <urn:p> 1 }",
    "lists": "INSERT { ?s <urn:list> (1 ?o) } WHERE { ?s <urn:q> ?o }",
    "sequence": "INSERT DATA { <urn:t> <urn:p> 9 } ; DELETE { ?s <urn:p> 9 } INSERT "
    "{ ?s <urn:p> 10 } WHERE { ?s <urn:p> 9 } ; DELETE DATA { <urn:t> <urn:p> 10 }",
    "clear graph": "CLEAR GRAPH <urn:g>",
    "clear default": "CLEAR DEFAULT",
    "clear named": "CLEAR NAMED",
    "drop all": "DROP ALL ; INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "add": "ADD <urn:g> TO <urn:h>",
    "copy": "COPY <urn:g> TO DEFAULT",
    "move": "MOVE SILENT GRAPH <urn:g> TO GRAPH <urn:h>",
    "move to itself": "MOVE <urn:g> TO <urn:g>",
    "create": "CREATE GRAPH <urn:new> ; INSERT DATA { GRAPH <urn:new> { <urn:a> <urn:b> 1 } }",
    "braces in strings and iris": 'INSERT { ?s <urn:says> \'}\' , """{"{""" } WHERE '
    "{ ?s <urn:q> ?o FILTER(?o != '{;') }",
    "less than is no iri": "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o <2 && ?o> 0) }",
}


@pytest.mark.parametrize("text", UPDATES.values(), ids=UPDATES.keys())
def test_a_patch_leads_where_the_engine_goes(text: str) -> None:
    """The semantics of SPARQL Update, blank nodes and graph management included."""
    assert native(text) == patched(text)


NODES = st.sampled_from(["<urn:a>", "<urn:b>", "<urn:c>"])
PREDICATES = st.sampled_from(["<urn:p>", "<urn:q>", "<urn:r>"])
SLOTS = st.sampled_from(["?x", "?y", "<urn:a>", "<urn:p>", "1", "[]"])
GRAPHS = st.sampled_from(["%s", "GRAPH <urn:g> { %s }", "GRAPH <urn:h> { %s }"])


@st.composite
def templates(draw: st.DrawFn, *, blank: bool = True) -> str:
    subject = draw(SLOTS.filter(lambda s: s != "1" and (blank or s != "[]")))
    triple = f"{subject} {draw(PREDICATES)} {draw(SLOTS.filter(lambda s: blank or s != '[]'))}"
    return draw(GRAPHS) % triple


@st.composite
def updates(draw: st.DrawFn) -> str:
    where = draw(GRAPHS) % f"?x {draw(PREDICATES)} ?y"
    kind = draw(st.sampled_from(["data", "modify", "where", "graph"]))
    if kind == "data":
        verb = draw(st.sampled_from(["INSERT DATA", "DELETE DATA"]))
        return f"{verb} {{ {draw(GRAPHS) % f'{draw(NODES)} {draw(PREDICATES)} {draw(NODES)}'} }}"
    if kind == "where":
        return f"DELETE WHERE {{ {where} }}"
    if kind == "graph":
        # COPY and MOVE of a graph that is not there leave the target as it is here, where the
        # engine empties it; see the test of its own below.
        ends = st.sampled_from(["<urn:g>", "<urn:h>", "DEFAULT"])
        return f"ADD SILENT {draw(ends)} TO {draw(ends)}"
    with_graph = draw(st.sampled_from(["", "WITH <urn:g> "]))
    delete = draw(templates(blank=False))
    return f"{with_graph}DELETE {{ {delete} }} INSERT {{ {draw(templates())} }} WHERE {{ {where} }}"


@given(st.lists(updates(), min_size=1, max_size=4))
def test_any_sequence_of_updates_leads_where_the_engine_goes(texts: list[str]) -> None:
    """What holds for the examples holds for all combinations of them."""
    text = " ;\n".join(texts)

    assert native(text) == patched(text)


ONE, TWO = "<urn:a> <urn:p> 1", "<urn:a> <urn:p> <urn:b>"
QUADS = [
    place.format(triple)
    for triple in (ONE, TWO)
    for place in ("{}", *(f"GRAPH <{g}> {{{{ {{}} }}}}" for g in ("urn:g", SHAPES_GRAPHS)))
]
"""Two triples in the default graph, in one of the union, and in one that stands apart."""
DATA_UPDATES = st.builds(
    lambda verb, quads: f"{verb} DATA {{ {' . '.join(quads)} }}",
    st.sampled_from(["INSERT", "DELETE"]),
    st.lists(st.sampled_from(QUADS), min_size=1, max_size=4),
)
ANEW = "INSERT DATA { _:n <urn:p> 1 . [] <urn:p> _:n }"


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(QUADS), max_size=6),
    st.lists(st.one_of(DATA_UPDATES, st.just(ANEW)), min_size=1, max_size=5),
)
@example(QUADS, [f"DELETE DATA {{ {ONE} }}"])
@example(QUADS, [f"DELETE DATA {{ {ONE} }}", f"INSERT DATA {{ {QUADS[1]} }}"])
@example([], [f"INSERT DATA {{ {QUADS[1]} . {QUADS[2]} }}", f"DELETE DATA {{ {ONE} }}", ANEW, ANEW])
def test_what_data_alone_changes_is_the_same_without_the_dataset(
    present: list[str], texts: list[str]
) -> None:
    """The patch of the evaluation on it, which is exact: what was there already is no change."""
    before = ox.Store()
    before.update(f"INSERT DATA {{ {' . '.join(present)} }}")
    operations = read_update(" ; ".join(texts)).operations
    for union in (False, True):
        replica = _copy(set(before))
        default = [quad for quad in before if isinstance(quad.graph_name, ox.DefaultGraph)]
        if union:
            triples = before.quads_for_pattern(None, None, None, ox.NamedNode("urn:g"))
            replica.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in triples)
        wanted = Evaluation(replica, union=union, stored_default=default)
        alone = Evaluation(ox.Store(), union=union)
        for operation in operations:
            wanted.run(plain(operation))
            alone.run(plain(operation))
        asked = Patch(frozenset(alone.denied), frozenset(alone.added))
        found = patch_of_data(EngineReader(before), asked, union=union)

        assert wanted.removed == found.removed
        assert canonical(wanted.added) == canonical(found.added)


@pytest.mark.parametrize("verb", ["COPY", "MOVE"])
def test_a_silent_copy_of_nothing_loses_nothing(verb: str) -> None:
    """SILENT passes over the fault; it is no reason to empty the target."""
    assert canonical(store()) == patched(f"{verb} SILENT <urn:missing> TO <urn:g>")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("INSERT DATA", (1, 12)),
        ("INSERT DATA { <urn:a> <urn:b> 1 } DELETE", (1, 35)),
        ("\nFROB <urn:a>", (2, 1)),
        ("DELETE { ?s ?p ?o }", (1, 20)),
        ("WITH 5 DELETE { } WHERE { }", (1, 6)),
    ],
)
def test_a_broken_update_tells_where(text: str, place: tuple[int, int]) -> None:
    """An error without a place is half an error."""
    with pytest.raises(SyntaxFault) as fault:
        read_update(text)

    assert place == (fault.value.line, fault.value.column)


@pytest.mark.parametrize("clause", ["USING <urn:g> ", "USING NAMED <urn:g> "])
def test_a_dataset_named_twice_is_refused(clause: str) -> None:
    """SPARQL 1.1 Protocol, section 2.2.3: this is an error."""
    with pytest.raises(ParameterError, match="twice"):
        read_update(f"INSERT {{ ?s ?p ?o }} {clause}WHERE {{ ?s ?p ?o }}", ["urn:h"])


def union_state(text: str, stored_default: str = "") -> tuple[set[str], set[str]]:
    replica = store()
    for quad in list(replica):
        if isinstance(quad.graph_name, ox.DefaultGraph):
            replica.remove(quad)
    for quad in list(replica):
        replica.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    default = list(ox.parse(stored_default, format=ox.RdfFormat.N_TRIPLES))
    replica.extend(default)
    evaluation = Evaluation(replica, union=True, stored_default=default)
    for operation in read_update(text).operations:
        evaluation.run(plain(operation))
    return {str(q) for q in evaluation.removed}, {str(q) for q in evaluation.added}


def test_under_the_union_a_deleted_triple_leaves_every_graph() -> None:
    """What a query saw and an update deleted must not be seen again."""
    removed, added = union_state("DELETE WHERE { <urn:a> <urn:p> ?o }")

    three = '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert {f"<urn:a> <urn:p> {three} <urn:{g}>" for g in "gh"} == removed
    assert set() == added


def test_under_the_union_clear_default_takes_the_stored_default_graph_alone() -> None:
    """The union is a view; clearing it would empty the catalogue."""
    removed, _ = union_state("CLEAR DEFAULT", "<urn:d> <urn:p> <urn:o> .")

    assert {"<urn:d> <urn:p> <urn:o>"} == removed


def test_under_the_union_a_later_operation_sees_an_earlier_one() -> None:
    """Insertions without a graph are found by the next operation, and through the union."""
    removed, added = union_state(
        "INSERT DATA { <urn:n> <urn:p> <urn:m> } ;"
        "INSERT { GRAPH <urn:g> { ?s <urn:seen> ?o } } WHERE { ?s <urn:p> ?o FILTER isIRI(?o) } ;"
        "INSERT { ?s <urn:again> ?o } WHERE { ?s <urn:seen> ?o }"
    )

    assert set() == removed
    assert {
        "<urn:n> <urn:p> <urn:m>",
        "<urn:n> <urn:seen> <urn:m> <urn:g>",
        "<urn:n> <urn:again> <urn:m>",
    } == added
