"""Answers have what people expect: columns in their order, and texts of all terms in a group."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest

from rolegraph.rdf.query_rewriting import rewritten
from rolegraph.rdf.terms import Literal
from rolegraph.store.embedded import EmbeddedStore
from serving import StartServer

TOKEN = "a-token-for-rewritten-queries"
STARRED = "SELECT * { ?z a ?b . OPTIONAL { ?z <urn:none> ?m } BIND(1 AS ?a) } # ?comment"
GROUPED = """SELECT (GROUP_CONCAT(?x; SEPARATOR=", ") AS ?g)
{ { SELECT ?x { VALUES ?x { <urn:a> 1 2.5 true "x" "y"@en "2026-01-31"^^<http://www.w3.org/2001/XMLSchema#date> } } } }"""
EXPECTED = {"urn:a", "1", "2.5", "true", "x", "y", "2026-01-31"}


@pytest.fixture(scope="module")
def clients(
    client: httpx.Client, start_module_server: StartServer
) -> Iterator[dict[str, httpx.Client]]:
    """A service whose default graph is the union, and one where it is itself."""
    plain = start_module_server(ROLEGRAPH_UNION_DEFAULT_GRAPH="false", ROLEGRAPH_WRITE_TOKEN=TOKEN)
    with plain.client(headers={"Authorization": f"Bearer {TOKEN}"}) as other:
        yield {"union": client, "plain": other}


def columns_of(answer: httpx.Response) -> list[str]:
    assert answer.is_success, answer.text
    kind = answer.headers["content-type"].partition(";")[0]
    if kind.endswith("json"):
        return list(answer.json()["head"]["vars"])
    if kind.endswith("xml"):
        return re.findall(r'<variable name="(\w+)"', answer.text)
    return re.split(r"[,\t]", answer.text.splitlines()[0].replace("?", ""))


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("graphs", ["union", "plain"])
def test_columns_come_in_the_order_of_the_text(
    clients: dict[str, httpx.Client], graphs: str, form: str
) -> None:
    """In every format, fresh and from memory, by GET and POST, now and as it was."""
    one = clients[graphs]
    asked = {"query": f"{STARRED} # {graphs} {form}", "format": form}
    revision = one.get("/health/ready").json()["revision"]

    fresh, kept = one.get("/sparql", params=asked), one.get("/sparql", params=asked)
    posted = one.post("/sparql", data=asked)
    past = one.get("/sparql", params={**asked, "at": revision - 1})
    named = one.get("/sparql", params={**asked, "named-graph-uri": "urn:none"})

    assert [["z", "b", "m", "a"]] * 5 == [columns_of(a) for a in (fresh, kept, posted, past, named)]
    assert fresh.content == kept.content


@pytest.mark.parametrize("graphs", ["union", "plain"])
def test_group_concat_takes_terms_of_every_kind(
    clients: dict[str, httpx.Client], graphs: str
) -> None:
    """As other engines do; the specification has an error there, so any value may stand for it."""
    one = clients[graphs]
    revision = one.get("/health/ready").json()["revision"]
    for more in ({}, {}, {"at": revision - 1}, {"default-graph-uri": "urn:none"}):
        rows = list(
            csv.reader(
                io.StringIO(
                    one.get("/sparql", params={"query": GROUPED, "format": "csv", **more}).text
                )
            )
        )
        assert EXPECTED == set(rows[1][0].split(", "))


def test_group_concat_of_an_update_is_the_same(clients: dict[str, httpx.Client]) -> None:
    """What a query shows is what an update stores."""
    writer = clients["plain"]
    done = writer.post(
        "/sparql",
        data={
            "update": f"INSERT {{ GRAPH <urn:t> {{ <urn:s> <urn:p> ?g }} }} WHERE {{ {{ {GROUPED} }} }}"
        },
    )
    found = writer.get(
        "/sparql", params={"query": "SELECT ?g { GRAPH <urn:t> { ?s ?p ?g } }", "format": "json"}
    )

    assert done.is_success, done.text
    [row] = found.json()["results"]["bindings"]
    assert EXPECTED == set(row["g"]["value"].split(", "))


def test_group_concat_of_a_folder_is_the_same() -> None:
    """Commands on a folder ask in this process, without workers."""
    [row] = EmbeddedStore().select(GROUPED)

    assert isinstance(row["g"], Literal)
    assert EXPECTED == set(row["g"].value.split(", "))


@pytest.mark.parametrize(
    ("values", "distinct"),
    [
        ('"a" "b" "a"', ""),
        ('"a"@en "b"@en', ""),
        ('"a"@en "a"@de "a"', "DISTINCT"),
        ("_:a", ""),
        ("UNDEF", ""),
    ],
)
def test_what_has_a_value_by_the_specification_keeps_it(values: str, distinct: str) -> None:
    """Only an error may be replaced (SPARQL 1.1, 17.3.1)."""
    values = values.replace("_:a", "UNDEF")
    query = f"SELECT (GROUP_CONCAT({distinct} ?x ; SEPARATOR = '|') AS ?g) {{ VALUES ?x {{ {values} }} }}"
    store = ox.Store()

    assert str(next(iter(store.query(query)))["g"]) == str(
        next(iter(store.query(rewritten(query))))["g"]
    )  # type: ignore[union-attr, arg-type, index]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?b ?a { ?a ?p ?b }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "ASK { ?s <urn:group_concat> 'SELECT * GROUP_CONCAT(?x)' }",
        "SELECT ?s { ?s <urn:a>* ?o } # GROUP_CONCAT(?o)",
        "CONSTRUCT { ?s ?p ?o } { SELECT * { ?s ?p ?o } }",
        "SELECT * {}",
        "SELECT * { ?s ?p ",
        "SELECT (GROUP_CONCAT() AS ?x) {}",
        "SELECT (GROUP_CONCAT(",
    ],
)
def test_other_texts_are_left_alone(query: str) -> None:
    """Faults are told at the line and column of what was sent."""
    assert query == rewritten(query)


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT DISTINCT * { ?s ?p ?o }", ["s", "p", "o"]),
        ("select # * ?c\n reduced *{ $z <urn:p> ?a }", ["z", "a"]),
        (
            "SELECT * { { SELECT ?q (COUNT(?h) AS ?n) { ?q ?h ?i } GROUP BY ?q } MINUS { ?m ?q ?n } }",
            ["q", "n"],
        ),
        ("BASE <urn:x> PREFIX : <urn:> SELECT * { ?y :a* ?x } ORDER BY ?x", ["y", "x"]),
        ("SELECT * { ?b ?a ?c } VALUES ?z { 1 }", ["b", "a", "c", "z"]),
    ],
)
def test_the_columns_are_those_of_the_engine(query: str, columns: list[str]) -> None:
    """None is added, none is lost; only their order changes."""
    store = ox.Store()
    sorted_by_engine = [v.value for v in store.query(query).variables]  # type: ignore[union-attr]
    written = [v.value for v in store.query(rewritten(query)).variables]  # type: ignore[union-attr]

    assert sorted(sorted_by_engine) == sorted(written)
    assert columns == written


def test_a_fault_is_told_at_its_own_place(client: httpx.Client) -> None:
    """Not at that of the text that the engine got."""
    answer = client.get("/sparql", params={"query": "SELECT * { ?a ?b ?c .\n FILTER( }"})

    assert 400 == answer.status_code
    assert 2 == json.loads(answer.text)["line"]
