"""Uploaded graphs: one RDF document, or several as parts of a form."""

from __future__ import annotations

import io

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import File, parse_form

from rolegraph.errors import InputError, SyntaxFault, UnsupportedMedia
from rolegraph.rdf.media import GRAPH_FORMATS, format_of_media_type, format_of_name, rdf_format
from rolegraph.rdf.terms import DefaultGraph, NamedNode, Quad, parse


def read_graph(
    body: bytes, content_type: str | None, graph: NamedNode | DefaultGraph, base: str
) -> set[Quad]:
    """Return an uploaded graph as quads of the graph it is for.

    Args:
        body: the document, or a form of documents.
        content_type: the Content-Type header; Turtle where there is none.
        graph: where the triples shall be.
        base: base IRI of relative IRIs in it.

    Raises:
        UnsupportedMedia: it is none of the RDF formats.
        SyntaxFault: it does not parse; has line and column.
        InputError: it names graphs of its own.
    """
    if (content_type or "").lower().startswith("multipart/form-data"):
        quads: set[Quad] = set()
        for name, part_type, data in _parts(body, content_type or ""):
            quads |= _document(data, part_type, name, graph, base)
        return quads
    return _document(body, content_type, None, graph, base)


def _document(
    body: bytes,
    content_type: str | None,
    name: str | None,
    graph: NamedNode | DefaultGraph,
    base: str,
) -> set[Quad]:
    known = format_of_media_type(content_type or "text/turtle", GRAPH_FORMATS)
    if known is None and name and "." in name:
        known = format_of_name(name.rsplit(".", 1)[1], GRAPH_FORMATS)
    if known is None:
        offers = ", ".join(offer.media_type for offer in GRAPH_FORMATS)
        raise UnsupportedMedia(f"A body of {content_type} is no RDF that is read here: {offers}.")
    try:
        parsed = list(parse(body, format=rdf_format(known), base_iri=base, rename_blank_nodes=True))
    except SyntaxError as error:
        raise SyntaxFault(error.msg, source=name, line=error.lineno, column=error.offset) from None
    except (ValueError, OSError) as error:
        raise InputError(f"The body cannot be read as {known.media_type}: {error}.") from None
    for quad in parsed:
        if not isinstance(quad.graph_name, DefaultGraph) and quad.graph_name != graph:
            raise InputError(
                f"The body names the graph {quad.graph_name}; the graph store takes the triples "
                "of one graph at a time."
            )
    return {Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed}


def _parts(body: bytes, content_type: str) -> list[tuple[str, str | None, bytes]]:
    """Return file name, media type and content of each file of a multipart form."""
    found: list[tuple[str, str | None, bytes]] = []

    def on_file(file: File) -> None:
        name = (file.file_name or b"").decode("utf-8", "replace")
        stated = file.content_type
        part_type = None if stated in {None, "application/octet-stream"} else stated
        file.file_object.seek(0)
        found.append((name, part_type, file.file_object.read()))
        file.close()

    headers = {"Content-Type": content_type.encode("latin-1")}
    try:
        parse_form(headers, io.BytesIO(body), None, on_file)
    except (FormParserError, ValueError) as error:
        raise InputError(f"The multipart body is broken: {error}.") from None
    if not found:
        raise InputError("The multipart body has no file; send each graph as a file part.")
    return found
