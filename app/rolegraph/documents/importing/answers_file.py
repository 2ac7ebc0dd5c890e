"""Writes the curation file of a reading, whole, from what was read and what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rolegraph.documents.content.parts import all_parts
from rolegraph.documents.curation.yaml_text import flow, scalar
from rolegraph.documents.importing.answers import (
    FORM,
    AnsweredRole,
    AnsweredScheme,
    AnsweredStatement,
    AnsweredThing,
    AnsweredTool,
    Answers,
)
from rolegraph.documents.reading import NotRead, OpenQuestion, Reading, StatementRead
from rolegraph.documents.reading.output import place_of_lost

_STATUS = {"read": "read", "inferred": "guessed", "asked": "asked"}

_GONE = "no longer in the document; what you wrote is kept"
_RECORDS = (".yaml", ".yml", ".json", ".toml")


def answers_text(
    reading: Reading, answers: Answers, identifier: str, title: str, name: str, command: str
) -> str:
    """Return the text of a curation file.

    Args:
        reading: what was read with the answers given so far.
        answers: those answers, and what else the file said, which is kept.
        identifier: the id of the document.
        title: its title.
        name: its path in the catalogue.
        command: the command to run after a change.
    """
    return "\n".join(_lines(reading, answers, identifier, title, name, command)) + "\n"


def _lines(
    reading: Reading, answers: Answers, identifier: str, title: str, name: str, command: str
) -> Iterator[str]:
    yield f"# What the import read in {name}, for a person to confirm or to correct."
    yield "#"
    yield "# Answer the questions (write one of the choices behind `answer:`), correct a `kind`"
    yield "# (responsibility, exclusion, requirement, privilege, practice, characteristic) and"
    yield "# write `status: confirmed` beside it, name activities. Then run:"
    yield f"#   {command}"
    yield "# What you wrote is kept; all else is written anew from the document."
    yield ""
    yield f"reading: {FORM}"
    yield ""
    yield "document:"
    yield f"  id: {scalar(identifier)}"
    yield f"  title: {scalar(title)}"
    language = answers.document.language
    if language:
        yield f"  language: {scalar(language)}"
    else:
        found = f"{reading.language} ({reading.language_source})"
        yield f"  # language: {found}; write another one here if that is wrong"
    if answers.document.sheet:
        yield f"  sheet: {scalar(answers.document.sheet)}"
    if answers.document.fields:
        yield f"  fields: {flow(dict(answers.document.fields))}"
    elif reading.file.endswith(_RECORDS):
        yield "  # fields: {post: name, does: responsibility}   what other fields of records hold"
    if answers.document.letters:
        yield f"  letters: {answers.document.letters}  # ß is ss in IRIs"
    if answers.document.short_names:
        yield f"  short_names: {flow(dict(answers.document.short_names))}"
    elif any(each.topic == "short-name" for each in reading.questions):
        yield "  # short_names: {PM: Project Manager}   what the short names stand for"
    yield ""
    yield from _scheme(answers.scheme or AnsweredScheme())
    yield ""
    yield from _questions(reading, answers)
    yield ""
    has_roles = bool(reading.roles) or any(True for _ in _gone(reading, answers))
    yield "roles:" if has_roles else "roles: {}"
    for role in reading.roles:
        place = reading.outline.place_of(role.passage)
        yield from _role(role.name, place, role.statements, answers)
    yield from _gone(reading, answers)
    yield from _named(reading, answers)
    yield ""
    yield "# Lines that are in no statement, and why. Change the document where that is wrong."
    lost = [
        f"  - {{lines: {flow(_range(reading, each))}, reason: {flow(each.reason)}}}"
        for each in reading.not_read
    ]
    yield "not_read:" if lost else "not_read: []"
    yield from lost


def _range(reading: Reading, lost: NotRead) -> str:
    is_line = not reading.outline.rows and not lost.column
    return f"{lost.line} to {lost.end_line}" if is_line else place_of_lost(reading, lost)


def _scheme(scheme: AnsweredScheme) -> Iterator[str]:
    yield "scheme:  # the roles of this document as a whole"
    if scheme.definition:
        yield f"  definition: {scalar(scheme.definition)}"
    else:
        yield "  # definition: what a role is here, in a full sentence of your own"
    if scheme.is_open is not None:
        yield f"  is_open: {'true' if scheme.is_open else 'false'}"
    else:
        yield "  # is_open: true   whether there may be other roles"


def _questions(reading: Reading, answers: Answers) -> Iterator[str]:
    answered = [each for each in answers.questions if each.answer]
    if not answered and not reading.questions:
        yield "questions: []"
        return
    yield "questions:"
    for question in reading.questions:
        yield from _question(question, question.texts, None)
    for each in answered:
        old = OpenQuestion(each.topic, each.line or 0, each.question, each.choices, each.texts)
        yield from _question(old, each.texts, each.answer)


def _question(question: OpenQuestion, texts: Iterable[str], answer: str | None) -> Iterator[str]:
    yield f"  - line: {question.line}"
    yield f"    question: {scalar(question.question)}"
    yield f"    choices: {flow(list(question.choices))}"
    yield f"    topic: {scalar(question.topic)}"
    yield "    texts:"
    yield from (f"      - {scalar(text)}" for text in texts)
    yield f"    answer: {scalar(answer)}" if answer else "    answer:"


def _role(
    name: str, place: str, statements: list[StatementRead], answers: Answers
) -> Iterator[str]:
    curated = answers.roles.get(name) or AnsweredRole()
    yield f"  {scalar(name)}:  # {place}"
    for key in ("definition", "formerly", "editorial_note"):
        value = getattr(curated, key)
        if value:
            yield f"    {key}: {scalar(value)}"
    if not curated.definition:
        yield "    # definition: what the role is, in a full sentence of your own"
    yield from _labels(curated)
    there = {each.passage.plain for each in statements}
    there |= {part.passage.plain for each in statements for part in all_parts(each.parts)}
    gone = [each for each in curated.statements if each.is_own and each.text not in there]
    yield "    statements:" if statements or gone else "    statements: []"
    for statement in statements:
        yield from _statement(name, statement, answers)
    for each in gone:
        yield from _kept(each, f"  # {_GONE}")


def _labels(role: AnsweredRole) -> Iterator[str]:
    for key in ("alt_labels", "hidden_labels"):
        if labels := getattr(role, key):
            yield f"    {key}: {flow(list(labels))}"


def _named(reading: Reading, answers: Answers) -> Iterator[str]:
    """Yield what a person said of things beside roles: names from before, and what is a tool."""
    yield from _things("activities", answers.activities)
    yield from _things("personas", answers.personas)
    yield from _tools(reading, answers)
    yield from _workflows(answers)
    yield from _things("artifacts", answers.artifacts)


def _things(section: str, things: Mapping[str, AnsweredThing]) -> Iterator[str]:
    """Yield what activities or personas were called before; nothing where none has a new name."""
    named = {name: thing.formerly for name, thing in things.items() if thing.formerly}
    if named:
        yield ""
        yield f"{section}:  # under new names; each keeps the IRI of its former one"
    for name, former in named.items():
        yield f"  {scalar(name)}: {{formerly: {flow(former)}}}"


def _tools(reading: Reading, answers: Answers) -> Iterator[str]:
    """Yield the tools of a document, with what a person said of each."""
    named = [*reading.tools, *(tool for role in reading.roles for tool in role.tools)]
    tools = dict.fromkeys([*(tool.name for tool in named), *answers.tools])
    if tools:
        yield ""
        yield "tools:  # write `is_tool: false` behind what is none; it is a practice then"
    for name in tools:
        said = answers.tools.get(name) or AnsweredTool()
        facts = [f"formerly: {flow(said.formerly)}"] if said.formerly else []
        if said.is_tool is not None:
            facts.append(f"is_tool: {'true' if said.is_tool else 'false'}")
        yield f"  {scalar(name)}: {{{', '.join(facts)}}}"


def _workflows(answers: Answers) -> Iterator[str]:
    """Yield what workflows and steps were called before; nothing where none has a new name."""
    workflows, of_steps, _ = answers.names_of_workflows()
    names = dict.fromkeys([*workflows, *(name for name, _ in of_steps)])
    if names:
        yield ""
        yield "workflows:  # under new names, and steps in other words; each keeps its IRI"
    for name in names:
        steps = {text: before for (whose, text), before in of_steps.items() if whose == name}
        yield f"  {scalar(name)}:"
        if name in workflows:
            yield f"    formerly: {scalar(workflows[name])}"
        if steps:
            yield "    steps:"
        for text, before in steps.items():
            yield f"      {scalar(text)}: {{formerly: {flow(before)}}}"


def _gone(reading: Reading, answers: Answers) -> Iterator[str]:
    """Yield what a person wrote of roles that the document no longer has, or has in parts now."""
    there = {role.name for role in reading.roles}
    for name, role in answers.roles.items():
        own = [each for each in role.statements if each.is_own]
        if name in there or not (
            own or role.model_dump(exclude={"statements"}, exclude_defaults=True)
        ):
            continue
        yield f"  {scalar(name)}:  # {_GONE}"
        for key in ("definition", "formerly", "editorial_note"):
            if value := getattr(role, key):
                yield f"    {key}: {scalar(value)}"
        yield from _labels(role)
        yield "    statements:" if own else "    statements: []"
        for each in own:
            yield from _kept(each)


def _kept(statement: AnsweredStatement, remark: str = "") -> Iterator[str]:
    """Yield what a person wrote of a statement that the document no longer has there."""
    yield f"      - text: {scalar(statement.text)}{remark}"
    yield f"        kind: {scalar(statement.kind)}" if statement.kind else "        kind:"
    yield f"        status: {statement.status}"
    yield f"        activities: {flow(list(statement.activities))}"
    for key in ("editorial_note", "formerly"):
        if value := getattr(statement, key):
            yield f"        {key}: {scalar(value)}"


def _statement(role: str, statement: StatementRead, answers: Answers) -> Iterator[str]:
    text = statement.passage.plain
    curated = answers.statement(role, text)
    confirmed = curated is not None and curated.status == "confirmed" and bool(curated.kind)
    status = "confirmed" if confirmed else _STATUS[statement.status]
    place = statement.passage.in_table or statement.passage.place
    yield f"      - text: {scalar(text)}  # {place}"
    yield f"        kind: {scalar(statement.kind)}" if statement.kind else "        kind:"
    yield f"        status: {status}"
    activities = list(curated.activities) if curated else []
    yield f"        activities: {flow(activities)}"
    for key in ("editorial_note", "formerly"):
        value = getattr(curated, key) if curated else None
        if value:
            yield f"        {key}: {scalar(value)}"
