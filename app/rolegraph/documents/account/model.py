"""What was read in a document: roles with their statements, what was not read, what to ask.

A reading keeps two promises. Nothing is silently lost: every letter and digit of the file is in a
passage of the reading, or in a label it understood, or in `not_read` with its reason. And nothing
is turned into its opposite: a statement whose kind a negation makes doubtful has the status
`asked`, and a question stands for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from rolegraph.documents.account.workflows import WorkflowRead
from rolegraph.documents.language.names import letters_key, name_key
from rolegraph.documents.language.tables import PERSONA_KINDS, STATEMENT_KINDS
from rolegraph.documents.outline import LEFT_OUT, Outline, Passage
from rolegraph.documents.text.model import Span
from rolegraph.documents.text.pages import OPEN_SLIDES, SLIDES

Status = Literal["read", "inferred", "asked"]
"""Whether a label says the kind, or the words suggest it, or a person has to."""

_CODE = re.compile(r"[^\W\d_].*[\d_-]|[\d_-].*[^\W\d_]|\A[A-Z&]{2,}\Z")
"""What an id looks like that is no word of a sentence and no number: `SOC-L1`."""
PEOPLE = LEFT_OUT
"""What each reason says that leaves out names of people."""
LINKS = {
    "reports-to": ("rg:reportsTo", False),
    "supervises": ("rg:reportsTo", True),
    "deputy": ("rg:hasDeputy", False),
    "deputises-for": ("rg:hasDeputy", True),
    "works-with": ("rg:worksWith", False),
    "escalates-to": ("rg:escalatesTo", False),
}
"""The kinds of relations that are links of the graph: the property, and whether it begins at the
other role."""
PARTIES = {"works-with": "rg:worksWithParty", "escalates-to": "rg:escalatesToParty"}
"""The kinds of relations whose others may be no roles: the property that keeps their names."""
READ_ONLY = (
    *(".docx", ".xlsx", ".xlsm", ".odt", ".fodt", ".ods", ".fods", ".epub", ".pdf"),
    *sorted(SLIDES | OPEN_SLIDES),
)
"""Endings of documents that are read, and cannot be written back."""


@dataclass(frozen=True, slots=True)
class StatementPart:
    """Something nested in a statement.

    Attributes:
        passage: its text and place.
        parts: what is nested in it.
        is_asked: whether it negates, and a person has to say.
        is_explanation: whether it says why or who else, and is of no kind of its own.
        kind: what a person said that it is; empty where it is of the kind of the whole.
        tools: what it says that it is done with.
    """

    passage: Passage
    parts: tuple[StatementPart, ...] = ()
    is_asked: bool = False
    is_explanation: bool = False
    kind: str = ""
    tools: tuple[ToolRead, ...] = ()


@dataclass(slots=True)
class StatementRead:
    """What the document says about a role in one bullet, cell or sentence.

    Attributes:
        kind: such as `responsibility`; None where nothing suggests one.
        passage: its text and place.
        status: how sure the kind is.
        parts: what is nested in it.
        topic: the question that stands for it, such as `negation`; empty where none does.
        persona: the name of the persona that it is told of; empty where it is told of the role.
        tools: what a duty says that it is done with.
        access: the tool that a privilege gives access to; empty where it plainly names none.
    """

    kind: str | None
    passage: Passage
    status: Status
    parts: tuple[StatementPart, ...] = ()
    topic: str = ""
    persona: str = ""
    tools: tuple[ToolRead, ...] = ()
    access: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """How a role stands to others.

    Attributes:
        kind: such as `reports-to`.
        to: how the document names the others.
        passage: where it says so.
        roles: names of the roles of the document that are meant.
        is_line: whether an entry of a list says nothing else. Whom it names is asked about then,
            where that may be no role.
        parties: names of others, who are no roles of the document and are kept as texts.
        is_in_statement: whether a statement holds all that it says.
    """

    kind: str
    to: str
    passage: Passage
    roles: tuple[str, ...] = ()
    is_line: bool = False
    parties: tuple[str, ...] = ()
    is_in_statement: bool = False


@dataclass(frozen=True, slots=True)
class ToolRead:
    """A tool that somebody works with.

    Attributes:
        name: its name.
        passage: where it is named.
        purpose: what the document says it is for; empty where it says nothing.
        short: its short name.
        persona: the name of the persona who uses it; empty where the role does.
        facts: what a table says of it: `license`, `version`, `address` or `about`, and the words.
    """

    name: str
    passage: Passage
    purpose: str = ""
    short: str = ""
    persona: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ToldOfPersona:
    """What a document says of a persona.

    Attributes:
        what: `goal`, `pain-point`, `context`, `skill`, `scenario`, `quote` or `summary`.
        passage: where it says so.
        text: the words, as a reader sees them.
    """

    what: str
    passage: Passage
    text: str


@dataclass(slots=True)
class PersonaRead:
    """A made-up person who stands for a role.

    Attributes:
        name: her name.
        passage: where she is named.
        role: the name of the role; empty until a person says which it is.
        told: what is said of her, in document order.
        tools: what she works with.
    """

    name: str
    passage: Passage
    role: str = ""
    told: list[ToldOfPersona] = field(default_factory=list)
    tools: list[ToolRead] = field(default_factory=list)


@dataclass(slots=True)
class RoleRead:
    """A role.

    Attributes:
        name: its name as a reader sees it.
        passage: where it is named.
        status: whether it is plainly a role, or seems to be, or a person has to say.
        aliases: other names.
        notations: what the document refers to it by: `SOC-L1`.
        description: sentences about it that are no statements.
        relations: how it stands to other roles.
        statements: in document order.
        tools: what it works with.
        also: further places that name it.
        waits_for: the question without whose answer it is no role: `role`, `short-name`,
            `two-names` or `struck`; else empty. What it says is not in the graph until then.
    """

    name: str
    passage: Passage
    status: Status = "read"
    aliases: list[str] = field(default_factory=list)
    description: list[Passage] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    statements: list[StatementRead] = field(default_factory=list)
    tools: list[ToolRead] = field(default_factory=list)
    also: list[Passage] = field(default_factory=list)
    waits_for: str = ""
    notations: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A cell of a responsibility matrix: how a role takes part in an activity.

    Attributes:
        role, activity: their names.
        letters: of R, A, C, I, and S (supports) and P (approves).
        passage: the cell.
        named: where the activity is named.
    """

    role: str
    activity: str
    letters: tuple[str, ...]
    passage: Passage
    named: Passage


