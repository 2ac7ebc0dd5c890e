"""Writes docs/facts.md: each fact of the sample about what others publish, with its source and day.

Run by `make docs`; `test_documentation.py` fails while the file says something else, or while a
fact lacks its source, its day or how it was checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, Graph, Namespace
from rdflib.term import Node

from rolegraph import resources
from rolegraph.rdf.namespaces import ONTOLOGY
from rolegraph.rdf.sssom.graph import read_sssom
from rolegraph.rdf.terms import NamedNode

TARGET = Path(__file__).parents[2] / "docs" / "facts.md"
RG = Namespace(ONTOLOGY)
SCHEMA = Namespace("https://schema.org/")
MISSING = "**missing**"
OPENING = """# Facts about tools and frameworks

Written by `make docs` from the sample's data; do not edit. Each fact was read by somebody at its
source on the day given. What could not be read is said in the last column or line. `rolegraph
check` warns once a fact was last checked more than a year ago.
"""


def render() -> str:
    """Return the text of the page; a fact without source, day or way reads `**missing**`."""
    graph = Graph()
    for path in resources.files("data", ".ttl"):
        graph.parse(path)
    return OPENING + "\n".join([*_tools(graph), *_frameworks(graph), *_entries(graph)]) + "\n"


def _tools(graph: Graph) -> Iterator[str]:
    yield "\n## Tools\n"
    yield "| tool | package | version | released | licence | works on | source | checked | how |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for tool in _by_label(graph, RG.Tool):
        modalities = ", ".join(sorted(map(str, graph.objects(tool, RG.forModality))))
        yield _row(
            _text(graph, tool, SKOS.prefLabel),
            f"`{_text(graph, tool, RG.packageName)}`",
            _text(graph, tool, SCHEMA.softwareVersion),
            _day(graph, tool, RG.lastReleasedOn),
            _text(graph, tool, DCTERMS.license).rpartition("/")[2],
            modalities or MISSING,
            *_proof(graph, tool),
        )


def _frameworks(graph: Graph) -> Iterator[str]:
    yield "\n## Frameworks, regulations and standards\n"
    yield "| framework | version used | latest known | terms of use | source | checked | how |"
    yield "|---|---|---|---|---|---|---|"
    for framework in _by_label(graph, RG.Framework):
        yield _row(
            _text(graph, framework, SKOS.prefLabel),
            _text(graph, framework, RG.frameworkVersion, "not noted"),
            _text(graph, framework, RG.latestKnownVersion, "none noted"),
            _text(graph, framework, RG.licenceNote),
            *_proof(graph, framework),
        )


def _entries(graph: Graph) -> Iterator[str]:
    mapped = {
        quad.object.value
        for quad in read_sssom(
            resources.part("data") / "mappings.sssom.tsv", NamedNode("urn:mappings")
        )
        if isinstance(quad.object, NamedNode)
    }
    yield "\n## Identifiers of frameworks\n"
    yield (
        "The source, the day and the way are those of the framework. Identifiers that a mapping of"
        " the sample relies on are marked with \\*."
    )
    for framework in _by_label(graph, RG.Framework):
        members = [
            *graph.subjects(SKOS.inScheme, framework),
            *graph.subjects(RG.requiredBy, framework),
        ]
        source, day, how = _proof(graph, framework)
        yield f"\n### {_text(graph, framework, SKOS.prefLabel)}\n"
        yield f"{len(members)} identifiers. Source: {source}. Checked: {day}. {how}\n"
        yield "| identifier | label | kind | placed under |"
        yield "|---|---|---|---|"
        for entry in sorted(members, key=lambda e: _text(graph, e, RG.externalIdentifier)):
            above = [*graph.objects(entry, SKOS.broader), *graph.objects(entry, RG.hasTactic)]
            yield _row(
                _text(graph, entry, RG.externalIdentifier)
                + ("\\*" if str(entry) in mapped else ""),
                _text(graph, entry, SKOS.prefLabel),
                _text(graph, entry, RG.entryType, "requirement"),
                ", ".join(sorted(_text(graph, each, RG.externalIdentifier) for each in above)),
            )


def _by_label(graph: Graph, kind: Node) -> list[Node]:
    return sorted(
        graph.subjects(RDF.type, kind),
        key=lambda thing: _text(graph, thing, SKOS.prefLabel).lower(),
    )


def _proof(graph: Graph, thing: Node) -> tuple[str, str, str]:
    source = _text(graph, thing, RG.factSource)
    link = source if source == MISSING else f"<{source}>"
    return link, _day(graph, thing, RG.checkedOn), _text(graph, thing, RG.howChecked)


def _day(graph: Graph, thing: Node, predicate: Node) -> str:
    return _text(graph, thing, predicate).partition("T")[0]


def _text(graph: Graph, thing: Node, predicate: Node, otherwise: str = MISSING) -> str:
    value = graph.value(thing, predicate)
    return otherwise if value is None else " ".join(str(value).split())


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
