"""The pages of ontology and shapes; the same addresses give them as RDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from rolegraph.catalogue import Catalogue
from rolegraph.errors import InputError
from rolegraph.http.accept import HTML, wanted_by
from rolegraph.http.answers import tagged
from rolegraph.rdf.media import GRAPH_FORMATS, rdf_format
from rolegraph.rdf.namespaces import GRAPHS, PREFIXES, SHAPES_GRAPHS
from rolegraph.rdf.terms import serialize
from rolegraph.rdf.turtle.writer import write_turtle
from rolegraph.web.frame.negotiation import ENDINGS
from rolegraph.web.frame.pages import Pages
from rolegraph.web.pictures.layered import layered
from rolegraph.web.pictures.lettering import width_of
from rolegraph.web.reference.vocabulary import Module, VocabularyReader

_COLUMN, _ROW, _SIZE = 190.0, 40.0, 12.5
_RDF = {f.media_type: f for f in GRAPH_FORMATS if f.media_type != "application/n-quads"}


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


def router(pages: Pages, catalogue: Catalogue) -> APIRouter:
    """Return the routes of ontology and shapes."""
    routes = pages.router()
    vocabulary = VocabularyReader(catalogue)

    @routes.get("/ontology")
    @routes.get("/ontology{ending}")
    def ontology(request: Request, ending: str = "") -> Response:
        wanted = _wanted(request, ending)
        if wanted != HTML:
            return _data(request, catalogue, GRAPHS + "ontology/", wanted)
        modules = vocabulary.modules()
        return pages.render(
            request, "ontology.html", {"modules": modules, "overview": overview(modules)}
        )

    @routes.get("/shapes")
    @routes.get("/shapes{ending}")
    def shapes(request: Request, ending: str = "") -> Response:
        wanted = _wanted(request, ending)
        if wanted != HTML:
            return _data(request, catalogue, SHAPES_GRAPHS, wanted)
        found = vocabulary.shapes()
        common = {r.local for shape in found if shape.local == COMMON for r in shape.rules}
        return pages.render(request, "shapes.html", {"shapes": found, "common": common})

    return routes


def _wanted(request: Request, ending: str) -> str:
    if ending in ENDINGS:
        return ENDINGS[ending]
    try:
        return wanted_by(request, (HTML, *_RDF))
    except InputError:
        return HTML


def _data(request: Request, catalogue: Catalogue, beginning: str, media_type: str) -> Response:
    if media_type not in _RDF:
        media_type = "application/ld+json"
    store = catalogue.store
    graphs = [name for name in store.graph_names() if name.value.startswith(beginning)]
    triples = dict.fromkeys(q.triple for name in graphs for q in store.match(graph=name))
    chosen = _RDF[media_type]
    if media_type == "text/turtle":
        body = write_turtle(triples).encode()
    else:
        body = serialize(triples, format=rdf_format(chosen), prefixes=PREFIXES) or b""
    return tagged(request, body, media_type)


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
