"""SPARQL 1.1 Graph Store HTTP Protocol, section by section, on a real server."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest

from serving import StartServer

TOKEN = "a-token-for-the-graph-store-tests-0123456789"
WRITE = {"Authorization": f"Bearer {TOKEN}"}
TURTLE = {"Content-Type": "text/turtle", **WRITE}


@pytest.fixture(scope="module")
def plain(start_module_server: StartServer) -> Iterator[httpx.Client]:
    """A plain SPARQL store."""
    server = start_module_server(
        "--empty", "--no-union-default-graph", ROLEGRAPH_WRITE_TOKEN=TOKEN, ROLEGRAPH_GUARD="off"
    )
    with server.client() as connected:
        yield connected
    server.stop()


def graph(name: str) -> dict[str, str]:
    return {"graph": f"urn:graph:{name}"}


def triples(client: httpx.Client, params: dict[str, str]) -> set[str]:
    answer = client.get("/graphs", params=params, headers={"Accept": "application/n-triples"})
    return set(answer.text.splitlines()) if answer.is_success else set()


def test_put_makes_a_graph_and_says_201(plain: httpx.Client) -> None:
    """5.3."""
    answer = plain.put("/graphs", params=graph("a"), content="<urn:s> <urn:p> 1 .", headers=TURTLE)

    assert 201 == answer.status_code
    assert 1 == len(triples(plain, graph("a")))


def test_put_replaces_a_graph_and_says_204(plain: httpx.Client) -> None:
    """5.3."""
    plain.put("/graphs", params=graph("b"), content="<urn:s> <urn:p> <urn:x> .", headers=TURTLE)
    answer = plain.put(
        "/graphs", params=graph("b"), content="<urn:s> <urn:p> <urn:y> .", headers=TURTLE
    )

    assert 204 == answer.status_code
    assert {"<urn:s> <urn:p> <urn:y> ."} == triples(plain, graph("b"))


def test_post_merges_into_a_graph(plain: httpx.Client) -> None:
    """5.5."""
    plain.put("/graphs", params=graph("c"), content="<urn:s> <urn:p> <urn:x> .", headers=TURTLE)
    answer = plain.post(
        "/graphs", params=graph("c"), content="<urn:s> <urn:p> <urn:y> .", headers=TURTLE
    )

    assert 204 == answer.status_code
    assert 2 == len(triples(plain, graph("c")))


def test_post_to_the_collection_makes_a_graph_and_tells_where(plain: httpx.Client) -> None:
    """5.5: Location leads to it."""
    answer = plain.post("/graphs", content="<urn:s> <urn:p> <urn:new> .", headers=TURTLE)
    got = plain.get(answer.headers["location"], headers={"Accept": "application/n-triples"})

    assert 201 == answer.status_code
    assert "<urn:s> <urn:p> <urn:new> .\n" == got.text


def test_delete_removes_a_graph(plain: httpx.Client) -> None:
    """5.4."""
    plain.put("/graphs", params=graph("d"), content="<urn:s> <urn:p> 1 .", headers=TURTLE)
    first = plain.delete("/graphs", params=graph("d"), headers=WRITE)
    second = plain.delete("/graphs", params=graph("d"), headers=WRITE)

    assert (204, 404) == (first.status_code, second.status_code)
    assert 404 == plain.get("/graphs", params=graph("d")).status_code


def test_the_default_graph_is_a_graph_like_others(plain: httpx.Client) -> None:
    """4.2: ?default."""
    plain.put("/graphs?default", content="<urn:s> <urn:p> <urn:default> .", headers=TURTLE)

    assert {"<urn:s> <urn:p> <urn:default> ."} == triples(plain, {"default": ""})
    assert 204 == plain.delete("/graphs?default", headers=WRITE).status_code
    assert 200 == plain.get("/graphs?default").status_code
    assert set() == triples(plain, {"default": ""})


def test_a_graph_that_is_not_there_is_404(plain: httpx.Client) -> None:
    """5.2."""
    assert 404 == plain.get("/graphs", params=graph("none")).status_code
    assert 404 == plain.head("/graphs", params=graph("none")).status_code


FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}


@pytest.mark.parametrize(("media_type", "form"), FORMATS.items())
def test_a_graph_goes_in_and_out_in_every_format(
    plain: httpx.Client, media_type: str, form: ox.RdfFormat
) -> None:
    """What was put is what is got."""
    quads = [
        ox.Quad(ox.NamedNode("http://e.org/s"), ox.NamedNode("http://e.org/p"), value)
        for value in (ox.Literal('a "quoted"\nline'), ox.Literal("hallo", language="de"))
    ]
    name = graph(media_type)
    body = ox.serialize(quads, format=form)
    put = plain.put(
        "/graphs", params=name, content=body, headers={**WRITE, "Content-Type": media_type}
    )
    got = plain.get("/graphs", params=name, headers={"Accept": media_type})

    assert 201 == put.status_code
    assert media_type == got.headers["content-type"].split(";")[0]
    assert set(quads) == set(ox.parse(got.content, format=form))


def test_head_has_the_headers_of_get(plain: httpx.Client) -> None:
    """5.6."""
    plain.put("/graphs", params=graph("h"), content="<urn:s> <urn:p> 1 .", headers=TURTLE)
    got, head = (plain.request(m, "/graphs", params=graph("h")) for m in ("GET", "HEAD"))

    assert b"" == head.content
    assert got.headers["content-length"] == head.headers["content-length"]
    assert got.headers["etag"] == head.headers["etag"]


def test_relative_iris_are_read_against_the_graph(plain: httpx.Client) -> None:
    """4.1: the base of an uploaded document is the graph's IRI."""
    name = {"graph": "http://example.org/graphs/one"}
    plain.put("/graphs", params=name, content="<> <#p> <two> .", headers=TURTLE)

    base = "http://example.org/graphs/"
    assert {f"<{base}one> <{base}one#p> <{base}two> ."} == triples(plain, name)


