"""What the last import wrote in a graph, so that edits by hand in its file are known as such.

The head of the file has a digest of what was imported, which goes with the file wherever it goes.
The text itself is kept beside the catalogue, in a folder that git does not take; where it is that
of the same import, it tells each edit exactly.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.generated import PARTS
from rolegraph.documents.text.home import Lying
from rolegraph.rdf.terms import NamedNode, RdfFormat, Term, Triple, parse

FOLDER = ".rolegraph-imported"
"""Where a catalogue keeps what each import wrote; it tells git to leave it out."""
_DIGITS = 16
_MARK = re.compile(r"^# Imported as ([0-9a-f]+)\.?$", re.MULTILINE)
_PLACES = frozenset(
    term(name)
    for name in (
        "prov:wasDerivedFrom", "prov:wasRevisionOf", "rg:definedIn", "rg:documentOrder",
        "rg:quotedFrom", "rg:sourceLine", "rg:statementOrder", "rg:versionOf",
    )
)  # fmt: skip
"""What changes with each version of a document, whoever says nothing else of the thing."""


def mark_of(triples: Iterable[Triple]) -> str:
    """Return the line for the head of a graph's file that says what was imported."""
    return f"Imported as {_digest(triples)}"


def _digest(triples: Iterable[Triple]) -> str:
    lines = sorted(f"{each.subject} {each.predicate} {each.object}" for each in triples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:_DIGITS]


@dataclass(frozen=True)
class EditedGraph:
    """A graph that is not as it was imported.

    Attributes:
        imported: what was imported; None where nobody knows it any more.
        is_marked: whether the file says that it was edited. Graphs of earlier versions, and those
            of the strict form, do not say it.
    """

    imported: frozenset[Triple] | None
    is_marked: bool


@dataclass(frozen=True)
class Turned:
    """What an import would change back in a graph.

    Attributes:
        lost: what the graph alone has.
        returned: what somebody took out of the graph.
    """

    lost: tuple[Triple, ...] = ()
    returned: tuple[Triple, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.lost or self.returned)


def turned(
    was: AbstractSet[Triple] | None, has: AbstractSet[Triple], said: AbstractSet[Triple]
) -> Turned:
    """Return which edits of a graph an import would change back.

    Args:
        was: the graph as it was imported; None where that is not known. Then all counts that is
            in the graph of a thing that is there after the import as well, and would go. Places in
            the document do not count then, nor where the file was merged from two imports.
        has: the graph as it is.
        said: the graph as the import would write it.
    """
    own = _added(was, has, said)
    if was is not None and sources(was) == sources(has):
        return Turned(
            (*own, *(t for t in has - was if t not in said)),
            tuple(t for t in was - has if t in said),
        )
    after = Described(said)
    versions = set(after.of_class("rg:DocumentVersion"))
    new: set[Term] = {t.object for t in said - has if isinstance(t.object, NamedNode)}
    new |= {t.subject for t in has if not _is_in(t, after)}

    def counts(triple: Triple) -> bool:
        subject = triple.subject.value if isinstance(triple.subject, NamedNode) else ""
        return (
            triple.predicate not in _PLACES
            and _is_in(triple, after)
            and triple.object not in new
            and subject not in versions
            and "#" not in subject.rpartition("/")[2]
        )

    known = was if was is not None else frozenset[Triple]()
    return Turned(
        (*own, *(t for t in has - known if t not in said and counts(t))),
        tuple(t for t in known - has if t in said and counts(t)),
    )


def _added(
    was: AbstractSet[Triple] | None, has: AbstractSet[Triple], said: AbstractSet[Triple]
) -> list[Triple]:
    """Return what class the things have that somebody added, and an import would retire."""
    before, after = Described(has), Described(said)
    known = Described(was or ())
    kind = term("rdf:type")
    return [
        triple
        for iri in after.of_class(*PARTS)
        if after.is_retired(iri) and iri in before and not before.is_retired(iri)
        if (iri not in known if was is not None else _is_alone(before, iri))
        for triple in before.block(iri)
        if triple.predicate == kind and triple.subject == NamedNode(iri)
    ]


def _is_alone(described: Described, iri: str) -> bool:
    """Tell whether nothing shows that a thing comes from a document."""
    return not described.links(iri, "rg:quotedFrom") and not described.links(
        iri, "prov:wasDerivedFrom"
    )


def _is_in(triple: Triple, described: Described) -> bool:
    return not isinstance(triple.subject, NamedNode) or triple.subject.value in described


class ImportRecord:
    """What the last import wrote in the graph of a document.

    Args:
        place: the document.
    """

    def __init__(self, place: Lying) -> None:
        self._file: Path | None = None
        if place.folder is not None:
            self._home = place.folder.root / FOLDER
            within = place.graph.resolve().relative_to(place.folder.root.resolve())
            self._file = self._home / f"{within}.gz"

    @property
    def file(self) -> Path | None:
        """The file that keeps it; None for a document without a catalogue."""
        return self._file

    def keep(self, text: str) -> None:
        """Note what an import wrote; where that is not possible, the digest has to do."""
        if self._file is None:
            return
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            (self._home / ".gitignore").write_text("*\n", encoding="utf-8")
            self._file.write_bytes(gzip.compress(text.encode(), mtime=0))

    def edited(self, text: str, triples: AbstractSet[Triple]) -> EditedGraph | None:
        """Return what is known of the edits of a graph; None where it is as it was imported.

        Args:
            text: the file as it is.
            triples: what it says.
        """
        mark = _MARK.search(text)
        if mark is not None and mark[1] == _digest(triples):
            return None
        known = self._known(mark[1] if mark else None, triples)
        if mark is None and known == triples:
            return None
        return EditedGraph(known, is_marked=mark is not None)

    def _known(self, mark: str | None, triples: AbstractSet[Triple]) -> frozenset[Triple] | None:
        """Return what was imported, if it is what the file was before it was edited."""
        if self._file is None or not self._file.exists():
            return None
        try:
            text = gzip.decompress(self._file.read_bytes()).decode()
            kept = frozenset(quad.triple for quad in parse(text, format=RdfFormat.TURTLE))
        except (OSError, EOFError, ValueError, SyntaxError):
            return None
        found = _MARK.search(text)
        if mark is not None:
            return kept if found is not None and found[1] == mark else None
        return kept if sources(kept) == sources(triples) else None


def sources(triples: Iterable[Triple]) -> set[str]:
    """Return the versions of document and curation that a graph was made from."""
    described = Described(triples)
    heads = described.of_class("void:Dataset")
    return {each for head in heads for each in described.links(head, "prov:wasDerivedFrom")}
