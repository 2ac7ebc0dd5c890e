"""What else a sentence before a list says than what the list is; it never defines the role."""

from __future__ import annotations

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import LabelKind, RoleRead
from rolegraph.documents.language.tables import PERSONA_NAME
from rolegraph.documents.outline import Passage

_SHORT = 9
_COLONS = (":", "\uff1a")
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
    if not text.endswith(_COLONS) and not lead.is_bold and not goes_on:
        context.describe(role, lead)
    elif is_known and len(text.split()) <= _SHORT:
        context.account.claim(lead)
    else:
        context.account.refuse(LEADS, lead)


def is_whole(text: Passage, kind: LabelKind) -> bool:
    """Tell whether the text behind a label is all that the label speaks of."""
    is_apart = kind.name in {"description", "skipped", "relation", "alias", PERSONA_NAME}
    return is_apart and not text.plain.endswith(_COLONS)
