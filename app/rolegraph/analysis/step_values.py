"""What things have by the steps of their work: tools of a persona, lifecycle stages of a role.

The catalogue does not state these as values of theirs. Who looks for all that use a tool, or that
work in a stage, means them all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from rolegraph.analysis.relations import RoleRelations

OF_STEPS = {"personas": ("tools", "usesTool"), "roles": ("operatesInStage", "operatesInStage")}
"""Plural of a type → its field, and the property of things and steps alike."""

Having = dict[str, tuple[str, ...]]
"""Thing → its values, its own and those of its steps."""

Linked = Callable[[str, str], Sequence[str]]
"""Property and thing → what it leads to, or what leads to it."""


def having(relations: RoleRelations, plural: str, things: Iterable[str]) -> Having:
    """Return what things have themselves or by their steps.

    Args:
        relations: of the catalogue.
        plural: of their type, one of `OF_STEPS`.
        things: their IRIs.
    """
    own = relations.pairs(OF_STEPS[plural][1])
    return {
        thing: tuple(dict.fromkeys([*own.get(thing, ()), *by_steps(relations, plural, thing)]))
        for thing in things
    }


def by_steps(relations: RoleRelations, plural: str, thing: str) -> Iterator[str]:
    """Give the values that a persona or a role has by its steps, some of them more than once."""
    predicate = OF_STEPS[plural][1]
    if plural == "personas":
        yield from tools_in_steps(thing, relations.ahead, relations.behind)
        return
    for step in relations.behind("performedByRole", thing):
        if step not in relations.retired:
            yield from relations.ahead(predicate, step)


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
