"""Queries that are written for the engine's plans answer as the plain ones in `plain/`.

`ROLEGRAPH_PLAN_ROLES=1000` compares them on more roles than the suite has time for.
"""

from __future__ import annotations

import os
from itertools import combinations, product
from pathlib import Path

import pyoxigraph as ox
import pytest

from rolegraph import resources
from rolegraph.generate import generate
from rolegraph.rdf.namespaces import ONTOLOGY, THINGS, graph_of_file
from rolegraph.rdf.terms import Term
from rolegraph.store.files.loading import catalogue_quads, turtle_quads

PLAIN = Path(__file__).parent / "plain"
HARBOUR = Path(__file__).parents[2] / "examples" / "harbour"
ROLES = int(os.environ.get("ROLEGRAPH_PLAN_ROLES", "40"))
TEXT = "source-text-behind-a-triple"
VERSIONS = ("changes-between-two-versions", "dependents-of-changed-statements")
QUOTED = f"""
SELECT DISTINCT ?version WHERE {{
  GRAPH ?graph {{ ?thing <{ONTOLOGY}quotedFrom>/<http://www.w3.org/ns/oa#hasSource> ?source }}
  VALUES ?way {{ 1 2 }} BIND(IF(?way = 1, ?graph, ?source) AS ?version)
}} ORDER BY ?version
"""
"""Versions that something is quoted from, and the graphs in which that stands."""
OVERLAP = "responsibilities-that-overlap-between-roles"
GIVEN: dict[str, list[dict[str, str]]] = {
    "responsibilities-with-exactly-one-tool": [{}],
    "responsibilities-without-a-step": [{}],
    "responsibilities-without-a-tool": [{}],
    "steps-lacking-inputs-outputs-or-criteria": [{}],
    "outputs-never-consumed": [{}],
    "raci-matrix": [
        {},
        {"role": "roles/ml-developer"},
        {"scope": "activities/model-development"},
        {"scope": "activities/model-development", "role": "roles/ml-developer"},
    ],
}
"""Query → parameters that it is asked with."""
LINKS = (
    "consumes",
    "produces",
    "hasEntryCriterion",
    "hasExitCriterion",
    "fulfils",
    "supportsStatement",
    "stepOf",
    "statementOf",
)
"""What the questions of completeness look for."""
PREFIXED = f"@prefix rg: <{ONTOLOGY}> .\n@prefix ex: <https://example.org/> .\n"
TRIPLES = f"""
SELECT ?subject ?predicate ?object WHERE {{
  ?statement <{ONTOLOGY}statementOf> ?subject .
  {{ ?subject ?predicate ?object }} UNION {{ ?x ?y ?subject . ?x ?predicate ?object }}
}} ORDER BY ?predicate ?subject ?object
"""
"""Triples of roles, and of what speaks of a role."""


def make_gaps(store: ox.Store) -> None:
    """Take away some of what the questions of completeness ask for, and retire some things."""
    for count, name in enumerate(LINKS, 3):
        found = store.quads_for_pattern(None, ox.NamedNode(ONTOLOGY + name), None)
        for number, quad in enumerate(sorted(found, key=str)):
            if number % count == 0:
                store.remove(quad)
            elif number % 7 == 1:
                retired = ox.NamedNode(ONTOLOGY + "status"), ox.Literal("retired")
                store.add(ox.Quad(quad.subject, *retired))


@pytest.fixture(scope="module", params=["shipped", "generated", "gaps", "harbour"])
def data(request: pytest.FixtureRequest) -> ox.Store:
    """One catalogue as a single graph, as the query workers hold it."""
    store = ox.Store()
    if request.param == "harbour":
        for path in sorted(HARBOUR.rglob("*.ttl")):
            name = ox.NamedNode(graph_of_file(path.relative_to(HARBOUR).as_posix()))
            store.extend(ox.Quad(*quad.triple) for quad in turtle_quads(path, name))
        return store
    store.extend(ox.Quad(*quad.triple) for quad in catalogue_quads(resources.root()))
    if request.param in {"generated", "gaps"}:
        store.extend(ox.Quad(*quad.triple) for quad in generate(ROLES))
    if request.param == "gaps":
        make_gaps(store)
    return store


