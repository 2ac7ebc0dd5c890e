"""Where things stand: the line of the document that says it, and the file of the catalogue.

The facts are those that the catalogue keeps of each quotation (Web Annotation,
https://www.w3.org/TR/annotation-model/): `rg:quotedFrom`, `rg:sourceLine`, `oa:exact`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from rolegraph.rdf.namespaces import GRAPHS, OA, ONTOLOGY
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.store.protocol import Store

_QUOTED, _LINE = NamedNode(ONTOLOGY + "quotedFrom"), NamedNode(ONTOLOGY + "sourceLine")
_VERBATIM, _FILE = NamedNode(ONTOLOGY + "verbatimText"), NamedNode(ONTOLOGY + "sourceFile")
_SOURCE, _SELECTOR = NamedNode(OA + "hasSource"), NamedNode(OA + "hasSelector")
_PAGE = NamedNode(ONTOLOGY + "sourcePage")
_EXACT = NamedNode(OA + "exact")
_LOOKED_AT = 200
"""Links of a thing, in each direction, that are looked at for words behind it."""
_MOST = 20
"""Passages that are given for one thing."""


@dataclass(frozen=True)
class QuotedPassage:
    """Words of a document.

    Attributes:
        of: IRI of the thing that quotes them.
        text: the words.
        version: IRI of the version of the document.
        file: the file of the document, from the catalogue's folder.
        line: where they begin, counted from 1; None where it is not recorded.
        page: the page of that line in a PDF, or the slide of a presentation; else None.
        is_statement: whether they are a statement, and not the name of something.
    """

    of: str
    text: str
    version: str
    file: str | None
    line: int | None
    page: int | None = None
    is_statement: bool = False


@dataclass(frozen=True)
class SourcesOfThing:
    """Where a thing stands.

    Attributes:
        iri: the thing.
        files: the files of the catalogue that describe it.
        quoted: what it quotes itself.
        linked: where it quotes nothing, what the things quote that it is linked with.
    """

    iri: str
    files: list[str] = field(default_factory=list)
    quoted: list[QuotedPassage] = field(default_factory=list)
    linked: list[QuotedPassage] = field(default_factory=list)


class ThingSources:
    """Finds where things stand.

    Args:
        store: the catalogue.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, iri: str) -> SourcesOfThing:
        """Return where a thing stands; empty lists for what the catalogue does not know."""
        thing = NamedNode(iri)
        graphs = {quad.graph_name for quad in islice(self._store.match(thing), _LOOKED_AT)}
        names = (graph.value for graph in graphs if isinstance(graph, NamedNode))
        files = sorted(name.removeprefix(GRAPHS) for name in names if name.startswith(GRAPHS))
        quoted = list(islice(self._passages(thing), _MOST))
        linked = [] if quoted else list(islice(self._around(thing), _MOST))
        return SourcesOfThing(iri, files, _sorted(quoted), _sorted(linked))

    def _around(self, thing: NamedNode) -> Iterator[QuotedPassage]:
        """Yield what the things quote that a thing is linked with, each once."""
        seen = {thing}
        incoming = (q.subject for q in self._store.match(None, None, thing))
        outgoing = (q.object for q in self._store.match(thing))
        for near in (*islice(incoming, _LOOKED_AT), *islice(outgoing, _LOOKED_AT)):
            if isinstance(near, NamedNode) and near not in seen:
                seen.add(near)
                yield from self._passages(near)

    def _passages(self, thing: NamedNode) -> Iterator[QuotedPassage]:
        seen = set()
        for quotation in self._objects(thing, _QUOTED):
            version = next(self._objects(quotation, _SOURCE), None)
            if not isinstance(version, NamedNode) or quotation in seen:
                continue
            seen.add(quotation)
            exact = [
                text
                for selector in self._objects(quotation, _SELECTOR)
                for text in self._texts(selector, _EXACT)
            ]
            verbatim = list(self._texts(thing, _VERBATIM))
            text = next(iter([*verbatim, *exact]), "")
            lines = [*self._texts(quotation, _LINE), *self._texts(thing, _LINE)]
            file = next(self._texts(version, _FILE), None)
            line, page = _number(lines), _number(self._texts(quotation, _PAGE))
            yield QuotedPassage(thing.value, text, version.value, file, line, page, bool(verbatim))

    def _objects(self, subject: Term, predicate: NamedNode) -> Iterator[Term]:
        if isinstance(subject, NamedNode):
            for quad in self._store.match(subject, predicate):
                yield quad.object

    def _texts(self, subject: Term, predicate: NamedNode) -> Iterator[str]:
        return (o.value for o in self._objects(subject, predicate) if isinstance(o, Literal))


def _number(texts: Iterable[str]) -> int | None:
    """Return the first whole number, or None."""
    return next((int(text) for text in texts if text.isdecimal()), None)


def _sorted(passages: list[QuotedPassage]) -> list[QuotedPassage]:
    """Return passages by their places, statements first."""
    return sorted(passages, key=lambda p: (not p.is_statement, p.file or "", p.line or 0))
