"""The curation file of a reading: written complete by the import, corrected by a person.

```yaml
reading: 1                         the form of this file
document: {id: roles, title: Roles of the yard}
scheme: {is_open: true}            the roles as a whole: may there be others?
questions:                         what a person has to say; one who answered is not asked again
  - line: 8
    question: “Never lift people” (line 8) may say what the role must not do. Is it an exclusion?
    choices: [exclusion, responsibility, …]
    topic: negation
    texts: [Never lift people]
    answer: exclusion
roles:
  Crane Driver:
    definition: …                  a sentence of one's own, in place of the document's
    statements:
      - text: Lift loads
        kind: responsibility       change it where it is wrong
        status: guessed            read, guessed, asked; write confirmed where you have judged it
        activities: [lifting]
activities:
  Lifting of a load: {formerly: Lift of a load}   a new name in a matrix; the IRI stays
personas:
  Maya Sharma: {formerly: Priya Sharma}           the same for a persona
tools:
  Excel tables: {is_tool: false}                 what is named below “Tools” and is a practice
workflows:                                       under new names; steps in other words
  Ship a release: {formerly: Release, steps: {Run all tests: {formerly: Run tests}}}
not_read:                          for information; the document is the place to change
  - {lines: 3 to 5, reason: …}
```
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from rolegraph.documents.account.model import FORMER_NAME, IS_TOOL
from rolegraph.documents.curation.model import Slug, Text
from rolegraph.documents.curation.yaml_keys import repeated_faults
from rolegraph.documents.curation.yaml_places import fault_at, message_of, places_of
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.errors import SyntaxFault

FORM = 1
CONTINUES = "continues"
"""The question which role, that is no longer in the document, a new one goes on from."""
NEW = "a new role"
FOLDED = "folded"
"""Letters such as `ß` are plain in new IRIs of the document."""
_MARK = re.compile(r"^reading:", re.MULTILINE)
_NULL = "tag:yaml.org,2002:null"
Status = Literal["read", "guessed", "asked", "confirmed"]
Kind = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _AsWritten(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Takes scalars as they are written, `yes`, `NO`, `1.10` and `2026-01-01` among them.

    YAML 1.1 makes a truth value, a number or a date of these, and people write them as words.
    """

    yaml_implicit_resolvers: ClassVar[Mapping[str, list[tuple[str, re.Pattern[str]]]]] = {
        first: [(tag, form) for tag, form in known if tag == _NULL]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AnsweredDocument(_Entry):
    """The document: its id, its title, its language where the one found is wrong.

    `letters` is `folded` where the import wrote letters such as `ß` plainly in IRIs.
    `short_names` says what the names of roles in its matrices stand for: `PM` → `Project Manager`.
    """

    id: Slug | None = None
    title: Text | None = None
    language: Text | None = None
    sheet: Text | None = None
    fields: Mapping[str, str] = Field(default_factory=dict)
    short_names: Mapping[Text, Text] = Field(default_factory=dict)
    letters: Literal["folded"] | None = None


class AnsweredScheme(_Entry):
    """The roles as a whole: what a role is here, and whether there may be others."""

    definition: Text | None = None
    is_open: bool | None = None


class AnsweredQuestion(_Entry):
    """A question with its answer, empty while nobody has given one."""

    line: int | None = None
    question: str
    choices: tuple[str, ...] = ()
    topic: str
    texts: tuple[str, ...]
    answer: str | None = None


class AnsweredStatement(_Entry):
    """What a person says of a statement: its kind, and what it is about."""

    text: Text
    kind: Kind | None = None
    status: Status = "confirmed"
    activities: tuple[Slug, ...] = ()
    editorial_note: Text | None = None
    formerly: Text | None = None

    @property
    def is_own(self) -> bool:
        """Whether a person wrote something of it, and the import not all of it."""
        return bool(self.status == "confirmed" or self.activities or self.editorial_note)


class AnsweredRole(_Entry):
    """What a person says of a role."""

    definition: Text | None = None
    formerly: Text | None = None
    alt_labels: tuple[Text, ...] = ()
    hidden_labels: tuple[Text, ...] = ()
    editorial_note: Text | None = None
    statements: tuple[AnsweredStatement, ...] = ()


class AnsweredThing(_Entry):
    """What a person says of an activity or a persona: the name that it had before."""

    formerly: Text | None = None


class AnsweredTool(AnsweredThing):
    """What a person says of a tool: its name before, and whether it is one.

    What is none stays a practice of the role.
    """

    is_tool: bool | None = None


class AnsweredWorkflow(AnsweredThing):
    """What a workflow was called before, and the same for its steps, by their texts."""

    steps: Mapping[Text, AnsweredThing] = Field(default_factory=dict)


class Answers(_Entry):
    """A whole curation file of a reading."""

    reading: Annotated[Literal[1], BeforeValidator(lambda form: 1 if form == "1" else form)]
    document: AnsweredDocument = AnsweredDocument()
    scheme: AnsweredScheme | None = None
    questions: tuple[AnsweredQuestion, ...] = ()
    roles: Mapping[str, AnsweredRole] = Field(default_factory=dict)
    activities: Mapping[Text, AnsweredThing] = Field(default_factory=dict)
    personas: Mapping[Text, AnsweredThing] = Field(default_factory=dict)
    tools: Mapping[Text, AnsweredTool] = Field(default_factory=dict)
    workflows: Mapping[Text, AnsweredWorkflow] = Field(default_factory=dict)
    artifacts: Mapping[Text, AnsweredThing] = Field(default_factory=dict)
    not_read: tuple[Mapping[str, object], ...] = ()
    waiting: tuple[Mapping[str, object], ...] = ()

    def by_topic(self) -> dict[tuple[str, str], str]:
        """Return the answers as the reading takes them: topic and text → answer."""
        found = {
            (each.topic, text): each.answer
            for each in self.questions
            if each.answer
            for text in each.texts
        }
        for short, full in self.document.short_names.items():
            found["short-name-of", short] = full
        for name, tool in self.tools.items():
            if tool.is_tool is False:
                found[IS_TOOL, name] = "no"
        for each in self.questions:
            if each.topic == CONTINUES and each.answer and each.answer != NEW:
                found |= {(FORMER_NAME, f"{each.answer}\n{text}"): "one" for text in each.texts}
        for name, role in self.roles.items():
            if role.formerly:
                found[FORMER_NAME, f"{role.formerly}\n{name}"] = "one"
            for statement in role.statements:
                if statement.status == "confirmed" and statement.kind:
                    found["kind-of", f"{name}\n{statement.text}"] = statement.kind
        return found

    def names_of_workflows(
        self,
    ) -> tuple[dict[str, str], dict[tuple[str, str], str], dict[str, str]]:
        """Return the former names of workflows, of steps by workflow and text, and of artifacts."""
        steps = {
            (name, text): step.formerly
            for name, each in self.workflows.items()
            for text, step in each.steps.items()
            if step.formerly
        }
        return formerly(self.workflows), steps, formerly(self.artifacts)

    def statement(self, role: str, text: str) -> AnsweredStatement | None:
        """Return what was said of a statement of a role."""
        curated = self.roles.get(role)
        statements = curated.statements if curated else ()
        return next((each for each in statements if each.text == text), None)


def formerly(things: Mapping[str, AnsweredThing]) -> dict[str, str]:
    """Return what things were called before, as a person or an earlier sync says."""
    return {name: each.formerly for name, each in things.items() if each.formerly}


def is_answers(text: str) -> bool:
    """Tell whether a curation file is one of a reading, and not of the strict form."""
    if _MARK.search(text):
        return True
    try:
        loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe either way
    except yaml.YAMLError:
        return False
    return isinstance(loaded, dict) and "reading" in loaded


def read_answers(path: Path, shown_as: str) -> Answers:
    """Read a curation file of a reading.

    Raises:
        OSError: it cannot be read.
        MalformedDocument: it is no YAML, has entries that are unknown or there twice, or an
            answer that is no choice.
    """
    return answers_of(path.read_text(encoding="utf-8"), shown_as)


def answers_of(text: str, shown_as: str) -> Answers:
    """Read the text of a curation file of a reading; see `read_answers`."""
    try:
        loader = _AsWritten(text)
        root = loader.get_single_node()
        loaded = None if root is None else loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _fault(f"This is no YAML: {error.problem}.", shown_as, line) from None
    except (yaml.YAMLError, ValueError) as error:
        raise _fault(f"This is no YAML: {error}", shown_as) from None
    repeated = repeated_faults(root, shown_as) if root is not None else []
    if repeated:
        raise MalformedDocument(repeated)
    try:
        answers = Answers.model_validate(loaded or {"reading": FORM})
    except ValidationError as error:
        places = places_of(root) if root is not None else {}
        faults = [
            fault_at(message_of(dict(each)), shown_as, places, tuple(each["loc"]))
            for each in error.errors(include_url=False, include_context=False)
        ]
        raise MalformedDocument(faults) from None
    wrong = [
        (number, each)
        for number, each in enumerate(answers.questions)
        if each.answer and each.choices and each.answer not in each.choices
    ]
    if wrong and root is not None:
        places = places_of(root)
        raise MalformedDocument(
            fault_at(
                f"“{each.answer}” is no answer to this question: {each.question} "
                f"Write one of: {', '.join(each.choices)}.",
                shown_as,
                places,
                ("questions", number, "answer"),
            )
            for number, each in wrong
        )
    return answers


def answers_in(curation: Path) -> Answers:
    """Return what the curation file of a reading says; nothing, where there is none of that form.

    Raises:
        OSError: it cannot be read.
        MalformedDocument: see `read_answers`.
    """
    if not curation.exists() or not is_answers(curation.read_text(encoding="utf-8")):
        return Answers(reading=FORM)
    return read_answers(curation, str(curation))


def _fault(message: str, shown_as: str, line: int = 1) -> MalformedDocument:
    return MalformedDocument([SyntaxFault(message, source=shown_as, line=line)])
