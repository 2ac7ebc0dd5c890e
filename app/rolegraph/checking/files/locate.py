"""Gives findings their places: the triple at fault, or the block of the thing that lacks one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from rolegraph.checking.files.places import FilePlaces, open_places
from rolegraph.checking.files.sources import Source
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.rdf.turtle.places import WrittenAt
from rolegraph.rdf.turtle.tokens import TokenSpan
from rolegraph.shacl.findings import Finding, Place
from rolegraph.shacl.results import read_term

_STEP = re.compile(r"(\^?)\(*<([^>]*)>")
_STEPS = re.compile(r"(\^?)\(*<([^>]*)>")
_COMPOUND = re.compile(r">\)*[*+?]*[/|]")
_ABSENT = frozenset({"MinCountConstraintComponent", "QualifiedMinCountConstraintComponent"})


class Locator:
    """Finds places in the files of a check; reads only what findings are about.

    Args:
        sources: the files.
        reads: gives the predicates that the query of a shape reads, by the shape's IRI.
    """

    def __init__(
        self, sources: Sequence[Source], reads: Callable[[str], Collection[str]] = lambda _: ()
    ) -> None:
        self._reads = reads
        self._sources = [source for source in sources if source.triples]
        self._places: dict[str, FilePlaces] = {}

    def locate(self, finding: Finding) -> Finding:
        """Return the finding with its place and related places; unchanged where none is known."""
        if finding.file or not finding.focus:
            return finding
        by_query = finding.component == "SPARQLConstraintComponent"
        places = (self._query_places(finding) if by_query else []) or self._at_end(finding)
        places = places or self._triple_places(finding) or self.definitions(finding.focus)
        if not places:
            return finding
        return finding.but(related=(*finding.related, *places[1:])).at(places[0])

    def definitions(self, node: str) -> list[Place]:
        """Return where a thing is described: first where it gets its type."""
        typed: list[Place] = []
        others: list[Place] = []
        for source in self._holding(node):
            places = self.open(source)
            span = places.subject(node)
            if span:
                has_type = any(t.predicate.value == RDF + "type" for t in places.triples(node))
                found = self.place(source, span, "described here as well")
                (typed if has_type else others).append(found)
        return typed + others

    def written(self, node: str) -> list[tuple[Source, WrittenAt]]:
        """Return the triples of a subject as written, with their files."""
        return [(s, t) for s in self._holding(node) for t in self.open(s).triples(node)]

    def place(self, source: Source, span: TokenSpan, note: str = "") -> Place:
        """Return the place of a stretch of a file."""
        line, column = source.lines.place(span.start)
        end_line, end_column = source.lines.place(span.end)
        return Place(source.name, line, column, end_line, end_column, note)

    def open(self, source: Source) -> FilePlaces:
        """Return the places of a file."""
        if source.name not in self._places:
            self._places[source.name] = open_places(source)
        return self._places[source.name]

    def _holding(self, node: str) -> Iterable[Source]:
        key = node if node.startswith("_:") else f"<{node}>"
        return [source for source in self._sources if key in source.triples.subjects]

    def _triple_places(self, finding: Finding) -> list[Place]:
        if finding.component in _ABSENT or finding.focus is None:
            return []
        value = read_term(finding.value) if finding.value else None
        step = _STEP.match(finding.path or "")
        if step and step[1]:  # an inverse path: the triple belongs to the value
            if not isinstance(value, NamedNode):
                return []
            return self._matching(value.value, step[2], NamedNode(finding.focus), finding)
        predicate = step[2] if step else finding.path
        if value is None and predicate is None:
            return []
        if value is not None and str(value).strip("<>") == finding.focus:
            return []  # the thing itself is at fault
        return self._matching(finding.focus, predicate, value, finding)

    def _at_end(self, finding: Finding) -> list[Place]:
        """Return where the last step of a compound path leads to a value.

        That is within the statements of the thing, or in those of a thing that the path passes.
        """
        path, focus = finding.path or "", finding.focus or ""
        steps = _STEPS.findall(path) if finding.value and _COMPOUND.search(path) else []
        if not steps or steps[-1][0]:
            return []
        predicate, value = steps[-1][1], read_term(finding.value or "")
        for source in self._holding(focus):
            for triple in self.open(source).around(focus):
                if triple.predicate.value == predicate and triple.object == value:
                    return [self.place(source, triple.at_object)]
        for source in self._sources:
            for quad in source.triples.of_object(value):
                if quad.predicate.value == predicate:
                    for _, triple in self.written(str(quad.subject).strip("<>")):
                        if triple.predicate == quad.predicate and triple.object == value:
                            return [self.place(source, triple.at_object)]
        return []

    def _matching(
        self, subject: str, predicate: str | None, value: Term | None, finding: Finding
    ) -> list[Place]:
        written = self.written(subject)
        of_predicate = [(s, t) for s, t in written if predicate in {None, t.predicate.value}]
        if value is None:
            return self._excess(of_predicate, finding)
        exact = (
            [(s, t) for s, t in of_predicate if t.object == value]
            or [(s, t) for s, t in of_predicate if _same(t.object, value)]
            or [(s, t) for s, t in written if t.object == value]
        )
        if exact:
            return [self.place(s, t.at_object, "said here as well") for s, t in exact]
        return [self.place(s, t.at_object, "a value") for s, t in of_predicate[:1] if predicate]

    def _query_places(self, finding: Finding) -> list[Place]:
        """Return the places of a finding by a query.

        Where the query compares a thing with another one of its kind, the thing is at fault, else
        what the query found; each in what the query reads of it (`rgsh:reads`), or else in what
        links to it.
        """
        focus, value, reads = finding.focus or "", finding.value, self._reads(finding.rule_iri)
        own = self.written(focus)
        read = [(s, t) for s, t in own if t.predicate.value in reads]
        at_path = [(s, t) for s, t in own if t.predicate.value == finding.path]
        if value is None or value == focus:
            return [self.place(s, t.at_object) for s, t in (at_path or read)[:1]]
        if value.startswith(('"', "_:")):
            return []
        named, other = NamedNode(value), self.written(value)
        if _kinds(own) & _kinds(other):
            places = [self.place(s, t.at_object) for s, t in (at_path or read)[:1]]
            return [*places, *(replace(p, note="the other") for p in self.definitions(value)[:1])]
        linking = [
            (source, triple)
            for part in dict.fromkeys(t.object for _, t in own if isinstance(t.object, NamedNode))
            for source, triple in self.written(str(part)[1:-1])
            if triple.object == named and triple.predicate.value in reads
        ]
        links = [(source, triple) for source, triple in own if triple.object == named]
        read = [(s, t) for s, t in other if t.predicate.value in reads]
        # A reviewer looks for the fault in the file of the thing: what stands there is first.
        here = {source.name for source, _ in own}
        near = [(source, triple) for source, triple in read if source.name in here]
        order = [*near[:1], *links[:1]] if near or links else (read or linking)[:1]
        places = [self.place(s, t.at_object, "linked here") for s, t in order]
        return [*places, *(self.definitions(focus)[:1] if places and not links else ())]

    def _excess(self, found: list[tuple[Source, WrittenAt]], finding: Finding) -> list[Place]:
        """Put the first value too many first."""
        allowed = re.match(r"at most (\d+)", finding.expected or "")
        first = min(int(allowed[1]), len(found) - 1) if allowed and found else 0
        ordered = found[first : first + 1] + found[:first] + found[first + 1 :]
        return [self.place(s, t.at_object, "another value") for s, t in ordered]


def _kinds(written: list[tuple[Source, WrittenAt]]) -> set[Term]:
    return {triple.object for _, triple in written if triple.predicate.value == RDF + "type"}


def _same(one: Term, other: Term) -> bool:
    """Tell whether two terms mean the same value although an engine changed the form."""
    if isinstance(one, Literal) and isinstance(other, Literal):
        try:
            return one.datatype == other.datatype and float(one.value) == float(other.value)
        except ValueError:
            return False
    return False
