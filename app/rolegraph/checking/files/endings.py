"""Which files a check reads, by the endings of their names and by what a `.json` holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolegraph.checking.files.syntax import FORMATS, SSSOM_SUFFIX

SUFFIXES = (*FORMATS, SSSOM_SUFFIX, ".md", ".rq")
"""Endings of the names of files that a check reads, besides `.json`; case does not count."""
COMPANIONS = (".curation.yaml", "rolegraph.toml")
"""Endings of files that other files of a catalogue are read with."""
_RDF = (".n3", ".hdt", ".trix", ".owx", ".ofn", ".omn", ".yamlld", ".gz", ".bz2", ".zip", ".xml")
"""Endings of files that may well hold RDF, which are named first."""
_MEANT = re.compile(rb'"@(?:context|graph|id|type)"\s*:')
_ENDING, _JSON, _ALONE = (
    "for their endings",
    "since they are no JSON-LD (@context, @graph or @id outermost)",
    "since no graph (.ttl of the same name) lies beside them",
)
_NAMED = 5


@dataclass(frozen=True)
class NotRead:
    """A file of a given folder that is not read.

    Attributes:
        path: where it lies.
        name: how people call it.
        reason: why, as a part of a sentence about several files.
    """

    path: Path
    name: str
    reason: str


def has_ending(name: str, endings: str | tuple[str, ...] = SUFFIXES) -> bool:
    """Tell whether the name of a file has one of some endings, which are in lower case."""
    return name.lower().endswith(endings)


def why_not(file: Path) -> str | None:
    """Return why a file is not read; None where it is, or where another file is read with it."""
    if has_ending(file.name, ".json"):
        return None if is_json_ld(file) else _JSON
    if has_ending(file.name, ".md") and not file.with_suffix(".ttl").is_file():
        return _ALONE
    return None if has_ending(file.name) or has_ending(file.name, COMPANIONS) else _ENDING


def is_json_ld(file: Path) -> bool:
    """Tell whether a file is JSON-LD, or means to be: broken JSON that has the words of JSON-LD."""
    try:
        content = file.read_bytes()
    except OSError:
        return False
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return bool(_MEANT.search(content))
    outer = found if isinstance(found, list) else [found]
    keys = {key for entry in outer if isinstance(entry, dict) for key in entry}
    return bool(keys & {"@context", "@graph", "@id"})


def told(passed: Iterable[NotRead]) -> list[str]:
    """Return a remark for each reason why files were not read, with the first of their names."""
    found: dict[str, list[str]] = {}
    for file in sorted(passed, key=lambda file: (not has_ending(file.name, _RDF), file.name)):
        found.setdefault(file.reason, []).append(file.name)
    return [f"Not read, {reason}: {_listed(names)}." for reason, names in sorted(found.items())]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