def test_several_files_come_as_a_form(plain: httpx.Client) -> None:
    """5.5: multipart/form-data; the type of a part comes from its header or its name."""
    files = [
        ("one", ("one.ttl", b"<urn:s> <urn:p> <urn:one> .", "text/turtle")),
        ("two", ("two.nt", b"<urn:s> <urn:p> <urn:two> .", "application/octet-stream")),
    ]
    answer = plain.post("/graphs", params=graph("m"), files=files, headers=WRITE)

    assert 201 == answer.status_code, answer.text
    assert 2 == len(triples(plain, graph("m")))


BROKEN = {
    "broken turtle": (400, {"content": "<urn:s> <urn:p", "headers": TURTLE}),
    "broken in the middle": (
        400,
        {"content": "<urn:s> <urn:p> 1 . <urn:s> nonsense", "headers": TURTLE},
    ),
    "no rdf": (415, {"content": "a,b", "headers": {**WRITE, "Content-Type": "text/csv"}}),
    "a broken part": (
        400,
        {"files": [("one", ("a.ttl", b"<urn:s>", "text/turtle"))], "headers": WRITE},
    ),
    "another graph inside": (
        400,
        {
            "content": "<urn:o> { <urn:s> <urn:p> 1 }",
            "headers": {**WRITE, "Content-Type": "application/trig"},
        },
    ),
    "a broken form": (
        400,
        {"content": "x", "headers": {**WRITE, "Content-Type": "multipart/form-data; boundary=b"}},
    ),
    "a form without boundary": (
        400,
        {"content": "x", "headers": {**WRITE, "Content-Type": "multipart/form-data"}},
    ),
}


