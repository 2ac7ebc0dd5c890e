"""Reads a release back: its checksums, its data, and the data against the rules inside."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rolegraph.errors import InputError
from rolegraph.rdf.namespaces import VOID
from rolegraph.rdf.terms import Literal, Quad, RdfFormat, parse
from rolegraph.release.archive import (
    CRATE,
    DOCUMENTATION,
    DUMP,
    METADATA,
    ONTOLOGY,
    README,
    SHAPES,
    SUMS,
)
from rolegraph.shacl.engines.validator import validate
from rolegraph.shacl.findings import VIOLATION, Finding

_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_NEEDED = (
    *(SUMS, DUMP, METADATA, CRATE, README),
    f"{DOCUMENTATION}ontology.md",
    f"{DOCUMENTATION}shapes.md",
)


@dataclass(frozen=True)
class ReleaseVerdict:
    """What was found when a release was read back.

    Attributes:
        faults: what is wrong, in sentences; none where the release is whole.
        files: how many there are.
        triples: how many different ones the dump has.
        findings: of the shapes inside on the data inside, the violations among the faults.
    """

    faults: tuple[str, ...]
    files: int
    triples: int = 0
    findings: tuple[Finding, ...] = ()


def verdict_on(files: Mapping[str, bytes]) -> ReleaseVerdict:
    """Judge the files of a release.

    Args:
        files: name → content.
    """
    faults = [*_missing(files), *_by_sums(files)]
    if faults:  # what is not whole is not worth reading
        return ReleaseVerdict(tuple(faults), len(files))
    try:
        data = _read(DUMP, files[DUMP], RdfFormat.N_QUADS)
        rules = {
            folder: [q for name in _in(files, folder) for q in _read(name, files[name])]
            for folder in (ONTOLOGY, SHAPES)
        }
        described = _read(METADATA, files[METADATA])
    except InputError as error:
        return ReleaseVerdict((str(error),), len(files))
    triples = len({quad.triple for quad in data})
    said = [
        quad.object.value
        for quad in described
        if quad.predicate.value == VOID + "triples" and isinstance(quad.object, Literal)
    ]
    if said != [str(triples)]:
        number = " and ".join(said) or "no number of"
        faults.append(f"{METADATA} says {number} triples; {triples} are in {DUMP}.")
    findings = validate([*data, *rules[ONTOLOGY]], rules[SHAPES])
    faults += [
        f"{finding.focus}: {finding.message}"
        for finding in findings
        if finding.severity == VIOLATION
    ]
    return ReleaseVerdict(tuple(faults), len(files), triples, tuple(findings))


def _missing(files: Mapping[str, bytes]) -> Iterator[str]:
    for name in _NEEDED:
        if name not in files:
            yield f"{name} is missing."
    for folder in (ONTOLOGY, SHAPES):
        if not _in(files, folder):
            yield f"There is no file in {folder}."


def _by_sums(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what the checksums tell of the files, or the other way round."""
    stated: dict[str, str] = {}
    for line in files.get(SUMS, b"").decode("utf-8", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            yield f"{SUMS} has a line that is no checksum: {line!r}."
        else:
            stated[match[2]] = match[1]
    for name, content in files.items():
        if name == SUMS:
            continue
        if name not in stated:
            yield f"{name} has no checksum in {SUMS}."
        elif stated[name] != hashlib.sha256(content).hexdigest():
            yield f"{name} is not what its checksum says: it was changed or damaged."
    for name in stated:
        if name not in files:
            yield f"{name} has a checksum, and is not there."


def _in(files: Mapping[str, bytes], folder: str) -> list[str]:
    return sorted(name for name in files if name.startswith(folder) and name.endswith(".ttl"))


def _read(name: str, content: bytes, rdf_format: RdfFormat = RdfFormat.TURTLE) -> list[Quad]:
    try:
        return list(parse(content, format=rdf_format))
    except SyntaxError as error:
        raise InputError(f"{name} cannot be read: {error}") from None
