"""SPARQL 1.1 Protocol, section by section, on a real server."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import pytest

from serving import StartServer

TOKEN = "a-token-for-the-protocol-tests-0123456789"
WRITE = {"Authorization": f"Bearer {TOKEN}"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
ASK = "ASK {}"
GRAPHS = """
INSERT DATA { GRAPH <urn:g:one> { <urn:s> <urn:p> 1 } GRAPH <urn:g:two> { <urn:s> <urn:p> 2 }
              <urn:s> <urn:p> 0 }
"""
VALUES = "SELECT ?o { <urn:s> <urn:p> ?o } ORDER BY ?o"
NAMED = "SELECT ?o { GRAPH ?g { <urn:s> <urn:p> ?o } } ORDER BY ?o"


@pytest.fixture(scope="module")
def plain(start_module_server: StartServer) -> Iterator[httpx.Client]:
    """A plain SPARQL store with two named graphs and a default graph."""
    server = start_module_server(
        "--empty", "--no-union-default-graph", ROLEGRAPH_WRITE_TOKEN=TOKEN, ROLEGRAPH_GUARD="off"
    )
    with server.client() as connected:
        connected.post("/sparql", content=GRAPHS, headers={**UPDATE, **WRITE}).raise_for_status()
        yield connected
    server.stop()


def rows(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["o"]["value"] for row in answer.json()["results"]["bindings"]]


# 2.1 Query operation


def test_query_by_get(plain: httpx.Client) -> None:
    """2.1.1."""
    assert plain.get("/sparql", params={"query": ASK}).json()["boolean"] is True


def test_query_by_form_post(plain: httpx.Client) -> None:
    """2.1.2."""
    assert plain.post("/sparql", data={"query": ASK}).json()["boolean"] is True


def test_query_by_direct_post(plain: httpx.Client) -> None:
    """2.1.3."""
    assert plain.post("/sparql", content=ASK, headers=QUERY).json()["boolean"] is True


def test_query_by_direct_post_with_charset(plain: httpx.Client) -> None:
    """UTF-8 is the only one there is; another one is refused and not guessed at."""
    text = 'SELECT ("é" AS ?o) {}'
    for charset in ("utf-8", "UTF-8", '"utf-8"'):
        kind = {"Content-Type": f"application/sparql-query; charset={charset}"}
        answer = plain.post("/sparql", content=text.encode(), headers=kind)
        assert ["é"] == rows(answer)
    for charset in ("iso-8859-1", "utf-16"):
        kind = {"Content-Type": f"application/sparql-query; charset={charset}"}
        answer = plain.post("/sparql", content=text.encode(charset), headers=kind)
        assert 415 == answer.status_code


def test_query_by_the_http_method_query(plain: httpx.Client) -> None:
    """A safe method with a body, as the HTTP working group drafts it."""
    assert plain.request("QUERY", "/sparql", content=ASK, headers=QUERY).json()["boolean"] is True


def test_a_percent_encoded_query_keeps_its_characters(plain: httpx.Client) -> None:
    """Plus signs, ampersands and characters beyond ASCII survive the URL."""
    answer = plain.get("/sparql", params={"query": 'SELECT ("a+b&c=ü🙂" AS ?o) {}'})

    assert ["a+b&c=ü🙂"] == rows(answer)


# 2.1.4 Dataset


def test_without_a_dataset_the_default_graph_alone_is_seen(plain: httpx.Client) -> None:
    """This service has no union default graph."""
    assert ["0"] == rows(plain.get("/sparql", params={"query": VALUES}))


@pytest.mark.parametrize("way", ["get", "form", "direct", "from"])
def test_default_graph_uri_replaces_the_default_graph(plain: httpx.Client, way: str) -> None:
    """The same by every way, and by FROM."""
    asked = {"query": VALUES, "default-graph-uri": "urn:g:one"}
    if way == "get":
        answer = plain.get("/sparql", params=asked)
    elif way == "form":
        answer = plain.post("/sparql", data=asked)
    elif way == "direct":
        graph = {"default-graph-uri": "urn:g:one"}
        answer = plain.post("/sparql", params=graph, content=VALUES, headers=QUERY)
    else:
        answer = plain.get(
            "/sparql", params={"query": VALUES.replace("{", "FROM <urn:g:one> {", 1)}
        )

    assert ["1"] == rows(answer)


def test_several_default_graphs_are_merged(plain: httpx.Client) -> None:
    """The RDF merge of the graphs."""
    pairs = [
        ("query", VALUES),
        ("default-graph-uri", "urn:g:one"),
        ("default-graph-uri", "urn:g:two"),
    ]

    assert ["1", "2"] == rows(plain.get("/sparql?" + urlencode(pairs)))


SHARED = """
INSERT DATA { GRAPH <urn:g:three> { <urn:t> <urn:p> 1, 2 } GRAPH <urn:g:four> { <urn:t> <urn:p> 2, 3 } }
"""
ALL = "SELECT (COUNT(*) AS ?o) { ?s ?p ?v }"
BOTH = "FROM <urn:g:three> FROM <urn:g:four>"


def test_a_triple_of_two_graphs_is_in_their_merge_once(plain: httpx.Client) -> None:
    """A merge is a set: what two graphs say counts once, also at an earlier state."""
    stored = plain.post("/sparql", data={"update": SHARED}, headers=WRITE)
    revision = stored.headers["Rolegraph-Revision"]
    pairs = [("default-graph-uri", f"urn:g:{name}") for name in ("three", "four")]
    in_text = ALL.replace("{", f"{BOTH} {{")
    with_prefix = "PREFIX g: <urn:g:> " + in_text.replace("<urn:g:three>", "g:three")
    named = in_text.replace("{", "FROM NAMED <urn:g:four> {").replace(
        "?v }", "?v GRAPH ?g { ?s ?p 3 } }"
    )

    assert ["3"] == rows(plain.get("/sparql?" + urlencode([("query", ALL), *pairs])))
    assert [["3"]] * 3 == [
        rows(plain.get("/sparql", params={"query": text})) for text in (in_text, with_prefix, named)
    ]
    plain.post(
        "/sparql", data={"update": "DROP GRAPH <urn:g:four>"}, headers=WRITE
    ).raise_for_status()
    assert ["2"] == rows(plain.get("/sparql", params={"query": in_text}))
    assert ["3"] == rows(plain.get("/sparql", params={"query": in_text, "at": revision}))


def test_an_update_sees_the_merge_of_what_it_uses(plain: httpx.Client) -> None:
    """A solution that comes twice would make two blank nodes."""
    plain.post("/sparql", data={"update": SHARED}, headers=WRITE).raise_for_status()
    text = (
        f"INSERT {{ GRAPH <urn:made> {{ [] <urn:v> ?v }} }} {BOTH.replace('FROM', 'USING')} "
        "WHERE { <urn:t> <urn:p> ?v }"
    )
    plain.post("/sparql", data={"update": text}, headers=WRITE).raise_for_status()

    made = "SELECT ?o { GRAPH <urn:made> { ?s <urn:v> ?o } } ORDER BY ?o"
    assert ["1", "2", "3"] == rows(plain.get("/sparql", params={"query": made}))


def test_named_graph_uri_bounds_what_graph_sees(plain: httpx.Client) -> None:
    """And leaves the default graph empty."""
    given = {"named-graph-uri": "urn:g:two"}

    assert ["2"] == rows(plain.get("/sparql", params={"query": NAMED, **given}))
    assert [] == rows(plain.get("/sparql", params={"query": VALUES, **given}))


def test_a_default_graph_alone_leaves_no_named_graph(plain: httpx.Client) -> None:
    """A dataset is what the request says, nothing besides."""
    asked = {"query": NAMED, "default-graph-uri": "urn:g:one"}

    assert [] == rows(plain.get("/sparql", params=asked))


def test_the_dataset_of_the_protocol_goes_before_that_of_the_query(plain: httpx.Client) -> None:
    """2.1.4: the protocol's dataset is used where both name one."""
    asked = {
        "query": VALUES.replace("{", "FROM <urn:g:one> {", 1),
        "default-graph-uri": "urn:g:two",
    }

    assert ["2"] == rows(plain.get("/sparql", params=asked))


