"""What follows, as clients of a service meet it: never in the way, there for who asks."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from commands import rolegraph
from rolegraph.errors import TooLarge
from rolegraph.inference.current import Inference
from rolegraph.rdf.namespaces import INFERRED_GRAPH, SHAPES_GRAPHS
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from serving import StartServer

TOKEN = "a-token-for-the-tests-of-inference-0123456789"
WRITE = {"Authorization": f"Bearer {TOKEN}"}
ROLE = "https://w3id.org/rolegraph/id/roles/ml-developer"
PREFIXES = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX ex: <https://example.org/>
"""
PATTERN = f"<{ROLE}> rg:hasStatement ?s"
STATEMENTS = f"SELECT ?s {{ {PATTERN} }}"


@pytest.fixture(scope="module")
def served(start_module_server: StartServer) -> Iterator[httpx.Client]:
    """The sample, writable."""
    server = start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN, ROLEGRAPH_GUARD="off")
    with server.client() as client:
        yield client
    server.stop()


def rows(client: httpx.Client, query: str, **more: str) -> list[dict[str, str]]:
    """Return the rows of an answer, values alone."""
    answer = client.get("/sparql", params={"query": PREFIXES + query, **more})
    assert answer.is_success, answer.text
    found = answer.json()["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


def update(client: httpx.Client, text: str, status: int = 204) -> httpx.Response:
    """Commit an update."""
    answer = client.post("/sparql", data={"update": PREFIXES + text}, headers=WRITE)
    assert status == answer.status_code, answer.text
    return answer


def test_what_follows_is_seen_by_who_asks_for_it(served: httpx.Client) -> None:
    """Each way to ask gives the same; a query that does not ask sees what is stated alone."""
    asked = rows(served, STATEMENTS, inferred="true")

    assert asked
    assert [] == rows(served, STATEMENTS)
    for query in (
        f"SELECT ?s {{ GRAPH <{INFERRED_GRAPH}> {{ {PATTERN} }} }}",
        f"SELECT ?s FROM <{INFERRED_GRAPH}> {{ {PATTERN} }}",  # noqa: S608 - a fixed text
    ):
        assert sorted(map(str, asked)) == sorted(map(str, rows(served, query)))


@pytest.mark.parametrize("more", [{}, {"inferred": "true"}])
def test_no_variable_finds_the_graph(served: httpx.Client, more: dict[str, str]) -> None:
    """Who counts graphs counts those that somebody wrote."""
    found = rows(served, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", **more)

    assert INFERRED_GRAPH not in {row["g"] for row in found}
    assert len(found) > 10


def test_it_is_in_no_dump_and_no_count(served: httpx.Client) -> None:
    """A dump that is loaded elsewhere must be what was stated."""
    rows(served, STATEMENTS, inferred="true")
    dump = served.get("/graphs", headers={"Accept": "application/n-quads"})
    description = served.get("/sparql", headers={"Accept": "text/turtle"})

    assert INFERRED_GRAPH not in dump.text
    assert INFERRED_GRAPH not in description.text


def test_an_answer_follows_each_commit(served: httpx.Client) -> None:
    """What followed from a triple that is gone must be gone with it, in the next answer."""
    query = "SELECT ?c { ex:r a ?c } ORDER BY ?c"
    update(served, "INSERT DATA { ex:r rg:hasResponsibility ex:s }")
    before = rows(served, query, inferred="true")
    update(served, "DELETE DATA { ex:r rg:hasResponsibility ex:s }")
    after = rows(served, query, inferred="true")

    assert {"c": "https://w3id.org/rolegraph/ontology#Role"} in before
    assert [] == after


def test_a_change_of_the_ontology_counts_at_once(served: httpx.Client) -> None:
    """The rules are compiled for an ontology; a new axiom has them compiled anew."""
    axiom = "GRAPH <urn:axioms> { rg:Persona rdfs:subClassOf ex:Fiction }"
    prefix = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    query = "SELECT ?x { ?x a ex:Fiction }"
    update(served, f"{prefix} INSERT DATA {{ {axiom} }}")
    found = rows(served, query, inferred="true")
    update(served, f"{prefix} DELETE DATA {{ {axiom} }}")

    assert len(found) >= 4
    assert [] == rows(served, query, inferred="true")


def test_a_named_question_may_ask_what_follows(served: httpx.Client) -> None:
    """The same parameter means the same on every surface."""
    path = "/api/v1/queries/roles-without-a-persona"

    assert served.get(path, params={"inferred": "true"}).is_success
    assert 400 == served.get(path, params={"inferred": "maybe"}).status_code


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"at": "1"}, "'at'"),
        ({"default-graph-uri": "urn:g"}, "default-graph-uri"),
        ({"inferred": "yes"}, "true or false"),
    ],
)
def test_what_cannot_be_told_is_refused(
    served: httpx.Client, more: dict[str, str], told: str
) -> None:
    """An answer that silently left something out would be taken for the whole."""
    params = {"query": "ASK {}", "inferred": "true", **more}
    answer = served.get("/sparql", params=params)

    assert 400 == answer.status_code
    assert told in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "more"),
    [
        ("SELECT * FROM <urn:g> { ?s ?p ?o }", {"inferred": "true"}),
        (f"SELECT * {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?p ?o }} }}", {"at": "1"}),
    ],
)
def test_what_a_text_asks_and_cannot_be_told_is_refused_too(
    served: httpx.Client, query: str, more: dict[str, str]
) -> None:
    """Whether a dataset is named in the text or in the address makes no difference."""
    answer = served.get("/sparql", params={"query": query, **more})

    assert 400 == answer.status_code
    assert INFERRED_GRAPH in answer.json()["detail"]


