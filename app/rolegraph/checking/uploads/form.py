"""What a request for validation sends: texts in RDF formats, as a form or as the whole body."""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.errors import InputError, UnsupportedMedia
from rolegraph.rdf.media import GRAPH_FORMATS, Format, format_of_media_type, format_of_name
from rolegraph.rdf.uploads.forms import MULTIPART, URLENCODED, FormPart, form_parts

DATA, SHAPES = "data", "shapes"
_UNTYPED = frozenset({"application/octet-stream", "text/plain"})


@dataclass(frozen=True)
class ValidationUpload:
    """One text of a request.

    Attributes:
        field: `data` or `shapes`.
        name: what to call it in findings; its ending tells its format.
        content: its bytes.
    """

    field: str
    name: str
    content: bytes


def read_uploads(body: bytes, content_type: str | None) -> list[ValidationUpload]:
    """Return the texts of a request.

    The format of a form's field is told by its Content-Type, else by its file name, else by the
    field `data_format` or `shapes_format` (a name such as `turtle`, or a media type), else it is
    Turtle.

    Raises:
        UnsupportedMedia: a text is in none of the RDF formats.
        InputError: the form is broken, lacks `data`, or has other fields.
    """
    bare = (content_type or "text/turtle").split(";", 1)[0].strip().lower()
    if bare not in {MULTIPART, URLENCODED}:
        return [_upload(FormPart(DATA, None, bare, body), None)]
    parts = form_parts(body, content_type or "")
    formats = {p.field: _text(p) for p in parts if "_" in p.field}
    uploads = []
    for part in parts:
        if part.field in {DATA, SHAPES}:
            if part.content or part.field == DATA:
                uploads.append(_upload(part, formats.get(f"{part.field}_format")))
        elif part.field not in {"data_format", "shapes_format"}:
            raise InputError(
                f"The form has a field {part.field!r}; known are data, shapes, data_format and "
                "shapes_format."
            )
    if not any(upload.field == DATA for upload in uploads):
        raise InputError("The form lacks the field 'data' with the triples to validate.")
    return uploads


def _text(part: FormPart) -> str:
    try:
        return part.content.decode()
    except UnicodeDecodeError:
        raise InputError(f"The field {part.field!r} of the form is not UTF-8.") from None


def _upload(part: FormPart, stated: str | None) -> ValidationUpload:
    known = _format(part, stated)
    if known is None:
        offers = ", ".join(offer.media_type for offer in GRAPH_FORMATS)
        said = stated or part.media_type or part.file
        raise UnsupportedMedia(f"{said} is no RDF format that is read here: {offers}.")
    ending = "rdf" if known.name == "rdfxml" else known.extensions[0]
    name = part.file if part.file and part.file.endswith(f".{ending}") else f"{part.field}.{ending}"
    return ValidationUpload(part.field, name.replace("/", "_").replace("\\", "_"), part.content)


def _format(part: FormPart, stated: str | None) -> Format | None:
    if stated:
        return format_of_name(stated.strip(), GRAPH_FORMATS)
    typed = part.media_type if part.media_type not in _UNTYPED or part.file is None else None
    if part.file and "." in part.file and (typed is None or typed in _UNTYPED):
        return format_of_name(part.file.rsplit(".", 1)[1], GRAPH_FORMATS)
    return format_of_media_type(typed or "text/turtle", GRAPH_FORMATS)
