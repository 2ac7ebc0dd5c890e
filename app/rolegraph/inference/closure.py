"""The closure of triples under the rules of OWL 2 RL, kept while triples come and go.

What is added is followed forward (semi-naive evaluation: each new fact is joined with those that
are there). What is removed is followed forward as well; all that may have come of it is taken out,
and what still follows from the rest is put back (delete and rederive, "DRed": A. Gupta, I. S.
Mumick, V. S. Subrahmanian, Maintaining Views Incrementally, SIGMOD 1993). Where the ontology itself
changes, all is worked out anew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from msgspec import Struct, msgpack

from rolegraph.inference.clauses import Clause, RuleVocabulary
from rolegraph.inference.facts import (
    Atom,
    Binding,
    Fact,
    FactSet,
    Index,
    Stated,
    Terms,
    bind,
    put_in,
    solve,
)
from rolegraph.inference.literals import differ, in_datatype
from rolegraph.inference.program import Trigger, compile_program, program_of_axioms
from rolegraph.rdf.terms import Literal, NamedNode, Term, terms_of, texts_of


@dataclass(frozen=True)
class Application:
    """A clause with the facts that its body matches.

    Attributes:
        clause: the rule with its axioms.
        facts: what matches its body, in the order of its atoms.
    """

    clause: Clause
    facts: tuple[Fact, ...]

    @property
    def premises(self) -> tuple[Fact, ...]:
        """All that it rests on: the facts, then the axioms."""
        return (*self.facts, *self.clause.said)


@dataclass(frozen=True)
class Changed:
    """What a change made of the inferred facts."""

    added: frozenset[Fact]
    removed: frozenset[Fact]


class _Packed(Struct, array_like=True):
    """A closure as it is kept: its terms in N-Triples form, all else by their numbers."""

    terms: list[str]
    objects: Index
    subjects: Index
    inferred: set[Fact]
    literals: set[int]
    every: bool
    contradictions: list[Application]


class OntologyChanged(Exception):
    """A change touches the axioms, or what is the same as what: all is to be worked out anew."""


class Closure:
    """What follows from the triples of a source.

    Args:
        source: gives the stated triples, each at least once. It is asked more than once: for the
            axioms, and for the rest.
        only_false: whether contradictions alone are wanted, at a fraction of the cost.
        kept: what `packed` gave for those triples; the source is not asked then.

    Attributes:
        terms: the numbers of terms.
        facts: what is stated and what follows, as far as rules speak of it.
        inferred: the facts that follow and are not stated.
        contradictions: what cannot be true together.
    """

    def __init__(
        self,
        source: Callable[[], Iterable[Stated]],
        *,
        only_false: bool = False,
        kept: bytes | None = None,
    ) -> None:
        self._only_false = only_false
        self._gone, self._come = set[Fact](), set[Fact]()
        if kept is None:
            self.rebuild(source)
        else:
            self._take(kept)

    def rebuild(self, source: Callable[[], Iterable[Stated]]) -> None:
        """Work out everything anew."""
        self.terms = Terms()
        vocabulary = self.vocabulary = RuleVocabulary(self.terms)
        self.facts, self.inferred = FactSet(), set[Fact]()
        self.contradictions: dict[Application, None] = {}
        self._queue: deque[Fact] = deque()
        self._literals: set[int] = set()
        self._every = False
        for triple in source():
            if self._is_read_first(triple):
                self.facts.add(self._numbered(triple))
        self._building = self._again = True
        compiled = program_of_axioms
        while self._again:
            self._again = False
            before = set(self.facts)
            self.program = compiled(vocabulary, self.facts, only_false=self._only_false)
            compiled = compile_program  # there are more facts than axioms by then
            self.inferred.update(fact for fact in self.facts if fact not in before)
            for triple in source():
                # Texts are most of a catalogue, and no rule asks for them.
                if self._is_asked_for(triple):
                    self._state(self._numbered(triple))
            self._queue.extend(self.facts)
            for clause in self.program.given:
                self._derive(_head(clause))
            self._run()
        self._building = False

    def packed(self) -> bytes:
        """Return all that is known, to be kept."""
        return msgpack.encode(
            _Packed(
                texts_of(self.terms.all),
                self.facts.objects,
                self.facts.subjects,
                self.inferred,
                self._literals,
                self._every,
                list(self.contradictions),
            )
        )

    def _take(self, content: bytes) -> None:
        """Know what was known when the content was packed."""
        known = msgpack.decode(content, type=_Packed)
        self.terms = Terms(terms_of(known.terms))
        self.vocabulary = RuleVocabulary(self.terms)
        self.facts = FactSet.of(known.objects, known.subjects)
        self.inferred, self._literals, self._every = known.inferred, known.literals, known.every
        self.contradictions = dict.fromkeys(known.contradictions)
        self._queue, self._building = deque(), False
        self.program = compile_program(self.vocabulary, self.facts, only_false=self._only_false)

    def change(self, removed: Iterable[Stated], added: Iterable[Stated]) -> Changed:
        """Take in a change of what is stated, and return what became of the inferred facts.

        Args:
            removed: the triples that are stated no more.
            added: those that are stated now; some may have been before.

        Raises:
            OntologyChanged: call `rebuild`, or make another; until then it is of no use.
        """
        self._gone, self._come = set(), set()
        out = [self._numbered(triple) for triple in removed if self._is_asked_for(triple)]
        into = [self._numbered(triple) for triple in added if self._is_asked_for(triple)]
        if any(map(self._is_of_ontology, (*out, *into))):
            raise OntologyChanged
        self._remove([fact for fact in out if fact in self.facts])
        for fact in into:
            self._state(fact)
        self._run()
        both = self._come & self._gone
        return Changed(frozenset(self._come - both), frozenset(self._gone - both))

    def number_of(self, triple: Stated) -> Fact | None:
        """Return a triple as a fact, None where one of its terms was never met."""
        subject, predicate, value = map(self.terms.known, triple)
        if subject is None or predicate is None or value is None:
            return None
        return subject, predicate, value

    def triples(self) -> Iterator[Stated]:
        """Yield the inferred triples that RDF can say."""
        for fact in self.inferred:
            if self.terms.is_rdf(fact):
                yield self.terms.triple(fact)

    def about(self, subject: Term) -> Iterator[Stated]:
        """Yield the inferred triples with a subject, as far as RDF can say them."""
        number = self.terms.known(subject)
        if number is not None:
            for fact in self.facts.match(number, -1, -1):
                if fact in self.inferred and self.terms.is_rdf(fact):
                    yield self.terms.triple(fact)

    def applications(self, fact: Fact) -> Iterator[Application]:
        """Yield all ways in which a clause concludes a fact from facts that hold."""
        for clause in self.program.concluding(fact, self.vocabulary.type):
            binding = bind(_head(clause), fact, {})
            if binding is not None:
                for bound in solve(self.facts, clause.body, binding):
                    yield _application(clause, bound)
        if self._is_value(fact):
            yield Application(Clause("dt-type2", (), fact, ()), ())

    def _numbered(self, triple: Stated) -> Fact:
        number = self.terms.number
        return number(triple[0]), number(triple[1]), number(triple[2])

    def _is_of_ontology(self, fact: Fact) -> bool:
        vocabulary = self.vocabulary
        if fact[1] == vocabulary.first or fact[1] == vocabulary.rest:
            return fact[0] in self.program.cells
        return vocabulary.is_axiom(fact)

    def _state(self, fact: Fact) -> None:
        """Take in a stated fact."""
        if fact in self.inferred:
            self.inferred.discard(fact)
            self._gone.add(fact)
        elif self._store(fact):
            self._queue.append(fact)

    def _is_asked_for(self, triple: Stated) -> bool:
        """Tell whether any clause speaks of the predicate of a triple."""
        return self._every or self.terms.known(triple[1]) in self.program.predicates

    def _is_read_first(self, triple: Stated) -> bool:
        """Tell whether a triple is an axiom or a cell of a list, such as axioms have."""
        vocabulary, predicate = self.vocabulary, self.terms.known(triple[1])
        if predicate == vocabulary.type:
            return self.terms.known(triple[2]) in vocabulary.schema_classes
        return predicate in vocabulary.schema_predicates or predicate in vocabulary.list_predicates

    def _store(self, fact: Fact) -> bool:
        if not self.facts.add(fact):
            return False
        if fact[1] == self.vocabulary.same and fact[0] != fact[2] and not self._every:
            self._every = True  # from now on facts of all predicates count
            self._start_again()
        return True

    def _start_again(self) -> None:
        if not self._building:
            raise OntologyChanged
        self._again = True

    def _derive(self, fact: Fact) -> None:
        """Take in a fact that follows."""
        if fact in self.facts or self._is_of_no_use(fact):
            return
        self._store(fact)
        self.inferred.add(fact)
        self._come.add(fact)
        self._queue.append(fact)
        if self.vocabulary.is_axiom(fact):
            self._start_again()

    def _is_of_no_use(self, fact: Fact) -> bool:
        """Tell whether a fact says nothing new: x is x, or a literal is what it is."""
        subject, predicate, value = fact
        if predicate == self.vocabulary.same:
            return subject == value
        return self._is_value(fact) and value not in self.program.datatypes

    def _is_value(self, fact: Fact) -> bool:
        """Tell whether a fact says of a literal that it is of a datatype that it is of."""
        return fact[1] == self.vocabulary.type and self._value_in(fact[0], fact[2]) is True

    def _value_in(self, literal: int, datatype: int) -> bool | None:
        term, kind = self.terms.term(literal), self.terms.term(datatype)
        if not (isinstance(term, Literal) and isinstance(kind, NamedNode)):
            return None
        return in_datatype(term, kind.value)

    def _run(self) -> None:
        """Follow what is new until nothing is."""
        queue = self._queue
        while queue:
            fact = queue.popleft()
            self._judge(fact)
            for trigger in self._triggers(fact):
                for head in self._heads(trigger, fact):
                    self._derive(head)

    def _triggers(self, fact: Fact) -> Iterator[Trigger]:
        program, vocabulary = self.program, self.vocabulary
        if fact[1] == vocabulary.type:
            yield from program.by_class.get(fact[2], ())
        yield from program.by_predicate.get(fact[1], ())
        if self._every:
            yield from program.anything

    def _heads(self, trigger: Trigger, fact: Fact) -> Iterator[Fact]:
        """Yield what a clause concludes from a fact and those that are there."""
        head = trigger.head
        if head is not None and not trigger.rest and head[1] >= 0:
            # The usual case, without a binding.
            one, _, other = trigger.atom
            subject, _, value = fact
            if one == other and subject != value:
                return
            if (one >= 0 and one != subject) or (other >= 0 and other != value):
                return
            first, _, last = head
            if first < 0:
                first = subject if first == one else value
            if last < 0:
                last = subject if last == one else value
            yield first, head[1], last
            return
        binding = bind(trigger.atom, fact, {})
        if binding is None:
            return
        for bound in solve(self.facts, trigger.rest, binding):
            if head is None:
                self.contradictions[_application(trigger.clause, bound)] = None
            else:
                yield put_in(head, bound)

    def _judge(self, fact: Fact) -> None:
        """Apply the rules about values of literals to a new fact."""
        subject, predicate, value = fact
        if value not in self._literals and isinstance(self.terms.term(value), Literal):
            self._literals.add(value)
            for number in self.program.datatypes:
                if self._value_in(value, number):
                    self._derive((value, self.vocabulary.type, number))
        if predicate == self.vocabulary.type:
            if self._value_in(subject, value) is False:
                self._contradict("dt-not-type", fact)
        elif predicate == self.vocabulary.same:
            one, other = self.terms.term(subject), self.terms.term(value)
            if isinstance(one, Literal) and isinstance(other, Literal) and differ(one, other):
                self._contradict("dt-diff", fact)
        elif predicate == self.vocabulary.different and subject == value:
            self._contradict("eq-diff1", fact)

    def _contradict(self, rule: str, fact: Fact) -> None:
        self.contradictions[Application(Clause(rule, (fact,), None, ()), (fact,))] = None

    def _remove(self, facts: list[Fact]) -> None:
        """Take out facts that are stated no more, and put back what follows all the same."""
        stated = {fact for fact in facts if fact not in self.inferred}
        over = self._may_come_of(stated)
        for fact in over:
            self.facts.remove(fact)
            self.inferred.discard(fact)
        self._gone.update(fact for fact in over if fact not in stated)
        if self.contradictions:
            self.contradictions = {
                found: None for found in self.contradictions if over.keys().isdisjoint(found.facts)
            }
        for fact in over:
            if next(self.applications(fact), None) is not None:
                self._derive(fact)

    def _may_come_of(self, facts: Iterable[Fact]) -> dict[Fact, None]:
        """Return facts with all inferred ones that a rule may have concluded from them."""
        found = dict.fromkeys(facts)
        queue = deque(found)
        while queue:
            fact = queue.popleft()
            if self.vocabulary.is_axiom(fact) or fact[1] == self.vocabulary.same:
                raise OntologyChanged
            for trigger in self._triggers(fact):
                for head in self._heads(trigger, fact):
                    if head in self.inferred and head not in found:
                        found[head] = None
                        queue.append(head)
        return found


def _head(clause: Clause) -> Atom:
    """Return the head of a clause that concludes something."""
    if clause.head is None:
        raise AssertionError
    return clause.head


def _application(clause: Clause, binding: Binding) -> Application:
    return Application(clause, tuple(put_in(atom, binding) for atom in clause.body))