def test_from_never_fetches(plain: httpx.Client) -> None:
    """A graph that is not here is empty, not downloaded."""
    query = "SELECT ?o FROM <http://127.0.0.1:1/data.ttl> { ?s ?p ?o }"

    assert [] == rows(plain.get("/sparql", params={"query": query}))


def test_a_relative_graph_is_refused(plain: httpx.Client) -> None:
    """There is nothing that it could be relative to."""
    answer = plain.get("/sparql", params={"query": ASK, "default-graph-uri": "one"})

    assert 400 == answer.status_code


# 2.1.5 and 2.1.6 Refusals


BAD = {
    "no query in the form": (400, "POST", {"content": "x=y", "headers": FORM}),
    "two queries in the url": (400, "GET", {"params": [("query", ASK), ("query", ASK)]}),
    "two queries in the form": (
        400,
        "POST",
        {"content": "query=ASK%7B%7D&query=ASK%7B%7D", "headers": FORM},
    ),
    "a query in the url beside one in the body": (
        400,
        "POST",
        {"params": {"query": ASK}, "content": ASK, "headers": QUERY},
    ),
    "query and update": (400, "POST", {"data": {"query": ASK, "update": "CLEAR ALL"}}),
    "an update by get": (400, "GET", {"params": {"update": "CLEAR ALL"}}),
    "a syntax error": (400, "GET", {"params": {"query": "ASK {"}}),
    "an update as a query": (400, "GET", {"params": {"query": "CLEAR ALL"}}),
    "a query by put": (405, "PUT", {"params": {"query": ASK}, "headers": WRITE}),
    "a query by delete": (405, "DELETE", {"params": {"query": ASK}, "headers": WRITE}),
    "no media type": (415, "POST", {"content": ASK}),
    "plain text": (415, "POST", {"content": ASK, "headers": {"Content-Type": "text/plain"}}),
    "an unknown charset": (
        415,
        "POST",
        {"content": ASK, "headers": {"Content-Type": "application/sparql-query; charset=klingon"}},
    ),
    "a body that is no utf-8": (400, "POST", {"content": b"ASK { '\xff' }", "headers": QUERY}),
    "a form that is no utf-8": (400, "POST", {"content": b"query=%FF", "headers": FORM}),
    "using-graph-uri with a query": (
        400,
        "GET",
        {"params": {"query": ASK, "using-graph-uri": "urn:g"}},
    ),
    "nothing acceptable": (
        406,
        "GET",
        {"params": {"query": ASK}, "headers": {"Accept": "image/png"}},
    ),
    "a graph where only tables are accepted": (
        406,
        "GET",
        {"params": {"query": "CONSTRUCT WHERE { ?s ?p ?o }"}, "headers": {"Accept": "text/csv"}},
    ),
    "an unknown format": (400, "GET", {"params": {"query": ASK, "format": "docx"}}),
    "a broken accept header": (
        400,
        "GET",
        {"params": {"query": ASK}, "headers": {"Accept": "garbage"}},
    ),
    "a query text beyond the limit": (413, "POST", {"data": {"query": "ASK {}" + " " * 2**20}}),
}


