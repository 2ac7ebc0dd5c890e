"""What machines look for on a site: robots.txt, sitemap.xml, and VoID with DCAT.

Sources: RFC 9309, https://www.sitemaps.org/protocol.html, https://www.w3.org/TR/void/#well-known,
https://www.w3.org/TR/vocab-dcat-3/.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from fastapi import APIRouter, Request, Response

from rolegraph.catalogue import Catalogue
from rolegraph.http.accept import negotiate_format
from rolegraph.http.answers import tagged
from rolegraph.http.request import base_in, known_parameters
from rolegraph.rdf.media import GRAPH_FORMATS, rdf_format
from rolegraph.rdf.namespaces import DCTERMS, ONTOLOGY, RDF, is_default_dataset_graph
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Term, integer, serialize
from rolegraph.web.frame.pages import Pages

_VOID, _DCAT = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"
_DUMPS = {"application/n-quads": "nquads", "application/trig": "trig"}
"""Media type of a dump → the name of its format."""


def router(pages: Pages, catalogue: Catalogue, public_url: str | None) -> APIRouter:
    """Return the routes.

    Args:
        pages: the frame of errors.
        catalogue: what is described.
        public_url: address of the service as clients see it; by default that of each request.
    """
    routes = pages.router()

    @routes.get("/robots.txt")
    def robots(request: Request) -> Response:
        known_parameters(request, ())
        base = base_in(request.scope, public_url)
        text = (
            "User-agent: *\nDisallow: /edit/\nDisallow: /query\nDisallow: /why\n"
            f"Sitemap: {base}/sitemap.xml\n"
        )
        return tagged(request, text.encode(), "text/plain; charset=utf-8")

    @routes.get("/sitemap.xml")
    def sitemap(request: Request) -> Response:
        known_parameters(request, ())
        base = base_in(request.scope, public_url)
        paths = ["", "ontology", "shapes", *sorted(catalogue.types)]
        entries = "".join(f"<url><loc>{escape(f'{base}/{path}')}</loc></url>" for path in paths)
        text = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>\n'
        )
        return tagged(request, text.encode(), "application/xml")

    @routes.get("/.well-known/void")
    def void(request: Request) -> Response:
        known_parameters(request, ())
        chosen, media_type = negotiate_format(request.headers.get("accept"), GRAPH_FORMATS)
        quads = _description(catalogue, base_in(request.scope, public_url))
        prefixes = {"void": _VOID, "dcat": _DCAT, "dcterms": DCTERMS}
        text = serialize(quads, format=rdf_format(chosen), prefixes=prefixes) or b""
        return tagged(request, text, chosen.content_type(media_type))

    return routes


def _description(catalogue: Catalogue, base: str) -> list[Quad]:
    about, store = catalogue.about, catalogue.store
    dataset = NamedNode(f"{base}/.well-known/void#dataset")
    found: list[Quad] = []

    def say(subject: NamedNode, predicate: str, value: Term) -> None:
        found.append(Quad(subject, NamedNode(predicate), value))

    graphs = [name for name in store.graph_names() if is_default_dataset_graph(name.value)]
    for kind in (_VOID + "Dataset", _DCAT + "Dataset"):
        say(dataset, RDF + "type", NamedNode(kind))
    say(dataset, DCTERMS + "title", Literal(about.title))
    if about.description:
        say(dataset, DCTERMS + "description", Literal(about.description))
    if about.license:
        say(dataset, DCTERMS + "license", NamedNode(about.license))
    for name, text in (("creator", about.creator), ("publisher", about.publisher)):
        if text:
            say(dataset, DCTERMS + name, Literal(text))
    say(dataset, _VOID + "sparqlEndpoint", NamedNode(f"{base}/sparql"))
    say(dataset, _VOID + "uriSpace", Literal(about.base))
    say(dataset, _VOID + "vocabulary", NamedNode(ONTOLOGY))
    say(dataset, _DCAT + "landingPage", NamedNode(f"{base}/"))
    triples = {(q.subject, q.predicate, q.object) for g in graphs for q in store.match(graph=g)}
    say(dataset, _VOID + "triples", integer(len(triples)))
    for media_type, name in _DUMPS.items():
        place = NamedNode(f"{base}/graphs?format={name}")
        dump = NamedNode(f"{base}/.well-known/void#{name}")
        say(dataset, _DCAT + "distribution", dump)
        say(dump, RDF + "type", NamedNode(_DCAT + "Distribution"))
        say(dump, _DCAT + "downloadURL", place)
        say(dump, _DCAT + "mediaType", Literal(media_type))
        if about.license:
            say(dump, DCTERMS + "license", NamedNode(about.license))
        say(dataset, _VOID + "dataDump", place)
    return found
