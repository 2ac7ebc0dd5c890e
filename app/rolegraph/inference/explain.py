"""Why something follows: the shortest derivation of a fact, step by step."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rolegraph.errors import TooLarge
from rolegraph.inference.clauses import clauses_of, unify_axiom
from rolegraph.inference.closure import Application, Closure
from rolegraph.inference.facts import Fact, Stated

_MOST = 50_000
"""Facts that are looked at for one explanation."""


@dataclass(frozen=True)
class ProofStep:
    """One application of a rule.

    Attributes:
        rule: its name in the specification, such as `cax-sco`.
        premises: the triples that it uses; the axioms come last.
        conclusion: the triple that follows; None for a contradiction.
    """

    rule: str
    premises: tuple[Stated, ...]
    conclusion: Stated | None


@dataclass(frozen=True)
class Explanation:
    """Why something follows, or why it cannot be.

    Attributes:
        steps: each uses what is stated, and what steps before it conclude. Empty where the triple
            itself is stated.
        stated: the stated triples that they use, in the order of their use.
    """

    steps: tuple[ProofStep, ...]
    stated: tuple[Stated, ...]


class Explainer:
    """Finds shortest derivations in a closure.

    The shortest is the one with the fewest applications of rules, each counted as often as it is
    used: the least of D. Knuth's generalisation of Dijkstra's algorithm (Information Processing
    Letters 6, 1977). What counts a shared step once has no fast algorithm.

    Args:
        closure: not to be changed while something is explained.
    """

    def __init__(self, closure: Closure) -> None:
        self._closure = closure

    def fact(self, fact: Fact) -> Explanation | None:
        """Explain a fact; None where it does not follow.

        Raises:
            TooLarge: too much leads to it.
        """
        closure = self._closure
        if fact not in closure.facts:
            return None
        if fact not in closure.inferred:
            return Explanation((), (closure.terms.triple(fact),))
        return self._written([fact], None)

    def contradiction(self, found: Application) -> Explanation:
        """Explain a contradiction of the closure.

        Raises:
            TooLarge: too much leads to it.
        """
        return self._written(list(found.premises), found)

    def _written(self, goals: list[Fact], last: Application | None) -> Explanation:
        chosen = self._shortest(goals)
        steps: list[ProofStep] = []
        stated: dict[Fact, None] = {}
        done: set[Fact] = set()
        stack: list[tuple[Fact, bool]] = [(goal, False) for goal in reversed(goals)]
        while stack:
            fact, ready = stack.pop()
            if fact in done:
                continue
            application = chosen.get(fact)
            if application is None:
                done.add(fact)
                stated[fact] = None
            elif ready:
                done.add(fact)
                steps.append(self._step(application, fact))
            else:
                stack.append((fact, True))
                stack += [(premise, False) for premise in reversed(application.premises)]
        if last is not None:
            steps.append(self._step(last, None))
        triple = self._closure.terms.triple
        return Explanation(tuple(steps), tuple(map(triple, stated)))

    def _step(self, application: Application, conclusion: Fact | None) -> ProofStep:
        triple = self._closure.terms.triple
        premises = tuple(dict.fromkeys(map(triple, application.premises)))
        done = None if conclusion is None else triple(conclusion)
        return ProofStep(application.clause.rule, premises, done)

    def _shortest(self, goals: list[Fact]) -> dict[Fact, Application]:
        """Return the inferred facts that goals may need, each with its best application."""
        found, users = self._reached(goals)
        open_premises = [len(set(application.premises)) for _, application in found]
        cost: dict[Fact, int] = {}
        best: dict[Fact, tuple[int, int]] = {}
        chosen: dict[Fact, Application] = {}
        heap: list[tuple[int, int, Fact]] = []

        def offer(place: int) -> None:
            conclusion, application = found[place]
            price = 1 + sum(cost.get(premise, 0) for premise in application.premises)
            if conclusion not in best or (price, place) < best[conclusion]:
                best[conclusion] = (price, place)
                heapq.heappush(heap, (price, place, conclusion))

        for place, (_, application) in enumerate(found):
            inferred = {fact for fact in application.premises if fact in self._closure.inferred}
            open_premises[place] = len(inferred)
            if not inferred:
                offer(place)
        while heap:
            price, place, fact = heapq.heappop(heap)
            if fact in cost:
                continue
            cost[fact], chosen[fact] = price, found[place][1]
            for user in users.get(fact, ()):
                open_premises[user] -= 1
                if open_premises[user] == 0:
                    offer(user)
        return chosen

    def _reached(
        self, goals: list[Fact]
    ) -> tuple[list[tuple[Fact, Application]], dict[Fact, list[int]]]:
        """Return all applications behind goals, and for each inferred fact which of them use it."""
        inferred = self._closure.inferred
        found: list[tuple[Fact, Application]] = []
        users: dict[Fact, list[int]] = {}
        queue = [goal for goal in dict.fromkeys(goals) if goal in inferred]
        seen = set(queue)
        while queue:
            if len(seen) > _MOST:
                raise TooLarge(
                    f"More than {_MOST} triples lead to this one, which is too many to explain it."
                )
            fact = queue.pop()
            for application in self._applications(fact):
                place = len(found)
                found.append((fact, application))
                for premise in dict.fromkeys(application.premises):
                    if premise in inferred:
                        users.setdefault(premise, []).append(place)
                        if premise not in seen:
                            seen.add(premise)
                            queue.append(premise)
        return found, users

    def _applications(self, fact: Fact) -> Iterable[Application]:
        """Return the ways to conclude a fact, in an order that does not depend on chance."""
        closure = self._closure
        found = dict.fromkeys(closure.applications(fact))
        if closure.vocabulary.is_axiom(fact):
            found.update(dict.fromkeys(_of_axioms(closure, fact)))
        return sorted(
            found,
            key=lambda one: (
                one.clause.rule,
                [str(t) for p in one.premises for t in closure.terms.triple(p)],
            ),
        )


def _of_axioms(closure: Closure, fact: Fact) -> Iterator[Application]:
    """Yield the ways in which an axiom follows from axioms alone."""
    for pattern in closure.vocabulary.patterns:
        binding = unify_axiom(closure.vocabulary, pattern, fact)
        if binding is None:
            continue
        for clause in clauses_of(closure.vocabulary, closure.facts, pattern, binding):
            if clause.head == fact:
                yield Application(clause, ())
