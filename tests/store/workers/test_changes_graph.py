"""The graph of changes: it answers who names it, and shows up in nobody's data."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from histories import rows

from rolegraph.rdf.named_graphs import names_graph, without_enumerating
from rolegraph.rdf.namespaces import CHANGES_GRAPH
from rolegraph.rdf.terms import NamedNode, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.workers.processes.replication import replica_patch
from serving import StartServer

TOKEN = "changes-token"
REVISIONS = "?r <https://w3id.org/rolegraph/ontology#revisionNumber> ?n"
NAMED = f"GRAPH <{CHANGES_GRAPH}> {{ {REVISIONS} }}"
GRAPHS = "https://w3id.org/rolegraph/graph/"


@pytest.fixture(scope="module", params=["--bare", "--empty"])
def client(
    request: pytest.FixtureRequest, start_module_server: StartServer
) -> Iterator[httpx.Client]:
    """A plain SPARQL store, and one with rules; some commits in each."""
    server = start_module_server(request.param, ROLEGRAPH_WRITE_TOKEN=TOKEN)
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with server.client(headers=headers) as connected:
        for number in range(3):
            update(connected, f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:s> <urn:p> {number} }} }}")
        yield connected
    server.stop()


def update(client: httpx.Client, text: str, **parameters: str) -> int:
    """Commit an update and return the revision after it."""
    answer = client.post("sparql", data={"update": text, **parameters})
    assert answer.is_success, answer.text
    return int(answer.headers["rolegraph-revision"])


def present(client: httpx.Client) -> int:
    return int(client.get("sparql", params={"query": "ASK {}"}).headers["rolegraph-revision"])


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?n {{ {NAMED} }}",
        f"PREFIX g: <{GRAPHS}> SELECT ?n {{ GRAPH g:changes {{ {REVISIONS} }} }}",
        f"PREFIX g: <{GRAPHS}chan> SELECT ?n {{ GRAPH g:ges {{ {REVISIONS} }} }}",
        f"BASE <{GRAPHS}> SELECT ?n {{ GRAPH <changes> {{ {REVISIONS} }} }}",
        f"SELECT ?n {{ GRAPH <{GRAPHS}\\u0063hanges> {{ {REVISIONS} }} }}",
        f"SELECT ?n FROM <{CHANGES_GRAPH}> {{ {REVISIONS} }}",  # noqa: S608 - SPARQL
        f"SELECT ?n FROM NAMED <{CHANGES_GRAPH}> {{ GRAPH ?g {{ {REVISIONS} }} }}",  # noqa: S608 - SPARQL
        f"SELECT ?n {{ {NAMED} OPTIONAL {{ GRAPH ?g {{ ?r ?p <urn:none> }} }} }}",
    ],
)
def test_the_graph_answers_who_names_it(client: httpx.Client, query: str) -> None:
    """In full, by a prefix, by the base, or as the query's own dataset."""
    numbers = {int(row) for row in rows(client, query) if row.isdigit()}

    assert set(range(1, present(client) + 1)) == numbers


def test_the_protocol_may_name_it(client: httpx.Client) -> None:
    """As the default graph or a named one of the request."""
    default = client.get(
        "sparql",
        params={"query": f"SELECT ?n {{ {REVISIONS} }}", "default-graph-uri": CHANGES_GRAPH},
    ).json()
    named = client.get(
        "sparql", params={"query": f"SELECT ?n {{ {NAMED} }}", "named-graph-uri": CHANGES_GRAPH}
    ).json()
    other = client.get(
        "sparql", params={"query": f"SELECT ?n {{ {NAMED} }}", "named-graph-uri": "urn:g"}
    ).json()

    found = [len(answer["results"]["bindings"]) for answer in (default, named, other)]
    assert [present(client), present(client), 0] == found


@pytest.mark.parametrize(
    "query",
    [
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
        "SELECT DISTINCT ?g { GRAPH ?g {} }",
        f"SELECT DISTINCT ?g {{ {{ GRAPH ?g {{ ?s ?p ?o }} }} UNION {{ {NAMED} }} }}",
        f"SELECT DISTINCT ?g {{ {NAMED} GRAPH ?g {{ ?s ?p ?o FILTER(?s != '}}') }} }}",
    ],
)
@pytest.mark.parametrize("past", [False, True])
def test_no_variable_ever_matches_it(client: httpx.Client, query: str, *, past: bool) -> None:
    """Neither alone nor beside its name, now and in the past."""
    at = {"at": str(present(client) - 1)} if past else {}
    found = rows(client, query, **at)

    assert "<urn:g>" in found
    assert f"<{CHANGES_GRAPH}>" not in found


def test_an_earlier_state_tells_of_the_changes_until_then(client: httpx.Client) -> None:
    """What came later was not known then."""
    then = present(client) - 1
    found = rows(client, f"SELECT (MAX(?n) AS ?last) {{ {NAMED} }}", at=str(then))

    assert [str(then)] == [row for row in found if row.isdigit()]


