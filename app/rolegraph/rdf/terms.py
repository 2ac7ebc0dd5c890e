"""RDF terms and parsers: the one door through which the package uses pyoxigraph's RDF model.

Layers above import terms from here, so that what is an RDF library and what is the store's engine
(`rolegraph.store`) stay apart.
"""

from __future__ import annotations

from pyoxigraph import (
    BaseDirection,
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    Variable,
    parse,
    serialize,
)

from rolegraph.rdf.namespaces import XSD

__all__ = [
    "BaseDirection",
    "BlankNode",
    "DefaultGraph",
    "GraphName",
    "Literal",
    "NamedNode",
    "Quad",
    "RdfFormat",
    "Subject",
    "Term",
    "Triple",
    "Variable",
    "integer",
    "parse",
    "serialize",
]

Subject = NamedNode | BlankNode | Triple
Term = NamedNode | BlankNode | Literal | Triple
GraphName = NamedNode | BlankNode | DefaultGraph


def integer(value: int) -> Literal:
    """Return an `xsd:integer` literal."""
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))
