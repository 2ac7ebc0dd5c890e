"""What documents of a catalogue say differently of the same role, for a person to judge.

Two documents may, and so may one that describes a role in two places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import RETIRED
from rolegraph.documents.importing.answers import Answers, read_answers
from rolegraph.documents.importing.elsewhere import Elsewhere
from rolegraph.documents.importing.held import FileState, state_of, triples_of
from rolegraph.documents.language.words import Words, fold
from rolegraph.documents.reading import OpenQuestion, Reading, RoleRead, StatementRead
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.identity import slug
from rolegraph.rdf.terms import Literal, NamedNode, Triple

TOPIC = "conflict"
BOTH, LEAVE_OUT, KEEP = "both hold", "leave out here", "keep the other one"
FIRST, SECOND = "leave out the first", "leave out the second"
_COMPARED = ("responsibility", "exclusion", "privilege", "practice")
_MOST = 3
_SNIPPET = 70
_FILES = 64


@dataclass(frozen=True)
class Conflicts:
    """What a document and others say differently.

    Attributes:
        questions: those that nobody has answered yet.
        waiting: name of a role and text of a statement that is not to be written → why.
    """

    questions: tuple[OpenQuestion, ...] = ()
    waiting: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Statement:
    text: str
    is_denied: bool
    line: int


@dataclass
class _Role:
    """What a graph says of one role."""

    label: str = ""
    definition: str = ""
    line: int = 0
    statements: list[_Statement] = field(default_factory=list)


@dataclass(frozen=True)
class _Told:
    """What a graph says: the document it was made from, and IRI of a role → what it says of it."""

    file: str
    roles: Mapping[str, _Role]


@dataclass(frozen=True)
class _Conflict:
    key: str
    line: int
    question: str
    choices: tuple[str, ...]
    of: tuple[str, str] | None = None


def find_conflicts(
    reading: Reading,
    roles: Mapping[str, str],
    elsewhere: Elsewhere,
    words: Words | None,
    answers: Mapping[tuple[str, str], str],
) -> Conflicts:
    """Compare a reading with what the graphs of other documents say of the same roles.

    Args:
        reading: the document as it was read.
        roles: name of each role → its IRI.
        elsewhere: the graphs of the other documents.
        words: the words of the document's language.
        answers: what a person said before: topic and text → answer.
    """
    found: list[_Conflict] = []
    waiting: dict[tuple[str, str], str] = {}
    for role in reading.roles:
        iri = roles[role.name]
        for each, first, second in _within(role, words):
            answer = answers.get((TOPIC, each.key))
            if answer is None:
                found.append(each)
            for text, leaves in ((first, FIRST), (second, SECOND)):
                if answer in {None, leaves}:
                    left = "a person left it out, since the document says the opposite as well"
                    waits = "the document says the opposite as well; its question waits"
                    waiting[role.name, text] = left if answer else waits
        for graph in elsewhere.graphs_of(iri):
            told = _told_in(graph, elsewhere)
            for each in _compare(role, iri, graph, told, words, is_defined=iri in elsewhere.roles):
                answer = answers.get((TOPIC, each.key)) or _answer_there(graph, each.key)
                if answer is None:
                    found.append(each)
                if each.of and answer in {None, LEAVE_OUT}:
                    left = "a person left it out, since another document says the opposite"
                    waits = "another document says the opposite; its question waits for an answer"
                    waiting[each.of] = left if answer else waits
    return Conflicts(tuple(_questions(found)), waiting)


def label_there(iri: str, elsewhere: Elsewhere) -> str:
    """Return what other documents call a role; empty where none has it."""
    for graph in elsewhere.graphs_of(iri):
        if (role := _told_in(graph, elsewhere).roles.get(iri)) and role.label:
            return role.label
    return ""


def _within(role: RoleRead, words: Words | None) -> Iterator[tuple[_Conflict, str, str]]:
    """Yield what a document affirms and denies of one role, with the texts of both."""
    seen: dict[str, StatementRead] = {}
    for statement in role.statements:
        core = _core(statement.passage.plain, role.name, words)
        if not core or statement.kind not in _COMPARED or statement.topic:
            continue
        first = seen.setdefault(core, statement)
        if (first.kind == "exclusion") == (statement.kind == "exclusion"):
            continue
        one, other = first.passage, statement.passage
        question = (
            f"{role.name}: “{_short(one.plain)}” ({one.place}) and “{_short(other.plain)}” "
            f"({other.place}): one denies what the other affirms. Which of them holds?"
        )
        key = f"{slug(role.name)}: {core}, here"
        yield _Conflict(key, one.line, question, (BOTH, FIRST, SECOND)), one.plain, other.plain


def _compare(
    role: RoleRead,
    iri: str,
    graph: Path,
    reported: _Told,
    words: Words | None,
    *,
    is_defined: bool,
) -> Iterator[_Conflict]:
    there = reported.roles.get(iri)
    if there is None:
        return
    file, curation = reported.file, f"{graph.stem}.curation.yaml"
    name = slug(role.name)
    own = " ".join(each.plain for each in role.description)
    if is_defined and _differ(own, there.definition):
        line = role.description[0].line
        yield _Conflict(
            f"{name}: definition",
            line,
            f"“{role.name}” is described here (line {line}: “{_short(own)}”) and in {file}, "
            f"line {there.line} (“{_short(there.definition)}”), in other words. The other one "
            f"stands. To have another, write it as `definition` in {curation}.",
            (KEEP,),
        )
    others = {_core(each.text, role.name, words): each for each in there.statements}
    for statement in role.statements:
        core = _core(statement.passage.plain, role.name, words)
        other = others.get(core)
        is_denied = statement.kind == "exclusion"
        if not core or other is None or statement.kind not in _COMPARED or statement.topic:
            continue
        if other.is_denied != is_denied:
            here, beyond = ("denied", "affirmed") if is_denied else ("affirmed", "denied")
            line, text = statement.passage.line, statement.passage.plain
            yield _Conflict(
                f"{name}: {core}",
                line,
                f"{role.name}: “{_short(text)}” is {here} here (line {line}), and “"
                f"{_short(other.text)}” is {beyond} in {file}, line {other.line}. Do both "
                f"hold? If the other one is wrong, write `kind: leave out` and `status: confirmed` "
                f"there, in {curation}, and import both again.",
                (BOTH, LEAVE_OUT),
                (role.name, text),
            )


def _questions(found: Sequence[_Conflict]) -> Iterator[OpenQuestion]:
    """Yield a question for each conflict; one for all of a sort where there are many."""
    for choices in dict.fromkeys(each.choices for each in found):
        alike = [each for each in found if each.choices == choices]
        groups = [alike] if len(alike) > _MOST else [[each] for each in alike]
        for group in groups:
            text = " ".join(each.question for each in group)
            keys = tuple(dict.fromkeys(each.key for each in group))
            yield OpenQuestion(TOPIC, group[0].line, text, choices, keys)


def _answer_there(graph: Path, key: str) -> str | None:
    """Return what a person said of a conflict in the curation of the other document."""
    # What is left out there is gone from its graph; what both hold needs no second answer.
    return BOTH if answer_there(graph, TOPIC, key) == BOTH else None


def answer_there(graph: Path, topic: str, key: str) -> str | None:
    """Return the answer to a question in the curation of the document that a graph is of."""
    return answers_of(graph).by_topic().get((topic, key))


def answers_of(graph: Path) -> Answers:
    """Return the curation of the document that a graph is of; none where it cannot be read."""
    place = graph.with_name(f"{graph.stem}.curation.yaml")
    try:
        return read_answers(place, str(place))
    except (OSError, MalformedDocument):
        return Answers(reading=1)


def source_of(graph: Path) -> str:
    """Return the file of the document that a graph was made from."""
    return _told(graph, state_of(graph)).file


def _differ(own: str, other: str) -> bool:
    here, there = fold(own).strip(), fold(other).strip()
    return bool(here and there) and here not in there and there not in here


def _core(text: str, role: str, words: Words | None) -> str:
    """Return the words that two statements share of which one denies what the other affirms."""
    if words is None:
        return ""
    for pattern in words.patterns("negation"):
        text = pattern.sub(" ", text)
    small = words.common | words.set_of("modals")
    name = {word.removesuffix("s") for word in fold(role).split()}
    found = [word.removesuffix("s") for word in re.findall(r"[\w-]+", fold(text))]
    start = next((n for n, word in enumerate(found) if word not in name and word not in small), 0)
    return " ".join(word for word in found[start:] if word not in small)


def _told_in(graph: Path, elsewhere: Elsewhere) -> _Told:
    """Return what a graph says of each role, or will say once what is planned is written."""
    planned = elsewhere.planned.get(graph)
    return _told(graph, state_of(graph)) if planned is None else _told_by(planned, graph.name)


@lru_cache(maxsize=_FILES)
def _told(path: Path, _state: FileState) -> _Told:
    """Return what a graph says of each role; `_state` tells a changed file from an old one."""
    try:
        return _told_by(triples_of(path), path.name)
    except (SyntaxError, ValueError, OSError):
        return _Told(path.name, {})


def _told_by(triples: Iterable[Triple], name: str) -> _Told:
    classes = {
        term(name).value: kind == "exclusion"
        for kind, (_, name, _) in KINDS.items()
        if kind in _COMPARED
    }
    values: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            said = values.setdefault(triple.subject.value, {})
            said.setdefault(triple.predicate.value, []).append(triple.object)
    kind, label, line = (term(n).value for n in ("rdf:type", "skos:prefLabel", "rg:sourceLine"))
    of, status = term("rg:statementOf").value, term("rg:status").value
    definition, quoted = term("skos:definition").value, term("rg:quotedFrom").value
    found: dict[str, _Role] = {}
    for iri, said in values.items():
        if term("rg:Role") in said.get(kind, ()):
            quotes = sorted(each.value for each in said.get(quoted, ()))
            reported = next((q for q in quotes if "-description-" in q), next(iter(quotes), ""))
            role = found.setdefault(iri, _Role())
            role.label = _first(said, label)
            role.definition = _first(said, definition)
            role.line = int(_first(values.get(reported, {}), line) or 0)
        kinds = [each.value for each in said.get(kind, ())]
        is_denied = next((classes[each] for each in kinds if each in classes), None)
        if is_denied is None or any(each.value == RETIRED for each in said.get(status, ())):
            continue
        statement = _Statement(_first(said, label), is_denied, int(_first(said, line) or 0))
        for each in said.get(of, ()):
            found.setdefault(each.value, _Role()).statements.append(statement)
    source = term("rg:sourceFile").value
    files = (_first(said, source) for said in values.values() if source in said)
    return _Told(next(files, name), found)


def _first(said: Mapping[str, Sequence[NamedNode | Literal]], predicate: str) -> str:
    return next((each.value for each in said.get(predicate, ())), "")


def _short(text: str) -> str:
    return text if len(text) <= _SNIPPET else text[: _SNIPPET - 1].rstrip() + "…"
