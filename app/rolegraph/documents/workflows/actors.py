"""Who does each step, and with what: once all roles, personas and tools of a document are known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import PersonaRead, RoleRead
from rolegraph.documents.account.workflows import Named, StepRead, Told, WorkflowRead
from rolegraph.documents.language.names import name_key
from rolegraph.documents.language.people import is_full_name
from rolegraph.documents.outline import Passage
from rolegraph.documents.workflows.named.escalations import Escalations
from rolegraph.documents.workflows.named.named_tools import THINGS, NamedTools
from rolegraph.documents.workflows.named.parties import Parties, cut, led
from rolegraph.documents.workflows.named.vocabulary import WorkflowWords
from rolegraph.documents.workflows.named.whole import settle_whole

_WORD = re.compile(r"[^\s:,;(]+")
_END = re.compile(r"[(\[](?P<name>[^()\[\]]{2,60})[)\]]\s*[.]?\s*\Z")
_MOST_WORDS = 7
_WHO = ("who", "led")
_JOINED = re.compile(r"\s*(?:[,&+/]|(?:and|or|und|oder|et|ou|y|o|e|en|of)\b)")


@dataclass(frozen=True)
class _Actor:
    """Who is named, with what stands behind the name."""

    role: str
    end: int
    several: bool = False
    other: str = ""


class Actors:
    """Finds who does what.

    Args:
        context: the document, read but for its workflows.
        vocabulary: the words on workflows.
        workflows: what was read of them.
    """

    def __init__(
        self, context: Context, vocabulary: WorkflowWords, workflows: Iterable[WorkflowRead]
    ) -> None:
        self._context = context
        self._words = vocabulary
        self._workflows = [each for each in workflows if not each.waits_for]
        self._parties = Parties(context)

    def name_roles(self) -> None:
        """Make roles of those that columns and labels name, and no section describes."""
        self._parties.personas = personas_in(self._context.roles, self._context.personas)
        for workflow in self._workflows:
            told = [*workflow.told, *(each for step in workflow.steps for each in step.told)]
            for each in told:
                if each.what in {"who", "led", "owner"}:
                    for part, is_asked in self._parties.parts(each.passage):
                        is_open = each.what == "led" and not self._context.is_sure(part.plain)
                        self._role_of(part, is_asked=is_asked or is_open)
                elif each.what in {"lane", "lead"} and self._context.is_sure(
                    each.passage.plain.rstrip(": ")
                ):
                    self._role_of(each.passage)

    def _role_of(self, part: Passage, *, is_asked: bool = False) -> None:
        """Make a role of what stands in a column for roles, unless it is known."""
        context, words = self._context, self._context.words
        is_nobody = context.is_word(part.plain, "nobody")
        if self._parties.role_named(part.plain) or words is None or is_nobody:
            return
        name = context.name(part)
        if not name.name or not any(map(str.isalpha, name.name)) or self._parties.known(name.name):
            return
        if is_full_name(name.name, words):
            context.account.leave_out_person(part.span)
            return
        context.in_cells.add(name_key(name.name))
        context.in_matrices.add(name_key(name.name))
        role = context.role(name)
        if is_asked:
            context.ask_whether_role(role, 0)

    def settle(self, of_catalogue: Iterable[str] = ()) -> None:
        """Say who does each step and with what, who follows a workflow, and what duties name.

        Args:
            of_catalogue: the names of the tools that the catalogue has.
        """
        self._parties.personas = personas_in(self._context.roles, self._context.personas)
        for workflow in self._workflows:
            settle_whole(self._context, workflow)
        tools = NamedTools(self._context, self._words, self._workflows, of_catalogue)
        escalations = Escalations(self._context, self._words, self._parties)
        for workflow in self._workflows:
            self._persona(workflow)
            self._owners(workflow)
            usual = self._usual(workflow)
            numbers = {step.number: step.order for step in reversed(workflow.steps)}
            for step in workflow.steps:
                self._told(step, step.told, tools)
                if whole := _lanes(workflow.told):
                    # “The clerk logs it” is the clerk's, whoever takes part in the whole.
                    self._actor(step, "")
                    self._told(step, whole, tools)
                text = ". ".join([step.name, *(each.plain for each in step.notes)])
                self._actor(step, usual)
                tools.of_step(step)
                escalations.settle(step)
                ways = [numbers.get(each, 0) for each in self._words.goes_to(text)]
                step.back_to = next((to for to in ways if 0 < to <= step.order), 0)
                step.on_to = next((to for to in ways if to > step.order + 1), 0)
            self._persona_of_steps(workflow)
        tools.of_duties()

    def _persona(self, workflow: WorkflowRead) -> None:
        """Find the persona who follows a workflow: a label names her, or it is in her section."""
        account, at = self._context.account, workflow.persona_at
        if at is not None:
            workflow.persona = self._persona_in(at.plain)
            if workflow.persona:
                account.claim(at)
            else:
                reason = f"no persona of this document is called “{at.plain}”"
                account.refuse(reason, at)
                workflow.persona_at = None
            return
        found = (self._persona_in(above.plain) for above in workflow.within)
        workflow.persona = next(filter(None, found), "")

    def _persona_of_steps(self, workflow: WorkflowRead) -> None:
        """Take the one persona who does steps by name for who follows the workflow."""
        done = {
            name: step.passage
            for step in reversed(workflow.steps)
            if step.role_at and (name := self._persona_in(step.passage.plain))
            if step.role == self._parties.personas[name]
        }
        if not workflow.persona and len(done) == 1:
            ((workflow.persona, workflow.persona_at),) = done.items()

    def _persona_in(self, text: str) -> str:
        """Return the persona that a text begins with, be it behind “Persona:”; empty without."""
        folded = f"{text.partition(':')[2] or text} ".casefold().strip() + " "
        found = [
            name
            for name in self._parties.personas
            if re.match(rf"{re.escape(name.casefold())}(?![\w-])", folded)
        ]
        return max(found, key=len, default="")

    def _usual(self, workflow: WorkflowRead) -> str:
        """Return the role in whose section a workflow stands; empty where it is in none."""
        if workflow.persona and workflow.persona_at is None:
            return self._parties.personas[workflow.persona]
        for above in workflow.within:
            role = self._parties.known(self._context.name(above).name)
            if role := role or self._parties.known(above.plain):
                return role.name
        return ""

    def _told(self, step: StepRead, told: Iterable[Told], tools: NamedTools) -> None:
        """Settle what columns, labels and headings say of a step."""
        account = self._context.account
        for each in told:
            passage = each.passage
            if each.what in _WHO and not (step.role_at or step.partners):
                # In records several stand in a list.
                own = [e.passage for e in step.told if e.what in _WHO]
                self._who(step, own or [passage])
            elif each.what in {"lane", "lead"}:
                self._lane(step, passage)
            elif each.what == "tool":
                for part in cut(self._context, passage, THINGS):
                    tools.use(step, tools.name(part.plain), part)
            elif each.what in {"input", "output"}:
                things = step.inputs if each.what == "input" else step.outputs
                for part in cut(self._context, passage, THINGS):
                    if all(name_key(part.plain) != name_key(other.name) for other in things):
                        things.append(Named(part.plain.strip(" ."), part))
            elif each.what == "stage":
                step.stage = Named(passage.plain.strip(" ."), passage)
            account.claim(passage)

    def _who(self, step: StepRead, passages: list[Passage]) -> None:
        """Take the role or persona that a column names for a step; several take part in it."""
        names: dict[str, Passage] = {}
        for each in passages:
            named = self._named(each, f"who does “{step.name}”")
            names |= {name: part for name, part in named.items() if name not in names}
        if len(names) == 1:
            ((step.role, step.role_at),) = names.items()
        else:
            step.partners += [Named(name, part) for name, part in names.items()]

    def _named(self, passage: Passage, what: str) -> dict[str, Passage]:
        """Return the roles that a column or label names, each with its place; tell of others."""
        names, context = dict[str, Passage](), self._context
        for part, _ in self._parties.parts(passage):
            role = self._parties.role_named(part.plain)
            role = role or self._parties.role_named(context.name(part).name)
            if role:
                names.setdefault(role, part)
            elif not context.is_word(part.plain, "nobody") and not self._is_person(part.plain):
                reason = f"{what}: no role of this document is “{part.plain}”"
                context.account.explain(passage.line, reason)
        return names

    def _is_person(self, text: str) -> bool:
        return self._context.words is not None and is_full_name(text, self._context.words)

    def _owners(self, workflow: WorkflowRead) -> None:
        """Take the roles that a label names as the owners of a workflow."""
        for each in workflow.told:
            if each.what == "owner":
                self._context.account.claim(each.passage)
                named = self._named(each.passage, f"who owns “{workflow.name}”")
                workflow.owners += [Named(name, part) for name, part in named.items()]

    def _lane(self, step: StepRead, passage: Passage) -> None:
        """Take a heading above steps, or words in bold before one, for a role or a stage."""
        role = self._parties.role_named(passage.plain.rstrip(": ")) or self._parties.role_named(
            self._context.name(passage).name
        )
        is_lead = passage == step.passage
        if role and (not step.role_at or is_lead):
            step.role, step.role_at = role, passage
            if is_lead and step.notes:
                step.passage, step.notes = step.notes[0], step.notes[1:]
                step.name = step.passage.plain.strip().rstrip(".").strip()
        elif not is_lead:
            step.notes.append(passage)

    def _actor(self, step: StepRead, usual: str) -> None:
        """Find who does a step in its own words: “SRE deploys …”, “… (SRE)”."""
        if step.role_at is not None or step.partners:
            return
        if step.person:
            held = self._context.held_by.get(step.person)
            if held is not None and held in self._context.roles:
                step.role, step.role_at = held.name, step.passage
            return
        begins = led(self._context, step.passage)
        role = self._parties.role_named(begins.who.plain) if begins is not None else ""
        if begins is not None and role:
            step.role, step.role_at, step.passage = role, begins.who, begins.rest
            step.name = begins.rest.plain.rstrip(".").strip()
            return
        text, account = step.passage.plain, self._context.account
        found = self._first(text)
        if found is not None and found.other:
            step.partners += [Named(name, step.passage) for name in (found.role, found.other)]
            return
        if found is not None and found.several:
            reason = f"several roles do “{step.name}” together; a step has one responsible role"
            account.explain(step.passage.line, reason)
            return
        if found is not None:
            step.role, step.role_at = found.role, step.passage
            return
        end = _END.search(text)
        named = self._parties.role_named(end["name"]) if end else ""
        if named:
            step.role, step.role_at = named, step.passage
        elif usual and not self._names_anybody(text):
            step.role = usual

    def _first(self, text: str) -> _Actor | None:
        """Return the role or persona that a sentence begins with, where it says what she does."""
        begin = self._words.without_article(text)
        ends = [hit.end() for hit in _WORD.finditer(text, begin)][:_MOST_WORDS]
        for end in reversed(ends):
            role = self._parties.role_named(text[begin:end])
            if not role:
                continue
            rest = text[end:]
            if re.match(r"\s*(?:\([^()]*\)\s*)?[:\u2013\u2014]\s*\S", rest):
                return _Actor(role, end)
            if joined := _JOINED.match(rest):
                behind = rest[joined.end() :].strip()
                others = self._names_anybody(behind, has_article=False)
                return _Actor(role, end, several=others, other=self._role_before(behind))
            return _Actor(role, end) if rest.strip() and self._words.is_verb(rest) else None
        return None

    def _role_before(self, text: str) -> str:
        """Return the role whose name a text begins with; empty where it begins with none."""
        begin = self._words.without_article(text)
        ends = [hit.end() for hit in _WORD.finditer(text, begin)][:_MOST_WORDS]
        named = (self._parties.role_named(text[begin:end]) for end in reversed(ends))
        return next(filter(None, named), "")

    def _names_anybody(self, text: str, *, has_article: bool = True) -> bool:
        """Tell whether a sentence begins with somebody: a role, or “the” one who is none here."""
        begin = self._words.without_article(text)
        if begin and has_article:
            return True
        starts = (text[begin : hit.end()] for hit in _WORD.finditer(text, begin))
        first = [each for each, _ in zip(starts, range(_MOST_WORDS), strict=False)]
        return any(self._parties.role_named(each) or self._is_somebody(each) for each in first)

    def _is_somebody(self, text: str) -> bool:
        """Tell whether a text is the name of a person, or that of a role that is not described."""
        words = self._context.words
        return words is not None and (self._context.is_sure(text) or is_full_name(text, words))


def _lanes(told: Iterable[Told]) -> list[Told]:
    return [each for each in told if each.what in {"who", "stage"}]


def personas_in(roles: Iterable[RoleRead], apart: Iterable[PersonaRead]) -> dict[str, str]:
    """Return the personas that a document names, each with the name of her role.

    Args:
        roles: the roles, in whose sections personas may be told of.
        apart: the personas with sections of their own.
    """
    found = {each.name: each.role for each in apart if each.role}
    for role in roles:
        told = [*(each.persona for each in role.statements), *(each.persona for each in role.tools)]
        found |= {name: role.name for name in told if name and name not in found}
    return found
