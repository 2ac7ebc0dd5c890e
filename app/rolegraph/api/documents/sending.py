"""Documents in requests: as the body, or as a file of a form."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Request

from rolegraph.errors import InputError, UnsupportedMedia
from rolegraph.http.bodies import body_reader, media_type_of
from rolegraph.http.leaving import when_gone
from rolegraph.http.request import header
from rolegraph.rdf.uploads.forms import MULTIPART, FormPart, form_parts

FIELD = "file"
_GZIP = b"\x1f\x8b"
T = TypeVar("T")


@dataclass(frozen=True)
class SentForm:
    """What a request brings.

    Attributes:
        content: the document; None where there is none.
        file: the name of its file, where a form says it.
        parts: the further parts of a form.
    """

    content: bytes | None
    file: str = ""
    parts: tuple[FormPart, ...] = ()

    def all(self, field: str) -> list[str]:
        """Return the texts of a field.

        Raises:
            InputError: one is not UTF-8.
        """
        try:
            return [part.content.decode() for part in self.parts if part.field == field]
        except UnicodeDecodeError:
            raise InputError(f"The field {field!r} of the form is not UTF-8.") from None

    def one(self, field: str) -> str:
        """Return the first text of a field, or an empty one."""
        return next(iter(self.all(field)), "")


async def sent_form(
    request: Request, body_limit: int, known: Collection[str] | None = None
) -> SentForm:
    """Return what a request brings: a document as its body, or a form with one.

    Args:
        request: the request.
        body_limit: bytes that it may have.
        known: the fields that a form may have, each once; None where its page wrote them.

    Raises:
        InputError: it brings several documents, or a form that is broken, or has other fields.
        UnsupportedMedia: it is compressed.
        TooLarge: it is longer than the limit.
    """
    packed = (header(request.scope, b"content-encoding") or "identity").strip()
    if packed.lower() != "identity":
        raise UnsupportedMedia(
            f"The body is compressed (Content-Encoding: {packed}). Send the document unpacked."
        )
    body = await body_reader(body_limit)(request)
    content_type = header(request.scope, b"content-type") or ""
    if media_type_of(content_type or None) != MULTIPART:
        return SentForm(unpacked_document(body) or None)
    parts = form_parts(body, content_type)
    if known is not None:
        refuse_unknown(parts, known)
    files = [part for part in parts if part.field == FIELD and (part.content or part.file)]
    if len(files) > 1:
        raise InputError(f"Send one document, in the field {FIELD!r} of the form.")
    rest = tuple(part for part in parts if part.field != FIELD)
    if not files:
        return SentForm(None, parts=rest)
    return SentForm(unpacked_document(files[0].content) or None, files[0].file or "", rest)


def unpacked_document(document: bytes) -> bytes:
    """Return a document as it was sent.

    Raises:
        UnsupportedMedia: it is compressed.
    """
    if document.startswith(_GZIP):
        raise UnsupportedMedia("The document is compressed (gzip). Send it unpacked.")
    return document


def refuse_unknown(parts: Iterable[FormPart], known: Collection[str]) -> None:
    """Refuse a form with fields that are not known, or are there twice.

    Raises:
        InputError: it is such a form; names the field.
    """
    seen = set()
    for part in parts:
        if part.field not in known:
            raise InputError(
                f"The form has a field {part.field!r}, which is not known here. "
                f"It may have: {', '.join(known)}."
            )
        if part.field in seen and part.field != FIELD:
            raise InputError(f"The form has the field {part.field!r} twice; send it once.")
        seen.add(part.field)


async def unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Do some work for a request; end it where the client goes away meanwhile.

    Raises:
        InputError: the client is gone.
    """
    doing = asyncio.ensure_future(work)
    gone = False

    def leave() -> None:
        nonlocal gone
        gone = True
        doing.cancel()

    when_gone(request.scope, request.receive, leave)
    try:
        return await doing
    except asyncio.CancelledError:
        if gone:
            raise InputError("The client went away before the document was read.") from None
        raise
