"""Follows `owl:imports` from file to file; nothing is fetched from the web.

A catalogue file in the form that Protégé writes (`catalog-v001.xml`, OASIS XML Catalogs) says which
local file stands for an IRI.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from rolegraph.checking.files.endings import why_not
from rolegraph.checking.files.places import open_places
from rolegraph.checking.files.sources import ONTOLOGY, SHAPES, Source, holds_shapes, read_source
from rolegraph.checking.files.syntax import FileSyntaxFault, read_quads
from rolegraph.rdf.namespaces import OWL
from rolegraph.rdf.terms import NamedNode

CATALOGUE_FILE = "catalog-v001.xml"
_NAMESPACE = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
_IMPORTS = OWL + "imports"
_NAMED = 5


@dataclass(frozen=True)
class Imports:
    """What came of imports.

    Attributes:
        notes: remarks on imports that lead to no file.
        catalogues: the catalogue files that said where one lies.
    """

    notes: list[str]
    catalogues: frozenset[Path]


def follow_imports(sources: list[Source], contexts: Sequence[tuple[str, Path]] = ()) -> Imports:
    """Read the local files that files import, and add them to the sources.

    Args:
        sources: files that were read; an imported file plays the parts of the one that imports it.
        contexts: address of a JSON-LD context → file that holds it.

    A local file that is not there becomes a fault of the shapes or ontology that import it: a rule
    or a subclass may be missing, and a green run would be a false one.

    """
    away: dict[str, str] = {}
    missing: list[str] = []
    used: set[Path] = set()
    known = {source.path for source in sources}
    given = any(SHAPES in source.parts and not source.lent for source in sources)
    for source in sources:  # grows while it is gone through
        for target in _targets(source):
            if target in _ontologies(sources):
                continue
            mapped = _mapped(source, target)
            if mapped:
                used.add(source.path.parent / CATALOGUE_FILE)
            file = mapped or _beside(source, target)
            if file is None:
                away.setdefault(target, source.name)
            elif not file.is_file() or why_not(file):
                reason = f"{source.name} imports {_named(source, file)}, which {_why(file)}"
                judges = SHAPES in source.parts or (not given and holds_shapes(source))
                rules = judges or ONTOLOGY in source.parts
                if rules and (mapped or _names_a_file(source, target)):
                    lost = "its rules judge nothing" if judges else "what it says is not used"
                    source.report.faults.append(_fault(source, target, f"{reason}, so {lost}."))
                else:  # data are judged without it; of an IRI of the web no file may be meant
                    missing.append(f"{reason}.")
            elif file not in known:
                known.add(file)
                sources.append(_imported(source, file, target, contexts))
    return Imports(missing + ([_told(away)] if away else []), frozenset(used))


def _named(source: Source, file: Path) -> str:
    """Return a file as it is called beside the one that imports it."""
    return posixpath.relpath(file.as_posix(), source.path.parent.resolve().as_posix())


def _why(file: Path) -> str:
    return "is of a kind that is not read" if file.is_file() else "is not there"


def _fault(source: Source, target: str, message: str) -> FileSyntaxFault:
    """Return the fault of a file that imports what is not there, at the import."""
    value = NamedNode(target)
    imports = [quad for quad in source.triples.of_predicates([_IMPORTS]) if quad.object == value]
    spans = [
        triple.at_object
        for quad in imports
        for triple in open_places(source).triples(str(quad.subject).strip("<>"))
        if (triple.predicate, triple.object) == (quad.predicate, value)
    ]
    start, end = (spans[0].start, spans[0].end) if spans else (0, 1)
    place = (*source.lines.place(start), *source.lines.place(end))
    return FileSyntaxFault("missing-import", message, *place)


def _told(away: dict[str, str]) -> str:
    named = ", ".join(f"<{target}> ({file})" for target, file in list(away.items())[:_NAMED])
    more = f" and {len(away) - _NAMED} more" if len(away) > _NAMED else ""
    return (
        f"Imports that were not followed, since nothing is fetched from the web: {named}{more}. "
        f"Name the file that stands for one in {CATALOGUE_FILE}, or give it with --ontology."
    )


def _targets(source: Source) -> list[str]:
    if _IMPORTS not in source.text and "imports" not in source.text:
        return []
    found = {
        quad.object.value
        for quad in source.triples.of_predicates([_IMPORTS])
        if isinstance(quad.object, NamedNode)
    }
    return sorted(found)


def _ontologies(sources: Sequence[Source]) -> set[str]:
    """Return the IRIs of the ontologies that were read, and the addresses of their files."""
    found = {source.base for source in sources}
    for source in sources:
        if "Ontology" not in source.text:
            continue
        headers = source.triples.instances.get(f"<{OWL}Ontology>", [])
        found |= {header[1:-1] for header in headers if header.startswith("<")}
        found |= {
            quad.object.value
            for quad in source.triples.of_predicates([OWL + "versionIRI"], headers)
            if isinstance(quad.object, NamedNode)
        }
    return found


def _beside(source: Source, target: str) -> Path | None:
    """Return the file that a reference names; None where the IRI is no file's."""
    here, there = urlsplit(source.base), urlsplit(target)
    if there.scheme == "file" and here.scheme != "file":
        from urllib.request import url2pathname  # loads the client of HTTP

        return Path(url2pathname(there.path)).resolve()
    if (here.scheme, here.netloc) != (there.scheme, there.netloc) or not source.path.name:
        return None
    way = posixpath.relpath(unquote(there.path), posixpath.dirname(unquote(here.path)))
    return (source.path.parent / way).resolve()


def _names_a_file(source: Source, target: str) -> bool:
    """Tell whether an import is a file's address, or a reference relative to the file.

    The files of a catalogue have bases on the web. So the file is read once more with another base:
    a relative reference then leads elsewhere.
    """
    if target.startswith("file:"):
        return True
    said = source.report.parsed or source.text
    _, report = read_quads(said.encode(), source.path.name, "file:///elsewhere/file", source.path)
    imported = report.triples.of_predicates([_IMPORTS])
    return NamedNode(target) not in {quad.object for quad in imported}


def _mapped(source: Source, target: str) -> Path | None:
    """Return the file that a catalogue file beside the source names for an IRI."""
    catalogue = source.path.parent / CATALOGUE_FILE
    if not catalogue.is_file():
        return None
    try:
        root = ET.parse(catalogue).getroot()  # noqa: S314 - the user's own file, no entities used
    except ET.ParseError:
        return None
    for entry in root.iter(f"{_NAMESPACE}uri"):
        if entry.get("name") == target:
            return (catalogue.parent / (entry.get("uri") or "")).resolve()
    return None


def _imported(
    source: Source, file: Path, target: str, contexts: Sequence[tuple[str, Path]]
) -> Source:
    folder = source.name.removesuffix(source.path.name)
    try:
        name = folder + file.relative_to(source.path.parent).as_posix()
    except ValueError:
        name = str(file)
    base = target if target.startswith("file:") or _beside(source, target) else file.as_uri()
    found = Source(file, name, base, source.parts, source.shown, source.lent)
    read_source(found, contexts)
    return found
