"""What bringing a document into a catalogue would do; worked out in a confined process.

The document lies in a folder like that of its catalogue: with the graphs of the other documents,
and with its own graph and curation where it was brought in before. So graph and curation come out
as `rolegraph documents import` writes them in the folder of the catalogue, and as `documents sync`
does for a later version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rolegraph.documents.curation.model import KINDS
from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.grammar.parse import read_document
from rolegraph.documents.graph.described import Described, is_from_reading
from rolegraph.documents.graph.record import mark_of
from rolegraph.documents.importing.answers import (
    Answers,
    answers_of,
    read_answers,
)
from rolegraph.documents.importing.elsewhere import Elsewhere, Elsewheres
from rolegraph.documents.importing.reading_sync import synced_reading
from rolegraph.documents.importing.service import (
    ImportResult,
    elsewheres_of,
    import_document,
    is_strict,
)
from rolegraph.documents.reading.output import as_data, nothing_in
from rolegraph.documents.text.errors import MalformedDocument
from rolegraph.documents.text.home import Lying, lying
from rolegraph.documents.uploads.along import (
    MovedHere,
    counted,
    drift,
    gone,
    kept_edits,
    moved_here,
)
from rolegraph.documents.uploads.given import (
    GivenAnswer,
    answer,
    answered_before,
    with_kinds,
    with_language,
    without_statement,
)
from rolegraph.documents.uploads.plainly import plainly
from rolegraph.documents.uploads.shown import shown
from rolegraph.documents.uploads.strict import strict_plan
from rolegraph.errors import InputError, ParameterError
from rolegraph.folder.catalogue_folder import graph_key
from rolegraph.rdf.terms import Literal, RdfFormat, serialize

_TURNS = 5
"""Answers may lead to questions whose answers came along: so often is the document read again."""
_LONG = 100
"""Characters of a text that a refusal names."""


def plan(path: Path, name: str, given: Sequence[GivenAnswer], *, is_text: bool) -> dict[str, Any]:
    """Return what bringing a document in would do, as values that JSON can hold.

    Args:
        path: where it lies, in a folder like that of its catalogue.
        name: what people call it.
        given: answers to its questions.
        is_text: whether its bytes are a text, all of which its graph may have.

    Raises:
        MalformedDocument: it or its curation cannot be read.
        InputError: it says nothing, or an answer is no choice.
    """
    if is_strict(path) and _is_of_the_form(path):
        return strict_plan(path, name, given, is_text=is_text)
    return _Planned(path, name, given).whole(is_text=is_text)


def _is_of_the_form(path: Path) -> bool:
    """Tell whether a document may be one of the strict form.

    So it is where its graph is of that form, whatever is wrong with it by now. A first version must
    be of the form itself: else its curation file is none of an import.

    Raises:
        InputError: neither is so.
    """
    if lying(path).graph.exists():
        graph = read_graph(lying(path).graph, path.name).described
        if graph.triples and not is_from_reading(graph):
            return True
    try:
        read_document(path)
    except MalformedDocument as error:
        raise InputError(
            "The curation file has no line `reading: 1`, with which an import of a document begins "
            "it. Choose the one that the import wrote. Only a document that can be written back "
            f"has another one, and this is none: {error}"
        ) from None
    return True


class _Planned:
    def __init__(self, path: Path, name: str, given: Sequence[GivenAnswer]) -> None:
        self._path, self._name, self._given = path, name, given
        self._unmatched: list[GivenAnswer] = []
        self._place: Lying = lying(path)
        self._elsewheres: Elsewheres | None = elsewheres_of(path)
        graph = self._place.graph
        self._elsewhere = self._elsewheres.without(graph) if self._elsewheres else Elsewhere()
        self._before = (
            read_graph(graph, self._place.name).described if graph.exists() else Described(())
        )
        self._is_new = not self._before.triples

    def whole(self, *, is_text: bool) -> dict[str, Any]:
        """Return the plan; see `plan`."""
        first = self._curation()
        answers = self._answered(first)
        made, drifts, undone = self._made(answers)
        if made.reading.is_empty:
            raise InputError(f"{self._name}: {plainly(nothing_in(made.reading))}")
        after = Described(made.triples)
        self._unmatched += without_statement(made, self._given)
        names = self._names(made)
        overtaken, moved = list[str](), list[MovedHere]()
        if self._elsewheres is not None:
            self._elsewheres.learn(self._place.graph, made.triples, is_written=False)
            moved = moved_here(self._elsewheres, self._place, after)
            overtaken = self._documents_of(self._elsewheres.overtaken())
        waiting = [
            {"line": each.line, "text": each.text, "reason": each.reason} for each in made.waiting
        ]
        lines = (serialize(made.triples, format=RdfFormat.N_TRIPLES) or b"").decode()
        # What the graph tells anybody anyway, such as the name of a role, is no secret.
        told = " ".join(t.object.value for t in made.triples if isinstance(t.object, Literal))
        return {
            "data": as_data(made.reading) | {"file": self._name, "waiting": waiting},
            "shown": shown(made.reading) | {"file": self._name, "triples": len(made.triples)},
            "triples": lines,
            "curation": made.curation,
            "digest": mark_of(made.triples).rpartition(" ")[2],
            "is_new": self._is_new,
            "added": counted(after, self._before, [*self._shared_roles(after)]),
            "changes": [*drifts, *(each.told for each in moved)],
            "moved": [[each.graph, each.iri] for each in moved],
            "undone": undone,
            "retired": [[iri, self._before.label(iri)] for iri in gone(self._before, after)],
            "joined": [list(each) for each in made.joined],
            "shared": self._shared(after),
            "unmatched": [[each.topic, [*each.texts]] for each in self._unmatched],
            "overtaken": overtaken,
            "questions": self._questions(made),
            "names_people": bool(names),
            "names_in_curation": sorted(
                name for name in names if name in made.curation and name not in told
            ),
            "is_whole_text": is_text and not names,
            "tag_of_others": made.tag_of_others,
            "language": answers.document.language or "",
        }

    def _curation(self) -> Answers:
        """Return what the curation says.

        Raises:
            ParameterError: it gives a statement a kind that is none.
        """
        path = self._place.curation
        if not path.exists():
            return Answers(reading=1)
        answers = read_answers(path, path.name)
        for role, said in answers.roles.items():
            for each in said.statements:
                if each.kind and each.kind not in KINDS:
                    raise ParameterError(
                        f"The curation file gives “{_shortened(each.text)}” of {role} the kind "
                        f"“{_shortened(each.kind)}”, which is none. "
                        f"The kinds are {', '.join(KINDS)}."
                    )
        return answers

    def _made(self, answers: Answers) -> tuple[ImportResult, list[dict[str, Any]], list[str]]:
        """Return what comes of the document, what changes by it, and which edits it takes back."""
        root = self._place.folder.root if self._place.folder else None
        if self._is_new:
            return self._read(answers), [], []  # all of it is new, which the counts tell
        try:
            synced = synced_reading(
                self._path, base=root, elsewhere=self._elsewhere, answers=answers
            )
        except MalformedDocument:
            raise  # each fault has its place
        except InputError as error:
            raise InputError(plainly(str(error))) from None
        # What is gone has a line in the graph alone, which nobody sees here.
        drifts = [
            drift(each.rule, each.message, each.line if each.file == self._name else None)
            for each in synced.plan.drifts
        ]
        drifts += kept_edits(synced.kept)
        return synced.made, drifts, [each.message for each in synced.plan.undone]

    def _read(self, answers: Answers) -> ImportResult:
        return import_document(
            self._path,
            answers=answers,
            previous=self._before.triples,
            elsewhere=self._elsewhere,
            shown_as=self._name,
        )

    def _answered(self, answers: Answers) -> Answers:
        """Return the answers with those that were given, and what these lead to."""
        left = list(self._given)
        answers, left = with_language(answers, left)
        answers, left = with_kinds(answers, left)
        answers, left = answered_before(answers, left)
        for _ in range(_TURNS):
            if not left:
                break
            asked = {
                (each.topic, each.texts): each for each in self._read(answers).reading.questions
            }
            found = [each for each in left if (each.topic, each.texts) in asked]
            if not found:
                break
            left = [each for each in left if each not in found]
            new = [answer(asked[each.topic, each.texts], each) for each in found if each.answer]
            answers = answers.model_copy(update={"questions": (*answers.questions, *new)})
        self._unmatched += left
        return answers

    def _questions(self, made: ImportResult) -> list[dict[str, Any]]:
        """Return the questions that are open, and those that were answered."""
        outline = made.reading.outline
        found = [
            _question(each.topic, each.texts, each.question, each.choices, outline.place(each.line))
            for each in made.reading.questions
        ]
        answers = _answers_in(made.curation, self._place)
        found += [
            _question(each.topic, each.texts, each.question, each.choices, "", each.answer)
            for each in answers.questions
            if each.answer
        ]
        return found

    def _names(self, made: ImportResult) -> set[str]:
        """Return the names of people that the document has, where the graph leaves them out."""
        if self._place.entry.keep_people:
            return set()
        return {span.text.strip() for span in made.reading.people if span.text.strip()}

    def _shared_roles(self, after: Described) -> Iterator[str]:
        there = set(self._before.present("rg:Role"))
        for iri in after.present("rg:Role"):
            if iri not in there and self._elsewhere.graphs_of(iri):
                yield iri

    def _shared(self, after: Described) -> list[list[str]]:
        """Return the roles, new here, that other documents have already, each with these."""
        return [
            [after.label(iri), name]
            for iri in self._shared_roles(after)
            for name in self._documents_of(self._elsewhere.graphs_of(iri))
        ]

    def _documents_of(self, graphs: Iterable[Path]) -> list[str]:
        folder = self._place.folder
        if folder is None:
            return []
        keys = {(folder.root / graph_key(key)).resolve(): key for key, _ in folder.documents()}
        own = self._place.key
        return [keys[graph] for graph in graphs if graph in keys and keys[graph] != own]


def _answers_in(text: str, place: Lying) -> Answers:
    """Return what the text of a curation file says that the import has written."""
    return answers_of(text, place.name)


def _question(
    topic: str,
    texts: Iterable[str],
    question: str,
    choices: Iterable[str],
    place: str,
    answer: str | None = None,
) -> dict[str, Any]:
    return {
        "topic": topic,
        "texts": list(texts),
        "question": plainly(question),
        "choices": list(choices),
        "place": place,
        "answer": answer or "",
    }


def _shortened(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
