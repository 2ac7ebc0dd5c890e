"""What a label or heading says of what stands below it: its kind, and whether that is asked."""

from __future__ import annotations

import re

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import LIMIT, UNKNOWN_KIND, LabelKind, Status
from rolegraph.documents.language.tables import PERSONA_KINDS, STATEMENT_KINDS
from rolegraph.documents.language.words import Label

_JOINING = re.compile(r"&|/|,|\b(?:and|or|und|oder|et|ou|y|o)\b", re.IGNORECASE)


class Labels:
    """Understands the labels of a document.

    Args:
        context: the document while it is read.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def kind_of_label(self, label: Label, text: str) -> LabelKind:
        """Return what a label says of what stands below it."""
        if self.is_limit(text):
            return self.limit(text)
        stated = [kind for kind in label.kinds if kind in STATEMENT_KINDS]
        if stated != ["exclusion"] and self.is_outside(text):
            return LabelKind("exclusion", "inferred", label=text)
        persona = [kind for kind in label.kinds if kind in PERSONA_KINDS]
        if "exclusion" in stated and len(stated) > 1 and not _JOINING.search(text):
            # "Not responsible for", "What you cannot access": the negation rules the whole label.
            stated = ["exclusion"]
        if len(stated) > 1 or (stated and persona):
            return LabelKind(stated[0], "asked", "kind", text)
        if stated == ["exclusion"] and _announces_more(label, text):
            # “Abgrenzung & Schnittstellen”: what is beside the limits forbids nothing.
            return LabelKind("exclusion", "asked", "kind", text)
        if stated and label.is_negated:
            kind = "requirement" if stated == ["requirement"] else "exclusion"
            return LabelKind(kind, "asked", "negation", text)
        return self._field_kind(label, text, (stated or persona or [""])[0])

    def kind_of_unknown(self, text: str) -> LabelKind:
        """Return what a label without a known phrase says: nothing, a limit, or that it negates."""
        if self.is_limit(text):
            return self.limit(text)
        if self.is_outside(text):
            return LabelKind("exclusion", "inferred", label=text)
        words = self._context.words
        negates = words is not None and words.matches(words.without_harmless(text), "negation")
        return LabelKind("exclusion", "asked", "negation", text) if negates else UNKNOWN_KIND

    def is_limit(self, text: str) -> bool:
        """Tell whether a label asks for consent or advice first: “Should consult before”."""
        words = self._context.words
        return words is not None and words.limits(text)

    def is_outside(self, text: str) -> bool:
        """Tell whether a label is about what lies outside of a role: “Beyond their authority”."""
        words = self._context.words
        return words is not None and bool(words.matches(text, "outside"))

    def limit(self, text: str) -> LabelKind:
        """Return the kind below such a label: a right with a condition, or the duty to ask."""
        return LabelKind("privilege", "asked", LIMIT, text)

    def _field_kind(self, label: Label, text: str, kind: str) -> LabelKind:
        """Return the kind of a label with one meaning."""
        sure: Status = "read" if len(label.rest.split()) <= 3 else "inferred"  # noqa: PLR2004
        if kind == "practice" and _announces_more(label, text):
            sure = "inferred"  # below “Infrastructure & tooling” may stand duties
        if kind:
            return LabelKind(kind, sure, label=text)
        if "relation" in label.kinds:
            return LabelKind("relation", sure, label=text, relation=self._relation(text))
        if "alias" in label.kinds:
            return LabelKind("alias", sure, label=text)
        if "skipped" in label.kinds:
            return LabelKind("skipped", label=label.reason)
        return LabelKind("description", sure, label=text)

    def _relation(self, text: str) -> str:
        words = self._context.words
        keys = words.relation_field_kinds(text) if words else ()
        return next(iter(keys), "works-with")


def _announces_more(label: Label, text: str) -> bool:
    """Tell whether a heading joins something else to what it was understood by."""
    others = [word for word in label.rest.split() if not _JOINING.fullmatch(word)]
    return bool(others) and _JOINING.search(text) is not None
