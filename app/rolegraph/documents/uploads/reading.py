"""Has a confined process read a document, and gives what came of it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import time
import unicodedata
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from rolegraph.documents.text.home import UPLOADED, usual_base
from rolegraph.errors import InputError
from rolegraph.folder.writing import ATTRIBUTES, IGNORED_FILES, Beginning, manifest_text
from rolegraph.resources import MANIFEST
from rolegraph.sandbox.sandbox import Sandbox

TASK = "rolegraph.documents.uploads.task"
_LICENSE = "CC-BY-4.0"
_USUAL = frozenset("_.+ ()&-")
_LONGEST = 100
"""Bytes of a stem or ending: also with `.curation.yaml` a name is below the 255 of disks."""
ALLOWED = (
    f"A name has letters, digits, blanks and the signs {' '.join(sorted(_USUAL - {' '}))}, begins "
    f"with a letter, a digit or “_”, and has at most {_LONGEST} bytes before its ending; folders "
    "are divided by “/”."
)
"""What names of documents are, for who sent another one."""
_OLD = 600.0
"""Seconds after which no reading is still at work: it may wait and take a minute, not ten."""
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first date that a ZIP file can say; the same document makes the same archive."""


@dataclass(frozen=True)
class DocumentRead:
    """What was read of a document; nothing of it is stored.

    Attributes:
        name: the name of its file.
        content: its bytes.
        manifest: the `rolegraph.toml` of a catalogue that has it.
        data: the reading as `rolegraph documents read --format json` gives it, and `waiting`: what
            comes into the graph once a person has answered.
        shown: the reading as a page shows it.
        turtle: its graph.
        curation: its curation file, with the questions.
        names: what the files of graph and curation are called.
    """

    name: str
    content: bytes
    manifest: str
    data: dict[str, Any]
    shown: dict[str, Any]
    turtle: str
    curation: str
    names: list[str]

    def archive(self) -> bytes:
        """Return a folder that is a catalogue with this document, as a ZIP file."""
        stem, (graph, curation) = PurePosixPath(self.name).stem, self.names
        files = {
            MANIFEST: self.manifest.encode(),
            ".gitattributes": ATTRIBUTES.encode(),
            ".gitignore": "".join(f"{name}\n" for name in IGNORED_FILES).encode(),
            f"data/{self.name}": self.content,
            f"data/{graph}": self.turtle.encode(),
            f"data/{curation}": self.curation.encode(),
        }
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files.items():
                archive.writestr(zipfile.ZipInfo(f"{stem}/{path}", _EARLIEST), content)
        return made.getvalue()


async def read_document(sandbox: Sandbox, name: str, content: bytes) -> DocumentRead:
    """Read a document in a confined process, as the first one of a new catalogue.

    Args:
        sandbox: where it is read. It can open files, and neither write them nor reach the network.
        name: the name of its file; the ending says of which format it is.
        content: its bytes.

    Raises:
        MalformedDocument, InputError: it cannot be read.
        Unreadable: it took too long and was ended.
        TooLarge: it needed too much memory and was ended.
        Busy: too many wait.
    """
    name = file_name(name)
    title = PurePosixPath(name).stem.replace("-", " ").replace("_", " ").strip() or "Roles"
    title = title[:1].upper() + title[1:]
    begin = Beginning(title, usual_base(title), license=_LICENSE, documents=(f"data/{name}",))
    manifest = manifest_text(begin)
    with TemporaryDirectory(prefix=UPLOADED) as folder:
        path = Path(folder) / "data" / name
        await asyncio.to_thread(_lay, path, manifest, content)
        answer = await sandbox.run(TASK, {"path": str(path), "name": name})
    found = json.loads(answer)
    return DocumentRead(name=name, content=content, manifest=manifest, **found)


def file_name(name: str) -> str:
    """Return the bare name of a file, without what is no part of usual names.

    It fits on any disk: letters of all scripts in composed form, at most 100 bytes before the
    ending, and none of the names that Windows keeps for devices.

    Raises:
        InputError: there is none, or it has no ending.
    """
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name.strip())[-1])
    if last.casefold() == MANIFEST:
        raise InputError(f"{last} describes a catalogue, and is no document of it.")
    usual = "".join(each if _is_usual(each) else "\0" for each in last)
    bare = re.sub("\0+", "-", usual).strip(". -")
    stem, dot, ending = bare.rpartition(".")
    stem = stem.strip(". -")
    stem = _shortened(f"_{stem}" if _DEVICE.match(stem) else stem).strip(". -")
    ending = _shortened(ending).strip(" -")
    if last and "." in last.strip(".") and not (stem and ending):
        raise InputError(f"{last!r} cannot be the name of a document here. {ALLOWED}")
    if not dot or not stem or not ending:
        raise InputError(
            "The document has no file name with an ending, such as roles.docx. Its ending says of "
            "which format it is."
        )
    return f"{stem}.{ending}"


def forget_left() -> None:
    """Remove the folders of documents whose service was killed before it could do so itself."""
    oldest = time.time() - _OLD
    for folder in Path(gettempdir()).glob(f"{UPLOADED}*"):
        with suppress(OSError):  # of somebody else, or removed meanwhile by another service
            known = folder.lstat()
            if known.st_uid == os.getuid() and known.st_mtime < oldest:
                shutil.rmtree(folder)


def _is_usual(character: str) -> bool:
    """Tell whether a character is a letter, a digit, or a sign that belongs to one."""
    return character in _USUAL or unicodedata.category(character)[0] in "LMN"


def _shortened(text: str) -> str:
    return text.encode()[:_LONGEST].decode(errors="ignore")


def _lay(path: Path, manifest: str, content: bytes) -> None:
    forget_left()
    path.parent.mkdir()
    path.write_bytes(content)
    (path.parent.parent / MANIFEST).write_text(manifest, "utf-8")
