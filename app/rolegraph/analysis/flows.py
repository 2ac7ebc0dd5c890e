"""Roles at a glance: who represents them, where and with what they work, what they hand on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rolegraph.analysis.relations import RoleRelations
from rolegraph.catalogue import View
from rolegraph.catalogue.reading.view import Thing


@dataclass(frozen=True)
class FlowShare:
    """The part of a workflow that a role has in one stage.

    Attributes:
        workflow: link to the workflow.
        steps: how many of its steps the role performs there.
    """

    workflow: Thing
    steps: int


@dataclass(frozen=True)
class RoleGlance:
    """A role with what belongs to it.

    Attributes:
        role: link to the role.
        personas: links to those who represent it.
        stages: IRIs of the stages in which the curators say it works.
        shares: IRI of a stage → its shares of workflows there.
        tools: links to its tools and to those of its steps, duties and personas, used most first.
        duties: how many responsibilities it has.
    """

    role: Thing
    personas: Sequence[Thing]
    stages: frozenset[str]
    shares: Mapping[str, Sequence[FlowShare]]
    tools: Sequence[Thing]
    duties: int

    @property
    def workflows(self) -> list[Thing]:
        """The workflows it takes part in, each once."""
        found = {str(one.workflow["id"]): one.workflow for s in self.shares.values() for one in s}
        return list(found.values())


@dataclass(frozen=True)
class Flow:
    """What one role makes and another takes up.

    Attributes:
        source: link to the role that makes it.
        target: link to the role that takes it up.
        artifacts: links to the artifacts.
    """

    source: Thing
    target: Thing
    artifacts: Sequence[Thing]


def glance(view: View, relations: RoleRelations, roles: Iterable[str]) -> list[RoleGlance]:
    """Return roles with what belongs to them.

    Args:
        view: gives labels and addresses.
        relations: the state that is read.
        roles: IRIs of the roles, in the order wanted.
    """
    return [_glance(view, relations, role) for role in roles]


def _glance(view: View, relations: RoleRelations, role: str) -> RoleGlance:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    tools: Counter[str] = Counter()
    for step in relations.behind("performedByRole", role):
        workflow = relations.one("stepOf", step)
        if workflow:
            counts[relations.one("operatesInStage", step) or ""][workflow] += 1
        tools.update(relations.ahead("usesTool", step))
    retired = relations.retired
    duties = [each for each in relations.ahead("hasResponsibility", role) if each not in retired]
    for duty in duties:
        tools.update(relations.behind("supportsStatement", duty))
    represented = relations.behind("representsRole", role)
    for user in (role, *represented):  # a document says it of these where it has no workflows
        tools.update(relations.ahead("usesTool", user))
    shares = {
        stage: sorted(
            (FlowShare(view.link(workflow), number) for workflow, number in found.items()),
            key=lambda share: (-share.steps, str(share.workflow["label"])),
        )
        for stage, found in counts.items()
    }
    personas = [view.link(iri) for iri in represented]
    return RoleGlance(
        role=view.link(role),
        personas=sorted(personas, key=lambda link: str(link["label"])),
        stages=frozenset(relations.ahead("operatesInStage", role)),
        shares=shares,
        tools=[view.link(tool) for tool, _ in tools.most_common() if tool not in retired],
        duties=len(duties),
    )


def flows(view: View, relations: RoleRelations, roles: Iterable[str] | None = None) -> list[Flow]:
    """Return what flows between roles: artifacts that one makes and another takes up.

    Args:
        view: gives labels and addresses.
        relations: the state that is read.
        roles: both ends must be among these; None for all.
    """
    order = {role: place for place, role in enumerate(roles)} if roles is not None else None
    passed: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    made = None if order is None else _made_by(relations, order)
    for artifact in relations.inverse("produces") if made is None else sorted(made):
        sources = _performers(relations, relations.behind("produces", artifact))
        targets = _performers(relations, relations.behind("consumes", artifact))
        for source in sources:
            for target in targets - {source}:
                if order is None or (source in order and target in order):
                    passed[source, target][artifact] = None
    pairs = sorted(
        passed, key=lambda pair: (order[pair[0]], order[pair[1]]) if order else (pair[0], pair[1])
    )
    return [
        Flow(
            view.link(source),
            view.link(target),
            sorted(
                (view.link(artifact) for artifact in passed[source, target]),
                key=lambda link: str(link["label"]),
            ),
        )
        for source, target in pairs
    ]


def _made_by(relations: RoleRelations, roles: Iterable[str]) -> set[str]:
    """Return the artifacts that steps of some roles make."""
    steps = (step for role in roles for step in relations.behind("performedByRole", role))
    return {artifact for step in steps for artifact in relations.ahead("produces", step)}


def _performers(relations: RoleRelations, steps: Iterable[str]) -> set[str]:
    found = (relations.one("performedByRole", step) for step in steps)
    return {role for role in found if role}
