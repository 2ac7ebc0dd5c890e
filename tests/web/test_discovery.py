"""What machines look for on a site is where they look, and leads to what is there."""

from __future__ import annotations

import re

import httpx
import pytest
from rdflib import DCAT, DCTERMS, OWL, RDF, Graph, URIRef

from rolegraph.errors import NotFound

VOID = "http://rdfs.org/ns/void#"
COUNTED = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def test_the_dataset_describes_itself_and_its_dumps_are_there(client: httpx.Client) -> None:
    """A harvester that follows the description must get the data under a known licence."""
    answer = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    dumps = list(graph.objects(dataset, URIRef(VOID + "dataDump")))

    assert list(graph.objects(dataset, DCTERMS.license))
    assert len(dumps) == 3
    for dump in dumps:
        assert client.get(str(dump)).is_success, dump


def test_the_description_counts_what_a_dump_and_a_query_have(client: httpx.Client) -> None:
    """Who compares the numbers with what arrived takes a smaller one for a loss."""
    answer = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    (default,) = graph.objects(dataset, URIRef(VOID + "subset"))
    counted = URIRef(VOID + "triples")
    dumped = client.get("/graphs?format=nquads").text.splitlines()

    def asked(where: str) -> str:
        query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {where} }}"
        found = client.get("/sparql", params={"query": query, "format": "json"}).json()
        return str(found["results"]["bindings"][0]["n"]["value"])

    whole = client.get("/sparql", params={"query": COUNTED, "format": "json"}).json()
    assert str(len(dumped)) == str(graph.value(dataset, counted))
    assert whole["results"]["bindings"][0]["n"]["value"] == str(graph.value(default, counted))
    parts = list(graph.objects(dataset, URIRef(VOID + "classPartition")))
    assert len(parts) > 5
    for part in parts:
        kind = graph.value(part, URIRef(VOID + "class"))
        assert asked(f"?s a <{kind}>") == str(graph.value(part, URIRef(VOID + "entities"))), kind


def test_the_sitemap_leads_to_pages(client: httpx.Client) -> None:
    """And robots.txt leads to the sitemap."""
    place = re.search("Sitemap: (.*)", client.get("/robots.txt").text)
    assert place is not None
    pages = re.findall("<loc>(.*?)</loc>", client.get(place[1]).text)

    assert len(pages) > 5
    for page in pages[:: len(pages) // 40]:
        assert client.get(page, headers={"Accept": "text/html"}).is_success, page


def test_the_sitemap_has_every_thing_once(client: httpx.Client) -> None:
    """A thing that no page of a list leads to would not be found."""
    pages = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").text)
    things = {thing["href"] for thing in client.get("/api/v1/roles").json()["items"]}
    paths = [httpx.URL(page).path for page in pages]

    assert {thing.removeprefix("/api/v1") for thing in things} <= set(paths)
    assert len(paths) == len(set(paths))
    assert "/ontology/core" in paths


def test_a_long_sitemap_comes_in_pieces(client: httpx.Client) -> None:
    """The protocol allows 50,000 addresses in one file."""
    from rolegraph.web.reference.discovery import sitemap_answer

    pages = [f"https://a.example/{number}" for number in range(7)]
    index = sitemap_answer(pages, "https://a.example", None, most=3)
    last = sitemap_answer(pages, "https://a.example", "3", most=3)

    assert re.findall("<loc>(.*?)</loc>", index.decode()) == [
        f"https://a.example/sitemap-{piece}.xml" for piece in (1, 2, 3)
    ]
    assert re.findall("<loc>(.*?)</loc>", last.decode()) == ["https://a.example/6"]
    for piece in ("0", "4", "x", "-1"):
        with pytest.raises(NotFound):
            sitemap_answer(pages, "https://a.example", piece, most=3)
    assert client.get("/sitemap-2.xml").status_code == 404


def test_the_first_page_is_also_the_description(client: httpx.Client) -> None:
    """Who asks the address of the data set for RDF gets what /.well-known/void says."""
    first = client.get("/", headers={"Accept": "text/turtle"})

    assert first.text == client.get("/.well-known/void", headers={"Accept": "text/turtle"}).text
    assert client.get("/").headers["content-type"].startswith("text/html")


def test_the_iri_of_the_data_set_leads_to_page_or_description(client: httpx.Client) -> None:
    """It is what the pages tell others to cite."""
    for accept, place in (("text/html", "/"), ("text/turtle", "/.well-known/void")):
        answer = client.get("/id/", headers={"Accept": accept})
        assert answer.status_code == 303
        assert httpx.URL(answer.headers["location"]).path == place


@pytest.mark.parametrize("ending", ["", ".ttl", ".nt", ".rdf", ".jsonld"])
@pytest.mark.parametrize("path", ["", "/core", "/0.1.0", "/0.1.0/core", "/alignments"])
def test_an_ontology_document_has_one_header(client: httpx.Client, path: str, ending: str) -> None:
    """Protégé takes a document with two headers for an error, or for the wrong ontology."""
    accept = {} if ending else {"Accept": "application/rdf+xml"}
    answer = client.get(f"/ontology{path}{ending}", headers=accept)
    kind = answer.headers["content-type"].partition(";")[0]
    graph = Graph().parse(data=answer.text, format=kind)
    (ontology,) = graph.subjects(RDF.type, OWL.Ontology)
    name = path.removeprefix("/0.1.0")

    assert str(ontology) == f"https://w3id.org/rolegraph/ontology{name}"
    assert list(graph.objects(ontology, OWL.versionIRI)) == [
        URIRef(f"https://w3id.org/rolegraph/ontology/0.1.0{name}")
    ]


def test_the_whole_ontology_has_the_terms_of_its_modules_and_no_import(
    client: httpx.Client,
) -> None:
    """Who has the whole need not fetch its parts."""
    whole = Graph().parse(data=client.get("/ontology.ttl").text)
    core = Graph().parse(data=client.get("/ontology/core.ttl").text)
    terms = set(core.subjects(RDF.type, OWL.Class))

    assert terms
    assert terms <= set(whole.subjects(RDF.type, OWL.Class))
    assert not list(whole.triples((None, OWL.imports, None)))


@pytest.mark.parametrize("asked", ["text/n3", "application/x-turtle", "application/xml"])
def test_older_names_of_formats_get_the_ontology_too(client: httpx.Client, asked: str) -> None:
    """Tools of ten years ago still ask by them, and cannot read a page."""
    answer = client.get("/ontology/core", headers={"Accept": asked})

    assert answer.headers["content-type"].split(";")[0] in {"text/turtle", "application/rdf+xml"}


def test_a_version_that_is_not_here_is_not_found(client: httpx.Client) -> None:
    """An old version must not be answered with the present one."""
    answer = client.get("/ontology/0.0.9/core", headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert "0.1.0" in answer.text
