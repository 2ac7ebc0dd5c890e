"""Completeness: of all that the catalogue's questions ask for, the share that is there.

Counted by the named queries with the tag `completeness` that need no parameter, are about one
class, and name its things in a column of that name: `responsibilities-without-a-step` is about
`rg:Responsibility` and has a column `responsibility`. Each thing of the class that is not retired
is asked for once; the things that the query lists do not have it. A catalogue decides what counts
by the questions that it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rolegraph.analysis.relations import RoleRelations
from rolegraph.rdf.namespaces import ONTOLOGY, RDF, RDFS
from rolegraph.rdf.quad_source import visible
from rolegraph.rdf.terms import Literal, NamedNode
from rolegraph.sparql.library import COMPLETENESS, NamedQuery, Run, answer
from rolegraph.store.protocol import Store

_A, _BELOW, _STATUS = map(NamedNode, (RDF + "type", RDFS + "subClassOf", ONTOLOGY + "status"))
_OF_ROLE = ("statementOf", "representsRole", "performedByRole")
"""Properties by which a thing belongs to a role: its statements, personas and steps."""


@dataclass(frozen=True)
class QuestionScore:
    """How far one question is met.

    Attributes:
        question: its title, which names what is missing: `Roles without a persona`.
        met: how many things have what is asked for.
        of: how many there are.
        name: name of the query.
        things: IRIs of all things that are asked about.
        without: IRIs of those that do not have it.
    """

    question: str
    met: int
    of: int
    name: str = field(default="", compare=False)
    things: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    without: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


@dataclass(frozen=True)
class Completeness:
    """How far all questions are met."""

    questions: Sequence[QuestionScore]

    @property
    def met(self) -> int:
        """How often something that is asked for is there."""
        return sum(one.met for one in self.questions)

    @property
    def of(self) -> int:
        """How often something is asked for."""
        return sum(one.of for one in self.questions)

    @property
    def share(self) -> float | None:
        """The share that is met, from 0 to 1; None where nothing is asked for."""
        return self.met / self.of if self.of else None

    @cached_property
    def missing(self) -> Mapping[str, Sequence[QuestionScore]]:
        """Thing → the questions that it does not meet; the things that lack most come first."""
        found: dict[str, list[QuestionScore]] = defaultdict(list)
        for one in self.questions:
            for thing in sorted(one.without):
                found[thing].append(one)
        return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))

    def among(self, things: Collection[str]) -> Completeness:
        """Return how far the questions are met by some things; without those about none of them."""
        kept = []
        for one in self.questions:
            asked = one.things.intersection(things)
            if asked:
                without = one.without & asked
                number = len(asked)
                kept.append(
                    QuestionScore(
                        one.question, number - len(without), number, one.name, asked, without
                    )
                )
        return Completeness(kept)


def percent(share: float | None, other: float | None = None) -> str:
    """Return a share in per cent for people, rounded down: 100 % says that nothing is missing.

    Args:
        share: from 0 to 1, or None where nothing is asked for.
        other: a share beside it; where both would look the same, a decimal tells them apart.
    """
    if share is None:
        return "nothing asked for"
    close = other is not None and share != other and int(share * 100) == int(other * 100)
    return f"{int(share * 1000) / 10} %" if close else f"{int(share * 100)} %"


def completeness(
    store: Store, queries: Iterable[NamedQuery], run: Run | None = None
) -> Completeness:
    """Ask a state the questions of completeness; other queries are passed by.

    Args:
        store: the state.
        queries: of the catalogue.
        run: runs the queries on that state; by default the store.

    Raises:
        SyntaxFault: a query does not parse.
    """
    things: dict[str, frozenset[str]] = {}
    found = []
    for query in queries:
        name = class_of(query)
        if name is None:
            continue
        if name not in things:
            things[name] = frozenset(_things(store, name))
        rows = answer(query, {}, run or store.select).rows
        asked = things[name]
        without = asked.intersection(_iris(row.get(_column(name)) for row in rows))
        number = len(asked)
        found.append(
            QuestionScore(query.title, number - len(without), number, query.name, asked, without)
        )
    return Completeness(tuple(found))


def _things(store: Store, name: str) -> set[str]:
    """Return the things of a class and of those below it, without those that are retired.

    As a query, the engine would look for them in each graph of the union again.
    """
    classes, pending = {name}, [name]
    while pending:
        for quad in store.match(None, _BELOW, NamedNode(pending.pop())):
            if isinstance(quad.subject, NamedNode) and quad.subject.value not in classes:
                classes.add(quad.subject.value)
                pending.append(quad.subject.value)
    retired = _iris(quad.subject for quad in store.match(None, _STATUS, Literal("retired")))
    found: set[str] = set()
    for one in classes:
        found |= _iris(q.subject for q in visible(store.match(None, _A, NamedNode(one))))
    return found - retired


def class_of(query: NamedQuery) -> str | None:
    """Return the class that a question of completeness is about; None of other queries."""
    about = list(query.header.about.values())
    if COMPLETENESS not in query.header.tags or query.parameters or len(about) != 1:
        return None
    return about[0] if _column(about[0]) in query.columns else None


def of_roles(relations: RoleRelations, roles: Iterable[str]) -> dict[str, set[str]]:
    """Return role → what its score counts: itself, its statements, personas and steps."""
    return {
        role: {role}.union(*(relations.behind(name, role) for name in _OF_ROLE)) for role in roles
    }


def _column(name: str) -> str:
    local = name.rpartition("#")[2].rpartition("/")[2]
    return local[:1].lower() + local[1:]


def _iris(terms: Iterable[object]) -> set[str]:
    return {term.value for term in terms if isinstance(term, NamedNode)}
