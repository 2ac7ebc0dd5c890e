"""The outline of a document as its graph has it, without what is retired."""

from __future__ import annotations

from collections import defaultdict

from rolegraph.documents.comparison.comparable import (
    Citation,
    ComparableOutline,
    OutlinePart,
    OutlineReference,
    Role,
    Statement,
)
from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.generated import STATEMENTS
from rolegraph.documents.text.model import Span
from rolegraph.errors import InputError


def outline_of_graph(graph: Described, source: str | None = None) -> ComparableOutline:
    """Return what a graph says that a document says.

    Args:
        graph: the graph of one document.
        source: the graph's name in errors.

    Raises:
        InputError: the graph describes no document.
    """
    return _Reader(graph, source).read()


class _Reader:
    def __init__(self, graph: Described, source: str | None) -> None:
        self._graph = graph
        version = graph.version()
        if version is None:
            message = (
                "The graph describes no document: it has no role scheme with a quote. "
                "Make it with `rolegraph documents import`."
            )
            raise InputError(f"{source}: {message}" if source else message)
        self._version = version
        self._of_role: dict[str | None, list[str]] = defaultdict(list)
        for classes, link in (
            (STATEMENTS, "rg:statementOf"),
            (("rg:RoleCitation",), "rg:citingRole"),
            (("rg:NamingNote",), "rg:concernsRole"),
        ):
            for iri in graph.present(*classes):
                self._of_role[graph.link(iri, link)].append(iri)

    def read(self) -> ComparableOutline:
        graph = self._graph
        commitments = graph.present("rg:SupportCommitment")
        references = [self._reference(iri) for iri in graph.present("rg:ReferenceEntry")]
        roles = [self._role(iri) for iri in graph.present("rg:Role")]
        return ComparableOutline(
            sha256=graph.text(self._version, "rg:sha256") or "",
            text=graph.text(self._version, "prov:value"),
            version=self._version,
            roles=tuple(sorted(roles, key=lambda role: (role.order, role.iri))),
            references=tuple(sorted(references, key=lambda entry: (entry.ordinal, entry.iri))),
            scheme=self._scheme(),
            commitment=self._verbatim(commitments[0]) if commitments else None,
        )

    def _quotes(self, iri: str) -> list[Span]:
        """Return the places in the present version that a thing is quoted from, in order."""
        spans = []
        for quote in self._graph.links(iri, "rg:quotedFrom"):
            if self._graph.link(quote, "oa:hasSource") != self._version:
                continue
            exact, start, end = "", 0, 0
            for selector in self._graph.links(quote, "oa:hasSelector"):
                exact = self._graph.text(selector, "oa:exact") or exact
                start = self._graph.number(selector, "oa:start") or start
                end = self._graph.number(selector, "oa:end") or end
            spans.append(Span(exact, start, end, self._graph.number(quote, "rg:sourceLine"), 1))
        return sorted(spans, key=lambda span: span.start)

    def _place(self, iri: str) -> Span | None:
        return next(iter(self._quotes(iri)), None)

    def _verbatim(self, iri: str) -> OutlinePart:
        return OutlinePart(iri, self._graph.text(iri, "rg:verbatimText") or "", self._place(iri))

    def _scheme(self) -> tuple[OutlinePart, ...]:
        scheme = next(iter(self._graph.present("rg:RoleScheme")), "")
        return tuple(OutlinePart(scheme, quote.text, quote) for quote in self._quotes(scheme))

    def _reference(self, iri: str) -> OutlineReference:
        place = self._place(iri)
        graph = self._graph
        return OutlineReference(
            iri=iri,
            text=place.text if place else "",
            span=place,
            ordinal=graph.number(iri, "rg:referenceOrdinal"),
            marker=graph.text(iri, "rg:literalMarker") or "1.",
            title=graph.text(iri, "dcterms:title") or "",
            url=graph.link(iri, "schema:url") or "",
        )

    def _role(self, iri: str) -> Role:
        graph = self._graph
        quotes = self._quotes(iri)
        statements, citations, notes = [], [], []
        for each in self._of_role[iri]:
            if graph.is_a(each, "rg:RoleCitation"):
                citations.append(self._citation(each))
            elif graph.is_a(each, "rg:NamingNote"):
                notes.append(self._verbatim(each))
            else:
                statements.append(self._statement(each))
        return Role(
            iri=iri,
            text=graph.label(iri),
            span=quotes[-1] if quotes else None,
            listed=quotes[0] if quotes else None,
            order=graph.number(iri, "rg:documentOrder"),
            statements=tuple(sorted(statements, key=lambda each: (each.order, each.iri))),
            citations=tuple(sorted(citations, key=_by_place)),
            notes=tuple(sorted(notes, key=_by_place)),
        )

    def _statement(self, iri: str) -> Statement:
        graph = self._graph
        kind = next(kind for kind, (_, name, _) in KINDS.items() if graph.is_a(iri, name))
        return Statement(
            iri=iri,
            text=graph.text(iri, "rg:verbatimText") or "",
            span=self._place(iri),
            plain=graph.label(iri),
            order=graph.number(iri, "rg:statementOrder"),
            kind=kind,
            qualifier=graph.text(iri, "rg:frequencyQualifier"),
        )

    def _citation(self, iri: str) -> Citation:
        graph = self._graph
        place = self._place(iri)
        target = graph.link(iri, "rg:citesReference")
        return Citation(
            iri=iri,
            text=place.text if place else "",
            span=place,
            label=graph.text(iri, "rg:citedRoleLabel") or "",
            ordinal=graph.number(target, "rg:referenceOrdinal") if target else 0,
            target=target,
        )


def _by_place(part: OutlinePart) -> tuple[int, str]:
    return (part.span.start if part.span else 1 << 60, part.iri)
