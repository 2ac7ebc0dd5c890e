"""Entries among the duties of a role that say to whom it reports, and nothing else."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import LabelKind, Relation, RoleRead
from rolegraph.documents.language.names import name_key
from rolegraph.documents.outline import Passage

_KINDS = (None, "responsibility", "practice", "characteristic", "description")
_ARTICLE = re.compile(
    r"(?:\b(?:the|an?|die|den|das|der|dem|la|au|aux|du|al|del|alla?|allo|dalla?|dallo|dal|de|het|ao|\u00e0|da|do)"
    r"\s+|\bl['\u2019])$",
    re.IGNORECASE,
)
_MOST_WORDS = 6
_MOST_SIGNS = 60


def read_reporting_line(
    context: Context, role: RoleRead, passage: Passage, kind: LabelKind
) -> bool:
    """Read “Reports to the CTO” as a relation; tell whether an entry is that.

    “Reports to the board on the budget” and “reports weekly to the board” say what somebody does.
    So does what a person said names no role.

    Args:
        context: the document.
        role: whose section it is.
        passage: the entry.
        kind: what its label says.
    """
    words = context.words
    if words is None or kind.name not in _KINDS:
        return False
    found = words.matches(passage.plain.strip(), "reporting_lines")
    if found is None or not _is_of(context, role, found.groupdict().get("who") or ""):
        return False
    to = found["to"].strip(" .;")
    if not _is_superior(context, to, passage.plain[: found.start("to")]):
        return False
    is_long = len(to.split()) > _MOST_WORDS or len(to) > _MOST_SIGNS
    if is_long or words.matches(to, "no_superior"):
        return False
    if context.answers.get(("role", to)) == "no":
        return False
    context.account.claim(passage)
    relation = Relation("reports-to", to, passage, is_line=True)
    if relation not in role.relations:
        role.relations.append(relation)
    return True


def _is_superior(context: Context, to: str, before: str) -> bool:
    """Tell whether words may name a superior: a role, a body, or “the” somebody.

    “GitHub issues”, to which somebody reports as well, has no article.
    """
    first = to.split(maxsplit=1)[0]
    named = context.is_sure(to) or context.known(to) is not None
    return named or _ARTICLE.search(before) is not None or context.is_word(first, "superiors")


def _is_of(context: Context, role: RoleRead, who: str) -> bool:
    """Tell whether a sentence begins with nobody, with the role, or with “the post”."""
    who = who.strip()
    if not who:
        return True
    named = context.known(re.sub(r"^\w+\s+", "", who)) or context.known(who)
    if named is not None:
        return named is role
    return name_key(who) in {name_key(each) for each in (role.name, *role.aliases)} or (
        context.is_word(who, "this_post")
    )
