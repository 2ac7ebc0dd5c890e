"""Roles that a changed document has under another name, in parts, or joined.

A role is known by its name. Where that is gone, what the role said shows which new one goes on from
it. One that goes on as one is renamed. Where a role was split, or several were joined, nobody but a
person knows which of them keeps the IRI and the history. What a person wrote of a role or of a
statement goes with it, wherever the document has it now. So it is asked where the old name is left
somewhere, such as at a persona, and all that it said stands below another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from rolegraph.documents.content.parts import all_parts
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.generated import STATEMENTS
from rolegraph.documents.importing.answers import (
    CONTINUES,
    NEW,
    AnsweredQuestion,
    AnsweredRole,
    AnsweredStatement,
    Answers,
)
from rolegraph.documents.reading import OpenQuestion, Reading, RoleRead
from rolegraph.documents.reading.short_names import is_only_named
from rolegraph.documents.text.identity import slug

_SAYS = " says what "
_ENOUGH = 0.5
"""From this share of texts on, a role may go on from another."""
_ALIKE = 0.8
"""From what ratio of common characters on two texts count as one, as a sign of a role."""
_FEW = 25
"""So many roles are laid beside each other one by one; more only where they share a text."""
_MOST = 2000
"""So many pairs of texts are compared for it."""


@dataclass(frozen=True, slots=True)
class Continued:
    """A new role that seems to go on from one that is no longer in the document.

    Attributes:
        role: its name.
        former: the names of the roles that it may go on from, the likeliest first.
        is_plain: whether one role goes on as one, with most of what it said.
        question: what to ask where it is not plain, or nobody looks.
    """

    role: str
    former: tuple[str, ...]
    is_plain: bool
    question: OpenQuestion


@dataclass(frozen=True, slots=True)
class _Link:
    role: str
    old: str
    shared: int
    said: int
    is_most: bool
    named: str = ""
    """Where the document still names the old one; empty where it does not."""


def find_continued(
    reading: Reading,
    iris: Mapping[str, str],
    before: Described,
    elsewhere: Container[str],
    answers: Mapping[tuple[str, str], str],
    asked: Iterable[AnsweredQuestion] = (),
) -> tuple[Continued, ...]:
    """Return the new roles of a document that seem to go on from roles that it had before.

    What was asked of a role is asked again until somebody answers it, or it has nothing to ask of.

    Args:
        reading: the document as it was read.
        iris: name of each role → its IRI.
        before: the graph as it was.
        elsewhere: IRIs of the roles that other documents define: those are not gone.
        answers: what a person said before: topic and text → answer.
        asked: the questions of the curation file, of which some have no answer.
    """
    found = _found(reading, iris, before, elsewhere, answers)
    names = {each.role for each in found}
    gone = {before.label(iri) for iri in before.of_class("rg:Role") if iri not in elsewhere}
    gone -= {role.name for role in reading.roles if not is_only_named(role)}
    waiting = [each for each in asked if each.topic == CONTINUES and not each.answer]
    roles = {role.name: role for role in reading.roles if role.name not in names}
    again = [
        _again(roles[text], each)
        for each in waiting
        for text in each.texts
        if text in roles and gone & set(each.choices)
    ]
    return (*found, *again)


def _again(role: RoleRead, asked: AnsweredQuestion) -> Continued:
    """Return a question that waits for its answer, with the place where its role is now."""
    line, _, said = asked.question.partition(_SAYS)
    text = f"{_placed(role)}{_SAYS}{said}" if said else line
    former = tuple(each for each in asked.choices if each != NEW)
    question = OpenQuestion(CONTINUES, role.passage.line, text, asked.choices, asked.texts)
    return Continued(role.name, former, is_plain=False, question=question)


def _placed(role: RoleRead) -> str:
    return f"“{role.name}” ({role.passage.place})"


def _found(
    reading: Reading,
    iris: Mapping[str, str],
    before: Described,
    elsewhere: Container[str],
    answers: Mapping[tuple[str, str], str],
) -> tuple[Continued, ...]:
    there = set(iris.values())
    named = {iris[role.name]: role for role in reading.roles if is_only_named(role)}
    # With another base all IRIs are new, and no former name brings one back.
    bases = {iri.rpartition("/")[0] for iri in there}
    gone = [
        iri
        for iri in before.present("rg:Role")
        if (iri not in there or iri in named)
        and iri not in elsewhere
        and iri.rpartition("/")[0] in bases
    ]
    new = [role for role in reading.roles if iris[role.name] not in before]
    if not gone or not new:
        return ()
    # Letters that went to another column are no sign: the role still has its own.
    said, says = _said(before, gone, named), _says(reading, {role.name for role in new})
    by_text: dict[str, list[str]] = defaultdict(list)
    for iri, texts in said.items():
        for text in texts:
            by_text[text].append(iri)
    is_few = len(gone) * len(new) <= _FEW
    links = []
    for role in new:
        # What many say, such as “Attends meetings”, is no sign of any of them.
        near = [by_text[each] for each in says[role.name] if each in by_text]
        alike = (
            gone if is_few else {iri for iris_of in near if len(iris_of) <= _FEW for iri in iris_of}
        )
        pairs = ((iri, said[iri]) for iri in sorted(alike))
        made = (
            _link(role.name, says[role.name], before.label(iri), texts, _place(named.get(iri)))
            for iri, texts in pairs
        )
        links += [link for link in made if link]
    links = [each for each in links if not _is_outdone(each, links)]
    found = []
    for role in new:
        own = sorted((e for e in links if e.role == role.name), key=lambda e: (-e.shared, e.old))
        if not own or (CONTINUES, role.name) in answers:
            continue
        others = [e for e in links if e.role != role.name and e.old in {e.old for e in own}]
        # Two names that stand in one document are one role only if a person says so.
        is_plain = len(own) == 1 and not others and own[0].is_most and not own[0].named
        line = role.passage.line
        text = _question(_placed(role), own, others)
        former = tuple(each.old for each in own)
        asked = OpenQuestion(CONTINUES, line, text, (*former, NEW), (role.name,))
        found.append(Continued(role.name, former, is_plain, asked))
    return tuple(found)


def _is_outdone(link: _Link, links: list[_Link]) -> bool:
    """Tell whether both roles of a link share more with others: “Attends meetings” is no sign."""
    more = [each for each in links if each.shared > link.shared]
    return any(e.role == link.role for e in more) and any(e.old == link.old for e in more)


def _question(role: str, own: list[_Link], others: list[_Link]) -> str:
    told = " and ".join(f"“{e.old}” ({e.shared} of {e.said} texts)" for e in own)
    verb = "is" if len(own) == 1 else "are"
    text = f"{role}{_SAYS}{told} said, which {verb} no longer in the document. "
    if places := ", ".join(each.named for each in own if each.named):
        text = f"{role}{_SAYS}{told} said, of which only the name is left ({places}). "
    if others:
        names = ", ".join(dict.fromkeys(f"“{each.role}”" for each in others))
        text += f"So does {names}; only one can be that role. "
    which = "Is it that role, under a new name" if len(own) == 1 else "Which of them is it"
    return f"{text}{which}? It keeps the IRI and the history of that one then."


def _place(role: RoleRead | None) -> str:
    return role.passage.place if role is not None else ""


def _link(role: str, says: set[str], old: str, said: set[str], named: str) -> _Link | None:
    shared = _shared(said, says)
    if not shared or shared < _ENOUGH * min(len(said), len(says)):
        return None
    is_most = shared >= _ENOUGH * max(len(said), len(says))
    return _Link(role, old, shared, len(said), is_most, named)


def _shared(said: set[str], says: set[str]) -> int:
    """Return how many texts two roles share, word for word or nearly."""
    same = said & says
    left, new = sorted(said - same), sorted(says - same)
    if len(left) * len(new) > _MOST:
        return len(same)
    return len(same) + sum(
        any(SequenceMatcher(None, one, each, autojunk=False).ratio() >= _ALIKE for each in new)
        for one in left
    )


def _said(before: Described, roles: Iterable[str], named: Container[str]) -> dict[str, set[str]]:
    """Return what a graph says of roles: statements and assignments, or else the definition.

    Of roles that are named still, the statements alone.
    """
    found: dict[str, set[str]] = {role: set() for role in roles}
    for iri in before.present(*STATEMENTS):
        if (role := before.link(iri, "rg:statementOf")) in found:
            found[role].add(_key(before.label(iri)))
    for iri in before.present("rg:Assignment"):
        role = before.link(iri, "rg:assignedRole")
        if role in found and role not in named:
            found[role].add(_key(before.label(iri).partition(": ")[2].partition(", ")[2]))
    for role, texts in found.items():
        if not texts:  # prose alone
            texts.update(_key(each) for each in before.texts(role, "skos:definition"))
    return found


def _says(reading: Reading, names: Collection[str]) -> dict[str, set[str]]:
    """Return what a document says of roles, in the same way."""
    found: dict[str, set[str]] = {name: set() for name in names}
    for role in reading.roles:
        if (texts := found.get(role.name)) is None:
            continue
        for statement in role.statements:
            texts.add(_key(statement.passage.plain))
            texts.update(_key(part.passage.plain) for part in all_parts(statement.parts))
    for assignment in reading.assignments:
        if assignment.role in found:
            found[assignment.role].add(_key(assignment.activity))
    for role in reading.roles:
        if role.description and not found.get(role.name, {""}):
            found[role.name].add(_key(" ".join(each.plain for each in role.description)))
    return found


def _key(text: str) -> str:
    return text.casefold()


def continuing(answers: Answers, old: str, new: str) -> Answers:
    """Return the answers where a role goes on under a new name, with what was said of it."""
    roles = dict(answers.roles)
    before, own = roles.pop(old, AnsweredRole()), roles.get(new, AnsweredRole())
    former: str | None = before.formerly or old
    if former and slug(former) == slug(new):
        former = None  # it has its first name again
    judged = {each.text for each in own.statements if each.is_own}
    kept = tuple(each for each in before.statements if each.text not in judged)
    texts = {each.text for each in kept}
    roles[new] = AnsweredRole(
        definition=own.definition or before.definition,
        formerly=former,
        alt_labels=tuple(dict.fromkeys((*own.alt_labels, *before.alt_labels))),
        hidden_labels=tuple(dict.fromkeys((*own.hidden_labels, *before.hidden_labels))),
        editorial_note=own.editorial_note or before.editorial_note,
        statements=(*(each for each in own.statements if each.text not in texts), *kept),
    )
    # What was said to be a role is one under its new name.
    was_one = any(
        each.topic == "role" and each.answer == "yes" and old in each.texts
        for each in answers.questions
    )
    asked = AnsweredQuestion(
        question=f"“{new}”, formerly “{old}”: is this a role?",
        choices=("yes", "no"),
        topic="role",
        texts=(new,),
        answer="yes",
    )
    known = answers.by_topic()
    questions = (*answers.questions, *((asked,) if was_one and ("role", new) not in known else ()))
    return answers.model_copy(update={"roles": roles, "questions": questions})


def as_answered(answers: Answers) -> Answers:
    """Return the answers with `formerly` at each role that a person said goes on from another."""
    for (topic, new), old in answers.by_topic().items():
        if topic == CONTINUES and old != NEW:
            own = answers.roles.get(new)
            if own is None or own.formerly is None:
                answers = continuing(answers, old, new)
    return answers


def carried(answers: Answers, reading: Reading, others: Iterable[Answers] = ()) -> Answers:
    """Return the answers with what was said of statements that stand below another role now.

    Args:
        answers: what a person said of this document.
        reading: the document as it was read with that.
        others: what was said of other documents that have, or had, roles of this one.
    """
    texts = {role.name: _texts(role) for role in reading.roles}
    left: dict[str, list[tuple[str, AnsweredStatement]]] = defaultdict(list)
    for name, there in answers.roles.items():
        for each in there.statements:
            if each.is_own and each.text not in texts.get(name, ()):
                left[each.text].append((name, each))
    roles = dict(answers.roles)
    elsewhere = list(others)
    for role in reading.roles:
        here = _come(role.name, texts[role.name], roles, left, elsewhere)
        if here:
            own = roles.get(role.name, AnsweredRole())
            new = {each.text for each in here}
            rest = tuple(each for each in own.statements if each.text not in new)
            roles[role.name] = own.model_copy(update={"statements": (*rest, *here)})
        if described := _described(elsewhere, role.name, roles.get(role.name)):
            roles[role.name] = described
    return answers if roles == dict(answers.roles) else answers.model_copy(update={"roles": roles})


def _come(
    name: str,
    texts: Iterable[str],
    roles: dict[str, AnsweredRole],
    left: Mapping[str, list[tuple[str, AnsweredStatement]]],
    others: list[Answers],
) -> list[AnsweredStatement]:
    """Return what was said elsewhere of texts that stand below a role now, and take it from there.

    Args:
        name: the role.
        texts: what it says.
        roles: what was said of the roles of this document; a statement that went is taken out.
        left: a text → where something was said of it, and the text is no longer there.
        others: what was said of other documents.
    """
    known = {e.text for e in roles.get(name, AnsweredRole()).statements if e.is_own}
    here: list[AnsweredStatement] = []
    for text in texts:
        found = left.get(text, [])
        if text in known:
            continue
        if len(found) == 1:
            ((there, said),) = found
            rest = tuple(each for each in roles[there].statements if each is not said)
            roles[there] = roles[there].model_copy(update={"statements": rest})
            here.append(said.model_copy(update={"formerly": None}))
        elif not found and (said_there := _said_there(others, name, text)):
            here.append(said_there)
    return here


def _texts(role: RoleRead) -> list[str]:
    found = [each.passage.plain for each in role.statements]
    found += [part.passage.plain for each in role.statements for part in all_parts(each.parts)]
    return list(dict.fromkeys(found))


def _said_there(others: Iterable[Answers], role: str, text: str) -> AnsweredStatement | None:
    found = (each.statement(role, text) for each in others)
    return next((each for each in found if each is not None and each.is_own), None)


def _described(
    others: Iterable[Answers], name: str, own: AnsweredRole | None
) -> AnsweredRole | None:
    """Return a role with what was said of it elsewhere, where nothing is said of it here."""
    fields = ("definition", "formerly", "alt_labels", "hidden_labels", "editorial_note")
    if own is not None and any(getattr(own, each) for each in fields):
        return None
    for other in others:
        there = other.roles.get(name)
        if there is not None and any(getattr(there, each) for each in fields):
            update = {each: getattr(there, each) for each in fields}
            return (own or AnsweredRole()).model_copy(update=update)
    return None
