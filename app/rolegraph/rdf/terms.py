"""RDF terms and parsers: the one door through which the package uses pyoxigraph's RDF model.

Layers above import terms from here, so that what is an RDF library and what is the store's engine
(`rolegraph.store`) stay apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    "terms_of",
    "texts_of",
]

Subject = NamedNode | BlankNode | Triple
Term = NamedNode | BlankNode | Literal | Triple
GraphName = NamedNode | BlankNode | DefaultGraph


def texts_of(terms: Iterable[Term]) -> list[str]:
    """Return terms in N-Triples form."""
    return [str(term) for term in terms]


def terms_of(texts: Sequence[str]) -> list[Term]:
    """Return the terms that `texts_of` was given."""
    # Literals, and triples, are parsed all at once.
    plain = ("<", "_:")
    others = [text for text in texts if not text.startswith(plain) or text.startswith("<<")]
    lines = "".join(f"<urn:s> <urn:p> {text} .\n" for text in others)
    parsed = iter([quad.object for quad in parse(lines, format=RdfFormat.N_TRIPLES)])
    found: list[Term] = []
    for text in texts:
        if text.startswith("_:"):
            found.append(BlankNode(text[2:]))
        elif text.startswith("<") and not text.startswith("<<"):
            found.append(NamedNode(text[1:-1]))
        else:
            found.append(next(parsed))
    return found


def integer(value: int) -> Literal:
    """Return an `xsd:integer` literal."""
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))
