"""A reading as triples: roles, statements with their parts, personas, assignments.

Each statement has its quote with offsets and line, and its cell where it stands in a table. What a
label or a person said is `rg:assertionStatus "verbatim"`, what the words suggest is "inferred".
Statements whose meaning a person has yet to judge are not in the graph;
`WrittenReading.waiting` has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from rolegraph.documents.account.model import LEAVE_OUT, LINKS, PARTIES, Status, ToolRead
from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.graph.assignments import AssignmentGraph, NamedActivities
from rolegraph.documents.graph.builder import GraphBuilder
from rolegraph.documents.graph.moved import KnownIds
from rolegraph.documents.graph.reporting import told_in
from rolegraph.documents.graph.tools import ToolGraph
from rolegraph.documents.graph.workflows import FlowNames, Performers, WorkflowsGraph
from rolegraph.documents.importing.answers import Answers, formerly
from rolegraph.documents.importing.conflicts import label_there
from rolegraph.documents.importing.elsewhere import STRIDE, Elsewhere
from rolegraph.documents.language.names import name_key
from rolegraph.documents.outline import Passage
from rolegraph.documents.personas.triples import FIELDS, PersonaGraph
from rolegraph.documents.reading import (
    PersonaRead,
    Reading,
    RoleRead,
    StatementPart,
    StatementRead,
)
from rolegraph.documents.text.identity import (
    Naming,
    distinct,
    folded_slug,
    slug,
    statement_slug,
)
from rolegraph.documents.text.wording import as_title
from rolegraph.documents.workflows.actors import personas_in

_WAITS = frozenset({"negation", "limit", "bound", "struck", "language"})
"""Questions whose answer could turn what a statement says, such as a limit into a right."""
_WAITING = {
    "role": "whether “{name}” is a role waits for an answer",
    "struck": "whether “{name}” still holds, which is struck through, waits for an answer",
    "two-names": "whether “{name}” is a role of its own waits for an answer",
    "short-name": "what “{name}” is short for waits for an answer",
}


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """Something that is not in the graph, with its place and why."""

    passage: Passage
    text: str
    reason: str

    @property
    def line(self) -> int:
        """Its first line."""
        return self.passage.line


@dataclass
class WrittenReading:
    """What was written, and what waits.

    Attributes:
        waiting: what is not in the graph.
        joined: the name of a role here, and what another document calls it.
    """

    waiting: list[UnansweredQuestion] = field(default_factory=list)
    joined: list[tuple[str, str]] = field(default_factory=list)


class ReadingGraph:
    """Writes one reading.

    Args:
        builder: takes the triples.
        answers: what a person said.
        scheme: IRI of the role scheme.
        elsewhere: what other documents of the catalogue say.
        held_back: name of a role and text of a statement that is not to be written → why.
        identifiers: name of a role → what its IRI ends in; `identify` finds it.
        known: what IRIs of statements end in already.
        naming: how names become ends of IRIs.
    """

    def __init__(
        self,
        builder: GraphBuilder,
        answers: Answers,
        scheme: str,
        elsewhere: Elsewhere,
        held_back: Mapping[tuple[str, str], str],
        identifiers: Mapping[str, str],
        known: KnownIds,
        naming: Naming,
    ) -> None:
        self._known = known
        self._naming = naming
        self._identifiers = identifiers
        self._builder = builder
        self._held_back = held_back
        self._elsewhere = elsewhere
        self._document = scheme.rpartition("/")[2]
        self._iri = builder.home.iri
        self._answers = answers
        self._scheme = scheme
        self._taken: set[str] = set()
        self._roles: dict[str, str] = {}
        self._supported: list[tuple[str, tuple[ToolRead, ...]]] = []
        self._tools = ToolGraph(
            builder,
            self._document,
            elsewhere.taken,
            elsewhere.tools,
            formerly(answers.tools),
        )
        self._personas = PersonaGraph(
            builder,
            self._document,
            naming,
            elsewhere.taken,
            {name: each.formerly for name, each in answers.personas.items() if each.formerly},
            self._tools,
            self._wait,
        )
        self.written = WrittenReading()

    def write(self, reading: Reading) -> WrittenReading:
        """Write all roles and assignments."""
        waiting = {}
        for tool in reading.tools:
            self._tools.tool(tool)
        for order, role in enumerate(reading.roles, start=1):
            if role.waits_for:
                waiting[name_key(role.name)] = _WAITING[role.waits_for].format(name=role.name)
                self._wait_for(role, waiting[name_key(role.name)])
            else:
                self._role(role, order)
        for role in reading.roles:
            if not role.waits_for:
                self._relations(role)
        for persona in reading.personas:
            self._persona_with_card(persona, waiting)
        self._workflows(reading)
        for statement, tools in self._supported:
            self._tools.supports(statement, tools)
        self._tools.finish()
        names = NamedActivities(
            self._elsewhere.activities,
            formerly(self._answers.activities),
            self._elsewhere.taken,
            self._naming,
        )
        assignments = AssignmentGraph(self._builder, names, self._role_of, self._wait)
        for assignment in reading.assignments:
            reason = waiting.get(name_key(assignment.role))
            if reason is None:
                assignments.write(assignment)
            else:
                self._wait(assignment.passage, reason)
        return self.written

    def _workflows(self, reading: Reading) -> None:
        """Write the workflows; roles and personas are there by then."""
        answers, elsewhere = self._answers, self._elsewhere
        personas = personas_in(reading.roles, reading.personas)

        def persona(name: str) -> str | None:
            iri = self._role_of(personas[name])
            return iri and self._personas.persona(name, personas[name], iri)

        WorkflowsGraph(
            self._builder,
            self._document,
            elsewhere.taken,
            FlowNames(*answers.names_of_workflows(), elsewhere.artifacts, elsewhere.stages),
            self._tools,
            Performers(self._role_of, persona),
            self._wait,
        ).write(reading.workflows)

    def _role_of(self, name: str) -> str | None:
        return self._roles.get(name_key(name))

    def _wait_for(self, role: RoleRead, reason: str) -> None:
        """Note what a role says that waits for an answer about the role itself."""
        self._wait(role.passage, reason)
        for tool in role.tools:
            self._wait(tool.passage, reason)
        for statement in role.statements:
            self._wait(statement.passage, reason)
            for part in _flat(statement.parts):
                self._wait(part.passage, reason)

    def _role(self, role: RoleRead, order: int) -> None:
        builder = self._builder
        curated = self._answers.roles.get(role.name)
        former = curated.formerly if curated else None
        identifier = distinct(self._identifiers[role.name], self._taken)
        iri = self._iri("roles", identifier)
        # A thing has one name; that another document writes it otherwise makes no second one.
        there = label_there(iri, self._elsewhere) if iri in self._elsewhere.roles else ""
        if there and there != role.name:
            self.written.joined.append((role.name, there))
        for name in (role.name, *role.aliases):
            self._roles.setdefault(name_key(name), iri)
        builder.thing(iri, "rg:Role", there or role.name)
        is_id = any(each.iri == iri for each in self._elsewhere.noted(role.name))
        is_other = there and name_key(there) != name_key(role.name) and not is_id
        other = role.name if is_other else None
        builder.text(iri, "skos:altLabel", *role.aliases, former, other)
        builder.string(iri, "skos:notation", *role.notations)
        if iri not in self._elsewhere.roles:
            # A role that two documents define belongs to the list of the one imported first.
            builder.number(iri, "rg:documentOrder", order)
            builder.link(iri, "rg:definedIn", builder.version)
            builder.link(iri, "skos:inScheme", self._scheme)
            reported = " ".join(each.plain for each in role.description)
            own = curated.definition if curated else None
            builder.text(iri, "skos:definition", own or reported or None)
            builder.origin(iri, "normalised" if role.status == "read" else "inferred")
        if curated:
            builder.text(iri, "skos:altLabel", *curated.alt_labels)
            builder.text(iri, "skos:hiddenLabel", *curated.hidden_labels)
            builder.text(iri, "skos:editorialNote", curated.editorial_note)
        self._quote(iri, role.passage, f"-{self._document}-name")
        for number, passage in enumerate(role.description, start=1):
            self._quote(iri, passage, f"-{self._document}-description-{number}")
        self._statements(role, iri, identifier)
        self._tools.used(iri, role.name, [each for each in role.tools if not each.persona])
        for persona in dict.fromkeys(each.persona for each in role.tools if each.persona):
            used = [each for each in role.tools if each.persona == persona]
            self._tools.used(self._personas.persona(persona, role.name, iri), persona, used)

    def _relations(self, role: RoleRead) -> None:
        """Write to whom a role reports, who reports to it, and who stands in for whom."""
        mine, told = self._roles[name_key(role.name)], set()
        for relation in role.relations:
            if relation.kind not in LINKS:
                continue
            for name in relation.roles:
                if name_key(name) not in self._roles:
                    reason = f"whether “{name}” is a role waits for an answer"
                    self._wait(relation.passage, reason)
            named = (self._roles.get(name_key(each)) for each in relation.roles)
            spelled = self._elsewhere.spelled(relation.to) or self._elsewhere.short(relation.to)
            there = [each.iri for each in spelled]
            others = [each for each in named if each] or there[:1]
            parties = {name: self._elsewhere.meant(name) for name in relation.parties}
            others += [iri for iri in parties.values() if iri and iri not in others]
            for other in others:
                predicate, is_inverse = LINKS[relation.kind]
                pair = (other, mine) if is_inverse else (mine, other)
                self._builder.link(pair[0], predicate, pair[1])
            texts = [name for name, iri in parties.items() if not iri and not there]
            if texts:
                self._builder.text(mine, PARTIES[relation.kind], *texts)
            for other in (*others, *map(folded_slug, texts)):
                suffix = f"-{self._document}{told_in(relation.kind, other)}"
                if suffix not in told:  # which may be told twice
                    told.add(suffix)
                    self._quote(mine, relation.passage, suffix)

    def _quote(self, iri: str, passage: Passage, suffix: str = "") -> None:
        if passage.span.text:
            self._builder.quote(iri, passage.span, suffix, passage.cell)

    def _statements(self, role: RoleRead, iri: str, identifier: str) -> None:
        texts = [each.passage.plain for each in role.statements]
        texts += [p.passage.plain for each in role.statements for p in _flat(each.parts)]
        taken = self._known.of(iri, texts)
        defined = iri in self._elsewhere.roles
        order = STRIDE * self._elsewhere.position if defined else 0
        for statement in role.statements:
            if statement.kind in FIELDS or statement.kind == "need":
                self._persona(role, iri, statement)
                continue
            reason = self._held_back.get((role.name, statement.passage.plain), "")
            if statement.kind not in KINDS or statement.topic in _WAITS or reason:
                self._wait(statement.passage, reason or "its kind waits for an answer")
                for part in _flat(statement.parts):
                    self._wait(part.passage, "the statement that it is part of is not there")
                continue
            order += 1
            whole = self._statement(role, iri, identifier, statement, order, taken)
            told = [part.passage.plain for part in statement.parts if part.is_explanation]
            self._builder.text(whole, "skos:definition", " ".join(told) or None)
            for part in _flat(statement.parts):
                if part.is_asked:
                    self._wait(part.passage, "its kind waits for an answer")
                if part.is_asked or part.is_explanation or part.kind == LEAVE_OUT:
                    continue
                order += 1
                status: Status = "read" if part.kind else "inferred"
                kind = part.kind or statement.kind
                nested = StatementRead(kind, part.passage, status, tools=part.tools)
                below = self._statement(role, iri, identifier, nested, order, taken)
                self._builder.link(below, "rg:isPartOfStatement", whole)

    def _statement(
        self,
        role: RoleRead,
        role_iri: str,
        identifier: str,
        statement: StatementRead,
        order: int,
        taken: set[str],
    ) -> str:
        builder, passage = self._builder, statement.passage
        curated = self._answers.statement(role.name, passage.plain)
        plural, class_name, link = KINDS[statement.kind]  # type: ignore[index]  # one of the keys
        first = (curated and curated.formerly) or passage.plain
        plain, folded = (statement_slug(identifier, first, make) for make in (slug, folded_slug))
        usual = self._naming.choose(plain, folded, partial(self._iri, plural))
        known = self._known.take(role_iri, passage.plain, plain)
        known = known or self._known.take(role_iri, passage.plain, folded)
        taken.discard(known or "")
        iri = self._new(plural, known or usual, taken)
        builder.thing(iri, class_name, as_title(passage.plain))
        builder.link(role_iri, link, iri)
        builder.link(iri, "rg:statementOf", role_iri)
        builder.string(iri, "rg:verbatimText", passage.span.text)
        builder.number(iri, "rg:statementOrder", order)
        builder.passage(iri, passage.span, passage.cell)
        builder.origin(iri, "verbatim" if statement.status == "read" else "inferred")
        self._supported.append((iri, statement.tools))
        if statement.access:
            self._tools.gives_access(iri, ToolRead(statement.access, passage))
        if curated:
            activities = [self._iri("activities", each) for each in curated.activities]
            builder.link(iri, "rg:refersToActivity", *activities)
            builder.text(iri, "skos:editorialNote", curated.editorial_note)
            if statement.kind == "responsibility":
                builder.link(role_iri, "rg:isResponsibleFor", *activities)
            elif statement.kind == "exclusion":
                builder.link(iri, "rg:isExcludedFromActivity", *activities)
                builder.link(role_iri, "rg:isExcludedFrom", *activities)
        return iri

    def _persona(self, role: RoleRead, role_iri: str, statement: StatementRead) -> None:
        predicate = FIELDS.get(statement.kind or "")
        if predicate is None:
            self._wait(statement.passage, "the model has no place for a persona's needs yet")
            return
        iri = self._personas.persona(statement.persona, role.name, role_iri)
        told = [statement.passage, *(part.passage for part in _flat(statement.parts))]
        self._builder.text(iri, predicate, " ".join(each.plain for each in told))
        for each in told:
            self._personas.told(iri, statement.kind or "", each)

    def _persona_with_card(self, persona: PersonaRead, waiting: Mapping[str, str]) -> None:
        """Write a persona whom the document tells of apart, once her role is known."""
        key = name_key(persona.role)
        if persona.role and key in self._roles:
            self._personas.with_card(persona, self._roles[key])
            return
        asked = f"which role “{persona.name}” stands for waits for an answer"
        self._wait(persona.passage, waiting.get(key, asked) if persona.role else asked)

    def _new(self, plural: str, identifier: str, taken: set[str]) -> str:
        """Return an IRI that neither this document nor another one has for something else."""
        while True:
            iri = self._iri(plural, distinct(identifier, taken))
            if iri not in self._elsewhere.taken:
                return iri

    def _wait(self, passage: Passage, reason: str) -> None:
        self.written.waiting.append(UnansweredQuestion(passage, passage.plain, reason))


def _flat(parts: tuple[StatementPart, ...]) -> Iterator[StatementPart]:
    for part in parts:
        yield part
        yield from _flat(part.parts)
