"""Which role a section speaks of that has no name of its own in its heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.leads import lead_of
from rolegraph.documents.language.likeness import SURE
from rolegraph.documents.language.names import RoleName, name_key
from rolegraph.documents.outline import Bullets, Passage, Table
from rolegraph.documents.outline.sections import Section
from rolegraph.documents.tables.tables import Tables


def titled_role(context: Context, section: Section) -> RoleName | None:
    """Return the role that the rules are of in which a section stands; None where none is named.

    That is the “Steering Committee” of “Duties” below “Steering Committee Charter”: what the
    heading above names, or else the title of the document.
    """
    for heading in _above(section):
        name = _of_charter(context, heading) or context.name(heading)
        if name.likeness == SURE and not _is_of_several(context, name):
            return name
    return None


def _above(section: Section) -> Iterator[Passage]:
    """Yield the heading above a section, and the first one of the document."""
    parent, root = section.parent, section
    while root.parent is not None:
        root = root.parent
    first = next((each for each in root.sections if each.heading is not None), None)
    for each in (parent, first):
        if each is not None and each.heading is not None and each is not section:
            yield each.heading


def _of_charter(context: Context, heading: Passage) -> RoleName | None:
    """Return the body in the title of its rules: “Charter of the Steering Committee”."""
    found = context.words.matches(heading.span.text, "charters") if context.words else None
    if found is None:
        return None
    name = context.name(context.outline.part(heading, *found.span("who")))
    last = name.name.split()[-1:]
    # “Code of Conduct Team” is a team, though a code stands before its “of”.
    is_body = bool(last) and not context.is_head_first and context.is_sure(last[0])
    return replace(name, likeness=SURE) if is_body else name


def _is_of_several(context: Context, name: RoleName) -> bool:
    words = context.words
    return words is None or words.exact(name.name, "roles_headings")


def names_roles(context: Context, tables: Tables, section: Section) -> bool:
    """Tell whether the lists and tables of a section, or those below it, name roles."""
    for each in section.walk():
        for block in each.blocks:
            if isinstance(block, Table) and tables.is_of_roles(block):
                return True
            if isinstance(block, Bullets) and any(
                item.passage and _begins_with_role(context, item.passage) for item in block.items
            ):
                return True
    return False


def _begins_with_role(context: Context, text: Passage) -> bool:
    lead = lead_of(context, text)
    return lead is not None and lead.name.likeness == SURE


def named_in_label(
    context: Context, heading: Passage, names: Iterable[RoleName]
) -> RoleName | None:
    """Return which of several roles a label names: “What the scribe does not do”.

    A role is named by its name, by another name in brackets, or by the one word of it that counts,
    where no other role has that word.
    """
    words = context.words
    found = words.matches(heading.span.text, "subject_labels") if words else None
    if found is None:
        return None
    who = name_key(found["who"])
    by_key = {name_key(each.name): each for each in names}
    place = 0 if context.is_head_first else -1
    fits = [
        each
        for key, each in by_key.items()
        if who == key or who in {name_key(alias) for alias in each.aliases}
    ] or [each for key, each in by_key.items() if key.split(" ")[place] == who]
    if len(fits) != 1:
        return None
    return replace(fits[0], passage=context.outline.part(heading, *found.span("who")), aliases=())
