"""Findings on graphs that were imported from documents, at the places where people can fix them.

What an import has written is written anew by the next one, so a fix belongs in the curation file,
or in the document. The place in the graph stays as a second one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import DATA, DOCUMENTS, Source
from rolegraph.rdf.namespaces import ONTOLOGY, RDF, SKOS
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.shacl.findings import Finding, Place

_LABEL = NamedNode(SKOS + "prefLabel")
_LINE = NamedNode(ONTOLOGY + "sourceLine")
_QUOTED = NamedNode(ONTOLOGY + "quotedFrom")
_OF = NamedNode(ONTOLOGY + "statementOf")
_ACTIVITY = NamedNode(ONTOLOGY + "assignedActivity")
_TYPE = NamedNode(RDF + "type")
_STATUS = NamedNode(ONTOLOGY + "status")
_ACTIVITIES = NamedNode(ONTOLOGY + "Activity")
_DEFINITION = SKOS + "definition"
_SCHEME = NamedNode(ONTOLOGY + "RoleScheme")
CURATION_KEYS = {
    ONTOLOGY + "isOpenList": "is_open: …",
    _DEFINITION: "definition: …",
    ONTOLOGY + "refersToActivity": "activities: […]",
    ONTOLOGY + "isExcludedFromActivity": "activities: […]",
}
"""Property → how the curation file says it."""
_DESCRIBE = "describe the activity in data/activities.ttl; the next import goes by that"
_GENERATED = "made from it; the next import keeps what you add here, or tells what it cannot keep"


@dataclass
class _Origin:
    """A document and its curation, by the graph that was made from them."""

    document: Source
    graph: Source
    curation: str
    text: str
    _seen: dict[str, Place | None] = field(default_factory=dict)

    @cached_property
    def _lines(self) -> dict[tuple[str, str], int]:
        """Role and statement → line of the curation file.

        The statement is empty for the role itself; both are empty for the roles as a whole.
        """
        import yaml

        found: dict[tuple[str, str], int] = {}
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        top = yaml.compose(self.text, Loader=loader)
        scheme = _mapping(top).get("scheme", _mapping(top).get("document"))
        if scheme is not None:
            found["", ""] = scheme[0].start_mark.line + 1
        for role, said in _mapping(_mapping(top).get("roles", (None, None))[1]).items():
            found[role, ""] = said[0].start_mark.line + 1
            listed = _mapping(said[1]).get("statements", (None, None))[1]
            for statement in getattr(listed, "value", ()):
                text = _mapping(statement).get("text", (None, None))[1]
                if text is not None:
                    found[role, text.value] = text.start_mark.line + 1
        return found

    def place(self, focus: str) -> Place | None:
        """Return where a person can change what is said of a thing."""
        if focus not in self._seen:
            self._seen[focus] = self._place(focus)
        return self._seen[focus]

    def _place(self, focus: str) -> Place | None:
        if self._is_retired(focus):
            return None  # it stood in an earlier version; the lines of this one say other things
        label = self._text(focus, _LABEL)
        roles = [link.value for link in self._values(focus, _OF) if isinstance(link, NamedNode)]
        key = (self._text(roles[0], _LABEL), label) if roles else (label, "")
        if _SCHEME in self._values(focus, _TYPE):
            key = ("", "")  # a document with one role often has its title
        line = self._lines.get(key)
        if line is not None:
            return Place(self.curation, line, 1, line, 2)
        line = self._line(focus)
        return Place(self.document.name, line, 1, line, 2) if line else None

    def _line(self, focus: str) -> int | None:
        near = (focus, *self._cells.get(focus, ()))
        quotes = [link for each in near for link in self._values(each, _QUOTED)]
        places = [*near, *(each.value for each in quotes if isinstance(each, NamedNode))]
        found = [self._text(each, _LINE) for each in places]
        return next((int(each) for each in found if each.isdigit()), None)

    @cached_property
    def _cells(self) -> dict[str, list[str]]:
        """The assignments of each activity: it stands in the document where they do."""
        found: dict[str, list[str]] = {}
        for (subject, predicate), values in self._index.items():
            for value in values if predicate == _ACTIVITY else ():
                if isinstance(value, NamedNode) and not self._is_retired(subject):
                    found.setdefault(value.value, []).append(subject)
        return found

    def _is_retired(self, focus: str) -> bool:
        return self._text(focus, _STATUS) == "retired"

    def is_activity(self, focus: str) -> bool:
        """Tell whether a thing is an activity; neither document nor curation can define one."""
        return _ACTIVITIES in self._values(focus, _TYPE)

    def _text(self, subject: str, predicate: NamedNode) -> str:
        values = self._values(subject, predicate)
        return next((each.value for each in values if isinstance(each, Literal)), "")

    def _values(self, subject: str, predicate: NamedNode) -> list[Term]:
        return self._index.get((subject, predicate), [])

    @cached_property
    def _index(self) -> dict[tuple[str, NamedNode], list[Term]]:
        """The few properties that are asked for; a catalogue has many findings."""
        found: dict[tuple[str, NamedNode], list[Term]] = {}
        wanted = {_LABEL, _LINE, _QUOTED, _OF, _ACTIVITY, _TYPE, _STATUS}
        for quad in self.graph.triples:
            if quad.predicate in wanted and isinstance(quad.subject, NamedNode):
                found.setdefault((quad.subject.value, quad.predicate), []).append(quad.object)
        return found


def at_origins(corpus: Corpus, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings; those on an imported graph at the curation or the document behind it."""
    origins: dict[str, _Origin] | None = None
    for finding in findings:
        if finding.file is None or finding.focus is None or not finding.file.endswith(".ttl"):
            yield finding
            continue
        if origins is None:
            origins = {origin.graph.name: origin for origin in _origins(corpus)}
        origin = origins.get(finding.file)
        place = origin.place(finding.focus) if origin else None
        if place is None:
            yield finding
            continue
        line, column = finding.line or 1, finding.column or 1
        ends = (finding.end_line or line, finding.end_column or column + 1)
        graph = Place(finding.file, line, column, *ends, _GENERATED)
        related = (graph, *finding.related)
        key = CURATION_KEYS.get(finding.path or "")
        placed = finding.but(related=related).at(place)
        if origin is not None and place.file == origin.curation and key:
            # What the graph lacks is written in the curation file, in its own words.
            placed = placed.but(snippet=None, hint=f"write `{key}` there, and import again")
        elif finding.path == _DEFINITION and origin and origin.is_activity(finding.focus):
            placed = placed.but(hint=_DESCRIBE)
        yield placed


def _origins(corpus: Corpus) -> Iterator[_Origin]:
    documents = corpus.part(DOCUMENTS)
    if not documents:
        return
    from rolegraph.checking.rules.drift import base_of
    from rolegraph.documents.importing.answers import is_answers
    from rolegraph.documents.text.home import lying, shown_name

    graphs = {source.path: source for source in corpus.part(DATA)}
    for document in documents:
        place = lying(document.path)
        graph = graphs.get(place.graph)
        if graph is None or not place.curation.is_file():
            continue
        text = place.curation.read_text(encoding="utf-8", errors="replace")
        if is_answers(text):
            name = shown_name(place.curation, base_of(document))
            yield _Origin(document, graph, name, text)


def _mapping(node: Any) -> dict[str, tuple[Any, Any]]:
    """Return the entries of a YAML mapping: key → the nodes of key and value."""
    if node is None or node.id != "mapping":
        return {}
    return {key.value: (key, value) for key, value in node.value}
