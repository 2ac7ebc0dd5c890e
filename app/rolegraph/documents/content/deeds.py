"""Sentences that describe a role by what it does: which of them are duties as well."""

from __future__ import annotations

from collections.abc import Iterator

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.duties import SMALL, says_deed
from rolegraph.documents.account.model import RoleRead
from rolegraph.documents.language.words import fold
from rolegraph.documents.outline import Passage


class Deeds:
    """Notes what sentences in the sections of roles say, until all of the document are read.

    Args:
        context: the document while it is read.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._first: list[tuple[RoleRead, Passage, int]] = []
        self._alike: list[tuple[RoleRead, Passage, int]] = []
        self._told: set[int] = set()
        """Where sentences stand that are statements by themselves."""
        self._paragraphs: set[tuple[int, int]] = set()

    def told(self, role: RoleRead, passage: Passage, group: int) -> None:
        """Note a sentence that is a statement; `group` is where its paragraph begins."""
        self._told.add(passage.span.start)
        self._paragraphs.add((id(role), group))

    def note(self, role: RoleRead, passage: Passage, group: int) -> None:
        """Note a sentence that describes a role, and may say what it does."""
        if says_deed(self._context, role, passage):
            self._first.append((role, passage, group))
        elif self._is_alike(passage.plain):
            self._alike.append((role, passage, group))

    def duties(self) -> Iterator[tuple[RoleRead, Passage, int]]:
        """Yield the sentences that are duties, in order, each with its role and paragraph.

        That are those by which a role is defined, where no list or label tells its duties, and
        those of the same form beside them: “Opens the gates. Orders parts.” The first stays its
        definition, too.
        """
        found = [
            each
            for each in self._first
            if each[1] in each[0].description and self._is_open(each[0], each[2])
        ]
        paragraphs = self._paragraphs | {(id(role), group) for role, _, group in found}
        found += [
            each
            for each in self._alike
            if (id(each[0]), each[2]) in paragraphs and each[1] in each[0].description
        ]
        yield from sorted(found, key=lambda each: each[1].span.start)

    def _is_open(self, role: RoleRead, group: int) -> bool:
        """Tell whether a role has no duty, or sentences alone tell them, some in a paragraph."""
        duties = [each for each in role.statements if each.kind == "responsibility"]
        is_told = all(each.passage.span.start in self._told for each in duties)
        return is_told and (not duties or (id(role), group) in self._paragraphs)

    def _is_alike(self, text: str) -> bool:
        """Tell whether a sentence begins with a word of the form that verbs of deeds have."""
        words = self._context.words
        if words is None or words.matches(text, "third_person") is None:
            return False
        # “Members report bugs” has its verb behind a noun of that form.
        # “Handovers are encouraged” has another verb, which may stand anywhere.
        rest = text.split(maxsplit=1)[1]
        verbs = (words.set_of("finite_verbs") | words.set_of("modals")) - SMALL
        if not verbs.isdisjoint(fold(rest).split()):
            return False
        return words.matches(rest, "presents") is None or rest.split()[0].endswith("s")