@pytest.mark.parametrize(("status", "method", "request_"), BAD.values(), ids=BAD.keys())
def test_a_bad_request_is_refused_with_a_problem_document(
    plain: httpx.Client, status: int, method: str, request_: dict[str, object]
) -> None:
    """Each with the status that says what is wrong."""
    answer = plain.request(method, "/sparql", **request_)  # type: ignore[arg-type]

    assert status == answer.status_code, answer.text
    assert "application/problem+json" == answer.headers["content-type"]
    assert answer.json()["detail"]


def test_a_method_that_is_not_allowed_names_those_that_are(plain: httpx.Client) -> None:
    """RFC 9110 asks for Allow."""
    answer = plain.request("DELETE", "/sparql", headers=WRITE)

    assert {"GET", "POST", "QUERY"} <= set(answer.headers["allow"].split(", "))


def test_a_syntax_error_tells_line_and_column(plain: httpx.Client) -> None:
    """An editor wants to put its mark there."""
    problem, *unknown = (
        plain.get("/sparql", params={"query": f"SELECT *\nWHERE {{ ?s {rest} }}"}).json()
        for rest in ("?p", "ex:p ?o", "?p ex:o", "ex:p 'a:b' # c:d")
    )

    assert (2, 16) == (problem["line"], problem["column"])
    for each in unknown:
        assert 2 == each["line"]
        assert "The prefix ex: is not declared; put PREFIX ex: <…> before it." in each["detail"]


