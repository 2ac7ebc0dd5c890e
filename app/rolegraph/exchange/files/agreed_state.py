"""What files and service last agreed on, kept beside the files in `.rolegraph-sync.json`.

It belongs to a working copy, like the index of git, and is not for committing: a fresh copy finds
its base in the change log of the service.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rolegraph.errors import StoreError
from rolegraph.exchange.files.units import FileUnit

NAME = ".rolegraph-sync.json"


@dataclass(frozen=True)
class SyncState:
    """The last agreement.

    Attributes:
        service: with whom: its address, or its data directory.
        revision: the revision of the service then.
        base: thing → digest of its triples.
        also: further names of the same service. One that was filled from the files is known by its
            data directory and by the address it is served at.
        documents: path of a document or curation → the digest of the file that both sides had.
    """

    service: str
    revision: int
    base: Mapping[FileUnit, str]
    also: tuple[str, ...] = ()
    documents: Mapping[str, str] = field(default_factory=dict)

    def is_of(self, name: str) -> bool:
        """Tell whether the agreement was with the service of a name."""
        return name.rstrip("/") in {each.rstrip("/") for each in (self.service, *self.also)}


def read_state(folder: Path) -> SyncState | None:
    """Return the state of a folder, None where there is none or it is of another form."""
    try:
        document = json.loads((folder / NAME).read_bytes())
        base = {
            FileUnit(file, subject): str(known)
            for file, things in document["things"].items()
            for subject, known in things.items()
        }
        also = tuple(str(each) for each in document.get("also", ()))
        files = {str(name): str(known) for name, known in document.get("documents", {}).items()}
        return SyncState(str(document["service"]), int(document["revision"]), base, also, files)
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return None


def write_state(folder: Path, state: SyncState) -> None:
    """Store the state of a folder.

    Raises:
        StoreError: it cannot be written.
    """
    things: dict[str, dict[str, str]] = {}
    for unit, known in sorted(state.base.items()):
        things.setdefault(unit.file, {})[unit.subject] = known
    document = {"service": state.service, "revision": state.revision, "things": things}
    if state.also:
        document["also"] = list(state.also)
    if state.documents:
        document["documents"] = dict(sorted(state.documents.items()))
    write_file(folder / NAME, json.dumps(document, indent=1) + "\n")


def write_file(path: Path, text: str) -> None:
    """Write a text so that a reader finds the old file or the new one, never half of it.

    Raises:
        StoreError: it cannot be written.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes as `write_file` does a text.

    Raises:
        StoreError: they cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}.") from error