def test_updates_read_it_and_do_not_copy_it(client: httpx.Client) -> None:
    """An update that moves every graph into one must not move the log along."""
    update(client, f"INSERT {{ GRAPH <urn:t> {{ ?r <urn:n> ?n }} }} WHERE {{ {NAMED} }}")
    assert present(client) - 1 == len(rows(client, "SELECT ?s { GRAPH <urn:t> { ?s ?p ?o } }")) - 1
    update(
        client,
        f"INSERT {{ GRAPH <urn:all> {{ ?s ?p ?o }} }} "
        f"WHERE {{ {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g = <urn:g>) }} UNION "
        f"{{ GRAPH ?h {{ ?s ?p ?o . ?s <{PROV}wasGeneratedBy> ?c }} }} "
        f"FILTER NOT EXISTS {{ GRAPH <{CHANGES_GRAPH}> {{ ?s <urn:none> ?o }} }} }}",
    )

    copied = rows(client, "SELECT ?s ?o { GRAPH <urn:all> { ?s ?p ?o } }")
    assert ["<urn:s>\t0", "<urn:s>\t1", "<urn:s>\t2", "?s\t?o"] == copied
    update(client, "DROP GRAPH <urn:all> ; DROP GRAPH <urn:t>")


PROV = "http://www.w3.org/ns/prov#"


def test_the_graph_store_gives_it_by_name_alone(client: httpx.Client) -> None:
    """The dataset of a plain store is what people have put there."""
    alone = client.get("graphs", params={"graph": CHANGES_GRAPH, "format": "ntriples"})
    whole = client.get("graphs", params={"format": "nquads"}).text
    described = client.get("sparql", headers={"Accept": "text/turtle"}).text

    assert alone.is_success
    assert "revisionNumber" in alone.text
    assert CHANGES_GRAPH not in whole
    assert "<urn:g>" in whole
    assert f"<{CHANGES_GRAPH}>" not in described


def test_named_queries_are_answered_by_the_same_rule() -> None:
    """They run in the server, on the engine, which holds the graph."""
    store = EmbeddedStore()
    store.load(parse("<urn:s> <urn:p> <urn:o> <urn:g> .", format=RdfFormat.N_QUADS))
    graphs = store.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    beside = store.select(f"SELECT DISTINCT ?g {{ {NAMED} GRAPH ?g {{ ?s ?p ?o }} }}")
    numbers = store.select(f"SELECT ?n {{ {NAMED} }}")

    assert [NamedNode("urn:g")] == [row["g"] for row in graphs] == [row["g"] for row in beside]
    assert ["1"] == [row["n"].value for row in numbers]  # type: ignore[union-attr]
    assert [NamedNode("urn:g")] == store.graph_names()


@pytest.mark.parametrize("union", [True, False])
def test_replicas_are_not_sent_it(*, union: bool) -> None:
    """It grows with each commit, in each process."""
    store = EmbeddedStore()
    sent: list[tuple[bytes, bytes]] = []
    store.on_commit(lambda _, patch: sent.append(replica_patch(store, patch, union=union).whole))
    store.load(parse("<urn:s> <urn:p> <urn:o> <urn:g> .", format=RdfFormat.N_QUADS))

    ((removed, added),) = sent
    assert b"" == removed
    assert 1 + union == added.count(b"\n")
    assert CHANGES_GRAPH.encode() not in added


def test_text_that_is_no_name_does_not_name_it() -> None:
    """The same letters in a string or a comment are other tokens."""
    for text in (f"ASK {{ ?s ?p '{CHANGES_GRAPH}' }}", f"ASK {{}} # <{CHANGES_GRAPH}>"):
        assert not names_graph(text, CHANGES_GRAPH)
    assert names_graph("ASK { GRAPH <changes> {} }", CHANGES_GRAPH, base=GRAPHS)
    assert names_graph(f"PREFIX : <{GRAPHS}> ASK {{ GRAPH :changes {{}} }}", CHANGES_GRAPH)
    assert names_graph(f"PREFIX : <{CHANGES_GRAPH}> ASK {{ GRAPH : {{}} }}", CHANGES_GRAPH)


def test_a_pattern_is_told_on_its_own_line_to_leave_a_graph_out() -> None:
    """Groups within groups, and braces in strings."""
    text = "{ GRAPH ?g { ?s ?p '}' .\n graph $h { ?a ?b ?c } } GRAPH <urn:x> {} }"
    written = without_enumerating(text, "urn:l")

    assert (
        "{ { GRAPH ?g { ?s ?p '}' .\n { graph $h { ?a ?b ?c } FILTER ($h != <urn:l>) } }"
        " FILTER (?g != <urn:l>) } GRAPH <urn:x> {} }"
    ) == written
