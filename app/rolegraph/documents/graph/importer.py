"""Imports a document: file and curation in, canonical Turtle out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rolegraph.documents.curation.file import CurationFile, read_curation
from rolegraph.documents.curation.matching import match
from rolegraph.documents.grammar.parse import read_document
from rolegraph.documents.graph.document import document_triples
from rolegraph.documents.graph.header import graph_file
from rolegraph.documents.text.home import lying
from rolegraph.documents.text.model import ParsedDocument
from rolegraph.rdf.namespaces import PREFIXES, graph_of_file
from rolegraph.rdf.terms import Triple
from rolegraph.rdf.turtle.writer import write_turtle

_THINGS = {
    "activity": "activities",
    "characteristic": "characteristics",
    "citation": "citations",
    "commitment": "support-commitments",
    "document": "documents",
    "exclusion": "exclusions",
    "external": "external-roles",
    "naming-note": "naming-notes",
    "practice": "practices",
    "reference": "references",
    "responsibility": "responsibilities",
    "role": "roles",
    "scheme": "schemes",
    "version": "document-versions",
}


@dataclass(frozen=True)
class Imported:
    """An imported document.

    Attributes:
        document: what was read.
        curated: the curation, or None.
        graph: IRI of the named graph the triples belong in.
        triples: what the document and the curation say.
    """

    document: ParsedDocument
    curated: CurationFile | None
    graph: str
    triples: frozenset[Triple]

    def turtle(self) -> str:
        """Return the triples as a Turtle file, the same text for the same input."""
        sources = [self.document.file] + ([self.curated.file] if self.curated else [])
        comment = (
            f"Generated from {' and '.join(sources)}; change those, not this, then run:\n"
            f"rolegraph documents import {self.document.file}"
        )
        base = self.document.home.base
        prefixes = PREFIXES | {name: f"{base}{plural}/" for name, plural in _THINGS.items()}
        return write_turtle(self.triples, prefixes, base=base, comment=comment)


def curation_path(document: Path) -> Path:
    """Return where the curation of a document is looked for: `data/roles.curation.yaml`."""
    return lying(document).curation


def find_curation(document: Path, curation: Path | None = None) -> Path | None:
    """Return the given curation, else the one beside the document, else None."""
    if curation is None and curation_path(document).exists():
        return curation_path(document)
    return curation


def import_document(
    path: Path, curation: Path | None = None, previous: Iterable[Triple] = ()
) -> Imported:
    """Read a document and its curation.

    Args:
        path: the Markdown file.
        curation: its curation; None takes the one beside it, or none where there is none. Without
            one, every bullet is a responsibility and has no activities.
        previous: the graph as it was; what it knows of earlier versions is kept, and what this
            version no longer has is retired.

    Raises:
        OSError: a file cannot be read.
        MalformedDocument: the document or the curation has faults, or they do not fit together.
    """
    document = read_document(path)
    found = find_curation(path, curation)
    curated = read_curation(found) if found else None
    return bring_together(document, curated, str(path), previous)


def bring_together(
    document: ParsedDocument,
    curated: CurationFile | None,
    shown_as: str,
    previous: Iterable[Triple] = (),
    replaces: Mapping[str, str] | None = None,
) -> Imported:
    """Make the graph of a document and a curation that were read.

    Args:
        document: the document.
        curated: its curation, or None.
        shown_as: the document's name in faults.
        previous: the graph as it was.
        replaces: slug of a thing → IRI of the thing of the previous graph that it replaces.

    Raises:
        MalformedDocument: document and curation do not fit together.
    """
    view = match(document, curated, shown_as)
    triples = document_triples(document, curated, view, previous, replaces)
    graph = graph_of_file(graph_file(document.file))
    return Imported(document, curated, graph, frozenset(triples))
