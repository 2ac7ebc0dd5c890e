"""The parts of forms in which RDF documents are sent (RFC 7578)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, create_form_parser

from rolegraph.errors import InputError

MULTIPART = "multipart/form-data"
URLENCODED = "application/x-www-form-urlencoded"
_MOST_FIELDS, _MOST_PARTS = 8, 1000


@dataclass(frozen=True)
class FormPart:
    """One field or file of a form.

    Attributes:
        field: its name.
        file: the name of the file, if it is one.
        media_type: its Content-Type, where it says one.
        content: its bytes.
    """

    field: str
    file: str | None
    media_type: str | None
    content: bytes


def form_parts(body: bytes, content_type: str) -> list[FormPart]:
    """Return the parts of a form.

    Args:
        body: the form.
        content_type: the Content-Type header, with the boundary.

    Raises:
        InputError: it is broken or not UTF-8, or has far more fields than any form here.
    """
    if content_type.lower().startswith(URLENCODED):
        return _pairs(body)
    found: list[FormPart] = []

    def on_field(field: Field) -> None:
        name = (field.field_name or b"").decode()
        media_type = getattr(field, "content_type", None)
        found.append(FormPart(name, None, media_type, field.value or b""))

    def on_file(file: File) -> None:
        name = (file.field_name or b"").decode()
        file_name = (file.file_name or b"").decode() or None
        file.file_object.seek(0)
        found.append(FormPart(name, file_name, file.content_type, file.file_object.read()))
        file.close()

    headers = {"Content-Type": content_type.encode("latin-1")}
    # All stays in memory: a confined process has no disk.
    config = {"MAX_MEMORY_FILE_SIZE": len(body) + 1, "MAX_FIELDS": _MOST_PARTS}
    try:
        parser = create_form_parser(headers, on_field, on_file, config=config)
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError) as error:
        raise InputError(f"The form is broken: {error}.") from None
    return found


def _pairs(body: bytes) -> list[FormPart]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:  # also what is not ASCII
        raise InputError(f"The form is broken: {error}.") from None
    return [FormPart(name, None, None, value.encode()) for name, value in pairs]
