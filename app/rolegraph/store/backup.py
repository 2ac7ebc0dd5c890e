"""Backups of a data directory: its journal, which is all that the store follows from.

The journal only grows, and what is acknowledged in it never changes, so a copy of its beginning is
a consistent state whatever the service does meanwhile. The engine's files are made from it again
when the restored directory is first opened. The backup is verified by reading it back.

A backup is a folder with `changes.rdfp.gz` and `manifest.json` (revision, time, SHA-256 of the
journal as it was copied, number of bytes).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from rolegraph.errors import StoreError
from rolegraph.store.journal.reading import LogFile

JOURNAL = "changes.rdfp"
_COPY, _MANIFEST = JOURNAL + ".gz", "manifest.json"
_CHUNK = 2**20


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    revision: int
    time: str
    bytes: int
    sha256: str


def backup(data_dir: Path, target: Path) -> Manifest:
    """Copy the journal of a data directory, also of one that a server is using.

    Raises:
        StoreError: there is no journal, the target exists, or it cannot be written.
    """
    source = data_dir / JOURNAL
    if not source.is_file():
        raise StoreError(f"{data_dir} is no data directory: it has no {JOURNAL}.")
    if target.exists():
        raise StoreError(f"{target} exists already; a backup overwrites nothing.")
    target.mkdir(parents=True)
    plain = target / JOURNAL
    try:
        shutil.copyfile(source, plain)
        # A commit that was being written is torn in the copy, and is cut off.
        log = LogFile(plain)
        for _ in log.whole():
            pass
        if log.fault is not None:
            os.truncate(plain, log.fault.offset)
        manifest = Manifest(
            revision=log.revision,
            time=log.last.time if log.last else "",
            bytes=plain.stat().st_size,
            sha256=_digest(plain),
        )
        with plain.open("rb") as read, gzip.open(target / _COPY, "wb", 6) as write:
            shutil.copyfileobj(read, write, _CHUNK)
        plain.unlink()
        text = json.dumps(asdict(manifest), indent=1) + "\n"
        (target / _MANIFEST).write_text(text, encoding="utf-8")
        verify(target)
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        raise StoreError(f"The backup cannot be written to {target}: {error}.") from error
    return manifest


def verify(source: Path) -> Manifest:
    """Read a backup through and compare it with its manifest.

    Raises:
        StoreError: it is none, or it is damaged.
    """
    try:
        manifest = Manifest(**json.loads((source / _MANIFEST).read_text(encoding="utf-8")))
        digest, size = hashlib.sha256(), 0
        with gzip.open(source / _COPY, "rb") as file:
            while part := file.read(_CHUNK):
                digest.update(part)
                size += len(part)
    except (OSError, EOFError, ValueError, TypeError) as error:
        raise StoreError(f"{source} is no readable backup: {error}.") from None
    if (size, digest.hexdigest()) != (manifest.bytes, manifest.sha256):
        raise StoreError(f"The backup {source} is damaged: it does not have the hash it should.")
    return manifest


def restore(source: Path, data_dir: Path) -> Manifest:
    """Make a data directory from a backup.

    Raises:
        StoreError: the backup is damaged, or the directory has something in it.
    """
    manifest = verify(source)
    if data_dir.exists() and any(data_dir.iterdir()):
        raise StoreError(f"{data_dir} is not empty; a restore overwrites nothing.")
    data_dir.mkdir(parents=True, exist_ok=True)
    beside = data_dir / f"{JOURNAL}.new"
    with gzip.open(source / _COPY, "rb") as read, beside.open("wb") as write:
        shutil.copyfileobj(read, write, _CHUNK)
    beside.rename(data_dir / JOURNAL)
    return manifest


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
