"""The rules of OWL 2 RL as they are for one ontology: its axioms put in, once.

A rule such as "what is of a class is of the classes above it" becomes a clause for each axiom:
"what is a Persona is an Entity". What is left to match at a change are the facts that it touches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from rolegraph.inference.facts import Atom, Binding, Fact, Facts, Terms, bind, put_in, solve
from rolegraph.inference.literals import JUDGED
from rolegraph.inference.rules import (
    SCHEMA_CLASSES,
    SCHEMA_PREDICATES,
    ListKind,
    Rule,
    Written,
    all_rules,
)
from rolegraph.rdf.namespaces import OWL, RDF
from rolegraph.rdf.terms import Literal
from rolegraph.rdf.values.order import value


@dataclass(frozen=True)
class Clause:
    """A rule in which the axioms are put in.

    Attributes:
        rule: the name of the rule.
        body: what facts must match.
        head: what then is a fact as well; None for a contradiction.
        said: the axioms, with the cells of their lists.
    """

    rule: str
    body: tuple[Atom, ...]
    head: Atom | None
    said: tuple[Fact, ...]


@dataclass(frozen=True)
class Pattern:
    """A rule with numbers for its terms."""

    name: str
    axioms: tuple[Atom, ...]
    body: tuple[Atom, ...]
    head: Atom | None
    items: ListKind | None
    sizes: tuple[tuple[int, int], ...]
    """Variables with the number that their literal must be: of maxCardinality."""


_LIST, _I, _J = "?list", "?i", "?j"
_FRESH = -1000
"""Below the variables of all rules, for those of lists."""


class Vocabulary:
    """The rules, and what of the words of OWL they ask for, as numbers of terms."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.type, self.same = terms.iri(RDF + "type"), terms.iri(OWL + "sameAs")
        self.different = terms.iri(OWL + "differentFrom")
        self.first, self.rest = terms.iri(RDF + "first"), terms.iri(RDF + "rest")
        self.nil = terms.iri(RDF + "nil")
        self.list_predicates = frozenset({self.first, self.rest})
        self.schema_predicates = frozenset(map(terms.iri, SCHEMA_PREDICATES))
        self.schema_classes = frozenset(map(terms.iri, SCHEMA_CLASSES))
        self._variables: dict[str, int] = {}
        self.patterns = tuple(map(self._pattern, all_rules()))
        self.list, self.i, self.j = (self._variables[name] for name in (_LIST, _I, _J))

    def is_axiom(self, fact: Fact) -> bool:
        """Tell whether a fact belongs to the ontology."""
        _, predicate, value = fact
        return predicate in self.schema_predicates or (
            predicate == self.type and value in self.schema_classes
        )

    def _pattern(self, rule: Rule) -> Pattern:
        sizes: list[tuple[int, int]] = []
        atoms = [self._atom(written, sizes) for written in rule.premises]
        axioms = tuple(atom for atom in atoms if self.is_axiom(atom))
        body = tuple(atom for atom in atoms if not self.is_axiom(atom))
        head = None if rule.conclusion is None else self._atom(rule.conclusion, sizes)
        return Pattern(rule.name, axioms, body, head, rule.items, tuple(sizes))

    def _atom(self, written: Written, sizes: list[tuple[int, int]]) -> Atom:
        numbers = []
        for part in written:
            if part.startswith("?"):
                numbers.append(self._variables.setdefault(part, -1 - len(self._variables)))
            elif part in {"0", "1"}:
                size = self._variables.setdefault(f"?={part}", -1 - len(self._variables))
                sizes.append((size, int(part)))
                numbers.append(size)
            else:
                numbers.append(self.terms.iri(part))
        return numbers[0], numbers[1], numbers[2]


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


def axioms_of(vocabulary: Vocabulary, facts: Facts) -> Iterator[Clause]:
    """Yield the clauses that the axioms among facts make of each rule; some more than once."""
    for pattern in vocabulary.patterns:
        yield from clauses_of(vocabulary, facts, pattern, {})


def clauses_of(
    vocabulary: Vocabulary, facts: Facts, pattern: Pattern, binding: Binding
) -> Iterator[Clause]:
    """Yield the clauses that axioms make of one rule, with some variables bound beforehand."""
    for bound in solve(facts, pattern.axioms, binding):
        if any(not _is_number(vocabulary, bound[v], size) for v, size in pattern.sizes):
            continue
        said = tuple(put_in(atom, bound) for atom in pattern.axioms)
        body = tuple(put_in(atom, bound) for atom in pattern.body)
        head = None if pattern.head is None else put_in(pattern.head, bound)
        if pattern.items is None:
            yield Clause(pattern.name, body, head, said)
            continue
        cells = read_list(vocabulary, facts, bound[vocabulary.list])
        for one, more, used in _with_items(vocabulary, pattern.items, cells, body, head):
            yield Clause(pattern.name, one, more, (*said, *used))


