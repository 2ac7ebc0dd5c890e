"""Terms as rdflib knows them: comparison and well-formedness as the reference engine has them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rolegraph.rdf.namespaces import RDF, XSD
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term

if TYPE_CHECKING:
    import rdflib

_PLAIN = frozenset({XSD + "string", RDF + "langString"})


@lru_cache(maxsize=4096)
def to_rdflib(term: Term) -> rdflib.term.Identifier:
    """Return the rdflib term.

    Raises:
        ValueError: it is a triple term, which rdflib does not know.
    """
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


def well_formed(literal: Literal) -> bool:
    """Tell whether the text of a literal is one of its datatype, so far as that is known."""
    if literal.datatype.value in _PLAIN:
        return True
    return getattr(to_rdflib(literal), "ill_typed", None) is not True


def order(one: Term, other: Term) -> int | None:
    """Compare two literals as SPARQL does: below 0, 0, above 0; None if they cannot be compared."""
    from pyshacl.rdfutil.compare import compare_literal

    if not isinstance(one, Literal) or not isinstance(other, Literal):
        return None
    first, second = to_rdflib(one), to_rdflib(other)
    if isinstance(first.value, str) != isinstance(second.value, str):  # type: ignore[attr-defined]
        return None
    try:
        return int(compare_literal(first, second))  # type: ignore[no-untyped-call]
    except (TypeError, NotImplementedError):
        return None


def text(term: Term) -> str | None:
    """Return what SPARQL's `str` gives; None for a blank node."""
    return term.value if isinstance(term, Literal | NamedNode) else None
