"""What machines look for on a site: robots.txt, sitemap.xml, and VoID with DCAT.

Sources: RFC 9309, https://www.sitemaps.org/protocol.html, https://www.w3.org/TR/void/#well-known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from rolegraph.catalogue import Catalogue
from rolegraph.errors import InputError, NotAcceptable, NotFound
from rolegraph.http.accept import HTML, negotiate_format, wanted_by
from rolegraph.http.answers import tagged
from rolegraph.http.request import known_parameters
from rolegraph.http.signposting import Signposts, authors_of, licenses_of
from rolegraph.rdf.media import GRAPH_FORMATS, rdf_format
from rolegraph.rdf.terms import serialize
from rolegraph.rdf.turtle.writer import write_turtle
from rolegraph.web.frame.links import page_path
from rolegraph.web.frame.pages import Pages
from rolegraph.web.reference.dataset import DESCRIPTION_PREFIXES, PLACE, Dataset
from rolegraph.web.reference.rule_documents import RuleDocuments

AT_ONCE = 50_000
"""Addresses that one sitemap may have, by its protocol."""
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def description(request: Request, dataset: Dataset, base: str) -> Response:
    """Answer with the description of the data set, in the format that the client likes best.

    Args:
        request: what is answered.
        dataset: what is described.
        base: address of the service.
    """
    try:
        chosen, media_type = negotiate_format(request.headers.get("accept"), GRAPH_FORMATS)
    except NotAcceptable:  # a browser is shown the text
        chosen, media_type = GRAPH_FORMATS[0], GRAPH_FORMATS[0].media_type
    triples = [quad.triple for quad in dataset.quads(base)]
    if chosen.name == "turtle":
        text = write_turtle(triples, prefixes=DESCRIPTION_PREFIXES).encode()
    else:
        given = DESCRIPTION_PREFIXES
        text = serialize(triples, format=rdf_format(chosen), prefixes=given) or b""
    about = dataset.facts().about
    signposts = Signposts(
        cite_as=about.base,
        describes=f"{base}/",
        licenses=licenses_of(about),
        authors=authors_of(about),
    )
    headers = {"Link": signposts.header}
    return tagged(request, text, media_type, headers=headers)


def wants_description(request: Request) -> bool:
    """Tell whether the first page is asked for as RDF."""
    offers = (HTML, *(f.media_type for f in GRAPH_FORMATS))
    try:
        return wanted_by(request, offers) != HTML
    except InputError:
        return False


def router(
    pages: Pages, catalogue: Catalogue, dataset: Dataset, ontology: RuleDocuments
) -> APIRouter:
    """Return the routes.

    Args:
        pages: the frame of errors.
        catalogue: whose pages the sitemap lists.
        dataset: describes it.
        ontology: its modules have pages as well.
    """
    routes = pages.router()

    @routes.get("/robots.txt")
    def robots(request: Request) -> Response:
        known_parameters(request, ())
        text = (
            "User-agent: *\nDisallow: /edit/\nDisallow: /query\nDisallow: /why\n"
            f"Sitemap: {pages.base(request)}/sitemap.xml\n"
        )
        return tagged(request, text.encode(), "text/plain")

    @routes.get("/sitemap.xml")
    def sitemap(request: Request) -> Response:
        known_parameters(request, ())
        base = pages.base(request)
        text = sitemap_answer(_addresses(base, catalogue, ontology), base)
        return tagged(request, text, "application/xml")

    @routes.get("/sitemap-{piece}.xml")
    def piece_of_sitemap(piece: str, request: Request) -> Response:
        known_parameters(request, ())
        base = pages.base(request)
        text = sitemap_answer(_addresses(base, catalogue, ontology), base, piece)
        return tagged(request, text, "application/xml")

    @routes.get("/id/")
    def identify(request: Request) -> Response:
        known_parameters(request, ())
        place = PLACE if wants_description(request) else "/"
        location = f"{pages.base(request)}{place}"
        return RedirectResponse(location, status_code=303, headers={"Vary": "Accept"})

    @routes.get(PLACE)
    def void(request: Request) -> Response:
        known_parameters(request, ())
        return description(request, dataset, pages.base(request))

    return routes


def sitemap_answer(
    addresses: Sequence[str], base: str, piece: str | None = None, *, most: int = AT_ONCE
) -> bytes:
    """Return the sitemap of some pages, or the list of its pieces where one file is too short.

    Args:
        addresses: the pages.
        base: address of the service.
        piece: the number of the piece that is asked for, counted from 1; None for the first file.
        most: addresses that a file may have.

    Raises:
        NotFound: there is no such piece.
    """
    if piece is None and len(addresses) > most:
        pieces = range(1, -(-len(addresses) // most) + 1)
        return _listed("sitemapindex", "sitemap", [f"{base}/sitemap-{n}.xml" for n in pieces])
    number = 1 if piece is None else int(piece) if piece.isascii() and piece.isdecimal() else 0
    part = addresses[(number - 1) * most : number * most] if number else []
    if not part:
        raise NotFound(f"There is no part {piece!r} of the sitemap; /sitemap.xml names all.")
    return _listed("urlset", "url", part)


def _listed(root: str, element: str, addresses: Iterable[str]) -> bytes:
    entries = "".join(
        f"<{element}><loc>{escape(address)}</loc></{element}>\n" for address in addresses
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SITEMAPS}">\n'
    return f"{head}{entries}</{root}>\n".encode()


def _addresses(base: str, catalogue: Catalogue, ontology: RuleDocuments) -> list[str]:
    """Return the pages; a thing that several lists have is there once, at its own address."""
    modules = (f"/ontology/{module.path}" for module in ontology.whole().modules)
    plurals = sorted(catalogue.types)
    paths = ["/", "/ontology", *modules, "/shapes", *(f"/{plural}" for plural in plurals)]
    with catalogue.view() as view:
        for plural in plurals:
            own = (page_path(catalogue.address(iri) or "") for iri in view.iris(plural))
            paths += [path for path in own if path.startswith(f"/{plural}/")]
    return [base + path for path in paths]