def test_an_unknown_function_is_the_asker_s_fault(plain: httpx.Client) -> None:
    """It is told by its name, whether it stands in a filter or in the result."""
    for text in ("SELECT (<urn:f>(1) AS ?x) {}", "SELECT * { ?s ?p ?o FILTER(<urn:f>(?o)) }"):
        answer = plain.get("/sparql", params={"query": text})

        assert 400 == answer.status_code
        assert "<urn:f>" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?o { <urn:absent> <urn:p>* ?o }", []),
        ("SELECT (COUNT(DISTINCT ?b) AS ?o) { VALUES ?v { 1 2 } BIND(BNODE('x') AS ?b) }", ["1"]),
        ("SELECT (COUNT(?s) > 0 AS ?o) { GRAPH ?g { ?s ?p ?v FILTER(BOUND(?g)) } }", ["true"]),
    ],
)
def test_what_the_engine_does_otherwise_is_as_the_readme_says(
    plain: httpx.Client, text: str, expected: list[str]
) -> None:
    """Fails when a newer engine does as the specification has it; then the README is to say so."""
    answer = plain.get("/sparql", params={"query": text})

    assert expected == rows(answer)


# 2.2 Update operation


@pytest.mark.parametrize("way", ["form", "direct"])
def test_update_by_post(plain: httpx.Client, way: str) -> None:
    """2.2.1 and 2.2.2; the next query sees it."""
    text = f"INSERT DATA {{ <urn:{way}> <urn:v> 1 }}"
    if way == "form":
        answer = plain.post("/sparql", data={"update": text}, headers=WRITE)
    else:
        answer = plain.post("/sparql", content=text, headers={**UPDATE, **WRITE})

    assert answer.is_success
    seen = plain.get("/sparql", params={"query": f"SELECT ?o {{ <urn:{way}> <urn:v> ?o }}"})
    assert ["1"] == rows(seen)


def test_update_needs_a_token(plain: httpx.Client) -> None:
    """And says so before it looks at the text."""
    answer = plain.post("/sparql", data={"update": "CLEAR ALL"})

    assert 401 == answer.status_code
    assert "Bearer" in answer.headers["www-authenticate"]
    assert ["0"] == rows(plain.get("/sparql", params={"query": VALUES}))


def test_using_graph_uri_is_the_dataset_of_where(plain: httpx.Client) -> None:
    """2.2.3."""
    text = "INSERT { <urn:using> <urn:v> ?o } WHERE { <urn:s> <urn:p> ?o }"
    graphs = {"using-graph-uri": "urn:g:two"}
    plain.post("/sparql", params=graphs, content=text, headers={**UPDATE, **WRITE})

    seen = plain.get("/sparql", params={"query": "SELECT ?o { <urn:using> <urn:v> ?o }"})
    assert ["2"] == rows(seen)


