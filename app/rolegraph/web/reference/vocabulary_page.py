"""The pages of ontology and shapes; the same addresses give them as RDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from rolegraph.diagrams.lettering import width_of
from rolegraph.errors import InputError
from rolegraph.http.accept import HTML, wanted_by
from rolegraph.http.answers import tagged
from rolegraph.http.signposting import ABOUT_PAGE, Signposts
from rolegraph.rdf.media import GRAPH_FORMATS, rdf_format
from rolegraph.rdf.namespaces import OWL, PREFIXES
from rolegraph.rdf.terms import serialize
from rolegraph.rdf.turtle.writer import write_turtle
from rolegraph.web.frame.linked_data import LinkedData, forms_of, schema_org
from rolegraph.web.frame.negotiation import ENDINGS
from rolegraph.web.frame.pages import Pages
from rolegraph.web.pictures.layered import layered
from rolegraph.web.reference.rule_documents import OntologyDocument, RuleDocuments
from rolegraph.web.reference.rules_shown import DocumentCard, RulesShown
from rolegraph.web.reference.vocabulary import Module

_COLUMN, _ROW, _SIZE = 190.0, 40.0, 12.5
_RDF = {f.media_type: f for f in GRAPH_FORMATS if f.media_type != "application/n-quads"}
_SYNONYMS = {name: f.media_type for f in _RDF.values() for name in f.synonyms if name not in _RDF}
"""Other names of the formats, under which older tools ask → media type; the first one counts."""


COMMON = "ThingShape"
"""The shape of what all things have; its rules stand on the page once."""


@dataclass(frozen=True)
class Node:
    """A class in the diagram."""

    x: float
    y: float
    width: float
    label: str
    local: str


@dataclass(frozen=True)
class ClassLine:
    """A link in the diagram, from class to class."""

    path: str
    note: str
    below: bool


@dataclass(frozen=True)
class Overview:
    """The diagram of all classes."""

    width: float
    height: float
    nodes: Sequence[Node]
    lines: Sequence[ClassLine]


def router(pages: Pages, rules: RulesShown) -> APIRouter:
    """Return the routes of ontology and shapes: the whole, its modules, and their versions.

    Args:
        pages: renders them.
        rules: knows what they show.
    """
    routes = pages.router()
    ontology, shapes = rules.ontology, rules.shapes

    def as_data(
        request: Request, place: str, wanted: str, family: RuleDocuments, path: str
    ) -> Response:
        document = family.at(path) if path else family.whole()
        parts = [one.path for one in document.modules]
        linked = _linked(pages.base(request), place, DocumentCard.of(document), parts)
        return _data(request, document, wanted, linked)

    def page(
        request: Request,
        place: str,
        template: str,
        card: DocumentCard,
        parts: Sequence[str],
        values: dict[str, Any],
    ) -> Response:
        shown = {**values, "header": card.header, "place": place.partition("ontology/")[2]}
        linked = _linked(pages.base(request), place, card, parts)
        return pages.render(request, template, shown, linked=linked)

    def of_ontology(request: Request, path: str, ending: str) -> Response:
        place = f"/ontology/{path}" if path else "/ontology"
        wanted = _wanted(request, ending)
        if wanted != HTML:
            return as_data(request, place, wanted, ontology, path)
        known = rules.now()
        card = next((one for one in known.documents if one.path == path), None)
        card = card or DocumentCard.of(ontology.at(path))
        modules, parts = known.modules, known.documents[1:]
        if card.path:
            modules, parts = [one for one in modules if one.iri == card.header.iri], []
        values = {
            "modules": modules,
            "overview": overview(modules),
            "parts_of_it": [(one.path, one.header) for one in parts],
        }
        names = [one.path for one in parts]
        return page(request, place, "ontology.html", card, names, values)

    def of_shapes(request: Request, path: str, ending: str) -> Response:
        place = f"/shapes/{path}" if path else "/shapes"
        wanted = _wanted(request, ending)
        if wanted != HTML:
            return as_data(request, place, wanted, shapes, path)
        known = rules.now()
        card = DocumentCard.of(shapes.at(path)) if path else known.shapes_whole
        common = {r.local for one in known.shapes if one.local == COMMON for r in one.rules}
        values = {"shapes": known.shapes, "common": common}
        return page(request, place, "shapes.html", card, [], values)

    for family, answer in (("/ontology", of_ontology), ("/shapes", of_shapes)):
        _add(routes, family, answer)
    return routes


def _add(routes: APIRouter, family: str, answer: Callable[[Request, str, str], Response]) -> None:
    """Add the addresses of a family of documents."""

    @routes.get(family)
    @routes.get(family + "{ending}")
    def whole(request: Request, ending: str = "") -> Response:
        return answer(request, "", ending)

    @routes.get(family + "/{path:path}")
    def part(request: Request, path: str) -> Response:
        stem, dot, ending = path.rpartition(".")
        if dot + ending in ENDINGS:
            return answer(request, stem, dot + ending)
        return answer(request, path, "")


def _linked(base: str, place: str, card: DocumentCard, parts: Sequence[str]) -> LinkedData:
    """Return what a page of ontology or shapes says to programs."""
    header, address = card.header, base + place
    signposts = Signposts(
        cite_as=header.version_iri or header.iri or None,
        types=(ABOUT_PAGE, OWL + "Ontology"),
        described_by=forms_of(address),
        items=[(f"{base}/ontology/{part}", HTML) for part in parts],
        collection=None if not card.path else f"{base}/ontology",
        licenses=(header.license,) if header.license else (),
        authors=header.creators,
    )
    said = {
        "@id": header.iri,
        "name": header.title,
        "description": header.description,
        "identifier": header.version_iri or header.iri,
        "version": header.version,
        "creator": list(header.creators),
        "license": header.license,
        "dateCreated": header.created,
        "dateModified": header.modified,
        "url": address,
    }
    return LinkedData(signposts, (schema_org("DefinedTermSet", said), card.own))


def _wanted(request: Request, ending: str) -> str:
    if ending in ENDINGS:
        return ENDINGS[ending]
    try:
        chosen = wanted_by(request, (HTML, *_RDF, *_SYNONYMS))
    except InputError:
        return HTML
    return _SYNONYMS.get(chosen, chosen)


def _data(
    request: Request, document: OntologyDocument, media_type: str, linked: LinkedData
) -> Response:
    if media_type not in _RDF:
        media_type = "application/ld+json"
    chosen, triples = _RDF[media_type], document.triples
    if media_type == "text/turtle":
        body = write_turtle(triples).encode()
    else:
        body = serialize(triples, format=rdf_format(chosen), prefixes=PREFIXES) or b""
    return tagged(request, body, media_type, headers={"Link": linked.signposts.header})


def overview(modules: Sequence[Module]) -> Overview:
    """Lay out the classes, with lines for the properties between them and for kinds."""
    terms = [term for module in modules for term in module.terms]
    classes = {term.iri: term for term in terms if term.kind == "class"}
    links: dict[tuple[str, str], list[str]] = {}
    kinds: dict[tuple[str, str], None] = {}  # in order, so that each start draws the same
    for term in terms:
        facts = dict(term.facts)
        if term.kind == "class":
            kinds |= dict.fromkeys((upper, term.iri) for upper in facts.get("is a kind of", ()))
        for source in facts.get("is said of", ()):
            for target in facts.get("leads to", ()):
                links.setdefault((source, target), []).append(term.label)
    edges = [pair for pair in (*links, *kinds) if pair[0] in classes and pair[1] in classes]
    joined = sorted({end for pair in edges for end in pair}, key=lambda iri: classes[iri].label)
    spots = layered(joined, edges)
    nodes = {}
    for iri, spot in spots.items():
        label = classes[iri].label
        width = width_of(label, _SIZE) + 20
        x, y = 8 + spot.layer * _COLUMN, 10 + spot.place * _ROW
        nodes[iri] = Node(x, y, width, label, classes[iri].local)
    lines = [
        ClassLine(
            _curve(nodes[a], nodes[b]),
            ", ".join(links.get((a, b), ["has the kind"])),
            (a, b) in kinds,
        )
        for a, b in edges
        if a != b
    ]
    width = max((node.x + node.width for node in nodes.values()), default=0) + 12
    height = max((node.y for node in nodes.values()), default=0) + _ROW
    return Overview(width, height, list(nodes.values()), lines)


def _curve(source: Node, target: Node) -> str:
    begin, end = (source.x + source.width, source.y + 14), (target.x, target.y + 14)
    if target.x <= source.x:  # backwards, or in the same layer
        begin, end = (source.x, source.y + 14), (target.x + target.width, target.y + 14)
        if target.x == source.x:
            end = (target.x, target.y + 14)
    bend = max(abs(end[0] - begin[0]) / 2, 24) * (1 if end[0] > begin[0] else -1)
    return (
        f"M{begin[0]:.0f} {begin[1]:.0f}C{begin[0] + bend:.0f} {begin[1]:.0f} "
        f"{end[0] - bend:.0f} {end[1]:.0f} {end[0]:.0f} {end[1]:.0f}"
    )
