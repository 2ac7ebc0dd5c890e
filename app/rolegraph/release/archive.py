"""The archive of a release: its files, their checksums, and what was found when it was read back.

It is a ZIP file and an RO-Crate (https://www.researchobject.org/ro-crate/specification/1.1/). The
same state gives the same bytes: names are sorted, times are that of the commit, and blank nodes
have the names of the canonical form (RDFC-1.0).
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from rolegraph.errors import InputError

DUMP, METADATA, CRATE = "data/dump.nq", "metadata.ttl", "ro-crate-metadata.json"
README, SUMS = "README.md", "manifest-sha256.txt"
ONTOLOGY, SHAPES, DOCUMENTATION = "ontology/", "shapes/", "documentation/"
FORMATS = {
    ".nq": "application/n-quads",
    ".ttl": "text/turtle",
    ".md": "text/markdown",
    ".json": "application/ld+json",
    ".txt": "text/plain",
}
"""Ending of a name → media type."""
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""ZIP files know no earlier time."""
_LARGEST = 4 << 30
"""Bytes that all files of an archive may have together, so that no small file fills the memory."""


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the SHA-256 checksums of files, as `sha256sum --check` reads them."""
    lines = (
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    )
    return "".join(lines).encode()


def write_archive(files: Mapping[str, bytes], time: str) -> bytes:
    """Return a ZIP file.

    Args:
        files: name → content.
        time: of the commit, as ISO 8601; what all files are dated.
    """
    moment = _moment(time).timetuple()[:6]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content, compresslevel=9)
    return written.getvalue()


def read_archive(path: Path) -> dict[str, bytes]:
    """Return the files of an archive: name → content.

    Raises:
        InputError: it cannot be read, is no ZIP file, or is larger than a release can be.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            names = [entry.filename for entry in entries]
            for name in names:
                if names.count(name) > 1 or ".." in PurePosixPath(name).parts or name[:1] == "/":
                    raise InputError(f"{path}: the name {name!r} is no name of a release's file.")
            if sum(entry.file_size for entry in entries) > _LARGEST:
                raise InputError(f"{path}: its files have more than {_LARGEST >> 30} GB.")
            return {name: archive.read(name) for name in names}
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}.") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(f"{path} is no whole ZIP file: {error}") from None


def _moment(time: str) -> datetime:
    try:
        return max(datetime.fromisoformat(time).astimezone(UTC), _EARLIEST)
    except ValueError:
        return _EARLIEST