@dataclass(frozen=True, slots=True)
class NotRead:
    """Lines that are in no statement, and why.

    Of a long line that is read in parts: `column` is where the part begins, `text` how.
    """

    line: int
    end_line: int
    reason: str
    column: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something that a person has to say.

    Attributes:
        topic: what sort of question, such as `negation`.
        line: the first line that it is about.
        question: the question.
        choices: the answers to choose from.
        texts: the texts that it is about, by which its answer is found again.
    """

    topic: str
    line: int
    question: str
    choices: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """A document as it was read.

    Attributes:
        outline: what it was read from.
        tools: what tables say of tools, whoever uses them.
        personas: the made-up people who stand for roles, with sections of their own.
        people: where names of people stand that were left out.
        users_elsewhere: who uses tools and is no role here, but perhaps one of another document.
    """

    file: str
    language: str
    language_source: str
    outline: Outline
    roles: tuple[RoleRead, ...]
    assignments: tuple[Assignment, ...]
    not_read: tuple[NotRead, ...]
    questions: tuple[OpenQuestion, ...]
    people: tuple[Span, ...] = ()
    tools: tuple[ToolRead, ...] = ()
    workflows: tuple[WorkflowRead, ...] = ()
    personas: tuple[PersonaRead, ...] = ()
    users_elsewhere: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read."""
        return not (self.roles or self.assignments or self.workflows or self.tools)


