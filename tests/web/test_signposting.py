"""Each page says to programs what it is about, where that is as data, and under which licence."""

from __future__ import annotations

import json
import re
from html import unescape

import httpx
import pytest
from rdflib import OWL, RDF, Graph, URIRef

HTML = {"Accept": "text/html"}
ROLE = "https://w3id.org/rolegraph/id/roles/data-analyst"
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
APACHE = "https://spdx.org/licenses/Apache-2.0"
ONTOLOGY = "https://w3id.org/rolegraph/ontology"
KINDS = {
    "/": ("https://w3id.org/rolegraph/id/", LICENCE),
    "/roles": (None, LICENCE),
    "/roles?view=table": (None, LICENCE),
    "/roles/data-analyst": (ROLE, LICENCE),
    "/at/1/roles": (None, LICENCE),
    "/at/1/roles/data-analyst": (None, LICENCE),
    "/ontology": (f"{ONTOLOGY}/0.1.0", APACHE),
    "/ontology/0.1.0": (f"{ONTOLOGY}/0.1.0", APACHE),
    "/ontology/core": (f"{ONTOLOGY}/0.1.0/core", APACHE),
    "/ontology/0.1.0/alignments": (f"{ONTOLOGY}/0.1.0/alignments", APACHE),
    "/shapes": ("https://w3id.org/rolegraph/shapes/0.1.0", APACHE),
    "/shapes/0.1.0": ("https://w3id.org/rolegraph/shapes/0.1.0", APACHE),
}
"""A page of each kind → the IRI to cite, and the licence."""
DATA = {
    "/roles/data-analyst.ttl": "/roles/data-analyst",
    "/api/v1/roles/data-analyst": "/roles/data-analyst",
    "/.well-known/void": "/",
}
"""A description → the page of what it describes."""


def links(answer: httpx.Response) -> list[tuple[str, str, str]]:
    """Return target, relation and media type of all links of an answer."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', answer.headers["link"])
    return [(target, rel, kind) for target, rel, kind in found]


def of(answer: httpx.Response, rel: str) -> list[str]:
    """Return the targets of one relation."""
    return [target for target, found, _ in links(answer) if found == rel]


@pytest.fixture(params=KINDS)
def page(request: pytest.FixtureRequest, client: httpx.Client) -> tuple[str, httpx.Response]:
    """A page of each kind, with its path."""
    return request.param, client.get(request.param, headers=HTML)


def test_a_page_names_what_to_cite_its_type_and_its_licence(
    page: tuple[str, httpx.Response],
) -> None:
    """A harvester that knows nothing of this service finds the lasting IRI in the head."""
    path, answer = page
    cited, licence = KINDS[path]

    assert answer.is_success, path
    assert of(answer, "cite-as") == ([cited] if cited else [])
    assert of(answer, "license") == [licence]
    assert "https://schema.org/AboutPage" in of(answer, "type")


def test_what_a_page_links_to_is_there_in_the_format_it_names(
    page: tuple[str, httpx.Response], client: httpx.Client
) -> None:
    """A link that leads nowhere, or to another format, costs the trust in all of them."""
    path, answer = page
    here = [one for one in links(answer) if one[1] in {"describedby", "item", "collection"}]

    assert here or path.startswith("/shapes")
    for target, rel, kind in here:
        found = client.head(target, headers={"Accept": kind})
        assert found.is_success, (path, rel, target)
        assert found.headers["content-type"].partition(";")[0] == kind, (path, rel, target)


def test_head_and_a_kept_answer_have_the_links_of_the_first(
    page: tuple[str, httpx.Response], client: httpx.Client
) -> None:
    """An answer from the cache must not lose what the fresh one said."""
    path, answer = page
    again = client.get(path, headers=HTML)

    assert again.headers["link"] == answer.headers["link"]
    assert client.head(path, headers=HTML).headers["link"] == answer.headers["link"]
    assert {*again.headers} == {*answer.headers}


def test_the_page_itself_has_the_links_of_its_head(page: tuple[str, httpx.Response]) -> None:
    """Whoever saved the page still has them."""
    _, answer = page
    found = re.findall(r'<link rel="([^"]*)" href="([^"]*)"', answer.text)

    assert {(rel, target) for target, rel, _ in links(answer)} <= {
        (rel, unescape(href)) for rel, href in found
    }


def test_json_ld_in_a_page_is_read_by_another_library(
    page: tuple[str, httpx.Response],
) -> None:
    """Search engines take a page's word from there; it must not need a context from elsewhere."""
    path, answer = page
    first, *others = (json.loads(block) for block in blocks(answer.text))
    graph = Graph()
    for block in others:
        graph.parse(data=json.dumps(block), format="json-ld")

    assert first["@context"] == "https://schema.org/"
    assert first["name"]
    assert first["license"] == KINDS[path][1]
    if path.endswith("/roles/data-analyst"):
        assert (URIRef(ROLE), RDF.type, URIRef(f"{ONTOLOGY}#Role")) in graph
    if path.startswith("/ontology"):
        assert len(set(graph.subjects(RDF.type, OWL.Ontology))) == 1


def blocks(text: str) -> list[str]:
    """Return the JSON-LD blocks of a page."""
    return re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)


@pytest.mark.parametrize("path", DATA)
def test_data_leads_back_to_the_page_that_it_describes(client: httpx.Client, path: str) -> None:
    """Who meets the data first finds the page, the licence and the IRI to cite."""
    answer = client.get(path)

    assert of(answer, "describes") == [str(client.base_url.join(DATA[path]))]
    assert of(answer, "license") == [LICENCE]
    assert of(answer, "cite-as")


def test_a_dump_leads_back_to_the_data_set(client: httpx.Client) -> None:
    """FAIR Signposting: an item names its collection."""
    dumps = of(client.get("/", headers=HTML), "item")

    assert len(dumps) == 3
    for dump in dumps:
        answer = client.head(dump)
        assert of(answer, "collection") == [str(client.base_url.join("/"))]
        assert of(answer, "license") == [LICENCE]


def test_text_that_looks_like_markup_does_not_end_the_block() -> None:
    """What somebody wrote into a catalogue is data in its pages, never markup."""
    from rolegraph.http.signposting import Signposts
    from rolegraph.web.frame.linked_data import LinkedData

    (script,) = LinkedData(Signposts(), [{"name": "</script><b>&amp;"}]).scripts

    assert not set("<>&") & set(script)
    assert json.loads(script) == {"name": "</script><b>&amp;"}


def test_what_is_no_address_is_no_link() -> None:
    """A name in the place of an IRI, or one with a quote in it, must not spoil the header."""
    from rolegraph.http.signposting import Signposts

    posts = Signposts(cite_as='https://a.example/"x', authors=("Jane Doe", "https://b.example/me"))

    assert posts.header == '<https://b.example/me>; rel="author"'


def test_a_thing_leads_to_what_follows_about_it(client: httpx.Client) -> None:
    """Where the service infers, the page says so at the place of its data."""
    text = client.get("/roles/data-analyst", headers=HTML).text
    (address,) = re.findall(r'href="(/why\?subject=[^"]*)"', text)

    assert "What follows" in client.get(address).text
