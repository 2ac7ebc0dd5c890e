"""`POST /api/v1/validate`: the same engine over HTTP."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from rolegraph.api.operations import failures
from rolegraph.api.validation.validation import PATH, router
from rolegraph.rdf.media import GRAPH_FORMATS, rdf_format
from rolegraph.rdf.namespaces import SHAPES_GRAPHS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, RdfFormat, parse, serialize
from rolegraph.rdf.uploads.reading import Uploads
from rolegraph.sandbox.sandbox import Sandbox, SandboxLimits
from rolegraph.store.embedded import EmbeddedStore

SHAPES = """
@prefix : <https://example.org/#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
:CatShape a sh:NodeShape ; sh:targetClass :Cat ; sh:property :CatShape-name .
:CatShape-name sh:path :name ; sh:minCount 1 ; sh:message "A cat needs a name."@en .
"""
CAT = "@prefix : <https://example.org/#> .\n\n:tom a :Cat .\n"
PERSONA = """
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/kim> a rg:Persona ; skos:prefLabel "Kim"@en ;
  rg:representsRole <https://w3id.org/rolegraph/id/roles/data-analyst> .
"""
CONFORMS = NamedNode("http://www.w3.org/ns/shacl#conforms")
FALSE = Literal("false", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))


class Client:
    """Posts to the route without a network between.

    Args:
        store: the catalogue.
        seconds: what a validation may take.
    """

    def __init__(self, store: EmbeddedStore, seconds: float = 20) -> None:
        self._app = FastAPI()
        failures.install(self._app)
        self._sandbox = Sandbox(SandboxLimits(seconds))
        self._app.include_router(router(store, Uploads(self._sandbox), 2**20))

    def close(self) -> None:
        """End what it started."""
        self._sandbox.close()

    def post(self, query: str = "", **request: Any) -> httpx.Response:
        """Send one request and return its answer."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
                return await client.post(PATH + query, **request)

        return asyncio.run(send())


@pytest.fixture(scope="module")
def client(shipped_store: EmbeddedStore) -> Iterator[Client]:
    """The route over the shipped catalogue."""
    with closing(Client(shipped_store)) as client:
        yield client


@pytest.mark.parametrize(
    "request_",
    [
        {"files": {"data": ("cat.ttl", CAT), "shapes": ("shapes.ttl", SHAPES)}},
        {"files": {"data": (None, CAT), "shapes": (None, SHAPES)}},
        {"data": {"data": CAT, "shapes": SHAPES}},
        {"data": {"data": CAT, "shapes": SHAPES, "data_format": "turtle"}},
    ],
)
def test_data_and_shapes_come_in_any_kind_of_form(
    client: Client, request_: dict[str, object]
) -> None:
    """Browsers, curl and scripts send forms in different ways."""
    answer = client.post(**request_).json()

    assert [("CatShape-name", 3, 1)] == [
        (found["rule"], found["line"], found["column"]) for found in answer["findings"]
    ]
    assert not answer["conforms"]


@pytest.mark.parametrize("name", [known.name for known in GRAPH_FORMATS])
def test_data_in_any_rdf_format_is_read_as_the_body(client: Client, name: str) -> None:
    """What a tool has is what it sends."""
    known = next(known for known in GRAPH_FORMATS if known.name == name)
    quads = list(parse(PERSONA, format=RdfFormat.TURTLE))
    body = serialize((q.triple for q in quads), format=rdf_format(known)) or b""
    answer = client.post(content=body, headers={"Content-Type": known.media_type})

    rules = {finding["rule"] for finding in answer.json()["findings"]}
    assert "PersonaShape-goal" in rules


@pytest.mark.parametrize("media_type", [known.media_type for known in GRAPH_FORMATS])
def test_the_report_comes_in_any_rdf_format(client: Client, media_type: str) -> None:
    """The SHACL report is a graph, and clients choose how it is written."""
    answer = client.post(data={"data": CAT, "shapes": SHAPES}, headers={"Accept": media_type})
    known = next(known for known in GRAPH_FORMATS if known.media_type == media_type)
    found = list(parse(answer.content, format=rdf_format(known)))

    assert answer.headers["Content-Type"].startswith(media_type)
    assert [FALSE] == [quad.object for quad in found if quad.predicate == CONFORMS]


def test_links_into_the_catalogue_are_followed_on_request(client: Client) -> None:
    """An editor validates one new thing, not a copy of everything it links to."""
    alone = {f["rule"] for f in client.post(content=PERSONA).json()["findings"]}
    within = {
        f["rule"] for f in client.post("?context=catalogue", content=PERSONA).json()["findings"]
    }

    assert "PersonaShape-representsRole" in alone
    assert alone - within == {"PersonaShape-representsRole"}


def test_an_upload_is_held_to_the_rules_of_the_moment(tmp_path: Path) -> None:
    """Who changes a rule and validates by it next sees what the new one says."""
    graph = NamedNode(SHAPES_GRAPHS + "cats.ttl")

    def rules(text: str) -> Patch:
        wanted = parse(text.encode(), format=RdfFormat.TURTLE)
        quads = frozenset(Quad(*quad.triple, graph) for quad in wanted)
        return Patch(removed=frozenset(store.match()) - quads, added=quads - set(store.match()))

    with closing(EmbeddedStore(tmp_path)) as store, closing(Client(store)) as client:
        store.apply(rules(SHAPES))
        first = client.post(content=CAT).json()
        store.apply(rules(SHAPES.replace("sh:minCount 1", "sh:minCount 0")))
        second = client.post(content=CAT).json()

    assert (["CatShape-name"], []) == tuple(
        [finding["rule"] for finding in report["findings"]] for report in (first, second)
    )


