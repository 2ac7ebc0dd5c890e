"""What a diagram of a workflow is made from: its steps, who performs them, and what comes when.

Everything is found by the predicates of the ontology, whatever the fields and classes of a
catalogue are called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from rolegraph.catalogue import ResourceType, View
from rolegraph.catalogue.reading.view import Thing
from rolegraph.catalogue.schema.values import Json
from rolegraph.rdf.namespaces import DCTERMS, ONTOLOGY, SKOS

WORKFLOW = ONTOLOGY + "Workflow"
_LINKED = (
    "involvesRole",
    "escalatedToRole",
    "usesTool",
    "operatesInStage",
    "involvesActivity",
    "fulfils",
    "exercisesTechnique",
)
_CAPTIONS = {
    "involvesRole": "Takes part",
    "escalatedToRole": "Escalated to",
    "usesTool": "With",
    "operatesInStage": "Stage",
    "involvesActivity": "Activities",
    "fulfils": "Fulfils",
    "exercisesTechnique": "Tries out",
}


_OF_WHOLE = {"hasInput": "Takes in", "hasOutput": "Brings forth", "usesTool": "With"}
"""Links of a workflow as a whole → what stands before them."""


@dataclass(frozen=True)
class ThingInDiagram:
    """A thing that a diagram shows.

    Attributes:
        iri: the thing.
        name: its label, in the language that was asked for.
        href: path of its data, or None.
        notes: sentences about it.
        links: further links that diagrams have no sign for: local name of the property → IRIs.
    """

    iri: str
    name: str
    href: str | None = None
    notes: tuple[str, ...] = ()
    links: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def name_in_iri(self) -> str:
        """The last part of its IRI."""
        return self.iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


@dataclass(frozen=True)
class StepInDiagram:
    """A step of a workflow; other steps are named by their places, counted from 0.

    Attributes:
        thing: the step.
        role: place of its role among those of the workflow; None where it names none.
        inputs, outputs: artifacts.
        uses_tools: whether it names software.
        after: the steps that come just before it; all of them must be finished.
        back_to: earlier steps from which the work may be gone through again.
        escalated_to: the roles that take over where it cannot be finished.
        escalated_when: when they do; empty where nothing is said.
    """

    thing: ThingInDiagram
    role: int | None
    inputs: tuple[ThingInDiagram, ...]
    outputs: tuple[ThingInDiagram, ...]
    uses_tools: bool
    after: tuple[int, ...]
    back_to: tuple[int, ...]
    escalated_to: tuple[ThingInDiagram, ...] = ()
    escalated_when: str = ""


@dataclass(frozen=True)
class WorkflowInDiagram:
    """A workflow with everything that is drawn of it.

    Attributes:
        thing: the workflow.
        trigger: what starts it; empty where nothing is said.
        entry, exit: criteria as sentences.
        roles: in the order in which they come in.
        steps: in their order.
    """

    thing: ThingInDiagram
    trigger: str
    entry: tuple[str, ...]
    exit: tuple[str, ...]
    roles: tuple[ThingInDiagram, ...]
    steps: tuple[StepInDiagram, ...]


def has_diagram(resource_type: ResourceType, types: Iterable[ResourceType]) -> bool:
    """Tell whether the things of a type are workflows."""
    return resource_type.iri == WORKFLOW or any(
        resource_type.iri in other.classes for other in types if other.iri == WORKFLOW
    )


def workflow_in_diagram(view: View, iri: str) -> WorkflowInDiagram:
    """Return what is drawn of a workflow.

    Args:
        view: the state that is read, in the languages that texts are wanted in.
        iri: the workflow.
    """
    return _Reader(view).workflow(iri)


class _Reader:
    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[str, ThingInDiagram] = {}

    def workflow(self, iri: str) -> WorkflowInDiagram:
        thing = self._view.thing(iri)
        found = [self._view.thing(str(link["id"])) for link in self._links(thing, "hasStep")]
        found.sort(key=self._order)
        places = {str(step["id"]): place for place, step in enumerate(found)}
        roles = {
            str(role["id"]): role for step in found for role in self._links(step, "performedByRole")
        }
        rows = {role: place for place, role in enumerate(roles)}
        steps = [self._step(step, places, rows) for step in found]
        notes = [*_told("Purpose", self._texts(thing, "purpose"))]
        notes += _told("Owner", ["; ".join(map(_label, self._links(thing, "ownedByRole")))])
        notes += _told("Outcome", self._texts(thing, "outcome"))
        notes += _told("Frequency", self._texts(thing, "frequency"))
        notes += _told("Duration", self._texts(thing, "duration"))
        links: dict[str, Sequence[str]] = {}
        for name, caption in _OF_WHOLE.items():
            linked = self._links(thing, name)
            notes += _told(caption, ["; ".join(map(_label, linked))])
            links |= {name: [str(link["id"]) for link in linked]} if linked else {}
        if True in _many(self._value(thing, ONTOLOGY + "isLoop")):
            notes.append("The steps may be gone through again.")
        own = self._shown(thing)
        return WorkflowInDiagram(
            replace(own, notes=(*own.notes, *notes), links=links),
            trigger=" ".join(self._texts(thing, "trigger")),
            entry=self._criteria(thing, "hasEntryCriterion"),
            exit=self._criteria(thing, "hasExitCriterion"),
            roles=tuple(map(self._described, roles)),
            steps=tuple(_in_order(steps)),
        )

    def _step(
        self, step: Thing, places: Mapping[str, int], rows: Mapping[str, int]
    ) -> StepInDiagram:
        notes = [*_told("Handoff", self._texts(step, "handoff"))]
        links: dict[str, Sequence[str]] = {}
        for name in _LINKED:
            found = self._links(step, name)
            if found:
                links[name] = [str(link["id"]) for link in found]
                notes += _told(_CAPTIONS[name], ["; ".join(map(_label, found))])
        when = self._texts(step, "escalationCondition")
        notes += _told("Escalated when", when)
        before, back = self._links(step, "directlyPrecededBy"), self._links(step, "loopsBackTo")
        for caption, others in (("Comes after", before), ("Leads back to", back)):
            outside = [_label(other) for other in others if other["id"] not in places]
            notes += _told(f"{caption} a step of another workflow", outside)
        notes += _told("May go on with", map(_label, self._links(step, "branchesTo")))
        performers = [str(role["id"]) for role in self._links(step, "performedByRole")]
        if len(performers) > 1:
            named = [_label(role) for role in self._links(step, "performedByRole")]
            notes += _told("Performed by several roles", ["; ".join(named)])
        own = self._shown(step)
        return StepInDiagram(
            replace(own, notes=(*own.notes, *notes), links=links),
            role=rows[performers[0]] if performers else None,
            inputs=self._things(step, "consumes"),
            outputs=self._things(step, "produces"),
            uses_tools="usesTool" in links,
            after=_places(before, places),
            back_to=_places(back, places),
            escalated_to=self._things(step, "escalatedToRole"),
            escalated_when=" ".join(when),
        )

    def _things(self, step: Thing, name: str) -> tuple[ThingInDiagram, ...]:
        return tuple(self._described(str(link["id"])) for link in self._links(step, name))

    def _criteria(self, workflow: Thing, name: str) -> tuple[str, ...]:
        found = []
        for link in self._links(workflow, name):
            criterion = self._view.thing(str(link["id"]))
            shown = self._shown(criterion)
            sentences = [
                ": ".join([shown.name, " ".join(shown.notes)]) if shown.notes else shown.name,
                *_told("Measure", self._texts(criterion, "hasMeasure")),
                *_told("Tolerance", self._texts(criterion, "hasTolerance")),
                *_told("Evidence", map(_label, self._links(criterion, "hasEvidence"))),
            ]
            found.append(" ".join(sentences))
        return tuple(found)

    def _described(self, iri: str) -> ThingInDiagram:
        if iri not in self._known:
            self._known[iri] = self._shown(self._view.thing(iri))
        return self._known[iri]

    def _shown(self, thing: Thing) -> ThingInDiagram:
        link = self._view.link(str(thing["id"]))
        notes = [
            text
            for predicate in (SKOS + "definition", DCTERMS + "description")
            for text in map(_text, _many(self._value(thing, predicate)))
            if text
        ]
        return ThingInDiagram(
            str(thing["id"]), _label(link), cast("str | None", link["href"]), tuple(notes)
        )

    def _order(self, step: Thing) -> int:
        found = _many(self._value(step, ONTOLOGY + "stepOrder"))
        return found[0] if found and isinstance(found[0], int) else 0

    def _texts(self, thing: Thing, name: str) -> list[str]:
        return [*filter(None, map(_text, _many(self._value(thing, ONTOLOGY + name))))]

    def _links(self, thing: Thing, name: str) -> list[Thing]:
        found = _many(self._value(thing, ONTOLOGY + name))
        return [one for one in found if isinstance(one, dict) and "id" in one]

    def _value(self, thing: Thing, predicate: str) -> Json:
        for kind in self._view.types_of(str(thing["id"])):
            for known in kind.fields:
                if known.path == (predicate, False):
                    return thing.get(known.name)
        return None


def _in_order(steps: Sequence[StepInDiagram]) -> list[StepInDiagram]:
    """Return steps whose order has no circle, and in which each but the first has one before it.

    A step that does not say what comes before it follows the one of the position before. What
    closes a circle, which the rules forbid, is a way back. Both are told in the notes.
    """
    after: list[set[int]] = [set() for _ in steps]
    notes = [list(step.thing.notes) for step in steps]
    back = [list(step.back_to) for step in steps]
    stated = [
        (other > place, place, other) for place in range(len(steps)) for other in steps[place].after
    ]
    for _, place, other in sorted(stated):  # those that agree with the positions go first
        if _leads(after, place, other):
            back[other].append(place)
            notes[place].append(
                f"Said to come after “{steps[other].thing.name}”, which closes a circle."
            )
        else:
            after[place].add(other)
    for place in range(1, len(steps)):
        if not after[place] and not _leads(after, place, place - 1):
            after[place].add(place - 1)
            notes[place].append("What comes before is not said; it follows by its position.")
    return [
        replace(
            step,
            thing=replace(step.thing, notes=tuple(notes[place])),
            after=tuple(sorted(after[place])),
            back_to=tuple(dict.fromkeys(back[place])),
        )
        for place, step in enumerate(steps)
    ]


def _leads(after: Sequence[set[int]], first: int, last: int) -> bool:
    """Tell whether a step comes before another, directly or not, or is it."""
    seen, waiting = set[int](), [last]
    while waiting:
        place = waiting.pop()
        if place == first:
            return True
        if place not in seen:
            seen.add(place)
            waiting += after[place]
    return False


def _places(links: Iterable[Thing], places: Mapping[str, int]) -> tuple[int, ...]:
    found = {places[str(link["id"])] for link in links if link["id"] in places}
    return tuple(sorted(found))


def _told(caption: str, texts: Iterable[str]) -> list[str]:
    found = [text for text in texts if text]
    return [f"{caption}: {'; '.join(found)}"] if found else []


def _many(value: Json) -> list[Json]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _text(value: Json) -> str:
    found = value.get("value") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def _label(link: Mapping[str, Json]) -> str:
    return _text(link.get("label")) or str(link["id"])
