"""RDF/XML that the fast parser refuses or misreads, read by `rdflib`.

Grammar: https://www.w3.org/TR/rdf-syntax-grammar/. Measured with pyoxigraph 0.5: it refuses a
comment, CDATA or a processing instruction within a text, and an empty `xml:lang`. It drops a
property with an unknown `rdf:parseType`, takes an empty property element with `rdf:type` for an
empty text, and declares namespaces twice in XML literals.
"""

from __future__ import annotations

import re

from rolegraph.rdf.one_import import ONE_IMPORT

_MISREAD = re.compile(r"""parseType\s*=\s*["'](?!Resource["']|Collection["'])|:type\s*=\s*["']""")
_REFUSED = re.compile(r"Unexpected text event|language tag ''")


def is_misread(document: str | bytes) -> bool:
    """Tell whether a document may hold what the fast parser reads wrongly."""
    text = document if isinstance(document, str) else document.decode("latin-1")
    return _MISREAD.search(text) is not None


def is_refused_wrongly(reason: str) -> bool:
    """Tell whether the fast parser refused what RDF/XML allows."""
    return _REFUSED.search(reason) is not None


def as_n_triples(document: str | bytes, base: str) -> str:
    """Return the triples of a document; literals stay as they are written.

    What is no IRI or language tag is left to the parser of the result.

    Args:
        document: its text, or its bytes with an encoding that XML declares.
        base: IRI that relative references are resolved against.

    Raises:
        SyntaxError: it is no RDF/XML.
    """
    from xml.sax import SAXException

    with ONE_IMPORT:
        import rdflib  # slow to load, and most files need none of it
        from rdflib.exceptions import Error

    graph = rdflib.Graph(bind_namespaces="none")
    kept, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        graph.parse(data=document, format="xml", publicID=base)
        return graph.serialize(format="nt")
    except (Error, SAXException, ValueError) as error:
        raise SyntaxError(str(error)) from None
    finally:
        rdflib.NORMALIZE_LITERALS = kept
