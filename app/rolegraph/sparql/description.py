"""The service description of the endpoint (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from collections.abc import Mapping

from rolegraph.rdf.media import GRAPH_FORMATS, RESULT_FORMATS, Format, rdf_format
from rolegraph.rdf.namespaces import PREFIXES, RDF, VOID, is_default_dataset_graph
from rolegraph.rdf.terms import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    Subject,
    Term,
    Triple,
    integer,
    serialize,
)

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "nquads": "N-Quads",
    "trig": "TriG",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
}


def describe(
    endpoint: str,
    graphs: Mapping[str, int],
    *,
    union: bool,
    writable: bool,
    federated: bool,
    graph_format: Format,
) -> bytes:
    """Return the description.

    Args:
        endpoint: address of the endpoint.
        graphs: the named graphs with their numbers of triples.
        union: whether the default graph is the union of the default dataset graphs.
        writable: whether updates are taken.
        federated: whether SERVICE may reach some addresses.
        graph_format: the format to write.
    """
    triples: list[Triple] = []

    def say(subject: Subject, name: str, value: Term) -> None:
        triples.append(Triple(subject, NamedNode(name), value))

    service, dataset, default = NamedNode(endpoint), BlankNode("dataset"), BlankNode("default")
    say(service, RDF + "type", NamedNode(SD + "Service"))
    say(service, SD + "endpoint", service)
    languages = ["SPARQL11Query", *(["SPARQL11Update"] if writable else [])]
    for language in languages:
        say(service, SD + "supportedLanguage", NamedNode(SD + language))
    features = [*(["UnionDefaultGraph"] if union else [])]
    features += ["BasicFederatedQuery"] if federated else []
    for feature in features:
        say(service, SD + "feature", NamedNode(SD + feature))
    for known in (*RESULT_FORMATS, *GRAPH_FORMATS):
        say(service, SD + "resultFormat", NamedNode(_FORMATS + _FORMAT_NAMES[known.name]))
    if writable:
        for name in ("Turtle", "N-Triples", "RDF_XML", "JSON-LD"):
            say(service, SD + "inputFormat", NamedNode(_FORMATS + name))
    say(service, SD + "defaultDataset", dataset)
    say(dataset, RDF + "type", NamedNode(SD + "Dataset"))
    say(dataset, SD + "defaultGraph", default)
    say(default, RDF + "type", NamedNode(SD + "Graph"))
    if union:
        inside = sum(n for name, n in graphs.items() if is_default_dataset_graph(name))
        about = (
            f"The union of the {sum(map(is_default_dataset_graph, graphs))} graphs of catalogue, "
            f"ontology and mappings ({inside} triples before duplicates are merged)."
        )
        say(default, "http://purl.org/dc/terms/description", Literal(about, language="en"))
    for number, (name, count) in enumerate(sorted(graphs.items())):
        named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        say(dataset, SD + "namedGraph", named)
        say(named, RDF + "type", NamedNode(SD + "NamedGraph"))
        say(named, SD + "name", NamedNode(name))
        say(named, SD + "graph", graph)
        say(graph, RDF + "type", NamedNode(SD + "Graph"))
        say(graph, VOID + "triples", integer(count))
    prefixes = {"sd": SD, "formats": _FORMATS, **PREFIXES}
    quads = [Quad(t.subject, t.predicate, t.object) for t in triples]
    text = serialize(quads, format=rdf_format(graph_format), prefixes=prefixes)
    return text or b""
