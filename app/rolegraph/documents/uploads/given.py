"""Answers that somebody gives to the questions of a document, beside those that are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.importing.answers import (
    AnsweredQuestion,
    AnsweredRole,
    AnsweredStatement,
    Answers,
)
from rolegraph.errors import ParameterError

if TYPE_CHECKING:  # a service knows answers from its start, and reads in confined processes alone
    from rolegraph.documents.importing.service import ImportResult
    from rolegraph.documents.reading import OpenQuestion

KIND_OF = "kind-of"
"""The topic of an answer that says of which kind a statement is: `role`, a line end, its text."""
LANGUAGE_OF = "language-of"
"""The topic of an answer that says in which language the document is: a tag such as `de`."""
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MOST = 500
"""Characters of an answer that is no choice."""


@dataclass(frozen=True)
class GivenAnswer:
    """An answer that somebody gave.

    Attributes:
        topic: that of the question.
        texts: the texts that the question is about.
        answer: what is said; empty takes an earlier answer back.
    """

    topic: str
    texts: tuple[str, ...]
    answer: str


def with_kinds(answers: Answers, given: list[GivenAnswer]) -> tuple[Answers, list[GivenAnswer]]:
    """Return the answers with kinds of statements that a person says, and what is left."""
    roles, left = dict(answers.roles), list[GivenAnswer]()
    for each in given:
        if each.topic != KIND_OF:
            left.append(each)
            continue
        for name, _, text in (text.partition("\n") for text in each.texts):
            if each.answer not in KINDS:
                raise ParameterError(
                    f"“{each.answer}” is no kind of statement. The kinds are {', '.join(KINDS)}."
                )
            if name and text:
                roles[name] = _confirmed(roles.get(name) or AnsweredRole(), text, each.answer)
    return answers.model_copy(update={"roles": roles}), left


def with_language(answers: Answers, given: list[GivenAnswer]) -> tuple[Answers, list[GivenAnswer]]:
    """Return the answers with the language that a person says, and what is left.

    An empty one takes it back: then the language is found out.

    Raises:
        ParameterError: it is no tag of a language.
    """
    said = [each for each in given if each.topic == LANGUAGE_OF and not each.texts]
    if not said:
        return answers, given
    tag = said[-1].answer
    if tag and not _TAG.fullmatch(tag):
        raise ParameterError(f"“{tag}” is no language. Write a tag such as en, de or pt-BR.")
    about = answers.document.model_copy(update={"language": tag or None})
    left = [each for each in given if each not in said]
    return answers.model_copy(update={"document": about}), left


def without_statement(made: ImportResult, given: Iterable[GivenAnswer]) -> list[GivenAnswer]:
    """Return the answers on kinds of statements that the document does not have."""
    there = {
        f"{role.name}\n{each.passage.plain}"
        for role in made.reading.roles
        for each in role.statements
    }
    return [each for each in given if each.topic == KIND_OF and not there.issuperset(each.texts)]


def _confirmed(role: AnsweredRole, text: str, kind: str) -> AnsweredRole:
    known = next((each for each in role.statements if each.text == text), None)
    said = known or AnsweredStatement(text=text)
    new = said.model_copy(update={"kind": kind, "status": "confirmed"})
    others = tuple(each for each in role.statements if each is not known)
    return role.model_copy(update={"statements": (*others, new)})


def answered_before(
    answers: Answers, given: list[GivenAnswer]
) -> tuple[Answers, list[GivenAnswer]]:
    """Return the answers with those changed that were answered otherwise before."""
    from rolegraph.documents.reading import OpenQuestion

    new, left = list[AnsweredQuestion](), list(given)
    for known in answers.questions:
        said = next((g for g in left if (g.topic, g.texts) == (known.topic, known.texts)), None)
        if said is None or not known.answer:
            new.append(known)
            continue
        left.remove(said)
        asked = OpenQuestion(
            known.topic, known.line or 0, known.question, known.choices, known.texts
        )
        if said.answer:
            new.append(answer(asked, said))
    return answers.model_copy(update={"questions": tuple(new)}), left


def answer(asked: OpenQuestion, given: GivenAnswer) -> AnsweredQuestion:
    """Return a question with its answer.

    Raises:
        ParameterError: the answer is none of the choices.
    """
    if asked.choices and given.answer not in asked.choices:
        raise ParameterError(
            f"“{given.answer[:_MOST]}” is no answer to this question: {asked.question} "
            f"The answers are {', '.join(asked.choices)}."
        )
    if len(given.answer) > _MOST:
        raise ParameterError(f"An answer has at most {_MOST} characters.")
    return AnsweredQuestion(
        line=asked.line,
        question=asked.question,
        choices=asked.choices,
        topic=asked.topic,
        texts=asked.texts,
        answer=given.answer,
    )