def test_nobody_writes_the_graph(served: httpx.Client) -> None:
    """What is written there would be lost among what follows."""
    text = f"INSERT DATA {{ GRAPH <{INFERRED_GRAPH}> {{ ex:a ex:b ex:c }} }}"
    answer = update(served, text, status=403)

    assert "follows from the other graphs" in answer.json()["detail"]

    fact = f"<{ROLE}> rg:hasStatement <{rows(served, STATEMENTS, inferred='true')[0]['s']}>"
    update(served, f"INSERT DATA {{ GRAPH <{INFERRED_GRAPH}> {{ {fact} }} }}")  # no change
    update(served, f"DELETE DATA {{ GRAPH <{INFERRED_GRAPH}> {{ {fact} }} }}", status=403)


def test_why_is_told_down_to_the_line(served: httpx.Client) -> None:
    """Who doubts an inference looks at the files; the line must be the one that says it."""
    statement = rows(served, STATEMENTS, inferred="true")[0]["s"]
    answer = served.get(
        "/api/v1/inference/explanation",
        params={"subject": ROLE, "predicate": "rg:hasStatement", "object": statement},
    ).json()
    places = [place for stated in answer["stated"] for place in stated["places"]]

    assert {"prp-spo1", "prp-inv2"} & {step["rule"] for step in answer["steps"]}
    assert {"data/roles.ttl", "ontology/core.ttl"} == {place["file"] for place in places}
    assert all(place["line"] for place in places)


def test_what_does_not_follow_is_not_found(served: httpx.Client) -> None:
    """Neither an empty explanation nor a guess."""
    answer = served.get(
        "/api/v1/inference/explanation",
        params={"subject": ROLE, "predicate": "a", "object": "rg:Tool"},
    )

    assert 404 == answer.status_code
    assert "rg:Tool is neither stated nor does it follow" in answer.json()["detail"]


def test_a_page_lists_what_follows_and_leads_to_the_reason(served: httpx.Client) -> None:
    """People follow a link from an inferred fact to the lines that it comes from."""
    listed = served.get("/why", params={"subject": "roles/ml-developer"}).text
    link = listed.partition('<a href="/why?')[2].partition('"')[0].replace("&amp;", "&")
    reason = served.get(f"/why?{link}").text

    assert "by the rule" in reason
    assert "line " in reason


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"subject": "nonsense"}, 404, "Nothing here speaks of"),
        ({"subject": "rg:Role"}, 200, "What follows, and why"),
        (
            {"subject": ROLE, "predicate": "a"},
            400,
            "subject alone, or subject, predicate and object",
        ),
        ({"subject": ROLE, "predicate": "a", "object": "rg:Tool"}, 404, "it does not follow"),
        ({"thing": "roles/ml-developer"}, 400, "Unknown parameter"),
    ],
)
def test_what_was_not_understood_is_told_with_its_status(
    asked: dict[str, str], status: int, said: str, served: httpx.Client
) -> None:
    """“Nothing follows” about a mistyped address reads like an answer."""
    answer = served.get("/why", params=asked, headers={"Accept": "text/html"})

    assert status == answer.status_code
    assert said in answer.text
    if "nonsense" in asked.values():
        api = served.get("/api/v1/inference", params={"iri": "nonsense"})
        assert 404 == api.status_code