STRUCK = "struck"
"""The question whether what is struck through still holds."""
LIMIT = "limit"
"""The question what stands below a label that asks for consent or advice first."""
BOUND = "bound"
"""The question what stands below a label about how far an authority goes."""
ASKED = ("negation", "kind", "label", LIMIT, BOUND, "language", STRUCK)
"""Questions that are answered by a kind of statement."""
LEAVE_OUT = "leave out"
WORKFLOW = "workflow"
"""The question whether what stands below a heading are the steps of a workflow."""
IS_TOOL = "tool"
"""The question whether something is a tool, which nobody is asked and the curation may answer."""
FORMER_NAME = "former-name"
"""The topic of what the curation knows: the text is a former name of a role, and its name."""
ANSWERS = (*STATEMENT_KINDS, *PERSONA_KINDS, LEAVE_OUT)
"""What a person may answer to such a question."""


@dataclass(frozen=True, slots=True)
class LabelKind:
    """What a label says of what stands below it.

    Attributes:
        name: a kind of statement, `description`, `relation`, a persona's field; None for unknown.
        status: how sure it is.
        topic: the question to ask of each statement below, such as `kind` below a mixed heading.
        label: the label's words.
        relation: for `relation`, which.
    """

    name: str | None = None
    status: Status = "inferred"
    topic: str = ""
    label: str = ""
    relation: str = ""

    @property
    def is_statement(self) -> bool:
        """Whether what stands below are statements of a known kind."""
        return self.name in STATEMENT_KINDS or self.name in PERSONA_KINDS


UNKNOWN_KIND = LabelKind()


class NamedRoles:
    """The roles of a document by name: folded, in the singular, without blanks and hyphens."""

    def __init__(self) -> None:
        self._by_key: dict[str, RoleRead] = {}
        self._by_letters: dict[str, RoleRead] = {}
        self._by_notation: dict[str, list[RoleRead]] = {}

    def get(self, name: str) -> RoleRead | None:
        """Return the role of a name, or else of one that has the same letters: “Deck Hand”."""
        found = self._by_key.get(name_key(name)) or self._by_letters.get(letters_key(name))
        return found or (self.noted(name) if _CODE.search(name) else None)

    def noted(self, notation: str) -> RoleRead | None:
        """Return the role that a document refers to by an id; None where several roles have it."""
        found = self.all_noted(notation)
        return found[0] if len(found) == 1 else None

    def all_noted(self, notation: str) -> list[RoleRead]:
        """Return the roles that have an id."""
        return self._by_notation.get(notation.strip().casefold(), [])

    def note(self, notation: str, role: RoleRead) -> None:
        """Note that a document refers to a role by an id."""
        role.notations += [notation] if notation not in role.notations else []
        found = self._by_notation.setdefault(notation.strip().casefold(), [])
        found += [] if any(each is role for each in found) else [role]

    def merge(self, role: RoleRead, whole: RoleRead) -> None:
        """Note that a role is one with another."""
        for found in self._by_notation.values():
            if any(each is role for each in found):
                others = [each for each in found if each is not role and each is not whole]
                found[:] = [*others, whole]

    def put(self, name: str, role: RoleRead) -> None:
        """Note that a name is that of a role, whatever it was before."""
        self._by_key[name_key(name)] = role
        if letters := letters_key(name):
            self._by_letters[letters] = role

    def add(self, name: str, role: RoleRead) -> None:
        """Note that a name is that of a role, where it is no other one's."""
        self._by_key.setdefault(name_key(name), role)
        if letters := letters_key(name):
            self._by_letters.setdefault(letters, role)

    def is_spelled_otherwise(self, name: str) -> bool:
        """Tell whether a role is known by the letters of a name, and not by the name."""
        return name_key(name) not in self._by_key and letters_key(name) in self._by_letters
