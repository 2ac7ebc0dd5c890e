"""What a text of a role is: why it is none, its kind, and what is asked about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zlib import crc32

from rolegraph.documents.account.context import Context
from rolegraph.documents.account.duties import SMALL, said_of, says_deed
from rolegraph.documents.account.leads import affirms
from rolegraph.documents.account.model import (
    ANSWERS,
    ASKED,
    BOUND,
    LIMIT,
    PEOPLE,
    LabelKind,
    RoleRead,
    Status,
)
from rolegraph.documents.content.parts import Parts
from rolegraph.documents.language.blanks import BLANK, COUNT, is_blank, is_count
from rolegraph.documents.language.meaning import denies, is_denial, is_doubtful, meaning_of
from rolegraph.documents.language.names import names_people
from rolegraph.documents.language.tables import PERSONA_KINDS
from rolegraph.documents.language.words import Words, fold
from rolegraph.documents.outline import Passage

_LINK_ONLY = re.compile(r"\s*!?\[[^\]]+\](?:\([^)]*\)|\[[^\]]*\])\s*[.,;]?\s*|\s*<?https?://\S+\s*")
_CLAUSE = re.compile(r"[;\uff1b]\s*(?=\S)")
_WORDS_OF_LABEL = 8


class Judging(Parts):
    """Judges the texts of roles, with the care that negations need."""

    def _reason_against(self, passage: Passage, kind: LabelKind) -> str:
        text, plain = passage.span.text, passage.plain
        if is_blank(plain, text):
            return BLANK
        if names_people(text, plain, self._context.words):
            return f"looks like a person; {PEOPLE}"
        if self._context.is_word(plain.strip(" ."), "nobody"):
            return "says that there is none"
        if is_count(plain):
            return COUNT
        if kind.name is None and _LINK_ONLY.fullmatch(text):
            return "only a link to another document"
        return ""

    def _judge(
        self, role: RoleRead, passage: Passage, kind: LabelKind, group: int, *, is_prose: bool
    ) -> tuple[str | None, str, Status]:
        """Return kind, open question and state; ask where the meaning could be turned."""
        kind = self._limited(passage, kind)
        name = None if kind.name == "description" else kind.name
        status = "inferred" if kind.name == "description" else kind.status
        holds = self._context.answers.get(("struck", passage.plain)) == "yes"
        topic = "struck" if passage.is_struck and not holds else ""
        words = self._context.words
        if words is None:
            if is_doubtful(None, passage.plain, self._context.language):
                # What a list forbids has a question of its own, apart from what it allows.
                return None, "negation", self._ask("negation", group, passage, kind.label)
            group = group if kind.topic == "language" else 0
            return None, "language", self._ask("language", group, passage, kind.label)
        if not topic:
            name = name or self._own_right(role, passage)
            name, topic = meaning_of(words, passage.plain, name, kind.topic)
            if (
                is_prose
                and not topic
                and name not in PERSONA_KINDS
                and denies(words, passage.plain)
            ):
                topic = "negation"  # “She lifts loads, never people”
            if kind.name == "exclusion" and not topic and self._affirms(role, passage):
                # Below “does not do”: “The clerk keeps the files.” It has a question of its own.
                topic, group = "negation", crc32(f"affirms {group}".encode())
        if topic:
            status = self._ask(topic, group, passage, kind.label if topic in {LIMIT, BOUND} else "")
        elif kind.topic and status == "asked":
            status = "inferred"  # its own words say what it is
        return name or "responsibility", topic, status

    def _own_right(self, role: RoleRead, passage: Passage) -> str | None:
        """Return `privilege` where a sentence says of the role that it may do something."""
        words = self._context.words
        said = [said_of(passage, each) for each in (role.name, *role.aliases)]
        is_right = words and any(
            words.kind_of(each.strip(), "acts") == "privilege" for each in said
        )
        return "privilege" if is_right else None

    def _affirms(self, role: RoleRead, passage: Passage) -> bool:
        """Tell whether a sentence of a text says what somebody does."""
        return any(affirms(self._context, role, each) for each in self._context.sentences(passage))

    def _limited(self, passage: Passage, kind: LabelKind) -> LabelKind:
        """Return the kind of a text, which may begin with a limit: “Needs approval: travel”."""
        head, sign, _ = passage.plain.replace("\uff1a", ":").partition(":")
        is_plain = not kind.topic and (kind.is_statement or kind.name is None)
        short = len(head.split()) <= _WORDS_OF_LABEL
        return self.limit(head) if sign and is_plain and short and self.is_limit(head) else kind

    def _answer(self, role: RoleRead, passage: Passage) -> str | None:
        """Return the kind that a person gave a statement of a role before."""
        answers, text = self._context.answers, passage.plain
        found = [answers.get(("kind-of", f"{role.name}\n{text}"))]
        found += [answers.get((topic, text)) for topic in ASKED]
        return next((each for each in found if each in ANSWERS), None)

    def _apart(self, role: RoleRead, passage: Passage, kind: LabelKind) -> list[Passage]:
        """Return the sentences of a text of which a later one denies what the first affirms.

        “Checks bags. Does not check personal papers.” is no duty as a whole.
        """
        words = self._context.words
        if words is None or kind.name == "exclusion" or kind.name in PERSONA_KINDS:
            return [passage]
        if self._answer(role, passage):
            return [passage]
        sentences = list(self._context.sentences(passage))
        denied = [each for each in sentences[1:] if is_denial(words, each.plain)]
        return sentences if denied else _denied_apart(self._context, words, passage)


def group_of(role: RoleRead, kind: LabelKind, group: int) -> int:
    """Return what is asked about at once: a list, all below a mixed heading, or below one label."""
    if kind.topic == "language":
        return crc32(kind.label.encode())
    return crc32(f"{role.name}\n{kind.label}".encode()) if kind.topic == "kind" else group


def _denied_apart(context: Context, words: Words, passage: Passage) -> list[Passage]:
    """Return a text cut at its semicolons, where what stands behind the last ones is denied.

    “Passes each concern on; must not look into it.” Behind “Must not smoke; drink; sleep” all is
    denied, and nothing is cut.
    """
    text = passage.span.text
    cuts = [0, *(found.end() for found in _CLAUSE.finditer(text))]
    ends = [*cuts[1:], len(text)]
    clauses = [context.outline.part(passage, *each) for each in zip(cuts, ends, strict=True)]
    denied = [is_denial(words, each.plain) for each in clauses]
    is_apart = not denied[0] and any(denied) and denied == sorted(denied)
    return clauses if is_apart else [passage]


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
