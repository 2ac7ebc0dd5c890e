"""Who does each step, and with what: once all roles, personas and tools of a document are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import PersonaRead, RoleRead
from rolegraph.documents.account.workflows import Named, StepRead, Told, WorkflowRead
from rolegraph.documents.language.names import name_key, tool_key
from rolegraph.documents.language.people import is_full_name
from rolegraph.documents.outline import Passage
from rolegraph.documents.workflows.vocabulary import WorkflowWords

_BETWEEN = re.compile(
    r"\s*(?:<br\s*/?>|\u2028|[;,\n\u3001\uff0c])\s*|\s+(?:and|und|et|y|e|en|&|\+)\s+"
)
_THINGS = re.compile(r"\s*(?:<br\s*/?>|\u2028|[;,\n\u3001\uff0c])\s*")
_SLASH = re.compile(r"\s*/\s*")
_WORD = re.compile(r"[^\s:,;(]+")
_END = re.compile(r"[(\[](?P<name>[^()\[\]]{2,60})[)\]]\s*[.]?\s*\Z")
_MOST_WORDS = 7
_JOINED = re.compile(r"\s*(?:[,&+/]|(?:and|or|und|oder|et|ou|y|o|e|en|of)\b)")


@dataclass(frozen=True)
class _Actor:
    """Who is named, with what stands behind the name."""

    role: str
    end: int
    several: bool = False


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
        self._personas: Mapping[str, str] = {}

    def name_roles(self) -> None:
        """Make roles of those that columns and labels name, and no section describes."""
        self._personas = personas_in(self._context.roles, self._context.personas)
        for workflow in self._workflows:
            told = [*workflow.told, *(each for step in workflow.steps for each in step.told)]
            for each in told:
                if each.what == "who":
                    for part in self._parts(each.passage):
                        self._role_of(part)
                elif each.what in {"lane", "lead"} and self._context.is_sure(
                    each.passage.plain.rstrip(": ")
                ):
                    self._role_of(each.passage)

    def _role_of(self, part: Passage) -> None:
        """Make a role of what stands in a column for roles, unless it is known."""
        context, words = self._context, self._context.words
        if self._known(part.plain) or words is None or context.is_word(part.plain, "nobody"):
            return
        name = context.name(part)
        if not name.name or not any(map(str.isalpha, name.name)) or self._known(name.name):
            return
        if is_full_name(name.name, words):
            context.account.leave_out_person(part.span)
            return
        context.in_cells.add(name_key(name.name))
        context.in_matrices.add(name_key(name.name))
        context.role(name)

    def settle(self, of_catalogue: Iterable[str] = ()) -> None:
        """Say of each step who does it and with what, and of each workflow who follows it.

        Args:
            of_catalogue: the names of the tools that the catalogue has.
        """
        self._personas = personas_in(self._context.roles, self._context.personas)
        tools = {tool_key(each): each for each in of_catalogue} | self._tools()
        for workflow in self._workflows:
            self._persona(workflow)
            usual = self._usual(workflow)
            numbers = {step.number: step.order for step in reversed(workflow.steps)}
            for step in workflow.steps:
                self._told(step, [*step.told, *_lanes(workflow.told)], tools)
                text = ". ".join([step.name, *(each.plain for each in step.notes)])
                self._actor(step, usual)
                self._used(step, tools, text)
                back = numbers.get(self._words.back_to(text), 0)
                step.back_to = back if back <= step.order else 0
            self._persona_of_steps(workflow)

    def _tools(self) -> dict[str, str]:
        named = [
            *((each.name, each.short) for each in self._context.tools),
            *((t.name, t.short) for role in self._context.roles for t in role.tools),
            *(
                (part.plain, "")
                for workflow in self._workflows
                for step in workflow.steps
                for each in step.told
                if each.what == "tool"
                for part in self._cut(each.passage, _THINGS)
            ),
        ]
        return {
            tool_key(each): name
            for name, short in reversed(named)
            for each in (name, short)
            if each
        }

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
            if step.role == self._personas[name]
        }
        if not workflow.persona and len(done) == 1:
            ((workflow.persona, workflow.persona_at),) = done.items()

    def _persona_in(self, text: str) -> str:
        """Return the persona that a text begins with, be it behind “Persona:”; empty without."""
        folded = f"{text.partition(':')[2] or text} ".casefold().strip() + " "
        found = [
            name
            for name in self._personas
            if re.match(rf"{re.escape(name.casefold())}(?![\w-])", folded)
        ]
        return max(found, key=len, default="")

    def _usual(self, workflow: WorkflowRead) -> str:
        """Return the role in whose section a workflow stands; empty where it is in none."""
        if workflow.persona and workflow.persona_at is None:
            return self._personas[workflow.persona]
        for above in workflow.within:
            if role := self._known(self._context.name(above).name) or self._known(above.plain):
                return role.name
        return ""

    def _told(self, step: StepRead, told: Iterable[Told], tools: dict[str, str]) -> None:
        """Settle what columns, labels and headings say of a step."""
        account = self._context.account
        for each in told:
            passage = each.passage
            if each.what == "who" and not step.role_at:
                # In records several stand in a list.
                own = [e.passage for e in step.told if e.what == "who"]
                self._who(step, own or [passage])
            elif each.what in {"lane", "lead"}:
                self._lane(step, passage)
            elif each.what == "tool":
                for part in self._cut(passage, _THINGS):
                    tools.setdefault(tool_key(part.plain), part.plain)
                    self._use(step, tools[tool_key(part.plain)], part)
            elif each.what in {"input", "output"}:
                things = step.inputs if each.what == "input" else step.outputs
                for part in self._cut(passage, _THINGS):
                    if all(name_key(part.plain) != name_key(other.name) for other in things):
                        things.append(Named(part.plain.strip(" ."), part))
            elif each.what == "stage":
                step.stage = Named(passage.plain.strip(" ."), passage)
            account.claim(passage)

    def _who(self, step: StepRead, passages: list[Passage]) -> None:
        """Take the one role or persona that a column names for a step."""
        names, passage = {}, passages[0]
        for part in (part for each in passages for part in self._parts(each)):
            role = self._role_named(part.plain) or self._role_named(self._context.name(part).name)
            if role:
                names[role] = part
            elif not self._context.is_word(part.plain, "nobody"):
                reason = f"who does “{step.name}”: no role of this document is “{part.plain}”"
                self._context.account.explain(passage.line, reason)
        if len(names) > 1:
            told = " and ".join(f"“{name}”" for name in names)
            reason = f"{told} do “{step.name}” together; a step has one responsible role"
            self._context.account.explain(passage.line, reason)
        for name, part in names.items() if len(names) == 1 else ():
            step.role, step.role_at = name, part

    def _lane(self, step: StepRead, passage: Passage) -> None:
        """Take a heading above steps, or words in bold before one, for a role or a stage."""
        role = self._role_named(passage.plain.rstrip(": ")) or self._role_named(
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
        if step.role_at is not None:
            return
        text, account = step.passage.plain, self._context.account
        found = self._first(text)
        if found is not None and found.several:
            reason = f"several roles do “{step.name}” together; a step has one responsible role"
            account.explain(step.passage.line, reason)
            return
        if found is not None:
            step.role, step.role_at = found.role, step.passage
            return
        end = _END.search(text)
        named = self._role_named(end["name"]) if end else ""
        if named:
            step.role, step.role_at = named, step.passage
        elif usual and not self._names_anybody(text):
            step.role = usual

    def _first(self, text: str) -> _Actor | None:
        """Return the role or persona that a sentence begins with, where it says what she does."""
        begin = self._words.without_article(text)
        ends = [hit.end() for hit in _WORD.finditer(text, begin)][:_MOST_WORDS]
        for end in reversed(ends):
            role = self._role_named(text[begin:end])
            if not role:
                continue
            rest = text[end:]
            if re.match(r"\s*(?:\([^()]*\)\s*)?[:\u2013\u2014]\s*\S", rest):
                return _Actor(role, end)
            if joined := _JOINED.match(rest):
                others = self._names_anybody(rest[joined.end() :].strip(), has_article=False)
                return _Actor(role, end, several=others)
            return _Actor(role, end) if rest.strip() and self._words.is_verb(rest) else None
        return None

    def _names_anybody(self, text: str, *, has_article: bool = True) -> bool:
        """Tell whether a sentence begins with somebody: a role, or “the” one who is none here."""
        begin = self._words.without_article(text)
        if begin and has_article:
            return True
        starts = (text[begin : hit.end()] for hit in _WORD.finditer(text, begin))
        first = [each for each, _ in zip(starts, range(_MOST_WORDS), strict=False)]
        return any(self._role_named(each) or self._is_somebody(each) for each in first)

    def _is_somebody(self, text: str) -> bool:
        """Tell whether a text is the name of a person, or that of a role that is not described."""
        words = self._context.words
        return words is not None and (self._context.is_sure(text) or is_full_name(text, words))

    def _used(self, step: StepRead, tools: dict[str, str], text: str) -> None:
        for _, name in self._words.used(text, [*tools.values()]):
            places = (each for each in (step.passage, *step.notes) if name in each.span.text)
            whole = next(places, step.passage)
            at = whole.span.text.find(name)
            if at >= 0 and self._context.outline.names is None:
                whole = self._context.outline.part(whole, at, at + len(name))
            self._use(step, tools.get(tool_key(name), name), whole)

    def _use(self, step: StepRead, name: str, at: Passage) -> None:
        if all(tool_key(name) != tool_key(each.name) for each in step.tools):
            step.tools.append(Named(name, at))

    def _role_named(self, text: str) -> str:
        """Return the role of a name, be it the one of a persona; empty where it is none."""
        role = self._known(text)
        if role is not None:
            return role.name
        persona = next((n for n in self._personas if n.casefold() == text.casefold()), "")
        return self._personas.get(persona, "")

    def _known(self, name: str) -> RoleRead | None:
        role = self._context.known(name) if name else None
        return role if role in self._context.roles else None

    def _parts(self, cell: Passage) -> list[Passage]:
        """Return the names in a cell; one that is known is whole."""
        if self._role_named(cell.plain):
            return [cell]
        found: list[Passage] = []
        for part in self._cut(cell, _BETWEEN):
            halves = list(self._cut(part, _SLASH))
            is_pair = len(halves) > 1 and any(self._role_named(each.plain) for each in halves)
            found += halves if is_pair else [part]
        return found

    def _cut(self, cell: Passage, at: re.Pattern[str]) -> Iterator[Passage]:
        """Yield what stands between separators, not within brackets."""
        text, begin = cell.span.text, 0
        if self._context.outline.names is not None:
            yield cell
            return
        for hit in at.finditer(text):
            if text.count("(", 0, hit.start()) > text.count(")", 0, hit.start()):
                continue
            part = self._context.outline.part(cell, begin, hit.start())
            begin = hit.end()
            if part.span.text:
                yield part
        part = self._context.outline.part(cell, begin, len(text))
        if part.span.text:
            yield part


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
