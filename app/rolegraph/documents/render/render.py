"""Writes the Markdown of a document back from its graph alone.

The graph has the statements, names, notes, citations and references as they are now, and the text
of the version that it was made from (`prov:value`). That text is the layout. What the graph still
says as the text does stays there character by character, so a graph that nobody changed gives back
the file's bytes. What it words otherwise is put into its place. What it has more is written as a
line or section of its own, what it has less is left out, and what is in another order is moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rolegraph.documents.comparison.comparable import ComparableOutline, OutlineReference
from rolegraph.documents.comparison.compare import OutlineComparison, compare
from rolegraph.documents.comparison.drifts import Drift
from rolegraph.documents.comparison.from_document import outline_of_document
from rolegraph.documents.comparison.from_graph import outline_of_graph
from rolegraph.documents.curation.matching import CuratedView
from rolegraph.documents.drift.drift import original
from rolegraph.documents.grammar.layout import DocumentLayout
from rolegraph.documents.grammar.parse import examine_document
from rolegraph.documents.graph.described import Described
from rolegraph.documents.render.role import RoleText
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.model import Span
from rolegraph.errors import InputError
from rolegraph.rdf.terms import Quad, Triple


@dataclass(frozen=True)
class Rendered:
    """A document as its graph has it.

    Attributes:
        text: the Markdown.
        left: what of the graph could not be brought into the form of a document.
    """

    text: str
    left: tuple[Drift, ...]


def render(graph: Iterable[Triple | Quad], source: str | None = None) -> Rendered:
    """Return the Markdown of the document that a graph describes.

    Args:
        graph: the graph of one document, such as `data/roles.ttl`.
        source: its name in errors.

    Raises:
        InputError: the graph describes no document, or it does not have its text.
    """
    outline = outline_of_graph(Described(graph), source)
    made_from = original(outline)
    if made_from is None:
        prefix = f"{source}: " if source else ""
        raise InputError(
            f"{prefix}The graph does not have the text of the document that it was made from "
            "(prov:value of the version); make it anew with `rolegraph documents import`."
        )
    text = _Renderer(outline, made_from).text()
    return Rendered(text, _left(outline, text))


def version_text(graph: Iterable[Triple | Quad], version: str) -> str:
    """Return the text of a version of the document, earlier ones included.

    Args:
        graph: the graph.
        version: the end of the version's IRI, such as `roles-614fbcafdd5d`.

    Raises:
        InputError: the graph does not have the text of such a version.
    """
    described = Described(graph)
    for iri in described.of_class("rg:DocumentVersion"):
        text = described.text(iri, "prov:value")
        if iri.rpartition("/")[2] == version and text is not None:
            return text
    raise InputError(f"The graph has no text of a version {version!r}.")


def _left(outline: ComparableOutline, text: str) -> tuple[Drift, ...]:
    try:
        document, _ = examine_document(text.encode(), "document.md")
    except MalformedDocument as error:
        return tuple(Drift("malformed", None, None, note=str(fault)) for fault in error.faults)
    again = outline_of_document(document, CuratedView(None))
    drifts = compare(outline, again).drifts
    return tuple(drift for drift in drifts if drift.rule not in {"whitespace", "text"})


class _Renderer:
    def __init__(self, graph: ComparableOutline, base: ComparableOutline) -> None:
        self._graph = graph
        self._base = base
        self._comparison: OutlineComparison = compare(graph, base, same_text=True)
        self._layout = DocumentLayout(base.text or "")
        self._roles = {id(role): old for role, old in self._comparison.paired.roles}

    def text(self) -> str:
        layout, base = self._layout, self._base
        paired = self._comparison.paired
        for now, was in (*paired.scheme, *paired.commitment, *paired.notes, *paired.statements):
            if was.span and now.line_of_text != was.line_of_text:
                layout.replace(was.span.start, was.span.end, now.text)
        for entry, old in paired.references:
            if old.span and (entry.title, entry.url) != (old.title, old.url):
                layout.replace(old.span.start, old.span.end, _link(entry))
        listed = [role.listed for role in base.roles if role.listed]
        list_start = layout.line_start(listed[0].start)
        list_end = layout.line_end(listed[-1].end)
        names = self._list_of_roles(listed)
        starts = layout.sections()
        count = len(base.roles)
        sections = self._sections(starts)
        text = (
            layout.cut(0, list_start)
            + names
            + layout.cut(list_end, starts[0])
            + sections
            + self._references(starts[count])
        )
        if not layout.text.endswith(("\n", "\r")):
            text = text.rstrip("\r\n")
        return text

    def _list_of_roles(self, listed: Sequence[Span]) -> str:
        for role, old in self._comparison.paired.roles:
            if role.text != old.text:
                for span in (old.listed, old.span):
                    if span:
                        self._layout.replace(span.start, span.end, role.text)
        places = [
            self._base.roles.index(self._roles[id(role)]) if id(role) in self._roles else None
            for role in self._graph.roles
        ]
        return self._entries(listed, places, [role.text for role in self._graph.roles])

    def _sections(self, starts: list[int]) -> str:
        layout = self._layout
        numbers = {entry.iri: place for place, entry in enumerate(self._graph.references, start=1)}
        sections = []
        for number, role in enumerate(self._graph.roles, start=1):
            old = self._roles.get(id(role))
            if old and old.span:
                layout.renumber(old.span, number)
            writer = RoleText(layout, self._comparison.paired, numbers)
            if old:
                place = self._base.roles.index(old)
                sections.append(writer.changed(role, old, starts[place], starts[place + 1]))
            else:
                sections.append(writer.new(role, number))
        as_before = [self._roles.get(id(role)) for role in self._graph.roles]
        if as_before == list(self._base.roles):
            return "".join(sections)
        # Sections that change their neighbours must still be set apart from them.
        gap = layout.eol * 2
        has_more = starts[len(self._base.roles)] < len(layout.text)
        return gap.join(section.rstrip("\r\n") for section in sections) + (gap if has_more else "")

    def _references(self, start: int) -> str:
        layout, base = self._layout, self._base
        spans = [entry.span for entry in base.references if entry.span]
        former = {id(entry): old for entry, old in self._comparison.paired.references}
        places = [
            base.references.index(former[id(entry)]) if id(entry) in former else None
            for entry in self._graph.references
        ]
        links = [_link(entry) for entry in self._graph.references]
        if not spans:
            if not links:
                return layout.cut(start, len(layout.text))
            entries = "".join(f"1. {link}{layout.eol}" for link in links)
            heading = f"{layout.eol}## References{layout.eol}{layout.eol}"
            return layout.cut(start, len(layout.text)) + heading + entries
        first, last = layout.line_start(spans[0].start), layout.line_end(spans[-1].end)
        if not links:
            return layout.cut(last, len(layout.text))
        return (
            layout.cut(start, first)
            + self._entries(spans, places, links)
            + layout.cut(last, len(layout.text))
        )

    def _entries(
        self, spans: Sequence[Span], places: Sequence[int | None], texts: Sequence[str]
    ) -> str:
        """Return the lines of a numbered list.

        Args:
            spans: where the entries stand.
            places: which of them each of the new entries was; None for one that is new.
            texts: their texts, for those that are new.
        """
        layout = self._layout
        starts = [layout.line_start(span.start) for span in spans]
        starts.append(layout.line_end(spans[-1].end))
        if list(places) == list(range(len(spans))):
            return layout.cut(starts[0], starts[-1])
        counts = not all(layout.number(span) == 1 for span in spans) or len(spans) == 1
        lines = []
        for number, (place, text) in enumerate(zip(places, texts, strict=True), start=1):
            shown = number if counts else 1
            if place is None:
                lines.append(f"{shown}. {text}{layout.eol}")
                continue
            layout.renumber(spans[place], shown)
            line = layout.cut(starts[place], starts[place + 1])
            lines.append(line if line.endswith(("\n", "\r")) else line + layout.eol)
        return "".join(lines)


def _link(entry: OutlineReference) -> str:
    title = entry.title.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    url = f"<{entry.url}>" if any(sign in entry.url for sign in " ()") else entry.url
    return f"[{title}]({url})"
