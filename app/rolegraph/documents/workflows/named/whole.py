"""What is said of a workflow as a whole, and names things: its inputs, its outputs, its tools."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.workflows import Named, Told, WorkflowRead
from rolegraph.documents.content.tools import tools_in
from rolegraph.documents.language.likeness import has_verb
from rolegraph.documents.language.meaning import denies
from rolegraph.documents.language.names import name_key, tool_key
from rolegraph.documents.outline import Passage
from rolegraph.documents.workflows.named.named_tools import THINGS
from rolegraph.documents.workflows.named.parties import cut
from rolegraph.documents.workflows.named.vocabulary import OF_WHOLE

_MOST_WORDS = 8
_STOP = re.compile(r"[.!?\u3002]\s+\S")


def settle_whole(context: Context, workflow: WorkflowRead) -> None:
    """Take the things that labels name for inputs, outputs and tools of a workflow as a whole.

    An output that is a sentence is the outcome. What denies, and a text that is too long for
    names, is told as not read.
    """
    for each in workflow.told:
        if each.what not in OF_WHOLE:
            continue
        passage = each.passage
        if context.is_word(passage.plain.strip(" ."), "nobody"):
            context.account.claim(passage)
            context.account.explain(passage.line, f"says that there is none: “{each.what}”")
        elif context.words is not None and denies(context.words, passage.plain):
            reason = f"denies something, and is no {each.what} of “{workflow.name}”"
            context.account.refuse(reason, passage)
        elif each.what == "tool":
            context.account.claim(passage)
            _tools(context, workflow, passage)
        elif not _are_things(context, passage):
            _text(context, workflow, each)
        else:
            context.account.claim(passage)
            things = workflow.inputs if each.what == "input" else workflow.outputs
            for part in cut(context, passage, THINGS):
                name = part.plain.strip(" .")
                if all(name_key(name) != name_key(other.name) for other in things):
                    things.append(Named(name, part))


def _are_things(context: Context, passage: Passage) -> bool:
    """Tell whether a text names things, and says no sentence."""
    words = context.words
    if _STOP.search(passage.plain.strip()):
        return False
    parts = [part.plain for part in cut(context, passage, THINGS)]
    return all(
        len(part.split()) <= _MOST_WORDS and (words is None or not has_verb(part, words))
        for part in parts
    )


def _text(context: Context, workflow: WorkflowRead, told: Told) -> None:
    if told.what == "output":
        context.account.claim(told.passage)
        workflow.outcome.append(told.passage)
    else:
        reason = f"says more than the names of inputs of “{workflow.name}”"
        context.account.refuse(reason, told.passage)


def _tools(context: Context, workflow: WorkflowRead, passage: Passage) -> None:
    read = tools_in(context, passage)
    named = [Named(each.name, each.passage) for each in read or ()]
    named = named or [Named(part.plain.strip(" ."), part) for part in cut(context, passage, THINGS)]
    for each in named:
        if all(tool_key(each.name) != tool_key(other.name) for other in workflow.tools):
            workflow.tools.append(each)
