"""What things have by the steps of their work: tools of a persona, lifecycle stages of a role.

The catalogue does not state these as values of theirs. Who looks for all that use a tool, or that
work in a stage, means them all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rolegraph.analysis.relations import RoleRelations
from rolegraph.catalogue import ResourceType, View
from rolegraph.catalogue.index.facet_values import MOST_VALUES
from rolegraph.catalogue.reading.facets import SHARED, Facet, FacetValue
from rolegraph.catalogue.reading.listing import ListQuery
from rolegraph.catalogue.reading.view import Thing

_FIELDS = {"personas": ("tools", "usesTool"), "roles": ("operatesInStage", "operatesInStage")}
"""Plural of a type → its field, and the property of things and steps alike."""
_WORDS = {"personas": "Uses in steps", "roles": "By its steps also in"}
"""Plural of a type → what is said before values that steps give; pages of things say the same."""


@dataclass(frozen=True)
class AlsoBySteps:
    """What things of a list have by their steps alone.

    Attributes:
        name: of the field that would say so.
        words: what is said before the values.
        links: thing → links to the values that it does not have itself, where there are any.
    """

    name: str = ""
    words: str = ""
    links: Mapping[str, Sequence[Thing]] = field(default_factory=dict)


def also_by_steps(
    view: View, relations: RoleRelations, kind: ResourceType, things: Iterable[Thing]
) -> AlsoBySteps:
    """Return what things have by the steps of their work and not themselves.

    Args:
        view: the catalogue.
        relations: of the same state.
        kind: the type of the things.
        things: of one page of a list.
    """
    name, predicate = _FIELDS.get(kind.plural, ("", ""))
    if not name or kind.field(name) is None:
        return AlsoBySteps()
    own, found = relations.pairs(predicate), {}
    for thing in map(str, (one["id"] for one in things)):
        values = dict.fromkeys(_by_steps(relations, kind.plural, thing))
        if more := [value for value in values if value not in own.get(thing, ())]:
            found[thing] = [view.link(value) for value in more]
    return AlsoBySteps(name, _WORDS[kind.plural], found)


Linked = Callable[[str, str], Sequence[str]]
"""Property and thing → what it leads to, or what leads to it."""


def tools_in_steps(persona: str, ahead: Linked, behind: Linked) -> list[str]:
    """Return the tools of the steps that the role of a persona performs in her workflows.

    Args:
        persona: the persona.
        ahead: gives what a thing leads to by a property.
        behind: gives what leads to a thing by a property.
    """
    roles = set(ahead("representsRole", persona))
    steps = (s for w in ahead("followsWorkflow", persona) for s in behind("stepOf", w))
    own = (step for step in steps if roles.issuperset(ahead("performedByRole", step)))
    in_force = (step for step in own if "retired" not in ahead("status", step))
    return list(dict.fromkeys(tool for step in in_force for tool in ahead("usesTool", step)))


class ByStepsFilter:
    """Narrows a list to what has a value itself, or by the steps of its work.

    Args:
        view: the catalogue.
        relations: of the same state.
        kind: the type of the things that are listed.
        query: what is asked for.
    """

    def __init__(
        self, view: View, relations: RoleRelations, kind: ResourceType, query: ListQuery
    ) -> None:
        name, self._predicate = _FIELDS.get(kind.plural, ("", ""))
        self._view, self._relations, self._kind = view, relations, kind
        self._field = kind.field(name) if name else None
        own = [one for one in query.filters if one.path == (self._field,)]
        self.query = ListQuery(tuple(f for f in query.filters if f not in own), query.order)
        self._wanted = {text for one in own for text in one.values}
        if own:  # a value that cannot be is refused, as in every list
            view.part(kind.plural, 1, query=ListQuery(tuple(own)))

    def among(self, others: Collection[str] | None) -> Collection[str] | None:
        """Return the things that are left of some, or of all; None where all are."""
        if not self._wanted:
            return others
        left = [
            thing
            for thing, values in self._having().items()
            if any(_is_named(value, text) for value in values for text in self._wanted)
        ]
        return left if others is None else [thing for thing in left if thing in others]

    def facet(self, others: Collection[str] | None) -> Facet | None:
        """Return the values to choose from, each with how many things have it."""
        if self._field is None:
            return None
        having = self._having()
        every = Counter(value for values in having.values() for value in values)
        divides = 1 < len(every) <= MOST_VALUES and every.total() >= SHARED * len(every)
        if not self._wanted and not divides:
            return None
        left = set(self._view.part(self._kind.plural, len(having) + 1, query=self.query).iris)
        counts = Counter(
            value
            for thing, values in having.items()
            if thing in left and (others is None or thing in others)
            for value in values
        )
        chosen = {v for v in every if any(_is_named(v, text) for text in self._wanted)}
        most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_VALUES]
        found = [FacetValue(value, True, count, value in chosen) for value, count in most]
        return Facet(self._field, tuple(found))

    def _having(self) -> Mapping[str, Sequence[str]]:
        """Return thing → its values, its own and those of its steps."""
        relations, plural = self._relations, self._kind.plural
        own = relations.pairs(self._predicate)
        return {
            thing: tuple(dict.fromkeys([*own.get(thing, ()), *_by_steps(relations, plural, thing)]))
            for thing in self._view.iris(self._kind.plural)
        }


def _by_steps(relations: RoleRelations, plural: str, thing: str) -> Iterator[str]:
    """Give the values that a persona or a role has by its steps, some of them more than once."""
    predicate = _FIELDS[plural][1]
    if plural == "personas":
        yield from tools_in_steps(
            thing,
            lambda name, one: relations.pairs(name).get(one, ()),
            lambda name, one: relations.inverse(name).get(one, ()),
        )
        return
    for step in relations.inverse("performedByRole").get(thing, ()):
        if step not in relations.retired:
            yield from relations.pairs(predicate).get(step, ())


def _is_named(iri: str, text: str) -> bool:
    """Tell whether a text is an IRI, or the end of its address."""
    return iri == text or iri.endswith(f"/{text}")
