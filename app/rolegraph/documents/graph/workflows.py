"""Workflows as triples: their steps in order, who does each, and what passes between them.

Each thing has its place in the document. What the document tells of a step has a quote of its own,
so that it goes when the document no longer tells it, and what a person wrote there stays.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field

from rolegraph.documents.account.model import ToolRead
from rolegraph.documents.account.workflows import Named, StepRead, WorkflowRead, joined
from rolegraph.documents.graph.builder import GraphBuilder
from rolegraph.documents.graph.reporting import FLOW_FACTS, flow_told
from rolegraph.documents.graph.tools import ToolGraph
from rolegraph.documents.language.names import name_key
from rolegraph.documents.outline import Passage
from rolegraph.documents.text.identity import distinct, folded_slug, statement_slug


@dataclass(frozen=True)
class FlowNames:
    """What things were called before, and what people described, so that IRIs stay.

    Attributes:
        workflows: the name of a workflow → the one that it had before.
        steps: the name of a workflow and the text of a step → the text that it had before.
        artifacts: the name of an artifact → the one that it had before.
        described: the key of a name of an artifact that people described → its IRI.
        stages: the key of a name of a lifecycle stage → its IRI.
    """

    workflows: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[tuple[str, str], str] = field(default_factory=dict)
    artifacts: Mapping[str, str] = field(default_factory=dict)
    described: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Performers:
    """Where the graph has the roles and personas of a document.

    Attributes:
        role: the name of a role → its IRI; None where it is not in the graph.
        persona: the name of a persona → her IRI; None where she is not in the graph.
    """

    role: Callable[[str], str | None]
    persona: Callable[[str], str | None]


class WorkflowsGraph:
    """Writes the workflows of one document.

    Args:
        builder: takes the triples.
        document: what IRIs of the document end in.
        taken: IRIs of what other documents have.
        names: what things were called before.
        tools: writes tools.
        people: where roles and personas are.
        wait: notes what is not in the graph, and why.
    """

    def __init__(
        self,
        builder: GraphBuilder,
        document: str,
        taken: Container[str],
        names: FlowNames,
        tools: ToolGraph,
        people: Performers,
        wait: Callable[[Passage, str], None],
    ) -> None:
        self._builder = builder
        self._document = document
        self._taken = taken
        self._names = names
        self._tools = tools
        self._people = people
        self._wait = wait
        self._used: dict[str, set[str]] = {}
        self._artifacts: dict[str, str] = {}

    def write(self, workflows: Iterable[WorkflowRead]) -> None:
        """Write all workflows; one that waits for an answer is noted."""
        for workflow in workflows:
            if workflow.waits_for:
                reason = "whether these are steps of a workflow waits for an answer"
                self._wait(workflow.passage, reason)
                for step in workflow.steps:
                    self._wait(step.passage, reason)
            else:
                self._workflow(workflow)

    def _workflow(self, workflow: WorkflowRead) -> None:
        builder, former = self._builder, self._names.workflows.get(workflow.name)
        iri = self._new("workflows", folded_slug(former or workflow.name) or "workflow")
        builder.thing(iri, "rg:Workflow", workflow.name)
        builder.text(iri, "skos:altLabel", former)
        builder.string(iri, "rg:status", "draft")
        builder.origin(iri, "normalised")
        self._quote(iri, workflow.passage, "-name")
        for name in ("purpose", "trigger", "outcome", "frequency", "duration"):
            self._text(iri, name, workflow.fields[name])
        for each in workflow.owners:
            self._role(iri, "owner", each)
        for name, things in (("whole-input", workflow.inputs), ("whole-output", workflow.outputs)):
            self._things(iri, name, things)
        tools = [ToolRead(each.name, each.passage) for each in workflow.tools]
        self._tools.used(iri, workflow.name, tools)
        self._text(iri, "about", workflow.notes)
        own = iri.rpartition("/")[2]
        for name in ("entry", "exit"):
            for passage in workflow.fields[name]:
                criterion = self._criterion(own, passage)
                builder.link(iri, FLOW_FACTS[name], criterion)
                self._quote(iri, passage, flow_told(name, criterion))
        self._steps(workflow, iri, own)
        if workflow.persona and (persona := self._people.persona(workflow.persona)):
            builder.link(persona, FLOW_FACTS["follows"], iri)
            at = workflow.persona_at or workflow.passage
            self._quote(persona, at, flow_told("follows", iri))

    def _criterion(self, workflow: str, passage: Passage) -> str:
        builder = self._builder
        text = passage.plain.strip().rstrip(".")
        iri = self._new("criteria", statement_slug(workflow, text, folded_slug))
        builder.thing(iri, "rg:Criterion", text)
        builder.text(iri, "dcterms:description", passage.plain)
        builder.origin(iri, "normalised")
        self._quote(iri, passage, "-name")
        self._quote(iri, passage, "-about-1")
        return iri

    def _steps(self, workflow: WorkflowRead, iri: str, own: str) -> None:
        builder, before = self._builder, ""
        made: dict[int, str] = {}
        for step in workflow.steps:
            former = self._names.steps.get((workflow.name, step.name))
            there = made[step.order] = self._new(
                "steps", statement_slug(own, former or step.name, folded_slug)
            )
            builder.thing(there, "rg:WorkflowStep", step.name)
            builder.text(there, "skos:altLabel", former)
            builder.number(there, "rg:stepOrder", step.order)
            builder.link(there, "rg:stepOf", iri)
            builder.link(iri, "rg:hasStep", there)
            is_guess = bool(step.role) and step.role_at is None
            builder.origin(there, "inferred" if is_guess else "normalised")
            self._quote(there, step.passage, "-name")
            if before:
                builder.link(there, "rg:directlyPrecededBy", before)
            before = there
            self._said(step, there)
        for step in workflow.steps:
            if step.back_to:
                at = made[step.order]
                builder.link(at, FLOW_FACTS["back"], made[step.back_to])
                self._quote(at, step.passage, flow_told("back", made[step.back_to]))
                builder.truth(iri, FLOW_FACTS["loop"], value=True)
                self._quote(iri, step.passage, "-loop")
            if step.on_to:
                at = made[step.order]
                builder.link(at, FLOW_FACTS["onward"], made[step.on_to])
                self._quote(at, step.passage, flow_told("onward", made[step.on_to]))

    def _said(self, step: StepRead, iri: str) -> None:
        """Write what the document says of a step."""
        builder = self._builder
        if step.role:
            role, at = self._people.role(step.role), step.role_at or step.passage
            if role is None:
                self._wait(at, f"whether “{step.role}” is a role waits for an answer")
            else:
                builder.link(iri, FLOW_FACTS["role"], role)
                self._quote(iri, at, "-role")
        for each in step.partners:
            self._role(iri, "with", each)
        tools = [ToolRead(each.name, each.passage) for each in step.tools]
        self._tools.used(iri, step.name, tools)
        for name, things in (("input", step.inputs), ("output", step.outputs)):
            self._things(iri, name, things)
        for each in step.escalated_to:
            self._role(iri, "escalated", each)
        when = step.escalated_when
        if when:
            builder.text(iri, FLOW_FACTS["escalated-when"], "; ".join(each.name for each in when))
        for number, each in enumerate(when, start=1):
            self._quote(iri, each.passage, f"-escalated-when{f'-{number}' if number > 1 else ''}")
        self._text(iri, "about", step.notes)
        self._stage(step, iri)

    def _things(self, iri: str, name: str, things: Iterable[Named]) -> None:
        """Write what a workflow or step takes in or brings forth."""
        for each in things:
            artifact = self._artifact(each)
            self._builder.link(iri, FLOW_FACTS[name], artifact)
            self._quote(iri, each.passage, flow_told(name, artifact))

    def _role(self, iri: str, name: str, named: Named) -> None:
        """Write that a workflow or step has a role beside the one that does it."""
        role = self._people.role(named.name)
        if role is None:
            self._wait(named.passage, f"whether “{named.name}” is a role waits for an answer")
        else:
            self._builder.link(iri, FLOW_FACTS[name], role)
            self._quote(iri, named.passage, flow_told(name, role))

    def _stage(self, step: StepRead, iri: str) -> None:
        if step.stage is None:
            return
        stage = self._names.stages.get(name_key(step.stage.name))
        if stage is None:
            reason = f"the catalogue has no lifecycle stage “{step.stage.name}”"
            self._wait(step.stage.passage, reason)
            return
        self._builder.link(iri, FLOW_FACTS["stage"], stage)
        self._quote(iri, step.stage.passage, "-stage")

    def _artifact(self, named: Named) -> str:
        """Write what a step takes in or brings forth; return its IRI. Each name is there once."""
        builder, key = self._builder, name_key(named.name)
        iri = self._names.described.get(key) or self._artifacts.get(key)
        if iri is None:
            former = self._names.artifacts.get(named.name)
            used = self._used.setdefault("artifacts", set())
            iri = builder.home.iri(
                "artifacts", distinct(folded_slug(former or named.name) or "a", used)
            )
            self._artifacts[key] = iri
            if iri not in self._taken:
                builder.thing(iri, "rg:Artifact", named.name)
                builder.text(iri, "skos:altLabel", former)
                builder.origin(iri, "normalised")
                self._quote(iri, named.passage, "-name")
        return iri

    def _text(self, iri: str, name: str, passages: list[Passage]) -> None:
        """Write what several places say as one text, with the place of each."""
        if passages:
            self._builder.text(iri, FLOW_FACTS[name], joined(passages))
        for number, passage in enumerate(passages, start=1):
            self._quote(iri, passage, f"-{name}" if number == 1 else f"-{name}-{number}")

    def _new(self, plural: str, identifier: str) -> str:
        """Return an IRI that neither this document nor another one has for something else."""
        used = self._used.setdefault(plural, set())
        while True:
            iri = self._builder.home.iri(plural, distinct(identifier, used))
            if iri not in self._taken:
                return iri

    def _quote(self, iri: str, passage: Passage, suffix: str) -> None:
        if passage.span.text:
            self._builder.quote(iri, passage.span, f"-{self._document}{suffix}", passage.cell)
