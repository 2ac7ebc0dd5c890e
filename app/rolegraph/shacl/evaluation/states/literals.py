"""Terms as rdflib knows them, and the text of a term."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.one_import import ONE_IMPORT
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term

if TYPE_CHECKING:
    import rdflib


@lru_cache(maxsize=4096)
def to_rdflib(term: Term) -> rdflib.term.Identifier:
    """Return the rdflib term.

    Raises:
        ValueError: it is a triple term, which rdflib does not know.
    """
    with ONE_IMPORT:
        import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # rdflib tells plain literals from xsd:string, RDF 1.1 does not.
        plain = term.datatype.value == XSD + "string"
        datatype = None if plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise ValueError(f"rdflib does not know triple terms, such as {term}.")


@lru_cache(maxsize=4096)
def from_rdflib(node: rdflib.term.Node) -> Term:
    """Return the term that an rdflib term stands for.

    Raises:
        ValueError: it is none of RDF.
    """
    with ONE_IMPORT:
        import rdflib

    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=NamedNode(str(node.datatype or XSD + "string")))
    raise ValueError(f"{node!r} is no RDF term.")


def text(term: Term) -> str | None:
    """Return what SPARQL's `str` gives; None for a blank node."""
    return term.value if isinstance(term, Literal | NamedNode) else None