@pytest.mark.parametrize(("status", "request_"), BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_broken_body_changes_nothing(
    plain: httpx.Client, method: str, status: int, request_: dict[str, object]
) -> None:
    """And is told with a problem document."""
    name = graph("kept")
    plain.put("/graphs", params=name, content="<urn:s> <urn:p> <urn:kept> .", headers=TURTLE)
    answer = plain.request(method, "/graphs", params=name, **request_)  # type: ignore[arg-type]

    assert (status, "application/problem+json") == (
        answer.status_code,
        answer.headers["content-type"],
    ), answer.text
    assert {"<urn:s> <urn:p> <urn:kept> ."} == triples(plain, name)


@pytest.mark.parametrize(
    "query",
    [
        "graph=relative",
        "graph=",
        "graph=urn:a&graph=urn:b",
        "graph=urn:a&default",
        "grahp=urn:a",
        "graph=%FF",
    ],
)
def test_a_wrong_target_is_refused(plain: httpx.Client, query: str) -> None:
    """Relative graph IRIs, two targets, unknown parameters."""
    assert 400 == plain.get(f"/graphs?{query}").status_code
    assert 400 == plain.put(f"/graphs?{query}", content="", headers=TURTLE).status_code


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_the_whole_dataset_is_not_replaced_at_once(plain: httpx.Client, method: str) -> None:
    """A forgotten parameter must not empty the store."""
    assert 400 == plain.request(method, "/graphs", headers=TURTLE).status_code


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_writing_needs_a_token(plain: httpx.Client, method: str) -> None:
    """401 with the way to ask."""
    answer = plain.request(method, "/graphs", params=graph("x"))

    assert 401 == answer.status_code
    assert "www-authenticate" in answer.headers


def test_another_method_is_405(plain: httpx.Client) -> None:
    """With those that are allowed."""
    answer = plain.patch("/graphs", params=graph("x"), headers=WRITE)

    assert 405 == answer.status_code
    assert "PUT" in answer.headers["allow"]


def test_if_match_protects_from_lost_updates(plain: httpx.Client) -> None:
    """A graph that changed meanwhile is not overwritten."""
    name = graph("guarded")
    plain.put("/graphs", params=name, content="<urn:s> <urn:p> 1 .", headers=TURTLE)
    etag = plain.get("/graphs", params=name).headers["etag"]
    first = plain.put(
        "/graphs", params=name, content="<urn:s> <urn:p> 2 .", headers={**TURTLE, "If-Match": etag}
    )
    second = plain.put(
        "/graphs", params=name, content="<urn:s> <urn:p> 3 .", headers={**TURTLE, "If-Match": etag}
    )
    new = plain.put("/graphs", params=name, content="", headers={**TURTLE, "If-None-Match": "*"})

    assert (204, 412, 412) == (first.status_code, second.status_code, new.status_code)


def test_blank_nodes_of_two_uploads_stay_apart(plain: httpx.Client) -> None:
    """The same label in two documents is two nodes."""
    for _ in range(2):
        plain.post("/graphs", params=graph("blank"), content="_:x <urn:p> 1 .", headers=TURTLE)

    assert 2 == len(triples(plain, graph("blank")))


def test_the_dataset_can_be_read_whole(plain: httpx.Client) -> None:
    """As quads."""
    plain.put("/graphs", params=graph("w"), content="<urn:s> <urn:p> <urn:w> .", headers=TURTLE)
    answer = plain.get("/graphs", headers={"Accept": "application/n-quads"})

    assert "<urn:s> <urn:p> <urn:w> <urn:graph:w> ." in answer.text.splitlines()


def test_the_service_s_own_files_are_graphs(client: httpx.Client) -> None:
    """Each data file, the ontology and the shapes."""
    for path in (
        "data/roles.ttl",
        "ontology/core.ttl",
        "shapes/role.ttl",
        "data/mappings.sssom.tsv",
    ):
        address = {"graph": f"https://w3id.org/rolegraph/graph/{path}"}
        assert 200 == client.get("/graphs", params=address).status_code


RDF_XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:p="urn:p:">
  <rdf:Description rdf:about="urn:s">%s</rdf:Description>
</rdf:RDF>"""


@pytest.mark.parametrize(
    ("body", "triple"),
    [
        ("<p:says>must <!-- never --> not sign</p:says>", '<urn:p:says> "must  not sign"'),
        ("<p:says>must <![CDATA[<not>]]> sign</p:says>", '<urn:p:says> "must <not> sign"'),
        ("<p:says>must <?hint?>not sign</p:says>", '<urn:p:says> "must not sign"'),
        (
            '<p:says rdf:parseType="daml:Set">no</p:says>',
            '<urn:p:says> "no"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>',
        ),
    ],
    ids=["comment", "CDATA", "processing instruction", "unknown parseType"],
)
def test_rdf_xml_is_stored_as_its_grammar_reads_it(
    plain: httpx.Client, body: str, triple: str
) -> None:
    """The fast parser refuses or drops these; a duty that was dropped would not be missed."""
    answer = plain.put(
        "/graphs",
        params=graph("xml"),
        content=RDF_XML % body,
        headers={"Content-Type": "application/rdf+xml", **WRITE},
    )

    assert answer.is_success, answer.text
    assert {f"<urn:s> {triple} ."} == triples(plain, graph("xml"))


def test_rdf_xml_that_is_none_is_refused_whichever_parser_reads_it(plain: httpx.Client) -> None:
    """Nothing of it is stored."""
    broken = RDF_XML % "<p:says>must <!-- never --> not sign</p:tells>"
    answer = plain.put(
        "/graphs",
        params=graph("broken-xml"),
        content=broken,
        headers={"Content-Type": "application/rdf+xml", **WRITE},
    )

    assert 400 == answer.status_code, answer.text
    assert set() == triples(plain, graph("broken-xml"))