def test_contradictions_are_listed_with_their_reasons(served: httpx.Client) -> None:
    """With the guard off, anything can be written; what cannot be true is told all the same."""
    assert 0 == served.get("/api/v1/inference/contradictions").json()["total"]
    update(served, "INSERT DATA { ex:both rg:isResponsibleFor ex:x ; rg:isExcludedFrom ex:x }")
    found = served.get("/api/v1/inference/contradictions").json()
    update(served, "DELETE DATA { ex:both rg:isResponsibleFor ex:x ; rg:isExcludedFrom ex:x }")

    assert 1 == found["total"]
    assert "prp-pdw" == found["items"][0]["steps"][-1]["rule"]
    assert 0 == served.get("/api/v1/inference/contradictions").json()["total"]


def test_where_it_is_off_it_is_said(start_server: StartServer) -> None:
    """A service without it answers as if it had never been, and says so to who asks."""
    server = start_server(ROLEGRAPH_INFERENCE="false")
    with server.client() as client:
        asked = client.get("/sparql", params={"query": "ASK {}", "inferred": "true"})
        why = client.get("/why")
        named = rows(client, f"SELECT * {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?p ?o }} }}")

    assert 400 == asked.status_code
    assert "ROLEGRAPH_INFERENCE" in asked.json()["detail"]
    assert 404 == why.status_code
    assert [] == named


def test_more_than_the_setting_allows_is_not_begun(start_server: StartServer) -> None:
    """A large catalogue must not surprise its operator with gigabytes."""
    server = start_server(ROLEGRAPH_INFERENCE_TRIPLES="100")
    with server.client() as client:
        asked = client.get("/sparql", params={"query": "ASK {}", "inferred": "true"})
        others = client.get("/api/v1/queries/triples-not-in-the-source-text").json()["rows"]

    assert 413 == asked.status_code
    assert "ROLEGRAPH_INFERENCE_TRIPLES" in asked.json()["detail"]
    # A question that lists what follows besides other things tells that it is left out.
    (entailed,) = (row for row in others if row["assertion"] == "entailed")
    assert "left out" in entailed["object"]
    assert "ROLEGRAPH_INFERENCE_TRIPLES" in entailed["object"]
    assert {"normalised", "inferred"} < {row["assertion"] for row in others}


def test_rules_do_not_count_as_triples_to_infer_from() -> None:
    """A catalogue within the bound stays so, however many shapes it has."""
    store = EmbeddedStore()
    shape = NamedNode(SHAPES_GRAPHS + "own.ttl")
    one, of = NamedNode("urn:a"), NamedNode("urn:p")
    store.load(Quad(one, of, Literal(n), shape) for n in range(9))
    store.load([Quad(one, of, Literal(0), NamedNode("urn:g"))])

    assert 2 == Inference(store, 1).text()[0]
    store.load([Quad(one, of, Literal(1), NamedNode("urn:g"))])
    with pytest.raises(TooLarge):
        Inference(store, 1).text()


def test_the_command_explains_from_files() -> None:
    """An editor has files and no service."""
    listed = rolegraph("explain", "roles/ml-developer")
    subject, predicate, value = listed.stdout.splitlines()[0].split(maxsplit=2)
    told = rolegraph("explain", subject, predicate, value)

    assert (0, 0) == (listed.returncode, told.returncode)
    assert "stated in ontology/" in told.stdout
    assert "follows by " in told.stdout
    assert 0 == rolegraph("explain").returncode
    assert 1 == rolegraph("explain", "roles/ml-developer", "a", "rg:Tool").returncode
    assert 2 == rolegraph("explain", "roles/ml-developer", "a").returncode
