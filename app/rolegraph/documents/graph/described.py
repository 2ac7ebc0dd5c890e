"""Looks up what a graph says about things, by prefixed names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from rolegraph.documents.graph.builder import term
from rolegraph.rdf.terms import Literal, NamedNode, Quad, Term, Triple

RETIRED = "retired"


class Described:
    """The triples of a graph by subject and predicate.

    Args:
        triples: the graph; the names of graphs that quads are in do not matter.
    """

    def __init__(self, triples: Iterable[Triple | Quad]) -> None:
        self.triples: frozenset[Triple] = frozenset(
            each.triple if isinstance(each, Quad) else each for each in triples
        )
        self._subjects: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._blocks: dict[str, list[Triple]] = defaultdict(list)
        self._members: dict[str, set[str]] = defaultdict(set)
        kind = term("rdf:type")
        for triple in self.triples:
            if isinstance(triple.subject, NamedNode):
                subject = triple.subject.value
                self._subjects[subject][triple.predicate.value].append(triple.object)
                self._blocks[subject.partition("#")[0]].append(triple)
                if triple.predicate == kind and isinstance(triple.object, NamedNode):
                    self._members[triple.object.value].add(subject)

    def __contains__(self, iri: str) -> bool:
        return iri in self._subjects

    def of_class(self, *classes: str) -> list[str]:
        """Return the things of some classes, sorted."""
        wanted = (self._members.get(term(name).value, ()) for name in classes)
        return sorted(set().union(*wanted))

    def present(self, *classes: str) -> list[str]:
        """Return the things of some classes that are not retired, sorted."""
        return [iri for iri in self.of_class(*classes) if not self.is_retired(iri)]

    def is_a(self, iri: str, class_name: str) -> bool:
        """Tell whether a thing has a class."""
        return iri in self._members.get(term(class_name).value, ())

    def is_retired(self, iri: str) -> bool:
        """Tell whether a thing is there only for the record."""
        return self.text(iri, "rg:status") == RETIRED

    def links(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs that a thing is linked to, sorted."""
        found = self._values(subject, predicate)
        return sorted(value.value for value in found if isinstance(value, NamedNode))

    def link(self, subject: str, predicate: str) -> str | None:
        """Return the first IRI that a thing is linked to."""
        return next(iter(self.links(subject, predicate)), None)

    def texts(self, subject: str, predicate: str) -> list[str]:
        """Return the literals of a property, sorted."""
        found = self._values(subject, predicate)
        return sorted(value.value for value in found if isinstance(value, Literal))

    def text(self, subject: str, predicate: str) -> str | None:
        """Return the first literal of a property."""
        return next(iter(self.texts(subject, predicate)), None)

    def number(self, subject: str, predicate: str) -> int:
        """Return an integer; 0 where there is none."""
        text = self.text(subject, predicate) or ""
        return int(text) if text.isdecimal() else 0

    def label(self, subject: str) -> str:
        """Return the label of a thing, or the end of its IRI."""
        return self.text(subject, "skos:prefLabel") or subject.rpartition("/")[2]

    def block(self, iri: str) -> Iterator[Triple]:
        """Yield the triples about a thing and about its fragments (`…#quote`)."""
        yield from self._blocks.get(iri, ())

    def version(self) -> str | None:
        """Return the IRI of the version of the document that the graph describes.

        It is the one that the role scheme, which every document has, is quoted from.
        """
        for scheme in self.present("rg:RoleScheme"):
            for quote in self.links(scheme, "rg:quotedFrom"):
                if version := self.link(quote, "oa:hasSource"):
                    return version
        return None

    def _values(self, subject: str, predicate: str) -> list[Term]:
        properties = self._subjects.get(subject)
        return properties.get(term(predicate).value, []) if properties else []


def is_from_reading(described: Described) -> bool:
    """Tell whether a graph was written from a reading: its roles are quoted by their names.

    Only a reading leaves a graph without roles, where all of them wait for an answer.
    """
    roles = described.of_class("rg:Role")
    return not roles or any(
        quote.endswith("-name")
        for role in roles
        for quote in described.links(role, "rg:quotedFrom")
    )


def let_go(graph: Described, things: Collection[str]) -> set[Triple]:
    """Return the triples of a graph that go where things have moved to another document.

    Args:
        graph: the graph that keeps them as retired.
        things: their IRIs.
    """
    revision = term("prov:wasRevisionOf")
    going = {triple for iri in things for triple in graph.block(iri)}
    return going | {
        triple
        for triple in graph.triples
        if triple.predicate == revision
        and isinstance(triple.object, NamedNode)
        and triple.object.value in things
    }
