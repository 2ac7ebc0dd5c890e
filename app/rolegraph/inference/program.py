"""The rules of OWL 2 RL as they are for one ontology: its axioms put in, once, and indexed.

What is left to match at a change are the facts that it touches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from rolegraph.inference.clauses import Clause, RuleVocabulary, axioms_of
from rolegraph.inference.facts import Atom, Fact, FactSet, Terms
from rolegraph.inference.literals import JUDGED
from rolegraph.rdf.terms import Term


class Trigger:
    """An atom of a clause, which a new fact may match; and what else the clause asks for."""

    __slots__ = ("atom", "clause", "head", "rest")

    def __init__(self, clause: Clause, place: int) -> None:
        self.clause, self.head = clause, clause.head
        self.atom = clause.body[place]
        self.rest = clause.body[:place] + clause.body[place + 1 :]


@dataclass
class Program:
    """The clauses for the axioms among some facts, indexed by what sets them off.

    Attributes:
        by_predicate: predicate → triggers of its facts, but for those of `by_class`.
        by_class: class → triggers of the facts that something is of it.
        anything: triggers of every fact: the rules by which what is the same has the same facts.
        heads, class_heads, any_heads: the clauses by what they conclude.
        given: clauses without a body.
        cells: the nodes of lists that axioms have.
        datatypes: those of which some clause asks whether a literal is of them.
        predicates: those that clauses speak of; facts of others neither cause nor follow.
        forbids: whether some axiom makes contradictions possible.
    """

    by_predicate: dict[int, list[Trigger]] = field(default_factory=lambda: defaultdict(list))
    by_class: dict[int, list[Trigger]] = field(default_factory=lambda: defaultdict(list))
    anything: list[Trigger] = field(default_factory=list)
    heads: dict[int, list[Clause]] = field(default_factory=lambda: defaultdict(list))
    class_heads: dict[int, list[Clause]] = field(default_factory=lambda: defaultdict(list))
    any_heads: list[Clause] = field(default_factory=list)
    given: list[Clause] = field(default_factory=list)
    cells: set[int] = field(default_factory=set)
    datatypes: dict[int, str] = field(default_factory=dict)
    predicates: set[int] = field(default_factory=set)
    forbids: bool = False

    def concluding(self, fact: Fact, kind: int) -> Iterator[Clause]:
        """Yield the clauses that may conclude a fact; `kind` is the number of rdf:type."""
        if fact[1] == kind:
            yield from self.class_heads.get(fact[2], ())
        yield from self.heads.get(fact[1], ())
        yield from self.any_heads


def compile_program(vocabulary: RuleVocabulary, facts: FactSet, *, only_false: bool) -> Program:
    """Return the clauses of the axioms among facts, and add to the facts the axioms that follow.

    The axioms that follow from axioms alone (table 9 above all) are worked out here, to the end.

    Args:
        vocabulary: the rules.
        facts: the axioms; others that there are do no harm.
        only_false: whether contradictions alone are wanted, and not all that follows.
    """
    found: dict[Clause, None] = {}
    size = -1
    while size != len(facts):
        size = len(facts)
        for clause in axioms_of(vocabulary, facts):
            if clause in found or clause.head in clause.body:  # the latter says what is said
                continue
            if clause.body or clause.head is None or not vocabulary.is_axiom(clause.head):
                found[clause] = None
            elif not facts.add(clause.head):
                continue
    wanted = _behind_false(vocabulary, found) if only_false else list(found)
    return _indexed(vocabulary, facts, wanted)


def program_of_axioms(vocabulary: RuleVocabulary, facts: FactSet, *, only_false: bool) -> Program:
    """Do the same where there are no other facts: of the same axioms, what was compiled before.

    Data change more often than the ontology, and to compile it took a sixth of a check.
    """
    program, following = _of_axioms(tuple(vocabulary.terms.all), tuple(facts), only_false)
    for fact in following:
        facts.add(fact)
    return program


@lru_cache(maxsize=4)
def _of_axioms(
    terms: tuple[Term, ...], axioms: tuple[Fact, ...], only_false: bool
) -> tuple[Program, tuple[Fact, ...]]:
    """Return the program of some axioms, and the axioms that follow."""
    facts = FactSet()
    for fact in axioms:
        facts.add(fact)
    program = compile_program(RuleVocabulary(Terms(terms)), facts, only_false=only_false)
    stated = set(axioms)
    return program, tuple(fact for fact in facts if fact not in stated)


def _key(vocabulary: RuleVocabulary, atom: Atom) -> tuple[int, int]:
    """Return what an atom is looked up by: its predicate, and its class where it has one."""
    return atom[1], atom[2] if atom[1] == vocabulary.type and atom[2] >= 0 else -1


def _behind_false(vocabulary: RuleVocabulary, clauses: Iterable[Clause]) -> list[Clause]:
    """Return the clauses of which a contradiction can come."""
    kind = vocabulary.type
    by_head: dict[tuple[int, int], list[Clause]] = defaultdict(list)
    queue: list[Clause] = []
    for clause in clauses:
        if clause.head is None or _is_datatype(vocabulary, clause.head):
            queue.append(clause)
        else:
            by_head[_key(vocabulary, clause.head)].append(clause)
    found = dict.fromkeys(queue)
    seen: set[tuple[int, int]] = set()
    needed = [key for clause in queue for key in _needs(vocabulary, clause)]
    needed += [(vocabulary.same, -1)]
    while needed:
        key = needed.pop()
        if key in seen:
            continue
        seen.add(key)
        heads = by_head[key] + (by_head[kind, -1] if key[0] == kind else [])
        for clause in heads:
            if clause not in found:
                found[clause] = None
                needed += _needs(vocabulary, clause)
    return list(found) + [c for c in by_head_any(by_head) if c not in found]


def by_head_any(by_head: dict[tuple[int, int], list[Clause]]) -> list[Clause]:
    """Return the clauses that conclude facts of any predicate."""
    return [clause for key, found in by_head.items() if key[0] < 0 for clause in found]


def _needs(vocabulary: RuleVocabulary, clause: Clause) -> list[tuple[int, int]]:
    return [_key(vocabulary, atom) for atom in clause.body]


def _is_datatype(vocabulary: RuleVocabulary, head: Atom) -> bool:
    if head[1] != vocabulary.type or head[2] < 0:
        return False
    return getattr(vocabulary.terms.term(head[2]), "value", "") in JUDGED


def _indexed(vocabulary: RuleVocabulary, facts: FactSet, clauses: Iterable[Clause]) -> Program:
    program = Program()
    known: set[tuple[tuple[Atom, ...], Atom | None]] = set()
    for clause in clauses:
        _index_head(vocabulary, program, clause)
        program.forbids = program.forbids or _forbids(vocabulary, clause)
        if (clause.body, clause.head) in known:  # another rule concludes the same
            continue
        known.add((clause.body, clause.head))
        for place, atom in enumerate(clause.body):
            trigger = Trigger(clause, place)
            predicate, of_class = _key(vocabulary, atom)
            if predicate < 0:
                program.anything.append(trigger)
                continue
            program.predicates.add(predicate)
            if of_class >= 0:
                program.by_class[of_class].append(trigger)
            else:
                program.by_predicate[predicate].append(trigger)
    program.predicates |= {vocabulary.type, vocabulary.same, vocabulary.first, vocabulary.rest}
    program.predicates |= vocabulary.schema_predicates
    program.cells = _cells(vocabulary, facts)
    for number in program.by_class:
        iri = getattr(vocabulary.terms.term(number), "value", "")
        if iri in JUDGED:
            program.datatypes[number] = iri
    return program


def _forbids(vocabulary: RuleVocabulary, clause: Clause) -> bool:
    """Tell whether a clause, by an axiom of its own, may lead to a contradiction at once."""
    head = clause.head
    if not clause.said:
        return False
    return head is None or head[1] == vocabulary.same or _is_datatype(vocabulary, head)


def _index_head(vocabulary: RuleVocabulary, program: Program, clause: Clause) -> None:
    if clause.head is None:
        return
    if not clause.body:
        program.given.append(clause)
    predicate, of_class = _key(vocabulary, clause.head)
    if predicate < 0:
        program.any_heads.append(clause)
        return
    program.predicates.add(predicate)
    if of_class >= 0:
        program.class_heads[of_class].append(clause)
    else:
        program.heads[predicate].append(clause)


def _cells(vocabulary: RuleVocabulary, facts: FactSet) -> set[int]:
    """Return the nodes of the lists of axioms, also those that end without being a cell."""
    found: set[int] = set()
    for pattern in vocabulary.patterns:
        for atom in pattern.axioms:
            if atom[2] == vocabulary.list:
                found.update(facts.subjects.get(atom[1], ()))
    queue = list(found)
    while queue:
        for _, _, rest in facts.match(queue.pop(), vocabulary.rest, -1):
            if rest not in found:
                found.add(rest)
                queue.append(rest)
    return found
