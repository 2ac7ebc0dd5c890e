"""Tools that steps and duties name: “Log it in Jira”, “keep the locations up to date (TMS Suite)”.

A step is done with such a tool, and a duty is supported by it. Only tools that are known as such
count: those of the document, and those of the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import StatementPart, ToolRead
from rolegraph.documents.account.workflows import Named, StepRead, WorkflowRead
from rolegraph.documents.language.meaning import denies
from rolegraph.documents.language.names import tool_key
from rolegraph.documents.outline import Passage
from rolegraph.documents.workflows.named.parties import cut
from rolegraph.documents.workflows.named.vocabulary import WorkflowWords

DUTY = "responsibility"
"""The kind of statement that tools support."""
THINGS = re.compile(r"\s*(?:<br\s*/?>|\u2028|[;,\n\u3001\uff0c])\s*")
"""What stands between several tools, or several outputs, in a cell."""


class NamedTools:
    """Finds the tools that texts name.

    Args:
        context: the document, once its roles are read.
        words: the words that stand before a tool.
        workflows: its workflows, whose tables may name tools.
        of_catalogue: the names of the tools that the catalogue has.
    """

    def __init__(
        self,
        context: Context,
        words: WorkflowWords,
        workflows: Iterable[WorkflowRead],
        of_catalogue: Iterable[str],
    ) -> None:
        self._context = context
        self._words = words
        self._names = {tool_key(each): each for each in of_catalogue} | _told(context, workflows)

    def name(self, written: str) -> str:
        """Return what a tool is called, however it is written; a new one becomes known."""
        return self._names.setdefault(tool_key(written), written)

    def of_step(self, step: StepRead) -> None:
        """Add the tools that the text and the notes of a step name."""
        texts = (step.passage, *step.notes)
        text = ". ".join([step.name, *(each.plain for each in step.notes)])
        for _, written in self._words.used(text, self._names.values()):
            whole = next((each for each in texts if written in each.span.text), step.passage)
            self.use(step, self.name(written), self._place(whole, written))

    def use(self, step: StepRead, name: str, at: Passage) -> None:
        """Add a tool to a step, once."""
        if all(tool_key(name) != tool_key(each.name) for each in step.tools):
            step.tools.append(Named(name, at))

    def of_duties(self) -> None:
        """Say of each duty which tools it names, and of what is nested in it."""
        for role in self._context.roles:
            for statement in role.statements:
                if statement.kind == DUTY:
                    statement.tools = self._in(statement.passage)
                statement.parts = self._with_tools(statement.parts, statement.kind)

    def _with_tools(
        self, parts: tuple[StatementPart, ...], kind: str | None
    ) -> tuple[StatementPart, ...]:
        found = []
        for part in parts:
            own = part.kind or kind
            tools = self._in(part.passage) if own == DUTY and not part.is_asked else ()
            below = self._with_tools(part.parts, own)
            found.append(replace(part, tools=tools, parts=below))
        return tuple(found)

    def _in(self, passage: Passage) -> tuple[ToolRead, ...]:
        """Return the tools that a duty names; none where it denies something."""
        words, text = self._context.words, passage.plain
        if words is None or denies(words, text):
            return ()
        found: dict[str, ToolRead] = {}
        for _, written in self._words.used(text, self._names.values()):
            name = self.name(written)
            found.setdefault(tool_key(name), ToolRead(name, self._place(passage, written)))
        return tuple(found.values())

    def _place(self, whole: Passage, written: str) -> Passage:
        """Return where a name stands in a text; the text where its marks are in between."""
        at = whole.span.text.find(written)
        if at < 0 or whole.cell or self._context.outline.names is not None:
            return whole
        return self._context.outline.part(whole, at, at + len(written))


def _told(context: Context, workflows: Iterable[WorkflowRead]) -> dict[str, str]:
    """Return the key of each name of a tool in a document, and its name."""
    named = [
        *((each.name, each.short) for each in context.tools),
        *((each.name, each.short) for role in context.roles for each in role.tools),
        *((each.name, each.short) for card in context.personas for each in card.tools),
        *((each.name, "") for workflow in workflows for each in workflow.tools),
        *(
            (part.plain, "")
            for workflow in workflows
            for step in workflow.steps
            for each in step.told
            if each.what == "tool"
            for part in cut(context, each.passage, THINGS)
        ),
    ]
    return {
        tool_key(each): name for name, short in reversed(named) for each in (name, short) if each
    }
