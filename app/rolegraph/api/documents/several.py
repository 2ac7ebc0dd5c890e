"""Several documents in one request: as files of a form, or in a ZIP file."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from fastapi import Request

from rolegraph.api.documents.sending import FIELD, refuse_unknown, unpacked_document
from rolegraph.documents.readers import ENDINGS
from rolegraph.errors import InputError, TooLarge, UnsupportedMedia
from rolegraph.http.bodies import body_reader, media_type_of
from rolegraph.http.request import header
from rolegraph.rdf.uploads.forms import MULTIPART, FormPart, form_parts
from rolegraph.resources import MANIFEST

ZIP = "application/zip"
_PACKED = b"PK\x03\x04"
_CURATION = ".curation.yaml"
_MOST_ENTRIES = 1000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OF_SYSTEMS = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file systems put beside documents, which nobody means to send."""


@dataclass(frozen=True)
class SentFile:
    """One file of several: its name with its folders, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class SentFiles:
    """What a request with several documents brings.

    Attributes:
        documents: the documents, in the order that they were sent.
        curations: the name of a document → the text of its curation file.
        left_out: names of files that are no documents, each with the reason.
        files: all of them as they came; what is in a ZIP file in its place.
        parts: the further parts of a form.
    """

    documents: Sequence[SentFile]
    curations: dict[str, str]
    left_out: Sequence[tuple[str, str]]
    files: Sequence[SentFile] = ()
    parts: tuple[FormPart, ...] = ()

    def one(self, field: str) -> str:
        """Return the text of a field of the form, or an empty one.

        Raises:
            InputError: it is not UTF-8.
        """
        found = next((part.content for part in self.parts if part.field == field), b"")
        return _text(found, f"The field {field!r} of the form")


async def sent_files(
    request: Request, body_limit: int, known: Collection[str] | None = None
) -> SentFiles:
    """Return what a request brings: a form with files, of which each may be a ZIP file, or one.

    Args:
        request: the request.
        body_limit: bytes that it may have, and that all files may have together once unpacked.
        known: the fields that a form may have besides its files; None where its page wrote them.

    Raises:
        InputError: a form or a ZIP file is broken, or a form has other fields.
        UnsupportedMedia: it is neither a form nor a ZIP file, or is compressed otherwise.
        TooLarge: it is longer than the limit.
    """
    packed = (header(request.scope, b"content-encoding") or "identity").strip()
    if packed.lower() != "identity":
        raise UnsupportedMedia(
            f"The body is compressed (Content-Encoding: {packed}). Send documents unpacked, or in "
            "a ZIP file."
        )
    body = await body_reader(body_limit)(request)
    content_type = header(request.scope, b"content-type") or ""
    media_type = media_type_of(content_type or None)
    if media_type != MULTIPART:
        if media_type != ZIP and not body.startswith(_PACKED):
            raise UnsupportedMedia(
                f"Send several documents as files of a form ({MULTIPART}, each in the field "
                f"{FIELD!r}), or in a ZIP file ({ZIP})."
            )
        return sorted_files(_in_archive(body, body_limit))
    parts = form_parts(body, content_type)
    if known is not None:
        refuse_unknown(parts, (FIELD, *known))
    files = [part for part in parts if part.field == FIELD and (part.content or part.file)]
    rest = tuple(part for part in parts if part.field != FIELD)
    found: list[SentFile] = []
    for part in files:
        if part.content.startswith(_PACKED) and (part.file or "").lower().endswith(".zip"):
            left = body_limit - sum(len(each.content) for each in found)
            found += _in_archive(part.content, left)
        else:
            found.append(SentFile(part.file or "", unpacked_document(part.content)))
    return sorted_files(found, rest)


def sorted_files(files: Iterable[SentFile], parts: tuple[FormPart, ...] = ()) -> SentFiles:
    """Tell documents from their curation files, and from what is neither.

    Raises:
        InputError: a curation file is not UTF-8.
    """
    documents, beside, left_out = list[SentFile](), dict[str, SentFile](), list[tuple[str, str]]()
    sent = list(files)
    for each in sent:
        path = PurePosixPath(each.name)
        if _OF_SYSTEMS.intersection(path.parts) or path.name.startswith("._"):
            continue
        if path.name.endswith(_CURATION):
            beside[_stem(each.name.removesuffix(_CURATION))] = each
        elif path.name.casefold() == MANIFEST:
            left_out.append((each.name, "it describes a catalogue, and is no document of it"))
        elif path.suffix.lower() not in ENDINGS:
            left_out.append((each.name, "files of that ending are not read as documents"))
        elif not each.content:
            left_out.append((each.name, "it is empty"))
        else:
            documents.append(each)
    curations: dict[str, str] = {}
    for each in documents:
        known = beside.pop(_stem(str(PurePosixPath(each.name).with_suffix(""))), None)
        if known is not None:
            curations[each.name] = _text(known.content, known.name)
    left_out += [(each.name, "no document of that name is beside it") for each in beside.values()]
    return SentFiles(documents, curations, left_out, sent, parts)


def _stem(name: str) -> str:
    """Return what a document and its curation share: the import may write one into `data/`."""
    return name.removeprefix("data/")


def _in_archive(content: bytes, limit: int) -> Iterator[SentFile]:
    """Yield the files of a ZIP file, without the folder that is a catalogue within it.

    Raises:
        InputError: it is broken, locked by a password, packed in an unusual way, or has a name
            that leads out of it.
        TooLarge: its files are larger than the limit.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
            if len(entries) > _MOST_ENTRIES:
                raise InputError(
                    f"The ZIP file has {len(entries)} files; at most {_MOST_ENTRIES} are looked at."
                )
            around = _catalogue_in(each.filename for each in entries)
            for each in entries:
                name = each.filename
                path = PurePosixPath(name)
                if path.is_absolute() or ".." in path.parts or "\\" in name:
                    raise InputError(f"The ZIP file has {name!r}, which leads out of it.")
                if each.flag_bits & 1:
                    raise InputError(f"{name} in the ZIP file is locked by a password.")
                if each.compress_type not in _METHODS:
                    raise InputError(
                        f"{name} in the ZIP file is packed in an unusual way. Pack it as usual "
                        "(deflate)."
                    )
                with archive.open(each) as file:
                    # What its head says of its size may be wrong.
                    unpacked = file.read(limit + 1)
                limit -= len(unpacked)
                if limit < 0:
                    raise TooLarge("The files of the ZIP file are too large once unpacked.")
                yield SentFile(name.removeprefix(around), unpacked)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise InputError(f"The ZIP file is broken: {error}.") from None


def _catalogue_in(names: Iterable[str]) -> str:
    """Return the folder of a ZIP file that is a catalogue, with a slash; else nothing."""
    folders = [PurePosixPath(each).parent for each in names if each.endswith(MANIFEST)]
    return f"{folders[0]}/" if len(folders) == 1 and folders[0].parts else ""


def _text(content: bytes, what: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise InputError(f"{what} is not UTF-8.") from None