def answers(store: ox.Store, text: str, given: dict[str, Term]) -> list[str]:
    """Return the rows in their order, each once, as the library does."""
    terms = {ox.Variable(name): term for name, term in given.items()}
    found = store.query(text, substitutions=terms or None)
    assert isinstance(found, ox.QuerySolutions)
    return list(dict.fromkeys(str(solution) for solution in found))


def both(name: str) -> tuple[str, str]:
    """Return the plain text of a query and that of the library."""
    plain = (PLAIN / f"{name}.rq").read_text(encoding="utf-8")
    return plain, (resources.part("queries") / f"{name}.rq").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GIVEN)
def test_a_plan_changes_no_answer(data: ox.Store, name: str) -> None:
    """A query that was written anew for speed must say what it said before, in the same order."""
    plain, planned = both(name)
    for some in GIVEN[name]:
        given: dict[str, Term] = {n: ox.NamedNode(THINGS + path) for n, path in some.items()}

        assert answers(data, planned, given) == answers(data, plain, given)


def test_the_gaps_that_plans_are_compared_on_are_there() -> None:
    """On a catalogue without gaps, a plan that finds none would be right."""
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in generate(ROLES))
    make_gaps(store)

    for name in GIVEN.keys() - {"raci-matrix", "responsibilities-with-exactly-one-tool"}:
        assert 5 < len(answers(store, both(name)[1], {})), name


def test_the_text_behind_triples_of_each_property_is_the_same(data: ox.Store) -> None:
    """What a passage is behind hangs on subject, property and object; each kind is asked for."""
    plain, planned = both(TEXT)
    seen: set[Term] = set()
    compared = 0
    triples = data.query(TRIPLES)
    assert isinstance(triples, ox.QuerySolutions)
    for subject, predicate, found in triples:
        if predicate in seen:
            continue
        seen.add(predicate)
        whole: dict[str, Term] = {"subject": subject, "predicate": predicate}
        if isinstance(found, ox.Literal):
            whole["value"] = ox.Literal(found.value)
        else:
            whole["object"] = found
        for given in ({"subject": subject}, whole):
            compared += len(rows := answers(data, plain, given))
            assert answers(data, planned, given) == rows
    assert compared


@pytest.mark.parametrize("name", VERSIONS)
def test_versions_and_graphs_are_compared_as_before(name: str) -> None:
    """A version is named by itself or by its graph; each pair must give the same rows."""
    store = ox.Store()
    for path in sorted(HARBOUR.rglob("*.ttl")):
        graph = ox.NamedNode(graph_of_file(path.relative_to(HARBOUR).as_posix()))
        quads = [ox.Quad(*quad.triple, graph) for quad in turtle_quads(path, graph)]
        store.extend([*quads, *(ox.Quad(*quad.triple) for quad in quads)])
    plain, planned = both(name)
    found = store.query(QUOTED)
    assert isinstance(found, ox.QuerySolutions)
    versions: list[Term] = [row["version"] for row in found]
    compared = 0
    for earlier in versions:
        for later in versions:
            given: dict[str, Term] = {"from": earlier, "to": later}
            compared += len(rows := answers(store, plain, given))
            assert answers(store, planned, given) == rows
    assert compared


