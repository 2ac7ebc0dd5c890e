"""Who takes a step over: “If no truck comes within 2 h, escalate to the Shift Lead”."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.leads import DETERMINER
from rolegraph.documents.account.workflows import Named, StepRead
from rolegraph.documents.language.clauses import clause_start, condition_in
from rolegraph.documents.language.meaning import denies
from rolegraph.documents.outline import Passage
from rolegraph.documents.workflows.named.parties import Parties
from rolegraph.documents.workflows.named.vocabulary import WorkflowWords

_ENDS = re.compile(r"\s*[,;(]")
_CLAUSE = re.compile(r"[,;]")


class Escalations:
    """Finds who takes over a step that cannot be finished.

    Args:
        context: the document.
        vocabulary: the words on workflows.
        parties: finds whom a name means.
    """

    def __init__(self, context: Context, vocabulary: WorkflowWords, parties: Parties) -> None:
        self._context = context
        self._words = vocabulary
        self._parties = parties

    def settle(self, step: StepRead) -> None:
        """Say of a step who takes it over, and when; the text that says so stays with the step."""
        for each in step.told:
            if each.what == "escalation":
                self._labelled(step, each.passage)
            elif each.what == "escalated_when":
                step.escalated_when.append(Named(each.passage.plain.strip(" ."), each.passage))
        for passage in (step.passage, *step.notes):
            for sentence in list(self._context.sentences(passage)) or [passage]:
                self._said(step, sentence)

    def _labelled(self, step: StepRead, passage: Passage) -> None:
        """Read “Escalation: Dock Manager, if a crane is out of order”."""
        context, text = self._context, passage.plain
        end = clause_start(context.words, text)
        role = self._role(text[:end])
        names = [text[:end]] if role else [part.plain for part, _ in self._parts(passage, end)]
        unknown = [name for name in names if not self._role(name)]
        for name in names:
            self._add(step, self._role(name), passage)
        condition = text[end:].strip(" ,;.()")
        if condition and not unknown:
            step.escalated_when.append(Named(condition, passage))
        if unknown and not context.is_word(text.strip(" ."), "nobody"):
            step.notes.append(passage)
            for name in unknown:
                reason = f"who takes over “{step.name}”: no role of this document is “{name}”"
                context.account.explain(passage.line, reason)

    def _parts(self, passage: Passage, end: int) -> list[tuple[Passage, bool]]:
        if end >= len(passage.plain) or self._context.outline.names is not None:
            whole = Passage(passage.span, passage.plain[:end], passage.cell)
            return self._parties.parts(whole if end < len(passage.plain) else passage)
        return self._parties.parts(self._context.outline.part(passage, 0, end))

    def _said(self, step: StepRead, sentence: Passage) -> None:
        """Read a sentence that says so in running text; one that denies it says nothing here."""
        context, text = self._context, sentence.plain
        if context.words is None:
            return
        for found in self._words.escalates(text):
            clause = _CLAUSE.split(text[: found.start()])[-1]
            if denies(context.words, clause + text[found.start() : found.start("to")]):
                continue
            name = found["to"][: clause_start(context.words, found["to"])]
            ends = _ENDS.search(name)
            name = name[: ends.start()] if ends else name
            role = self._role(name)
            if not role:
                continue
            self._add(step, role, sentence)
            behind = found.start("to") + len(name)
            condition = condition_in(context.words, text, found.start(), behind)
            told = {each.name for each in step.escalated_when}
            if condition and condition not in told:
                step.escalated_when.append(Named(condition, sentence))

    def _add(self, step: StepRead, role: str, at: Passage) -> None:
        if role and all(role != each.name for each in step.escalated_to):
            step.escalated_to.append(Named(role, at))

    def _role(self, name: str) -> str:
        text = name.strip(" .,;:")
        article = DETERMINER.match(text)
        bare = text[article.end() :] if article else text
        return self._parties.role_named(bare) or self._parties.role_named(text)
