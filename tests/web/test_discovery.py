"""What machines look for on a site is where they look, and leads to what is there."""

from __future__ import annotations

import re

import httpx
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef

VOID = "http://rdfs.org/ns/void#"


def test_the_dataset_describes_itself_and_its_dumps_are_there(client: httpx.Client) -> None:
    """A harvester that follows the description must get the data under a known licence."""
    answer = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    dumps = list(graph.objects(dataset, URIRef(VOID + "dataDump")))

    assert list(graph.objects(dataset, DCTERMS.license))
    assert len(dumps) == 2
    for dump in dumps:
        assert client.get(str(dump)).is_success, dump


def test_the_sitemap_leads_to_pages(client: httpx.Client) -> None:
    """And robots.txt leads to the sitemap."""
    place = re.search("Sitemap: (.*)", client.get("/robots.txt").text)
    assert place is not None
    pages = re.findall("<loc>(.*?)</loc>", client.get(place[1]).text)

    assert len(pages) > 5
    for page in pages:
        assert client.get(page, headers={"Accept": "text/html"}).is_success, page
