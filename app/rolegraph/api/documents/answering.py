"""Answers to the questions of a document, as a form over HTTP brings them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from rolegraph.api.documents.sending import FIELD
from rolegraph.api.schema.shared_schemas import Described
from rolegraph.documents.uploads.given import KIND_OF, LANGUAGE_OF, GivenAnswer
from rolegraph.documents.uploads.imports import PlannedImport
from rolegraph.errors import FieldFaults

FIELDS = (FIELD, "curation", "answers")
"""What a form with a document may have."""
OVERWRITE: Described = {
    "name": "overwrite",
    "in": "query",
    "description": "Take back what was changed in the catalogue of the things of the document, as "
    "the dry run tells it (`undone`). Else such a version is refused with 409.",
    "schema": {"type": "boolean", "default": False},
}
_WRONG = 'expected an array of {"topic": …, "texts": […], "answer": …}'
_PARTS = {"topic", "texts", "answer"}
_NAMED = 10
"""Questions that a refusal names."""


def given_answers(text: str) -> list[GivenAnswer]:
    """Return the answers that a form has as a JSON array.

    Raises:
        FieldFaults: they are not as they should be.
    """
    return [_given(each, f"/answers/{place}") for place, each in enumerate(_listed(text))]


def answers_by_document(text: str) -> list[tuple[str, GivenAnswer]]:
    """Return the answers to questions of several documents, each with the name of its document.

    Raises:
        FieldFaults: they are not as they should be.
    """
    found = []
    for place, each in enumerate(_listed(text)):
        at, rest = f"/answers/{place}", dict(each) if isinstance(each, dict) else {}
        name = rest.pop("document", None)
        if not isinstance(name, str):
            raise FieldFaults([(at, "say in `document` which document it is about.")])
        found.append((name, _given(rest, at)))
    return found


def _listed(text: str) -> list[object]:
    if not text:
        return []
    try:
        found = json.loads(text)
    except ValueError:
        raise FieldFaults([("/answers", _WRONG)]) from None
    if not isinstance(found, list):
        raise FieldFaults([("/answers", _WRONG)])
    return found


def _given(each: object, place: str) -> GivenAnswer:
    texts = each.get("texts") if isinstance(each, dict) else None
    if (
        not isinstance(each, dict)
        or not isinstance(texts, list)
        or not all(isinstance(one, str) for one in (each.get("topic"), *texts))
        or not isinstance(each.get("answer"), str)
    ):
        raise FieldFaults([(place, _WRONG)])
    unknown = sorted(each.keys() - _PARTS)
    if unknown:
        raise FieldFaults([(place, f"{unknown[0]!r} is no part of an answer; {_WRONG}")])
    return GivenAnswer(each["topic"], tuple(texts), each["answer"].strip())


def refuse_unmatched(given: Sequence[GivenAnswer], planned: PlannedImport) -> None:
    """Refuse answers to what the document does not ask.

    Raises:
        FieldFaults: there are such; names what it asks.
    """
    unmatched = [*planned.plan.unmatched]
    faults = []
    for place, each in enumerate(given):
        if [each.topic, [*each.texts]] in unmatched:
            faults.append((f"/answers/{place}", _not_asked(each, planned)))
    if faults:
        raise FieldFaults(faults)


def _not_asked(given: GivenAnswer, planned: PlannedImport) -> str:
    if given.topic == LANGUAGE_OF:
        return "the language of a document is said without texts: an empty array."
    if given.topic == KIND_OF:
        return (
            f"{planned.file.name} has no statement {_quoted(given.texts)}. The text of such an "
            "answer is the name of the role, a line end, and the statement."
        )
    asked = [(str(each["topic"]), list(each["texts"])) for each in planned.plan.questions]
    for topic, texts in asked:
        if topic == given.topic and set(texts) > set(given.texts):
            return (
                f"this question is about {len(texts)} texts at once, and is answered with all of "
                f"them: {_quoted(texts)}."
            )
    named = "; ".join(f"{topic}: {_quoted(texts)}" for topic, texts in asked[:_NAMED])
    more = f"; and {len(asked) - _NAMED} more" if len(asked) > _NAMED else ""
    there = f"It asks {named}{more}." if asked else "It asks nothing."
    return (
        f"{planned.file.name} has no question with the topic {given.topic!r} about "
        f"{_quoted(given.texts)}. {there}"
    )


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{each}”" for each in texts) or "nothing"
