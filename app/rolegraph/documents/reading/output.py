"""A reading as JSON, as text for people, and as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from rolegraph.documents.account.model import (
    READ_ONLY,
    Assignment,
    NotRead,
    PersonaRead,
    Reading,
    RoleRead,
    StatementPart,
    StatementRead,
    ToolRead,
)
from rolegraph.documents.content.parts import all_parts
from rolegraph.documents.language.names import tool_key
from rolegraph.documents.language.words import LANGUAGES
from rolegraph.documents.outline import Passage
from rolegraph.documents.workflows.output import workflow_lines, workflows_as_data


def as_data(reading: Reading) -> dict[str, Any]:
    """Return a reading as what its JSON holds; `api/schema/document_schema.py` describes it."""
    return {
        "file": reading.file,
        "language": reading.language,
        "roles": [_role(role) for role in reading.roles],
        "assignments": [_assignment(each) for each in reading.assignments],
        **({"tools": [_tool(each) for each in reading.tools]} if reading.tools else {}),
        **({"workflows": workflows_as_data(reading)} if reading.workflows else {}),
        **({"personas": [_persona(each) for each in reading.personas]} if reading.personas else {}),
        "not_read": [
            {"line": each.line, "end_line": each.end_line, "reason": each.reason}
            | ({"column": each.column, "text": each.text} if each.column else {})
            for each in reading.not_read
        ],
        "questions": [
            {"line": each.line, "question": each.question, "choices": list(each.choices)}
            for each in reading.questions
        ],
    }


def as_json(reading: Reading) -> str:
    """Return a reading as JSON text."""
    return json.dumps(as_data(reading), ensure_ascii=False, indent=2) + "\n"


def _place(passage: Passage) -> dict[str, int]:
    column, page = passage.column, passage.span.page
    found = {"line": passage.line} | ({"column": column} if column else {})
    return found | ({passage.span.word: page} if page else {})


def _role(role: RoleRead) -> dict[str, Any]:
    return {
        "name": role.name,
        **_place(role.passage),
        "aliases": role.aliases,
        **({"notations": role.notations} if role.notations else {}),
        "description": " ".join(each.plain for each in role.description),
        "relations": [
            {
                "kind": each.kind,
                "to": each.to,
                "roles": list(each.roles),
                **({"parties": list(each.parties)} if each.parties else {}),
                **_place(each.passage),
            }
            for each in role.relations
        ],
        "statements": [_statement(each) for each in role.statements],
    } | ({"tools": [_tool(each) for each in role.tools]} if role.tools else {})


def _persona(persona: PersonaRead) -> dict[str, Any]:
    return {
        "name": persona.name,
        **_place(persona.passage),
        "role": persona.role,
        "told": [
            {"what": each.what, "text": each.text, **_place(each.passage)}
            | ({"cell": each.passage.cell} if each.passage.cell else {})
            for each in persona.told
        ],
    } | ({"tools": [_tool(each) for each in persona.tools]} if persona.tools else {})


def _tool(tool: ToolRead) -> dict[str, Any]:
    found: dict[str, Any] = {"name": tool.name, **_place(tool.passage)}
    found |= {"purpose": tool.purpose} if tool.purpose else {}
    found |= {"short": tool.short} if tool.short else {}
    found |= {"persona": tool.persona} if tool.persona else {}
    found |= {"facts": dict(tool.facts)} if tool.facts else {}
    return found | ({"cell": tool.passage.cell} if tool.passage.cell else {})


def _statement(statement: StatementRead) -> dict[str, Any]:
    passage = statement.passage
    found: dict[str, Any] = {
        "kind": statement.kind,
        "text": passage.span.text,
        **_place(passage),
        "end_line": passage.end_line,
        "status": statement.status,
        "parts": [_part(part) for part in statement.parts],
    }
    found |= {"persona": statement.persona} if statement.persona else {}
    found |= {"tools": [each.name for each in statement.tools]} if statement.tools else {}
    found |= {"access": statement.access} if statement.access else {}
    return found | ({"cell": passage.cell} if passage.cell else {})


def _part(part: StatementPart) -> dict[str, Any]:
    found: dict[str, Any] = {
        "text": part.passage.span.text,
        **_place(part.passage),
        "end_line": part.passage.end_line,
    }
    found |= {"is_explanation": True} if part.is_explanation else {}
    found |= {"kind": part.kind} if part.kind else {}
    found |= {"tools": [each.name for each in part.tools]} if part.tools else {}
    return found | ({"parts": [_part(each) for each in part.parts]} if part.parts else {})


def _assignment(assignment: Assignment) -> dict[str, Any]:
    found: dict[str, Any] = {
        "role": assignment.role,
        "activity": assignment.activity,
        "letters": list(assignment.letters),
        **_place(assignment.passage),
    }
    return found | ({"cell": assignment.passage.cell} if assignment.passage.cell else {})


def as_text(reading: Reading) -> str:
    """Return a reading as text for people."""
    return "\n".join(_lines(reading, heading="", strong="")) + "\n"


def as_markdown(reading: Reading) -> str:
    """Return a reading as Markdown, such as for a comment on a change."""
    return "\n".join(_lines(reading, heading="## ", strong="**")) + "\n"


_MARKS = {"read": "", "inferred": " (guessed)", "asked": " (to be confirmed)"}


def _lines(reading: Reading, heading: str, strong: str) -> Iterator[str]:
    statements = [each for role in reading.roles for each in role.statements]
    nested = sum(1 for each in statements for _ in all_parts(each.parts))
    within = f" and {nested} nested in them" if nested else ""
    used = [tool for each in reading.roles for tool in each.tools]
    used += [tool for each in reading.personas for tool in each.tools]
    of_steps = [tool for flow in reading.workflows for step in flow.steps for tool in step.tools]
    tools = {tool_key(each.name) for each in (*reading.tools, *used)}
    tools |= {tool_key(each.name) for each in of_steps}
    steps = sum(len(each.steps) for each in reading.workflows)
    flows = f"{_count(len(reading.workflows), 'workflow')} with {_count(steps, 'step')}, "
    letters = sum(len(each.letters) for each in reading.assignments)
    yield (
        f"{heading}{reading.file}: {_count(len(reading.roles), 'role')}, "
        f"{_count(len(statements), 'statement')}{within}, {_count(letters, 'assignment')}, "
        + (f"{_count(len(tools), 'tool')}, " if tools else "")
        + (f"{_count(len(reading.personas), 'persona')}, " if reading.personas else "")
        + (flows if reading.workflows else "")
        + f"{_count(len(reading.questions), 'question')}"
    )
    yield ""
    yield f"Language: {reading.language} ({reading.language_source})."
    yield from language_hint(reading)
    if reading.file.endswith(READ_ONLY):
        yield "Read only: `documents render` cannot write a document of this format back."
    below = heading and "### "
    for role in reading.roles:
        yield ""
        yield from _role_lines(reading, role, below, strong)
    for persona in reading.personas:
        yield ""
        yield from _persona_lines(reading, persona, below, strong)
    for flow in reading.workflows:
        yield ""
        yield from workflow_lines(reading, flow, below, strong)
    yield from _listed(f"{below}Assignments", (_assigned(each) for each in reading.assignments))
    place = reading.outline.place
    lost = (f"{place_of_lost(reading, each)}: {each.reason}" for each in reading.not_read)
    yield from _listed(f"{below}Not read", lost)
    asked = (
        f"{place(each.line)}: {each.question} [{', '.join(each.choices)}]"
        for each in reading.questions
    )
    yield from _listed(f"{below}Questions", asked)
    if reading.is_empty:
        yield ""
        yield nothing_in(reading)


def _role_lines(reading: Reading, role: RoleRead, below: str, strong: str) -> Iterator[str]:
    place = reading.outline.place_of
    others = [*role.aliases, *role.notations]
    also = f" (also: {', '.join(others)})" if others else ""
    waits = _MARKS["asked"] if role.waits_for else ""
    yield f"{below}{strong}{role.name}{strong}{waits}{also}, {place(role.passage)}"
    if role.description:
        yield f"  {' '.join(each.plain for each in role.description)}"
    if below:
        yield ""
    for relation in role.relations:
        kept = ", ".join(f"“{name}”" for name in relation.parties)
        kept = f"; no role here: {kept}" if kept else ""
        yield f"- {relation.kind}: {relation.to} ({place(relation.passage)}{kept})"
    for tool in role.tools:
        of = f" of {tool.persona}" if tool.persona else ""
        at = tool.passage.cell or place(tool.passage)
        yield f"- tool{of}: {tool.name}{f', {tool.purpose}' if tool.purpose else ''} ({at})"
    for statement in role.statements:
        kind = statement.kind or "kind unknown"
        at = statement.passage.in_table or place(statement.passage)
        of = f" of {statement.persona}" if statement.persona else ""
        tools = f", with {' and '.join(each.name for each in statement.tools)}"
        text = f"{statement.passage.plain} ({at}{tools if statement.tools else ''})"
        yield f"- {kind}{of}{_MARKS[statement.status]}: {text}"
        yield from _part_lines(statement.parts, "  ")


def _persona_lines(
    reading: Reading, persona: PersonaRead, below: str, strong: str
) -> Iterator[str]:
    place = reading.outline.place_of
    of = f"persona of {persona.role}" if persona.role else "persona of a role to be named"
    yield f"{below}{strong}{persona.name}{strong} ({of}), {place(persona.passage)}"
    if below:
        yield ""
    for each in persona.told:
        yield f"- {each.what}: {each.text} ({each.passage.in_table or place(each.passage)})"
    for tool in persona.tools:
        yield f"- tool: {tool.name} ({tool.passage.cell or place(tool.passage)})"


def _assigned(each: Assignment) -> str:
    place = each.passage.in_table or each.passage.place
    return f"{each.role}: {'/'.join(each.letters)} for {each.activity} ({place})"


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    first = True
    for line in lines:
        if first:
            yield ""
            yield heading
            if heading.startswith("#"):
                yield ""
            first = False
        yield f"- {line}"


def place_of_lost(reading: Reading, lost: NotRead) -> str:
    """Return how people call the place of what is not read."""
    if lost.column:
        return f"line {lost.line}, column {lost.column} (“{lost.text}”)"
    return reading.outline.place(lost.line, lost.end_line)


def nothing_in(reading: Reading) -> str:
    """Return what to do where no role was found."""
    if not is_known(reading.language):
        return (
            f"No role was found. Of {reading.language} no words are known, so running text is not "
            "read. Name each role in a heading, with its duties as a list below; then you are "
            "asked whether it is one, and what its list says."
        )
    more = f" {' '.join(language_hint(reading))}" if _is_assumed(reading) else ""
    return _NOTHING + more


_NOTHING = (
    "No role was found. Name each role in a heading (`## Crane Driver`) with its bullets below, in "
    "a table with a column “Role”, or in a list (`- **Crane Driver**: lifts loads`)."
)


def language_hint(reading: Reading) -> Iterator[str]:
    """Yield what follows from the language, where its words are not known or it is a guess."""
    known = ", ".join(sorted(LANGUAGES))
    if not is_known(reading.language):
        yield (
            f"No words of it are known: whether something is a role, and what its list says, is "
            f"asked. If the language is another one, name it: `--language`, with one of {known}."
        )
    elif _is_assumed(reading):
        yield (
            f"If it is another one, name it: `--language`. Labels and prose are understood in "
            f"{known}. In any other, such as `--language fi`, each heading over a list is asked "
            f"about."
        )


def is_known(language: str) -> bool:
    """Tell whether the words of a language are known."""
    return language.split("-", maxsplit=1)[0].casefold() in LANGUAGES


def _is_assumed(reading: Reading) -> bool:
    return reading.language_source.startswith("assumed")


def _part_lines(parts: tuple[StatementPart, ...], indent: str) -> Iterator[str]:
    for part in parts:
        why = "explained by: " if part.is_explanation else f"{part.kind}: " if part.kind else ""
        yield f"{indent}- {why}{part.passage.plain} ({part.passage.place})"
        yield from _part_lines(part.parts, indent + "  ")


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
