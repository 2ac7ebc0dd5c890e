"""Triples as numbers, and the indexes in which rules look them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term, Triple

Fact = tuple[int, int, int]
"""Subject, predicate and object, each the number of a term."""
Atom = tuple[int, int, int]
"""A pattern of a fact: numbers of terms, and below 0 the numbers of variables."""
Index = dict[int, dict[int, set[int]]]
"""Predicate → subject → objects, or predicate → object → subjects."""
Stated = tuple[Term, Term, Term]
"""A triple as terms."""


class Terms:
    """Numbers for terms, from 0, in the order in which they are met."""

    def __init__(self, terms: Sequence[Term] = ()) -> None:
        self._terms: list[Term] = list(terms)
        self._numbers = {term: number for number, term in enumerate(self._terms)}

    def number(self, term: Term) -> int:
        """Return the number of a term; a new one where it was not met before."""
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._terms)
            self._terms.append(term)
        return number

    @property
    def all(self) -> Sequence[Term]:
        """The terms in the order of their numbers."""
        return self._terms

    def known(self, term: Term) -> int | None:
        """Return the number of a term that was met, else None."""
        return self._numbers.get(term)

    def iri(self, text: str) -> int:
        """Return the number of an IRI."""
        return self.number(NamedNode(text))

    def term(self, number: int) -> Term:
        """Return the term of a number."""
        return self._terms[number]

    def triple(self, fact: Fact) -> Stated:
        """Return a fact as terms."""
        return self._terms[fact[0]], self._terms[fact[1]], self._terms[fact[2]]

    def is_rdf(self, fact: Fact) -> bool:
        """Tell whether a fact is a triple of RDF: rules also make ones of which RDF knows nothing.

        The specification calls them generalised: a literal or a triple as subject, or anything but
        an IRI as predicate.
        """
        subject, predicate, _ = self.triple(fact)
        return isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode)

    def is_literal(self, number: int) -> bool:
        """Tell whether a number is that of a literal."""
        return isinstance(self._terms[number], Literal | Triple)


class FactSet:
    """A set of facts that is indexed by predicate and subject, and by predicate and object."""

    def __init__(self) -> None:
        self.objects: Index = {}
        """Predicate → subject → objects."""
        self.subjects: Index = {}
        """Predicate → object → subjects."""
        self._size = 0

    @classmethod
    def of(cls, objects: Index, subjects: Index) -> FactSet:
        """Return the set whose indexes these are."""
        facts = cls()
        facts.objects, facts.subjects = objects, subjects
        facts._size = sum(len(values) for found in objects.values() for values in found.values())
        return facts

    def __len__(self) -> int:
        return self._size

    def __contains__(self, fact: Fact) -> bool:
        subject, predicate, value = fact
        by_subject = self.objects.get(predicate)
        return by_subject is not None and value in by_subject.get(subject, ())

    def __iter__(self) -> Iterator[Fact]:
        for predicate, by_subject in self.objects.items():
            for subject, values in by_subject.items():
                for value in values:
                    yield subject, predicate, value

    def add(self, fact: Fact) -> bool:
        """Add a fact; False where it was there."""
        subject, predicate, value = fact
        by_subject = self.objects.get(predicate)
        if by_subject is None:
            by_subject = self.objects[predicate] = {}
            self.subjects[predicate] = {}
        values = by_subject.get(subject)
        if values is None:
            by_subject[subject] = {value}
        elif value in values:
            return False
        else:
            values.add(value)
        by_object = self.subjects[predicate]
        subjects = by_object.get(value)
        if subjects is None:
            by_object[value] = {subject}
        else:
            subjects.add(subject)
        self._size += 1
        return True

    def remove(self, fact: Fact) -> bool:
        """Remove a fact; False where it was not there."""
        subject, predicate, value = fact
        if fact not in self:
            return False
        for index, key, other in (
            (self.objects[predicate], subject, value),
            (self.subjects[predicate], value, subject),
        ):
            index[key].discard(other)
            if not index[key]:
                del index[key]
        self._size -= 1
        return True

    def match(self, subject: int, predicate: int, value: int) -> Iterator[Fact]:
        """Yield the facts of a pattern; a number below 0 fits everything."""
        if predicate < 0:
            for known in list(self.objects):
                yield from self.match(subject, known, value)
        elif predicate in self.objects:
            yield from self._match(subject, predicate, value)

    def _match(self, subject: int, predicate: int, value: int) -> Iterator[Fact]:
        # What is found is copied: who asks may add facts before asking for the next one.
        by_subject = self.objects[predicate]
        if subject >= 0:
            values = by_subject.get(subject, ())
            if value < 0:
                for found in tuple(values):
                    yield subject, predicate, found
            elif value in values:
                yield subject, predicate, value
        elif value >= 0:
            for found in tuple(self.subjects[predicate].get(value, ())):
                yield found, predicate, value
        else:
            for found, values in list(by_subject.items()):
                for one in tuple(values):
                    yield found, predicate, one

    def estimate(self, subject: int, predicate: int, value: int) -> int:
        """Return about how many facts a pattern has."""
        if predicate < 0:
            return self._size
        by_subject = self.objects.get(predicate)
        if by_subject is None:
            return 0
        if subject >= 0:
            return 1 if value >= 0 else len(by_subject.get(subject, ()))
        if value >= 0:
            return len(self.subjects[predicate].get(value, ()))
        return 2 * len(by_subject)


Binding = dict[int, int]
"""Variable → the number of its term."""


def bind(atom: Atom, fact: Fact, binding: Binding) -> Binding | None:
    """Return a binding in which an atom is a fact, None where there is none."""
    bound = binding
    for part, number in zip(atom, fact, strict=True):
        if part >= 0:
            if part != number:
                return None
        else:
            known = bound.get(part)
            if known is None:
                if bound is binding:
                    bound = dict(binding)
                bound[part] = number
            elif known != number:
                return None
    return bound


def put_in(atom: Atom, binding: Binding) -> Atom:
    """Return an atom with its bound variables replaced."""
    subject, predicate, value = atom
    return (
        subject if subject >= 0 else binding.get(subject, subject),
        predicate if predicate >= 0 else binding.get(predicate, predicate),
        value if value >= 0 else binding.get(value, value),
    )


def solve(facts: FactSet, atoms: tuple[Atom, ...], binding: Binding) -> Iterator[Binding]:
    """Yield the bindings in which all atoms are facts; the most selective atom comes first."""
    if not atoms:
        yield binding
        return
    place = 0
    if len(atoms) > 1:
        place = min(range(len(atoms)), key=lambda n: facts.estimate(*put_in(atoms[n], binding)))
    chosen, rest = atoms[place], atoms[:place] + atoms[place + 1 :]
    for fact in facts.match(*put_in(chosen, binding)):
        bound = bind(chosen, fact, binding)
        if bound is not None:
            yield from solve(facts, rest, bound) if rest else (bound,)