def test_using_named_graph_uri_bounds_what_graph_sees_in_where(plain: httpx.Client) -> None:
    """2.2.3."""
    text = "INSERT { <urn:un> <urn:v> ?o } WHERE { GRAPH ?g { <urn:s> <urn:p> ?o } }"
    plain.post(
        "/sparql", data={"update": text, "using-named-graph-uri": "urn:g:one"}, headers=WRITE
    )

    seen = plain.get("/sparql", params={"query": "SELECT ?o { <urn:un> <urn:v> ?o }"})
    assert ["1"] == rows(seen)


@pytest.mark.parametrize(
    ("status", "fields"),
    [
        (400, {"update": "INSERT DATA {"}),
        (400, {"update": "ASK {}"}),
        (400, {"update": "CLEAR ALL", "default-graph-uri": "urn:g"}),
        (
            400,
            {
                "update": "DELETE { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }",
                "using-graph-uri": "urn:g",
            },
        ),
        (
            400,
            {
                "update": "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
                "using-graph-uri": "urn:g",
            },
        ),
        (403, {"update": "LOAD <http://127.0.0.1:1/x.ttl>"}),
        (400, {"update": "CREATE GRAPH <urn:g:one>"}),
    ],
)
def test_a_bad_update_is_refused_and_changes_nothing(
    plain: httpx.Client, status: int, fields: dict[str, str]
) -> None:
    """2.2.4."""
    answer = plain.post("/sparql", data=fields, headers=WRITE)

    assert (status, "application/problem+json") == (
        answer.status_code,
        answer.headers["content-type"],
    ), answer.text
    assert ["0"] == rows(plain.get("/sparql", params={"query": VALUES}))


def test_a_failing_operation_undoes_those_before_it(plain: httpx.Client) -> None:
    """An update request is all or nothing."""
    text = "INSERT DATA { <urn:half> <urn:p> 1 } ; CREATE GRAPH <urn:g:one>"
    answer = plain.post("/sparql", data={"update": text}, headers=WRITE)

    assert 400 == answer.status_code
    assert "false" in plain.get("/sparql", params={"query": "ASK { <urn:half> ?p ?o }"}).text


def test_a_dry_run_tells_the_patch_and_changes_nothing(plain: httpx.Client) -> None:
    """What would happen, without its happening."""
    answer = plain.post(
        "/sparql",
        params={"dry-run": "true"},
        content="DELETE WHERE { <urn:s> <urn:p> 0 }",
        headers={**UPDATE, **WRITE},
    )

    assert 1 == answer.json()["removed"]
    assert answer.json()["patch"].startswith("D <urn:s> <urn:p> ")
    assert ["0"] == rows(plain.get("/sparql", params={"query": VALUES}))


def test_an_endless_update_is_ended(start_server: StartServer) -> None:
    """Updates are timed like queries."""
    server = start_server(ROLEGRAPH_WRITE_TOKEN=TOKEN, ROLEGRAPH_QUERY_TIMEOUT="1")
    with server.client() as client:
        text = "INSERT { ?a ?b ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        answer = client.post("/sparql", data={"update": text}, headers=WRITE)

        assert 503 == answer.status_code
    server.stop()


# 3.1 Results and their formats


RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


@pytest.mark.parametrize(("media_type", "form"), RESULTS.items())
def test_select_comes_in_every_result_format(
    plain: httpx.Client, media_type: str, form: ox.QueryResultsFormat
) -> None:
    """Read back by a parser that knows the formats."""
    answer = plain.get("/sparql", params={"query": VALUES}, headers={"Accept": media_type})
    parsed = ox.parse_query_results(answer.content, format=form)

    assert media_type == answer.headers["content-type"].split(";")[0]
    assert isinstance(parsed, ox.QuerySolutions)
    assert ["0"] == [solution["o"].value for solution in parsed]


