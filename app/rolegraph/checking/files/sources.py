"""The files of a check: what part each plays, and what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from rolegraph.checking.files.syntax import SyntaxReport, read_quads
from rolegraph.errors import InputError
from rolegraph.rdf.namespaces import ROLES, SH
from rolegraph.rdf.terms import Quad, RdfFormat
from rolegraph.rdf.triple_text import TripleText
from rolegraph.rdf.turtle.tokens import Lines

ONTOLOGY, SHAPES, DATA, QUERIES, DOCUMENTS = "ontology", "shapes", "data", "queries", "documents"
PARTS = (ONTOLOGY, SHAPES, DATA, QUERIES, DOCUMENTS)
STANDARD_INPUT = Path("-")
_HEAD = 10_000
_TURTLE = re.compile(r"(?:^|[.\s])@?(?i:prefix)\s+([\w.-]*):\s*<([^>]*)>", re.MULTILINE)
_MARKUP = re.compile(r"\sxmlns:([\w.-]+)\s*=\s*[\"']([^\"']*)")


class NothingToRead(InputError):
    """A folder that was named has no file that is read."""


@dataclass
class Source:
    """One file.

    Attributes:
        path: where it lies.
        name: how people call it: relative to the working directory where it lies below it.
        base: the IRI that relative references in it are resolved against; each file has another.
        parts: the parts it plays, of `PARTS`; a file may hold data and shapes, for one.
        shown: whether the user asked about this file; the others are only context.
        lent: whether it comes with the package, and was added for want of other rules.
        text: what it says; empty where it is no text.
        contexts: address of a JSON-LD context → file that holds it, as the user gave them.
    """

    path: Path
    name: str
    base: str
    parts: frozenset[str]
    shown: bool
    lent: bool = False
    text: str = ""
    contexts: tuple[tuple[str, Path], ...] = ()
    report: SyntaxReport = field(default_factory=SyntaxReport)

    @property
    def triples(self) -> TripleText:
        """The triples of the file; empty where it does not parse or is no RDF."""
        return self.report.triples

    @property
    def quads(self) -> list[Quad]:
        """The triples as objects: for checks that look at every one of them, several times."""
        return self.report.quads

    @cached_property
    def lines(self) -> Lines:
        """Lines and columns of the text."""
        return Lines(self.text)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the file declares, with their namespaces; of JSON-LD all terms."""
        text = self.report.parsed or self.text
        if self.report.rdf_format == RdfFormat.RDF_XML:
            return dict(_MARKUP.findall(text, 0, _HEAD))
        if self.report.rdf_format == RdfFormat.JSON_LD:
            return _terms(self.definitions)
        return dict(_TURTLE.findall(text, 0, _HEAD))

    @cached_property
    def definitions(self) -> dict[str, Any]:
        """What the outermost contexts of a JSON-LD file say: terms and keywords."""
        return _definitions(self.report.parsed or self.text)

    @property
    def rank(self) -> int:
        """Where the file stands among the others: ontology first, documents last."""
        return min(map(PARTS.index, self.parts))


@dataclass(frozen=True)
class FileSelection:
    """What to check.

    Attributes:
        paths: files and folders, `-` for the standard input; empty means the catalogue around the
            working directory.
        ontology, shapes: files or folders to use in place of those that would be found.
        contexts: address of a JSON-LD context → file that holds it.
        within: a folder; files in it are told apart by where they lie below it, so that the same
            file has the same base in two copies of the folder.
    """

    paths: tuple[Path, ...] = ()
    ontology: tuple[Path, ...] = ()
    shapes: tuple[Path, ...] = ()
    contexts: tuple[tuple[str, Path], ...] = ()
    within: Path | None = None


def read_source(source: Source, contexts: Sequence[tuple[str, Path]] = ()) -> None:
    """Read a file.

    Raises:
        InputError: it cannot be read.
    """
    try:
        content = _content(source.path)
    except OSError as error:
        raise InputError(f"{source.name}: {error.strerror or error}.") from None
    if source.parts == {DOCUMENTS} and not source.path.name.lower().endswith(".md"):
        from rolegraph.documents.account.model import READ_ONLY

        # A table or a workbook: its reader says what is wrong with it. The bytes of a workbook are
        # no lines, so that none of them is shown.
        is_text = not source.path.name.lower().endswith(READ_ONLY)
        source.text = content.decode("utf-8", "replace") if is_text else ""
        return
    name = source.name if source.path == STANDARD_INPUT else source.path.name
    source.contexts = tuple(contexts)
    source.text, source.report = read_quads(content, name, source.base, source.path, contexts)


def _definitions(text: str) -> dict[str, Any]:
    """Return what the outermost contexts of a JSON-LD text say."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    outermost = document if isinstance(document, list) else [document]
    found = [one.get("@context") for one in outermost if isinstance(one, dict)]
    contexts = [c for one in found for c in (one if isinstance(one, list) else [one])]
    return {n: means for c in contexts if isinstance(c, dict) for n, means in c.items()}


def _terms(definitions: dict[str, Any]) -> dict[str, str]:
    """Return the terms of a context with what they stand for."""
    terms: dict[str, str] = {}
    for name, means in definitions.items():
        iri = means.get("@id") if isinstance(means, dict) else means
        if isinstance(iri, str) and not name.startswith("@"):
            terms[name] = iri
    return terms


def _content(path: Path) -> bytes:
    if path == STANDARD_INPUT:
        import sys

        return sys.stdin.buffer.read()
    return path.read_bytes()


def by_part(sources: Sequence[Source], *parts: str) -> list[Source]:
    """Return the sources that play one of some parts."""
    wanted = frozenset(parts)
    return [source for source in sources if source.parts & wanted]


def choose_rules(sources: list[Source]) -> None:
    """Decide by what the files say whether the shipped rules are for them.

    Data that holds shapes brings its own, unless others were given. The shipped rules are for data
    in their own words alone.
    """
    own = [source for source in sources if not source.lent]
    if not any(SHAPES in source.parts for source in own):
        holding = [s for s in own if DATA in s.parts and holds_shapes(s)]
        for source in holding:
            source.parts |= {SHAPES}
        if holding:
            sources[:] = own
    if not any(ROLES in source.text for source in own):
        sources[:] = own


def holds_shapes(source: Source) -> bool:
    """Tell whether a file has shapes that are for something."""
    if SH not in source.text and '"sh"' not in source.text:
        return False
    aiming = source.triples.with_text(f" <{SH}target")
    return f"<{SH}NodeShape>" in source.triples.instances or any(
        quad.predicate.value.startswith(f"{SH}target") for quad in aiming
    )
