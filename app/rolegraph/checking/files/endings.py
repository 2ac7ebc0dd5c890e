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
_ALWAYS_RDF = (".n3", ".turtle", ".hdt", ".trix", ".owx", ".ofn", ".omn", ".yamlld")
"""Endings that files of RDF alone have, and that are not read here."""
_PACKED = (".gz", ".bz2", ".xz", ".zip")
_COPIES = (".bak", ".orig", ".old", ".swp", "~")
"""Endings that editors and other tools give to the copies that they keep."""
_BEGINS = re.compile(
    r"""(?:\s|\#[^\n]*\n)*  # comments
    (?:@prefix\s+[\w.-]*:\s*<|@base\s*<   # Turtle, TriG, N3
    |<[^<>\s]+>\s+<[^<>\s]+>\s+(?:<[^<>\s]+>|"[^\n]*|_:\S+)\s*\.\s   # N-Triples
    |(?:<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE.*?\]\s*>|\s)*<\w+:RDF\b   # RDF/XML
    |[\[{]\s*(?:\{\s*)?"@(?:context|graph|id)"\s*:)   # JSON-LD
    """,
    re.VERBOSE | re.DOTALL,
)
"""How a text begins that is evidently RDF."""
_HEAD = 8_000
_MEANT = re.compile(rb'"@(?:context|graph|id|type)"\s*:')
_ENDING, _JSON, _ALONE = (
    "for their endings",
    "since they are no JSON-LD (@context, @graph or @id outermost)",
    "since no graph (.ttl of the same name) lies beside them",
)
_NAMED = 5


@dataclass(frozen=True)
class UnreadFile:
    """A file of a given folder that is not read.

    Attributes:
        path: where it lies.
        name: how people call it.
        reason: why, as a part of a sentence about several files.
        is_rdf: whether it is RDF by its ending, or evidently by what it says.
    """

    path: Path
    name: str
    reason: str
    is_rdf: bool = False


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


def is_evidently_rdf(file: Path) -> bool:
    """Tell whether a file that is not read holds RDF, by its ending or by how it begins."""
    name = file.name.lower()
    if name.endswith((".md", ".json", *_COPIES)):
        return False
    inner = name.removesuffix(next((end for end in _PACKED if name.endswith(end)), ""))
    if name.endswith(_ALWAYS_RDF) or (inner != name and inner.endswith((*FORMATS, *_ALWAYS_RDF))):
        return True
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError:
        return False
    return bool(_BEGINS.match(head.decode("utf-8-sig", "ignore") + "\n"))


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


def told(passed: Iterable[UnreadFile]) -> list[str]:
    """Return a remark for each reason why files were not read, with the first of their names."""
    found: dict[str, list[str]] = {}
    for file in sorted(passed, key=lambda file: (not file.is_rdf, file.name.casefold())):
        found.setdefault(file.reason, []).append(file.name)
    return [f"Not read, {reason}: {_listed(names)}." for reason, names in sorted(found.items())]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
