"""Backups of a data directory: its journal and archive, which is all that the store follows from.

The journal only grows, and what is acknowledged in it never changes, so a copy of its beginning is
a consistent state whatever the service does meanwhile. The engine's files are made from it again
when the restored directory is first opened. The backup is verified by reading it back.

A backup is a folder with `changes.rdfp.gz`, the files of the archive, and `manifest.json`
(revision, time, SHA-256 of the journal as it was copied, number of bytes, SHA-256 of each file of
the archive). Tokens are no part of it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rolegraph.errors import Damaged, StoreError
from rolegraph.store.files.durable import (
    make_private_folder,
    open_private,
    sync_file,
    sync_folder,
    write_durably,
)
from rolegraph.store.journal.reading import LogFile
from rolegraph.store.recovery.archive import FOLDER, archives
from rolegraph.store.recovery.unfinished import refuse_unfinished

JOURNAL = "changes.rdfp"
COPY, MANIFEST = JOURNAL + ".gz", "manifest.json"
_CHUNK = 2**20


@dataclass(frozen=True)
class BackupManifest:
    """What a backup holds."""

    revision: int
    time: str
    bytes: int
    sha256: str
    archives: dict[str, str] = field(default_factory=dict)


def backup(data_dir: Path, target: Path) -> BackupManifest:
    """Copy the journal of a data directory, also of one that a server is using.

    Raises:
        StoreError: there is no journal, it is damaged, the target exists, or it cannot be written.
    """
    source = data_dir / JOURNAL
    refuse_unfinished(data_dir)
    if not source.is_file():
        raise StoreError(f"{data_dir} is no data directory: it has no {JOURNAL}.")
    if target.exists():
        raise StoreError(f"{target} exists already; a backup overwrites nothing.")
    make_private_folder(target)
    try:
        manifest = _copy(source, data_dir, target)
        verify_backup(target)
    except Damaged:
        shutil.rmtree(target, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        raise StoreError(f"The backup cannot be written to {target}: {error}.") from error
    return manifest


def _copy(source: Path, data_dir: Path, target: Path) -> BackupManifest:
    plain = target / JOURNAL
    shutil.copyfile(source, plain)
    log = LogFile(plain)
    try:
        for _ in log.whole():
            pass
    except Damaged as error:
        raise Damaged(str(error).replace(str(plain), str(source))) from None
    if log.fault is not None:  # a commit that was being written is torn in the copy
        os.truncate(plain, log.fault.offset)
    sums = {}
    if found := archives(data_dir):
        make_private_folder(target / FOLDER)
        for archive in found:
            shutil.copyfile(archive.path, target / FOLDER / archive.path.name)
            sync_file(target / FOLDER / archive.path.name)
            sums[archive.path.name] = digest_of(archive.path)
        sync_folder(target / FOLDER)
    manifest = BackupManifest(
        revision=log.revision,
        time=log.last.time if log.last else "",
        bytes=plain.stat().st_size,
        sha256=digest_of(plain),
        archives=sums,
    )
    with (
        plain.open("rb") as read,
        open_private(target / COPY, "wb") as file,
        gzip.open(file, "wb", 6) as write,
    ):
        shutil.copyfileobj(read, write, _CHUNK)
    sync_file(target / COPY)
    plain.unlink()
    write_durably(target / MANIFEST, (json.dumps(asdict(manifest), indent=1) + "\n").encode())
    sync_folder(target.parent)
    return manifest


def verify_backup(source: Path) -> BackupManifest:
    """Read a backup through and compare it with its manifest.

    Raises:
        StoreError: it is none, or it is damaged.
    """
    try:
        manifest = BackupManifest(**json.loads((source / MANIFEST).read_text(encoding="utf-8")))
        digest, size = hashlib.sha256(), 0
        with gzip.open(source / COPY, "rb") as file:
            while part := file.read(_CHUNK):
                digest.update(part)
                size += len(part)
        sums = {name: digest_of(source / FOLDER / name) for name in manifest.archives}
    except (OSError, EOFError, zlib.error, ValueError, TypeError, AttributeError) as error:
        raise StoreError(f"{source} is no readable backup: {error}.") from None
    if (size, digest.hexdigest()) != (manifest.bytes, manifest.sha256):
        raise StoreError(f"The backup {source} is damaged: it does not have the hash it should.")
    for name, found in sums.items():
        if found != manifest.archives[name]:
            raise StoreError(f"The backup {source} is damaged: {FOLDER}/{name} is not as it was.")
    return manifest


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
