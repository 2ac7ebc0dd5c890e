"""Reads an uploaded RDF document, or a form of several, in a confined process: see `reading.py`.

What comes out is N-Quads. The server reads that and nothing else of the upload.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

from rolegraph.errors import InputError, SyntaxFault, TooLarge, UnsupportedMedia
from rolegraph.rdf.careful_rdf_xml import as_n_triples, is_misread, is_refused_wrongly
from rolegraph.rdf.media import (
    GRAPH_FORMATS,
    Format,
    format_of_media_type,
    format_of_name,
    rdf_format,
)
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import DefaultGraph, Quad, RdfFormat, parse, serialize
from rolegraph.rdf.uploads.coming_lines import ComingLines
from rolegraph.rdf.uploads.forms import MULTIPART, form_parts
from rolegraph.rdf.uploads.nesting import check_depth
from rolegraph.rdf.uploads.reading import Upload
from rolegraph.sandbox.task import ComingText, Options, Take

_FLOOR = 2**20
"""Bytes of output that any upload may have, however small it is."""
_PIECE = 2**20
"""Bytes that are given at once."""
_END = b" .\n"
_PLAIN = RdfFormat.N_TRIPLES
_OF_LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)
"""Formats that are read while they come: what nests does so within a line."""
_UNTYPED = "application/octet-stream"

REUSABLE = True
"""Reading leaves nothing behind that the next text could find."""
READS_FILES = False


def prepare() -> None:
    """Read trifles, so that what the parsers make and load once is there before each fork."""
    read_upload(Upload(None, "urn:base", "urn:graph"), b"<urn:s> <urn:p> 1 , 'a'@en , [] .")
    as_n_triples(f'<rdf:RDF xmlns:rdf="{RDF}"/>', "urn:base")


def run(options: Options, content: bytes) -> bytes:
    """Return an upload as N-Quads; see `read_upload`."""
    return read_upload(Upload(**options), content)


def give(options: Options, content: ComingText, take: Take) -> None:
    """Hand on an upload as N-Quads, in pieces of whole lines; see `give_upload`."""
    upload = Upload(**options)
    known = format_of_media_type(upload.content_type or "", GRAPH_FORMATS)
    if known is None or rdf_format(known) not in _OF_LINES:
        give_upload(upload, content.read(), take)
        return
    output = _output(upload, content.size, take)
    with _refusing(upload.name, known):
        _serialize(upload, ComingLines(content, upload.depth), rdf_format(known), output)
    output.finish()


def read_upload(upload: Upload, content: bytes) -> bytes:
    """Return the triples of an upload as N-Quads of the graph they are for.

    Raises:
        InputError: as `give_upload` does.
    """
    pieces: list[bytes] = []
    give_upload(upload, content, pieces.append)
    return b"".join(pieces)


def give_upload(upload: Upload, content: bytes, take: Take) -> None:
    """Hand on the triples of an upload as N-Quads of the graph they are for.

    Args:
        upload: what is known of it.
        content: its bytes.
        take: is given pieces of whole lines, most of them while the rest is still read. They are
            worth nothing where this raises in the end.

    Raises:
        UnsupportedMedia: it is in none of the RDF formats.
        SyntaxFault: it does not parse; has line and column.
        Unreadable: it nests too deep.
        TooLarge: its triples are far larger than it is.
        InputError: it names other graphs, or the form is broken.
    """
    output = _output(upload, len(content), take)
    for name, kind, document in _documents(upload, content):
        _convert(upload, name, kind, document, output)
    output.finish()


def _output(upload: Upload, size: int, take: Take) -> _Output:
    """Return what takes the triples of an upload of a size, and gives them as they are to be."""
    end = _END if upload.graph is None else f" <{upload.graph}>".encode() + _END

    def finish(lines: bytes) -> None:
        # What nests in a term is found here whatever the format was; see `nesting.py`.
        check_depth(lines, RdfFormat.N_QUADS, upload.depth, "The body")
        # In N-Quads a line ends so and nothing else does: line breaks in values are escaped.
        take(lines if end == _END else lines.replace(_END, end))

    return _Output(max(_FLOOR, int(upload.expansion * size)), finish)


class _Output:
    """A file for the serialiser that refuses to grow beyond a limit.

    Args:
        limit: bytes that it may have.
        take: is given them in pieces of whole lines.

    Attributes:
        size: bytes that it has.
        holds_back: whether some of them may be taken back, so that none is given before the end.
    """

    def __init__(self, limit: int, take: Take) -> None:
        self._limit, self._take, self.size = limit, take, 0
        self._parts: list[bytes] = []
        self._held = 0
        self.holds_back = False

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self._limit:
            raise TooLarge(
                f"The triples of the body have more than {self._limit} bytes, far more than the "
                "body itself (ROLEGRAPH_UPLOAD_EXPANSION). Send it without entities and without "
                "long prefixes, as N-Triples for example."
            )
        self._parts.append(data)
        self._held += len(data)
        if self._held >= _PIECE and not self.holds_back:
            text = b"".join(self._parts)
            end = text.rfind(b"\n") + 1
            self._keep(text[end:])
            if end:
                self._take(text[:end])
        return len(data)

    def cut(self, size: int) -> None:
        """Take back what came after so many bytes, which were held back."""
        held = b"".join(self._parts)
        self._keep(held[: len(held) - (self.size - size)])
        self.size = size

    def flush(self) -> None:
        """Do nothing: the serialiser does not know where a line ends."""

    def finish(self) -> None:
        """Give what is left."""
        text = b"".join(self._parts)
        self._keep(b"")
        start = 0
        while start < len(text):
            end = text.find(b"\n", start + _PIECE) + 1 or len(text)
            self._take(text[start:end])
            start = end

    def _keep(self, text: bytes) -> None:
        self._parts, self._held = [text], len(text)


def _documents(upload: Upload, content: bytes) -> Iterator[tuple[str | None, str | None, bytes]]:
    """Yield name, media type and bytes of each document."""
    if not (upload.content_type or "").lower().startswith(MULTIPART):
        yield upload.name, upload.content_type, content
        return
    files = [p for p in form_parts(content, upload.content_type or "") if p.file is not None]
    if not files:
        raise InputError("The multipart body has no file; send each graph as a file part.")
    for part in files:
        yield part.file, None if part.media_type == _UNTYPED else part.media_type, part.content


def _format(name: str | None, kind: str | None, *, fallback: bool) -> Format:
    stated = kind or ("text/turtle" if fallback else "")
    known = format_of_media_type(stated, GRAPH_FORMATS)
    if known is None and name and "." in name.rsplit("/", 1)[-1]:
        known = format_of_name(name.rsplit(".", 1)[1], GRAPH_FORMATS)
    if known is None:
        offers = ", ".join(offer.media_type for offer in GRAPH_FORMATS)
        what = f"<{name}>" if name else "A body"
        raise UnsupportedMedia(
            f"{what} of {kind or 'no media type'} is no RDF that is read here: {offers}."
        )
    return known


def _convert(
    upload: Upload, name: str | None, kind: str | None, document: bytes, output: _Output
) -> None:
    known = _format(name, kind, fallback=not upload.merge)
    form = rdf_format(known)
    check_depth(document, form, upload.depth, "The body")
    written = output.size
    output.holds_back = form == RdfFormat.RDF_XML
    with _refusing(name, known):
        if form == RdfFormat.RDF_XML and is_misread(document):
            _serialize(upload, as_n_triples(document, upload.base or ""), _PLAIN, output)
            return
        try:
            _serialize(upload, document, form, output)
        except SyntaxError as error:
            if form != RdfFormat.RDF_XML or not is_refused_wrongly(error.msg):
                raise
            output.cut(written)
            _serialize(upload, as_n_triples(document, upload.base or ""), _PLAIN, output)


@contextmanager
def _refusing(name: str | None, known: Format) -> Iterator[None]:
    """Say in words what is wrong with a document."""
    try:
        yield
    except SyntaxError as error:
        raise SyntaxFault(error.msg, source=name, line=error.lineno, column=error.offset) from None
    except (ValueError, OSError) as error:
        raise InputError(f"The body cannot be read as {known.media_type}: {error}.") from None


def _serialize(
    upload: Upload, document: bytes | str | ComingLines, form: RdfFormat, output: _Output
) -> None:
    """Write what a document says as N-Quads.

    Raises:
        SyntaxError: it does not parse.
    """
    quads: Iterator[Quad] = parse(
        cast("IO[bytes]", document), format=form, base_iri=upload.base, rename_blank_nodes=True
    )
    if form.supports_datasets:
        quads = _triples(upload, quads)
    serialize(quads, cast("IO[bytes]", output), format=RdfFormat.N_QUADS)


def _triples(upload: Upload, quads: Iterator[Quad]) -> Iterator[Quad]:
    """Yield quads without their graph, which must be the one they are for, if it matters."""
    for quad in quads:
        graph = quad.graph_name
        own = isinstance(graph, DefaultGraph) or upload.merge or graph.value == upload.graph
        if not own:
            raise InputError(
                f"The body names the graph {graph}; the graph store takes the triples of one "
                "graph at a time."
            )
        yield Quad(quad.subject, quad.predicate, quad.object)