def test_csv_has_a_header_line_and_crlf(plain: httpx.Client) -> None:
    """As RFC 4180 and the SPARQL CSV format say."""
    answer = plain.get("/sparql", params={"query": VALUES}, headers={"Accept": "text/csv"})

    assert b"o\r\n0\r\n" == answer.content
    assert "text/csv; charset=utf-8" == answer.headers["content-type"]


GRAPH_TYPES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


@pytest.mark.parametrize(("media_type", "form"), GRAPH_TYPES.items())
def test_construct_comes_in_every_graph_format(
    plain: httpx.Client, media_type: str, form: ox.RdfFormat
) -> None:
    """Read back by a parser that knows the formats."""
    query = "CONSTRUCT { ?s <http://example.org/p> ?o } WHERE { ?s <urn:p> ?o }"
    answer = plain.get("/sparql", params={"query": query}, headers={"Accept": media_type})

    assert media_type == answer.headers["content-type"].split(";")[0]
    assert ["0"] == [quad.object.value for quad in ox.parse(answer.content, format=form)]  # type: ignore[union-attr]


NEGOTIATIONS = [
    ("*/*", "application/sparql-results+json"),
    ("", "application/sparql-results+json"),
    ("text/*", "text/csv"),
    ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
    ("text/csv;q=0.5, */*;q=0.1", "text/csv"),
    ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    ("application/json", "application/json"),
    ("text/html, application/xml;q=0.9, */*;q=0.8", "application/xml"),
    ("TEXT/CSV", "text/csv"),
]


@pytest.mark.parametrize(("accept", "expected"), NEGOTIATIONS)
def test_accept_is_heeded_with_qualities_and_wildcards(
    plain: httpx.Client, accept: str, expected: str
) -> None:
    """RFC 9110, section 12.5.1."""
    answer = plain.get("/sparql", params={"query": VALUES}, headers={"Accept": accept})

    assert expected == answer.headers["content-type"].split(";")[0]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("csv", "text/csv"), ("json", "application/sparql-results+json"), ("text/csv", "text/csv")],
)
def test_format_chooses_where_a_browser_cannot_set_accept(
    plain: httpx.Client, name: str, media_type: str
) -> None:
    """A link in a page can only have a URL."""
    answer = plain.get(
        "/sparql", params={"query": VALUES, "format": name}, headers={"Accept": "text/html"}
    )

    assert media_type == answer.headers["content-type"].split(";")[0]


# HTTP


def test_head_has_the_headers_of_get_and_no_body(plain: httpx.Client) -> None:
    """RFC 9110, section 9.3.2."""
    got = plain.get("/sparql", params={"query": VALUES})
    head = plain.head("/sparql", params={"query": VALUES})

    assert b"" == head.content
    for name in ("content-type", "content-length", "etag"):
        assert got.headers[name] == head.headers[name]


def test_an_unchanged_answer_is_304(plain: httpx.Client) -> None:
    """By its strong entity tag."""
    first = plain.get("/sparql", params={"query": VALUES})
    again = plain.get(
        "/sparql", params={"query": VALUES}, headers={"If-None-Match": first.headers["etag"]}
    )

    assert (304, b"") == (again.status_code, again.content)


def test_a_commit_changes_the_entity_tag(plain: httpx.Client) -> None:
    """And the same question is answered anew."""
    query = {"query": "SELECT ?o { <urn:etag> <urn:p> ?o }"}
    before = plain.get("/sparql", params=query)
    plain.post("/sparql", data={"update": "INSERT DATA { <urn:etag> <urn:p> 7 }"}, headers=WRITE)
    after = plain.get("/sparql", params=query, headers={"If-None-Match": before.headers["etag"]})

    assert ["7"] == rows(after)


