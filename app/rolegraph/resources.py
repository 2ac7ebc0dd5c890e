"""Finds the shipped ontology, shapes, data and queries, in a wheel or a checkout."""

from __future__ import annotations

from pathlib import Path

from rolegraph.errors import ConfigurationError

MANIFEST = "rolegraph.toml"
"""The file that makes a folder a catalogue."""
PARTS = ("ontology", "shapes", "data", "queries")


def root() -> Path:
    """Return the folder that holds `ontology`, `shapes`, `data`, `queries` and `rolegraph.toml`.

    Ontology, shapes and queries are the core ones of every catalogue; all of it is the sample.

    In a wheel they lie in `rolegraph/_resources`. In a checkout (also an editable install, whose
    packed copies would be stale) they lie beside `app/`, which therefore wins when it is there.

    Raises:
        ConfigurationError: neither place has them.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package.parent.parent, package / "_resources"):
        folders = all((candidate / part).is_dir() for part in PARTS)
        if folders and (candidate / MANIFEST).is_file():
            return candidate
    raise ConfigurationError(
        f"{MANIFEST} or one of the folders {', '.join(PARTS)} is missing from the installation of "
        "rolegraph; install it again."
    )


def part(name: str) -> Path:
    """Return the folder of one part, such as `shapes`."""
    return root() / name


def files(name: str, *suffixes: str) -> list[Path]:
    """Return the files of one part with one of `suffixes` (such as `.ttl`), sorted by name."""
    return sorted(path for path in part(name).iterdir() if path.name.endswith(suffixes))
