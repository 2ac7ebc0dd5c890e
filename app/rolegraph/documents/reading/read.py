"""Reads a document: file → outline → reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from rolegraph.documents.account.account import Account, Doubts
from rolegraph.documents.account.context import Context
from rolegraph.documents.account.model import LEAVE_OUT, STRUCK, Reading, RoleRead
from rolegraph.documents.account.relations import settle_relations
from rolegraph.documents.content.content import Content
from rolegraph.documents.language.detection import find_language
from rolegraph.documents.language.names import halves, name_key
from rolegraph.documents.language.people import is_full_name
from rolegraph.documents.language.tables import PERSONA_KINDS
from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Block, Heading, Outline, Passage
from rolegraph.documents.outline.sections import divide
from rolegraph.documents.personas.cards import PersonaCards
from rolegraph.documents.personas.finding import PersonaFinder
from rolegraph.documents.readers import outline_of
from rolegraph.documents.reading.find import Finder
from rolegraph.documents.reading.mentions import mentions
from rolegraph.documents.reading.plain_forms import with_bold_titles, with_plain_forms
from rolegraph.documents.reading.short_names import join_former_names, resolve_short_names
from rolegraph.documents.reading.spoken import with_notes
from rolegraph.documents.tables.blank_rows import without_blank_rows
from rolegraph.documents.tables.tables import Tables
from rolegraph.documents.workflows.actors import Actors
from rolegraph.documents.workflows.finding import WorkflowFinder
from rolegraph.documents.workflows.named.vocabulary import WorkflowWords
from rolegraph.folder.own_words import OwnWords

_LABEL_LEVEL = 7


def read_file(
    path: Path,
    *,
    language: str | None = None,
    answers: Mapping[tuple[str, str], str] | None = None,
    shown_as: str | None = None,
    sheet: str | None = None,
    fields: Mapping[str, str] | None = None,
    own: Mapping[str, OwnWords] | None = None,
) -> Reading:
    """Read a document of any format that is read here.

    Args:
        path: the file.
        language: its language, such as `de`; None finds it out.
        answers: what a person said before: topic and text → answer.
        shown_as: the file's name for people.
        sheet: the sheet of a workbook.
        fields: for records, the name of a field → what it holds.
        own: language → the words of the catalogue around the file, beside those that are shipped.

    Raises:
        OSError: the file cannot be opened.
        MalformedDocument: it is no text, or not of the format that its name says.
    """
    outline = outline_of(path, shown_as or str(path), sheet=sheet, fields=fields, language=language)
    return read_outline(outline, shown_as or str(path), language=language, answers=answers, own=own)


def apply_answers(context: Context) -> None:
    """Apply what a person said of whole roles: that one is none, or no longer holds."""
    roles: list[RoleRead] = []
    for role in context.roles:
        reason = _reason_against(context, role)
        if reason:
            for each in context.assignments:
                if each.role == role.name:
                    context.account.drop(each.passage.line, reason)
            context.assignments[:] = [a for a in context.assignments if a.role != role.name]
            struck = (role.passage,) if role.waits_for == STRUCK else ()
            told = (*role.description, *(each.passage for each in role.statements))
            for passage in (*struck, *told):
                context.account.drop(passage.line, reason)
            continue
        topic = STRUCK if role.waits_for == STRUCK else "role"
        if "yes" in _said(context, role, topic):
            role.status, role.waits_for = "read", ""
        roles.append(role)
    context.roles[:] = roles


def _reason_against(context: Context, role: RoleRead) -> str:
    """Return why a role is left out, as a person answered; empty where it is not."""
    if role.waits_for == STRUCK and "no" in _said(context, role, STRUCK):
        return "a person said that this no longer holds"
    is_none = "no" in _said(context, role, "role")
    if is_none or LEAVE_OUT in _said(context, role, "short-name"):
        return "a person said that this is no role"
    return ""


def _said(context: Context, role: RoleRead, topic: str) -> set[str | None]:
    """Return the answers to a question about a role; it may be struck in one place of several."""
    places = (role.passage, *role.also) if topic == STRUCK else (role.passage,)
    return {context.answers.get((topic, each.plain)) for each in places}


def doubt_names(context: Context) -> None:
    """Ask about roles whose name is that of a person, or of something that is done to people.

    A name of a person is left out until somebody says that it is a role. Personas keep theirs.
    """
    words = context.words
    for role in context.roles if words else ():
        told = [each.kind in PERSONA_KINDS or bool(each.persona) for each in role.statements]
        if words is None or any(told):
            continue
        is_person = is_full_name(role.name, words)
        if is_person and "yes" not in _said(context, role, "role"):
            for place in (role.passage, *role.also):
                context.account.leave_out_person(place.span)
        is_other = context.is_named_otherwise(role.name) and not context.says_role(role)
        if (is_person or is_other) and not role.waits_for:
            context.ask_whether_role(role, 0)


def split_roles(context: Context) -> None:
    """Make two roles of each that a person said to be two."""
    for role in list(context.roles):
        if context.answers.get(("two-names", role.passage.plain)) == "two" and halves(role.name):
            _split(context, role, halves(role.name))


def _split(context: Context, role: RoleRead, names: list[str]) -> None:
    """Make one role of each of several names, as a person answered; each has all it was given.

    A name that the document has otherwise goes to the role of that name.
    """
    parts: list[RoleRead] = []
    for name in names:
        known = context.known(name)
        if known is None or known is role:
            place = role.passage.span.text.find(name)
            passage = context.outline.part(role.passage, place, place + len(name))
            known = replace(
                role,
                name=name,
                passage=passage if place >= 0 else role.passage,
                aliases=[],
                description=list(role.description),
                relations=list(role.relations),
                statements=list(role.statements),
                tools=list(role.tools),
                also=list(role.also),
                notations=list(role.notations),
            )
            parts.append(known)
            context.named.put(name, known)
        else:
            known.also += [role.passage, *role.also]
            known.description += role.description
            known.relations += role.relations
            known.statements += role.statements
            known.tools += role.tools
        for seen in (context.in_matrices, context.in_cells):
            if name_key(role.name) in seen:
                seen.add(name_key(name))
    place = context.roles.index(role)
    context.roles[place : place + 1] = parts
    context.assignments[:] = [
        part
        for each in context.assignments
        for part in (
            [replace(each, role=name) for name in _told_names(context, names)]
            if each.role == role.name
            else [each]
        )
    ]


def _told_names(context: Context, names: list[str]) -> list[str]:
    found = (context.known(name) for name in names)
    return [role.name for role in found if role is not None]


def _with_labels(outline: Outline, words: Words | None) -> Outline:
    """Return an outline whose labels in capitals stand below the titles: “RESPONSIBILITIES”."""
    if words is None or not any(_is_capitals(block) for block in outline.blocks):
        return outline

    def read(block: Block) -> Block:
        if not isinstance(block, Heading) or not block.is_capitals:
            return block
        label = words.label(block.passage.plain.rstrip(":"))
        is_label = label is not None and not label.rest
        return replace(block, level=_LABEL_LEVEL, is_label=True) if is_label else block

    return replace(outline, blocks=tuple(map(read, outline.blocks)))


def _is_capitals(block: Block) -> bool:
    return isinstance(block, Heading) and block.is_capitals


def read_outline(
    outline: Outline,
    file: str,
    *,
    language: str | None = None,
    answers: Mapping[tuple[str, str], str] | None = None,
    own: Mapping[str, OwnWords] | None = None,
    tools: Iterable[str] = (),
) -> Reading:
    """Read an outline; see `read_file`. `tools` are the names of those that the catalogue has."""
    code, source = find_language(outline, language)
    words = Words.load(code, own)
    doubts = Doubts()
    outline = without_blank_rows(outline, words)
    outline = with_bold_titles(with_plain_forms(_with_labels(outline, words), words), words)
    outline = with_notes(outline, answers or {}, doubts)
    account = Account(outline)
    context = Context(outline, words, account, doubts, dict(answers or {}), code)
    content = Content(context)
    content.tables = Tables(context, content)
    finder = Finder(context, content, content.tables)
    content.visit = finder.visit
    content.roles_in = finder.roles_in
    root = divide(outline)
    vocabulary = WorkflowWords(words) if words else None
    workflows = WorkflowFinder(context, vocabulary).take(root) if vocabulary else []
    personas = PersonaFinder(context)
    personas.take(root)
    finder.run(root)
    join_former_names(context)
    if personas.cards:
        PersonaCards(context, content, finder.decided.role).read(personas.cards)
    actors = Actors(context, vocabulary, workflows) if vocabulary else None
    if actors is not None:
        actors.name_roles()
    content.settle()
    split_roles(context)
    resolve_short_names(context)
    for line, question in outline.doubts:
        span = outline.source.line(line)
        doubts.add("file", line, Passage(span, question))
    doubt_names(context)
    apply_answers(context)
    settle_relations(context)
    if actors is not None:
        actors.settle(tools)
    return Reading(
        file=file,
        language=code,
        language_source=source,
        outline=outline,
        roles=tuple(context.roles),
        assignments=tuple(context.assignments),
        not_read=account.not_read(),
        questions=tuple(doubts.questions(frozenset(context.answers))),
        people=(*account.people(), *mentions(context)),
        tools=tuple(context.tools),
        workflows=tuple(workflows),
        personas=tuple(context.personas),
        users_elsewhere=tuple(dict.fromkeys(context.users_elsewhere)),
    )