def test_a_property_with_several_values_is_compared_as_before() -> None:
    """Each value that one version lacks is set beside each new one, or stands alone."""
    some = [named for n in range(4) for named in combinations(("ex:a", "ex:b", "ex:c"), n)]
    earlier, later = [], []
    for number, (before, after) in enumerate(product(some, some)):
        thing = f"ex:t{number} a rg:Responsibility ; skos:prefLabel 'T{number}'"
        for side, lines, values in (("1", earlier, before), ("2", later, after)):
            said = f" ; rg:refersToActivity {', '.join(values)}" if values else ""
            lines.append(f"{thing} ; rg:quotedFrom ex:q{side}-{number}{said} .")
            lines.append(f"ex:q{side}-{number} oa:hasSource ex:v{side} ; rg:sourceLine {number} .")
    head = (
        f"@prefix rg: <{ONTOLOGY}> . @prefix ex: <https://example.org/> . "
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
        "@prefix oa: <http://www.w3.org/ns/oa#> . "
    )
    store = ox.Store()
    for graph, lines in (("1", earlier), ("2", later)):
        said = head + "\n".join(lines)
        store.load(said, format=ox.RdfFormat.TURTLE)
        store.load(said, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"urn:graph:{graph}"))
    plain, planned = both(VERSIONS[0])
    given: dict[str, Term] = {
        "from": ox.NamedNode("https://example.org/v1"),
        "to": ox.NamedNode("https://example.org/v2"),
    }

    rows = answers(store, plain, given)
    assert len(rows) > len(some) ** 2
    assert answers(store, planned, given) == rows


def pair(row: ox.QuerySolution) -> tuple[frozenset[str], str]:
    """Return which responsibilities overlap, whichever is first."""
    ways = ("first within other", "other within first")
    how = "within" if row["overlap"].value in ways else row["overlap"].value
    return frozenset(str(row[n]) for n in ("responsibility", "otherResponsibility")), how


def solutions(store: ox.Store, text: str, role: Term | None = None) -> list[ox.QuerySolution]:
    """Return the rows of a query about a role, or about all."""
    given = {ox.Variable("role"): role} if role else None
    found = store.query(text, substitutions=given)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


def test_overlaps_are_those_of_before_where_few_share_an_activity() -> None:
    """The bound is for catalogues of thousands of roles; four roles see what they saw."""
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in catalogue_quads(resources.root()))
    plain, bounded = both(OVERLAP)

    assert answers(store, bounded, {}) == answers(store, plain, {}) != []


def test_overlaps_of_one_role_are_those_of_before(data: ox.Store) -> None:
    """Asked for one role, all its pairs are there, however many, and the role comes first."""
    plain, bounded = both(OVERLAP)
    every = solutions(data, plain)
    roles = sorted({str(row[n]): row[n] for row in every for n in ("role", "otherRole")}.items())
    for _, role in [*roles[:3], *roles[-3:]]:
        rows = solutions(data, bounded, role)

        assert {pair(r) for r in rows} == {
            pair(r) for r in every if role in (r["role"], r["otherRole"])
        }
        assert {role} == {r["role"] for r in rows}


@pytest.mark.parametrize(("roles", "listed"), [(20, 190), (21, 0)])
def test_an_activity_of_too_many_statements_is_one_row(roles: int, listed: int) -> None:
    """With 10,000 roles these were 60 million rows, and no answer came."""
    text = "".join(
        f"ex:s{n} a rg:Responsibility ; rg:statementOf ex:r{n} ; rg:refersToActivity ex:a .\n"
        for n in range(roles)
    )
    store = ox.Store()
    store.load(f"{PREFIXED}ex:a a rg:Activity .\n{text}".encode(), format=ox.RdfFormat.TURTLE)
    rows = solutions(store, both(OVERLAP)[1])

    assert listed == sum(row["responsibility"] is not None for row in rows)
    said = [row["overlap"].value for row in rows if row["responsibility"] is None]
    assert said == ([] if listed else ["same activity: 21 statements, too many to list"])


def test_many_statements_of_one_role_overlap_with_nothing() -> None:
    """A role that says much about one activity shares it with nobody."""
    text = "".join(
        f"ex:s{n} a rg:Responsibility ; rg:statementOf ex:r ; rg:refersToActivity ex:a .\n"
        for n in range(30)
    )
    store = ox.Store()
    store.load(f"{PREFIXED}ex:a a rg:Activity .\n{text}".encode(), format=ox.RdfFormat.TURTLE)

    assert [] == solutions(store, both(OVERLAP)[1])
