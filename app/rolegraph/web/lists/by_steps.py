"""What things have by the steps of their work: tools of a persona, lifecycle stages of a role.

The catalogue does not state these as values of theirs. Who looks for all that use a tool, or that
work in a stage, means them all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rolegraph.analysis.analyses import Analyses
from rolegraph.analysis.relations import RoleRelations
from rolegraph.analysis.step_values import OF_STEPS, Having, by_steps
from rolegraph.api.resources.resources import DerivedColumn
from rolegraph.catalogue import ResourceType, View
from rolegraph.catalogue.index.facet_values import MOST_VALUES
from rolegraph.catalogue.reading.facets import SHARED, Facet, FacetValue
from rolegraph.catalogue.reading.listing import ListQuery
from rolegraph.catalogue.reading.view import Thing

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
    view: View, relations: RoleRelations, kind: ResourceType, things: Iterable[str]
) -> AlsoBySteps:
    """Return what things have by the steps of their work and not themselves.

    Args:
        view: the catalogue.
        relations: of the same state.
        kind: the type of the things.
        things: IRIs of those that are shown.
    """
    if not has_steps(kind):
        return AlsoBySteps()
    name, predicate = OF_STEPS[kind.plural]
    found = {}
    for thing in things:
        values = dict.fromkeys(by_steps(relations, kind.plural, thing))
        own = relations.ahead(predicate, thing)
        if more := [value for value in values if value not in own]:
            found[thing] = [view.link(value) for value in more]
    return AlsoBySteps(name, _WORDS[kind.plural], found)


def has_steps(kind: ResourceType) -> bool:
    """Tell whether things of a type may have something by the steps of their work."""
    name, _ = OF_STEPS.get(kind.plural, ("", ""))
    return bool(name) and kind.field(name) is not None


def column_by_steps(
    view: View, relations: RoleRelations, kind: ResourceType
) -> DerivedColumn | None:
    """Return the same of all things of a type, for a table that is taken along; None without.

    Args:
        view: the catalogue.
        relations: of the same state.
        kind: the type.
    """
    if not has_steps(kind):
        return None
    also = also_by_steps(view, relations, kind, view.iris(kind.plural))
    return DerivedColumn(f"{also.name}BySteps", also.words, also.name, also.links)


class ByStepsFilter:
    """Narrows a list to what has a value itself, or by the steps of its work.

    Args:
        view: the catalogue.
        analyses: know what things have by their steps.
        kind: the type of the things that are listed.
        query: what is asked for.
    """

    def __init__(
        self, view: View, analyses: Analyses, kind: ResourceType, query: ListQuery
    ) -> None:
        name, _ = OF_STEPS.get(kind.plural, ("", ""))
        self._view, self._analyses, self._kind = view, analyses, kind
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

    def _having(self) -> Having:
        """Return thing → its values, its own and those of its steps."""
        return self._analyses.having(self._view, self._kind.plural)


def _is_named(iri: str, text: str) -> bool:
    """Tell whether a text is an IRI, or the end of its address."""
    return iri == text or iri.endswith(f"/{text}")
