"""The reference engine: pySHACL on an rdflib graph, never on a `pyoxigraph.Store`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rolegraph.rdf.namespaces import SH
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term
from rolegraph.shacl.results import Result
from rolegraph.shacl.shapes import Shapes, local_name

if TYPE_CHECKING:
    import rdflib


class ReferenceEngine:
    """Shapes as an rdflib graph, for pySHACL."""

    def __init__(self, shapes: Shapes) -> None:
        import rdflib

        self._graph = rdflib.Graph(bind_namespaces="none")
        self._graph.parse(data=shapes.ntriples, format="nt")

    def validate(self, data: Iterable[Quad]) -> list[Result]:
        """Return the results for the union of the quads' graphs."""
        import pyshacl
        import rdflib

        graph = rdflib.Graph(bind_namespaces="none")
        _add(graph, data)
        _, report, _ = pyshacl.validate(graph, shacl_graph=self._graph, advanced=True)
        term = rdflib.URIRef
        return [
            _result(report, node)
            for node in report.objects(None, term(SH + "result"))
            if (None, term(SH + "detail"), node) not in report
        ]


def _add(graph: rdflib.Graph, data: Iterable[Quad]) -> None:
    # Not by way of a text: rdflib's parser would give blank nodes new labels.
    import rdflib

    def term(node: object) -> rdflib.term.Node:
        if isinstance(node, NamedNode):
            return rdflib.URIRef(node.value)
        if isinstance(node, BlankNode):
            return rdflib.BNode(node.value)
        if isinstance(node, Literal):
            datatype = None if node.language else rdflib.URIRef(node.datatype.value)
            if datatype == rdflib.XSD.string:
                datatype = None  # rdflib tells plain literals from xsd:string, RDF 1.1 does not
            return rdflib.Literal(
                node.value, lang=node.language, datatype=datatype, normalize=False
            )
        raise ValueError(f"pySHACL does not know triple terms, such as {node}")

    for quad in data:
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))


def _result(report: rdflib.Graph, node: rdflib.term.Node) -> Result:
    import rdflib

    def value(name: str) -> rdflib.term.Node | None:
        return report.value(node, rdflib.URIRef(SH + name))

    path, found, focus = value("resultPath"), value("value"), value("focusNode")
    messages = report.objects(node, rdflib.URIRef(SH + "resultMessage"))
    return Result(
        severity=local_name(str(value("resultSeverity"))),
        shape=str(value("sourceShape")),
        component=local_name(str(value("sourceConstraintComponent"))),
        focus=_term(focus) if focus is not None else BlankNode("unknown"),
        path=str(path) if isinstance(path, rdflib.URIRef) else None,
        value=None if found is None else _term(found),
        messages=tuple(sorted(str(message) for message in messages)),
    )


def _term(node: rdflib.term.Node) -> Term:
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None)
    raise ValueError(f"{node!r} is no RDF term")
