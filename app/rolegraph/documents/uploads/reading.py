"""Has a confined process read a document, and gives what came of it."""

from __future__ import annotations

import asyncio
import json
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from rolegraph.documents.text.home import usual_base
from rolegraph.errors import InputError
from rolegraph.folder.writing import IGNORED_FILES, Beginning, manifest_text
from rolegraph.resources import MANIFEST
from rolegraph.sandbox.sandbox import Sandbox

TASK = "rolegraph.documents.uploads.task"
_LICENSE = "CC-BY-4.0"
_UNUSUAL = re.compile(r"[^\w.+ ()&-]+")
_LONGEST = 100
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
    with TemporaryDirectory(prefix="rolegraph-document-") as folder:
        path = Path(folder) / "data" / name
        await asyncio.to_thread(_lay, path, manifest, content)
        answer = await sandbox.run(TASK, {"path": str(path), "name": name})
    found = json.loads(answer)
    return DocumentRead(name=name, content=content, manifest=manifest, **found)


def file_name(name: str) -> str:
    """Return the bare name of a file, without what is no part of usual names.

    Raises:
        InputError: there is none, or it has no ending.
    """
    bare = _UNUSUAL.sub("-", re.split(r"[/\\]", name.strip())[-1]).strip(". -")
    stem, dot, ending = bare.rpartition(".")
    if not stem or not dot:
        raise InputError(
            "The document has no file name with an ending, such as roles.docx. Its ending says of "
            "which format it is."
        )
    return f"{stem[:_LONGEST].strip()}.{ending[:_LONGEST]}"


def _lay(path: Path, manifest: str, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    (path.parent.parent / MANIFEST).write_text(manifest, "utf-8")
