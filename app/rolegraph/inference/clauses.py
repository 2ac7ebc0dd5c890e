"""Rules with axioms put in.

A rule such as "what is of a class is of the classes above it" becomes a clause for each axiom:
"what is a Persona is an Entity". What is left to match at a change are the facts that it touches.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from rolegraph.inference.facts import Atom, Binding, Fact, FactSet, Terms, bind, put_in, solve
from rolegraph.inference.owl_rules import (
    SCHEMA_CLASSES,
    SCHEMA_PREDICATES,
    InferenceRule,
    ListKind,
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
class NumberedRule:
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


class RuleVocabulary:
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

    def _pattern(self, rule: InferenceRule) -> NumberedRule:
        sizes: list[tuple[int, int]] = []
        atoms = [self._atom(written, sizes) for written in rule.premises]
        axioms = tuple(atom for atom in atoms if self.is_axiom(atom))
        body = tuple(atom for atom in atoms if not self.is_axiom(atom))
        head = None if rule.conclusion is None else self._atom(rule.conclusion, sizes)
        return NumberedRule(rule.name, axioms, body, head, rule.items, tuple(sizes))

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


def axioms_of(vocabulary: RuleVocabulary, facts: FactSet) -> Iterator[Clause]:
    """Yield the clauses that the axioms among facts make of each rule; some more than once."""
    for pattern in vocabulary.patterns:
        yield from clauses_of(vocabulary, facts, pattern, {})


def clauses_of(
    vocabulary: RuleVocabulary, facts: FactSet, pattern: NumberedRule, binding: Binding
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


def unify_axiom(vocabulary: RuleVocabulary, pattern: NumberedRule, fact: Fact) -> Binding | None:
    """Return the binding in which a rule that asks for axioms alone concludes a fact, or None."""
    if pattern.body or pattern.head is None:
        return None
    binding = bind(pattern.head, fact, {})
    # The item of a list is found with the list, not before.
    return binding and {v: n for v, n in binding.items() if v not in {vocabulary.i, vocabulary.j}}


def _is_number(vocabulary: RuleVocabulary, number: int, size: int) -> bool:
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


def read_list(vocabulary: RuleVocabulary, facts: FactSet, head: int) -> _List:
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
    vocabulary: RuleVocabulary,
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