ONTOLOGY = NamedNode("https://w3id.org/rolegraph/graph/ontology/cats.ttl")
TERMS = """
<https://example.org/#> a <http://www.w3.org/2002/07/owl#Ontology> .
<https://example.org/#name> a <http://www.w3.org/1999/02/22-rdf-syntax-ns#Property> .
<https://example.org/#Cat> a <http://www.w3.org/2000/01/rdf-schema#Class> .
"""


def test_a_misspelt_property_is_told_though_no_shape_speaks_of_it(tmp_path: Path) -> None:
    """The report said that all conforms, and the triple was of no use to anybody."""
    shapes = NamedNode(SHAPES_GRAPHS + "cats.ttl")
    with closing(EmbeddedStore(tmp_path)) as store, closing(Client(store)) as client:
        store.apply(
            Patch(
                added=frozenset(
                    Quad(*quad.triple, graph)
                    for text, graph in ((TERMS, ONTOLOGY), (SHAPES, shapes))
                    for quad in parse(text, format=RdfFormat.TURTLE)
                )
            )
        )
        told = client.post(content=CAT + ":tom :nname 'Tom' .").json()["notes"]
        silent = client.post(content=CAT).json()["notes"]
        own = client.post(data={"data": CAT + ":tom :nname 'Tom' .", "shapes": SHAPES}).json()

    assert [True] == ["nname (did you mean" in note for note in told if "ontology" in note]
    assert "checks=shacl,terms" in " ".join(told)
    assert not [note for note in (*silent, *own["notes"]) if "of the ontology" in note]


def test_a_syntax_error_is_a_problem_with_its_place(client: Client) -> None:
    """What does not parse was not validated, so there is no report."""
    answer = client.post(content=CAT + "nope:x a :Cat .\n")

    assert 400 == answer.status_code
    assert "application/problem+json" == answer.headers["Content-Type"]
    assert (4, 1) == (answer.json()["line"], answer.json()["column"])


@pytest.mark.parametrize(
    ("status", "call"),
    [
        (415, {"content": b"x", "headers": {"Content-Type": "image/png"}}),
        (406, {"content": CAT, "headers": {"Accept": "image/png"}}),
        (400, {"data": {"shapes": SHAPES}}),
        (400, {"data": {"data": CAT, "colour": "red"}}),
        (413, {"content": "#" * (2**20 + 1)}),
    ],
)
def test_what_cannot_be_used_is_refused(
    client: Client, status: int, call: dict[str, object]
) -> None:
    """A client learns what was wrong with its request from the status."""
    assert status == client.post(**call).status_code


@pytest.mark.parametrize("query", ["checks=spelling", "engine=fastest", "colour=red"])
def test_unknown_parameters_are_refused(client: Client, query: str) -> None:
    """A misspelt parameter must not silently do nothing."""
    assert 400 == client.post(f"?{query}", content=CAT).status_code


def test_a_query_in_uploaded_shapes_that_never_ends_is_ended(shipped_store: EmbeddedStore) -> None:
    """Somebody else's query must neither hold the server nor reach the network."""
    triples = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(6))
    texts = ", ".join(f"STR(?a{n})" for n in range(6))
    query = f"SELECT $this {{ {triples} FILTER(CONCAT({texts}) = 'never') }}"
    shapes = f'{SHAPES} :CatShape sh:sparql [ sh:select """{query}""" ] .'
    data = CAT + "".join(f":c{n} a :Cat ; :name '{n}' .\n" for n in range(100))
    with closing(Client(shipped_store, seconds=2)) as client:
        answer = client.post(data={"data": data, "shapes": shapes})

    assert 422 == answer.status_code
    assert "limit of 2 s" in answer.json()["detail"]


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_uploaded_shapes_reach_no_network(client: Client, engine: str) -> None:
    """SERVICE in a shape would make the server fetch addresses for a stranger."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        service = f"SERVICE SILENT <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}"
        shapes = SHAPES + f":CatShape sh:sparql [ sh:select 'SELECT $this {{ {service} }}' ] ."
        client.post(f"?engine={engine}", data={"data": CAT, "shapes": shapes})
        with pytest.raises(TimeoutError):
            listener.accept()


def test_json_ld_with_a_common_context_is_read(client: Client) -> None:
    """It comes with the package, and the confined process may open no file for it."""
    document = '{"@context": "https://schema.org/", "@id": "urn:x", "@type": "Person"}'
    shapes = SHAPES.replace("https://example.org/#", "http://schema.org/").replace(
        ":Cat ", ":Person "
    )
    files = {"data": ("data.jsonld", document), "shapes": ("shapes.ttl", shapes)}
    answer = client.post(files=files)

    assert ["http://schema.org/name"] == [found["path"] for found in answer.json()["findings"]]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("cookie", 400),
        (
            (
                '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:">'
                '<rdf:Description rdf:about="urn:a"><e:p rdf:parseType="Literal"><b/></e:p>'
                "</rdf:Description></rdf:RDF>"
            ),
            200,
        ),
    ],
)
def test_rdf_xml_that_the_second_parser_reads_is_judged_in_the_confined_process(
    client: Client, text: str, status: int
) -> None:
    """There no file can be opened, so what is loaded late is missing."""
    answer = client.post(content=text, headers={"Content-Type": "application/rdf+xml"})

    assert status == answer.status_code, answer.text
