"""Sentences before a list: whose duties it holds, and what else they say. They define no role."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.duties import lead_of_duties
from rolegraph.documents.account.leads import DETERMINER, MOST_WORDS
from rolegraph.documents.account.model import LabelKind, RoleRead
from rolegraph.documents.language.likeness import NO
from rolegraph.documents.language.names import RoleName, name_key
from rolegraph.documents.language.tables import PERSONA_NAME
from rolegraph.documents.language.words import fold
from rolegraph.documents.outline import Passage

_SHORT = 9
_COLONS = (":", "\uff1a")
_ENDS = (*_COLONS, "?", "\uff1f")
"""What a lead ends with; “What does the leader not do?” asks what the list answers."""
_ANY = ("each", "every", "jede")
_MARKS = re.compile(r"[][{}<>]")
_BARE = 3
"""So many words at most has what a line above a list says of somebody: “is responsible for”."""
_BEING = frozenset(
    {"be", "become", "sein", "werden", "être", "devenir", "ser", "essere", "zijn", "worden", "być"}
)
LEADS = "leads to the list below it, and does not define the role"


def tell_lead(context: Context, role: RoleRead, lead: Passage) -> None:
    """Note what is read of a sentence before a list, such as “They are responsible for:”.

    A short one that says what its list is was understood by that. Of others it is told that they
    are not in the graph, for they may say more: “One or more of the following:” is a condition.

    Args:
        context: the document while it is read.
        role: the role in whose section it stands; relations and other names in it are read.
        lead: the sentence.
    """
    words, text = context.words, lead.plain
    context.note(role, lead)
    is_known = words is not None and words.kind_of(text, "leads") is not None
    is_known = is_known and not (words and words.matches(text, "conditions"))
    goes_on = words is not None and words.matches(text, "open_ends")
    if names_only(context, role, lead):
        context.account.claim(lead)
    elif not text.endswith(_ENDS) and not lead.is_bold and not goes_on:
        context.describe(role, lead)
    elif is_known and len(text.split()) <= _SHORT:
        context.account.claim(lead)
    else:
        context.account.refuse(LEADS, lead)


def says_no_more(context: Context, lead: Passage) -> bool:
    """Tell whether a sentence before a list says whose duties it holds, and nothing else."""
    words, text = context.words, lead.plain
    is_condition = words is not None and words.matches(text, "conditions")
    return not is_condition and len(text.split()) <= _SHORT


def names_only(context: Context, role: RoleRead, lead: Passage) -> bool:
    """Tell whether a text before a list is the name of the role and no more: “The pilot”."""
    begin = DETERMINER.match(lead.plain)
    name = lead.plain[begin.end() if begin else 0 :]
    is_word = context.words is not None and lead.plain[-1:].isalpha()
    return is_word and name_key(name) in {name_key(each) for each in (role.name, *role.aliases)}


def is_whole(text: Passage, kind: LabelKind) -> bool:
    """Tell whether the text behind a label is all that the label speaks of."""
    is_apart = kind.name in {"description", "skipped", "relation", "alias", PERSONA_NAME}
    return is_apart and not text.plain.endswith(_COLONS)


def bare_lead(context: Context, sentence: Passage) -> tuple[RoleName, str] | None:
    """Return whose duties a list holds, by a line above it that is nothing but that, and the kind.

    “Independent Validation will” names somebody who may be a role, and “It is the responsibility
    of Internal Audit to:” does; whoever is no role yet is asked about.
    """
    words = context.words
    if words is None or words.is_joined or context.outline.names is not None:
        return None
    text = sentence.plain.rstrip(" :\u2013\u2014-")
    if found := words.matches(text, "duties_of"):
        place = sentence.span.text.find(found["who"])
        if place >= 0:
            end = place + len(found["who"])
            name = context.name(context.outline.part(sentence, place, end))
            return (name, "responsibility") if name.likeness != NO else None
    begin = DETERMINER.match(sentence.span.text) if words.has_articles else None
    start = begin.end() if begin else 0
    is_any = begin is not None and fold(begin[0]).startswith(_ANY)  # “Each exception must”
    if is_any or not sentence.span.text[start : start + 1].isupper():
        return None
    for part in list(re.finditer(r"[^\s,;:()]+", text[start:]))[:MOST_WORDS]:
        name_text, rest = text[start : start + part.end()], text[start + part.end() :].strip()
        if not rest[:1].islower() or len(rest.split()) > _BARE:
            continue
        kind = words.kind_of(f"{rest} do", "acts") or words.kind_of(rest, "acts")
        name = context.name(context.outline.part(sentence, start, start + part.end()))
        is_open = fold(name_text).split()[0] in words.set_of("pronouns")
        is_name = name.likeness != NO and not is_open and name.passage.plain == name_text
        is_name = is_name and not _MARKS.search(name.passage.span.text)
        if kind:
            return (name, kind) if is_name else None
    return None


def own_lead(context: Context, role: RoleRead, entry: Passage) -> str:
    """Return what stands below an entry that says no more than that the role has it; else nothing.

    That is “2.1 The Chairman shall:”, with “(a) sign the minutes” nested in it.

    Args:
        context: the document while it is read.
        role: the role in whose section the entry stands.
        entry: the text of the entry.
    """
    if not entry.plain.endswith(_COLONS) or not says_no_more(context, entry):
        return ""
    last = fold(entry.plain).split()[-1:]
    if not last or last[0] in _BEING:
        return ""  # “Assistants may not be:” is over those who may not be assistants
    found = lead_of_duties(context, entry)
    own = {name_key(each) for each in (role.name, *role.aliases)}
    return found[1] if found is not None and name_key(found[0].name) in own else ""
