"""Workflows, steps and artifacts that a document has under another name than its graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rolegraph.documents.graph.described import Described

Nearest = Callable[[str, Iterable[str]], str | None]
"""Which of several texts another one was most likely written from; None where none is alike."""
_HALF = 0.5


@dataclass(frozen=True)
class RenamedFlows:
    """What has another name, as pairs of the new one and the one before.

    Attributes:
        workflows: have a name that is alike, or half of the steps of one that is gone.
        steps: have other words for the same in the same workflow, which comes first in each.
        artifacts: have a name that is alike.
    """

    workflows: list[tuple[str, str]]
    steps: list[tuple[str, str, str]]
    artifacts: list[tuple[str, str]]


def renamed_flows(before: Described, after: Described, nearest: Nearest) -> RenamedFlows:
    """Return what of workflows a document has under another name than its graph.

    The steps of a workflow with another name are found once that has its IRI.

    Args:
        before: the graph as it was.
        after: the graph that the document would give.
        nearest: pairs texts, never across a negation.
    """
    return RenamedFlows(
        list(_workflows(before, after, nearest)),
        list(_steps(before, after, nearest)),
        list(_pairs(before, after, "rg:Artifact", nearest)),
    )


def _changed(before: Described, after: Described, kind: str) -> tuple[list[str], list[str]]:
    """Return the things of a class that are gone, and those that are new."""
    old, new = before.present(kind), after.present(kind)
    return [each for each in old if each not in new], [each for each in new if each not in old]


def _pairs(
    before: Described, after: Described, kind: str, nearest: Nearest
) -> Iterator[tuple[str, str]]:
    gone, new = _changed(before, after, kind)
    left = [before.label(each) for each in gone]
    for iri in new:
        if (old := nearest(after.label(iri), left)) is not None:
            left.remove(old)
            yield after.label(iri), old


def _workflows(before: Described, after: Described, nearest: Nearest) -> Iterator[tuple[str, str]]:
    gone, new = _changed(before, after, "rg:Workflow")
    for iri in new:
        says = _steps_of(after, iri)
        shared = {old: len(says & _steps_of(before, old)) for old in gone}
        best = max(shared, key=lambda old: shared[old], default="")
        names = {before.label(old): old for old in gone}
        if not best or not says or shared[best] < _HALF * len(says):
            best = names.get(nearest(after.label(iri), names) or "", "")
        if best:
            gone.remove(best)
            yield after.label(iri), before.label(best)


def _steps_of(described: Described, workflow: str) -> set[str]:
    return {described.label(each) for each in described.links(workflow, "rg:hasStep")}


def _steps(before: Described, after: Described, nearest: Nearest) -> Iterator[tuple[str, str, str]]:
    """Yield the steps with other words: the name of the workflow, the new text and the old one."""
    gone, new = _changed(before, after, "rg:WorkflowStep")
    for workflow in after.present("rg:Workflow"):
        left = [before.label(i) for i in gone if before.link(i, "rg:stepOf") == workflow]
        for iri in (each for each in new if after.link(each, "rg:stepOf") == workflow):
            if (old := nearest(after.label(iri), left)) is not None:
                left.remove(old)
                yield after.label(workflow), after.label(iri), old