def unify_axiom(vocabulary: Vocabulary, pattern: Pattern, fact: Fact) -> Binding | None:
    """Return the binding in which a rule that asks for axioms alone concludes a fact, or None."""
    if pattern.body or pattern.head is None:
        return None
    binding = bind(pattern.head, fact, {})
    # The item of a list is found with the list, not before.
    return binding and {v: n for v, n in binding.items() if v not in {vocabulary.i, vocabulary.j}}


def _is_number(vocabulary: Vocabulary, number: int, size: int) -> bool:
    term = vocabulary.terms.term(number)
    found = value(term) if isinstance(term, Literal) else None
    return found is not None and found[0] == "number" and found[1] == size


@dataclass(frozen=True)
class _List:
    """A list.

    Attributes:
        items: its items.
        cells: the facts that say so: for each item that it is first in its cell, and then which
            cell comes next.
        ends: whether it ends as a list must, by rdf:nil.
    """

    items: tuple[int, ...]
    cells: tuple[Fact, ...]
    ends: bool

    def until(self, place: int) -> tuple[Fact, ...]:
        """Return the facts by which an item is one."""
        return self.cells[: 2 * place + 1]


def read_list(vocabulary: Vocabulary, facts: Facts, head: int) -> _List:
    """Return the list that begins with a node."""
    items, cells, seen = [], [], set[int]()
    while head not in seen and head != vocabulary.nil:
        seen.add(head)
        first = min(facts.objects.get(vocabulary.first, {}).get(head, ()), default=None)
        rest = min(facts.objects.get(vocabulary.rest, {}).get(head, ()), default=None)
        if first is None:
            break
        items.append(first)
        cells.append((head, vocabulary.first, first))
        if rest is None:
            break
        cells.append((head, vocabulary.rest, rest))
        head = rest
    return _List(tuple(items), tuple(cells), head == vocabulary.nil)


def _with_items(
    vocabulary: Vocabulary,
    kind: ListKind,
    found: _List,
    body: tuple[Atom, ...],
    head: Atom | None,
) -> Iterator[tuple[tuple[Atom, ...], Atom | None, tuple[Fact, ...]]]:
    """Yield body and head of the clauses that a rule about a list makes, and the cells they need.

    What a list says of all its items is not known of one that does not end.
    """
    one, other = vocabulary.i, vocabulary.j
    items = found.items

    def put(atom: Atom, first: int, second: int = 0) -> Atom:
        return put_in(atom, {one: first, other: second})

    if kind is ListKind.EACH:
        for n, item in enumerate(items):
            conclusion = None if head is None else put(head, item)
            yield tuple(put(a, item) for a in body), conclusion, found.until(n)
    elif kind is ListKind.PAIRS:
        for (_, first), (n, second) in combinations(enumerate(items), 2):
            yield tuple(put(a, first, second) for a in body), head, found.until(n)
    elif not items or not found.ends:
        return
    elif kind is ListKind.EVERY:
        yield tuple(dict.fromkeys(put(a, item) for a in body for item in items)), head, found.cells
    elif kind is ListKind.CHAIN and head is not None:
        nodes = [head[0], *(_FRESH - n for n in range(len(items) - 1)), head[2]]
        chain = tuple((nodes[n], item, nodes[n + 1]) for n, item in enumerate(items))
        yield chain, head, found.cells
    elif kind is ListKind.KEY and head is not None:
        shared = [
            atom
            for n, item in enumerate(items)
            for atom in ((head[0], item, _FRESH - n), (head[2], item, _FRESH - n))
        ]
        yield (*body, *shared), head, found.cells


def compile_program(vocabulary: Vocabulary, facts: Facts, *, only_false: bool) -> Program:
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


def _key(vocabulary: Vocabulary, atom: Atom) -> tuple[int, int]:
    """Return what an atom is looked up by: its predicate, and its class where it has one."""
    return atom[1], atom[2] if atom[1] == vocabulary.type and atom[2] >= 0 else -1


def _behind_false(vocabulary: Vocabulary, clauses: Iterable[Clause]) -> list[Clause]:
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


def _needs(vocabulary: Vocabulary, clause: Clause) -> list[tuple[int, int]]:
    return [_key(vocabulary, atom) for atom in clause.body]


def _is_datatype(vocabulary: Vocabulary, head: Atom) -> bool:
    if head[1] != vocabulary.type or head[2] < 0:
        return False
    return getattr(vocabulary.terms.term(head[2]), "value", "") in JUDGED


def _indexed(vocabulary: Vocabulary, facts: Facts, clauses: Iterable[Clause]) -> Program:
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


def _forbids(vocabulary: Vocabulary, clause: Clause) -> bool:
    """Tell whether a clause, by an axiom of its own, may lead to a contradiction at once."""
    head = clause.head
    if not clause.said:
        return False
    return head is None or head[1] == vocabulary.same or _is_datatype(vocabulary, head)


def _index_head(vocabulary: Vocabulary, program: Program, clause: Clause) -> None:
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


def _cells(vocabulary: Vocabulary, facts: Facts) -> set[int]:
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
