"""Triples in memory, looked up by subject and predicate: how shapes and ontology are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Subject, Term

_NIL = RDF + "nil"


class Triples:
    """An immutable index over the triples of some quads; their graphs are left aside."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        # Dictionaries without values, as sets that keep their order.
        self._objects: dict[tuple[Subject, str], dict[Term, None]] = {}
        self._subjects: dict[tuple[str, Term], list[Subject]] = {}
        # The engine makes a part of a quad anew each time it is asked for: so ask once.
        for subject, predicate, value, _ in quads:
            name = predicate.value
            held = self._objects.setdefault((subject, name), {})
            if value in held:
                continue
            held[value] = None
            self._subjects.setdefault((name, value), []).append(subject)

    def objects(self, subject: Subject, predicate: str) -> list[Term]:
        """Return the objects of a subject and a predicate IRI, in the order they came."""
        return list(self._objects.get((subject, predicate), ()))

    def nodes(self, subject: Subject, predicate: str) -> list[NamedNode | BlankNode]:
        """Return those objects that can themselves be subjects."""
        return [o for o in self.objects(subject, predicate) if isinstance(o, NamedNode | BlankNode)]

    def iris(self, subject: Subject, predicate: str) -> list[str]:
        """Return the IRIs among the objects."""
        return [o.value for o in self.objects(subject, predicate) if isinstance(o, NamedNode)]

    def subjects(self, predicate: str, value: Term) -> list[Subject]:
        """Return the subjects of a predicate IRI and an object, in the order they came."""
        return list(self._subjects.get((predicate, value), ()))

    def pairs(self, predicate: str) -> Iterator[tuple[Subject, Term]]:
        """Yield subject and object of every triple with a predicate IRI."""
        for (subject, its_predicate), objects in self._objects.items():
            if its_predicate == predicate:
                for value in objects:
                    yield subject, value

    def text(self, subject: Subject, *predicates: str) -> str | None:
        """Return the text of the first predicate that has one, in English where there is a choice.

        English or untagged text comes before other languages.
        """
        for predicate in predicates:
            literals = [o for o in self.objects(subject, predicate) if isinstance(o, Literal)]
            for literal in literals:
                if (literal.language or "en").startswith("en"):
                    return literal.value
            if literals:
                return literals[0].value
        return None

    def number(self, subject: Subject, predicate: str) -> float | None:
        """Return the first object that reads as a number, or None."""
        for value in self.objects(subject, predicate):
            if isinstance(value, Literal):
                try:
                    return float(value.value)
                except ValueError:
                    continue
        return None

    def items(self, head: Term) -> list[Term]:
        """Return the members of an RDF list; one that runs in a circle ends where it closes."""
        members: list[Term] = []
        visited: set[Term] = set()
        while isinstance(head, NamedNode | BlankNode) and head not in visited:
            visited.add(head)
            if isinstance(head, NamedNode) and head.value == _NIL:
                break
            members += self.objects(head, RDF + "first")[:1]
            rest = self.objects(head, RDF + "rest")
            if not rest:
                break
            head = rest[0]
        return members
