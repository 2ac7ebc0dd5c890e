"""RDF terms and parsers: the one door through which the package uses pyoxigraph's RDF model.

Layers above import terms from here, so that what is an RDF library and what is the store's engine
(`rolegraph.store`) stay apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO

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
)
from pyoxigraph import serialize as _serialize

from rolegraph.errors import NotAcceptable
from rolegraph.rdf.namespaces import XSD

__all__ = [
    "NO_TRIPLE_TERMS",
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
    "is_beyond_json_ld",
    "parse",
    "refusing_in_words",
    "serialize",
    "terms_of",
    "texts_of",
]

NO_TRIPLE_TERMS = (
    "There are statements about triples in it (RDF 1.2), which JSON-LD 1.1 cannot say. Ask for "
    "Turtle, TriG, RDF/XML, N-Triples or N-Quads."
)
_OF_JSON_LD = "JSON-LD does not support"


def is_beyond_json_ld(message: str) -> bool:
    """Tell whether the engine says that it has what JSON-LD cannot say."""
    return _OF_JSON_LD in message


@contextmanager
def refusing_in_words() -> Iterator[None]:
    """Word what the engine raises where a format cannot say what there is.

    Raises:
        NotAcceptable: it cannot.
    """
    try:
        yield
    except OSError as error:
        if is_beyond_json_ld(str(error)):
            raise NotAcceptable(NO_TRIPLE_TERMS) from None
        raise


def serialize(
    statements: Iterable[Triple] | Iterable[Quad],
    output: IO[bytes] | None = None,
    format: RdfFormat | None = None,  # noqa: A002 - as the engine has it
    *,
    prefixes: dict[str, str] | None = None,
) -> bytes | None:
    """Write statements in a format: to a file, or as what is returned.

    Raises:
        NotAcceptable: the format cannot say them.
    """
    with refusing_in_words():
        return _serialize(statements, output, format, prefixes=prefixes)


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
