"""Chapters below the title of a workflow that are no part of it: those on roles."""

from __future__ import annotations

from rolegraph.documents.account.context import Context
from rolegraph.documents.language.words import Words, fold
from rolegraph.documents.outline import Block, Bullets, Table
from rolegraph.documents.outline.sections import Section


def lift_roles(context: Context, section: Section) -> None:
    """Put the chapters on roles below a title beside it, where others tell the steps.

    Below “Runbook: checkout is down” that is “Roles in an incident”. What its roles do, and what
    they do not, would else be steps.
    """
    above, words = section.parent, context.words
    if above is None or words is None or context.outline.names is not None:
        return  # fields of a record
    lifted = [each for each in section.sections if _is_over_roles(each, words)]
    rest = (each for each in section.sections if each not in lifted)
    if not any(_are_steps(block) for each in rest for block in each.blocks):
        return
    for each in lifted:
        section.sections.remove(each)
        each.parent = above
    above.sections += lifted


def _is_over_roles(section: Section, words: Words) -> bool:
    if section.heading is None or any(map(_are_steps, section.blocks)):
        return False
    title = section.title.rstrip(":\uff1a ")
    has_noun = not words.set_of("role_nouns").isdisjoint(fold(title).split())
    return has_noun or words.exact(title, "roles_headings")


def _are_steps(block: Block) -> bool:
    return isinstance(block, Table) or (isinstance(block, Bullets) and block.ordered)