def test_large_answers_are_compressed_for_who_takes_it(plain: httpx.Client) -> None:
    """With an entity tag of their own."""
    query = {"query": 'SELECT (REPLACE("' + "x" * 3000 + '", "y", "z") AS ?o) {}'}
    packed = plain.get("/sparql", params=query, headers={"Accept-Encoding": "gzip"})
    loose = plain.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
    never = plain.get("/sparql", params=query, headers={"Accept-Encoding": "gzip;q=0"})

    assert "gzip" == packed.headers["content-encoding"]
    assert int(packed.headers["content-length"]) < 500
    assert packed.content == loose.content
    assert packed.headers["etag"] != loose.headers["etag"]
    assert "content-encoding" not in loose.headers
    assert "content-encoding" not in never.headers


def test_a_streamed_answer_is_compressed_as_well(client: httpx.Client) -> None:
    """Large results need it most."""
    query = {"query": "SELECT * { ?s ?p ?o . ?t ?p ?v } LIMIT 30000"}
    with client.stream(
        "GET", "/sparql", params=query, headers={"Accept-Encoding": "gzip"}
    ) as answer:
        raw = b"".join(answer.iter_raw())

    assert "gzip" == answer.headers["content-encoding"]
    assert 30000 == len(json.loads(gzip.decompress(raw))["results"]["bindings"])


# RDF 1.2, as far as the engine takes it


def test_triple_terms_pass_through(plain: httpx.Client) -> None:
    """SPARQL 1.2: let through, said in the README."""
    text = "INSERT DATA { <urn:r> <urn:says> <<( <urn:a> <urn:b> <urn:c> )>> }"
    stored = plain.post("/sparql", data={"update": text}, headers=WRITE)
    answer = plain.get(
        "/sparql",
        params={"query": "SELECT ?o { <urn:r> <urn:says> <<( <urn:a> <urn:b> ?o )>> }"},
    )

    assert stored.is_success, stored.text
    assert ["urn:c"] == rows(answer)


def test_base_direction_passes_through(plain: httpx.Client) -> None:
    """A literal in Arabic keeps its direction."""
    text = 'INSERT DATA { <urn:r> <urn:label> "مرحبا"@ar--rtl }'
    stored = plain.post("/sparql", data={"update": text}, headers=WRITE)
    answer = plain.get("/sparql", params={"query": "SELECT ?o { <urn:r> <urn:label> ?o }"})

    assert stored.is_success, stored.text
    (row,) = answer.json()["results"]["bindings"]
    assert ("ar", "rtl") == (row["o"]["xml:lang"], row["o"]["its:dir"])


# Earlier states


@pytest.mark.parametrize("union", [{}, {"ROLEGRAPH_UNION_DEFAULT_GRAPH": "true"}])
def test_at_asks_an_earlier_state(start_server: StartServer, union: dict[str, str]) -> None:
    """By revision and by time, in the default graph and in named ones, with the union or not."""
    server = start_server("--bare", ROLEGRAPH_WRITE_TOKEN=TOKEN, ROLEGRAPH_GUARD="off", **union)
    with server.client() as client:
        for text in (
            "INSERT DATA { <urn:s> <urn:p> 1 . GRAPH <urn:g> { <urn:s> <urn:q> 1 } }",
            "DELETE DATA { <urn:s> <urn:p> 1 } ; INSERT DATA { <urn:s> <urn:p> 2 }",
            "CLEAR ALL",
        ):
            client.post("/sparql", data={"update": text}, headers=WRITE).raise_for_status()

        def asked(at: str, query: str = VALUES) -> httpx.Response:
            return client.get("/sparql", params={"query": query, "at": at})

        assert [[], ["1"], ["2"], []] == [rows(asked(str(revision))) for revision in range(4)]
        graph = "SELECT ?o { GRAPH <urn:g> { <urn:s> <urn:q> ?o } }"
        assert [["1"], []] == [rows(asked(str(revision), graph)) for revision in (2, 3)]
        assert "2" == asked("2").headers["rolegraph-revision"]
        assert [] == rows(asked("2020-01-01T00:00:00Z"))
        assert [] == rows(client.get("/sparql", params={"query": VALUES}))
        assert (404, 400) == (asked("9").status_code, asked("yesterday").status_code)
    server.stop()
